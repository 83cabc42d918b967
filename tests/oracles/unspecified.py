"""Functions without a formula in random programs: which there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.expr.node import symbol
from matcalc_cli.expr.shapes.dimensions import SCALAR, Dim, Shape, dim
from matcalc_cli.expr.unspecified import PLAIN, Nature, Unknown, unknown
from matcalc_cli.expr.unspecified_forms import partner
from tests.oracles.raw import Raw

if TYPE_CHECKING:
    from tests.oracles.generate import Generator

STEMS = ("f", "g", "h", "q", "phi", "psi", "f_1", "g_2", "Phi")
TIME = symbol("t", SCALAR, "scalar", spelling="t")


def grown(g: Generator, shape: Shape, fuel: int) -> Raw | None:
    """A call of a function without a formula, or of a derivative of one, of that shape."""
    if any(isinstance(size, Dim) and not size.is_name for size in shape):
        return None
    kind = g.random.choice(("entrywise", "spectral", "named", "inverse", *["general"] * 3, *["derivative"] * 3))
    found = {
        "entrywise": _entrywise, "spectral": _spectral, "named": _named, "inverse": _inverse, "general": _general, "derivative": _derivative,
    }[kind](g, shape)  # fmt: skip
    if found is None:
        return None
    function, along = found
    if function.names:
        return Raw("unknown", shape, (Raw("symbol", SCALAR, payload=TIME),), payload=function)
    arguments = function.arguments or (shape,)
    shapes = (*arguments, arguments[function.taken[-1]]) if along else arguments
    return Raw("along" if along else "unknown", shape, g.parts(fuel, *shapes), payload=function)


Found = tuple[Unknown, bool] | None
"""The function, and whether it is applied to a direction."""


def _known(
    g: Generator, declared: Shape, arguments: tuple[Shape, ...], nature: Nature = PLAIN, names: tuple[str, ...] = ()
) -> Unknown | None:
    """A function of these shapes: one that there is, or a new one; None where there are no more letters."""
    key = declared, arguments, nature.spectral, bool(nature.partner), names
    known = g.unknowns.setdefault(key, [])
    if known and g.random.random() < 0.6:
        return g.random.choice(known)
    taken = {*g.used, *g.bound} | {f.stem for functions in g.unknowns.values() for f in functions}
    taken |= {f.nature.partner for functions in g.unknowns.values() for f in functions}
    free = [stem for stem in STEMS if stem not in taken]
    if len(free) < 2:
        return g.random.choice(known) if known else None
    if nature.partner:
        nature = Nature(nature.spectral, nature.primes, free[1], nature.is_inverse, nature.formula)
    known.append(unknown(free[0], declared, arguments, (), names, nature))
    return known[-1]


def _entrywise(g: Generator, _: Shape) -> Found:
    found = _known(g, SCALAR, ())
    for _time in range(g.random.choice((0, 0, 0, 1))):
        found = found and found.derivative(0)
    return found and (found, False)


def _spectral(g: Generator, shape: Shape) -> Found:
    if shape[0] != shape[1] or shape[0] == 1:
        return None
    n = (dim("n"), dim("n"))
    found = _known(g, n, (n,), Nature(spectral=True))
    if found is None:
        return None
    found = found.primed(g.random.choice((0, 0, 1))).of(shape)
    return (found.derivative(0), True) if g.random.random() < 0.2 else (found, False)


def _named(g: Generator, shape: Shape) -> Found:
    found = _known(g, shape, (SCALAR,), names=("t",))
    return found and (found.derivative(0) if g.random.random() < 0.3 else found, False)


def _inverse(g: Generator, shape: Shape) -> Found:
    entrywise = g.random.random() < 0.3
    found = _known(g, SCALAR if entrywise else shape, () if entrywise else (shape,), Nature(partner="?"))
    return found and (partner(found) if g.random.random() < 0.7 else found, False)


def _general(g: Generator, shape: Shape) -> Found:
    count = g.random.choice((1, 1, 2))
    found = _known(g, shape, tuple([_shape(g) for _ in range(count)]))
    if found is None or g.random.random() < 0.8:
        return found and (found, False)
    return found.derivative(g.random.randrange(count)), True


def _derivative(g: Generator, shape: Shape) -> Found:
    """A gradient, a Jacobian or a Hessian of that shape, with all letters that it takes."""
    rows, cols = shape
    if shape == SCALAR:
        found = _known(g, SCALAR, (SCALAR,))
        return found and (found.derivative(0), False)
    if g.random.random() < 0.4:
        found = _known(g, SCALAR, (shape, *[_shape(g)] * g.random.choice((0, 1))))
        return found and (found.derivative(0), False)
    if rows == 1 or cols == 1:
        return None
    column = (cols, 1)
    if rows == cols and g.random.random() < 0.5:
        found = _known(g, SCALAR, (column,))
        return found and (found.derivative(0).derivative(0), False)
    if g.random.random() < 0.3 and rows != cols:
        found = _known(g, SCALAR, ((rows, 1), column))
        return found and (found.derivative(0).derivative(1), False)
    found = _known(g, (rows, 1), (column,))
    return found and (found.derivative(0), False)


def _shape(g: Generator) -> Shape:
    while True:
        shape = g.shape()
        if shape[0] != 1 or shape == SCALAR:
            return shape
