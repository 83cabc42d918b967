"""Where the answers of commands are valid."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.validity.condition import Condition


def valid_where(conditions: Sequence[Condition], answer: Answer | None = None) -> tuple[str, ...]:
    """A note on where an answer is valid, if that is not everywhere."""
    from matcalc_cli.render.reports.conditions import text

    return (f"valid where {text(conditions, answer)}",) if conditions else ()


def shown_conditions(answer: Answer, command: str) -> tuple[Condition, ...]:
    """The conditions of the one answer of a command; of `simplify` those that the expression that it prints does not show."""
    from matcalc_cli.answers.needed import before, not_shown
    from matcalc_cli.render.reports.answers import entries
    from matcalc_cli.validity import conditions

    if answer.variant is not None and answer.variant.solved is not None:
        return answer.conditions
    nodes = [answer.shown, *before(answer, command), *[node for _, node in entries(answer, command)]]
    found = conditions(answer.domain, nodes, [d.variable for d in answer.derivatives])
    return not_shown(found, nodes) if found and command == "simplify" else found
