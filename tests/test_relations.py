"""What must hold between derivatives of random programs whatever the rules say: linearity, the product, chain and
transpose rules, the adjoint, vec(df) = J vec(dX), the Hessian's symmetry, and that names, sizes, brackets and the order of
terms change nothing. Both sides come from the engine; exact arithmetic compares them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

import pytest

from matcalc_cli.check.exact.verify import equal
from matcalc_cli.differential import differential
from matcalc_cli.elaborate.builder import applied
from matcalc_cli.expr.build import add, call, multiply, substitute, transpose
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.expr.operations import VEC
from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape, dim
from matcalc_cli.functions import find
from matcalc_cli.pipeline import differentiate, read, vjp
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
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
    assert "no exact value" not in verdict.reason, "nothing was compared"


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


@each
def test_the_chain_rule(seed: int) -> None:
    """d f(g) = df(g; dg), g in the place of a matrix of f."""
    m, n = (dim(Random(seed).choice("mnp")) for _ in range(2))
    x, e = (symbol(name, (m, n), "matrix") for name in ("X0", "E0"))
    f = node(put_anywhere(expression(seed), Raw("symbol", x.shape, payload=x)))
    g = node(expression(seed + 1000, (m, n)))
    composed = substitute(f, {x: g})
    d = moving(composed) | moving(f) | moving(g)
    inner = substitute(differential(f, {**d, x: e}), {x: g, e: differential(g, d)})
    assert_same(differential(composed, d), inner)


def put_anywhere(raw: Raw, other: Raw) -> Raw:
    """The expression times sum(X.*X), with X in the place of the names of its shape."""
    square = Raw("hadamard", other.shape, (other, other))
    replaced = raw
    for s in [s for s in raw.symbols().values() if s.shape == other.shape]:
        replaced = put(replaced, s.name, other)
    return Raw("multiply", raw.shape, (Raw("sum", SCALAR, (square,)), replaced))


def inner(a: Node, b: Node) -> Node:
    function = find("inner")
    assert function is not None
    return applied(function, (a, b), ())


@each
def test_every_reading_tells_the_same(seed: int) -> None:
    """<Y, df> = <J* Y, dX>, vec(df) = J vec(dX), <grad, dX> = df, vec(dX)' H vec(dX) = d(df) and H = H'."""
    raw = expression(seed, SCALAR if seed % 2 else None)
    if not dimensions_known(raw):
        return
    text = program(raw)
    answer = differentiate(text, order=2)
    for found, pulled in zip(answer.derivatives, vjp(text).derivatives, strict=True):
        x, df = found.variable, found.differential
        dx = next((s for s in df.symbols if s.differential_of == x.name), symbol(f"d{x.name}", x.shape, x.kind))
        y = symbol("Y" if "Y" not in raw.symbols() else "Y1", df.shape, kind_of(df.shape))
        assert_same(inner(y, df), inner(pulled.vjp, dx))
        assert_same(call(VEC, (df,)), multiply(found.jacobian, call(VEC, (dx,))))
        if found.gradient is not None and found.hessian is not None:
            assert_same(inner(found.gradient, dx), df)
            assert_same(found.hessian, transpose(found.hessian))
            v = call(VEC, (dx,))
            assert_same(multiply(transpose(v), found.hessian, v), differential(df, {x: dx}))


def kind_of(shape: Shape) -> str:
    return "scalar" if shape == SCALAR else "vector" if shape[1] == 1 else "matrix"


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


OTHER_DIMENSIONS = {"m": "q", "n": "r", "p": "s"}


@pytest.mark.parametrize(("f", "variable"), FUNCTIONS, ids=lambda a: program(a) if isinstance(a, Raw) else "")
def test_a_gradient_does_not_depend_on_the_names_of_dimensions(f: Raw, variable: Symbol) -> None:
    def renamed(text: str) -> str:
        return re.sub(r"\b[mnp]\b", lambda found: OTHER_DIMENSIONS[found[0]], text)

    text, where = (program(f).partition(" where ")[i] for i in (0, 2))
    other = differentiate(f"{renamed(text)} where {renamed(where)}", wrt=[variable.name]).derivatives[0].gradient
    if "ones(" in text:  # its products of dimensions are numbers, which stand in the order of their names
        return
    assert plain(express(other)) == renamed(gradient(f, variable.name))


@pytest.mark.parametrize(("f", "variable"), FUNCTIONS, ids=lambda a: program(a) if isinstance(a, Raw) else "")
def test_a_gradient_without_sizes_in_it_is_the_same_at_all_sizes(f: Raw, variable: Symbol) -> None:
    symbolic = gradient(f, variable.name)
    if re.search(r"\b[mnp]\b", symbolic + program(f).partition(" where ")[0]):
        return
    text = re.sub(r"\b[mnp]\b", lambda found: {"m": "7", "n": "5", "p": "11"}[found[0]], program(f))
    assert plain(express(differentiate(text, wrt=[variable.name]).derivatives[0].gradient)) == symbolic


@pytest.mark.parametrize(("f", "variable"), FUNCTIONS, ids=lambda a: program(a) if isinstance(a, Raw) else "")
def test_brackets_and_the_order_of_terms_change_nothing(f: Raw, variable: Symbol) -> None:
    found = differentiate(bracketed(program(turned(f)), f), wrt=[variable.name]).derivatives[0].gradient
    assert plain(express(found)) == gradient(f, variable.name)


def bracketed(text: str, f: Raw) -> str:
    """Every name of a variable in two brackets more than it needs."""
    body, mark, where = text.partition(" where ")
    return re.sub(rf"\b({'|'.join(f.symbols())})\b", r"((\1))", body) + mark + where


def turned(raw: Raw) -> Raw:
    """Sums, elementwise products and products with a number, the other way round."""
    args = tuple(map(turned, raw.args))
    commutes = raw.op in ("add", "hadamard") or (raw.op == "multiply" and SCALAR in (a.shape for a in args))
    return Raw(raw.op, raw.shape, args[::-1] if commutes else args, raw.sizes, raw.payload)
