"""Julia's functions whose meaning depends on the shape of their argument, or that have something beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.elaborate.names import Names, walk
from matcalc_cli.elaborate.shapes.inference import Inference
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.functions import OF_PAIRS, elsewhere
from matcalc_cli.language.tree import Call, Declaration, Literal, Name, Operation, Program
from matcalc_cli.notations.namesakes import calls, matrix_function, namesake
from matcalc_cli.notations.notation import ShapeOf

FOLDS = elsewhere("julia-fold").values()
"""Functions that take a function of each entry first, by their names in the language."""
ENTRYWISE_NORMS = {1: "norm1", 2: "norm"}
"""Julia: norm(A, p) is of the entries, opnorm(A, p) of the map."""


def put_first(program: Program, _declarations: Sequence[Declaration]) -> None:
    """Julia's functions with something beside their argument: sum(abs2, x), norm(x, 1), dot(x, A, y)."""
    for root in program.roots:
        for tree in walk(root):
            if isinstance(tree, Call) and len(tree.arguments) > 1:
                simplify_call(tree)


def simplify_call(call: Call) -> None:
    """Write the call as one with a single argument, if it is known."""
    first, second, *rest = call.arguments
    if call.function in FOLDS and isinstance(first, Name) and first.name == "abs2" and not rest:
        two = Literal(2, 1, first.start, first.end)
        call.arguments = (Operation("elementwise_power", (second, two), second.start, second.end),)
    elif call.function == "norm" and isinstance(second, Literal) and second.numerator in ENTRYWISE_NORMS:
        call.function, call.arguments = ENTRYWISE_NORMS[second.numerator], (first,)
    elif call.function == "inner" and len(rest) == 1:
        left = Operation("transpose", (first,), first.start, first.end)
        product = Operation("multiply", (left, second), first.start, second.end)
        call.function = "tr"
        call.arguments = (Operation("multiply", (product, rest[0]), first.start, rest[0].end),)


def julia(call: Call, text: str, shape: ShapeOf) -> None:
    """exp(A) of a matrix, Diagonal(A) of one."""
    called = text[call.name_start : call.name_end]
    if len(call.arguments) != 1:
        return
    if called in ("Diagonal", "diagm"):
        diagonal(call, called, shape)
    elif call.dotted or not namesake(call):
        return
    elif shape(call.arguments[0]) != SCALAR:
        matrix_function(call, called, f"{called}.(A) is of every entry")


def on_pairs(program: Program, known: Sequence[Declaration]) -> Iterator[str]:
    """The notes about max(x, y) without a dot: Julia compares vectors as words in a dictionary, and has no order of matrices."""
    found = [
        (call, called)
        for root in program.roots
        for call in calls(root)
        if (called := program.text[call.name_start : call.name_end]) in OF_PAIRS and len(call.arguments) == 2
        if not call.dotted
    ]
    try:
        inference = Inference(program, Names(program, known)) if found else None
    except MatcalcError:  # which is told when the program is elaborated
        return
    for call, called in found:
        if inference and any(inference.shape(argument) != SCALAR for argument in call.arguments):
            yield f"{called} of arrays is read entry by entry, as {called}.(x, y); without the dot Julia compares them as wholes, or fails"


def diagonal(call: Call, called: str, shape: ShapeOf) -> None:
    """Julia's Diagonal(A) keeps the diagonal of a matrix; diagm takes none."""
    argument = call.arguments[0]
    if 1 in shape(argument):
        return
    if called == "diagm":
        hint = "diag(A) is the diagonal of A as a column, Diagonal(A) as a matrix"
        place = Label(argument.start, argument.end)
        raise MatcalcError("shape", "diagm makes a matrix of a column, and this is a matrix", [place], hint=hint)
    place_of_name = (call.name_start, call.name_end)
    call.arguments = (Call("diag", (argument,), call.start, call.end, name=place_of_name),)
