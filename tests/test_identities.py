"""Derivatives that stand in books, against matcalc's: the same value at random points, and often the very same form."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from matcalc_cli.answers.answer import Answer
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.pipeline import differentiate, read
from matcalc_cli.simplify import simplify
from tests.functions.numerics import KINDS, Array, close, compiled, conditioned, direction, shape_at, stable


class Identity(NamedTuple):
    source: str
    reading: str
    expr: str
    wrt: str
    answer: str
    form: str  # "exact" or nothing


def identities() -> list[Identity]:
    table = tomllib.loads(Path(__file__).with_suffix("").with_name("identities.toml").read_text(encoding="utf-8"))
    return [
        Identity(f"{book} {place}", reading, expr, wrt, answer, "".join(form))
        for book, readings in table.items()
        for reading, rows in readings.items()
        for place, lines in rows.items()
        for expr, wrt, answer, *form in lines
    ]


IDENTITIES = identities()
SIZES = ({"m": 4, "n": 3, "p": 2, "q": 5}, {"m": 3, "n": 5, "p": 4, "q": 2})


def found(identity: Identity) -> tuple[Answer, Node]:
    answer = differentiate(identity.expr, wrt=[identity.wrt], order=2)
    node = getattr(answer.derivatives[0], identity.reading)
    assert node is not None
    return answer, node


def expected(identity: Identity, answer: Answer) -> Node:
    """The book's answer, with the names as they are in the expression."""
    names = [v for v in answer.variables if v.kind not in ("integer", "scalar") or v.name == "r"]
    used = [f"{v.name}: {kind(v)}" for v in names]
    return read(identity.answer, used)[1].expression


def kind(v: Symbol) -> str:
    sizes = {"scalar": (), "vector": v.shape[:1], "matrix": v.shape}.get(v.kind, v.shape[:1])
    return f"{v.kind}({','.join(map(str, sizes))})" if sizes else v.kind


def drawn(answer: Answer, text: str, sizes: dict[str, int], rng: np.random.Generator) -> dict[str, Any]:
    """Values inside the domains of all functions here; wide matrices where X X' is to be inverted."""
    env: dict[str, Any] = dict(sizes)
    for v in answer.variables:
        rows, cols = shape_at(v, sizes)
        if v.kind == "matrix" and rows == cols:
            env[v.name] = stable(rng, rows, cols) if "m(" in text or "log(det" in text else conditioned(rng, rows, cols)
        else:
            env[v.name] = (conditioned if v.kind == "matrix" else KINDS[v.kind])(rng, rows, cols)
    if "log(b - A*x)" in text:
        env["b"] = abs(env["b"]) + abs(env["A"] @ env["x"])
    return env


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda i: f"{i.source}: {i.reading} of {i.expr}")
def test_identity(identity: Identity) -> None:
    answer, node = found(identity)
    wanted = expected(identity, answer)
    assert node.shape == wanted.shape
    moving = answer.derivatives[0].variable
    compared = 0
    for seed, sizes in enumerate(SIZES):
        rng = np.random.default_rng(seed)
        if not fits(identity, sizes):
            continue
        env = drawn(answer, identity.expr, sizes, rng)
        env[f"d{moving.name}"] = direction(moving.kind, np.atleast_2d(env[moving.name]), rng)
        value: Array = np.atleast_2d(compiled(node)(env))
        assert np.max(np.abs(value)) > 0
        close(value, compiled(wanted)(env), 1e-7)
        compared += 1
    assert compared


def fits(identity: Identity, sizes: dict[str, int]) -> bool:
    """Whether the inverses in it exist: X'X of a tall X, X X' of a wide one."""
    tall = any(t in identity.expr for t in ("det(X'", "inv(X'", "(A'*A)^-1", "inv(A + X'"))
    wide = any(t in identity.expr for t in ("det(X*X'", "diag(x)*A'"))
    square = "X: matrix(n,n)" in identity.expr
    return square or not ((tall and sizes["m"] < sizes["n"]) or (wide and sizes["m"] > sizes["n"]))


@pytest.mark.parametrize(
    "identity",
    [i for i in IDENTITIES if i.form],
    ids=lambda i: f"{i.source}: {i.reading} of {i.expr}",
)
def test_matcalc_prints_the_form_of_the_book(identity: Identity) -> None:
    answer, node = found(identity)
    assert simplify(expected(identity, answer)) is node


def test_there_are_enough() -> None:
    assert len(IDENTITIES) >= 150
    assert len(set(IDENTITIES)) == len(IDENTITIES)
