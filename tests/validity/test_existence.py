"""Whether a condition holds at numbers: of every predicate values of which it does and of which it does not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from matcalc_cli.check.existence import BROKEN

Values = Sequence[object]
PLACES: dict[str, tuple[Values, Values]] = {
    "positive": ([[1, 2]], [[1, 0]]),
    "not negative": ([[1, 0]], [[1, -1]]),
    "real power": ([[2, 3], 0.5], [[2, -3], 0.5]),
    "whole power": ([[2, 0], 3, 1], [[2, 0], -1, 1]),
    "matrix power": ([[[1, 2], [2, 4]], 2, 0], [[[1, 2], [2, 4]], -1, 0]),
    "no zeros": ([[1, -2]], [[1, 0]]),
    "no zeros where": ([[0, 1], [0, 1]], [[0, 1], [1, 0]]),
    "off the cut": ([[0, 1], [2, -1]], [[0, 1], [-2, 1]]),
    "not zero": ([[0, 1]], [[0, 0]]),
    "between": ([[-0.5, 0.5]], [[0, 1]]),
    "not outside": ([[-1, 1]], [[0, -1.5]]),
    "off the poles": ([[0.5, -1.5]], [[0.5, -1]]),
    "invertible": ([[[1, 2], [3, 4]]], [[[1, 2], [2, 4]]]),
    "leading minors": ([[[1, 2], [3, 4]]], [[[0, 2], [3, 4]]]),
    "positive stable": ([[[1, 5], [-5, 1]]], [[[-1, 0], [0, 1]]]),
    "rooted": ([[[0, 0], [0, 1]]], [[[0, 1], [0, 0]]]),
    "definite": ([[[2, 1], [1, 2]]], [[[1, 2], [2, 1]]]),
    "full rank": ([[[1, 2, 3], [0, 1, 1]]], [[[1, 2, 3], [2, 4, 6]]]),
    "independent columns": ([[[1, 2], [0, 1], [1, 1]]], [[[1, 2, 3], [0, 1, 1]]]),
    "independent rows": ([[[1, 2, 3], [0, 1, 1]]], [[[1, 2], [0, 1], [1, 1]]]),
    "constant rank": ([[[1, 2, 3], [0, 1, 1]]], [[[1, 2, 3], [2, 4, 6]]]),
    "simple": ([[[1, 0], [0, 2]]], [[[2, 0], [0, 2]]]),
    "real simple": ([[[1, 5], [0, 2]]], [[[1, 5], [0, 1]]]),
    "simple largest": ([[[1, 0, 0], [0, 1, 0], [0, 0, 2]]], [[[1, 0, 0], [0, 2, 0], [0, 0, 2]]]),
    "simple smallest": ([[[1, 0, 0], [0, 2, 0], [0, 0, 2]]], [[[1, 0, 0], [0, 1, 0], [0, 0, 2]]]),
    "simple singular": ([[[1, 0, 0], [0, -2, 0]]], [[[2, 0, 0], [0, -2, 0]]]),
    "simple largest singular": ([[[1, 0, 0], [0, 1, 0], [0, 0, -2]]], [[[1, 0, 0], [0, 2, 0], [0, 0, -2]]]),
    "largest once": ([[1, 1, 2]], [[1, 2, 2]]),
    "smallest once": ([[1, 2, 2]], [[1, 1, 2]]),
    "largest once in rows": ([[[1, 1, 2], [3, 1, 2]]], [[[1, 2, 2], [3, 4, 5]]]),
    "largest once in columns": ([[[1, 1], [1, 1], [2, 3]]], [[[2, 5], [2, 1], [1, 3]]]),
    "smallest once in rows": ([[[1, 2, 2], [3, 1, 2]]], [[[1, 1, 2], [3, 4, 5]]]),
    "smallest once in columns": ([[[2, 3], [2, 3], [1, 1]]], [[[1, 5], [1, 1], [2, 3]]]),
    "not all equal": ([[2, 2, 3]], [[2, 2, 2]]),
    "no reciprocals": ([[[0.5, 1], [0, 3]]], [[[0.5, 1], [0, 2]]]),
    "at least": ([2, 2], [3, 2]),
    "up to": ([2, 2], [3, 2]),
    "within": ([2, 3], [4, 3]),
    "from 1": ([1], [0]),
}
"""By predicate: values of which it holds, and values of which it does not."""


def is_broken(predicate: str, values: Values) -> bool:
    """Whether a predicate is said not to hold of values with two axes."""
    return bool(BROKEN[predicate](*[np.atleast_2d(np.array(value, dtype=float)) for value in values]))


def test_every_predicate_has_its_places() -> None:
    assert PLACES.keys() == BROKEN.keys()


@pytest.mark.parametrize("predicate", PLACES)
def test_it_holds_where_it_does_and_nowhere_else(predicate: str) -> None:
    holds, broken = PLACES[predicate]
    assert not is_broken(predicate, holds)
    assert is_broken(predicate, broken)
