"""Julia's Symmetric(A), which reads one triangle of A: its symmetric part where A is symmetric, else written out."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.tree import Call, Declaration, Literal, Name, Operation, Program, Tree
from matcalc_cli.notations.writer import refused

CALLED = ("Symmetric", "Hermitian")
SUMS = ("add", "subtract", "dotted_add", "dotted_subtract")


def one_triangle(program: Program, declarations: Sequence[Declaration]) -> None:
    """Write Symmetric(A) as sym(2*triu(A) - diag(diag(A))), unless A is symmetric."""
    kinds = {d.name.name: d.kind for d in (*declarations, *program.declarations)}
    for root in program.roots:
        for tree in list(walk(root)):
            if isinstance(tree, Call) and program.text[tree.name_start : tree.name_end] in CALLED:
                take_triangle(tree, program.text, kinds)


def take_triangle(call: Call, text: str, kinds: dict[str, str]) -> None:
    """The symmetric matrix of one triangle."""
    of, *triangle = call.arguments
    said = text[triangle[0].start : triangle[0].end].strip() if triangle else "U"
    if len(triangle) > 1 or said not in ("U", "L"):
        raise refused("unsupported", "the triangle is :U or :L", call.start, call.end)
    call.arguments = (of,)
    if not is_symmetric(of, text, kinds):
        place = (of.start, of.end)
        half = Call("triu" if said == "U" else "tril", (of,), *place, name=place)
        twice = Operation("multiply", (Literal(2, 1, *place), half), *place)
        diagonal = Call("diag", (Call("diag", (of,), *place, name=place),), *place, name=place)
        call.arguments = (Operation("subtract", (twice, diagonal), *place),)


def is_symmetric(tree: Tree, text: str, kinds: dict[str, str]) -> bool:
    """Whether a matrix is symmetric for all to see: X'X + lambda*I."""
    if isinstance(tree, Name):
        return tree.name == "I" or KINDS[kinds.get(tree.name, "matrix")].transpose == "X"
    if isinstance(tree, Operation) and tree.operator in SUMS:
        return all(is_symmetric(part, text, kinds) for part in tree.operands)
    if isinstance(tree, Operation) and tree.operator == "multiply":
        left, right = tree.operands
        if isinstance(left, Operation) and left.operator == "transpose":
            return said(left.operands[0], text) == said(right, text)
        if isinstance(right, Operation) and right.operator == "transpose":
            return said(right.operands[0], text) == said(left, text)
        scalar = isinstance(left, (Literal, Name)) and not (isinstance(left, Name) and left.name[:1].isupper())
        return scalar and is_symmetric(right, text, kinds)
    return False


def said(tree: Tree, text: str) -> str:
    """The text of a part, without blanks and brackets around it."""
    return text[tree.start : tree.end].replace(" ", "").strip("()")
