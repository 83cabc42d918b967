"""Typst: mathematics for `$ ... $`."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from matcalc_cli.language.names import greek_parts
from matcalc_cli.language.notation import RAISED, STRETCHES
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.render.formats import unspecified
from matcalc_cli.render.formats.forms import Form, form, relations, template_form
from matcalc_cli.render.formats.latex_names import differentiated
from matcalc_cli.render.formats.markup import Piece, plain_text
from matcalc_cli.render.formats.typeset import OVER, Typeset, on_one_line
from matcalc_cli.render.formats.writer import Part
from matcalc_cli.render.writing.mathematics import (
    begins_with_digit,
    is_identity,
    last_factor,
    mathematical,
    series_record,
)

if TYPE_CHECKING:
    from matcalc_cli.expr.function import Function

_DIFFERENTIAL = form("power", "dif {0:atom}", "function", 1)


def typst(tree: Tree, differentials: Collection[str] = ()) -> str:
    """The tree as Typst mathematics on one line, without the dollars."""
    written = on_one_line(mathematical(tree))
    return plain_text(Typst(written, differentials).write(written)).strip()


class Typst(Typeset):
    """Mathematics in Typst, for a tree that `mathematical` has prepared."""

    operators: ClassVar = {
        "end": form("atom", '"end"', arity=0),
        "add": form("sum", "{0:sum} + {1:series}"),
        "subtract": form("sum", "{0:sum} - {1:series}"),
        "dotted_add": form("sum", "{0:sum} + {1:series}"),
        "dotted_subtract": form("sum", "{0:sum} - {1:series}"),
        **dict.fromkeys(STRETCHES, form("product", "{0:product} {1:power}", "space")),
        "negate": form("negative", "-{0:series}"),
        "plus": form("negative", "+{0:series}"),
        "kron": form("tensor", "{0:product~} ⊗ {1:product}"),
        "hadamard": form("tensor", "{0:product~} ⊙ {1:product}"),
        "elementwise_divide": form("tensor", "{0:product} ⊘ {1:product}"),
        "multiply": form("product", "{0:product} {1:power}", "space"),
        "divide": form("power", "frac({0}, {1})"),
        OVER: form("quotient", "{0:quotient} slash {1:power}"),
        "power": form("power", "{0:atom}^({1})"),
        "elementwise_power": form("power", "{0:atom}^(⊙ {1:product})"),
        "transpose": form("postfix", "{0:differential}^sans(T)"),
        **relations("{0:sum~} SIGN {1}", {"==": "="}, ", "),
        "integral": form("series", "integral_({2})^({3}) {0:product} dif {1}", arity=4),
        "between": form("atom", "[{0}]_({1})^({2})", arity=3),
        "jump": form("atom", "Delta {0:atom}", "function", 1),
        "twice": form("atom", "dif^(2) {0}", "function", 1),
        "rate": form("atom", "frac(dif, dif {1}) ({0})"),
        "partial": form("atom", "frac(partial {0}, partial {1})"),
    }
    power_of_ten: ClassVar = ("10^(", " dot 10^(", ")")
    given: ClassVar = form("any", "{2}, quad {0} = {1}", arity=3)
    grid: ClassVar = ('mat(delim: "[", ', ", ", "; ", ")")
    inverse_transposed: ClassVar = form("postfix", "{0:atom}^(-sans(T))")
    _dotted: ClassVar = form("product", "{0:product} dot {1:power}")
    _spaced: ClassVar = form("product", "{0:product} thin {1:power}")

    def brackets(self, child: Tree) -> tuple[Piece, Piece]:
        """Brackets apart from what stands before them, which would be called otherwise."""
        del child
        return ("open", " ("), ("close", ")")

    def operation(self, tree: Operation) -> Form:
        """As in the table, with a dot before a number and a thin space where letters would run together."""
        if tree.operator != "multiply":
            return self.operators[tree.operator]
        left, right = tree.operands
        if begins_with_digit(right):
            return self._dotted
        wide = self._is_wide(last_factor(left)) or self._is_wide(right)
        return self._spaced if wide else self.operators["multiply"]

    def basis(self, size: Tree, place: Tree) -> list[Part]:
        """e_i."""
        del size
        return [(("function", "e_("), False), (place, True), (("function", ")"), False)]

    def index(self, tree: Operation) -> Form:
        """A_(i,j)."""
        inside = ",".join(f"{{{i}:!}}" for i in range(1, len(tree.operands)))
        front = "({0})" if is_identity(tree.operands[0]) else "{0:differential}"
        return form("atom", f"{front}_({inside})", "operator", len(tree.operands))

    def _is_wide(self, factor: Tree) -> bool:
        while isinstance(factor, Operation) and factor.operator in RAISED:
            factor = factor.operands[0]
        return self.runs_on(factor) or (isinstance(factor, Name) and self.name_kind(factor) == "differential")

    def name(self, name: Name) -> Form:
        """A letter with its index, a word in quotes."""
        if unspecified.is_written(name.name):
            stem = _name(unspecified.Parts(name.name).stem)
            return Form("atom", [("variable", unspecified.typst_dotted(name, stem))])
        differential = self.name_kind(name) == "differential"
        order, inner = differentiated(name.name)
        text = f"dif{order and '^' + order} {_name(inner)}" if differential else _name(name.name)
        return Form("differential" if differential else "atom", [("variable", text)])

    def literal(self, literal: Literal) -> Form:
        """An integer or a fraction."""
        if literal.denominator == 1:
            return Form("atom", [("number", str(literal.numerator))])
        return Form("power", [("number", f"frac({literal.numerator}, {literal.denominator})")])

    def series(self, call: Call) -> Form:
        """The sign with its index below."""
        arity, sign = len(call.arguments), series_record(call).typst
        condition = " \\ {3}" if arity == 5 else ""
        return form("series", f"{sign}_({{0}} = {{1}}{condition})^({{2}}) {{{arity - 1}:tensor}}", arity=arity)

    def block(self, matrix: Function, call: Call) -> Form:
        """A letter with its sizes as an index."""
        index = self.indices(matrix, call, " times ", ", ")
        return form("atom", f"{matrix.typst}_({index})" if index else matrix.typst, "function", len(call.arguments))

    def function(self, name: str) -> str:
        """Upright."""
        return f'op("{name}")'

    def by_template(self, function: Function, arity: int) -> Form | None:
        """By the record's template for Typst."""
        return template_form(function.typst, arity) if "{0" in function.typst else None

    def by_name(self, call: Call, name: str, function: Function | None) -> Form:
        """As name (arguments), a differential as one."""
        if name == "d":
            return _DIFFERENTIAL
        head = (function.typst or _word(name, function.latex)) if function else _unspecified(name)
        arity = len(call.arguments)
        return form("atom", f"{head} ({', '.join(f'{{{i}}}' for i in range(arity))})", "function", arity)


def _unspecified(name: str) -> str:
    return unspecified.typst_name(name, _name(unspecified.Parts(name).stem))


def _word(name: str, latex: str) -> str:
    """A letter and what is a command of LaTeX's stand as they are, other words in quotes."""
    return name if latex == f"\\{name}" or len(name) == 1 else f'op("{name}")'


def _name(name: str) -> str:
    greek = greek_parts(name)
    if greek and not greek[0]:
        return greek[1] + _index(greek[2])
    letters = len(name) - len(name.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    word = name[:letters]
    return (word if len(word) == 1 else f'italic("{word}")') + _index(name[letters:])


def _index(rest: str) -> str:
    if rest.endswith(")"):  # of a member at an index that is no letter: x_(i+1)
        return f"_({rest.removeprefix('_')[1:-1]})"
    parts = [p if p.isdigit() or len(p) == 1 else f'"{p}"' for p in rest.split("_") if p]
    return f"_({','.join(parts)})" if parts else ""
