"""A claim that is right under a condition only: for symmetric matrices, for commuting ones, for scalars."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.claims.evidence import close
from matcalc_cli.check.claims.judge import signed
from matcalc_cli.check.doubles.sample import TooLargeError
from matcalc_cli.check.doubles.slope import Slope
from matcalc_cli.expr.node import Symbol
from matcalc_cli.inputs.given import Given

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.claims.claim import Question
    from matcalc_cli.check.doubles.sample import Point

    Array = NDArray[Any]
    Change = Callable[["Slope", "Point"], "Point"]

POINTS = 2


def conditions(question: Question, given: Given) -> str:
    """`is right only for symmetric A`, or nothing."""
    for said, change, sizes in _conditions(question, given):
        try:
            if _holds(question, Given(seed=given.seed, sizes=sizes), change):
                return f"is right only {said}"
        except TooLargeError:
            continue
    return ""


def _conditions(question: Question, given: Given) -> Iterator[tuple[str, Change, Mapping[str, int]]]:
    """What is tried: words, how a point is changed to fulfil the condition, sizes."""
    claim = question.claim
    symbols = {s.name: s for s in (claim.f.symbols | claim.node.symbols | question.right.symbols)}
    square = [s for s in symbols.values() if s.rows == s.cols and not s.is_scalar]
    plain = sorted((s for s in square if s.kind == "matrix"), key=lambda s: (s.has_differential, s.name))
    variables = [s for s in plain if s.differential_of is None]
    for s in variables:
        yield f"for symmetric {s.spelling}", _symmetric([s]), given.sizes
    if len(variables) > 1:
        yield f"for symmetric {_listed(variables)}", _symmetric(variables), given.sizes
    moving = [v for v in claim.variables if v in plain]
    if claim.reading == "differential" and moving:
        yield f"when {moving[0].spelling} and d{moving[0].spelling} commute", _commuting, given.sizes
    elif len(variables) > 1:
        yield f"when {_listed(variables)} commute: mind the order of the factors", _commuting, given.sizes
    if signed(claim):
        yield f"for positive {_listed(claim.variables)}", lambda _, p: {k: abs(x) for k, x in p.items()}, given.sizes
    for s in sorted(
        (s for s in symbols.values() if s.kind == "vector" and not s.has_differential), key=lambda s: s.name
    ):
        yield f"for {s.spelling} with sum({s.spelling}) = 1", _normalised(s.name), given.sizes
    names = {n for s in symbols.values() for d in s.shape if not isinstance(d, int) for n in d.names}
    if names:
        said = f"for {' = '.join(sorted(names))} = 1: the rule for scalars, not for matrices"
        yield said, lambda _, point: point, dict.fromkeys(names, 1)


def _listed(symbols: Sequence[Symbol]) -> str:
    *most, last = [s.spelling for s in symbols]
    return f"{', '.join(most)} and {last}" if most else last


def _holds(question: Question, given: Given, change: Change) -> bool:
    """Whether the claim is right at random points that are changed so."""
    import numpy as np

    tried = 0
    for draw in range(POINTS):
        slope = Slope(question, given, draw)
        rng = np.random.default_rng([given.seed, draw])
        for point in slope.points(rng):
            pair = slope.pair(change(slope, slope.directed(point, rng)))
            if pair is not None:
                if not close(*pair) or not pair[1].any():
                    return False
                tried += 1
                break
    return tried == POINTS


def _symmetric(symbols: Sequence[Symbol]) -> Change:
    def change(_: Slope, point: Point) -> Point:
        return point | {s.name: (point[s.name] + point[s.name].T) / 2 for s in symbols}

    return change


def _normalised(name: str) -> Change:
    """Probabilities: y with log(softmax(x)) in the cross entropy."""
    return lambda _, point: point | {name: point[name] / point[name].sum()}


def _commuting(_: Slope, point: Point) -> Point:
    """Every square matrix of one size as a polynomial of one matrix."""
    import numpy as np

    found = dict(point)
    bases: dict[int, Array] = {}
    for i, (name, x) in enumerate(sorted(point.items())):
        n = len(x)
        if x.shape == (n, n) and n > 1:
            base = bases.setdefault(n, x)
            found[name] = base + (0.3 + 0.1 * i) * base @ base + (0.5 + 0.2 * i) * np.eye(n)
    return found
