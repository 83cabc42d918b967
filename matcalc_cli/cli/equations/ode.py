"""`matcalc ode`: how the solution of a differential equation moves, forward and by the adjoint method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.equations.implicit import LOSS
from matcalc_cli.cli.output.rendering import steps_output
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import EXPLAIN, WRT, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STATE = Option(
    "--state", name="states", multiple=True, metavar="U",
    help="What the equation dU/dt = EXPR is for (repeatable, with a right-hand side each: [f1; f2]).",
)  # fmt: skip
TIME = Option("--time", metavar="T", default="t", show_default=True, help="What the states are functions of.")
RUNNING = Option("--running", metavar="EXPR", default="", help="A part of the loss that is integrated over the time.")
DATA = Option(
    "--data", metavar="EXPR", default="",
    help="A part of the loss that is summed over times with data: vectors and numbers that are new in it are given at each time.",
)  # fmt: skip
INITIAL = Option(
    "--initial", multiple=True, metavar="EXPR",
    help="Where a state begins, one for each; otherwise at a name of its own, u_0.",
)  # fmt: skip
ABOUT = (STATE, TIME, RUNNING, DATA, INITIAL)
"""The options that say which equation it is; the loss at the end is --loss."""


def asked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Of the options of a command those that say which equation it is."""
    return {option.name: given[option.name] for option in ABOUT}


@program_command(
    *ABOUT,
    LOSS,
    WRT,
    EXPLAIN,
    examples="""
        matcalc ode "tanh(W*u) + p" --state u --loss "norm(u)^2"
        matcalc ode "A*u" --state u --wrt A --data "norm(u - y)^2"
        matcalc ode "[omega; -alpha*sin(theta)]" --state theta --state omega --wrt alpha
        matcalc code ode "tanh(W*u) + p" --state u --loss "norm(u)^2" --target jax
        matcalc check ode "tanh(W*u) + p" --state u --loss "norm(u)^2"
    """,
)
def ode(text: str, *, style: Style, loss: str, wrt: Sequence[str], var: Sequence[str], **given: Any) -> Output:
    """Differentiate solutions of differential equations.

    Those of dU/dt = EXPR, and a loss of them, by parameters, by where it begins (u_0) and by the last time (T): the sensitivity equations forward, and for a loss at the
    end (--loss), an integral (--running) or a sum over times with data (--data) the adjoint equation backward.
    """
    from matcalc_cli.questions import varying

    return steps_output(varying.ode(text, loss=loss, wrt=wrt, var=var, **asked(given)), style)
