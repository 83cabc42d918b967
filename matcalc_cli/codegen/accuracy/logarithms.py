"""Products with logarithms, which are 0 where the other factor is: 0*log(0) = 0, as in entropies; and log(1 + x)."""

from __future__ import annotations

from matcalc_cli.codegen.accuracy.cancelling import entrywise_parts, entrywise_product
from matcalc_cli.expr.build import add, apply, multiply, transpose
from matcalc_cli.expr.constants import ONE
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number
from matcalc_cli.expr.operations import HADAMARD
from matcalc_cli.expr.operations import SUM as TOTAL
from matcalc_cli.expr.selections.stretch import is_all_ones
from matcalc_cli.functions import FUNCTIONS

TIMES_LOG = Function("xlogy", "A: m,n; B: m,n -> m,n", "A.*log(B), 0 where A is", code="A.*log(B)", elementwise=True)


def near_one(node: Node) -> Node:
    """log(1 + x) as log1p(x)."""
    match node:
        case Apply(function=function, args=(Sum(terms=terms),)) if function is FUNCTIONS["log"]:
            rest = [term for term in terms if term is not ONE and not is_all_ones(term)]
            return apply(FUNCTIONS["log1p"], (add(*rest),)) if len(rest) < len(terms) else node
    return node


def times_logarithm(node: Node) -> Node:
    """A product with a logarithm, entry by entry or of two columns."""
    match node:
        case Product(factors=(left, right)) if node.is_scalar and right.cols == 1:
            pair = _with_logarithm(transpose(left), right)
            scalars = (number(node.coefficient), *node.scalars)
            return multiply(*scalars, apply(TOTAL, (apply(TIMES_LOG, pair),))) if pair else node
        case Product(factors=(_,) | ()):
            return _entrywise(node)
        case Apply(function=function) if function is HADAMARD:
            return _entrywise(node)
    return node


def _with_logarithm(a: Node, b: Node) -> tuple[Node, Node] | None:
    """The x and the y of two factors that are x and log(y)."""
    for one, other in ((a, b), (b, a)):
        if isinstance(other, Apply) and other.function is FUNCTIONS["log"] and other.cols == 1:
            return one, other.args[0]
    return None


def _entrywise(node: Node) -> Node:
    """k.*log(y) as one function of k, all that is multiplied with it entry by entry, and y."""
    parts = [part for part in entrywise_parts(node) if part.shape == node.shape and not isinstance(part, Number)]
    logarithm = next((p for p in parts if isinstance(p, Apply) and p.function is FUNCTIONS["log"]), None)
    if logarithm is None or len(parts) < 2:
        return node
    outside = [part for part in entrywise_parts(node) if part not in parts]
    inside = entrywise_product([part for part in parts if part is not logarithm], node)
    return entrywise_product([*outside, apply(TIMES_LOG, (inside, logarithm.args[0]))], node)
