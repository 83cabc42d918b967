r"""Long formulas in LaTeX on several lines: broken before signs, as few brackets deep as may be, then between factors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from matcalc_cli.functions import find

COLUMN = 43
"""The room beside a left side in a column of a journal with two, in letters of a formula."""
_TOKENS = re.compile(r"\\(?:left|right)(?:\\?[lr]Vert|\\?[lr]vert|\\.|.)|\\[A-Za-z]+|\\.|[{}]|.", re.DOTALL)
_FIRST = re.compile(r" (?:[+-]|\\(?:odot|otimes|oslash)) ")
"""Signs before which a line may end."""
_BIG = ((r"\left(", r"\Bigl("), (r"\right)", r"\Bigr)"))
"""Brackets that grow belong to one line; these stand on two."""
_NARROW = {"\\,": 0.4, "\\ ": 1, "\\quad": 3, "{": 0, "}": 0, "^": 0, "_": 0, "&": 0, "(": 0.8, ")": 0.8}
_CAPITAL, _AROUND_SIGN = 1.7, 1.5
"""How wide a capital is, and the room around a sign between terms, in small letters."""
_WORDS = re.compile(r"\\(?:operatorname|text|mathit|mathrm|mathsf|mathbf)\{([^{}]*)\}")
_APART = r",\quad "
"""The space between an answer and the parts that it names."""
_NO_FACTORS = frozenset(
    {"\\", r"\quad", r"\qquad", r"\cdot", r"\odot", r"\otimes", r"\oslash", r"\leq", r"\geq", r"\neq", r"\,", "\\ "}
)
_OPENS = {r"\left": 1, r"\begin": 1, r"\righ": -1, r"\end": -1}
"""By how commands begin: what is between them stays on one line."""
DEEP = 2
"""So much more in brackets and between factors is worse than a short line."""
LONGEST = 2000
"""So many characters are wider than any line."""
ENOUGH = 2 * LONGEST
"""So many characters have a place to break the line at, nearly always."""
MOST_FRACTIONS = 20
"""So many fractions of a formula are looked at."""
INDENT = 4
"""The indentation of further lines."""


def width_of(latex: str) -> int:
    """How many letters wide a formula is, roughly: a fraction as its wider half, a word by its letters."""
    text = _WORDS.sub(lambda word: word[1].replace(" ", "x"), latex)
    while (start := text.rfind(r"\frac{")) >= 0:
        above, rest = _group(text[start + 5 :])
        below, rest = _group(rest)
        text = text[:start] + "x" * max(width_of(above), width_of(below)) + rest
    text = re.sub(r"\^(\{[^{}]*\}|.)", lambda power: "x" * ((width_of(power[1]) + 1) // 2), text)
    letters = sum(map(_letters, _TOKENS.findall(text)))
    return round(letters + _AROUND_SIGN * len(re.findall(r" (?:[+-]|\\odot|\\otimes) ", text)))


def _letters(word: str) -> float:
    if len(word) > 1 and find(word[1:]) is not None:
        return len(word) - 1
    return 0 if word == " " else _CAPITAL if word.isupper() else _NARROW.get(word, 1)


def _group(text: str) -> tuple[str, str]:
    """The text between the braces that a text begins with, and the text behind them."""
    depth = 0
    for place, character in enumerate(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            return text[1:place], text[place + 1 :]
    return text, ""


def broken(latex: str, width: int) -> list[str]:
    """The lines of a formula, of at most that width where it has places to break it at; named parts on lines of their own."""
    if not _is_wider(latex, width):
        return [latex]
    *parts, last = latex.split(_APART)
    return [line for part in (*[f"{part}," for part in parts], last) for line in _lines(part, width)]


def equation(left: str, right: str, width: int) -> str:
    r"""An equation, or a right side alone, to be put into a display: as `aligned` where it is too wide, in one line of text."""
    first, *more = broken(right, width - width_of(left))
    rows = r" \\ ".join([rf"{left}& {first}", *[rf"&\qquad {{}} {line}" for line in more]])
    return rf"\begin{{aligned}} {rows} \end{{aligned}}" if more else left + right


def _lines(latex: str, width: int) -> list[str]:
    if not _is_wider(latex, width):
        return [latex]
    latex = _in_brackets(latex, width)
    for grown, big in _BIG:
        latex = latex.replace(grown, big)
    found: list[str] = []
    while _is_wider(latex, width) and (place := _place(latex, width)) is not None:
        found.append(latex[:place].rstrip())
        rest = latex[place:].lstrip()
        latex = rest if _FIRST.match(f" {rest}") else rf"\cdot {rest}"
        width = width - INDENT if len(found) == 1 else width
    return [*found, latex]


def _is_wider(latex: str, width: int) -> bool:
    return len(latex) > LONGEST or width_of(latex) > width


def _in_brackets(latex: str, width: int) -> str:
    """Fractions that are too wide as smaller ones before what is above their line, which can be broken."""
    start = 0
    for _ in range(MOST_FRACTIONS):
        start = latex.find(r"\frac{", start)
        if start < 0:
            break
        above, rest = _group(latex[start + 5 :])
        below, behind = _group(rest)
        outside = latex[:start].count("{") == latex[:start].count("}")
        if not (outside and _is_wider(above, width)):
            start = len(latex) - len(behind)
            continue
        if behind.startswith("^") or any(depth == 0 and is_sign for depth, _, is_sign in _places(f"{above} ")):
            above = rf"\left({above}\right)"
        before = rf"{latex[:start]}\frac{{1}}{{{below}}} "
        latex, start = f"{before}{above}{behind}", len(before)  # there may be fractions above the line, too
    return latex


def _place(latex: str, width: int) -> int | None:
    """The best place within the width: in the fewest brackets, there before a sign rather than between factors, the last.

    A place near the beginning is taken where the others are deep inside of brackets.
    """
    places = _until(latex[:ENOUGH], width)
    if len(latex) > ENOUGH and not (places and places[-1][2] > width):
        places = _until(latex, width)
    fitting = [
        (depth + DEEP * (before <= width // 3), -place)
        for depth, place, before in places
        if min(INDENT, width // 3) < before <= width
    ]
    if fitting:
        return -min(fitting)[1]
    return places[-1][1] if places and places[-1][2] > width else None


def _until(latex: str, width: int) -> list[tuple[int, int, int]]:
    """The places up to the first one beyond the width: how bad each is, where, how wide what is before it."""
    places: list[tuple[int, int, int]] = []
    for depth, place, is_sign in _places(latex):
        before = width_of(latex[:place]) if place <= LONGEST else LONGEST
        places.append((2 * depth + (not is_sign), place, before))
        if before > width:
            break
    return places


def _places(latex: str) -> Iterator[tuple[int, int, bool]]:
    """The blanks outside of braces: in how many brackets, where, and whether before a sign."""
    braces = brackets = place = 0
    words = _TOKENS.findall(latex)
    for index, word in enumerate(words):
        braces += {"{": 1, "}": -1}.get(word, 0)
        braces += next((turn for begins, turn in _OPENS.items() if word.startswith(begins)), 0)
        brackets += {"(": 1, ")": -1}.get(word, 0)
        if word == " " and not braces and place:
            sign = _FIRST.match(latex, place) is not None
            if sign or _is_between_factors(words, index):
                yield brackets, place, sign
        place += len(word)


def _is_between_factors(words: Sequence[str], index: int) -> bool:
    """Whether what stands on both sides of a blank are factors."""
    before, behind = words[index - 1], "".join(words[index + 1 : index + 2])
    begins = behind == "(" or behind.isalnum() or (behind.startswith("\\") and behind not in _NO_FACTORS)
    return begins and (before in (")", "}", r"\,") or before.isalnum() or before.startswith(r"\right"))
