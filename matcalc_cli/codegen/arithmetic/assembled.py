"""Products that select written anew, before anything else is decided.

E'*A*B is the product of the rows of A with B; behind an inverse the solution is computed first. What remains are two
operations: `slice` takes rows and columns, `place` puts a matrix among zeros.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.expr.build import ONE, identity, is_unit, transpose
from matcalc_cli.expr.constants import is_turned_unit
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, postorder, raw_apply, raw_product, raw_sum
from matcalc_cli.expr.operations import POWER, TRANSPOSE
from matcalc_cli.expr.selections.picked import Picked, has_units, taken_apart

SLICE = Function("slice", "(r,c); A: m,n; i: 1,1; j: 1,1 -> r,c", "r rows of A from the i-th, c columns from the j-th")
PLACE = Function("place", "(r,c); A: m,n; i: 1,1; j: 1,1 -> r,c", "A among zeros, from row i and column j")


def assembled(roots: Sequence[Node]) -> list[Node]:
    """The expressions with slices for products that select."""
    done: dict[Node, Node] = {}
    for node in postorder(*roots):
        children = tuple([done[c] for c in node.children])
        if isinstance(node, Product) and has_units(node.factors):
            done[node] = _product(node, children)
        elif is_unit(node) or is_turned_unit(node):
            done[node] = _placed(raw_product(1, (), (node,)), [])
        else:
            done[node] = node if children == node.children else copied(node, children)
    return [done[root] for root in roots]


def copied(node: Node, children: tuple[Node, ...]) -> Node:
    """An operation on other operands, as it stands."""
    match node:
        case Sum():
            return raw_sum(children)
        case Product(coefficient=c, scalars=scalars):
            return raw_product(c, children[: len(scalars)], children[len(scalars) :])
    assert isinstance(node, Apply)
    return raw_apply(node.function, children, node.sizes, node.shape)


def _product(node: Product, children: tuple[Node, ...]) -> Node:
    scalars = children[: len(node.scalars)]
    changed = dict(zip(node.factors, children[len(node.scalars) :], strict=True))
    made = _placed(
        node, [Picked(changed.get(p.node, p.node), p.rows, p.cols) for p in taken_apart(node.factors).factors]
    )
    if node.coefficient == 1 and not scalars:
        return made
    if made.is_scalar:
        return raw_product(node.coefficient, (*scalars, made), ())
    factors = made.factors if isinstance(made, Product) else (made,)
    return raw_product(node.coefficient, scalars, factors)


def _placed(node: Product, picked: Sequence[Picked]) -> Node:
    """The slices multiplied, among zeros where the product begins or ends with a selection."""
    ends = taken_apart(node.factors)
    inner = _multiplied(picked) if picked else identity((ends.above or ends.left).cols)  # type: ignore[union-attr]
    if ends.above is None and ends.left is None:
        return inner
    row = ends.above.args[0] if ends.above else ONE
    column = ends.left.args[0] if ends.left else ONE
    shape = (node.factors[0].rows, node.factors[-1].cols)
    return raw_apply(PLACE, (inner, row, column), shape, shape)


def _multiplied(picked: Sequence[Picked]) -> Node:
    factors: list[Node] = []
    for i, part in enumerate(picked):
        if part.rows is not None and part.cols is None and _is_inverse(part.node) and i + 1 < len(picked):
            rest = _multiplied([Picked(part.node, None, None), *picked[i + 1 :]])
            factors.append(_slice(rest, part.rows, None))
            break
        if part.cols is not None and part.rows is None and _is_inverse(part.node) and factors:
            factors = [_slice(_word([*factors, part.node]), None, part.cols)]
            continue
        factors.append(_slice(part.node, part.rows, part.cols))
    return _word(factors)


def _word(factors: Sequence[Node]) -> Node:
    return factors[0] if len(factors) == 1 else raw_product(1, (), tuple(factors))


def _is_inverse(node: Node) -> bool:
    return (
        isinstance(node, Apply)
        and node.function is POWER
        and isinstance(node.args[1], Number)
        and node.args[1].value < 0
    )


def _slice(node: Node, rows: Apply | None, cols: Apply | None) -> Node:
    if rows is None and cols is None:
        return node
    if isinstance(node, Apply) and node.function is TRANSPOSE:
        return transpose(_slice(node.args[0], cols, rows))
    shape = (rows.cols if rows else node.rows, cols.cols if cols else node.cols)
    return raw_apply(SLICE, (node, rows.args[0] if rows else ONE, cols.args[0] if cols else ONE), shape, shape)
