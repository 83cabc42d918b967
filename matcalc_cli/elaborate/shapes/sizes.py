"""Sizes as a program writes them: `n`, `2`, `m*n`, `n-k`, `n*(n+1)/2`, `min(m,n)`."""

from __future__ import annotations

from matcalc_cli.expr.shapes.dimensions import Size, dim, minimum, minus, product_of, scaled
from matcalc_cli.language.notation import POWERS
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.later import reduce

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_POWER = 12
"""The largest power in a size, n^2."""


def size_of(tree: Tree, dims: Mapping[str, Size]) -> Size:
    """A size argument: positive integers, names, sums, differences, products, powers and halves of them. Raises TypeError.

    Of numbers the elementwise operations, which NumPy writes `m*n`, are the same.
    """
    match tree:
        case Literal(numerator=n, denominator=1) if n > 0:
            return n
        case Name(name=name):
            return dims.get(name) or dim(name)
        case Operation(operator="multiply" | "hadamard", operands=(a, b)):
            return product_of(size_of(a, dims), size_of(b, dims))
        case Operation(operator="add", operands=(a, b)):
            return size_of(a, dims) + size_of(b, dims)
        case Operation(operator="subtract", operands=(a, b)):
            return minus(size_of(a, dims), size_of(b, dims))
        case Operation(operator="divide" | "elementwise_divide", operands=(a, Literal(numerator=n, denominator=1))) if (
            n > 0
        ):
            return scaled(size_of(a, dims), 1, n)
        case Operation(operator=operator, operands=(a, Literal(numerator=n, denominator=1))) if (
            operator in POWERS and 0 < n <= LARGEST_POWER
        ):
            return reduce(product_of, [size_of(a, dims)] * n)
        case Call(function="min", arguments=(a, b)):
            return minimum(size_of(a, dims), size_of(b, dims))
    raise TypeError("not a size")
