"""Expressions as bytes: by what they are made of, so that equal ones are one object again where they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr import operations
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import (
    Apply,
    Member,
    Node,
    Number,
    Product,
    Sum,
    Symbol,
    number,
    postorder,
    raw_apply,
    raw_member,
    raw_product,
    raw_sum,
    symbol,
)
from matcalc_cli.expr.shapes.dimensions import Dim, Size, from_terms, minimum, operands_of_minimum, terms
from matcalc_cli.functions import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Row = tuple[Any, ...]
OPERATIONS = {f.name: f for f in vars(operations).values() if isinstance(f, Function)}
"""Functions that have signs and brackets and no names: blocks, indices, powers."""


def recipe(root: Node) -> list[Row]:
    """The parts of an expression, children first. Raises MatcalcError (unsupported) for functions without a formula."""
    places: dict[Node, int] = {}
    rows: list[Row] = []
    for node in postorder(*_beside(root), root):
        rows.append(_row(node, places))
        places[node] = len(places)
    return rows


def expression(rows: Sequence[Row]) -> Node:
    """The expression that was taken apart."""
    made: list[Node] = []
    for row in rows:
        made.append(_made(row, made))
    return made[-1]


def _beside(root: Node) -> list[Node]:
    """The expressions beside an expression: values and ranges of its names, places before all that has them."""
    found: list[Node] = []
    for s in root.symbols:
        beside = [s.place, *(s.span or ()), *(node for pair in s.ranges for node in pair or ())]
        for node in (node for node in beside if node is not None):
            found += [*_beside(node), node]
    return found


def _row(node: Node, places: dict[Node, int]) -> Row:
    def at(nodes: Iterable[Node] | None) -> tuple[int, ...] | None:
        return None if nodes is None else tuple([places[n] for n in nodes])

    match node:
        case Member():
            return ("member", *at([node.family, *node.indices]), node.name.removeprefix(f"{node.family.name}_"))  # type: ignore[misc]
        case Symbol():
            place = None if node.place is None else places[node.place]
            told = (node.differential_of, node.spelling, node.axes, tuple(map(at, node.ranges)), at(node.span), place)
            return ("symbol", node.name, tuple(map(_size, node.shape)), node.kind, *told)
        case Number(value=value):
            return ("number", value)
        case Sum(terms=children):
            return ("sum", at(children))
        case Product(coefficient=c, scalars=scalars, factors=factors):
            return ("product", c, at(scalars), at(factors))
        case Apply(function=function, args=args):
            if _known(function.name) is not function:
                said = f"{function.name} has no formula, and cannot be pickled"
                raise MatcalcError("unsupported", said, hint="pickle the result, which is answered again")
            return ("apply", function.name, at(args), tuple(map(_size, node.sizes)), tuple(map(_size, node.shape)))
    raise TypeError(f"no recipe of {type(node)}")


def _known(name: str) -> Function | None:
    return find(name) or OPERATIONS.get(name)


def _made(row: Row, made: Sequence[Node]) -> Node:
    def at(places: Sequence[int] | None) -> Any:
        return None if places is None else tuple([made[i] for i in places])

    match row:
        case ("member", int(family), *indices, str(subscript)):
            return raw_member(made[family], at(indices), subscript)  # type: ignore[arg-type]
        case ("symbol", name, shape, kind, of, spelling, axes, ranges, span, place):
            rows, cols = map(_dimension, shape)
            return symbol(
                name, (rows, cols), kind, spelling=spelling, differential_of=of, axes=axes,
                ranges=tuple(map(at, ranges)), span=at(span), place=None if place is None else made[place],
            )  # fmt: skip
        case ("number", value):
            return number(value)
        case ("sum", children):
            return raw_sum(at(children))
        case ("product", coefficient, scalars, factors):
            return raw_product(coefficient, at(scalars), at(factors))
        case ("apply", name, args, sizes, shape):
            function = _known(name)
            assert function is not None
            rows, cols = map(_dimension, shape)
            return raw_apply(function, at(args), tuple(map(_dimension, sizes)), (rows, cols))
    raise TypeError(f"no expression of {row[0]}")


def _size(size: Size) -> Any:
    """A dimension as its terms, of an atom min(m,n) with m and n."""
    if not isinstance(size, Dim):
        return size
    atoms = {name: pair for m, _ in terms(size) for name in m if (pair := operands_of_minimum(name)) is not None}
    return terms(size), tuple([(_size(a), _size(b)) for a, b in atoms.values()])


def _dimension(said: Any) -> Size:
    if isinstance(said, int):
        return said
    found, atoms = said
    for a, b in atoms:
        minimum(_dimension(a), _dimension(b))
    return from_terms(found)
