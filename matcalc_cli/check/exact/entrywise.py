"""Elementwise functions of jets: the values from random oracles, the derivatives from a table of their own.

f(x(e)) = f(x_0) + integral of f'(x(e)) x'(e), with known derivatives, not matcalc's rules. Sine and cosine come from
one half tangent; what is expressed through exp and it (tanh, sigmoid, softplus ...) keeps its algebraic identities
exactly. Not decided: laws of sums of arguments, sin(2 x) = 2 sin(x) cos(x) say: there the two sides differ.
"""

from __future__ import annotations

from matcalc_cli.check.exact.arithmetic.field import (
    HALF,
    P,
    character,
    coefficient,
    simple_ratio,
)
from matcalc_cli.later import partial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from matcalc_cli.check.exact.oracle import Arithmetic

    Entry: TypeAlias = Callable[[Arithmetic, int], int]


def exp(o: Arithmetic, x: int) -> int:
    """The exponential, its own derivative."""
    return o.lift(o.oracles.exp, exp, x)


def log(o: Arithmetic, x: int) -> int:
    """The logarithm of a positive number."""
    o.must_be_positive(coefficient(x, 0))
    return any_log(o, x)


def any_log(o: Arithmetic, x: int) -> int:
    """The logarithm, with derivative 1/x; a sum of exponentials need not be positive here."""
    return o.lift(o.oracles.log, lambda o, x: o.ring.inverse(x), x)


def _half_tangent(o: Arithmetic, x: int) -> int:
    """The tangent t of x/2, with derivative (1 + t^2)/2."""
    return o.lift(lambda z: o.oracles.odd(4, z), _half_tangent_slope, x)


def _half_tangent_slope(o: Arithmetic, x: int) -> int:
    t = _half_tangent(o, x)
    return o.ring.reduce(HALF + o.ring.reduce(t * t) * HALF)


def sin(o: Arithmetic, x: int) -> int:
    """2 t/(1 + t^2)."""
    t = _half_tangent(o, x)
    return o.ring.divide(2 * t, o.ring.reduce(1 + t * t))


def cos(o: Arithmetic, x: int) -> int:
    """(1 - t^2)/(1 + t^2)."""
    r, t = o.ring, _half_tangent(o, x)
    return r.divide(r.subtract(1, r.multiply(t, t)), r.reduce(1 + t * t))


def _sinh(o: Arithmetic, x: int) -> int:
    r, y = o.ring, exp(o, x)
    return r.multiply(HALF, r.subtract(y, r.inverse(y)))


def _cosh(o: Arithmetic, x: int) -> int:
    r, y = o.ring, exp(o, x)
    return r.multiply(HALF, r.reduce(y + r.inverse(y)))


def _one_less_square(o: Arithmetic, x: int) -> int:
    """1/sqrt(1 - x^2)."""
    r = o.ring
    return r.inverse(o.root(r.subtract(1, r.multiply(x, x))))


def _arcsin(o: Arithmetic, x: int) -> int:
    return o.lift(lambda z: o.oracles.odd(5, z), _one_less_square, x)


def _gauss(o: Arithmetic, x: int) -> int:
    """2/sqrt(pi) exp(-x^2)."""
    r = o.ring
    return r.multiply(r.divide(2, r.root(o.oracles.pi)), exp(o, r.negate(r.multiply(x, x))))


def _inverse_erf(o: Arithmetic, x: int) -> int:
    """An odd function y with derivative sqrt(pi)/2 exp(y^2)."""
    return o.lift(lambda z: o.oracles.odd(8, z), _inverse_erf_slope, x)


def _inverse_erf_slope(o: Arithmetic, x: int) -> int:
    r, y = o.ring, _inverse_erf(o, x)
    return r.multiply(r.multiply(r.root(o.oracles.pi), HALF), exp(o, r.multiply(y, y)))


def polygamma(k: int, o: Arithmetic, x: int) -> int:
    """A random function for each k, whose derivative is the next."""
    return o.lift(lambda z: o.oracles.at_random("polygamma", (k, z)), partial(polygamma, k + 1), x)


def sign(o: Arithmetic, x: int) -> int:
    """1 for a square, -1 for a non-square; of a simple number, which is the same in every draw, the sign that it has."""
    z = coefficient(x, 0)
    known = simple_ratio(z)
    if known is not None:
        return ((known[0] > 0) - (known[0] < 0)) % P
    o.oracles.signed = True
    return character(z) % P


def _relu(o: Arithmetic, x: int) -> int:
    return o.ring.multiply(x, _step(o, x))


def _step(o: Arithmetic, x: int) -> int:
    return o.ring.multiply(HALF, 1 + sign(o, x))


ENTRYWISE: dict[str, Entry] = {
    "exp": exp,
    "log": log,
    "sin": sin,
    "cos": cos,
    "tan": lambda o, x: o.ring.divide(sin(o, x), cos(o, x)),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": lambda o, x: o.ring.divide(_sinh(o, x), _cosh(o, x)),
    "softplus": lambda o, x: any_log(o, o.ring.reduce(1 + exp(o, x))),
    "arcsin": _arcsin,
    "arccos": lambda o, x: o.ring.subtract(o.ring.multiply(HALF, o.oracles.pi), _arcsin(o, x)),
    "arctan": lambda o, x: o.lift(
        lambda z: o.oracles.odd(6, z), lambda o, x: o.ring.inverse(o.ring.reduce(1 + x * x)), x
    ),
    "erf": lambda o, x: o.lift(lambda z: o.oracles.odd(7, z), _gauss, x),
    "erfinv": _inverse_erf,
    "gammaln": lambda o, x: o.lift(lambda z: o.oracles.at_random("gammaln", (z,)), partial(polygamma, 0), x),
    "digamma": lambda o, x: polygamma(0, o, x),
    "sign": sign,
    "abs": lambda o, x: o.ring.multiply(x, sign(o, x)),
    "step": _step,
    "relu": _relu,
    "sqrt": lambda o, x: o.root(x),
}
"""The elementwise functions of a jet."""
