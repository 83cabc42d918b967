"""Equations between dimensions, solved as they come: what inference knows of the shapes of one program."""

from __future__ import annotations

from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.shapes.dimensions import (
    Dim,
    Monomial,
    Size,
    dim,
    from_terms,
    is_at_most,
    minus,
    scaled,
    substitute,
    terms,
)


class Unifier:
    """The equations between unknown dimensions found so far, as a substitution.

    An unknown is never bound to 1, nor to what is 1 at most, as 2 - n is: a dimension is 1 by kind or declaration only (SPEC section 1). While it is `patient`,
    equations with more than one unknown, m*p = n*q, are taken down in `open` and count as solved.
    """

    __slots__ = ("_count", "bound", "open", "patient")

    def __init__(self) -> None:
        self.bound: dict[str, Size] = {}
        self.open: list[tuple[Size, Size]] = []
        self.patient = True
        self._count = 0

    def fresh(self) -> Dim:
        """A new unknown."""
        self._count += 1
        return dim(f"?{self._count}")

    def resolve(self, size: Size) -> Size:
        """`size` with everything known put in; the unknowns passed on the way are bound to the result."""
        if isinstance(size, int) or not self.bound:
            return size
        passed: list[str] = []
        while isinstance(size, Dim):
            if size.unknown in self.bound:
                passed.append(size.unknown)
                size = self.bound[size.unknown]
            elif size.unknown or size.names.isdisjoint(self.bound):
                break
            else:
                size = substitute(size, self.bound)
        for name in passed:
            self.bound[name] = size
        return size

    def unify(self, a: Size, b: Size) -> bool:
        """Make a and b equal if that is possible."""
        a, b = self.resolve(a), self.resolve(b)
        if a == b:
            return True
        if isinstance(a, Dim) and a.unknown:
            return self._bind(a.unknown, b)
        if isinstance(b, Dim) and b.unknown:
            return self._bind(b.unknown, a)
        return self._unify_products(a, b) or self._unify_sums(a, b) or self._postpone(a, b)

    def _bind(self, name: str, value: Size) -> bool:
        if is_at_most(value, 1) or (isinstance(value, Dim) and name in value.names):
            return False
        self.bound[name] = value
        return True

    def _unify_products(self, a: Size, b: Size) -> bool:
        """Solve p*m = p*n for the unknown of m or n: common factors cancel, one unknown must remain on a side."""
        if len(terms(a)) != 1 or len(terms(b)) != 1:
            return self._unify_square(a, b)
        (left, c), (right, d) = terms(a)[0], terms(b)[0]
        left_rest, right_rest = _minus(left, right), _minus(right, left)
        for one, scale, other, factor in ((left_rest, c, right_rest, d), (right_rest, d, left_rest, c)):
            if len(one) == 1 and one[0].startswith("?"):
                value = from_terms([(other, exact_ratio(factor, scale))])
                return (isinstance(value, Dim) or value > 0) and _integral(value) and self._bind(one[0], value)
        return self._unify_square(a, b)

    def _unify_sums(self, a: Size, b: Size) -> bool:
        """Solve u + m = v for an unknown u that stands nowhere else."""
        for monomial, coefficient in terms(minus(a, b)):
            if coefficient in {1, -1} and len(monomial) == 1 and monomial[0].startswith("?"):
                rest = minus(scaled(minus(b, a), int(coefficient), 1), scaled(dim(monomial[0]), -1, 1))
                positive = isinstance(rest, Dim) or rest > 0
                if positive and self._bind(monomial[0], rest):
                    return True
        return False

    def _unify_square(self, a: Size, b: Size) -> bool:
        """Solve q(u) = q(v) for a bare unknown u where both sides are one polynomial in one name (n^2 = 9, say)."""
        for one, other in ((a, b), (b, a)):
            if isinstance(one, Dim) and len(one.names) == 1 and next(iter(one.names)).startswith("?"):
                name = next(iter(one.names))
                for candidate in range(2, 200) if isinstance(other, int) else map(dim, sorted(other.names)):
                    if substitute(one, {name: candidate}) == other:
                        return self._bind(name, candidate)
        return False

    def _postpone(self, a: Size, b: Size) -> bool:
        """Take down an equation of several unknowns; none of them is 1, so no product is."""
        names = frozenset().union(*[size.names for size in (a, b) if isinstance(size, Dim)])
        if not self.patient or 1 in (a, b) or not any(name.startswith("?") for name in names):
            return False
        self.open.append((a, b))
        return True


def _integral(size: Size) -> bool:
    return all(c.denominator == 1 for _, c in terms(size))


def _minus(one: Monomial, other: Monomial) -> Monomial:
    rest = list(one)
    for name in other:
        if name in rest:
            rest.remove(name)
    return tuple(rest)
