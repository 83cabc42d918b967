"""Matrices with 60 digits, as lists of rows: from mpmath, products, the matrix of what is linear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Rows = list[list[Any]]
Value = Callable[..., Any]


def rows(a: Any) -> Rows:
    """An mpmath matrix as a list of rows, its imaginary parts, which are rounding, left out."""
    from mpmath import re

    return [[re(x) for x in row] for row in a.tolist()]


def product(a: Rows, b: Rows) -> Rows:
    """The matrix product."""
    from mpmath import fdot

    columns = list(zip(*b, strict=True))
    return [[fdot(zip(row, column, strict=True)) for column in columns] for row in a]


def matrix_of(linear: Value) -> Value:
    """The matrix of L(A, ...) in its last direction, which has the shape of A, column by column."""

    def value(a: Rows, *directions: Rows) -> Rows:
        m, n = len(a), len(a[0])
        columns = []
        for j in range(n):
            for i in range(m):
                unit = [[int((k, l) == (i, j)) for l in range(n)] for k in range(m)]
                image = linear(a, *directions, unit)
                columns.append([image[k][l] for l in range(n) for k in range(m)])
        return [list(row) for row in zip(*columns, strict=True)]

    return value
