"""What is said about names that were probably not meant as they were read."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import read
from matcalc_cli.program import Written

NOTED = {
    "x'Ax": "Ax is one name; the product is A*x or A x",
    "A*x + b + Ax_1*0 where Ax_1: vector": "",
    "norm(A*x_1) + norm(Ax_1)": "Ax_1 is one name; the product is A*x_1 or A x_1",
    "norm(A*x + B*y) + tr(ABx)": "ABx is one name; the product is A*B*x or A B x",
    "tr(A*AB)": "AB is one name; the product is A*B or A B",
    "xTAx": "xTAx is one name; the product is x'*A*x or x^T A x",
    "inv(XTX)*b": "XTX is one name; the product is X'*X or X^T X",
    "xAx": "xAx is one name; the product is x*A*x or x A x",
    "y'*xA": "xA is one name; the product is x*A or x A",
    "Kxx": "",
    "tr(AB)": "AB is one name; the product is A*B or A B",
    "det(XYZ)": "XYZ is one name; the product is X*Y*Z or X Y Z",
    "tr(AB) where AB: matrix(n,n)": "",
    "tr(SS)": "",
    "tr(AB*AB) + tr(A)": "",
    "tr(X*dX)": "",
    "xy + x": "",
    "xy + x - y": "xy is one name; the product is x*y or x y",
    "mu*nu": "",
    "Ainv*x + A*y": "",
    "W2*x": "",
    "1/2x'x": "1/2x is read from the left, as (1/2)*x; write 1/(2*x) for the other reading, Julia's",
    "1/2 x'*x": "",
    "det(A - alpha)": "a scalar added to a square matrix is added to every entry; alpha*I is the other reading",
    "A - alpha": "",
    "sum((A - alpha)*x)": "",
    "x'x/(2*alpha)": "",
    "r = A*x; A*x": "the part r is named and not used",
    "r = A*x; s = r'*r; s": "",
    "sum(j, 0, A, A^j)": "A is taken as an integer everywhere, since it is a bound, an index or an exponent",
    "sum(i, 1, N, x_i'*x_i)/N": "",
    "sum(k, 3, 1, k*x)": "no k is at least 3 and at most 1: the sum over it is 0",
    "sum(i, 1, N, prod(k in 3:1 if k != i, k + i)*norm(x_i))": "no k is at least 3 and at most 1: the product over it is 1",
    "A^k*x + k*y": "",
    "A^alpha": "alpha is taken as an integer, since it is a bound, an index or the exponent of a matrix",
    "A^alpha where alpha: integer": "",
    "A*x where B: matrix": "B is declared and does not occur",
    "A*x where n: scalar": "n is declared and does not occur",
    "tr(dX) where X: matrix(n,n)": "",
    "norm(x)^2/n where x: vector(n)": "",
    "I(n)*X where n: scalar": "",
}


@pytest.mark.parametrize("text", NOTED)
def test_names(text: str) -> None:
    assert list(read(text)[1].notes) == [NOTED[text]] * bool(NOTED[text])


def test_a_declaration_from_outside_that_names_nothing() -> None:
    assert read("A*x", ["B:matrix(2,2)"])[1].notes == ("B is declared and does not occur",)


def test_names_of_two_letters_are_products_only_where_there_are_some() -> None:
    assert read(Written("x @ Ax", "numpy"))[1].notes == ()
    assert "Ax is one name" in read(Written("x'Ax", "julia"))[1].notes[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A^k where k: scalar", "of a positive definite matrix, and this one is not known to be symmetric"),
        ("A^(k+1/2)", "of a positive definite matrix, and this one is not known to be symmetric"),
        ("sum(j, 0, k, A^j) where k: scalar", "k is declared a scalar, and only an integer can stand here"),
    ],
)
def test_a_declared_scalar_is_no_integer(text: str, message: str) -> None:
    with pytest.raises(MatcalcError, match=message):
        read(text)


@pytest.mark.parametrize("text", ["alpha^k where k: scalar", "x.^k where k: scalar", "A^j*j where j: integer"])
def test_other_exponents_are_any_number(text: str) -> None:
    assert read(text)[1].notes == ()


@pytest.mark.parametrize(
    ("text", "notes"),
    [(r"A - \lambda", 1), (r"\det(A - \lambda)", 1), (r"\|A x - \lambda\|^2", 0), (r"x - \alpha y", 0)],
)
def test_a_number_less_than_a_matrix_of_a_paper(text: str, notes: int) -> None:
    said = [note for note in read(Written(text, "latex"))[1].notes if "added to every entry" in note]
    assert len(said) == notes
