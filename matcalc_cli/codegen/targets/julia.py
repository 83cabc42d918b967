"""Julia: a module on LinearAlgebra alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from matcalc_cli.codegen.callables import described
from matcalc_cli.codegen.targets.helpers.adjugate import JULIA as ADJUGATES
from matcalc_cli.codegen.targets.helpers.equation import JULIA as EQUATIONS
from matcalc_cli.codegen.targets.helpers.factor import JULIA as FACTORS
from matcalc_cli.codegen.targets.helpers.julia import HELPERS as OTHERS
from matcalc_cli.codegen.targets.helpers.laid_out import JULIA as LAID_OUT
from matcalc_cli.codegen.text.frame import Frame, Module, Value
from matcalc_cli.codegen.text.spelling import entrywise, spellings
from matcalc_cli.codegen.text.syntax import ATOM, POWER, PRODUCT, SUM, UNARY
from matcalc_cli.codegen.text.target import Target, holding, member_operations, part_operations

if TYPE_CHECKING:
    from matcalc_cli.codegen.text.named import Named
    from matcalc_cli.expr.node import Symbol

HELPERS = {**OTHERS, **ADJUGATES, **FACTORS, **EQUATIONS, **LAID_OUT}
_PRODUCTS = ("*", ".*", "/", "./", "\\")
OPERATORS = {
    **{f"{{0}} {symbol} {{1}}": (SUM, (SUM, PRODUCT)) for symbol in ("+", ".+", "-", ".-")},
    **{f"{{0}} {symbol} {{1}}": (PRODUCT, (PRODUCT, UNARY)) for symbol in _PRODUCTS},
    "1 / {0}": (PRODUCT, (UNARY,)),
    "1 ./ {0}": (PRODUCT, (UNARY,)),
    "-{0}": (UNARY, (ATOM,)),  # -(A) .^ 2 is read in two ways
    "{0}^{1}": (POWER, (ATOM, ATOM)),
    "{0} .^ {1}": (POWER, (ATOM, ATOM)),
    "{0}'": (ATOM, (ATOM,)),
    **holding(part_operations("[", "]").values()),
}

_FUNCTIONS = spellings("julia")
_ENTRYWISE = entrywise(_FUNCTIONS)
_CALL = re.compile(r"(\w+)\(\{0\}\)")

OPERATIONS = {
    **_FUNCTIONS,
    **{name: _CALL.sub(r"\1.({0})", text) for name, text in _ENTRYWISE.items()},
    **{f"number {name}": text for name, text in _ENTRYWISE.items()},
    "equal": "({0} == {1})",
    "unequal": "({0} != {1})",
    "atmost": "({0} <= {1})",
    "family_column": "reshape({0}, :, 1)",
    "clamp": "clamp({0}, {1}, {2})",
    "choose": "({0} ? {1} : {2})",
    **member_operations("{0}[{indices}]", "reshape({0}[{indices}, :], :, 1)", "{0}[{indices}, :, :]"),
    "add": "{0} + {1}",
    "mixed add": "{0} .+ {1}",
    "add_repeated": "{0} .+ {1}",
    "number add": "{0} + {1}",
    "subtract": "{0} - {1}",
    "mixed subtract": "{0} .- {1}",
    "subtract_repeated": "{0} .- {1}",
    "number subtract": "{0} - {1}",
    "multiply": "{0} .* {1}",
    "mixed multiply": "{0} * {1}",
    "divide": "{0} ./ {1}",
    "number divide": "{0} / {1}",
    "negative": "-{0}",
    "reciprocal": "1 ./ {0}",
    "number reciprocal": "1 / {0}",
    "power": "{0} .^ {1}",
    "number power": "{0}^{1}",
    "real_power": "{0} .^ {1}",
    "number real_power": "{0}^{1}",
    "matmul": "{0} * {1}",
    "solve": "{0} \\ {1}",
    "inverse": "inv({0})",
    "transpose": "{0}'",
    "matrix_power": "{0}^{1}",
    "round": "round(Int, {0})",
    "item": "only({0})",
    "as_array": "fill(float({0}), 1, 1)",
    "nonzero": "({0} + ({0} == 0))",
    "scale": "exp2(floor(log2({0} + ({0} == 0))))",
    "xlogy": "_xlogy.({0}, {1})",
    "infinity": "Inf",
    **part_operations("[", "]"),
    "hcat": "hcat({args})",
    "vcat": "vcat({args})",
    "diagonal": "reshape(diag({0}), :, 1)",
    "diagonal_matrix": "diagm(vec({0}))",
    "plus_diagonal": "_plus_diagonal({0}, {1})",
    "exchange": "_exchange({0}, {1}, {2}, 1)",
    "exchange_within": "_exchange({0}, {1}, {2}, {3})",
    "every_row": "_every_row({0}, {1})",
    "row_kron": "_kron_rows({0}, {1})",
    "eye_kron": "_blocks({0}, {1}, (1, 2, 3, 4))",
    "kron_eye": "_blocks({0}, {1}, (1, 2, 3, 4))",
    "exchanged_kron": "_blocks({0}, {1}, (2, 1, 3, 4))",
    "kron_times": "_kron_times({0}, {1}, {2})",
    "filled": "_filled({args})",
    "kron_term": "_blocks({0}, {1}, (1, 2, 3, 4))",
    "exchanged_term": "_blocks({0}, {1}, (2, 1, 3, 4))",
    "turned_term": "_blocks({0}, {1}, (1, 2, 4, 3))",
    "within_term": "_exchange(_blocks({0}, {1}, (1, 2, 3, 4)), {4}, {3}, {2})",
    "product_term": "{0} * {1}",
    "rows_scaled": "_rows_scaled({0}, {1})",
    "cols_scaled": "_cols_scaled({0}, {1})",
    "stack_times": "_stack_times({0}, {1})",
    "elimination_times": "_lower({1}, {0})",
    "elimination_turned_times": "_lower_placed({1}, {0})",
    "duplication_times": "_lower_mirrored({1}, {0})",
    "duplication_turned_times": "_lower_added({1}, {0})",
    "tril_times": "cumsum({0}; dims=1)",
    "triu_turned_times": "cumsum({0}; dims=1)",
    "triu_times": "reverse(cumsum(reverse({0}; dims=1); dims=1); dims=1)",
    "tril_turned_times": "reverse(cumsum(reverse({0}; dims=1); dims=1); dims=1)",
}
_IMPORTED = {word for text in _FUNCTIONS.values() for word in re.findall(r"(?<!\w)_(\w+)(?=\.?\()", text)} - {*HELPERS}
IMPORTS = {name: f"using SpecialFunctions: {name} as _{name}" for name in sorted({*_IMPORTED, "logabsgamma"})}
_KEYWORDS = "baremodule begin break catch const continue do else elseif end export false finally for function global if import in isa let local macro module quote return struct true try using where while"
_CALLED = re.findall(r"(?<![\w.])[A-Za-z]\w+(?=\.?\()", " ".join([*OPERATIONS.values(), *HELPERS.values()]))


class Julia(Target):
    """Functions in a module, documented by strings."""

    name = "julia"
    operations = OPERATIONS
    operators = OPERATORS
    helpers = HELPERS
    imports = IMPORTS
    keywords: ClassVar[Collection[str]] = {*_KEYWORDS.split(), *_CALLED, "Inf", "pi", "Int"}
    first_index = 1
    size_power = "^"
    size_quotient = "({0}) ÷ {1}"
    size_solved = "_dimension({0} -> {1}, {2})"

    def read_number(self, argument: str) -> str:
        """Its one entry."""
        return f"{argument} = only({argument})"

    def loop(
        self, operation: str, index: str, bounds: Sequence[str], statements: Sequence[str], value: str,
        fresh: Callable[[str], str],
    ) -> tuple[list[str], str]:  # fmt: skip
        """A call with the term as a function, or in a do block where it takes statements."""
        low, high, zero = bounds
        if not statements:
            return [], f"_{operation}({index} -> {value}, {low}, {high}, {zero})"
        total = fresh("total")
        body = [f"    {line}" for line in [*statements, value]]
        return [f"{total} = _{operation}({low}, {high}, {zero}) do {index}", *body, "end"], total

    def function(self, frame: Frame, names: Named) -> str:  # noqa: ARG002
        """A function with a docstring; vectors come and go as such, and are columns inside."""
        columns = [name for name, symbol in frame.parameters if symbol and _is_column(symbol)]
        used = " ".join([*frame.lines, *[value.text for value in frame.values]])
        lines = [f"{x} = reshape({x}, :, 1)" for x in columns if re.search(rf"(?<!\w){x}(?!\w)", used)]
        returned = ", ".join(map(_returned, frame.values))
        called = ", ".join([name for name, _ in frame.parameters])
        body = "\n".join([f"    {line}" for line in [*lines, *frame.lines, f"return {returned}"]])
        return f'"{frame.summary}"\nfunction {frame.name}({called})\n{body}\nend'

    def module(self, module: Module, names: Named, *, about: bool = True) -> str:
        """The module with its documentation, functions, then helpers."""
        frames = [module.f, *module.derivatives]
        functions = [self.function(frame, names) for frame in frames]
        text = "\n\n".join(functions)
        imports = [line for name, line in self.imports.items() if name in self.used(text)]
        helpers = [source.strip() for name, source in self.helpers.items() if name in self.used(text)]
        said = "".join(f"\n{line}" for line in described(names.callables))
        introduction = f"{_ABOUT.removesuffix(QUOTES)}{said}\n{QUOTES}" if said else _ABOUT
        head = "\n".join(
            [*([introduction] if about else []), "module Derivatives", "", "using LinearAlgebra", *imports]
        )
        return "\n\n".join([head, *functions, *helpers, "end"]) + "\n"


def _is_column(symbol: Symbol) -> bool:
    return symbol.cols == 1 and symbol.rows != 1 and not symbol.axes


def _returned(value: Value) -> str:
    """A column as a vector."""
    return f"vec({value.text})" if value.node.cols == 1 and value.node.rows != 1 else value.text


QUOTES = '"""'
_ABOUT = '''\
"""
Written by matcalc: a function of matrices and its derivatives.

Include this file and call Derivatives.f, Derivatives.gradient, ... Vectors are vectors (or n x 1 matrices), scalars
are numbers; vec stacks columns.
"""'''

TARGET = Julia()
