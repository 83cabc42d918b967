r"""Products with the inverse of what the user solved with, written as solutions: A\b for inv(A)*b, (A'\c)' for c'*inv(A)."""

from __future__ import annotations

from matcalc_cli.expr.build import MINUS_ONE, apply, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, Product, postorder, raw_apply, raw_product
from matcalc_cli.expr.operations import POWER, TRANSPOSE
from matcalc_cli.functions.determinant import SOLVE
from matcalc_cli.language.notation import SOLUTIONS
from matcalc_cli.render.typed_signs import raw_rebuilt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Solved = Mapping[Node, bool]
    """The matrices that were divided by, and whether by a backslash."""

BACKSLASH, OF_SYMMETRIC = (
    Function(name, SOLVE.signature, "a solution that is written A\\b, which only printers know", operator=name)
    for name in SOLUTIONS
)

FEW = (-2, -3)
"""The powers of what is solved with that are several solutions."""


def with_solutions(root: Node, solved: Solved) -> Node:
    """An equal expression, for printers alone, that solves with what the program solves with, or with its transpose."""
    done: dict[Node, Node] = {}
    for node in postorder(root):
        found = raw_rebuilt(node, tuple([done[c] for c in node.children]))
        if isinstance(found, Product):
            found = _solving(found, solved)
        elif isinstance(found, Apply) and found.function is TRANSPOSE:
            found = _outer_turned(found)
        done[node] = found
    return done[root]


def _solving(node: Product, solved: Solved) -> Product:
    """A product, from behind: an inverse takes what stands behind it as far as the first column, or the row before it."""
    given = [inverse for factor in node.factors for inverse in _one_by_one(factor, solved)]
    written: list[Node] = []
    while given:
        factor = given.pop()
        base = _inverted(factor)
        function = None if base is None else _by(base, solved)
        if base is None or function is None:
            written.insert(0, factor)
            continue
        end = _end(written)
        start = _start(given, factor, solved)
        before = None if start is None else _turned_solution(function, base, given[start:], solved)
        if before is not None and (not end or before is written[0] or _is_of_a_step(written[:end], given[start:])):
            written.insert(0, _turned(before))
            del given[start:]
        elif end or (written and written[-1].cols != factor.rows):  # inv(A)*diag(x) is no system
            end = end or len(written)
            written[:end] = [_solution(function, base, raw_product(1, (), tuple(written[:end])))]
        else:
            written.insert(0, factor)
    return node if not any(map(_is_solution, written)) else _product(node, written)


def _one_by_one(factor: Node, solved: Solved) -> Sequence[Node]:
    """An inverse twice for K^-2, where K is solved with."""
    match factor:
        case Apply(function=function, args=(base, Number(value=int(k)))) if function is POWER and k in FEW:
            return [apply(POWER, (base, MINUS_ONE))] * -k if _by(base, solved) else [factor]
    return [factor]


def _turned_solution(function: Function, base: Node, before: Sequence[Node], solved: Solved) -> Node:
    r"""A'\c, which is the transpose of c'*inv(A)."""
    run = raw_product(1, (), tuple([_turned(f) for f in reversed(before)]))
    return _solution(function, transpose(base), _solving(run, solved))


def _end(behind: Sequence[Node]) -> int:
    """Where the first column among some factors ends; 0 without one."""
    return next((i + 1 for i, f in enumerate(behind) if f.cols == 1), 0)


def _start(before: Sequence[Node], factor: Node, solved: Solved) -> int | None:
    """Where what an inverse takes before it begins: with a row, or for inv(A)' behind the inverse before; None where nowhere."""
    row = next((i for i in reversed(range(len(before))) if before[i].rows == 1), None)
    if row is not None or not before or not _is_turned(factor):
        return row
    return next((i + 1 for i in reversed(range(len(before))) if _is_solved_with(before[i], solved)), 0) % len(before)


def _is_of_a_step(behind: Sequence[Node], before: Sequence[Node]) -> bool:
    r"""Whether what stands behind moves and nothing before it: (A'\c)'*db."""
    return any(f.has_differential for f in behind) and not any(f.has_differential for f in before)


def _is_solved_with(factor: Node, solved: Solved) -> bool:
    base = _inverted(factor)
    return base is not None and _by(base, solved) is not None


def _solution(function: Function, base: Node, right: Node) -> Node:
    return raw_apply(function, (base, right), (), right.shape)


def _product(node: Product, factors: Sequence[Node]) -> Product:
    found = raw_product(node.coefficient, node.scalars, tuple(factors))
    assert isinstance(found, Product)
    return found


def _inverted(factor: Node) -> Node | None:
    """A of inv(A), A' of inv(A)'; None of anything else."""
    match factor:
        case Apply(function=function, args=(base, Number(value=value))) if function is POWER and value == -1:
            return base
        case Apply(function=function, args=(Apply() as inner,)) if function is TRANSPOSE:
            turned = _inverted(inner)
            return transpose(turned) if turned is not None else None
    return None


def _by(base: Node, solved: Solved) -> Function | None:
    """How a system with this matrix is written; None where the program solves none."""
    found = solved.get(base, solved.get(transpose(base)))
    if not found:
        return None if found is None else SOLVE
    return OF_SYMMETRIC if transpose(base) is base else BACKSLASH


def _is_turned(node: Node) -> bool:
    return isinstance(node, Apply) and node.function is TRANSPOSE


def _turned(node: Node) -> Node:
    """The transpose as it stands."""
    if _is_turned(node):
        return node.children[0]
    if isinstance(node, Apply) and not node.args:  # ones(n) of ones(1, n)
        return transpose(node)
    return node if node.is_scalar else raw_apply(TRANSPOSE, (node,), (), (node.cols, node.rows))


def _outer_turned(node: Apply) -> Node:
    r"""(A'\c)*(A\b)' for ((A\b)*(A'\c)')'."""
    (inner,) = node.args
    if not (isinstance(inner, Product) and len(inner.factors) == 2 and inner.factors[0].cols == 1):
        return node
    if not any(map(_is_solution, inner.factors)):
        return node
    return raw_product(inner.coefficient, inner.scalars, tuple([_turned(f) for f in reversed(inner.factors)]))


def _is_solution(factor: Node) -> bool:
    upright = _turned(factor) if _is_turned(factor) else factor
    return isinstance(upright, Apply) and upright.function in (BACKSLASH, OF_SYMMETRIC, SOLVE)
