"""Names that are integers by where they stand, a bound, an index or an exponent, though their letter says otherwise."""

from __future__ import annotations

from matcalc_cli.elaborate.names import Names, is_greek
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


def guessed(names: Names, integers: Collection[str]) -> Iterator[str]:
    """A note for each undeclared Greek letter, which is a scalar elsewhere, and each name that stands as a matrix too."""
    as_matrices = {name.name for tree in names.subtrees.inner for name in _as_matrices(tree)} if integers else ()
    for name in sorted(integers):
        if name in names.declared or name in names.known:
            continue
        spelling = names.spellings[name]
        if name in as_matrices:
            yield f"{spelling} is taken as an integer everywhere, since it is a bound, an index or an exponent"
        elif is_greek(name):
            yield f"{spelling} is taken as an integer, since it is a bound, an index or the exponent of a matrix"


def _as_matrices(tree: Tree) -> Iterator[Name]:
    """Names that are transposed, raised to a power that is no number, or what a function is applied to."""
    match tree:
        case Operation(operator="transpose", operands=(Name() as name,)):
            yield name
        case Operation(operator="power", operands=(Name() as name, exponent)) if not isinstance(exponent, Literal):
            yield name
        case Call(arguments=(Name() as name,)):
            yield name
