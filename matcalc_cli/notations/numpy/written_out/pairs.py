"""NumPy's choices by a comparison and distances of all pairs of rows: np.where(x > y, a, b), np.sum((X[:, None] - Y[None])**2, axis=-1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.arrays.axes import KEPT_AXIS
from matcalc_cli.notations.words import (
    Captured,
    Words,
    bracketed,
    call,
    entrywise,
    joined,
    number,
    said,
    squared,
    transposed,
    word,
)
from matcalc_cli.notations.writer import refused

PAIRS, DISTANCES = "squares_of_pairs", "cdist"
"""What takes the place of a text that has the squared distances, or the distances, of all pairs of rows."""
_NEW = r"(?:None|np\.newaxis|jnp\.newaxis)"
_ROWS = rf"\s*\(?\s*([A-Za-z]\w*)\[:,\s*{_NEW}(?:,\s*:)?\]\s*-\s*([A-Za-z]\w*)(?:\[{_NEW}(?:,\s*:){{0,2}}\])?\s*\)?\s*"
_LAST = r",?\s*(?:(?:axis|dim)\s*=\s*)?(?:-1|2)\s*\)"
_LIBRARY = r"\b(?:np|jnp|torch|numpy)\s*\.\s*"
PATTERNS = (
    (re.compile(rf"{_LIBRARY}sum\(\s*\({_ROWS}\)?\s*\*\*\s*2\s*{_LAST}"), PAIRS),
    (re.compile(rf"{_LIBRARY}sum\(\s*{_LIBRARY}square\({_ROWS}\)\s*{_LAST}"), PAIRS),
    (re.compile(rf"\(\({_ROWS}\)?\s*\*\*\s*2\s*\)\s*\.\s*sum\(\s*{_LAST}"), PAIRS),
    (re.compile(rf"\({_ROWS}\)?\s*\.\s*(?:pow|square)\(\s*2?\s*\)\s*\.\s*sum\(\s*{_LAST}"), PAIRS),
    (re.compile(rf"{_LIBRARY}linalg\s*\.\s*(?:vector_)?norm\({_ROWS}{_LAST}"), DISTANCES),
)
COMPARED = re.compile(r"[<>]")


def with_pairs(text: str) -> str:
    """The text, as long, with a call for the distances of all pairs of rows."""
    for pattern, name in PATTERNS:
        text = pattern.sub(lambda found, name=name: _shorter(found, name), text)  # type: ignore[misc]
    return text


def _shorter(found: re.Match[str], name: str) -> str:
    return (
        f"{name}({found[1]},{found[2]})".ljust(len(found[0]))
        if found[0].count("(") == found[0].count(")")
        else found[0]
    )


def squares_of_pairs(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """|x|^2 + |y|^2 - 2 x'y of all pairs."""
    x, y = arguments
    lengths = [call("sum", name, [squared(name, rows), number(name, KEPT_AXIS)]) for rows in (x, y)]
    products = joined("multiply", name, [[word("number", name, "2")], x, transposed(y)])
    return bracketed([*lengths[0], word("add", name), *transposed(lengths[1]), word("subtract", name), *products])


def distances(name: Token, arguments: Sequence[Words], text: str) -> Words:
    """cdist(X, Y), cdist(X, Y, 'sqeuclidean')."""
    x, y, metric = arguments
    squares = squares_of_pairs(name, [x, y], text)
    if said(metric) == "sqeuclidean":
        return squares
    if said(metric) not in ("", "euclidean", "2", "2.0"):
        raise refused(
            "unsupported", "this distance is not read", name.start, name.end, "'euclidean' and 'sqeuclidean' are"
        )
    return entrywise("sqrt", name, squares)


def chosen(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """where(x > 0, x, 0) is relu(x), where(x > 0, x, -x) abs(x); another choice is made by steps."""
    if len(arguments) != 3:
        raise refused("unsupported", "this choice is not read", name.start, name.end, "np.where(x > y, a, b) is read")
    condition, yes, no = map(said, arguments)
    bare = condition.replace(">=0", ">0").removesuffix(".0")
    if bare == f"{yes}>0" and no in ("0", "0.0", f"(0*{yes})"):
        return entrywise("relu", name, arguments[1])
    if bare == f"{yes}>0" and no == f"-{yes}":
        return entrywise("abs", name, arguments[1])
    step = entrywise("step", name, _difference(name, arguments[0]))
    rest = bracketed([word("number", name, "1"), word("subtract", name), *step])
    first, second = (
        joined("hadamard", name, [share, of]) for share, of in ((step, arguments[1]), (rest, arguments[2]))
    )
    return bracketed([*first, word("add", name), *second])


def _difference(name: Token, condition: Words) -> Words:
    """What is positive where a comparison holds. Raises MatcalcError for another condition."""
    places = [i for i, w in enumerate(condition) if COMPARED.fullmatch(w.text)]
    others = [
        w
        for w in condition
        if w.text in ("&", "|", "~", "!") or (w.kind == "=" and condition.index(w) - 1 not in places)
    ]
    if len(places) != 1 or others or not _is_outside(condition, places[0]):
        hint = "one comparison is, np.where(x > y, a, b); np.maximum, np.minimum and np.clip choose, too"
        raise refused("unsupported", "this condition is not read", condition[0].start, condition[-1].end, hint)
    left, right = condition[: places[0]], condition[places[0] + 1 :]
    right = right[1:] if right[:1] and right[0].kind == "=" else right
    pair = [left, right] if condition[places[0]].text == ">" else [right, left]
    return joined("subtract", name, pair)


def _is_outside(words: Words, place: int) -> bool:
    return sum((w.kind in ("(", ".(", "[")) - (w.kind in (")", "]")) for w in words[:place]) == 0


OF_PAIRS: dict[str, Captured] = {
    PAIRS: Captured(squares_of_pairs, 2),
    DISTANCES: Captured(distances, 2, "x y metric"),
    "where": Captured(chosen, 3),
}
"""The calls by their names."""
