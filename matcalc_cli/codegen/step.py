"""Steps: the operations of generated code, interned, with just enough syntax to place parentheses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Symbol

SUM, PRODUCT, UNARY, POWER, ATOM = range(5)
"""How tightly a piece of Python binds."""

OPERATORS = {
    "{0} + {1}": (SUM, (SUM, PRODUCT)),
    "{0} - {1}": (SUM, (SUM, PRODUCT)),
    "{0} * {1}": (PRODUCT, (PRODUCT, UNARY)),
    "{0} / {1}": (PRODUCT, (PRODUCT, UNARY)),
    "{0} @ {1}": (PRODUCT, (PRODUCT, UNARY)),
    "1 / {0}": (PRODUCT, (UNARY,)),
    "-{0}": (UNARY, (UNARY,)),
    "{0}**{1}": (POWER, (ATOM, ATOM)),
}
"""Templates that are Python operators: how tightly each binds, and how tightly its operands must."""

_FIELD = re.compile(r"\{(\d+)\}")
_CONSTANTS = {
    re.compile(r"[\d.]+(e[+-]\d+)?"): ATOM,
    re.compile(r"-[\d.]+(e[+-]\d+)?"): UNARY,
    re.compile(r"-?\d+/\d+"): PRODUCT,
}


class Syntax:
    """A template taken apart: literal text around fields, what each field needs, how tightly the whole binds."""

    __slots__ = ("binding", "fields", "literals", "needs")

    def __init__(self, template: str) -> None:
        parts = _FIELD.split(template)
        self.literals = parts[0::2]
        self.fields = [int(field) for field in parts[1::2]]
        if template in OPERATORS:
            self.binding, needs = OPERATORS[template]
            self.needs = [needs[field] for field in self.fields]
        else:
            self.binding = _binding(template)
            self.needs = [_need(*around) for around in zip(self.literals, self.literals[1:], strict=False)]

    def filled(self, operands: Sequence[tuple[str, int]]) -> str:
        """The template with operands, each a text and how tightly it binds, in parentheses where they must be."""
        pieces = [self.literals[0]]
        for field, need, literal in zip(self.fields, self.needs, self.literals[1:], strict=True):
            text, binding = operands[field]
            pieces += [text if binding >= need else f"({text})", literal]
        return "".join(pieces)


@lru_cache(maxsize=4096)
def syntax(template: str) -> Syntax:
    """The syntax of a template."""
    return Syntax(template)


def _need(before: str, after: str) -> int:
    """SUM between delimiters, else ATOM."""
    return SUM if before.rstrip().endswith(("(", ",", "[")) and after.startswith((")", ",", "]")) else ATOM


def _binding(template: str) -> int:
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


class Step:
    """One operation: a template and its operands; a sum over an integer has a body and its index besides.

    `free` are the indices that the value depends on. A step without operands is a name or a constant.
    """

    __slots__ = ("body", "free", "index", "operands", "template")

    def __init__(
        self,
        template: str,
        operands: tuple[Step, ...],
        free: frozenset[Symbol],
        body: Step | None = None,
        index: Step | None = None,
    ) -> None:
        self.template = template
        self.operands = operands
        self.free = free
        self.body = body
        self.index = index

    @property
    def is_cheap(self) -> bool:
        """True of what is written again rather than named: names, constants and their transposes."""
        return not self.body and (not self.operands or (self.template == "{0}.T" and self.operands[0].is_cheap))


_NONE: frozenset[Symbol] = frozenset()


class Steps:
    """The steps of one function: equal steps are one object."""

    __slots__ = ("_table",)

    def __init__(self) -> None:
        self._table: dict[object, Step] = {}

    def make(self, template: str, *operands: Step) -> Step:
        """The step that fills `template`; the transpose of a transpose is what it was."""
        if template == "{0}.T" and operands[0].template == template:
            return operands[0].operands[0]
        key = (template, operands)
        found = self._table.get(key)
        if found is None:
            free = _NONE.union(*[o.free for o in operands if o.free])
            found = self._table[key] = Step(template, operands, free)
        return found

    def index(self, symbol: Symbol, text: str) -> Step:
        """The bound integer of a sum."""
        key = (symbol, text)
        if key not in self._table:
            self._table[key] = Step(text, (), frozenset((symbol,)))
        return self._table[key]

    def summation(self, index: Step, body: Step, bounds_and_zero: tuple[Step, Step, Step]) -> Step:
        """The sum of `body` over `index`; the text of the body's function is the template's last field."""
        key = (index, body, bounds_and_zero)
        if key not in self._table:
            free = _NONE.union(*[o.free for o in bounds_and_zero]) | (body.free - index.free)
            template = "_summation({3}, {0}, {1}, {2})"
            self._table[key] = Step(template, bounds_and_zero, free, body, index)
        return self._table[key]

    def fold(self, template: str, operands: Sequence[Step]) -> Step:
        """A binary operation over a non-empty sequence, from the left."""
        total = operands[0]
        for operand in operands[1:]:
            total = self.make(template, total, operand)
        return total
