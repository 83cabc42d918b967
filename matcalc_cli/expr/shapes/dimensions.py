"""Symbolic dimensions: integers, names, and polynomials of names, with unification.

A size is an `int` or a `Dim`. A `Dim` is a polynomial over names, interned, so equal dimensions are identical.
Names that begin with `?` are unknowns of one program; every other name is a constant. The smaller of two dimensions
is an atom of its own, called `min(m,n)`.
"""

from __future__ import annotations

from matcalc_cli.expr.number import exact_ratio, tidy
from matcalc_cli.later import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matcalc_cli.expr.number import Rational

Monomial = tuple[str, ...]
"""A product of names, sorted; the empty one is the constant."""


class Dim:
    """A dimension that is not an integer: a polynomial with rational coefficients, in canonical order."""

    __slots__ = ("is_name", "names", "terms", "text", "unknown")
    terms: tuple[tuple[Monomial, Rational], ...]
    names: frozenset[str]
    is_name: bool  # a bare name such as n
    unknown: str  # the name of a bare unknown, which unification may bind; else empty
    text: str

    def __add__(self, other: Size) -> Size:
        return from_terms([*self.terms, *terms(other)])

    __radd__ = __add__

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"Dim({self})"


Size = int | Dim
Shape = tuple[Size, Size]
SCALAR: Shape = (1, 1)

_table: dict[tuple[tuple[Monomial, Rational], ...], Dim] = {}


def dim(name: str) -> Dim:
    """The dimension called `name`."""
    return _intern((((name,), 1),))


_minima: dict[str, tuple[Size, Size]] = {}


def minimum(a: Size, b: Size) -> Size:
    """The smaller of two dimensions, as of the singular values."""
    if a == b:
        return a
    if isinstance(a, int) and isinstance(b, int):
        return min(a, b)
    if 1 in (a, b):
        return 1
    a, b = sorted((a, b), key=str)
    name = f"min({a},{b})"
    _minima[name] = (a, b)
    return dim(name)


def operands_of_minimum(name: str) -> tuple[Size, Size] | None:
    """m and n of the atom min(m,n); None for any other name."""
    return _minima.get(name)


def is_declarable(size: Size) -> bool:
    """Whether a declaration can say a dimension, a polynomial of names: all but min(m,n)."""
    return isinstance(size, int) or all(_minima.keys().isdisjoint(monomial) for monomial, _ in size.terms)


def _intern(terms: tuple[tuple[Monomial, Rational], ...]) -> Dim:
    found = _table.get(terms)
    if found is None:
        found = Dim()
        found.terms = terms
        found.names = frozenset(n for monomial, _ in terms for name in monomial for n in _names(name))
        found.is_name = len(terms) == 1 and len(terms[0][0]) == 1 and terms[0][1] == 1
        ordered = sorted(terms, key=lambda term: term[1] < 0)  # a positive one first: n - k
        found.text = " + ".join(_monomial_text(m, c) for m, c in ordered).replace("+ -", "- ")
        found.unknown = found.text if found.is_name and found.text.startswith("?") else ""
        _table[terms] = found  # whole: an alarm may ring between any two lines
    return found


def _names(atom: str) -> frozenset[str]:
    """The names that an atom depends on."""
    pair = _minima.get(atom)
    if pair is None:
        return frozenset((atom,))
    return frozenset().union(*(s.names for s in pair if isinstance(s, Dim)))


def terms(size: Size) -> tuple[tuple[Monomial, Rational], ...]:
    """A dimension as a polynomial: its monomials with their coefficients."""
    if isinstance(size, Dim):
        return size.terms
    return (((), size),) if size else ()


def from_terms(terms: Iterable[tuple[Monomial, Rational]]) -> Size:
    """The dimension that a polynomial is."""
    collected: dict[Monomial, Rational] = {}
    for monomial, coefficient in terms:
        collected[monomial] = tidy(collected.get(monomial, 0) + coefficient)
    kept = tuple(sorted(((m, c) for m, c in collected.items() if c), key=lambda t: (-len(t[0]), t[0])))
    if not kept:
        return 0
    if len(kept) == 1 and not kept[0][0] and isinstance(kept[0][1], int):
        return kept[0][1]
    return _intern(kept)


@lru_cache(4096)
def product_of(a: Size, b: Size) -> Size:
    """The dimension a*b, as of a Kronecker product."""
    if isinstance(a, int) and isinstance(b, int):
        return a * b
    return from_terms((tuple(sorted(m + n)), c * d) for m, c in terms(a) for n, d in terms(b))


def scaled(a: Size, numerator: int, denominator: int) -> Size:
    """The dimension a*numerator/denominator."""
    return from_terms((m, exact_ratio(c * numerator, denominator)) for m, c in terms(a))


def minus(a: Size, b: Size) -> Size:
    """The difference a - b."""
    return from_terms([*terms(a), *((m, tidy(-c)) for m, c in terms(b))])


def is_at_most(a: Size, b: Size) -> bool:
    """Whether a <= b whatever the names stand for: dimensions are 1 or more; nothing is known of an index, `#i`."""
    if isinstance(b, int) and (isinstance(a, int) or a.is_name):
        return isinstance(a, int) and a <= b
    rest = terms(minus(b, a))
    known = all(c > 0 and not any(name.startswith(INDEX) for name in monomial) for monomial, c in rest if monomial)
    return known and sum(c for _, c in rest) >= 0


INDEX = "#"
"""The first character of the name of an index in a size."""


def _monomial_text(monomial: Monomial, coefficient: Rational) -> str:
    if not monomial:
        return str(coefficient)
    powers = [(n, monomial.count(n)) for n in dict.fromkeys(monomial)]
    text = "*".join(n if k == 1 else f"{n}^{k}" for n, k in powers)
    numerator, denominator = coefficient.numerator, coefficient.denominator
    front = "" if numerator == 1 else "-" if numerator == -1 else f"{numerator}*"
    return front + text + (f"/{denominator}" if denominator != 1 else "")


def substitute(size: Size, values: Mapping[str, Size]) -> Size:
    """`size` with names replaced."""
    if isinstance(size, int) or not size.names & values.keys():
        return size
    if size.is_name:
        return _value(size.terms[0][0][0], values)
    total: Size = 0
    for monomial, coefficient in size.terms:
        term: Size = from_terms([((), coefficient)])
        for name in monomial:
            term = product_of(term, _value(name, values))
        total = total + term
    return total


def _value(atom: str, values: Mapping[str, Size]) -> Size:
    pair = _minima.get(atom)
    if pair is not None and atom not in values:
        return minimum(substitute(pair[0], values), substitute(pair[1], values))
    return values.get(atom, dim(atom))


def size_of(shape: Shape, sizes: Mapping[str, int]) -> tuple[int, int]:
    """A shape whose dimensions all have sizes, in numbers."""
    rows, cols = (substitute(size, sizes) for size in shape)
    assert isinstance(rows, int)
    assert isinstance(cols, int)
    return rows, cols


def shape_text(shape: Sequence[Size], times: str = "x") -> str:
    """`3x4`, `nxn`, with parentheses around sums: how messages print a shape."""
    return times.join(f"({s})" if isinstance(s, Dim) and len(s.terms) > 1 else str(s) for s in shape)
