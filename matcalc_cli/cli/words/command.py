"""A command that answers programs: what it does and the options it has, as a record."""

from __future__ import annotations

from matcalc_cli.cli.words.commandline import read
from matcalc_cli.cli.words.options import EXPLAIN, SHARED, SHARED_NAMES, Option
from matcalc_cli.later import load, partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from matcalc_cli.cli.answering import Answering


MISPLACED = "matcalc_cli.cli.words.misplaced"
"""What looks at all commands, and is loaded where the words are not those of an expression."""


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

        if given.pop(EXPLAIN.name, False):
            return self._derived(given)
        answer, words = self.answer, given["words"]
        if len(words) + bool(given["file"]) > 1:
            if words[0] in self.leading:
                given["words"] = words[1:]
                answer = self.about(words[0], given)
            elif other := load(MISPLACED).of_another(words, answer.__name__):
                given["words"] = words[:1]
                answer = other
        return run(answer, **given)

    def about(self, word: str, given: Mapping[str, Any]) -> Answering:
        """What answers behind one of the leading words."""
        needed = self.leading[word]
        if needed is None or given[needed.name]:
            return partial(self.answer, about=word)
        spelled = f"{needed.spellings[0]} {needed.shown.get('metavar', '')}".strip()
        refused: Answering = load(MISPLACED).refusing(f"{word} needs {spelled}", f"matcalc {word} --help has examples")
        return refused

    def _derived(self, given: Mapping[str, Any]) -> int:
        """With --explain: what `matcalc explain` answers with the name of this command in front of the expression."""
        from matcalc_cli.cli.answering import run

        name, explain = self.answer.__name__, load("matcalc_cli.cli.expressions.explain").explain
        values = {option.name: given.get(option.name, option.default) for option in explain.options}
        lost = [o for o in self.options if o.name not in values and given.get(o.name, o.default) != o.default]
        if lost:
            said = f"{EXPLAIN.spellings[0]} takes no {lost[0].spellings[0]}"
            answer = load(MISPLACED).refusing(said, f"matcalc explain {name} has the options that it takes")
        else:
            answer = explain.about(name, values)
        return run(answer, **values, words=given["words"])

    def run_plainly(self, args: Sequence[str]) -> int | None:
        """Run the command without click; None where its help is needed."""
        given = read(args, self.options, self.leading)
        return None if given is None else self.run(**given)


def program_command(
    *own: Option, examples: str, leading: Mapping[str, Option | None] | None = None
) -> Callable[[Answering], ProgramCommand]:
    """Make a function that answers one program a command with its own options and the shared ones."""
    return lambda answer: ProgramCommand(answer, own, examples, leading)
