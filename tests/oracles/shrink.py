"""Shrinking a failing expression: parts replaced by their own parts, by names and by numbers, while it still fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from matcalc_cli.expr.node import Symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR
from tests.oracles.raw import Raw

BINDING = ("summation", "production")


def shrink(raw: Raw, fails: Callable[[Raw], bool], budget: int = 2000) -> Raw:
    """The smallest expression found that still fails."""
    smaller = True
    while smaller:
        smaller = False
        for candidate in sorted(candidates(raw), key=_weight):
            budget -= 1
            if budget < 0:
                return raw
            if _weight(candidate) < _weight(raw) and fails(candidate):
                raw, smaller = candidate, True
                break
    return raw


def _weight(raw: Raw) -> tuple[int, int, int]:
    parts = list(raw.walk())
    plain = sum(r.op not in ("symbol", "number") for r in parts)
    return (len(parts), plain, sum(abs(r.payload.numerator) + r.payload.denominator for r in parts if r.op == "number"))


def candidates(raw: Raw) -> Iterator[Raw]:
    """Expressions with one part replaced by something of the same shape."""
    leaves = {
        str(r): r for r in raw.walk() if r.op in ("symbol", "member") and r.payload.kind not in ("index", "integer")
    }
    for candidate in _replaced(raw, list(leaves.values()), exponent=False):
        if not _free_indices(candidate):
            yield candidate


def _free_indices(raw: Raw) -> set[str]:
    free = {raw.payload.name} if raw.op == "symbol" and raw.payload.kind == "index" else set()
    if raw.op == "index":
        free |= {place.name for _, place in raw.payload if isinstance(place, Symbol) and place.kind == "index"}
    for arg in raw.args:
        free |= _free_indices(arg)
    return free - {raw.args[0].payload.name} if raw.op in BINDING else free


def _replaced(raw: Raw, leaves: list[Raw], *, exponent: bool) -> Iterator[Raw]:
    if not exponent:
        yield from (r for r in raw.walk() if r is not raw and r.shape == raw.shape)
        yield from (leaf for leaf in leaves if leaf.shape == raw.shape and leaf is not raw)
        turned = [leaf for leaf in leaves if leaf.shape == raw.shape[::-1] and leaf.shape != raw.shape]
        yield from (Raw("transpose", raw.shape, (leaf,)) for leaf in turned)
    if raw.shape == SCALAR and (raw.op != "symbol" or not exponent):
        yield from (Raw("number", SCALAR, payload=Fraction(v)) for v in (1, 2, -1))
    for i, arg in enumerate(raw.args):
        if (raw.op in BINDING and i < len(raw.args) - 1) or raw.op == "member":
            continue
        for changed in _replaced(arg, leaves, exponent=raw.op in ("power", "elementwise_power") and i == 1):
            yield Raw(raw.op, raw.shape, (*raw.args[:i], changed, *raw.args[i + 1 :]), raw.sizes, raw.payload)
