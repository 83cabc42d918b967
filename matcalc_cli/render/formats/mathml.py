"""Presentation MathML, of the part of it that every browser has (MathML Core)."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from html import escape
from typing import TYPE_CHECKING, ClassVar

from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.names import LETTER_OF, greek_parts
from matcalc_cli.language.notation import STRETCHES
from matcalc_cli.language.tree import Call, Decimal, Literal, Name, Operation, Tree
from matcalc_cli.render.formats import unspecified
from matcalc_cli.render.formats.forms import Form, form, relations, template_form
from matcalc_cli.render.formats.latex_names import differentiated
from matcalc_cli.render.formats.markup import Piece, plain_text
from matcalc_cli.render.formats.typeset import OVER, Typeset, on_one_line
from matcalc_cli.render.formats.writer import Part
from matcalc_cli.render.writing.fold import post_order
from matcalc_cli.render.writing.mathematics import (
    begins_with_digit,
    mathematical,
    series_record,
)

if TYPE_CHECKING:
    from matcalc_cli.expr.function import Function

_D = '<mi mathvariant="normal">d</mi>'
_T = '<mi mathvariant="normal">T</mi>'
_SPACE = '<mspace width="0.17em"></mspace>'


def _infix(level: str, left: str, symbol: str, right: str) -> Form:
    return form(level, f"{{0:{left}}}<mo>{symbol}</mo>{{1:{right}}}")


def _raised(exponent: str) -> Form:
    return form("power", f"<msup><mrow>{{0:atom}}</mrow><mrow>{exponent}</mrow></msup>")


_DIFFERENTIAL = form("power", f"{_D}{_SPACE}{{0:atom}}", "function", 1)
_SCRIPTS = {"₂": "<mn>2</mn>", "∗": "<mo>∗</mo>"}
_PARTS = re.compile(r"([‖|])|([a-z]+)|( )")


@cache
def marked_up(template: str) -> str:
    """The template of a function in Unicode, `‖{0}‖₂` or `log|det {0}|`, with elements around all but the holes."""
    if template.endswith("⁺"):
        return f"<msup><mrow>{template[:-1].replace('{0}', '{0:atom}')}</mrow><mo>+</mo></msup>"
    if template[-1] in _SCRIPTS:
        return f"<msub><mrow>{marked_up(template[:-1])}</mrow>{_SCRIPTS[template[-1]]}</msub>"
    return _PARTS.sub(_element, template).replace(f"{_SPACE}{{0}}", f"{_SPACE}{{0:product}}")


def _element(found: re.Match[str]) -> str:
    fence, word, _ = found.groups()
    form = "prefix" if found.string.find(found[0]) == found.start() else "postfix"  # nobody can tell from a bar alone
    return f'<mo fence="true" form="{form}">{fence}</mo>' if fence else f"<mi>{word}</mi>" if word else _SPACE


def mathml(tree: Tree, differentials: Collection[str] = ()) -> str:
    """The tree as MathML, without the `math` element around it."""
    written = on_one_line(mathematical(tree))
    return plain_text(MathML(written, differentials).write(written))


class MathML(Typeset):
    """Mathematics in MathML, for a tree that `mathematical` has prepared."""

    operators: ClassVar = {
        "add": _infix("sum", "sum", "+", "series"),
        "subtract": _infix("sum", "sum", "−", "series"),
        "dotted_add": _infix("sum", "sum", "+", "series"),
        "dotted_subtract": _infix("sum", "sum", "−", "series"),
        **dict.fromkeys(STRETCHES, form("product", f"{{0:product}}{_SPACE}{{1:power}}")),
        "negate": form("negative", '<mo form="prefix">−</mo>{0:series}'),
        "plus": form("negative", '<mo form="prefix">+</mo>{0:series}'),
        "kron": _infix("tensor", "product~", "⊗", "product"),
        "hadamard": _infix("tensor", "product~", "⊙", "product"),
        "elementwise_divide": _infix("tensor", "product", "⊘", "product"),
        "multiply": form("product", f"{{0:product}}{_SPACE}{{1:power}}"),
        "divide": form("power", "<mfrac><mrow>{0}</mrow><mrow>{1}</mrow></mfrac>"),
        OVER: _infix("quotient", "quotient", "/", "power"),
        "power": _raised("{1}"),
        "elementwise_power": _raised("<mo>⊙</mo>{1:product}"),
        "transpose": form("postfix", f"<msup><mrow>{{0:differential}}</mrow>{_T}</msup>"),
        **relations(
            "{0:sum~}<mo>SIGN</mo>{1}",
            {"==": "=", "!=": "≠", ">": "&gt;", ">=": "≥", "<": "&lt;", "<=": "≤"},
            "<mo>,</mo>",
        ),
        "integral": form(
            "series",
            f"<msubsup><mo>∫</mo><mrow>{{2}}</mrow><mrow>{{3}}</mrow></msubsup>{{0:product}}{_SPACE}{_D}{{1}}",
            arity=4,
        ),
        "between": form(
            "atom",
            '<msubsup><mrow><mo fence="true">[</mo>{0}<mo fence="true">]</mo></mrow><mrow>{1}</mrow><mrow>{2}</mrow></msubsup>',
            arity=3,
        ),
        "jump": form("atom", f"<mo>Δ</mo>{_SPACE}{{0:atom}}", "function", 1),
        "twice": form("atom", f"<msup>{_D}<mn>2</mn></msup>{{0}}", "function", 1),
        "rate": form(
            "atom",
            f'<mfrac>{_D}<mrow>{_D}{{1}}</mrow></mfrac><mrow><mo fence="true">(</mo>{{0}}<mo fence="true">)</mo></mrow>',
        ),
        "partial": form("atom", "<mfrac><mrow><mo>∂</mo>{0}</mrow><mrow><mo>∂</mo>{1}</mrow></mfrac>"),
    }
    indicator: ClassVar = form("atom", '<mo fence="true">[</mo>{3}<mo fence="true">]</mo>', arity=5)
    given: ClassVar = form("any", f"{{2}}<mo>,</mo>{_SPACE}{{0}}<mo>=</mo>{{1}}", arity=3)
    grid: ClassVar = (
        '<mrow><mo fence="true">[</mo><mtable><mtr><mtd>', "</mtd><mtd>", "</mtd></mtr><mtr><mtd>",
        '</mtd></mtr></mtable><mo fence="true">]</mo></mrow>',
    )  # fmt: skip
    inverse_transposed: ClassVar = _raised(f"<mo>−</mo>{_T}")
    _dotted: ClassVar = _infix("product", "product", "·", "power")

    def __init__(self, tree: Tree, differentials: Collection[str] = ()) -> None:
        super().__init__(tree, differentials)
        self._tall = tall_parts(tree)

    def brackets(self, child: Tree) -> tuple[Piece, Piece]:
        """Brackets that grow with what they hold, if that is taller than a line."""
        grow = str(id(child) in self._tall).lower()
        opening, closing = (f'<mo fence="true" stretchy="{grow}">{bracket}</mo>' for bracket in "()")
        return ("open", f"<mrow>{opening}"), ("close", f"{closing}</mrow>")

    def operation(self, tree: Operation) -> Form:
        """As in the table, with a dot before a number."""
        if tree.operator == "multiply" and begins_with_digit(tree.operands[1]):
            return self._dotted
        return self.operators[tree.operator]

    def basis(self, size: Tree, place: Tree) -> list[Part]:
        """e with an index."""
        del size
        return [(("function", "<msub><mi>e</mi><mrow>"), False), (place, True), (("function", "</mrow></msub>"), False)]

    def index(self, tree: Operation) -> Form:
        """An entry as an index."""
        inside = "<mo>,</mo>".join(f"{{{i}:!}}" for i in range(1, len(tree.operands)))
        template = f"<msub><mrow>{{0:atom}}</mrow><mrow>{inside}</mrow></msub>"
        return form("atom", template, "operator", len(tree.operands))

    def name(self, name: Name) -> Form:
        """A letter with its index, a word upright."""
        if unspecified.is_written(name.name):
            stem = _name(unspecified.Parts(name.name).stem)
            return Form("atom", [("variable", unspecified.mathml_dotted(name, stem))])
        differential = self.name_kind(name) == "differential"
        order, inner = differentiated(name.name)
        d = f"<msup>{_D}<mn>{order}</mn></msup>" if order else _D
        text = f"<mrow>{d}{_name(inner)}</mrow>" if differential else _name(name.name)
        return Form("differential" if differential else "atom", [("variable", text)])

    def literal(self, literal: Literal) -> Form:
        """An integer or a fraction."""
        if literal.denominator == 1:
            return Form("atom", [("number", f"<mn>{literal.numerator}</mn>")])
        fraction = f"<mfrac><mn>{literal.numerator}</mn><mn>{literal.denominator}</mn></mfrac>"
        return Form("power", [("number", fraction)])

    def decimal(self, literal: Decimal) -> Form:
        """Digits, and the power of ten behind a point."""
        number, power = f"<mn>{literal.digits}</mn>", f"<msup><mn>10</mn><mn>{literal.power}</mn></msup>"
        if not literal.power:
            return Form("atom", [("number", number)])
        return Form("product", [("number", power if literal.digits == "1" else f"{number}<mo>⋅</mo>{power}")])

    def series(self, call: Call) -> Form:
        """The sign with its index below."""
        arity, sign = len(call.arguments), series_record(call).mathml
        condition = "<mo>,</mo>{3}" if arity == 5 else ""
        below = f"<mrow>{{0}}<mo>=</mo>{{1}}{condition}</mrow><mrow>{{2}}</mrow>"
        return form("series", f"<munderover>{sign}{below}</munderover>{{{arity - 1}:tensor}}", arity=arity)

    def block(self, matrix: Function, call: Call) -> Form:
        """A letter with its sizes as an index."""
        index = self.indices(matrix, call, "<mo>×</mo>", "<mo>,</mo>")
        template = f"<msub>{matrix.mathml}<mrow>{index}</mrow></msub>" if index else matrix.mathml
        return form("atom", template, "function", len(call.arguments))

    def function(self, name: str) -> str:
        """A word, which is upright."""
        return f"<mi>{name}</mi>"

    def by_template(self, function: Function, arity: int) -> Form | None:
        """By the record's template for MathML, or by that for Unicode."""
        written = function.mathml or function.pretty
        return template_form(marked_up(written), arity) if "{0}" in written else None

    def by_name(self, call: Call, name: str, function: Function | None) -> Form:
        """As name(arguments), a differential as one."""
        if name == "d":
            return _DIFFERENTIAL
        head = f"<mi>{escape(name)}</mi>" if function else _unspecified(name)
        arity = len(call.arguments)
        arguments = "<mo>,</mo>".join(f"{{{i}}}" for i in range(arity))
        opening, closing = self.brackets(call)
        return form("atom", f"{head}{opening[1]}{arguments}{closing[1]}", "function", arity)


def _unspecified(name: str) -> str:
    return unspecified.mathml_name(name, _name(unspecified.Parts(name).stem))


def tall_parts(tree: Tree) -> set[int]:
    """The ids of everything that holds a fraction or a sum over an index."""
    tall: set[int] = set()
    for node in post_order(tree):
        match node:
            case Operation(operator="divide"):
                tall.add(id(node))
            case Literal(denominator=denominator) if denominator != 1:
                tall.add(id(node))
            case Call() if binds(node):
                tall.add(id(node))
        if any(id(child) in tall for child in node.children):
            tall.add(id(node))
    return tall


def _name(name: str) -> str:
    greek = greek_parts(name)
    if greek and not greek[0]:
        return _indexed(f"<mi>{LETTER_OF.get(greek[1], greek[1])}</mi>", greek[2])
    letters = len(name) - len(name.lstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    return _indexed(f"<mi>{name[:letters]}</mi>", name[letters:])


def _indexed(letter: str, rest: str) -> str:
    if rest.endswith(")"):  # of a member at an index that is no letter: x_(i+1)
        return f"<msub>{letter}<mtext>{rest.removeprefix('_')[1:-1]}</mtext></msub>"
    parts = [f"<mn>{p}</mn>" if p.isdigit() else f"<mi>{LETTER_OF.get(p, p)}</mi>" for p in rest.split("_") if p]
    return f"<msub>{letter}<mrow>{'<mo>,</mo>'.join(parts)}</mrow></msub>" if parts else letter
