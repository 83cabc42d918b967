"""Determinants of functions of a matrix by its spectrum: divided differences at pairs of eigenvalues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.volume_forms import Closed
from matcalc_cli.expr.build import call
from matcalc_cli.expr.node import Apply, Node, Symbol, symbol
from matcalc_cli.expr.operations import POWER
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.kinds import SYMMETRIC


class Scalar(NamedTuple):
    """The function of numbers behind a function of matrices, and its derivative."""

    value: str
    slope: str


_SPECTRAL = {
    "expm": Scalar("exp({0})", "exp({0})"),
    "logm": Scalar("log({0})", "1/{0}"),
    "sqrtm": Scalar("sqrt({0})", "1/(2*sqrt({0}))"),
    "sinm": Scalar("sin({0})", "cos({0})"),
    "cosm": Scalar("cos({0})", "sin({0})"),
}


def of_a_spectrum(f: Node, x: Symbol) -> Iterator[Closed]:
    """f(X): the product of f' of the eigenvalues and of the divided differences of f at pairs of them."""
    if not isinstance(f, Apply) or f.args[0] is not x or x.kind not in ("matrix", *SYMMETRIC):
        return
    nodes: dict[str, Node] = {}
    if f.function is POWER:
        nodes["k"] = f.args[1]
        scalar = Scalar("{0}^k", "k*{0}^(k - 1)")
    elif f.function.name in _SPECTRAL:
        scalar = _SPECTRAL[f.function.name]
    else:
        return
    symmetric = x.kind in SYMMETRIC
    values = call(FUNCTIONS["eigvals"], (x,)) if symmetric else symbol("lambda", (x.rows, 1), "vector")
    one, two = (scalar.value.format(f"l[{i}]") for i in "ij")
    pairs = f"prod(i, 1, n, prod(j in 1:n if i < j, abs(({one} - {two})/(l[i] - l[j]))))"
    formula = f"prod(i, 1, n, abs({scalar.slope.format('l[i]')}))*{pairs}" + "^2" * (not symmetric)
    found = instantiate(formula, {"l": values, **nodes}, {"n": x.rows})
    words = "the derivative at every eigenvalue, and the divided difference of every pair" + " twice" * (not symmetric)
    named = values if isinstance(values, Symbol) else None
    yield Closed(found, f"{words}; lambda has the eigenvalues of {x.spelling}" if named else words, named)
