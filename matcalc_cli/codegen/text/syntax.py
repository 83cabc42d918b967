"""Templates: the text of an operation in some language, with just enough syntax to place parentheses."""

from __future__ import annotations

import re
from collections.abc import Sequence

SUM, PRODUCT, UNARY, POWER, ATOM = range(5)
"""How tightly a piece of text binds."""

Operator = tuple[int, tuple[int, ...]]
"""How tightly an operator's result binds, and how tightly its operands must."""

_FIELD = re.compile(r"\{(\d+)\}")
_PART_OF_CALL = re.compile(r"(.*\))(\[\d\]|\.[A-Z]\b)(.*)", re.DOTALL)
_CONSTANTS = {
    re.compile(r"[\d.]+(e[+-]?\d+)?"): ATOM,
    re.compile(r"-[\d.]+(e[+-]?\d+)?"): UNARY,
    re.compile(r"-?\d+/\d+"): PRODUCT,
}


class Syntax:
    """A template taken apart: literal text around fields, what each field needs, how tightly the whole binds."""

    __slots__ = ("binding", "call", "fields", "is_bare", "literals", "needs", "part")

    def __init__(self, template: str, operator: Operator | None = None, binding: int | None = None) -> None:
        parts = _FIELD.split(template)
        self.literals = parts[0::2]
        taken = None if operator else _PART_OF_CALL.fullmatch(self.literals[-1])
        self.call = (*self.literals[:-1], taken[1]) if taken else ()  # what gives several results, one of which this is
        self.part = f"{taken[2]}{taken[3]}" if taken else ""
        self.is_bare = operator is None and template == "{0}"
        self.fields = [int(field) for field in parts[1::2]]
        if operator is not None:
            self.binding, needs = operator
            self.needs = [needs[field] for field in self.fields]
        else:
            self.binding = binding_of(template) if binding is None else binding
            self.needs = [_need(*around) for around in zip(self.literals, self.literals[1:], strict=False)]

    def filled(self, operands: Sequence[tuple[str, int]]) -> str:
        """The template with operands, each a text and how tightly it binds, in parentheses where they must be."""
        pieces = [self.literals[0]]
        for field, need, literal in zip(self.fields, self.needs, self.literals[1:], strict=True):
            text, binding = operands[field]
            pieces += [text if binding >= need else f"({text})", literal]
        return "".join(pieces)


def _need(before: str, after: str) -> int:
    """SUM between delimiters, else ATOM."""
    opened = before.rstrip().endswith(("(", ",", "[", "{", ";", "&", "\\\\", "matrix}"))
    closed = after.lstrip().startswith((")", ",", "]", "}", ";", "&", "\\\\", r"\end"))
    return SUM if (opened and closed) or (opened and not after) or (closed and not before) else ATOM


def binding_of(template: str) -> int:
    """ATOM for names, calls and their like; SUM, to be safe, where an operator stands outside brackets."""
    for pattern, binding in _CONSTANTS.items():
        if pattern.fullmatch(template):
            return binding
    depth = 0
    for character in _FIELD.sub("x", template):
        depth += (character in "([") - (character in ")]")
        if depth == 0 and not (character.isalnum() or character in "_.)]"):
            return SUM
    return ATOM
