"""Sizes that are products, m*p = n*q, solved factor by factor: what Kronecker products and vec leave open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING

from matcalc_cli.elaborate.calls import COMMUTING, function_of, operands
from matcalc_cli.expr.operations import COMMUTATION, KRON
from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape, Size
from matcalc_cli.expr.shapes.signature import Signature, signatures
from matcalc_cli.language.notation import SHAPED_BY_FIRST, SUMS
from matcalc_cli.language.tree import Call, Name, Operation, Tree
from matcalc_cli.walk import children_first

if TYPE_CHECKING:
    from matcalc_cli.elaborate.shapes.state import State

Side = tuple[Tree, int]
"""The rows or the columns of a subtree."""
ROWS, COLUMNS = 0, 1
SAME = (*SUMS, "hadamard", "elementwise_divide")


def settle(inference: State) -> Tree | None:
    """Solve what is open between sizes, as more becomes known. Returns a subtree whose sizes do not fit, if one does not."""
    waiting = inference.waiting
    while waiting:
        left = [(tree, a, b) for tree, a, b in waiting if not inference.unifier.unify(a, b)]
        if len(left) == len(waiting):
            matched = next((i for i, (tree, a, b) in enumerate(left) if _match(inference, tree, a, b)), None)
            if matched is None:
                return left[0][0]
            del left[matched]
        waiting = left
    return None


def _match(inference: State, tree: Tree, a: Size, b: Size) -> bool:
    """Make two products of sizes equal factor by factor, if they have as many, in the order in which they stand."""
    a, b = inference.unifier.resolve(a), inference.unifier.resolve(b)
    ones, others = (list(_with_size(inference, tree, size)) for size in (a, b))
    for (operand, axis), (other, turned) in sorted(product(ones, others), key=_turned):
        pairs = factors(inference, operand, axis), factors(inference, other, turned)
        meet = _meet(tree, (operand, axis), (other, turned))
        if meet and len(pairs[0]) == len(pairs[1]) > 1 and inference.equal(*pairs):
            if operand is other and _is_kronecker(operand):
                _note_square(inference, operand)
            return True
    return any(_made_square(inference, part, (a, b)) for part in _kroneckers(inference))


def _made_square(inference: State, part: Tree, sizes: Shape) -> bool:
    """Take the factors of a Kronecker product as square whose rows and columns are to be equal: x'*kron(A,B)*x."""
    if inference.shape(part) not in (sizes, sizes[::-1]):
        return False
    pairs = factors(inference, part, ROWS), factors(inference, part, COLUMNS)
    if len(pairs[0]) != len(pairs[1]) or not inference.equal(*pairs):
        return False
    _note_square(inference, part)
    return True


def _note_square(inference: State, part: Tree) -> None:
    text = inference.complaints.text(part)
    inference.notes[f"{text} must be square here: its factors are taken as square"] = None


def _kroneckers(inference: State) -> Iterator[Tree]:
    """The Kronecker products of a program."""
    roots = inference.program.roots
    return filter(_is_kronecker, children_first(roots, operands))


def _meet(tree: Tree, one: Side, other: Side) -> bool:
    """Whether an operation asks two sides of its operands to be equal: columns and rows of a product."""
    match tree:
        case Operation(operator="multiply", operands=(left, right)):
            return {(id(part), axis) for part, axis in (one, other)} == {(id(left), COLUMNS), (id(right), ROWS)}
    return one != other


def _turned(pair: tuple[Side, Side]) -> bool:
    """A key that sorts rows with columns behind rows with rows."""
    return pair[0][1] != pair[1][1]


def _with_size(inference: State, tree: Tree, size: Size) -> Iterator[Side]:
    """The operands with such a size, and where."""
    for operand in operands(tree):
        for axis, found in enumerate(inference.shape(operand)):
            if found == size:
                yield operand, axis


def _is_kronecker(tree: Tree) -> bool:
    if isinstance(tree, Call):
        return function_of(tree) is KRON
    return isinstance(tree, Operation) and tree.operator == "kron"


def factors(inference: State, tree: Tree, axis: int) -> list[Size]:
    """The sizes whose product, the first the slowest, is the number of rows or columns of a subtree."""
    while (step := _follow(inference, tree, axis)) is not None:
        tree, axis = step
    return [size for part, at in _parts(tree, axis) for size in factors(inference, part, at)] or _own(
        inference, tree, axis
    )


def _parts(tree: Tree, axis: int) -> Sequence[Side]:
    """The operands that the rows or columns of a product or a stack come from."""
    if _is_kronecker(tree):
        return [(part, axis) for part in operands(tree)]
    if isinstance(tree, Call) and tree.function == "vec" and axis == ROWS:
        return [(tree.arguments[0], COLUMNS), (tree.arguments[0], ROWS)]
    return ()


def _own(inference: State, tree: Tree, axis: int) -> list[Size]:
    """commutation(m, n) takes vec(A) to vec(A') for an A m x n; of anything else the size itself."""
    if isinstance(tree, Call) and function_of(tree) is COMMUTATION:
        sizes = [inference.size(size) for size in tree.arguments]
        return sizes[::-1] if axis == COLUMNS else sizes
    return [inference.shape(tree)[axis]]


def _follow(inference: State, tree: Tree, axis: int) -> Side | None:
    """The operand that gives a subtree its rows or columns."""
    match tree:
        case Name(name=name):
            values = [b.value for b in inference.program.bindings if b.name.name == name]
            return (values[0], axis) if values else None
        case Operation(operator="transpose", operands=(part,)):
            return part, 1 - axis
        case Operation(operator="multiply", operands=(left, right)):
            one, other = (left, right) if axis == ROWS else (right, left)
            return (other if inference.shape(one) == SCALAR else one), axis
        case Operation(operator="solve", operands=(left, right)):
            return (left, COLUMNS) if axis == ROWS else (right, axis)
        case Operation(operator=operator) if operator in SHAPED_BY_FIRST:
            return tree.operands[0], axis
        case Operation(operator=operator) if operator in SAME:
            return max(_terms(inference, tree, axis), key=lambda part: len(factors(inference, part, axis))), axis
        case Call(arguments=(part,)) if function_of(tree) not in COMMUTING:
            return _of_argument(signatures(function_of(tree))[-1], part, axis)
    return None


def _terms(inference: State, tree: Tree, axis: int) -> Iterator[Tree]:
    """The terms of a sum of any length that have its rows or columns, from left to right."""
    size, stack = inference.shape(tree)[axis], [tree]
    while stack:
        part = stack.pop()
        if isinstance(part, Operation) and part.operator in SAME:
            stack += [term for term in reversed(part.operands) if inference.shape(term)[axis] == size]
        else:
            yield part


def _of_argument(signature: Signature, part: Tree, axis: int) -> Side | None:
    """The argument of inv, expm, pinv, whose value has its shape or the transposed one."""
    if not signature.shapes or signature.result == SCALAR:
        return None
    same = signature.result == signature.shapes[0]
    return (part, axis if same else 1 - axis) if same or signature.result == signature.shapes[0][::-1] else None
