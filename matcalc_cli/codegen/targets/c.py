"""C for arrays of fixed sizes: loops over arrays on the stack, without any allocation."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from matcalc_cli.codegen.sized.arrays import RULES
from matcalc_cli.codegen.sized.loops import results
from matcalc_cli.codegen.step import ARRAY
from matcalc_cli.codegen.targets.helpers.c import HELPERS
from matcalc_cli.codegen.text.frame import Frame, Module
from matcalc_cli.codegen.text.spelling import spellings
from matcalc_cli.codegen.text.syntax import ATOM, PRODUCT, SUM, UNARY
from matcalc_cli.codegen.text.target import Target, member_operations, part_operations
from matcalc_cli.expr.shapes.dimensions import SCALAR, substitute
from matcalc_cli.expr.shapes.spans import array_shape
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from matcalc_cli.codegen.text.named import Named
    from matcalc_cli.expr.node import Symbol
    from matcalc_cli.expr.number import Rational
    from matcalc_cli.expr.shapes.dimensions import Size

OPERATORS = {
    "{0} + {1}": (SUM, (SUM, PRODUCT)),
    "{0} - {1}": (SUM, (SUM, PRODUCT)),
    "{0} * {1}": (PRODUCT, (PRODUCT, UNARY)),
    "{0} / {1}": (PRODUCT, (PRODUCT, UNARY)),
    "1.0 / {0}": (PRODUCT, (UNARY,)),
    "-{0}": (UNARY, (ATOM,)),  # --x is another thing
}
ENTRIES = {
    **spellings("c"),
    "add": "{0} + {1}",
    "subtract": "{0} - {1}",
    "multiply": "{0} * {1}",
    "divide": "{0} / {1}",
    "reciprocal": "1.0 / {0}",
    "negative": "-{0}",
    "power": "pow({0}, {1})",
    "real_power": "pow({0}, {1})",
    "xlogy": "times_log({0}, {1})",
    "nonzero": "({0} != 0.0 ? {0} : 1.0)",
    "scale": "exp2(floor(log2({0} != 0.0 ? {0} : 1.0)))",
    "infinity": "INFINITY",
}
"""The operations that are done entry by entry; of the functions there are also helpers for the whole."""
OTHERS = {name: f"{name}({{args}})" for name in (*RULES, "choose")}
"""The operations that are loops and sums, as --plan names them."""
MEMBERS = member_operations("{0}[{indices}]", "{0}[{indices}]", "{0}[{indices}]") | part_operations("[", "]")
OPERATIONS = {**OTHERS, **ENTRIES, **MEMBERS}
_KEYWORDS = "auto break case char const continue default do double else enum extern float for goto if inline int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while main NAN"
_CALLED = re.findall(r"[A-Za-z]\w+(?=\()", " ".join([*ENTRIES.values(), *HELPERS.values(), "lround()"]))


class C(Target):
    """Functions that return a number or fill the memory that their last arguments point to."""

    name = "c"
    operations = OPERATIONS
    operators = OPERATORS
    helpers = HELPERS
    imports: ClassVar[Mapping[str, str]] = {"abs": "#include <stdlib.h>"}
    keywords: ClassVar[Collection[str]] = {*_KEYWORDS.split(), *_CALLED}
    private = ""
    first_index = 0
    first_row = 0
    is_sized = True

    def number(self, value: Rational) -> str:
        """A double, whatever it is divided by."""
        text = super().number(value)
        return re.sub(r"(\d+)", r"\1.0", text) if re.fullmatch(r"-?\d+(/\d+)?", text) else text

    def identifier(self, name: str, spelling: str, *, differential: bool = False) -> str:  # noqa: ARG002
        """ASCII only."""
        return spelling if spelling.isascii() else name

    def read_number(self, argument: str) -> str:  # noqa: ARG002
        """Its one entry is asked for where it is used."""
        return ""

    def loop(
        self, operation: str, index: str, bounds: Sequence[str], statements: Sequence[str], value: str,
        fresh: Callable[[str], str],
    ) -> tuple[list[str], str]:  # fmt: skip
        """Loops are written by codegen/sized."""
        raise NotImplementedError

    def function(self, frame: Frame, names: Named) -> str:
        """A comment, then what is returned or filled."""
        kinds = [value.kind for value in frame.values]
        number = kinds[0] != ARRAY
        filled_names = results(frame.name, len(kinds), names)
        shapes = [value.node.shape for value in frame.values]
        told = [(name, array_shape(symbol)) for name, symbol in frame.parameters if symbol and _is_array(symbol)]
        told += [pair for pair in zip(filled_names, shapes, strict=True) if pair[1] != SCALAR]
        sizes = "; ".join([f"{name} is {_by(shape, names)}" for name, shape in told])
        given = [_declared(name, symbol) for name, symbol in frame.parameters if symbol]
        filled = [f"double *{name}" for name in filled_names[number:]]
        head = f"{'double' if number else 'void'} {frame.ascii_name}({', '.join([*given, *filled])})"
        lines = [*frame.lines, *[f"return {frame.values[0].text};"] * number]
        unused = [f"(void){name};" for name, symbol in frame.parameters if symbol and not _is_used(name, lines)]
        body = "\n".join([f"    {line}" for line in [*unused, *lines]])
        comment = f"/* {frame.summary}{f' {sizes}.' if sizes else ''} */"
        return f"{comment}\n{head}\n{{\n{body}\n}}"

    def module(self, module: Module, names: Named, *, about: bool = True) -> str:
        """A file of C: its include, helpers and functions."""
        functions = [self.function(frame, names) for frame in [module.f, *module.derivatives]]
        sizes = ", ".join([f"{name} = {size}" for name, size in names.sizes.items()])
        head = _ABOUT.format(f", for {sizes}" if sizes else "") if about else ""
        return "\n\n".join([head + "#include <math.h>", *self.preamble("\n".join(functions)), *functions]) + "\n"


def _by(shape: Sequence[Size | None], names: Named) -> str:
    return " x ".join([str(substitute(size, dict(names.sizes))) for size in shape if size is not None])


def _is_array(symbol: Symbol) -> bool:
    return bool(symbol.axes) or not KINDS[symbol.kind].is_number


def _declared(name: str, symbol: Symbol) -> str:
    if _is_array(symbol):
        return f"const double *{name}"
    return f"int {name}" if KINDS[symbol.kind].whole else f"double {name}"


def _is_used(name: str, lines: Sequence[str]) -> bool:
    return any(re.search(rf"(?<![\w.]){name}(?!\w)", line) for line in lines)


_ABOUT = """\
/* Written by matcalc: a function of matrices and its derivatives{}.

   Matrices are arrays row by row, A[i][j] is A[columns*i + j]; vec stacks columns. What a function fills must not overlap
   what it is given. Nothing is allocated and nothing is kept: all memory is on the stack. Compile with -lm. */

"""

TARGET = C()
