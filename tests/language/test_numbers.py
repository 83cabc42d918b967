"""Numbers are exact."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.language.tree import Literal, Program

Parse = Callable[[str], Program]

NUMBERS = "0 1 007 42 0.5 .5 0.25 1.50 1e3 1E3 1e-3 1.5e+2 .5e1 2.50e-3 0e5 0.0 123456789012345678901234567890 0.1"


@pytest.mark.parametrize("text", NUMBERS.split())
def test_a_number_is_read_exactly(text: str, program: Parse) -> None:
    tree = program(text).body
    assert isinstance(tree, Literal)
    exact = Fraction(text)
    assert (tree.numerator, tree.denominator) == (exact.numerator, exact.denominator)


def test_a_quotient_stays_a_quotient(read: Callable[[str], str]) -> None:
    assert read("1/2") == "(divide 1 2)"


def test_numbers_up_to_the_limit_are_read(program: Parse) -> None:
    for text in ("9" * 1000, "0." + "1" * 999, "1e1000", "1e-1000", "1e+01000"):
        tree = program(text).body
        assert isinstance(tree, Literal)
        assert Fraction(tree.numerator, tree.denominator) == Fraction(text)


@pytest.mark.parametrize(
    "text", ["9" * 1001, "9" * 100_000, "0." + "1" * 1000, "1e1001", "1e-1001", "1e" + "9" * 50_000]
)
@pytest.mark.parametrize("before", ["", "A + "])
def test_longer_ones_are_refused(text: str, before: str, refusal: Callable[[str], MatcalcError]) -> None:
    error = refusal(before + text)
    assert (error.kind, error.start, error.end) == ("limit", len(before), len(before + text))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2.", 1, 2),
        ("1.2.3", 3, 5),
        ("2 3", 2, 3),
        ("x.5", 1, 3),
        ("(x).5", 3, 5),
        ("2.x", 1, 2),
        (".", 0, 1),
    ],
)
def test_a_misplaced_point_is_refused(text: str, start: int, end: int, refusal: Callable[[str], MatcalcError]) -> None:
    error = refusal(text)
    assert (error.kind, error.start, error.end) == ("syntax", start, end)


def test_other_digits_are_no_digits(refusal: Callable[[str], MatcalcError]) -> None:
    for digit in "２٣":
        assert refusal(f"A*{digit}").start == 2
