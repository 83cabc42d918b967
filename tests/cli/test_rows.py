"""--vec rows against NumPy: the matrix that maps dX.ravel() to df.ravel()."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

SIZES = {"m": 2, "n": 3, "p": 4, "q": 5}
CASES = {
    "A*X*B where A: matrix(2,3), X: matrix(3,4), B: matrix(4,5)": "X",
    "X' where X: matrix(2,3)": "X",
    "X'*X where X: matrix(3,2)": "X",
    "X^2 where X: matrix(3,3)": "X",
    "A*x where A: matrix(2,3)": "A",
    "x*x' where x: vector(3)": "x",
    "alpha^2*A where A: matrix(2,3)": "alpha",
    "kron(X, A) where A: matrix(2,3), X: matrix(3,2)": "X",
}


@pytest.mark.parametrize("program", CASES)
def test_a_jacobian_is_that_of_the_raveled_arrays(matcalc: Any, program: str) -> None:
    name, generator = CASES[program], np.random.default_rng(1)
    document = json.loads(matcalc("jacobian", program, "--wrt", name, "--vec", "rows", "-f", "json").out)
    assert document["vec"] == "rows"
    values = {k: generator.normal(size=v["shape"]) for k, v in sized(document["variables"]).items()}
    scope = {"kron": np.kron, "I": np.eye, "commutation": commutation, "ones": np.ones, "vec": vec, **values}
    jacobian = evaluated(document["derivatives"][name]["jacobian"]["plain"], scope)
    direction, step = generator.normal(size=np.shape(values[name])), 1e-6
    f = program.partition(" where ")[0]
    sides = [evaluated(f, {**scope, name: values[name] + sign * step * direction}) for sign in (1, -1)]
    assert np.allclose(jacobian @ np.ravel(direction), np.ravel(sides[0] - sides[1]) / (2 * step), atol=1e-6)


@pytest.mark.parametrize("program", ["tr(X'*A*X) where A: matrix(3,3), X: matrix(3,2)", "tr(X*X) where X: matrix(3,3)"])
def test_a_hessian_is_that_of_the_raveled_array(matcalc: Any, program: str) -> None:
    document = json.loads(matcalc("hessian", program, "--wrt", "X", "--vec", "rows", "-f", "json").out)
    generator = np.random.default_rng(2)
    values = {k: generator.normal(size=v["shape"]) for k, v in sized(document["variables"]).items()}
    scope = {"kron": np.kron, "I": np.eye, "commutation": commutation, "tr": np.trace, **values}
    hessian = evaluated(document["derivatives"]["X"]["hessian"]["plain"], scope)
    d = generator.normal(size=np.shape(values["X"]))
    f = [evaluated(program.partition(" where ")[0], {**scope, "X": values["X"] + t * d}) for t in (1, 0, -1)]
    assert np.isclose(np.ravel(d) @ hessian @ np.ravel(d), f[0] - 2 * f[1] + f[2])


def test_it_is_labelled_everywhere(matcalc: Any) -> None:
    assert matcalc("jacobian", "X'", "--vec", "rows").out.endswith("  # vec stacks rows\n")
    assert matcalc("jacobian", "X'", "--vec", "rows", "-f", "latex").out.endswith("  % vec stacks rows\n")
    assert "vec stacks rows, as NumPy's ravel" in matcalc("diff", "X'*X", "--vec", "rows").out
    assert "# vec stacks rows" not in matcalc("jacobian", "X'").out


def test_what_is_not_about_all_entries_is_refused(matcalc: Any) -> None:
    result = matcalc("jacobian", "S*x where S: symmetric(n)", "--wrt", "S", "--vech", "--vec", "rows")
    assert (result.code, result.out) == (2, "")
    assert "--vec rows" in result.err


def sized(variables: dict[str, Any]) -> dict[str, Any]:
    return {name: v | {"shape": [d if isinstance(d, int) else SIZES[d] for d in v["shape"]]} for name, v in variables.items()}


def vec(matrix: Any) -> Any:
    return np.reshape(matrix, (-1, 1), order="F")


def commutation(m: int, n: int) -> Any:
    rows = [vec(np.eye(1, m * n, k).reshape(m, n, order="F").T) for k in range(m * n)]
    return np.hstack(rows)


def evaluated(plain: str, scope: dict[str, Any]) -> Any:
    """A formula of the language by NumPy's rules; the formulas here use a common part of both."""
    from tests.language.arithmetic import value

    return value(plain, scope)
