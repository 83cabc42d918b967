"""`matcalc grad`: the gradient of a scalar expression and nothing else."""

from __future__ import annotations

from matcalc_cli.budget import Budget
from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import printed, single
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import INNER, NO_VERIFY, VECH, WRT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


@program_command(
    WRT,
    NO_VERIFY,
    INNER,
    VECH,
    examples="""
        matcalc grad "x'*A*x" --wrt x
        matcalc grad "tr(X'*A*X)" --wrt X -f latex
        printf "tr(A^2)\\nlogdet(A)\\n" | matcalc grad -
    """,
)
def grad(
    text: str, *, style: Style, wrt: Sequence[str], var: Sequence[str], budget: Budget, inner: str, vech: bool | None
) -> Output:
    """Print the gradient of a scalar expression.

    df = tr(G' dX) for the gradient G.
    """
    from matcalc_cli import pipeline

    prints = printed("grad", style)
    answer = pipeline.varied(text, wrt=wrt, var=var, inner=inner, vech=vech, scalar=True, prints=prints, budget=budget)
    return single("grad", answer, style)
