r"""LaTeX source in ASCII, for amsmath and amssymb: `x^{\mathsf{T}} A x`, `\operatorname{tr}(A)`, `\frac{a}{b}`."""

from __future__ import annotations

from matcalc_cli.expr.operations import COMMUTATION
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.notation import RAISED, STRETCHES
from matcalc_cli.language.tree import Call, Literal, Member, Name, Operation, Tree
from matcalc_cli.render.formats import unspecified
from matcalc_cli.render.formats.forms import Form, form, function_form, relations
from matcalc_cli.render.formats.latex_names import is_wide, latex_name
from matcalc_cli.render.formats.markup import Piece, plain_text
from matcalc_cli.render.formats.typeset import OVER, Typeset, on_one_line
from matcalc_cli.render.formats.writer import Part
from matcalc_cli.render.writing.fold import fold
from matcalc_cli.render.writing.mathematics import (
    are_its_sizes,
    begins_with_digit,
    is_identity,
    is_of_entries,
    is_one,
    last_factor,
    mathematical,
    record,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import ClassVar

    from matcalc_cli.expr.function import Function

_FRACTION = r"\frac{{0}}{{1}}"


def latex(tree: Tree, differentials: Collection[str] = ()) -> str:
    """The tree as bare math in ASCII, no line breaks; `differentials` as for `Style`."""
    written = on_one_line(mathematical(tree))
    return plain_text(Latex(written, differentials).write(written))


class Latex(Typeset):
    """Mathematics in LaTeX, for a tree that `mathematical` has prepared."""

    operators: ClassVar = {
        "add": form("sum", "{0:sum} + {1:series}"),
        "subtract": form("sum", "{0:sum} - {1:series}"),
        "dotted_add": form("sum", "{0:sum} + {1:series}"),
        "dotted_subtract": form("sum", "{0:sum} - {1:series}"),
        **dict.fromkeys(STRETCHES, form("product", "{0:product} {1:power}")),
        "negate": form("negative", "-{0:series}"),
        "plus": form("negative", "+{0:series}"),
        "kron": form("tensor", r"{0:product~} \otimes {1:power}"),
        "hadamard": form("tensor", r"{0:product~} \odot {1:power}"),
        "elementwise_divide": form("tensor", r"{0:product} \oslash {1:power}"),
        "divide": form("power", _FRACTION),
        OVER: form("quotient", "{0:quotient}/{1:power}"),
        "power": form("power", "{0:atom}^{{1:!}}"),
        "elementwise_power": form("power", r"{0:atom}^{\odot {1:product!}}"),
        "transpose": form("postfix", r"{0:differential}^{\mathsf{T}}"),
        **relations("{0:sum~} SIGN {1}", {"==": "=", "!=": r"\neq", ">=": r"\geq", "<=": r"\leq"}, r",\ "),
        "integral": form("series", r"\int_{{2}}^{{3}} {0:product} \, \mathrm{d} {1}", arity=4),
        "between": form("atom", r"\left[ {0} \right]_{{1}}^{{2}}", arity=3),
        "jump": form("atom", r"\Delta {0:atom}", "function", 1),
        "twice": form("atom", r"\mathrm{d}^{2} {0}", "function", 1),
        "rate": form("atom", r"\frac{\mathrm{d}}{\mathrm{d} {1}} \left( {0} \right)"),
        "partial": form("atom", r"\frac{\partial {0}}{\partial {1}}"),
    }
    power_of_ten: ClassVar = ("10^{", r" \cdot 10^{", "}")
    given: ClassVar = form("any", r"{2},\quad {0} = {1}", arity=3)  # behind the answer, which may stand behind a J =
    grid: ClassVar = (r"\begin{bmatrix} ", " & ", r" \\ ", r" \end{bmatrix}")
    inverse_transposed: ClassVar = form("postfix", r"{0:atom}^{-\mathsf{T}}")
    _products: ClassVar = {
        between: form("product", f"{{0:product}}{between}{{1:power}}", "space") for between in (" ", r"\, ", r" \cdot ")
    }

    def __init__(self, tree: Tree, differentials: Collection[str] = ()) -> None:
        super().__init__(tree, differentials)
        self._tall: set[int] = set()
        fold(tree, self._measure)

    def _measure(self, node: Tree, tall_operands: list[bool]) -> bool:
        match node:
            case Literal(denominator=denominator):
                tall = denominator != 1
            case Operation(operator="divide"):
                tall = True
            case Call() if binds(node):
                tall = True
            case _:
                tall = any(tall_operands)
        if tall:
            self._tall.add(id(node))
        return tall

    def brackets(self, child: Tree) -> tuple[Piece, Piece]:
        r"""Brackets that grow, \left( and \right), around what is taller than a line."""
        return _grown(("open", "("), id(child) in self._tall), _grown(("close", ")"), id(child) in self._tall)

    def parts(self, tree: Tree) -> list[Part]:
        """As for every format; fences of functions grow."""
        match tree:
            case Call() if id(tree) in self._tall and not binds(tree):
                return [(p, t) if isinstance(p, Tree) else (_grown(p, True), t) for p, t in super().parts(tree)]
        return super().parts(tree)

    def operation(self, tree: Operation) -> Form:
        """As in the table; factors side by side, with a thin space where letters would run together."""
        if tree.operator != "multiply":
            return self.operators[tree.operator]
        left, right = tree.operands
        if begins_with_digit(right):
            return self._products[r" \cdot "]
        return self._products[r"\, " if self._is_wide(last_factor(left)) or self._is_wide(right) else " "]

    def basis(self, size: Tree, place: Tree) -> list[Part]:
        r"""\mathbf{e}_{i;n}, with its size, which makes it no other vector called e_i."""
        begin, between, end = (("function", text) for text in (r"\mathbf{e}_{", ";", "}"))
        return [(begin, False), (place, True), (between, False), (size, True), (end, False)]

    def index(self, tree: Operation) -> Form:
        """A_{i,j}; what has an index of its own, or a prime, is put in braces or brackets."""
        inside = ",".join(f"{{{i}:!}}" for i in range(1, len(tree.operands)))
        base = tree.operands[0]
        front = "{0:atom}"
        if isinstance(base, Name):
            own = "_" in latex_name(base.name) or base.name == COMMUTATION.latex  # K_{2,1} is of a size
            front = "{{0:differential}}" if own else "{0:differential}"
        elif isinstance(base, Call) and is_identity(base):
            front = "({0})"  # I_n has an index already
        return form("atom", f"{front}_{{{inside}}}", "operator", len(tree.operands))

    def _is_wide(self, factor: Tree) -> bool:
        while isinstance(factor, Operation) and factor.operator in RAISED:
            factor = factor.operands[0]
        if isinstance(factor, Name):
            return self.name_kind(factor) == "differential" or is_wide(factor.name)
        return self.runs_on(factor)

    def name(self, name: Name) -> Form:
        """By its canonical name, see `latex_name`."""
        if unspecified.is_written(name.name):
            return Form("atom", [("variable", unspecified.latex_dotted(name))])
        differential = self.name_kind(name) == "differential"
        if isinstance(name, Member) and name.name[-len(name.indices) :].isalnum():  # y_{ij}, whose letters are no word
            stem, _, letters = name.name.rpartition("_")
            text = f"{latex_name(stem, differential=differential)}_{{{letters}}}"
        else:
            text = latex_name(name.name, differential=differential)
        return Form("differential" if differential else "atom", [("variable", text)])

    def literal(self, literal: Literal) -> Form:
        """An integer or a fraction."""
        if literal.denominator == 1:
            return Form("atom", [("number", str(literal.numerator))])
        return Form("power", [("number", rf"\frac{{{literal.numerator}}}{{{literal.denominator}}}")])

    def series(self, call: Call) -> Form:
        """The sign with its index below."""
        arity = len(call.arguments)
        below = r"\substack{{0}={1:!} \\ {3}}" if arity == 5 else "{0}={1:!}"
        return form("series", rf"\{call.function}_{{{below}}}^{{{{2:!}}}} {{{arity - 1}:tensor}}", arity=arity)

    def block(self, matrix: Function, call: Call) -> Form:
        """A letter with its sizes as an index."""
        index, arity = self.indices(matrix, call, r" \times ", ","), len(call.arguments)
        if are_its_sizes(matrix) and arity > 1 and is_one(call.arguments[0]):  # a row of ones
            indexed = form("postfix", r"_{{1}}^{\mathsf{T}}", "function", arity).parts
            return Form("postfix", [("function", matrix.latex), *indexed])
        indexed = form("atom", f"_{{{index}}}", "function", arity).parts if index else ()
        return Form("atom", [("function", matrix.latex), *indexed])

    def call(self, call: Call) -> Form:
        r"""As for every format; \sqrt{A} of what may be square is the root of the matrix to a reader."""
        found = record(call.function)
        if found and found.unless_square and is_of_entries(call, found):
            return self.by_name(call, found.name, found)
        return super().call(call)

    def function(self, name: str) -> str:
        """Upright."""
        return _command(name)

    def by_template(self, function: Function, arity: int) -> Form | None:
        """By the record's template for LaTeX."""
        return function_form(function.latex, arity) if "{0}" in function.latex else None

    def by_name(self, call: Call, name: str, function: Function | None) -> Form:
        """As name(arguments)."""
        command = function.latex if function else ""
        if not command:
            command = _command(name, function) if function or name in ("d", "min") else unspecified.latex_name(name)
        if function and is_of_entries(call, function):
            command += r"_{\odot}"
        arity = len(call.arguments)
        arguments = ", ".join(f"{{{i}}}" for i in range(arity))
        return form("atom", f"{command}({arguments})", "function", arity)


def _command(name: str, found: Function | None = None) -> str:
    r"""How a function's name is set; one letter is the f of a derivation, d its differential.

    \min(A, 1) is the smaller of each entry and 1 to a reader, so that of each column is set upright.
    """
    if len(name) == 1:
        return r"\mathrm{d}" if name == "d" else name
    is_min = name == "min" and not (found and found.called)
    return r"\min" if is_min else rf"\operatorname{{{_escaped(name)}}}"


def _grown(piece: Piece, tall: bool) -> Piece:
    kind, text = piece
    growth = (
        {"open": r"\left", "close": r"\right"}.get(kind, "")
        if tall and not text.startswith((r"\left", r"\right"))
        else ""
    )
    return kind, growth + text


def _escaped(name: str) -> str:
    return name.replace("_", r"\_")
