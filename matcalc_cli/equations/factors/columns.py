"""Orthonormal columns, which an equation of their own makes so, beside a triangle or a symmetric matrix."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.factors.parts import (
    SKEW_AND_SYMMETRIC,
    SKEW_AND_TRIANGLE,
    STRICT,
    Factors,
    Part,
    Steps,
    invertible,
    said,
)
from matcalc_cli.equations.structure import is_same
from matcalc_cli.expr.build import ONE, is_identity, is_zero, multiply, scalars_and_rest, zeros
from matcalc_cli.expr.node import Node
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.triangles import ZERO_BELOW, is_triangular


def orthonormal(columns: Part, square: Part, own: Node) -> Factors | None:
    """Q*R and U*P with orthonormal columns, X'*dX + dX'*X = C given by the other equation."""
    pair = _factors(columns, square)
    if pair is None or not is_same(own, instantiate("X'*D + D'*X", {"X": pair[0], "D": columns.step}, {})):
        return None
    _, last, _ = pair
    kind = square.step.kind
    if kind in STRICT and is_triangular(last, kind):
        half = "halftril(C)'" if kind == ZERO_BELOW else "halftril(C)"
        inside = "{0} - {0}' + {half}".format(STRICT[kind], half=half)
        return _outside(columns, square, pair, (inside, "inv(P)", "(M - N)*P"), SKEW_AND_TRIANGLE)
    if kind == "symmetric":
        inside = "sylvester(P', P, M - M' + P'*C)"
        return _outside(columns, square, pair, (inside, "I(n)", "M - N*P"), SKEW_AND_SYMMETRIC)
    return None


def _factors(columns: Part, square: Part) -> tuple[Node, Node, Node] | None:
    """X, P and the number c of c*(dX*P + X*dP), which is all there is."""
    (term, *more), (other, *others) = columns.terms, square.terms
    straight = not (more or others or term.turned or other.turned)
    if not (straight and is_identity(term.left) and is_identity(other.right)):
        return None
    numbers, x = scalars_and_rest(other.left)
    c = multiply(ONE, *numbers)
    return x, simplify(instantiate("P/c", {"P": term.right, "c": c}, {})), c


def _outside(
    columns: Part, square: Part, pair: tuple[Node, Node, Node], formulas: tuple[str, str, str], words: str
) -> Factors:
    """From N = X'*dX and the square step: what dX has outside of the columns of X is that of R*inv(P)/c."""
    x, last, c = pair
    inside, behind, rest = formulas

    def solve(m: Node, right: Node, other: Node) -> Steps:
        n = said(inside, P=last, M=m, C=zeros(m.shape) if is_zero(other) else other)
        step = instantiate("X*N + (R - X*X'*R)*inv(P)/c", {"R": right, "X": x, "N": n, "P": last, "c": c}, {})
        return {columns.step: simplify(step), square.step: said(rest, M=m, N=n, P=last)}

    return Factors(
        (simplify(instantiate("X'/c", {"X": x, "c": c}, {})), said(behind, P=last)), invertible(last), words, solve
    )
