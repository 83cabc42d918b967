"""Dimensions from the shapes of the arguments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.expr.shapes.dimensions import Dim, Size, dim, minus, scaled, terms
from matcalc_cli.expr.shapes.spans import array_shape

if TYPE_CHECKING:
    from matcalc_cli.codegen.text.names import Names
    from matcalc_cli.expr.node import Symbol


def undetermined(variables: Iterable[Symbol], wanted: Iterable[str]) -> list[str]:
    """The wanted dimensions that the shapes of the variables do not determine: arguments of their own."""
    found = {name for _, name, _ in _sources(variables, ())}
    return [name for name in wanted if name not in found]


def header(variables: Sequence[Symbol], wanted: Iterable[str], names: Names, given: Sequence[str]) -> list[str]:
    """The statements that read the wanted dimensions; those in `given` are arguments."""
    sources = {name: (symbol, axis) for symbol, name, axis in _sources(variables, given)}
    needed = _needed(sources, wanted)
    read: dict[Symbol, dict[int, str]] = {}
    solved = []
    for name, (symbol, axis) in sources.items():
        if name in needed and _is_name(array_shape(symbol)[axis]):
            read.setdefault(symbol, {})[axis] = names.dimension(name)
        elif name in needed:
            solved.append(_solution(symbol, axis, name, names))
    arguments = names.arguments
    groups = [(s, [{axis: n} for axis, n in axes.items()] if s.axes else [axes]) for s, axes in read.items()]
    return [names.target.read_dimensions(arguments[s.name], axes) for s, group in groups for axes in group] + solved


def _is_name(size: Size | None) -> bool:
    return isinstance(size, Dim) and str(size) in size.names


def _is_polynomial(size: Size | None) -> bool:
    """False of what is not known, of a number and of min(m,n), which tells neither m nor n."""
    return isinstance(size, Dim) and all(name in size.names for monomial, _ in size.terms for name in monomial)


def _solution(symbol: Symbol, axis: int, name: str, names: Names) -> str:
    """A dimension that stands inside a polynomial such as m*n."""
    local = names.dimension(name)
    size = array_shape(symbol)[axis]
    assert size is not None
    measured = names.target.size_of[axis].format(names.arguments[symbol.name])
    if _falls(size, name):
        rest = names.target.size(size + dim(name), names.dimension)
        return names.target.assignment(local, f"{rest} - {measured}")
    less = minus(dim(name), size)  # n - 1 is smaller by 1, m + n larger by m
    if name not in getattr(less, "names", ()):
        grows = all(c < 0 for _, c in terms(less))
        by = names.target.size(scaled(less, -1, 1) if grows else less, names.dimension)
        by = f"({by})" if grows and len(terms(less)) > 1 else by
        return names.target.assignment(local, f"{measured} {'-' if grows else '+'} {by}")
    polynomial = names.target.size(size, names.dimension)
    return names.target.solve_dimension(names.arguments[symbol.name], axis, local, polynomial)


def _falls(size: Size, name: str) -> bool:
    """Whether a size such as r - p + 1 is the smaller, the larger a dimension is."""
    if not isinstance(size, Dim):
        return False
    highest = max([monomial.count(name) for monomial, _ in size.terms])
    return highest > 0 and any(c < 0 for monomial, c in size.terms if monomial.count(name) == highest)


def _can_be_solved(size: Size, name: str) -> bool:
    """Of sizes that fall only those of which the dimension is a part by itself, with a minus."""
    return not _falls(size, name) or (isinstance(size, Dim) and name not in getattr(size + dim(name), "names", ()))


def _needed(sources: dict[str, tuple[Symbol, int]], wanted: Iterable[str]) -> set[str]:
    """The wanted dimensions and those that are needed to solve for them."""
    needed: set[str] = set()
    todo = list(wanted)
    while todo:
        name = todo.pop()
        if name in sources and name not in needed:
            needed.add(name)
            symbol, axis = sources[name]
            size = array_shape(symbol)[axis]
            todo.extend(size.names if isinstance(size, Dim) else ())
    return needed


def _sources(variables: Iterable[Symbol], given: Iterable[str]) -> Iterator[tuple[Symbol, str, int]]:
    """(symbol, dimension, axis) for each dimension that can be found, in an order in which they can be."""
    known = set(given)
    places = [(s, size, axis) for s in variables for axis, size in enumerate(array_shape(s)) if _is_polynomial(size)]
    places.sort(key=lambda place: not _is_name(place[1]))
    found = True
    while found:
        found = False
        for symbol, size, axis in places:
            unknown = size.names - known if isinstance(size, Dim) else known
            if size is not None and len(unknown) == 1 and _can_be_solved(size, *unknown):
                known |= unknown
                found = True
                yield symbol, next(iter(unknown)), axis
