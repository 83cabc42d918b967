"""--vec rows against NumPy: the matrix that maps dX.ravel() to df.ravel()."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcalc_cli.pipeline import differentiate
from matcalc_cli.variants import by_rows
from tests.functions.numerics import compiled

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
SCALARS = ["tr(X'*A*X) where A: matrix(3,3), X: matrix(3,2)", "tr(X*X) where X: matrix(3,3)"]


def question(program: str, name: str, order: int = 1) -> tuple[Any, dict[str, Any]]:
    """The answer for rows, and random values of its variables."""
    answer = differentiate(program, wrt=[name], order=order)
    answer = by_rows(answer)
    generator = np.random.default_rng(1)
    return answer, {v.name: generator.normal(size=v.shape) for v in answer.variables}


@pytest.mark.parametrize("program", CASES)
def test_a_jacobian_is_that_of_the_raveled_arrays(program: str) -> None:
    name = CASES[program]
    answer, values = question(program, name)
    f, jacobian = compiled(answer.expression), compiled(answer.derivatives[0].jacobian)(values)
    direction, step = np.random.default_rng(2).normal(size=values[name].shape), 1e-6
    ahead, behind = (f({**values, name: values[name] + sign * step * direction}) for sign in (1, -1))
    assert np.allclose(jacobian @ np.ravel(direction), np.ravel(ahead - behind) / (2 * step), atol=1e-6)


@pytest.mark.parametrize("program", SCALARS)
def test_a_hessian_is_that_of_the_raveled_array(program: str) -> None:
    answer, values = question(program, "X", order=2)
    f, hessian = compiled(answer.expression), compiled(answer.derivatives[0].hessian)(values)
    d = np.random.default_rng(2).normal(size=values["X"].shape)
    ahead, here, behind = (float(np.squeeze(f({**values, "X": values["X"] + t * d}))) for t in (1, 0, -1))
    assert np.isclose(np.ravel(d) @ hessian @ np.ravel(d), ahead - 2 * here + behind)


def test_it_is_labelled_everywhere(matcalc: Any) -> None:
    assert matcalc("jacobian", "X'", "--vec", "rows").out.endswith("  # vec stacks rows\n")
    assert matcalc("jacobian", "X'", "--vec", "rows", "-f", "latex").out.endswith("(vec stacks rows)}\n")
    assert "vec stacks rows, as NumPy's ravel" in matcalc("diff", "X'*X", "--vec", "rows").out
    assert "# vec stacks rows" not in matcalc("jacobian", "X'").out


def test_what_is_not_about_all_entries_is_refused(matcalc: Any) -> None:
    result = matcalc("jacobian", "S*x where S: symmetric(n)", "--wrt", "S", "--vech", "--vec", "rows")
    assert (result.code, result.out) == (2, "")
    assert "--vec rows" in result.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["A*X", "--wrt", "X", "--claim", "kron(A,I(p))"], 0, "the Jacobian with respect to X"),
        (["A*X", "--wrt", "A", "--claim", "kron(I(m),X')"], 0, "the Jacobian with respect to A"),
        (["A*X", "--wrt", "X", "--claim", "kron(I(p),A)"], 1, "the Jacobian   kron(A, I(p))"),
        (["A*X", "--wrt", "X", "--claim", "kron(I(p),A)"], 1, "a vec that stacks columns; here vec stacks rows"),
        (
            ["X*A*X", "--wrt", "X", "--claim", "kron((A*X)',I(n)) + kron(I(n),X*A)"],
            1,
            "a vec that stacks columns; here vec stacks rows",
        ),
        (["tr(X*X*A)", "--wrt", "X", "--claim", "(A*X + X*A)'"], 0, "the gradient"),
        (["tr(X'*A*X) where X: matrix(n,p)", "--wrt", "X", "--claim", "kron(A + A', I(p))"], 0, "the Hessian"),
        (["A*X", "--wrt", "X", "--claim", "A*dX"], 0, "the differential"),
    ],
)
def test_a_claim_is_judged_by_rows_where_rows_are_the_setting(
    matcalc: Any, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, said: str
) -> None:
    monkeypatch.setenv("MATCALC_VEC", "rows")
    result = matcalc("check", *words)
    assert result.code == code
    assert said in result.out


def test_a_setting_is_for_the_answers_that_it_can_be_about(matcalc: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["jacobian", "logdet(S) where S: symmetric(n)", "--vech"]
    assert matcalc(*words, "--vec", "rows").code == 2
    monkeypatch.setenv("MATCALC_VEC", "rows")
    assert matcalc(*words).code == 0
    assert matcalc("check", "A*X", "--wrt", "X", "--claim", "kron(A,I(p))", "--plot").code == 0
