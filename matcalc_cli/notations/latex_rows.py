r"""LaTeX's \operatorname{softmax}(Q K^\top) of a matrix, which papers take of each row."""

from __future__ import annotations

from matcalc_cli.elaborate.names import Names
from matcalc_cli.language.tree import Call, Literal, Program
from matcalc_cli.notations.meanings import calls
from matcalc_cli.notations.notation import ShapeOf

OF_ROWS = ("softmax",)


def softmax_of_rows(call: Call, _text: str, shape: ShapeOf) -> None:
    r"""LaTeX's \operatorname{softmax}(Q K^\top) of a matrix is that of each row, as papers mean it."""
    if call.function in OF_ROWS and len(call.arguments) == 1 and 1 not in shape(call.arguments[0]):
        call.arguments = (*call.arguments, Literal(2, 1, call.end, call.end))


def note_rows(program: Program, _names: Names) -> None:
    """Say that a softmax is read as that of each row."""
    roots = (*[b.value for b in program.bindings], program.body)
    for call in [call for root in roots for call in calls(root) if call.function in OF_ROWS]:
        if len(call.arguments) == 2 and call.arguments[1].start == call.arguments[1].end:
            note = f"{call.function} of a matrix is read as that of each row, {call.function}(A, 2), as papers mean it"
            program.notes += [note] * (note not in program.notes)
