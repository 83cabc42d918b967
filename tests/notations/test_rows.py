"""Every row of the tables that `matcalc help numpy`, `matlab`, ... print: what it means, by the language and the library."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.exact.verify import equal
from matcalc_cli.checking import evaluate
from matcalc_cli.cli.topics import text as topic
from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from matcalc_cli.render.answers import program_text
from matcalc_cli.simplify import simplify

NOTATIONS = ("numpy",)
ROW = re.compile(r"  (\S.*?)\s{2,}(\S.*)")
WHERE = re.compile(r"\s+where\s.*")
SIZES = (3, 4, 5, 2, 6, 7)

Row = tuple[str, str]
Arrays = Mapping[str, Any]


def rows(notation: str) -> list[Row]:
    """The rows of a topic: what is written, with the declarations of what it means, and that."""
    found = [ROW.fullmatch(line) for line in topic(notation).splitlines()]
    pairs = [(line[1], line[2]) for line in found if line and not line[1].startswith("matcalc ")]
    return [(text + (WHERE.search(meaning) or [""])[0], meaning) for text, meaning in pairs]


ALL = [(notation, *row) for notation in NOTATIONS for row in rows(notation)]


@pytest.mark.parametrize(("notation", "text", "meaning"), ALL)
def test_a_row_is_read_as_it_says(notation: str, text: str, meaning: str) -> None:
    found, meant = (read(t)[1].expression for t in (Written(text, notation), meaning))
    assert found.shape == meant.shape
    assert program_text(simplify(found)) == program_text(simplify(meant)) or equal(found, meant).word == "ok"


@cache
def sized(text: str, notation: str) -> Mapping[str, tuple[str, tuple[int, ...]]]:
    """The kind and the shape of every name in a row."""
    variables = read(Written(text, notation))[1].variables
    dims = list(dict.fromkeys(str(d) for v in variables.values() for d in v.shape if not isinstance(d, int)))
    size = dict(zip(dims, SIZES, strict=False))
    three = dict.fromkeys(dims, 3) if "cross" in text.lower() else {}
    return {
        name: (v.kind, tuple(d if isinstance(d, int) else {**size, **three}[str(d)] for d in v.shape))
        for name, v in variables.items()
    }


def arrays(text: str, notation: str, *, positive: bool) -> dict[str, Any]:
    """Random values of both signs, or positive ones, for the names of a row."""
    random = np.random.default_rng(11)
    found: dict[str, Any] = {}
    for name, (kind, shape) in sized(text, notation).items():
        value = random.uniform(0.3, 1.7, shape) * (1 if positive else random.choice([-1, 1], shape))
        if kind in ("spd", "symmetric"):
            value = value @ value.T + np.eye(shape[0]) if kind == "spd" else value + value.T
        found[name] = value
    return found


def ours(text: str, notation: str, at: Arrays) -> Any:
    """The value of a row, as matcalc reads it."""
    given = [f"{name}={value.tolist() if value.size > 1 else float(value.item())}" for name, value in at.items()]
    return np.asarray(evaluate(Written(text, notation), at=given, wanted="value").value)


def same(found: Any, wanted: Any) -> None:
    """The value and the shape; an array with one axis is a column."""
    expected = np.asarray(wanted, dtype=float)
    shapes = {0: (1, 1), 1: (expected.size, 1)}
    assert found.shape == shapes.get(expected.ndim, expected.shape)
    np.testing.assert_allclose(found.reshape(expected.shape), expected, rtol=1e-8, atol=1e-9)


def compared(notation: str, text: str, run: Any) -> None:
    """A row at numbers, positive ones where others have no value."""
    for positive in (False, True):
        at = arrays(text, notation, positive=positive)
        with np.errstate(all="ignore"):
            wanted = run(at)
        if np.all(np.isfinite(np.asarray(wanted, dtype=float))):
            return same(ours(text, notation, at), wanted)
    raise AssertionError("no value at any numbers")


def of_library(*prefixes: str) -> Iterator[str]:
    """The rows of NumPy's topic that a library runs."""
    pattern = re.compile(rf"\b(?:{'|'.join(prefixes)})\.")
    others = re.compile(r"\b(?:torch|F|jnp|jax|jsp|cp)\.|\.pow\(|\.t\(\)")
    for text, _ in rows("numpy"):
        if pattern.search(text) if prefixes[0] != "np" else not others.search(text):
            yield text


def flat(at: Arrays) -> dict[str, Any]:
    """Columns as arrays with one axis, numbers as numbers."""
    return {n: v.item() if v.size == 1 else v[:, 0] if v.shape[1] == 1 else v for n, v in at.items()}


@pytest.mark.parametrize("text", of_library("np"))
def test_numpy_computes_that(text: str) -> None:
    import scipy

    code = WHERE.sub("", text)

    def run(at: Arrays) -> Any:
        sizes = {
            str(d): k
            for v, a in zip(read(Written(text, "numpy"))[1].variables.values(), at.values(), strict=True)
            for d, k in zip(v.shape, a.shape, strict=True)
        }
        return eval(code, {"np": np, "scipy": scipy}, {**sizes, **flat(at)})  # noqa: S307 the table's own code

    compared("numpy", text, run)
