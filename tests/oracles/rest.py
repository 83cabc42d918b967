"""What else the language has, for random programs: kinds, matrix functions, cross products, half vectors, brackets that are 0 or 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from matcalc_cli.check.exact.functions import SPECTRAL
from matcalc_cli.expr.shapes.dimensions import SCALAR, Dim, Shape, dim, minus, product_of, substitute
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.domain import SYMMETRIC
from tests.oracles.raw import Raw

if TYPE_CHECKING:
    from tests.oracles.generate import Generator

SQUARE = ("toeplitz", "circulant")
OTHERS = {"scalar": "positive", "vector": "sphere", "matrix": "stiefel"}
"""A kind that a name may have in place of that of its letter."""
OFTEN = 0.08
OF_NAMES = 0.7
"""How often a matrix function is of a name, whose spectrum can be drawn; of hardly anything else has it one in the field."""
TRIED = 8
"""Matrix functions of which one that fits is drawn."""
OF_SYMMETRIC = [name for name, f in FUNCTIONS.items() if not SYMMETRIC.isdisjoint(f.domain.values())]
MATRIX_FUNCTIONS = sorted({*SPECTRAL, *OF_SYMMETRIC} - {"svdvals", "svdu", "svdv"})  # of shape min(m,n)
WIDE, TALL = (
    ("symmetric", "nondegenerate symmetric"),
    ("positive definite", "semidefinite", "positive stable", "rooted"),
)


def other_kind(shape: Shape, kind: str) -> str:
    """The kind of a new name."""
    found = OTHERS.get(kind, kind)
    return kind if found == "stiefel" and shape[0] == shape[1] else found


def _matrix_function(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """One whose argument is symmetric or definite, or has eigenvalues or singular values."""
    if g.random.random() < 0.4:
        return None
    found = [
        (n, s, g.unified(s, shape)) for n in g.random.sample(MATRIX_FUNCTIONS, TRIED) for s in signatures(FUNCTIONS[n])
    ]
    fitting = [(name, signature, values) for name, signature, values in found if values is not None]
    if not fitting:
        return None
    name, signature, values = g.random.choice(fitting)
    args = [
        _argument(g, g.sized(wanted, values), FUNCTIONS[name].domain.get(parameter, ""), fuel // len(signature.shapes))
        for parameter, wanted in zip(signature.parameters, signature.shapes, strict=True)
    ]
    return None if any(arg.shape == SCALAR for arg in args) else Raw(name, shape, tuple(args))


def _argument(g: Generator, shape: Shape, domain: str, fuel: int) -> Raw:
    bare = g.random.random() < OF_NAMES
    if domain in WIDE:
        return g.named_of(shape, "symmetric") if bare else Raw("sym", shape, (g.grow(shape, fuel),))
    if domain in TALL:
        return g.named_of(shape, "spd") if bare else _definite(g, shape)
    return g.named_of(shape, "matrix") if bare else g.grow(shape, fuel)


def _definite(g: Generator, shape: Shape) -> Raw:
    """X'X + I."""
    a = g.named_of((g.size(), shape[0]), "matrix")
    gram = Raw("multiply", shape, (Raw("transpose", a.shape[::-1], (a,)), a))
    return Raw("add", shape, (gram, Raw("I", shape, sizes=(shape[0],))))


def _of_three(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A product with three in its middle: the matrix of a cross product, or one of columns with three entries."""
    if g.random.random() < 0.8:
        return None
    if shape[1] == 1 and g.random.random() < 0.5:
        left, middle = (shape[0], 3), Raw("cross", (3, 1), g.parts(fuel, (3, 1), (3, 1)))
        return Raw("multiply", shape, (g.grow(left, 0), middle))
    left, right = g.parts(fuel // 2, (shape[0], 3), (3, shape[1]))
    hat = Raw("hat", (3, 3), (g.grow((3, 1), fuel // 2),))
    return Raw("multiply", shape, (Raw("multiply", left.shape, (left, hat)), right))


def _of_halves(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """The product of two half vectors, or of a half vector and what picks it."""
    if shape != SCALAR or g.random.random() < 0.5:
        return None
    square = (size := g.size(), size)
    a, b = g.parts(fuel, square, square)
    assert isinstance(size, Dim)
    name, shift = g.random.choice((("vech", 1), ("vecl", -1)))
    half = _half_of(size, shift)
    one, other = Raw(name, (half, 1), (a,)), Raw(name, (half, 1), (b,))
    if name == "vech" and g.random.random() < 0.5:
        picks = Raw("elimination", (half, _squared(size)), sizes=(size,))
        other = Raw("multiply", (half, 1), (picks, Raw("vec", (_squared(size), 1), (b,))))
    return Raw("inner", SCALAR, (one, other))


def _half_of(size: Dim, shift: int) -> Dim:
    signature = signatures(FUNCTIONS["vech" if shift > 0 else "vecl"])[0]
    found = signature.result[0]
    assert isinstance(found, Dim)
    made = substitute(found, {"n": size})
    assert isinstance(made, Dim)
    return made


def _squared(size: Dim) -> Dim:
    made = product_of(size, size)
    assert isinstance(made, Dim)
    return made


def _convolved(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """What a convolution has, put together: a number."""
    if shape != SCALAR or g.random.random() < 0.5:
        return None
    (a, b), (c, d) = ((g.size(), g.random.choice((1, g.size()))) for _ in range(2))
    whole = minus(a + c, 1), b if d == 1 else d if b == 1 else minus(b + d, 1)
    made = Raw("conv", whole, g.parts(fuel, (a, b), (c, d)))
    return Raw(g.random.choice(("sum", "norm")), SCALAR, (made,))


def _permuted(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """commutation(m, n)*vec(A), diagsel(n)*vec(A)."""
    rows, cols = shape
    if cols != 1 or not isinstance(rows, Dim):
        return None
    if rows.is_name:
        square = rows, rows
        picks = Raw("diagsel", (rows, _squared(rows)), sizes=(rows,))
        return Raw("multiply", shape, (picks, Raw("vec", (_squared(rows), 1), (g.grow(square, fuel),))))
    if len(rows.terms) != 1 or len(rows.terms[0][0]) != 2:
        return None
    m, n = map(dim, rows.terms[0][0])
    picks = Raw("commutation", (rows, rows), sizes=(m, n))
    return Raw("multiply", shape, (picks, Raw("vec", (rows, 1), (g.grow((m, n), fuel),))))


def _bracket(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A number that is 1 where indices of the sums around compare so, else 0: [i != 2]."""
    if shape != SCALAR or not g.members:
        return None
    index = Raw("symbol", SCALAR, payload=g.random.choice(g.members)[0])
    relation = Raw(
        g.random.choice(("==", "!=", "<=", "<", ">=", ">")), SCALAR, (index, g.whole(g.random.choice((1, 2))))
    )
    return Raw("multiply", SCALAR, (Raw("bracket", SCALAR, (relation,)), g.grow(SCALAR, fuel)))


def _unit(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A column of the identity, at a number or at an index of a sum around."""
    del fuel
    if shape[1] != 1 or not isinstance(shape[0], Dim) or not shape[0].is_name or g.random.random() < 0.8:
        return None
    counted = [Raw("symbol", SCALAR, payload=index) for index, count in g.counted if count == shape[0]]
    return Raw("unit", shape, (g.random.choice([g.whole(1), g.whole(2), *counted]),), sizes=(shape[0],))


def _of_an_order(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """The 3-norm of a column; hardly any draw has its root."""
    if g.random.random() < 0.9:
        return None
    return Raw("pnorm", SCALAR, (g.grow((g.size(), 1), fuel), g.whole(3))) if shape == SCALAR else None


def _columnwise(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A product with a Khatri-Rao product, of which each column is a Kronecker product."""
    rows, cols = shape
    if cols == 1 or g.random.random() < 0.8:
        return None
    m, n = g.size(), g.size()
    left, a, b = g.parts(fuel, (rows, product_of(m, n)), (m, cols), (n, cols))
    return Raw("multiply", shape, (left, Raw("khatrirao", (product_of(m, n), cols), (a, b))))


def _of_numbers(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A product with a matrix of numbers in its middle, two by two or two by three."""
    if g.random.random() < 0.8:
        return None
    wide = g.random.choice((2, 3))
    lines = [[g.whole(g.random.choice((-2, -1, 0, 1, 2, 3))) for _ in range(wide)] for _ in range(2)]
    middle = Raw("rows", (2, wide), tuple([Raw("columns", (1, wide), tuple(line)) for line in lines]))
    left, right = g.parts(fuel, (shape[0], 2), (wide, shape[1]))
    return Raw("multiply", shape, (Raw("multiply", (shape[0], wide), (left, middle)), right))


def _correlated(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A correlation, which is the adjoint of a convolution."""
    if shape[1] != 1 or not isinstance(shape[0], Dim) or not shape[0].is_name or g.random.random() < 0.8:
        return None
    kernel = g.size()
    return Raw("correlate", shape, g.parts(fuel, (minus(shape[0] + kernel, 1), 1), (kernel, 1)))


def _duplicated(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """The product of all entries with half a matrix, twice."""
    if shape != SCALAR or g.random.random() < 0.8:
        return None
    square = (size := g.size(), size)
    a, b = g.parts(fuel, square, square)
    assert isinstance(size, Dim)
    half = _half_of(size, 1)
    twice = Raw("duplication", (_squared(size), half), sizes=(size,))
    whole = Raw("multiply", (_squared(size), 1), (twice, Raw("vech", (half, 1), (b,))))
    return Raw("inner", SCALAR, (Raw("vec", (_squared(size), 1), (a,)), whole))


REST: list[Callable[[Generator, Shape, int], Raw | None]] = [
    _matrix_function, _of_three, _of_halves, _convolved, _permuted, _bracket, _bracket, _unit, _of_an_order, _columnwise, _of_numbers,
    _correlated, _duplicated,
]  # fmt: skip
