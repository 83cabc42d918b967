"""Determinants that are 0 together: of inv(A) + inv(B), of I + inv(A)*B and of A + B where A and B have inverses."""

from __future__ import annotations

from matcalc_cli.expr.build import add, apply, identity, is_identity, is_ones, multiply, scalars_and_rest
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number
from matcalc_cli.expr.normal_forms.coefficients import content_of
from matcalc_cli.expr.operations import POWER
from matcalc_cli.functions.spectral import EIGVALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 6
"""Matrices that are multiplied by, one after the other."""


def alike(node: Node) -> Node:
    """A matrix that has an inverse where this one has: without inverses at the ends of its terms, I + A*B for I + B*A."""
    for _ in range(MOST):
        if not isinstance(node, Sum) or (found := _without_an_inverse(node)) is None:
            break
        node = found
    return _turned(content_of(node)[1]) if isinstance(node, Sum) else node


def _without_an_inverse(node: Sum) -> Node | None:
    """M*X where a term of X begins with a power of inv(M), X*M where one ends with it."""
    for term in node.terms:
        factors = _factors(term)
        for end in (0, -1):
            base = _inverted(factors[end])
            if base is not None:
                return add(*[multiply(base, t) if end == 0 else multiply(t, base) for t in node.terms])
    return None


def _factors(term: Node) -> Sequence[Node]:
    return term.factors if isinstance(term, Product) and term.factors else (term,)


def _inverted(factor: Node) -> Node | None:
    """M of a negative power of it."""
    match factor:
        case Apply(function=function, args=(base, Number(value=k))) if function is POWER and k < 0:
            return apply(POWER, (base, number(-k)))
    return None


def _turned(node: Node) -> Node:
    """Of I + A*B and I + B*A, whose determinants are equal, the one that is sorted first."""
    if not isinstance(node, Sum) or len(node.terms) != 2:
        return node
    one = next((t for t in node.terms if is_identity(t)), None)
    if one is None:
        return node
    (word,) = (t for t in node.terms if t is not one)
    if not isinstance(word, Product) or len(word.factors) < 2:
        return node
    front = multiply(number(word.coefficient), *word.scalars)
    rounds = [multiply(front, *word.factors[k:], *word.factors[:k]) for k in range(len(word.factors))]
    first = min(rounds, key=lambda w: (w.key, str(w)))
    return add(identity(first.rows), first)


def of_eigenvalues(node: Node) -> Node | None:
    """S + alpha*I for the column eigvals(S) + alpha, whose product is its determinant; None of anything else."""
    terms = node.terms if isinstance(node, Sum) else ()
    found = [t.args[0] for t in terms if isinstance(t, Apply) and t.function is EIGVALS]
    others = [scalars_and_rest(t) for t in terms if not (isinstance(t, Apply) and t.function is EIGVALS)]
    if len(found) != 1 or not all(is_ones(rest) for _, rest in others):
        return None
    return add(found[0], *[multiply(*front, identity(found[0].rows)) for front, _ in others])
