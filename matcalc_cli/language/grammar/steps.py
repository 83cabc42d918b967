"""`x = iterate(EXPR, x, x0, N); LOSS` with a name for the number of steps: a recurrence in the words of a program."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.expression import STOPS
from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.language.grammar.ranges import ITERATE
from matcalc_cli.language.grammar.unpacking import arguments_of

STEPS = "N"
"""The name of the number of steps in the answer."""


class Steps:
    """x_(k+1) = `step` of the name `state`, from `begin` on; `loss` is what a program says of the last one, if anything."""

    __slots__ = ("begin", "loss", "state", "step")

    def __init__(self, state: str, step: str, begin: str, loss: str) -> None:
        self.state, self.step, self.begin, self.loss = state, step, begin, loss


def steps_of(text: str) -> Steps | None:
    """The recurrence that a text writes, None if it writes none; its where clause is one about the step. Raises MatcalcError."""
    words = tokens(text)
    if [word.kind for word in words[:4]] != ["name", "=", "name", "("] or words[2].text != ITERATE:
        return None
    arguments, rest = arguments_of(words[2:])
    if len(arguments) != 4 or not all(arguments):
        return None
    step, state, begin, count = arguments
    if [w.text for w in state] != [words[0].text]:
        place = [Label(state[0].start, state[-1].end)]
        hint = f"{words[0].text} = iterate(EXPR, {words[0].text}, {words[0].text}0, {STEPS})"
        raise MatcalcError("usage", "the state of a recurrence is what the program calls it", place, hint=hint)
    if [w.text for w in count] != [STEPS]:
        place = [Label(count[0].start, count[-1].end)]
        hint = "a number of steps is written out by grad, diff and the like"
        raise MatcalcError("usage", f"the number of steps is called {STEPS} here", place, hint=hint)
    if rest[0].kind not in STOPS:
        hint = f"name it, and go on with ; and a loss: {words[0].text} = iterate(...); norm({words[0].text})^2"
        raise MatcalcError("usage", "a recurrence stands alone", [Label(rest[0].start, rest[0].end)], hint=hint)
    rest = rest[rest[0].kind == ";" :]
    where = next((word.start for word in rest if word.kind == "where"), len(text))
    loss = text[rest[0].start : where].strip()
    return Steps(
        words[0].text,
        f"{_text(text, step)} {text[where:]}".strip(),
        _text(text, begin),
        "" if loss == words[0].text else loss,
    )


def _text(text: str, words: Sequence[Token]) -> str:
    return text[words[0].start : words[-1].end]
