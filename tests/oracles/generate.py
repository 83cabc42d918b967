"""Random typed expressions, grown from a wanted shape so that every part fits (notes/reliability.md section 9)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random

from matcalc_cli.check.exact.functions import SPECTRAL
from matcalc_cli.expr.node import Symbol, symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR, Dim, Shape, Size, dim, product_of
from matcalc_cli.expr.shapes.signature import Signature, signatures
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.domain import SYMMETRIC
from tests.oracles import indexed, rest
from tests.oracles.parts import PARTS
from tests.oracles.raw import ONE_HALF, Raw
from tests.oracles.unspecified import grown

DIMENSIONS = tuple(map(dim, ("m", "n", "p")))
NAMES = {
    "matrix": tuple("ABCDEFGHJKLPQRSUVWXYZ"),
    "vector": tuple("abcuvwxyz"),
    "scalar": ("alpha", "beta", "gamma", "mu", "theta"),
}
UNSPECIFIED = 8
"""How many of some 30 operations are calls of functions without a formula, where there are such."""
STRUCTURED = ("symmetric", "skew", "diagonal", "lower", "upper", "orthogonal", "spd")


class Generator:
    """Grows expressions; `functions` are the names that may be called, `families` whether there are sums over members, `whole` whether
    there is what else the language has.
    """

    def __init__(
        self, random: Random, functions: Sequence[str] = (), *, structured: float = 0.25, families: bool = False, unspecified: bool = False,
        whole: bool = False,
    ) -> None:  # fmt: skip
        self.random = random
        self.unknowns: dict[object, list[Unknown]] = {}
        self.structured = structured
        self.growth = [*GROWTH, _over_members, _over_members, indexed.grown, indexed.grown] if families else GROWTH
        self.growth = [*self.growth, *[grown] * UNSPECIFIED] if unspecified else self.growth
        self.growth = [*self.growth, *rest.REST] if whole else self.growth
        self.others = rest.OFTEN if whole else 0
        self.kinds = (*STRUCTURED, *rest.SQUARE) if whole else STRUCTURED
        self.pool: dict[tuple[Shape, str], list[Symbol]] = {}
        self.used: set[str] = set()
        self.index: Symbol | None = None
        self.counted: list[tuple[Symbol, Dim]] = []  # indices of sums that are places, and how many there are
        self.members: list[tuple[Symbol, Dim, bool]] = []  # indices of families, how far, and whether one further
        self.named: list[tuple[Raw, tuple[Dim, bool]]] = []  # parts with an index, and of what it is one
        self.hidden: set[str] = set()  # indices of sums around a part, which it does not know
        self.families: dict[tuple[Shape, str, tuple[Dim, ...]], list[Symbol]] = {}
        wanted = set(functions) or set(FUNCTIONS) - SPECTRAL
        self.signatures = [
            (name, s) for name in sorted((wanted & FUNCTIONS.keys()) - SPECIAL) for s in signatures(FUNCTIONS[name])
        ]

    @property
    def bound(self) -> set[str]:
        """The indices of the sums around."""
        return {index.name for index, _, _ in self.members} | ({self.index.name} if self.index else set()) | self.hidden

    def expression(self, fuel: int, shape: Shape | None = None) -> Raw:
        """An expression of at most about `fuel` operations."""
        return self.grow(shape or self.shape(), fuel)

    def shape(self) -> Shape:
        """A shape of a name: 1x1 often, columns, matrices, square ones."""
        m, n = (self.random.choice(DIMENSIONS) for _ in range(2))
        return self.random.choice([SCALAR, SCALAR, (m, 1), (m, n), (n, n), (n, n), (1, n)])

    def size(self) -> Size:
        """An inner dimension."""
        return self.random.choice(DIMENSIONS)

    def grow(self, shape: Shape, fuel: int) -> Raw:
        """An expression of that shape."""
        if fuel <= 0:
            return self.leaf(shape)
        for _ in range(8):
            made = self.random.choice(self.growth)(self, shape, fuel - 1)
            if made is not None:
                return made
        return self.leaf(shape)

    def parts(self, fuel: int, *shapes: Shape) -> tuple[Raw, ...]:
        """One part a shape, the fuel shared out at random."""
        cuts = sorted(self.random.randint(0, fuel) for _ in shapes[1:])
        shares = [b - a for a, b in zip([0, *cuts], [*cuts, fuel], strict=True)]
        return tuple(self.grow(shape, share) for shape, share in zip(shapes, shares, strict=True))

    def leaf(self, shape: Shape) -> Raw:
        """A number, a name, or a name transposed."""
        rows, cols = shape
        if shape == SCALAR and self.random.random() < 0.4:
            return self.constant()
        if any(isinstance(s, Dim) and not s.is_name and len(s.terms) == 1 for s in shape):
            return self.composite(shape)
        if rows == cols and rows != 1 and self.random.random() < 0.15:
            return Raw("I", shape, sizes=(rows,))
        if shape != SCALAR and self.random.random() < 0.05:
            return Raw("ones", shape, sizes=shape)
        if rows == 1 != cols or (rows != 1 and cols != 1 and self.random.random() < 0.3):
            return Raw("transpose", shape, (self.name((cols, rows)),))
        return self.name(shape)

    def constant(self) -> Raw:
        """A number, the index of the sum around, a dimension, or pi."""
        roll = self.random.random()
        if self.index is not None and roll < 0.5:
            return Raw("symbol", SCALAR, payload=self.index)
        if roll < 0.06:
            return Raw("pi", SCALAR)
        if roll < 0.12:
            return Raw("size", SCALAR, sizes=(self.size(),))
        numerator, denominator = self.random.choice((1, 2, 3, -1, -2, 5)), self.random.choice((1, 1, 2, 3))
        return _number(Fraction(numerator, denominator))

    def composite(self, shape: Shape) -> Raw:
        """A leaf with a dimension such as m*n."""
        rows, cols = shape
        if (
            cols == 1
            and isinstance(rows, Dim)
            and len(rows.terms) == 1
            and len(rows.terms[0][0]) == 2
            and rows.terms[0][1] == 1
        ):
            m, n = map(dim, rows.terms[0][0])
            return Raw("vec", shape, (self.leaf((m, n)),))
        if rows == cols and self.random.random() < 0.5:
            return Raw("I", shape, sizes=(rows,))
        return Raw("ones", shape, sizes=shape)

    def name(self, shape: Shape) -> Raw:
        """A name of that shape; inside of a sum over members one of them."""
        if self.members and self.random.random() < MEMBERS:
            return self.member(shape)
        kind = "scalar" if shape == SCALAR else "vector" if shape[1] == 1 else "matrix"
        if shape[0] == shape[1] != 1 and self.random.random() < self.structured:
            kind = self.random.choice(self.kinds)
        elif self.others and self.random.random() < self.others:
            kind = rest.other_kind(shape, kind)
        return self.named_of(shape, kind)

    def named_of(self, shape: Shape, kind: str) -> Raw:
        """A name of that shape and kind: one of at most two, or a new one."""
        known = self.pool.setdefault((shape, kind), [])
        if len(known) < 2 and (not known or self.random.random() < 0.4):
            usual = next((k for k, other in rest.OTHERS.items() if other == kind), kind)
            free = [n for n in NAMES.get(usual, NAMES["matrix"]) if n not in self.used]
            if free:
                letter = self.random.choice(free)
                self.used.add(letter)
                known.append(symbol(letter, shape, kind, spelling=letter))
        return Raw("symbol", shape, payload=self.random.choice(known)) if known else Raw("ones", shape, sizes=shape)

    def member(self, shape: Shape) -> Raw:
        """A member of a family at one or two of the indices of the sums around."""
        kind = "scalar" if shape == SCALAR else "vector" if shape[1] == 1 else "matrix"
        if shape[0] == shape[1] != 1 and self.random.random() < self.structured:
            kind = self.random.choice([k for k in self.kinds if k != "orthogonal"])
        elif self.others and shape[1] == 1 and self.random.random() < self.others:
            kind = rest.other_kind(shape, kind)
        chosen = self.random.sample(self.members, self.random.choice((1, 1, 2)) if len(self.members) > 1 else 1)
        key = shape, kind, tuple([length for _, length, _ in chosen])
        known = self.families.setdefault(key, [])
        usual = next((k for k, other in rest.OTHERS.items() if other == kind), kind)
        free = [n for n in NAMES.get(usual, NAMES["matrix"]) if n not in self.used]
        if free and (not known or (len(known) < 2 and self.random.random() < 0.3)):
            self.used.add(letter := self.random.choice(free))
            known.append(symbol(letter, shape, kind, spelling=letter, axes=len(chosen)))
        if not known:
            return Raw("ones", shape, sizes=shape)
        places = [Raw("symbol", SCALAR, payload=index) for index, _, _ in chosen]
        places = [
            Raw("add", SCALAR, (place, _number(1))) if further and self.random.random() < 0.5 else place
            for place, (_, _, further) in zip(places, chosen, strict=True)
        ]
        return Raw("member", shape, tuple(places), payload=self.random.choice(known))

    def called(self, shape: Shape, fuel: int) -> Raw | None:
        """A function of the registry whose result has that shape."""
        name, signature = self.random.choice(self.signatures)
        values = self.unified(signature, shape)
        if values is None:
            return None
        shapes = [self.sized(pattern, values) for pattern in signature.shapes]
        if FUNCTIONS[name].matrices_only and 1 in shapes[0]:
            return None
        if FUNCTIONS[name].called and shapes and shapes[0] == SCALAR:  # softmax(2, 1): nobody takes that along an axis
            return None
        if name == "diag" and shapes[0][1] != 1 and shapes[0][0] == 1:
            return None
        sizes = tuple(values[n] for n in signature.sizes)
        args = self.parts(fuel, *shapes) if shapes else ()
        return Raw(name, shape, args, sizes)

    def sized(self, pattern: Shape, values: dict[str, Size]) -> Shape:
        """A shape of a signature with these values for its names."""
        return _size(pattern[0], values), _size(pattern[1], values)

    def whole(self, number: int) -> Raw:
        """An integer."""
        return _number(number)

    def unified(self, signature: Signature, shape: Shape) -> dict[str, Size] | None:
        """Values for the dimension names of a signature whose result is to have that shape."""
        values: dict[str, Size] = {}
        for pattern, wanted in zip(signature.result, shape, strict=True):
            if isinstance(pattern, int):
                if pattern != wanted:
                    return None
            elif pattern.is_name:
                if values.setdefault(str(pattern), wanted) != wanted:
                    return None
            elif not _factored(pattern, wanted, values):
                return None
        for pattern in [s for pair in signature.shapes for s in pair]:
            for name in getattr(pattern, "names", ()):
                values.setdefault(name, self.size())
        return None if any(v == 1 for v in values.values()) and signature.result == (1, 1) else values


SPECIAL = {
    "svdvals", "svdu", "svdv",  # of shape min(m,n)
    "power", "elementwise_power", "summation", "production", "equal", "unequal", "atmost", "size", "pi", "hadamard", "kron",
    "transpose", "I", "unit",  # made below
    "polygamma", "pnorm",  # of an integer, and of an order that hardly any draw has a root of
} | {name for name, f in FUNCTIONS.items() if not SYMMETRIC.isdisjoint(f.domain.values()) or "index" in f.domain.values()}  # fmt: skip
"""Functions that are not drawn by their signature."""


def _factored(pattern: Dim, wanted: Size, values: dict[str, Size]) -> bool:
    """m*n against a product of two names."""
    names = pattern.terms[0][0]
    if len(pattern.terms) != 1 or len(names) != 2 or not isinstance(wanted, Dim) or len(wanted.terms[0][0]) != 2:
        return False
    return all(values.setdefault(n, dim(w)) == dim(w) for n, w in zip(names, wanted.terms[0][0], strict=True))


def _size(pattern: Size, values: dict[str, Size]) -> Size:
    if isinstance(pattern, int):
        return pattern
    total: Size = 1
    for name in pattern.terms[0][0]:
        total = product_of(total, values[name])
    return total


def _sum(g: Generator, shape: Shape, fuel: int) -> Raw:
    return Raw(g.random.choice(("add", "subtract")), shape, g.parts(fuel, shape, shape))


def _broadcast(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    if shape == SCALAR or g.random.random() < 0.7:
        return None
    a, b = g.parts(fuel, shape, SCALAR)
    return Raw(g.random.choice(("add", "subtract", "hadamard")), shape, (a, b) if g.random.random() < 0.5 else (b, a))


def _stretch(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A dotted operation of a matrix with a row or a column, or of a column with a row."""
    if 1 in shape or g.random.random() < 0.5:
        return None
    column, row = (shape[0], 1), (1, shape[1])
    pairs = [(shape, column), (shape, row), (column, shape), (row, shape), (column, row), (row, column)]
    operator = g.random.choice(("dotted_add", "dotted_subtract", "hadamard", "elementwise_divide"))
    return Raw(operator, shape, g.parts(fuel, *g.random.choice(pairs)))


def _multiple(g: Generator, shape: Shape, fuel: int) -> Raw:
    scalar, a = g.parts(fuel, SCALAR, shape)
    return Raw("multiply", shape, (scalar, a) if g.random.random() < 0.8 else (a, scalar))


def _quotient(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    if g.random.random() < 0.5:
        return None
    if shape != SCALAR and g.random.random() < 0.3:
        return Raw("elementwise_divide", shape, g.parts(fuel, shape, shape))
    return Raw("divide", shape, g.parts(fuel, shape, SCALAR))


def _product(g: Generator, shape: Shape, fuel: int) -> Raw:
    inner = g.size()
    if g.random.random() < 0.15:
        wider = product_of(inner, g.size()) if g.random.random() < 0.5 else inner + g.size()
        inner = 1 if 1 not in shape else g.random.choice((wider, 2))
    return Raw("multiply", shape, g.parts(fuel, (shape[0], inner), (inner, shape[1])))


def _transpose(g: Generator, shape: Shape, fuel: int) -> Raw:
    return Raw("transpose", shape, (g.grow(shape[::-1], fuel),))


def _hadamard(g: Generator, shape: Shape, fuel: int) -> Raw:
    return Raw("hadamard", shape, g.parts(fuel, shape, shape))


def _negation(g: Generator, shape: Shape, fuel: int) -> Raw:
    return Raw("negate", shape, (g.grow(shape, fuel),))


def _power(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    if shape[0] != shape[1]:
        return None
    exponent = g.random.choice((2, 2, 3, -1, -1, -2, 0, 1))
    if g.random.random() < 0.1 and shape != SCALAR:
        return Raw("power", shape, (g.grow(shape, fuel), Raw("symbol", SCALAR, payload=K)))
    if g.index is not None and g.random.random() < 0.6 and shape != SCALAR:
        return Raw("power", shape, (g.grow(shape, fuel), Raw("symbol", SCALAR, payload=g.index)))
    return Raw("power", shape, (g.grow(shape, fuel), _number(exponent)))


K = symbol("k", SCALAR, "integer", spelling="k")


def _number(value: int | Fraction) -> Raw:
    return Raw("number", SCALAR, payload=Fraction(value))


def _elementwise_power(g: Generator, shape: Shape, fuel: int) -> Raw:
    exponent = g.random.choice((2, 2, 3, -1, -2, 1, ONE_HALF, -ONE_HALF))
    return Raw("elementwise_power", shape, (g.grow(shape, fuel), _number(exponent)))


def _solve(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    if shape[0] == 1:
        return None
    return Raw("solve", shape, g.parts(fuel, (shape[0], shape[0]), shape))


def _kron(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    if g.random.random() < 0.5:
        return None
    (a, b), (c, d) = (_halves(g, s) for s in shape)
    return None if SCALAR in ((a, c), (b, d)) else Raw("kron", shape, g.parts(fuel, (a, c), (b, d)))


def _halves(g: Generator, size: Size) -> tuple[Size, Size]:
    if isinstance(size, Dim) and len(size.terms) == 1 and len(size.terms[0][0]) == 2:
        a, b = map(dim, size.terms[0][0])
        return (a, b) if g.random.random() < 0.5 else (b, a)
    return (size, 1) if g.random.random() < 0.5 else (1, size)


def _index_sum(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    if g.random.random() < 0.7:
        return None
    outer, letter = g.index, g.random.choice(("j", "i"))
    if letter in g.bound:
        return None
    g.index = symbol(letter, SCALAR, "index")
    low = _number(g.random.choice((0, 1, -1)))
    high = g.random.choice((_number(2), _number(4), _number(-3), Raw("symbol", SCALAR, payload=K)))
    body = g.grow(shape, fuel)
    made = Raw("summation", shape, (Raw("symbol", SCALAR, payload=g.index), low, high, body))
    g.index = outer
    return made


LENGTHS = (dim("N"), dim("M"))
"""How many members families have."""
MEMBERS = 0.6
"""How often a name inside of a sum over members is one of them."""


def _over_members(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A sum or a product over the members of families, one of two lengths, all of them or all but the last."""
    functions = {f.stem for known in g.unknowns.values() for f in known}
    free = [n for n in ("i", "j", "h", "g") if n not in g.bound and n not in functions]
    if g.random.random() < 0.5 or len(free) < 2:
        return None
    index, length, further = symbol(free[0], SCALAR, "index"), g.random.choice(LENGTHS), g.random.random() < 0.3
    high = Raw("size", SCALAR, sizes=(length,))
    outer = list(g.members)
    g.members.append((index, length, further))
    body = g.grow(shape, fuel)
    if all(index is not place.payload for r in body.walk() if r.op == "member" for place in r.walk()):
        body = Raw("multiply", shape, (g.member(SCALAR), body))
    g.members = outer
    op = "production" if shape == SCALAR and g.random.random() < 0.3 else "summation"
    head = [
        Raw("symbol", SCALAR, payload=index),
        _number(1),
        Raw("subtract", SCALAR, (high, _number(1))) if further else high,
    ]
    if g.random.random() < 0.3:
        other = Raw("symbol", SCALAR, payload=outer[-1][0]) if outer else _number(g.random.choice((1, 2)))
        head.append(Raw(g.random.choice(("!=", "!=", "==", "<=", "<", ">=", ">")), SCALAR, (head[0], other)))
        if g.random.random() < 0.3:  # i != k and i > 1
            head.append(Raw(g.random.choice(("!=", "<=", ">")), SCALAR, (head[0], _number(g.random.choice((1, 2, 3))))))
    return Raw(op, shape, (*head, body)) if _names(body, index) else None


def _names(body: Raw, index: Symbol) -> bool:
    """Whether a member of a family is at an index."""
    return any(place.payload is index for r in body.walk() if r.op == "member" for place in r.walk() if place is not r)


def _bound_entry(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A sum over all entries, rows or columns of something, with whatever stands around them."""
    if 1 not in shape or g.random.random() < 0.8 or "j" in g.bound:
        return None
    outer, size = g.index, g.random.choice(DIMENSIONS)
    g.index = symbol("j", SCALAR, "index")
    g.counted.append((g.index, size))
    body = g.grow(shape, fuel)
    bounds = _number(1), Raw("size", SCALAR, sizes=(size,))
    made = Raw("summation", shape, (Raw("symbol", SCALAR, payload=g.index), *bounds, body))
    g.counted.pop()
    g.index = outer
    return made


def _call(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    return g.called(shape, fuel)


GROWTH: list[Callable[[Generator, Shape, int], Raw | None]] = [
    _sum, _sum, _multiple, _product, _product, _product, _transpose, _hadamard, _negation, _power, _elementwise_power,
    _quotient, _solve, _kron, _index_sum, _broadcast, _stretch, _bound_entry, *PARTS, _call, _call, _call, _call, _call, _call,
]  # fmt: skip
