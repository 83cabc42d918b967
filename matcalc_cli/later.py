"""Modules that are loaded when something of theirs is first asked for, which most answers never do.

TYPE_CHECKING = False
if TYPE_CHECKING:
from matcalc_cli.expr.normal_forms import grid
else:
grid = Later("matcalc_cli.expr.normal_forms.grid")
"""

from __future__ import annotations

import os
import sys
from _frozen_importlib import ModuleSpec
from _frozen_importlib_external import MAGIC_NUMBER, SourceFileLoader
from marshal import loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from types import CodeType
    from typing import Any

PACKAGE = f"{__name__.partition('.')[0]}."
BESIDE = "" if sys.flags.optimize or sys.pycache_prefix else f".{sys.implementation.cache_tag}.pyc"
"""How the name of a file of bytecode ends, where Python keeps them beside the sources; "" where it does not."""
MOST_BYTES = 1 << 16
KIND = MAGIC_NUMBER + bytes(4)
"""Bytecode of this Python, which holds for as long as the time and the size of its source do."""
WORD = 0xFFFFFFFF


class Later:
    """Stands for a module, and has what it has."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        __import__(self._name)
        module = sys.modules[self._name]
        self.__dict__ = module.__dict__
        return getattr(module, name)


class Nearby:
    """Finds our modules in their folders, each of which is listed once: nobody else is asked where they are."""

    def __init__(self) -> None:
        self._listed: dict[str, Collection[str]] = {}

    def find_spec(self, name: str, path: Sequence[str] | None = None, _target: object = None) -> ModuleSpec | None:
        """Where a module or a room of ours is; None of any other."""
        if not path or not name.startswith(PACKAGE):
            return None
        folder, stem = path[0], name.rpartition(".")[2]
        names = self._names(folder)
        if f"{stem}.py" in names:
            return _spec(name, folder, stem)
        room = f"{folder}{os.sep}{stem}"
        if stem not in names or "__init__.py" not in self._names(room):
            return None
        spec = _spec(name, room, "__init__")
        spec.submodule_search_locations = [room]
        return spec

    def _names(self, folder: str) -> Collection[str]:
        if folder not in self._listed:
            try:
                self._listed[folder] = frozenset(os.listdir(folder))
            except OSError:  # in an archive
                self._listed[folder] = ()
        return self._listed[folder]


def _spec(name: str, folder: str, stem: str) -> ModuleSpec:
    place = f"{folder}{os.sep}{stem}.py"
    spec = ModuleSpec(name, Compiled(name, place), origin=place)
    spec.has_location = True
    if BESIDE:
        spec.cached = f"{folder}{os.sep}__pycache__{os.sep}{stem}{BESIDE}"
    return spec


class Compiled(SourceFileLoader):
    """Python's loader, which takes a short way to bytecode that is up to date: finding it costs more than most modules."""

    def get_code(self, fullname: str) -> CodeType | None:
        """The code of the module, as Python left it beside the file; by the long way wherever anything is in doubt."""
        folder, _, file = self.path.rpartition(os.sep)
        try:
            content = _content(f"{folder}{os.sep}__pycache__{os.sep}{file[:-3]}{BESIDE}") if BESIDE else b""
            if content[:16] == _heading(os.stat(self.path)):
                code: CodeType = loads(memoryview(content)[16:])  # noqa: S302 which Python wrote
                if code.co_filename == self.path:
                    return code
        except OSError:
            pass
        return super().get_code(fullname)


def _heading(source: os.stat_result) -> bytes:
    """How bytecode of that source begins, as it is now."""
    time = ((source.st_size & WORD) << 32) | (int(source.st_mtime) & WORD)
    return KIND + time.to_bytes(8, "little")


def _content(file: str) -> bytes:
    """The first bytes of a file, which of bytecode of ours are all: a module has 300 lines at most."""
    descriptor = os.open(file, os.O_RDONLY)
    try:
        return os.read(descriptor, MOST_BYTES)
    finally:
        os.close(descriptor)
