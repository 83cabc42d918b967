"""A term of a sum taken apart, into what other terms may have in common with it."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, apply, is_unit, multiply
from matcalc_cli.expr.constants import is_turned_unit
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.normal_forms.products import base_and_exponent
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, KRON, POWER, TRANSPOSE
from matcalc_cli.later import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Sequence

SQUARE_ROOT = (1, 2)
"""The numbers in the exponent of one, whatever its sign."""

REMEMBERED = 4096
"""Terms that are kept taken apart."""


class Term:
    """A term taken apart: number, powers of scalars, matrix factors, the factors of a Hadamard or Kronecker product.

    roots   how many of the powers are roots, but no square roots
    """

    __slots__ = ("blocks", "coefficient", "entries", "last_blocks", "node", "roots", "scalars", "word")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.coefficient, rest = split(node)
        self.scalars: dict[Node, Node] = {}
        self.word: tuple[Node, ...] = (rest,)
        if isinstance(rest, Product) and not (rest.is_scalar and rest.factors):
            self.scalars = dict(map(base_and_exponent, rest.scalars))
            self.word = rest.factors
        elif rest.is_scalar:
            self.scalars, self.word = dict((base_and_exponent(rest),)) if rest is not ONE else {}, ()
        self.roots = sum(map(_is_another_root, self.scalars.values()))
        only = self.word[0] if len(self.word) == 1 else None
        self.entries: tuple[Node, ...] = ()
        if isinstance(only, Apply) and only.function is HADAMARD:
            self.entries = only.args
        elif only is not None:
            self.entries = (only,)
        self.blocks = _blocks(self.word)
        self.last_blocks = _last_blocks(self.word)


def _blocks(word: Sequence[Node]) -> tuple[Node, ...]:
    """A, B for A kron B, and x, y z' for (x kron y) z' with a column x; nothing for anything else."""
    first = word[0] if word else None
    if not (isinstance(first, Apply) and first.function is KRON):
        return ()
    if len(word) == 1:
        return first.args
    x, *rest = first.args
    return (x, multiply(apply(KRON, tuple(rest)), *word[1:])) if x.cols == 1 else ()


def _last_blocks(word: Sequence[Node]) -> tuple[Node, ...]:
    """A, B for A kron B, and x z', y for (x kron y) z' with a column y; nothing for anything else."""
    first = word[0] if word else None
    if not (isinstance(first, Apply) and first.function is KRON):
        return ()
    if len(word) == 1:
        return first.args
    *x, y = first.args
    return (multiply(apply(KRON, tuple(x)), *word[1:]), y) if y.cols == 1 else ()


@lru_cache(maxsize=REMEMBERED)
def term_of(node: Node) -> Term:
    """A term taken apart, once for all sums that have it."""
    return Term(node)


def scalars_out(group: Sequence[Term]) -> dict[Node, Node]:
    """The powers of scalars that all terms have: the power nearest to 1 where they differ."""
    out: dict[Node, Node] = {}
    for base, exponent in group[0].scalars.items():
        exponents = [t.scalars.get(base) for t in group]
        if all(e is exponent for e in exponents):
            out[base] = exponent
        elif all(isinstance(e, Number) for e in exponents):
            values = [e.value for e in exponents if isinstance(e, Number)]
            if min(values) > 0 or max(values) < 0:
                out[base] = number(min(values) if min(values) > 0 else max(values))
    return out


def ends(term: Term, end: int) -> Iterator[Hashable]:
    """The first matrix factor of a term, or the last one."""
    if term.word and not term.node.is_scalar:
        yield term.word[end]


def both_ends(term: Term) -> Iterator[Hashable]:
    """The first and the last matrix factor of a term."""
    if len(term.word) > 1:
        yield term.word[0], term.word[-1]


def around_differential(term: Term, *, behind: bool) -> Iterator[Hashable]:
    """A differential with all that stands behind it, or before it: (I - P) dX M y is two terms that end alike."""
    place = next((i for i, f in enumerate(term.word) if f.has_differential), None)
    if place is not None and len(term.word) > 1:
        yield term.word[place:] if behind else term.word[: place + 1]


def length(node: Node) -> int:
    """The cost of writing an expression, with the roots of numbers that are no square roots: t^(3/2)."""
    return node.cost + other_roots(node)


@lru_cache(maxsize=REMEMBERED)
def other_roots(node: Node) -> int:
    """The number of roots of numbers in an expression and in its sums that are no square roots."""
    if isinstance(node, Sum):
        return sum([term_of(term).roots for term in node.terms])
    return term_of(node).roots + sum([other_roots(part) for part in node.children if isinstance(part, Sum)])


def _is_another_root(exponent: Node) -> bool:
    if not isinstance(exponent, Number) or exponent.value.denominator == 1:
        return False
    return (abs(exponent.value.numerator), exponent.value.denominator) != SQUARE_ROOT


def most_saved(common: Collection[Node], group: Sequence[Term]) -> int:
    """The most that writing a common part of terms once saves: with all that may join in the rest of them."""
    out = scalars_out(group)
    once = sum([part.cost + 1 for part in common]) + sum([b.cost + e.cost + 2 for b, e in out.items()])
    written = sum([term.node.cost for term in group]) + len(group) - 1
    joining = sum([_joining(term, common, out) for term in group])
    left = written - len(group) * once
    sums = [total for part in (*common, *out) if (total := _sum_in(part)) is not None]
    # What is left may be that very sum: 1/q + p/q for q = 1 + p.
    if any([abs(left - total.cost) <= joining for total in sums]):
        return written
    return once * (len(group) - 1) + joining


def _joining(term: Term, common: Collection[Node], out: dict[Node, Node]) -> int:
    """The most that a term may lose by additions to it: its number, transposes and blocks, a sum that is all that is left of it."""
    scalars = [base for base, exponent in term.scalars.items() if out.get(base) is not exponent]
    parts = term.blocks or term.last_blocks or term.entries or term.word
    left = [*scalars, *[part for part in parts if part not in common]]
    total = _sum_in(left[0]) if len(left) == 1 else None
    blocks = sum([is_unit(f) or is_turned_unit(f) for part in parts for f in (part, *part.children)])
    return 1 + KRON.effort * bool(term.blocks) + term.node.tilt + blocks + (total.cost if total else 0)


def _sum_in(part: Node) -> Sum | None:
    """The sum that a factor is, or has been transposed or taken a power of."""
    while not isinstance(part, Sum):
        if part.head not in _AROUND_SUMS:
            return None
        part = part.children[0]
    return part


_AROUND_SUMS = (TRANSPOSE.name, POWER.name, ELEMENTWISE_POWER.name)


def takes(cost: int, node: Node) -> bool:
    """Whether a sum costs at least so much, however its factors are taken out: each distinct one of them is written once, upright."""
    seen: set[Node] = set()
    todo = [node]
    spent = -1
    while todo and spent < cost:
        part = _upright(todo.pop())
        if part in seen:
            continue
        seen.add(part)
        if isinstance(part, Sum):
            terms = [term_of(term) for term in part.terms]
            todo += [inner for term in terms for inner in (*term.scalars, *(term.entries or term.word))]
        elif part.head == KRON.name:
            todo += part.children
        else:
            spent += part.cost + 1
    return spent >= cost


def _upright(node: Node) -> Node:
    return node.children[0] if node.head == TRANSPOSE.name else node
