"""Pieces of the text, safe and short enough to show."""

from __future__ import annotations

import pytest

from matcalc_cli.language.source import escaped, line_bounds, shown, visible


@pytest.mark.parametrize(
    ("character", "as_shown"),
    [
        ("A", "A"),
        ("σ", "σ"),
        ("\x1b", "\\x1b"),
        ("\0", "\\x00"),
        ("\u202e", "\\u202e"),
        ("\udcff", "\\udcff"),
        ("\n", "\\n"),
    ],
)
def test_only_visible_characters_are_shown_as_they_are(character: str, as_shown: str) -> None:
    assert escaped(character) == visible(character) == as_shown


def test_long_names_are_cut_in_the_middle() -> None:
    assert shown("alpha") == "alpha"
    cut = shown("a" * 1000 + "z")
    assert len(cut) <= 40
    assert cut.startswith("aaa")
    assert cut.endswith("z")


def test_lines_end_as_any_system_ends_them() -> None:
    text = "first\nsecond\r\nthird\rfourth"
    found = [line_bounds(text, text.index(word)) for word in ("first", "second", "third", "fourth")]
    assert [number for number, _, _ in found] == [1, 2, 3, 4]
    assert [text[start:end] for _, start, end in found] == ["first", "second", "third", "fourth"]


def test_the_end_of_the_text_is_in_its_last_line() -> None:
    assert line_bounds("A*", 2) == (1, 0, 2)
    assert line_bounds("", 0) == (1, 0, 0)
    assert line_bounds("A\n", 2) == (2, 2, 2)
    assert line_bounds("A\nB", 1) == (1, 0, 1)
