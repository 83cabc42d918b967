"""A command that answers programs: what it does and the options it has, as a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.cli.commandline import read
from matcalc_cli.cli.options import SHARED, Option

if TYPE_CHECKING:
    from matcalc_cli.cli.answering import Answering


class ProgramCommand:
    """`answer` says what the command does with one program, `options` are its own ones and the shared ones.

    `leading` is a word that may stand before the expression: `explain implicit EXPR`.
    """

    __slots__ = ("answer", "examples", "leading", "options")

    def __init__(self, answer: Answering, options: Sequence[Option], examples: str, leading: str = "") -> None:
        self.leading = leading
        self.answer = answer
        self.options = (*options, *SHARED)
        self.examples = examples

    def run(self, **given: Any) -> int:
        """Answer, with a value for every option and the words of the expression. Returns the exit code."""
        from matcalc_cli.cli.answering import run

        words = given["words"]
        if len(words) > 1 and words[0] == self.leading:
            given["words"] = words[1:]
        return run(self.answer, **given)

    def run_plainly(self, args: Sequence[str]) -> int | None:
        """Run the command without click; None where its help is needed."""
        given = read(args, self.options)
        return None if given is None else self.run(**given)


def program_command(*own: Option, examples: str, leading: str = "") -> Callable[[Answering], ProgramCommand]:
    """Make a function that answers one program a command with its own options and the shared ones."""
    return lambda answer: ProgramCommand(answer, own, examples, leading)
