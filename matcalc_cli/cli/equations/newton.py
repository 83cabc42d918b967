"""`matcalc newton`: the Newton step as an expression, and with --at the iteration itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.budget import Budget
from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.output.rendering import SAYING_WHERE, single_text
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.output.validity import valid_where
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import AT, NO_VERIFY, WRT, Option
from matcalc_cli.errors import ExitCode, MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.questions.solving import Newton, Run

SOLVE = Option(
    "--solve",
    multiple=True,
    metavar="X",
    help="The step is for EXPR = 0 and the unknown X (repeatable, with [g1; g2]).",
)
STEPS = Option(
    "--steps", between=(1, 1000), default=50, show_default=True, help="With --at: the largest number of steps."
)


@program_command(
    SOLVE,
    WRT,
    AT,
    STEPS,
    NO_VERIFY,
    examples="""
        matcalc newton "det(z*I - A) where z: scalar" --solve z
        matcalc newton "logdet(X) - tr(S*X)" --wrt X
        matcalc newton "alpha^2 - 2" --solve alpha --at alpha=1
    """,
)
def newton(
    text: str, *, style: Style, solve: Sequence[str], wrt: Sequence[str], at: Sequence[str], steps: int, var: Sequence[str],
    budget: Budget,
) -> Output:  # fmt: skip
    """Print the Newton step dX, X <- X + dX.

    --solve X is for EXPR = 0, or for both sides, A*x = b; --wrt X for the gradient of a number EXPR. With --at the iteration runs, a line a step: where it is,
    how large the residual, the order of convergence seen.
    """
    from matcalc_cli.questions import solving

    if bool(solve) == bool(wrt):
        raise MatcalcError(
            "usage", "either --solve or --wrt says what moves", hint="--solve X for EXPR = 0, --wrt X for a gradient"
        )
    found = solving.newton(text, solve=solve, wrt=wrt, var=var, verify=bool(budget.each))
    if at:
        return _iteration(solving.run(found, at=at, most=steps), found, style)
    return step(found.answer, style)


def step(answer: Answer, style: Style) -> Output:
    """The step, a line for each unknown."""
    if style.format == "json":
        from matcalc_cli.render.json import entries_document, line
        from matcalc_cli.render.reports.answers import entries

        found = answer.program.text, entries(answer, "step"), answer.notes, answer.letters, answer.conditions
        return Output(line({**entries_document(*found), "verified": answer.verified or None}), answer.notes)
    where = () if style.format in SAYING_WHERE else valid_where(answer.conditions, answer)
    return Output(single_text("step", answer, style), (*answer.notes, *where))


def _iteration(run: Run, found: Newton, style: Style) -> Output:
    code = ExitCode.OK if run.converged else ExitCode.INCONCLUSIVE
    names = [x.name for x in found.steps]
    if style.format == "json":
        from matcalc_cli.render.json import line

        return Output(line(_document(run, names, found.answer.program.text)), found.answer.notes, code)
    if style.format not in ("plain", "pretty"):
        raise MatcalcError("usage", f"an iteration has no format {style.format}", hint="-f plain, pretty or json")
    return Output("".join(f"{line}\n" for line in _lines(run, names)), found.answer.notes, code, block=True)


def _lines(run: Run, names: Sequence[str]) -> Iterator[str]:
    """A line a step, and why it stopped; where unknowns are no numbers their values at the end."""
    numbers = all(run.lines[0].point[name].size == 1 for name in names)
    shown = names if numbers else []
    width = max([22, *[len(name) for name in names]])
    yield "  ".join(["step", *[name.ljust(width) for name in shown], "residual ", "step size", "order"]).rstrip()
    for k, line in enumerate(run.lines):
        cells = [repr(float(line.point[name].item())).ljust(width) for name in shown]
        size = "" if line.step is None else f"{line.step:.3e}"
        order = "" if line.order is None else f"{line.order:.2f}"
        yield "  ".join([str(k).rjust(4), *cells, f"{line.residual:.3e}", size.ljust(9), order]).rstrip()
    seen = "" if run.order is None else f"; order {run.order:.1f}"
    yield f"{'converged' if run.converged else 'not converged'}: {run.reason}{seen}"
    for name in () if numbers else names:
        yield f"{name} = {run.lines[-1].point[name].tolist()}"


def _document(run: Run, names: Sequence[str], text: str) -> dict[str, Any]:
    lines = [{"residual": line.residual, "step": line.step, "order": line.order} for line in run.lines]
    last = {name: run.lines[-1].point[name].tolist() for name in names}
    how = {"converged": run.converged, "reason": run.reason, "order": run.order}
    return {"schema": 1, "input": text, "steps": lines, "point": last, **how}
