"""Functionals and differential equations, from text to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.before_printing import hold
from matcalc_cli.errors import Label, MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.answers.derivation import Derivation
    from matcalc_cli.check.doubles.moving.flow import Way
    from matcalc_cli.check.doubles.moving.volume import Map
    from matcalc_cli.codegen.moving.writer import Equation
    from matcalc_cli.equations.time.flow import Flow
    from matcalc_cli.equations.volume.determinant import Volume
    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.validity.condition import Condition


def functional(
    text: str, *, functions: Sequence[str], of: str, wrt: Sequence[str] = (), var: Sequence[str] = (), parts: bool = False,
) -> Derivation:  # fmt: skip
    """The variations of an integral, the integration by parts verified, or of values at places. Raises MatcalcError."""
    from matcalc_cli.check.doubles.equality import compared
    from matcalc_cli.check.lines import verdicts
    from matcalc_cli.equations.time.functional import Functional, integrand
    from matcalc_cli.equations.time.pointwise import Pointwise, is_pointwise
    from matcalc_cli.explain.equations.functional import explain
    from matcalc_cli.explain.equations.pointwise import explain as explain_values

    read = integrand(text, functions, of, var)
    found: Functional | Pointwise
    if is_pointwise(read) and not wrt:
        found = Pointwise(read)
        hold([(read.elaborated.expression, found.expression)])
        derivation = explain_values(found)
    else:
        found = Functional(read, wrt)
        hold([(read.elaborated.expression, found.integrand)])
        derivation = explain(found, parts=parts)
    derivation.verdict = said([compared(*found.identity), *[word for _, word in verdicts(derivation)]])
    return derivation


def said(words: Sequence[str]) -> str:
    """The words about lines that were verified. Raises MismatchError where one is wrong."""
    from matcalc_cli.check.before_printing import MismatchError

    if "wrong" in words:
        raise MismatchError("an answer fails its own verification")
    if {*words} <= {"ok"}:
        return "exact"
    return (
        "every line verified, some at random numbers" if {*words} <= {"ok", "numerically"} else "a line is not verified"
    )


def check_functional(
    text: str, *, functions: Sequence[str], of: str, var: Sequence[str] = (), sizes: str = "", seed: int = 0, trials: int = 3,
    at: Sequence[str] = (), nonfinite: bool = False,
) -> Answer:  # fmt: skip
    """The gradient of an integral against that of a sum on two grids. Raises MatcalcError."""
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.check.doubles.moving.variation import Discrete
    from matcalc_cli.check.written_out import WrittenOut
    from matcalc_cli.codegen.text.module import dimension_names
    from matcalc_cli.equations.time.functional import functional
    from matcalc_cli.inputs.data import read_sizes

    del nonfinite
    if at:
        raise MatcalcError("usage", "the functions are drawn here, and --at has no place", hint="--seed N draws others")
    found = functional(text, functions, of, (), var)
    known = read_sizes(sizes, dimension_names([found.open, *found.elaborated.variables.values()]))
    places, gradients, orders = found.gradients()
    out = WrittenOut([found.open, *gradients], known)
    grid = Discrete(
        out.node(found.open), found.time, [[out.symbol(p) for p in own] for own in places],
        [out.node(g) for g in gradients], orders,
    )  # fmt: skip
    answer = Answer(found.program, found.integrand, [], [], None, notes=found.elaborated.notes)
    return answer.but(check=grid.report(known, seed, trials))


def ode(text: str, *, steps: bool = False, **asked: Any) -> Derivation:
    """The sensitivities of a differential equation and the adjoint of a loss, verified. Raises MatcalcError."""
    from matcalc_cli.check.doubles.equality import compared
    from matcalc_cli.check.lines import verdicts
    from matcalc_cli.explain.equations.flow import explain

    found = flow_of(text, **asked)
    derivation = explain(found, steps=steps)
    derivation.verdict = said([*checked(found), compared(*found.identity), *[word for _, word in verdicts(derivation)]])
    return derivation


def checked(flow: Flow) -> Iterator[str]:
    """The verdicts on the differentials of the rates and on their Jacobians."""
    from matcalc_cli.check.exact.verify import verify

    moving = [*flow.directions]
    for state in flow.states:
        yield verify(state.rate, moving, flow.moved(state)).word
        for x in moving:
            if x in state.rate.symbols:
                yield verify(state.rate, x, flow.jacobian(state, x), reading="jacobian").word


def flow_of(
    text: str, *, states: Sequence[str], time: str = "t", loss: str = "", running: str = "", data: str = "",
    initial: Sequence[str] = (), wrt: Sequence[str] = (), var: Sequence[str] = (),
) -> Flow:  # fmt: skip
    """The differential equation that a text is the right-hand side of. Raises MatcalcError."""
    from matcalc_cli.equations.time.flow_reading import flow

    return flow(text, states, time, wrt, var, loss=loss, running=running, data=data, initial=initial)


def code_ode(text: str, *, target: str = "numpy", **asked: Any) -> str:
    """A module that solves a differential equation and differentiates a loss of it. Raises MatcalcError."""
    from matcalc_cli.codegen.moving.flow import flow_module

    return flow_module(equation(flow_of(text, **asked)), target)


def equation(flow: Flow, inputs: Sequence[Symbol] = ()) -> Equation:
    """The contents of a module about a differential equation, or about a recurrence with inputs."""
    from matcalc_cli.codegen.moving.writer import Equation

    sensitive = [p for p in flow.moved_by if p not in inputs]
    sensitivities = [flow.sensitivity(p) for p in sensitive]
    functions = _formulas(flow, inputs)
    for k, found in enumerate(sensitivities):
        functions[f"sensitivity_rate_{k}"] = [rate for _, rate, _ in found]
        functions[f"sensitivity_begin_{k}"] = [begin for _, _, begin in found]
    every = [v for v in flow.elaborated.variables.values() if v.place is None and v.kind != "index"]
    given = [*inputs, *flow.losses.given]
    apart = {flow.time, *given, *[s.symbol for s in flow.states]}
    return Equation(
        flow.time, flow.end, [s.symbol for s in flow.states], [s.adjoint for s in flow.states], [s.initial for s in flow.states],
        flow.begins, [v for v in every if v not in apart], given, [p for p in flow.wrt if p not in inputs], functions, sensitive,
        [[name for name, _, _ in found] for found in sensitivities], flow.by_end and bool(flow.losses.parts),
        inputs, [p for p in flow.wrt if p in inputs],
    )  # fmt: skip


def _formulas(flow: Flow, inputs: Sequence[Symbol]) -> dict[str, list[Node]]:
    """By name what the functions of a module return: of states, of parameters, of inputs at a step."""
    from matcalc_cli.equations.time.losses import slope

    asked = [p for p in flow.wrt if p not in flow.begins and p not in inputs]
    moved = [p for p in flow.wrt if p in inputs]
    states, losses = [s.symbol for s in flow.states], flow.losses
    found = {"rate": [s.rate for s in flow.states], "begin": [s.initial for s in flow.states]}
    if not losses.parts:
        return found
    found["pull"] = [*map(flow.pulled_back, states), *map(flow.integrand, (*asked, *moved))]
    for name, loss in (("end", losses.end), ("data", losses.data)):
        if loss is not None:
            found[name] = [loss]
            found[f"{name}_slope"] = [
                *[slope(loss, u) for u in states],
                *[flow.inside(slope(loss, p), p) for p in (*asked, *(moved if name == "data" else ()))],
            ]
    if losses.running is not None:
        found["running"] = [losses.running]
    if any(p in s.initial.symbols for p in asked for s in flow.states):
        found["start_slope"] = [flow.started(p) for p in asked]
    if flow.by_end:
        found["end_rate"] = [flow.by_last_time]
    return found


def check_ode(
    text: str, *, sizes: str = "", seed: int = 0, trials: int = 3, at: Sequence[str] = (), nonfinite: bool = False, **asked: Any
) -> Answer:  # fmt: skip
    """The sensitivities and the gradients against differences of a solver with fixed steps, up to 0.5 or T in `at`. Raises MatcalcError."""
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.check.doubles.moving.flow import LAST
    from matcalc_cli.check.doubles.moving.flow_check import report
    from matcalc_cli.inputs.options import given

    flow = flow_of(text, **asked)
    way = way_of(flow)
    fixed = given(
        flow.states[0].rate, [*way.free, flow.end], sizes=sizes, seed=seed, trials=trials, at=at, nonfinite=nonfinite
    )
    end = fixed.point.pop(flow.end.name, None)
    last = LAST if end is None else end.item()
    if last <= 0:
        raise MatcalcError("usage", f"the last time is {last:g}, and the first is 0", hint=f"--at {flow.end.name}=2")
    found = report(way, fixed, last)
    return Answer(flow.program, flow.states[0].rate, [], [], None, notes=flow.elaborated.notes).but(check=found)


def way_of(flow: Flow) -> Way:
    """The initial value problems that the check of a differential equation integrates."""
    from matcalc_cli.check.doubles.moving.flow import Way
    from matcalc_cli.differential import differential
    from matcalc_cli.equations.time.losses import slope

    moves = {p: flow.direction(p) for p in flow.wrt}
    every = {**moves, **{s.symbol: s.moving for s in flow.states}}
    states, losses = [s.symbol for s in flow.states], flow.losses
    parts = {"end": losses.end, "running": losses.running, "data": losses.data}
    pulls = [*map(flow.pulled_back, states), *map(flow.integrand, flow.wrt)] if losses.parts else []
    slopes = {
        k: [*[slope(f, u) for u in states], *[flow.inside(slope(f, p), p) for p in flow.wrt]]
        for k, f in parts.items() if f is not None
    }  # fmt: skip
    return Way(
        flow.time, flow.end, [(s.symbol, s.moving, s.adjoint) for s in flow.states],
        [(s.initial, differential(s.initial, moves)) for s in flow.states],
        [(s.rate, differential(s.rate, every)) for s in flow.states], pulls,
        {k: (f, differential(f, every), slopes[k]) for k, f in parts.items() if f is not None},
        [flow.started(p) for p in flow.wrt] if pulls else [], losses.given, list(moves.items()),
        flow.by_last_time if flow.by_end and losses.parts else None,
    )  # fmt: skip


def volume(text: str, *, wrt: Sequence[str] = (), var: Sequence[str] = (), at: Sequence[str] = ()) -> Derivation:
    """The determinant of a map between free entries, compared with the differential at numbers. Raises MatcalcError."""
    from matcalc_cli.check.before_printing import MismatchError
    from matcalc_cli.check.doubles.moving.volume import Map, agrees
    from matcalc_cli.equations.volume.determinant import moves, volume
    from matcalc_cli.equations.volume.forms import NOTHING
    from matcalc_cli.explain.equations.volume import at_numbers, explain, tangents
    from matcalc_cli.expr.build import substitute

    found = volume(text, wrt, var)
    hold(found.system.forms)
    named = dict(tangents(found))
    units = {move.step: x for x, move in moves(found) if x in found.unit}
    steps = [named.get(move.step, move.step) for _, move in moves(found)]
    measured = Map(found.expression, substitute(found.moved, dict(named.items())), steps, units, found.kind)
    node, values = (found.closed.node, found.closed.eigenvalues) if found.closed else (None, None)
    word = agrees(measured, node, None if values is None else (found.variables[0], values))
    if word == "wrong":
        _require_a_value(found)
        raise MismatchError("the volume fails its own verification")
    if word == "singular":
        found.closed = NOTHING
    derivation = explain(found)
    if found.closed is not None:
        unsure = "not verified: no numbers were found to compare it at"
        derivation.verdict = unsure if word == "undecided" else "every line verified at random numbers"
    if at:
        derivation.sections = (
            *derivation.sections,
            at_numbers(_at_numbers(measured, found, derivation.answer.conditions, at)),
        )
    return derivation


def _require_a_value(found: Volume) -> None:
    """Raise MatcalcError where the map has a value nowhere, of which doubles see rounding: inv(v*v')*v."""
    from matcalc_cli.check.claims.points.undefined import nowhere
    from matcalc_cli.inputs.fixed import Given

    if reason := nowhere(found.expression, Given()):
        body = found.program.body
        raise MatcalcError("unsupported", f"there is no volume: {reason}", [Label(body.start, body.end)])


def _at_numbers(measured: Map, found: Volume, needed: Sequence[Condition], at: Sequence[str]) -> float:
    """The determinant at the values given. Raises MatcalcError where there is none."""
    import warnings

    import numpy as np

    from matcalc_cli.check.doubles.moving.volume import determinant
    from matcalc_cli.check.existence import broken
    from matcalc_cli.expr.build import is_zero
    from matcalc_cli.inputs.options import given
    from matcalc_cli.render.reports.conditions import text

    typed = [v for v in found.elaborated.variables.values() if v not in measured.symbols]
    point = given(found.expression, [*measured.symbols, *typed], at=at)
    point.require(measured.symbols)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        failed = broken(needed, point)
        value = None if failed else determinant(measured, point.sizes, point.point)
    if value is None:
        said = f": it has one only where {text(failed)}" if failed else ""
        raise MatcalcError("usage", f"the derivative has no value there{said}")
    return 0.0 if found.closed is not None and is_zero(found.closed.node) else value
