"""NumPy's distances of all pairs of rows: cdist(X, Y), np.sum((X[:, None] - Y[None])**2, axis=-1)."""

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
"""The names of the squared distances, and of the distances, of all pairs of rows in the rewritten text."""
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
    x, y, metric, order = arguments
    metric = metric or order
    squares = squares_of_pairs(name, [x, y], text)
    if said(metric) == "sqeuclidean":
        return squares
    if said(metric) not in ("", "euclidean", "2", "2.0"):
        raise refused(
            "unsupported", "this distance is not read", name.start, name.end, "'euclidean' and 'sqeuclidean' are"
        )
    return entrywise("sqrt", name, squares)


OF_PAIRS: dict[str, Captured] = {
    PAIRS: Captured(squares_of_pairs, 2),
    DISTANCES: Captured(distances, 2, "x y metric p"),
}
"""The calls by their names."""
