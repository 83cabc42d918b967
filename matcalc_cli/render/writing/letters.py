"""The names of the indices of sums in an answer: as the user called those of the members, where no other name is so."""

from __future__ import annotations

from matcalc_cli.expr.constants import SERIES
from matcalc_cli.expr.node import Apply, Member, Node, Symbol, postorder
from matcalc_cli.expr.normal_forms.summation import INDEX_NAMES
from matcalc_cli.expr.operations import SIZE
from matcalc_cli.expr.shapes.dimensions import Dim
from matcalc_cli.language.tree import Name, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Collection, Mapping, Sequence
    from typing import TypeAlias

    Letters: TypeAlias = Mapping[str, Sequence[str]]
    """By family the letters of the indices of a member."""

INDICES = 2
"""As many letters at most are indices behind a name, no word."""


def index_names(root: Node, letters: Letters, free: Collection[str] = ()) -> dict[Node, Tree]:
    """Names for the indices of the sums in an expression, the outermost first; each has one throughout, none of the `free`."""
    if not root.marks & SERIES:
        return {}
    nodes = list(postorder(root))
    bound = {n.args[0] for n in nodes if isinstance(n, Apply) and n.function.binds}
    wanted = _wanted(nodes, bound, letters)
    taken = {*free, *(n for s in root.symbols for n in (s.name, *_subscripts(s.name))), *_sizes(nodes)}
    found: dict[Node, Tree] = {}
    for index in sorted(bound, key=_depth):
        assert isinstance(index, Symbol)
        choices = [*[letter for letter, _ in wanted[index].most_common()], index.name, *INDEX_NAMES]
        others = (f"{name}{i}" for i in range(1, len(bound) + len(taken) + 2) for name in INDEX_NAMES)
        name = next(n for n in (*choices, *others) if n not in taken)
        taken.add(name)
        found[index] = Name(name, name, 0, 0)
    return found


def _subscripts(name: str) -> str:
    """The letters of the indices of what may be a member, r_kl: in a sum over k it would be another one."""
    subscript = name.partition("_")[2]
    return subscript if len(subscript) <= INDICES else ""


def _depth(index: Node) -> tuple[int, str]:
    """A key by which indices are sorted, those of outer sums first: the canonical name tells how many sums are inside of one."""
    assert isinstance(index, Symbol)
    known = index.name in INDEX_NAMES
    return (-INDEX_NAMES.index(index.name) if known else -len(INDEX_NAMES), index.name)


def _wanted(nodes: Sequence[Node], bound: set[Node], letters: Letters) -> dict[Node, Counter[str]]:
    """By index the letters that the user gave to it in members."""
    from collections import Counter

    found: dict[Node, Counter[str]] = {index: Counter() for index in bound}
    for node in nodes:
        if isinstance(node, Member):
            family = letters.get(node.family.differential_of or node.family.name, ())
            for index, letter in zip(node.indices, family, strict=False):
                for symbol in bound.intersection(index.symbols):
                    found[symbol][letter] += 1
    return found


def _sizes(nodes: Sequence[Node]) -> set[str]:
    """The names of dimensions that stand in expressions."""
    sizes = [size for n in nodes if isinstance(n, Apply) and (n.sizes or n.function is SIZE) for size in n.sizes]
    return {name for size in sizes if isinstance(size, Dim) for name in size.names}
