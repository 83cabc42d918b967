"""`matcalc eval`: the value and the derivatives at the user's own matrices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.progress import Progress
from matcalc_cli.cli.output.rendering import shown
from matcalc_cli.cli.output.validity import valid_where
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import AT, NONFINITE, SIZES, WRT
from matcalc_cli.errors import MatcalcError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.cli.output.sink import Content
    from matcalc_cli.cli.output.style import Style
    from matcalc_cli.expr.node import Symbol
    from matcalc_cli.questions.checking import Values
    from matcalc_cli.validity.condition import Condition


@program_command(
    WRT,
    AT,
    NONFINITE,
    SIZES,
    examples="""
        matcalc eval "norm(A*x)^2" --at "A=[[1, 2], [3, 4]]" --at "x=[5, 6]" --wrt x
        matcalc eval "x'*x" --at "x=[3, 4]" -f json
    """,
)
def eval(  # noqa: A001 the command's name
    text: str,
    *,
    style: Style,
    wrt: Sequence[str],
    var: Sequence[str],
    at: Sequence[str],
    nonfinite: bool,
    sizes: str,
) -> Output:
    """Print the value and the derivative at your matrices.

    -o FILE.npy or FILE.csv takes the value, or with --wrt NAME the derivative with respect to it.
    """
    from matcalc_cli.questions import checking

    filed = kind_of_file(style.file)
    wanted = "all" if not filed else "derivatives" if len(wrt) == 1 else "value"
    with Progress(len(at) + max(len(wrt), 1) + 1, "evaluating") as progress:
        found = checking.evaluate(
            text, wrt=wrt, var=var, at=at, nonfinite=nonfinite, sizes=sizes, wanted=wanted, progress=progress
        )
    large = [
        f"the {READINGS[name].noun} with respect to {v.spelling} is too large and left out"
        for v, name, matrix in found.derivatives if matrix is None and v not in found.missing
    ]  # fmt: skip
    notes = (*found.answer.notes, *large, *valid_where(needed(found), found.answer), *instead(found))
    if filed:
        return Output("", notes, data=file_data(found, filed))
    if style.format == "json":
        return Output("", notes, parts=json_parts(found))
    if style.unicode:
        return Output(value_text(found, style), notes, block=True)
    return Output("", notes, parts=plain_parts(found), block=True)


def needed(found: Values) -> Sequence[Condition]:
    """The conditions of the formulas that the values are of."""
    from matcalc_cli.validity.sums.backward import by_its_convention

    return by_its_convention(found.answer.conditions)


class Rows(Sequence[list[float]]):
    """The rows of a matrix as lists of floats, each made when it is looked at."""

    def __init__(self, matrix: Any) -> None:
        self.matrix = matrix

    def __len__(self) -> int:
        return len(self.matrix)

    def __getitem__(self, index: Any) -> Any:
        return self.matrix[index].tolist()


MISSING = {
    False: "does not exist here, only where",
    True: "exists here, as differences show, but its formula holds only where",
    None: "is not known here: its formula holds only where",
}
"""The words about a derivative that is not printed, by whether there is one; a condition follows."""


def labelled_values(found: Values) -> Iterator[tuple[str, Rows | str]]:
    """The lines to print: the value, then the derivatives that are not too large, or that there is none."""
    yield "value", Rows(found.value)
    for variable, name, matrix in found.derivatives:
        if variable in found.missing:
            yield f"{READINGS[name].noun} {variable.spelling}", why_missing(found, variable)
        elif matrix is not None:
            yield f"{READINGS[name].noun} {variable.spelling}", Rows(matrix)


def why_missing(found: Values, variable: Symbol) -> str:
    """The message that a derivative does not exist at these matrices or has no formula there, and where it has."""
    from matcalc_cli.render.reports.conditions import text

    return f"{MISSING[found.exists[variable]]} {text(found.missing[variable])}"


def instead(found: Values) -> Iterator[str]:
    """The one-sided slopes and subgradients of functions in an expression that has no derivative, by their records."""
    from matcalc_cli.expr.node import Apply, postorder

    if any(found.exists[v] is False for v in found.missing):
        functions = dict.fromkeys(n.function for n in postorder(found.answer.expression) if isinstance(n, Apply))
        yield from (f"where {f.name} has no derivative, {f.otherwise}" for f in functions if f.otherwise)


def value_text(found: Values, style: Style) -> str:
    """Everything, laid out for a reader: of a large matrix its corners."""
    from matcalc_cli.render.reports.values import laid_out

    return shown([piece for label, rows in labelled_values(found) for piece in laid_out(label, rows)], style)


def plain_parts(found: Values) -> Iterator[str]:
    """Everything, a line each, row by row: no large text is ever in memory."""
    from matcalc_cli.render.reports.values import labelled

    for label, rows in labelled_values(found):
        yield from labelled(label, rows)


def json_parts(found: Values) -> Iterator[str]:
    """One object with the value and, by variable, the readings of the derivative; row by row."""
    import json

    from matcalc_cli.render.json import SCHEMA
    from matcalc_cli.render.reports.conditions import texts
    from matcalc_cli.render.reports.values import json_rows

    yield f'{{"schema": {SCHEMA}, "input": {json.dumps(found.answer.program.text)}, "value": '
    yield from json_rows(Rows(found.value))
    yield ', "derivatives": {'
    for i, (variable, name, matrix) in enumerate(found.derivatives):
        yield ", " * (i > 0) + f'{json.dumps(variable.spelling)}: {{"{name}": '
        yield from ["null"] if matrix is None else json_rows(Rows(matrix))
        yield "}"
    said = {v.spelling: why_missing(found, v) for v in found.missing}
    yield f'}}, "missing": {json.dumps(said)}, "conditions": {json.dumps(texts(needed(found)))}'
    yield f', "notes": {json.dumps(found.answer.notes)}}}\n'


def kind_of_file(name: str) -> str:
    """The ending of a file of a matrix, nothing of another one."""
    return next((kind for kind in (".npy", ".csv") if name.lower().endswith(kind)), "")


def file_data(found: Values, kind: str) -> Content:
    """The derivative if one was asked for, else the value, as the content of a file."""
    matrix = found.derivatives[0][2] if found.derivatives else found.value
    if found.missing:
        (variable, name, _), *_ = found.derivatives
        said = f"the {READINGS[name].noun} with respect to {variable.spelling} {why_missing(found, variable)}"
        raise MatcalcError("usage", said, hint="--allow-nonfinite writes what floating point makes of it")
    if matrix is None:
        raise MatcalcError("limit", "the derivative is too large", hint="without --wrt the value is written")
    if kind == ".npy":
        from matcalc_cli.questions.checking import npy

        return npy(matrix)
    from matcalc_cli.render.reports.values import csv

    return (line.encode() for line in csv(Rows(matrix)))
