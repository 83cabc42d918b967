"""`eval` at matrices that tell sizes together, and of families of which nobody says which member."""

from __future__ import annotations

from typing import Any

import pytest

from matcalc_cli.cli.main import main

ROWS = [
    ("A*[x; y]", ["A=[[1,2,3]]", "x=[[1],[2]]", "y=[[3]]"], "value          14.0"),
    ("A*vec(X)", ["A=[[1,2,3,4]]", "X=[[1,2],[3,4]]"], "value          29.0"),
    ("sum(i, 2, N, norm(x_i)^2)", ["x=[[1,2],[3,4],[5,6]]"], "value          91.0"),
    ("sum(i, 1, n, sum(j, 1, n, w_ij)) where w_ij: scalar", ["w=[[1,2],[3,4]]"], "value          10.0"),
    ("sum(i, 1, n, w_(i,k) + w_(k,i)) where w_ij: scalar", ["w=[[7]]", "k=1"], "value          14.0"),
    ("D*vech(S) where S: symmetric(n)", ["D=[[1,2,3]]", "S=[[1,2],[2,3]]"], "value          14.0"),
]


@pytest.mark.parametrize(("text", "at", "first"), ROWS)
def test_sizes_are_learnt_together(matcalc: Any, text: str, at: list[str], first: str) -> None:
    found = matcalc("eval", text, *[word for value in at for word in ("--at", value)])
    assert (found.code, found.out.splitlines()[0]) == (0, first)


def test_sizes_that_do_not_fit(matcalc: Any) -> None:
    found = matcalc("eval", "A*[x; y]", "--at", "A=[[1,2,3]]", "--at", "x=[[1],[2]]", "--at", "y=[[3],[4]]")
    assert found.code == 2
    assert "A is 1×3 here, and in the expression m×(n + p) with m = 1, n = 2, p = 2" in found.err


def test_a_member_of_which_nobody_says_which(matcalc: Any) -> None:
    text, x = "sum(i, 1, N, norm(x_i)^2)", "x=[[1,2],[3,4]]"
    found = matcalc("eval", text, "--at", x)
    assert (found.code, found.out) == (0, "value          30.0\n")
    assert found.err == "note: the derivative by x_i is left out; --at i=1 says which member\n"
    assert "gradient x_i   [[6.0], [8.0]]" in matcalc("eval", text, "--at", x, "--at", "i=2").out
    assert "i has no value" in matcalc("eval", text, "--at", x, "--wrt", "x_i").err


def test_a_value_without_a_derivative(matcalc: Any) -> None:
    found = matcalc("eval", "sum(prodpairs(x))", "--at", "x=[1,2,3]")
    assert (found.code, found.out) == (0, "value          12.0\n")
    assert "there is no derivative by x: the differential of prodpairs" in found.err
    assert "so there is nothing but the value" in matcalc("code", "sum(prodpairs(x))", "--wrt", "x").out


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (["eval", "(x + 2/x)/2", "--at", "x=2", "--wrt", "x"], "value          1.5\nderivative x   0.25\n"),
        (["eval", "A*x", "--at", "A=[[1,2],[3,4]]", "--at", "x=2", "--wrt", "x"], "derivative x   [[1.0, 2.0], [3.0, 4.0]]\n"),
        (["newton", "x^2 - 2", "--solve", "x", "--at", "x=1"], "1.414213562373095 "),
    ],
)  # fmt: skip
def test_what_has_a_number_is_a_scalar_where_a_vector_has_no_meaning(words: list[str], value: str, capsys: Any) -> None:
    assert main(words) == 0
    found = capsys.readouterr()
    assert value in found.out
    assert "note: x is taken as a scalar: a number is given for it" in found.err


def test_a_number_for_a_vector_is_a_vector_of_one_entry(capsys: Any) -> None:
    assert main(["eval", "sum(x)", "--at", "x=2", "--wrt", "x"]) == 0
    assert "taken as" not in capsys.readouterr().err
    assert main(["eval", "x^2 where x: vector(n)", "--at", "x=2"]) == 2
    assert "x is declared" in capsys.readouterr().err
