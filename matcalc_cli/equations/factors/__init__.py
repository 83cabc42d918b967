"""Factors of a matrix: one equation of two or three unknowns, taken apart by their structure.

Between two matrices the part of every unknown is of a kind of its own: in inv(L)*dL + dU*inv(U) = inv(L)*dA*inv(U) the first
is strictly lower, the second upper triangular. What one kind has not is known of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

from matcalc_cli.equations.factors import triangles, turning
from matcalc_cli.equations.factors.basis import eigenvectors
from matcalc_cli.equations.factors.columns import orthonormal
from matcalc_cli.equations.factors.parts import Factors, Part
from matcalc_cli.equations.system import System
from matcalc_cli.expr.build import is_zero
from matcalc_cli.expr.node import Node, Symbol


def factors(system: System) -> Factors | None:
    """How a system is taken apart, where it is that of factors of a matrix."""
    every = [list(pairs) for pairs in zip(*system.columns, strict=True)]
    whole = [i for i, pairs in enumerate(every) if not any(is_zero(linear) for linear, _ in pairs)]
    if len(whole) != 1 or not 1 < len(system.unknowns) <= 3 or len(every) > 2:
        return None
    (main,) = whole
    parts = [Part(linear, step) for linear, step in every[main]]
    own = [
        (linear, step) for pairs in every if pairs is not every[main] for linear, step in pairs if not is_zero(linear)
    ]
    if len(own) > 1 or not all(part.terms for part in parts):
        return None
    ways = _ways(parts, own, symmetric=system.kinds[main] == "symmetric")
    found = next((way for way in ways if way is not None), None)
    if found is not None:
        found.main = main
    return found


def _ways(parts: Sequence[Part], own: Sequence[tuple[Node, Symbol]], *, symmetric: bool) -> Iterator[Factors | None]:
    """The ways that may be for these parts, the unknowns in every order; `own` is an equation of the first alone."""
    for first, second, *third in permutations(parts):
        if third:
            yield None if own else turning.both_sides_of_a_diagonal(first, second, third[0])
        elif not own:
            yield turning.with_a_triangle(first, second)
            yield turning.with_a_symmetric(first, second)
            yield turning.around_a_diagonal(first, second, symmetric=symmetric)
        elif own[0][1] is first.step:
            yield triangles.triangles(first, second, own[0][0])
            yield triangles.around_a_diagonal(first, second, own[0][0], symmetric=symmetric)
            yield orthonormal(first, second, own[0][0])
            yield eigenvectors(first, second, own[0][0])
