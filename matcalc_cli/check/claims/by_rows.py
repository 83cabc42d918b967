"""Claims for a vec that stacks rows, where that is the setting: judged as the Jacobian or Hessian that they are otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.check.claims.claim import moves, of_its_shape
from matcalc_cli.readings.rows import by_rows

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import CheckReport
    from matcalc_cli.expr.node import Node, Symbol


def to_columns(f: Node, variables: Sequence[Symbol], node: Node) -> Node:
    """The claim for a vec that stacks columns, if its shape says that it is a Jacobian or a Hessian."""
    for variable in () if moves(f, variables, node) else variables:
        reading = of_its_shape(f, variable, node)
        if reading and READINGS[reading].vectorized:
            left = f.shape if reading == "jacobian" else variable.shape
            return by_rows(node, left[::-1], variable.shape[::-1])
    return node


def answer_by_rows(report: CheckReport, f: Node, in_columns: CheckReport) -> None:
    """Print the right answer as it was asked for, and say of a claim that was right if columns were stacked that it is."""
    found = report.claim
    if found is not None and READINGS[found.reading].vectorized:
        (variable,) = found.variables
        left = f.shape if found.reading == "jacobian" else variable.shape
        found.right = by_rows(found.right, left, variable.shape)
        if report.verdict == "wrong" and in_columns.verdict == "ok":
            noun = READINGS[found.reading].noun
            found.diagnosis = f"is the {noun} for a vec that stacks columns; here vec stacks rows"
