"""`matcalc recurrence`: how the steps x <- EXPR and a loss of them move, forward and backward."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.equations import ode
from matcalc_cli.cli.equations.implicit import LOSS
from matcalc_cli.cli.equations.ode import DATA, INITIAL, RUNNING, STATE, TIME
from matcalc_cli.cli.output.rendering import steps_output
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import EXPLAIN, WRT, Option
from matcalc_cli.errors import MatcalcError
from matcalc_cli.later import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    T = TypeVar("T")

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
    help="A part of the loss that is summed over all steps: vectors and numbers that are new in it are given at each.",
)  # fmt: skip


RECURRENCE = "recurrence"
"""The word before an expression that makes its --state one of steps."""
ABOUT = (INDEX, INPUT, EACH)
"""The options that say which recurrence it is besides --state, --initial and --loss."""
MOVING = (*ode.ABOUT, *ABOUT)
"""The options of commands that are about differential equations and about recurrences."""


def question(
    about: str, given: Mapping[str, Any], of_time: Callable[..., T], of_steps: Callable[..., T]
) -> Callable[..., T]:
    """The one of two that is asked of a --state, with what the options say of the equation. Raises MatcalcError."""
    if _is_recurrence(about, given):
        return partial(of_steps, **asked(given))
    return partial(of_time, **ode.asked(given))


def _is_recurrence(about: str, given: Mapping[str, Any]) -> bool:
    """Whether a --state is of steps, not of time. Raises MatcalcError where an option is of the other one."""
    steps = about == RECURRENCE
    wrong = (TIME, RUNNING, DATA) if steps else ABOUT
    for option in wrong:
        if given[option.name] not in (option.default, "", ()):
            what, other = ("recurrence", "differential equation") if steps else ("differential equation", "recurrence")
            hint = "--each is a part of the loss of every step" if steps else "recurrence before the expression says so"
            raise MatcalcError("usage", f"{option.spellings[0]} is of a {other}, and this is a {what}", hint=hint)
    return steps


def asked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Of the options of a command those that say which recurrence it is."""
    return {option.name: given[option.name] for option in (STATE, INITIAL, *ABOUT)}


@program_command(
    STATE,
    INITIAL,
    *ABOUT,
    LOSS,
    WRT,
    EXPLAIN,
    examples="""
        matcalc recurrence "tanh(W*x + p)" --state x --loss "norm(x - y)^2"
        matcalc recurrence "tanh(W*x + U*u)" --state x --given u --each "norm(V*x - y)^2" --wrt W
        matcalc recurrence "A*x + B*u" --state x --given u --each "x'*Q*x + u'*R*u" --wrt u
        matcalc recurrence "x + alpha*(A*x)" --state x --loss "c'*x" --wrt A --explain
        matcalc code recurrence "tanh(W*x + p)" --state x --loss "norm(x - y)^2"
        matcalc check recurrence "tanh(W*x + p)" --state x --loss "norm(x - y)^2"
    """,
)
def recurrence(text: str, *, style: Style, loss: str, wrt: Sequence[str], var: Sequence[str], **given: Any) -> Output:
    """Differentiate N steps of a recurrence.

    Those of X_(k+1) = EXPR, by parameters, by where it begins and by inputs at each step (--given): recurrences of the derivatives forward, and for a loss of
    the last step (--loss) or of every one (--each, with the input that led to it) the adjoint recurrence backward. iterate(EXPR, x, x0, 5) writes steps out; x = iterate(EXPR, x, x0, N); LOSS says --state, --initial and --loss at once.
    """
    from matcalc_cli.questions import stepping

    found = stepping.recurrence(text, loss=loss, wrt=wrt, var=var, **asked(given))
    return steps_output(found, style)
