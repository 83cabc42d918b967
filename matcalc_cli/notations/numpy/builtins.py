"""Python's own functions that NumPy has too, and that do something else with a matrix: sum(A) adds its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.elaborate.names import walk
from matcalc_cli.language.tree import Call, Declaration, Operation, Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.notations.notation import ShapeOf


def is_own(call: Call, text: str) -> bool:
    """Whether a call is one of Python's own sum, with nothing before its name."""
    return text[call.name_start : call.name_end] == "sum" and text[: call.name_start][-1:] != "."


def sum_rows(call: Call, text: str, shape: ShapeOf) -> None:
    """sum(A) of a matrix is the sum of its rows, an array with one axis."""
    one = len(call.arguments) == 1 and call.function == "sum"
    if one and is_own(call, text) and 1 not in shape(call.arguments[0]):
        (rows,) = call.arguments
        call.function = "rowsum"
        call.arguments = (Operation("transpose", (rows,), rows.start, rows.end),)


def on_sums(program: Program, _known: Sequence[Declaration]) -> Iterator[str]:
    """The note about that."""
    for tree in (tree for root in program.roots for tree in walk(root)):
        if isinstance(tree, Call) and tree.function == "rowsum" and is_own(tree, program.text):
            of = program.text[tree.arguments[0].start : tree.arguments[0].end]
            yield f"sum({of}) is Python's own, which adds the rows; np.sum({of}) is of all entries"
