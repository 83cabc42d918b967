"""Second derivatives and Jacobians written into one array: right by differences, in the memory of what they return."""

from __future__ import annotations

import inspect
import tracemalloc
from typing import Any

import numpy as np
import pytest

from matcalc_cli.questions.modules import code

M, N, P = 5, 4, 3
SHAPES = {
    "A": (M, M), "B": (N, N), "C": (N, N), "F": (M, N), "G": (P, N), "K": (7, M), "L": (N, 6), "W": (M, P), "X": (M, N),
    "Y": (M, N), "Z": (N, N), "alpha": (), "k": (7, 1), "w": (M, 1), "x": (M, 1), "y": (N, 1),
}  # fmt: skip
JACOBIANS = [
    "X'*A*X", "alpha*X'*X", "X*X'", "3*kron(X, G)", "kron(G, X)", "kron(X', G)", "kron(X, X)", "inv(Z) + Z'", "Z^3", "Z - Z'", "tanh(X*L)",
    "tanh(A*X*L)", "G*tanh(Z)", "exp(Z)*F'", "Z*exp(X'*X)", "khatrirao(X, G)", "khatrirao(G, X)", "polar(X)", "polar(X')",
    "polar(Z)", "expm(9*Z)", "svdvals(X)", "cumsum(X, 1)", "vech(Z*Z')",
    "softmax(X*y)", "tanh(X*y)", "X*y + softmax(X*(y.^2))", "softmax(X*y) + alpha*softmax(X*(y.^2))", "tanh(X*y) + sin(X*(y.^2))",
    "X*y/norm(X*y)", "det(Z)*inv(Z)", "norm(X*y)*X*L", "diag(w)*X*C", "A*X*diag(y)", "diag(w)*X*diag(y)", "diag(y)*X'*A", "w'*X*C",
    "kron(X*y, G)", "kron(A, X)", "G*kron(X'*w, y')*C",
]  # fmt: skip
HESSIANS = [
    "norm(tanh(X'*A)*w - y)^2", "norm(tanh(K*X)*y - k)^2", "norm(tanh(A*X) - Y)^2", "norm(X'*X - B)^2", "logdet(X'*X)", "tr(Z^4)",
    "alpha*tr(inv(Z)*C)", "tr(X'*A*X*B)", "logsumexp(K*x)", "sum(log(1 + exp(-k.*(K*x))))", "-alpha*sum((K*x).^4)",
    "sum(log(1 + exp(A*x))) + logsumexp(K*x)", "sum(vech(Z*Z').^2)", "norm(cumsum(Z*C, 2))^2",
    "norm(tanh(X'*A)*w - y)^2 + norm(tanh(X'*F)*y - y)^2", "logsumexp(X*y)", "sum(exp(X*y))", "norm(X*y - w)", "norm(X*y - w)^4",
    "tr(X'*diag(w)*X*diag(y))", "norm(X)^3",
]  # fmt: skip


def module_of(text: str, variable: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    exec(code(text, wrt=[variable]), found)  # noqa: S102 our own code
    return found


def variable_of(text: str) -> str:
    return next(name for name in "XZx" if name in text.replace("exp", ""))


def names_of(module: dict[str, Any]) -> list[str]:
    return list(inspect.signature(module["f"]).parameters)


def values_for(module: dict[str, Any], seed: int) -> dict[str, Any]:
    """Values of the arguments of a module."""
    rng = np.random.default_rng(seed)
    found = {name: rng.standard_normal(SHAPES[name]) for name in names_of(module)}
    return {name: value + 2 * np.eye(N) if name == "Z" else value for name, value in found.items()}


def differences(function: Any, values: dict[str, Any], variable: str) -> Any:
    """The derivative of a function, column by column."""
    columns = []
    for unit in np.eye(values[variable].size):
        step = 1e-5 * unit.reshape(values[variable].shape, order="F")
        ends = [np.ravel(function(**{**values, variable: values[variable] + s * step}), order="F") for s in (1, -1)]
        columns.append((ends[0] - ends[1]) / 2e-5)
    return np.stack(columns, axis=1)


@pytest.mark.parametrize(
    ("text", "function", "matrix"),
    [*[(text, "f", "jacobian") for text in JACOBIANS], *[(text, "gradient", "hessian") for text in HESSIANS]],
)
def test_jacobians_and_hessians_are_those_of_differences(text: str, function: str, matrix: str) -> None:
    variable = variable_of(text)
    module = module_of(text, variable)
    values = values_for(module, len(text))
    wanted = differences(module[function], values, variable)
    np.testing.assert_allclose(module[matrix](**values), wanted, rtol=1e-5, atol=1e-6 * abs(wanted).max())


@pytest.mark.parametrize(
    ("text", "variable", "function"),
    [
        ("norm(A - U*V')^2", "U", "hessian"), ("logdet(X)", "X", "hessian"), ("tr(X'*A*X*B)", "X", "hessian"),
        ("norm(tanh(W*X)'*w - y)^2", "W", "hessian"), ("tr(inv(X)*C)", "X", "hessian"), ("A^3", "A", "jacobian"),
        ("inv(A)", "A", "jacobian"), ("A*X*B", "X", "jacobian"), ("X'*X", "X", "jacobian"),
        ("tanh(W*X)", "X", "jacobian"), ("kron(A, w)", "A", "jacobian"), ("chol(S) where S: spd(n)", "S", "jacobian"),
        ("expm(A)", "A", "jacobian"), ("polar(A)", "A", "jacobian"),
        ("softmax(W*x)", "W", "jacobian"), ("softmax(W*x) + softmax(W*y)", "W", "jacobian"), ("softmax(W*x) + tanh(W*y)", "W", "jacobian"),
        ("tanh(W*x)", "W", "jacobian"), ("W*x/norm(W*x)", "W", "jacobian"), ("det(X)*inv(X)", "X", "jacobian"), ("sum(exp(W*x))", "W", "hessian"),
        ("X'", "X", "jacobian"), ("norm(X'*X - C)^2", "X", "hessian"), ("logdet(X'*X)", "X", "hessian"),
    ],
)  # fmt: skip
def test_what_is_returned_is_nearly_all_that_is_in_memory(text: str, variable: str, function: str) -> None:
    n = 12 if "kron" in text else 48 if "W*x" in text and function == "jacobian" else 24
    module = module_of(text, variable)
    rng = np.random.default_rng(n)
    values = {name: rng.standard_normal((n, n)) for name in names_of(module)}
    values |= {name: rng.standard_normal((n, 1)) for name in "wxy" if name in values}
    values |= {name: values[name] @ values[name].T for name in "S" if name in values}
    result = module[function](**values)
    tracemalloc.start()
    module[function](**values)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak <= 1.5 * result.nbytes


SCALED = {
    "logsumexp(A*x)": ("x", "hessian"),
    "sum(log(1 + exp(-y.*(A*x))))": ("x", "hessian"),
    "3*logsumexp(A*x) + sum(exp(A*x))": ("x", "hessian"),
    "softmax(A*x)": ("x", "jacobian"),
    "alpha*softmax(A*B*x)": ("x", "jacobian"),
}
"""A scaled matrix times its transpose, and one scaled behind a row added to it."""


def of_twice_the_rows(module: dict[str, Any], n: int) -> dict[str, Any]:
    rng = np.random.default_rng(n)
    shapes = {"A": (2 * n, n + ("B" in names_of(module))), "B": (n + 1, n), "x": (n, 1), "y": (2 * n, 1)}
    return {name: rng.normal(size=shapes[name]) / np.sqrt(n) if name in shapes else -1.5 for name in names_of(module)}


@pytest.mark.parametrize("n", [5, 300])
@pytest.mark.parametrize("text", SCALED)
def test_scaled_products_in_blocks_are_those_of_differences(text: str, n: int) -> None:
    variable, matrix = SCALED[text]
    module = module_of(text, variable)
    values = of_twice_the_rows(module, n)
    found, e = module[matrix](**values), np.random.default_rng(n + 1).normal(size=(n, 1))
    moved = [{**values, variable: values[variable] + step * e} for step in (1e-5, -1e-5)]
    function = module["gradient" if matrix == "hessian" else "f"]
    wanted = (function(**moved[0]) - function(**moved[1])) / 2e-5
    np.testing.assert_allclose(found @ e, wanted, rtol=1e-5, atol=1e-6 * abs(wanted).max())


@pytest.mark.parametrize("text", ["logsumexp(A*x)", "sum(log(1 + exp(-y.*(A*x))))", "softmax(A*x)"])
def test_what_scales_is_scaled_a_few_columns_at_a_time(text: str) -> None:
    variable, matrix = SCALED[text]
    module = module_of(text, variable)
    values = of_twice_the_rows(module, 300)
    result = module[matrix](**values)
    tracemalloc.start()
    module[matrix](**values)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak <= 1.5 * result.nbytes


NESTED = [
    "kron(I(4), Z^2) + kron(Z', Z) + kron((Z^2)', I(4))",
    "-kron((Z^-2)', Z^-1) - kron(Z^-T, Z^-2)",
    "kron((Z^3)', I(4)) + kron((Z^2)', Z) + kron(Z', Z^2) + kron(I(4), Z^3)",
]


@pytest.mark.parametrize("text", NESTED)
def test_an_operand_of_a_kronecker_product_is_filled_too(text: str) -> None:
    """The sum of Kronecker products inside another is written into one array, which holds what they are."""
    body = code(text, wrt=["Z"]).split("def jacobian(")[1].split("def ")[0]
    assert "_filled(" in body
    module = module_of(text, "Z")
    values = values_for(module, 3)
    assert np.allclose(module["jacobian"](**values), differences(module["f"], values, "Z"), rtol=1e-5, atol=1e-6)
