"""The shape of a step's value and the cost of the step: multiplications as polynomials in the dimensions.

Source of the counts: Golub & Van Loan, Matrix Computations, 3.2, 4.2, 8.3 and 8.6; Higham, Functions of Matrices, 10.
An operation on entries counts one for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from matcalc_cli.codegen.families.repeats import terms
from matcalc_cli.codegen.step import ARRAY, LEAVES, Step
from matcalc_cli.expr.shapes.dimensions import Shape, Size, dim, product_of, scaled
from matcalc_cli.functions import FUNCTIONS

FREE = LEAVES | {"column", "reshape", "item", "as_array", "diagonal", "round"}
"""Operations, no functions of the language, that only look at or lay out what is there."""
SQUARE = {"inverse": (1, 1), "factor": (1, 3), "factor_definite": (1, 6), "inverse_factored": (2, 3)}
"""Multiplications as a multiple of n^3 for an n x n argument, of operations that are no functions of the language."""


class Counts:
    """Shapes and costs of the steps of one function; the shapes that are known are given."""

    def __init__(self, shapes: Iterable[tuple[Step, Shape]]) -> None:
        self._shapes = dict(shapes)

    def shape(self, step: Step) -> Shape:
        """The rows and columns of a step's value; its operands have been asked before."""
        if step not in self._shapes:
            self._shapes[step] = self._found(step)
        return self._shapes[step]

    def _found(self, step: Step) -> Shape:
        if step.kind != ARRAY or not step.operands:
            return (1, 1)
        shapes = [self.shape(operand) for operand in step.operands]
        rule = _SHAPES.get(step.operation)
        return rule(shapes) if rule else (_longest([s[0] for s in shapes]), _longest([s[1] for s in shapes]))

    def cost(self, step: Step) -> Size:
        """Multiplications."""
        if step.operation in FREE:
            return 0
        if step.operation == "matrix_power":
            return product_of(_squarings(step.operands[1]), _cube(self.shape(step)[0]))
        shapes = [self.shape(operand) for operand in step.operands]
        if step.index is not None:
            return product_of(terms(step), _product(*self.shape(step)))
        rule = _COSTS.get(step.operation)
        if rule is not None:
            return rule(shapes)
        function = FUNCTIONS.get(step.operation)
        work = SQUARE.get(step.operation) or (function.work if function else None)
        if work is not None:
            return scaled(_product(*shapes[0], shapes[0][1]), *work) if work[0] else 0
        return _product(*max([self.shape(step), *shapes], key=_entries))


def _squarings(exponent: Step) -> Size:
    """The products of A^k by repeated squaring, and the inverse; where only a run can tell k, at most so many."""
    if exponent.operation in ("size", "number") and isinstance(exponent.payload, int):
        k = abs(exponent.payload)
        return max(k.bit_length() + k.bit_count() - 2, 0) + (exponent.payload < 0)
    return scaled(dim("log2(exponent)"), 2, 1)


def _product(*sizes: Size) -> Size:
    total: Size = 1
    for size in sizes:
        total = product_of(total, size)
    return total


def _cube(n: Size) -> Size:
    return _product(n, n, n)


def _entries(shape: Shape) -> tuple[int, str]:
    """An order: numbers, rows and columns, matrices."""
    return (sum(size != 1 for size in shape), str(shape))


def _longest(sizes: Sequence[Size]) -> Size:
    """The size that broadcasting gives."""
    return next((size for size in sizes if size != 1), 1)


_SHAPES: dict[str, Callable[[list[Shape]], Shape]] = {
    "matmul": lambda s: (s[0][0], s[1][1]),
    "transpose": lambda s: (s[0][1], s[0][0]),
    "solve": lambda s: s[1],
    "solve_factored": lambda s: s[1],
    "solve_transposed_factored": lambda s: s[1],
    "exchange": lambda s: s[0],
    "exchange_within": lambda s: s[0],
    "exchanged_kron": lambda s: (product_of(s[0][0], s[1][0]), product_of(s[0][1], s[1][1])),
    "every_row": lambda s: s[0],
    "stack_times": lambda s: (s[0][0], s[1][1]),
    "row_kron": lambda s: (s[0][0], product_of(s[0][1], s[1][1])),
    "gram": lambda s: (s[1][1], s[1][1]),
    "gram_plus": lambda s: (s[1][1], s[1][1]),
    "kron": lambda s: (product_of(s[0][0], s[1][0]), product_of(s[0][1], s[1][1])),
    "rowsum": lambda s: (s[0][0], 1),
    "colsum": lambda s: (1, s[0][1]),
    "diagonal": lambda s: (s[0][0], 1),
    "diagonal_matrix": lambda s: (s[0][0], s[0][0]),
    "vec": lambda s: (product_of(*s[0]), 1),
}
_COSTS: dict[str, Callable[[list[Shape]], Size]] = {
    "matmul": lambda s: _product(s[0][0], s[0][1], s[1][1]),
    "stack_times": lambda s: _product(s[0][0], s[0][1], s[1][1]),
    "gram": lambda s: scaled(_product(s[1][0], s[1][1], s[1][1]), 1, 2) + _product(*s[1]),
    "gram_plus": lambda s: (
        scaled(_product(s[1][0], s[1][1], s[1][1]), 1, 2) + _product(*s[1]) + _product(*s[1][1:], s[1][1])
    ),
    "filled": lambda s: 0,  # noqa: ARG005 its terms are counted
    "kron_term": lambda s: _product(*s[0], *s[1]),  # of an identity only the blocks
    "exchanged_term": lambda s: _product(*s[0], *s[1]),
    "turned_term": lambda s: _product(*s[0], *s[1]),
    "within_term": lambda s: _product(*s[0], *s[1]),
    "kron_times": lambda s: _product(*s[0], *s[1], s[2][1]),
    "product_term": lambda s: _product(s[0][0], s[0][1], s[1][1]),
    "solve": lambda s: scaled(_cube(s[0][0]), 1, 3) + _product(s[0][0], s[0][0], s[1][1]),
    "solve_factored": lambda s: _product(s[0][0], s[0][0], s[1][1]),
    "solve_transposed_factored": lambda s: _product(s[0][0], s[0][0], s[1][1]),
    "logdet_factored": lambda s: s[0][0],
    "det_factored": lambda s: s[0][0],
    "plus_diagonal": lambda s: product_of(*s[0]),
}
