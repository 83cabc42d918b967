"""A claim that is right under a condition only: for symmetric matrices, for commuting ones, for scalars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, combinations, groupby, islice
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.claims.one_side import one_side
from matcalc_cli.check.claims.points.samples import Sample, at, held, samples
from matcalc_cli.check.doubles.slope import Slope
from matcalc_cli.expr.node import Symbol
from matcalc_cli.inputs.fixed import Given

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.claims.claim import Question
    from matcalc_cli.check.doubles.sample import Point

    Array = NDArray[Any]
    Change = Callable[["Slope", "Point"], "Point"]

POINTS = 4
"""Points of each set of sizes where a claim must hold."""
EQUAL = (3, 4)
"""The sizes that equal dimensions have."""
MOST, MOST_WAYS = 4, 2
"""Dimensions that may be 1, and matrices that may be symmetric or commute, in all combinations; so many ways that are said."""
FEWEST = 3
"""Points, of all sizes together, below which nothing is said."""


def conditions(question: Question, given: Given) -> str:
    """`is right only for symmetric A`, or nothing: what was seen to hold where that is so, at every size, and nowhere else."""
    found = samples(question, given)
    if len(found) < FEWEST or all(sample.holds for sample in found):
        return ""
    if any(sample.holds for sample in found):
        said = one_side(question, found)
        return f"is right only {said}" if said else ""
    changed = (said for said, change in _changes(question) if _holds_if(found, change))
    return next((f"is right only {said}" for said in (*changed, *_at_sizes(question, given))), "")


def _changes(question: Question) -> Iterator[tuple[str, Change]]:
    """The conditions that are tried: the words of each, and how a point is changed to fulfil it."""
    claim = question.claim
    symbols = {s.name: s for s in (claim.f.symbols | claim.node.symbols | question.right.symbols)}
    square = [s for s in symbols.values() if s.rows == s.cols and not s.is_scalar]
    plain = sorted((s for s in square if s.kind == "matrix"), key=lambda s: (s.has_differential, s.name))
    variables = [s for s in plain if s.differential_of is None]
    compared = [s for s in variables if s in claim.node.symbols | question.right.symbols]
    sets = dict.fromkeys([*_subsets(compared), *((s,) for s in variables), *[tuple(variables)] * bool(variables)])
    for some in sets:
        yield f"for symmetric {_listed(some)}", _symmetric(some)
    moving = [v for v in claim.variables if v in plain]
    several = [some for some in sets if len(some) > 1]
    if claim.reading == "differential" and moving:
        directions = [s for s in plain if s.differential_of == moving[0].name]
        for some in _subsets([moving[0], *[s for s in compared if s is not moving[0]]]):
            yield f"when {_listed([*some, *directions])} commute", _commuting([*some, *directions])
    else:
        for some in several:
            yield f"when {_listed(some)} commute: mind the order of the factors", _commuting(some)
    for some in several:
        yield f"for symmetric {_listed(some)} that commute", _commuting(some, symmetric=True)
    for s in sorted(symbols.values(), key=lambda s: s.name):
        if s.kind == "vector" and not s.has_differential:
            yield f"for {s.spelling} with sum({s.spelling}) = 1", _normalised(s.name)


def _subsets(symbols: Sequence[Symbol]) -> Iterator[Sequence[Symbol]]:
    """The fewest first; of many one and all."""
    sizes = range(1, len(symbols) + 1) if len(symbols) <= MOST else (1, len(symbols))
    return chain.from_iterable(combinations(symbols, k) for k in sizes)


def _at_sizes(question: Question, given: Given) -> Iterator[str]:
    """The sizes at which a claim holds that holds at no others: equal ones, or 1; two ways at most."""
    symbols = question.claim.f.symbols | question.claim.node.symbols | question.right.symbols
    names = sorted({n for s in symbols for d in s.shape if not isinstance(d, int) for n in d.names} - {*given.sizes})

    def holds(chosen: Sequence[str], sizes: Sequence[int]) -> bool:
        return _holds_at(question, given, [dict.fromkeys(chosen, size) for size in sizes])

    equal = [pair for pair in combinations(names, 2) if holds(pair, EQUAL)]
    ones: list[tuple[str, ...]] = []
    for chosen in chain.from_iterable(combinations(names, k + 1) for k in range(len(names))):
        if len(names) <= MOST and not any({*less} <= {*chosen} for less in (*equal, *ones)) and holds(chosen, [1]):
            ones.append(chosen)
    said = [*map(" = ".join, equal), *[f"{' = '.join(chosen)} = 1" for chosen in ones]]
    if len(said) == 1 and ones == [tuple(names)]:
        yield f"for {said[0]}: the rule for scalars, not for matrices"
    elif 0 < len(said) <= MOST_WAYS:
        yield f"for {' or '.join(said)}"


def _holds_at(question: Question, given: Given, sets: Sequence[Mapping[str, int]]) -> bool:
    """Whether a claim is right at all points of some sizes."""
    tried = [[*at(question, Given(seed=given.seed, sizes={**given.sizes, **sizes}))] for sizes in sets]
    return all(len(found) >= FEWEST and all(sample.holds for sample in found) for found in tried)


def _holds_if(found: Sequence[Sample], change: Change) -> bool:
    """Whether a claim is right at points of every size that were changed to fulfil a condition."""
    by_size = [[*samples] for _, samples in groupby(found, key=lambda sample: sample.slope)]
    tried = [_held(samples, change) for samples in by_size]
    return all(tried) and sum(map(len, tried)) >= FEWEST and all(chain(*tried))


def _held(samples: Sequence[Sample], change: Change) -> list[bool]:
    """Whether a claim is right at the first few points that were changed to fulfil a condition."""
    changed = (held(s.slope, change(s.slope, s.point)) for s in samples)
    return list(islice((holds for holds in changed if holds is not None), POINTS))


def _listed(symbols: Sequence[Symbol]) -> str:
    *most, last = [s.spelling for s in symbols]
    return f"{', '.join(most)} and {last}" if most else last


def _symmetric(symbols: Sequence[Symbol]) -> Change:
    def change(_: Slope, point: Point) -> Point:
        return point | {s.name: (point[s.name] + point[s.name].T) / 2 for s in symbols}

    return change


def _normalised(name: str) -> Change:
    """Probabilities: y with log(softmax(x)) in the cross entropy."""
    return lambda _, point: point | {name: point[name] / point[name].sum()}


def _commuting(symbols: Sequence[Symbol], *, symmetric: bool = False) -> Change:
    """Square matrices of one size as polynomials of one matrix."""
    names = {s.name for s in symbols}

    def change(_: Slope, point: Point) -> Point:
        import numpy as np

        found = dict(point)
        bases: dict[int, Array] = {}
        for i, (name, x) in enumerate(sorted(point.items())):
            n = len(x)
            if x.shape == (n, n) and n > 1 and name in names:
                base = bases.setdefault(n, x + x.T if symmetric else x)
                found[name] = base + (0.3 + 0.1 * i) * base @ base + (0.5 + 0.2 * i) * np.eye(n)
        return found

    return change
