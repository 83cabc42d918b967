"""`matcalc vjp`: the adjoint of the derivative and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.budget import Budget
from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import single
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import NO_VERIFY, WRT


@program_command(
    WRT,
    NO_VERIFY,
    examples="""
        matcalc vjp "A*X*B" --wrt X
        matcalc vjp "inv(A)"
    """,
)
def vjp(text: str, *, style: Style, wrt: Sequence[str], var: Sequence[str], budget: Budget) -> Output:
    """Print the adjoint of the derivative, applied to a new Y.

    The result has the shape of the variable.
    """
    from matcalc_cli import pipeline

    return single("vjp", pipeline.vjp(text, wrt=wrt, var=var, budget=budget), style)
