"""Verification of an answer before it is printed, by exact arithmetic: of what is printed and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from time import process_time
from typing import TYPE_CHECKING

from matcalc_cli.check import dual
from matcalc_cli.check.applied import applied
from matcalc_cli.check.exact import evaluate
from matcalc_cli.check.size_sets import size_sets
from matcalc_cli.check.structure import FIELD
from matcalc_cli.check.verify import Verdict, decide, verify, verify_adjoint, verify_hessian
from matcalc_cli.expr.build import zeros

if TYPE_CHECKING:
    from matcalc_cli.answer import Answer, Derivative
    from matcalc_cli.check.draw import Draw
    from matcalc_cli.check.dual import Matrix
    from matcalc_cli.check.varied import Equation
    from matcalc_cli.check.verify import Sides
    from matcalc_cli.expr.node import Node, Symbol

Part = tuple["Node", str, "Symbol | None"]
"""What is printed, which reading it is, and of which variable (None: the total differential)."""

EXACTLY, NUMERICALLY, BUDGET, UNDECIDED = "exactly", "numerically", "budget", "not decided"
"""What is said of a verification: how it was done, or why not (`not decided: ...`)."""
DONE = (EXACTLY, NUMERICALLY)
MAIN = ("derivative", "gradient", "jacobian")
"""The first of these that a derivative has is what a report shows of it."""
ALL = ("differential", *MAIN)
SECOND = frozenset({"diff", "hessian", "json"})
"""Commands that print Hessians."""


class MismatchError(Exception):
    """An answer that is not the derivative: a bug in matcalc."""


def verified(answer: Answer, command: str, budget: float, *, seed: int = 0) -> str:
    """How an answer is verified: "exactly", "numerically", "budget", or "not decided: " and the reason.

    `command` is what prints it; "json" prints every reading. `budget` is in seconds of processor time. Raises MismatchError if
    the answer is wrong.
    """
    questions = list(_questions(answer, command))  # which works out what is printed, at no cost to the budget
    deadline = process_time() + budget
    verdicts = [verdict(deadline, seed) for verdict in questions]
    if any(verdict.word == "wrong" for verdict in verdicts):
        raise MismatchError("the answer fails its own verification in exact arithmetic")
    reasons = [verdict.reason for verdict in verdicts if verdict.word == "undecided"]
    if reasons and answer.variant is not None:
        return _of_the_base(answer.variant.base, command, deadline - process_time(), seed)
    if any("differ" in reason for reason in reasons):
        return _by_differences(answer, seed)
    if any("too long" in reason for reason in reasons):
        return BUDGET
    return f"{UNDECIDED}: {reasons[0]}" if reasons else EXACTLY


def _of_the_base(base: Answer, command: str, budget: float, seed: int) -> str:
    """Where the reading itself cannot be decided, the derivative that it is made of is verified at least."""
    how = verified(base, command, budget, seed=seed)
    return f"{UNDECIDED}: the derivative before it was transformed is verified {how}" if how in DONE else how


def _by_differences(answer: Answer, seed: int) -> str:
    """Two forms of one transcendental function may differ modulo p: the next tier decides."""
    from matcalc_cli.check.verdict import numeric

    report = numeric(answer, seed=seed)
    if report.verdict == "wrong":
        raise MismatchError(f"the answer fails its own verification: {report.reason}")
    return NUMERICALLY if report.verdict == "ok" else f"{UNDECIDED}: {report.reason}"


def _questions(answer: Answer, command: str) -> Iterator[Callable[[float, int], Verdict]]:
    """The first-order readings together, then each second derivative, each adjoint and each other reading.

    Each gives its verdict by a deadline for a seed.
    """
    f, columns = answer.expression, _columns(answer, command)
    if columns:
        yield partial(_together, answer, columns)
    for found in answer.derivatives:
        if command in SECOND and found.hessian is not None and not (answer.variant and answer.variant.vech):
            yield partial(_second, f, found.variable, found.hessian)
        if found.vjp is not None:
            yield partial(_adjoint, f, found.variable, found.vjp)
    if answer.variant or answer.mixed:
        yield from _of_other_readings(answer, command)


def _columns(answer: Answer, command: str) -> list[list[Part]]:
    """Lists of parts that sum up to df along random directions, one for each variable."""
    plain, changed = (answer.variant.base, answer.variant.changed) if answer.variant else (answer, frozenset[str]())
    known = answer.total is not None and "differential" not in changed
    total: list[Part] = [(answer.total, "differential", None)] if known and answer.total is not None else []
    if command == "differential":
        return [total] if total else []
    readings = READINGS_OF.get(command)
    if readings is None:
        return []
    rows = [[_part(d, name) for name in readings(d) if name not in changed] for d in answer.derivatives]
    # A variable with fewer readings than another contributes its differential to the others' sums.
    rests = [_part(d, "differential") for d in plain.derivatives]
    columns = [[part or rest for part, rest in zip(column, rests, strict=True)] for column in zip_longest(*rows)]
    return [total, *columns] if total and command == "diff" else columns


def _part(derivative: Derivative, name: str) -> Part:
    return getattr(derivative, name), name, derivative.variable


def _present(derivative: Derivative, names: Sequence[str]) -> list[str]:
    return [name for name in names if getattr(derivative, name) is not None]


READINGS_OF: dict[str, Callable[[Derivative], list[str]]] = {
    "diff": lambda d: _present(d, MAIN)[:1],
    "grad": lambda d: _present(d, ("gradient",)),
    "jacobian": lambda d: _present(d, ("jacobian",)),
    "json": lambda d: _present(d, ALL),
}
"""By command: the first-order readings that it prints of a derivative."""

APPLIED: dict[str, Callable[[Matrix, Matrix], Matrix]] = {
    "differential": lambda value, _: value,
    "derivative": lambda value, e: dual.times(FIELD, e[0][0], value),
    "gradient": lambda value, e: [[dual.total(FIELD, dual.hadamard(FIELD, value, e))]],
}
"""By reading: its part of df along E; that of a Jacobian is in the shape of f."""


def _together(answer: Answer, columns: Sequence[Sequence[Part]], deadline: float, seed: int) -> Verdict:
    """Whether every column is df, all variables moving at once."""
    nodes = [node for column in columns for node, _, _ in column]
    variables = [derivative.variable for derivative in answer.derivatives]

    def compare(draw: Draw) -> Sides:
        for node in nodes[:1]:  # numbers are singular sooner than jets
            evaluate(node, draw.still)
        df = dual.part(evaluate(answer.expression, draw.moving), 1)
        left: Matrix = []
        right: Matrix = []
        for column in columns:
            left += df
            right += _sum([_along(part, draw, df) for part in column])
        return left, right

    roots = [answer.expression, *nodes]
    sizes = size_sets([*roots, *variables])
    return decide(roots, variables, compare, sizes=sizes, seed=seed, budget=deadline - process_time())


def _along(part: Part, draw: Draw, df: Matrix) -> Matrix:
    node, name, variable = part
    e = draw.directions[variable.name] if variable is not None else []
    if name == "jacobian":
        return dual.unstacked(applied(node, dual.stacked(e), draw.still), len(df), len(df[0]))
    return APPLIED[name](evaluate(node, draw.still), e)


def _sum(parts: Sequence[Matrix]) -> Matrix:
    total = parts[0]
    for part in parts[1:]:
        total = dual.plus(FIELD, total, part)
    return total


def _second(f: Node, x: Symbol, hessian: Node, deadline: float, seed: int) -> Verdict:
    sizes = size_sets([f, hessian, x])
    return verify_hessian(f, x, hessian, sizes=sizes, seed=seed, budget=deadline - process_time())


def _of_other_readings(answer: Answer, command: str) -> Iterator[Callable[[float, int], Verdict]]:
    """Exactly; where two forms of one transcendental function may differ, by differences with sixty digits."""
    from matcalc_cli.check.places import exactly, precisely
    from matcalc_cli.check.varied import equations

    def verdict(equation: Equation, deadline: float, seed: int) -> Verdict:
        found = exactly(equation, seed, deadline - process_time())
        confirmed = "differ" in found.reason and precisely(equation, seed) == "wrong"
        return Verdict("wrong", "sixty digits confirm it") if confirmed else found

    for equation in equations(answer, command):
        yield partial(verdict, equation)


def _adjoint(f: Node, variable: Symbol, adjoint: Node, deadline: float, seed: int) -> Verdict:
    """A reading without the new name in it is zero, and so must df be."""
    argument = next(iter(adjoint.symbols - f.symbols), None)
    if argument is None:
        return verify(f, variable, zeros(f.shape), seed=seed, budget=deadline - process_time())
    return verify_adjoint(f, variable, adjoint, argument, seed=seed, budget=deadline - process_time())
