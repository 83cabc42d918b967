"""Typed expressions as interned nodes of five kinds: equal expressions are one object.

Every node knows its shape, its symbols, how many operations it takes to write (`cost`) and a sort key. Nodes are
made by `expr.build`, which keeps them in normal form, never by calling a class.
"""

from __future__ import annotations

from matcalc_cli.expr import words
from matcalc_cli.expr.function import MEMBER
from matcalc_cli.expr.operations import IDENTITY, POWER, TRANSPOSE
from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape, Size
from matcalc_cli.later import WeakValues, attrgetter
from matcalc_cli.walk import children_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from typing import Any

    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.number import Rational

Key = tuple[int, str, int, "Node"]
"""Sort key: rank (reader's order), leading letters, digest, and the node for its parts. The same in every process."""

NO_SYMBOLS: frozenset[Symbol] = frozenset()
_COST, _TILT, _DIGEST, _SYMBOLS = map(attrgetter, ("cost", "tilt", "digest", "symbols"))


class Node:
    """An expression of shape (rows, cols); a 1x1 expression is a scalar."""

    __slots__ = (
        "__weakref__", "children", "cols", "condensed", "core", "cost", "digest", "flipped", "has_differential", "head", "is_scalar", "marks", "normal", "power",
        "rank", "rows", "shortest", "summands", "symbols", "tilt", "word",
    )  # fmt: skip
    function: Function | None = None  # of an application alone
    rows: Size
    cols: Size
    is_scalar: bool  # 1x1
    head: str  # the name of a function, + of a sum, * of a product; empty for names and numbers
    cost: int
    digest: int
    rank: int
    tilt: int  # transposes that could be moved outwards: A' + B' has two
    word: str
    symbols: frozenset[Symbol]
    has_differential: bool
    flipped: Node | None
    normal: Node | None
    condensed: Node | None
    shortest: Node | None
    summands: tuple[Node, ...] | None  # written out, once somebody asked; () where that is the node
    power: tuple[Node, ...] | None  # its base in a Hadamard product, once asked; () if it is no ordinary one
    marks: int  # those of all functions in it, as bits, and of members
    core: int | None  # what it shares with the neighbours that it combines with in a product, once asked
    children: tuple[Node, ...]  # terms; scalars, then factors; arguments

    @property
    def shape(self) -> Shape:
        """(rows, cols)."""
        return (self.rows, self.cols)

    @property
    def key(self) -> Key:
        """The sort key; blind to the coefficient of a product."""
        return (self.rank, self.word, self.digest, self)

    __lt__ = words.comes_before

    def __repr__(self) -> str:
        own = next(str(getattr(self, f)) for f in ("name", "value", "coefficient", "head") if hasattr(self, f))
        parts = [*map(repr, self.children), *map(str, getattr(self, "sizes", ()))]
        return f"{own}({', '.join(parts)})" if self.head else own


Span = tuple["Node", "Node"]  # the least and the largest value of an integer
Ranges = tuple["Span | None", ...]


class Symbol(Node):
    """A name: `kind` is one of SPEC's kinds, or `index` for the bound integer of a sum.

    `differential_of` is the name X of a differential dX, else None. `spelling` is how the input wrote it. The symbol of
    a family has the kind and shape of its members, and stands in expressions only inside of them. `place` is the entry
    or block A[i,j] that the name stands for.
    """

    __slots__ = ("axes", "differential_of", "kind", "name", "place", "ranges", "span", "spelling")
    __match_args__ = ("name",)
    name: str
    kind: str
    spelling: str
    differential_of: str | None
    axes: int  # how many indices the members of a family have; 0 of a name that is none
    ranges: Ranges  # how far each of them goes, None where nothing tells
    place: Node | None
    span: Span | None  # the least and the largest value of an integer, where they are known


class Member(Symbol):
    """x_i: a member of the family `x`, of its kind and shape, at indices that are integer expressions.

    It is named by its place, `y_ij` or `x_(i+1)`, and its only symbols are the family's and those of its indices.
    """

    __slots__ = ("family", "indices")
    __match_args__ = ("family", "indices")
    family: Symbol
    indices: tuple[Node, ...]


class Number(Node):
    """An exact rational number, 1x1."""

    __slots__ = ("value",)
    __match_args__ = ("value",)
    value: Rational


class Sum(Node):
    """At least two terms of one shape, collected and sorted; a term is a node or a Product with a coefficient."""

    __slots__ = ("terms",)
    __match_args__ = ("terms",)
    terms: tuple[Node, ...]


class Product(Node):
    """coefficient * scalars * factors: a number, 1x1 nodes in any order (sorted), and a matrix product in its order.

    A 1x1 matrix product such as x'*A*x stands alone (coefficient 1, no scalars) or as one of the scalars of another.
    """

    __slots__ = ("coefficient", "factors", "rest", "scalars")
    __match_args__ = ("coefficient", "scalars", "factors")
    coefficient: Rational
    rest: Node | None  # the same with the coefficient 1, once somebody asked
    scalars: tuple[Node, ...]
    factors: tuple[Node, ...]


class Apply(Node):
    """A function of the registry applied to `args`; `sizes` are the dimensions of I(n), ones(m,n) and their like."""

    __slots__ = ("args", "function", "sizes")
    __match_args__ = ("function", "args")
    args: tuple[Node, ...]
    function: Function
    sizes: tuple[Size, ...]


_table = WeakValues()
"""Every node by what it is made of, once it is whole: an alarm may ring between any two lines. The keys have the ids of
the children, which live as long as their parent: a key that held the children would keep X alive for X', which X holds
as `flipped`, and both for ever."""
_known: Callable[[Hashable], Node | None] = _table.known


def symbol(
    name: str, shape: Shape, kind: str, *, spelling: str = "", differential_of: str | None = None, axes: int = 0,
    ranges: Ranges = (), span: Span | None = None, place: Node | None = None,
) -> Symbol:  # fmt: skip
    """The name of that kind and shape, of a family where its members have indices."""
    spelling = spelling or name
    spans = [tuple(map(id, r or ())) for r in (span, *ranges)]
    key = (Symbol, name, shape, kind, differential_of, spelling, axes, id(place), *spans)
    found = _known(key)
    if found is None:
        found = _blank(Symbol, shape, cost=0, rank=0, word=words.name_word(name))
        found.name, found.kind, found.spelling, found.differential_of = name, kind, spelling, differential_of
        found.axes, found.ranges, found.span, found.place = axes, ranges, span, place
        found.symbols, found.has_differential = frozenset((found,)), differential_of is not None
        found.digest = hash((1, words.name_digest(name), words.text_digest(kind)))
        _table.keep(key, found)
    return found  # type: ignore[return-value]


def raw_member(family: Symbol, indices: tuple[Node, ...], subscript: str) -> Member:
    """The member of a family at indices in normal form, which `subscript` writes; called by expr.members only."""
    key = (Member, family, tuple(map(id, indices)))
    found = _known(key)
    if found is None:
        name = f"{family.name}_{subscript}"
        found = _blank(Member, family.shape, cost=0, rank=0, word=name)
        found.name, found.kind, found.spelling = name, family.kind, f"{family.spelling}_{subscript}"
        found.differential_of = None if family.differential_of is None else f"{family.differential_of}_{subscript}"
        found.axes, found.ranges, found.span, found.place = 0, (), None, None
        found.family, found.indices = family, indices
        _inherit(found, 5, (family, *indices), (), MEMBER)
        _table.keep(key, found)
    return found  # type: ignore[return-value]


def number(value: Rational) -> Number:
    """The 1x1 number `value`."""
    key = (Number, value)
    found = _known(key)
    if found is None:
        found = _blank(Number, SCALAR, cost=0, rank=0, word=words.number_word(value))
        found.value, found.digest = value, words.number_digest(value)
        _table.keep(key, found)
    return found  # type: ignore[return-value]


def raw_sum(terms: tuple[Node, ...]) -> Sum:
    """The node of a sum in normal form; called by expr.build only."""
    key = (Sum, *map(id, terms))
    found = _known(key)
    if found is None:
        cost = sum(map(_COST, terms)) + len(terms) - 1
        found = _blank(Sum, terms[0].shape, cost=cost, rank=terms[0].rank, word=words.leading(terms))
        found.terms, found.head, found.tilt = terms, "+", sum(map(_TILT, terms))
        _inherit(found, 3, terms, ())
        _table.keep(key, found)
    return found  # type: ignore[return-value]


def raw_product(coefficient: Rational, scalars: tuple[Node, ...], factors: tuple[Node, ...]) -> Product:
    """The node of a product in normal form; called by expr.build only."""
    key = (Product, coefficient, tuple(map(id, scalars)), tuple(map(id, factors)))
    found = _known(key)
    if found is None:
        shape = (factors[0].rows, factors[-1].cols) if factors else SCALAR
        children = scalars + factors
        cost = sum(map(_COST, children)) + len(children) - (coefficient in (1, -1))
        found = _blank(Product, shape, cost=cost, rank=_degree_before(factors), word=words.leading(children))
        found.coefficient, found.scalars, found.factors, found.rest = coefficient, scalars, factors, None
        found.head, found.tilt = "*", sum(map(_TILT, factors))
        _inherit(found, words.number_digest(coefficient), children, ())
        _table.keep(key, found)
    return found  # type: ignore[return-value]


def raw_apply(function: Function, args: tuple[Node, ...], sizes: tuple[Size, ...], shape: Shape) -> Apply:
    """The node of a function applied; called by expr.build only."""
    key = (Apply, function, tuple(map(id, args)), sizes)
    found = _known(key)
    if found is None:
        cost = sum(map(_COST, args)) + (max(1, len(args) - 1) if args else 0) + function.effort
        rank = degree(args[-1]) if function.ranks_by_last else args[0].rank if args else 0
        # The letters of the arguments first, so that A' follows A and inv(A) follows A'.
        word = (words.leading(args) + function.name)[: words.WORD_LENGTH] if args else function.rank_word
        found = _blank(Apply, shape, cost=cost, rank=rank, word=word)
        found.function, found.args, found.sizes, found.head = function, args, sizes, function.name
        found.tilt = sum(map(_TILT, args)) if function.turns_arguments else function.tilt
        _inherit(found, function.digest, args, sizes, function.mark)
        if function.binds:
            found.symbols -= args[0].symbols
        _table.keep(key, found)
    return found  # type: ignore[return-value]


def _blank(cls: type[Node], shape: Shape, *, cost: int, rank: int, word: str) -> Any:
    node = cls()
    (node.rows, node.cols), node.is_scalar, node.head = shape, shape == SCALAR, ""
    node.cost, node.rank, node.word = cost, rank, word
    node.flipped = node.normal = node.condensed = node.shortest = node.summands = node.power = node.core = None
    node.children, node.symbols, node.has_differential, node.tilt, node.marks = (), NO_SYMBOLS, False, 0, 0
    return node


def _inherit(node: Node, tag: int, children: tuple[Node, ...], sizes: tuple[Size, ...], marks: int = 0) -> None:
    node.children = children
    if children:
        node.symbols = first = children[0].symbols
        for child in children:
            marks |= child.marks
            node.has_differential |= child.has_differential
            if child.symbols is not first and node.symbols is first and not child.symbols <= first:
                node.symbols = first.union(*map(_SYMBOLS, children))  # one of them all: a sum may have thousands
    node.marks = marks
    node.digest = hash((tag, *map(_DIGEST, children), *[words.text_digest(str(s)) for s in sizes]))


def degree(node: Node) -> int:
    """How many factors a product has, powers counted; the identity has none."""
    match node:
        case Product(factors=factors) if factors:
            return sum(map(degree, factors))
        case Apply(function=function, args=args):
            if function is POWER and isinstance(args[1], Number):
                return abs(int(args[1].value))
            return degree(args[0]) if function is TRANSPOSE else int(function is not IDENTITY)
    return 1


def _degree_before(factors: tuple[Node, ...]) -> int:
    """The reader's order of dA A^2 + A dA A + A^2 dA: by what stands before the differential."""
    for i, factor in enumerate(factors):
        if factor.has_differential:
            return sum(map(degree, factors[:i]))
    return factors[0].rank if factors else 0


def postorder(*roots: Node, until: Callable[[Node], object] | None = None) -> Iterator[Node]:
    """Every distinct node below the roots, children first; nothing of nodes with an `until`."""
    return children_first(roots, skip=until)
