"""One line of the source, cut around the places that matter, and the display column of each of its characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matcalc_cli.language.source import escaped

WIDTH = 96
"""A line of at most this many columns is shown whole, if the terminal has as many."""
_CONTEXT = {1: 30, 2: 16}
_NARROW = 10
"""Characters kept on each side of a place, by the number of places."""

_LEAST, _GAPS = 3, 8
"""Characters on each side of a place on the narrowest terminal; columns that the signs of what is left out take."""

Interval = tuple[int, int]


class Excerpt:
    """The visible part of a line: `text`, and `columns` from offsets in the source to display columns of `text`."""

    __slots__ = ("columns", "text")

    def __init__(self, source: str, kept: Sequence[Interval], line: Interval, *, unicode: bool) -> None:
        gap = "…" if unicode else "..."
        self.columns: dict[int, int] = {}
        parts: list[str] = []
        column, before = 0, line[0]
        for start, end in kept:
            if start > before:
                parts.append(gap)
                column += len(gap)
            for offset in range(start, end):
                cell = shown_character(source[offset], unicode=unicode)
                self.columns[offset] = column
                parts.append(cell)
                column += display_width(cell)
            self.columns[end] = column
            before = end
        parts.append(gap if before < line[1] else "")
        self.text = "".join(parts)

    def span(self, start: int, end: int) -> Interval:
        """The columns under [start, end), at least one."""
        first = self.columns[start]
        return first, max(self.columns[end], first + 1)


def excerpt(source: str, line: Interval, places: Sequence[Interval], *, unicode: bool, width: int = WIDTH) -> Excerpt:
    """The line [start, end) of the source, whole if it is short, else what is around the ends of the places."""
    whole = Excerpt(source, [line], line, unicode=unicode) if line[1] - line[0] <= width else None
    if whole and whole.columns[line[1]] <= width:
        return whole
    context = min(_CONTEXT.get(len(places), _NARROW), max(_LEAST, (width - _GAPS) // (2 * len(places))))
    around = ((max(line[0], point - context), min(line[1], point + context)) for place in places for point in place)
    return Excerpt(source, _merged(around), line, unicode=unicode)


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The characters of some intervals in disjoint ones, left to right."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def shown_character(character: str, *, unicode: bool) -> str:
    """The character as it is, or its escape if it is invisible or the output cannot have it; a tab is a blank."""
    if character == "\t":
        return " "
    if unicode or character.isascii():
        return escaped(character)
    return character.encode("ascii", "backslashreplace").decode("ascii")


def display_width(text: str) -> int:
    """The columns that a terminal takes for visible text: two for a wide character, none for a combining one."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(character) in ("Mn", "Me") else 1 + (east_asian_width(character) in "WF") for character in text
    )
