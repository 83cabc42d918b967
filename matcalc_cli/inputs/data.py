"""The user's own matrices: `X=FILE`, a number or a literal, fitted to the shapes and kinds of the variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shape import Dim, shape_text, substitute
from matcalc_cli.inputs.files import read_matrix
from matcalc_cli.inputs.literal import NUMBER, number, table
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.ties import nearest
from matcalc_cli.language import suggest
from matcalc_cli.language.names import canonical

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.expr.node import Symbol
    from matcalc_cli.expr.shape import Size

    Array = NDArray[Any]

TOLERANCE = 1e-10
"""How far, against its largest entry, a matrix may be from its declared structure."""


class Data:
    """Matrices by name, and the sizes that they give to dimensions."""

    __slots__ = ("point", "sizes")

    def __init__(self, point: Mapping[str, Array], sizes: Mapping[str, int]) -> None:
        self.point = dict(point)
        self.sizes = dict(sizes)


def data(
    at: Sequence[str], variables: Mapping[str, Symbol], sizes: Mapping[str, int], *, nonfinite: bool = False,
    progress: Callable[[], None] | None = None,
) -> Data:  # fmt: skip
    """What `--at` gives, for variables by canonical name. Raises MatcalcError (usage, name, file, shape)."""
    point: dict[str, Array] = {}
    known = dict(sizes)
    for text in at:
        name, equals, value = text.partition("=")
        if not equals or not value.strip():
            said = f"--at takes NAME=VALUE, and this is {text[:60]!r}"
            raise MatcalcError("usage", said, hint="for example --at X=x.csv")
        symbol = _symbol(name.strip(), variables)
        if symbol.name in point:
            raise MatcalcError("usage", f"{symbol.spelling} is given twice")
        point[symbol.name] = matrix(value.strip(), symbol.spelling, nonfinite=nonfinite)
        _fit(symbol, point[symbol.name], known)
        if progress:
            progress()
    for name, given in point.items():
        _check_kind(variables[name], given)
    return Data(point, known)


def _symbol(name: str, variables: Mapping[str, Symbol]) -> Symbol:
    found = variables.get(canonical(name)) if name else None
    if found is None:
        known = [v.spelling for v in variables.values()]
        near = suggest.nearest(name, known)
        hint = f"did you mean {near}?" if near else f"its variables are {', '.join(known)}" if known else None
        raise MatcalcError("name", f"the expression has no variable {name}", hint=hint)
    return found


def matrix(text: str, name: str, *, nonfinite: bool = False) -> Array:
    """A number, a literal or the content of a file."""
    import numpy as np

    if text.startswith("["):
        entries, rows, cols = table(text, name, nonfinite=nonfinite)
        return np.array(entries).reshape(rows, cols)
    if NUMBER.fullmatch(text):
        return np.full((1, 1), number(text, name, nonfinite=nonfinite))
    return read_matrix(text, nonfinite=nonfinite)


def _fit(symbol: Symbol, value: Array, known: dict[str, int]) -> None:
    """Learn the sizes of dimensions from a matrix. Raises MatcalcError (shape) if it has another shape."""
    shape = f"{symbol.spelling} is {value.shape[0]}×{value.shape[1]} here"
    for size, n in zip(symbol.shape, value.shape, strict=True):
        wanted = substitute(size, dict[str, "Size"](known))
        if isinstance(wanted, Dim) and wanted.is_name:
            known[str(wanted)] = n
        elif wanted != n:
            inside = shape_text(symbol.shape, "×")
            raise MatcalcError("shape", f"{shape}, and in the expression {inside}{_where(known)}")


def _where(known: Mapping[str, int]) -> str:
    return f" with {', '.join(f'{name} = {n}' for name, n in known.items())}" if known else ""


def _check_kind(symbol: Symbol, value: Array) -> None:
    """Refuse a matrix that is not of its declared kind, naming the first entry that is not."""
    import numpy as np

    kind = KINDS[symbol.kind]
    if kind.orthonormal:
        apart = abs(value.T @ value - np.eye(value.shape[1]))
    else:
        apart = abs(value - (value.round() if kind.whole else nearest(kind, value))) / (np.max(np.abs(value)) or 1.0)
    row, column = np.unravel_index(int(np.argmax(apart)), apart.shape)
    if apart[row, column] > TOLERANCE:
        raise MatcalcError(
            "file", f"{symbol.spelling} is {kind.adjective}, and what is given for it is not",
            hint=f"see row {row + 1}, column {column + 1}" if value.size > 1 else None,
        )  # fmt: skip
    if kind.definite and not _is_definite(value):
        what = "the number" if kind.is_number else "the matrix"
        raise MatcalcError("file", f"{symbol.spelling} is {kind.adjective}, and {what} given for it is not")


def _is_definite(value: Array) -> bool:
    """Whether a symmetric matrix has a Cholesky factor."""
    import numpy as np

    try:
        np.linalg.cholesky(value)
    except np.linalg.LinAlgError:
        return False
    return True


def read_sizes(text: str, names: Sequence[str], most: int = 1000) -> dict[str, int]:
    """`m=3,n=5`, each at most `most`. Raises MatcalcError (usage)."""
    found: dict[str, int] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, _, value = (s.strip() for s in part.partition("="))
        if name not in names:
            known = f"its dimensions are {', '.join(names)}" if names else "it has no dimensions to choose"
            raise MatcalcError("usage", f"--sizes: the expression has no dimension {name[:40]}", hint=known)
        if not value.isdecimal() or len(value) > 20 or not 1 <= int(value) <= most:
            said = f"--sizes: {name} is a whole number from 1 to {most}"
            raise MatcalcError("usage", said, hint="for example --sizes m=3,n=5")
        found[name] = int(value)
    return found
