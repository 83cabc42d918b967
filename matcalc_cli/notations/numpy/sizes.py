"""NumPy's arrays whose sizes are those of others: np.eye(X.shape[1]), np.ones((len(X), 1)), np.zeros(A.shape)."""

from __future__ import annotations

import re
from typing import NamedTuple

from matcalc_cli.functions import FILLED
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.words import (
    Words,
    bracketed,
    call,
    first,
    joined,
    number,
    ones_along,
    ones_like,
    transposed,
    word,
)

EYES = ("eye", "identity")
AS_LARGE = (*EYES, *FILLED)
ARGUMENTS = re.compile(r"\s*\(((?:[^()]|\([^()]*(?:\([^()]*\)[^()]*)*\))*)\)")
TYPE = re.compile(r",\s*dtype\s*=\s*[\w.]+\s*\Z")
SHAPE = re.compile(r"([^\W\d]\w*)\s*\.\s*shape\s*(?:\[\s*([01])\s*\])?|len\s*\(\s*([^\W\d]\w*)\s*\)")
SIZE = re.compile(r"[0-9]+|[^\W\d]\w*")


class Sizes(NamedTuple):
    """The sizes of an array, each a number, a name or that of another array, and where the call ends."""

    sizes: list[str]
    stop: int


def sizes_of_others(text: str, place: int) -> Sizes | None:
    """The sizes in the brackets at a place, if one of them is that of another array and all can be read."""
    found = ARGUMENTS.match(text, place)
    inside = TYPE.sub("", found[1]).strip().rstrip(",") if found else ""
    if inside.startswith("(") and inside.endswith(")"):
        inside = inside[1:-1]
    sizes = [size.strip() for size in inside.split(",") if size.strip()]
    readable = all(SHAPE.fullmatch(size) or SIZE.fullmatch(size) for size in sizes)
    if found is None or not readable or len(sizes) > 2 or not any(map(SHAPE.fullmatch, sizes)):
        return None
    return Sizes(sizes, found.end())


def as_large(name: str, at: Token, sizes: list[str]) -> Words:
    """The words of an array of ones, of zeros, or of the identity."""
    if len(sizes) == 1 and (whole := SHAPE.fullmatch(sizes[0])) and whole[1] and not whole[2]:
        ones = ones_like(at, [word("name", at, whole[1])])
    elif name in EYES:
        return call("diag", at, [column(at, sizes[0])])
    elif len(sizes) == 1:
        ones = column(at, sizes[0])
    elif sizes[1] == "1":
        ones = [*bracketed(column(at, sizes[0])), *first(at)]
    else:
        ones = joined("multiply", at, [column(at, sizes[0]), transposed(column(at, sizes[1]))])
    return bracketed([*number(at, 0), word("multiply", at), *bracketed(ones)] if name == "zeros" else ones)


def column(at: Token, size: str) -> Words:
    """A column of ones."""
    found = SHAPE.fullmatch(size)
    if not found:
        return call("ones", at, [[word("number" if size.isdigit() else "name", at, size)]])
    return ones_along(at, [word("name", at, found[1] or found[3])], rows=found[2] != "1")
