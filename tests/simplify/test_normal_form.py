"""Normal forms of random expressions: of the same value, reached once and for all, and from every order of the terms.

A failure shows its seed and the program; `program(expression(SEED))` is what is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

import numpy as np
import pytest

from matcalc_cli.check.exact.verify import equal
from matcalc_cli.cli.main import main
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node, Sum, postorder
from matcalc_cli.expr.shapes.dimensions import Dim
from matcalc_cli.pipeline import read
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.condense import condensed
from matcalc_cli.simplify.distribute import distributed
from matcalc_cli.simplify.engine import rewrite
from matcalc_cli.simplify.factor import factored
from tests.functions.numerics import KINDS, compiled, shape_at
from tests.oracles.generate import Generator
from tests.oracles.raw import Raw, program

CHUNK = 100
EXACT = (
    "tr", "det", "sum", "norm", "inner", "inv", "adj", "solve", "outer", "kron", "vec", "diag", "sym", "skew", "tril", "triu",
    "rowsum", "colsum", "mean", "I", "ones", "zeros", "commutation", "diagsel", "transpose", "hadamard", "unvec",
)  # fmt: skip
FUNCTIONS: dict[int, Sequence[str]] = {1: EXACT, 2: ()}
"""By the millions of the seed: functions whose values are exact; all."""
SEEDS = [million * 1_000_000 + s for million in FUNCTIONS for s in range(0, 400, CHUNK)]
SIZES = ({"m": 3, "n": 4, "p": 2}, {"m": 4, "n": 2, "p": 3})

each = pytest.mark.parametrize("seed", SEEDS)


def expression(seed: int) -> Raw:
    random = Random(seed)
    return Generator(random, FUNCTIONS[seed // 1_000_000]).expression(random.randint(2, 10))


@cache
def chunk(seed: int) -> list[tuple[str, Raw, Node]]:
    """A hundred expressions: what to print when one fails, as written, as read."""
    raws = [(s, expression(s)) for s in range(seed, seed + CHUNK)]
    fit = [(s, raw) for s, raw in raws if not (_foreign_number(raw) or _divides_by_zero(raw))]
    return [(f"seed {s}: {program(raw)}", raw, node(raw)) for s, raw in fit]


def _divides_by_zero(raw: Raw) -> bool:
    try:
        read(program(raw))
    except MatcalcError as error:
        return error.kind == "usage"
    return False


def _foreign_number(raw: Raw) -> bool:
    """Whether a dimension stands for a number without being that of any name: it would be read as a vector."""
    known = {n for s in raw.symbols().values() for d in s.shape if isinstance(d, Dim) for n in d.names}
    return any(str(r.sizes[0]) not in known for r in raw.walk() if r.op == "size")


def node(raw: Raw) -> Node:
    return read(program(raw))[1].expression


def same_value(one: Node, other: Node) -> bool:
    """Exactly modulo p; where that is no proof, as of functions, in floating point."""
    verdict = equal(one, other)
    differs = verdict.word == "wrong" or "differ" in verdict.reason
    return one.shape == other.shape and (not differs or close(one, other))


def close(one: Node, other: Node) -> bool:
    """Wherever the first has a value, the second has the same."""
    for seed, sizes in enumerate(SIZES):
        rng = np.random.default_rng(seed)
        names = {n for p in postorder(one, other) for s in p.shape if isinstance(s, Dim) for n in s.names}
        env: dict[str, object] = {**dict.fromkeys(names, 3), **sizes}
        env |= {s.name: KINDS[s.kind](rng, *shape_at(s, sizes)) for s in one.symbols | other.symbols}
        with np.errstate(all="ignore"):
            try:
                wanted, found = (np.atleast_2d(compiled(n)(env)) for n in (one, other))
            except (ArithmeticError, np.linalg.LinAlgError, IndexError):
                continue
        if np.all(np.isfinite(wanted)) and not np.max(np.abs(found - wanted)) <= 1e-6 * max(
            1.0, np.max(np.abs(wanted))
        ):
            return False
    return True


@each
def test_simplify_keeps_the_value(seed: int) -> None:
    for name, _, built in chunk(seed):
        assert same_value(built, simplify(built)), f"{name} became {simplify(built)!r}"


@each
def test_each_step_keeps_the_value(seed: int) -> None:
    """Writing out, taking out common factors, and the rules, each by itself."""
    for name, _, built in chunk(seed):
        for part in {p for p in postorder(built) if isinstance(p, Sum)} | {built}:
            for step in (distributed, factored, condensed, rewrite):
                changed = step(part)
                if changed is not None and changed is not part:
                    assert same_value(part, changed), f"{step.__name__} of {part!r} is {changed!r}, {name}"


@each
def test_simplify_is_idempotent(seed: int) -> None:
    for name, _, built in chunk(seed):
        once = simplify(built)
        assert simplify(once) is once, f"{name} became {once!r}, then {simplify(once)!r}"


@pytest.mark.parametrize(
    "text",
    [
        "(sym((-((U' \\ Q') * Q))) - (I(n) - diag(c))) * U where U: matrix(n,n), Q: matrix(p,n), c: vector(n)",
        "((sum(i, 1, 4, -H) / gamma) \\ E) \\ (gamma + inv(H)) where H: matrix(n,n), gamma: scalar, E: matrix(n,n)",
    ],
)
def test_simplify_is_idempotent_on_what_was_found(text: str) -> None:
    once = simplify(read(text)[1].expression)
    assert simplify(once) is once


@each
def test_the_order_of_writing_does_not_matter(seed: int) -> None:
    for name, raw, built in chunk(seed):
        other = shuffled(raw, Random(seed))
        assert node(other) is built, f"{name} and {other}: {built!r} and {node(other)!r}"


def shuffled(raw: Raw, random: Random) -> Raw:
    """The same expression with sums and elementwise products in another order and grouping."""
    if raw.op in ("add", "subtract") and raw.args[0].shape == raw.args[1].shape:
        terms = [(sign, shuffled(term, random)) for sign, term in flat(raw)]
        random.shuffle(terms)
        return total(terms, random)
    args = [shuffled(arg, random) for arg in raw.args]
    if raw.op == "hadamard" and random.random() < 0.5:
        args.reverse()
    return Raw(raw.op, raw.shape, tuple(args), raw.sizes, raw.payload)


def total(terms: list[tuple[int, Raw]], random: Random) -> Raw:
    """The terms added up in that order, in groups."""
    if len(terms) == 1:
        (sign, term) = terms[0]
        return term if sign > 0 else Raw("negate", term.shape, (term,))
    cut = random.randint(1, len(terms) - 1)
    return Raw("add", terms[0][1].shape, (total(terms[:cut], random), total(terms[cut:], random)))


def flat(raw: Raw, sign: int = 1) -> Iterator[tuple[int, Raw]]:
    """The terms of a sum of equal shapes, with their signs; a scalar beside a matrix stays where it is."""
    if raw.op in ("add", "subtract") and raw.args[0].shape == raw.args[1].shape:
        yield from flat(raw.args[0], sign)
        yield from flat(raw.args[1], sign if raw.op == "add" else -sign)
    else:
        yield sign, raw


@pytest.mark.parametrize(
    "texts",
    [
        ["A*x + b - 2*c", "b + (A*x - 2*c)", "-(2*c - b) + A*x", "-2*c + A*x + b", "A*x - (2*c - b)"],
        ["alpha*beta*A", "A*alpha*beta", "alpha*(A*beta)", "(beta*A)*alpha", "2*alpha*A*beta/2"],
        ["A.*B.*C", "C.*(B.*A)", "hadamard(B, C, A)", "hadamard(hadamard(C, A), B)"],
        ["tr(A*B*C)", "tr(C*A*B)", "tr(B*C*A)", "tr((A*B*C)')", "tr(C'*B'*A')"],
        ["x'*A*y", "y'*A'*x", "tr(A*y*x')", "tr(x'*A*y)", "(x'*A*y)'", "inner(A'*x, y)"],
        ["(A*B)'", "B'*A'", "transpose(A*B)", "((A*B)')''"],
        ["inv(A)'", "inv(A')", "A^-T", "(A')^-1", "(A^-1)'"],
        ["A*A*A", "A^3", "A^2*A", "A*A^2", "(A'^3)'", "A^5*A^-2"],
        ["kron(A, kron(B, C))", "kron(kron(A, B), C)", "kron(A, B, C)", "A⊗B⊗C"],
        ["x'*x", "tr(x*x')", "inner(x, x)", "(x'*x)'"],
        ["inv(A)*b", "A\\b", "solve(A, b)", "A^-1*b"],
        ["A + 2*A - A*5", "-2*A", "A*(-2)", "-(A + A)"],
    ],
    ids=lambda texts: texts[0],
)  # fmt: skip
def test_what_is_the_same_is_one_node(texts: list[str]) -> None:
    shapes = (
        "A: matrix(m,n), B: matrix(n,p), C: matrix(p,m), x: vector(m), y: vector(n)" if "B*C" in "".join(texts) else ""
    )
    shapes = shapes or (
        "A: matrix(m,n), B: matrix(n,p), x: vector(m), y: vector(n)" if "'*" in texts[0] + texts[1] else ""
    )
    forms = {text: simplify(read(text, shapes.split(", ") if shapes else ())[1].expression) for text in texts}
    assert len(set(forms.values())) == 1, forms


def test_a_trace_of_functions_of_one_matrix_has_one_order() -> None:
    """The trace turns the product one way, and functions of one matrix would stand the other way: that ends."""
    root = simplify(read("tr(inv(sqrtm((alpha - 1)^2*P))*P) where P: spd(k)")[1].expression)
    assert simplify(root) is root


def test_a_sum_that_is_turned_over_and_back_comes_to_an_end() -> None:
    assert main(["hessian", "y'*A*(alpha*A + beta*I(n))^-2*y where A: spd(n)", "--wrt", "A"]) == 0
