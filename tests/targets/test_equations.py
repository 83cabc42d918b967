"""Solutions of matrix equations in every library: without a Kronecker system, at defective matrices, and where there are none."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.linalg

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.codegen.targets import TARGETS
from matcalc_cli.codegen.text.module import module
from matcalc_cli.pipeline import simplified
from matcalc_cli.questions import modules
from tests.targets.libraries import Library

DEFECTIVE = np.diag([2.0] * 4) + np.diag([1.0] * 3, 1)
OTHER = np.array([[0.3, 1.0, -0.4], [0.0, 0.3, 2.0], [0.0, 0.0, 0.3]])
RIGHT = np.arange(12.0).reshape(4, 3) - 4
INTEGRATORS = np.kron([[0.0, 1.0], [0.0, 0.0]], np.eye(2))
PUSHED = np.kron([[0.0], [1.0]], np.eye(2))
RICCATI = "riccati(A, B, Q, R) where A: matrix(n,n), B: matrix(n,m), Q: spd(n), R: spd(m)"
LIBRARIES = [("numpy", "numpy"), ("torch", "torch"), ("jax", "jax"), ("array-api", "array_api_strict")]


@pytest.mark.parametrize("target", [t for t in TARGETS if t != "latex"])
@pytest.mark.parametrize("text", ["sylvester(A, B, C)", "stein(A, C)", RICCATI])
def test_the_value_takes_no_kronecker_system(text: str, target: str) -> None:
    written = module(simplified(text), target=target)
    assert "kron" not in written.lower()
    assert "sylvester" in written or "solve_" in written


def value(text: str, target: str, library: str, *given: Any) -> Any:
    arrays = Library(library)
    return np.asarray(arrays.number(load(modules.code(text, target=target))["f"](*map(arrays.array, given))))


@pytest.mark.parametrize(("target", "library"), LIBRARIES)
def test_eigenvectors_that_do_not_span_are_no_matter(target: str, library: str) -> None:
    x = value("sylvester(A, B, C)", target, library, DEFECTIVE, OTHER, RIGHT)
    assert np.allclose(DEFECTIVE @ x + x @ OTHER, RIGHT, atol=1e-12)
    given = INTEGRATORS, PUSHED, np.eye(4), np.eye(2)
    assert np.allclose(value(RICCATI, target, library, *given), scipy.linalg.solve_continuous_are(*given))


@pytest.mark.parametrize(("target", "library"), LIBRARIES)
@pytest.mark.parametrize(("text", "given"), [
    ("sylvester(A, B, C)", (np.diag([1.0, 2, 3, 4]), np.diag([-2.0, 5, 7]), RIGHT)),
    ("eig(A)", (np.array([[0.0, 1.0], [-1.0, 0.0]]),)),
])  # fmt: skip
def test_where_there_is_none_nothing_is_returned(text: str, given: Any, target: str, library: str) -> None:
    try:
        found = value(text, target, library, *given)
    except (ArithmeticError, RuntimeError, ValueError):  # LinAlgError is a ValueError, and PyTorch's a RuntimeError
        return
    assert np.isnan(found).all()
