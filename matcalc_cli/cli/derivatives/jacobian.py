"""`matcalc jacobian`: the Jacobian and nothing else."""

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
        matcalc jacobian "A^3"
        matcalc jacobian "X'*X" -f latex
    """,
)
def jacobian(
    text: str, *, style: Style, wrt: Sequence[str], var: Sequence[str], budget: Budget, vech: bool | None
) -> Output:
    """Print the Jacobian J of vec(df) = J vec(dX)."""
    from matcalc_cli import pipeline

    prints = printed("jacobian", style)
    return single("jacobian", pipeline.varied(text, wrt=wrt, var=var, vech=vech, prints=prints, budget=budget), style)
