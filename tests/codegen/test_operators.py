"""Jacobians and Hessians by their factors, their diagonals and SciPy's operators: the matrices themselves are the oracle."""

from __future__ import annotations

from functools import reduce
from typing import Any

import numpy as np
import pytest
import scipy.linalg  # type: ignore[import-untyped, unused-ignore]

from matcalc_cli.questions import modules

SIZES = {"m": 5, "n": 4, "p": 3, "q": 2}
PROGRAMS = {
    "norm(A*X*B - C)^2": "kron(F1, F2)",
    "sum(exp(A*X*B))": "kron(F1, F2)*diag(F3)*kron(F4, F5)",
    "logdet(X) + tr(X^3)": "commutation(n, n)*kron(F1, I(n)) + commutation(n, n)*kron(I(n), F2)",
    "tr(X'*A*X) where X: matrix(n,p)": "kron(I(p), F1)",
    "norm(X*X' - S)^2 where X: matrix(n,p), S: symmetric(n)": "kron(F1, I(n)) + commutation(p, n)*kron(F2, F3) + kron(I(p), F4)",
    "logdet(X'*X) where X: matrix(m,n)": "kron(F1, I(m)) + kron(F2, F3) + commutation(n, m)*kron(F4, F5)",
    "logdet(X) where X: spd(n)": "kron(F1, F2) + commutation(n, n)*kron(F3, F4)",
    "norm(X) where X: matrix(m,n)": "F1*I(m*n) + F2*F3",
    "norm(X)^2 where X: vector(n)": "F1*I(n)",
    "logsumexp(X) + a'*X*(b'*X) where X: vector(n)": "diag(F",
    "sum(log(1 + exp(A*X))) where X: vector(n)": "F1*diag(F2)*F3",
    "A*X*B": "kron(F1, F2)",
    "X*A where X: spd(n)": "kron(F1, I(n))",
    "exp(X).*A": "diag(F1)",
    "softmax(X, 2) where X: matrix(m,n)": "diag(F2)*kron(ones(n, n), I(m))*diag(F3)",
    "khatrirao(A, X) where X: matrix(p,n)": "kron(I(n), ones(m, 1), I(p))",
    "diag(X*A)": "khatrirao(F1, I(m))'",
    "(X'./A)*B*b where X: vector(n), A: matrix(n,n), B: matrix(n,m), b: vector(m)": "F1",
    "norm(X - X')^2": "F1*I(n^2) + F2*commutation(n, n)",
}
"""By text what the formula has. Everything is differentiated by X."""


class Matrix:
    """A matrix in a formula of the language."""

    def __init__(self, array: Any) -> None:
        self.array = np.atleast_2d(array)

    def __mul__(self, other: Matrix) -> Matrix:
        one = 1 in {self.array.size, other.array.size} and self.array.shape[1] != other.array.shape[0]
        return Matrix(self.array * other.array if one else self.array @ other.array)

    @property
    def turned(self) -> Matrix:
        return Matrix(self.array.T)

    def __add__(self, other: Matrix) -> Matrix:
        return Matrix(self.array + other.array)


def exchange(m: int, n: int) -> Matrix:
    return Matrix(np.eye(m * n)[np.arange(m * n).reshape(n, m).T.ravel()])


def assembled(formula: str, arrays: Any) -> Any:
    """What a formula gives."""
    names = {f"F{k + 1}": Matrix(x) for k, x in enumerate(arrays if isinstance(arrays, tuple) else [arrays])}
    words = {
        "kron": lambda *a: Matrix(reduce(np.kron, [x.array for x in a])), "diag": lambda a: Matrix(np.diagflat(a.array)),
        "I": lambda n: Matrix(np.eye(n)), "commutation": exchange,
        "ones": lambda m, n: Matrix(np.ones((m, n))),
        "khatrirao": lambda a, b: Matrix(scipy.linalg.khatri_rao(a.array, b.array)),
    }  # fmt: skip
    return eval(formula.replace("^", "**").replace("'", ".turned"), {**words, **names, **SIZES}).array  # noqa: S307 the formula is ours


def module(text: str, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The functions, and arguments for them."""
    scope: dict[str, Any] = {}
    exec(modules.code(text, wrt=["X"], operators=True, **options), scope)  # noqa: S102
    rng = np.random.default_rng(2)
    taken = scope["f"].__wrapped__.__code__.co_varnames[: scope["f"].__wrapped__.__code__.co_argcount]
    given = {name: rng.standard_normal([SIZES.get(s, s) for s in scope["_shapes"][name]]) for name in taken}
    return scope, {name: x @ x.T if name == "S" or (name == "X" and "spd" in text) else x for name, x in given.items()}


@pytest.mark.parametrize("text", PROGRAMS)
def test_factors_diagonals_and_operators_are_of_the_matrix(text: str) -> None:
    scope, given = module(text)
    kind = "hessian" if "hessian" in scope else "jacobian"
    matrix = scope[kind](**given)
    formula = scope[f"{kind}_factors"].__doc__.partition(f"{kind.title()} ")[2].partition(".")[0]
    assert PROGRAMS[text] in formula
    np.testing.assert_allclose(assembled(formula, scope[f"{kind}_factors"](**given)), matrix, rtol=1e-9, atol=1e-9)
    operator = scope[f"{kind}_operator"](**given)
    np.testing.assert_allclose(operator @ np.eye(matrix.shape[1]), matrix, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(operator.H @ np.eye(matrix.shape[0]), matrix.T, rtol=1e-9, atol=1e-9)
    if matrix.shape[0] == matrix.shape[1]:
        np.testing.assert_allclose(operator.diagonal(), np.diag(matrix), rtol=1e-9, atol=1e-9)


def test_a_dense_matrix_has_a_diagonal_and_no_factors() -> None:
    scope, given = module("(X'*A*X)^2 where X: vector(n)")
    assert "hessian_factors" not in scope
    np.testing.assert_allclose(scope["hessian_diagonal"](**given)[:, 0], np.diag(scope["hessian"](**given)))


@pytest.mark.parametrize(("text", "forms"), [("tr(expm(X))", True), ("logdet(X)", False), ("norm(A*X)^2", False)])
def test_a_diagonal_says_whether_the_matrix_is_formed_for_it(text: str, forms: bool) -> None:
    scope, _ = module(text)
    assert ("Forms a matrix of its size" in scope["hessian_diagonal"].__doc__) == forms
    assert "its diagonal() is of hessian_diagonal" in scope["hessian_operator"].__doc__


def test_several_variables_have_their_own_and_arguments_may_hide_functions() -> None:
    scope: dict[str, Any] = {}
    exec(modules.code("sum(exp(x)) + sum(hvp.^3) where x: vector(n), hvp: vector(n)", operators=True), scope)  # noqa: S102
    x = np.array([1.0, 2, 3])
    np.testing.assert_allclose(scope["hessian_operator_hvp"](x, x) @ x, 6 * x**2)
    np.testing.assert_allclose(scope["hessian_operator_x"](x, x).diagonal(), np.exp(x))
    np.testing.assert_allclose(scope["hessian_diagonal_x"](x, x), np.exp(x))


@pytest.mark.parametrize(("target", "written"), [
    ("torch", "def hessian_diagonal("), ("jax", "def hessian_factors("), ("array-api", "def hessian_diagonal("),
    ("julia", "function hessian_factors("), ("matlab", "function [F1, F2] = hessian_factors("),
    ("latex", r"\mathrm{hessian\_diagonal}"), ("c", "double *F1, double *F2)"),
])  # fmt: skip
def test_every_target_has_plain_functions(target: str, written: str) -> None:
    sizes = "m=3,n=2,p=4,q=2" if target == "c" else ""
    code = modules.code("norm(A*X*B - C)^2", wrt=["X"], target=target, operators=True, sizes=sizes)
    assert written in code
    assert "operator(" not in code.replace("operatorname", "")


def test_a_plan_has_them_too() -> None:
    reports, _ = modules.code_plan("sum(log(1 + exp(X*w)))", wrt=["w"], operators=True)
    (diagonal,) = [report for report in reports if report.head.startswith("hessian_diagonal")]
    assert not any(row.shape == ("n", "n") for row in diagonal.rows)
