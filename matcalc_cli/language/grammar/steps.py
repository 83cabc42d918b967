"""`x = iterate(EXPR, x, x0, N); LOSS` with a name for the number of steps: a recurrence in the words of a program."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.expression import ITERATE
from matcalc_cli.language.grammar.lexer import Token, tokens

STEPS = "N"
"""What the number of steps is called in the answer."""


class Steps:
    """x_(k+1) = `step` of the name `state`, from `begin` on; `loss` is what a program says of the last one, if anything."""

    __slots__ = ("begin", "loss", "state", "step")

    def __init__(self, state: str, step: str, begin: str, loss: str) -> None:
        self.state, self.step, self.begin, self.loss = state, step, begin, loss


def steps_of(text: str) -> Steps | None:
    """The recurrence that a text writes, None if it writes none; its where clause is one about the step. Raises MatcalcError."""
    words = tokens(text)
    named = [word.kind for word in words[:4]] == ["name", "=", "name", "("] and words[2].text == ITERATE
    arguments = list(_arguments(words[3:])) if named else []
    if len(arguments) != 4:
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
    behind = next(i for i, word in enumerate(words) if word.start > count[-1].start) + 1
    rest = words[behind + (words[behind].kind == ";") :]
    where = next((word.start for word in rest if word.kind == "where"), len(text))
    loss = text[rest[0].start : where].strip()
    return Steps(
        words[0].text,
        f"{_text(text, step)} {text[where:]}".strip(),
        _text(text, begin),
        "" if loss == words[0].text else loss,
    )


def _arguments(words: Sequence[Token]) -> list[list[Token]]:
    """What stands between the commas of the brackets that a text begins with."""
    depth, found = 0, [[]]  # type: ignore[var-annotated]
    for word in words:
        depth += word.turn
        if depth == 0:
            break
        if depth == 1 and word.kind == ",":
            found.append([])
        elif depth > 1 or word.turn <= 0:
            found[-1].append(word)
    return [part for part in found if part]


def _text(text: str, words: Sequence[Token]) -> str:
    return text[words[0].start : words[-1].end]
