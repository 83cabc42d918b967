"""Arrays of known size as formulas of their entries, and what only looks at entries or lays them out anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc_cli.codegen.text.syntax import ATOM, PRODUCT, UNARY

Text = tuple[str, int]
"""A text and how tightly it binds."""


class Entries:
    """An array: its size, the text of the entry at a row and a column, and whether that takes no arithmetic.

    pointer  the address of its first entry, where it is in memory row by row
    """

    __slots__ = ("at", "cols", "is_ready", "pointer", "rows")

    def __init__(
        self, rows: int, cols: int, at: Callable[[str, str], Text], *, is_ready: bool = True, pointer: str = ""
    ) -> None:
        self.rows = rows
        self.cols = cols
        self.at = at
        self.is_ready = is_ready
        self.pointer = pointer

    @property
    def count(self) -> int:
        """How many entries there are."""
        return self.rows * self.cols


def in_memory(name: str, rows: int, cols: int, first: str = "0") -> Entries:
    """A part of the array of that name, which begins at `first`."""
    pointer = name if first == "0" else f"{name} + {first}"
    return Entries(rows, cols, lambda i, j: (f"{name}[{added(first, place(i, j, rows, cols))}]", ATOM), pointer=pointer)


class Factors:
    """L and U of an n x n matrix in memory, and the exchanges of rows."""

    __slots__ = ("exchanges", "n", "name")

    def __init__(self, name: str, exchanges: str, n: int) -> None:
        self.name = name
        self.exchanges = exchanges
        self.n = n


def place(i: str, j: str, rows: int, cols: int) -> str:
    """Where an entry stands, row by row."""
    if cols == 1:
        return i if rows > 1 else "0"
    return added(times(cols, i), j) if rows > 1 else j


def times(count: int, index: str) -> str:
    """The product of a size and an index."""
    if index.isdigit():
        return str(count * int(index))
    return index if count == 1 else f"{count}*{held(index)}"


def added(first: str, second: str) -> str:
    """The sum of two indices."""
    if first.isdigit() and second.isdigit():
        return str(int(first) + int(second))
    return f"{first} + {second}" if "0" not in (first, second) else first if second == "0" else second


def less(index: str, by: int) -> str:
    """The index less a number."""
    return str(int(index) - by) if index.isdigit() else f"{index} - {by}" if by else index


def divided(index: str, by: int) -> str:
    """The integer quotient."""
    return str(int(index) // by) if index.isdigit() else index if by == 1 else f"{held(index)} / {by}"


def rest(index: str, by: int) -> str:
    """The remainder."""
    return str(int(index) % by) if index.isdigit() else "0" if by == 1 else f"{held(index)} % {by}"


def held(index: str) -> str:
    """In parentheses where it is a sum or a product."""
    return index if index.isidentifier() or index.isdigit() else f"({index})"


def product(left: Text, right: Text) -> Text:
    """The product of two numbers."""
    return f"{bound(left, PRODUCT)} * {bound(right, UNARY)}", PRODUCT


def bound(text: Text, need: int) -> str:
    """In parentheses where it binds less tightly."""
    return text[0] if text[1] >= need else f"({text[0]})"


def constant(text: str, rows: int, cols: int) -> Entries:
    """One number everywhere."""
    return Entries(rows, cols, lambda _i, _j: (text, ATOM))


def eye(n: int) -> Entries:
    """The identity."""
    return Entries(n, n, lambda i, j: _where_equal(i, j, ("1.0", ATOM)))


def turned(a: Entries) -> Entries:
    """The transpose."""
    return Entries(a.cols, a.rows, lambda i, j: a.at(j, i), is_ready=a.is_ready)


def part(a: Entries, top: str, left: str, rows: int, cols: int) -> Entries:
    """A part of an array."""
    return Entries(rows, cols, lambda i, j: a.at(added(top, i), added(left, j)), is_ready=a.is_ready)


def stacked(arrays: Sequence[Entries]) -> Entries:
    """Arrays below each other."""
    rows, first = sum(a.rows for a in arrays), arrays[0]
    if len(arrays) == 1:
        return first
    others = stacked(arrays[1:])

    def at(i: str, j: str) -> Text:
        if i.isdigit():
            return first.at(i, j) if int(i) < first.rows else others.at(less(i, first.rows), j)
        above = first.at(i if first.rows > 1 else "0", j)
        return f"({i} < {first.rows} ? {above[0]} : {others.at(less(i, first.rows), j)[0]})", ATOM

    return Entries(rows, first.cols, at, is_ready=all(a.is_ready for a in arrays))


def beside(arrays: Sequence[Entries]) -> Entries:
    """Arrays beside each other."""
    return turned(stacked([turned(a) for a in arrays]))


def diagonal(a: Entries) -> Entries:
    """The diagonal as a column."""
    return Entries(a.rows, 1, lambda i, _j: a.at(i, i), is_ready=a.is_ready)


def diagonal_matrix(a: Entries) -> Entries:
    """A column on the diagonal."""
    return Entries(a.rows, a.rows, lambda i, j: _where_equal(i, j, a.at(i, "0")), is_ready=a.is_ready)


def _where_equal(i: str, j: str, value: Text) -> Text:
    """A value where two indices are equal, else 0."""
    return value if i == j else (f"({i} == {j} ? {value[0]} : 0.0)", ATOM)


def by_rows(a: Entries, rows: int, cols: int) -> Entries:
    """The same entries, row by row in another shape."""

    def at(i: str, j: str) -> Text:
        k = place(i, j, rows, cols)
        return a.at(divided(k, a.cols), rest(k, a.cols))

    return Entries(rows, cols, at, is_ready=a.is_ready)


def by_columns(a: Entries, rows: int, cols: int) -> Entries:
    """The same entries, column by column in another shape."""
    return turned(by_rows(turned(a), cols, rows))


def kron(a: Entries, b: Entries) -> Entries:
    """The Kronecker product; an entry is a product, of arrays in memory."""

    def at(i: str, j: str) -> Text:
        return product(a.at(divided(i, b.rows), divided(j, b.cols)), b.at(rest(i, b.rows), rest(j, b.cols)))

    return Entries(a.rows * b.rows, a.cols * b.cols, at, is_ready=False)


def exchanged(a: Entries, m: int, n: int, copies: int = 1) -> Entries:
    """kron(I(copies), commutation(m, n), I) times an array: the rows in another order, each of them several."""
    lines = a.rows // (copies * m * n)

    def at(i: str, j: str) -> Text:
        one, line = divided(i, lines), rest(i, lines)
        within = rest(one, m * n)
        other = added(divided(within, n), times(m, rest(within, n)))
        one = added(times(m * n, divided(one, m * n)), other)
        return a.at(added(times(lines, one), line), j)

    return Entries(a.rows, a.cols, at, is_ready=a.is_ready)


def formula(text: str, rows: int, cols: int) -> Entries:
    """An integer, or a condition that is 1 or 0, of the row row_ and the column col_."""

    def at(i: str, j: str) -> Text:
        return f"(double)({text.replace('row_', held(i)).replace('col_', held(j))})", UNARY

    return Entries(rows, cols, at)
