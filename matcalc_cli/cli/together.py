"""The modules that every answer needs, in one file beside the bytecode of each: two hundred files are slow to find and to open.

The file is written behind an answer, as Python writes bytecode, and read as long as no source has changed since. Its modules
are loaded in the order of `together.txt`, where whatever a module imports stands before it.
"""

from __future__ import annotations

import marshal
import os
import sys

import matcalc_cli

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec, SourceFileLoader
    from types import CodeType, ModuleType
    from typing import TypeAlias

    Row: TypeAlias = tuple[str, str, bool, tuple[int, int]]
    """A module: its name, its file, whether it is a room, when that file was written and how long it is."""

else:  # without importlib, which loads warnings
    ModuleSpec, SourceFileLoader = type(__spec__), type(__loader__)

ROOMS = ("derivatives", "equations", "expressions")
"""The folders of the commands that answer programs."""
ROOT = matcalc_cli.__path__[0]
LIST = os.path.join(ROOT, "cli", "together.txt")
STAMP = (sys.hexversion, ROOT)
"""Bytecode is of one Python, and says where its files are."""
DIGITS = 8
"""Of the length of what comes first."""
PART = 32
"""Modules that are read at a time, into memory that the next ones use again: new memory takes as long as reading."""


class Together:
    """The modules of this process that it has from that file."""

    def __init__(self) -> None:
        self._missing = False

    def load(self, words: Sequence[str]) -> None:
        """Load all of them if the command line asks for an answer and none has changed; otherwise Python finds what it needs."""
        self._missing = _needed(words) and not loaded()

    def renew(self) -> None:
        """Write the file if it would have been of use."""
        if self._missing and not sys.dont_write_bytecode:
            keep()


def _needed(words: Sequence[str]) -> bool:
    """Whether a command line asks for an answer, as far as its first word says."""
    if not words or not words[0].isalpha() or "--help" in words:
        return False
    return any([os.path.exists(os.path.join(ROOT, "cli", room, f"{words[0]}.py")) for room in ROOMS])


def place() -> str:
    """The file that keeps the modules; an empty name where Python keeps no bytecode."""
    folder, _, name = (matcalc_cli.__spec__.cached or "").rpartition("__init__.")
    return f"{folder}together.{name}" if folder else ""


def loaded() -> bool:
    """Whether the modules that are kept are loaded now: none is if one of them has changed."""
    try:
        with open(place(), "rb", buffering=0) as kept:
            stamp, rows, lengths = marshal.loads(kept.read(int(kept.read(DIGITS))))  # noqa: S302 bytecode, as Python reads it
            if stamp != STAMP or not all([written(file) == when for _, file, _, when in rows]):
                return False
            code = [part for length in lengths for part in marshal.loads(kept.read(length))]  # noqa: S302
    except (OSError, ValueError, EOFError, TypeError):  # there is none, or not all of it
        return False
    new = [(row, part) for row, part in zip(rows, code, strict=True) if row[0] not in sys.modules]
    try:
        _run(new)
    except BaseException as error:  # an interrupt, or an order that is no longer right
        for row, _ in new:
            sys.modules.pop(row[0], None)
        if isinstance(error, Exception):
            return False
        raise
    return True


def written(file: str) -> tuple[int, int]:
    """The time and the size of a file, one of which changes when the file does."""
    found = os.stat(file)
    return found.st_mtime_ns, found.st_size


def _run(rows: Sequence[tuple[Row, CodeType]]) -> None:
    """Run the code of every module. All are known by then, and rooms by what is in them: nothing is looked for in folders."""
    modules = [_module(*row) for row, _ in rows]
    sys.modules.update({module.__name__: module for module in modules})
    for module, (row, code) in zip(modules, rows, strict=True):
        exec(code, module.__dict__)  # noqa: S102 that is what an import does
        room, _, last = row[0].rpartition(".")
        setattr(sys.modules[room], last, module)


def _module(name: str, file: str, is_room: bool, _when: object) -> ModuleType:
    module = type(sys)(name)
    loader = SourceFileLoader(name, file)
    spec = ModuleSpec(name, loader, origin=file, is_package=is_room)
    spec.has_location = True
    if is_room:
        spec.submodule_search_locations = module.__path__ = [os.path.dirname(file)]
    module.__file__, module.__spec__, module.__loader__ = file, spec, loader
    module.__package__ = spec.parent
    return module


def keep() -> None:
    """Keep the modules for the commands to come; it is no matter if that cannot be."""
    file = place()
    if not file:
        return
    new = f"{file}.{os.getpid()}"
    try:
        with open(LIST, encoding="ascii") as listed:
            rows = [_row(name) for name in listed.read().split()]
        code = [SourceFileLoader(name, file).get_code(name) for name, file, _, _ in rows]
        parts = [marshal.dumps(code[i : i + PART]) for i in range(0, len(code), PART)]
        head = marshal.dumps((STAMP, rows, list(map(len, parts))))
        with open(new, "xb") as kept:
            kept.write(b"".join([str(len(head)).rjust(DIGITS).encode(), head, *parts]))
        os.replace(new, file)  # at once, whoever else does so too
    except (OSError, ImportError, SyntaxError, KeyboardInterrupt):
        if os.path.exists(new):
            os.remove(new)


def _row(name: str) -> Row:
    path = os.path.join(ROOT, *name.split(".")[1:])
    is_room = os.path.isdir(path)
    file = os.path.join(path, "__init__.py") if is_room else f"{path}.py"
    return name, file, is_room, written(file)
