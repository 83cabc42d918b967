"""Whether two expressions have one value: in exact arithmetic, and where that cannot tell at random points in doubles."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from matcalc_cli.check.doubles.inside import Inside
from matcalc_cli.check.doubles.sample import TooLargeError, points, sizes_for
from matcalc_cli.check.exact.verify import equal
from matcalc_cli.check.existence import broken
from matcalc_cli.check.written_out import WrittenOut, has_families
from matcalc_cli.codegen.text.module import dimension_names
from matcalc_cli.inputs.fixed import Given
from matcalc_cli.validity import conditions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.expr.node import Node, Symbol

POINTS, TRIES = 2, 12
SAME, OTHER = 1e-9, 1e-5
"""Relative differences: up to the one they are one, from the other on they are two."""


def compared(a: Node, b: Node, seed: int = 0, beside: Sequence[Symbol] = ()) -> str:
    """Whether two expressions are equal: "ok" exactly, "numerically", "wrong", or "undecided".

    The kinds of names `beside` them say which sizes there are: no more than n orthonormal columns have n rows.
    """
    word = equal(a, b).word
    return word if word != "undecided" else _at_points(a, b, seed, beside)


def _at_points(a: Node, b: Node, seed: int, beside: Sequence[Symbol]) -> str:
    if has_families(a, b):
        out = WrittenOut([a, b])
        a, b = out.node(a), out.node(b)
    symbols = sorted({s for n in (a, b) for s in n.symbols if s.kind != "index"}, key=lambda s: s.name)
    words = (_of_sizes(a, b, symbols, sizes, seed) for sizes in _sizes([a, b, *symbols, *beside]))
    return next((word for word in words if word != "undecided"), "undecided")


def _sizes(every: Sequence[Node]) -> Iterator[dict[str, int]]:
    """Sizes that are alike, then each in turn larger than all others together: A'*A with two blocks of columns asks for many rows."""
    names = dimension_names(every)
    alike = sizes_for(every, names, [], {})
    yield alike
    for name in names:
        with suppress(TooLargeError):
            yield sizes_for(every, names, [], {name: sum(alike.values())})


def _of_sizes(a: Node, b: Node, symbols: Sequence[Symbol], sizes: dict[str, int], seed: int) -> str:
    import numpy as np

    left, right, seen = Inside(a, sizes), Inside(b, sizes), 0
    asked = conditions((), [a, b])
    for _, point in zip(range(TRIES), points(a, symbols, sizes, np.random.default_rng(seed)), strict=False):
        one, other = left(point), right(point)
        if one is None or other is None or broken(asked, Given(sizes=sizes, point=point)):
            continue
        scale = max(float(np.max(np.abs(one))), float(np.max(np.abs(other))), 1e-300)
        off = float(np.max(np.abs(one - other))) / scale
        if off > OTHER:
            return "wrong"
        seen += off < SAME
        if seen == POINTS:
            return "numerically"
    return "undecided"
