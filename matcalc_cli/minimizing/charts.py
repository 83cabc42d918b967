"""Coordinates of a structured variable: numbers that move freely, and the value of the variable that they stand for.

A chart turns coordinates x into a value X(x), a gradient by X into one by x (`pull`), a direction of x into one of X
(`push`), and says how `pull` itself changes along a direction for a gradient that stays (`bend`): with these the product
of a Hessian by x and a direction is pull(H push(v)) + bend(v).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import numpy as np

from matcalc_cli.check.doubles.kinds import projected
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.ties import indexed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.kinds.kind import Kind

    Array = NDArray[Any]


class Chart(ABC):
    """The coordinates of one variable: `start` is the place where it begins, `bends` whether `bend` is known everywhere."""

    bends = True
    start: Array

    @abstractmethod
    def point(self, x: Array) -> Array:
        """The value X(x)."""

    @abstractmethod
    def pull(self, x: Array, gradient: Array) -> Array:
        """The gradient by x of what has this gradient by X."""

    @abstractmethod
    def push(self, x: Array, v: Array) -> Array:
        """The direction of X when x moves along v."""

    def bend(self, x: Array, v: Array, gradient: Array) -> Array:
        """How `pull` of a gradient changes along v: 0 where X(x) is linear."""
        del v, gradient
        return 0 * x

    def moving(self, v: Array) -> Array:
        """The part of a direction that moves X where the coordinates begin: all of it, unless some are superfluous."""
        return v


class Entries(Chart):
    """Every entry moves freely; columns are stacked."""

    def __init__(self, value: Array) -> None:
        self.shape = value.shape
        self.start = value.ravel(order="F")

    def point(self, x: Array) -> Array:
        """The entries as a matrix."""
        return x.reshape(self.shape, order="F")

    def pull(self, x: Array, gradient: Array) -> Array:
        """The entries of the gradient."""
        del x
        return gradient.ravel(order="F")

    def push(self, x: Array, v: Array) -> Array:
        """The direction as a matrix."""
        del x
        return self.point(v)


class Tied(Chart):
    """A linear kind: each free entry stands in several places, perhaps with another sign.

    A coordinate is the entry times the root of the number of its places, so that lengths are those of matrices.
    """

    def __init__(self, kind: Kind, value: Array) -> None:
        self.labels, self.signs, counts = indexed(kind, len(value))
        self.roots: Array = np.sqrt(counts)
        self.start = self.pull(value, value)

    def point(self, x: Array) -> Array:
        """The matrix with these free entries."""
        found: Array = self.signs * (x / self.roots)[self.labels] if x.size else 0.0 * self.signs
        return found

    def pull(self, x: Array, gradient: Array) -> Array:
        """The sum over the places of each free entry."""
        del x
        found: Array = np.bincount(self.labels.ravel(), (self.signs * gradient).ravel(), len(self.roots)) / self.roots
        return found

    def push(self, x: Array, v: Array) -> Array:
        """The direction as a matrix."""
        del x
        return self.point(v)


class Definite(Chart):
    """X = L L' by the lower triangle of L, on its diagonal the logarithms: every value is positive definite."""

    def __init__(self, value: Array) -> None:
        self.places = np.tril_indices(len(value))
        self.ends = np.flatnonzero(self.places[0] == self.places[1])
        self.start = np.linalg.cholesky(value)[self.places]
        self.start[self.ends] = np.log(self.start[self.ends])
        self._known: tuple[Array, Array, Array] | None = None

    def root(self, x: Array) -> Array:
        """The factor L."""
        return self._at(x)[0]

    def point(self, x: Array) -> Array:
        """The matrix L L'."""
        root = self.root(x)
        found: Array = root @ root.T
        return found

    def pull(self, x: Array, gradient: Array) -> Array:
        """The gradient by L, times the slope of the exponential on the diagonal."""
        root, slope = self._at(x)
        found: Array = 2 * (gradient @ root)[self.places] * slope
        return found

    def push(self, x: Array, v: Array) -> Array:
        """The direction dL L' + L dL'."""
        root, slope = self._at(x)
        half = self._triangle(slope * v) @ root.T
        found: Array = half + half.T
        return found

    def bend(self, x: Array, v: Array, gradient: Array) -> Array:
        """The product rule: L moves, and on the diagonal its slope."""
        root, slope = self._at(x)
        found: Array = 2 * (gradient @ self._triangle(slope * v))[self.places] * slope
        found[self.ends] += (2 * (gradient @ root)[self.places] * slope * v)[self.ends]
        return found

    def _at(self, x: Array) -> tuple[Array, Array]:
        """L, and how its entries move with x: 1, and on the diagonal L itself. Most is asked of one place in a row."""
        if self._known is None or not (self._known[0] == x).all():
            ends = np.exp(x[self.ends])
            slope, entries = np.ones_like(x), x.copy()
            slope[self.ends] = entries[self.ends] = ends
            self._known = x.copy(), self._triangle(entries), slope
        return self._known[1:]

    def _triangle(self, entries: Array) -> Array:
        found = np.zeros((self.places[0][-1] + 1,) * 2)
        found[self.places] = entries
        return found


class Orthonormal(Chart):
    """X = the nearest matrix of orthonormal columns to `base` + P x, P the projection on what is tangent at `base`.

    That retraction is of second order: at the base the Hessian by x is the one along geodesics. Of the derivatives of the
    nearest matrix Y (Y'Y)^(-1/2) = U V', Y = U S V', is known that they are symmetric as linear maps, since it is the
    gradient of the nuclear norm of Y. Source: Absil & Malick 2012.
    """

    bends = False

    def __init__(self, kind: str, base: Array) -> None:
        self.kind = kind
        self.base = base
        self.start = 0 * base.ravel(order="F")

    def point(self, x: Array) -> Array:
        """The nearest matrix of orthonormal columns."""
        left, _, right = self._factors(x)
        found: Array = left @ right
        return found

    def pull(self, x: Array, gradient: Array) -> Array:
        """The derivative of the nearest matrix is symmetric, and so is P."""
        return self._tangent(self._derivative(x, gradient)).ravel(order="F")

    def push(self, x: Array, v: Array) -> Array:
        """The derivative along the tangent part of the direction."""
        return self._derivative(x, self._tangent(v.reshape(self.base.shape, order="F")))

    def moving(self, v: Array) -> Array:
        """The tangent part."""
        return self._tangent(v.reshape(self.base.shape, order="F")).ravel(order="F")

    def _tangent(self, e: Array) -> Array:
        return projected(self.kind, self.base, e)

    def _factors(self, x: Array) -> tuple[Array, Array, Array]:
        if not x.any():
            return self.base, np.ones(self.base.shape[1]), np.eye(self.base.shape[1])
        left, values, right = np.linalg.svd(
            self.base + self._tangent(x.reshape(self.base.shape, order="F")), full_matrices=False
        )
        return left, values, right

    def _derivative(self, x: Array, e: Array) -> Array:
        left, values, right = self._factors(x)
        turned = left.T @ e @ right.T
        inside = (turned - turned.T) / (values[:, None] + values)
        found: Array = (left @ inside + (e @ right.T - left @ turned) / values) @ right
        return found


def chart(name: str, value: Array) -> Chart:
    """The coordinates of a variable of that kind about a value."""
    return Definite(value) if KINDS[name].definite else flat_chart(name, value)


def flat_chart(name: str, value: Array) -> Chart:
    """Coordinates whose directions are as long as those of the variable: near the value they may leave the definite ones."""
    kind = KINDS[name]
    if kind.orthonormal:
        return Orthonormal(name, value)
    return Entries(value) if kind.entry is None else Tied(kind, value)
