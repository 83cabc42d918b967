"""Sizes and indices that leave room for what is selected: A[1:k,:] needs a k of at most m rows, x[i] an i of at most n."""

from __future__ import annotations

from matcalc_cli.check.exact.arithmetic.chance import Chance
from matcalc_cli.expr.build import is_unit
from matcalc_cli.expr.node import Apply, Node, Span, Symbol, postorder
from matcalc_cli.expr.shapes.dimensions import INDEX, Dim, Size, dim, is_at_most, minus, operands_of_minimum, substitute
from matcalc_cli.later import Later, lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from matcalc_cli.expr.shapes import positions
else:
    positions = Later("matcalc_cli.expr.shapes.positions")


SMALLEST = 3
SPARE = 8
"""How much larger than others a size may have to be."""
LARGEST = 1000
MOST_TRIES = 4000


def limits(nodes: Iterable[Node]) -> list[Size]:
    """The sizes that must be 1 or more: differences, and the room behind and before selections."""
    found: dict[Size, None] = {}
    for node in nodes:
        found.update(dict.fromkeys(node.shape))
        if isinstance(node, Apply) and is_unit(node):
            found.update(dict.fromkeys(_room(node, {})))
            spans = {s.name: s.span for s in node.symbols if s.span is not None}
            found.update(dict.fromkeys(_room(node, spans)) if spans else {})
        elif isinstance(node, Apply) and node.function.binds:
            index, low, high = node.args[:3]
            assert isinstance(index, Symbol)
            for part in postorder(node.args[-1]):
                if isinstance(part, Apply) and is_unit(part) and index in part.symbols:
                    found.update(dict.fromkeys(_room(part, {index.name: (low, high)})))
    return [size for size in found if isinstance(size, Dim) and not is_at_most(1, size)]


def _room(unit: Apply, ranges: Mapping[str, Span]) -> Iterator[Size]:
    """The sizes that must be 1 or more for a selection to exist at both ends of the ranges of its indices."""
    start = positions.as_size(unit.args[0])
    if start is None:
        return
    for ends in zip(*ranges.values(), strict=True) if ranges else [()]:
        values = {INDEX + name: positions.as_size(end) for name, end in zip(ranges, ends, strict=True)}
        begin = substitute(start, {name: value for name, value in values.items() if value is not None})
        if positions.is_known(begin):
            yield from (begin, minus(unit.rows + 2, begin + unit.cols))


def allows(needed: Sequence[Size], sizes: Mapping[str, int]) -> bool:
    """Whether these sizes leave room; those that are not known yet do."""
    values = (substitute(size, sizes) for size in needed)
    return all(not isinstance(value, int) or value >= 1 for value in values)


def roomy(names: Sequence[str], needed: Sequence[Size], given: Mapping[str, int], count: int) -> list[dict[str, int]]:
    """Up to `count` sets of sizes, all different where that is possible, that leave room; those `given` stay."""
    free = [name for name in names if name not in given]
    least = {name: max([SMALLEST, *_least(name, needed)]) for name in free}
    found: dict[tuple[int, ...], None] = {}
    for attempt in range(MOST_TRIES):
        random = Chance(attempt)
        spare = len(free) + attempt * SPARE // MOST_TRIES
        sizes = {name: least[name] + random.below(spare + 1) for name in free} | dict(given)
        if len(set(sizes.values())) == len(sizes) and allows(needed, sizes):
            found[tuple(sizes[name] for name in names)] = None
        if len(found) == count:
            break
    return [dict(zip(names, values, strict=True)) for values in found]


def _least(name: str, needed: Sequence[Size]) -> Iterator[int]:
    """The least n that n - 6 >= 1 allows."""
    for size in needed:
        if isinstance(size, Dim) and size.names == {name} and operands_of_minimum(name) is None:
            yield next((k for k in range(1, LARGEST) if allows([size], {name: k})), 1)


@lru_cache(maxsize=64)
def _selections(*roots: Node) -> tuple[tuple[Size, Size], ...]:
    """Where selections begin and where they may begin at most, if an index that is not bound decides."""
    found: dict[tuple[Size, Size], None] = {}
    for node in postorder(*roots):
        if isinstance(node, Apply) and is_unit(node) and not any(s.kind == "index" or s.span for s in node.symbols):
            start = positions.as_size(node.args[0])
            if start is not None and not positions.is_known(start):
                found[start, minus(node.rows + 1, node.cols)] = None
    return tuple(found)


def indices(roots: Sequence[Node], size: Callable[[Size], int], random: Chance) -> dict[str, int]:
    """A value for every index of what is selected; none for any where there is no room."""
    selections = _selections(*roots)
    names = sorted({n.removeprefix(INDEX) for s, _ in selections for n in s.names if n.startswith(INDEX)})  # type: ignore[union-attr]
    if not names:
        return {}
    dimensions = {n: size(dim(n)) for s, most in selections for n in _dimensions(s, most)}
    largest = max([size(most) for _, most in selections])
    for _ in range(MOST_TRIES):
        values = {name: 1 + random.below(max(1, largest)) for name in names}
        known = dimensions | {INDEX + name: value for name, value in values.items()}
        if all(1 <= _int(s, known) <= size(most) for s, most in selections):
            return values
    return {}


def _dimensions(*sizes: Size) -> Iterator[str]:
    for size in sizes:
        if isinstance(size, Dim):
            yield from (n for n in size.names if not n.startswith(INDEX))


def _int(size: Size, known: Mapping[str, int]) -> int:
    value = substitute(size, known)
    return value if isinstance(value, int) else 0
