"""Transposes as a person writes them: inside of sums that get shorter, along the other axis, none of a row of the identity."""

from __future__ import annotations

from matcalc_cli.expr.build import is_ones, is_unit, rebuild, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, raw_apply, raw_sum
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, TRANSPOSE
from matcalc_cli.later import Later
from matcalc_cli.render.writing.trees import operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.render.writing import patterns, selected
    from matcalc_cli.render.writing.sums import Layout
else:
    patterns = Later("matcalc_cli.render.writing.patterns")
    selected = Later("matcalc_cli.render.writing.selected")


ROWS, COLUMNS = "(_, 2)", "(_, 1)"
"""How functions along an axis are called."""


def transposed(node: Apply) -> Layout:
    """X', or what says so in fewer signs."""
    (inner,) = node.args
    if is_unit(inner):
        return (yield from selected.turned_unit(node))
    if isinstance(inner, Apply) and _is_along_columns(inner):  # softmax(A', 2)' is softmax(A, 1)
        return patterns.call_of(inner.function.called.replace(ROWS, COLUMNS), [(yield transpose(inner.args[0]))])
    if isinstance(inner, Apply) and _has_columns(inner):  # sqrt(var(A', 2) + epsilon)' is sqrt(var(A, 1) + epsilon)
        return (yield raw_apply(inner.function, tuple(map(_with_terms_turned, inner.args)), (), node.shape))
    if isinstance(inner, Sum):
        terms = sorted([transpose(t) for t in inner.terms], key=lambda t: split(t)[1].key)
        saved = sum(t.cost for t in inner.terms) + 1 - sum(t.cost for t in terms)
        if (
            saved > 0
            or any(map(_is_along_columns, inner.terms))
            or (saved == 0 and not {*terms}.isdisjoint(inner.terms))
        ):  # I + B' rather than (I + B)'
            return (yield raw_sum(tuple(terms)))
    return operation("transpose", (yield inner))


def _with_terms_turned(node: Node) -> Node:
    """The transpose; the terms of a sum stay in their order."""
    return raw_sum(tuple(map(transpose, node.terms))) if isinstance(node, Sum) else transpose(node)


def _is_along_columns(node: Node) -> bool:
    """Whether a function of each row is written as one of each column, when it is transposed."""
    if not (isinstance(node, Apply) and node.function.called.endswith(ROWS)):
        return False
    return transpose(node.args[0]).tilt < node.args[0].tilt


def _has_columns(node: Apply) -> bool:
    """Whether that is what an elementwise function is of."""
    if not (node.function.elementwise or node.function is ELEMENTWISE_POWER):
        return False
    argument = node.args[0]
    terms = argument.terms if isinstance(argument, Sum) else (argument,)
    return any(_is_along_columns(term) or _sums_columns(term) or _is_row(term) for term in terms)


def _is_row(node: Node) -> bool:
    """Whether v' of a row v."""
    return isinstance(node, Apply) and node.function is TRANSPOSE and isinstance(node.args[0], Symbol)


def _sums_columns(node: Node) -> bool:
    """Whether A'*ones(m), which is ones(1,m)*A when it is transposed."""
    if not (isinstance(node, Product) and len(node.factors) > 1 and is_ones(node.factors[-1])):
        return False
    return node.cols == 1 and transpose(node).tilt < node.tilt


_DEPTH = 2
"""So many generations of operands are looked at to tell which of two transposes reads better."""


def turned_reads_better(node: Product | Apply) -> bool:
    """True of A' B', which reads (B A)' in fewer operations; a differential is not turned over for it."""
    cheaper = _may_turn(node) and _cost_of_parts(_transposed(node), _DEPTH) + 1 < _cost_of_parts(node, _DEPTH)
    return cheaper and not any(c.has_differential and not c.tilt for c in node.children)


def _may_turn(node: Node) -> bool:
    return node.tilt > 1 and not node.is_scalar


def _cost_of_parts(node: Node, depth: int) -> int:
    """The cost of writing a node, its parts turned where they read better, so many generations down."""
    if not depth:
        return node.cost
    return node.cost + sum([_cost_as_written(c, depth - 1) - c.cost for c in node.children if c.tilt > 1])


def _cost_as_written(node: Node, depth: int) -> int:
    straight = _cost_of_parts(node, depth)
    turnable = isinstance(node, Product | Apply) and _may_turn(node)
    return min(straight, _cost_of_parts(_transposed(node), depth) + 1) if turnable else straight


def _transposed(node: Node) -> Node:
    """X' of an X that need not be in normal form, and so must not be remembered as the transpose of X'."""
    flipped = transpose(node)
    for part in (node, *node.children):
        other = part.flipped
        if other is not None and other.flipped is part and part.children and rebuild(part, part.children) is not part:
            other.flipped = None
    return flipped
