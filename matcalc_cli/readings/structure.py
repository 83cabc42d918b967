"""Structured variables: the orthogonal projection on the subspace that a variable moves in.

Sources: Magnus & Neudecker 3.8; Srinivasan & Panda, arXiv 1911.06491; Edelman, Arias & Smith 1998 for orthogonal Q.
"""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import add, multiply, zeros
from matcalc_cli.expr.node import Node, Symbol, number

_SYMMETRIC = ("(G + G')/2", "(I(n*n) + commutation(n,n))/2")
PROJECTIONS = {
    "symmetric": _SYMMETRIC,
    "spd": _SYMMETRIC,
    "skew": ("(G - G')/2", "(I(n*n) - commutation(n,n))/2"),
    "diagonal": ("diag(diag(G))", "diag(vec(I(n)))"),
    "lower": ("tril(G)", "diag(vec(tril(ones(n,n))))"),
    "upper": ("triu(G)", "diag(vec(triu(ones(n,n))))"),
    "orthogonal": ("(G - X*G'*X)/2", "(I(n*n) - kron(X', X)*commutation(n,n))/2"),
}
"""Per kind, the projection of G and its matrix P; X is the variable."""
FREE_ENTRIES = ("symmetric", "spd")
"""The kinds whose derivatives may also be by the n(n+1)/2 free entries."""


def projected(gradient: Node, variable: Symbol) -> Node:
    """The gradient inside the variable's subspace."""
    if variable.kind not in PROJECTIONS:
        return gradient
    return instantiate(PROJECTIONS[variable.kind][0], {"G": gradient, "X": variable}, {"n": variable.rows})


def projection(variable: Symbol) -> Node | None:
    """The matrix P of the projection, None where the variable moves freely."""
    if variable.kind not in PROJECTIONS:
        return None
    return instantiate(PROJECTIONS[variable.kind][1], {"X": variable}, {"n": variable.rows})


def projected_jacobian(jacobian: Node, variable: Symbol) -> Node:
    """J P."""
    p = projection(variable)
    return jacobian if p is None else multiply(jacobian, p)


def tangential(along: Node, variable: Symbol) -> Node:
    """A direction inside the subspace: by its kind, but on the orthogonal group, whose tangents are no kind."""
    return projected(along, variable) if variable.kind == "orthogonal" else along


def curvature(gradient: Node, variable: Symbol, along: Node) -> Node:
    """What the Hessian's product with a tangent has besides the differential of the gradient, as below."""
    if variable.kind != "orthogonal":
        return zeros(variable.shape)
    return instantiate("-V*(G'*X + X'*G)/2", {"V": along, "G": gradient, "X": variable}, {})


ACCELERATIONS = {"orthogonal": "(V*X'*W + W*X'*V)/2"}
"""Per curved kind, the second derivative of the geodesic through X by s and t, for the tangent s V + t W: of
X exp(s X'V + t X'W) on the orthogonal group. Along a line it is zero."""


def acceleration(variable: Symbol, one: Node, other: Node) -> Node | None:
    """How the geodesic along two tangents bends; None for a kind whose points move along lines."""
    if variable.kind not in ACCELERATIONS:
        return None
    return instantiate(ACCELERATIONS[variable.kind], {"X": variable, "V": one, "W": other}, {})


def projected_hessian(hessian: Node, gradient: Node, variable: Symbol) -> Node:
    """P H P; on the orthogonal group with the curvature of t -> Q exp(t Q'dQ), whose second derivative is -Q dQ'dQ.

    `gradient` is the one in the space of all matrices.
    """
    p = projection(variable)
    if p is None:
        return hessian
    if variable.kind == "orthogonal":
        curvature = instantiate("kron((G'*X + X'*G)/2, I(n))", {"G": gradient, "X": variable}, {"n": variable.rows})
        hessian = add(hessian, multiply(number(-1), curvature))
    return multiply(p, hessian, p)
