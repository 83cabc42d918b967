r"""LaTeX's \mathrm{softmax}(QK^\top): of a matrix that of each row, as papers on attention mean it."""

from __future__ import annotations

from matcalc_cli.elaborate.names import Names, walk
from matcalc_cli.language.tree import Call, Literal, Program
from matcalc_cli.notations.notation import ShapeOf

ROW_BY_ROW = ("softmax",)
SAID = "{0} of a matrix is read as that of each row, {0}(A, 2); {0}(A, 1) is that of each column"


def by_rows(call: Call, _text: str, shape: ShapeOf) -> None:
    """Say of which axis a function of a vector is, where it is of a matrix."""
    if call.function in ROW_BY_ROW and len(call.arguments) == 1:
        argument = call.arguments[0]
        if 1 not in shape(argument):
            call.arguments = (argument, Literal(2, 1, argument.end, argument.end))


def note_rows(program: Program, _names: Names) -> None:
    """Note that, for the axis has no place in the text."""
    for root in program.roots:
        for tree in walk(root):
            if isinstance(tree, Call) and tree.function in ROW_BY_ROW and len(tree.arguments) == 2:
                axis = tree.arguments[1]
                note = SAID.format(tree.function)
                program.notes += [note] * (axis.start == axis.end and note not in program.notes)
