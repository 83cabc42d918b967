"""Wrong derivatives that look right: a factor, a sign, a transpose, a term or the order of factors changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random
from typing import TypeVar

from matcalc_cli.check.exact.verify import equal
from matcalc_cli.expr.build import add, multiply, number, rebuild, transpose
from matcalc_cli.expr.node import Node, Number, Product, Sum, postorder

T = TypeVar("T")
Mutation = Callable[[Node, Random], Node | None]

FACTORS = (Fraction(2), Fraction(-1), Fraction(1001, 1000), Fraction(1, 2))


def times(factor: Fraction) -> Mutation:
    return lambda node, _: multiply(number(factor), node)


def transposed(node: Node, _: Random) -> Node | None:
    return transpose(node) if node.rows == node.cols else None


def with_terms(change: Callable[[tuple[Node, ...], Random], list[Node]]) -> Mutation:
    """Some sum inside has its terms changed."""

    def mutation(node: Node, random: Random) -> Node | None:
        sums = [n for n in postorder(node) if isinstance(n, Sum)]
        return changed(node, chosen, add(*change(chosen.terms, random))) if (chosen := pick(sums, random)) else None

    return mutation


def without_one(terms: tuple[Node, ...], random: Random) -> list[Node]:
    left_out = random.randrange(len(terms))
    return [t for i, t in enumerate(terms) if i != left_out]


def with_one_twice(terms: tuple[Node, ...], random: Random) -> list[Node]:
    return [*terms, random.choice(terms)]


def with_a_sign(terms: tuple[Node, ...], random: Random) -> list[Node]:
    return [*terms, multiply(number(-2), random.choice(terms))]


def commuted(node: Node, random: Random) -> Node | None:
    """Two square neighbours of a product exchanged."""
    places = [
        (n, i)
        for n in postorder(node)
        if isinstance(n, Product)
        for i, (a, b) in enumerate(zip(n.factors, n.factors[1:], strict=False))
        if a.shape == b.shape and a.rows == a.cols
    ]
    place = pick(places, random)
    if place is None:
        return None
    product, i = place
    f = product.factors
    return changed(
        node, product, multiply(number(product.coefficient), *product.scalars, *f[:i], f[i + 1], f[i], *f[i + 2 :])
    )


def with_a_turned_part(node: Node, random: Random) -> Node | None:
    """A square part transposed."""
    parts = [n for n in postorder(node) if n.rows == n.cols and not n.is_scalar and not isinstance(n, Number)]
    part = pick(parts, random)
    return None if part is None else changed(node, part, transpose(part))


def pick(things: list[T], random: Random) -> T | None:
    return random.choice(things) if things else None


def changed(root: Node, part: Node, replacement: Node) -> Node:
    """The same with one part replaced wherever it stands."""
    done: dict[Node, Node] = {part: replacement}
    for node in postorder(root):
        if node not in done:
            done[node] = rebuild(node, tuple(done[c] for c in node.children)) if node.children else node
    return done[root]


MUTATIONS: dict[str, Mutation] = {
    **{f"times {factor}": times(factor) for factor in FACTORS},
    "transposed": transposed,
    "a term dropped": with_terms(without_one),
    "a term doubled": with_terms(with_one_twice),
    "a sign": with_terms(with_a_sign),
    "factors commuted": commuted,
    "a part transposed": with_a_turned_part,
}


def mutants(node: Node, random: Random) -> Iterator[tuple[str, Node]]:
    """Everything that differs from the node, in random order; what is equal to it exactly is left out."""
    names = list(MUTATIONS)
    random.shuffle(names)
    for name in names:
        wrong = MUTATIONS[name](node, random)
        if wrong is not None and wrong.shape == node.shape and wrong is not node and equal(wrong, node).word != "ok":
            yield name, wrong
