"""`matcalc minimize`: where a number is smallest, by SciPy's optimizers on emitted code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.budget import Budget
from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.deadline import TimeUpError, end
from matcalc_cli.cli.output.progress import Progress
from matcalc_cli.cli.output.rendering import shown
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.output.validity import valid_where
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.completing import complete_variables
from matcalc_cli.cli.words.options import NO_VERIFY, Option
from matcalc_cli.errors import ExitCode, MatcalcError
from matcalc_cli.questions.searching import METHODS, Search

if TYPE_CHECKING:
    from matcalc_cli.questions.searching import Found, Place

MOVING = Option(
    "--wrt", multiple=True, metavar="NAME", shell_complete=complete_variables,
    help="What moves (repeatable; default: everything that --at gives no value).",
)  # fmt: skip
BEGINNING = Option(
    "--at", multiple=True, metavar="X=FILE|NUMBER|[[...]]",
    help="The value of a name (repeatable), of one that moves where it begins: a .npy, .csv, .json or .txt file, a number, or rows in brackets.",
)  # fmt: skip
RANDOM = Option(
    "--seed", between=(0, None), default=0, metavar="N", show_default=True, help="Seed of random places to begin at."
)
UNKNOWN_SIZES = Option("--sizes", metavar="m=3,n=5", default="", help="Sizes of dimensions that no matrix tells.")
POSITIVE = Option(
    "--positive", multiple=True, metavar="NAME", help="Keep every entry of NAME from being negative (repeatable)."
)
METHOD = Option(
    "--method", choices=METHODS, help="SciPy's optimizer; default: bfgs, with bounds or many entries l-bfgs-b."
)
STARTS = Option(
    "--starts", between=(1, 1000), default=1, metavar="N", show_default=True,
    help="Go down from so many places: --at, and random ones about it.",
)  # fmt: skip
STEPS = Option("--steps", between=(1, 1_000_000), default=1000, show_default=True, help="The largest number of steps.")
TOLERANCE = Option(
    "--tolerance", default="1e-5", metavar="EPS", show_default=True,
    help="How small the entries of the gradient are to be.",
)  # fmt: skip


class Steps(Progress):
    """The number of the step, the value and the length of the gradient, in place of a bar."""

    __slots__ = ("reached",)

    def __init__(self) -> None:
        super().__init__(1, "minimizing")
        self.reached: tuple[int, Place] | None = None

    def watch(self, step: int, place: Place) -> None:
        """Take note of where it is."""
        self.reached = step, place
        self()

    def show(self) -> None:
        """Draw where it is."""
        self.draw(f"{self.doing}  {self._said()}")

    def _said(self) -> str:
        if self.reached is None:
            return "the first step"
        step, place = self.reached
        return f"step {step}  f = {place.value:.8g}  |gradient| = {place.length:.2e}"


@program_command(
    MOVING, BEGINNING, POSITIVE, METHOD, STARTS, RANDOM, STEPS, TOLERANCE, UNKNOWN_SIZES, NO_VERIFY,
    examples="""
        matcalc minimize "norm(A*x - b)^2" --wrt x --at "A=[[1,2],[3,4],[5,6]]" --at "b=[1,0,2]" --at "x=[0,0]"
        matcalc minimize "alpha - log(alpha)" --at alpha=3 -f json
        matcalc minimize "norm(S - X)^2 where S: spd(n)" --at "X=[[2,1],[0,3]]" --at "S=[[1,0],[0,1]]" --wrt S
    """,
)  # fmt: skip
def minimize(
    text: str, *, style: Style, wrt: Sequence[str], at: Sequence[str], positive: Sequence[str], method: str | None, starts: int,
    seed: int, steps: int, tolerance: str, sizes: str, var: Sequence[str], budget: Budget,
) -> Output:  # fmt: skip
    """Print where EXPR is smallest, and how small it is there.

    By SciPy's optimizers on the emitted value, gradient and Hessian; structured variables stay of their kind. The search
    begins at the values of --at, which also has the data. Ctrl-C and --time-limit keep the best point. Exit code 3: what
    was found is no minimum, or a kink, where the gradient tells nothing.
    """
    from matcalc_cli.cli.expressions.eval import kind_of_file
    from matcalc_cli.questions import searching

    filed = kind_of_file(style.file)
    with Steps() as progress:
        search = Search(
            method=method or "", steps=steps, tolerance=_number(tolerance), starts=starts, seed=seed, nonnegative=positive,
            watch=progress.watch, ends={KeyboardInterrupt: "interrupted", TimeUpError: "time"}, over=end,
        )  # fmt: skip
        found = searching.minimum(text, search, wrt=wrt, var=var, at=at, sizes=sizes, budget=budget)
    if filed and len(found.point) > 1:
        raise MatcalcError(
            "usage", f"a {filed} file holds one matrix, and {len(found.point)} variables move",
            hint="-f json -o FILE.json writes all of them",
        )  # fmt: skip
    code = _code(found)
    notes = (*found.notes, *valid_where(found.answer.conditions))
    if filed:
        return Output("", (*notes, *_summary(found)), code, data=_content(found, filed))
    if style.format == "json":
        from matcalc_cli.render.json import line

        return Output(line(_document(found)), notes, code)
    if style.format not in ("plain", "pretty"):
        raise MatcalcError("usage", f"a minimum has no format {style.format}", hint="-f plain, pretty or json")
    return Output(_text(found, style), notes, code, block=True)


def _number(text: str) -> float:
    """A number > 0. Raises MatcalcError."""
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise MatcalcError("usage", f"--tolerance is a number > 0, and this is {text[:40]!r}", hint="--tolerance 1e-8")
    return found


def _code(found: Found) -> int:
    if found.ended == "interrupted":
        return ExitCode.INTERRUPTED
    return ExitCode.OK if found.best.converged else ExitCode.INCONCLUSIVE


def _reason(found: Found) -> str:
    """Why it stopped, and where f has values."""
    from matcalc_cli.render.reports.conditions import text

    return found.best.reason + (f": it needs {text(found.needed)}" if found.needed else "")


def _summary(found: Found) -> Iterator[str]:
    """The result of a minimization in words, a fact a line."""
    best = found.best
    yield f"{'converged' if best.converged else 'not converged'}: {_reason(found)}"
    yield f"{best.method}, {_count(best.steps, 'step')}, {_count(found.evaluations, 'evaluation')}"
    if len(found.every) > 1:
        near = [m for m in found.every if abs(m.value - best.value) <= 1e-6 * max(1.0, abs(best.value))]
        yield f"{len(near)} of {len(found.every)} starts end at this value"
    if found.ended and found.best.stopped != found.ended:
        yield f"another start ended too soon, and none followed: {found.every[-1].reason}"
    if found.outside:
        yield f"{_count(found.outside, 'trial point')} without a value, gone back from"


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'s' * (n != 1)}"


def _figures(found: Found) -> Iterator[tuple[str, Any]]:
    yield "minimum" if found.best.converged else "value", [[found.best.value]]
    yield "gradient norm", [[found.best.gradient_norm]]
    if found.best.curvature is not None:
        yield "curvature", [[found.best.curvature]]


def _text(found: Found, style: Style) -> str:
    """The value, what is known of the derivatives, the point, and how it was found."""
    from matcalc_cli.cli.expressions.eval import Rows
    from matcalc_cli.render.reports.values import labelled, laid_out

    rows = [*_figures(found), *[(v.spelling, Rows(x)) for v, x in found.point.items()]]
    said = "".join(f"{line}\n" for line in _summary(found))
    if style.unicode:
        return shown([piece for label, matrix in rows for piece in laid_out(label, matrix)], style) + said
    return "".join([part for label, matrix in rows for part in labelled(label, matrix)]) + said


def _document(found: Found) -> dict[str, Any]:
    from matcalc_cli.render.json import SCHEMA
    from matcalc_cli.render.reports.conditions import texts

    best = found.best
    starts = [{"value": m.value, "converged": m.converged, "reason": m.reason, "steps": m.steps} for m in found.every]
    return {
        "schema": SCHEMA, "input": found.answer.program.text, "converged": best.converged, "stopped": best.stopped,
        "reason": _reason(found), "value": best.value, "point": {v.spelling: x.tolist() for v, x in found.point.items()},
        "gradient_norm": best.gradient_norm, "curvature": best.curvature, "method": best.method, "steps": best.steps,
        "evaluations": found.evaluations, "products": found.products, "outside": found.outside, "starts": starts,
        "conditions": texts(found.answer.conditions), "notes": [*found.notes],
    }  # fmt: skip


def _content(found: Found, kind: str) -> Any:
    """The point of the only variable as the content of a file."""
    from matcalc_cli.cli.expressions.eval import Rows
    from matcalc_cli.questions.checking import npy
    from matcalc_cli.render.reports.values import csv

    (matrix,) = found.point.values()
    return npy(matrix) if kind == ".npy" else (line.encode() for line in csv(Rows(matrix)))
