"""`matcalc differential`: df and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.budget import Budget
from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import printed, single
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import ALONG, NO_VERIFY, TWICE, WRT


@program_command(
    WRT,
    NO_VERIFY,
    ALONG,
    TWICE,
    examples="""
        matcalc differential "A^3"
        matcalc differential "inv(A)" -f latex
    """,
)
def differential(
    text: str, *, style: Style, wrt: Sequence[str], var: Sequence[str], budget: Budget, along: Sequence[str], order: int
) -> Output:
    """Print the differential df, linear in dX.

    With several variables it is the total differential.
    """
    from matcalc_cli import pipeline

    prints = printed("differential", style)
    answer = pipeline.varied(text, wrt=wrt, var=var, along=along, times=order, prints=prints, budget=budget)
    return single("differential", answer, style)
