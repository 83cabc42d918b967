"""`matcalc check`: is a derivative right, matcalc's own or somebody's?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.equations.functional import FUNCTION, OF
from matcalc_cli.cli.equations.implicit import LOSS, refuse_a_loss
from matcalc_cli.cli.equations.ode import STATE
from matcalc_cli.cli.equations.recurrence import MOVING, RECURRENCE, question
from matcalc_cli.cli.output.progress import Progress
from matcalc_cli.cli.output.rendering import verdict
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.threads import one_thread
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import AT, CLAIM, NONFINITE, PLOT, SEED, SIZES, TRIALS, VEC, WRT, Option
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.questions.checking import Curve


STENCIL = Option(
    "--stencil", name="stencils", multiple=True, metavar="NAME|NODES",
    help="With --plot: these differences (repeatable): forward3, central8, backward2, richardson2, complex, or nodes, 0,1,2,3.",
)  # fmt: skip


@program_command(
    WRT,
    CLAIM,
    VEC,
    SEED,
    TRIALS,
    SIZES,
    AT,
    NONFINITE,
    PLOT,
    STENCIL,
    FUNCTION,
    OF,
    *MOVING,
    LOSS,
    examples=r"""
        matcalc check "A^3"
        matcalc check "tr(inv(X)*B)" --wrt X --claim "-(inv(X)*B*inv(X))'"
        matcalc check "A*x" --sizes m=5,n=3 --seed 7
        matcalc check "norm(x)" --at "x=[3, 4]"
        matcalc check "A^3" --plot
        matcalc check -i latex "f(x) = x^\top A x, \quad \nabla f(x) = (A + A^\top) x"
        matcalc check "sum(sin(x))" --plot --stencil "0,1,2,3" --stencil central4 --stencil richardson2
        matcalc check functional "sqrt(1 + v'^2)" --function v --of t
        matcalc check ode "tanh(W*u) + p" --state u --loss "norm(u)^2"
        matcalc check recurrence "tanh(W*x + p)" --state x --loss "norm(x - y)^2"
    """,
    leading={"functional": FUNCTION, "ode": STATE, RECURRENCE: None},
)
def check(
    text: str,
    *,
    style: Style,
    wrt: Sequence[str],
    var: Sequence[str],
    claim: str | None,
    seed: int,
    trials: int,
    sizes: str,
    at: Sequence[str],
    nonfinite: bool,
    plot: str | None,
    stencils: Sequence[str],
    functions: Sequence[str],
    of: str,
    loss: str,
    about: str = "",
    **moving: Any,
) -> Output:
    """Check matcalc's own derivative, or the ANSWER of --claim.

    ANSWER is read with the names of EXPR and in its notation; its shape, or a dX in it, tells what it is meant to be.
    With -i latex, EXPR may be a whole derivation: its first right-hand side is the question, every further one is checked.
    Exit code 0: it is right; 1: it is wrong; 3: that cannot be decided.
    """
    from matcalc_cli import pipeline
    from matcalc_cli.questions import checking, stepping, varying
    from matcalc_cli.questions.derivations import alone

    one_thread()
    plot = "-" if stencils and plot is None else plot
    given: dict[str, Any] = {"seed": seed, "trials": trials, "sizes": sizes, "at": at, "nonfinite": nonfinite}
    if moving["states"] or about == RECURRENCE:
        refuse(claim, plot)
        ask = question(about, moving, varying.check_ode, stepping.check_recurrence)
        return verdict(ask(text, loss=loss, wrt=wrt, var=var, **given), style)
    refuse_a_loss(loss)
    if functions:
        refuse(claim, plot)
        return verdict(varying.check_functional(text, functions=functions, of=of, var=var, **given), style)
    if claim is None and plot is None and (output := derived(text, style, wrt=wrt, var=var, vec=style.vec, **given)):
        return output
    text, asides = alone(text) if claim is None else (text, [])
    with Progress(trials * (max(1, len(wrt)) if claim is None else 2)) as progress:
        if claim is not None:
            answer = checking.check_claim(text, claim, wrt=wrt, var=var, vec=style.vec, progress=progress, **given)
        else:
            answer = pipeline.differentiate(text, wrt=wrt, var=var)
            found = pipeline.check(answer, progress=progress, **given)
            answer = answer.but(check=found, notes=(*asides, *answer.notes))
    output = verdict(answer, style)
    if plot is not None:
        curve = checking.error_curve(text, claim, wrt=wrt, var=var, vec=style.vec, stencils=stencils, **given)
        if curve is None:
            output.notes = (*output.notes, "there is nothing to plot")
        elif plot != "-":
            checking.save_plot(curve, text if claim is None else f"{text}, claimed: {claim}", plot)
        elif style.format == "json":
            output.text = _with_plot(answer, curve)
        else:
            output.text += drawing(curve)
    return output


def _with_plot(answer: Answer, found: Curve) -> str:
    """The document of a check with the series of its plot."""
    from matcalc_cli.render import json
    from matcalc_cli.render.reports.plot import document

    return json.line(json.document(answer) | {"plot": document(found.series, found.rounding)})


def refuse(claim: str | None, plot: str | None) -> None:
    """Of integrals only matcalc's own answer is checked. Raises MatcalcError."""
    if claim is not None or plot is not None:
        raise MatcalcError(
            "usage", f"there is no --{'plot' if claim is None else 'claim'} of this check",
            hint="it compares matcalc's own answer with what is worked out on grids",
        )  # fmt: skip


def derived(text: str, style: Style, **asked: Any) -> Output | None:
    """The verdicts on the lines of a derivation in another notation; none of an expression."""
    from matcalc_cli.program import Written

    if not isinstance(text, Written):
        return None
    from matcalc_cli.cli.output.rendering import derivation_verdicts
    from matcalc_cli.questions.derivations import check_steps, steps_of

    steps = steps_of(text)
    return derivation_verdicts(text, check_steps(text, steps, **asked), style) if steps else None


def drawing(found: Curve) -> str:
    """The plot below the verdict."""
    from matcalc_cli.render.reports.plot import plot

    return "\n" + "".join(f"{line}\n" for line in plot(found.series, found.rounding))
