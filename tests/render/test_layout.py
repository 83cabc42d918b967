"""Wrapping: where lines break, that nothing is lost, that nothing is wrapped without a width."""

from __future__ import annotations

import random

import pytest

from matcalc_cli import pipeline
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.render.formats.markup import BREAK, Piece, lines_of, plain_text, width_of
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.layout import NARROWEST, WIDEST, beside, clamped, wrapped
from matcalc_cli.render.reports.answers import single_pieces


def pieces(text: str) -> list[Piece]:
    return pretty(parse(text, names()).body)


def lines(text: str, width: int, indent: int = 4) -> list[str]:
    return plain_text(wrapped(pieces(text), width, indent)).split("\n")


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("A + B", 20, ["A + B"]),
        ("Aaaaaaa + Bbbbbbb + C", 20, ["Aaaaaaa + Bbbbbbb", "    + C"]),
        ("Aaaa*(Bbbbbbb + Ccccccc) + D", 25, ["Aaaa (Bbbbbbb + Ccccccc)", "    + D"]),
        ("Aaaaaaa*(Bbbbbbb + Ccccccc)", 20, ["Aaaaaaa (Bbbbbbb", "    + Ccccccc)"]),
        ("Aaaaaaaaaaa*Bbbbbbbbbbb", 20, ["Aaaaaaaaaaa", "    Bbbbbbbbbbb"]),
        ("Aaaaaaaaaaa⊗(Bb*Cccccccc)", 20, ["Aaaaaaaaaaa", "    ⊗ (Bb Cccccccc)"]),
        ("Aaaaaaaaaa*(x - m)'*B", 20, ["Aaaaaaaaaa (x − m)ᵀ", "    B"]),
        ("inner(Aaaaaaaa, Bbbbbbbb)", 20, ["inner(Aaaaaaaa,", "    Bbbbbbbb)"]),
        ("Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + B", 20, ["Aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "    + B"]),
    ],
)
def test_breaks(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


def test_what_is_named_has_a_line() -> None:
    found = pipeline.differentiate("h = tanh(W*x + b); norm(V*h - y)^2", wrt=["W"])
    assert plain_text(single_pieces(found, "gradient", width=50)).split("\n")[:2] == [
        "h = tanh(W x + b);",
        "  2 ((1 − h.^2) ⊙ (Vᵀ (V h − y))) xᵀ",
    ]


def random_text(rng: random.Random, length: int) -> str:
    text = "A"
    for _ in range(length):
        operator = rng.choice((" + ", " - ", "*", "*", "⊗", ".*"))
        operand = rng.choice(("B", "X1", "tr(C)", "A^2"))
        text = f"({text}){operator}B" if rng.random() < 0.1 else f"{text}{operator}{operand}"
    return text


@pytest.mark.parametrize("width", [*range(NARROWEST, 60), 80, 133, 200])
def test_every_line_fits_and_nothing_is_lost(width: int) -> None:
    rng = random.Random(width)
    for length in (3, 10, 80):
        found = pieces(random_text(rng, length))
        broken = wrapped(found, width, 6)
        assert plain_text(broken).replace("\n", "").replace(" ", "") == plain_text(found).replace(" ", "")
        for line in lines_of(broken):
            assert width_of(line) <= width
            assert plain_text(line) == plain_text(line).rstrip()
        assert all(plain_text(line).startswith("      ") for line in lines_of(broken)[1:])


def test_no_width_no_break() -> None:
    rng = random.Random(7)
    found = pieces(random_text(rng, 2_000))
    assert wrapped(found, None, 4) == found


def test_prose_is_broken_between_words() -> None:
    text = plain_text(wrapped([("note", "vec stacks columns, one after the other")], 20, 2))
    assert text == "vec stacks columns,\n  one after the\n  other"


def test_a_long_expression_is_wrapped_in_linear_time() -> None:
    found = pieces(" + ".join(["A*B'"] * 20_000))
    assert len(lines_of(wrapped(found, 80, 4))) > 1_000


def test_beside() -> None:
    left, right = [("text", "left")], [("note", "right")]
    assert plain_text(beside(left, right, 10, None, 2)) == "left      right"
    assert plain_text(beside(left, right, 10, 40, 2)) == "left      right"
    assert plain_text(beside(left, right, 2, None, 2)) == "left    right"
    assert plain_text(beside(left, right, 10, 12, 2)) == "left\n  right"
    assert beside(left, [], 10, 40, 2) == left


def test_clamped() -> None:
    assert [clamped(w) for w in (0, 19, 20, 99, 500, 10**9)] == [20, 20, 20, 99, 500, WIDEST]


def test_lines_of() -> None:
    assert lines_of([("text", "a"), BREAK, BREAK, ("text", "b"), BREAK]) == [[("text", "a")], [], [("text", "b")]]
