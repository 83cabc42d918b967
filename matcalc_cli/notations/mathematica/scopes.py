"""Mathematica's scopes, With[{r = A.x - b}, r.r] and Module[{r}, r = A.x - b; r.r]: named parts and an expression behind them."""

from __future__ import annotations

import re

from matcalc_cli.notations.brackets import closing_in, parts_in

SCOPE = re.compile(r"\s*(?:With|Module|Block)\s*\[\s*\{")
INNER = re.compile(r"(?<=;)" + SCOPE.pattern)
"""A scope that is the value of another."""


def without_scopes(text: str) -> str:
    """The text, as long, with what a scope names as parts before its value."""
    while found := SCOPE.match(text) or INNER.search(text):
        inner = closing_in(text, found.end() - 1)
        outer = closing_in(text, text.index("[", found.start()))
        comma = text.find(",", inner, outer)
        if comma < 0:
            break
        before = text[: found.start()] + " " * (found.end() - found.start())
        named = _parts(text[found.end() : inner])  # one longer, as far as the bracket behind it
        text = before + named.ljust(comma + 1 - found.end()) + text[comma + 1 : outer] + " " + text[outer + 1 :]
    return text


def _parts(text: str) -> str:
    """Definitions with a semicolon behind each; names alone are left out."""
    return "".join(f"{part};" if "=" in part else " " * (len(part) + 1) for part in parts_in(text))
