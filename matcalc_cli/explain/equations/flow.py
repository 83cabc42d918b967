"""A differential equation with its loss, as lines: the sensitivities forward, the adjoint backward, the gradients."""

from __future__ import annotations

from collections.abc import Iterator

from matcalc_cli.answers.answer import Answer
from matcalc_cli.answers.derivation import Derivation, Heading, Line, Section
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.time.flow import Flow, State
from matcalc_cli.explain.equations.flow_lagrangian import cost, lagrangian
from matcalc_cli.explain.equations.flow_names import Names, loss_tree, total, zero_or
from matcalc_cli.explain.trees import ZERO, expressed, name_of, named
from matcalc_cli.expr.build import add, is_identity, is_zero, multiply, scalars_and_rest
from matcalc_cli.expr.node import Symbol, number, symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.writing.sharing import shared
from matcalc_cli.render.writing.trees import operation
from matcalc_cli.simplify import simplify
from matcalc_cli.validity import conditions
from matcalc_cli.validity.condition import Condition


def explain(flow: Flow, *, steps: bool = False) -> Derivation:
    """The lines; with `steps` those that lead to the adjoint equation before its own."""
    names = Names(flow)
    forward = [section for p in flow.moved_by for section in _forward(flow, names, p)]
    backward = [*_backward(flow, names)] if flow.losses.parts else []
    sections = [_equation(flow, names)]
    if steps and flow.losses.parts:
        sections += [*_loss(flow, names), *lagrangian(flow, names), *backward, *forward, cost(flow)]
    else:
        sections += [*_closed(flow, names), *forward]
        sections += [*_loss(flow, names), *backward] if backward else []
    variables = [v for v in flow.elaborated.variables.values() if v.place is None]
    nodes = [n for s in flow.states for n in (s.rate, flow.adjoint_rate(s))] + flow.losses.parts
    moving = [*flow.wrt, *[s.symbol for s in flow.states]]
    needed = [*conditions(flow.elaborated.domain, nodes, moving), *names.needed]
    answer = Answer(
        flow.program, flow.states[0].rate, variables, [], None, notes=flow.elaborated.notes,
        conditions=tuple(dict.fromkeys(needed)),
    )  # fmt: skip
    derivation = Derivation(answer, [s for s in sections if s.lines], names.scope(nodes), names.letter)
    first = flow.states[0]
    derivation.heading = (names.rate(first.symbol), expressed(first.rate))
    return derivation


def _equation(flow: Flow, names: Names) -> Section:
    lines = [Line(names.rate(s.symbol), expressed(s.rate)) for s in flow.states]
    for s in flow.states:
        lines.append(Line(names.at(s.symbol, ZERO), zero_or(s.initial, expressed(s.initial)), ["where it begins"]))
    return Section(["the equation"], lines)


def _closed(flow: Flow, names: Names) -> Iterator[Section]:
    """The solution of a linear equation whose matrix does not change."""
    found = flow.linear()
    if found is None:
        return
    matrix, rest = found
    (state,) = flow.states
    u, end = state.initial, flow.end
    scalars, single = scalars_and_rest(matrix)
    if is_identity(single):  # a number times I acts on every entry by itself
        matrix = multiply(number(1), *scalars)
    exponential = "exp(T*A)*U" if matrix.is_scalar else "expm(T*A)*U"
    dims = {"n": u.rows}
    node = instantiate(exponential, {"T": end, "A": matrix, "U": u}, dims)
    if not is_zero(rest):
        shift = "(exp(T*A) - 1)*B/A" if matrix.is_scalar else "inv(A)*(expm(T*A) - I(n))*B"
        node = add(node, instantiate(shift, {"T": end, "A": matrix, "B": rest}, dims))
        if matrix.symbols or not matrix.is_scalar:
            names.needed.append(Condition("not zero" if matrix.is_scalar else "invertible", matrix))
    lines = [
        Line(
            names.at(state.symbol, names.end), expressed(simplify(node)), ["linear, with a matrix that does not change"]
        )
    ]
    yield Section(["in closed form"], lines)


def _forward(flow: Flow, names: Names, p: Symbol) -> Iterator[Section]:
    """The sensitivities by one parameter."""
    found = flow.sensitivity(p)
    scope = names.scope([*[node for _, *nodes in found for node in nodes], *[name for name, _, _ in found]])
    lines = []
    for (name, rate, _), state in zip(found, flow.states, strict=True):
        reason: list[str | Tree] = [name_of(name), " is the derivative of ", name_of(state.symbol), " by ", name_of(p)]
        vecs = [w for w in (state.symbol, p) if w.cols != 1]
        said = [*reason, *[", as columns of vec"] * bool(vecs)]
        lines.append(
            Line(names.rate(name), zero_or(rate, shared(expressed(rate))), said, None if is_zero(rate) else rate)
        )
    for name, _, begin in found:
        why: list[str | Tree] = ["where ", name_of(p), " begins" if p in flow.begins else " does not move it"]
        if p not in flow.begins and not is_zero(begin):
            why = ["by ", name_of(p), " at the beginning"]
        lines.append(Line(names.at(name, ZERO), zero_or(begin, expressed(simplify(begin))), why))
    yield Section(["forward: the sensitivity by ", name_of(p)], lines, scope=scope)


def _loss(flow: Flow, names: Names) -> Iterator[Section]:
    reason: list[str | Tree] = ["of the solution"]
    for y in flow.losses.given:
        reason += ["; ", name_of(y), " is given at each time ", named(f"{names.time.name}_{names.index.name}")]
    yield Section(["the loss"], [Line(named(names.letter), loss_tree(flow, names), reason)])


def _backward(flow: Flow, names: Names) -> Iterator[Section]:
    """The adjoint equation with its values at the end and its jumps, and the gradients."""
    lines = []
    for s in flow.states:
        rate = flow.adjoint_rate(s)
        claim = None if is_zero(rate) else rate
        lines.append(
            Line(names.rate(s.adjoint), zero_or(rate, shared(expressed(rate))), [*adjoint_reason(flow, s)], claim)
        )
    for s in flow.states:
        end = flow.adjoint_end(s)
        reason = "the gradient of the loss at the end" if flow.losses.end is not None else "nothing is lost at the end"
        lines.append(Line(names.at(s.adjoint, names.end), zero_or(end, names.seen_at(end, names.end)), [reason]))
    for s in flow.states:
        jump = flow.adjoint_jump(s)
        if jump is not None:
            k = named(f"{names.time.name}_{names.index.name}")
            why: list[str | Tree] = ["added going backwards over each ", k]
            lines.append(Line(operation("jump", name_of(s.adjoint)), expressed(jump), why, jump))
    yield Section(["backward: the adjoint equation, from ", names.end, " to 0"], lines)
    yield Section(
        ["the gradients" if len(flow.wrt) + flow.by_end > 1 else "the gradient"], list(_gradients(flow, names))
    )


def adjoint_reason(flow: Flow, state: State) -> Iterator[str | Tree]:
    """The parts of the rate of an adjoint, in words."""
    yield "minus the adjoint of how the rate changes with "
    yield name_of(state.symbol)
    if flow.losses.running is not None:
        yield ", and of the integrand"


def _gradients(flow: Flow, names: Names) -> Iterator[Line]:
    several = len(flow.wrt) + flow.by_end > 1
    for p in flow.wrt:
        if p in flow.begins:
            state = next(s for s in flow.states if s.initial is p)
            yield Line(
                Heading(_reading(p), p, several=several), names.at(state.adjoint, ZERO), ["where the adjoint ends"]
            )
            continue
        inside = flow.integrand(p)
        parts = [] if is_zero(inside) else [names.integral(shared(expressed(inside)))]
        for where, node in flow.outside(p):
            place = {"start": ZERO, "end": names.end}.get(where)
            parts.append(names.over_data(node) if place is None else names.seen_at(node, place))
        yield Line(
            Heading(_reading(p), p, several=several),
            total(parts),
            ["the adjoint of how the rate changes with ", name_of(p)],
        )
    if flow.by_end:
        rate = flow.by_last_time
        yield Line(
            Heading("derivative", symbol(flow.end.name, SCALAR, "scalar"), several=several),
            zero_or(rate, names.seen_at(rate, names.end)), ["how the loss changes at the end"],
        )  # fmt: skip


def _reading(p: Symbol) -> str:
    return "derivative" if p.is_scalar else "gradient"
