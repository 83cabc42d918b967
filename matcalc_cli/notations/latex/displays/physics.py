r"""The commands of LaTeX's packages for derivatives as everybody's: \dv{f}{x} is \frac{\mathrm{d} f}{\mathrm{d} x}, \pdv[2]{f}{x} likewise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from matcalc_cli.notations.latex.displays.around import NAME
from matcalc_cli.notations.latex.displays.spelling import OF_PACKAGES, Piece, Spelling, closings

_DERIVATIVE = re.compile(
    r"\\(?:(?P<partial>p(?:artial)?)|ordinary)?(?:dv|derivative)\*?\s*(?:\[\s*(?P<order>\w+)\s*\]\s*)?(?=\{)"
)
_DIFFERENTIAL = re.compile(r"\\(?:dd|differential)\s*(?:\[\s*(?P<order>\w+)\s*\]\s*)?(?=\{)")
_WORDS = (
    (re.compile(r"\\grad(?:ient)?(?![A-Za-z])"), r"\nabla "),
    (re.compile(r"\\(?:qty|quantity)\s*(?=[(\[{|\\])"), ""),
    (re.compile(r"\\v[abu]\*?\s*(?=\{)"), r"\mathbf"),
)
_GRID = re.compile(r"\\(?P<style>[pbBvV]?)mqty\s*(?P<open>[({\[])")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_STYLES = {"(": "p", "[": "b", "{": ""}
_GAP = re.compile(r"\s*")
_ALONE = re.compile(rf"\s*{NAME}\s*\Z")


def plain(text: str) -> Spelling:
    """The text in everybody's commands, and where its characters stood."""
    found = Spelling(text)
    if OF_PACKAGES.search(text):
        for rewriting in (_grids, _derivatives, _differentials, _words):
            found.rewrite(rewriting(found.text))
    return found


def _derivatives(text: str) -> Iterator[Piece]:
    groups = closings(text)
    found: list[Piece] = []
    for match in _DERIVATIVE.finditer(text):
        spans = list(_arguments(text, match.end(), groups, 3 if match["partial"] else 2))
        if spans:
            found += _quotient(text, match, spans)
    yield from sorted(found, key=lambda piece: piece[0])


def _quotient(text: str, match: re.Match[str], spans: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    """The pieces between the arguments, which stay: a function, unless there is one alone, and one or two names."""
    sign = r"\partial " if match["partial"] else r"\mathrm{d} "
    commas = [m.start() for m in re.finditer(",", text[slice(*spans[-1])])]
    order = match["order"] or ("2" if len(spans) + len(commas) > 2 else "")
    power = f"^{{{order}}} " if order else ""
    above = rf"\frac{{{sign.strip()}{power}"
    if len(spans) == 1:
        yield match.start(), spans[0][0] + 1, [f"{above}}}{{{sign}"]
    else:
        yield match.start(), spans[0][0] + 1, [f"{above} "]
        yield spans[0][1] - 1, spans[1][0] + 1, [f"}}{{{sign}"]
    for (_, end), (start, _) in pairwise(spans[1:]):
        yield end - 1, start + 1, [f" {sign}"]
    for comma in commas:
        yield spans[-1][0] + comma, spans[-1][0] + comma + 1, [f" {sign}"]
    if match["order"] and len(spans) < 3 and not commas:
        yield spans[-1][1] - 1, spans[-1][1] - 1, [power.strip()]


def _arguments(text: str, place: int, groups: dict[int, int], most: int) -> Iterator[tuple[int, int]]:
    """The groups in braces that follow each other from a place on."""
    for _ in range(most):
        gap = _GAP.match(text, place)
        place = gap.end() if gap else place
        if place not in groups:
            return
        yield place, groups[place]
        place = groups[place]


def _differentials(text: str) -> Iterator[Piece]:
    r"""`\dd{x}`: \mathrm{d} x; of more than a name with brackets."""
    groups = closings(text)
    found: list[Piece] = []
    for match in _DIFFERENTIAL.finditer(text):
        start, end = match.end(), groups.get(match.end(), 0)
        if not end:
            continue
        alone = _ALONE.match(text[start + 1 : end - 1]) is not None
        power = f"^{{{match['order']}}}" if match["order"] else ""
        found.append((match.start(), start + 1, [rf"\mathrm{{d}}{power}{' ' if alone else '('}"]))
        found.append((end - 1, end, [" " if alone else ")"]))
    yield from sorted(found, key=lambda piece: piece[0])


def _grids(text: str) -> Iterator[Piece]:
    r"""`\mqty(a & b \\ c & d)`: a matrix."""
    groups = closings(text)
    for match in _GRID.finditer(text):
        start = match.end() - 1
        end = groups.get(start) or text.find(_CLOSING[match["open"]], start) + 1
        if end:
            name = f"{match['style'] or _STYLES[match['open']]}matrix"
            yield match.start(), start + 1, [rf"\begin{{{name}}}"]
            yield end - 1, end, [rf"\end{{{name}}}"]


def _words(text: str) -> Iterator[Piece]:
    found = [(*match.span(), [other]) for pattern, other in _WORDS for match in pattern.finditer(text)]
    yield from sorted(found, key=lambda piece: piece[0])
