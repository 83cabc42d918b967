"""Random matrices: of their kind, general, and moving inside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from matcalc_cli.check.doubles.kinds import direction, draw, jittered, moved
from matcalc_cli.kinds import DECLARABLE

Array = NDArray[Any]

IS: dict[str, Callable[[Array], bool]] = {
    "positive": lambda a: bool(np.all(a > 0)),
    "symmetric": lambda a: np.allclose(a, a.T),
    "spd": lambda a: np.allclose(a, a.T) and bool(np.all(np.linalg.eigvalsh(a) > 0)),
    "skew": lambda a: np.allclose(a, -a.T),
    "diagonal": lambda a: np.array_equal(a, np.diag(np.diag(a))),
    "lower": lambda a: np.array_equal(a, np.tril(a)),
    "upper": lambda a: np.array_equal(a, np.triu(a)),
    **dict.fromkeys(("orthogonal", "sphere", "stiefel"), lambda a: np.allclose(a.T @ a, np.eye(a.shape[1]))),
}


@pytest.mark.parametrize("kind", DECLARABLE)
def test_a_draw_is_of_its_kind_and_stays_so(kind: str) -> None:
    rng = np.random.default_rng(0)
    rows, cols = {
        "scalar": (1, 1),
        "positive": (1, 1),
        "integer": (1, 1),
        "vector": (4, 1),
        "sphere": (4, 1),
        "matrix": (4, 3),
        "stiefel": (4, 3),
    }.get(kind, (4, 4))
    x = draw(kind, rng, rows, cols)
    e = direction(kind, x, rng)
    holds: Callable[[Array], bool] = IS.get(kind, lambda _: True)
    assert x.shape == e.shape == (rows, cols)
    assert np.linalg.norm(e) == pytest.approx(np.linalg.norm(x))
    assert all(map(holds, (x, jittered(x, rng, 1e-15), moved(kind, x, e, 0.05)[0], moved(kind, x, e, -0.05)[0])))


def test_the_velocity_of_an_orthogonal_matrix_is_its_direction() -> None:
    rng = np.random.default_rng(1)
    q = draw("orthogonal", rng, 5, 5)
    e = direction("orthogonal", q, rng)
    ahead, behind = (moved("orthogonal", q, e, t)[0] for t in (1e-5, -1e-5))
    np.testing.assert_allclose((ahead - behind) / 2e-5, e, atol=1e-8)
    np.testing.assert_allclose(moved("orthogonal", q, e, 0.0)[1], e, atol=1e-12)


def test_a_square_matrix_is_neither_symmetric_nor_badly_conditioned() -> None:
    a = draw("matrix", np.random.default_rng(2), 5, 5)
    assert np.linalg.norm(a - a.T) > 0.1
    assert np.linalg.cond(a) < 4
    assert np.linalg.det(a) > 0


def test_numbers_are_no_integers_and_exponents_are() -> None:
    rng = np.random.default_rng(3)
    assert all(draw("scalar", rng, 1, 1).item() % 1 for _ in range(50))
    assert {draw("integer", rng, 1, 1).item() for _ in range(50)} == {3.0, 4.0, 5.0}
