"""Roots as a person writes them: sqrt(2*pi) for sqrt(2)*sqrt(pi), 1/sqrt(2) for sqrt(2)/2.

Expressions keep the roots of primes and of positive factors apart, so that equal ones are one.
"""

from __future__ import annotations

from matcalc_cli.expr.build import multiply
from matcalc_cli.expr.node import Apply, Node, Number, number, raw_apply
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matcalc_cli.expr.normal_forms import roots as of_powers
    from matcalc_cli.expr.number import Rational
else:
    of_powers = Later("matcalc_cli.expr.normal_forms.roots")


def gathered(coefficient: Rational, scalars: Sequence[Node]) -> tuple[Rational, list[Node]]:
    """A number and scalar factors with the factors of one fractional power written as one power."""
    if not any(map(_is_root, scalars)):
        return coefficient, list(scalars)
    coefficient, numbers = _of_numbers(coefficient, scalars)
    rest = [s for s in scalars if not _is_root_of_a_number(s)]
    found: dict[tuple[bool, Node], list[Node]] = {}
    for scalar in (*numbers, *rest):
        exponent = _exponent(scalar)
        found.setdefault((exponent is None, exponent or scalar), []).append(scalar)
    return coefficient, [part for group in found.values() for part in _joined(group)]


def _is_root(node: Node) -> bool:
    return _exponent(node) is not None


def _exponent(node: Node) -> Node | None:
    """The exponent of a power that is not whole."""
    match node:
        case Apply(function=function, args=(_, exponent)) if function is ELEMENTWISE_POWER:
            return None if isinstance(exponent, Number) and exponent.value.denominator == 1 else exponent
    return None


def _is_root_of_a_number(node: Node) -> bool:
    return isinstance(_exponent(node), Number) and isinstance(node.children[0], Number)


def _of_numbers(coefficient: Rational, scalars: Iterable[Node]) -> tuple[Rational, list[Node]]:
    """The roots of numbers, of one exponent together; below the line if that takes a factor out of the denominator."""
    bases: dict[Number, Rational] = {}
    for scalar in filter(_is_root_of_a_number, scalars):
        base, exponent = scalar.children
        assert isinstance(base, Number)
        assert isinstance(exponent, Number)
        bases[exponent] = bases.get(exponent, 1) * base.value
    roots: list[Node] = []
    for exponent, value in bases.items():
        below = bool(value) and coefficient.denominator % value == 0
        coefficient = exact_ratio(coefficient * value, 1) if below else coefficient
        roots.append(_power(number(value), number(exponent.value - 1) if below else exponent))
    return coefficient, roots


def _joined(group: Sequence[Node]) -> list[Node]:
    """Powers of one exponent as one, of the positive bases and of the first of the others."""
    exponent = _exponent(group[0])
    if len(group) == 1 or exponent is None:
        return [*group]
    bases = [power.children[0] for power in group]
    positive = [base for base in bases if of_powers.is_surely_positive(base)]
    others = [base for base in bases if not of_powers.is_surely_positive(base)]
    joined = multiply(*positive, *others[:1])
    return [
        *([_power(joined, exponent)] if positive else []),
        *[_power(base, exponent) for base in others[bool(positive) :]],
    ]


def _power(base: Node, exponent: Node) -> Node:
    """A power as it stands, which is not the normal form."""
    return raw_apply(ELEMENTWISE_POWER, (base, exponent), (), (1, 1))
