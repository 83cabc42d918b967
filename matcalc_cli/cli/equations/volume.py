"""`matcalc volume`: the determinant of a map, or of a factorization, between free entries."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import steps_output
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import AT, WRT


@program_command(
    WRT,
    AT,
    examples="""
        matcalc volume "L*L' where L: lower(n)"
        matcalc volume "A*X*B" --wrt X
        matcalc volume "S^2 where S: symmetric(n)"
        matcalc volume qr
        matcalc volume "X^2" --at "X=[[0,1,4],[1,0,1],[4,1,0]]"
    """,
)
def volume(text: str, *, style: Style, wrt: Sequence[str], var: Sequence[str], at: Sequence[str]) -> Output:
    """Print how a map changes volumes: a determinant.

    It is that of the derivative from the free entries of what moves to those of the values, in closed form where one is known.
    EXPR may be the name of a factorization, chol, lu, qr, eigen, svd, polar. --at gives the number at your matrices.
    """
    from matcalc_cli.questions import varying

    return steps_output(varying.volume(text, wrt=wrt, var=var, at=at), style)
