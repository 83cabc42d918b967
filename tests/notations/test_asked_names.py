r"""The names that options ask for, in the notation of the program: --wrt "\Sigma", NumPy's --wrt "x[0]"."""

from __future__ import annotations

import pytest

from matcalc_cli.questions.guessing import name_in

NAMES = [
    ("latex", r"\Sigma", "Sigma"),
    ("matcalc", r"\Sigma", "Sigma"),
    ("auto", r"\boldsymbol{\mu}", "mu"),
    ("latex", r"\hat{w}", "w_hat"),
    ("latex", "W_{hh}", "W_hh"),
    ("latex", "x_{k}", "x_k"),
    ("latex", "A_{1,2}", "A[1,2]"),
    ("latex", r"\Sigma=[1, 2; 3, 4]", "Sigma=[1, 2; 3, 4]"),
    ("latex", r"\mathcal{X}", r"\mathcal{X}"),
    ("latex", r"\phy", r"\phy"),
    ("numpy", "x[0]", "x[1]"),
    ("numpy", "A[0, :]", "A[1,:]"),
    ("matlab", "A(1,:)", "A[1,:]"),
    ("mathematica", "x[[1]]", "x[1]"),
    ("matcalc", "A[i,j]", "A[i,j]"),
]


@pytest.mark.parametrize(("notation", "typed", "meant"), NAMES)
def test_a_name_is_that_of_the_language(notation: str, typed: str, meant: str) -> None:
    assert name_in(typed, notation) == meant
