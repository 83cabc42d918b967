"""Matrices with 60 digits, as lists of rows: from mpmath, and their products."""

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
