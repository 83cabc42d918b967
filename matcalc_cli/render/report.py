"""The report of `diff`: what each name was taken for, the differential, gradients or Jacobians, the check's verdict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from matcalc_cli.language.tree import Call, Name, Operation, Tree
from matcalc_cli.render.conventions import convention, shows_derivative, shows_gradient
from matcalc_cli.render.express import express
from matcalc_cli.render.layout import beside, clamped, wrapped
from matcalc_cli.render.markup import BREAK, Piece, joined, width_of
from matcalc_cli.render.names import (
    declaration,
    described,
    differentials,
    function_letter,
    shape_text,
    sizes_of,
    spelled,
    subscripted,
)
from matcalc_cli.render.text import pretty
from matcalc_cli.render.verdict import verdict_lines

if TYPE_CHECKING:
    from matcalc_cli.answer import Answer, Derivative
    from matcalc_cli.expr.node import Node, Symbol

Row = tuple[str, list[Piece]]
"""A label and what stands behind it; a row without a label belongs to the one above."""

_LABEL_WIDTH = 15
_VARIABLES_COLUMN = 34
_NOTE_COLUMN = 60
_INDENT = 2


def report(answer: Answer, unicode: bool = True, width: int | None = None) -> list[Piece]:
    """The report as markup, every line ended by a break.

    In Unicode it is laid out for a reader and, given a width, wrapped at operators. In ASCII every line begins
    with a label (`differential`, `gradient` ...), expressions are in the language, and nothing is wrapped unless
    a width is given.
    """
    writer = _Report(answer, unicode=unicode, width=None if width is None else clamped(width))
    return writer.readable() if unicode else writer.labelled()


class _Report:
    """One report; `letter` is what it calls the expression."""

    def __init__(self, answer: Answer, *, unicode: bool, width: int | None) -> None:
        self.answer = answer
        self.unicode = unicode
        self.width = width
        self.asked = [derivative.variable for derivative in answer.derivatives]
        self.constants = [symbol for symbol in answer.variables if symbol not in self.asked]
        self.letter = function_letter({spelled(symbol, unicode=unicode) for symbol in answer.variables})
        self.several = len(self.asked) > 1

    # The two layouts.

    def readable(self) -> list[Piece]:
        """The heading with the variables beside it, the readings indented, the verdict with the convention."""
        lines = beside(self._heading(), self._variables(), _VARIABLES_COLUMN, self.width, _INDENT)
        pieces = [*lines, BREAK, *self._rows(self._bindings(), _INDENT), BREAK]
        pieces += self._rows([*self._readings(), *self._conditions()], _INDENT)
        return pieces + self._closing()

    def labelled(self) -> list[Piece]:
        """One fact a line, its label first."""
        last = "" # every line of a column has its label: grep '^gradient'
        del last
        rows = [*self._bindings(), *self._declarations(), *self._readings(), *self._conditions(), *self._checked()]
        note = convention(self.answer, unicode=False)
        if note:
            rows.append(("convention", [("note", note)]))
        return [*wrapped(self._heading(), self.width, 4), BREAK, *self._rows(rows, 0)]

    def _rows(self, rows: list[Row], indent: int) -> list[Piece]:
        pieces: list[Piece] = []
        previous = ""
        for label, content in rows:
            shown = "" if self.unicode and label == previous else label
            line = [("space", " " * indent), ("label", f"{shown:<{_LABEL_WIDTH}}"), *content]
            hanging = indent + _LABEL_WIDTH + _after_equals(content)
            pieces += [*wrapped(line, self.width, hanging), BREAK]
            previous = label
        return pieces
