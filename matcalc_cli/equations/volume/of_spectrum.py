"""Determinants of functions of a matrix by its spectrum: divided differences at pairs of eigenvalues."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.volume.forms import Closed
from matcalc_cli.expr.build import call
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, Symbol, symbol
from matcalc_cli.expr.operations import POWER
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.matrix import MATRIX_FUNCTIONS
from matcalc_cli.kinds import SYMMETRIC, TRIANGULAR

HIGHEST = 4
"""The highest power whose divided difference is written out."""


class Scalar(NamedTuple):
    """The function of numbers behind a function of matrices, and its derivative."""

    value: str
    slope: str


def _of_numbers(function: Function) -> Scalar | None:
    """The function of a number for a function of matrices, by its name without the m: exp of expm."""
    if not function.slope:
        return None
    names = re.compile("|".join(f.name for f in MATRIX_FUNCTIONS))
    texts = [names.sub(lambda m: m[0][:-1], text) for text in (f"{function.name}(A)", function.slope)]
    return Scalar(*[re.sub(r"\bA\b", "{0}", text) for text in texts])


def of_a_spectrum(f: Node, x: Symbol) -> Iterator[Closed]:
    """f(X): the product of f' of the eigenvalues and of the divided differences of f at pairs of them."""
    if not isinstance(f, Apply) or f.args[:1] != (x,):
        return
    if x.kind not in ("matrix", *SYMMETRIC, *TRIANGULAR) and x.kind != "diagonal":
        return
    nodes: dict[str, Node] = {}
    if f.function is POWER:
        nodes["k"] = f.args[1]
        scalar = Scalar("{0}^k", "k*{0}^(k - 1)")
    elif (found := _of_numbers(f.function)) is not None:
        scalar = found
    else:
        return
    quotient = _of_a_power(nodes["k"]) if "k" in nodes else ""
    values = _eigenvalues(x)
    one, two = (scalar.value.format(f"l[{i}]") for i in "ij")
    divided = quotient or f"({one} - {two})/(l[i] - l[j])"
    pairs = f"prod(i, 1, n, prod(j in 1:n if i < j, abs({divided})))"
    times = 2 * (x.kind == "matrix") or 1 * (x.kind != "diagonal")
    formula = "*".join([f"prod(i, 1, n, abs({scalar.slope.format('l[i]')}))", *[pairs] * times])
    if values is x:
        formula = re.sub(r"l\[(\w)\]", r"l[\1,\1]", formula)
    closed = instantiate(formula, {"l": values, **nodes}, {"n": x.rows})
    of_pairs = ", and the divided difference of every pair" * (times > 0) + " twice" * (times > 1)
    words = f"the derivative at every eigenvalue{of_pairs}"
    named = values if isinstance(values, Symbol) and values is not x else None
    yield Closed(closed, f"{words}; lambda has the eigenvalues of {x.spelling}" if named else words, named)


def _eigenvalues(x: Symbol) -> Node:
    """The column of them; the matrix itself where its diagonal has them."""
    if x.kind in SYMMETRIC:
        return call(FUNCTIONS["eigvals"], (x,))
    return symbol("lambda", (x.rows, 1), "vector") if x.kind == "matrix" else x


def _of_a_power(exponent: Node) -> str:
    """The divided difference of a low power, without a division."""
    match exponent:
        case Number(value=int() as k) if 2 <= k <= HIGHEST:
            return " + ".join(f"l[i]^{a}*l[j]^{k - 1 - a}" for a in range(k))
    return ""
