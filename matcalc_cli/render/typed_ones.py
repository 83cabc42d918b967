"""A multiple of a column of ones, written with it: lambda*ones(n), where nobody typed lambda as a number that is added to a column."""

from __future__ import annotations

from matcalc_cli.expr.build import is_ones, multiply
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, postorder, raw_apply, raw_product
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.render.typed_signs import raw_rebuilt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

WRITTEN_ONES = Function("ones", "(m,n) -> m,n", "ones that are written, which only printers know")


def with_ones(root: Node, numbers: Collection[Node | str]) -> Node:
    """An equal expression, for printers alone, whose sums show the ones behind every number that is none of the `numbers`."""
    order = list(postorder(root))
    if not any(_shows_ones(t, numbers) for node in order if isinstance(node, Sum) for t in node.terms):
        return root
    done: dict[Node, Node] = {}
    inside: dict[Node, Node] = {}
    for node in order:
        known = inside if _is_entrywise(node) else done
        parts = [known[child] for child in node.children]
        done[node] = inside[node] = raw_rebuilt(node, tuple(parts))
        if isinstance(node, Sum):
            shown = [_with_ones(t) if _shows_ones(t, numbers) else p for t, p in zip(node.terms, parts, strict=True)]
            done[node] = raw_rebuilt(node, tuple(shown))
    return done[root]


def _is_entrywise(node: Node) -> bool:
    """Whether a function of every entry by itself, 1./(alpha + abs(x)): there a number is added to a number."""
    return isinstance(node, Apply) and (node.function.elementwise or node.function is ELEMENTWISE_POWER)


def _shows_ones(term: Node, numbers: Collection[Node | str]) -> bool:
    """Whether a term is a number that nobody added, times ones."""
    if not (isinstance(term, Product) and term.scalars and len(term.factors) == 1 and is_ones(term.factors[0])):
        return False
    times = multiply(*term.scalars)
    if isinstance(times, Apply) and times.function.definition:
        return False
    return times not in numbers and not (isinstance(times, Symbol) and (times.differential_of or times.name) in numbers)


def _with_ones(term: Node) -> Node:
    assert isinstance(term, Product)
    (ones,) = term.factors
    assert isinstance(ones, Apply)
    return raw_product(term.coefficient, term.scalars, (raw_apply(WRITTEN_ONES, (), ones.sizes, ones.shape),))
