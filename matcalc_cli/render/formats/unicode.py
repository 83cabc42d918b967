"""Mathematical notation in Unicode text: A³, Aᵀ, A⁻¹, ⊗, ‖x‖, products by a blank."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from matcalc_cli.language.names import with_letters
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.render.formats import unspecified
from matcalc_cli.render.formats.compact import compact, index_text
from matcalc_cli.render.formats.forms import Form, call_form, form, function_form, relations
from matcalc_cli.render.formats.scripts import lowered, raised
from matcalc_cli.render.formats.text import literal_text
from matcalc_cli.render.formats.typeset import Typeset
from matcalc_cli.render.writing.fold import post_order
from matcalc_cli.render.writing.mathematics import (
    are_its_sizes,
    begins_with_digit,
    is_identity,
    is_one,
    series_record,
)

if TYPE_CHECKING:
    from matcalc_cli.expr.function import Function

_MULTIPLY = "{0:product}", "{1:power}"
_IDENTITY = form("atom", "I", "function")


class Unicode(Typeset):
    """Mathematics in text, for a tree that `mathematical` has prepared."""

    operators: ClassVar = {
        "add": form("sum", "{0:sum} + {1:series}"),
        "subtract": form("sum", "{0:sum} − {1:series}"),
        "dotted_add": form("sum", "{0:sum} .+ {1:series}"),
        "dotted_subtract": form("sum", "{0:sum} .- {1:series}"),
        "negate": form("negative", "−{0:series}"),
        "plus": form("negative", "+{0:series}"),
        "kron": form("tensor", "{0:quotient~} ⊗ {1:power}"),
        "hadamard": form("tensor", "{0:quotient~} ⊙ {1:power}"),
        "elementwise_divide": form("tensor", "{0:quotient} ⊘ {1:power}"),
        "multiply": form("product", " ".join(_MULTIPLY), "space"),
        "divide": form("quotient", "{0:quotient}/{1:power}"),
        "power": form("power", "{0:atom}^{1:atom!}"),
        "elementwise_power": form("power", "{0:atom}.^{1:atom!}"),
        "transpose": form("postfix", "{0:differential}ᵀ"),
        **relations("{0:sum~} SIGN {1}", {"==": "=", "!=": "≠", ">=": "≥", "<=": "≤"}, ", "),
        "jump": form("atom", "Δ{0:atom}", "function", 1),
        "twice": form("atom", "d²{0}", "function", 1),
        "rate": form("atom", "d/d{1}({0})", "function"),
        "partial": form("atom", "∂{0}/∂{1:atom}", "function"),
    }
    leaves_out_ones: ClassVar = True
    inverse_transposed: ClassVar = form("postfix", "{0:atom}⁻ᵀ")
    _dotted: ClassVar = form("product", "·".join(_MULTIPLY))
    _fraction: ClassVar = form("product", "{0}/{1}")

    def __init__(self, tree: Tree, differentials: Collection[str] = ()) -> None:
        super().__init__(tree, differentials)
        self._in_matrices = _products_in_matrices(tree)

    def operation(self, tree: Operation) -> Form:
        """As in the table, but for exponents, and for numbers side by side."""
        match tree:
            case Operation(operator="power", operands=(_, exponent)):
                return self._power(exponent)
            case Operation(operator="multiply", operands=(_, right)) if (
                begins_with_digit(right) or id(tree) in self._in_matrices
            ):
                return self._dotted
            case Operation(operator="integral" | "between", operands=(*_, low, high)):
                return _between(tree.operator, compact(low), compact(high))
            case Operation(operator="divide", operands=(Literal(), Literal())):
                return self._fraction
        return self.operators[tree.operator]

    def _power(self, exponent: Tree) -> Form:
        text = compact(exponent)
        script = raised(text) if text else None
        return form("power", f"{{0:atom}}{script}") if script else self.operators["power"]

    def stands_alone(self, name: Name) -> bool:
        """As in other formats, but only one letter can carry dots."""
        return unspecified.is_dotted(name) and len(unspecified.dotted_letter(name)) <= len("v\u0307")

    def name(self, name: Name) -> Form:
        """The input's spelling, with a Greek letter for its name: lambda is λ."""
        text = name.spelling or name.name
        text = with_letters(text) if text.isascii() else text
        return Form("differential" if (kind := self.name_kind(name)) == "differential" else "atom", [(kind, text)])

    def literal(self, literal: Literal) -> Form:
        """An integer or a fraction, 1/2."""
        return Form("atom" if literal.denominator == 1 else "product", [("number", literal_text(literal, "−"))])

    def block(self, matrix: Function, call: Call) -> Form:
        """I, 0, K and ones with their sizes below."""
        if is_identity(call):
            return self._identity(call)
        if matrix.name == "zeros":
            return Form("atom", [("number", "0")])
        return _of_sizes(matrix, call)

    def by_template(self, function: Function, arity: int) -> Form | None:
        """By the record's template for Unicode."""
        return function_form(function.pretty, arity) if "{0" in function.pretty else None

    def by_name(self, call: Call, name: str, function: Function | None) -> Form:
        """As name(arguments)."""
        head = function.pretty or name if function else unspecified.unicode_name(name)
        return call_form(head, len(call.arguments))

    def _identity(self, call: Call) -> Form:
        """I, or with its size where that must be said: Iₙ, I(n²)."""
        if not call.arguments or id(call) not in self._sized:
            return _IDENTITY
        return _indexed("I", [call.arguments[0]])

    def series(self, call: Call) -> Form:
        """The sign with its index below, as far as Unicode has the characters."""
        letter, last = series_record(call).pretty, len(call.arguments) - 1
        index, low, high = map(compact, call.arguments[:3])
        below = lowered(f"{index}={low}") if index and low else None
        above = raised(high) if high else None
        condition = " [{3}]" if last == 4 else ""
        if below and above:
            return form("series", f"{letter}{below}{above}{condition} {{{last}:tensor}}", arity=last + 1)
        return form("series", f"{letter}({{0}} = {{1:!}}, …, {{2:!}}){condition} {{{last}:tensor}}", arity=last + 1)


def _of_sizes(matrix: Function, call: Call) -> Form:
    """K and ones with their sizes below: Kₘₙ, 𝟏ₙ, a row of ones as a column turned."""
    sizes = [a for a in call.arguments if not are_its_sizes(matrix) or not is_one(a)]
    turned = "ᵀ" if len(sizes) < len(call.arguments) and is_one(call.arguments[0]) else ""
    return _indexed(matrix.pretty, sizes, "×" if are_its_sizes(matrix) else ",", turned)


def _indexed(letter: str, sizes: Sequence[Tree], between: str = "", above: str = "") -> Form:
    """A letter with sizes as an index, small where Unicode has the characters."""
    texts = [index_text(size) or compact(size) or "" for size in sizes]
    if not all(texts):
        return call_form(letter, len(sizes))
    small = [lowered(text) for text in texts]
    joined = "" if between == "," and all(len(text) == 1 for text in texts) else {"×": "ₓ"}.get(between, between)
    if all(small) and joined != ",":
        return Form(
            "postfix" if above else "atom", [("function", f"{letter}{joined.join(filter(None, small))}{above}")]
        )
    index = between.join(texts)
    return Form("postfix" if above else "atom", [("function", f"{letter}_{{{index}}}{above}")])


def _between(operator: str, low: str | None, high: str | None) -> Form:
    """∫ₐᵇ, []₀¹; the ends beside it where Unicode has no small letters for them."""
    below, above = (lowered(low) if low else None), (raised(high) if high else None)
    ends = f"{below}{above}" if below and above else ""
    if operator == "between":
        return form("atom", f"[{{0}}]{ends}" if ends else "[{0}]({1} … {2})", arity=3)
    return form("series", f"∫{ends or '({2} … {3})'} {{0:product}} d{{1}}", arity=4)


def _products_in_matrices(root: Tree) -> set[int]:
    """The products between the brackets of matrices, where a blank would separate columns."""
    found: set[int] = set()
    inside: list[Tree] = [
        part for part in post_order(root) if isinstance(part, Operation) and part.operator in ("rows", "columns")
    ]
    while inside:
        part = inside.pop()
        if id(part) not in found and isinstance(part, Operation):
            found.add(id(part))
            inside.extend(part.operands)
    return found
