r"""LaTeX's sums whose bounds are not written, \sum_i, \sum_{ij}, \sum_{i<j}, \sum_{j \neq i}, \sum_i^N: over all members."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from matcalc_cli.kinds import axes_of
from matcalc_cli.language.grammar.ranges import binds, scoped
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.tree import Call, Declaration, Literal, Member, Name, Operation, Program, Tree
from matcalc_cli.notations.writer import refused

Range = tuple[str, str, str, str]
"""An index, its lowest and its highest value, and a condition or nothing, in the words of the language."""
OPEN = "?"
"""The first character of the name of a highest value that is not written."""
WRITTEN = re.compile(
    r"\s*(?:\\limits)?\s*_\s*(?:\{(?P<below>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|(?P<letter>[a-z]))(?:\s*\^\s*(?P<above>\{[^{}]+\}|\w))?"
)
"""The index at a sum that has not both of its bounds."""
_SPACES = re.compile(r"\\[,;:! ]|~|\s|\\q?quad|\\limits")
_LETTERS = re.compile(r"[a-z](?:,?[a-z]){0,2}")
_RELATED = re.compile(r"([a-z])(<|!=|<=|>)([a-z])")
_CHAIN = re.compile(r"(\w+)<=?([a-z])(<=?)([a-z])<=(\w+)")
_IN_A_SET = re.compile(r"([a-z](?:,[a-z])*)\\in(?:\[(\w+)\]|\\\{1,(?:\.\.\.|\\[lc]?dots),(\w+)\\\})")
COUNTS = frozenset("nmNMKT")
"""Letters that count."""
_SIZED = ("transpose", "multiply", "negate", "power", "add", "subtract", "hadamard")
"""Operators whose result has rows or columns of an operand."""
_SIZES = {"i": "N", "j": "M"}


def ranges(below: str, above: str, bound: Collection[str]) -> Sequence[Range]:
    """The ranges of a sum over such an index, by the words of the language below and above it; none where they are not clear.

    `bound` are the indices of the sums around.
    """
    text = _SPACES.sub("", below)
    high = above.removeprefix("{").removesuffix("}")
    if found := _IN_A_SET.fullmatch(text):
        return [(index, "1", found[2] or found[3], "") for index in found[1].split(",")]
    if _LETTERS.fullmatch(text):
        letters = text.replace(",", "")
        return [(index, "1", high or OPEN + index, "") for index in letters if len(letters) == 1 or not high]
    if found := _CHAIN.fullmatch(text):
        low, one, sign, other, last = found.groups()
        return [(one, low, last, ""), (other, low, last, one + sign + other)]
    found = _RELATED.fullmatch(text)
    if found is None or found[1] == found[3]:
        return ()
    # \sum_{i \neq j} is over both, \sum_{j \neq i} over j: the i is of the sum around or of what is asked for.
    alone = found[3] in bound or (found[3] < found[1] and found[2] == "!=")
    wanted = found[1] if alone else found[1] + found[3]
    last = [(wanted[-1], "1", high or OPEN + wanted[-1], "".join(found.groups()))]
    return last if alone else [(wanted[0], "1", high or OPEN + wanted[0], ""), *last]


_Place = tuple[str, int, str]
"""An index of a name: the name, the number of the index, and its text."""


class _Classes:
    """Places of indices that have one range: of x_i and x_j, and the sums over i and j."""

    def __init__(self) -> None:
        self._parents: dict[object, object] = {}

    def of(self, place: object) -> object:
        """The representative of all places with the range of this place."""
        while (parent := self._parents.get(place, place)) is not place:
            place = parent
        return place

    def knows(self, place: tuple[str, int]) -> bool:
        """Whether a sum is over that index of a name: over the second of A_ij, and not of A_i, which is no row of A."""
        return place in self._parents

    def join(self, one: object, other: object) -> None:
        """Two places have one range."""
        self._parents[self.of(one)] = self.of(other)


def close_ranges(program: Program, declarations: Sequence[Declaration]) -> None:
    """Give the sums without bounds those of the members that they are over, and say so. Raises MatcalcError."""
    sums = [tree for root in program.roots for tree, _ in scoped(root) if isinstance(tree, Call) and binds(tree)]
    if not any(is_open(tree) for tree in sums):
        return
    classes = _Classes()
    for tree in sums:
        index = tree.arguments[0]
        assert isinstance(index, Name)
        for place in _places_of(tree, index.name, program.text):
            classes.join(place[:2], id(tree))
    used = {tree.name for root in program.roots for tree, _ in scoped(root) if isinstance(tree, Name)}
    used |= {
        n.name
        for d in (*program.declarations, *declarations)
        for size in d.dims
        for n, _ in scoped(size)
        if isinstance(n, Name)
    }
    ends = {classes.of(id(tree)): tree.arguments[2] for tree in sums if not is_open(tree) and _from_one(tree)}
    for (name, slot, last), size in _declared_sizes((*program.declarations, *declarations)):
        if classes.knows((name, last)):
            ends.setdefault(classes.of((name, slot)), size)
    said: dict[str, str] = {}
    for tree, count in divisors(program):
        ends.setdefault(classes.of(id(tree)), count)
    for tree in sorted(filter(is_open, sums), key=lambda tree: tree.start):
        _close(tree, program.text, ends, classes, used, said)
    program.notes += [f"without bounds {all_of} goes from 1 to {end}" for all_of, end in said.items()]


def _declared_sizes(declarations: Sequence[Declaration]) -> Iterator[tuple[tuple[str, int, int], Tree]]:
    """The sizes of declared names as the ends of their indices, each with the last index: m and n of A: matrix(m,n), n twice of S: spd(n)."""
    for declaration in declarations:
        axes = axes_of(declaration.kind)
        sizes = [*declaration.dims] * (axes if len(declaration.dims) == 1 else 1)
        for slot, size in enumerate(sizes[:axes]):
            if isinstance(size, Name | Literal):
                yield (declaration.name.name, slot, axes - 1), size


def divisors(program: Program) -> Iterator[tuple[Call, Name]]:
    r"""Sums with the letter by which they are divided, and which stands nowhere else, \frac{1}{N} \sum_i: how many there are."""
    every = [tree for root in program.roots for tree, _ in scoped(root)]
    fractions = [tree for tree in every if isinstance(tree, Operation) and tree.operator == "divide"]
    below = {id(name) for tree in fractions for name, _ in scoped(tree.operands[1])}
    elsewhere = {tree.name for tree in every if isinstance(tree, Name) and id(tree) not in below}
    for tree in every:
        match tree:
            case Operation(operator="multiply", operands=(factor, of)):
                divided = [part for part, _ in scoped(factor) if part in fractions]
            case Operation(operator="divide", operands=(of, _)):
                divided = [tree]
            case _:
                continue
        names = [name for part in divided for name, _ in scoped(part.operands[1]) if isinstance(name, Name)]
        counts = {name.name: name for name in names if name.name in COUNTS and name.name not in elsewhere}
        while len(counts) == 1 and isinstance(of, Call) and binds(of):
            yield of, next(iter(counts.values()))
            of = of.arguments[-1]


def is_open(tree: Call) -> bool:
    """Whether a sum has no bounds."""
    high = tree.arguments[2]
    return isinstance(high, Name) and high.name.startswith(OPEN)


def _from_one(tree: Call) -> bool:
    low, high = tree.arguments[1:3]
    return isinstance(low, Literal) and low.numerator == 1 and isinstance(high, Name | Literal)


def _close(
    tree: Call, text: str, ends: dict[object, Tree], classes: _Classes, used: set[str], said: dict[str, str]
) -> None:  # fmt: skip
    index, _, high = tree.arguments[:3]
    assert isinstance(index, Name)
    assert isinstance(high, Name)
    places = list(_places_of(tree, index.name, text))
    if not places:
        hint = f"\\{tree.function}_{{{index.name}=1}}^{{n}} EXPR; a sum over all entries is \\operatorname{{sum}}(x)"
        raise refused("syntax", f"a {tree.function} needs an index and both bounds", tree.start, tree.start + 4, hint)
    of = classes.of(id(tree))
    if of not in ends:
        names = (_SIZES.get(index.name, index.name.upper()), "N", "M", "K", "L", "Q", *[f"N{i}" for i in range(1, 99)])
        name = next(n for n in names if n not in used)
        used.add(name)
        ends[of] = Name(name, name, high.start, high.end)
    end = ends[of]
    said.setdefault(f"the {index.name} of {places[0][2]}", end.spelling if isinstance(end, Name) else "its end")
    tree.arguments = (*tree.arguments[:2], end, *tree.arguments[3:])


def _places_of(tree: Call, index: str, text: str) -> Iterator[_Place]:
    """The places of an index of a sum in members x_i and in entries (A x)_i, but for those in a sum of that index inside."""
    for part in tree.arguments[3:]:
        for found, inner in scoped(part):
            if index in inner:
                continue
            if isinstance(found, Name) and "_" in found.name:
                letters = _letters(found)
                said = f"{_stem(found)}_{''.join(letters)}" if isinstance(found, Member) else found.spelling
                yield from ((_stem(found), slot, said) for slot, letter in enumerate(letters) if letter == index)
            elif isinstance(found, Operation) and found.operator == "index":
                base, *places = found.operands
                while isinstance(base, Call) and len(base.arguments) == 1 and not binds(base):  # \log (A x)_i
                    base = base.arguments[0]
                of = base.name if isinstance(base, Name) else text[base.start : base.end]
                said = text[found.start : found.end]
                for slot, place in enumerate(places):
                    if isinstance(place, Name) and place.name == index:
                        yield of, slot, said
                        yield *_source(base, slot, text), said


def _source(tree: Tree, axis: int, text: str) -> tuple[str, int]:
    r"""The name whose rows (axis 0) or columns the rows or columns of a matrix are, and which of the two: of 2 A^\top A - I both are the columns of A."""
    while isinstance(tree, Operation) and tree.operator in _SIZED:
        if tree.operator == "transpose":
            axis = 1 - axis
        elif tree.operator == "power":  # what has powers is square
            axis = 0
        factors = [part for part in tree.operands if not _is_number(part)] or tree.operands
        tree = factors[-1 if tree.operator == "multiply" and axis else 0]
    return text[tree.start : tree.end], axis


def _is_number(tree: Tree) -> bool:
    """Whether a part of a matrix is a number, or an identity, whose size is told by what it stands beside."""
    if isinstance(tree, Name):
        return tree.name == "I" or kind_by_convention(tree.name) == "scalar"
    return isinstance(tree, Literal)


def _letters(name: Name) -> Sequence[str]:
    if isinstance(name, Member):
        return ["".join(n.name for n, _ in scoped(i) if isinstance(n, Name)) for i in name.indices]
    return name.name.rpartition("_")[2]


def _stem(name: Name) -> str:
    return name.stem.name if isinstance(name, Member) else name.name.rpartition("_")[0]
