"""Matrices from files: .npy by its own header check, .csv and .txt line by line, .json; never pickle."""

from __future__ import annotations

import os
import re
import stat
from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from matcalc_cli.errors import MatcalcError
from matcalc_cli.inputs.literal import number, table

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

LARGEST = 256 * 2**20
"""Bytes of the largest file."""
MAGIC = b"\x93NUMPY"
_HEADER = re.compile(
    r"\{\s*'descr':\s*'(?P<type>[^']*)',\s*'fortran_order':\s*(?P<fortran>True|False),\s*"
    r"'shape':\s*\((?P<shape>\s*(?:\d{1,18}\s*(?:,\s*\d{1,18}\s*)*,?\s*)?)\),?\s*\}\s*"
)
_ASKED = {2: "a matrix has two"}
_REAL = re.compile(r"[<>|=]?(?:f[248]|[iu][1248]|b1)")


def read_matrix(name: str, *, nonfinite: bool = False, axes: int = 2) -> Array:
    """The matrix in a file, float64 with two axes; one axis is a column. Raises MatcalcError (file).

    A file of the kind .npy may have up to `axes`, a family of matrices three.
    """
    extension = os.path.splitext(name)[1].lower()
    reader = READERS.get(extension)
    if reader is None:
        known = ", ".join(READERS)
        raise MatcalcError("file", f"{name} is none of the kinds of files that are read: {known}")
    try:
        with open(name, "rb") as stream:
            _check(name, os.fstat(stream.fileno()))
            found = reader(stream, name, nonfinite)
    except OSError as error:
        raise MatcalcError("file", f"cannot read {name}: {error.strerror}") from error
    require_axes(name, found, axes)
    return found


def require_axes(name: str, found: Array, most: int) -> None:
    """Refuse an array with more axes than there may be. Raises MatcalcError (file)."""
    if found.ndim > most:
        raise MatcalcError("file", f"{name} has {found.ndim} axes, and {_ASKED.get(most, f'{most} are asked for')}")


def _check(name: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise MatcalcError("file", f"{name} is not a regular file")
    if status.st_size > LARGEST:
        raise MatcalcError("file", f"{name} has {status.st_size} bytes, and {LARGEST} are the limit")
    if not status.st_size:
        raise MatcalcError("file", f"{name} is empty")


def _shaped(entries: array[float], shape: Sequence[int]) -> Array:
    """The array on the same memory."""
    import numpy as np

    return np.frombuffer(entries, dtype=float).reshape(shape)


def _npy(stream: BinaryIO, name: str, nonfinite: bool) -> Array:
    """The shape and the type are believed only if they are those of the file's size."""
    import numpy as np

    dtype, fortran, shape = _npy_header(stream, name)
    offset, size = stream.tell(), os.fstat(stream.fileno()).st_size
    count = 1
    for n in shape:
        count *= n
    if not count:
        raise MatcalcError("file", f"{name} has no entries: its shape is {shape}")
    wanted = offset + count * int(dtype[-1])
    if wanted != size:
        raise MatcalcError("file", f"{name} has {size} bytes, and its header asks for {wanted}")
    data = np.fromfile(stream, dtype=np.dtype(dtype), count=count)
    shape = {0: (1, 1), 1: (count, 1)}.get(len(shape), shape)
    with np.errstate(invalid="ignore"):  # a signalling NaN warns when it is widened; it is refused below
        found: Array = data.astype(float, copy=False).reshape(shape, order="F" if fortran else "C")
    if not nonfinite:
        _refuse_nonfinite(found, name)
    return found


def _npy_header(stream: BinaryIO, name: str) -> tuple[str, bool, tuple[int, ...]]:
    """The type, whether columns come first, and the shape."""
    start = stream.read(8)
    if start[:6] != MAGIC or len(start) < 8 or start[6] not in (1, 2, 3):
        raise MatcalcError("file", f"{name} is no .npy file: its first bytes are {start[:8]!r}")
    width = 2 if start[6] == 1 else 4
    length = int.from_bytes(stream.read(width), "little")
    if length > 65536:
        raise MatcalcError("file", f"{name}: its header claims {length} bytes (byte 8)")
    header = stream.read(length)
    found = _HEADER.fullmatch(header.decode("latin-1"))
    if found is None or len(header) < length:
        raise MatcalcError("file", f"{name}: its header cannot be read (byte {8 + width})")
    if not _REAL.fullmatch(found["type"]):
        raise MatcalcError(
            "file", f"{name} holds entries of the type {found['type']!r}, not real numbers",
            hint="save it as floats: A.astype(float)",
        )  # fmt: skip
    shape = tuple(int(n) for n in found["shape"].split(",") if n.strip())
    return found["type"], found["fortran"] == "True", shape


def npy(matrix: Array) -> list[bytes | memoryview]:
    """A matrix of doubles as a .npy file of version 1, in parts: the header, then the entries as they lie in memory.

    Entries that lie by columns are written so; only what lies in neither order is copied.
    """
    import numpy as np

    by_columns = matrix.flags.f_contiguous and not matrix.flags.c_contiguous
    header = f"{{'descr': '<f8', 'fortran_order': {by_columns}, 'shape': {matrix.shape}, }}"
    header += " " * (-(len(MAGIC) + 4 + len(header) + 1) % 64) + "\n"
    entries = np.ascontiguousarray(matrix.T if by_columns else matrix, dtype="<f8")
    front = MAGIC + b"\x01\x00" + len(header).to_bytes(2, "little") + header.encode()
    return [front, entries.data.cast("B")]


def _refuse_nonfinite(found: Array, name: str) -> None:
    import numpy as np

    for i, row in enumerate(found.reshape(-1, found.shape[-1])):
        finite = np.isfinite(row)
        if not finite.all():
            j = int(np.argmin(finite))
            said = f"{name}: row {i + 1}, column {j + 1} is {row[j]}"
            raise MatcalcError("file", said, hint="--allow-nonfinite takes NaN and infinity")


def _csv(stream: BinaryIO, name: str, nonfinite: bool) -> Array:
    return _table(stream, name, nonfinite, _by_commas)


def _txt(stream: BinaryIO, name: str, nonfinite: bool) -> Array:
    return _table(stream, name, nonfinite, lambda line: _by_commas(line) if "," in line else line.split())


def _by_commas(line: str) -> list[str]:
    separator = ";" if ";" in line else "\t" if "\t" in line and "," not in line else ","
    return [cell.strip() for cell in line.split(separator)]


def _table(stream: BinaryIO, name: str, nonfinite: bool, split: Callable[[str], list[str]]) -> Array:
    """One row a line, blank lines left out."""
    entries, rows, cols = array("d"), 0, 0
    for line, text in _lines(stream, name):
        cells = split(text)
        if rows and len(cells) != cols:
            raise MatcalcError("file", f"{name}: row {line} has {len(cells)} entries, and the rows before it {cols}")
        for column, cell in enumerate(cells, 1):
            entries.append(number(cell, f"{name}: row {line}, column {column}", nonfinite=nonfinite))
        rows, cols = rows + 1, len(cells)
    if not rows:
        raise MatcalcError("file", f"{name} is empty")
    return _shaped(entries, (rows, cols))


def _lines(stream: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers."""
    offset = 0
    for i, line in enumerate(stream, 1):
        data = line.removeprefix(b"\xef\xbb\xbf") if i == 1 else line
        try:
            text = data.decode("ascii").strip()
        except UnicodeDecodeError as error:
            where = offset + len(line) - len(data) + error.start
            raise MatcalcError("file", f"{name}: byte {where} (row {i}) is no ASCII text") from error
        offset += len(line)
        if text:
            yield i, text


def _json(stream: BinaryIO, name: str, nonfinite: bool) -> Array:
    data = stream.read().removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError as error:
        raise MatcalcError("file", f"{name}: byte {error.start} is no ASCII text") from error
    del data
    if not text.lstrip().startswith("["):
        return _shaped(array("d", [number(text.strip(), name, nonfinite=nonfinite)]), (1, 1))
    return _shaped(*table(text, name, nonfinite=nonfinite))


READERS: dict[str, Callable[[BinaryIO, str, bool], Array]] = {
    ".npy": _npy, ".csv": _csv, ".txt": _txt, ".json": _json,
}  # fmt: skip
"""By the end of a file's name."""
