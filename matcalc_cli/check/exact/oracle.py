"""Transcendental functions as random functions modulo p: every (function, argument) has a value of its own.

exp and log are inverse bijections, built as they are asked for, on demand so that exp(x + y) = exp(x) exp(y) and
log(x y) = log x + log y wherever two of the three have come up, or all but one of a longer product, and
exp(c x) = exp(x)^c for small integers and halves.
"""

from __future__ import annotations

from matcalc_cli.check.exact.arithmetic.field import (
    HALF,
    MINUS,
    POSITIVE,
    REAL,
    Jets,
    NoValueError,
    P,
    SingularError,
    character,
    coefficient,
    monomial,
    ratio,
    square_root,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

MULTIPLES = (2, 3, 4, 5, 6, 8, 9, 12)
MANY_FACTORS = 32
"""The longest product of which a logarithm is known to be the sum."""
SKIPPED = 4
"""How many logarithms may have been asked since."""
MANY = 3000
"""With more known values than this only the plainest laws are looked for."""
FIELD = Jets(0)
RINGS = (FIELD, Jets(1))
"""The rings of jets of lower orders, by their order: the derivative of a jet is in one of them."""
RECIPROCALS = (0, 1, HALF)
"""Of the orders of jets."""


class Manner:
    """How a point is drawn and what the oracles do there.

    strict    logarithms and roots of "negative" numbers have no value, so that the laws of positive numbers hold
    positive  variables have positive entries where their kind allows it
    laws      exp and log look for what they know of sums and products of arguments, which takes time
    spectral  matrices have their eigenvalues, or their singular values, in the field
    other     which square roots are the other one of the two, a bit for each in the order in which they are asked for
    """

    __slots__ = ("laws", "other", "positive", "spectral", "strict")

    def __init__(
        self,
        *,
        strict: bool = False,
        positive: bool = False,
        laws: bool = False,
        spectral: bool = False,
        other: int = 0,
    ) -> None:
        self.other = other
        self.spectral = spectral
        self.strict = strict
        self.positive = positive
        self.laws = laws

    def but(self, *, laws: bool, other: int) -> Manner:
        """This manner of drawing, with or without laws, with the other roots."""
        return Manner(strict=self.strict, positive=self.positive, laws=laws, spectral=self.spectral, other=other)


class Oracles:
    """The values of the functions in one draw: the same argument always has the same value."""

    __slots__ = ("_asked", "_drawn", "_exp", "_log", "loose", "manner", "pi", "roots", "seed", "signed", "used")

    def __init__(self, seed: int, manner: Manner) -> None:
        self.seed = seed
        self.manner = manner
        self.loose = False  # one of them was taken: identities may fail by a sign
        self.roots: dict[int, int] = {}  # of what square roots were taken, each with its place among them
        self.used = False  # a random function was asked
        self.signed = False  # a sign was asked
        self._exp: dict[int, int] = {0: 1}
        self._log: dict[int, int] = {1: 0}
        self._drawn: dict[tuple[str, tuple[int, ...]], int] = {}
        self._asked: list[tuple[int, int]] = []  # arguments of log, in order, and 1 over them
        self.pi = pow(self._hash(3, 14), 450, P)

    def _hash(self, function: int, z: int) -> int:
        return (hash((self.seed, function, z)) * 0x9E3779B97F4A7C15 ^ z) % P or 1

    def at_random(self, function: str, place: tuple[int, ...]) -> int:
        """The value of a random function of several numbers."""
        self.used = True
        return self.drawn(function, place)

    def drawn(self, function: str, place: tuple[int, ...]) -> int:
        """A random number, of a function that is what these numbers make it: two sides that differ then do differ."""
        key = function, place
        if key not in self._drawn:
            self._drawn[key] = self._hash(int.from_bytes(function.encode(), "little"), hash(place) % P)
        return self._drawn[key]

    def odd(self, function: int, z: int) -> int:
        """A random odd function of a number of the base field."""
        self.used = True
        opposite = _negative(z)
        if z == opposite:
            return 0
        return self._hash(function, z) if z < opposite else P - self._hash(function, opposite)

    def exp(self, z: int) -> int:
        """The exponential of a number of the base field, positive if nothing else is known of it."""
        self.used = True
        if z not in self._exp:
            self._pair(z, self._known_exp(z) or pow(self._hash(1, z), 450, P))
        return self._exp[z]

    def log(self, z: int) -> int:
        """The logarithm of a number of the base field."""
        self.used = True
        if z == 0:
            raise SingularError("the logarithm of 0")
        if z not in self._log:
            known = self._known_log(z)
            self._pair(self._hash(2, z) if known is None else known, z)
        if self.manner.laws:
            self._asked.append((z, FIELD.inverse(z)))
        return self._log[z]

    def _known_exp(self, z: int) -> int:
        """exp(z) from exp(x) and exp(x + c z), by a root of positive numbers; 0 if there are none."""
        if not self.manner.laws:
            return 0
        for c in (1, *MULTIPLES) if len(self._exp) < MANY else (1,):
            step = FIELD.reduce(c * z)
            for x in self._exp:  # hundreds of times, so without a call for numbers of F_p
                other = self._exp.get(total % P if (total := x + step) < REAL else FIELD.reduce(total))
                root = 0 if other is None else _root(FIELD.divide(other, self._exp[x]), c)
                if root:
                    return root
        return 0

    def _known_log(self, z: int) -> int | None:
        """log(z) from log(y) and log(y z^c)."""
        if not self.manner.laws:
            return None
        for c in (1, *MULTIPLES) if len(self._log) < MANY else (1,):
            power = FIELD.power(z, c)
            for y in self._log:
                other = self._log.get(product % P if (product := y * power) < REAL else FIELD.reduce(product))
                if other is not None:
                    return FIELD.multiply(FIELD.subtract(other, self._log[y]), ratio(1, c))
        return self._log_of_many(z)

    def _log_of_many(self, z: int) -> int | None:
        """log(z) as that of a product y with or without one more factor: from log(z/y), or from log(y z)."""
        for skipped in range(min(SKIPPED, len(self._asked))):
            less, more, total = z, z, 0
            for y, inverse in reversed(self._asked[-MANY_FACTORS : len(self._asked) - skipped]):
                less, more = FIELD.multiply(less, inverse), FIELD.multiply(more, y)
                total = FIELD.reduce(total + self._log[y])
                if less in self._log:
                    return FIELD.reduce(total + self._log[less])
                if more in self._log:
                    return FIELD.subtract(self._log[more], total)
        return None

    def _pair(self, x: int, y: int) -> None:
        """Keep exp(c x) = y^c for the small integers c."""
        inverse = FIELD.inverse(y)
        for c in (1, *MULTIPLES) if self.manner.laws else (1,):
            for argument, value in ((x, y), (_negative(x), inverse)):
                multiple, power = FIELD.reduce(c * argument), FIELD.power(value, c)
                self._exp.setdefault(multiple, power)
                self._log.setdefault(power, multiple)


def _negative(z: int) -> int:
    return FIELD.reduce(z * MINUS)


def _root(power: int, degree: int) -> int:
    """The root that is positive as far as that is known; 0 if there is none."""
    if degree == 1:
        return power
    if degree == 2 and power < P and character(power) == 1:
        return square_root(power)
    return FIELD.root_of_positive(power, degree) if power < P and pow(power, POSITIVE, P) == 1 else 0


class Arithmetic:
    """The ring of jets together with the oracles of one draw."""

    __slots__ = ("oracles", "ring")

    def __init__(self, ring: Jets, oracles: Oracles) -> None:
        self.ring = ring
        self.oracles = oracles

    def must_be_positive(self, z: int) -> None:
        """The domain of logarithms and roots, in a strict draw."""
        if z >= P or character(z) < 0:
            if self.oracles.manner.strict:
                raise NoValueError("the logarithm or the root of a negative number")
            self.oracles.loose = True

    def root(self, x: int) -> int:
        """The square root of a jet."""
        self.must_be_positive(coefficient(x, 0))
        roots = self.oracles.roots
        place = roots.setdefault(coefficient(x, 0), len(roots))
        root = self.ring.root(x)
        return self.ring.negate(root) if self.oracles.manner.other >> place & 1 else root

    def lift(self, value: Callable[[int], int], derivative: Callable[[Arithmetic, int], int], x: int) -> int:
        """f(x) for a jet x: the value at its constant term, then the integral of f'(x(e)) x'(e)."""
        result = value(coefficient(x, 0))
        if x == coefficient(x, 0):
            return result
        for order in range(1, self.ring.order + 1):
            slope = derivative(Arithmetic(RINGS[order - 1], self.oracles), _truncated(x, order - 1))
            terms = sum(k * coefficient(slope, order - k) * coefficient(x, k) for k in range(1, order + 1))
            result += monomial(FIELD.multiply(FIELD.reduce(terms), RECIPROCALS[order]), order)
        return result


def _truncated(x: int, order: int) -> int:
    return sum(monomial(coefficient(x, k), k) for k in range(order + 1))
