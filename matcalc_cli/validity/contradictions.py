"""Conditions that never hold, alone or together: -x'*x > 0, alpha > 0 beside -alpha > 0."""

from __future__ import annotations

from itertools import combinations

from matcalc_cli.expr.build import add, apply, is_zero, ones, transpose
from matcalc_cli.expr.node import Apply, Node, Product, number
from matcalc_cli.expr.normal_forms.coefficients import scale
from matcalc_cli.expr.number import magnitude
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.functions.determinant import DET
from matcalc_cli.validity.condition import CLOSED, WITH_SIGN, Condition
from matcalc_cli.validity.constants import fails
from matcalc_cli.validity.reduced import reduced
from matcalc_cli.validity.signs import is_not_negative, is_positive, is_semidefinite
from matcalc_cli.validity.squares import coefficients
from matcalc_cli.validity.sums import terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TypeVar

    T = TypeVar("T")


def never(conditions: Iterable[Condition], *, open_sets: bool = True) -> Sequence[Condition]:
    """Some of the conditions that surely hold nowhere together, nothing where none are known.

    With `open_sets` also what may hold at single points, as -alpha^2 >= 0, around which there is no derivative.
    """
    found = reduced(c for c in conditions if c.predicate in WITH_SIGN)
    alone = [c for c in found if fails(c) or (c.predicate == "definite" and is_semidefinite(scale(-1, c.node)))]
    bounds = [(node, c) for c in found for node in _bounds(c)]
    alone += [c for node, c in bounds if _is_below(node, strictly=c.predicate in CLOSED and not open_sets)]
    if alone:
        return alone[:1]
    whole = [bound for bound in bounds if not terms.has_some(bound[0])]
    whole += [(transpose(node), c) for node, c in whole if node.rows == node.cols and not node.is_scalar]
    for (one, c), (other, d) in combinations(whole, 2):
        closed = not open_sets and c.predicate in CLOSED and d.predicate in CLOSED
        if one.shape == other.shape and any(_is_below(s, strictly=closed) for s in _without_a_term(one, other)):
            return [c] if c is d else [c, d]
    return []


def hold_nowhere(conditions: Sequence[Condition]) -> bool:
    """Whether conditions surely hold nowhere together, those on matrices among them that are singular whatever is in them."""
    return any(fails(c) or _is_of_a_singular(c) for c in conditions) or bool(never(conditions, open_sets=False))


def _is_of_a_singular(condition: Condition) -> bool:
    """Whether it asks for an inverse, or a determinant that is not 0, of a skew-symmetric 3x3 matrix or a product of 3x2 and 2x3."""
    match condition.node:
        case Apply(function=function, args=(inner,)) if function is DET:
            node = inner if condition.predicate in ("positive", "no zeros") else None
        case node:
            node = node if condition.predicate == "invertible" else None
    if node is None or not isinstance(node.rows, int):
        return False
    odd = node.rows % 2 == 1 and transpose(node) is scale(-1, node)
    inside = [f.rows for f in node.factors] if isinstance(node, Product) else []
    return odd or any(isinstance(rows, int) and rows < node.rows for rows in inside)


def _without_a_term(one: Node, other: Node) -> Iterator[Node]:
    """Sums of two positive expressions, which are positive: times numbers by which a term of both falls out."""
    yield add(one, other)
    first, second = [coefficients(node) for node in (one, other)]
    for term, c in first.items():
        if c * (d := second.get(term, 0)) < 0:
            yield add(scale(magnitude(d), one), scale(magnitude(c), other))


def places(found: Sequence[tuple[T, Condition]]) -> list[T]:
    """Where conditions stand that never hold together, alone or two of them: nothing where none do."""
    signed = [(at, c) for at, c in found if c.predicate in WITH_SIGN]
    if not signed or not never([c for _, c in signed], open_sets=False):
        return []
    for count in (1, 2):
        for some in combinations(signed, count):
            if never([c for _, c in some], open_sets=False):
                return [at for at, _ in some]
    return [at for at, _ in signed]


def _bounds(condition: Condition) -> list[Node]:
    """The expressions that a condition says to be positive, or not negative: 1 - u and 1 + u where u is between -1 and 1."""
    node = condition.node
    if condition.predicate in ("between", "not outside"):
        square = apply(ELEMENTWISE_POWER, (node, number(2)))
        return [add(ones(*node.shape), scale(c, u)) for c, u in ((1, node), (-1, node), (-1, square))]
    return [node] if condition.predicate in ("positive", "not negative") else []


def _is_below(node: Node, *, strictly: bool) -> bool:
    """Whether it is 0 or less wherever it has a value, or `strictly` less."""
    turned = scale(-1, node)
    if is_zero(node):
        return not strictly
    return is_positive(turned) if strictly else is_not_negative(turned)
