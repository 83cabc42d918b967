"""How the adjoint equation comes about: the equation added to the loss with a multiplier, which is chosen so that du drops out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from matcalc_cli.answers.derivation import Line, Section
from matcalc_cli.differential import differential
from matcalc_cli.explain.equations.flow_names import Names, loss_tree, total
from matcalc_cli.explain.trees import ZERO, expressed, listed, name_of, named
from matcalc_cli.expr.build import add, is_zero
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.expr.shapes.dimensions import product_of
from matcalc_cli.language.tree import Tree
from matcalc_cli.readings.derive import pairing
from matcalc_cli.render.writing.sharing import shared
from matcalc_cli.render.writing.sizes import size_tree
from matcalc_cli.render.writing.trees import call, operation
from matcalc_cli.simplify import simplify

if TYPE_CHECKING:
    from matcalc_cli.equations.time.flow import Flow, State


def lagrangian(flow: Flow, names: Names) -> Iterator[Section]:
    """The lines from the loss to what stands before du."""
    letter = named(names.letter)
    lines = [
        Line(letter, operation("add", loss_tree(flow, names), names.integral(_with_multipliers(flow, names))), [
            "for any ", *_adjoints(flow), ", since the bracket is 0",
        ]),
        Line(named(f"d{names.letter}"), _differentiated(flow, names), ["everything moves"]),
        *_by_parts(flow, names),
        Line(named(f"d{names.letter}"), _collected(flow, names), ["what stands before ", *_movings(flow), " collected"]),
    ]  # fmt: skip
    yield Section(["the equation added with a multiplier"], lines)
    yield Section(["so that what is unknown drops out"], [*_chosen(flow, names)])


def _adjoints(flow: Flow) -> list[str | Tree]:
    return listed(s.adjoint for s in flow.states)


def _movings(flow: Flow) -> list[str | Tree]:
    return listed(s.moving for s in flow.states)


def _with_multipliers(flow: Flow, names: Names) -> Tree:
    """v'*(f - du/dt)."""
    parts = [_paired(s.adjoint, operation("subtract", expressed(s.rate), names.rate(s.symbol))) for s in flow.states]
    return total(parts)


def _paired(v: Symbol, tree: Tree) -> Tree:
    return _times(v, name_of(v), tree)


def _differentiated(flow: Flow, names: Names) -> Tree:
    """dL where u, p and their beginning move."""
    losses, parts = flow.losses, []
    if losses.end is not None:
        parts.append(_at_end(names, differential(losses.end, flow.directions)))
    inside = [pairing(s.adjoint, flow.moved(s)) for s in flow.states]
    inside += [differential(losses.running, flow.directions)] if losses.running is not None else []
    rates = [_paired(s.adjoint, names.rate(s.moving)) for s in flow.states]
    parts.append(names.integral(operation("subtract", expressed(simplify(add(*inside))), total(rates))))
    if losses.data is not None:
        parts.append(names.over_data(simplify(differential(losses.data, flow.directions))))
    return total([p for p in parts if p is not ZERO])


def _at_end(names: Names, node: Node) -> Tree:
    node = simplify(node)
    return ZERO if is_zero(node) else names.seen_at(node, names.end)


def _by_parts(flow: Flow, names: Names) -> Iterator[Line]:
    for s in flow.states:
        left = names.integral(_paired(s.adjoint, names.rate(s.moving)))
        outside = operation("between", _paired(s.adjoint, name_of(s.moving)), ZERO, names.end)
        inside = _times(s.symbol, names.rate(s.adjoint), name_of(s.moving))
        yield Line(left, operation("subtract", outside, names.integral(inside)), ["by parts"])


def _collected(flow: Flow, names: Names) -> Tree:
    """The integral of (dv/dt + f_u'v + g_u)'du + (f_p'v + g_p)'dp."""
    parts: list[Tree] = []
    for s in flow.states:
        pulled = flow.pulled_back(s.symbol)
        before = names.rate(s.adjoint) if is_zero(pulled) else total([names.rate(s.adjoint), expressed(pulled)])
        parts.append(_times(s.symbol, before, name_of(s.moving)))
    own = {p: towards for p, towards in flow.directions.items() if p not in {s.symbol for s in flow.states}}
    for p, towards in own.items():
        if isinstance(towards, Symbol) and not is_zero(flow.integrand(p)):
            parts.append(_times(p, expressed(flow.pulled_back(p)), name_of(towards)))
    ends = [_times(s.symbol, at_the_end(flow, names, s), names.at(s.moving, names.end)) for s in flow.states]
    starts = [_times(s.symbol, names.at(s.adjoint, ZERO), names.at(s.moving, ZERO)) for s in flow.states]
    end, data = flow.losses.end, flow.losses.data
    besides = [] if end is None else [tree for tree in [_at_end(names, differential(end, own))] if tree is not ZERO]
    over = [] if data is None else [names.over_data(simplify(differential(data, flow.directions)))]
    return total([names.integral(total(parts)), *ends, *besides, *starts, *over])


def at_the_end(flow: Flow, names: Names, state: State) -> Tree:
    """The factor before du(T)."""
    node, adjoint = flow.adjoint_end(state), names.at(state.adjoint, names.end)
    if is_zero(node):
        return operation("negate", adjoint)
    return operation("subtract", names.seen_at(node, names.end), adjoint)


def _times(of: Symbol, before: Tree, moving: Tree) -> Tree:
    """The inner product of two values of the shape of a name."""
    if of.is_scalar:
        return operation("multiply", before, moving)
    product = operation("multiply", operation("transpose", before), moving)
    return product if of.cols == 1 else call("tr", product)


def _chosen(flow: Flow, names: Names) -> Iterator[Line]:
    for s in flow.states:
        pulled = flow.pulled_back(s.symbol)
        left = names.rate(s.adjoint) if is_zero(pulled) else total([names.rate(s.adjoint), shared(expressed(pulled))])
        yield Line(left, ZERO, ["then ", name_of(s.moving), " is in no integral"])
    for s in flow.states:
        yield Line(at_the_end(flow, names, s), ZERO, ["then ", names.at(s.moving, names.end), " is not needed"])


def cost(flow: Flow) -> Section:
    """The number of equations that forward and backward integration solve."""
    states = sum(product_of(*s.symbol.shape) for s in flow.states)
    count = sum(product_of(*p.shape) for p in flow.wrt)
    forward = states + product_of(states, count)
    lines = [
        Line(named("forward"), size_tree(forward), ["numbers are integrated: the solution and a sensitivity by each entry"]),
        Line(named("backward"), size_tree(states + states + count), [
            "numbers: the solution, then the adjoint and an integral for each entry",
        ]),
    ]  # fmt: skip
    return Section(["what that costs"], lines, tally=True)
