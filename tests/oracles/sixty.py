"""Derivatives against difference quotients of f with eighty digits; f is valued step by step as it is written.

mpmath has the functions. Nothing here knows a rule of differentiation, a normal form or a parser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain, pairwise
from math import inf
from random import Random
from typing import Any

import mpmath

from matcalc_cli.answers.answer import Derivative
from matcalc_cli.check.digits.evaluate import Digits
from matcalc_cli.check.digits.functions import VALUES
from matcalc_cli.check.digits.matrices import Rows, product
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.rearrangements import CONSTANT
from matcalc_cli.elaborate.builder import applied
from matcalc_cli.expr.node import Symbol, symbol
from matcalc_cli.expr.shapes.dimensions import Size, substitute
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.domain import SYMMETRIC
from tests.oracles.raw import Raw, is_typed_empty, off_diagonal, picked

PRECISIONS = ((80, "1e-25"), (240, "1e-80"))
"""Digits and step; the second only where the first finds something, which may be rounding."""
TOLERANCE = "1e-40"
"""Relative, of a central difference quotient, whose own error is of the order of the step's square."""
KINK = "1e-15"
"""Relative difference of the quotients on both sides of a point from which on f has no derivative there."""

Point = dict[str, Rows]


class NoValueError(Exception):
    """f has no real value at the point."""


def matrix(rows: int, cols: int, random: Random, lowest: float = -1) -> Rows:
    """Entries up to 1, exactly doubles."""
    return [[mpmath.mpf(random.uniform(lowest, 1)) for _ in range(cols)] for _ in range(rows)]


def turned(a: Rows) -> Rows:
    return [list(row) for row in zip(*a, strict=True)]


def entrywise(operation: Callable[..., Any], *matrices: Rows) -> Rows:
    """Entry by entry; a number, a row or a column stands all along what is beside it."""
    rows, cols = max(len(a) for a in matrices), max(len(a[0]) for a in matrices)
    tall = [a * rows if len(a) == 1 else a for a in matrices]
    wide = [[row * cols if len(row) == 1 else row for row in a] for a in tall]
    return [[operation(*(a[i][j] for a in wide)) for j in range(cols)] for i in range(rows)]


def plus(a: Rows, b: Rows, factor: Any = 1) -> Rows:
    return entrywise(lambda x, y: x + factor * y, a, b)


def kept(keep: Callable[[int, int], bool]) -> Callable[[Rows], Rows]:
    return lambda a: [[x if keep(i, j) else mpmath.mpf(0) for j, x in enumerate(row)] for i, row in enumerate(a)]


def positive(a: Rows) -> Rows:
    return plus(product(a, turned(a)), identity(len(a)))


def identity(n: int) -> Rows:
    return [[mpmath.mpf(int(i == j)) for j in range(n)] for i in range(n)]


def rotation(a: Rows) -> Rows:
    """expm of the skew part."""
    return as_rows(mpmath.expm(mpmath.matrix(plus(a, turned(a), -1)) / 2))


KINDS: dict[str, Callable[[Rows], Rows]] = {
    "symmetric": lambda a: plus(a, turned(a)), "spd": positive, "skew": lambda a: plus(a, turned(a), -1),
    "diagonal": kept(lambda i, j: i == j), "lower": kept(lambda i, j: i >= j), "upper": kept(lambda i, j: i <= j),
    "orthogonal": rotation, "positive": lambda a: [[abs(x) for x in row] for row in a],
}  # fmt: skip
"""A matrix of a kind from any."""
TANGENT = KINDS | {"spd": KINDS["symmetric"], "orthogonal": KINDS["skew"], "positive": lambda a: a}
"""A direction for a matrix of a kind; of an orthogonal Q, what Q is multiplied with."""


def as_rows(a: Any) -> Rows:
    """A result of mpmath. Raises NoValueError if it is not real."""
    return real([[mpmath.mpmathify(x) for x in row] for row in a.tolist()])


def real(found: Rows) -> Rows:
    """The same without imaginary parts that are rounding. Raises NoValueError if there are others."""
    if any(abs(mpmath.im(x)) > mpmath.mpf(10) ** -50 * (1 + abs(x)) for row in found for x in row):
        raise NoValueError
    return [[mpmath.re(x) for x in row] for row in found]


class Place:
    """Values of the names and sizes of the dimensions."""

    def __init__(self, symbols: Mapping[str, Symbol], sizes: Mapping[str, int], random: Random) -> None:
        self.seed = random.random()
        self.sizes = dict(sizes)
        lowest = random.choice((-1, 0.1))  # half of the places are inside the domains of log and of roots
        self.values: Point = {}
        for name, declared in symbols.items():
            drawn = matrix(*map(self.size, declared.shape), random, lowest)
            made = KINDS.get(declared.kind, lambda a: a)(drawn)
            self.values[name] = [[mpmath.mpf(2)]] if declared.kind == "integer" else made

    def size(self, size: Size) -> int:
        found = substitute(size, self.sizes)
        assert isinstance(found, int)
        return found

    def moved(self, name: str, kind: str, direction: Rows, step: Any) -> Point:
        """The values a step further."""
        x = self.values[name]
        if kind == "orthogonal":
            turn = as_rows(mpmath.expm(step * mpmath.matrix(direction)))
            return {**self.values, name: product(x, turn)}
        return {**self.values, name: plus(x, direction, step)}


def value(raw: Raw, values: Point, place: Place) -> Rows:
    """The value step by step."""
    if raw.op == "summation":
        return _series(raw, values, place)
    args = [value(a, values, place) for a in raw.args]
    match raw.op:
        case "symbol":
            return values[raw.payload.name]
        case "number":
            return [[mpmath.mpf(raw.payload.numerator) / raw.payload.denominator]]
        case "size":
            return [[mpmath.mpf(place.size(raw.sizes[0]))]]
        case "multiply":
            return entrywise(lambda x, y: x * y, *args) if (1, 1) in map(_shape, args) else product(*args)
        case "index":
            return picked(args[0], raw.payload, lambda which: _place(which, values, place))
        case "diagonal":
            return off_diagonal(args[0], raw.payload)
        case op if op in STEPS:
            return real(STEPS[op](*args))
        case op if op in BLOCKS:
            return BLOCKS[op](*map(place.size, raw.sizes))
        case op if op in SPECTRA and not is_simple(SPECTRA[op], *args):
            raise NoValueError
        case op if op in CONSTANT:
            return CONSTANT[op](*args, *map(place.size, raw.sizes))  # type: ignore[no-any-return]
    found = VALUES[raw.op](*args) if raw.op in VALUES else _spelled_out(raw, args, place)
    return as_rows(mpmath.matrix(found))


def _spelled_out(raw: Raw, args: list[Rows], place: Place) -> Rows:
    """The value of a function of entries by the `code` of its record."""
    symmetric = not SYMMETRIC.isdisjoint(
        FUNCTIONS[raw.op].domain.values()
    )  # eigmax(S), of which matrices do not know it
    kinds = ["symmetric" if symmetric and a.shape[0] == a.shape[1] else "matrix" for a in raw.args]
    names = [symbol(f"argument_{i}", a.shape, kind) for i, (a, kind) in enumerate(zip(raw.args, kinds, strict=True))]
    values = dict(zip([name.name for name in names], args, strict=True))
    return evaluate(applied(FUNCTIONS[raw.op], tuple(names), raw.sizes), Digits(values, place.sizes, inf))


def _place(which: Any, values: Point, place: Place) -> int:
    """An index as a number."""
    if isinstance(which, Symbol):
        return int(values[which.name][0][0])
    return place.size(which[0] if isinstance(which, tuple) else which)


SPECTRA = dict.fromkeys(("svdvals", "specnorm", "nucnorm", "polar", "pinv"), "svd_r") | dict.fromkeys(
    ("eigvals", "eigmax"), "eigsy"
)
"""Functions without a derivative where singular values are equal or zero, or eigenvalues equal."""


def is_simple(spectrum: str, a: Rows) -> bool:
    """Whether the singular values or the eigenvalues are apart, and singular values from zero."""
    m = mpmath.matrix(a)
    found = mpmath.svd_r(m, compute_uv=False) if spectrum == "svd_r" else mpmath.eigsy(m, eigvals_only=True)
    values = sorted([*found, *([mpmath.mpf(0)] if spectrum == "svd_r" else [])])
    largest = max(abs(x) for x in values)
    return all(b - a > largest * mpmath.mpf("1e-12") for a, b in pairwise(values))


def _shape(a: Rows) -> tuple[int, int]:
    return len(a), len(a[0])


def _series(raw: Raw, values: Point, place: Place) -> Rows:
    index, low, high, body = raw.args
    a, b = (int(value(r, values, place)[0][0]) for r in (low, high))
    sign, indices = (1, range(a, b + 1)) if b >= a - 1 or is_typed_empty(raw) else (-1, range(b + 1, a))
    total = filled(0)(place.size(raw.shape[0]), place.size(raw.shape[1]))
    for j in indices:
        total = plus(total, value(body, {**values, index.payload.name: [[mpmath.mpf(j)]]}, place), sign)
    return total


def filled(x: int) -> Callable[..., Rows]:
    return lambda m, n=1: [[mpmath.mpf(x)] * n for _ in range(m)]


def of_matrix(function: str) -> Callable[[Rows], Rows]:
    return lambda a: as_rows(getattr(mpmath, function)(mpmath.matrix(a)))


def power(a: Rows, k: Rows) -> Rows:
    return as_rows(mpmath.matrix(a) ** int(k[0][0])) if len(a) > 1 else [[a[0][0] ** k[0][0]]]


def total(a: Rows) -> Any:
    return mpmath.fsum(x for row in a for x in row)


def diagonal(a: Rows) -> Rows:
    if 1 in _shape(a):
        column = [x for row in a for x in row]
        return [[x if i == j else mpmath.mpf(0) for j in range(len(column))] for i, x in enumerate(column)]
    return [[row[i]] for i, row in enumerate(a)]


STEPS: dict[str, Callable[..., Rows]] = {
    "add": plus, "subtract": lambda a, b: plus(a, b, -1), "negate": lambda a: plus(a, a, -2), "transpose": turned,
    "hadamard": lambda *a: entrywise(lambda *x: mpmath.fprod(x), *a), "divide": lambda a, b: entrywise(lambda x, y: x / y, a, b),
    "elementwise_divide": lambda a, b: entrywise(lambda x, y: x / y, a, b), "power": power,
    "solve": lambda a, b: as_rows(mpmath.inverse(mpmath.matrix(a)) * mpmath.matrix(b)), "inv": of_matrix("inverse"),
    "adj": lambda a: as_rows(mpmath.det(mpmath.matrix(a)) * mpmath.inverse(mpmath.matrix(a))),
    "norm1": lambda a: [[mpmath.fsum(abs(x) for row in a for x in row)]], "sum": lambda a: [[total(a)]],
    "mean": lambda a: [[total(a) / (len(a) * len(a[0]))]], "inner": lambda a, b: [[total(entrywise(lambda x, y: x * y, a, b))]],
    "outer": lambda a, b: product(a, turned(b)), "rows": lambda *parts: [row for part in parts for row in part],
    "columns": lambda *parts: [list(chain(*rows)) for rows in zip(*parts, strict=True)],
    "blkdiag": lambda a, b: [[*row, *[mpmath.mpf(0)] * len(b[0])] for row in a] + [[*[mpmath.mpf(0)] * len(a[0]), *row] for row in b], "sym": lambda a: entrywise(lambda x, y: (x + y) / 2, a, turned(a)),
    "skew": lambda a: entrywise(lambda x, y: (x - y) / 2, a, turned(a)), "rowsum": lambda a: [[mpmath.fsum(row)] for row in a],
    "colsum": lambda a: [[mpmath.fsum(column) for column in turned(a)]], "vec": lambda a: [[x] for column in turned(a) for x in column],
    "diag": diagonal, "sqrt": lambda a: entrywise(mpmath.sqrt, a),
    **{name: of_matrix(name) for name in ("expm", "logm", "sqrtm", "sinm", "cosm")},
}  # fmt: skip
BLOCKS: dict[str, Callable[..., Rows]] = {"I": identity, "ones": filled(1), "zeros": filled(0)}


def disagreements(raw: Raw, derivatives: list[Derivative], sizes: Mapping[str, int], seed: int) -> list[str]:
    """What is wrong with the answers; "a kink" where f has no derivative there.

    Raises NoValueError, ValueError or ArithmeticError where f has no value.
    """
    found: list[str] = []
    for digits, step in PRECISIONS:
        with mpmath.workdps(digits):
            found = list(_disagreements(raw, derivatives, Place(raw.symbols(), sizes, Random(seed)), mpmath.mpf(step)))
        if not found:
            break
    return found


def _disagreements(raw: Raw, derivatives: list[Derivative], place: Place, step: Any) -> Iterator[str]:
    for found in derivatives:
        x = found.variable
        if x.name in place.values:
            direction = TANGENT.get(x.kind, lambda a: a)(matrix(*map(place.size, x.shape), Random(place.seed)))
            yield from _compared(raw, found, place, direction, step)


def _compared(raw: Raw, found: Derivative, place: Place, direction: Rows, h: Any) -> Iterator[str]:
    x = found.variable
    here, ahead, behind = (value(raw, place.moved(x.name, x.kind, direction, s), place) for s in (0, h, -h))
    slope = entrywise(lambda a, b: (a - b) / (2 * h), ahead, behind)
    if _apart(entrywise(lambda a, b: (a - b) / h, ahead, here), slope) > mpmath.mpf(KINK):
        yield "a kink"
        return
    dx = product(place.values[x.name], direction) if x.kind == "orthogonal" else direction
    known = Digits({**place.values, f"d{x.name}": dx}, place.sizes, inf)
    for name, answer in _answers(found, known, dx):
        if _apart(answer, slope) > mpmath.mpf(TOLERANCE):
            yield f"{name} by {x.name}: apart by {mpmath.nstr(_apart(answer, slope), 3)}"


def _answers(found: Derivative, known: Digits, dx: Rows) -> Iterator[tuple[str, Rows]]:
    """Every reading of the derivative, along dx and in the shape of f."""
    shape = _shape(differential := evaluate(found.differential, known))
    yield "differential", differential
    if found.gradient is not None:
        yield "gradient", [[total(entrywise(lambda g, d: g * d, evaluate(found.gradient, known), dx))]]
    along = [row[0] for row in product(evaluate(found.jacobian, known), STEPS["vec"](dx))]
    yield "jacobian", [[along[j * shape[0] + i] for j in range(shape[1])] for i in range(shape[0])]


def _apart(a: Rows, b: Rows) -> Any:
    """The largest difference, against the largest entry; of tiny ones against the digits that a quotient keeps."""
    scale = max(abs(x) for row in (*a, *b) for x in row)
    largest = max(abs(x) for row in plus(a, b, -1) for x in row)
    return largest / max(scale, mpmath.mpf(10) ** -10)
