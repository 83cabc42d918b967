"""Sums and products over an index, and members of families, as steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import ONE, add
from matcalc_cli.expr.constants import has_member
from matcalc_cli.expr.members import conditions_of, inside, minus
from matcalc_cli.expr.node import Apply, Member, Node, Span, number

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.step import Step


def summation(plan: Plan, node: Apply) -> Step:
    """A sum over an index; over members of families, and under a condition, one that may be empty."""
    index, low, high, body = node.args
    operation = "total" if conditions_of(index, body)[0] or has_member(index, body) else "summation"
    return plan.steps.loop(operation, plan.of(index), plan.of(body), (plan.of(low), plan.of(high), _zero(plan, node)))


def chosen_term(plan: Plan, node: Node, conditions: Sequence[Node], rest: Node) -> Step:
    """A term that is multiplied by [i != j]: it has a value where that is 1, and may have none elsewhere."""
    step = plan.root(rest)
    for condition in conditions:
        step = plan.make("choose", plan.root(condition), step, _zero(plan, node))
    return step


def _zero(plan: Plan, node: Node) -> Step:
    return plan.number(0) if node.is_scalar else plan.make("zeros", *map(plan.size, node.shape))


def production(plan: Plan, node: Apply) -> Step:
    """A product over an index."""
    index, low, high, condition, body = node.args
    one, step = plan.number(1), plan.of(body)
    if condition is not ONE:
        step = plan.make("choose", plan.of(condition), step, one)
    return plan.steps.loop("production", plan.of(index), step, (plan.of(low), plan.of(high), one))


def member(plan: Plan, node: Member) -> Step:
    """A part of the array of a family."""
    first = plan.target.first_index
    places = []
    for index, span in zip(node.indices, node.family.ranges, strict=True):
        if span is None:
            raise MatcalcError(
                "unsupported", f"which members {node.family.spelling} has is not known, so it is no array",
                hint=f"a sum over all of them tells: sum(i, 1, n, {node.family.spelling}_i); where a name shifts an index, "
                f"{node.family.spelling}_(i+p), its sign decides, and a number does, {node.family.spelling}_(i+1)",
            )  # fmt: skip
        places.append(plan.root(index) if first is None else _place(plan, index, span, first))
    shape = "number" if node.is_scalar else "column" if node.cols == 1 else "matrix"
    return plan.make(f"member_{shape}_{len(places)}", plan.of(node.family), *places)


def _place(plan: Plan, index: Node, span: Span, first: int) -> Step:
    """An index counted from the first member, kept inside of the array where it may be outside (and does not count)."""
    low, high = (number(first), add(minus(span[1], span[0]), number(first)))
    place = add(minus(index, span[0]), number(first))
    bound = any(symbol.kind == "index" for symbol in index.symbols)
    if bound or inside(low, place, high) is ONE:
        return plan.root(place)
    return plan.make("clamp", *[plan.root(node) for node in (place, low, high)])
