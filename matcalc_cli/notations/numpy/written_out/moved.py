"""NumPy's entries in other places, np.roll(x, 1) and np.flip(x), and polynomials by their coefficients, np.polyval([a, b], x)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.words import Captured, Words, bracketed, call, joined, said, transposed, word
from matcalc_cli.notations.writer import refused

SHIFT = re.compile(r"\(?(-?)\(?([1-9][0-9]*),?\)?")
LISTED = {"[1]": "0", "[2]": "1", "[end]": "-1", "[1,2]": "", "(0,1)": ""}
"""Lists of axes, which as indices are counted from 1."""
AXIS = {"0": True, "1": False, "-1": False}
"""Whether an axis is that of the rows."""


def rolled(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """roll(x, 2) is [x[end-1:end]; x[1:end-2]]; of a matrix along an axis."""
    of, shift, axis = arguments
    found = SHIFT.fullmatch(said(shift))
    along = LISTED.get(said(axis), said(axis).strip("(),"))
    if found is None or along not in ("", *AXIS):
        hint = "np.roll(x, 1) and np.roll(A, -2, axis=0) are read: a number of places, and an axis of a matrix"
        raise refused("unsupported", "this roll is not read", name.start, name.end, hint)
    if along == "" and _is_of_matrices(of):
        hint = "np.roll(A, 1, axis=0) moves rows, axis=1 columns"
        raise refused("unsupported", "a matrix is rolled row after row without an axis", name.start, name.end, hint)
    count, back = found[2], bool(found[1])
    less = "" if count == "1" and not back else f"-{int(count) - (not back)}"
    first, then = (f"{int(count) + 1}:end", f"1:{count}") if back else (f"end{less}:end", f"1:end-{count}")
    first, then = ({"end:end": "end", "1:1": "1"}.get(part, part) for part in (first, then))
    places = [first, then] if along == "" else [f"{p},:" if AXIS[along] else f":,{p}" for p in (first, then)]
    between = "," if along and not AXIS[along] else ";"
    return [
        word("[", name),
        *_part(name, of, places[0]),
        word(between, name),
        *_part(name, of, places[1]),
        word("]", name),
    ]


def _part(at: Token, of: Words, place: str) -> Words:
    """Some entries, rows or columns."""
    inside = [_place(at, text) for text in re.findall(r"end|\d+|[-:,]", place)]
    return [*bracketed(of), word("[", at), *inside, word("]", at)]


def _place(at: Token, text: str) -> Token:
    kind = "number" if text.isdigit() else "name" if text == "end" else "subtract" if text == "-" else text
    return word(kind, at, text)


def flipped(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """flip(A) along one axis, or along both."""
    of, axis = arguments
    along = {"flipud": "0", "fliplr": "1"}.get(name.text) or LISTED.get(said(axis), said(axis).strip("(),"))
    if along not in ("", *AXIS):
        raise refused("unsupported", "this axis is not read", axis[0].start, axis[-1].end, "0 and 1 are")
    if along == "-1" and not _is_of_matrices(of):
        hint = "axis=0 is that of a vector, axis=1 the last one of a matrix"
        raise refused("unsupported", "how many axes this has is not known here", axis[0].start, axis[-1].end, hint)
    if along == "" or AXIS[along]:
        of = call("flip", name, [of])
    return of if along and AXIS[along] else transposed(call("flip", name, [transposed(of)]))


def _is_of_matrices(words: Words) -> bool:
    """Whether an array has two axes by its letters, where no function and no index may have taken one: A, A @ B."""
    pairs = [pair for pair in zip(words, [*words[1:], words[-1]], strict=True) if pair[0].kind == "name"]
    names = [w.text for w, after in pairs if after.kind not in ("(", ".(")]
    called = [w.text for w, after in pairs if after.kind in ("(", ".(")]
    alike = all(getattr(FUNCTIONS.get(name), "elementwise", False) for name in called)
    return bool(names) and alike and all(name[:1].isupper() for name in names) and all(w.kind != "[" for w in words)


def turned(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """rot90(A) is flip(A'), rot90(A, -1) flip(A)'."""
    of, times = arguments
    if said(times) not in ("", "1", "-1"):
        raise refused(
            "unsupported", "this turn is not read", name.start, name.end, "np.rot90(A) and np.rot90(A, -1) are"
        )
    return transposed(call("flip", name, [of])) if said(times) == "-1" else call("flip", name, [transposed(of)])


def polynomial(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """polyval([a, b, c], x) is (a x + b) x + c, entry by entry."""
    first, *rest, of = arguments
    if not rest:
        hint = "np.polyval([a, b, c], x), with its coefficients in a list, is a*x**2 + b*x + c"
        raise refused("unsupported", "a polynomial is read of a list of its coefficients", name.start, name.end, hint)
    found = first
    for coefficient in rest:
        found = bracketed([*joined("hadamard", name, [found, of]), word("add", name), *bracketed(coefficient)])
    return found


def distance(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """dist(x, y, p=2), the norm of a difference."""
    x, y, order = arguments
    difference = call("vec", name, [joined("subtract", name, [x, y])])
    return call("norm", name, [difference, *([order] if said(order) not in ("", "2", "2.0") else [])])


MOVED: dict[str, Captured] = {
    "roll": Captured(rolled, 2, "a shift axis"), "dist": Captured(distance, 2, "input other p"), "polyval": Captured(polynomial),
    "rot90": Captured(turned, 1, "m k"), **dict.fromkeys(("flip", "flipud", "fliplr"), Captured(flipped, 1, "m axis")),
}  # fmt: skip
"""The calls by their names."""
