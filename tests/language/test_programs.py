"""Whole programs: named parts, declarations, and what goes wrong around the expression."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from matcalc_cli.elaborate.shapes.sizes import size_of
from matcalc_cli.errors import MatcalcError
from matcalc_cli.kinds import DECLARABLE
from matcalc_cli.language.grammar.parser import parse, parse_declaration
from matcalc_cli.language.tree import Declaration, Program

Parse = Callable[[str], Program]
Refuse = Callable[[str], MatcalcError]


def test_parts_come_in_order(program: Parse) -> None:
    tree = program("r = A*x - b; s = r'*r;\nσ = s/2; s + σ")
    assert [part.name.name for part in tree.bindings] == ["r", "s", "sigma"]
    assert tree.bindings[2].name.spelling == "σ"


def test_an_expression_needs_no_parts(program: Parse) -> None:
    assert (program("A").bindings, program("A").declarations) == ((), ())


DECLARED = {
    "A: matrix(m,n)": ("A", "matrix", ("m", "n")),
    "A:matrix": ("A", "matrix", ()),
    "A : matrix ( 2 , 3 )": ("A", "matrix", (2, 3)),
    "S: spd(10000)": ("S", "spd", (10000,)),
    "Σ: symmetric(ν)": ("Sigma", "symmetric", ("nu",)),
    "λ: scalar": ("lambda", "scalar", ()),
    "x: vector(0003)": ("x", "vector", (3,)),
    "A_ij: matrix": ("A_ij", "matrix", ()),
    "T: matrix(n_1,T)": ("T", "matrix", ("n_1", "T")),
    "Y: matrix(m*p,2*n^2*q)": ("Y", "matrix", ("m*p", "2*n^2*q")),
    "Z: matrix(m,2*(n+1))": ("Z", "matrix", ("m", "2*n + 2")),
}


def _dims(declaration: Declaration) -> tuple[object, ...]:
    """Numbers, names and products as text."""
    sizes = [size_of(dim, {}) for dim in declaration.dims]
    return tuple(size if isinstance(size, int) else str(size) for size in sizes)


@pytest.mark.parametrize("text", DECLARED)
def test_a_declaration_is_read_behind_where_and_alone(text: str, program: Parse, functions: Mapping[str, str]) -> None:
    alone = parse_declaration(text, functions)
    (behind,) = program(f"B where {text}").declarations
    for declaration in (alone, behind):
        assert (declaration.name.name, declaration.kind, _dims(declaration)) == DECLARED[text]
    assert (alone.start, alone.end) == (0, len(text))
    assert (behind.start, behind.end) == (8, 8 + len(text))


@pytest.mark.parametrize("kind", DECLARABLE)
def test_every_kind_can_be_declared(kind: str, program: Parse) -> None:
    first, second = program(f"A where A: {kind}, B: {kind}(k)").declarations
    assert (first.kind, _dims(first), second.kind, _dims(second)) == (kind, (), kind, ("k",))


WRONG = {
    "": ("syntax", 0, 0),
    "  # nothing\n": ("syntax", 0, 0),
    "where A: matrix": ("syntax", 0, 5),
    "; A": ("syntax", 0, 1),
    "r = A;": ("syntax", 6, 6),
    "r = ; r": ("syntax", 4, 5),
    "r = A": ("syntax", 5, 5),
    "r = A where A: matrix": ("syntax", 6, 11),
    "A;": ("syntax", 1, 2),
    "A; B": ("syntax", 1, 2),
    "r = A; r; r": ("syntax", 8, 9),
    "A = B = C; A": ("syntax", 6, 7),
    "A*B = C": ("syntax", 4, 5),
    "tr(A) = 3": ("name", 0, 2),
    "f(A) = A^3": ("syntax", 0, 6),
    "f ( A , x ) = A*x": ("syntax", 0, 13),
    "A == B": ("syntax", 2, 4),
    "r = A; r = B; r": ("name", 7, 8),
    "σ = x'*x; sigma = x'*y; σ": ("name", 10, 15),
    "r = r + 1; r": ("name", 4, 5),
    "s = r; r = A; s*r": ("name", 4, 5),
    "s = Aⁿ; n = 2; s": ("name", 5, 6),
    "A where A: matrix, A: spd": ("name", 19, 20),
    "σ where σ: scalar, sigma: scalar": ("name", 19, 24),
    "r = A; r where r: matrix": ("name", 15, 16),
    "A where": ("syntax", 7, 7),
    "A where A: matrix,": ("syntax", 18, 18),
    "A where A: matrix B: matrix": ("syntax", 18, 19),
    "A where A: matrix; B": ("syntax", 17, 18),
    "A where A: matrix where B: matrix": ("syntax", 18, 23),
    "tr(A where A: matrix)": ("syntax", 5, 10),
    "A : matrix": ("syntax", 2, 3),
}

WRONG_DECLARATIONS = {
    "": ("syntax", 0, 0),
    "2: matrix": ("syntax", 0, 1),
    "A": ("syntax", 1, 1),
    "A matrix(m,n)": ("syntax", 1, 1),
    "A, B: matrix": ("syntax", 1, 1),
    "A:": ("syntax", 2, 2),
    "A: (2,3)": ("syntax", 3, 4),
    "A: matix(m,n)": ("name", 3, 8),
    "A: Matrix": ("name", 3, 9),
    "A: square(n)": ("name", 3, 9),
    "A: qwerty(n)": ("name", 3, 9),
    "A: matrix()": ("syntax", 10, 11),
    "A: matrix(2,)": ("syntax", 12, 13),
    "A: matrix(2": ("syntax", 11, 11),
    "A: matrix(2,": ("syntax", 12, 12),
    "A: matrix(0,n)": ("syntax", 10, 11),
    "A: matrix(2.5,n)": ("syntax", 10, 13),
    "A: matrix(-1,n)": ("syntax", 10, 11),
    "A: matrix(m+,n)": ("syntax", 12, 13),
    "A: matrix(m*,n)": ("syntax", 12, 13),
    "A: matrix(m^n,n)": ("syntax", 12, 13),
    "A: matrix(2 3)": ("syntax", 12, 13),
    "A: matrix(10001,n)": ("limit", 10, 15),
    "A: matrix(" + "9" * 5000 + ",n)": ("limit", 10, 5010),
    "inv: matrix": ("name", 0, 3),
    "A: matrix(tr,n)": ("name", 10, 12),
    "A: matrix[2,3]": ("syntax", 9, 10),
}


@pytest.mark.parametrize("text", WRONG, ids=ascii)
def test_a_program_is_refused_at_the_exact_place(text: str, refusal: Refuse) -> None:
    error = refusal(text)
    assert (error.kind, error.start, error.end) == WRONG[text]
    assert error.hint


@pytest.mark.parametrize("text", WRONG_DECLARATIONS, ids=lambda text: ascii(text[:40]))
def test_a_declaration_is_refused_at_the_exact_place(text: str, refusal: Refuse, functions: Mapping[str, str]) -> None:
    kind, start, end = WRONG_DECLARATIONS[text]
    behind = refusal(f"A + B where {text}")
    with pytest.raises(MatcalcError) as alone:
        parse_declaration(text, functions)
    assert (alone.value.kind, alone.value.start, alone.value.end) == (kind, start, end)
    shift = 12 if text else 11  # at the end of a text the place is right behind its last word
    assert (behind.kind, behind.start, behind.end) == (kind, start + shift, end + shift)
    assert behind.hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("matix", "matrix"),
        ("Matrix", "matrix"),
        ("square", "matrix(n,n)"),
        ("symetric", "symmetric"),
        ("psd", "symmetric(n)"),
    ],
)
def test_an_unknown_kind_has_a_suggestion(text: str, hint: str, refusal: Refuse) -> None:
    assert refusal(f"A where A: {text}").hint == f"did you mean {hint}?"


def test_what_stands_behind_a_declaration_alone_is_refused(functions: Mapping[str, str]) -> None:
    for text in ("A: matrix, B: matrix", "A: matrix B", "A: matrix(2,3))"):
        with pytest.raises(MatcalcError) as caught:
            parse_declaration(text, functions)
        assert caught.value.kind == "syntax"


def test_a_name_used_twice_shows_both_places(refusal: Refuse) -> None:
    error = refusal("r = A; r = B; r")
    assert [(label.start, label.end) for label in error.labels] == [(7, 8), (0, 1)]


def test_doubtful_names_are_names_once_declared(functions: Mapping[str, str], read: Callable[[str], str]) -> None:
    assert read("A_ij*x where A_ij: matrix(m,n)") == "(multiply A_ij x)"
    assert read("w_ij = x'*x; w_ij*A") == "(multiply w_ij A)"
    assert read("2i*A where i: scalar") == "(multiply (multiply 2 i) A)"
    assert read("Σ_i*x where Σ_i: spd(n)") == "(multiply Sigma_i x)"
    assert len(parse("A_ij*x", functions, declared=["A_ij"]).body.children) == 2
