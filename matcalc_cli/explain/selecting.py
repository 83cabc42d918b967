"""Lines with entries and slices where a rule left a product with columns of the identity: I(n)[1:k,:]*A is A[1:k,:]."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.answers.derivation import Line, Scope, Section
from matcalc_cli.elaborate.builder import Scope as Names
from matcalc_cli.elaborate.builder import build
from matcalc_cli.language.tree import Call, Operation, Tree
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.formats.writer import basis_vector
from matcalc_cli.render.writing.fold import fold, post_order
from matcalc_cli.render.writing.sharing import copied
from matcalc_cli.render.writing.trees import operation

ALL = operation("all")


def with_slices(sections: Sequence[Section], scope: Scope) -> list[Section]:
    """The sections with what selects next to what is selected written as an index."""
    return [
        Section(s.title, _once([_written(line, s.scope or scope) for line in s.lines]), tally=s.tally, scope=s.scope)
        for s in sections
    ]


def _once(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that are written like the one before."""
    found: list[Line] = []
    for line in lines:
        if line.left is not None or not found or plain(found[-1].right) != plain(line.right):
            found.append(line)
    return found


def _written(line: Line, scope: Scope) -> Line:
    if not any(_selector(node) for node in post_order(line.right)):
        return line
    names = Names(scope.nodes, scope.dims)
    return line.written(fold(line.right, lambda node, parts: _joined(copied(node, parts), names)))


def _joined(node: Tree, names: Names) -> Tree:
    """A product of two, where one of them selects from the other; their neighbours stay."""
    if not (isinstance(node, Operation) and node.operator == "multiply"):
        return node
    left, right = node.operands
    rest: Tree | None = None
    if isinstance(left, Operation) and left.operator == "multiply":
        rest, left = left.operands
    found = _selected(left, right, names)
    if found is None:
        return node
    return found if rest is None else operation("multiply", rest, found)


def _selected(left: Tree, right: Tree, names: Names) -> Tree | None:
    first, second = _selector(left), _selector(right)
    if first is not None and first[0] == "rows" and second is None:
        return _index(right, 0, first[1], names)
    if second is not None and second[0] == "columns" and first is None:
        return _index(left, 1, second[1], names)
    return None


def _selector(tree: Tree) -> tuple[str, Tree] | None:
    """The selection that E' or E makes: rows or columns, and which."""
    match tree:
        case Operation(operator="transpose", operands=(inner,)) if (basis := basis_vector(inner)) is not None:
            return "rows", basis[1]
        case Operation(operator="index", operands=(Call(function="I"), place, Operation(operator="all"))):
            return "rows", place
        case Operation(operator="index", operands=(Call(function="I"), Operation(operator="all"), place)):
            return "columns", place
    return None


def _index(tree: Tree, axis: int, place: Tree, names: Names) -> Tree | None:
    """An entry or a slice of a factor; None of a number, or where rows or columns are selected already."""
    node = build(tree, names)
    if node.is_scalar:
        return None
    if 1 in node.shape:
        already = isinstance(tree, Operation) and tree.operator == "index"
        return None if already or node.shape[axis] == 1 else operation("index", tree, place)
    places = [ALL, ALL]
    if isinstance(tree, Operation) and tree.operator == "index" and len(tree.operands) == 3:
        base, *places = tree.operands
        if getattr(places[axis], "operator", "") != "all":
            return None
        tree = base
    places[axis] = place
    return operation("index", tree, *places)
