"""Verification of an answer before it is printed, by exact arithmetic: of what is printed and nothing else."""

from __future__ import annotations

from matcalc_cli.answers.typed import Typed
from matcalc_cli.budget import seconds
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.joint import Joint
from matcalc_cli.check.exact.size_sets import size_sets
from matcalc_cli.check.exact.verify import VALUE, Sides, Verdict, decide, verify, verify_adjoint
from matcalc_cli.expr.build import zeros
from matcalc_cli.later import Later, partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from matcalc_cli.answers.answer import Answer, Solved
    from matcalc_cli.check import named_alike
    from matcalc_cli.check.exact.draw import Draw
    from matcalc_cli.check.variants.equation import Equation
    from matcalc_cli.expr.node import Node, Symbol
else:
    named_alike = Later("matcalc_cli.check.named_alike")

REMEMBERED = 256
"""Questions of a batch of which it is remembered that they were verified."""
EXACTLY, NUMERICALLY, BUDGET, UNDECIDED = "exactly", "numerically", "budget", "not decided"
"""The words about a verification: how it was done, or why not (`not decided: ...`)."""
DONE = (EXACTLY, NUMERICALLY)
SURE = ("", *DONE)
"""Or nobody asked."""
SINGULAR = ("a singular matrix", "the logarithm of 0", "the root of 0", "division by zero")
"""Reasons that may hold wherever one looks, as the determinant of x*y' is 0."""
SECONDS = 1.0
"""The seconds of budget.py that the verification of an answer may take where nobody says."""


class MismatchError(Exception):
    """An answer that is not the derivative: a bug in matcalc."""


def verified(
    answer: Answer, command: str, budget: float, *, seed: int = 0, known: dict[Hashable, None] | None = None
) -> str:
    """How an answer is verified: "exactly", "numerically", "budget", or "not decided: " and the reason.

    `command` is what prints it; "json" prints every reading. `budget` is in the seconds of budget.py, `known` what was
    verified exactly before, of which nothing is verified anew. Raises MismatchError if the answer is wrong.
    """
    if known is None or not _is_plain(answer):
        return _verified(answer, command, budget, seed)
    question = named_alike.question(Joint(answer, command), typed(answer))
    if question in known:
        return EXACTLY
    how = _verified(answer, command, budget, seed)
    if how == EXACTLY:
        known[question] = None
        if len(known) > REMEMBERED:
            del known[next(iter(known))]
    return how


def _is_plain(answer: Answer) -> bool:
    """Whether an answer has nothing but differentials, gradients and Jacobians, and Hessians of numbers by one variable each."""
    return not _has_other_readings(answer) and all(d.vjp is None for d in answer.derivatives)


def _has_other_readings(answer: Answer) -> bool:
    stacked = not answer.expression.is_scalar and any(found.hessian is not None for found in answer.derivatives)
    return bool(answer.variant or answer.mixed or stacked)


def _verified(answer: Answer, command: str, budget: float, seed: int) -> str:
    if answer.variant is not None and answer.variant.solved is not None:
        return _where_equations_hold(answer, answer.variant.solved, command, seed)
    same: list[bool] = []
    questions = list(_questions(answer, command, same))  # which works out what is printed, at no cost to the budget
    deadline = seconds() + budget
    verdicts = [verdict(deadline, seed) for verdict in questions]
    if any(verdict.word == "wrong" for verdict in verdicts):
        raise MismatchError("the answer fails its own verification in exact arithmetic")
    reasons = [verdict.reason for verdict in verdicts if verdict.word == "undecided"]
    how = _without_a_verdict(answer, command, reasons, deadline, seed) if reasons else EXACTLY
    return how if same and all(same) else of_what_was_typed(answer, how, deadline - seconds(), seed=seed)


def of_what_was_typed(answer: Answer, how: str, budget: float, *, seed: int = 0) -> str:
    """How an answer about f is verified as one about what the user typed, of which f is the normal form. Raises MismatchError."""
    if how == BUDGET:
        return how
    found = in_normal_form(typed(answer), answer.expression, budget, seed=seed)
    return how if found == EXACTLY or how not in DONE else found


def as_typed(answer: Answer) -> Answer:
    """An answer of which nothing but f is asked, f held against what was typed. Raises MismatchError."""
    hold([(typed(answer), answer.expression)])
    return answer


def hold(pairs: Iterable[tuple[Node, Node]]) -> None:
    """Hold expressions as they were typed and their normal forms against each other. Raises MismatchError."""
    for one, other in pairs:
        in_normal_form(one, other, SECONDS)


def typed(answer: Answer) -> Node:
    """The expression of an answer before it was brought into normal form, where that is known."""
    return (isinstance(answer.letters, Typed) and answer.letters.expression) or answer.expression


def in_normal_form(expression: Node, f: Node, budget: float, *, seed: int = 0) -> str:
    """How it is known that f, its normal form, has the value of an expression. Raises MismatchError where it has not.

    Exact arithmetic does not choose the branch of a root or of an arc function as the reals do: what differs there is
    looked at with eighty digits.
    """
    if expression is f:
        return EXACTLY
    found = verify(expression, (), f, reading=VALUE, seed=seed, budget=budget)
    word, reason = found.word, f"of f as it was typed, {found.reason}"
    if word == "wrong" or "differ" in reason:
        from matcalc_cli.check.digits.equal import equal

        word = equal(expression, f, seed)
        if word == "wrong":
            raise MismatchError("the normal form is not equal to what was typed")
        return NUMERICALLY if word == "ok" else f"{UNDECIDED}: {reason}"
    return EXACTLY if word == "ok" else BUDGET if "too long" in reason else f"{UNDECIDED}: {reason}"


def _without_a_verdict(answer: Answer, command: str, reasons: Sequence[str], deadline: float, seed: int) -> str:
    """How it is verified where exact arithmetic does not decide, for these reasons."""
    if answer.variant is not None:
        return _of_the_base(answer.variant.base, command, deadline - seconds(), seed)
    if any("differ" in reason for reason in reasons):
        return _by_differences(answer, seed)
    if any("too long" in reason for reason in reasons):
        return BUDGET
    return f"{UNDECIDED}: {_why_nowhere(answer, reasons[0]) or reasons[0]}"


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


def _questions(answer: Answer, command: str, same: list[bool]) -> Iterator[Callable[[float, int], Verdict]]:
    """The plain readings together, then each adjoint and each other reading.

    Each gives its verdict by a deadline for a seed. `same` gets whether f has the value of what was typed in each of the draws.
    """
    joint = Joint(answer, command)
    if joint.claims:
        yield partial(_together, joint, answer, same)
    for found in answer.derivatives:
        if found.vjp is not None:
            yield partial(_adjoint, answer.expression, found.variable, found.vjp)
    if _has_other_readings(answer):
        yield from _of_other_readings(answer, command)


def _together(joint: Joint, answer: Answer, same: list[bool], deadline: float, seed: int) -> Verdict:
    """Whether everything is the derivative of f in the same draws."""
    roots, f = [answer.expression, *joint.claims], typed(answer)

    def sides(draw: Draw) -> Sides:
        left, right = joint.sides(partial(evaluate, answer.expression), draw)
        if f is not answer.expression and left == right:
            same.append(_are_one(f, answer.expression, draw))
        return left, right

    return decide(
        roots,
        joint.variables,
        sides,
        sizes=size_sets([*roots, *joint.variables]),
        seed=seed,
        budget=deadline - seconds(),
    )


def _are_one(typed: Node, f: Node, draw: Draw) -> bool:
    """Whether both have one value in a draw for f, which may lack names that only the other has."""
    try:
        return evaluate(typed, draw.still) == evaluate(f, draw.still)
    except (ArithmeticError, KeyError):
        return False


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
