"""`matcalc recurrence`: how the steps x <- EXPR and a loss of them move, forward and backward."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.equations.implicit import LOSS
from matcalc_cli.cli.equations.ode import INITIAL, STEPS
from matcalc_cli.cli.output.rendering import steps_output
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import WRT, Option

STATE = Option(
    "--state", name="states", multiple=True, metavar="X", required=True,
    help="What each step moves, X <- EXPR (repeatable, with an expression each: [f1; f2]).",
)  # fmt: skip
INDEX = Option(
    "--index", metavar="K", default="k", show_default=True, help="The number of a step, which EXPR may have."
)
INPUT = Option(
    "--given",
    name="inputs",
    multiple=True,
    metavar="U",
    help="A name with a value of its own at each step (repeatable).",
)
EACH = Option(
    "--each", metavar="EXPR", default="",
    help="A part of the loss that is summed over all steps: names that are new in it are given at each.",
)  # fmt: skip


@program_command(
    STATE,
    INDEX,
    INPUT,
    INITIAL,
    LOSS,
    EACH,
    WRT,
    STEPS,
    examples="""
        matcalc recurrence "tanh(W*x + p)" --state x --loss "norm(x - y)^2"
        matcalc recurrence "tanh(W*x + U*u)" --state x --given u --each "norm(V*x - y)^2" --wrt W
        matcalc recurrence "x + alpha*(A*x)" --state x --loss "c'*x" --wrt A --explain
    """,
)
def recurrence(
    text: str, *, style: Style, states: Sequence[str], index: str, inputs: Sequence[str], initial: Sequence[str], loss: str,
    each: str, wrt: Sequence[str], var: Sequence[str], steps: bool,
) -> Output:  # fmt: skip
    """Differentiate N steps of a recurrence.

    Those of X_(k+1) = EXPR, by parameters and by where it begins: recurrences of the derivatives forward, and for a loss of
    the last step (--loss) or of every one (--each) the adjoint recurrence backward. iterate(EXPR, x, x0, 5) writes steps out.
    """
    from matcalc_cli.questions import varying

    found = varying.recurrence(
        text,
        states=states,
        index=index,
        inputs=inputs,
        initial=initial,
        loss=loss,
        each=each,
        wrt=wrt,
        var=var,
        steps=steps,
    )
    return steps_output(found, style)
