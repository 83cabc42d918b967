"""Transcendental functions as random functions modulo p that keep the identities their derivatives need.

A random oracle gives every (function, argument) a value of its own; its derivatives come from a table of known
derivatives, f(x(e)) = f(x_0) + integral of f'(x(e)) x'(e), not from matcalc's rules. exp and log are inverse
bijections with exp(-x) = 1/exp(x), built as they are asked for; sine and cosine come from one half tangent. What
is expressed through them (tanh, sigmoid, softplus ...) keeps its algebraic identities exactly. Not decided: exp(x + y)
= exp(x) exp(y) and sums of arguments elsewhere, beyond exp(x - log s): the two sides differ here.
"""

from __future__ import annotations

from collections.abc import Callable

from matcalc_cli.check.field import (
    HALF,
    MINUS,
    Jets,
    NoValueError,
    P,
    character,
    coefficient,
    monomial,
)

Entry = Callable[["Oracles", int], int]


class Oracles:
    """The values of the functions in one draw: the same argument always has the same value."""

    __slots__ = ("_exp", "_log", "pi", "ring", "seed", "used")

    def __init__(self, ring: Jets, seed: int) -> None:
        self.ring = ring
        self.seed = seed
        self.used = False
        self._exp: dict[int, int] = {0: 1}
        self._log: dict[int, int] = {1: 0}
        self.pi = pow(self._hash(3, 14), 450, P)

    def _hash(self, function: int, z: int) -> int:
        return (hash((self.seed, function, z)) * 0x9E3779B97F4A7C15 ^ z) % P or 1

    def odd(self, function: int, z: int) -> int:
        """A random odd function of a number of the base field."""
        self.used = True
        opposite = _negative(z)
        if z == opposite:
            return 0
        return self._hash(function, z) if z < opposite else P - self._hash(function, opposite)

    def exp(self, z: int) -> int:
        """The exponential of a number of the base field."""
        self.used = True
        if z not in self._exp:
            self._pair(z, self._sum_with_log(z) or self._hash(1, z))
        return self._exp[z]

    def _sum_with_log(self, z: int) -> int:
        """The exponential of x + log s and x - log s where exp x is known."""
        field = Jets(0)
        for value, log in self._log.items():
            less, more = field.subtract(z, log), field.reduce(z + log)
            if less in self._exp:
                return field.multiply(self._exp[less], value)
            if more in self._exp:
                return field.divide(self._exp[more], value)
        return 0

    def log(self, z: int) -> int:
        """The logarithm of a number of the base field, of any sign."""
        self.used = True
        if z == 0:
            raise NoValueError("the logarithm of 0")
        if z not in self._log:
            self._pair(self._hash(2, z), z)
        return self._log[z]

    def _pair(self, x: int, y: int) -> None:
        reciprocal = Jets(0).inverse(y)
        self._exp[x], self._log[y] = y, x
        self._exp[_negative(x)], self._log[reciprocal] = reciprocal, _negative(x)

    def lift(self, value: Callable[[int], int], derivative: Entry, x: int) -> int:
        """f(x) for a jet x: the value at its constant term, then the integral of f'(x(e)) x'(e)."""
        ring = self.ring
        result = value(coefficient(x, 0))
        if x == coefficient(x, 0):
            return result
        for order in range(1, ring.order + 1):
            self.ring = Jets(order - 1)
            slope = derivative(self, _truncated(x, order - 1))
            terms = [
                coefficient(slope, order - k) * coefficient(x, k) * (k * pow(order, -1, P) % P)
                for k in range(1, order + 1)
            ]
            result += monomial(Jets(0).reduce(sum(Jets(0).reduce(t) for t in terms)), order)
        self.ring = ring
        return result


def _negative(z: int) -> int:
    return Jets(0).reduce(z * MINUS)


def _truncated(x: int, order: int) -> int:
    return sum(monomial(coefficient(x, k), k) for k in range(order + 1))


def exp(o: Oracles, x: int) -> int:
    """The exponential, its own derivative."""
    return o.lift(o.exp, exp, x)


def log(o: Oracles, x: int) -> int:
    """The logarithm, with derivative 1/x."""
    return o.lift(o.log, lambda o, x: o.ring.inverse(x), x)


def _half_tangent(o: Oracles, x: int) -> int:
    """The tangent t of x/2, with derivative (1 + t^2)/2."""
    return o.lift(lambda z: o.odd(4, z), _half_tangent_slope, x)


def _half_tangent_slope(o: Oracles, x: int) -> int:
    t = _half_tangent(o, x)
    return o.ring.reduce(HALF + o.ring.reduce(t * t) * HALF)


def sin(o: Oracles, x: int) -> int:
    """2 t/(1 + t^2)."""
    t = _half_tangent(o, x)
    return o.ring.divide(2 * t, o.ring.reduce(1 + t * t))


def cos(o: Oracles, x: int) -> int:
    """(1 - t^2)/(1 + t^2)."""
    r, t = o.ring, _half_tangent(o, x)
    return r.divide(r.subtract(1, r.multiply(t, t)), r.reduce(1 + t * t))


def _sinh(o: Oracles, x: int) -> int:
    r, y = o.ring, exp(o, x)
    return r.multiply(HALF, r.subtract(y, r.inverse(y)))


def _cosh(o: Oracles, x: int) -> int:
    r, y = o.ring, exp(o, x)
    return r.multiply(HALF, r.reduce(y + r.inverse(y)))


def _one_less_square(o: Oracles, x: int) -> int:
    """1/sqrt(1 - x^2)."""
    r = o.ring
    return r.inverse(r.root(r.subtract(1, r.multiply(x, x))))


def _arcsin(o: Oracles, x: int) -> int:
    return o.lift(lambda z: o.odd(5, z), _one_less_square, x)


def _gauss(o: Oracles, x: int) -> int:
    """2/sqrt(pi) exp(-x^2)."""
    r = o.ring
    return r.multiply(r.divide(2, r.root(o.pi)), exp(o, r.negate(r.multiply(x, x))))


def _sign(o: Oracles, x: int) -> int:
    o.used = True
    return character(coefficient(x, 0)) % P


def _relu(o: Oracles, x: int) -> int:
    return o.ring.multiply(x, _step(o, x))


def _step(o: Oracles, x: int) -> int:
    return o.ring.multiply(HALF, 1 + _sign(o, x))


ENTRYWISE: dict[str, Entry] = {
    "exp": exp,
    "log": log,
    "sin": sin,
    "cos": cos,
    "tan": lambda o, x: o.ring.divide(sin(o, x), cos(o, x)),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": lambda o, x: o.ring.divide(_sinh(o, x), _cosh(o, x)),
    "sigmoid": lambda o, x: o.ring.inverse(o.ring.reduce(1 + exp(o, o.ring.negate(x)))),
    "softplus": lambda o, x: log(o, o.ring.reduce(1 + exp(o, x))),
    "arcsin": _arcsin,
    "arccos": lambda o, x: o.ring.subtract(o.ring.multiply(HALF, o.pi), _arcsin(o, x)),
    "arctan": lambda o, x: o.lift(
        lambda z: o.odd(6, z), lambda o, x: o.ring.inverse(o.ring.reduce(1 + x * x)), x
    ),
    "erf": lambda o, x: o.lift(lambda z: o.odd(7, z), _gauss, x),
    "sign": _sign,
    "abs": lambda o, x: o.ring.multiply(x, _sign(o, x)),
    "step": _step,
    "relu": _relu,
    "sqrt": lambda o, x: o.ring.root(x),
}
"""The elementwise functions of a jet."""
