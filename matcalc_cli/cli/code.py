"""`matcalc code`: a module that computes the expression and its derivatives."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.cli.answering import Output, program_command
from matcalc_cli.cli.options import TARGET, WRT
from matcalc_cli.cli.style import Style


@program_command(
    WRT,
    TARGET,
    examples="""
        matcalc code "norm(A*x - b)^2" --wrt x --target numpy
        matcalc code "A^3" -o cube.py
    """,
)
def code(text: str, *, style: Style, wrt: Sequence[str], var: Sequence[str], target: str) -> Output:
    """Print a module that computes it all.

    Arguments are keywords: 2-D float64 arrays, a vector n x 1, a scalar a float.
    """
    from matcalc_cli import pipeline

    module = pipeline.code(text, wrt=wrt, var=var, target=target)
    if style.format == "json":
        from matcalc_cli.render.json import SCHEMA, line

        module = line({"schema": SCHEMA, "input": text, "target": target, "code": module})
    return Output(module, block=style.format != "json")
