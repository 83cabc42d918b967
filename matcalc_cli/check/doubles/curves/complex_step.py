"""The complex step: Im f(x + i*t*e)/t, which has no difference and so no rounding, where f takes complex numbers.

Source: Squire & Trapp 1998.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.compiled import Complex
from matcalc_cli.check.doubles.curves.stencils import Quotient, Stencil, stencil
from matcalc_cli.elaborate.builder import by_formula
from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.node import Apply, Node, postorder
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.check.doubles.slope import Slope

    Array = NDArray[Any]

REAL, FAR = 1e-5, 1e-3
"""A step of real differences, and how far from them the complex step of what takes complex numbers never is."""


def way(text: str) -> Stencil | ComplexStep:
    """A way to differentiate, by its name or by the nodes of a stencil. Raises MatcalcError."""
    return ComplexStep() if text.strip().lower() == ComplexStep.name else stencil(text)


class ComplexStep:
    """A way to differentiate, beside the stencils: what it is called, and the order of its error."""

    name, said = "complex", "order 2, Im f(x + i*t)/t, where nothing cancels"

    @staticmethod
    def quotient(slope: Slope, there: Point) -> Quotient | None:
        """t -> Im f(x + i*t*e)/t, flat; None where f is not what it is at complex numbers too."""
        if any(KINDS[v.kind].orthonormal for v in slope.free):
            return None
        compiled = Complex(analytic(slope.function), slope.sizes)
        if compiled.slow:
            return None

        def found(t: float) -> Array | None:
            moved = {v.name: there[v.name] + 1j * t * there[slope.moving_name(v)] for v in slope.free}
            value = compiled(dict(there) | moved)
            return None if value is None else value.imag.ravel() / t

        return found if _agrees(slope, there, found) else None


def _agrees(slope: Slope, there: Point, found: Quotient) -> bool:
    """Whether it is the slope of the real differences, roughly: a norm in the code of f takes the imaginary part away."""
    import numpy as np

    one, other = (slope.along(there, t) for t in (REAL, -REAL))
    value = found(REAL)
    if one is None or other is None or value is None:
        return False
    real = (one - other) / (2 * REAL)
    return bool(
        np.linalg.norm(value - real) <= FAR * max(float(np.linalg.norm(real)), REAL * float(np.linalg.norm(one)))
    )


def analytic(node: Node) -> Node:
    """The expression with what its functions are where they take complex numbers: no moduli."""
    while True:
        apart: dict[Node, Node] = {
            n: by_formula(n, n.function.analytic)
            for n in postorder(node)
            if isinstance(n, Apply) and n.function.analytic
        }
        if not apart:
            return node
        node = substitute(node, apart)
