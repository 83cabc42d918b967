"""The shortest operation known that solves a linear matrix equation L(D) = R for D.

Each takes the terms of L and gives a function of R, or None where it is not for these terms.
"""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.of_functions import of_a_function
from matcalc_cli.equations.operation import Operation
from matcalc_cli.equations.terms import Term, gathered, terms_of
from matcalc_cli.expr.build import (
    ONE,
    add,
    is_identity,
    is_zero,
    multiply,
    ones,
    scalars_and_rest,
    substitute,
    transpose,
)
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol
from matcalc_cli.expr.operations import DIAG, HADAMARD, POWER
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.kinds import KINDS
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.triangles import ZERO_ABOVE, ZERO_BELOW, is_triangular
from matcalc_cli.validity import conditions, of_derivative
from matcalc_cli.validity.condition import Condition


def operation(linear: Node, step: Symbol) -> Operation | None:
    """How to solve linear = R for the step, where one operation does it."""
    terms = terms_of(linear, step)
    if terms is None:
        return _on_the_diagonal(linear, step) or _entrywise(linear, step) or of_a_function(linear, step, operation)
    found = [t for t in gathered(terms) if not is_zero(t.left) and not is_zero(t.right)]
    turned = len(found) > 1 and all(t.turned for t in found)
    for way in (_between, _two_sided, _triangular):
        solve = way([t.flipped for t in found] if turned else found, step)
        if solve is not None:
            solve.turned = turned
            return solve
    return _spectral(terms)


def _on_the_diagonal(linear: Node, step: Symbol) -> Operation | None:
    """c*diag(diag(A*D*B + ...)) = R for diagonal D and R: (A.*B' + ...)*d = r/c for the diagonals; or c*diag(...) = r."""
    scale, rest = scalars_and_rest(linear)
    inner, depth = rest, 0
    while isinstance(inner, Apply) and inner.function is DIAG:
        inner, depth = inner.args[0], depth + 1
    terms = terms_of(inner, step) if depth and step.kind == "diagonal" else None
    if terms is None:
        return None
    weights = simplify(add(*[instantiate("A.*B'", {"A": t.left, "B": t.right}, {}) for t in terms]))
    formula = "diag(inv(N)*diag(R)/C)" if depth > 1 else "diag(inv(N)*R/C)"
    return Operation(formula, _invertible(weights), N=weights, C=multiply(ONE, *scale))


def _entrywise(linear: Node, step: Symbol) -> Operation | None:
    """H.*D = R."""
    if not _is_entrywise(linear, step):
        return None
    weights = simplify(substitute(linear, {step: ones(*step.shape)}))
    return Operation("R./H", [Condition("no zeros", weights)], H=weights)


def _is_entrywise(node: Node, step: Symbol) -> bool:
    """Whether a linear expression is D times numbers and entry by entry with other matrices."""
    moving = [child for child in node.children if step in child.symbols]
    match node:
        case Symbol():
            return node is step
        case Sum():
            return len(moving) == len(node.children) and all(_is_entrywise(m, step) for m in moving)
        case Product(factors=factors):
            return len(factors) == 1 and moving == [*factors] and _is_entrywise(factors[0], step)
        case Apply(function=function) if function is HADAMARD:
            return len(moving) == 1 and _is_entrywise(moving[0], step)
    return False


def _invertible(*nodes: Node) -> list[Condition]:
    return [Condition("invertible", node) for node in nodes]


def _between(terms: Sequence[Term], _: Symbol) -> Operation | None:
    """A D B = R."""
    if len(terms) != 1:
        return None
    (term,) = terms
    if not (_is_square(term.left) and _is_square(term.right)):
        return None
    formula = "(inv(A)*R*inv(B))'" if term.turned else "inv(A)*R*inv(B)"
    return Operation(formula, _invertible(term.left, term.right), A=term.left, B=term.right)


def _is_square(node: Node) -> bool:
    return node.rows == node.cols


def _two_sided(terms: Sequence[Term], _: Symbol) -> Operation | None:
    """A D + D B = R, and A D B + C D E = R; D - A D A' = R."""
    if len(terms) != 2 or any(t.turned or not (_is_square(t.left) and _is_square(t.right)) for t in terms):
        return None
    for one, other in (terms, terms[::-1]):
        scale, rest = scalars_and_rest(one.right)
        c = multiply(ONE, *scale)
        if is_identity(one.left) and is_identity(rest) and _is_of_stein(c, other):
            return _by("stein", "stein(A, R/C)", A=transpose(other.right), C=c)
    ways = sorted([_divided(*terms), _divided(*reversed(terms))], key=lambda way: way.around is not None)
    given = {*conditions((), [side for t in terms for side in (t.left, t.right)])}
    sure = [way for way in ways if given.issuperset(conditions(way.needed[:-1], ()))]
    return min([*sure, _generalized(*terms)], key=lambda way: len({*conditions(way.needed, ())} - given))


def _generalized(first: Term, second: Term) -> Operation:
    """A D B + C D E = R where neither has an inverse that the other does not need."""
    sides = {"A": first.left, "B": first.right, "D": second.left, "E": second.right}
    return _by("gsylv", "gsylv(A, B, D, E, R)", **sides)


def _divided(first: Term, second: Term) -> Operation:
    """A D B + C D E = R divided by C and B: inv(C)*A*D + D*E*inv(B) is R between these inverses."""
    around = [node for node in (second.left, first.right) if not is_identity(node)]
    if not around:
        return _sylvester(first.left, second.right)
    c, b = second.left, first.right
    sides = {"A": _said("inv(C)*A", C=c, A=first.left), "B": _said("E*inv(B)", E=second.right, B=b)}
    found = _by("sylvester", "sylvester(A, B, inv(C)*R*inv(E))", **sides, C=c, E=b)
    found.needed = (*_invertible(*around), *found.needed)
    found.around = _said("inv(C)", C=c), _said("inv(B)", B=b)
    return found


def _said(formula: str, **nodes: Node) -> Node:
    return simplify(instantiate(formula, nodes, {}))


def _sylvester(left: Node, right: Node) -> Operation:
    """Of 2 A D + 2 D B = R the 2 divides R."""
    (one, a), (other, b) = scalars_and_rest(left), scalars_and_rest(right)
    if one and one == other:
        return _by("sylvester", "sylvester(A, B, R/S)", A=a, B=b, S=multiply(*one))
    return _by("sylvester", "sylvester(A, B, R)", A=left, B=right)


def _by(name: str, formula: str, **nodes: Node) -> Operation:
    """A function of the language, which says itself where it has a value."""
    function = FUNCTIONS[name]
    args = tuple([nodes[p] for p in signatures(function)[0].parameters if p in nodes])
    found = Operation(formula, [*of_derivative(function, args)], **nodes)
    found.words = f"{name} solves it: {function.summary}"
    return found


def _is_of_stein(c: Node, term: Term) -> bool:
    """Whether C D + E D B = R is Stein's equation, E = -C B'."""
    return simplify(instantiate("-C*B'", {"C": c, "B": term.right}, {})) is simplify(term.left)


def _triangular(terms: Sequence[Term], step: Symbol) -> Operation | None:
    """A D B + (A D B)' = R for a triangular D: between the right factors it is a triangle and its transpose."""
    which = step.kind
    if len(terms) != 2 or which not in (ZERO_ABOVE, ZERO_BELOW):
        return None
    straight, turned = sorted(terms, key=lambda t: t.turned)
    if straight.turned or not turned.turned:
        return None
    if simplify(turned.flipped.left) is not simplify(straight.left):
        return None
    if simplify(turned.flipped.right) is not simplify(straight.right):
        return None
    half = "halftril({0})" if which == ZERO_ABOVE else "halftril({0})'"
    for condition, formula in _AROUND:
        if is_triangular(simplify(instantiate(condition, _named(straight), {})), which):
            formula = formula.format(half=half).format(_MIDDLE[condition])
            found = Operation(formula, _invertible(straight.left, straight.right), **_named(straight))
            found.words = "a triangle and its transpose, the diagonal shared"
            left, right = (simplify(instantiate(side, _named(straight), {})) for side in _TOLD_APART[condition])
            found.around = left, right
            return found
    return None


def _spectral(terms: Sequence[Term]) -> Operation | None:
    """The sum of S^k D S^l = R, with numbers before them, for a symmetric S: entry by entry between its eigenvectors."""
    bases = {s for t in terms for s in (*t.left.symbols, *t.right.symbols) if not s.is_scalar}
    if len(bases) != 1 or any(t.turned for t in terms) or KINDS[(s := bases.pop()).kind].transpose != "X":
        return None
    powers = [[_of_powers(side, s) for side in (t.left, t.right)] for t in terms]
    if not all(found is not None for pair in powers for found in pair):
        return None
    outer = [multiply(one, transpose(other)) for one, other in powers if one is not None and other is not None]
    weights = simplify(add(*outer))
    vectors = instantiate("eigvecs(S)", {"S": s}, {})
    found = Operation("V*((V'*R*V)./W)*V'", [Condition("no zeros", weights)], V=vectors, W=weights)
    found.words = "between the eigenvectors it is solved entry by entry"
    return found


def _of_powers(node: Node, s: Symbol) -> Node | None:
    """The eigenvalues of a polynomial in S as a column; None of what is none."""
    scale, rest = scalars_and_rest(node)
    match rest:
        case Sum(terms=terms):
            parts = [_of_powers(term, s) for term in terms]
            found = add(*[p for p in parts if p is not None])
            return None if None in parts else multiply(*scale, found)
        case Apply(function=function, args=(base, exponent)) if function is POWER and base is s:
            return multiply(*scale, instantiate("eigvals(S).^k", {"S": s, "k": exponent}, {}))
    if is_identity(rest):
        return multiply(*scale, ones(s.rows, 1))
    return multiply(*scale, instantiate("eigvals(S)", {"S": s}, {})) if rest is s else None


def _named(term: Term) -> dict[str, Node]:
    return {"A": term.left, "B": term.right}


_AROUND = (
    ("inv(B')*A", "inv(A)*B'*{half}"),  # T A D B T' is inv(B') A D for T = inv(B')
    ("B*inv(A')", "{half}*A'*inv(B)"),  # and D B inv(A') for T = inv(A)
)
"""The products that must be triangular for D to be between two triangles, and D in terms of the half of T R T'."""
_TOLD_APART = {"inv(B')*A": ("inv(B')", "inv(B)"), "B*inv(A')": ("inv(A)", "inv(A')")}
"""The factors that the equation is multiplied by to have D between them."""
_MIDDLE = {"inv(B')*A": "inv(B')*R*inv(B)", "B*inv(A')": "inv(A)*R*inv(A')"}
