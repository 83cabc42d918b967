r"""Functions that mathematics has of square matrices and, by the same name, of entries: LaTeX's \exp(A), Julia's exp(A)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcalc_cli.elaborate.names import Names, walk
from matcalc_cli.elaborate.shapes.inference import Inference
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.function import NO_NAMESAKE
from matcalc_cli.functions import find
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.alone import letters_alone
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.tree import Call, Name, Operation, Program, Tree

TENSOR = r"x \otimes y of columns is their Kronecker product, a column; x y^\top is the outer product"
ENTRYWISE = re.compile(r"_\s*\{?\s*\\(?:odot|circ)")
r"""The mark behind a function's name that says that it is of every entry: \exp_{\odot}(A)."""


def functions_of_matrices(program: Program, names: Names) -> None:
    r"""LaTeX's \exp(A) of what is square, now that all other functions have their meaning."""
    found = [
        call
        for root in program.roots
        for call in calls(root)
        if namesake(call) and not ENTRYWISE.search(program.text, call.name_start, call.name_end)
    ]
    tensors = [t for root in program.roots for t in walk(root) if isinstance(t, Operation) and t.operator == "kron"]
    if not found and not tensors:
        return
    try:
        inference = Inference(program, names)
    except MatcalcError:  # which is told when the program is elaborated
        return
    if any(inference.shape(a)[1] == inference.shape(b)[1] == 1 for a, b in (t.operands for t in tensors)):
        program.notes.append(TENSOR)
    for call in reversed(found):
        rows, columns = inference.shape(call.arguments[0])
        if columns == 1 != rows and program.text[call.name_start : call.name_end] == "e":
            program.notes += of_entries(call, program.text)
        if rows == columns != 1 or (1 not in (rows, columns) and may_be_square(call, program, names)):
            called = call.function
            matrix_function(
                call, called, f"\\{called}_{{\\odot}}(A), or {called}.(A) in matcalc's own notation, is of every entry"
            )
            note = f"{called} of a square matrix is read as the matrix function, {call.function}, as papers mean it"
            program.notes += [note] * (note not in program.notes)


def of_entries(call: Call, text: str) -> list[str]:
    """A note about e^{A t} with a vector t by its letter, which papers have with a number t; none of another power of e."""
    inside = [t for t in walk(call.arguments[0]) if isinstance(t, Name)]
    dims = [KINDS[kind_by_convention(t.name)].dims for t in inside]
    if sorted(dims) != [1, 2]:
        return []
    vector = inside[dims.index(1)].spelling
    said = text[call.arguments[0].start : call.arguments[0].end]
    return [f"e to the vector {said} is of every entry; where {vector}: scalar makes it the matrix exponential"]


def may_be_square(call: Call, program: Program, names: Names) -> bool:
    r"""Whether an argument is a matrix alone, perhaps times numbers, that nothing else keeps from being square: \exp(-A)."""
    if namesake(call) == NO_NAMESAKE or not letters_alone(call.arguments[0]):
        return False
    entrywise, call.function = call.function, namesake(call)
    try:
        Inference(program, names)
    except MatcalcError:
        return False
    finally:
        call.function = entrywise
    return True


def namesake(call: Call) -> str:
    """The function of square matrices that mathematics calls by the name of an elementwise one."""
    function = find(call.function)
    return function.namesake if function else ""


def matrix_function(call: Call, called: str, entrywise: str) -> None:
    """Give a function the meaning that it has of a square matrix; refuse one that the language has for entries only."""
    if (meant := namesake(call)) != NO_NAMESAKE:
        call.function = meant
        return
    message = f"{called} of a matrix is a matrix function, which is not in the language"
    raise MatcalcError("unsupported", message, [Label(call.name_start, call.name_end)], hint=entrywise)


def calls(root: Tree) -> Sequence[Call]:
    """All calls, outer before inner."""
    found, stack = [], [root]
    while stack:
        tree = stack.pop()
        stack.extend(tree.children)
        if isinstance(tree, Call) and tree.arguments:
            found.append(tree)
    return found
