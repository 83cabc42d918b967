"""Matrices as text: a number, [1, 2, 3] for a column, [[1, 2], [3, 4]] or [1, 2; 3, 4] for rows; also what JSON files hold.

Of arrays with more axes the first one is outermost: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]].
"""

from __future__ import annotations

import re
from array import array
from math import isfinite

from matcalc_cli.errors import Label, MatcalcError

Table = tuple["array[float]", tuple[int, ...]]
"""The entries row by row, and the shape."""

NUMBER = re.compile(r"[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?|nan)", re.IGNORECASE)
_TOKEN = re.compile(rf"\s*(?:(?P<number>{NUMBER.pattern})(?![\w.])|(?P<mark>[\[\],;])|(?P<bad>\S))", re.IGNORECASE)


def number(text: str, place: str, *, nonfinite: bool) -> float:
    """The number that a text stands for; `place` is where it stands. Raises MatcalcError (file)."""
    if not NUMBER.fullmatch(text):
        raise MatcalcError("file", f"{place} is {text[:40]!r}, which is not a number", hint=_hint(text))
    value = float(text)
    if not isfinite(value) and not nonfinite:
        named = text.lower().lstrip("+-")[:3] in ("inf", "nan")
        said = f"is {text[:40]}" if named else f"is {text[:40]}, too large for a double"
        hint = "--allow-nonfinite takes NaN and infinity" if named else None
        raise MatcalcError("file", f"{place} {said}", hint=hint)
    return value


def _hint(text: str) -> str | None:
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        return "decimals are written with a point"
    return "a header line is not data" if re.fullmatch(r"[A-Za-z_]\w*", text) else None


MOST_AXES = 6
"""So many axes a literal has at most."""
SHOWN = 10_000
"""Characters of a literal that is shown around a mistake; longer ones were not typed."""


class _Reader:
    """The brackets and numbers of one literal."""

    def __init__(self, text: str, name: str, *, nonfinite: bool) -> None:
        self.text = text
        self.name = name
        self.nonfinite = nonfinite
        self.at = 0
        self.entries = array("d")
        self.rows = 0

    def error(self, message: str, position: int) -> MatcalcError:
        place = [Label(position, position + 1)] if len(self.text) <= SHOWN else []
        error = MatcalcError("file", f"{self.name}: {message} at character {position + 1}", place)
        error.source = self.text if place else None
        return error

    def token(self) -> tuple[str, int]:
        """The next bracket, comma or number, and where it begins; nothing at the end."""
        found = _TOKEN.match(self.text, self.at)
        if found is None:
            return "", len(self.text)
        group = found.lastgroup
        assert group is not None
        start = found.start(group)
        if group == "bad":
            raise self.error(f"{self.text[start : start + 20]!r} is no number and no bracket", start)
        self.at = found.end()
        return found[group], start

    def expect(self, marks: str) -> str:
        token, position = self.token()
        if not token or token not in marks:
            wanted = " or ".join(marks)
            said = f"{token!r} stands where {wanted} is expected" if token else f"{wanted} is missing"
            raise self.error(said, position)
        return token

    def row(self, ends: str = "]") -> tuple[int, str]:
        """The numbers up to a closing bracket, or a semicolon where one may end it: how many they are, and what ends them."""
        count = 0
        while True:
            token, position = self.token()
            if token in ("", "[", "]", ",", ";"):
                raise self.error("a number is missing", position)
            count += 1
            place = f"{self.name}: row {self.rows + 1}, column {count}"
            self.entries.append(number(token, place, nonfinite=self.nonfinite))
            mark = self.expect(f",{ends}")
            if mark != ",":
                return count, mark

    def table(self) -> Table:
        """The whole literal."""
        self.expect("[")
        shape = self._nested(1) if self._opens() else self._flat()
        rest, position = self.token()
        if rest:
            raise self.error(f"{rest!r} stands behind the matrix", position)
        return self.entries, shape

    def _opens(self) -> bool:
        """Whether another bracket opens here."""
        start = self.at
        found, _ = self.token()
        self.at = start
        return found == "["

    def _flat(self) -> tuple[int, int]:
        """A column; or rows with a semicolon between them, as in the language."""
        count, mark = self.row(";]")
        if mark == "]":
            return count, 1
        self.rows = 1
        while mark == ";":
            found, mark = self.row(";]")
            self._end_of_row(found, count)
        return self.rows, count

    def _nested(self, depth: int) -> tuple[int, ...]:
        """The shape of what stands in brackets behind the first one."""
        shapes: list[tuple[int, ...]] = []
        while True:
            opened = self.at
            self.expect("[")
            if depth < MOST_AXES and self._opens():
                shapes.append(self._nested(depth + 1))
            else:
                shapes.append((self.row()[0],))
                self._end_of_row(shapes[-1][-1], shapes[0][-1])
            if shapes[-1] != shapes[0]:
                raise self.error("an array of another shape than those before it stands", opened)
            if self.expect(",]") == "]":
                return (len(shapes), *shapes[0])

    def _end_of_row(self, count: int, wanted: int) -> None:
        if count != wanted:
            raise MatcalcError(
                "file", f"{self.name}: row {self.rows + 1} has {count} entries, and the rows before it {wanted}"
            )
        self.rows += 1


def table(text: str, name: str, *, nonfinite: bool = False) -> Table:
    """The matrix that a bracketed literal stands for; `name` is what errors call it. Raises MatcalcError (file)."""
    return _Reader(text, name, nonfinite=nonfinite).table()
