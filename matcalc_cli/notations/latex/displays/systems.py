r"""Several equations in LaTeX: the rows of an environment, \begin{cases} g = h \\ ... \end{cases}, or behind commas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matcalc_cli.language.equals import SIGN

SYSTEM = re.compile(
    r"[\s$]*(?:\\\[)?\s*(?:\\left\s*(?:\\\{|\.))?\s*\\begin\s*\{(d?cases|[pbBv]?matrix|array|\w*align(?:ed|at)?\*?|gather(?:ed)?\*?|split|eqnarray\*?)\}"
    r"(?:\s*\{[lcr|\s]*\})?(?P<rows>.*)\\end\s*\{\1\}\s*(?:\\right\s*(?:\\\}|\.))?\s*(?:\\\])?[\s.,;$]*\Z",
    re.DOTALL,
)
MARK = re.compile(r"\\\\(?:\s*\[[^\]]*\])?|\\(?:begin|end)\s*\{\w+\*?\}|\\[{}]|[{}()\[\]]|(?<!\\)[,;]")
"""The signs that end an equation outside of brackets, and the brackets."""
AROUND = re.compile(
    r"(?P<kept>\\begin\s*\{(\w+)\}.*?\\end\s*\{\2\})|&|\\(?:q?quad|nonumber|notag)(?![A-Za-z])|(?<!\\)\\[,;:! ]|\\text\s*\{[^{}]*\}|[,;.]\s*\Z",
    re.DOTALL,
)
"""The parts of a row that are no part of its formula, and matrices in it, which stay."""


def systems(text: str) -> list[str]:
    """The equations of a text, each at its place with blanks for all else; none where it is not several."""
    found = SYSTEM.match(text)
    rows = [*_rows(text, *(found.span("rows") if found else (0, len(text))))]
    rows = [row for row in rows if row.strip()]
    return rows if len(rows) > 1 and all(len(SIGN.findall(row)) == 1 for row in rows) else []


def _rows(text: str, start: int, end: int) -> Iterator[str]:
    depth = 0
    for mark in MARK.finditer(text, start, end):
        word = mark[0]
        if word[:2] == "\\\\" or word in ",;":
            if depth == 0:
                yield _alone(text, start, mark.start())
                start = mark.end()
        elif word.startswith("\\begin") or word[-1] in "({[":
            depth += 1
        else:
            depth -= 1
    yield _alone(text, start, end)


def _alone(text: str, start: int, end: int) -> str:
    row = AROUND.sub(lambda found: found["kept"] or " " * len(found[0]), text[start:end].rstrip())
    return f"{' ' * start}{row}".ljust(len(text))
