"""A claim that is right on one side only: which part is positive there, or how far it may go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from math import inf, pi
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.claims.points.samples import held
from matcalc_cli.check.doubles.compiled import Several
from matcalc_cli.check.sides import entries, sides
from matcalc_cli.expr.build import ONE, ZERO, add, is_ones
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, postorder
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, scale
from matcalc_cli.kinds import KINDS
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.claims.claim import Question
    from matcalc_cli.check.claims.points.samples import Sample
    from matcalc_cli.check.doubles.sample import Point
    from matcalc_cli.check.doubles.slope import Slope

    Array = NDArray[Any]
    Test = Callable[[Array], bool]
    End = tuple[str, float]
    Interval = tuple[End, End]

FEWEST = 3
"""Points on each side that must have been seen."""
BRANCHES = (("pi/2", pi / 2), ("pi", pi))
NUMBERS = 4
"""Numbers of a question that may be ends of an interval."""
WAYS, HALVINGS = 6, 8
"""How many ways into where a claim holds are gone, and how often the step is halved."""
LONGEST = 60
"""Characters of a part that is still named."""
EVERY = "every entry of "


def one_side(question: Question, found: Sequence[Sample]) -> str:
    """`for det(A) > 0`: what was true of every point where the claim holds, and of no other; or nothing."""
    parts = _parts(question)
    if not parts:
        return ""
    valued = [(value, s) for s in found for value in [_values(parts, s.slope, s.point)] if value]
    inside = [s for _, s in valued if s.holds]
    if not FEWEST <= len(inside) <= len(valued) - FEWEST:
        return ""
    intervals = _intervals(question)
    for i, part in enumerate(parts):
        for said, test in _tests(part, intervals):
            if all(test(value[i]) == s.holds for value, s in valued) and _at_the_border(part, test, inside[0], found):
                return said
    return ""


def _at_the_border(part: Node, test: Test, inside: Sample, found: Sequence[Sample]) -> bool:
    """Whether the claim begins to hold where the test does, on the way from the first points where it does not."""
    if not all(KINDS[v.kind].moves_straight and not KINDS[v.kind].whole for v in inside.slope.variables):
        return True
    outside = [s.point for s in found if s.slope is inside.slope and not s.holds]
    return all(_begins_there(part, test, inside, point) for point in outside[:WAYS])


def _begins_there(part: Node, test: Test, inside: Sample, outside: Point) -> bool:
    ends = [outside, inside.point]
    for _ in range(HALVINGS):
        middle = {name: (x + ends[1][name]) / 2 for name, x in ends[0].items()}
        holds, value = held(inside.slope, middle), _values([part], inside.slope, middle)
        if holds is None or value is None:
            break
        if test(value[0]) != holds:
            return False
        ends[holds] = middle
    return True


def _intervals(question: Question) -> list[Interval]:
    """Where entries may have to be: on one side of 0, then between numbers of the question, 1 or the ends of a branch."""
    numbers = (n.value for n in postorder(question.claim.f, question.right) if isinstance(n, Number) and n.value)
    values = sorted({Fraction(1), *(abs(Fraction(value)) for value in numbers)})
    positive = [*((str(v), float(v)) for v in values[:NUMBERS]), *BRANCHES, ("", inf)]
    ends = [*((f"-{said}", -value) for said, value in reversed(positive)), ("0", 0.0), *positive]
    found = [(low, high) for low, high in combinations(ends, 2) if low[1] > -inf or high[1] < inf]
    return sorted(found, key=_simplicity)


def _simplicity(interval: Interval) -> tuple[bool, bool, bool]:
    """A side of 0 first, then those with one end, then what is symmetric about 0."""
    (_, low), (_, high) = interval
    return {low, high} not in ({0.0, inf}, {-inf, 0.0}), inf not in (-low, high), low != -high


def _parts(question: Question) -> list[Node]:
    """The parts whose side may matter, given names first."""
    roots = (question.claim.f, question.claim.node)
    symbols = [s for root in roots for s in root.symbols if KINDS[s.kind].is_structured and not s.differential_of]
    slopes = [n for n in postorder(question.right) if isinstance(n, Apply) and n.function.elementwise]
    found = dict.fromkeys(
        [*sides(*roots), *entries(*roots, question.right), *sorted(symbols, key=lambda s: s.name), *slopes]
    )
    unscaled = (part for part in found if not isinstance(part, Product) or part.coefficient == 1)
    return sorted(unscaled, key=lambda part: not isinstance(part, Symbol))


def _values(parts: Sequence[Node], slope: Slope, point: Point) -> list[Array] | None:
    """The values of the parts at a point, none where one is not finite."""
    import numpy as np

    try:
        found = Several((*parts, ZERO), slope.sizes)(point)[: len(parts)]
    except (ArithmeticError, ValueError, ModuleNotFoundError):
        return None
    return found if all(map(np.all, map(np.isfinite, found))) else None


def _tests(part: Node, intervals: Sequence[Interval]) -> Iterator[tuple[str, Test]]:
    """The properties that may be named of a part, and whether a value has them."""
    if isinstance(part, Symbol) and part.rows == part.cols and not part.is_scalar:
        yield from _of_a_square(part)
    if not isinstance(part, Symbol) or not KINDS[part.kind].is_structured:
        text = plain(express(part))
        if len(text) <= LONGEST:
            yield from ((_for(_between(part, text, *ends)), between(ends[0][1], ends[1][1])) for ends in intervals)


def _for(said: str) -> str:
    """`for x > -5`, `where every entry of cos(x) > 0`."""
    return f"{'where' if said.startswith(EVERY) else 'for'} {said}"


def between(low: float, high: float) -> Test:
    """Whether every entry is between two numbers."""
    return lambda v: bool(((v > low) & (v < high)).all())


def _between(part: Node, text: str, low: End, high: End) -> str:
    """`positive x`, `x > -5`, `|x| < 3`, `-2 < x < 3`."""
    if {low[1], high[1]} in ({0.0, inf}, {-inf, 0.0}):
        words = "positive" if high[1] else "negative"
        return f"{words} {part.spelling}" if isinstance(part, Symbol) else _inequality(part, ">" if high[1] else "<")
    if inf in (-low[1], high[1]):
        every = "" if part.is_scalar or isinstance(part, Symbol) else EVERY
        return f"{every}{text} > {low[0]}" if high[1] == inf else f"{every}{text} < {high[0]}"
    return f"|{text}| < {high[0]}" if low[1] == -high[1] else f"{low[0]} < {text} < {high[0]}"


def _inequality(part: Node, sign: str) -> str:
    """`x > -5`, `every entry of cos(x) > 0`."""
    left, right, turns = _solved(part)
    every = "" if part.is_scalar or isinstance(left, Symbol) else EVERY
    relation = {">": "<", "<": ">"}[sign] if turns else sign
    return f"{every}{plain(express(left))} {relation} {right}"


def _solved(part: Node) -> tuple[Node, Fraction, bool]:
    """x and -5 for x + 5 > 0, and whether the relation is turned round, as in alpha < 1 for 1 - alpha > 0."""
    terms = part.terms if isinstance(part, Sum) else ()
    constants = [Fraction(coefficient_of(t)) for t in terms if _is_number(t)]
    rest = [t for t in terms if not _is_number(t)]
    if not constants or not rest:
        return part, Fraction(0), False
    c = Fraction(coefficient_of(rest[0])) if len(rest) == 1 else Fraction(1)
    return add(*(scale(1 / c, t) for t in rest)), -constants[0] / c, c < 0


def _is_number(term: Node) -> bool:
    """Whether a term is the same number everywhere, 5 in x + 5."""
    return _unit(term) is ONE or is_ones(_unit(term))


def _unit(term: Node) -> Node:
    """A term without its number in front."""
    return scale(Fraction(1) / coefficient_of(term), term)


def _of_a_square(symbol: Symbol) -> Iterator[tuple[str, Test]]:
    """The properties of a square matrix by its spectrum or its diagonal."""
    import numpy as np

    name, kind = symbol.spelling, KINDS[symbol.kind]
    if kind.transpose == "X":
        yield f"for positive definite {name}", lambda v: bool(np.linalg.eigvalsh(v).min() > 0)
        yield f"for negative definite {name}", lambda v: bool(np.linalg.eigvalsh(v).max() < 0)
    if kind.is_structured:
        yield f"for {name} with a positive diagonal", lambda v: bool(np.diag(v).min() > 0)
        yield f"for {name} with a negative diagonal", lambda v: bool(np.diag(v).max() < 0)
        return
    said = f"for {name} whose eigenvalues have"
    yield f"{said} positive real parts", lambda v: bool(np.linalg.eigvals(v).real.min() > 0)
    yield f"{said} negative real parts", lambda v: bool(np.linalg.eigvals(v).real.max() < 0)
    said = f"for {name} whose eigenvalues have imaginary parts between -pi and pi"
    yield said, lambda v: bool(abs(np.linalg.eigvals(v).imag).max() < pi)
