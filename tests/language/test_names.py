"""Names: Greek and ASCII spellings, what a name stands for, what cannot be one."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.language.names import LETTER_OF, NAME_OF, canonical, greek_parts, kind_by_convention
from matcalc_cli.language.tree import Name, Program

Parse = Callable[[str], Program]
Refuse = Callable[[str], MatcalcError]

CANONICAL = {
    "σ": "sigma",
    "Σ": "Sigma",
    "σ_1": "sigma_1",
    "Σ2": "Sigma2",
    "λ_max": "lambda_max",
    "dα": "dalpha",
    "ddα": "ddalpha",
    "dΣ_1": "dSigma_1",
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ϕ": "phi",
    "ς": "sigma",
    "ϱ": "rho",
    "ϰ": "kappa",
    "ϖ": "varpi",
    "µ": "mu",
    "\u2126": "Omega",
    "sigma": "sigma",
    "w_1": "w_1",
    "X_": "X_",
}


@pytest.mark.parametrize(("spelling", "name"), CANONICAL.items())
def test_a_greek_letter_and_its_name_are_one_name(spelling: str, name: str, program: Parse) -> None:
    tree = program(f"{spelling} + A").body.children[0]
    assert isinstance(tree, Name)
    assert (tree.name, tree.spelling) == (name, spelling)
    assert canonical(spelling) == name


def test_the_greek_table_is_the_alphabet() -> None:
    for code in (*range(0x391, 0x3A2), *range(0x3A3, 0x3AA), *range(0x3B1, 0x3CA)):
        name = unicodedata.name(chr(code)).removeprefix("GREEK ").removesuffix("LETTER FINAL SIGMA")
        if code == 0x3C2:
            continue
        case, _, letter = name.partition(" LETTER ")
        letter = {"LAMDA": "LAMBDA"}.get(letter, letter).lower()
        assert NAME_OF[chr(code)] == (letter.capitalize() if case == "CAPITAL" else letter)


def test_the_greek_tables_are_inverse() -> None:
    assert all(NAME_OF[letter] == name for name, letter in LETTER_OF.items())
    assert all(name in LETTER_OF for name in NAME_OF.values())


KINDS = {
    "matrix": "A X1 Ainv Sigma Sigma_1 Lambda T Alpha dA dX_1 ddA dSigma Xx A_1 Varpi",
    "vector": "x w_1 n e d d1 d_1 dx ddx dd sigmax alphabet data dab lambdax v sigmoid_x x_A x_alpha deltax",
    "scalar": (
        "alpha lambda theta mu_1 theta2 beta2 lambda_max sigma_x delta dalpha ddelta ddalpha eta deta dmu_1 pi "
        "varepsilon varphi_1 varpi omicron dvarphi xi nu"
    ),
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in KINDS.items() for name in names.split()])
def test_a_name_stands_for_what_householder_says(kind: str, name: str) -> None:
    assert kind_by_convention(name) == kind


@pytest.mark.parametrize("letter", NAME_OF)
def test_case_decides_for_every_greek_letter(letter: str) -> None:
    expected = "matrix" if NAME_OF[letter][0].isupper() else "scalar"
    for spelling in (letter, f"{letter}_1", f"{letter}2", f"d{letter}"):
        assert kind_by_convention(canonical(spelling)) == expected


PARTS = {
    "sigma": ("", "sigma", ""),
    "dSigma_1": ("d", "Sigma", "_1"),
    "ddalpha2": ("dd", "alpha", "2"),
    "delta": ("", "delta", ""),
    "lambda_max": ("", "lambda", "_max"),
    "sigmax": None,
    "d": None,
    "dx": None,
    "A": None,
    "sIGMA": None,
}


@pytest.mark.parametrize(("name", "parts"), PARTS.items())
def test_printers_find_the_greek_letter_in_a_name(name: str, parts: tuple[str, str, str] | None) -> None:
    assert greek_parts(name) == parts


JUXTAPOSED = {
    "αA": ["alpha", "A"],
    "2σx": ["2", "sigma", "x"],
    "Aα": ["A", "alpha"],
    "λ_2x": ["lambda_2", "x"],
    "xdα": ["xd", "alpha"],
    "αβ": ["alpha", "beta"],
}


@pytest.mark.parametrize("text", JUXTAPOSED)
def test_a_greek_name_ends_before_a_letter(text: str, read: Callable[[str], str]) -> None:
    words = read(text).replace("(multiply", "").replace(")", "").split()
    assert words == JUXTAPOSED[text]


@pytest.mark.parametrize(
    ("text", "hint"), [("φ + ϕ", "phi"), ("ϵ*x; ε", ""), ("σ_1 + dς", "sigma"), ("r = ϑ; r*θ", "theta")]
)
def test_two_shapes_of_a_letter_are_refused(text: str, hint: str, refusal: Refuse) -> None:
    error = refusal(text)
    assert hint in error.message
    assert error.kind in ("name", "syntax")


def test_shapes_that_nobody_can_tell_apart_are_one(read: Callable[[str], str]) -> None:
    assert read("µ + μ") == "(add mu mu)"
    assert read("σ + sigma # ς") == "(add sigma sigma)"


RESERVED = {
    "inv = A; A": (0, 3),
    "trace = A; A": (0, 5),
    "I = A; A": (0, 1),
    "pi = A; A": (0, 2),
    "π = A; A": (0, 1),
    "matrix = A; A": (0, 6),
    "A where tr: matrix": (8, 10),
    "A where spd: spd": (8, 11),
    "A where I: matrix": (8, 9),
    "A where A: matrix(det, n)": (18, 21),
    "A + tr": (4, 6),
    "A + matrix": (4, 10),
    "tr A": (0, 2),
    "sin^2(x)": (0, 3),
    "kron(expm, A)": (5, 9),
    "frechet(expm + 1, A)": (8, 12),
    "frechet(A, expm)": (11, 15),
    "frechet(2*expm, A)": (10, 14),
    "frechet((expm), A)": (9, 13),
    "foo(A)*symmetric(A)": (0, 3),
    "A*symmetric(A)": (2, 11),
}


@pytest.mark.parametrize("text", RESERVED)
def test_a_reserved_name_is_no_variable(text: str, refusal: Refuse) -> None:
    error = refusal(text)
    assert (error.kind, error.start, error.end) == ("name", *RESERVED[text])
    assert error.hint


def test_t_and_the_imaginary_letters_are_names(read: Callable[[str], str]) -> None:
    assert read("T + i*j + im") == "(add (add T (multiply i j)) im)"
