"""What equations define, from text to answer: derivations, code, Newton's iteration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.answers.derivation import Derivation
    from matcalc_cli.check.solutions.iteration import Run as Run  # noqa: PLC0414 the command takes it from here
    from matcalc_cli.equations.newton import Newton as Newton  # noqa: PLC0414 same


def explain(
    text: str, *, solve: Sequence[str], wrt: Sequence[str] = (), var: Sequence[str] = (), loss: str = ""
) -> Derivation:
    """The derivation of what equations define, verified line by line and where they hold. Raises MatcalcError."""
    from matcalc_cli.check.lines import verify
    from matcalc_cli.check.printed import verified
    from matcalc_cli.equations.answering import of_a_loss, of_unknowns, question
    from matcalc_cli.explain.implicit import explain as steps

    asked = question(text, solve, wrt, var, loss)
    answer = of_unknowns(asked) if asked.loss is None else of_a_loss(asked, asked.loss)
    answer.verified = verified(answer, "grad" if loss else "differential", 1.0)
    return verify(steps(asked, answer))


def code(
    text: str, *, solve: Sequence[str], wrt: Sequence[str] = (), var: Sequence[str] = (), loss: str = "", target: str = "numpy",
    sizes: str = "",
) -> str:  # fmt: skip
    """A module about what equations define, which takes the solution as an argument. Raises MatcalcError."""
    from matcalc_cli.check.printed import verified
    from matcalc_cli.codegen.module import module
    from matcalc_cli.codegen.targets import load
    from matcalc_cli.equations.answering import require_one_value, where_it_holds
    from matcalc_cli.pipeline import implicit, planned, several

    if load(target).pulls_back:
        raise MatcalcError(
            "unsupported", f"{target} differentiates f itself, and would hold the unknowns fast", hint="--target numpy",
        )  # fmt: skip
    answer = implicit(text, solve=solve, wrt=wrt, var=var, loss=loss, order=2 if loss else 1)
    require_one_value(answer)
    answer.verified = verified(answer, "json", 1.0)
    answer.conditions = where_it_holds(answer)
    return module(answer, suffixes=several(answer, wrt), target=target, sizes=planned(answer, sizes))


def newton(
    text: str, *, solve: Sequence[str], wrt: Sequence[str], var: Sequence[str] = (), verify: bool = True
) -> Newton:
    """The Newton step of equations or of a gradient, verified at random points. Raises MatcalcError."""
    from matcalc_cli.check.printed import MismatchError
    from matcalc_cli.check.solutions.iteration import checked
    from matcalc_cli.equations.newton import of_a_number, of_equations

    found = of_equations(text, solve, var) if solve else of_a_number(text, wrt, var)
    how = checked(found.system.equations, found.steps) if verify else ""
    if how == "wrong":
        raise MismatchError("the Newton step fails its own verification")
    for answer in (found.answer, *found.answer.others):
        answer.verified = how
    if how not in ("", "exactly", "numerically"):
        found.answer.notes = (*found.answer.notes, f"the step is not verified: {how}")
    return found


def run(found: Newton, *, at: Sequence[str], most: int = 50) -> Run:
    """Newton's iteration from the point that `at` gives. Raises MatcalcError."""
    from matcalc_cli.check.solutions.iteration import iterated
    from matcalc_cli.inputs.options import given

    names = sorted({s for g in found.system.equations for s in g.symbols} | {*found.steps}, key=lambda s: s.name)
    known = [v for v in found.answer.variables if v in names]
    point = given(found.system.equations[0], found.answer.variables, at=at)
    missing = [v.spelling for v in known if v.name not in point.point]
    if missing:
        raise MatcalcError(
            "usage",
            f"{missing[0]} has no value",
            hint=f"add --at {missing[0]}=FILE, a number or [[...]]; an unknown begins there",
        )
    return iterated(found.system.equations, found.steps, point.sizes, point.point, most)
