"""A claim that is right but for one term: left out, doubled, of the wrong sign, too much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.check.claims.points.evidence import Evidence, factor, ratio
from matcalc_cli.check.doubles.compiled import Compiled
from matcalc_cli.expr.build import multiply, transpose
from matcalc_cli.expr.node import Node, Product, Sum, number
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from matcalc_cli.simplify.distribute import written_out

if TYPE_CHECKING:
    from matcalc_cli.check.claims.claim import Question

MOST = 40
"""Terms that are looked at."""
MISTAKES = {-1.0: "lacks the term {0}", 1.0: "has the term {0} twice", -2.0: "has the wrong sign at the term {0}"}
"""By the multiple of a term of the right answer that is too much in the claim."""


def term_mistake(question: Question, found: Sequence[Evidence]) -> str:
    """The words about a mistake in one term, or nothing."""
    for term in _terms(question.right):
        c = _multiple(term, found)
        if c is not None:
            said = next((text for value, text in MISTAKES.items() if abs(c - value) < 1e-9), "")
            return (said or f"has the term {{0}} with a factor of {factor(1 + c)}").format(plain(express(term)))
    for term in _terms(question.claim.node):
        c = _multiple(term, found)
        if c is not None and abs(c - 1) < 1e-9:
            return f"has the term {plain(express(term))} too much"
    for term in _terms(question.right):
        if term.shape == term.shape[::-1] and _turned(term, found):
            return f"has the term {plain(express(term))} transposed"
    return ""


def _terms(node: Node) -> Iterator[Node]:
    """The terms of a sum, as it is written and written out."""
    seen: dict[Node, None] = {}
    for sum_ in (node, written_out(node)):
        if sum_ is not None:
            seen.update(dict.fromkeys(_summands(sum_)[:MOST]))
    yield from seen


def _summands(node: Node) -> list[Node]:
    """The terms of a sum or of a multiple of one; nothing of anything else."""
    match node:
        case Sum(terms=terms):
            return [*terms]
        case Product(coefficient=c, scalars=scalars, factors=(Sum(terms=terms),)):
            return [multiply(number(c), *scalars, term) for term in terms]
    return []


def _multiple(term: Node, found: Sequence[Evidence]) -> float | None:
    """The number c, the same everywhere, with claim - right = c term."""
    factors = []
    for e in found:
        value = Compiled(term, e.sizes)(e.point)
        factors.append(None if value is None else ratio(e.claimed - e.right, value))
    first = factors[0]
    same = first is not None and all(c is not None and abs(c - first) <= 1e-7 * abs(first) for c in factors)
    return first if same else None


def _turned(term: Node, found: Sequence[Evidence]) -> bool:
    """Whether claim - right = term' - term."""
    for e in found:
        value, other = (Compiled(t, e.sizes)(e.point) for t in (term, transpose(term)))
        if value is None or other is None or _apart(e, other - value):
            return False
    return True


def _apart(e: Evidence, change: object) -> bool:
    return ratio(e.claimed - e.right, change) is None  # type: ignore[arg-type]
