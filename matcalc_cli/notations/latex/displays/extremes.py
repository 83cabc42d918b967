r"""LaTeX's \max_i x_i and \min_i |x_i - y_i|, of all entries, and (x)_+ and [1 - y w^\top x]_+, what is positive of a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.notations.latex.arguments import behind_bracket
from matcalc_cli.notations.latex.displays.powers import Piece
from matcalc_cli.notations.writer import refused

_SPACE = r"(?:\s|\\[!,;: ])*"
_RANGE = r"\{{\s*(?:1\s*\\leq?\s*)?(?P<index{0}>[a-z])(?![A-Za-z])(?P<rest{0}>[^{{}}]*)\}}"
INDEXED = re.compile(
    rf"\\(?:operatorname\*?\s*\{{\s*)?(?P<name>max|min)(?![A-Za-z])\s*\}}?\s*(?:\\limits\s*)?_\s*(?:{_RANGE.format('')}|(?P<letter>[a-z])(?![A-Za-z]))"
    rf"|\\underset\s*{_RANGE.format('_below')}\s*\{{\s*\\(?P<name_below>max|min)\s*\}}"
)
r"""\max_i, \max_{1 \le i \le n}."""
_LETTER = rf"\\(?:{'|'.join(sorted(LETTER_OF))})(?![A-Za-z])|\\(?:mathbf|boldsymbol|bm)\s*\{{\\?\w+\}}|(?<![A-Za-z\\])[a-z](?![A-Za-z])"
_BAR = r"(?:\|(?!\|)|\\[lr]?vert(?![A-Za-z])|\\mid(?![A-Za-z]))"
_LEFT, _RIGHT = r"(?:\\left\s*|\\[bB]igg?l?\s*)?", r"(?:\\right\s*|\\[bB]igg?r?\s*)?"
BARS = re.compile(rf"{_LEFT}{_BAR}(?P<inside>[^|\\]*(?:\\(?![lr]?vert|mid|right|[bB]ig)[^|\\]*)*){_RIGHT}{_BAR}")
RANGE = re.compile(r"\s*(?:=\s*1\s*,.*|\\leq?(?![A-Za-z]).*|\\in(?![A-Za-z]).*)?", re.DOTALL)
"""The range behind an index that goes over all entries."""
ENDS = re.compile(r"\s*(?:$|[-+)\]},&.]|\\(?:right|\\|end|q?quad|leq?|geq?|text)(?![A-Za-z]))")
SIGNS = re.compile(r"(?:[-+\s]|\\[!,;: ])*")
POSITIVE = re.compile(r"_\s*(?:\+|\{\s*\+\s*\})")
OPENS = re.compile(r"\\left\s*[(\[]|[(\[]")


def extremes(text: str) -> Iterator[Piece]:
    """The largest and the smallest of entries as functions of columns."""
    for found in INDEXED.finditer(text):
        if piece := of_entries(text, found):
            yield piece


def of_entries(text: str, found: re.Match[str]) -> Piece | None:
    r"""The replacement of \max_i x_i or \max_i |x_i|; None where its argument is more than entries."""
    index, rest = index_of(found)
    entry = re.compile(rf"({_LETTER})\s*_\s*(?:{index}(?![A-Za-z])|\{{\s*{index}\s*\}})")
    start = re.compile(_SPACE).match(text, found.end()).end()  # type: ignore[union-attr]
    bars = BARS.match(text, start)
    whole = bars or entry.match(text, start)
    if whole is None or not RANGE.fullmatch(rest) or not ENDS.match(text, whole.end()):
        return None
    low, high = whole.span("inside" if bars else 0)
    entries = list(entry.finditer(text, low, high))
    if not entries or not SIGNS.fullmatch(entry.sub("", text[low:high])):
        return None
    return found.start(), whole.end(), [*_of(found, entries, low, high, bars=bars is not None)]


def index_of(found: re.Match[str]) -> tuple[str, str]:
    """The index of an extreme, and what stands behind it."""
    return found["index"] or found["letter"] or found["index_below"], found["rest"] or found["rest_below"] or ""


def _of(
    found: re.Match[str], entries: Sequence[re.Match[str]], low: int, high: int, *, bars: bool
) -> Iterator[str | tuple[int, int]]:
    """The function of a column, the entries without their indices."""
    yield rf"\operatorname{{{found['name'] or found['name_below']}}}(" + r"\operatorname{abs}(" * bars
    for entry in entries:
        yield low, entry.end(1)
        low = entry.end()
    yield low, high
    yield "))" if bars else ")"


def check_extremes(text: str) -> None:
    r"""Refuse \max_i of anything else that has the index i. Raises MatcalcError."""
    for found in INDEXED.finditer(text):
        index, _ = index_of(found)
        below = re.compile(rf"_\s*(?:{index}(?![A-Za-z])|\{{[^{{}}]*(?<![A-Za-z]){index}(?![A-Za-z])[^{{}}]*\}})")
        behind = text[found.end() :]
        bare = re.search(rf"(?<![A-Za-z\\]){index}(?![A-Za-z])", below.sub("", behind))
        if below.search(behind) and not bare and of_entries(text, found) is None:
            hint = r"\max_i x_i and \max_i |x_i| are read; \operatorname{max}(A x + b) is the largest entry of a column"
            message = f"{found[0]} is the largest or smallest of several numbers, and is read of entries alone"
            raise refused("unsupported", message, *found.span(), hint)


def positive(text: str) -> Iterator[Piece]:
    r"""(x)_+ as \operatorname{relu}(x)."""
    ends = {behind_bracket(text, found.start()): found for found in OPENS.finditer(text)}
    found: list[Piece] = []
    for sign in POSITIVE.finditer(text):
        opening = ends.get(sign.start())
        if opening:
            found += [(opening.start(), opening.start(), [r"\operatorname{relu}"]), (*sign.span(), [" "])]
    yield from sorted(found, key=lambda piece: piece[0])
