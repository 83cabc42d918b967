"""MATLAB and Octave: one file that returns a struct of function handles."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from matcalc_cli.codegen.callables import described
from matcalc_cli.codegen.targets.helpers.adjugate import MATLAB as ADJUGATES
from matcalc_cli.codegen.targets.helpers.equation import MATLAB as EQUATIONS
from matcalc_cli.codegen.targets.helpers.factor import MATLAB as FACTORS
from matcalc_cli.codegen.targets.helpers.laid_out import MATLAB as LAID_OUT
from matcalc_cli.codegen.targets.helpers.matlab import HELPERS as OTHERS
from matcalc_cli.codegen.text.frame import Frame, Module, outputs
from matcalc_cli.codegen.text.spelling import spellings
from matcalc_cli.codegen.text.syntax import ATOM, POWER, PRODUCT, SUM, UNARY
from matcalc_cli.codegen.text.target import Target, holding, member_operations, part_operations

if TYPE_CHECKING:
    from matcalc_cli.codegen.text.named import Named
    from matcalc_cli.expr.shapes.dimensions import Size

HELPERS = {**OTHERS, **ADJUGATES, **FACTORS, **EQUATIONS, **LAID_OUT}
OPERATORS = {
    "{0} + {1}": (SUM, (SUM, PRODUCT)),
    "{0} - {1}": (SUM, (SUM, PRODUCT)),
    **{f"{{0}} {symbol} {{1}}": (PRODUCT, (PRODUCT, UNARY)) for symbol in ("*", ".*", "/", "./")},
    "{0} \\ {1}": (PRODUCT, (UNARY, UNARY)),
    "1 / {0}": (PRODUCT, (UNARY,)),
    "1 ./ {0}": (PRODUCT, (UNARY,)),
    "-{0}": (UNARY, (UNARY,)),
    "plus_repeated({0}, -{1})": (ATOM, (SUM, UNARY)),
    "times_repeated({0}, 1 ./ {1})": (ATOM, (SUM, UNARY)),
    "{0}^{1}": (POWER, (ATOM, ATOM)),
    "{0}.^{1}": (POWER, (ATOM, ATOM)),
    "{0}'": (ATOM, (ATOM,)),
    **holding(part_operations("(", ")").values()),
}

OPERATIONS = {
    **spellings("matlab"),
    "equal": "({0} == {1})",
    "unequal": "({0} ~= {1})",
    "atmost": "({0} <= {1})",
    "family_column": "reshape({0}, [], 1)",
    "clamp": "min(max({0}, {1}), {2})",
    "choose": "choose({0}, {1}, {2})",
    **member_operations(
        "{0}({indices})",
        "reshape({0}({indices}, :), [], 1)",
        "reshape({0}({indices}, :, :), size({0}, {rows}), size({0}, {cols}))",
    ),
    "add": "{0} + {1}",
    "subtract": "{0} - {1}",
    "multiply": "{0} .* {1}",
    "mixed multiply": "{0} * {1}",
    "add_repeated": "plus_repeated({0}, {1})",
    "subtract_repeated": "plus_repeated({0}, -{1})",
    "multiply_repeated": "times_repeated({0}, {1})",
    "divide_repeated": "times_repeated({0}, 1 ./ {1})",
    "divide": "{0} ./ {1}",
    "number divide": "{0} / {1}",
    "negative": "-{0}",
    "reciprocal": "1 ./ {0}",
    "number reciprocal": "1 / {0}",
    "power": "{0}.^{1}",
    "number power": "{0}^{1}",
    "real_power": "realpow({0}, {1})",  # an error where .^ would be complex
    "matmul": "{0} * {1}",
    "solve": "{0} \\ {1}",
    "inverse": "inv({0})",
    "transpose": "{0}'",
    "matrix_power": "{0}^{1}",
    "round": "round({0})",
    "item": "{0}",  # a 1x1 matrix is a number
    "as_array": "{0}",
    "nonzero": "({0} + ({0} == 0))",
    "scale": "pow2(floor(log2({0} + ({0} == 0))))",
    "xlogy": "times_log({0}, {1})",
    "infinity": "Inf",
    **part_operations("(", ")"),
    "hcat": "[{args}]",
    "vcat": "[{args}]",
    "diagonal": "diag({0})",
    "diagonal_matrix": "full(diag({0}))",  # Octave repeats no row along its own diagonal matrices
    "plus_diagonal": "plus_diagonal({0}, {1})",
    "exchange": "exchange_axes({0}, {1}, {2}, 1)",
    "exchange_within": "exchange_axes({0}, {1}, {2}, {3})",
    "every_row": "every_row({0}, {1})",
    "row_kron": "kron_rows({0}, {1})",
    "identity": "{{0}}",
    "eye_kron": "blocks({{0}}, {1})",
    "kron_eye": "blocks({0}, {{1}})",
    "exchanged_kron": "blocks({0}, {1}, [2, 1, 3, 4])",
    "kron_times": "kron_times({0}, {1}, {2})",
    "filled": "filled({args})",
    "kron_term": "blocks({0}, {1})",
    "exchanged_term": "blocks({0}, {1}, [2, 1, 3, 4])",
    "turned_term": "blocks({0}, {1}, [1, 2, 4, 3])",
    "within_term": "exchange_axes(blocks({0}, {1}), {4}, {3}, {2})",
    "product_term": "{0} * {1}",
    "rows_scaled": "rows_scaled({0}, {1})",
    "cols_scaled": "cols_scaled({0}, {1})",
    "stack_times": "stack_times({0}, {1})",
    "elimination_times": "lower_rows({1}, {0})",
    "elimination_turned_times": "lower_placed({1}, {0})",
    "duplication_times": "lower_mirrored({1}, {0})",
    "duplication_turned_times": "lower_added({1}, {0})",
    "tril_times": "cumsum({0}, 1)",
    "triu_turned_times": "cumsum({0}, 1)",
    "triu_times": "flipud(cumsum(flipud({0}), 1))",
    "tril_turned_times": "flipud(cumsum(flipud({0}), 1))",
}
_KEYWORDS = "break case catch classdef continue else elseif end for function global if otherwise parfor persistent return spmd switch try while Inf pi size zeros"
"""The words that mean something in MATLAB, and in every function that is emitted."""
_OCTAVE = "do until unwind_protect end_unwind_protect endif endfor endfunction endwhile end_try_catch endswitch"
_CALLED = re.findall(r"[A-Za-z]\w+(?=\()", " ".join([*OPERATIONS.values(), *HELPERS.values()]))


class Matlab(Target):
    """Functions behind handles, in plain MATLAB that Octave reads too."""

    name = "matlab"
    operations = OPERATIONS
    operators = OPERATORS
    helpers = HELPERS
    imports: ClassVar[Mapping[str, str]] = {}
    keywords: ClassVar[Collection[str]] = {*_KEYWORDS.split(), *_OCTAVE.split(), *_CALLED}
    private = ""
    first_index = 1
    indexes_names = True
    between: ClassVar[Mapping[str, str]] = {"vcat": "; "}
    size_power = "^"
    size_quotient = "({0}) / {1}"
    size_solved = "solve_dimension(@({0}) {1}, {2})"
    pair = "[{0}, {1}]"

    def identifier(self, name: str, spelling: str, *, differential: bool = False) -> str:  # noqa: ARG002
        """ASCII only."""
        return spelling if spelling.isascii() else name

    def read_number(self, argument: str) -> str:  # noqa: ARG002
        """A 1x1 matrix is a number."""
        return ""

    def assignment(self, name: str, text: str) -> str:
        """Without an echo."""
        return f"{name} = {text};"

    def loop(
        self, operation: str, index: str, bounds: Sequence[str], statements: Sequence[str], value: str,
        fresh: Callable[[str], str],
    ) -> tuple[list[str], str]:  # fmt: skip
        """A loop: a function handle has no statements."""
        low, high, zero = bounds
        if operation != "summation":
            return _plain_loop(
                "+" if operation == "total" else "*", index, bounds, [*statements, value], fresh("total")
            )
        total, indices, sign = fresh("total"), fresh("indices"), fresh("sign")
        body = [*statements, f"{total} = {total} + {sign} * ({value});"]
        return [
            f"[{indices}, {sign}] = summands({low}, {high});",
            f"{total} = {zero};",
            f"for {index} = {indices}",
            *[f"    {line}" for line in body],
            "end",
        ], total

    def function(self, frame: Frame, names: Named) -> str:
        """A local function with a line of help."""
        wanted = outputs(frame.name, len(frame.values)) if len(frame.values) > 1 else ["value"]
        found = [names.local(name) for name in wanted]
        result = found[0] if len(found) == 1 else f"[{', '.join(found)}]"
        called = ", ".join([name for name, _ in frame.parameters])
        lines = [
            *_check(frame),
            *frame.lines,
            *[f"{out} = {v.text};" for out, v in zip(found, frame.values, strict=True)],
        ]
        body = "".join([f"\n    {line}" for line in lines])
        return f"function {result} = {frame.ascii_name}({called})\n% {frame.summary}{body}\nend"

    def module(self, module: Module, names: Named, *, about: bool = True) -> str:
        """The function that returns the handles, then local functions."""
        frames = [module.f, *module.derivatives]
        functions = [self.function(frame, names) for frame in frames]
        handles = "\n".join([f"m.{frame.ascii_name} = @{frame.ascii_name};" for frame in frames])
        said = "".join(f"% {line}\n" for line in described(names.callables))
        head = f"function m = derivatives()\n{_ABOUT + said if about else ''}{handles}\nend"
        return "\n\n".join([head, *functions, *self.preamble("\n".join(functions))]) + "\n"


def _plain_loop(
    operator: str, index: str, bounds: Sequence[str], statements: Sequence[str], total: str
) -> tuple[list[str], str]:
    """From the lowest index to the highest; the last of the statements is the term."""
    low, high, empty = bounds
    body = [*statements[:-1], f"{total} = {total} {operator} ({statements[-1]});"]
    return [f"{total} = {empty};", f"for {index} = {low}:{high}", *[f"    {line}" for line in body], "end"], total


def _check(frame: Frame) -> Iterator[str]:
    """The statement that looks at what the function is given."""
    looked = [(name, symbol) for name, symbol in frame.parameters if symbol and not symbol.axes]
    if frame.is_checked and looked:
        names = ", ".join([name for name, _ in looked])
        sizes = "; ".join([", ".join(map(_size, symbol.shape)) for _, symbol in looked])
        quoted = ", ".join([f"'{name}'" for name, _ in looked])
        yield f"[{names}] = checked({{{quoted}}}, {{{sizes}}}, {{{names}}});"


def _size(size: Size) -> str:
    """A number, the name of a dimension, or nothing that is looked at."""
    text = str(size)
    if isinstance(size, int):
        return text
    return f"'{text}'" if text.isidentifier() and text.isascii() else "[]"


_ABOUT = """\
% Written by matcalc: a function of matrices and its derivatives, for MATLAB and Octave.
%
%   m = derivatives(); m.f(...)
%
% Save this file as derivatives.m. Every function takes the variables in this order: vectors are columns, scalars
% numbers; vec stacks columns.
"""

TARGET = Matlab()
