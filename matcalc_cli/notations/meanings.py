"""Functions whose meaning in Julia and MATLAB depends on the shape of their argument."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc_cli.elaborate.inference import Inference
from matcalc_cli.elaborate.names import Names
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.shape import SCALAR, Shape
from matcalc_cli.language.tree import Call, Declaration, Program, Tree

MATRIX_FUNCTIONS = {"exp": "expm", "log": "logm", "sqrt": "sqrtm", "sin": "sinm", "cos": "cosm"}
"""Julia: exp(A) is the matrix function, exp.(A) every entry's."""
OF_MATRICES = {"norm": "specnorm", "sum": "colsum"}
"""MATLAB: the largest singular value; the sum of each column."""


def settle(program: Program, notation: str, declarations: Sequence[Declaration]) -> None:
    """Rename the functions that mean something else of a matrix."""
    known = list({d.name.name: d for d in (*declarations, *program.declarations)}.values())
    for root in (*[b.value for b in program.bindings], program.body):
        for call in reversed(list(calls(root))):
            RENAMING[notation](call, program, known)


def calls(root: Tree) -> Sequence[Call]:
    """All calls with one argument, outer before inner."""
    found, stack = [], [root]
    while stack:
        tree = stack.pop()
        stack.extend(tree.children)
        if isinstance(tree, Call) and len(tree.arguments) == 1:
            found.append(tree)
    return found


def shape_of(tree: Tree, program: Program, declarations: Sequence[Declaration]) -> Shape:
    """The shape of a part by itself; the whole cannot be read before its functions have their meaning."""
    alone = Program(program.text, [], tree, [])
    return Inference(alone, Names(alone, declarations)).shape(tree)


def julia(call: Call, program: Program, declarations: Sequence[Declaration]) -> None:
    """exp(A) of a matrix."""
    if call.dotted or call.function not in MATRIX_FUNCTIONS:
        return
    if shape_of(call.arguments[0], program, declarations) != SCALAR:
        call.function = MATRIX_FUNCTIONS[call.function]


def matlab(call: Call, program: Program, declarations: Sequence[Declaration]) -> None:
    """norm(A) and sum(A) of a matrix."""
    if call.function not in (*OF_MATRICES, "mean"):
        return
    if 1 in shape_of(call.arguments[0], program, declarations):
        return
    if call.function == "mean":
        hint = "mean(A(:)) is the mean of all entries"
        place = Label(call.name_start, call.name_end)
        raise MatcalcError("unsupported", "the mean of each column is not part of the language", [place], hint=hint)
    call.function = OF_MATRICES[call.function]


RENAMING: dict[str, Callable[[Call, Program, Sequence[Declaration]], None]] = {"julia": julia, "matlab": matlab}
