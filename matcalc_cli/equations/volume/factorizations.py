"""The volumes of factorizations of matrices, from the kinds of their factors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.volume.forms import Closed
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.kinds import SYMMETRIC
from matcalc_cli.simplify import simplify


class Factorization(NamedTuple):
    """A product that a matrix is factored into: its kinds, the volume, what that is of."""

    template: str
    kinds: Mapping[str, Sequence[str]]
    formula: str
    reason: str


_PAIRS = "prod(i, 1, n, prod(j in 1:n if i < j, {0}))"
FACTORIZATIONS: tuple[Factorization, ...] = (
    Factorization(
        "chol(S)", {"S": SYMMETRIC}, "1/(2^n*prod(i, 1, n, chol(S)[i,i]^(n + 1 - i)))", "one over that of L*L'"
    ),
    Factorization(
        "Q*R", {"Q": ("orthogonal",), "R": ("upper",)}, "prod(i, 1, n, abs(R[i,i])^(n - i))",
        "Q'*dA*inv(R) = Q'*dQ + dR*inv(R), skew-symmetric and upper triangular",
    ),
    Factorization(
        "L*Q", {"Q": ("orthogonal",), "L": ("lower",)}, "prod(i, 1, n, abs(L[i,i])^(n - i))",
        "inv(L)*dA*Q' = inv(L)*dL + dQ*Q', lower triangular and skew-symmetric",
    ),
    Factorization(
        "Q*L", {"Q": ("orthogonal",), "L": ("lower",)}, "prod(i, 1, n, abs(L[i,i])^(i - 1))",
        "Q'*dA*inv(L) = Q'*dQ + dL*inv(L), skew-symmetric and lower triangular",
    ),
    Factorization(
        "R*Q", {"Q": ("orthogonal",), "R": ("upper",)}, "prod(i, 1, n, abs(R[i,i])^(i - 1))",
        "inv(R)*dA*Q' = inv(R)*dR + dQ*Q', upper triangular and skew-symmetric",
    ),
    Factorization(
        "P*Q", {"Q": ("orthogonal",), "P": SYMMETRIC}, _PAIRS.format("abs(eigvals(P)[i] + eigvals(P)[j])"),
        "P*W + dP with W = dQ*Q': by the eigenvectors of P, (p_i + p_j)/2 of W and the rest of dP",
    ),
    Factorization(
        "L*U", {"L": ("lower",), "U": ("upper",)}, "prod(i, 1, n, abs(U[i,i])^(n - i))",
        "inv(L)*dA*inv(U) = inv(L)*dL + dU*inv(U), strictly lower and upper triangular, where L has 1 on its diagonal",
    ),
    Factorization(
        "Q*P", {"Q": ("orthogonal",), "P": SYMMETRIC}, _PAIRS.format("abs(eigvals(P)[i] + eigvals(P)[j])"),
        "W*P + dP with W = Q'*dQ: by the eigenvectors of P, (p_i + p_j)/2 of W and the rest of dP",
    ),
    Factorization(
        "Q*D*Q'", {"Q": ("orthogonal",), "D": ("diagonal",)}, _PAIRS.format("abs(D[i,i] - D[j,j])"),
        "Q'*dS*Q = W*D - D*W + dD with W = Q'*dQ",
    ),
    Factorization(
        "Q*diag(x)*Q'", {"Q": ("orthogonal",), "x": ("vector",)}, _PAIRS.format("abs(x[i] - x[j])"),
        "Q'*dS*Q = W*D - D*W + dD with W = Q'*dQ and D = diag(x)",
    ),
    Factorization(
        "U*D*V'", {"U": ("orthogonal",), "D": ("diagonal",), "V": ("orthogonal",)}, _PAIRS.format("abs(D[i,i]^2 - D[j,j]^2)"),
        "U'*dA*V = U'*dU*D - D*V'*dV + dD",
    ),
    Factorization(
        "U*diag(x)*V'", {"U": ("orthogonal",), "x": ("vector",), "V": ("orthogonal",)}, _PAIRS.format("abs(x[i]^2 - x[j]^2)"),
        "U'*dA*V = U'*dU*D - D*V'*dV + dD with D = diag(x)",
    ),
)  # fmt: skip


def of_a_factorization(f: Node, variables: Sequence[Symbol]) -> Iterator[Closed]:
    """The volume of a product of factors that is a factorization."""
    for record in FACTORIZATIONS:
        if len(record.kinds) != len(variables):
            continue
        for names in _assignments(record, variables):
            dims = {"n": next(v.rows for v in variables)}
            template = simplify(instantiate(record.template, names, {}))
            if template is f:
                yield Closed(instantiate(record.formula, names, dims), record.reason)


def _assignments(record: Factorization, variables: Sequence[Symbol]) -> Iterator[dict[str, Node]]:
    """The variables as the names of a record, by their kinds, where their shapes fit."""
    for order in permutations(variables):
        if all(
            v.kind in kinds and v.rows == order[0].rows for v, kinds in zip(order, record.kinds.values(), strict=True)
        ):
            yield dict(zip(record.kinds, order, strict=True))


WORDS: dict[str, str] = {
    "chol": "L*L' where L: lower(n)",
    "cholesky": "L*L' where L: lower(n)",
    "qr": "Q*R where Q: orthogonal(n), R: upper(n)",
    "eigen": "Q*D*Q' where Q: orthogonal(n), D: diagonal(n)",
    "eig": "Q*D*Q' where Q: orthogonal(n), D: diagonal(n)",
    "svd": "U*D*V' where U: orthogonal(n), D: diagonal(n), V: orthogonal(n)",
    "polar": "Q*P where Q: orthogonal(n), P: spd(n)",
    "lu": "L*U where L: lower(n), U: upper(n)",
    "inverse": "inv(X)",
}
"""Factorizations by their names, as programs."""
UNIT = {"lu": ("L",)}
"""The factors whose diagonals are 1 and do not move."""
