"""Two triangles, or a triangle and a diagonal matrix, in one equation."""

from __future__ import annotations

from matcalc_cli.equations.factors.parts import (
    STRICT,
    WHOLE,
    Factors,
    Part,
    Solve,
    Steps,
    invertible,
    is_diagonal,
    said,
)
from matcalc_cli.equations.structure import is_same
from matcalc_cli.expr.build import is_zero, transpose, zeros
from matcalc_cli.expr.node import Apply, Node, Symbol
from matcalc_cli.expr.operations import DIAG
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.triangles import ZERO_ABOVE, ZERO_BELOW, is_triangular


def triangles(unit: Part, free: Part, own: Node) -> Factors | None:
    """L*U: two triangles, the diagonal of one of them said by the other equation."""
    a, b = unit.only, free.only
    kinds = {unit.step.kind, free.step.kind}
    if a is None or b is None or kinds != {ZERO_ABOVE, ZERO_BELOW} or not _is_the_diagonal(own, unit.step):
        return None
    for one, other, left in ((a, b, True), (b, a, False)):  # which stands on the left
        outer, inner = said("inv(B)*A", A=one.left, B=other.left), said("A*inv(B)", A=other.right, B=one.right)
        at, beside = (outer, inner) if left else (inner, outer)
        if is_triangular(at, unit.step.kind) and is_triangular(beside, free.step.kind):
            around = said("inv(A)", A=other.left), said("inv(A)", A=one.right)
            solve = _unit_and_free(unit, free, at, beside, left=left)
            return Factors(around, invertible(other.left, one.right), _APART, solve)
    return None


def around_a_diagonal(unit: Part, diagonal: Part, own: Node, *, symmetric: bool) -> Factors | None:
    """L*D*L': Z*D + dD + D*Z' for the triangle Z = inv(L)*dL, whose diagonal the other equation says."""
    straight = [t for t in unit.terms if not t.turned]
    other, kind = diagonal.only, unit.step.kind
    if len(unit.terms) != 2 or len(straight) != 1 or other is None or diagonal.step.kind != "diagonal":
        return None
    before, behind = said("inv(A)", A=other.left), said("inv(B)", B=other.right)
    term = straight[0].between(before, behind)
    at, d = simplify(term.left), simplify(term.right)
    upright = symmetric and _is_the_diagonal(own, unit.step) and is_same(transpose(before), behind)
    if not (upright and is_triangular(at, kind) and kind in STRICT and is_diagonal(d)):
        return None
    strict = STRICT[ZERO_BELOW if kind == ZERO_ABOVE else ZERO_ABOVE]

    def solve(m: Node, _: Node, other: Node) -> Steps:
        e = zeros(m.shape) if is_zero(other) else said("diag(diag(A).*r)", A=at, r=other)
        z = said(f"{strict}*inv(D) + E", M=m, D=d, E=e)
        return {unit.step: said("inv(A)*Z", A=at, Z=z), diagonal.step: said("diag(diag(M)) - 2*D*E", M=m, D=d, E=e)}

    return Factors((before, behind), invertible(before, behind, d), _TRIANGLE_AND_DIAGONAL, solve)


_TRIANGLE_AND_DIAGONAL = "a strict triangle with its transpose, and a diagonal matrix, each by its place"
_APART = "a strict triangle and the other triangle, each by its place"


def _unit_and_free(unit: Part, free: Part, at: Node, beside: Node, *, left: bool) -> Solve:
    """The steps from M = Z + Y: the strict triangle of M is Z's, whose diagonal the other equation says; the rest is Y."""
    strict, whole = STRICT[free.step.kind], WHOLE[free.step.kind]

    def solve(m: Node, _: Node, other: Node) -> Steps:
        diagonal = zeros(m.shape) if is_zero(other) else said("diag(diag(A).*r)", A=at, r=other)
        z, y = said(f"{strict} + D", M=m, D=diagonal), said(f"{whole} - D", M=m, D=diagonal)
        return {
            unit.step: said("inv(A)*Z" if left else "Z*inv(A)", A=at, Z=z),
            free.step: said("Z*inv(A)" if left else "inv(A)*Z", A=beside, Z=y),
        }

    return solve


def _is_the_diagonal(linear: Node, step: Symbol) -> bool:
    return isinstance(linear, Apply) and linear.function is DIAG and linear.args == (step,)
