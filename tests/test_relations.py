"""What must hold between derivatives of random programs whatever the rules say: linearity, the product, chain and
transpose rules, the names of variables, the sizes. Both sides come from the engine; exact arithmetic compares them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest

from matcalc_cli.check.verify import equal
from matcalc_cli.differential import differential
from matcalc_cli.expr.build import add, multiply, transpose
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.expr.shape import SCALAR, Shape, dim
from matcalc_cli.pipeline import differentiate, read
from matcalc_cli.render.express import express
from matcalc_cli.render.text import plain
from tests.oracles.generate import Generator
from tests.oracles.raw import Raw, node, program
from tests.oracles.trial import dimensions_known

SEEDS = range(40)
FUEL = 5
EXACT = ["tr", "det", "inv", "sum", "diag", "vec", "sym", "inner", "kron", "hadamard", "outer", "tril"]
each = pytest.mark.parametrize("seed", SEEDS)


def expression(seed: int, shape: Shape | None = None) -> Raw:
    return Generator(Random(seed), EXACT, structured=0).expression(FUEL, shape)


def moving(f: Node, salt: str = "") -> dict[Symbol, Node]:
    """A direction for every variable."""
    variables = [s for s in f.symbols if s.kind in {"scalar", "vector", "matrix"}]
    return {s: symbol(f"d{s.name}{salt}", s.shape, s.kind) for s in variables}


def assert_same(one: Node, other: Node) -> None:
    """One value at all sizes where there is any."""
    verdict = equal(one, other)
    assert verdict.word == "ok" or "differ" not in verdict.reason, f"{plain(express(one))} != {plain(express(other))}"
    assert verdict.word != "wrong", f"{plain(express(one))} != {plain(express(other))}"


@each
def test_a_differential_is_linear(seed: int) -> None:
    f = node(expression(seed))
    alpha = symbol("alpha1", SCALAR, "scalar")
    u, v = moving(f, "_u"), moving(f, "_v")
    both = {s: add(multiply(alpha, u[s]), v[s]) for s in u}
    assert_same(differential(f, both), add(multiply(alpha, differential(f, u)), differential(f, v)))


@each
def test_the_product_and_the_transpose_rule(seed: int) -> None:
    random = Random(seed)
    m, n, p = (dim(random.choice("mnp")) for _ in range(3))
    f, g = node(expression(seed, (m, n))), node(expression(seed + 1000, (n, p)))
    d = moving(multiply(f, g)) | moving(f) | moving(g)
    df, dg = differential(f, d), differential(g, d)
    assert_same(differential(multiply(f, g), d), add(multiply(df, g), multiply(f, dg)))
    assert_same(differential(transpose(multiply(f, g)), d), transpose(differential(multiply(f, g), d)))


def of_a_matrix() -> Iterator[tuple[Raw, Symbol]]:
    """Scalar functions and one of their matrices."""
    for seed in range(400):
        f = expression(seed, SCALAR)
        matrices = [s for s in f.symbols().values() if s.kind == "matrix"]
        if matrices and dimensions_known(f):
            yield f, matrices[0]


FUNCTIONS = list(of_a_matrix())[:50]


def put(raw: Raw, name: str, other: Raw) -> Raw:
    """The expression with a name replaced."""
    if raw.op == "symbol" and raw.payload.name == name:
        return other
    return Raw(raw.op, raw.shape, tuple(put(a, name, other) for a in raw.args), raw.sizes, raw.payload)


def named(name: str, shape: Shape) -> Raw:
    return Raw("symbol", shape, payload=symbol(name, shape, "matrix", spelling=name))


def gradient(raw: Raw, name: str) -> str:
    found = differentiate(program(raw), wrt=[name]).derivatives[0].gradient
    assert found is not None
    return plain(express(found))


@pytest.mark.parametrize(("f", "variable"), FUNCTIONS, ids=lambda a: program(a) if isinstance(a, Raw) else "")
def test_the_gradient_of_f_of_pxq(f: Raw, variable: Symbol) -> None:
    """grad f(P X Q) = P' (grad f)(P X Q) Q'."""
    (m, n), name = variable.shape, variable.name
    p, x, q = named("P1", (m, m)), named("X1", (m, n)), named("Q1", (n, n))
    inner = Raw("multiply", (m, n), (Raw("multiply", (m, n), (p, x)), q))
    changed = put(f, name, inner)
    where = program(changed).partition(" where ")[2]
    by_chain = re.sub(rf"\b{name}\b", "(P1*X1*Q1)", gradient(f, name))
    found, expected = (
        read(f"{text} where {where}")[1].expression for text in (gradient(changed, "X1"), f"P1'*({by_chain})*Q1'")
    )
    assert_same(found, expected)


@pytest.mark.parametrize(("f", "variable"), FUNCTIONS, ids=lambda a: program(a) if isinstance(a, Raw) else "")
def test_a_gradient_does_not_depend_on_names(f: Raw, variable: Symbol) -> None:
    other = put(f, variable.name, named("Z9", variable.shape))
    found = re.sub(r"\bZ9\b", variable.name, gradient(other, "Z9"))
    where = program(f).partition(" where ")[2]
    one, two = (read(f"{text} where {where}")[1].expression for text in (gradient(f, variable.name), found))
    assert_same(one, two)
