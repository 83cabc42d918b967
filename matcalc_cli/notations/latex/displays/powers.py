r"""LaTeX's exponents between a function and its argument: \sin^2\theta is {\sin\theta}^2, \operatorname{vec}^\top(X) a row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcalc_cli.functions import find
from matcalc_cli.notations.latex.arguments import BARE, behind_bracket
from matcalc_cli.notations.latex.tables import FUNCTIONS, SIZED_FENCE, TRANSPOSES
from matcalc_cli.notations.writer import refused

NAME = r"\\(?:(?:operatorname\*?|mathrm|text|mathsf)\s*\{\s*(?P<styled>[A-Za-z]+)\s*\}|(?P<command>[A-Za-z]+))"
RAISED = re.compile(
    rf"(?P<name>{NAME})\s*\^\s*(?P<exponent>\{{(?:[^{{}}]|\{{[^{{}}]*\}})*\}}|\w|\\top(?![A-Za-z]))(?=\s*[^\s^_])"
)
CALLED = re.compile(rf"\s*{NAME}")
OPENED = re.compile(rf"{SIZED_FENCE}(?:[(\[]|\\\{{|\\lbrace)|\s*\{{")
INVERSE = re.compile(r"\{?\s*-\s*1\s*\}?")
Parts = Sequence[str | tuple[int, int]]
Piece = tuple[int, int, Parts]
"""A stretch of the text and what takes its place: characters, and stretches of the text."""


def raised(text: str) -> Iterator[Piece]:
    """The exponents behind their arguments. Raises MatcalcError for that of an inverse function, or a reciprocal."""
    found: list[Piece] = []
    for match in RAISED.finditer(text):
        name, exponent = _function(match), match["exponent"]
        end = argument_end(text, match.end()) if name else None
        if end is None:
            continue
        elementwise = getattr(find(name), "elementwise", False) and not TRANSPOSES.fullmatch(exponent)
        if elementwise and INVERSE.fullmatch(exponent):
            raise of_inverse(name, match)
        above: Parts = ["{\\odot ", match.span("exponent"), "}"] if elementwise else [match.span("exponent")]
        begin = match.start()
        found += [(begin, begin, ["{"]), (match.end("name"), match.end(), [" "]), (end, end, ["}^", *above])]
    yield from sorted(found, key=lambda piece: piece[0])


def of_inverse(name: str, match: re.Match[str]) -> Exception:
    """The error about what has two readings."""
    inverse = f"\\arc{name}(x) and 1/\\{name}(x) say which" if find(f"arc{name}") else ""
    message = f"\\{name}^{{-1}} is the inverse function to some and the reciprocal to others"
    return refused("syntax", message, *match.span(), inverse or f"1/\\{name}(x) is the reciprocal")


def _function(match: re.Match[str]) -> str:
    r"""The function that is called, empty for what is none, such as \pi, and for \exp, whose exponent is its argument to some."""
    said = match["styled"] or match["command"]
    name = FUNCTIONS.get(said, said)
    found = find(name)
    return name if found is not None and name != "exp" and not found.signatures[0].startswith("->") else ""


def argument_end(text: str, start: int) -> int | None:
    """Where the argument ends that begins at a place: a bracket, another function's, a name; None where that is not clear."""
    if OPENED.match(text, start):
        return behind_bracket(text, start)
    inner = CALLED.match(text, start)
    if inner and _function(inner):
        return argument_end(text, inner.end())
    found = next(filter(None, (pattern.match(text, start) for pattern in BARE if pattern.groups)), None)
    return found.end(1) if found else None
