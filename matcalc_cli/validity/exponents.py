"""The conditions that imply a condition on a power, A^k or alpha^beta."""

from __future__ import annotations

from matcalc_cli.expr.members import minus
from matcalc_cli.expr.node import Number, Sum
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.validity.condition import WHOLE, Condition
from matcalc_cli.validity.sums.ranges import LEAST, PRINTED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


def as_printed(conditions: Sequence[Condition]) -> list[Condition]:
    """The conditions without those that are implied by what is asked for the sake of readers, A^k that k >= 0 by its derivative."""
    asked = [c for c in conditions if c.predicate == PRINTED]
    return [c for c in conditions if not any(is_of_counts(c, other, (PRINTED,)) for other in asked)]


def is_of_larger(condition: Condition, other: Condition) -> bool:
    """Whether a condition on A^k is one on A^(k-1) with a larger exponent, which asks for less."""
    if condition.predicate not in WHOLE or condition.predicate != other.predicate:
        return False
    (base, exponent), (alike, less) = condition.node.children, other.node.children
    more = minus(exponent, less)
    return base is alike and isinstance(more, Number) and more.value > 0


def is_of_counts(condition: Condition, other: Condition, counts: Collection[str] = (LEAST,)) -> bool:
    """Whether an exponent is at least what it must be, A^k with a k >= 0, because a sum has so many terms."""
    if condition.predicate not in WHOLE or other.predicate not in counts:
        return False
    (_, exponent, least), (less, more) = condition.subjects, other.subjects
    rest = minus(minus(exponent, least), minus(more, less))
    return isinstance(rest, Number) and rest.value >= 0


def is_of_whole_terms(condition: Condition, others: Iterable[Condition]) -> bool:
    """Whether an exponent is an integer because those of the same base by other conditions are: 2*beta - gamma."""
    if condition.predicate != "real power":
        return False
    base, exponent = condition.node.children
    known = {c.node.children[1] for c in others if c.predicate == "real power" and c.node.children[0] is base} - {
        exponent
    }
    terms_of = exponent.terms if isinstance(exponent, Sum) else (exponent,)
    return all(inner in known and c.denominator == 1 for c, inner in map(split, terms_of))
