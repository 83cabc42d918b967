"""Gradients, Jacobians and Hessians inside the subspace or group that a structured variable moves in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.linalg

from matcalc_cli.answers.answer import Answer
from matcalc_cli.pipeline import differentiate, reads_back, vjp
from matcalc_cli.render.reports.answers import program_text
from tests.functions.numerics import KINDS, PROJECTIONS, Array, Module, close, compiled, shape_at, slope, vec

SCALARS = (
    "tr(A*X)",
    "tr(X*A*X*B)",
    "x'*X*y + y'*X^2*x",
    "sum(C.*(X*A*X'))",
    "norm(A*X - B)^2",
    "sum(exp(X).*A)",
    "tr(inv(A + X*X')*B)",
    "logdet(A*A' + X'*X)",
    "sum(X.^3.*A)",
    "sum(expm(X).*A)",
)
"""Functions of any square X; A, B, C are general, so that nothing is symmetric by chance."""
OWN = {
    "spd": ("logdet(X) + tr(inv(X)*A)", "sum(A.*chol(X))", "x'*inv(X)*y/det(X)", "tr(A*logm(X))", "tr(A*sqrtm(X))"),
    "symmetric": ("eigmax(X)", "x'*X*x/(x'*x)", "sum(X.^2)*tr(X)", "c'*eigvals(X)"),
    "skew": ("sum(A.*inv(I(n) - X))", "tr(X*A)^2"),
    "diagonal": ("logdet(X) + sum(A.*inv(X))", "tr(A*X*B*X^-2)"),
    "lower": ("sum(A.*inv(X))", "logdet(X)*tr(X*X'*A)"),
    "upper": ("sum(A.*inv(X))", "x'*inv(X)*y"),
    "orthogonal": ("tr(A*X*B*X')", "sum(A.*X.*X)", "x'*X*y*sum(X.*B)", "logdet(A + X)"),
}
"""Functions that need the structure."""
MATRICES = ("X*A*X", "X'*A", "A*X.*X", "inv(A*A' + X'*X)*x", "diag(X)", "kron(X, x)", "vec(X*B)*x'*X")
CASES = [(kind, f) for kind in OWN for f in (*SCALARS, *OWN[kind])]
N = 4


def program(kind: str, f: str) -> str:
    square = [f"{name}: matrix(n,n)" for name in "ABC" if name in f.replace("X", "")]
    sizes = "vector(2)" if "kron" in f else "vector(n)"
    return f"{f} where {', '.join([f'X: {kind}(n)', *square, f'x: {sizes}'])}"


def drawn(answer: Answer, seed: int = 3, n: int = N) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    env: dict[str, Any] = {"n": n}
    for v in answer.variables:
        env[v.name] = (
            0.5 * KINDS[v.kind](rng, *shape_at(v, env)) if v.kind == "matrix" else KINDS[v.kind](rng, *shape_at(v, env))
        )
    return {
        **env,
        **{name: env[name] + 2 * np.eye(n) for name in ("A",) if name in env and np.shape(env[name]) == (n, n)},
    }


def curve(kind: str, x: Array, e: Array) -> Callable[[float], Array]:
    """A straight line; on the orthogonal group Q exp(t Q'E)."""
    if kind == "orthogonal":
        return lambda t: np.asarray(x @ scipy.linalg.expm(t * x.T @ e))
    return lambda t: x + t * e


@pytest.mark.parametrize(("kind", "f"), CASES)
def test_gradient_jacobian_and_hessian(kind: str, f: str) -> None:
    answer = differentiate(program(kind, f), wrt=["X"], order=2)
    (derivative,) = answer.derivatives
    module = Module(answer)
    env = drawn(answer)
    rng = np.random.default_rng(17)
    x = env["X"]
    gradient = np.atleast_2d(module("gradient_X", env))
    hessian = module("hessian_X", env)
    close(gradient, PROJECTIONS[kind](x, gradient))  # inside the subspace
    close(hessian, hessian.T)
    close(module("jacobian_X", env), vec(gradient).T)
    for _ in range(2):
        general = rng.standard_normal(x.shape)
        e = PROJECTIONS[kind](x, general)
        way = curve(kind, x, e)
        first = slope(lambda t, way=way: module("f", {**env, "X": way(t)}))  # type: ignore[misc]
        close(np.sum(gradient * e), first, 1e-7)
        close(np.sum(gradient * general), first, 1e-7)  # a gradient sees the tangent part only
        close(module("differential_X", env, e), first, 1e-7)
        velocity = x.T @ e  # of the curve on the group, from the left
        second = slope(
            lambda t, way=way, e=e, w=velocity: module(  # type: ignore[misc]
                "differential_X", {**env, "X": way(t)}, way(t) @ w if kind == "orthogonal" else e
            )
        )
        close(vec(e).T @ hessian @ vec(e), second, 1e-6)
        close(hessian @ vec(general), hessian @ vec(e))
    assert derivative.gradient is not None
    assert derivative.hessian is not None
    for node in (derivative.gradient, derivative.hessian, derivative.differential):
        assert reads_back(program_text(node, reads_back), node)


@pytest.mark.parametrize("f", MATRICES)
@pytest.mark.parametrize("kind", OWN)
def test_jacobian_and_vjp_of_matrices(kind: str, f: str) -> None:
    answer = vjp(program(kind, f), wrt=["X"])
    (derivative,) = answer.derivatives
    module = Module(answer)
    env = drawn(answer)
    rng = np.random.default_rng(19)
    x = env["X"]
    jacobian = module("jacobian_X", env)
    general = rng.standard_normal(x.shape)
    e = PROJECTIONS[kind](x, general)
    df = slope(lambda t: module("f", {**env, "X": curve(kind, x, e)(t)}))
    close(module("differential_X", env, e), df, 1e-7)
    close(jacobian @ vec(e), vec(df), 1e-7)
    close(jacobian @ vec(general), vec(df), 1e-7)  # J = J P
    y = rng.standard_normal(df.shape)
    assert derivative.vjp is not None
    back = compiled(derivative.vjp)({**env, "Y": y})
    close(vec(back), jacobian.T @ vec(y))
    close(back, PROJECTIONS[kind](x, back))


@pytest.mark.parametrize(
    ("program", "simple"),
    [
        ("S' where S: symmetric(n)", "S"),
        ("S' where S: spd(n)", "S"),
        ("K' where K: skew(n)", "-K"),
        ("D' where D: diagonal(n)", "D"),
        ("Q' where Q: orthogonal(n)", "inv(Q)"),
        ("Q'*Q where Q: orthogonal(n)", "I(n)"),
        ("Q*Q' where Q: orthogonal(n)", "I(n)"),
        ("inv(Q)*A*Q'' where Q: orthogonal(n)", "inv(Q)*A*Q"),
        ("x'*K*x where K: skew(n)", "0"),
        ("tr(K) where K: skew(n)", "0"),
        ("tr(S*K) where S: symmetric(n), K: skew(n)", "0"),
        ("(S*A*S)' where S: symmetric(n)", "S*A'*S"),
        ("inv(S)' where S: symmetric(n)", "inv(S)"),
        ("(A'*S*A)' where S: symmetric(n)", "A'*S*A"),
        ("(S^3)' where S: symmetric(n)", "S^3"),
        ("exp(S)' where S: symmetric(n)", "exp(S)"),
        ("expm(S)' where S: symmetric(n)", "expm(S)"),
        ("(S.*T_1)' where S: symmetric(n), T_1: symmetric(n)", "S.*T_1"),
    ],
)
def test_structure_is_used_in_the_answer(program: str, simple: str) -> None:
    from matcalc_cli.pipeline import simplified

    where = program.partition(" where ")[2]
    assert simplified(program).expression is simplified(f"{simple} where {where}, n_1: scalar").expression


@pytest.mark.parametrize(
    ("program", "gradient"),
    [
        ("tr(A*S) where S: symmetric(n)", "(A + A')/2"),
        ("tr(A*K) where K: skew(n)", "(A' - A)/2"),
        ("tr(A*D) where D: diagonal(n)", "diag(diag(A))"),
        ("tr(A*L) where L: lower(n)", "tril(A')"),
        ("tr(A*U) where U: upper(n)", "triu(A')"),
        ("tr(A*Q) where Q: orthogonal(n)", "(A' - Q*A*Q)/2"),
        ("logdet(S) where S: spd(n)", "inv(S)"),
        ("x'*S*x where S: symmetric(n)", "x*x'"),
        ("x'*inv(S)*x where S: spd(n)", "-inv(S)*x*x'*inv(S)"),
        ("sum(D) where D: diagonal(n)", "I(n)"),
    ],
)
def test_gradients_of_the_specification(program: str, gradient: str) -> None:
    """Section 2: the projection of the gradient, not the rule 2G - diag(G)."""
    from matcalc_cli.pipeline import simplified

    where = program.partition(" where ")[2]
    found = differentiate(program, wrt=[where[0]]).derivatives[0].gradient
    assert found is simplified(f"{gradient} where {where}, A: matrix(n,n), x: vector(n)").expression
