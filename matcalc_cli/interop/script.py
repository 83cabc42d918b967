"""An answer as a Python script that builds it in SymPy."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Mapping
from typing import Any

import sympy
from sympy.printing.str import StrPrinter

from matcalc_cli.expr.node import Node
from matcalc_cli.interop.depth import sympys_depth
from matcalc_cli.interop.sympy import to_sympy

ENTRY = sympy.Symbol("entry of a matrix")
"""The argument of a lambda; no name has blanks."""
MARK = "\0"
"""The character around the name of a variable until the text is finished."""


class Source(StrPrinter):  # type: ignore[misc]
    """SymPy's own text, but where that does not read back; `finished` tells the variables' names from SymPy's."""

    def __init__(self, names: Collection[str], taken: Collection[str]) -> None:
        super().__init__()
        self.names = {"entry of a matrix": "entry"}
        taken = {*taken, "sympy", "entry"}
        for name in sorted(names):
            safe = name
            while keyword.iskeyword(safe) or safe in taken:
                safe += "_"
            taken.add(safe)
            self.names[name] = safe
        self.names |= {f"={answer}": answer for answer in taken}

    def finished(self, text: str) -> str:
        """A text with `sympy.` before SymPy's own names, and every variable under a name that Python takes."""
        parts = re.split(rf'({MARK}[^{MARK}]*{MARK}|"[^"]*")', text)
        return "".join(self._finished(part) for part in parts)

    def _finished(self, part: str) -> str:
        if part.startswith(MARK):
            return self.names[part[1:-1]]
        qualified = re.compile(r"(?<![\w.])[A-Za-z]\w*")
        return (
            part if part.startswith('"') else qualified.sub(lambda n: f"{'sympy.' * hasattr(sympy, n[0])}{n[0]}", part)
        )

    def _print_Symbol(self, expression: Any) -> str:
        return f"{MARK}{expression.name}{MARK}"

    def _print_MatrixSymbol(self, expression: Any) -> str:
        return f"{MARK}{expression.name}{MARK}"

    def _print_Identity(self, expression: Any) -> str:
        return f"Identity({self._print(expression.rows)})"

    def _print_OneMatrix(self, expression: Any) -> str:
        return f"OneMatrix({self._print(expression.rows)}, {self._print(expression.cols)})"

    def _print_ZeroMatrix(self, expression: Any) -> str:
        return f"ZeroMatrix({self._print(expression.rows)}, {self._print(expression.cols)})"

    def _print_BlockMatrix(self, expression: Any) -> str:
        rows = [f"[{', '.join(map(self._print, row))}]" for row in expression.blocks.tolist()]
        return f"BlockMatrix([{', '.join(rows)}])"

    def _print_HadamardPower(self, expression: Any) -> str:
        return f"HadamardPower({self._print(expression.base)}, {self._print(expression.exp)})"

    def _print_HadamardProduct(self, expression: Any) -> str:
        return f"HadamardProduct({', '.join(map(self._print, expression.args))})"

    def _print_KroneckerProduct(self, expression: Any) -> str:
        return f"KroneckerProduct({', '.join(map(self._print, expression.args))})"

    def _print_ElementwiseApplyFunction(self, expression: Any) -> str:
        (variable,), body = expression.function.variables, expression.function.expr
        plain = body.args == (variable,)
        entry = f"{MARK}{ENTRY.name}{MARK}"
        function = type(body).__name__ if plain else f"lambda {entry}: {self._print(body.subs(variable, ENTRY))}"
        return f"({self._print(expression.expr)}).applyfunc({function})"

    def _print_Rational(self, expression: Any) -> str:
        return f"Rational({expression.p}, {expression.q})" if expression.q != 1 else str(expression.p)


@sympys_depth
def script(named: Mapping[str, Node]) -> str:
    """The import, the symbols, and one assignment for each answer.

    SymPy's names stand behind `sympy.`, so that a variable may be called Symbol; a variable that Python or an answer
    has the name of gets a trailing underscore.
    """
    expressions = {name: to_sympy(node) for name, node in named.items()}
    free = sorted({s for e in expressions.values() for s in _symbols(e)}, key=str)
    source = Source({str(s) for s in free}, expressions)
    made = [f"{source.doprint(s)} = {_making(s, source)}" for s in free if not isinstance(s, sympy.MatrixSymbol)]
    made += [f"{source.doprint(s)} = {_making(s, source)}" for s in free if isinstance(s, sympy.MatrixSymbol)]
    lines = [f"{MARK}={name}{MARK} = {source.doprint(e)}" for name, e in expressions.items()]
    return "import sympy\n\n" + source.finished("\n".join([*made, *lines])) + "\n"


def _making(s: Any, source: Source) -> str:
    """The call that makes a symbol."""
    if isinstance(s, sympy.MatrixSymbol):
        return f'MatrixSymbol("{s}", {source.doprint(s.rows)}, {source.doprint(s.cols)})'
    return f'Symbol("{s}", {_assumptions(s)})'


def _symbols(expression: Any) -> set[Any]:
    found = set(expression.atoms(sympy.Symbol)) | set(expression.atoms(sympy.MatrixSymbol))
    sizes = {s for m in found if isinstance(m, sympy.MatrixSymbol) for size in m.shape for s in size.free_symbols}
    bound = {s for e in expression.atoms(sympy.Sum) for s in e.bound_symbols}
    dummies = {s for e in found if isinstance(e, sympy.Dummy) for s in (e,)}
    return (found | sizes | bound) - dummies - {s for s in found if str(s).startswith("_")}


def _assumptions(s: Any) -> str:
    said = [name for name, holds in (("integer", s.is_integer), ("positive", s.is_positive)) if holds]
    return ", ".join(f"{name}=True" for name in said or ["real"])
