"""The rows of a report before it is laid out: the expression, its names, the readings, the conditions."""

from __future__ import annotations

from matcalc_cli.answers import needed
from matcalc_cli.expr.node import Member
from matcalc_cli.language.tree import Call, Name, Operation, Tree
from matcalc_cli.render.formats.markup import Piece, joined
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.reports.conditions import of_answer as conditions_of
from matcalc_cli.render.reports.conventions import shows_derivative, shows_gradient
from matcalc_cli.render.reports.names import (
    differentials,
    exponent,
    function_letter,
    single_differential,
    spelled,
    subscripted,
    taken_names,
)
from matcalc_cli.render.writing.sharing import Said, of_answer, unwrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.answers.answer import Answer, Derivative
    from matcalc_cli.expr.node import Node, Symbol

Row = tuple[str, list[Piece]]
"""A label and what stands behind it."""


def _constants(variables: Sequence[Symbol], asked: Sequence[Symbol]) -> list[Symbol]:
    """The variables that do not move, without the indices of members that do."""
    moving = {symbol.family if isinstance(symbol, Member) else symbol for symbol in asked}
    return [symbol for symbol in variables if symbol not in moving and symbol.span is None]


class Facts:
    """The rows about one answer; `letter` is what they call the expression."""

    def __init__(self, answer: Answer, *, unicode: bool) -> None:
        self.answer = answer
        self.unicode = unicode
        self.asked = [derivative.variable for derivative in answer.derivatives]
        self.constants = _constants(answer.variables, self.asked)
        self.letter = function_letter(taken_names(answer) | {self.name(symbol) for symbol in answer.variables})
        self._differentials = differentials(answer)
        self._parts: list[tuple[Tree, Tree]] = []
        self._said = Said()

    def name(self, symbol: Symbol) -> str:
        """The symbol as this report writes it."""
        return spelled(symbol, unicode=self.unicode)

    def heading(self) -> list[Piece]:
        """`f(A, x) = ...` as it was typed."""
        names: list[list[Piece]] = [[("variable", self.name(symbol))] for symbol in self.asked]
        arguments = [("open", "("), *joined(names, ("text", ", ")), ("close", ")")] if names else []
        return [("function", self.letter), *arguments, ("operator", " = "), *self._written(self.answer.program.body)]

    def bindings(self) -> list[Row]:
        """`with r = A x - b`, one row a named part."""
        return [
            ("with", [*self._written(binding.name), ("operator", " = "), *self._written(binding.value)])
            for binding in self.answer.program.bindings
        ]

    def readings(self) -> list[Row]:
        """The differential, then the derivative, gradient or Jacobian of each variable, then the Hessians."""
        total = single_differential(self.answer)
        rows = [("differential", self._equation(f"d{self.letter}", total))] if total is not None else []
        rows += self._given()
        rows += [
            row for derivative in self.answer.derivatives for row in (self._first_order(derivative), *self._given())
        ]
        rows += [row for hessian in self._hessians() for row in (hessian, *self._given())]
        return rows + [row for later in self._later() for row in (later, *self._given())]

    def conditions(self) -> list[Row]:
        """The conditions under which the answer is valid."""
        said = conditions_of(self.answer)
        known = self._differentials
        pieces = [pretty(p, self.unicode, known) if isinstance(p, Tree) else [("note", p)] for p in said]
        return [("where", [piece for group in pieces for piece in group])] if said else []

    def _first_order(self, derivative: Derivative) -> Row:
        name, several = self.name(derivative.variable), len(self.asked) > 1
        if shows_derivative(derivative):
            return "derivative", self._equation(f"d{self.letter}/d{name}", derivative.derivative)
        if shows_gradient(derivative):
            return "gradient", self._equation(self._nabla(name, several=several), derivative.gradient)
        if several:
            return "Jacobian", self._equation(subscripted("J", name, unicode=self.unicode), derivative.jacobian)
        vec_df = [("function", "vec"), ("open", "("), ("differential", f"d{self.letter}"), ("close", ")")]
        return "Jacobian", [*vec_df, ("operator", " = "), *self._applied(derivative)]

    def _hessians(self) -> Iterator[Row]:
        for derivative in self.answer.derivatives:
            if derivative.hessian is not None:
                yield "Hessian", self._equation(self._hessian_name(derivative), derivative.hessian)

    def _later(self) -> Iterator[Row]:
        for order, x, node in needed.later(self.answer):
            power = exponent(order, unicode=self.unicode)
            df = f"d{power}{self.letter}"
            if x is None:
                yield "differential", self._equation(df, node)
            else:
                yield "derivative", self._equation(f"{df}/d{self.name(x)}{power}", node)

    def _hessian_name(self, derivative: Derivative) -> str:
        name, two = self.name(derivative.variable), "²" if self.unicode else "^2"
        if shows_derivative(derivative):
            return f"d{two}{self.letter}/d{name}{two}"
        return subscripted("H", name, unicode=self.unicode) if len(self.asked) > 1 else "H"

    def _nabla(self, name: str, *, several: bool) -> str:
        if not self.unicode:
            return f"grad_{name} {self.letter}" if several else f"grad {self.letter}"
        if not several:
            return f"∇{self.letter}"
        nabla = subscripted("∇", name, unicode=True)
        return f"{nabla} {self.letter}" if "_" in nabla else nabla + self.letter

    def _applied(self, derivative: Derivative) -> list[Piece]:
        """J vec(dX), with the brackets a product needs; vec(dX_1) where the expression has a dX of its own."""
        variable, own = derivative.variable, {s.name for s in self.answer.expression.symbols}
        suffix = "_1" if f"d{variable.name}" in own else ""
        dX = Name(f"d{variable.name}{suffix}", f"d{self.name(variable)}{suffix}", 0, 0)
        vec_dX = Call("vec", (dX,), 0, 0, name=(0, 0))
        product = Operation("multiply", (self._shared(derivative.jacobian), vec_dX), 0, 0)
        return pretty(product, self.unicode, self._differentials)

    def _equation(self, left: str, node: Node | None) -> list[Piece]:
        """`left = node`."""
        right = self._written(self._shared(node)) if node is not None else []
        return [("heading", left), ("operator", " = "), *right]

    def _shared(self, node: Node) -> Tree:
        """The tree of an expression; the parts that it names wait for rows of their own."""
        parts, tree = unwrapped(of_answer(node, self.answer, defined=False))
        self._parts = self._said.new(parts)
        return tree

    def _given(self) -> list[Row]:
        """`with t1 = A x - b`, a row for each part named in the row before."""
        parts, self._parts = self._parts, []
        return [("  with", [*self._written(name), ("operator", " = "), *self._written(v)]) for name, v in parts]

    def _written(self, tree: Tree) -> list[Piece]:
        return pretty(tree, self.unicode, self._differentials)
