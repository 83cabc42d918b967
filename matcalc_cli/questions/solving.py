"""Newton's iteration, from text to answer: its step, verified, and the run of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.check.before_printing import hold
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcalc_cli.answers.derivation import Derivation
    from matcalc_cli.check.solutions.iteration import Run as Run  # noqa: PLC0414 the command takes it from here
    from matcalc_cli.equations.newton import Newton as Newton  # noqa: PLC0414 same
    from matcalc_cli.equations.optimality.stationary import Stationary
    from matcalc_cli.expr.node import Node, Symbol


def newton(
    text: str, *, solve: Sequence[str], wrt: Sequence[str], var: Sequence[str] = (), verify: bool = True
) -> Newton:
    """The Newton step of equations or of a gradient, verified at random points. Raises MatcalcError."""
    from matcalc_cli.check.before_printing import SURE, MismatchError
    from matcalc_cli.check.solutions.iteration import checked
    from matcalc_cli.equations.newton import of_a_number, of_equations

    found = of_equations(text, solve, var) if solve else of_a_number(text, wrt, var)
    hold(found.system.forms)
    how = checked(found.system.equations, found.steps) if verify else ""
    if how not in SURE:
        _require_a_derivative(found, solve)
    if how == "wrong":
        raise MismatchError("the Newton step fails its own verification")
    said = [] if how in SURE else [f"the step is not verified: {how}"]
    found.answer = found.answer.but(verified=how, notes=(*found.answer.notes, *said))
    return found


def _require_a_derivative(found: Newton, solve: Sequence[str]) -> None:
    """A derivative that is 0 without looking so, as that of normalize(gamma), determines nothing. Raises MatcalcError."""
    from matcalc_cli.check.exact.verify import equal
    from matcalc_cli.check.solutions.field import are_singular_everywhere
    from matcalc_cli.expr.build import zeros

    system = found.system
    for unknown, column in zip(system.unknowns, system.columns, strict=True):
        if all(equal(linear, zeros(linear.shape)).word == "ok" for linear, _ in column):
            raise MatcalcError(
                "unsupported", f"the derivative by {unknown.spelling} is 0, and there is no Newton step",
                hint="A*x - b, for example, has one",
            )  # fmt: skip
    if are_singular_everywhere(system.equations, system.unknowns):
        names = " and ".join(unknown.spelling for unknown in system.unknowns)
        raise MatcalcError(
            "unsupported", f"the linear equation for the step of {names} is singular everywhere: there is no Newton step",
            hint=_isolating(system.unknowns) if solve else "norm(x)^2 has one where norm(x) has none",
        )  # fmt: skip


def _isolating(unknowns: Sequence[Symbol]) -> str:
    """The advice about an equation that does not determine its unknowns, and the kinds that may help."""
    said = "a solution must be isolated while everything else is held fixed, as that of A*x - b is"
    square = [x.spelling for x in unknowns if x.kind == "matrix" and x.rows == x.cols]
    return f"{said}; declare what {square[0]} is: where {square[0]}: spd(n), or upper(n)" if square else said


def stationary(
    text: str, *, wrt: Sequence[str] = (), constraints: Sequence[str] = (), var: Sequence[str] = ()
) -> Derivation:
    """Where the gradient of a number is 0, a solution verified by putting it in. Raises MatcalcError."""
    from matcalc_cli.check.before_printing import MismatchError
    from matcalc_cli.equations.optimality.stationary import stationary
    from matcalc_cli.explain.equations.stationary import explain

    found = stationary(text, wrt, constraints, var)
    hold([(found.elaborated.expression, found.number)])
    values = found.values
    words = {_holds(g, _where_positive(found, values), found.beside) for g in found.equations} if values else set()
    if values and found.sure:
        found.undetermined = _has_many_or_none(found)
    if "wrong" in words and found.sure and not found.undetermined:
        raise MismatchError("the solution does not make the gradient 0")
    if found.undetermined or found.outside or not (found.sure or words <= {*_VERIFIED}):
        found.solution, found.needed, words = {}, (), set()
    derivation = explain(found)
    sure = [said for word, said in _VERIFIED.items() if word in words]
    derivation.verdict = (sure[-1] if words <= {*_VERIFIED} else "the solution is not verified") if words else ""
    return derivation


def _where_positive(found: Stationary, values: Mapping[Node, Node]) -> Mapping[Node, Node]:
    """The solution where the names that must be positive are exponentials."""
    from matcalc_cli.elaborate.builder import instantiate
    from matcalc_cli.expr.build import substitute
    from matcalc_cli.expr.node import Symbol
    from matcalc_cli.validity import conditions

    names = [c.node for c in conditions(found.needed, ()) if c.predicate == "positive" and isinstance(c.node, Symbol)]
    put: dict[Node, Node] = {x: instantiate("exp(X)", {"X": x}, {}) for x in names if not x.is_scalar}
    return {**{x: substitute(value, put) for x, value in values.items()}, **put} if put else values


def _holds(g: Node, values: Mapping[Node, Node], beside: Sequence[Symbol]) -> str:
    """Whether g is 0 where the unknowns have these values: "ok", "numerically", "wrong", or "undecided".

    In doubles it is 0 beside its value at twice the unknowns.
    """
    from matcalc_cli.check.doubles.equality import compared
    from matcalc_cli.check.exact.verify import equal
    from matcalc_cli.expr.build import add, multiply, substitute, zeros
    from matcalc_cli.expr.node import number

    here = substitute(g, values)
    word = equal(here, zeros(g.shape)).word
    if word != "undecided":
        return word
    there = substitute(g, {x: multiply(number(2), value) for x, value in values.items()})
    return "numerically" if compared(add(there, here), there, beside=beside) in ("ok", "numerically") else "undecided"


_VERIFIED = {"ok": "exact", "numerically": "the solution makes the gradient 0 at random points, in doubles"}
"""The words about a solution that was put into the equations, by how they were found to hold."""


def _has_many_or_none(found: Stationary) -> bool:
    """Whether the equations that were solved have no inverse whatever the names stand for, as a'*x = 0 for a column x."""
    from matcalc_cli.check.solutions.field import are_singular_everywhere
    from matcalc_cli.equations.optimality.ways import LINEAR

    return {*found.how.values()} == {LINEAR} and are_singular_everywhere(found.equations, found.every)


def run(found: Newton, *, at: Sequence[str], most: int = 50) -> Run:
    """Newton's iteration from the point that `at` gives. Raises MatcalcError."""
    from matcalc_cli.check.solutions.iteration import iterated
    from matcalc_cli.codegen.text.module import parameters
    from matcalc_cli.inputs.options import given

    names = sorted({s for g in found.system.equations for s in g.symbols} | {*found.steps}, key=lambda s: s.name)
    known = [v for v in found.answer.variables if v in names]
    point = given(found.system.equations[0], found.answer.variables, at=at)
    point.require(known, "an unknown begins there")
    unknown = [n for n in parameters(*found.system.equations, *found.steps.values())[1] if n not in point.sizes]
    if unknown:
        raise MatcalcError(
            "usage", f"the size {unknown[0]} is not known", hint="write a number in its place: ones(1, 3)"
        )
    return iterated(found.system.equations, found.steps, point.sizes, point.point, most)
