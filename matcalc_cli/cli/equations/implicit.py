"""`matcalc implicit`: the derivative of x that is given by an equation g(x, ...) = 0."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.budget import Budget
from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import printed, single
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import EXPLAIN, NO_VERIFY, WRT, Option
from matcalc_cli.errors import MatcalcError

SOLVE = Option(
    "--solve", required=True, multiple=True, metavar="X",
    help="An unknown that the equations EXPR = 0 determine (repeatable, with as many equations: [g1; g2]).",
)  # fmt: skip
UNKNOWN = Option(
    "--solve", multiple=True, metavar="X", help="The equations EXPR = 0 define X, as in matcalc implicit (repeatable).",
)  # fmt: skip
LOSS = Option(
    "--loss", metavar="EXPR", default="",
    help="A scalar of the unknowns and of data of its own: print its gradient, by the adjoint method.",
)  # fmt: skip
ORDER = Option(
    "--order", between=(1, 9), default=1, metavar="N",
    help="2 and more: that differential of the unknowns; 2 with --loss: its Hessian.",
)  # fmt: skip


def refuse_a_loss(loss: str) -> None:
    """A loss is of unknowns. Raises MatcalcError where there is one and none of these is named."""
    if loss:
        raise MatcalcError("usage", "--loss is of the unknowns of an equation", hint="--solve names them")


@program_command(
    SOLVE,
    WRT,
    LOSS,
    ORDER,
    NO_VERIFY,
    EXPLAIN,
    examples="""
        matcalc implicit "A*x - b" --solve x --wrt A
        matcalc implicit "A*x - b" --solve x --wrt A --loss "norm(x - y)^2"
        matcalc implicit "[A*q - lambda*q; q'*q - 1]" --solve q --solve lambda --wrt A
        matcalc implicit "L*L' - S where L: lower(n), S: spd(n)" --solve L --wrt S
    """,
)
def implicit(
    text: str, *, style: Style, solve: Sequence[str], wrt: Sequence[str], loss: str, order: int, var: Sequence[str], budget: Budget,
) -> Output:  # fmt: skip
    """Print how the unknowns X move where EXPR = 0 or A*x = b.

    That is their differential, the solution of the linear equation that EXPR = 0 differentiated is. With --loss the gradient
    of the loss, by one solve with the transposed system. Everything is verified at points where EXPR = 0.
    """
    from matcalc_cli import pipeline

    command = ("hessian" if order > 1 else "grad") if loss else "differential"
    prints = printed(command, style)
    answer = pipeline.implicit(
        text, solve=solve, wrt=wrt, var=var, loss=loss, order=order, prints=prints, budget=budget
    )
    return single(command, answer, style)
