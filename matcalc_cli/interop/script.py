"""An answer as a Python script that builds it in SymPy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import sympy
from sympy.printing.str import StrPrinter

from matcalc_cli.expr.node import Node
from matcalc_cli.interop.depth import sympys_depth
from matcalc_cli.interop.sympy import to_sympy


class Source(StrPrinter):  # type: ignore[misc]
    """SymPy's own text, but where that does not read back."""

    def _print_Identity(self, expression: Any) -> str:
        return f"Identity({self._print(expression.rows)})"

    def _print_OneMatrix(self, expression: Any) -> str:
        return f"OneMatrix({self._print(expression.rows)}, {self._print(expression.cols)})"

    def _print_ZeroMatrix(self, expression: Any) -> str:
        return f"ZeroMatrix({self._print(expression.rows)}, {self._print(expression.cols)})"

    def _print_HadamardPower(self, expression: Any) -> str:
        return f"HadamardPower({self._print(expression.base)}, {self._print(expression.exp)})"

    def _print_HadamardProduct(self, expression: Any) -> str:
        return f"HadamardProduct({', '.join(map(self._print, expression.args))})"

    def _print_KroneckerProduct(self, expression: Any) -> str:
        return f"KroneckerProduct({', '.join(map(self._print, expression.args))})"

    def _print_ElementwiseApplyFunction(self, expression: Any) -> str:
        (variable,), body = expression.function.variables, expression.function.expr
        plain = body.args == (variable,)
        function = type(body).__name__ if plain else f"lambda t: {self._print(body.subs(variable, sympy.Symbol('t')))}"
        return f"({self._print(expression.expr)}).applyfunc({function})"

    def _print_Rational(self, expression: Any) -> str:
        return f"Rational({expression.p}, {expression.q})" if expression.q != 1 else str(expression.p)


@sympys_depth
def script(named: Mapping[str, Node]) -> str:
    """Imports, symbols, and one assignment for each answer."""
    expressions = {name: to_sympy(node) for name, node in named.items()}
    source = Source()
    lines = [f"{name} = {source.doprint(e)}" for name, e in expressions.items()]
    free = sorted({s for e in expressions.values() for s in _symbols(e)}, key=str)
    scalars = [s for s in free if not isinstance(s, sympy.MatrixSymbol)]
    matrices = [s for s in free if isinstance(s, sympy.MatrixSymbol)]
    made = [f'{s} = Symbol("{s}", {_assumptions(s)})' for s in scalars]
    made += [f'{s} = MatrixSymbol("{s}", {source.doprint(s.rows)}, {source.doprint(s.cols)})' for s in matrices]
    text = "\n".join([*made, *lines]) + "\n"
    imports = _imports(text)
    return f"from sympy import {', '.join(imports)}\n\n{text}" if imports else text


def _symbols(expression: Any) -> set[Any]:
    found = set(expression.atoms(sympy.Symbol)) | set(expression.atoms(sympy.MatrixSymbol))
    sizes = {s for m in found if isinstance(m, sympy.MatrixSymbol) for size in m.shape for s in size.free_symbols}
    bound = {s for e in expression.atoms(sympy.Sum) for s in e.bound_symbols}
    dummies = {s for e in found if isinstance(e, sympy.Dummy) for s in (e,)}
    return (found | sizes | bound) - dummies - {s for s in found if str(s).startswith("_")}


def _assumptions(s: Any) -> str:
    return "real=True" if not s.is_integer else "integer=True, positive=True" if s.is_positive else "integer=True"


def _imports(text: str) -> list[str]:
    """Every name of SymPy that the script uses."""
    made = set(re.findall(r"^(\w+) =", text, re.MULTILINE))
    names = set(re.findall(r"\b([A-Za-z]\w*)\b", re.sub(r'"[^"]*"', "", text))) - made
    return sorted(n for n in names if hasattr(sympy, n))
