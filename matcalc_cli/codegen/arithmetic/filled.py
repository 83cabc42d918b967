"""Matrices as wide as a product of sizes, as what is written into one array: sums of Kronecker products.

A term is kron(A, B), an identity A or B costing only its blocks, the rows exchanged by a commutation matrix or not. A scaling
by diag(vec(T)) beside kron(I, A) gives every block a matrix of its own: a stack, which stands for B (or for A) with one matrix for
each row of the other factor. So a sum of terms takes the memory of its result, and nothing is multiplied with zeros and ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc_cli.codegen.arithmetic.assembled import copied
from matcalc_cli.codegen.arithmetic.links import Exchange, exchange_of
from matcalc_cli.codegen.arithmetic.scaled_blocks import outer_of, scaled_blocks
from matcalc_cli.codegen.arithmetic.term import PRODUCT_TERM, Term, Terms, factors_of, filling, times
from matcalc_cli.expr.build import is_identity, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, postorder
from matcalc_cli.expr.operations import KRON, TRANSPOSE
from matcalc_cli.walk import children_first

MOST_TERMS = 8
"""Terms of a product of sums that is multiplied out."""


def laid_out(roots: Sequence[Node]) -> list[Node]:
    """The expressions with one filling for what is a sum of Kronecker products."""
    order = list(postorder(*roots))
    if not any(isinstance(node, Apply) and node.function is KRON for node in order):
        return list(roots)
    done: dict[Node, Node] = {}
    factors = {factor for node in order if isinstance(node, Product) for factor in node.factors}
    for node in order:
        is_applied = node in factors and isinstance(node, Apply) and node.function is KRON
        laid = None if is_applied else _filled(node)
        done[node] = _with_parts(node, done) if laid is None else _with_inner(laid, done)
    return [done[root] for root in roots]


def _with_parts(node: Node, done: dict[Node, Node]) -> Node:
    children = tuple([done[c] for c in node.children])
    return node if children == node.children else copied(node, children)


def _with_inner(found: Node, done: dict[Node, Node]) -> Node:
    """A filling whose operands have fillings too; of one that was turned or scaled for it, its parts have."""
    for node in children_first((found,), lambda n: [c for c in n.children if c not in done]):
        done[node] = _with_parts(node, done)
    return done[found]


def _filled(node: Node) -> Node | None:
    """The filling that a node is, or whose transpose it is; None of anything else."""
    if 1 in node.shape or not isinstance(node, Product | Sum | Apply):
        return None
    if isinstance(node, Apply) and node.function not in {KRON, TRANSPOSE}:
        return None
    if (terms := _terms(node)) is not None:
        return filling(terms, node.shape)
    turned = _terms(transpose(node))
    return None if turned is None else transpose(filling(turned, node.shape[::-1]))


def _terms(node: Node) -> Terms | None:
    """The terms of what is written into one array; None of anything else."""
    match node:
        case Apply(function=function, args=args) if function is KRON:
            return factors_of(args)
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            found = _terms(inner)
            return None if found is None else times([t.turned() for t in found])
        case Sum(terms=terms):
            return _sum(terms)
        case Product(coefficient=c, scalars=scalars, factors=(_, *_) as factors):
            found = _product(factors)
            return None if found is None else [t.scaled(c, scalars) for t in found]
    return None


def _sum(terms: Sequence[Node]) -> Terms | None:
    """The terms of a sum, if one of them is a Kronecker product."""
    found = [_terms(term) for term in terms]
    return _all([f or _outer(t) for f, t in zip(found, terms, strict=True)]) if any(found) else None


def _outer(node: Node) -> Terms | None:
    """The term that an outer product is, beside Kronecker products."""
    if not isinstance(node, Product) or (pair := outer_of(node.factors)) is None:
        return None
    return [Term(PRODUCT_TERM, *pair).scaled(node.coefficient, node.scalars)]


def _all(found: Sequence[Terms | None]) -> Terms | None:
    return None if None in found else [term for terms in found for term in terms or ()]


def _product(factors: Sequence[Node]) -> Terms | None:
    """A product whose other factors exchange axes, or scale blocks."""
    if len(factors) == 1:
        return _terms(factors[0])
    if _exchanges(factors[0]):
        return _exchanged(factors[0], _product(factors[1:]), Term.exchanged)
    if _exchanges(factors[-1]):
        return _exchanged(factors[-1], _product(factors[:-1]), Term.exchanged_behind)
    for i, factor in enumerate(factors):
        if isinstance(factor, Sum) and 0 < i < len(factors) - 1:
            spread = [_product_of(factors[:i], term, factors[i + 1 :]) for term in factor.terms]
            return _all(spread)
    return scaled_blocks(factors) or _folded(factors)


def _folded(factors: Sequence[Node]) -> Terms | None:
    """A product of sums of Kronecker products, term by term."""
    first = _terms(factors[0])
    rest = None if first is None else _product(factors[1:])
    if first is None or rest is None or len(first) * len(rest) > MOST_TERMS:
        return None
    return times([one.times(other) for one in first for other in rest])


def _product_of(before: Sequence[Node], term: Node, behind: Sequence[Node]) -> Terms | None:
    """The product with one term of a sum between the others."""
    inner: Sequence[Node] = term.factors if isinstance(term, Product) and term.factors else (term,)
    found = _product([*before, *(() if is_identity(_alone(term)) else inner), *behind])
    if found is None or not isinstance(term, Product):
        return found
    return [t.scaled(term.coefficient, term.scalars) for t in found]


def _exchanges(factor: Node) -> bool:
    """Whether it is a commutation matrix, or a sum of some and I."""
    terms = factor.terms if isinstance(factor, Sum) else (factor,)
    parts = [_alone(t) for t in terms]
    return all(exchange_of(part) or (len(terms) > 1 and is_identity(part)) for part in parts)


def _alone(term: Node) -> Node:
    """A term without its number."""
    return term.factors[0] if isinstance(term, Product) and len(term.children) == 1 and term.factors else term


def _exchanged(factor: Node, terms: Terms | None, by: Callable[[Term, Exchange], Term | None]) -> Terms | None:
    """The terms times a commutation matrix or a sum of some."""
    found: list[Terms | None] = []
    for part in factor.terms if isinstance(factor, Sum) else (factor,):
        c = part.coefficient if isinstance(part, Product) else 1
        exchange = exchange_of(_alone(part))
        moved = terms if exchange is None else times([by(t, exchange) for t in terms or ()])
        found.append(None if moved is None else [t.scaled(c, ()) for t in moved])
    return None if terms is None else _all(found)
