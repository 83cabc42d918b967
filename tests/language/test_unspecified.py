"""Functions without a formula as they are written, and what is said where they are written otherwise."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import UnspecifiedCall
from matcalc_cli.program import read

WRITTEN = [
    ("f(u) where f: scalar of vector(n)", "f", "f", 0, False),
    ("f'(u) where f: scalar of scalar", "f'", "f", 1, False),
    ("f''(u) where f: scalar of scalar", "f''", "f", 2, False),
    ("grad(f)(u) where f: scalar of vector(n)", "grad(f)", "f", 1, True),
    ("D(F)(U) where F: matrix(m,n) of matrix(p,q)", "D(F)", "F", 1, False),
    ("D2(f)(u) where f: scalar of vector(n)", "D2(f)", "f", 2, False),
    ("D(f,2)(u, v) where f: scalar of vector(n), vector(m)", "D(f,2)", "f", (2,), False),
    ("grad(f,2)(u, v) where f: scalar of vector(n), vector(m)", "grad(f,2)", "f", (2,), True),
    ("D2(f,2,1)(u, v) where f: scalar of vector(n), vector(m)", "D2(f,2,1)", "f", (2, 1), False),
    ("g.(x)", "g", "g", 0, False),
    ("g'.(x)", "g'", "g", 1, False),
    ("g''.(x)", "g''", "g", 2, False),
    ("A where A: matrix(n,n) of t", "A", "A", 0, False),
    ("A(2*t) where A: matrix(n,n) of t", "A", "A", 0, False),
    ("D(A) where A: matrix(n,n) of t", "D(A)", "A", 1, False),
]


@pytest.mark.parametrize(("text", "function", "stem", "places", "gradient"), WRITTEN)
def test_what_a_call_says(text: str, function: str, stem: str, places: object, *, gradient: bool) -> None:
    call = parse(text, names()).body
    assert isinstance(call, UnspecifiedCall)
    assert (call.function, call.stem, call.places, call.gradient) == (function, stem, places, gradient)


def test_a_prime_without_a_bracket_behind_it_transposes() -> None:
    _, found = read("f(u)'*f'(u) where f: vector(m) of scalar, u: scalar")
    assert found.expression.is_scalar
    _, found = read("A'*x where A: matrix(m,n) of t, x: vector(m)")
    assert str(found.expression.rows) == "n"


def test_names_of_arguments_may_be_several() -> None:
    _, found = read("U*x where U: matrix(m,n) of s, t, x: vector(n)")
    assert sorted(found.variables) == ["s", "t", "x"]
    assert found.functions["U"].names == ("s", "t")


@pytest.mark.parametrize("brackets", ["vector(n), vector(m)", "(vector(n), vector(m))"])
def test_arguments_may_stand_in_brackets(brackets: str) -> None:
    _, found = read(f"f(u, v) where f: scalar of {brackets}, u: vector(n), v: vector(m)")
    assert found.functions["f"].declaration == "f: scalar of vector(n), vector(m)"
    assert read("U*x where U: matrix(m,n) of (s, t), x: vector(n)")[1].functions["U"].names == ("s", "t")


def test_an_argument_that_is_declared_is_of_its_kind() -> None:
    _, found = read("a'*u where u: vector(n) of X, X: matrix(p,q)")
    assert str(found.functions["u"].arguments) == "((Dim(p), Dim(q)),)"


def test_the_derivative_sign_stays_a_name_where_nothing_is_declared() -> None:
    _, found = read("D*x")
    assert [v.kind for v in found.variables.values()] == ["matrix", "vector"]
    with pytest.raises(MatcalcError, match="no function D"):
        read("D(x + y)")


REFUSED = [
    ("f*x where f: scalar of vector(n)", "f is a function and needs its argument in brackets", "f( … )"),
    ("g where g: function", "g is a function and needs its argument in brackets", "g( … )"),
    ("grad(f)*x where f: scalar of vector(n)", "f is a function and needs", "grad(f)( … )"),
    ("D2(f,1)(u,v) where f: scalar of vector(n), vector(m)", "D2 names 2 arguments of f", "D2(f,1,1)"),
    ("D(f,1,2)(u,v) where f: scalar of vector(n), vector(m)", "D names 1 argument of f", "D(f,1)"),
    ("f(u) where f: scalar of 3", "3 stands where an argument is expected", ""),
    ("f(u, v) where f: scalar of (vector(n), vector(m)", "the text ends where the ) behind the arguments", ""),
    ("f(u) where f: scalar of", "the text ends where an argument is expected", ""),
    ("f(u) where f: scalar of sin", "sin is a function's name", ""),
    (
        "D(f + 1)(u) where f: scalar of vector(n)",
        "D( … ) is the derivative of a function by its name, or of what depends",
        "",
    ),
]


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED)
def test_what_is_said_otherwise(text: str, message: str, hint: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(text)
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")
    assert caught.value.labels


def test_what_is_more_than_a_shape_of_values_is_noted() -> None:
    _, found = read("tr(S)*x where S: spd(n) of t, x: vector(m)")
    assert list(found.notes) == ["of the values of S the shape alone is used, not that each is positive definite"]
    _, found = read("tr(S)*x where S: matrix(n,n) of t, x: vector(m)")
    assert not found.notes


def test_an_argument_is_no_number_by_its_letter() -> None:
    with pytest.raises(MatcalcError) as caught:
        read("cross(u', v) where u: vector(3) of t, v: vector(3) of t")
    assert not [label for label in caught.value.labels if "letter" in label.text]
    assert "letter" not in " ".join(caught.value.asides if hasattr(caught.value, "asides") else [])
