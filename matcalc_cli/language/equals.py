"""Equations by their sides: where = 0 is asked for, `g = h` is the difference of g and h."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.notation import OPERATORS

SIGNS = ("=", "==")
NOTE = "an equation g = h is read as g - h"
ENDLESS = tuple(name for name, operator in OPERATORS.items() if operator.fixity == "infix")
SIGN = re.compile(r"(?<![<>!:=])==?(?!=)")
DEFINED = re.compile(r"(?:\A|[;\n])\s*\w+\s*\([^()]*\)\s*\Z")
"""The head of a function's definition, before the =."""


def differences(words: Sequence[Token]) -> tuple[list[Token], list[str]]:
    """The words of a program with the difference of the sides for each equation of its body, and a note if there is one."""
    start = _body(words)
    end = next((i for i in range(start, len(words)) if words[i].kind in ("where", "end")), len(words))
    found = [word for row in _rows(words[start:end]) for word in _difference(row)]
    changed = len(found) != end - start
    return [*words[:start], *found, *words[end:]], [NOTE] if changed else []


def _body(words: Sequence[Token]) -> int:
    """Where the last statement begins, behind the parts with names."""
    depth, start = 0, 0
    for i, word in enumerate(words):
        depth += word.turn
        if word.kind == "where" and depth == 0:
            break
        if word.kind == ";" and depth == 0:
            start = i + 1
    return start


def _rows(words: Sequence[Token]) -> Iterator[list[Token]]:
    """The equations with the marks between them: [g1; g2] has two."""
    within = 1 if _is_bracket(words) else 0
    row: list[Token] = []
    depth = 0
    for word in words:
        depth += min(word.turn, 0)
        if within and (depth == 0 or (depth == 1 and word.kind == ";")):
            yield row
            yield [word]
            row = []
        else:
            row.append(word)
        depth += max(word.turn, 0)
    yield row


def _is_bracket(words: Sequence[Token]) -> bool:
    """Whether the first bracket is square and ends with the words."""
    if not words or words[0].kind != "[":
        return False
    depth = 0
    for i, word in enumerate(words):
        depth += word.turn
        if depth == 0:
            return i == len(words) - 1
    return False


def _difference(row: list[Token]) -> list[Token]:
    """(g) - (h) for g = h; g for g = 0."""
    depth, signs = 0, []
    for i, word in enumerate(row):
        depth += word.turn
        if depth == 0 and word.text in SIGNS:
            signs.append(i)
    if len(signs) != 1 or signs[0] in (0, len(row) - 1):
        return row
    left, sign, right = row[: signs[0]], row[signs[0]], row[signs[0] + 1 :]
    for side, other in ((right, left), (left, right)):
        if [word.text for word in side] == ["0"]:
            return other
    minus = Token("subtract", "-", sign.start, sign.end, True)
    return [*_bracketed(left), minus, *_bracketed(right)]


def _bracketed(words: list[Token]) -> list[Token]:
    if words[-1].kind in ENDLESS:  # an operand is missing, and the complaint is about what is there
        return words
    start, end = words[0].start, words[-1].end
    return [Token("(", "(", start, start, words[0].tight), *words, Token(")", ")", end, end, True)]


def sides(text: str) -> tuple[int, int] | None:
    """Where the = of the equation stands that the last statement of a text in any notation is."""
    level = depths(text)
    found = [sign for sign in SIGN.finditer(text) if level[sign.start()] == 0]
    if not found or (found[-1].group() == "=" and DEFINED.search(text, 0, found[-1].start())):
        return None
    start, end = found[-1].span()
    behind = text[end:].rstrip(" \t\n;.$\\]")
    return None if any(mark in behind and level[end + behind.index(mark)] == 0 for mark in ";\n") else (start, end)


def systems(text: str) -> list[str]:
    """The equations of [g = h; ...] in any notation, each at its place with blanks for all else; none of a single one."""
    level, start = depths(text), len(text) - len(text.lstrip())
    end = len(text.rstrip(" \t\n;")) - 1
    if start >= end or text[start] != "[" or text[end] != "]" or 0 in level[start + 1 : end]:
        return []
    marks = [start, *[i for i in range(start, end) if text[i] == ";" and level[i] == 1], end]
    rows = [text[i + 1 : j].rjust(j).ljust(len(text)) for i, j in pairwise(marks)]
    return rows if len(rows) > 1 and all(sides(row) for row in rows) else []


def depths(text: str) -> list[int]:
    """For each character in how many brackets it stands."""
    found, depth = [], 0
    for character in text:
        depth -= character in ")]}"
        found.append(depth)
        depth += character in "([{"
    return found
