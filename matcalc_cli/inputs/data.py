"""The user's own matrices: `X=FILE`, a number or a literal, fitted to the shapes and kinds of the variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Number
from matcalc_cli.expr.shapes.dimensions import Dim, shape_text, substitute
from matcalc_cli.expr.shapes.resize import resized
from matcalc_cli.expr.shapes.spans import array_shape
from matcalc_cli.inputs.files import read_matrix, require_axes
from matcalc_cli.inputs.literal import NUMBER, number, table
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.ties import nearest
from matcalc_cli.language.mistakes import suggest
from matcalc_cli.language.names import canonical

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.expr.node import Symbol
    from matcalc_cli.expr.shapes.dimensions import Size

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
    """The values that `--at` gives to variables by canonical name. Raises MatcalcError (usage, name, file, shape)."""
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
        axes = max(2, len(array_shape(symbol)))
        point[symbol.name] = matrix(value.strip(), symbol.spelling, nonfinite=nonfinite, axes=axes)
        if symbol.axes:
            point[symbol.name] = _family(symbol, point[symbol.name])
        if progress:
            progress()
    fit(point, variables, known)
    for name, given in point.items():
        for one in _members(variables[name], given):
            _check_kind(variables[name], one)
        _check_range(variables[name], given, known)
    return Data(point, known)


def names_at(at: Sequence[str]) -> set[str]:
    """The canonical names that `--at` gives values."""
    return {canonical(text.partition("=")[0].strip()) for text in at}


def _symbol(name: str, variables: Mapping[str, Symbol]) -> Symbol:
    found = variables.get(canonical(name)) if name else None
    if found is None:
        known = [v.spelling for v in variables.values()]
        near = suggest.nearest(name, known)
        hint = f"did you mean {near}?" if near else f"its variables are {', '.join(known)}" if known else None
        raise MatcalcError("name", f"the expression has no variable {name}", hint=hint)
    return found


def _family(symbol: Symbol, value: Array) -> Array:
    """The array of a family: of numbers one axis may be a row or a column."""
    axes = len(array_shape(symbol))
    if axes == 1 and 1 in value.shape:
        return value.reshape(-1)
    if value.ndim == axes:
        return value
    what = f"a member of {symbol.spelling} is {'a number' if symbol.is_scalar else 'a column' if symbol.cols == 1 else 'a matrix'}"
    raise MatcalcError(
        "shape", f"{symbol.spelling} has {value.ndim} axes here, and it needs {axes}: {what}, and there are many",
        hint="the first axes are those of the indices: [[[1, 2], [3, 4]], [[5, 6], [7, 8]]], or a .npy file",
    )  # fmt: skip


def matrix(text: str, name: str, *, nonfinite: bool = False, axes: int = 2) -> Array:
    """A number, a literal or the content of a file."""
    import numpy as np

    if text.startswith("["):
        entries, shape = table(text, name, nonfinite=nonfinite)
        found = np.array(entries).reshape(shape)
        require_axes(name, found, axes)
        return found
    if NUMBER.fullmatch(text):
        return np.full((1, 1), number(text, name, nonfinite=nonfinite))
    return read_matrix(text, nonfinite=nonfinite, axes=axes)


def fit(point: Mapping[str, Array], variables: Mapping[str, Symbol], known: dict[str, int]) -> None:
    """Learn the sizes of dimensions from matrices, of which one may tell what another needs: m + n where m is known.

    Raises MatcalcError (shape) if one has another shape.
    """
    sizes = [
        (variables[name], value, size, n)
        for name, value in point.items()
        for size, n in zip(array_shape(variables[name]), value.shape, strict=True)
        if size is not None
    ]
    while sizes:
        left = [entry for entry in sizes if not _learnt(*entry, known)]
        if len(left) == len(sizes):
            return
        sizes = left


def _learnt(symbol: Symbol, value: Array, size: Size, n: int, known: dict[str, int]) -> bool:
    """Whether a size is known now, and fits."""
    wanted = substitute(size, dict[str, "Size"](known))
    if isinstance(wanted, Dim) and len(wanted.names) > 1:
        return False
    if isinstance(wanted, Dim):
        (name,) = wanted.names
        found = _solved(wanted, name, n)
        if found is not None:
            known[name] = found
            return True
    if wanted != n:
        inside = shape_text([s for s in array_shape(symbol) if s is not None], "×")
        shape = f"{symbol.spelling} is {'×'.join(map(str, value.shape))} here"
        raise MatcalcError("shape", f"{shape}, and in the expression {inside}{_where(known)}")
    return True


def _solved(size: Dim, name: str, n: int) -> int | None:
    """The value of a dimension for which N - 1, 2*n or n*(n + 1)/2 is a number; none where there is none."""
    at_one, at_two = (substitute(size, {name: k}) for k in (1, 2))
    if isinstance(at_one, int) and isinstance(at_two, int) and at_two != at_one:
        guess = 1 + (n - at_one) // (at_two - at_one)
        if guess >= 1 and substitute(size, {name: guess}) == n:
            return guess
    return next((k for k in range(1, n + 1) if substitute(size, {name: k}) == n), None)


def _where(known: Mapping[str, int]) -> str:
    return f" with {', '.join(f'{name} = {n}' for name, n in known.items())}" if known else ""


def _members(symbol: Symbol, value: Array) -> Iterator[Array]:
    """The value of a name, or those of the members of a family, each with two axes."""
    import numpy as np

    if not symbol.axes:
        yield value
    elif not KINDS[symbol.kind].is_structured:  # nothing to check of many
        return
    for place in np.ndindex(*value.shape[: symbol.axes]) if symbol.axes else ():
        yield value[place]


def _check_range(index: Symbol, value: Array, known: Mapping[str, int]) -> None:
    """Refuse an index of a member that there is not."""
    if index.span is None:
        return
    low, high = (resized(end, dict[str, "Size"](known)) for end in index.span)
    if isinstance(low, Number) and isinstance(high, Number) and not low.value <= value.item() <= high.value:
        said = f"{index.spelling} is the index of a member, from {low.value} to {high.value}, and here it is {value.item():g}"
        raise MatcalcError("usage", said)


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
