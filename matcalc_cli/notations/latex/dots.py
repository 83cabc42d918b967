r"""LaTeX's dot and cross between two columns, w \cdot x, x \cdot A y, a \times b: the products of vectors, with a note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.language.tree import Call, Declaration, Literal, Operation, Program, Tree
from matcalc_cli.notations.arrays.kinds import as_inner
from matcalc_cli.notations.exponentials import has_vector
from matcalc_cli.notations.notation import ShapeOf

DOT, CROSS = r"\cdot", r"\times"


def dots_in_exponents(program: Program, declarations: Sequence[Declaration]) -> None:
    r"""2^{x \cdot y} of what nobody takes for numbers, by which x is no number."""
    kinds = {d.name.name: d.kind for d in (*declarations, *program.declarations)}
    operations = [t for root in program.roots for t in walk(root) if isinstance(t, Operation)]
    exponents = [t.operands[1] for t in operations if t.operator == "power"]
    for tree in (part for exponent in exponents for part in walk(exponent)):
        if isinstance(tree, Operation) and tree.operator == "multiply":
            left, right = tree.operands
            if DOT in program.text[left.end : right.start] and has_vector(left, kinds) and has_vector(right, kinds):
                as_inner(tree)


def products_of_vectors(root: Tree, text: str, shape: ShapeOf) -> None:
    r"""Write the products of columns with a cross or a dot between as cross and inner products."""
    products = [t for t in walk(root) if isinstance(t, Operation) and t.operator == "multiply"]
    inside = {id(tree.operands[0]) for tree in products if not _in_brackets(tree, text)}
    for _ in range(1 + (CROSS in text)):  # in (a \cdot b) c \times d the cross waits for the dot
        for tree in reversed(products):
            _cross(tree, text, shape)
        for tree in reversed(products):
            if id(tree) not in inside:
                _write(tree, text, shape)


def _cross(tree: Operation, text: str, shape: ShapeOf) -> None:
    """Write a product with a cross before its last factor, of what stands before it back to the last dot."""
    end, right = tree.operands[0].end, tree.operands[1]
    if CROSS not in text[end : right.start]:
        return
    first, left = _at_dot(tree, text)
    if _is_column(left, shape) and _is_column(right, shape):
        cross = Call("cross", (left, right), left.start, tree.end, name=(end, right.start))
        tree.operands = (first, cross)


def _at_dot(tree: Operation, text: str) -> tuple[Tree, Tree]:
    r"""The two parts of a product, before its last dot (or 1) and from there to its last factor: a \cdot B c \times d is a \cdot (B c \times d)."""
    factors: list[Tree] = []
    outer, left = tree, tree.operands[0]
    while isinstance(left, Operation) and left.operator == "multiply" and not _in_brackets(outer, text):
        before, last = left.operands
        factors.insert(0, last)
        if DOT in text[before.end : last.start]:
            return before, _product(factors)
        outer, left = left, before
    whole = tree.operands[0]
    return Literal(1, 1, whole.start, whole.start), whole


def _in_brackets(tree: Operation, text: str) -> bool:
    r"""Whether the left factor of a product stands in brackets of its own: (w \cdot x) y, not w \cdot (x) y."""
    left, right = tree.operands
    own = text[left.start : left.end]
    return text[left.end : right.start].count(")") > own.count("(") - own.count(")")


def _write(tree: Operation, text: str, shape: ShapeOf) -> None:
    """Write the dots of a product, each of all that stands before it and of what stands up to the next one."""
    found, *parts = _between_dots(tree, text)
    written = False
    for part in parts:
        pair = _product((found, part))
        if _is_column(found, shape) and _is_column(part, shape):
            as_inner(pair)
            written = True
        found = pair
        if written:
            tree.operands = pair.operands


def _between_dots(tree: Operation, text: str) -> list[Tree]:
    """The factors of a product, those without a dot between as one."""
    factors: list[Tree] = [tree.operands[1]]
    first = tree.operands[0]
    while isinstance(first, Operation) and first.operator == "multiply" and not _in_brackets(tree, text):
        tree, first = first, first.operands[0]
        factors.append(tree.operands[1])
    groups: list[list[Tree]] = [[first]]
    for factor in reversed(factors):
        if DOT in text[groups[-1][-1].end : factor.start]:
            groups.append([factor])
        else:
            groups[-1].append(factor)
    return [_product(group) for group in groups]


def _product(factors: Sequence[Tree]) -> Operation:
    """Factors one by one; a single one as it is."""
    found, *others = factors
    for factor in others:
        found = Operation("multiply", (found, factor), found.start, factor.end)
    return found  # type: ignore[return-value]


def _is_column(tree: Tree, shape: ShapeOf) -> bool:
    """Whether a part is a column; one whose shapes do not fit is told later."""
    try:
        found = shape(tree)
    except MatcalcError:
        return False
    return found[1] == 1 and found != SCALAR


def on_products(program: Program, _known: Sequence[Declaration]) -> Iterator[str]:
    """The notes about signs that are products of vectors."""
    for tree in (tree for root in program.roots for tree in walk(root)):
        if isinstance(tree, Call):
            for sign in filter(program.text[tree.name_start : tree.name_end].__contains__, (DOT, CROSS)):
                yield rf"{sign} between two columns is read as their {tree.function} product"
