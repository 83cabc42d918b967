"""`matcalc simplify`: the expression itself in normal form."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import single
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command


@program_command(
    examples="""
        matcalc simplify "(A*B)'"
        matcalc simplify "tr(A') + tr(A)" -f latex
    """,
)
def simplify(text: str, *, style: Style, var: Sequence[str]) -> Output:
    """Print the expression itself in normal form."""
    from matcalc_cli import pipeline

    return single("simplify", pipeline.simplified(text, var=var), style)
