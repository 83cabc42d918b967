"""The order of terms and factors depends on the numbers behind names by their order alone."""

from __future__ import annotations

from itertools import pairwise, permutations

import pytest

from matcalc_cli.expr.words import MOST_NUMBERED, WORD_LENGTH, name_word, numbered
from matcalc_cli.pipeline import read
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from matcalc_cli.simplify import simplify

LONG = "*".join("ABCDEFGHJKLMN")
"""A product whose letters are all that a word has room for, so that what stands behind it does not count there."""
FORMS = [
    "A{0}*x + A{1}*x", "x{0}'*A{1}*x{1} + x{1}'*A{0}*x{0}", "A{1}' + A{0} + inv(A{0})", "tr(A{1}*A{0}*A{1}'*A{0})", "tr(A{0}*A{1})*tr(A{1})*A{0}",
    f"{LONG}*X{{1}} + {LONG}*X{{0}}", f"tr({LONG}*X{{1}})*tr({LONG}*X{{0}})", f"X{{0}}'*{LONG}*X{{1}}*{LONG}'*X{{0}} + X{{1}}",
    "(x{0}.*x{1}.*tanh(x{1})).*x{0}", "x{0}'*x{1}*y{1}'*y{0}",
]  # fmt: skip


def normal(form: str, *numbers: int) -> str:
    """The normal form of an expression with these numbers, with places for them."""
    written = plain(express(simplify(read(form.format(*numbers))[1].expression)))
    for place, number in sorted(enumerate(numbers), key=lambda pair: -pair[1]):
        for letter in "AXxy":
            written = written.replace(f"{letter}{number}", f"{letter}{{{place}}}")
    return written


@pytest.mark.parametrize("form", FORMS)
def test_numbers_in_one_order_make_one_order(form: str) -> None:
    first = normal(form, 1, 2)
    assert {normal(form, *numbers) for numbers in [(3, 4), (2, 10), (9, 30), (100, 9999), (0, 1)]} == {first}
    assert len(first) > len(form) / 2


def test_words_that_are_one_are_told_apart_by_names() -> None:
    assert len(LONG) > WORD_LENGTH
    for numbers in permutations((2, 7, 12)):
        total = simplify(read(" + ".join(f"{LONG}*X{i}" for i in numbers))[1].expression)
        assert plain(express(total)).endswith("(X2 + X7 + X12)")


def test_a_name_is_letters_and_a_number() -> None:
    assert numbered("A12") == ("A", "12")
    assert numbered("dalpha0") == ("dalpha", "0")
    others = ["A", "A01", "A00", "x_1", "A1_2", "i#", f"A{MOST_NUMBERED}", "7"]
    assert [numbered(name) for name in others] == [(name, "") for name in others]


def test_a_number_is_one_letter_in_a_word() -> None:
    words = [name_word(f"A{i}") for i in (0, 1, 2, 10, 11, 99, 100, MOST_NUMBERED - 1)]
    assert all(a < b for a, b in pairwise(words))
    assert {len(word) for word in words} == {2}
