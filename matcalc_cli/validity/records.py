"""The conditions that records of functions say, `0 < {0} < 1` or `the rank of {0} is constant`, of arguments."""

from __future__ import annotations

from itertools import pairwise, permutations

from matcalc_cli.expr.build import ONE, add, apply, is_ones, multiply, ones
from matcalc_cli.expr.node import Apply, Node, Number, Sum, number
from matcalc_cli.expr.normal_forms.coefficients import scale, split
from matcalc_cli.expr.number import exact_ratio, magnitude, rational, rational_power
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.validity.condition import BY_RECORD, PAIRED, Condition, pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.number import Rational

_SIGNS = ("<=", "<", ">", "!=")
_PREDICATES = {"!=": "no zeros", "<=": "not negative"}
"""The predicate of the difference of two sides by the sign between them, where the difference is not to be positive."""


def is_relation(text: str) -> bool:
    """Whether a condition compares numbers."""
    return any(f" {sign} " in text for sign in _SIGNS)


def undoes(function: Function, inner: Node) -> bool:
    """Whether a function is of what it undoes, tan(arctan(X)), which is X wherever that has a value."""
    return isinstance(inner, Apply) and inner.function.undone == f"{function.name}(Y)"


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
    """X - 1 > 0 for log(X) > 0, -X > 0 for 1 - exp(X) > 0; None for what a record does not say."""
    for value, rest in _apart(node):
        match split(value):
            case (c, Apply(function=function, args=(base, Number(value=p)))) if function is ELEMENTWISE_POWER:
                root = _root(exact_ratio(-rest, c), p)
                if root is not None:
                    return [Condition(predicate, scale(1 if c * p > 0 else -1, _difference(base, number(root))))]
            case (c, Apply(function=function, args=(inner,))) if (
                function.rises and c * rational(function.rises[1]) == -rest
            ):
                return [
                    Condition(predicate, scale(1 if c > 0 else -1, _difference(inner, _value(function.rises[0], ()))))
                ]
    return None


def _root(value: Rational, exponent: Rational) -> Rational | None:
    """The only number with this power, if that rises or falls wherever it has values, as x^3 and x^(-1/2) do."""
    odd = exponent > 0 and exponent.denominator == 1 and exponent % 2 == 1
    if not value or (not odd and (value < 0 or exponent.denominator == 1)):
        return None
    root = rational_power(magnitude(value), exact_ratio(1, exponent))
    return -root if root is not None and value < 0 else root


def _apart(node: Node) -> Iterator[tuple[Node, Rational]]:
    """An expression as a value and a number beside it, of every entry: 2*exp(X) and -2 of 2*exp(X) - 2."""
    yield node, 0
    for value, beside in permutations(node.terms) if isinstance(node, Sum) and len(node.terms) == 2 else ():
        c, entries = split(beside)
        if entries is ONE or is_ones(entries):
            yield value, c


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
