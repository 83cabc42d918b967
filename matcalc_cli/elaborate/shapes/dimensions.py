"""Names for the dimensions that nothing named."""

from __future__ import annotations

from itertools import count

from matcalc_cli.expr.shapes.dimensions import Dim, Size, dim

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcalc_cli.elaborate.shapes.known import Shapes

POOL = ("m", "n", "p", "q", "r", "s", "t", "k", "l", "u", "v", "w")


def named(inference: Shapes) -> dict[str, Size]:
    """A name for each unknown that is left: n where there is one, else m, n, p, ... in order of appearance."""
    resolve = inference.unifier.resolve
    unknowns: dict[str, None] = {}
    seen: set[Size] = set()
    shapes = [*inference.variables.values(), *inference.shapes.values()]
    for size in map(resolve, dict.fromkeys([size for shape in shapes for size in shape])):
        if size not in seen and isinstance(size, Dim):
            seen.add(size)
            unknowns.update(dict.fromkeys([n for n in sorted(size.names) if n.startswith("?")]))
    names = inference.names
    taken = names.dimensions | set(names.variables) | names.bound
    pool = free_names(taken) if len(unknowns) != 1 or "n" in taken else iter(["n"])
    return {unknown: dim(next(pool)) for unknown in unknowns}


def free_names(taken: set[str]) -> Iterator[str]:
    """Dimension names that are not in use."""
    yield from (n for n in POOL if n not in taken)
    yield from (f"n{i}" for i in count(1) if f"n{i}" not in taken)
