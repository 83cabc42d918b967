"""The rules of calculus that are of no function: where they come from, in lines as the proofs of records are written."""

from __future__ import annotations

from collections.abc import Sequence

THEOREMS: dict[str, Sequence[str]] = {
    "product rule": (
        "(U + dU)*(V + dV) - U*V = dU*V + U*dV + dU*dV # multiplied out, the order of the factors kept",
        "d(U*V) = dU*V + U*dV # what is linear in `dU` and `dV`",
    ),
    "quotient rule": (
        "(u/v)*v = u # what a quotient is",
        "d(u/v)*v + (u/v)*dv = du # product rule",
        "d(u/v) = du/v - u*dv/v^2 # solved for `d(u/v)`",
    ),
    "chain rule": (
        "u + du = g(x + dx) # `u` = `g(x)` moves with `x`",
        "du = D(g)(x)*dx + higher # what the derivative of g is",
        "f(u + du) - f(u) = D(f)(u)*du + higher # what the derivative of f is",
        "d(f(g(x))) = D(f)(g(x))*D(g)(x)*dx # one put into the other: the derivatives are multiplied",
    ),
    "inverse rule": (
        "f(g(y)) = y # g undoes f",
        "D(f)(g(y))*d(g(y)) = dy # chain rule",
        "d(g(y)) = inv(D(f)(g(y)))*dy # solved for `d(g(y))`",
    ),
}
"""By name. f and g are functions without a formula."""
