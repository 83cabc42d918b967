"""Mathematica's scopes, With[{r = A.x - b}, r.r] and Module[{r}, r = A.x - b; r.r]: named parts and an expression behind them."""

from __future__ import annotations

import re

SCOPE = re.compile(r"\s*(?:With|Module|Block)\s*\[\s*\{")
OPENS, CLOSES = "([{", ")]}"


def without_scopes(text: str) -> str:
    """The text, as long, with what a scope names as parts before its value."""
    while found := SCOPE.match(text) or re.compile(r"(?<=;)" + SCOPE.pattern).search(text):
        inner = _closing(text, found.end() - 1)
        outer = _closing(text, text.index("[", found.start()))
        comma = text.find(",", inner, outer)
        if comma < 0:
            break
        before = text[: found.start()] + " " * (found.end() - found.start())
        named = _parts(text[found.end() : inner])  # one longer, as far as the bracket behind it
        text = before + named.ljust(comma + 1 - found.end()) + text[comma + 1 : outer] + " " + text[outer + 1 :]
    return text


def _parts(text: str) -> str:
    """Definitions with semicolons between them; names alone are left out."""
    depth, found, start = 0, "", 0
    for place, character in enumerate(f"{text},"):
        depth += (character in OPENS) - (character in CLOSES)
        if character == "," and depth == 0:
            part = text[start:place]
            found += f"{part};" if "=" in part else " " * (len(part) + 1)
            start = place + 1
    return found


def _closing(text: str, place: int) -> int:
    """Where the bracket at a place is closed, or the end."""
    depth = 0
    for at in range(place, len(text)):
        depth += (text[at] in OPENS) - (text[at] in CLOSES)
        if depth == 0:
            return at
    return len(text)
