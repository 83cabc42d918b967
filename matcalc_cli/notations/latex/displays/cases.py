r"""LaTeX's functions by cases, \begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}: sums with steps that are 1 or 0."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from matcalc_cli.notations.writer import refused

Span = tuple[int, int]
CASES = re.compile(r"\\begin\s*\{d?cases\}(.*?)\\end\s*\{d?cases\}", re.DOTALL)
ROW = re.compile(r"\\\\(?:\s*\[[^\]]*\])?")
BLANK = r"(?:[\s,.;$~]|\\[,;:! ]|\\q?quad(?![A-Za-z]))*"
SAID = re.compile(
    rf"{BLANK}(?:\\(?:text|mbox|textrm|mathrm|textnormal)\s*\{{\s*(?:if|for|when|where|as|,)*\s*\$?\s*\}}|(?:if|for)\b)?{BLANK}"
)
"""The words before a condition."""
REST = re.compile(
    rf"{BLANK}\\?(?:text|mbox|textrm|mathrm|textnormal)?\s*\{{?\s*(?:otherwise|else|elsewhere|if not|o\.w\.)\b.*",
    re.DOTALL,
)
RELATION = re.compile(r"\\(?:leqslant|geqslant|leq|geq|le|ge|lt|gt)(?![A-Za-z])|[<>]")
SMALLER = ("<", r"\le", r"\leq", r"\leqslant", r"\lt")
OTHERS = re.compile(r"=|\\(?:in|neq?|text|land|lor|wedge|vee)(?![A-Za-z])")
"""Signs of conditions that are no comparison of numbers."""
HINT = r"read are values where one expression is larger than another, and one \text{otherwise}; \max(0, x), \lvert x\rvert have names"


class Row(NamedTuple):
    """A value, and where it holds: the larger side of its comparison and the smaller one, or nothing of the rest."""

    value: Span
    larger: Span
    smaller: Span
    is_rest: bool


INDICATOR = re.compile(
    r"(?:\\(?:mathbb|mathbf|mathds|mathbbm|boldsymbol|bm)\s*\{?\s*[1I]\s*\}?|\\(?:operatorname|mathrm)\s*\{I\})\s*(?:\\left\s*)?(?:\[|\(|\\\{|_\s*\{)"
    r"([^\[\](){}]*(?:[<>=]|\\(?:leq?|geq?|neq?|lt|gt)(?![A-Za-z]))[^\[\](){}]*?)(?:\\right\s*)?(?:\]|\)|\\\}|\})"
)
r"""\mathbb{1}[x > 0], \mathbf{1}\{i \neq k\}: 1 where it holds, else 0."""
OF_PLACES = re.compile(r"[\s0-9i-n]*(?:[<>=]|\\(?:leq?|geq?|neq?|lt|gt)(?![A-Za-z]))[\s0-9i-n]*")


def by_indicators(text: str) -> Iterator[tuple[int, int, Sequence[str | Span]]]:
    """The replacements of indicators: a comparison of places in square brackets, or a function by cases."""
    for found in INDICATOR.finditer(text):
        if OF_PLACES.fullmatch(found[1]):
            yield (*found.span(), ["[", found.span(1), "]"])
        else:
            yield (*found.span(), [r"\begin{cases} 1 & ", found.span(1), r" \\ 0 & \text{otherwise} \end{cases}"])


def by_steps(text: str) -> Iterator[tuple[int, int, Sequence[str | Span]]]:
    """The replacement of each function by cases that has several. Raises MatcalcError."""
    for found in CASES.finditer(text):
        if rows := cases(text, found):
            yield (*found.span(), _sum(rows))


def check_cases(text: str) -> None:
    """Refuse functions by cases that are not read. Raises MatcalcError."""
    for found in CASES.finditer(text):
        cases(text, found)


def cases(text: str, found: re.Match[str]) -> list[Row]:
    """The rows of a function by cases, the rest last; none if there is one row."""
    start, stop = found.span(1)
    marks = [row.span() for row in ROW.finditer(text, start, stop)]
    pairs = zip([start, *[end for _, end in marks]], [*[at for at, _ in marks], stop], strict=True)
    spans = [(low, high) for low, high in pairs if text[low:high].strip()]
    if len(spans) < 2:
        return []
    rows = [_row(text, *span) for span in spans]
    if len(rows) == 2 and not any(row.is_rest for row in rows) and _are_opposite(text, *rows):
        rows[1] = rows[1]._replace(is_rest=True)
    if sum(row.is_rest for row in rows) != 1:
        raise refused("unsupported", "a function by these cases is not read", spans[1][0] - 2, spans[1][0], HINT)
    return sorted(rows, key=lambda row: row.is_rest)


def _row(text: str, start: int, stop: int) -> Row:
    place = text.find("&", start, stop)
    value_end = len(text[:place].rstrip(" \n\t,.;~")) if place > 0 else stop
    if place < 0 or value_end <= start:
        raise refused("unsupported", "a case has its condition behind a &", start, stop, HINT)
    value = (start, value_end)
    if REST.match(text[place + 1 : stop]):
        return Row(value, value, value, is_rest=True)
    said = SAID.match(text, place + 1, stop)
    low, high = (said.end() if said else place + 1), len(text[:stop].rstrip(" \n\t,.;$~"))
    signs = list(RELATION.finditer(text, low, high))
    if len(signs) == 2 and (signs[0][0] in SMALLER) == (signs[1][0] in SMALLER):
        return Row(value, value, value, is_rest=True)  # between what is smaller and what is larger
    sides = [(low, sign.start()) for sign in signs] + [(sign.end(), high) for sign in signs]
    said_both = len(signs) == 1 and all(text[slice(*side)].strip() for side in sides)
    if not said_both or OTHERS.search(text, low, high):
        raise refused("unsupported", "this condition of a case is not read", low, max(high, low + 1), HINT)
    smaller, larger = sides if signs[0][0] in SMALLER else sides[::-1]
    return Row(value, larger, smaller, is_rest=False)


def _are_opposite(text: str, one: Row, other: Row) -> bool:
    """Whether of two cases each holds where the other does not."""
    said = [[re.sub(r"\s", "", text[slice(*span)]) for span in (row.larger, row.smaller)] for row in (one, other)]
    return said[0] == said[1][::-1]


def _sum(rows: Sequence[Row]) -> list[str | Span]:
    """The values times steps, and the rest times what is left of 1."""
    steps: list[list[str | Span]] = [
        [r"\operatorname{step}(", row.larger, "-(", row.smaller, "))"] for row in rows[:-1]
    ]
    found: list[str | Span] = ["("]
    for row, step in zip(rows, steps, strict=False):
        found += [*step, r"\odot (", row.value, ")+"]
    found.append("(1")
    for step in steps:
        found += ["-", *step]
    return [*found, r")\odot (", rows[-1].value, "))"]
