"""The ladder of differences on functions with known derivatives: right ones, subtly wrong ones, kinks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.linalg import inv, matrix_power
from numpy.typing import NDArray
from scipy.linalg import expm, expm_frechet  # type: ignore[import-untyped, unused-ignore]

from matcalc_cli.check.doubles.kinds import direction, draw
from matcalc_cli.check.doubles.ladder import climb
from matcalc_cli.check.doubles.line import EPS, Line, length

Array = NDArray[Any]
Map = Callable[[Array], Any]
Slope = Callable[[Array, Array], Any]


def flat(value: Any) -> Array:
    return np.atleast_1d(np.asarray(value, dtype=float)).ravel()


def line(f: Map, df: Slope, x: Array, e: Array) -> Line:
    def value(t: float) -> Array | None:
        try:
            return flat(f(x + t * e))
        except np.linalg.LinAlgError:
            return None

    def noise(g: Map) -> float:
        signs = np.random.default_rng(1).choice([-1.0, 1.0], (2, *x.shape))
        return max(length(flat(g(x * (1 + 4 * EPS * s))) - flat(g(x))) for s in signs) / 2

    return Line(
        value, flat(f(x)), flat(df(x, e)), noise=noise(f), claimed_noise=noise(lambda at: df(at, e)), size=length(x)
    )


def verdict(f: Map, df: Slope, *, n: int = 5, scale: float = 1.0, seed: int = 0) -> str:
    rng = np.random.default_rng(seed)
    x = draw("matrix", rng, n, n) * scale
    return climb(line(f, df, x, direction("matrix", x, rng))).verdict


FUNCTIONS: dict[str, tuple[Map, Slope]] = {
    "cube": (lambda a: a @ a @ a, lambda a, e: e @ a @ a + a @ e @ a + a @ a @ e),
    "gram": (lambda a: a.T @ a, lambda a, e: e.T @ a + a.T @ e),
    "inverse": (inv, lambda a, e: -inv(a) @ e @ inv(a)),
    "det": (np.linalg.det, lambda a, e: np.linalg.det(a) * np.trace(inv(a) @ e)),
    "logdet": (lambda a: np.linalg.slogdet(a)[1], lambda a, e: np.trace(inv(a) @ e)),
    "norm": (np.linalg.norm, lambda a, e: np.sum(a * e) / np.linalg.norm(a)),
    "expm": (expm, lambda a, e: expm_frechet(a, e)[1]),
    "sin": (np.sin, lambda a, e: np.cos(a) * e),
    "tenth": (
        lambda a: matrix_power(a, 10),
        lambda a, e: sum(matrix_power(a, i) @ e @ matrix_power(a, 9 - i) for i in range(10)),
    ),
    "linear": (lambda a: 3 * a.T, lambda _, e: 3 * e.T),
    "softmax": (
        lambda a: np.exp(a) / np.exp(a).sum(),
        lambda a, e: (s := np.exp(a) / np.exp(a).sum()) * e - s * np.sum(s * e),
    ),
}

MISTAKES: dict[str, tuple[Map, Slope]] = {
    "transposed argument": (FUNCTIONS["inverse"][0], lambda a, e: -inv(a) @ e.T @ inv(a)),
    "transposed factor": (FUNCTIONS["logdet"][0], lambda a, e: np.trace(inv(a).T @ e)),
    "transposed result": (FUNCTIONS["cube"][0], lambda a, e: FUNCTIONS["cube"][1](a, e).T),
    "factor 1.001": (FUNCTIONS["expm"][0], lambda a, e: 1.001 * expm_frechet(a, e)[1]),
    "factor 1 + 1e-6": (FUNCTIONS["sin"][0], lambda a, e: (1 + 1e-6) * np.cos(a) * e),
    "sign": (FUNCTIONS["det"][0], lambda a, e: -FUNCTIONS["det"][1](a, e)),
    "commuted": (FUNCTIONS["cube"][0], lambda a, e: 3 * a @ a @ e),
    "dropped term": (FUNCTIONS["cube"][0], lambda a, e: e @ a @ a + a @ a @ e),
    "dropped factor": (FUNCTIONS["norm"][0], lambda a, e: np.sum(a * e)),
    "halved": (FUNCTIONS["gram"][0], lambda a, e: e.T @ a),
    "zero": (FUNCTIONS["sin"][0], lambda _, e: 0 * e),
    "not zero": (lambda a: a @ inv(a), lambda _, e: e),
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_right_derivative_is_ok(name: str, seed: int) -> None:
    assert verdict(*FUNCTIONS[name], seed=seed) == "ok"


@pytest.mark.parametrize("scale", [1e-6, 1e6])
@pytest.mark.parametrize("name", ["cube", "gram", "inverse", "logdet", "norm", "linear"])
def test_the_scale_of_the_point_does_not_matter(name: str, scale: float) -> None:
    assert verdict(*FUNCTIONS[name], scale=scale) in {"ok", "inconclusive"}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", MISTAKES)
def test_a_wrong_derivative_is_wrong(name: str, seed: int) -> None:
    assert verdict(*MISTAKES[name], seed=seed) == "wrong"


def asked(f: Map, df: Slope, x: Array, e: Array, *, few: bool) -> tuple[str, int]:
    """The verdict, and how many values of f it takes."""
    calls = 0

    def counted(at: Array) -> Any:
        nonlocal calls
        calls += 1
        return f(at)

    along = line(counted, df, x, e)
    calls = 0
    return climb(along, few=few).verdict, calls


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", [*FUNCTIONS, *MISTAKES])
def test_few_steps_say_what_all_say(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = draw("matrix", rng, 5, 5)
    question = *(FUNCTIONS | MISTAKES)[name], x, direction("matrix", x, rng)
    verdict, calls = asked(*question, few=False)
    by_few, fewer = asked(*question, few=True)
    assert by_few == verdict
    assert (fewer < calls) == (verdict == "ok")


def test_one_wrong_entry_is_seen() -> None:
    def slope(a: Array, e: Array) -> Array:
        value: Array = FUNCTIONS["gram"][1](a, e)
        value[1, 0] *= 1.001
        return value

    assert verdict(FUNCTIONS["gram"][0], slope, n=20) == "wrong"


KINKED: dict[str, tuple[Map, Slope]] = {
    "abs": (np.abs, lambda a, e: np.sign(a) * e),
    "relu": (lambda a: np.maximum(a, 0), lambda a, e: (a > 0) * e),
    "abs, wrong": (np.abs, np.multiply),
    "one that coarse steps do not see": (
        lambda a: np.sum(a**3 + 0.01 * np.abs(a)),
        lambda a, e: np.sum((3 * a**2 + 0.01 * np.sign(a)) * e),
    ),
}


@pytest.mark.parametrize("kinked", KINKED.values(), ids=KINKED)
def test_a_kink_is_inconclusive(kinked: tuple[Map, Slope]) -> None:
    rng = np.random.default_rng(3)
    x = draw("vector", rng, 5, 1)
    x[2] = 0.0
    for few in (False, True):
        finding = climb(line(*kinked, x, direction("vector", x, rng)), few=few)
        assert finding.verdict == "inconclusive"
        assert finding.reason == "the slope jumps here"


def test_a_kink_at_the_bottom_of_a_norm_is_inconclusive() -> None:
    e = np.array([[1.0], [2.0]])
    flat_line = Line(lambda t: flat(abs(t)), np.zeros(1), np.zeros(1), noise=0.0, claimed_noise=0.0, size=length(e))
    assert climb(flat_line).verdict == "inconclusive"


def test_an_ill_conditioned_point_is_never_wrong() -> None:
    rng = np.random.default_rng(5)
    left, right = (draw("orthogonal", rng, 6, 6) for _ in range(2))
    x = (left * np.logspace(0, -11, 6)) @ right
    for name in ("inverse", "logdet", "det"):
        assert climb(line(*FUNCTIONS[name], x, direction("matrix", x, rng))).verdict != "wrong"


def test_the_edge_of_the_domain_discards_the_steps_beyond_it() -> None:
    x = np.array([[1e-3], [2.0]])
    e = np.array([[1.0], [1.0]])
    with np.errstate(invalid="ignore"):
        assert climb(line(np.log, lambda a, d: d / a, x, e)).verdict == "ok"
        nowhere = climb(line(lambda a: a + np.nan, lambda _, d: d, x, e))
    assert nowhere.verdict == "inconclusive"
    assert "finite" in nowhere.reason


def test_a_constant_has_the_derivative_zero() -> None:
    assert verdict(lambda a: a @ inv(a), lambda _, e: 0 * e) == "ok"
    assert verdict(lambda a: 0 * a, lambda _, e: 0 * e) == "ok"
    assert verdict(lambda a: 0 * a, lambda _, e: e) == "wrong"
