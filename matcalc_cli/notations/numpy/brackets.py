"""NumPy's square brackets: `A[i, 1:k]` counts from 0 and leaves out the end, `x[:, None]` is a column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.notations.arrays.indices import STRIDED, check_index
from matcalc_cli.notations.brackets import closing_in, parts_in
from matcalc_cli.notations.numpy.frames import Frame
from matcalc_cli.notations.numpy.written_out.labels import by_labels
from matcalc_cli.notations.writer import Writer, refused

if TYPE_CHECKING:
    from matcalc_cli.notations.numpy.frames import Reader

STACKS = {
    "hstack": ",",
    "column_stack": ",",
    "block": ",",
    **dict.fromkeys(("array", "vstack", "concatenate", "row_stack", "cat", "stack", "tensor"), ";"),
}
"""The separator between the parts of a list that a function puts together; between the lists of a list it separates rows."""
REVERSED = {
    **dict.fromkeys(("[::-1]", "[::-1,:]"), (True, False)), "[:,::-1]": (False, True), "[::-1,::-1]": (True, True),
}  # fmt: skip
"""Slices that go backwards: whether along the rows, and whether along the columns."""
BRACKETED = {"r_": ";", "c_": ","}
"""Objects that are indexed by their parts, and what puts these together: np.r_[x, y], np.c_[x, y]."""
WITH_AXIS = ("concatenate", "cat", "stack", "tensor")
"""Functions of several arrays that say along which axis."""
AXIS = re.compile(r"\s*,\s*(?:(?:axis|dim)\s*=\s*)?(?:-1|-2|0|1)\s*,?\s*(?=\))")
BESIDE = re.compile(r"\s*,\s*(?:(?:axis|dim)\s*=\s*)?(?:-1|1)\s*,?\s*\)")
"""The argument that puts parts beside each other."""
NEGATIVE = re.compile(r"-\s*([0-9]+)")


def index(text: str, start: int, stop: int) -> tuple[list[Token], bool]:
    """The words for `[...]` at text[start:stop], and whether what it gives is a row of numbers, which is a column here.

    Raises MatcalcError (unsupported) for a step and for what is no index.
    """
    parts = [part.strip() for part in parts_in(text[start + 1 : stop - 1]) if part.strip()]
    if "None" in parts or "np.newaxis" in parts:
        return _with_new_axis(parts, start, stop)
    if any(part.count(":") > 1 for part in parts):
        raise refused("unsupported", "a slice with a step is not read", start, stop, STRIDED)
    if len(parts) > 2 or "..." in parts:
        hint = "A[i, j], A[:, 1:k], x[-1], x[::-1]"
        raise refused("unsupported", "entries and slices of one or two places are read", start, stop, hint)
    for part in parts:
        check_index(part, start, stop)
    inside = ",".join(map(_place, parts))
    row = len(parts) == 2 and ":" not in parts[0] and ":" in parts[1]
    return [Token(t.kind, t.text, start, stop, True) for t in tokens(f"[{inside}]")[:-1]], row


def _with_new_axis(parts: list[str], start: int, stop: int) -> tuple[list[Token], bool]:
    """x[:, None] is x, a column of two axes; x[None, :] is its transpose."""
    if parts[:1] in ([":"], ["..."]) and len(parts) == 2:
        return [Token(t.kind, t.text, start, stop, True) for t in tokens("[:,1]")[:-1]], False
    if parts[1:] in ([":"], []):
        return [Token("transpose", "'", start, stop, True)], False
    raise refused("unsupported", "this index is not read", start, stop, "x[:, None] is a column, x[None, :] a row")


def _place(part: str) -> str:
    if ":" not in part:
        return _first(part)
    low, _, high = part.partition(":")
    if not low.strip() and not high.strip():
        return ":"
    return f"{_first(low.strip() or '0')}:{_last(high.strip())}"


def _first(text: str) -> str:
    """A position counted from 1, or back from the end."""
    if negative := NEGATIVE.fullmatch(text):
        back = int(negative[1]) - 1
        return f"end-{back}" if back else "end"
    return str(int(text) + 1) if text.isdigit() else f"{text}+1"


def _last(text: str) -> str:
    """The last position of a slice, which NumPy leaves out."""
    negative = NEGATIVE.fullmatch(text)
    return f"end-{negative[1]}" if negative else text or "end"


OPENED = re.compile(r"\s*\[")
LIST = re.compile(r"\s*\(\s*[\[(]")
ROW = re.compile(r"\s*[\[(]")


def beside(reader: Reader, name: str, start: int) -> None:
    """The parts in the square brackets behind np.r_ or np.c_."""
    found = OPENED.match(reader.text, reader.place)
    if not found:
        raise refused("unsupported", f"{name} is read of a list: {name}[A, B]", start, reader.place)
    reader.place = found.end()
    _part(reader, BRACKETED[name], start)


def stack(reader: Reader, name: str, start: int) -> None:
    """A function of a list of arrays, or of a list of rows: np.block([[A, B], [C, D]])."""
    found = LIST.match(reader.text, reader.place)
    if not found:
        raise refused("unsupported", f"{name} is read of a list: {name}([A, B])", start, reader.place)
    reader.place = found.end()
    reader.frames.append(Frame(name, closes=0))
    rows = ROW.match(reader.text, reader.place) is not None and name in ("array", "block")
    behind = BESIDE.search(reader.text, reader.place)
    wide = behind is not None and closing_in(reader.text, found.end() - 1) + 1 == behind.start()
    _part(reader, ";" if rows else "," if wide and name in WITH_AXIS else STACKS[name], start)


def _reverse(writer: Writer, start: int, stop: int, *, rows: bool, columns: bool) -> None:
    """Write the operand before a slice with its rows, or its columns, backwards: flip(A), flip(A')'."""
    if rows:
        writer.wrap("flip", start, stop)
    if columns:
        writer.wrap("transpose", start, stop)
        writer.wrap("flip", start, stop)
        writer.wrap("transpose", start, stop)


def _part(reader: Reader, separator: str, start: int, *, inner: bool = False) -> None:
    """A list of parts; one inside another is a row of it."""
    frame = Frame("row" if inner else "list", closes=0)
    frame.separator = separator
    reader.frames.append(frame)
    if not inner:
        reader.writer.put("[", start, reader.place, tight=False)


def bracket(reader: Reader, start: int) -> None:
    """A square bracket: a row of a list, or an index."""
    behind = re.search(
        r"[\w)\]]\s*\Z", reader.text[:start]
    )  # of what is indexed; a row stands behind a comma or another bracket
    if reader.frames and reader.frames[-1].function == "list" and not behind:
        _part(reader, ",", start, inner=True)
        return
    if not behind:  # a list is the array that NumPy makes of it
        _part(reader, STACKS["array"], start)
        return
    stop = min(closing_in(reader.text, start) + 1, len(reader.text))
    if (turns := REVERSED.get(re.sub(r"\s", "", reader.text[start:stop]))) is not None:
        reader.place = stop
        _reverse(reader.writer, start, stop, rows=turns[0], columns=turns[1])
        return
    reader.place = stop
    if by_labels(reader.text, start, stop, reader.writer):
        return
    found, row = index(reader.text, start, stop)
    reader.writer.extend(found)
    if row:
        reader.writer.put("transpose", start, stop)
