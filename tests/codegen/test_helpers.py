"""The helper functions of emitted code against their definitions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.linalg  # type: ignore[import-untyped, unused-ignore]

from matcalc_cli import pipeline
from matcalc_cli.check.doubles.evaluate import evaluate, load
from matcalc_cli.codegen.targets.numpy import TARGET
from matcalc_cli.codegen.text.module import module


def helper(name: str) -> Callable[..., Any]:
    return load("\n\n".join(TARGET.preamble(f"_{name}(")))[f"_{name}"]


@pytest.fixture
def square() -> Any:
    return np.random.default_rng(1).standard_normal((4, 4)) + 4 * np.eye(4)


def difference(f: Callable[[Any], Any], a: Any, e: Any) -> Any:
    return (f(a + 1e-5 * e) - f(a - 1e-5 * e)) / 2e-5


@pytest.mark.parametrize("name", TARGET.helpers)
def test_every_helper_can_be_loaded_by_itself(name: str) -> None:
    assert helper(name).__doc__


def test_vech_by_columns() -> None:
    s = np.array([[1.0, 2, 3], [2, 4, 5], [3, 5, 6]])
    vec, vech = s.reshape(-1, 1, order="F"), np.array([[1.0], [2], [3], [4], [5], [6]])
    np.testing.assert_array_equal(helper("elimination")(3) @ vec, vech)
    np.testing.assert_array_equal(helper("duplication")(3) @ vech, vec)


def test_frechet_derivatives_of_the_first_and_second_order(square: Any) -> None:
    rng = np.random.default_rng(2)
    e, h = rng.standard_normal((2, 4, 4))
    frechet, expm = helper("frechet"), scipy.linalg.expm
    np.testing.assert_allclose(frechet(expm, square, e), scipy.linalg.expm_frechet(square, e)[1], rtol=1e-10)
    second = difference(lambda a: scipy.linalg.expm_frechet(a, e)[1], square, h)
    np.testing.assert_allclose(frechet(expm, square, e, h), second, rtol=1e-5)
    matrix = helper("frechet_matrix")
    for directions in ((), (h,)):
        wanted = frechet(expm, square, *directions, e).reshape(-1, 1, order="F")
        np.testing.assert_allclose(matrix(expm, square, *directions) @ e.reshape(-1, 1, order="F"), wanted, rtol=1e-10)


@pytest.mark.parametrize("length", [0.1, 4, 40])
def test_the_derivative_of_the_exponential_along_all_units(length: float) -> None:
    rng = np.random.default_rng(4)
    a, e = rng.standard_normal((2, 5, 5))
    a *= length / np.linalg.norm(a, 1)
    wanted = scipy.linalg.expm_frechet(a, e, compute_expm=False)
    found = helper("expm_matrix")(a) @ e.reshape(-1, 1, order="F")
    np.testing.assert_allclose(found.reshape(5, 5, order="F"), wanted, rtol=1e-10, atol=1e-10 * abs(wanted).max())


@pytest.mark.parametrize("shape", [(5, 3), (3, 5), (4, 4)])
def test_the_polar_factor_and_its_derivative(shape: tuple[int, int]) -> None:
    a, e = np.random.default_rng(3).standard_normal((2, *shape))
    polar, step = helper("polar"), helper("polar_step")
    np.testing.assert_allclose(polar(a), scipy.linalg.polar(a)[0])
    np.testing.assert_allclose(step(a, e), difference(polar, a, e), atol=1e-7)
    vec = helper("polar_matrix")(a) @ e.reshape(-1, 1, order="F")
    np.testing.assert_allclose(vec, step(a, e).reshape(-1, 1, order="F"))


def test_the_small_ones() -> None:
    s = np.diag([1.0, 3.0, 7.0])
    np.testing.assert_allclose(helper("eiggap")(s), [[0, 1 / 2, 1 / 6], [-1 / 2, 0, 1 / 4], [-1 / 6, -1 / 4, 0]])
    np.testing.assert_array_equal(helper("halftril")(np.full((2, 2), 4.0)), [[2, 0], [4, 2]])
    assert helper("logsumexp")(np.array([[1000.0], [1000.0]])) == pytest.approx(1000 + np.log(2))
    assert helper("sigmoid")(-1000.0) < 1e-300
    assert np.all(helper("softmax")(np.array([[-1000.0], [1000.0]])) == [[0.0], [1.0]])


@pytest.mark.parametrize("name", ["logm", "sqrtm"])
def test_a_function_that_is_not_real_is_nan(name: str, square: Any) -> None:
    assert np.all(np.isnan(helper(name)(np.diag([1.0, -2.0]))))
    np.testing.assert_allclose(helper(name)(square), getattr(scipy.linalg, name)(square).real)


def test_functions_of_matrices_take_numbers() -> None:
    f = load(module(pipeline.differentiate("expm(alpha) + logm(beta)")))["f"]
    assert f(alpha=1.0, beta=1.0) == pytest.approx(np.e)


@pytest.mark.parametrize(
    "polynomial", [lambda n: n - 3, lambda n: 2 * n + 1, lambda n: n * n, lambda n: n * (n + 1) // 2]
)
def test_a_dimension_is_solved_for(polynomial: Callable[[int], int]) -> None:
    """From the size of an argument too that is smaller: n of vector(n - 3)."""
    for n in (4, 5, 17, 64, 1000):
        assert helper("dimension")(polynomial, polynomial(n)) == n


def test_the_smaller_of_two_dimensions() -> None:
    text = "svdu(A)*svdv(A)'*svdv(A)*svdu(A)'*x"
    expression = pipeline.differentiate(text, wrt=["x"]).expression
    env = {"A": np.random.default_rng(4).standard_normal((3, 5)), "x": np.ones((3, 1))}
    np.testing.assert_allclose(evaluate(expression, env), np.ones((3, 1)))
