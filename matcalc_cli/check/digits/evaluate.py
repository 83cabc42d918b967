"""The values of expressions with 60 digits, by mpmath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from matcalc_cli.check.digits.functions import VALUES
from matcalc_cli.check.digits.matrices import Rows, product
from matcalc_cli.check.digits.unspecified import SINES, Sines
from matcalc_cli.check.evaluate import Algebra
from matcalc_cli.expr.node import Symbol
from matcalc_cli.expr.shapes.dimensions import Size, substitute

if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational


class TooSlowError(Exception):
    """Sixty digits take too long here."""


class Digits(Algebra):
    """The values of expressions at one point."""

    __slots__ = ("sizes", "values")
    step: ClassVar = 2e-5
    entry: ClassVar = 3e-6
    out_of_time: ClassVar = TooSlowError()

    def __init__(self, values: Mapping[str, Rows], sizes: Mapping[str, int], deadline: float) -> None:
        super().__init__(deadline)
        self.values = dict(values)
        self.sizes = dict(sizes)

    def size(self, size: Size) -> int:
        """The value of a dimension."""
        value = substitute(size, self.sizes)
        assert isinstance(value, int)
        return value

    def symbol(self, symbol: Symbol) -> Rows:
        """The value of a name."""
        return self.values[symbol.name]

    def inside(self, index: Symbol, value: int) -> Digits:
        """The point with the index of a sum bound."""
        return Digits({**self.values, index.name: [[value]]}, self.sizes, self.deadline)

    def rational(self, value: Rational) -> Any:
        """A rational number."""
        from mpmath import mpf

        return mpf(value.numerator) / value.denominator

    def product(self, a: Rows, b: Rows) -> Rows:
        """The matrix product."""
        return product(a, b)

    def stand_ins(self) -> Sines:
        """Sines of random linear forms."""
        return SINES

    def meaning(self, name: str, values: Sequence[Rows]) -> Rows | None:
        """The value of a function by mpmath."""
        return VALUES[name](*values) if name in VALUES else None
