"""Where a minus sign and a negative power go: into a sum, below the line."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, apply, is_block, is_identity, is_ones, transpose
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number, raw_apply, raw_product, raw_sum
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, negated, scale, split
from matcalc_cli.expr.number import decimal, exact_ratio, magnitude, tidy
from matcalc_cli.expr.operations import DIAG, ELEMENTWISE_POWER, HADAMARD, KRON, POWER, POWERS, SUM, TRACE, TRANSPOSE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import TypeAlias

    May: TypeAlias = Callable[[Sum], bool]
    """Whether the sign of a sum may be changed."""
    from matcalc_cli.expr.number import Rational

LARGE = 10**6
"""Numbers in a sum that are larger are divided by one of them."""


def with_a_sum_flipped(parts: tuple[Node, ...], may: May | None = None) -> tuple[Node, ...] | None:
    """The parts with the sign of one sum, or of a sum in a product of any kind, changed: -(a - b) c is (b - a) c."""
    for i, part in enumerate(parts):
        others = {_upright(other) for other in (*parts[:i], *parts[i + 1 :])}
        # -(x - m) (x - m)' shows that it is a square, and s (1 - s) is known.
        flipped = (
            None
            if _upright(part) in others or _is_complement(_upright(part), others)
            else flipped_sum(part, may or differs)
        )
        if flipped is not None:
            return (*parts[:i], flipped, *parts[i + 1 :])
    return None


def with_a_sum_scaled(c: Rational, parts: tuple[Node, ...]) -> tuple[Rational, tuple[Node, ...]]:
    """A number and the factors behind it, with the sign of one sum changed, or its numbers smaller, where that reads better."""
    flipped = with_a_sum_flipped(parts, _is_any_difference) or with_a_sum_flipped(parts) if c < 0 else None
    if flipped is not None:
        c, parts = -c, flipped
    for i, part in enumerate(parts):
        if isinstance(part, Sum) and max(magnitude(coefficient_of(t)) for t in part.terms) > LARGE:
            units = [*map(coefficient_of, part.terms), exact_ratio(1, c)]
            unit = min(units, key=lambda unit: _length(c, part, unit))
            scaled = raw_sum(tuple([scale(exact_ratio(1, unit), t) for t in part.terms]))
            return tidy(c * unit), (*parts[:i], scaled, *parts[i + 1 :])
    return c, parts


def above_and_below(c: Rational) -> tuple[Rational, int]:
    """The parts of a number above and below the fraction line; a decimal has no line."""
    return (c, 1) if decimal(magnitude(c)) else (c.numerator, c.denominator)


def _length(c: Rational, part: Sum, unit: Rational) -> int:
    """How many digits a product c*part has with its sum divided by one of the numbers in it, and the sign of c."""
    numbers = [magnitude(c * unit), *[magnitude(exact_ratio(coefficient_of(t), unit)) for t in part.terms]]
    return sum(len((decimal(n) or (str(n), 0))[0]) for n in numbers) + (unit < 0)


def _upright(part: Node) -> Node:
    return part.children[0] if isinstance(part, Apply) and part.function is TRANSPOSE else part


def flipped_sum(part: Node, may: May) -> Node | None:
    """-part, where the sign goes into a sum that may change without costing anything: into b - a, not into a + b."""
    match part:
        case Sum() if may(part):
            return negated(part)
        case Product(coefficient=c, scalars=scalars, factors=factors):
            parts = with_a_sum_flipped((*scalars, *factors), may)
            return None if parts is None else raw_product(c, parts[: len(scalars)], parts[len(scalars) :])
        case Apply(function=function, args=(inner,)) if function in (TRANSPOSE, DIAG, TRACE, SUM):
            found = flipped_sum(inner, may)
            return None if found is None else raw_apply(function, (found,), (), part.shape)
        case Apply(function=function, args=(Sum() as inner, Number(value=k))) if (
            function in POWERS and k % 2 == 1 and may(inner) and (k > 0 or function is POWER)
        ):
            return raw_apply(function, (negated(inner), part.args[1]), (), part.shape)
        case Apply(args=args, sizes=sizes) if is_block(part) and any(coefficient_of(a) < 0 for a in args):
            return raw_apply(part.function, tuple([scale(-1, a) for a in args]), sizes, part.shape)
        case Apply(function=function, args=args) if function in (HADAMARD, KRON):
            flipped = with_a_sum_flipped(args, may)
            return None if flipped is None else raw_apply(function, flipped, (), part.shape)
    return None


def is_fixed(part: Node) -> bool:
    """Whether r - mean(r) or I - P, which nobody writes as mean(r) - r or P - I."""
    if not isinstance(part, Sum):
        return False
    if any(map(is_identity, part.terms)):  # a projection is symmetric, and I - inv(S)*x*x' and I - S are none
        return all(transpose(t) is t and not _is_multiple_of_one(t) for t in part.terms)
    means = [p for t in part.terms if coefficient_of(t) < 0 for p in (t, *t.children)]
    return any(isinstance(p, Apply) and p.function.average for p in means)


def _is_multiple_of_one(term: Node) -> bool:
    """Whether a number times a function of something: a product or a name may be a projection."""
    rest = split(term)[1]
    return isinstance(rest, Apply) and bool(rest.args)


def is_loose(total: Sum) -> bool:
    """Whether I - M of an M that is no projection, which may as well be M - I."""
    return any(is_identity(split(t)[1]) for t in total.terms) and differs(total)


def differs(total: Sum) -> bool:
    """Whether a term is subtracted, and the sum might stand the other way round."""
    return any(coefficient_of(t) < 0 for t in total.terms) and not is_fixed(total)


def _is_any_difference(total: Sum) -> bool:
    """Whether it is one that is as well known the other way round."""
    return differs(total) and not begins_with_one(total)


def begins_with_one(total: Sum) -> bool:
    """Whether it is 1 - s, I - P or diag(s) - s*s', which nobody writes the other way round."""
    firsts = [rest for c, rest in map(split, total.terms) if c > 0]
    return any(rest is ONE or is_ones(rest) or is_identity(rest) or rest.head == DIAG.name for rest in firsts)


def over(factors: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """Factors above and below the line: x.^-2 goes below as x.^2."""
    upper: list[Node] = []
    lower: list[Node] = []
    for factor in factors:
        inverse = reciprocal(factor)
        (upper if inverse is None else lower).append(factor if inverse is None else inverse)
    return upper, lower


def reciprocal(node: Node) -> Node | None:
    """x.^p for x.^-p with a number p > 0, and for its transpose; None for anything else."""
    match node:
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            below = reciprocal(inner)
            return None if below is None else transpose(below)
        case Apply(function=function, args=(base, Number(value=p))) if function is ELEMENTWISE_POWER and p < 0:
            return apply(ELEMENTWISE_POWER, (base, number(-p)))
    return None


def complements_last(factors: Sequence[Node]) -> list[Node]:
    """The factors, s before 1 - s: a sum behind what is one of its terms."""
    upright = {*map(_upright, factors)}
    return sorted(factors, key=lambda f: _is_complement(_upright(f), upright))


def _is_complement(part: Node, others: Collection[Node]) -> bool:
    rests = [split(t)[1] for t in part.terms] if isinstance(part, Sum) else []
    return any(r is ONE or is_ones(r) for r in rests) and any(_upright(r) in others for r in rests)


def with_complements(factors: list[Node], may: May) -> list[Node]:
    """s.*(1 - s).*(v - u) for s.*(s - 1).*(u - v)."""
    for i, factor in enumerate(factors):
        others = (*factors[:i], *factors[i + 1 :])
        total = _upright(factor)
        if not isinstance(total, Sum) or begins_with_one(total):
            continue
        flipped = with_a_sum_flipped(others, may) if _is_complement(total, {*map(_upright, others)}) else None
        if flipped is not None:
            turned = negated(total) if total is factor else raw_apply(TRANSPOSE, (negated(total),), (), factor.shape)
            return [*flipped, turned]
    return factors


def is_half(node: Node, sign: int) -> bool:
    """True of 1/2 and of -1/2, without the fraction to compare with, whose import takes time."""
    return isinstance(node, Number) and (node.value.numerator, node.value.denominator) == (sign, 2)
