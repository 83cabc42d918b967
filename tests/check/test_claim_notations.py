"""A claim in the notation of its program, read with the kinds that the names have there."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.program import Written
from matcalc_cli.questions.checking import check_claim, error_curve

RIGHT = r"""
    numpy  | x @ A @ x                                          | x | (A + A.T) @ x
    numpy  | x @ A @ x                                          | A | np.outer(x, x)
    numpy  | np.linalg.norm(A @ x - b)**2                       | x | 2 * A.T @ (A @ x - b)
    numpy  | np.sum(x * y)                                      | x | y * 1
    numpy  | beta @ A @ beta where beta: vector(n)              | beta | (A + A.T) @ beta
    numpy  | x @ S @ x where S: symmetric(n)                    | S | x @ dS @ x
    numpy  | u @ A @ u.T where u: matrix(1,n), A: matrix(n,n)     | A | u.T @ u
    latex  | \|Ax-b\|^2                                         | x | 2A^\top(Ax-b)
    latex  | \log\det X                                         | X | X^{-\top}
    latex  | \boldsymbol{\beta}^\top A\boldsymbol{\beta}        | beta | (A + A^\top)\boldsymbol{\beta}
    latex  | \operatorname{tr}(X^{2})                           | X | 2\operatorname{tr}(X\,\mathrm{d}X)
    julia  | dot(x, A, x)                                       | x | (A + A')*x
    julia  | sum(exp.(x))                                       | x | exp.(x)
    julia  | norm(A*x-b)^2                                      | x | 2A'*(A*x-b)
    julia  | tr(A^k)                                            | A | k*(A')^(k-1)
    matlab | sum((A*x-b).^2)                                    | x | 2*A.'*(A*x-b)
    matlab | trace(inv(X)*B)                                    | X | -(inv(X)*B*inv(X)).'
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()]


def verdict(notation: str, text: str, name: str, claim: str) -> str:
    found = check_claim(Written(text, notation), claim, wrt=[name]).check
    assert found is not None
    return found.verdict


@pytest.mark.parametrize(("notation", "text", "name", "claim"), rows(RIGHT))
def test_right_claims(notation: str, text: str, name: str, claim: str) -> None:
    assert verdict(notation, text, name, claim) == "ok"


def test_a_named_part_is_known() -> None:
    text = "r = A*x - b; dot(r, r)"
    assert verdict("julia", text, "x", "2A'r") == "ok"


def test_a_wrong_claim_stays_wrong() -> None:
    assert verdict("numpy", "x @ A @ x", "x", "2 * A @ x") == "wrong"


def test_the_claim_is_not_read_as_matcalc() -> None:
    with pytest.raises(MatcalcError) as error:
        check_claim(Written("x @ A @ x", "numpy"), "A'*x + A*x", wrt=["x"])
    assert error.value.source == "A'*x + A*x"


def test_the_plot_reads_it_too() -> None:
    assert error_curve(Written("x @ A @ x", "numpy"), "(A + A.T) @ x", wrt=["x"]) is not None
