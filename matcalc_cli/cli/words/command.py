"""A command that answers programs: what it does and the options it has, as a record."""

from __future__ import annotations

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

    def about(self, word: str, given: Mapping[str, Any]) -> Answering:
        """The function that answers behind one of the leading words."""
        needed = self.leading[word]
        if needed is None or given[needed.name]:
            return partial(self.answer, about=word)
        spelled = f"{needed.spellings[0]} {needed.shown.get('metavar', '')}".strip()
        return refusing(f"{word} needs {spelled}", f"matcalc {word} --help has examples")


def refusing(message: str, hint: str) -> Answering:
    """A function that answers every program with a complaint about the options."""

    def answer(text: str, **given: Any) -> Output:
        del text, given
        raise MatcalcError("usage", message, hint=hint)

    return answer


def program_command(
    *own: Option, examples: str, leading: Mapping[str, Option | None] | None = None
) -> Callable[[Answering], ProgramCommand]:
    """Make a function that answers one program a command with its own options and the shared ones."""
    return lambda answer: ProgramCommand(answer, own, examples, leading)
