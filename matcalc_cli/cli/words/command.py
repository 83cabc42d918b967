"""A command that answers programs: what it does and the options it has, as a record."""

from __future__ import annotations

from matcalc_cli.cli.words.commandline import read
from matcalc_cli.cli.words.options import SHARED, SHARED_NAMES, Option
from matcalc_cli.errors import MatcalcError
from matcalc_cli.later import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from matcalc_cli.cli.answering import Answering, Output


class ProgramCommand:
    """`answer` says what the command does with one program, `options` are its own ones and the shared ones.

    An own option that has the name of a shared one stands in its place, as where a format is the command's alone.

    `leading` are words that may stand before the expression, each with the option that it needs, if any: `explain implicit
    EXPR` needs --solve. `answer` is told which of them stands there as `about`.
    """

    __slots__ = ("answer", "examples", "leading", "options")

    def __init__(
        self,
        answer: Answering,
        options: Sequence[Option],
        examples: str,
        leading: Mapping[str, Option | None] | None = None,
    ) -> None:
        self.leading = leading or {}
        self.answer = answer
        instead = {option.name: option for option in options}
        self.options = (
            *[option for option in options if option.name not in SHARED_NAMES],
            *[instead.get(option.name, option) for option in SHARED],
        )
        self.examples = examples

    def run(self, **given: Any) -> int:
        """Answer, with a value for every option and the words of the expression. Returns the exit code."""
        from matcalc_cli.cli.answering import run

        answer, words = self.answer, given["words"]
        if len(words) > 1 and words[0] in self.leading:
            needed = self.leading[words[0]]
            given["words"] = words[1:]
            missing = needed if needed is not None and not given[needed.name] else None
            answer = partial(answer, about=words[0]) if missing is None else _refusing(words[0], missing)
        return run(answer, **given)

    def run_plainly(self, args: Sequence[str]) -> int | None:
        """Run the command without click; None where its help is needed."""
        given = read(args, self.options, self.leading)
        return None if given is None else self.run(**given)


def _refusing(word: str, option: Option) -> Answering:
    """What answers every program with the complaint that an option is missing."""

    def answer(text: str, **given: Any) -> Output:
        del text, given
        spelled = f"{option.spellings[0]} {option.shown.get('metavar', '')}".strip()
        raise MatcalcError("usage", f"{word} needs {spelled}", hint=f"matcalc {word} --help has examples")

    return answer


def program_command(
    *own: Option, examples: str, leading: Mapping[str, Option | None] | None = None
) -> Callable[[Answering], ProgramCommand]:
    """Make a function that answers one program a command with its own options and the shared ones."""
    return lambda answer: ProgramCommand(answer, own, examples, leading)
