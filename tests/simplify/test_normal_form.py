"""Normal forms of random expressions: of the same value, reached once and for all, and from every order of the terms.

A failure prints its seed; to see it again: pytest tests/simplify/test_normal_form.py -k SEED, or in Python
`expression(SEED)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import pytest

from matcalc_cli.check.draw import Draw, Setting
from matcalc_cli.check.exact import evaluate
from matcalc_cli.check.field import NoValueError
from matcalc_cli.expr.node import Node, Sum, Symbol, postorder
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.distribute import distributed
from matcalc_cli.simplify.engine import rewrite
from matcalc_cli.simplify.factor import condensed, factored
from tests.functions.numerics import KINDS, compiled, shape_at
from tests.oracles.generate import RATIONAL, Generator
from tests.oracles.raw import Raw, node, program

COUNT, CHUNK = 1600, 100
RATIONAL_SEED, ANY_SEED = 100_000, 200_000
"""Seeds of expressions whose values are exact, and of expressions with every function."""
SIZES = ({"m": 3, "n": 4, "p": 2}, {"m": 4, "n": 2, "p": 3})
FUNCTIONS = {RATIONAL_SEED: tuple(sorted(RATIONAL)), ANY_SEED: ()}

each = pytest.mark.parametrize(
    "seed", [s for first in (RATIONAL_SEED, ANY_SEED) for s in range(first, first + COUNT, CHUNK)]
)


def expression(seed: int) -> Raw:
    random = Random(seed)
    functions = FUNCTIONS[seed // 100_000 * 100_000]
    return Generator(random, functions).expression(random.randint(2, 10))


def chunk(seed: int) -> Iterator[tuple[str, Raw]]:
    """A hundred expressions with what to print when one fails."""
    for s in range(seed, seed + CHUNK):
        raw = expression(s)
        yield f"seed {s}: {program(raw)}", raw


def same_value(one: Node, other: Node) -> bool:
    """Exactly modulo p where there is a value; where that is no proof (functions), in floating point."""
    setting = Setting([one, other])
    setting.names = sorted({*setting.names, *SIZES[0]})
    for sizes in SIZES:
        for positive in (False, True):
            draw = Draw(setting, (), sizes, seed=7, order=0, positive=positive)
            try:
                if evaluate(one, draw.world) != evaluate(other, draw.world):
                    return close(one, other)
            except NoValueError:
                continue
    return True


def close(one: Node, other: Node) -> bool:
    """The same value in floating point at every draw where the first has one."""
    for seed, sizes in enumerate(SIZES):
        rng = np.random.default_rng(seed)
        env = {**sizes, **{s.name: float_draw(s, sizes, rng) for s in one.symbols | other.symbols}}
        with np.errstate(all="ignore"):
            wanted, found = (np.atleast_2d(compiled(n)(env)) for n in (one, other))
        if np.all(np.isfinite(wanted)) and np.max(np.abs(found - wanted)) > 1e-6 * max(1.0, np.max(np.abs(wanted))):
            return False
    return True


def float_draw(s: Symbol, sizes: dict[str, int], rng: np.random.Generator) -> object:
    return KINDS[s.kind](rng, *shape_at(s, sizes))


@each
def test_simplify_keeps_the_value(seed: int) -> None:
    for name, raw in chunk(seed):
        built = node(raw)
        assert same_value(built, simplify(built)), name


@each
def test_each_step_keeps_the_value(seed: int) -> None:
    """Writing out, taking out common factors, and the rules, each by itself."""
    for name, raw in chunk(seed):
        built = node(raw)
        for part in {p for p in postorder(built) if isinstance(p, Sum)} | {built}:
            for step in (distributed, factored, condensed, rewrite):
                changed = step(part)
                if changed is not None and changed is not part:
                    assert changed.shape == part.shape, f"{step.__name__} of {part!r}, {name}"
                    assert same_value(part, changed), f"{step.__name__} of {part!r}, {name}"


@each
def test_simplify_is_idempotent(seed: int) -> None:
    for name, raw in chunk(seed):
        once = simplify(node(raw))
        assert simplify(once) is once, f"{name}: {once!r} becomes {simplify(once)!r}"


@each
def test_the_order_of_writing_does_not_matter(seed: int) -> None:
    for name, raw in chunk(seed):
        random = Random(seed)
        built = node(raw)
        for _ in range(2):
            other = shuffled(raw, random)
            assert node(other) is built, f"{name} and {other}"
            assert simplify(node(other)) is simplify(built), f"{name} and {other}"


def shuffled(raw: Raw, random: Random) -> Raw:
    """The same expression with sums and elementwise products in another order and grouping."""
    if raw.op in ("add", "subtract"):
        terms = [(sign, shuffled(term, random)) for sign, term in flat(raw)]
        random.shuffle(terms)
        (sign, total), *rest = terms
        total = total if sign > 0 else Raw("negate", total.shape, (total,))
        for sign, term in rest:
            total = Raw("add" if sign > 0 else "subtract", raw.shape, (total, term))
        return total
    args = [shuffled(arg, random) for arg in raw.args]
    if raw.op == "hadamard" and random.random() < 0.5:
        args.reverse()
    return Raw(raw.op, raw.shape, tuple(args), raw.sizes, raw.payload)


def flat(raw: Raw, sign: int = 1) -> Iterator[tuple[int, Raw]]:
    """The terms of a sum of equal shapes, with their signs; a scalar beside a matrix stays where it is."""
    if raw.op in ("add", "subtract") and raw.args[0].shape == raw.args[1].shape:
        yield from flat(raw.args[0], sign)
        yield from flat(raw.args[1], sign if raw.op == "add" else -sign)
    else:
        yield sign, raw


def test_the_same_sum_from_every_grouping() -> None:
    from matcalc_cli.pipeline import simplified

    texts = ["A*x + b - 2*c", "b + (A*x - 2*c)", "-(2*c - b) + A*x", "-2*c + A*x + b", "A*x - (2*c - b)"]
    assert len({simplified(t).expression for t in texts}) == 1
