"""Imports that wait, and small tools without their modules, so that a command starts quickly.

What functools, operator and weakref have of Python's own in C is here without those modules, which load as long as twenty
of ours. And modules are loaded when something of theirs is first asked for, which most answers never do:

    TYPE_CHECKING = False
    if TYPE_CHECKING:
        from matcalc_cli.expr.normal_forms import grid
    else:
        grid = Later("matcalc_cli.expr.normal_forms.grid")
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from functools import cache, cached_property, lru_cache, partial, reduce
    from importlib.machinery import ModuleSpec, SourceFileLoader
    from operator import attrgetter, eq, le, mul, ne, or_
    from types import ModuleType
    from typing import Any
    from weakref import ref

    def remove_dead(table: dict[Any, ref[Any]], key: object) -> None:
        """Drop the key of a table if what it had there is gone."""
else:
    from _functools import _lru_cache_wrapper, partial, reduce
    from _operator import attrgetter, eq, le, mul, ne, or_
    from _weakref import _remove_dead_weakref as remove_dead
    from _weakref import ref

    ModuleSpec, SourceFileLoader = type(__spec__), type(__loader__)  # without importlib, which loads warnings

    def lru_cache(maxsize: int | None) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A decorator: the function remembers what it returned for the last arguments."""

        def remembering(function: Callable[..., Any]) -> Callable[..., Any]:
            made = _lru_cache_wrapper(function, maxsize, False, _counted)
            names = {name: getattr(function, name) for name in ("__module__", "__name__", "__qualname__", "__doc__")}
            made.__dict__.update(names, __wrapped__=function)
            return made

        return remembering

    def _counted(*counts: int | None) -> tuple[int | None, ...]:
        return counts

    cache = lru_cache(None)

    class cached_property:  # noqa: N801 as functools has it
        """An attribute that is worked out when it is first looked at."""

        def __init__(self, function: Callable[[Any], Any]) -> None:
            self._function, self.__doc__ = function, function.__doc__

        def __get__(self, instance: object | None, _: type) -> Any:
            if instance is None:
                return self
            found = instance.__dict__[self._function.__name__] = self._function(instance)
            return found


__all__ = [
    "Later", "Nearby", "WeakValues", "attrgetter", "cache", "cached_property", "eq", "le", "load", "lru_cache", "mul", "ne", "or_", "partial",
    "reduce",
]  # fmt: skip

PACKAGE = f"{__name__.partition('.')[0]}."


def load(name: str) -> ModuleType:
    """The module of that name, as `importlib.import_module` has it."""
    module: ModuleType = __import__(name, fromlist=("__name__",))
    return module


class Later:
    """Stands for a module, and has what it has."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        module = load(self._name)
        self.__dict__ = module.__dict__
        return getattr(module, name)


class WeakValues(dict["Any", "Any"]):
    """Knows what is in use elsewhere."""

    def known(self, key: object) -> Any:
        """The value that was kept, None if it is gone."""
        found = self.get(key)
        return None if found is None else found()

    def keep(self, key: object, value: object) -> None:
        """Know a value until nobody else has it."""
        self[key] = ref(value, partial(_forget, self, key))


def _forget(table: WeakValues, key: object, _gone: ref[Any]) -> None:
    remove_dead(table, key)  # unless another value is there by now


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
