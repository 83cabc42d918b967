"""Eigenvectors as the columns of a matrix, A*V = V*D or A*V = B*V*D, whose lengths another equation says."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.factors.parts import Factors, Part, Steps, invertible, said
from matcalc_cli.equations.factors.turning import GAPS
from matcalc_cli.equations.structure import is_same
from matcalc_cli.equations.terms import terms_of
from matcalc_cli.expr.build import add, identity, is_identity, is_zero, multiply, scalars_and_rest, substitute
from matcalc_cli.expr.node import Apply, Node, Symbol, number
from matcalc_cli.expr.operations import DIAG
from matcalc_cli.simplify import simplify
from matcalc_cli.validity.condition import Condition


def eigenvectors(vectors: Part, values: Part, own: Node) -> Factors | None:
    """D*Z - Z*D - dD for Z = inv(V)*dV, which has nothing on the diagonal but dD; there the other equation says Z."""
    found, weights = _pencil(vectors, values), None
    if found is not None:
        weights = _weights(own, vectors.step, found[1])
    if found is None or weights is None:
        return None
    images, v, d = found
    gaps = said(GAPS, D=d)

    def solve(m: Node, _: Node, other: Node) -> Steps:
        off = said("V*((I(n) - G.^-1).*M)", V=v, G=gaps, M=m)
        moved = substitute(own, {vectors.step: off})
        rest = multiply(number(-1), moved) if is_zero(other) else add(other, multiply(number(-1), moved))
        step = instantiate("X + V*diag(inv(N)*r)", {"X": off, "V": v, "N": weights, "r": rest}, {})
        return {vectors.step: simplify(step), values.step: said("-diag(diag(M))", M=m)}

    before = said("inv(W)", W=images)
    needed = [*invertible(before), Condition("no zeros", gaps), *invertible(weights)]
    return Factors((before, identity(d.rows)), needed, _WORDS, solve)


_WORDS = (
    "a diagonal matrix and what has no diagonal, divided by its differences; the lengths say what is on the diagonal"
)


def _pencil(vectors: Part, values: Part) -> tuple[Node, Node, Node] | None:
    """B*V, V and D of A*dV - B*dV*D - B*V*dD."""
    other = values.only
    if other is None or values.step.kind != "diagonal" or len(vectors.terms) != 2 or not is_identity(other.right):
        return None
    one, two = sorted(vectors.terms, key=lambda t: not is_identity(t.right))
    v, d = _unknown(vectors, other.left), _unknown(values, two.right)
    if v is None or d is None or v.shape != d.shape or one.turned or two.turned or not is_identity(one.right):
        return None
    images = simplify(multiply(number(-1), other.left))
    return (images, v, d) if is_same(multiply(two.left, v, two.right), multiply(other.left, d)) else None


def _unknown(part: Part, node: Node) -> Symbol | None:
    """The unknown that a part is the step of, if a matrix has it."""
    return next((s for s in node.symbols if s.name == part.step.differential_of), None)


def _weights(own: Node, step: Symbol, v: Node) -> Node | None:
    """N with own(V*diag(z)) = N*z for an equation of the diagonal, as of V'*V."""
    scale, rest = scalars_and_rest(own)
    if not (isinstance(rest, Apply) and rest.function is DIAG and rest.cols == 1):
        return None
    terms = [term.flipped if term.turned else term for term in terms_of(rest.args[0], step) or ()]
    parts = [said("(A*V).*B'", A=t.left, V=v, B=t.right) for t in terms]
    return simplify(multiply(*scale, add(*parts))) if parts else None
