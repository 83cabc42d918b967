r"""The report of `diff` in LaTeX, as an `align*`; and any LaTeX answer as a document of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from matcalc_cli.answers import needed
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.documents.latex_lines import COLUMN, broken, width_of
from matcalc_cli.render.documents.latex_steps import reason_latex
from matcalc_cli.render.formats.latex import latex
from matcalc_cli.render.reports.conditions import of_answer as conditions_of
from matcalc_cli.render.reports.conventions import shows_derivative, shows_gradient
from matcalc_cli.render.reports.names import differentials, function_letter, single_differential, taken_names
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.sharing import Said, of_answer, unwrapped

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer, Derivative
    from matcalc_cli.expr.node import Node

Equation = tuple[str, str]
"""Left and right of the aligned `=`."""

_DOCUMENT = r"""\documentclass{article}
\usepackage{amsmath,amssymb}
\pagestyle{empty}
\begin{document}
%s
\end{document}
"""


def latex_report(answer: Answer) -> str:
    r"""The equations of the report, `\begin{align*}` to `\end{align*}`, with one line end."""
    equations = list(_Equations(answer).all())
    width = COLUMN - max(width_of(left) for left, _ in equations)
    rows = [row for left, right in equations for row in _rows(left, right, width)]
    said = conditions_of(answer)
    rows += _condition_rows(reason_latex(["where ", *said], differentials(answer))) if said else []
    return "\\begin{align*}\n" + " \\\\\n".join(rows) + "\n\\end{align*}\n"


def _rows(left: str, right: str, width: int) -> list[str]:
    """An equation, its right side on as many lines as it needs in a column."""
    first, *more = broken(right, width)
    return [f"  {left} &= {first}", *[rf"  &\qquad {{}} {line}" for line in more]]


def _condition_rows(said: str) -> list[str]:
    """The lines of the conditions, a condition a line where they are long together."""
    if width_of(said) <= COLUMN:
        return [f"  & {said}"]
    first, *more = said.split(r"\text{, }")
    return [f"  & {first}", *[rf"  &\qquad {condition}" for condition in more]]


def standalone(body: str) -> str:
    r"""A document around an `align*`, or around lines of bare math, each displayed."""
    if r"\begin{align*}" in body:
        return _DOCUMENT % body.rstrip("\n")
    return _DOCUMENT % "\n".join(f"\\[\n{line}\n\\]" for line in body.splitlines())


class _Equations:
    """The equations of one answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.known = differentials(answer)
        self.letter = function_letter(taken_names(answer))
        self.several = len(answer.derivatives) > 1
        self.said = Said()

    def all(self) -> Iterator[Equation]:
        """The expression, its named parts, the differential, the readings."""
        names = ", ".join(latex(express(d.variable), self.known) for d in self.answer.derivatives)
        yield f"{self.letter}({names})" if names else self.letter, self._tree(self.answer.program.body)
        for binding in self.answer.program.bindings:
            yield self._tree(binding.name), self._tree(binding.value)
        total = single_differential(self.answer)
        if total is not None:
            yield from self._equation(rf"\mathrm{{d}}{self.letter}", total)
        for derivative in self.answer.derivatives:
            yield from self._readings(derivative)
        for order, x, node in needed.later(self.answer):
            power = f"^{{{order}}}"
            rate = "" if x is None else self._rate(latex(express(x), self.known), power)
            yield from self._equation(rate or rf"\mathrm{{d}}{power} {self.letter}", node)

    def _readings(self, derivative: Derivative) -> Iterator[Equation]:
        name = latex(express(derivative.variable), self.known)
        if derivative.derivative is not None:
            yield from self._equation(self._rate(name), derivative.derivative)
        elif shows_gradient(derivative) and derivative.gradient is not None:
            yield from self._equation(self._indexed(r"\nabla", name) + f" {self.letter}", derivative.gradient)
        else:
            yield from self._equation(self._indexed("J", name), derivative.jacobian)
        if derivative.hessian is not None and not shows_derivative(derivative):
            yield from self._equation(self._indexed("H", name), derivative.hessian)
        elif derivative.hessian is not None:
            yield from self._equation(self._rate(name, "^{2}"), derivative.hessian)

    def _rate(self, name: str, twice: str = "") -> str:
        return rf"\frac{{\mathrm{{d}}{twice} {self.letter}}}{{\mathrm{{d}}{name}{twice}}}"

    def _indexed(self, symbol: str, name: str) -> str:
        return f"{symbol}_{{{name}}}" if self.several else symbol

    def _equation(self, left: str, node: Node) -> Iterator[Equation]:
        """An equation, and one for each part that its right side names."""
        parts, body = unwrapped(of_answer(node, self.answer, defined=False))
        yield left, self._tree(body)
        for name, value in self.said.new(parts):
            yield self._tree(name), self._tree(value)

    def _tree(self, tree: Tree) -> str:
        return latex(tree, self.known)
