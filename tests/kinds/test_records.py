"""Every kind's formulas against what the kind is: its ties between entries, or X'X = I."""

from __future__ import annotations

import numpy as np
import pytest

from matcalc_cli.check.doubles.kinds import draw
from matcalc_cli.expr.node import Symbol, symbol
from matcalc_cli.expr.shapes.dimensions import dim
from matcalc_cli.kinds import DECLARABLE, KINDS
from matcalc_cli.kinds.ties import nearest, ties
from matcalc_cli.readings.structure import free_entries, projected, projection
from tests.functions.numerics import Array, close, compiled, vec

SIZES = {"m": 5, "n": 4, "p": 3}
STRUCTURED = [name for name in DECLARABLE if KINDS[name].is_structured]


def variable(name: str) -> Symbol:
    sizes = dict(zip(dict.fromkeys(s for s in KINDS[name].shape if s != "1"), ("n", "p"), strict=False))
    rows, cols = (dim(sizes[s]) if s in sizes else 1 for s in KINDS[name].shape)
    return symbol("X", (rows, cols), name)


def value(name: str) -> tuple[Array, Array]:
    """A point, and a direction that leaves the kind."""
    rng = np.random.default_rng(7)
    shape = [SIZES[str(size)] if size != 1 else 1 for size in variable(name).shape]
    return draw(name, rng, *shape), rng.standard_normal(shape)


def expected(name: str, x: Array, g: Array) -> Array:
    """The nearest direction, by least squares over a basis of the tangent space."""
    if not KINDS[name].orthonormal:
        return nearest(KINDS[name], g)
    units = np.eye(x.size).reshape(-1, *x.shape)
    constraint = np.array([(x.T @ e + e.T @ x).ravel() for e in units])
    _, s, rows = np.linalg.svd(constraint.T)
    tangents = rows[np.count_nonzero(s > 1e-9) :]
    projection: Array = (tangents.T @ tangents @ g.ravel()).reshape(x.shape)
    return projection


@pytest.mark.parametrize("name", STRUCTURED)
def test_the_projection_is_the_nearest_direction(name: str) -> None:
    x, g = value(name)
    moving, gradient = variable(name), symbol("G", variable(name).shape, "matrix")
    close(compiled(projected(gradient, moving))({"X": x, "G": g}), expected(name, x, g))


@pytest.mark.parametrize("name", STRUCTURED)
def test_the_matrix_is_that_of_the_projection(name: str) -> None:
    x, g = value(name)
    matrix = projection(variable(name))
    assert matrix is not None
    p = compiled(matrix)({"X": x, "n": SIZES["n"], "p": SIZES["p"]})
    close(p @ vec(g), vec(expected(name, x, g)))


@pytest.mark.parametrize("name", [name for name in STRUCTURED if KINDS[name].free])
def test_the_free_entries_fill_the_matrix(name: str) -> None:
    node = free_entries(variable(name))
    assert node is not None
    d = compiled(node)({"n": SIZES["n"]})
    assert d.shape[1] == np.linalg.matrix_rank(d) == len(ties(KINDS[name], SIZES["n"]))
    for column in d.T:
        filled = column.reshape(SIZES["n"], SIZES["n"], order="F")
        close(nearest(KINDS[name], filled), filled)


@pytest.mark.parametrize("name", DECLARABLE)
def test_the_transpose_is_what_the_record_says(name: str) -> None:
    x, _ = value(name)
    said = {"X": x, "-X": -x, "X^-1": np.linalg.pinv(x)}.get(KINDS[name].transpose)
    if said is not None:
        close(x.T, said)
