"""Sizes that the sums of a program tell: in sum(i, 1, n, x[i]^2) the n is that of x, where nobody says otherwise."""

from __future__ import annotations

from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import find
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.tree import Call, Declaration, Literal, Name, Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from matcalc_cli.language.tree import Program, Tree

    Ranges = Mapping[str, tuple[Tree, Tree]]
    """By the name of an index its bounds."""

LENGTHS = frozenset("mnpqMN")
"""Letters of sizes; a sum to another one, to k, may be of a part."""
KINDS = {1: "vector", 2: "matrix"}
"""By how many indices an entry has."""
SIDES = ("rows", "columns")
EACH = ("add", "subtract", "plus", "minus", "negate", "hadamard")
"""Operators whose value has the entries of its operands, one by one."""
OPEN = "?"
"""The first character of a size in a declaration that leaves the size to the shapes."""


def sizes_by_use(program: Program, known: Collection[str]) -> Iterator[Declaration]:
    """Declarations of names whose entries are counted from 1 to a name in every place that tells it, with a note for each."""
    found: dict[str, tuple[Name, list[set[str] | None]]] = {}
    for base, places, ranges in _indexed(program.roots):
        if base.name in known or len(places) not in KINDS:
            continue
        _, told = found.setdefault(base.name, (base, [None for _ in places]))
        for axis, place in enumerate(places[: len(told)]):  # in A[i,j] + A[k] one of the two is refused later
            if not _is_whole(place):
                told[axis] = (told[axis] or set()).union(_sizes(place, ranges, known))
    for _, (base, told) in sorted(found.items()):
        if any(told) and all(sizes is None or len(sizes) == 1 for sizes in told):
            kind = KINDS[len(told)]
            dims = [next(iter(sizes)) if sizes else f"{OPEN}{base.name}{axis}" for axis, sizes in enumerate(told)]
            said = f"the sums tell that {_said(base.spelling, kind, dims)}; a where clause says otherwise"
            if said not in program.notes:
                program.notes.append(said)
            yield Declaration(base, kind, [Name(d, d, 0, 0) for d in dims], base.start, base.end)


def _said(name: str, kind: str, dims: Sequence[str]) -> str:
    """The words about the sizes of a name, or about one size of a matrix."""
    told = [f"{name} has {dim} {side}" for dim, side in zip(dims, SIDES, strict=False) if not dim.startswith(OPEN)]
    return f"{name}: {kind}({','.join(dims)})" if len(told) == len(dims) else told[0]


def _is_whole(place: Tree) -> bool:
    """Whether a place is a whole row or column, A[i,:], or the one of a number, A[i,2]."""
    return isinstance(place, Literal) or (isinstance(place, Operation) and place.operator == "all")


def _indexed(roots: Sequence[Tree]) -> Iterator[tuple[Name, Sequence[Tree], Ranges]]:
    """Every name of which entries and parts are taken, their places, and the bounds of the sums around it."""
    waiting: list[tuple[Tree, dict[str, tuple[Tree, Tree]]]] = [(root, {}) for root in roots]
    while waiting:
        tree, ranges = waiting.pop()
        if isinstance(tree, Operation) and tree.operator == "index":
            base, *places = tree.operands
            found = [(base, places)] if isinstance(base, Name) else _inside(base, places)
            yield from ((name, of, ranges) for name, of in found)
        inner = ranges
        if isinstance(tree, Call) and binds(tree) and isinstance(tree.arguments[0], Name):
            inner = {**ranges, tree.arguments[0].name: (tree.arguments[1], tree.arguments[2])}
        waiting.extend((child, inner) for child in tree.children)


def _inside(tree: Tree, places: Sequence[Tree]) -> Iterator[tuple[Name, Sequence[Tree]]]:
    """The names whose rows, columns or entries those of a sum or a product are: of (A*x - b)[i] the rows of A, the entries of b."""
    match tree:
        case Name(name=name):
            if len(places) == 1 + name[0].isupper() and kind_by_convention(name) != "scalar":
                yield tree, places
        case Operation(operator="multiply", operands=(left, right)):
            whole = Operation("all", (), tree.end, tree.end)
            first, last = (places[0], whole), (whole, places[-1])
            if kind_by_convention(_first_name(left)) == "matrix":
                yield from _inside(left, first)
            if len(places) > 1:
                yield from _inside(right, last)
        case Operation(operator="transpose", operands=(of,)) if len(places) > 1:
            yield from _inside(of, places[::-1])
        case Operation(operator=operator, operands=operands) if operator in EACH:
            for operand in operands:
                yield from _inside(operand, places)
        case Operation(operator="power", operands=(of, _)) if len(places) > 1:
            yield from _inside(of, places)
        case Call(arguments=(of,)) if not binds(tree) and _keeps_shape(tree):
            yield from _inside(of, places)


def _keeps_shape(tree: Call) -> bool:
    """Whether a function's value has the shape of its argument, as exp(A) and inv(A) have."""
    function = find(tree.function)
    return function is not None and all(s.shapes[:1] == (s.result,) for s in signatures(function))


def _first_name(tree: Tree) -> str:
    """The name with which a product begins, or that of a number."""
    while isinstance(tree, Operation) and tree.operator in ("multiply", "transpose"):
        tree = tree.operands[0]
    return tree.name if isinstance(tree, Name) else "alpha"


def _sizes(place: Tree, ranges: Ranges, known: Collection[str]) -> Iterator[str]:
    """The n that a place i tells whose index goes from 1 to n, and i+1 where it goes to n-1."""
    name, shift = _shifted(place)
    if name in ranges:
        low, high = ranges[name]
        size, less = _shifted(high)
        if isinstance(low, Literal) and low.numerator == 1 and size in LENGTHS and size not in known and -less == shift:
            yield size


def _shifted(tree: Tree) -> tuple[str, int]:
    """The name and the number of i, i+1 and i-1; no name of anything else."""
    match tree:
        case Name(name=name):
            return name, 0
        case Operation(
            operator=("add" | "subtract") as sign, operands=(Name(name=name), Literal(numerator=n, denominator=1))
        ):
            return name, n if sign == "add" else -n
    return "", 0
