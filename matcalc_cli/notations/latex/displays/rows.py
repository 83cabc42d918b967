r"""The rows of a derivation in LaTeX, and the sides of its equations: where they begin and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.notations.latex.displays import asides
from matcalc_cli.notations.latex.displays.around import RELATION
from matcalc_cli.notations.latex.displays.asides import ARROW

PRIME = r"(?:\s*(?:'|\^\s*(?:\\prime(?![A-Za-z])|\{\s*(?:\\prime\s*)+\}))+)"
r"""f', f^\prime"""
LETTER = (
    r"(?:[A-Za-z]|\\math(?:cal|scr|frak|bf|sf|rm)\s*\{\w\}|\\(?:boldsymbol|bm)\s*\{\\?\w+\}"
    rf"|\\(?:ell|var[a-z]+|{'|'.join(sorted(LETTER_OF))})(?![A-Za-z]))(?:\s*_\s*(?:\{{\w*\}}|\w))?"
)
ARGUMENTS = r"(?:\s*(?:\\left\s*|\\[bB]igg?l?\s*)?[(\[]([^()\[\]]*?)(?:\\right\s*|\\[bB]igg?r?\s*)?[)\]])?"
BREAK = re.compile(
    rf",|\n|{ARROW}|(?<!\\)\\[\[\]]|\$\$(?=\s*\$\$)|"
    r"\\(begin|end)\s*\{\s*(?:[pbBvV]?matrix|smallmatrix|cases)\s*\}|\\\\(?:\s*\[[^\]]*\])?|\\[{}]|[{}()\[\]]"
)
"""Where a row may end, and what keeps it together."""
AROUND = re.compile(
    r"\\(?:begin|end)\s*\{[a-z]+\*?\}(?:\s*\{[0-9]*\})?|\\(?:inter)?text\s*\{[^{}]*\}|&&.*|\\\[|\\\]|\\q?quad(?![A-Za-z])|[&$~]|\\[,;:! ]|"
    + ARROW,
    re.DOTALL,
)
"""The parts of a side that are no part of its formula."""
LABELLED = re.compile(
    rf"(?:{AROUND.pattern}|\s)*(?:(?:d(?:\s*\^\s*\{{?\s*2\s*\}}?)?)?\s*{LETTER}{PRIME}?{ARGUMENTS}|\\nabla[^=]*|\\partial[^=]*|\\d?t?frac[^=]*)\s*&?\s*{RELATION.pattern}",
    re.DOTALL,
)
"""The beginning of a formula behind a comma that separates formulas."""


def defines(text: str, place: int) -> bool:
    r"""Whether a definition begins at a place; A = A^\top is none."""
    found = LABELLED.match(text, place)
    name = AROUND.sub("", RELATION.sub("", found[0])).strip() if found else ""
    return found is not None and not AROUND.sub("", text[found.end() :]).lstrip().startswith(name)


def sides(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """The sides between rows and equals signs: the number of the row, the place, whether the side begins a row."""
    pending: tuple[int, int, int, bool] | None = None
    for line, (start, end) in enumerate(rows(text), 1):
        marks = list(_equalities(text, start, end))
        if not marks and pending is not None and AROUND.sub("", text[start:end]).strip():
            pending = (*pending[:2], end, pending[3])
            continue
        edges = [start, *[place for mark in marks for place in mark], end]
        for index, (low, high) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
            if AROUND.sub("", text[low:high]).strip():
                if pending is not None:
                    yield pending
                pending = (line, low, high, index == 0)
    if pending is not None:
        yield pending


QUAD = re.compile(r"[\s&]*\\q?quad(?![A-Za-z])")
OPEN = re.compile(r"(?:[=+\-*/&,(]|\\(?:[cl]?dots?|times|odot|circ|pm|\w*eq))\s*\Z")
"""The endings of a line after which its formula goes on in the next line."""
DISPLAY_BEGINS = r"\["
ROW_ENDS = ("\\\\", r"\]", "$$")


def rows(text: str) -> list[tuple[int, int]]:
    r"""The rows that \\ separates; one in a matrix separates nothing."""
    found, start, depth = [], 0, 0
    for word in BREAK.finditer(text):
        if word[0] in "{([" or word[1] == "begin":
            depth += 1
        elif word[0] in "})]" or word[1] == "end":
            depth -= 1
        elif word[0] == DISPLAY_BEGINS:
            continue
        elif depth <= 0 and (word[0].startswith(ROW_ENDS) or _begins(text, word)):
            found.append((start, word.start()))
            start = word.end()
    rest = [*found, (start, len(text))]
    return [(low, high) for low, high in rest if AROUND.sub("", text[low:high]).strip()]


def _begins(text: str, word: re.Match[str]) -> bool:
    """Whether another equation begins behind a comma, an arrow or the end of a line."""
    place, is_arrow = word.end(), re.match(ARROW, word[0]) is not None
    if word[0] == "\n" and OPEN.search(text[: word.start()]):
        return False
    if LABELLED.match(text, place) or (is_arrow and asides.set_to_zero(text, word.start())):
        return True
    return (is_arrow or (word[0] == "," and QUAD.match(text, place) is not None)) and asides.equation_follows(
        text, place
    )


def _equalities(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    depth = 0
    for word in re.compile(rf"{RELATION.pattern}|\\[A-Za-z]+|\\.|[{{}}()\[\]]").finditer(text, start, end):
        depth += (word[0] in "{([") - (word[0] in "})]")
        if depth <= 0 and RELATION.fullmatch(word[0]):
            yield word.span()
