"""The conditions of the parts of an answer that are shown."""

from __future__ import annotations

from matcalc_cli.validity import conditions
from matcalc_cli.validity.condition import Condition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.answers.answer import Answer, Derivative
    from matcalc_cli.expr.node import Node, Symbol


def of_derivatives(
    typed: Sequence[Condition], expression: Node, derivatives: Sequence[Derivative], further: Sequence[Node] = ()
) -> tuple[Condition, ...]:
    """The conditions of the expression as it was typed, and of its derivatives, those of later orders too."""
    return conditions(typed, [expression, *_shown(derivatives), *further], [d.variable for d in derivatives])


def with_derivatives(answer: Answer, derivatives: Sequence[Derivative]) -> Answer:
    """The answer with other readings, and with what these need."""
    return answer.but(
        derivatives=tuple(derivatives), conditions=lambda: of_derivatives(answer.domain, answer.shown, derivatives)
    )


def of_solution(answer: Answer) -> tuple[Condition, ...]:
    """The conditions under which equations determine their unknowns, and those of the answer itself."""
    assert answer.variant is not None
    solved = answer.variant.solved
    assert solved is not None
    shown = (
        _shown(answer.derivatives)
        if solved.loss
        else [node for found in (solved.moves, solved.bends, *solved.further) for node in found.values()]
    )
    nodes = [*solved.equations, answer.expression, *shown]
    return conditions([*answer.domain, *solved.needed], nodes, [*solved.unknowns, *solved.variables])


def later(answer: Answer) -> Iterator[tuple[int, Symbol | None, Node]]:
    """The later derivatives of an answer that a report shows: the order, by what number, or by none the differential."""
    alone = len(answer.derivatives) == 1 and answer.derivatives[0].variable.is_scalar
    for one in answer.higher:
        if one.order == 2 and answer.expression.is_scalar:  # which the Hessian says
            continue
        if not alone:
            yield one.order, None, one.total
        for x, rate in one.rates:
            yield one.order, x, rate


def before(answer: Answer, command: str) -> list[Node]:
    """The derivatives of lower orders than the one that a command prints: where they are not there, neither is that."""
    later = answer.variant is not None and answer.variant.order > 1
    if not (later or command == "hessian"):
        return []
    higher = answer.variant.higher if answer.variant is not None else ()
    return [*[d.gradient or d.jacobian for d in answer.derivatives], *higher]


def not_shown(found: tuple[Condition, ...], nodes: Sequence[Node]) -> tuple[Condition, ...]:
    """The conditions that nobody sees in expressions, all of them where these have no value at all."""
    from matcalc_cli.validity.contradictions import hold_nowhere

    shown = conditions((), nodes)
    return found if hold_nowhere(found) else tuple([c for c in found if c not in shown])


def _shown(derivatives: Sequence[Derivative]) -> list[Node]:
    """The derivatives that are printed: by each variable the gradient or the Jacobian, and the Hessian if there is one."""
    found = [d.gradient or d.jacobian for d in derivatives]
    return found + [d.hessian for d in derivatives if d.hessian is not None]
