"""LaTeX: pseudo-code for a paper, with amsmath and amssymb only."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.codegen.step import INDEXING
from matcalc_cli.codegen.text.frame import Frame, Module
from matcalc_cli.codegen.text.syntax import ATOM, POWER, PRODUCT, SUM, UNARY, binding_of
from matcalc_cli.codegen.text.target import MOST_AXES, Target, holding, member_operations
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.entrywise.elementwise import ROOT
from matcalc_cli.render.formats.latex_names import latex_name

if TYPE_CHECKING:
    from matcalc_cli.codegen.step import Step
    from matcalc_cli.codegen.text.named import Named
    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.number import Rational

OPERATORS = {
    "{0} + {1}": (SUM, (SUM, PRODUCT)),
    "{0} - {1}": (SUM, (SUM, PRODUCT)),
    **{f"{{0}} {symbol} {{1}}": (PRODUCT, (PRODUCT, UNARY)) for symbol in (r"\odot", r"\oslash", r"\cdot", "/")},
    r"{0}\, {1}": (PRODUCT, (PRODUCT, POWER)),
    r"1 \oslash {0}": (PRODUCT, (UNARY,)),
    "-{0}": (UNARY, (POWER,)),
    "{0}^{{1}}": (POWER, (ATOM, SUM)),
    r"{0}^{\odot {1}}": (POWER, (ATOM, ATOM)),
    "{0}^{-1}": (POWER, (ATOM,)),
    r"{0}^{\mathsf{T}}": (POWER, (ATOM,)),
}


def _word(name: str) -> str:
    return rf"\operatorname{{{name}}}"


def _called(function: Function) -> str:
    """A function as LaTeX writes it; what no template says is a word."""
    latex = function.latex
    return latex if "{0}" in latex else f"{latex or _word(function.name)}({{args}})"


_FUNCTIONS = {name: _called(function) for name, function in FUNCTIONS.items()}
OPERATIONS = {
    **_FUNCTIONS,
    "add": "{0} + {1}",
    "subtract": "{0} - {1}",
    "multiply": r"{0} \odot {1}",
    "mixed multiply": r"{0}\, {1}",
    "number multiply": r"{0} \cdot {1}",
    "divide": r"{0} \oslash {1}",
    "mixed divide": "{0} / {1}",
    "number divide": r"\frac{{0}}{{1}}",
    "negative": "-{0}",
    "reciprocal": r"1 \oslash {0}",
    "number reciprocal": r"\frac 1{{0}}",
    "power": r"{0}^{\odot {1}}",
    "number power": "{0}^{{1}}",
    "real_power": r"{0}^{\odot {1}}",
    "number real_power": "{0}^{{1}}",
    "matmul": r"{0}\, {1}",
    "solve": r"\operatorname{solve}({0}, {1})",
    "inverse": "{0}^{-1}",
    "transpose": r"{0}^{\mathsf{T}}",
    "matrix_power": "{0}^{{1}}",
    "round": "{0}",
    "item": "{0}",
    "as_array": "{0}",
    "infinity": r"\infty",
    "pi": r"\pi",
    "I": "I_{{0}}",
    "ones": r"\mathbf 1_{{0} \times {1}}",
    "zeros": r"0_{{0} \times {1}}",
    "entry": "{0}_{{1},{2}}",
    "rows": "{0}_{{1}:{2},:}",
    "cols": "{0}_{:,{1}:{2}}",
    "part": "{0}_{{1}:{2},{3}:{4}}",
    "hcat": r"\begin{bmatrix} {args} \end{bmatrix}",
    "vcat": r"\begin{bmatrix} {args} \end{bmatrix}",
    "commutation": "K_{{0},{1}}",
    "diagonal": r"\operatorname{diag}({0})",
    "diagonal_matrix": r"\operatorname{diag}({0})",
    "equal": "[{0} = {1}]",
    "unequal": r"[{0} \neq {1}]",
    "atmost": r"[{0} \leq {1}]",
    "family_column": "{0}",
    "choose": r"{0}\, {1}",
    **member_operations(*["{0}_{{indices}}"] * 3),
    "kron": r"{0} \otimes {1}",
    "sqrt": ROOT.latex,
}
OPERATORS |= {
    OPERATIONS["kron"]: (PRODUCT, (PRODUCT, UNARY)),
    "{0}": (SUM, (SUM,)),  # x' y as a factor is in parentheses
    **holding([OPERATIONS[name] for name in INDEXING]),
    **dict.fromkeys((OPERATIONS["ones"], OPERATIONS["zeros"], OPERATIONS["commutation"]), (ATOM, (SUM, SUM))),
    **{text: (ATOM, (SUM, SUM)) for text in OPERATIONS.values() if r"\left" in text},
    **{text: (POWER, (SUM if "{{0}}" in text else ATOM,)) for text in _FUNCTIONS.values() if "^" in text},
}
_SAID = {
    "f": "the value",
    **{name: f"the {reading.noun}" for name, reading in READINGS.items()},
    **{f"{name}_factors": f"the factors of the {reading.noun}" for name, reading in READINGS.items()},
    **{f"{name}_diagonal": f"the diagonal of the {reading.noun}" for name, reading in READINGS.items()},
    **{f"{name}_times": f"the {reading.noun} times any matrix" for name, reading in READINGS.items()},
    "value_and_gradient": "the value and the gradient",
    "vjp": "the adjoint of the differential",
    "hvp": "the Hessian times a vector",
}

_COUNT = (r"\operatorname{rows}", r"\operatorname{columns}")


class Latex(Target):
    """Functions as lines of assignments."""

    name = "latex"
    operations = OPERATIONS
    operators = OPERATORS
    helpers: ClassVar[Mapping[str, str]] = {}
    imports: ClassVar[Mapping[str, str]] = {}
    keywords: ClassVar[Collection[str]] = ()
    private = ""
    between: ClassVar[Mapping[str, str]] = {"hcat": " & ", "vcat": r" \\ "}
    longest = 160
    binding = ATOM
    size_product = r"\, "
    first_index = None
    size_power = "^"
    size_quotient = r"\frac{{{0}}}{{{1}}}"
    size_minimum = r"\min({0}, {1})"
    size_of = (
        r"\operatorname{{rows}}({0})", r"\operatorname{{columns}}({0})",
        *[rf"\operatorname{{{{size}}}}_{axis}({{0}})" for axis in range(3, MOST_AXES + 1)],
    )  # fmt: skip
    size_solved = r"\text{{the solution of }} {1} = {2}"
    sizes_of = r"\operatorname{{size}}({0})"
    pair = "({0}, {1})"

    def number(self, value: Rational) -> str:
        """Exact, as a fraction."""
        if value.denominator == 1:
            return str(value)
        return ("-" if value < 0 else "") + rf"\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"

    def leaf_binding(self, step: Step, text: str) -> int:
        """A name and a fraction hold together."""
        if step.operation == "name":
            return ATOM
        return binding_of(text) if step.operation == "size" else UNARY if text.startswith("-") else ATOM

    def identifier(self, name: str, spelling: str, *, differential: bool = False) -> str:  # noqa: ARG002
        """The name as it is typeset everywhere."""
        return latex_name(name, differential=differential)

    def another(self, name: str) -> str:
        """A bar tells two apart."""
        return rf"\bar{{{name}}}"

    def local(self, stem: str, number: int) -> str:
        """The name of an intermediate value: a letter with an index."""
        return f"{stem}_{{{number}}}"

    def read_number(self, argument: str) -> str:  # noqa: ARG002
        """A 1x1 matrix is a number."""
        return ""

    def assignment(self, name: str, text: str) -> str:
        """An arrow."""
        return rf"{name} \gets {text}"

    def loop(
        self, operation: str, index: str, bounds: Sequence[str], statements: Sequence[str], value: str,
        fresh: Callable[[str], str],
    ) -> tuple[list[str], str]:  # fmt: skip
        """A sum, or a loop where the term takes statements."""
        low, high, zero = bounds
        if not statements:
            sign = "prod" if operation == "production" else "sum"
            return [], rf"\Bigl(\{sign}_{{{index}={low}}}^{{{high}}} {value}\Bigr)"
        total = fresh("s")
        operator = r"\," if operation == "production" else "+"
        body = [*statements, rf"{total} \gets {total} {operator} {value}"]
        loop = rf"\textbf{{for }} {index} = {low}, \dots, {high}"
        return [rf"{total} \gets {zero}", loop, *[rf"\quad {line}" for line in body]], total

    def function(self, frame: Frame, names: Named) -> str:  # noqa: ARG002
        """A heading, then the statements, aligned."""
        heading, said = _heading(frame)
        called = ", ".join([name for name, _ in frame.parameters])
        returned = r",\quad ".join([value.text for value in frame.values])
        lines = _without_unused([*frame.lines, rf"\textbf{{return }} {returned}"])
        body = " \\\\\n".join([rf"  & \quad {line} &" for line in lines])
        return (
            rf"\noindent\textbf{{function}} ${heading}({called})$: {said}"
            f"\n\\begin{{flalign*}}\n{body}\n\\end{{flalign*}}"
        )

    def module(self, module: Module, names: Named, *, about: bool = True) -> str:
        """One function after the other."""
        functions = [self.function(frame, names) for frame in (module.f, *module.derivatives)]
        return "\n\n".join([*([_ABOUT] if about else []), *functions]) + "\n"


def _without_unused(lines: list[str]) -> list[str]:
    """The lines but for sizes that no other names: the empty sum is not written beside a sum."""
    return [
        line
        for i, line in enumerate(lines)
        if not any(_is_size(line, c) and not _names(lines[i + 1 :], line) for c in _COUNT)
    ]


def _is_size(line: str, count: str) -> bool:
    return rf"\gets {count}(" in line


def _names(lines: list[str], line: str) -> bool:
    """Whether the name that a line defines is in others."""
    name = re.escape(line.partition(r" \gets ")[0])
    return any(re.search(rf"(?<![A-Za-z\\]){name}(?![A-Za-z])", other) for other in lines)


def _heading(frame: Frame) -> tuple[str, str]:
    """The name of a function in LaTeX, and what it computes."""
    for _, symbol in frame.parameters:
        if symbol and frame.name.endswith(f"_{symbol.spelling}") and frame.name != "value_and_gradient":
            kind = frame.name.removesuffix(f"_{symbol.spelling}")
            about = latex_name(symbol.name)
            called = kind.replace("_", r"\_")
            return rf"\mathrm{{{called}}}_{{{about}}}", f"{_SAID[kind]} with respect to ${about}$"
    kind = frame.name.replace("_", r"\_")
    return (kind if kind == "f" else rf"\mathrm{{{kind}}}"), _SAID[frame.name]


_ABOUT = r"""% Written by matcalc: a function of matrices and its derivatives, as pseudo-code. It needs amsmath and amssymb.
% \odot and \oslash act on entries, a column or a row on every column or row; solve(A, B) is the X with A X = B."""

TARGET = Latex()
