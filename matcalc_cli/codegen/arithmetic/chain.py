"""Matrix products as steps, in the order that was decided: products, solves, scalings, sums of rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.codegen.arithmetic import factors, kronecker
from matcalc_cli.codegen.arithmetic.quotients import scaled, total
from matcalc_cli.codegen.arithmetic.tree import Tree, is_symmetric
from matcalc_cli.expr.build import transpose
from matcalc_cli.expr.node import Node, Product
from matcalc_cli.expr.shapes.dimensions import Size
from matcalc_cli.walk import children_first

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step


def value(plan: Plan, node: Product, *, scale: Step | None = None) -> Step:
    """The product of scale and the factors of a node; a 1x1 product is a number."""
    (tree,) = plan.trees[node]
    if scale is not None and tree.kind == "times" and tree.children[0].cols == 1:
        left, right = tree.children  # the column of an outer product has fewer entries
        return plan.make("matmul", plan.make("multiply", scale, step(plan, left)), step(plan, right))
    total = number(plan, tree) if node.is_scalar else step(plan, tree)
    return total if scale is None else plan.make("multiply", scale, total)


def number(plan: Plan, tree: Tree) -> Step:
    """A 1x1 product as a number."""
    return plan.make("item", step(plan, tree))


def step(plan: Plan, tree: Tree) -> Step:
    """The step that computes a tree, an array."""
    for part in children_first((tree,), skip=plan.parts.__contains__):
        plan.parts[part] = _STEPS[part.kind](plan, part)
    return plan.parts[tree]


def repeated(plan: Plan, tree: Tree) -> Step | None:
    """The row or the column of which a product with ones is made, or None."""
    if tree.kind == "turned":
        inner = repeated(plan, tree.children[0])
        return turned(plan, inner) if inner else None
    if tree.kind != "times":
        return None
    left, right = tree.children
    if left.one == "ones" and left.cols == 1:
        return step(plan, right)
    return step(plan, left) if right.one == "ones" and right.rows == 1 else None


def turned(plan: Plan, step: Step) -> Step:
    """The transpose."""
    return plan.make("transpose", step)


def part_turned(plan: Plan, tree: Tree) -> Step:
    """The transpose of a part, which may be symmetric."""
    symmetric = is_symmetric(tree)
    return plan.parts[tree] if symmetric else turned(plan, plan.parts[tree])


def _link(plan: Plan, tree: Tree) -> Step:
    """One factor by itself."""
    assert tree.link is not None
    node = tree.link.node
    match tree.link.kind:
        case "inverse":
            return factors.inverse(plan, node)
        case "diagonal":
            return plan.make("diagonal_matrix", plan.of(node))
    return plan.of(node)


def _times(plan: Plan, tree: Tree) -> Step:
    left, right = tree.children
    if left.one == "inverse":
        return factors.solve(plan, _node(left), plan.parts[right])
    if right.one == "inverse":  # B inv(A) is (inv(A') B')'
        return turned(plan, factors.solve(plan, transpose(_node(right)), part_turned(plan, left)))
    if left.one == "diagonal":
        return plan.make("multiply_repeated", plan.of(_node(left)), plan.parts[right])
    if right.one == "diagonal":
        return plan.make("multiply_repeated", plan.parts[left], turned(plan, plan.of(_node(right))))
    if left.one == "exchange":
        return kronecker.exchanged(plan, _node(left), _alone(right), plan.parts[right])
    if right.one == "exchange":  # A K is (K' A')'
        return turned(plan, kronecker.exchanged(plan, transpose(_node(right)), None, part_turned(plan, left)))
    if left.one == "diagonal_rows":
        return kronecker.diagonal_rows(plan, _node(left), _alone(right), plan.parts[right])
    if right.one == "ones" and right.cols == 1:
        return row_sums(plan, plan.parts[left], left.cols)
    if left.one == "ones" and left.rows == 1 and "colsum" in plan.target.operations:
        return plan.make("colsum", plan.parts[right])
    if left.one == "matrix" and (found := kronecker.applied(plan, _node(left), plan.parts[right])):
        return found
    if right.one == "matrix" and (found := kronecker.applied(plan, transpose(_node(right)), part_turned(plan, left))):
        return turned(plan, found)
    return plan.make("matmul", plan.parts[left], plan.parts[right])


def row_sums(plan: Plan, matrix: Step, columns: Size) -> Step:
    """The sums of the rows, a column."""
    if "rowsum" in plan.target.operations:
        return plan.make("rowsum", matrix)
    return plan.make("matmul", matrix, plan.make("ones", plan.size(columns), plan.size(1)))


def _node(tree: Tree) -> Node:
    assert tree.link is not None
    return tree.link.node


def _alone(tree: Tree) -> Node | None:
    """The matrix that a tree is, if it is no product."""
    return tree.link.node if tree.link and tree.one == "matrix" else None


def _turned(plan: Plan, tree: Tree) -> Step:
    return turned(plan, plan.parts[tree.children[0]])


def _sum(plan: Plan, tree: Tree) -> Step:
    """A sum, term by term."""
    pairs = zip(tree.terms, tree.children, strict=True)
    signed = [scaled(plan, term, plan.parts[part]) for term, part in pairs]
    return total(plan, signed, is_matrix=1 not in {tree.rows, tree.cols})


_STEPS = {"link": _link, "times": _times, "turned": _turned, "sum": _sum}
