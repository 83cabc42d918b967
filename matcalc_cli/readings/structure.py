"""Structured variables: the orthogonal projection on the subspace that a variable moves in.

What the projection is stands in the record of the kind (kinds/). Source of the curvature: Edelman, Arias & Smith 1998.
"""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.expr.build import add, multiply, zeros
from matcalc_cli.expr.node import Node, Symbol, number
from matcalc_cli.kinds import KINDS


def _instance(formula: str, variable: Symbol, **names: Node) -> Node:
    """A formula of a kind's record for a variable of that kind."""
    kind = KINDS[variable.kind]
    dims = {name: size for name, size in zip(kind.shape, variable.shape, strict=True) if name != "1"}
    return instantiate(formula, {"X": variable, **names}, dims)


def projected(gradient: Node, variable: Symbol) -> Node:
    """The gradient inside the variable's subspace."""
    formula = KINDS[variable.kind].projection
    return _instance(formula, variable, G=gradient) if formula else gradient


def projection(variable: Symbol) -> Node | None:
    """The matrix P of the projection, None where the variable moves freely."""
    formula = KINDS[variable.kind].matrix
    return _instance(formula, variable) if formula else None


def free_entries(variable: Symbol) -> Node | None:
    """D with vec(X) = D x, x the free entries of the variable as a column; None where every entry is free."""
    formula = KINDS[variable.kind].free
    return _instance(formula, variable) if formula else None


def projected_jacobian(jacobian: Node, variable: Symbol) -> Node:
    """J P."""
    p = projection(variable)
    return jacobian if p is None else multiply(jacobian, p)


def tangential(along: Node, variable: Symbol) -> Node:
    """A direction inside the subspace: by its kind, but on the orthogonal group, whose tangents are no kind."""
    return projected(along, variable) if KINDS[variable.kind].orthonormal else along


def curvature(gradient: Node, variable: Symbol, along: Node) -> Node:
    """The part of the Hessian's product with a tangent besides the differential of the gradient, as below."""
    if not KINDS[variable.kind].orthonormal:
        return zeros(variable.shape)
    return instantiate("-V*(G'*X + X'*G)/2", {"V": along, "G": gradient, "X": variable}, {})


def acceleration(variable: Symbol, one: Node, other: Node) -> Node | None:
    """The second derivative by s and t of the geodesic along the tangent s V + t W; None where X moves along lines."""
    if not KINDS[variable.kind].orthonormal:
        return None
    return instantiate("-X*(V'*W + W'*V)/2", {"X": variable, "V": one, "W": other}, {})


def projected_hessian(hessian: Node, gradient: Node, variable: Symbol) -> Node:
    """P H P; on the orthogonal group with the curvature of t -> Q exp(t Q'dQ), whose second derivative is -Q dQ'dQ.

    `gradient` is the one in the space of all matrices.
    """
    p = projection(variable)
    if p is None:
        return hessian
    if KINDS[variable.kind].orthonormal:
        curvature = instantiate("kron((G'*X + X'*G)/2, I(n))", {"G": gradient, "X": variable}, {"n": variable.rows})
        hessian = add(hessian, multiply(number(-1), curvature))
    return multiply(p, hessian, p)
