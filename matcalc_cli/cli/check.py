"""`matcalc check`: is matcalc's own derivative right?"""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.cli.answering import Output, program_command
from matcalc_cli.cli.options import SEED, WRT
from matcalc_cli.cli.rendering import verdict
from matcalc_cli.cli.style import Style


@program_command(
    WRT,
    SEED,
    examples="""
        matcalc check "A^3"
        matcalc check "tr(inv(X)*B)" --wrt X --seed 7
    """,
)
def check(text: str, *, style: Style, wrt: Sequence[str], var: Sequence[str], seed: int) -> Output:
    """Check the derivative against finite differences.

    Exit code 0: it is right; 1: it is wrong; 3: the differences cannot tell.
    """
    from matcalc_cli import pipeline

    answer = pipeline.differentiate(text, wrt=wrt, var=var)
    answer.check = pipeline.check(answer, seed=seed)
    return verdict(answer, style)
