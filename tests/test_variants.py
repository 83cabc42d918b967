"""Other readings of a derivative against differences: inner products, directions, free entries, second, implicit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from matcalc_cli import pipeline
from matcalc_cli.answers.answer import Answer
from matcalc_cli.budget import Budget
from matcalc_cli.check.doubles.evaluate import evaluate
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node

Array = np.ndarray
RNG = np.random.default_rng(7)
A, X, V, W0 = (RNG.standard_normal((4, 4)) + 3 * np.eye(4) for _ in range(4))
B, M = RNG.standard_normal((4, 3)), RNG.standard_normal((3, 4))
x, v, b = (RNG.standard_normal((4, 1)) for _ in range(3))
S, SV = (W0 + W0.T) / 2, (V + V.T) / 2
W = W0 @ W0.T + np.eye(4)
ENV = {"A": A, "X": X, "V": V, "W": W, "S": S, "x": x, "v": v, "b": b, "B": B, "M": M}
STEP = 1e-5


def value(node: Node | None, **more: Array) -> Array:
    """An expression at the matrices of this module."""
    assert node is not None
    env = {**ENV, **more}
    names = {s.name for s in node.symbols}
    sizes = {"n": 4, "m": 4}
    return np.atleast_2d(
        np.asarray(evaluate(node, {k: u for k, u in {**env, **sizes}.items() if k in names or k in sizes}))
    )


def slope(f: Callable[[float], Array]) -> Array:
    """A central difference, once extrapolated."""

    def central(h: float) -> Array:
        return (f(h) - f(-h)) / (2 * h)

    return (4 * central(STEP) - central(2 * STEP)) / 3


def close(got: Array, wanted: Array) -> bool:
    return bool(np.linalg.norm(got - wanted) <= 1e-6 * max(1, np.linalg.norm(wanted)))


def varied(text: str, **options: object) -> Answer:
    return pipeline.varied(text, **options)  # type: ignore[arg-type]


def test_the_gradient_of_an_inner_product_pairs_with_it() -> None:
    found = varied("x'*A*x", wrt=["x"], inner="W").derivatives[0]
    df = slope(lambda t: (x + t * v).T @ A @ (x + t * v))
    assert close(value(found.gradient).T @ W @ v, df)


def test_a_new_weight_is_positive_definite_of_the_right_size() -> None:
    gradient = varied("tr(X'*A*X)", wrt=["X"], inner="W").derivatives[0].gradient
    assert gradient is not None
    weight = next(s for s in gradient.symbols if s.name == "W")
    assert (weight.kind, weight.rows, weight.cols) == ("spd", gradient.rows, gradient.rows)


@pytest.mark.parametrize(("weight", "kind"), [("2*W + I", "spd"), ("W'*W", "matrix"), ("2*I", "")])
def test_a_weight_in_new_names_has_the_size_of_the_variable(weight: str, kind: str) -> None:
    found = varied("x'*A*x", wrt=["x"], inner=weight).derivatives[0].gradient
    assert found is not None
    assert {s.kind for s in found.symbols if s.name == "W"} == {kind} - {""}
    metric = {"2*W + I": 2 * W + np.eye(4), "W'*W": W.T @ W, "2*I": 2 * np.eye(4)}[weight]
    assert close(metric @ value(found), (A + A.T) @ x)


def test_a_direction_in_new_names_is_of_the_kind_of_its_variable() -> None:
    found = varied("tr(S*R*S) where S: symmetric(n)", wrt=["S"], along=["U - 2*R"])
    assert {s.name: s.kind for s in found.total.symbols}["U"] == "symmetric"  # type: ignore[union-attr]
    assert {s.name: s.kind for s in found.total.symbols}["R"] == "matrix"  # type: ignore[union-attr]


@pytest.mark.parametrize(("text", "variable", "f"), [
    ("inv(A)", "A", np.linalg.inv),
    ("A^3", "A", lambda a: a @ a @ a),
    ("tr(A*A'*A)", "A", lambda a: np.trace(a @ a.T @ a)),
])  # fmt: skip
def test_the_derivative_along_a_direction(text: str, variable: str, f: Callable[[Array], Array]) -> None:
    answer = varied(text, wrt=[variable], along=["V"])
    assert close(value(answer.total), np.atleast_2d(slope(lambda t: f(A + t * V))))


def test_directions_may_be_expressions_of_the_program() -> None:
    answer = varied("norm(A*x - b)^2", wrt=["x"], along=["2*x"])
    assert close(value(answer.total), slope(lambda t: (A @ (x + 2 * t * x) - b).T @ (A @ (x + 2 * t * x) - b)))


@pytest.mark.parametrize(("text", "f"), [("inv(A)", np.linalg.inv), ("A^3", lambda a: a @ a @ a)])
def test_the_second_differential_is_the_slope_of_the_first(text: str, f: Callable[[Array], Array]) -> None:
    answer = varied(text, wrt=["A"], times=2, along=["V"])
    inner = lambda t: slope(lambda s: f(A + s * X + t * V))  # noqa: E731
    h = 1e-3
    wanted = (inner(h) - inner(-h)) / (2 * h)
    got = value(answer.total, dA=X)
    assert np.linalg.norm(got - wanted) <= 1e-4 * np.linalg.norm(wanted)


def test_the_second_differential_of_one_direction_is_quadratic() -> None:
    answer = varied("A^2", times=2)
    assert close(value(answer.total, dA=V), 2 * V @ V)


def vech(a: Array) -> Array:
    return np.concatenate([a[i:, i] for i in range(a.shape[0])]).reshape(-1, 1)


def test_free_entries_give_the_derivative_by_the_lower_triangle() -> None:
    found = varied("logdet(S) where S: symmetric(n)", vech=True, order=2).derivatives[0]
    df = slope(lambda t: np.atleast_2d(np.linalg.slogdet(S + t * SV)[1]))
    assert close(value(found.gradient).T @ vech(SV), df)
    inverse = np.linalg.inv(S)
    second = -np.trace(inverse @ SV @ inverse @ SV)
    assert close(vech(SV).T @ value(found.hessian) @ vech(SV), np.atleast_2d(second))


def test_free_entries_of_a_free_matrix_are_refused() -> None:
    with pytest.raises(MatcalcError, match="vech"):
        varied("tr(A^2)", vech=True)


def test_a_mixed_hessian_is_the_slope_of_one_gradient_along_the_other() -> None:
    answer = varied("sin(x'*A*b)*(x'*b)", wrt=["x", "b"], order=2)
    ((one, other, hessian),) = answer.mixed
    assert (one.name, other.name) == ("x", "b")

    def gradient(c: Array) -> Array:
        return value(answer.derivatives[0].gradient, b=c)

    assert close(value(hessian) @ v, slope(lambda t: gradient(b + t * v)))


def solution(a: Array, c: Array) -> Array:
    return np.linalg.solve(a, c)


def test_an_implicit_function_moves_with_its_equation() -> None:
    answer = pipeline.implicit("A*x - b", solve="x", wrt=["A"])
    y = solution(A, b)
    assert close(value(answer.total, x=y, dA=V), slope(lambda t: solution(A + t * V, b)))


def test_the_adjoint_method_gives_the_gradient_of_a_loss() -> None:
    answer = pipeline.implicit("A*x - b", solve="x", wrt=["A", "b"], loss="norm(x)^4 + x'*b")
    y = solution(A, b)

    def loss(a: Array, c: Array) -> Array:
        z = solution(a, c)
        return np.atleast_2d(np.linalg.norm(z) ** 4 + (z.T @ c).item())

    by_a, by_b = (value(d.gradient, x=y) for d in answer.derivatives)
    assert close(np.atleast_2d(np.sum(by_a * V)), slope(lambda t: loss(A + t * V, b)))
    assert close(by_b.T @ v, slope(lambda t: loss(A, b + t * v)))


def test_an_equation_needs_as_many_entries_as_the_unknown() -> None:
    with pytest.raises(MatcalcError, match="equations"):
        pipeline.implicit("x'*A*x where x: vector(3)", solve="A", wrt=["x"])


@pytest.mark.parametrize(("text", "weight"), [("logdet(R)", "R"), ("x'*A*x + tr(A)", "A"), ("x'*B*x", "B*B")])
def test_a_weight_is_symmetric(text: str, weight: str) -> None:
    with pytest.raises(MatcalcError, match=r"is symmetric, and .* is not known to be"):
        pipeline.varied(text, inner=weight)


@pytest.mark.parametrize("equation", ["A*x - A*x", "A*x - A*x + b", "0*x - b", "sign(x) - b", "x - x"])
def test_an_equation_has_to_move_with_the_unknown(equation: str) -> None:
    with pytest.raises(MatcalcError, match="does not change with x"):
        pipeline.implicit(equation, solve="x")


STACKED = ["A*x.^2", "x*x'*A*x", "X^2", "inv(X)*B", "S^2 where S: symmetric(n)", "B*tanh(M*X)"]


@pytest.mark.parametrize("text", STACKED)
def test_hessians_of_entries_stand_below_each_other(text: str) -> None:
    """d2f_k = v'H_k v for the differences of f, and each is symmetric."""
    name = next(n for n in ("x", "X", "S") if n in text)
    answer = varied(text, wrt=[name], order=2, scalar=True, prints="hessian", budget=Budget(0.0))
    along = {"x": v, "X": V, "S": SV}[name]
    f = answer.expression
    bend = slope(lambda s: slope(lambda t: value(f, **{name: ENV[name] + (s + t) * along})))
    column = along.reshape(-1, 1, order="F")
    blocks = value(answer.derivatives[0].hessian).reshape(bend.size, column.size, column.size)
    assert np.allclose([column.T @ h @ column for h in blocks], bend.reshape(-1, 1, 1, order="F"), rtol=1e-5, atol=1e-5)
    assert np.allclose(blocks, blocks.transpose(0, 2, 1))
    assert "no number" in answer.notes[-1]


def test_second_derivatives_of_what_is_no_number() -> None:
    found = varied("t^3*A + B*M where t: scalar", wrt=["t"], order=2, scalar=True, prints="hessian")
    assert str(found.derivatives[0].hessian) == "6*t*A"
    assert found.verified == "exactly"
    with pytest.raises(MatcalcError, match="moves on curves"):
        varied("Q*A where Q: orthogonal(n)", wrt=["Q"], order=2, scalar=True, prints="hessian")
    shorter = varied("S^2 where S: symmetric(n)", order=2, scalar=True, prints="hessian", vech=True, budget=Budget(9.0))
    assert shorter.verified == "exactly"
