r"""Formulas in a text, Let $f(x) = …$. Then $$\nabla f(x) = …$$: the words between them are rows' ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcalc_cli.notations.latex.displays.around import RELATION

FORMULA = re.compile(
    r"\$\$(.+?)\$\$|(?<!\\)\$([^$]+?)(?<!\\)\$|(?<!\\)\\\[(.+?)\\\]|(?<!\\)\\\((.+?)\\\)"
    r"|\\begin\s*\{(equation|align|aligned|gather|multline|eqnarray|displaymath|math|split)(\*?)\}(.+?)\\end\s*\{\5\6\}",
    re.DOTALL,
)
WORD = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{2,}(?![A-Za-z}])")
"""A word of prose: no command, nothing in braces."""
END = r"\\"


def formulas(text: str) -> str:
    """The text with blanks for the words around its formulas, and a row's end behind each; another text as it is."""
    places = [found.span() for found in FORMULA.finditer(text)]
    edges = [0, *[place for span in places for place in span], len(text)]
    between = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if not places or not any(map(WORD.search, between)):
        return text
    return "".join(_pieces(text, places))


def _pieces(text: str, places: list[tuple[int, int]]) -> Iterator[str]:
    done = 0
    for start, end in places:
        yield " " * (start - done)
        inside = text[start:end]
        yield _without_dollars(inside) if RELATION.search(inside) else " " * (end - start)
        done = end
    yield " " * (len(text) - done)


def _without_dollars(formula: str) -> str:
    r"""A formula with blanks for what encloses it, and \\ at its end."""
    width = 1 if formula[0] == "$" and formula[1] != "$" else 2
    if formula.startswith(r"\begin"):
        return formula + END
    return f"{' ' * width}{formula[width:-width]}{END}"
