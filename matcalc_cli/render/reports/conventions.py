"""The conventions an answer follows, said beside it."""

from __future__ import annotations

from matcalc_cli.expr.node import Apply, postorder
from matcalc_cli.kinds import KINDS
from matcalc_cli.render.reports.names import spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.answers.answer import Answer, Derivative

GRADIENT = "gradient"
"""The key of the convention about the shape of a gradient, whatever the variable is called."""


def convention(answer: Answer, *, unicode: bool) -> str:
    """One line: how a structured variable moves, else what shape a gradient has; what vec does. Nothing twice in a document."""
    return "; ".join(text for key, text in _notes(answer, unicode=unicode) if key not in answer.told)


def told(answer: Answer, *, unicode: bool, meanings: bool) -> list[str]:
    """The keys of everything that a document has said once it has this answer in it; reports say the meanings of functions, too."""
    return [*[key for key, _ in _notes(answer, unicode=unicode)], *(glosses(answer) if meanings else ())]


def _notes(answer: Answer, *, unicode: bool) -> list[tuple[str, str]]:
    """The conventions of an answer, each with what it is told apart by."""
    derivatives = answer.derivatives
    by_free_entries = answer.variant is not None and answer.variant.vech
    said = _free_entries(derivatives) if by_free_entries else _structure(derivatives, unicode=unicode)
    notes = [(text, text) for text in said]
    gradients = [d for d in derivatives if shows_gradient(d)]
    if not notes and gradients:
        dx = f"d{spelled(gradients[0].variable, unicode=unicode)}" if len(gradients) == 1 else "dX"
        inner = f"df = ⟨∇f, {dx}⟩" if unicode else f"df = tr(G'*{dx})"
        gradient = "∇f" if unicode else "the gradient G"
        notes.append((GRADIENT, f"{gradient} has the shape of the variable: {inner}"))
    if any(shows_jacobian(d) or d.hessian is not None for d in derivatives):
        stacks = "vec stacks columns" if answer.vec == "columns" else "vec stacks rows, as NumPy's ravel"
        notes.append((stacks, stacks))
    return notes


def glosses(answer: Answer) -> list[str]:
    """The meanings of rare functions of an answer, a sentence each, as their records say it."""
    shown = [n for d in answer.derivatives for n in (d.gradient or d.derivative, d.hessian) if n is not None]
    shown += [d.jacobian for d in answer.derivatives if shows_jacobian(d)]
    roots = [*([answer.total] if answer.total is not None else []), *shown]
    found = dict.fromkeys(n.function.gloss for n in postorder(*roots) if isinstance(n, Apply) and n.function.gloss)
    return [gloss for gloss in found if gloss not in answer.told]


def _free_entries(derivatives: Sequence[Derivative]) -> list[str]:
    """Which entries are free, for each kind that there is."""
    kinds = dict.fromkeys(derivative.variable.kind for derivative in derivatives)
    return [f"by the free entries, {KINDS[kind].free_entries}" for kind in kinds]


def _structure(derivatives: Sequence[Derivative], *, unicode: bool) -> list[str]:
    named: dict[str, list[str]] = {}
    for derivative in derivatives:
        kind = KINDS[derivative.variable.kind]
        if kind.is_structured:
            named.setdefault(kind.moves, []).append(spelled(derivative.variable, unicode=unicode))
    return [f"{', '.join(names)} move{'s' * (len(names) == 1)} {moves}" for moves, names in named.items()]


def shows_derivative(derivative: Derivative) -> bool:
    """A scalar variable has a derivative, which says as much as gradient and Jacobian."""
    return derivative.derivative is not None


def shows_gradient(derivative: Derivative) -> bool:
    """A scalar expression has gradients."""
    return derivative.gradient is not None and not shows_derivative(derivative)


def shows_jacobian(derivative: Derivative) -> bool:
    """Everything else has Jacobians."""
    return derivative.gradient is None and not shows_derivative(derivative)
