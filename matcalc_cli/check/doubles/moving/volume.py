"""The determinant of a derivative between free entries at numbers, column by column from the differential."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from matcalc_cli.check.doubles.compiled import Compiled
from matcalc_cli.check.doubles.sample import even_sizes, points, shape_of, sizes_for
from matcalc_cli.codegen.text.module import dimension_names
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.ties import ties

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.expr.node import Node, Symbol

    Array = NDArray[Any]

TRIES = 20
CLOSE = 1e-7
"""Relative difference of a closed form and the determinant."""
ROUNDING = 1e-14
"""Of a determinant, relative to the product of the lengths of the columns."""
LARGEST = 1e12
"""An entry of a derivative; above it the point is one where there is none, as of the inverse of a matrix without one."""
SINGULAR = 1e-12
"""The smallest singular value over the largest of a matrix that has no inverse at any random numbers."""


class Map(NamedTuple):
    """A map whose volume change is measured.

    expression  whose values a point must have
    moved       its differential in terms of `steps`
    steps       how each variable moves, names of linear kinds
    unit        the steps whose diagonals do not move, with the variables whose diagonals are 1
    kind        of the values
    """

    expression: Node
    moved: Node
    steps: Sequence[Symbol]
    unit: Mapping[Symbol, Symbol]
    kind: str

    @property
    def symbols(self) -> list[Symbol]:
        """The names that need values, besides the steps."""
        found = {s for n in (self.expression, self.moved) for s in n.symbols if s.kind != "index"}
        return sorted(found - {*self.steps}, key=lambda s: s.name)


def determinant(of: Map, sizes: Mapping[str, int], point: Mapping[str, Array]) -> float | None:
    """The modulus of the determinant; None where the differential has no value. ModuleNotFoundError without SciPy."""
    import numpy as np

    matrix = _matrix(of, sizes, point)
    if matrix is None:
        return None
    return 0.0 if np.linalg.matrix_rank(_balanced(matrix)) < len(matrix) else abs(float(np.linalg.det(matrix)))


def _matrix(of: Map, sizes: Mapping[str, int], point: Mapping[str, Array]) -> Array | None:
    """The derivative between free entries; None where it has no value or is not square."""
    import numpy as np

    moved = Compiled(of.moved, sizes)
    shape = shape_of(of.expression, sizes)
    still = {s.name: np.zeros(shape_of(s, sizes)) for s in of.steps}
    columns = []
    for step in of.steps:
        for e in _directions(step.kind, shape_of(step, sizes), diagonal=step not in of.unit):
            value = moved({**point, **still, step.name: e})
            if value is None:
                return None
            columns.append(_free(value, of.kind, shape))
    matrix: Array = np.array(columns).reshape(len(columns), -1).T
    return matrix if matrix.shape[0] == matrix.shape[1] else None


def _balanced(matrix: Array) -> Array:
    """The matrix with 1 as the largest modulus in rows and columns: what is measured in small units is not singular."""
    import numpy as np

    for axis in (1, 0):
        largest = np.abs(matrix).max(axis, keepdims=True)
        matrix = matrix / np.where(largest == 0, 1.0, largest)
    return matrix


def _is_singular(matrix: Array) -> bool:
    import numpy as np

    values = np.linalg.svd(matrix, compute_uv=False)
    return bool(values[-1] <= SINGULAR * values[0])


def agrees(of: Map, claim: Node | None, eigenvalues: tuple[Symbol, Symbol] | None = None, seed: int = 0) -> str:
    """Whether the determinant is what is claimed at random numbers of two sizes: "ok", "wrong" or "undecided".

    "singular" if nothing is claimed and it is 0 at all of them.
    """
    words = {*_words(of, claim, eigenvalues, seed)}
    if words == {"singular"}:
        return "singular"
    return next((word for word in ("wrong", "ok") if word in words), "undecided")


def _words(of: Map, claim: Node | None, eigenvalues: tuple[Symbol, Symbol] | None, seed: int) -> Iterator[str]:
    import numpy as np

    names, even = dimension_names([of.expression, *of.symbols]), even_sizes(of.symbols)
    small = {name: 2 + (2 * i if name in even else i) for i, name in enumerate(names)}
    for sizes in (small, sizes_for(of.symbols, names, even, {})):
        if min([k for s in of.symbols for k in shape_of(s, sizes)], default=1) < 1:  # of m - 2 where m is 2
            continue
        rng = np.random.default_rng(seed)
        for _, point in zip(range(TRIES), points(of.expression, of.symbols, sizes, rng), strict=False):
            values = _prepared(of, point, eigenvalues, rng)
            try:
                matrix, said = _matrix(of, sizes, values), None if claim is None else Compiled(claim, sizes)(values)
            except (ArithmeticError, ValueError, ModuleNotFoundError):
                continue
            if matrix is None or (said is None and claim is not None) or np.abs(matrix).max() > LARGEST:
                continue
            yield _compared(matrix, said) if said is not None else "singular" if _is_singular(matrix) else "undecided"
            break


def _compared(matrix: Array, said: Array) -> str:
    import numpy as np

    found, claimed = abs(float(np.linalg.det(matrix))), said.item()
    rounding = ROUNDING * float(np.prod(np.linalg.norm(matrix, axis=0)))
    return "wrong" if abs(found - claimed) > CLOSE * max(found, abs(claimed)) + rounding else "ok"


def _prepared(
    of: Map, point: Mapping[str, Array], eigenvalues: tuple[Symbol, Symbol] | None, rng: Any
) -> dict[str, Array]:
    """The point with 1 on the diagonals that do not move, and a matrix with the eigenvalues that are named."""
    import numpy as np

    values = dict(point)
    for variable in of.unit.values():
        x = values[variable.name].copy()
        np.fill_diagonal(x, 1.0)
        values[variable.name] = x
    if eigenvalues is not None:
        matrix, named = eigenvalues
        n = len(values[matrix.name])
        numbers, basis = rng.uniform(0.5, 2.5, (n, 1)), rng.standard_normal((n, n))
        values[matrix.name] = np.linalg.solve(basis, numbers * basis)
        values[named.name] = numbers
    return values


def _directions(kind: str, shape: tuple[int, int], *, diagonal: bool) -> Iterator[Array]:
    """A matrix for every free entry."""
    import numpy as np

    for entries in _entries(kind, shape):
        if diagonal or any(i != j for _, i, j in entries):
            e = np.zeros(shape)
            for sign, i, j in entries:
                e[i, j] = sign
            yield e


def _free(value: Array, kind: str, shape: tuple[int, int]) -> list[float]:
    """The free entries of a value."""
    return [float(sign * value[i, j]) for (sign, i, j), *_ in _entries(kind, shape)]


def _entries(kind: str, shape: tuple[int, int]) -> Sequence[Sequence[tuple[int, int, int]]]:
    """The entries that are tied, column by column where none are."""
    if KINDS[kind].entry is not None:
        return ties(KINDS[kind], shape[0])
    return [((1, i, j),) for j in range(shape[1]) for i in range(shape[0])]
