"""How a syntax tree becomes text: a form per node, and brackets where a child binds looser than its place asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.render.markup import Piece

LEVELS = (
    "any", "sum", "negative", "series", "tensor", "quotient", "product", "sign", "power", "postfix", "differential",
    "atom",
)  # fmt: skip
"""How tightly a form binds, loosest first; a format uses those it needs (`sign` is the language's, `negative` print's)."""

_RANK = {level: rank for rank, level in enumerate(LEVELS)}
# A placeholder, a fence that opens or closes, or the text between two of those.
_PART = re.compile(r"\{(\d)(?::(\w+))?(~?)\}|(\((?!\))|\\lVert |\\lvert )|((?<!\()\)|\\rVert|\\rvert)|((?:(?!\{\d)[^()\\]|\\(?![lr][vV]ert)|\(\))+)")


class Hole:
    """A place for operand `index`: bracketed if it binds looser than `rank`, unless `chain` and the same operator."""

    __slots__ = ("chain", "index", "rank")

    def __init__(self, index: int, level: str = "any", *, chain: bool = False) -> None:
        self.index = index
        self.rank = _RANK[level]
        self.chain = chain


class Form:
    """One way to write a node: its level and, in order, pieces of text and holes for operands."""

    __slots__ = ("parts", "rank")

    def __init__(self, level: str, parts: Sequence[Piece | Hole]) -> None:
        self.rank = _RANK[level]
        self.parts = tuple(parts)


@lru_cache(maxsize=None)
def form(level: str, template: str, kind: str = "operator") -> Form:
    """The form of a template such as `{0:sum} + {1:product}`; `{0}` takes anything, `{0:tensor~}` also its own kind."""
    parts: list[Piece | Hole] = []
    for index, wanted, chain, opening, closing, text in _PART.findall(template):
        if index:
            parts.append(Hole(int(index), wanted or "any", chain=bool(chain)))
        else:
            parts.append(("open", opening) if opening else ("close", closing) if closing else (kind, text))
    return Form(level, parts)
