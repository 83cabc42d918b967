"""The record of a kind: what a name of that kind may be, how it moves, and the words for it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Entry: TypeAlias = Callable[[int, int, int], tuple[int, int, int] | None]
    """(row, column, n), from 0 -> the sign and the place of the free entry that stands there, None for a zero."""


ZERO_ABOVE = "lower"
ZERO_BELOW = "upper"
"""Which entries of a triangle are zero: those above the diagonal, those below it."""


class Kind:
    """One kind of variable: everything that is particular to it; everybody else asks this record.

    name        as declared: `where S: symmetric(n)`
    dims        how many dimensions a declaration gives
    triangles   of which it is, by its entries: "lower", "upper", both of a diagonal one
    shape       of a value, in terms of those: ("n", "n"); a 1 is the number
    entry       of a linear subspace: which free entry, with which sign, stands at (i, j); a kind without one moves freely
    definite    only the positive definite ones of the subspace, the positive ones of the numbers
    orthonormal X'X = I: a curved space, in which X moves along X'' = -X dX'dX
    whole       an integer
    spectral    a random value may be made of chosen eigenvalues or singular values
    projection  the direction nearest to G in which X may move, in the language, in terms of G, X and the dimensions
    matrix      its matrix: vec(projection) = matrix * vec(G)
    free        D with vec(X) = D x, x the column of its free entries (`--vech`), in the language; `free_entries` says in words
                which they are
    together    how many entries move with (i, j), in the language, in terms of i, j and the dimensions, where that is more than two or may be none
    tangent     the kind of dX, where it is another one
    step        the kind of the W with dX = X W, where X moves so
    transpose   what X' is: "X", "-X" or "X^-1"; or nothing
    reserved    whether its name can be no variable's; kinds that came later are kinds behind a colon only
    volume      |det| of dX -> A*dX*B on the free entries, for A and B of the kind, in the language, where their product is of it
    declarable  whether a `where` clause may name it
    adjective   what a matrix of the kind is called, with the article where it needs one
    gradient    what the gradient by such a variable is called
    moves       how X moves, behind "X moves"
    reason      why a gradient is projected, the formulas in backquotes, {0} the variable
    reasons     why a Jacobian is, likewise
    """

    __slots__ = (
        "adjective", "declarable", "definite", "dims", "entry", "free", "free_entries", "gradient", "matrix", "moves",
        "name", "orthonormal", "projection", "reason", "reasons", "reserved", "shape", "spectral", "step", "tangent", "together", "transpose", "triangles",
        "volume", "whole",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        *shape: str,
        entry: Entry | None = None,
        definite: bool = False,
        orthonormal: bool = False,
        whole: bool = False,
        spectral: bool = False,
        projection: str = "",
        matrix: str = "",
        free: str = "",
        free_entries: str = "",
        together: str = "",
        tangent: str = "",
        step: str = "",
        transpose: str = "",
        volume: str = "",
        declarable: bool = True,
        reserved: bool = True,
        adjective: str = "",
        gradient: str = "",
        moves: str = "",
        reason: str = "",
        reasons: str = "",
    ) -> None:
        self.name = name
        self.shape = shape or ("1", "1")
        self.dims = len({*self.shape} - {"1"})
        self.entry = entry
        places = {ZERO_ABOVE: (0, 1, 3), ZERO_BELOW: (1, 0, 3)} if entry and self.is_square else {}
        self.triangles = tuple([which for which, place in places.items() if entry and entry(*place) is None])
        self.definite = definite
        self.orthonormal = orthonormal
        self.whole = whole
        self.spectral = spectral
        self.projection = projection
        self.matrix = matrix
        self.free = free
        self.free_entries = free_entries
        self.together = together
        self.tangent = tangent or name
        self.step = step
        self.transpose = transpose
        self.volume = volume
        self.reserved = reserved and declarable
        self.declarable = declarable
        self.adjective = adjective or name
        self.gradient = gradient or self.adjective
        self.moves = moves or f"among {self.adjective} matrices"
        self.reason = reason
        self.reasons = reasons

    @property
    def is_number(self) -> bool:
        """Whether a value is 1x1."""
        return not self.dims

    @property
    def is_square(self) -> bool:
        """Whether a value is a square matrix, by its kind."""
        return self.shape == ("n", "n")

    @property
    def is_structured(self) -> bool:
        """Whether a variable moves in a subspace or on a curved space, not freely."""
        return bool(self.projection)

    @property
    def moves_straight(self) -> bool:
        """Whether X + dX is of this kind again, for a small dX that may be."""
        return not self.orthonormal and not self.whole

    @property
    def is_hollow(self) -> bool:
        """Whether the diagonal of a value is 0, by its kind."""
        return self.entry is not None and self.entry(0, 0, 3) is None

    @property
    def is_rigid(self) -> bool:
        """Whether a value that is 1x1 cannot move: 0 where the diagonal is, 1 or -1 where columns are orthonormal."""
        return self.is_hollow or self.orthonormal

    def exists(self, rows: int, cols: int) -> bool:
        """Whether there is a value of that shape: no more than n orthonormal columns have n rows."""
        return not self.orthonormal or rows >= cols

    def __repr__(self) -> str:
        return f"Kind({self.name})"
