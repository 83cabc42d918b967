"""Shapes of entries, slices and blocks, what an index may be, and what is said where it is none."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import shape_text
from matcalc_cli.pipeline import simplified

SHAPES = {
    "A[i,j]": "1x1", "A[i,:]": "1xn", "A[:,j]": "mx1", "A[1:k,:]": "kxn", "A[2:end,:]": "(m - 1)xn", "x[i]": "1x1",
    "x[k+1:n] where x: vector(n)": "(n - k)x1", "x'[1:3]": "1x3", "A[i:i+2,1]": "3x1", "x[end]": "1x1",
    "[A, B; C, D] where A: matrix(m,n), D: matrix(p,q)": "(m + p)x(n + q)", "[x; 1]": "(n + 1)x1",
    "[1 -2; 3 4]": "2x2", "[A, 0; 0, B] where A: matrix(m,n), B: matrix(p,q)": "(m + p)x(n + q)",
    "[A, I; 0, B]": "(m + p)x(m + n)", "blkdiag(A, B, C) where A: matrix(2,3), B: matrix(4,5), C: matrix(6,7)": "12x15",
    "[A, b; c', 1]": "(m + 1)x(n + 1)", "diag(p, 1) where p: vector(n)": "(n + 1)x(n + 1)",
    "diag(A, -2) where A: matrix(n,n)": "(n - 2)x1", "diag(x, k) where x: vector(n)": "(k + n)x(k + n)",
    "[A; c'] where A: matrix(m,n)": "(m + 1)xn", "[0, x'; x, A] where A: matrix(n,n)": "(n + 1)x(n + 1)",
    "[A, B; C] where A: matrix(2,3), B: matrix(2,4)": "(n + 2)x7", "unit(n, 2)": "nx1", "[0, 0]": "1x2",
}  # fmt: skip


@pytest.mark.parametrize("text", SHAPES)
def test_shapes_of_entries_slices_and_blocks(text: str) -> None:
    assert shape_text(simplified(text).expression.shape) == SHAPES[text]


def test_blocks_match_one_by_one_where_they_can() -> None:
    assert str(simplified("[A, B; C, D]*[x; y]").expression) == "[A*x + B*y; C*x + D*y]"
    assert str(simplified("M = [A, B]; v = [x; y]; M*v").expression) == "A*x + B*y"
    assert str(simplified("[A, B]' + [C; D]").expression) == "[A' + C; B' + D]"
    assert str(simplified("tr([A, B; C, D])").expression) == "tr(A) + tr(D)"
    assert str(simplified("inv([A, 0; C, D])").expression) == "[inv(A), 0; -inv(D)*C*inv(A), inv(D)]"
    assert str(simplified("blkdiag(A, B)^3").expression) == "[A^3, 0; 0, B^3]"


def test_blocks_that_do_not_match_are_told_by_their_sum() -> None:
    assert str(simplified("[A, B]*[x; y; z]").expression) == "[A, B]*[x; y; z]"
    assert str(simplified("[A, b]*x").expression) == "[A, b]*x"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A[1]", "a matrix has two indices, and this is one"),
        ("x[0]", "indices begin at 1"),
        ("sum(j, 0, N, c[j]*A^j)", "at an end of this range an index is 0 or less, and indices begin at 1"),
        ("sum(i, 1, n, x[n-i]) where x: vector(n)", "at an end of this range an index is 0 or less, and indices begin at 1"),
        ("sum(i, 1, n, x[i+1]) where x: vector(n)", "at an end of this range an index is beyond the last one"),
        ("x[4] where x: vector(3)", "the index is larger than 3, of which there are no more"),
        ("x[n+1] where x: vector(n)", "the index is larger than n, of which there are no more"),
        ("alpha[1] where alpha: scalar", "a number has no entries"),
        ("x[N]", "N is no index: it stands for something else"),
        ("x[k] where k: vector(n)", "k is no index: it stands for something else"),
        ("k = 2; x[k]", "k is no index: it stands for something else"),
        ("x[1/2]", "this is no index"),
        ("x[y']", "this is no index"),
        ("eigvec(A, 1/2)", "this is no index"),
        ("eigvec(A, x'*y)", "this is no index"),
        ("x[3:2]", "the slice is empty"),
        ("sum(i, 1, 3, norm(x[1:i]))", "the length of a slice depends on an index"),
        ("x[" + "+".join(["1"] * 60) + "]", "an index has at most 100 numbers, names and operations"),
        ("[1, 2; 3]", "rows of blocks have different widths"),
        ("[A, x; y]", "rows of blocks have different widths"),
        ("[A, alpha] where A: matrix(2,3), alpha: scalar", "blocks beside each other have different heights"),
        ("diag(x, 1/2)", "the number of a diagonal is an integer or a dimension"),
        ("diag(x, m-n) where x: vector(n), A: matrix(m,m)", "the number of a diagonal is an integer or a dimension"),
        ("diag(A, 1) where A: matrix(2,3)", "diag takes a column or a square matrix, so it must be square"),
        ("[A, B]*[x; y] where A: matrix(2,3), B: matrix(2,4), x: vector(4), y: vector(4)", "the inner dimensions of a product differ"),
    ],
)  # fmt: skip
def test_what_is_no_entry_is_refused(text: str, said: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        simplified(text)
    assert caught.value.message == said


def test_an_index_may_be_declared_an_integer() -> None:
    assert str(simplified("x[i] where i: integer").expression) == "x[i]"


def test_a_bound_index_and_a_free_one_are_two() -> None:
    assert str(simplified("sum(i, 1, n, x[i]*y[i]) + x[i] where x: vector(n), y: vector(n)").expression) == (
        "x[i] + x'*y"
    )
