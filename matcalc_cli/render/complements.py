"""I - M as a factor of what is left of M*r, where I - M is in the expression anyway: (I - M)*r for r - M*r; covariances."""

from __future__ import annotations

from matcalc_cli.expr.build import MINUS_ONE, add, apply, is_identity, multiply, ones, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, postorder, raw_product, raw_sum
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.number import tidy
from matcalc_cli.expr.operations import DIAG, HADAMARD
from matcalc_cli.render.typed_signs import raw_rebuilt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def with_complements_out(root: Node) -> Node:
    """An equal expression, for printers alone, with such a factor wherever all of its terms are multiplied out."""
    order = list(postorder(root))
    totals = [n for n in order if isinstance(n, Sum) and len(n.terms) == 2 and any(map(is_identity, n.terms))]
    done: dict[Node, Node] = {}
    for node in order if totals else ():
        done[node] = _spliced(raw_rebuilt(node, tuple([done[c] for c in node.children])))
        if isinstance(node, Sum) and node not in totals:
            done[node] = _gathered(node, totals) or done[node]
    return done.get(root, root)


def with_covariances(root: Node) -> Node:
    """An equal expression, for printers alone, with (diag(s) - s*s')*(u - y) for s.*(u - y - (s'*(u - y))*ones(n))."""
    order = list(postorder(root))
    found = {node: covariance for node in order if (covariance := _covariance(node)) is not None}
    done: dict[Node, Node] = {}
    for node in order if found else ():
        here = found.get(node, node)
        parts = [
            done.get(c) or raw_rebuilt(c, tuple([done.get(part, part) for part in c.children])) for c in here.children
        ]
        done[node] = _spliced(raw_rebuilt(here, tuple(parts)))
    return done.get(root, root)


def _covariance(node: Node) -> Node | None:
    """A covariance times a sum whose mean is subtracted from it; None for anything else, and where that is no sum."""
    if not (isinstance(node, Apply) and node.function is HADAMARD and len(node.args) == 2 and 1 in node.shape):
        return None
    if node.rows == 1:
        found = _covariance(transpose(node))
        return raw_product(1, (), tuple([transpose(f) for f in reversed(found.children)])) if found else None
    for s, total in (node.args, node.args[::-1]):
        terms = total.terms if isinstance(total, Sum) else ()
        for term in terms:
            rest = add(*[t for t in terms if t is not term])
            if isinstance(rest, Sum) and term is multiply(MINUS_ONE, multiply(transpose(s), rest), ones(*node.shape)):
                covariance = add(apply(DIAG, (s,)), multiply(MINUS_ONE, s, transpose(s)))
                return raw_product(1, (), (covariance, rest))
    return None


def _gathered(node: Sum, totals: Sequence[Sum]) -> Node | None:
    """The sum in which a term and its multiple that is subtracted are one product; None where there is no such pair."""
    given = {rest: coefficient for coefficient, rest in map(split, node.terms)}
    for total in totals:
        less, part = split(next(t for t in total.terms if not is_identity(t)))
        for rest, c in given.items() if total.rows == node.rows else ():
            scalars, factors = (rest.scalars, rest.factors) if isinstance(rest, Product) else ((), (rest,))
            d, product = split(multiply(part, *scalars, *factors))
            if given.get(product) == c * less * d and not is_identity(rest):
                taken = raw_product(c, tuple(scalars), (total, *factors))
                others = [t for t in node.terms if split(t)[1] not in (rest, product)]
                return raw_sum((taken, *others)) if others else taken
    return None


def _spliced(node: Node) -> Node:
    """A product with the numbers and the factors of a product among its factors as its own."""
    if not (isinstance(node, Product) and any(isinstance(f, Product) for f in node.factors)):
        return node
    coefficient, scalars, factors = node.coefficient, list(node.scalars), list[Node]()
    for factor in node.factors:
        if isinstance(factor, Product):
            coefficient = tidy(coefficient * factor.coefficient)
            scalars += factor.scalars
        factors += factor.factors if isinstance(factor, Product) else [factor]
    return raw_product(coefficient, tuple(scalars), tuple(factors))
