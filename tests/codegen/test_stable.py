"""Emitted code where naive code overflows, divides by zero or cancels, against mpmath with many digits."""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.questions import modules

POINTS = (-1000.0, -40.0, -1.0, 0.0, 1.0, 40.0, 1000.0)
Exact = Callable[[Any], Any]


def sigmoid(x: Any) -> Any:
    return 1 / (1 + mpmath.exp(-x))


def softplus(x: Any) -> Any:
    return mpmath.log1p(mpmath.exp(x))


SCALARS: dict[str, tuple[Exact, Exact]] = {
    "log(1 + exp(alpha))": (softplus, sigmoid),
    "softplus(alpha)": (softplus, sigmoid),
    "softplus(-alpha)": (lambda x: softplus(-x), lambda x: -sigmoid(-x)),
    "log(sigmoid(alpha))": (lambda x: -softplus(-x), lambda x: sigmoid(-x)),
    "log(1 - sigmoid(alpha))": (lambda x: -softplus(x), lambda x: -sigmoid(x)),
    "sigmoid(alpha)": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "1/(1 + exp(-alpha))": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "exp(alpha)/(1 + exp(alpha))": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "alpha*sigmoid(alpha)": (
        lambda x: x * sigmoid(x),
        lambda x: sigmoid(x) + x * sigmoid(x) * sigmoid(-x),
    ),
    "tanh(alpha)": (mpmath.tanh, None),
}  # fmt: skip


def functions(text: str, **options: Any) -> dict[str, Any]:
    return load(modules.code(text, **options))


def near(found: float, wanted: Any) -> None:
    """To 13 digits, tiny numbers too, down to a thousand of the smallest normal doubles."""
    assert found == pytest.approx(float(wanted), rel=1e-13, abs=1000 * np.finfo(float).tiny)


@pytest.fixture(autouse=True)
def strict() -> Any:
    """No overflow and no invalid operation passes unseen; 70 digits for the exact values."""
    with np.errstate(over="raise", invalid="raise", divide="raise"), mpmath.workdps(900), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.mark.parametrize("text", SCALARS)
@pytest.mark.parametrize("x", POINTS)
def test_a_number(text: str, x: float) -> None:
    value, slope = SCALARS[text]
    found = functions(text)
    near(found["f"](alpha=x), value(mpmath.mpf(x)))
    if slope is not None:
        near(found["gradient"](alpha=x), slope(mpmath.mpf(x)))


@pytest.mark.parametrize("text", [t for t in SCALARS if "tanh" not in t])
def test_entries(text: str) -> None:
    value, slope = SCALARS[text]
    found = functions(f"sum({text.replace('alpha', 'x').replace('x*sig', 'x.*sig').replace('/(', './(')})")
    x = np.array([POINTS]).T
    exact = [mpmath.mpf(p) for p in POINTS]
    near(found["f"](x=x), mpmath.fsum([value(p) for p in exact]))
    for entry, p in zip(found["gradient"](x=x)[:, 0], exact, strict=True):
        near(entry, slope(p))


@pytest.mark.parametrize("text", ["logsumexp(x)", "log(sum(exp(x)))"])
@pytest.mark.parametrize("shift", [-1000.0, 0.0, 1000.0])
def test_logsumexp_and_its_gradient(text: str, shift: float) -> None:
    found = functions(text)
    x = np.array([[0.5], [-2.0], [0.0], [3.0]]) + shift
    weights = [mpmath.exp(mpmath.mpf(v)) for v in x[:, 0]]
    near(found["f"](x=x), mpmath.log(mpmath.fsum(weights)))
    for entry, weight in zip(found["gradient"](x=x)[:, 0], weights, strict=True):
        near(entry, weight / mpmath.fsum(weights))
    assert np.all(np.isfinite(found["hessian"](x=x)))


@pytest.mark.parametrize("text", ["softmax(x)", "exp(x)/sum(exp(x))", "exp(x)./sum(exp(x))"])
@pytest.mark.parametrize("shift", [-1000.0, 0.0, 1000.0])
def test_softmax(text: str, shift: float) -> None:
    found = functions(text)
    x = np.array([[0.5], [-2.0], [0.0]]) + shift
    weights = [mpmath.exp(mpmath.mpf(v)) for v in x[:, 0]]
    for entry, weight in zip(found["f"](x=x)[:, 0], weights, strict=True):
        near(entry, weight / mpmath.fsum(weights))
    assert np.all(np.isfinite(found["jacobian"](x=x)))


def test_the_logarithm_of_a_softmax() -> None:
    found = functions("-y'*log(softmax(x))", wrt=["x"])
    x, y = np.array([[1000.0], [0.0], [-1000.0]]), np.array([[0.0], [0.0], [1.0]])
    assert found["f"](x=x, y=y) == 2000.0
    np.testing.assert_array_equal(found["gradient"](x=x, y=y), [[1.0], [0.0], [-1.0]])


@pytest.mark.parametrize("offset", [0.0, 1e4, 1e8])
@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("log(softmax(X)) where X: vector(n)", False),
        ("3*Y + 2*X - 2*logsumexp(X) where X: vector(n), Y: vector(n)", False),
        ("log(softmax(X')) where X: vector(n)", True),
        ("log(softmax(X + Y, 2)) where X: matrix(m,n), Y: matrix(m,n)", True),
        ("log(softmax(X, 1)) where X: matrix(m,n)", False),
    ],
)
def test_the_logarithm_of_a_softmax_keeps_its_digits_far_from_zero(text: str, turned: bool, offset: float) -> None:
    column = [0.25, -2.0, 1.5, -np.inf]
    found = functions(text, wrt=["X"])["f"]
    x = np.array([column]).T + offset
    at = {"X": x.T if "softmax(X + Y" in text else x}
    value = found(**at, **({"Y": 0 * np.ones(at["X"].shape)} if "Y" in text else {}))
    value = (value.T if turned else value)[:, 0] / (2 if "2*" in text else 1)
    total = mpmath.log(mpmath.fsum([mpmath.exp(mpmath.mpf(v)) for v in column]))
    np.testing.assert_allclose(value, [float(mpmath.mpf(v) - total) for v in column], rtol=1e-14)


def test_a_bound_with_another_coefficient_stays() -> None:
    assert "x - 2 * _logsumexp(x)" in modules.code("x - 2*logsumexp(x)")


@pytest.mark.parametrize("text", ["logdet(X)", "log(det(X))", "log(abs(det(X)))", "logdet(X) where X: spd(n)"])
@pytest.mark.parametrize("scale", [1e-3, 1e3])
def test_the_logarithm_of_a_determinant_that_is_out_of_range(text: str, scale: float) -> None:
    found = functions(text)
    X = scale * np.eye(200)
    assert found["f"](X=X) == pytest.approx(200 * np.log(scale), rel=1e-13)
    value, gradient = found["value_and_gradient"](X=X)
    assert value == pytest.approx(200 * np.log(scale), rel=1e-13)
    np.testing.assert_allclose(gradient, np.eye(200) / scale, rtol=1e-13)


@pytest.mark.parametrize("text", ["norm(x)^2", "norm(x)^3", "norm(x)^4", "norm(A*x)^2", "x'*x"])
def test_powers_of_a_norm_have_a_gradient_at_zero(text: str) -> None:
    found = functions(text, wrt=["x"])
    arguments = {"x": np.zeros((3, 1))} | ({"A": np.ones((2, 3))} if "A" in text else {})
    assert found["f"](**arguments) == 0.0
    np.testing.assert_array_equal(found["gradient"](**arguments), np.zeros((3, 1)))


def test_where_a_norm_has_no_gradient_the_code_says_so() -> None:
    source = modules.code("norm(x)")
    assert source.count("Needs x != 0.") == source.count("\ndef ") - source.count("\ndef _") - 1  # but f itself
    assert functions("norm(x)")["f"](x=np.zeros((2, 1))) == 0.0


def test_a_norm_of_thousands() -> None:
    found = functions("norm(x)")
    x = np.array([[1000.0], [-1000.0], [0.0]])
    near(found["f"](x=x), mpmath.sqrt(2) * 1000)
    near(found["gradient"](x=x)[1, 0], -1 / mpmath.sqrt(2))


def test_a_difference_that_cancels_is_a_function_of_its_own() -> None:
    logistic = functions("sum(log(1 + exp(-y.*(A*w))))", wrt=["w"])
    one = {"A": np.array([[1.0]]), "w": np.array([[40.0]]), "y": np.array([[1.0]])}
    near(logistic["gradient"](**one)[0, 0], -sigmoid(mpmath.mpf(-40)))
    near(logistic["hessian"](**one)[0, 0], sigmoid(mpmath.mpf(-40)) * sigmoid(mpmath.mpf(40)))
    near(logistic["f"](**one), softplus(mpmath.mpf(-40)))


@pytest.mark.parametrize(
    ("text", "wrt"),
    [
        ("r = x - mean(x); g.*r/sqrt(sum(r.^2)/n + epsilon) where x: vector(n), g: vector(n), epsilon: positive", "x"),
        (
            "r = x - mean(x); sum((g.*r/sqrt(r'*r/n + epsilon)).^3) where x: vector(n), g: vector(n), epsilon: positive",
            "x",
        ),
        ("r = x - mean(x); s = y - mean(y); (r'*s)/(norm(r)*norm(s)) where x: vector(n), y: vector(n)", "x"),
        ("C = X - ones(m)*mean(X,1); logdet(C'*C/m + I(n)) where X: matrix(m,n)", "X"),
        ("C = X - mean(X,2)*ones(1,n); norm(C*C')^2 where X: matrix(m,n)", "X"),
        ("norm(x - mean(x))^2 where x: vector(n)", "x"),
        ("u = x - mean(x); sum(u.^4) where x: vector(n)", "x"),
    ],
)
def test_far_from_zero_it_is_what_it_is_at_the_centre(text: str, wrt: str) -> None:
    """All of them are the same at x + 2^27 in exact arithmetic, and the inputs are exact there."""
    functions = load(modules.code(text, wrt=[wrt]))
    rng = np.random.default_rng(3)
    point = {n: rng.integers(-8, 9, (6, 1)).astype(float) for n in "xyg"}
    point |= {"X": rng.integers(-8, 9, (6, 4)).astype(float), "epsilon": 0.5}
    given = {n: v for n, v in point.items() if n in inspect.signature(functions["f"]).parameters}
    for name in {"f", "gradient", "jacobian", "hessian"} & functions.keys():
        near, far = functions[name](**given), functions[name](**{**given, wrt: given[wrt] + 2.0**27})
        np.testing.assert_allclose(far, near, rtol=0, atol=1e-12 * np.max(np.abs(near)))


@pytest.mark.parametrize("text", ["sum(x)^2 + norm(x)^2", "mean(x)*x"])
def test_what_changes_with_the_mean_is_not_centred(text: str) -> None:
    assert "x = x -" not in modules.code(text, wrt=["x"])


IDENTITY = np.eye(3)
NEAR = np.array([[3e-200], [4e-200], [0.0]])
FAR = np.array([[3e200], [4e200], [0.0]])
SPREAD = np.array([[2e200], [2.0], [-3e-10]])
EDGES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    # where quotients by a length tend to 0, and lengths whose squares are out of range
    ("norm(x)^3", {"x": 0 * NEAR}, {"f": 0.0, "gradient": 0 * NEAR, "hessian": 0 * IDENTITY}),
    ("norm(x)*x", {"x": 0 * NEAR}, {"f": 0 * NEAR, "jacobian": 0 * IDENTITY}),
    ("norm(x)", {"x": NEAR}, {"f": 5e-200, "gradient": np.array([[0.6], [0.8], [0.0]])}),
    (
        "norm(x)",
        {"x": 1e300 * NEAR * 1e100},
        {"f": 5e200, "hessian": (IDENTITY - np.outer([0.6, 0.8, 0], [0.6, 0.8, 0])) / 5e200},
    ),
    ("std(x)", {"x": NEAR}, {"f": np.sqrt(26 / 9) * 1e-200, "gradient": np.array([[2.0], [5.0], [-7.0]]) / np.sqrt(234)}),
    ("x'*y/(norm(x)*norm(y))", {"x": NEAR, "y": 1e300 * NEAR[::-1] * 1e100}, {"f": 0.64}),
    ("tr(X'*Y)/(norm(X)*norm(Y))", {"X": NEAR, "Y": 1e300 * NEAR[::-1] * 1e100}, {"f": 0.64}),
    ("sum(x)/norm(x)", {"x": NEAR}, {"f": 1.4, "gradient": np.array([[0.16], [-0.12], [1.0]]) / 5e-200}),
    ("x*y'/(norm(x)*norm(y))", {"x": NEAR[:2], "y": np.ones((1, 1))}, {"jacobian_x": np.array([[0.64, -0.48], [-0.48, 0.36]]) / 5e-200}),
    ("sqrt(sum(x.^2))", {"x": NEAR}, {"f": 5e-200, "gradient": np.array([[0.6], [0.8], [0.0]])}),
    ("(x - mean(x))/sqrt(var(x))", {"x": NEAR}, {"f": np.array([[2.0], [5.0], [-7.0]]) / np.sqrt(26)}),
    ("x'*S*x/(x'*x) where S: symmetric(n)", {"x": NEAR, "S": np.diag([1.0, 2, 3])}, {"f": 1.64}),
    # roots and quotients of what is homogeneous, where its squares are out of range
    ("sqrt(x'*S*x)", {"x": NEAR, "S": np.diag([1.0, 4, 1])}, {"f": np.sqrt(73) * 1e-200, "gradient_x": np.array([[3.0], [16.0], [0.0]]) / np.sqrt(73)}),
    ("norm(x, 3)", {"x": 1e300 * NEAR * 1e100}, {"f": np.cbrt(91) * 1e200, "gradient": np.array([[9.0], [16.0], [0.0]]) / np.cbrt(91) ** 2}),
    ("std(X, 1)", {"X": NEAR}, {"f": np.sqrt(26 / 9).reshape(1, 1) * 1e-200, "jacobian": np.array([[2.0, 5.0, -7.0]]) / np.sqrt(234)}),
    ("norm(x - y)/(norm(x) + norm(y))", {"x": NEAR, "y": 2 * NEAR}, {"gradient_x": -4 / 9 * NEAR / 5e-200 / 5e-200}),
    ("sqrt(alpha^2 + beta^2)", {"alpha": 3e200, "beta": -4e200}, {"f": 5e200, "gradient_beta": -0.8, "hessian_alpha": 0.128e-200}),
    ("norm(x)^3", {"x": 1e300 * NEAR * 1e100}, {"hessian": 15e200 * (IDENTITY + np.outer([0.6, 0.8, 0], [0.6, 0.8, 0]))}),
    ("exp(-sqrt(x'*x + y'*y))", {"x": NEAR, "y": NEAR}, {"gradient_x": -np.array([[0.6], [0.8], [0.0]]) / np.sqrt(2)}),
    ("sqrt(x'*x + y'*y)", {"x": 0 * NEAR, "y": 0 * NEAR}, {"f": 0.0}),
    # sums whose terms grow differently, where the largest are out of range; each entry by itself
    ("sqrt(1 + norm(x)^2)", {"x": FAR}, {"f": 5e200, "gradient": np.array([[0.6], [0.8], [0.0]]), "hessian": (IDENTITY - np.outer([0.6, 0.8, 0], [0.6, 0.8, 0])) / 5e200}),
    ("sqrt(epsilon + norm(x - y)^2) where epsilon: positive", {"epsilon": 3.0, "x": FAR, "y": 3 * FAR}, {"f": 1e201, "gradient_x": -np.array([[0.6], [0.8], [0.0]])}),
    ("log(1 + norm(x)^2)", {"x": FAR}, {"f": 2 * np.log(5e200), "gradient": 2 * np.array([[0.6], [0.8], [0.0]]) / 5e200}),
    ("log(1 + norm(x)^2)", {"x": 1e100 * NEAR}, {"f": 2.5e-199}),
    ("log(norm(x)^2)", {"x": NEAR}, {"f": 2 * np.log(5e-200)}),
    ("sum(log(1 + x.^2))", {"x": SPREAD}, {"f": 2 * np.log(2e200) + np.log(5) + 9e-20, "gradient": np.array([[1e-200], [0.8], [-6e-10]]), "hessian": np.diag([0.0, -0.24, 2.0])}),
    ("x./(1 + x.^2)", {"x": SPREAD}, {"f": np.array([[0.5e-200], [0.4], [-3e-10]]), "jacobian": np.diag([0.0, -0.12, 1.0])}),
    ("x./sqrt(1 + x.^2)", {"x": SPREAD}, {"f": np.array([[1.0], [2 / np.sqrt(5)], [-3e-10]])}),
    ("sum(x.^2./(1 + x.^2))", {"x": SPREAD}, {"f": 1.8, "gradient": np.array([[0.0], [0.16], [-6e-10]])}),
    ("x/(1 + x'*x)", {"x": FAR}, {"f": np.array([[0.6], [0.8], [0.0]]) / 5e200}),
    ("norm(x)^2/(1 + norm(x)^2)", {"x": FAR}, {"f": 1.0}),
    ("alpha/(1 + alpha^2)", {"alpha": -1e200}, {"f": -1e-200, "gradient": 0.0}),
    ("sum(sqrt(1 + (A*x).^2)) where A: matrix(m,n)", {"A": np.diag([1.0, 2, 0]), "x": FAR}, {"f": 1.1e201, "gradient_x": np.array([[1.0], [2.0], [0.0]])}),
    ("sum(sqrt(x.^2 + y.^2))", {"x": SPREAD, "y": np.array([[0.0], [0.0], [4e-10]])}, {"f": 2e200, "gradient_x": np.array([[1.0], [1.0], [-0.6]])}),
    ("sum(log(1 + x.^2))", {"x": np.zeros((0, 1))}, {"f": 0.0}),
    # 0 log 0, and powers of 0
    ("sum(x.*log(x)) where x: vector(n)", {"x": np.array([[0.0], [1.0], [2.0]])}, {"f": 2 * np.log(2)}),
    ("alpha*log(alpha)", {"alpha": 0.0}, {"f": 0.0}),
    ("sum(x.^alpha) where x: vector(n)", {"x": np.array([[0.0], [1.0], [2.0]]), "alpha": 2.0}, {"gradient_alpha": 4 * np.log(2)}),
    # repeated eigenvalues, singular matrices
    ("sum(eigvals(S).^3) where S: symmetric(n)", {"S": 2 * IDENTITY}, {"f": 24.0, "gradient": 12 * IDENTITY}),
    ("det(A)", {"A": np.diag([2.0, 3.0, 0.0])}, {"f": 0.0, "gradient": np.diag([0.0, 0.0, 6.0])}),
    # digits that a difference would lose
    ("sum(log(cosh(x)))", {"x": np.array([[1e-8]])}, {"f": 5e-17, "hessian": np.ones((1, 1))}),
    ("sum(huber(x, 1))", {"x": np.array([[1e17]])}, {"f": 1e17, "gradient": np.ones((1, 1))}),
    ("clip(alpha, -1, 1)", {"alpha": 1e17}, {"f": 1.0}),
    ("log(exp(alpha) + exp(beta))", {"alpha": 1000.0, "beta": 960.0}, {"f": 1000.0, "hessian_alpha": np.exp(-40.0)}),
    ("1 - cos(alpha)", {"alpha": 1e-9}, {"f": 5e-19}),
    ("sum(tanh(x).^2)", {"x": np.array([[40.0]])}, {"gradient": np.array([[8 * np.exp(-80.0)]])}),
    ("sum(sqrt(x.^2 + alpha)) where alpha: positive", {"x": np.array([[1e8]]), "alpha": 1.0}, {"hessian_x": np.array([[1e-24]])}),
]  # fmt: skip


@pytest.mark.parametrize("target", ["numpy", "array-api", "jax", "torch"])
@pytest.mark.parametrize(
    ("text", "point", "wanted"), EDGES, ids=[f"{text} at {next(iter(p.values()))!r:.20}" for text, p, _ in EDGES]
)
def test_at_edges_of_the_domain_in_every_library(
    text: str, point: dict[str, Any], wanted: dict[str, Any], target: str
) -> None:
    library = {"numpy": "numpy", "array-api": "array_api_strict", "jax": "jax.numpy", "torch": "torch"}[target]
    module = pytest.importorskip(library, reason=f"{library} is not installed")
    if target == "jax":
        importlib.import_module("jax").config.update("jax_enable_x64", True)
    functions = load(modules.code(text, target=target))
    given = {n: module.asarray(v) if isinstance(v, np.ndarray) else v for n, v in point.items()}
    for name, value in wanted.items():
        with np.errstate(all="ignore"):
            found = np.asarray(functions[name](**given), dtype=float)
        np.testing.assert_allclose(found, value, rtol=1e-12, atol=1e-14 if np.any(np.ravel(value) > 1) else 0)
