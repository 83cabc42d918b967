"""`matcalc entries`: f, df and the Jacobian written out at a small size."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import tables
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import WRT, Option

SIZE = Option(
    "-n",
    "--size",
    between=(1, 5),
    default=2,
    show_default=True,
    help="The size of every dimension.",
)


@program_command(
    WRT,
    SIZE,
    examples="""
        matcalc entries "A^2"
        matcalc entries "A*x" --wrt A -n 3
        matcalc entries "x'*A*x" -n 2 -f latex
    """,
)
def entries(text: str, *, style: Style, wrt: Sequence[str], var: Sequence[str], size: int) -> Output:
    """Write f, df and the Jacobian out entry by entry, by SymPy.

    SymPy differentiates every entry by every entry; the result is compared with the Kronecker form.
    """
    from matcalc_cli import pipeline

    return tables(pipeline.entries(text, wrt=wrt, var=var, size=size), style)
