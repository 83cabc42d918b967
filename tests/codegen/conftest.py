"""Symbols and random values that the tests of this folder share."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

SHAPES = {
    "A": (4, 4), "B": (4, 4), "M": (3, 4), "N": (4, 5), "x": (4, 1), "y": (3, 1), "r": (1, 4), "long": (12, 1),
}  # fmt: skip


@pytest.fixture
def env() -> dict[str, Any]:
    """An array of every shape, n = 4, m = 3, p = 5, and some numbers."""
    rng = np.random.default_rng(7)
    values: dict[str, Any] = {name: rng.standard_normal(shape) for name, shape in SHAPES.items()}
    values |= {"p" + name: abs(value) + 0.1 for name, value in values.items()}
    return {**values, "alpha": -0.7, "beta": 1.9, "k": 3.0, "n": 4, "m": 3, "p": 5}
