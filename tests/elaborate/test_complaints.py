"""Every error about shapes, names and arguments: its kind, the places it shows with their shapes, what it suggests."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import read


def error(text: str, *var: str) -> MatcalcError:
    with pytest.raises(MatcalcError) as caught:
        read(text, var)
    return caught.value


@pytest.mark.parametrize(
    ("text", "places", "hint"),
    [
        # products
        ("x*y", {"x": "m×1", "y": "n×1"}, "x'*y"),
        ("x*x", {"x": "n×1"}, "x'*x"),
        ("A*B where A: matrix(3,4), B: matrix(5,4)", {"A": "3×4", "B": "5×4"}, "A*B'"),
        ("A*B where A: matrix(4,3), B: matrix(4,5)", {"A": "4×3", "B": "4×5"}, "A'*B"),
        ("A*x where A: matrix(2,3), x: vector(5)", {"A": "2×3", "x": "5×1"}, ""),
        ("A*x'*B*x", {}, "("),
        ("(A*x)*(B*y)", {"A*x": "m×1", "B*y": "p×1"}, "'"),
        # sums and elementwise products
        ("A + B where A: matrix(3,4), B: matrix(4,3)", {"A": "3×4", "B": "4×3"}, "B'"),
        ("A - B where A: matrix(3,4), B: matrix(3,5)", {"A": "3×4", "B": "3×5"}, "3×4"),
        ("x + y'", {"x": "m×1", "y'": "1×n"}, ""),
        ("A.*x where A: matrix(3,3), x: vector(4)", {"A": "3×3", "x": "4×1"}, ""),
        ("x'*A + x where x: vector(n)", {"x'*A": "1×m", "x": "n×1"}, "'"),
        # division and solving
        ("A/B", {"A": "m×n", "B": "p×q"}, "./"),
        ("1/x", {"x": "n×1"}, "./"),
        ("A\\b where A: matrix(3,4)", {"A": "3×4"}, ""),
        ("A\\b where A: matrix(3,3), b: vector(4)", {"A": "3×3", "b": "4×1"}, ""),
        # powers
        ("x^2", {"x": "n×1"}, "x.^2"),
        ("x^3", {"x": "n×1"}, "x.^3"),
        ("A^2 where A: matrix(3,4)", {"A": "3×4"}, ".^2"),
        ("A^B", {"B": "p×q"}, ""),
        # functions
        ("det(A) where A: matrix(2,3)", {"A": "2×3"}, ""),
        ("tr(x)", {"x": "n×1"}, ""),
        ("inv(x)", {"x": "n×1"}, ""),
        ("softmax(A)", {"A": "m×n"}, ""),
        ("outer(A, x)", {"A": "m×n"}, ""),
        ("inner(A, B) where A: matrix(2,3), B: matrix(3,2)", {"B": "3×2"}, ""),
        ("solve(A, b) where A: matrix(2,3)", {"A": "2×3"}, ""),
        ("frechet(expm, A, x)", {"x": "n×1"}, ""),
        ("diag(x')", {"x'": "1×n"}, ""),
        ("hadamard(A, B, C) where A: matrix(2,3), C: matrix(3,2)", {"C": "3×2"}, ""),
    ],
)  # fmt: skip
def test_a_shape_error_shows_its_operands(text: str, places: dict[str, str], hint: str) -> None:
    found = error(text)
    assert found.kind == "shape"
    assert found.message == found.message.strip()
    assert "\n" not in found.message
    labelled = {text[label.start : label.end]: label.text for label in found.labels}
    for place, shape in places.items():
        assert labelled.get(place, "").startswith(shape), f"{found.message}: {labelled}"
    assert found.labels
    assert hint in (found.hint or "")


@pytest.mark.parametrize(
    ("text", "kind", "place", "hint"),
    [
        ("A^(1/2)", "unsupported", "A", "sqrtm"),
        ("A^0.5", "unsupported", "A", "sqrtm"),
        ("A^(k/2)", "unsupported", "A", "sqrtm"),
        ("A^(k')", "unsupported", "", "sqrtm"),
        ("det.(A)", "shape", "det", "without the dot"),
        ("inv(A, B)", "usage", "inv(A, B)", ""),
        ("norm()", "usage", "norm()", ""),
        ("inner(A)", "usage", "inner(A)", "inner(A, X)"),
        ("commutation(n)", "usage", "commutation(n)", ""),
        ("I(m, n)", "usage", "I(m, n)", ""),
        ("frechet(expm, A)", "usage", "frechet(expm, A)", "frechet(expm, A, E)"),
        ("frechet(A, B, C)", "name", "A", "expm"),
        ("frechet(tanh, A, E)", "name", "tanh", "expm"),
        ("I(x')", "shape", "x'", "dimension"),
        ("I(1.5)*x", "shape", "1.5", "dimension"),
        ("I(0)*x", "shape", "0", "dimension"),
        ("I(-1)*x", "shape", "-1", "dimension"),
        ("I(n/0)*x", "shape", "n/0", "dimension"),
        ("ones(n, 1/2)", "shape", "1/2", "dimension"),
        ("I(n^(1/2))", "shape", "n^(1/2)", "dimension"),
        ("sum(2, 0, 3, A)", "syntax", "2", "sum(j"),
        ("sum(j, 0, x, A) where x: vector(n)", "shape", "x", ""),
        ("sum(j, A, 3, x) where A: matrix(n,n)", "shape", "A", ""),
        ("x where x: vector(n), x: matrix(m,n)", "name", "x", ""),
        ("x where x: vector(m,n)", "shape", "", "vector(n)"),
        ("S where S: symmetric(m,n)", "shape", "", "symmetric(n)"),
        ("alpha where alpha: scalar(n)", "shape", "", "scalar"),
        ("A where A: matrix(n)", "shape", "", "matrix(m,n)"),
    ],
)  # fmt: skip
def test_other_errors(text: str, kind: str, place: str, hint: str) -> None:
    found = error(text)
    assert found.kind == kind
    if place:
        assert text[found.start : found.end] == place
    assert hint in (found.hint or "")


@pytest.mark.parametrize(
    "text", ["A*B where A: matrix(3,4), B: matrix(5,4)", "x^2 where x: vector(3)", "det(A) where A: matrix(2,3)"]
)
def test_a_declaration_that_decides_is_named(text: str) -> None:
    found = error(text)
    assert "is declared" in (found.note or "") + (found.hint or "") + "".join(label.text for label in found.labels)


def test_an_error_in_a_binding_points_at_it() -> None:
    text = "r = A*x - b'; r'*r"
    found = error(text)
    assert found.kind == "shape"
    assert {text[label.start : label.end] for label in found.labels} == {"A*x", "b'"}


def test_a_dimension_is_one_by_declaration_only() -> None:
    assert error("A*x*A").kind == "shape"
    assert error("x*A where A: matrix(m,n)").kind == "shape"
    assert read("x*A where A: matrix(1,n)")[1].expression.shape[1] != 1
    assert read("x*r where r: matrix(1,3)")[1].expression.cols == 3


def test_declarations_twice_from_two_places() -> None:
    assert error("x where x: vector(n)", "x: vector(m)").kind == "name"


@pytest.mark.parametrize(
    ("text", "letter"),
    [("lamda*x'*x", "lambda"), ("X*gama", "gamma"), ("lambda*x", None)],
)
def test_a_vector_with_nearly_a_greek_name_is_noted(text: str, letter: str | None) -> None:
    said = [note for note in read(text)[1].notes if "did you mean" in note]
    assert [letter in note for note in said] == ([True] if letter else [])


@pytest.mark.parametrize("text", ["lambdas'*x", "omegas + meta", "lamda*x where lamda: scalar"])
def test_names_of_their_own_are_not_slips(text: str) -> None:
    assert not [note for note in read(text)[1].notes if "did you mean" in note]


@pytest.mark.parametrize("declared", ["skew(1)", "hollow(1)", "orthogonal(1)", "sphere(1)", "stiefel(1,1)"])
def test_a_number_that_cannot_move_is_refused(declared: str) -> None:
    found = error(f"alpha*W where W: {declared}")
    assert found.kind == "shape"
    assert "does not move" in found.message
    (label,) = found.labels
    assert f"alpha*W where W: {declared}"[label.start : label.end] == f"W: {declared}"
    assert error("alpha*W", f"W: {declared}").message == found.message


@pytest.mark.parametrize(
    "declared", ["diagonal(1)", "spd(1)", "toeplitz(1)", "skew(2)", "hollow(2)", "stiefel(2,1)", "sphere(2)"]
)
def test_one_that_can_is_not(declared: str) -> None:
    assert [s.name for s in read(f"norm(W)^2 where W: {declared}")[1].variables.values()] == ["W"]
