"""A claim read in the scope of its program; where it does not fit, with numbers for dimensions, or with equal ones.

`ones(5) - x` has an x of five entries. `2*A*(A*x - b)` lacks a transpose, and means something if A is square.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import TYPE_CHECKING

from matcalc_cli.elaborate import Elaborated
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.shapes.dimensions import Dim, Shape, dim, substitute
from matcalc_cli.expr.shapes.resize import resized, resized_symbol
from matcalc_cli.program.within import read_within

if TYPE_CHECKING:
    from matcalc_cli.expr.shapes.dimensions import Size

SIZES = re.compile(r"\w\(\s*(\d{1,3})(?:\s*,\s*(\d{1,3}))?\s*\)|\b[I1]\}?\s*_\s*\{?\s*(\d{1,3})")
r"""The arguments of ones(5), I(3), zeros(2,4), and I_3, \mathbf{1}_3 of papers."""
MOST = 200
"""Choices of sizes that are tried."""


class Fitted:
    """A claim and the program that it is about, both of these `sizes` (by dimension, mostly none)."""

    __slots__ = ("node", "scope", "sizes")

    def __init__(self, node: Node, scope: Elaborated, sizes: Mapping[str, Size]) -> None:
        self.node = node
        self.scope = scope
        self.sizes = dict(sizes)

    def shapes(self, shapes: Sequence[Shape]) -> list[Shape]:
        """Shapes at the sizes of the claim."""
        return [(substitute(rows, self.sizes), substitute(cols, self.sizes)) for rows, cols in shapes]

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes about numbers for dimensions."""
        said = ", ".join(f"{name} = {size}" for name, size in self.sizes.items() if isinstance(size, int))
        return (f"the claim has numbers for dimensions; it is checked for {said}",) if said else ()

    @property
    def condition(self) -> str:
        """`m = n` where dimensions had to be taken for equal."""
        merged = {str(size): None for size in self.sizes.values() if isinstance(size, Dim)}
        return " = ".join([*(name for name in self.sizes if name not in merged), *merged]) if merged else ""


def fitted(claim: str, scope: Elaborated, shapes: Sequence[Shape], given: Mapping[str, int]) -> Fitted:
    """The claim in the scope of a program, as it stands or at some sizes; `given` are the user's.

    Raises MatcalcError, that of the claim as it stands, where nothing fits.
    """
    try:
        node = read_within(claim, scope, shapes)
    except MatcalcError as error:
        if error.kind != "shape":
            raise
        found = _resized(claim, scope, shapes, given) or _at(claim, scope, _equal(scope), shapes)
        if found is None:
            error.message = f"your answer does not fit together: {error.message}"
            raise
        return found
    as_it_stands = Fitted(node, scope, {})
    if node.shape in shapes or all(isinstance(size, Dim) or size == 1 for size in node.shape):
        return as_it_stands
    return _resized(claim, scope, shapes, given) or as_it_stands


def _resized(claim: str, scope: Elaborated, shapes: Sequence[Shape], given: Mapping[str, int]) -> Fitted | None:
    """The claim at the first sizes where it has one of the shapes, else where it has any."""
    found = [_at(claim, scope, sizes, shapes) for sizes in islice(_candidates(claim, scope, given), MOST)]
    fits = [f for f in found if f is not None]
    return next((f for f in fits if f.node.shape in f.shapes(shapes)), fits[0] if fits else None)


def _candidates(claim: str, scope: Elaborated, given: Mapping[str, int]) -> Iterator[dict[str, Size]]:
    """The user's sizes, and with them every size in the claim for every other dimension, the fewest first."""
    if given:
        yield dict(given)
    names = [name for name in _names(scope) if name not in given]
    numbers = sorted({int(n) for found in SIZES.findall(claim) for n in found if n} - {0, 1})
    choices = islice(product([0, *numbers], repeat=len(names)), MOST)
    found = [{name: size for name, size in zip(names, row, strict=True) if size} for row in choices]
    for chosen in sorted(filter(None, found), key=len):
        yield {**given, **chosen}


def _names(scope: Elaborated) -> list[str]:
    shapes = [v.shape for v in scope.variables.values()]
    shapes += [shape for f in scope.functions.values() for shape in (f.declared, *f.arguments)]
    return sorted({n for shape in shapes for d in shape if isinstance(d, Dim) for n in d.names})


def _equal(scope: Elaborated) -> dict[str, Size]:
    """Every dimension taken for the last one."""
    *others, last = _names(scope) or [""]
    return {name: dim(last) for name in others}


def _at(claim: str, scope: Elaborated, sizes: Mapping[str, Size], shapes: Sequence[Shape]) -> Fitted | None:
    if not sizes:
        return None
    smaller = Elaborated(
        resized(scope.expression, sizes), {n: resized_symbol(v, sizes) for n, v in scope.variables.items()}, scope.notes,
        {n: resized(part, sizes) for n, part in scope.parts.items()}, scope.dimensions,
        functions={n: f.resized(sizes) for n, f in scope.functions.items()}, definitions=scope.definitions, letters=scope.letters,
    )  # fmt: skip
    found = Fitted(smaller.expression, smaller, sizes)
    try:
        found.node = resized(read_within(claim, smaller, found.shapes(shapes)), sizes)
    except MatcalcError:
        return None
    return found
