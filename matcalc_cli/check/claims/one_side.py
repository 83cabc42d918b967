"""A claim that is right on one side only: which part is positive there, or how far it may go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import inf, pi
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.compiled import Several
from matcalc_cli.check.sides import entries, sides
from matcalc_cli.expr.build import ONE, ZERO, is_ones
from matcalc_cli.expr.coefficients import coefficient_of, scale
from matcalc_cli.expr.node import Apply, Node, Sum, Symbol, number, postorder
from matcalc_cli.kinds import KINDS
from matcalc_cli.render.express import express
from matcalc_cli.render.text import plain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.check.claims.claim import Question
    from matcalc_cli.check.claims.samples import Sample

    Array = NDArray[Any]
    Test = Callable[[Array], bool]

FEWEST = 3
"""Points on each side that must have been seen."""
BOUNDS = (("pi/2", pi / 2), ("pi", pi))
LONGEST = 60
"""Characters of a part that is still named."""


def one_side(question: Question, found: Sequence[Sample]) -> str:
    """`for det(A) > 0`: what was true of every point where the claim holds, and of no other; or nothing."""
    parts = _parts(question)
    if not parts:
        return ""
    values = [value for sample in found for value in [_values(parts, sample)]]
    for i, part in enumerate(parts):
        for said, test in _tests(part):
            sides_of = [(test(value[i]), s.holds) for value, s in zip(values, found, strict=True) if value]
            if all(inside == holds for inside, holds in sides_of) and _both(sides_of):
                return said
    return ""


def _both(sides_of: Sequence[tuple[bool, bool]]) -> bool:
    inside = sum(inside for inside, _ in sides_of)
    return FEWEST <= inside <= len(sides_of) - FEWEST


def _parts(question: Question) -> list[Node]:
    """The parts whose side may matter, given names first."""
    roots = (question.claim.f, question.claim.node)
    symbols = [s for root in roots for s in root.symbols if KINDS[s.kind].is_structured and not s.differential_of]
    slopes = [n for n in postorder(question.right) if isinstance(n, Apply) and n.function.elementwise]
    found = dict.fromkeys([*sides(*roots), *entries(*roots), *sorted(symbols, key=lambda s: s.name), *slopes])
    return sorted(found, key=lambda part: not isinstance(part, Symbol))


def _values(parts: Sequence[Node], sample: Sample) -> list[Array] | None:
    """The values of the parts at a point, none where one is not finite."""
    import numpy as np

    try:
        found = Several((*parts, ZERO), sample.slope.sizes)(sample.point)[: len(parts)]
    except (ArithmeticError, ValueError, ModuleNotFoundError):
        return None
    return found if all(map(np.all, map(np.isfinite, found))) else None


def _tests(part: Node) -> Iterator[tuple[str, Test]]:
    """What may be said of a part, and whether it is true of a value."""
    if isinstance(part, Symbol) and part.rows == part.cols and not part.is_scalar:
        yield from _of_a_square(part)
    if not isinstance(part, Symbol) or not KINDS[part.kind].is_structured:
        text = plain(express(part))
        if len(text) <= LONGEST:
            yield from _of_entries(part, text)


def _of_entries(part: Node, text: str) -> Iterator[tuple[str, Test]]:
    signs = ((">", "positive", 1), ("<", "negative", -1))
    for sign, word, factor in signs:
        said = f"for {word} {part.spelling}" if isinstance(part, Symbol) else _inequality(part, sign)
        yield said, between(0, factor * inf)
    for name, bound in BOUNDS:
        yield f"for |{text}| < {name}", between(-bound, bound)
        yield f"for 0 < {text} < {name}", between(0, bound)
        yield f"for -{name} < {text} < 0", between(0, -bound)


def between(one: float, other: float) -> Test:
    """Whether every entry is between two numbers."""
    return lambda v: bool(((v > min(one, other)) & (v < max(one, other))).all())


def _inequality(part: Node, sign: str) -> str:
    """`for x > -5`, `for every entry of cos(x) > 0`."""
    left, right, turns = _solved(part)
    every = "" if part.is_scalar or isinstance(left, Symbol) else "every entry of "
    relation = {">": "<", "<": ">"}[sign] if turns else sign
    return f"for {every}{plain(express(left))} {relation} {plain(express(right))}"


def _solved(part: Node) -> tuple[Node, Node, bool]:
    """x and -5 for x + 5 > 0, and whether the relation is turned round, as in alpha < 1 for 1 - alpha > 0."""
    match part:
        case Sum(terms=terms) if len(terms) == 2:
            constants = [coefficient_of(t) for t in terms if _is_number(t)]
            rest = [(_unit(t), coefficient_of(t)) for t in terms if not _is_number(t)]
            if constants and rest:
                ((left, c),) = rest
                return left, number(-constants[0] / Fraction(c)), c < 0
    return part, ZERO, False


def _is_number(term: Node) -> bool:
    """Whether a term is the same number everywhere, 5 in x + 5."""
    return _unit(term) is ONE or is_ones(_unit(term))


def _unit(term: Node) -> Node:
    """A term without its number in front."""
    return scale(Fraction(1) / coefficient_of(term), term)


def _of_a_square(symbol: Symbol) -> Iterator[tuple[str, Test]]:
    """What may be said of a square matrix by its spectrum or its diagonal."""
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
