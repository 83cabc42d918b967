"""`matcalc hessian`: the Hessian of an expression, or those of its entries, and nothing else."""

from __future__ import annotations

from matcalc_cli.budget import Budget
from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import printed, single
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import NO_VERIFY, VEC, VECH, WRT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


@program_command(
    WRT,
    NO_VERIFY,
    VECH,
    VEC,
    examples="""
        matcalc hessian "x'*A*x" --wrt x
        matcalc hessian "logdet(X)"
    """,
)
def hessian(
    text: str, *, style: Style, wrt: Sequence[str], var: Sequence[str], budget: Budget, vech: bool | None
) -> Output:
    """Print the Hessian of a scalar expression.

    Of one that is no number it prints the Hessians of the entries below each other.
    """
    from matcalc_cli import pipeline

    prints = printed("hessian", style)
    answer = pipeline.varied(text, wrt=wrt, var=var, order=2, vech=vech, scalar=True, prints=prints, budget=budget)
    return single("hessian", answer, style)
