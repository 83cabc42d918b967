"""Coordinates of every kind of variable, against differences of what they stand for."""

from __future__ import annotations

import numpy as np
import pytest

from matcalc_cli.check.doubles.kinds import draw
from matcalc_cli.kinds import KINDS
from matcalc_cli.minimizing.charts import chart

MOVING = [name for name, kind in KINDS.items() if not kind.whole]
SHAPES = {"scalar": (1, 1), "positive": (1, 1), "vector": (5, 1), "sphere": (5, 1), "matrix": (3, 4), "stiefel": (5, 3)}
H = 1e-5


@pytest.mark.parametrize("name", MOVING)
def test_coordinates_move_the_value_as_they_say(name: str) -> None:
    rng = np.random.default_rng(3)
    value = draw(name, rng, *SHAPES.get(name, (4, 4)))
    found = chart(name, value)
    assert np.allclose(found.point(found.start), value)
    x = found.start + 0.2 * rng.standard_normal(found.start.shape)
    v, gradient = rng.standard_normal(x.shape), rng.standard_normal(value.shape)
    gradient = gradient + gradient.T if KINDS[name].definite else gradient
    moved = (found.point(x + H * v) - found.point(x - H * v)) / (2 * H)
    assert np.allclose(moved, found.push(x, v), atol=1e-7)
    assert np.isclose((moved * gradient).sum(), found.pull(x, gradient) @ v, atol=1e-7)
    if found.bends:
        bent = (found.pull(x + H * v, gradient) - found.pull(x - H * v, gradient)) / (2 * H)
        assert np.allclose(bent, found.bend(x, v, gradient), atol=1e-6)
    if KINDS[name].orthonormal:
        there = found.point(x)
        assert np.allclose(there.T @ there, np.eye(there.shape[1]))
    if KINDS[name].definite:
        assert np.linalg.eigvalsh(found.point(x))[0] > 0
