"""Helpers that look at the arguments of a module about something that moves in time: states, parameters, and data at each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from matcalc_cli.codegen.targets.helpers.entry import JAX_GIVEN, NUMPY_GIVEN, entry
from matcalc_cli.codegen.text.python import CHECK, IMPORTS

_CHECKED = '''
def _checked(function):
    """The function behind a check of its arguments; where all vectors have one axis, so have those that it gives."""
    takes = _signature(function)

    @_wraps(function)
    def checked(*given, **named):
        bound = takes.bind(*given, **named).arguments
        kinds, values, lists = {}, [], {}
        for name in [name for name in bound if name in _declared]:
            kind, value = _declared[name], bound[name]
            if type(kind) is list and not hasattr(value, "__len__"):
                raise TypeError(f"{name} must be a sequence, with a value for each time, not {value}")
            places = [f"{name}[{i}]" for i in range(len(value))] if type(kind) is list else [name]
            lists.update({name: places} if type(kind) is list else {})
            kinds.update(dict.fromkeys(places, kind[0] if type(kind) is list else kind))
            values += [*value] if type(kind) is list else [value]
        values = dict(zip(kinds, <given>))
        vectors = [name for name, kind in kinds.items() if type(kind) is tuple and kind[1:] == (1,)]
        flat = bool(vectors) and all([len(values[name].shape) == 1 for name in vectors])
        values.update([(name, values[name][:, None]) for name in vectors if flat])
        _compare(values, kinds)
        bound.update({name: [values[place] for place in places] for name, places in lists.items()})
        found = function(**{**bound, **{name: value for name, value in values.items() if name in bound}})
        return _laid_out(found, _columns.get(function.__name__)) if flat else found

    return checked


def _laid_out(found, columns):
    """The values of a function, with one axis where they are vectors."""
    if callable(found):
        return lambda t: _laid_out(found(t), columns)
    if isinstance(found, dict):
        return {name: _laid_out(x, name in columns) for name, x in found.items()}
    if isinstance(found, (list, tuple)):
        every = type(columns) is not list or isinstance(found[0], (list, tuple))
        return [_laid_out(x, column) for x, column in zip(found, [columns] * len(found) if every else columns)]
    return found[..., 0] if columns else found
'''
_GIVEN = {
    "numpy": (NUMPY_GIVEN, "map(_given, kinds, kinds.values(), values)"),
    "jax": (JAX_GIVEN, "_given(kinds, values)"),
}
"""By target what makes arrays of arguments, and how it is called."""
_TYPES = """from collections.abc import Sequence as _Sequence
from inspect import signature as _signature

{}"""


class Argument(NamedTuple):
    """An argument of the public functions: what it must be, as the table says it, and its type."""

    name: str
    wanted: str
    type: str


def sequence(type_of_each: str) -> str:
    """The type of what has a value at each time."""
    return f"_Sequence[{type_of_each}] | _Array"


def together(types: Iterable[str]) -> str:
    """The type of each of several things."""
    return found.pop() if len(found := {*types}) == 1 else "_Any"


def imports(types: str) -> str:
    """The imports of what types and the entry need."""
    return IMPORTS.format(_TYPES.format(types))


def checks(
    target: str, arguments: Iterable[Argument], columns: Mapping[str, Sequence[object]], public: Sequence[str]
) -> str:
    """The tables, and what looks at arguments by them, before each public function."""
    given, looked = _GIVEN[target]
    declared = ", ".join([f'"{argument.name}": {argument.wanted}' for argument in arguments])
    by_function = ", ".join([f"{name!r}: {[*columns[name]]!r}" for name in public if name in columns])
    tables = f"_declared = {{{declared}}}\n_columns = {{{by_function}}}"
    wrapped = CHECK.format(", ".join([f'"{name}"' for name in public]))
    return "\n\n\n".join([tables, entry(given, _CHECKED.replace("<given>", looked)), wrapped])
