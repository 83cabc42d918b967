"""What is not of the language: every refusal has its kind, its exact place, one sentence and something to try."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from matcalc_cli.errors import MatcalcError

Refuse = Callable[[str], MatcalcError]

OPERANDS = {
    "A*": (2, 2),
    "A* # more": (2, 2),
    "A +": (3, 3),
    "-": (1, 1),
    "A^": (2, 2),
    "A* *B": (3, 4),
    "A//B": (1, 3),
    "*A": (0, 1),
    "/A": (0, 1),
    "'A'": (0, 1),
    "A*'": (2, 3),
    "⁻¹A": (0, 2),
    "A^²": (2, 3),
    "()": (0, 2),
    "A*()": (2, 4),
    "(A+)": (3, 4),
    "tr(A,)": (5, 6),
    "tr(,A)": (3, 4),
    "tr(A,,B)": (5, 6),
    "A^^2": (2, 3),
    "A^*": (2, 3),
    ",": (0, 1),
    "||": (2, 2),
    "||||": (4, 4),
    ")": (0, 1),
    "A where where": (8, 13),
}

BRACKETS = {
    "tr(A*": (5, 5),
    "tr(A*B": (6, 6),
    "tr(A*B # )": (6, 6),
    "tr(": (3, 3),
    "(A": (2, 2),
    "exp.(x": (6, 6),
    "tr(A; B)": (4, 5),
    "A)": (1, 2),
    "(A))": (3, 4),
    "(A||": (2, 4),
    "||A)": (3, 4),
    "||A": (3, 3),
    "A||": (1, 3),
    "2||x||": (1, 3),
    "(A, B)": (2, 3),
    "A, B": (1, 2),
    "||x, y||": (3, 4),
}

FOREIGN = {
    "A**2": (1, 3),
    "A*{B}": (2, 3),
    "A^{-1}": (2, 3),
    "A^{T}": (2, 3),
    "\\frac{A}{B}": (0, 5),
    "A^\\top": (2, 6),
    "A \\cdot B": (2, 7),
    "A\\otimes B": (1, 8),
    "\\alpha*A": (0, 6),
    "A]": (1, 2),
    '"A"': (0, 1),
    "A%": (1, 2),
    "$A$": (0, 1),
    "A & B": (2, 3),
    "A < B": (2, 3),
    "A >= B": (2, 4),
    "A != B": (2, 4),
    "A ≤ B": (2, 3),
    "~A": (0, 1),
    "A := B": (2, 4),
    "|x|": (0, 1),
    "x|": (1, 2),
    "_x": (0, 1),
    "A.inv": (1, 5),
    "A.I": (1, 3),
    "A.Tx": (1, 4),
    "A..T": (1, 2),
    "2.(x)": (1, 3),
    "A⁺": (1, 2),
    "Aⁿ⁺¹": (1, 4),
    "√2": (0, 1),
    "sum(1:n)": (5, 6),
    "x_λ": (2, 3),
    "A`": (1, 2),
    "x.\\y": (1, 3),
}

UNSUPPORTED = {
    "A_{ij}": (2, 6),
    "x_{i}": (2, 5),
    "A(1,2)": (0, 6),
    "A(:,j)": (0, 6),
    "x(i)": (0, 4),
    "A_ij": (0, 4),
    "2*w_kl": (2, 6),
    "1i": (1, 2),
    "2 + 3im": (5, 7),
    "∇x": (0, 1),
    "∂A": (0, 1),
    "∫x": (0, 1),
    "∑x": (0, 1),
    "Σ_i*x": (0, 3),
    "A!": (1, 2),
    "A†": (1, 2),
    "A⊕B": (1, 2),
    "argmax(x)": (0, 6),
    "-cumprod(A)": (1, 8),
    "grad(x)": (0, 4),
    "A*∞": (2, 3),
}

LOOK_ALIKE = {"А": "A", "а": "a", "Х": "X", "𝐀": "A", "𝑥": "x", "Ａ": "A", "ᴬ": "A", "１": "1", "ℝ": "R", "₁": "_1"}


@pytest.mark.parametrize("text", OPERANDS)
def test_a_missing_operand_is_missed_where_it_should_stand(text: str, refusal: Refuse) -> None:
    check(refusal(text), "syntax", OPERANDS[text])


@pytest.mark.parametrize("text", BRACKETS)
def test_brackets_and_bars_come_in_pairs(text: str, refusal: Refuse) -> None:
    check(refusal(text), "syntax", BRACKETS[text])


@pytest.mark.parametrize("text", FOREIGN)
def test_notation_of_elsewhere_is_named(text: str, refusal: Refuse) -> None:
    error = refusal(text)
    check(error, "syntax", FOREIGN[text])
    assert error.hint


@pytest.mark.parametrize("text", UNSUPPORTED)
def test_mathematics_that_is_missing_is_said_to_be_missing(text: str, refusal: Refuse) -> None:
    check(refusal(text), "unsupported", UNSUPPORTED[text])


@pytest.mark.parametrize(("letter", "plain"), LOOK_ALIKE.items())
def test_a_look_alike_is_named_and_replaced(letter: str, plain: str, refusal: Refuse) -> None:
    error = refusal(f"B*{letter}")
    check(error, "syntax", (2, 3))
    assert f"U+{ord(letter):04X}, {unicodedata.name(letter)}" in error.message
    assert error.hint
    assert error.hint.startswith(f"write {plain}")


@pytest.mark.parametrize(
    "character", ["\0", "\x1b", "\x07", "\x7f", "\u202e", "\u200b", "\ufeff", "\udcff", "\u2028", "\x85"]
)
def test_an_invisible_character_is_shown_escaped(character: str, refusal: Refuse) -> None:
    for text, place in ((f"{character}A", 0), (f"A{character}", 1), (f"A*{character}B", 2)):
        error = refusal(text)
        check(error, "syntax", (place, place + 1))
        assert error.message.isprintable()
        assert f"U+{ord(character):04X}" in error.message


def test_a_byte_that_is_not_utf8_is_named(refusal: Refuse) -> None:
    assert "0xff" in (refusal("A\udcff").hint or "")


def test_comments_may_hold_anything(read: Callable[[str], str]) -> None:
    assert read("A # \x1b[31m \u202e { ∇ \\frac \udcff\n+ B") == "(add A B)"


SENTENCES = {
    "tr(A*": "the expression ends inside tr( …",
    "tr(A*B": "the expression ends inside tr( …",
    "||A": "the expression ends inside || …",
    "exp.(A": "the expression ends inside exp.( …",
    "A* *B": "an operand is missing between * and *",
    "A*": "an operand is missing after *",
    "trcae(A*X)": "there is no function trcae",
    "": "there is no expression",
    "A**2": "the power is written ^, not **",
    "2 3": "3 cannot stand directly behind 2",
}


@pytest.mark.parametrize(("text", "sentence"), SENTENCES.items())
def test_the_sentence_says_what_is_wrong(text: str, sentence: str, refusal: Refuse) -> None:
    assert refusal(text).message == sentence


def test_an_open_bracket_is_shown_beside_what_is_missing(refusal: Refuse) -> None:
    labels = [(label.start, label.end, label.text) for label in refusal("det(tr(A*").labels]
    assert labels == [(9, 9, "an operand is missing after *"), (6, 7, "")]
    labels = [(label.start, label.end, label.text) for label in refusal("||(A*B)").labels]
    assert labels == [(7, 7, "|| is missing"), (0, 2, "")]


@pytest.mark.parametrize("text", [*OPERANDS, *BRACKETS, *FOREIGN, *UNSUPPORTED])
def test_messages_are_one_visible_sentence(text: str, refusal: Refuse) -> None:
    error = refusal(text)
    assert error.message.isprintable()
    assert not error.message.endswith(".")
    assert len(error.message) < 100


def test_every_character_of_unicode_is_read_or_refused_in_its_place(read: Callable[[str], str]) -> None:
    for code in (*range(0x80, 0x3000), *range(0x3000, 0x11_0000, 29)):
        try:
            tree = read(f"A{chr(code)} B")
        except MatcalcError as error:
            assert error.message.isprintable(), hex(code)
            assert error.start == 1, hex(code)
        else:
            assert tree.endswith((" A B)", "A) B)", " B)")), hex(code)


def check(error: MatcalcError, kind: str, place: tuple[int, int]) -> None:
    assert (error.kind, (error.start, error.end)) == (kind, place)
