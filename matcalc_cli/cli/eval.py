"""`matcalc eval`: the value and the derivatives at the user's own matrices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from matcalc_cli.cli.answering import Output, program_command
from matcalc_cli.cli.options import AT, NONFINITE, SIZES, WRT
from matcalc_cli.cli.rendering import shown
from matcalc_cli.cli.style import Style
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.checking import Values

NAMES = {"derivative": "derivative", "gradient": "gradient", "jacobian": "Jacobian"}


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
    from matcalc_cli import checking

    filed = to_file()
    found = checking.evaluate(
        text, wrt=wrt, var=var, at=at, nonfinite=nonfinite, sizes=sizes, value_only=bool(filed) and len(wrt) != 1
    )
    large = [
        f"the {NAMES[name]} with respect to {v.spelling} is too large and left out"
        for v, name, matrix in found.derivatives if matrix is None
    ]  # fmt: skip
    notes = (*found.answer.notes, *large)
    if filed:
        return Output("", notes, data=file_data(found, filed))
    return Output(value_text(found, style), notes, block=style.format != "json")


def value_text(found: Values, style: Style) -> str:
    """Everything, in the format asked for."""
    from matcalc_cli.render.values import labelled, laid_out

    if style.format == "json":
        return value_json(found)
    layout = laid_out if style.unicode else labelled
    pieces = layout("value", found.value.tolist())
    for variable, name, matrix in found.derivatives:
        if matrix is not None:
            pieces += layout(f"{NAMES[name]} {variable.spelling}", matrix.tolist())
    return shown(pieces, style)


def value_json(found: Values) -> str:
    """One object with the value and, by variable, the readings of the derivative."""
    from matcalc_cli.render.json import SCHEMA, line
    from matcalc_cli.render.values import json_rows

    derivatives: dict[str, Any] = {}
    for variable, name, matrix in found.derivatives:
        derivatives[variable.spelling] = {name: None if matrix is None else json_rows(matrix.tolist())}
    value = json_rows(found.value.tolist())
    return line({"schema": SCHEMA, "input": found.answer.program.text, "value": value, "derivatives": derivatives})


def to_file() -> str:
    """The kind of file that -o names, if it is one of matrices."""
    output = str(click.get_current_context().params.get("output") or "").lower()
    return next((kind for kind in (".npy", ".csv") if output.endswith(kind)), "")


def file_data(found: Values, kind: str) -> bytes:
    """The derivative if one was asked for, else the value, as the content of a file."""
    matrix = found.derivatives[0][2] if found.derivatives else found.value
    if matrix is None:
        raise MatcalcError("limit", "the derivative is too large", hint="without --wrt the value is written")
    if kind == ".npy":
        from matcalc_cli.checking import npy

        return npy(matrix)
    from matcalc_cli.render.values import csv

    return csv(map(list, matrix)).encode()
