"""Modules that are loaded when something of theirs is first asked for, which most answers never do.

TYPE_CHECKING = False
if TYPE_CHECKING:
from matcalc_cli.expr.normal_forms import grid
else:
grid = Later("matcalc_cli.expr.normal_forms.grid")
"""

from __future__ import annotations

import os
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

PACKAGE = f"{__name__.partition('.')[0]}."


class Later:
    """Stands for a module, and has what it has."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        module = import_module(self._name)
        self.__dict__ = module.__dict__
        return getattr(module, name)


class Nearby:
    """Finds our modules in their folders, each of which is listed once: nobody else is asked where they are."""

    def __init__(self) -> None:
        self._listed: dict[str, Collection[str]] = {}

    def find_spec(self, name: str, path: Sequence[str] | None = None, _target: object = None) -> ModuleSpec | None:
        """Where a module of ours is; None of any other, and of a room, which Python finds itself."""
        if not path or not name.startswith(PACKAGE):
            return None
        folder, file = path[0], f"{name.rpartition('.')[2]}.py"
        if file not in self._files(folder):
            return None
        place = os.path.join(folder, file)
        spec = ModuleSpec(name, SourceFileLoader(name, place), origin=place)
        spec.has_location = True
        return spec

    def _files(self, folder: str) -> Collection[str]:
        if folder not in self._listed:
            try:
                self._listed[folder] = frozenset(os.listdir(folder))
            except OSError:  # in an archive
                self._listed[folder] = ()
        return self._listed[folder]
