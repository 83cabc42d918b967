"""`matcalc diff`: the report."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.cli.answering import Output, program_command
from matcalc_cli.cli.options import CHECK, NO_VERIFY, ORDER, SEED, VEC, WRT
from matcalc_cli.cli.rendering import report
from matcalc_cli.cli.style import Style


@program_command(
    WRT,
    ORDER,
    CHECK,
    SEED,
    NO_VERIFY,
    VEC,
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
    budget: float,
) -> Output:
    """Report the differential, and each gradient or Jacobian.

    EXPR may be several words; - reads programs from standard input, one a line.
    """
    from matcalc_cli import pipeline

    answer = pipeline.differentiate(text, wrt=wrt, var=var, order=order)
    pipeline.verify(answer, "json" if style.format == "json" else "diff", budget)
    if check:
        answer.check = pipeline.check(answer, seed=seed)
    return report(answer, style)
