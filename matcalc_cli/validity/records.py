"""The conditions that records of functions say, `0 < {0} < 1` or `the rank of {0} is constant`, of arguments."""

from __future__ import annotations

from itertools import pairwise

from matcalc_cli.expr.build import add, apply, multiply, ones
from matcalc_cli.expr.node import Apply, Node, number
from matcalc_cli.expr.number import rational
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.validity.condition import BY_RECORD, PAIRED, Condition, pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS = ("<=", "<", ">", "!=")
_PREDICATES = {"!=": "no zeros", "<=": "not negative"}
"""What a sign says of the difference of its sides, where that is not to be positive."""


def is_relation(text: str) -> bool:
    """Whether a condition compares numbers."""
    return any(f" {sign} " in text for sign in _SIGNS)


def said(text: str, args: tuple[Node, ...]) -> Iterator[Condition]:
    """The conditions of one text, {0} and {1} the arguments of the function."""
    if text in BY_RECORD:
        name = BY_RECORD[text]
        yield Condition(name, pair(*args) if name in PAIRED else args[0])
        return
    sides, signs = _taken_apart(text)
    if not signs:
        yield from _in_words(text, args)
    for (one, other), sign in zip(pairwise(sides), signs, strict=True):
        less, more = (one, other) if sign.startswith("<") else (other, one)
        difference = _difference(_value(more, args), _value(less, args))
        yield Condition(_PREDICATES.get(sign, "positive"), difference)


def _taken_apart(text: str) -> tuple[list[str], list[str]]:
    """`0 < {0} < 1` as its sides and the signs between them."""
    sides, signs = [[""]], []
    for word in text.split(" "):
        if word in _SIGNS:
            signs.append(word)
            sides.append([""])
        else:
            sides[-1].append(word)
    return [" ".join(side).strip() for side in sides], signs


def _in_words(text: str, args: tuple[Node, ...]) -> Iterator[Condition]:
    """A condition that only its words say, of the first argument in it."""
    _, brace, behind = text.partition("{")
    if brace:
        words = text.replace(f"{{{behind[0]}}}", "{0}")
        yield Condition(BY_RECORD.get(words, words), args[int(behind[0])])


def of_what_rises(predicate: str, node: Node) -> list[Condition] | None:
    """X - 1 > 0 for log(X) > 0; None for what a record does not say."""
    match node:
        case Apply(function=function, args=(inner,)) if function.rises and function.rises[1] == "0":
            return [Condition(predicate, _difference(inner, _value(function.rises[0], ())))]
    return None


def _value(text: str, args: tuple[Node, ...]) -> Node:
    """A number, an argument, or a function of an argument."""
    name, bracket, place = text[:-1].partition("|" if text[0] == "|" else "(")
    if bracket:
        return apply(FUNCTIONS[name or "abs"], (_value(place, args),))
    return args[int(text[1])] if text[0] == "{" else number(rational(text))


def _difference(one: Node, other: Node) -> Node:
    """One minus the other, a number as often as the other has entries."""
    shape = one.shape if other.is_scalar else other.shape
    full = [multiply(part, ones(*shape)) if part.is_scalar and shape != (1, 1) else part for part in (one, other)]
    return add(full[0], multiply(number(-1), full[1]))
