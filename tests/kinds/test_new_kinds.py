"""Unit vectors, orthonormal columns, declared integers and free entries, as a user asks for them."""

from __future__ import annotations

import numpy as np
import pytest

from matcalc_cli import pipeline
from matcalc_cli.cli.main import main
from matcalc_cli.errors import MatcalcError
from matcalc_cli.language.grammar.parser import parse
from tests.functions.numerics import close, compiled, slope


def gradient(text: str, wrt: str) -> object:
    return compiled(pipeline.differentiate(text, wrt=[wrt]).derivatives[0].gradient)


def test_a_unit_vector_moves_on_the_sphere() -> None:
    rng = np.random.default_rng(1)
    a, u = rng.standard_normal((4, 4)), rng.standard_normal((4, 1))
    x = u / np.linalg.norm(u)
    found = pipeline.differentiate("x'*A*x + norm(x)^3 where x: sphere(n)", wrt=["x"], order=2).derivatives[0]
    e = rng.standard_normal((4, 1))
    e -= x * (x.T @ e)
    size = np.linalg.norm(e)

    def along(t: float) -> float:
        there = np.cos(t * size) * x + np.sin(t * size) * e / size
        return float((there.T @ a @ there).item())

    env = {"x": x, "A": a, "n": 4}
    close(compiled(found.gradient)(env).T @ e, slope(along))
    close(e.T @ compiled(found.hessian)(env) @ e, slope(lambda t: slope(lambda s: along(s + t)), 0.02), 1e-6)


def test_orthonormal_columns_move_on_the_stiefel_manifold() -> None:
    rng = np.random.default_rng(2)
    n, p = 5, 3
    a, b = rng.standard_normal((n, n)), rng.standard_normal((p, p))
    q = np.linalg.qr(rng.standard_normal((n, n)))[0][:, :p]
    w = rng.standard_normal((n, n))
    w = (w - w.T) / 2
    found = pipeline.differentiate("tr(B*Q'*A*Q) where Q: stiefel(n,p)", wrt=["Q"]).derivatives[0]

    def along(t: float) -> float:
        there = np.linalg.solve(np.eye(n) - t * w / 2, (np.eye(n) + t * w / 2) @ q)
        return float(np.trace(b @ there.T @ a @ there))

    g = compiled(found.gradient)({"Q": q, "A": a, "B": b, "n": n, "p": p})
    close(np.trace(g.T @ (w @ q)), slope(along))
    close(q.T @ g + g.T @ q, np.zeros((p, p)))


def test_the_length_of_a_unit_vector_and_the_square_of_orthonormal_columns_are_known() -> None:
    assert repr(pipeline.simplified("x'*x + norm(x) where x: sphere(n)").expression) == "2"
    assert repr(pipeline.simplified("Q'*Q*A where Q: stiefel(n,p)").expression) == "A"


def test_a_declared_integer_is_an_exponent_of_a_matrix_and_a_number() -> None:
    answer = pipeline.differentiate("k*tr(A^k) where k: integer", wrt=["A"])
    assert {v.name: v.kind for v in answer.variables} == {"A": "matrix", "k": "integer"}
    close(
        compiled(answer.derivatives[0].gradient)({"A": np.diag([2.0, 3.0, -1.0]), "k": 3, "n": 3}),
        9 * np.diag([4.0, 9.0, 1.0]),
    )


@pytest.mark.parametrize(
    ("kind", "count"),
    [("lower", 10), ("upper", 10), ("diagonal", 4), ("symmetric", 10), ("skew", 6), ("circulant", 4), ("toeplitz", 7)],
)
def test_derivatives_by_free_entries(kind: str, count: int) -> None:
    text = f"logdet(X + I(n)) + c'*X*c where X: {kind}(n)"
    found = pipeline.varied(text, wrt=["X"], vech=True, order=2).derivatives[0]
    env = {"X": np.eye(4) if kind != "skew" else np.zeros((4, 4)), "c": np.ones((4, 1)), "n": 4}
    assert compiled(found.gradient)(env).shape == (count, 1)
    assert compiled(found.hessian)(env).shape == (count, count)


def test_the_names_of_later_kinds_stay_names() -> None:
    answer = pipeline.differentiate("sphere'*stiefel + integer'*sphere", wrt=["sphere"])
    assert [v.name for v in answer.variables] == ["sphere", "stiefel", "integer"]
    with pytest.raises(MatcalcError, match="orthogonal is a kind"):
        parse("orthogonal*x", ())


def test_no_more_columns_than_rows_are_orthonormal() -> None:
    with pytest.raises(MatcalcError):
        pipeline.differentiate("Q*x where Q: stiefel(3)")


def test_real_powers_of_positive_definite_matrices() -> None:
    rng = np.random.default_rng(3)
    a, b, e = rng.standard_normal((3, 3)), rng.standard_normal((3, 3)), rng.standard_normal((3, 3))
    s, p = a @ a.T + np.eye(3), -0.7
    found = pipeline.differentiate("tr(B*S^p) where S: spd(n), p: scalar", wrt=["S", "p"]).derivatives

    def power(matrix: np.ndarray, exponent: float) -> np.ndarray:
        values, vectors = np.linalg.eigh(matrix)
        return (vectors * values**exponent) @ vectors.T

    env = {"S": s, "B": b, "p": p, "n": 3}
    close(
        np.sum(compiled(found[0].gradient)(env) * (e + e.T)),
        slope(lambda t: np.trace(b @ power(s + t * (e + e.T), p)), 0.01),
        1e-7,
    )
    close(compiled(found[1].derivative)(env), slope(lambda t: np.trace(b @ power(s, p + t))), 1e-7)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("S^p*S^(1-p) where S: spd(n), p: scalar", "S where S: spd(n)"),
        ("tr(S^(5/2)) where S: spd(n)", "tr(S^(5/2)) where S: spd(n)"),
        ("(A*A')^alpha*inv(A*A') where alpha: scalar", "(A*A')^(alpha-1) where alpha: scalar"),
        ("inv(S^alpha)*x where S: spd(n)", "S^-alpha*x where S: spd(n), alpha: scalar"),
        ("A^alpha", "A^alpha"),
    ],
)
def test_real_powers_read_back(text: str, written: str, capsys: pytest.CaptureFixture[str]) -> None:
    for question in (text, written):
        assert main(["simplify", question, "-f", "plain"]) == 0
        assert capsys.readouterr().out.strip() == written
