"""Values with many digits, by mpmath: every function against NumPy and SciPy, sums over an index against a loop."""

from __future__ import annotations

from functools import reduce
from math import inf
from typing import Any

import mpmath
import numpy as np
import pytest

from matcalc_cli.check.digits import functions
from matcalc_cli.check.digits.evaluate import Digits, TooSlowError
from matcalc_cli.check.digits.matrices import Rows
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.expr.shapes.dimensions import substitute
from matcalc_cli.pipeline import read
from tests.functions.cases import CASES, Case
from tests.functions.numerics import Array, close
from tests.functions.values import VALUES

UP_TO_SIGNS = frozenset({"eigvecs", "eigvecmax", "eigvecmin", "svdu", "svdv", "svdumax", "svdvmax"})
"""Functions whose columns are known but for their signs."""


def exact(array: Array) -> Rows:
    return [[mpmath.mpf(float(x)) for x in row] for row in np.atleast_2d(array)]


def digits(text: str, point: dict[str, Array], sizes: dict[str, int], deadline: float = inf) -> Array:
    with mpmath.workdps(20):
        value = Digits({name: exact(x) for name, x in point.items()}, sizes, deadline)
        return np.array(evaluate(read(text)[1].expression, value), dtype=float)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.program.replace(" where ", " | "))
def test_every_function(case: Case) -> None:
    sizes = next(case.settings())
    if case.function.name == "frechetmatrix_logm":  # ten seconds for 3 x 3
        sizes = dict.fromkeys(sizes, 2)
    point = case.draw(sizes, np.random.default_rng(11))
    found = digits(case.program, point, sizes)
    numbers = [substitute(s, sizes) for s in case.sizes]
    wanted = np.atleast_2d(VALUES[case.function.name](*point.values(), *numbers))
    if case.function.name in UP_TO_SIGNS:
        found = found * np.sign((found * wanted).sum(axis=0))
    close(found, wanted, 1e-7)  # two Fréchet derivatives by hand are differences


@pytest.mark.parametrize(("low", "high", "sign", "terms"), [(2, 5, 1, (2, 3, 4, 5)), (3, 2, 1, ()), (4, 1, -1, (2, 3))])
def test_a_sum_over_an_index(low: int, high: int, sign: int, terms: tuple[int, ...]) -> None:
    """Karr's convention: with the bounds the wrong way round it is minus the sum of what lies between them."""
    rng = np.random.default_rng(5)
    point = {"A": rng.standard_normal((3, 3)), "B": rng.standard_normal((3, 2))}
    found = digits(
        "sum(j, a, b, j*A^j*B)", {**point, "a": np.array([[low]]), "b": np.array([[high]])}, {"m": 3, "n": 2}
    )
    power: Any = np.linalg.matrix_power
    close(found, sign * reduce(lambda t, j: t + j * power(point["A"], j) @ point["B"], terms, np.zeros((3, 2))))


def test_it_stops_at_its_deadline() -> None:
    with pytest.raises(TooSlowError):
        digits("A*A", {"A": np.eye(3)}, {"n": 3}, deadline=0.0)


@pytest.mark.parametrize(("text", "x"), [("log(x)", -1.0), ("sqrt(x)", -2.0), ("arcsin(x)", 3.0)])
def test_outside_the_domain_there_is_no_value(text: str, x: float) -> None:
    with pytest.raises(ValueError, match="domain"):
        digits(text, {"x": np.full((2, 1), x)}, {"n": 2})


def test_a_matrix_with_an_entry_that_is_no_number_has_no_inverse() -> None:
    with pytest.raises(ValueError, match="without an inverse"):
        functions.power([[mpmath.nan, mpmath.mpf(1)], [mpmath.nan, mpmath.mpf(2)]], [[mpmath.mpf(-1)]])
