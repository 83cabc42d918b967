"""`matcalc code`: a module that computes the expression and its derivatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.cli.answering import Output
from matcalc_cli.cli.equations.implicit import LOSS, UNKNOWN, refuse_a_loss
from matcalc_cli.cli.equations.ode import STATE
from matcalc_cli.cli.equations.recurrence import MOVING, RECURRENCE, question
from matcalc_cli.cli.output.style import Style
from matcalc_cli.cli.words.command import program_command
from matcalc_cli.cli.words.options import API, OPERATORS, PLAN, PLANNED_SIZES, TARGET, WRT
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.questions.modules import Report


@program_command(
    WRT,
    TARGET,
    API,
    OPERATORS,
    PLAN,
    PLANNED_SIZES,
    UNKNOWN,
    LOSS,
    *MOVING,
    examples="""
        matcalc code "norm(A*x - b)^2" --wrt x --target numpy
        matcalc code "A^3" -o cube.py
        matcalc code "logdet(X'*X)" --target torch
        matcalc code "norm(A*x - b)^2" --wrt x --api scipy -o fit.py
        matcalc code "norm(A*X*B - C)^2" --wrt X --operators
        matcalc code "norm(A*x - b)^2" --wrt x --target c --sizes m=4,n=3
        matcalc code "x'*A*B*x" --wrt x --plan --sizes m=3,n=5000
        matcalc code "A*x - b" --solve x --wrt A --loss "norm(x - y)^2"
        matcalc code ode "tanh(W*u) + p" --state u --loss "norm(u)^2"
        matcalc code recurrence "tanh(W*x + p)" --state x --loss "norm(x - y)^2"
    """,
    leading={"implicit": UNKNOWN, "ode": STATE, RECURRENCE: None},
)
def code(
    text: str, *, style: Style, wrt: Sequence[str], var: Sequence[str], target: str, api: str | None, operators: bool, plan: bool, sizes: str,
    solve: Sequence[str], loss: str, about: str = "", **given: Any,
) -> Output:  # fmt: skip
    """Print a module that computes it all.

    In Python arguments are keywords: 2-D arrays, a vector n x 1, a scalar a float; in the other languages they come in the
    order of the expression. With --solve X the equations EXPR = 0 define X, which is an argument too.
    """
    from matcalc_cli.questions import modules

    if given["states"] or about == RECURRENCE:
        if plan or operators:
            asked = "--plan" if plan else "--operators"
            raise MatcalcError("usage", f"{asked} is of expressions, and this moves in time", hint=f"leave {asked} out")
        from matcalc_cli.questions import stepping, varying

        ask = question(about, given, varying.code_ode, stepping.code_recurrence)
        return written(ask(text, target=target, loss=loss, wrt=wrt, var=var), text, target, style)
    if not solve:
        refuse_a_loss(loss)
    if (api and plan) or ((api or operators) and solve):
        asked = "--api" if api else "--operators"
        raise MatcalcError(
            "usage", f"{asked} is about a module, not about a plan or an implicit function", hint=f"leave {asked} out"
        )
    if plan:
        found, known = modules.code_plan(text, wrt=wrt, var=var, target=target, sizes=sizes, operators=operators)
        return Output(plan_text(found, known, style), block=style.format != "json")
    if solve:
        module = modules.code_implicit(text, solve=solve, wrt=wrt, var=var, loss=loss, target=target, sizes=sizes)
    else:
        module = modules.code(text, wrt=wrt, var=var, target=target, sizes=sizes, api=api or "", operators=operators)
    return written(module, text, target, style)


def written(module: str, text: str, target: str, style: Style) -> Output:
    """The module, or an object with it."""
    if style.format == "json":
        from matcalc_cli.render.json import SCHEMA, line

        module = line({"schema": SCHEMA, "input": text, "target": target, "code": module})
    return Output(module, block=style.format != "json")


def plan_text(found: Sequence[Report], sizes: Mapping[str, int], style: Style) -> str:
    """The plan of every function, or one object with them all."""
    if style.format == "json":
        from matcalc_cli.render.json import SCHEMA, line

        return line({"schema": SCHEMA, "plan": [report.document(sizes) for report in found]})
    from matcalc_cli.questions.modules import plan_text

    return plan_text(found, sizes)
