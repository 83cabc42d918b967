"""Verification of an answer before it is printed, by exact arithmetic: of what is printed and nothing else."""

from __future__ import annotations

from matcalc_cli.budget import seconds
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.joint import Joint
from matcalc_cli.check.exact.size_sets import size_sets
from matcalc_cli.check.exact.verify import Verdict, decide, verify, verify_adjoint
from matcalc_cli.expr.build import zeros
from matcalc_cli.later import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matcalc_cli.answers.answer import Answer, Solved
    from matcalc_cli.check.variants.equation import Equation
    from matcalc_cli.expr.node import Node, Symbol

EXACTLY, NUMERICALLY, BUDGET, UNDECIDED = "exactly", "numerically", "budget", "not decided"
"""The words about a verification: how it was done, or why not (`not decided: ...`)."""
DONE = (EXACTLY, NUMERICALLY)
SURE = ("", *DONE)
"""Or nobody asked."""
SINGULAR = ("a singular matrix", "the logarithm of 0", "the root of 0", "division by zero")
"""Reasons that may hold wherever one looks, as the determinant of x*y' is 0."""


class MismatchError(Exception):
    """An answer that is not the derivative: a bug in matcalc."""


def verified(answer: Answer, command: str, budget: float, *, seed: int = 0) -> str:
    """How an answer is verified: "exactly", "numerically", "budget", or "not decided: " and the reason.

    `command` is what prints it; "json" prints every reading. `budget` is in the seconds of budget.py. Raises MismatchError if
    the answer is wrong.
    """
    if answer.variant is not None and answer.variant.solved is not None:
        return _where_equations_hold(answer, answer.variant.solved, command, seed)
    questions = list(_questions(answer, command))  # which works out what is printed, at no cost to the budget
    deadline = seconds() + budget
    verdicts = [verdict(deadline, seed) for verdict in questions]
    if any(verdict.word == "wrong" for verdict in verdicts):
        raise MismatchError("the answer fails its own verification in exact arithmetic")
    reasons = [verdict.reason for verdict in verdicts if verdict.word == "undecided"]
    if reasons and answer.variant is not None:
        return _of_the_base(answer.variant.base, command, deadline - seconds(), seed)
    if any("differ" in reason for reason in reasons):
        return _by_differences(answer, seed)
    if any("too long" in reason for reason in reasons):
        return BUDGET
    return f"{UNDECIDED}: {_why_nowhere(answer, reasons[0]) or reasons[0]}" if reasons else EXACTLY


def _why_nowhere(answer: Answer, reason: str) -> str:
    """That the expression has a value nowhere, if what stopped the verification, a singular matrix, is so everywhere."""
    if reason not in SINGULAR:
        return ""
    from matcalc_cli.check.claims.points.undefined import nowhere
    from matcalc_cli.inputs.fixed import Given

    return nowhere(answer.expression, Given())


def _where_equations_hold(answer: Answer, solved: Solved, command: str, seed: int) -> str:
    """At points where g = 0, whatever it costs. Raises MatcalcError where there is none or it determines nothing."""
    from matcalc_cli.check.solutions.verify import verified

    how, reason = verified(answer, solved, command, seed=seed)
    if how == "wrong":
        raise MismatchError(f"the answer fails its own verification: {reason}")
    return how


def _of_the_base(base: Answer, command: str, budget: float, seed: int) -> str:
    """Where the reading itself cannot be decided, the derivative that it is made of is verified at least."""
    how = verified(base, command, budget, seed=seed)
    return f"{UNDECIDED}: the derivative before it was transformed is verified {how}" if how in DONE else how


def _by_differences(answer: Answer, seed: int) -> str:
    """Two forms of one transcendental function may differ modulo p: the next tier decides."""
    from matcalc_cli.check.claims.own_answer import numeric

    report = numeric(answer, seed=seed)
    if report.verdict == "wrong":
        raise MismatchError(f"the answer fails its own verification: {report.reason}")
    return NUMERICALLY if report.verdict == "ok" else f"{UNDECIDED}: {report.reason}"


def _questions(answer: Answer, command: str) -> Iterator[Callable[[float, int], Verdict]]:
    """The plain readings together, then each adjoint and each other reading.

    Each gives its verdict by a deadline for a seed.
    """
    joint = Joint(answer, command)
    if joint.claims:
        yield partial(_together, joint, answer)
    for found in answer.derivatives:
        if found.vjp is not None:
            yield partial(_adjoint, answer.expression, found.variable, found.vjp)
    stacked = not answer.expression.is_scalar and any(found.hessian is not None for found in answer.derivatives)
    if answer.variant or answer.mixed or stacked:
        yield from _of_other_readings(answer, command)


def _together(joint: Joint, answer: Answer, deadline: float, seed: int) -> Verdict:
    """Whether everything is the derivative of f in the same draws."""
    roots = [answer.expression, *joint.claims]
    return decide(
        roots,
        joint.variables,
        lambda draw: joint.sides(partial(evaluate, answer.expression), draw),
        sizes=size_sets([*roots, *joint.variables]),
        seed=seed,
        budget=deadline - seconds(),
    )


def _of_other_readings(answer: Answer, command: str) -> Iterator[Callable[[float, int], Verdict]]:
    """Exactly; where two forms of one transcendental function may differ, by differences with sixty digits."""
    from matcalc_cli.check.variants.equation_points import exactly, precisely
    from matcalc_cli.check.variants.other_readings import equations

    def verdict(equation: Equation, deadline: float, seed: int) -> Verdict:
        found = exactly(equation, seed, deadline - seconds())
        confirmed = "differ" in found.reason and precisely(equation, seed) == "wrong"
        return Verdict("wrong", "sixty digits confirm it") if confirmed else found

    for equation in equations(answer, command):
        yield partial(verdict, equation)


def _adjoint(f: Node, variable: Symbol, adjoint: Node, deadline: float, seed: int) -> Verdict:
    """A reading without the new name in it is zero, and so must df be."""
    argument = next((s for s in adjoint.symbols - f.symbols if s.span is None), None)
    if argument is None:
        return verify(f, variable, zeros(f.shape), seed=seed, budget=deadline - seconds())
    return verify_adjoint(f, variable, adjoint, argument, seed=seed, budget=deadline - seconds())
