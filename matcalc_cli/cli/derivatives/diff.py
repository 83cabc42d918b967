"""`matcalc diff`: the report."""

from __future__ import annotations

from matcalc_cli.budget import Budget
from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import printed, report
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import ALONG, CHECK, INNER, NO_VERIFY, ORDER, SEED, VEC, VECH, WRT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


@program_command(
    WRT,
    ORDER,
    CHECK,
    SEED,
    NO_VERIFY,
    VEC,
    INNER,
    ALONG,
    VECH,
    examples="""
        matcalc diff "A^3"
        matcalc diff "x'*A*x" --wrt x --check
        matcalc diff "logdet(S) where S: spd(n)" -f json
        matcalc diff "norm(x)^2" --order 2
        matcalc diff "-A*B"
    """,
)
def diff(
    text: str,
    *,
    style: Style,
    wrt: Sequence[str],
    var: Sequence[str],
    order: int,
    check: bool,
    seed: int,
    budget: Budget,
    **variant: Any,
) -> Output:
    """Report the differential, and each gradient or Jacobian.

    EXPR may be several words; - reads programs from standard input, one a line.
    """
    from matcalc_cli import pipeline

    prints = printed("diff", style)
    answer = pipeline.varied(text, wrt=wrt, var=var, order=order, prints=prints, budget=budget, **variant)
    if check:
        answer = answer.but(check=pipeline.check(answer, seed=seed))
    return report(answer, style)
