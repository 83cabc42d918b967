"""`matcalc implicit`: the derivative of x that is given by an equation g(x, ...) = 0."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.budget import Budget
from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.command import program_command
from matcalc_cli.cli.options import NO_VERIFY, WRT, Option
from matcalc_cli.cli.rendering import printed, single
from matcalc_cli.cli.style import Style

SOLVE = Option("--solve", required=True, metavar="X", help="The unknown that the equation EXPR = 0 determines.")
LOSS = Option(
    "--loss", metavar="EXPR", default="", help="A scalar of the unknown: print its gradient, by the adjoint method."
)


@program_command(
    SOLVE,
    WRT,
    LOSS,
    NO_VERIFY,
    examples="""
        matcalc implicit "A*x - b" --solve x --wrt A
        matcalc implicit "A*x - b" --solve x --wrt A --loss "norm(x)^2"
    """,
)
def implicit(
    text: str, *, style: Style, solve: str, wrt: Sequence[str], loss: str, var: Sequence[str], budget: Budget
) -> Output:
    """Print the differential of X given by EXPR = 0.

    With --loss the gradient of the loss, by one solve with the transposed system.
    """
    from matcalc_cli import pipeline

    command = "grad" if loss else "differential"
    prints = printed(command, style)
    answer = pipeline.implicit(text, solve=solve, wrt=wrt, var=var, loss=loss, prints=prints, budget=budget)
    return single(command, answer, style)
