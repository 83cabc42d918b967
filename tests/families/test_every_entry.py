"""Sums over every entry are products of matrices, and tell the sizes of what nobody has declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from matcalc_cli import pipeline
from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.codegen.text.module import function
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.reports.conditions import text as conditions
from matcalc_cli.render.writing.express import express

M, N = range(4), range(3)
A, u, v = np.arange(12.0).reshape(4, 3) - 4.5, np.array([[1.5], [-2.0], [0.5], [3.0]]), np.array([[0.7], [-1.1], [2.0]])
B = np.array([[1.0, -2.0, 0.5], [3.0, 0.3, -1.0], [0.2, 2.0, 1.4]])
SUMS: list[tuple[str, str, Callable[[], Any]]] = [
    ("sum(i,1,m, sum(j,1,n, A[i,j]*u[i]*v[j]))", "u'*A*v", lambda: sum(A[i, j] * u[i, 0] * v[j, 0] for i in M for j in N)),
    ("sum(i,1,m, sum(j,1,n, A[i,j]^2))", "sum(j, 1, m, sum(A[j,:]'.^2))", lambda: sum(A[i, j] ** 2 for i in M for j in N)),
    ("sum(i,1,m, (A[i,:]*v - u[i])^2)", "sum((A*v - u).^2)", lambda: sum((A[i] @ v - u[i]).item() ** 2 for i in M)),
    ("sum(j,1,n, B[j,j])", "tr(B)", lambda: sum(B[j, j] for j in N)),
    ("sum(j,1,n, B[j,j]^2*v[j])", "(diag(B).^2)'*v", lambda: sum(B[j, j] ** 2 * v[j, 0] for j in N)),
    ("sum(j,1,n, exp(v[j]) + 2)", "sum(2 + exp(v))", lambda: sum(np.exp(v[j, 0]) + 2 for j in N)),
    ("sum(j,1,n, v[j]*unit(n,j))", "v", lambda: v),
    ("sum(j,1,n, A[:,j]*v[j]) where A: matrix(m,n)", "A*v", lambda: A @ v),
    ("sum(j,1,n, 3*v[j]*B) where B: matrix(n,n)", "3*sum(v)*B", lambda: 3 * v.sum() * B),
    ("sum(j,1,n, v[j]*unit(n,j)*unit(n,j)')", "diag(v)", lambda: np.diag(v[:, 0])),
    ("sum(j,1,n, unit(n,j)) + v", "1 + v", lambda: 1 + v),
]  # fmt: skip


@pytest.mark.parametrize(("program", "form", "loop"), SUMS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_sum_over_every_entry_is_a_product(program: str, form: str, loop: Callable[[], Any]) -> None:
    node = pipeline.simplified(program).expression
    values = {"A": A, "B": B, "u": u, "v": v, "n": 3, "m": 4}
    code = load(function(node))["f"]
    named = code.__code__.co_varnames[: code.__code__.co_argcount]
    assert np.allclose(code(*[values[name] for name in named]), loop())
    assert plain(express(node)) == form


LEFT = [
    "sum(j,1,n, v[j]*unit(n,j)*w'*unit(n,j)) where v: vector(n)",  # the column is a factor twice, and apart
    "sum(j,1,n, norm(B[:,j])) where B: matrix(m,n)",  # of a whole column, no entries
    "sum(j,1,n, B[j,:]*B*B[:,j]) where B: matrix(n,n), v: vector(n)",
    "sum(j,1,n, v[j]*v[1]^j) where v: vector(n)",  # the index is a number, too
]


@pytest.mark.parametrize("program", LEFT)
def test_other_sums_are_right_as_they_are(program: str) -> None:
    assert pipeline.check(pipeline.differentiate(program)).verdict == "ok"


SIZES = [
    ("sum(i,1,m, sum(j,1,n, A[i,j]*v[j]))", "A: matrix(m,n), v: vector(n)"),
    ("sum(i,1,n-1, (v[i+1] - v[i])^2)", "v: vector(n)"),
    ("sum(i,2,n, v[i]*v[i-1])", ""),  # from 2 on, and the n of n - 1 is of another sum
    ("sum(i,1,k, v[i])", ""),  # k may be a part
    ("sum(i,1,n, v[i]) + sum(i,1,m, v[i])", ""),
    ("sum(i,1,n, A[i,:]*v)", "A has n rows"),
    ("sum(j,1,n, A[1,j]*A[2,j])", "A has n columns"),
    ("sum(i,1,m, A[i,1:2]*v)", ""),
    ("sum(i,1,n, v[i]) where v: vector(5)", ""),
]


@pytest.mark.parametrize(("program", "told"), SIZES)
def test_the_sizes_that_sums_tell(program: str, told: str) -> None:
    notes = [n for n in pipeline.simplified(program).notes if n.startswith("the sums tell")]
    assert [n.removeprefix("the sums tell that ").partition(";")[0] for n in notes] == [
        t for t in told.split(", ") if t
    ]


def test_a_condition_on_every_entry_is_said_once() -> None:
    assert conditions(pipeline.differentiate("sum(i,1,n, v[i]*log(v[i]))").conditions) == "every entry of v is positive"
