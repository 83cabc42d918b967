"""The shapes of sums, products, powers and the other operators; an error where the operands do not fit."""

from __future__ import annotations

from matcalc_cli.elaborate.shapes import matrices
from matcalc_cli.expr.selections.stretch import broadcast
from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape, product_of
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.grammar.ranges import AND, RELATIONS
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.notation import SUMS
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matcalc_cli.elaborate import indexing
    from matcalc_cli.elaborate.shapes.state import State
else:
    indexing = Later("matcalc_cli.elaborate.indexing")


def same(inference: State, tree: Operation) -> Shape:
    """The shape of a sum, difference or elementwise operation; a scalar takes the other's."""
    left, right = (inference.shape(t) for t in tree.operands)
    if left == SCALAR or right == SCALAR:
        shape = right if left == SCALAR else left
        if 1 not in shape and tree.operator in SUMS:
            inference.stretched.append(shape)
        return shape
    matrices.match_blocks(inference, (tree.operands[0], tree.operands[1]), (0, 0), (1, 1))
    if not inference.unify(left, right):
        raise inference.complaints.different(tree)
    return left


def dotted(inference: State, tree: Operation) -> Shape:
    """The shape of a dotted operation: a row and a column are repeated along the other operand."""
    left, right = (inference.shape(t) for t in tree.operands)
    if SCALAR in (left, right):
        return same(inference, tree)
    pairs = [(a, b) for a, b in zip(left, right, strict=True) if 1 not in (a, b)]
    matrices.match_blocks(inference, (tree.operands[0], tree.operands[1]), (0, 0), (1, 1))
    if not inference.equal([a for a, _ in pairs], [b for _, b in pairs]):
        raise inference.complaints.different(tree)
    return broadcast(left, right)


def product(inference: State, tree: Operation) -> Shape:
    """The shape of a product; a 1x1 factor multiplies anything."""
    left, right = (inference.shape(t) for t in tree.operands)
    if left == SCALAR or right == SCALAR:
        return right if left == SCALAR else left
    matrices.match_blocks(inference, (tree.operands[0], tree.operands[1]), (1, 0))
    if not inference.unifier.unify(left[1], right[0]):
        raise inference.complaints.inner(tree)
    return (left[0], right[1])


def quotient(inference: State, tree: Operation) -> Shape:
    """Division by a scalar."""
    left, right = (inference.shape(t) for t in tree.operands)
    if right != SCALAR:
        raise inference.complaints.divisor(tree)
    return left


def solved(inference: State, tree: Operation) -> Shape:
    r"""A\B for a square A."""
    left, right = (inference.shape(t) for t in tree.operands)
    if left == SCALAR:
        return right
    matrices.match_diagonal(inference, tree.operands[0])
    if not inference.unifier.unify(*left):
        raise inference.complaints.square(tree.operands[0], "what stands before \\ is solved with")
    if not inference.unifier.unify(left[0], right[0]):
        raise inference.complaints.rows(tree)
    return (left[0], right[1])


def kronecker(inference: State, tree: Operation) -> Shape:
    """(m p) x (n q)."""
    left, right = (inference.shape(t) for t in tree.operands)
    return (product_of(left[0], right[0]), product_of(left[1], right[1]))


def power(inference: State, tree: Operation) -> Shape:
    """A scalar to any scalar power, a square matrix to an integer one, a positive definite one to any."""
    base, exponent = (inference.shape(t) for t in tree.operands)
    if exponent != SCALAR:
        raise inference.complaints.exponent(tree)
    if base == SCALAR:
        return SCALAR
    matrices.match_diagonal(inference, tree.operands[0])
    if not inference.unifier.unify(*base):
        raise inference.complaints.power(tree)
    if not _is_real(inference, *tree.operands):
        for name in _names(tree.operands[1]):
            if name.name in inference.variables:
                inference.integer(name)
    return base


def _is_real(inference: State, base: Tree, exponent: Tree) -> bool:
    """Whether the exponent of a matrix is no integer: a fraction, a declared scalar, a Greek one of an spd name."""
    definite = isinstance(base, Name) and inference.names.kind(base.name) == "spd"
    stack = [exponent]
    while stack:
        tree = stack.pop()
        stack.extend(tree.children)
        match tree:
            case Name(name=name) if name in inference.variables and inference.variables[name] == SCALAR:
                declared = inference.names.declared.get(name)
                kind = (
                    declared.kind
                    if declared
                    else "scalar"
                    if definite and kind_by_convention(name) == "scalar"
                    else "integer"
                )
                if not KINDS[kind].whole:
                    return True
            case Literal(denominator=d) if d != 1:
                return True
            case Operation(operator=("divide" | "transpose" | "solve")) | Call():
                return True
    return False


def _names(tree: Tree) -> Iterator[Name]:
    stack = [tree]
    while stack:
        part = stack.pop()
        stack.extend(part.children)
        if isinstance(part, Name):
            yield part


def entries(inference: State, tree: Operation) -> Shape:
    """x.^p with a scalar p, or with an exponent for every entry, a row or a column of them repeated."""
    base, exponent = (inference.shape(t) for t in tree.operands)
    if SCALAR in (base, exponent):
        return base if exponent == SCALAR else exponent
    return dotted(inference, tree)


def relation(inference: State, tree: Operation) -> Shape:
    """i != j of integers, and two conditions that hold."""
    for side in tree.operands:
        if inference.shape(side) != SCALAR:
            raise inference.complaints.scalar(
                side, "a condition compares integers", "step(x) is 1 where an entry of x is positive, else 0"
            )
    return SCALAR


OPERATORS: dict[str, Callable[[State, Operation], Shape]] = {
    "add": same,
    "subtract": same,
    "dotted_add": dotted,
    "dotted_subtract": dotted,
    "hadamard": dotted,
    "elementwise_divide": dotted,
    "multiply": product,
    "divide": quotient,
    "solve": solved,
    "kron": kronecker,
    "power": power,
    "elementwise_power": entries,
    **dict.fromkeys((*RELATIONS.values(), AND), relation),
    "negate": lambda inference, tree: inference.shape(tree.operands[0]),
    "plus": lambda inference, tree: inference.shape(tree.operands[0]),
    "transpose": lambda inference, tree: inference.shape(tree.operands[0])[::-1],
    "index": lambda inference, tree: indexing.shape(inference, tree),
    "columns": matrices.row_shape,
    "rows": matrices.column_shape,
}
"""By operator: the shape of its result; its operands are unified."""
