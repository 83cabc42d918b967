"""Expressions with their families written out: at small numbers of members, each a name of its own.

What compares numbers, and SymPy, need not know of families then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from matcalc_cli.answers.answer import Answer, Derivative
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import ONE, add, multiply, substitute
from matcalc_cli.expr.constants import is_relation
from matcalc_cli.expr.members import conditions_of
from matcalc_cli.expr.node import Apply, Member, Node, Number, Symbol, number, postorder, symbol
from matcalc_cli.expr.operations import SIZE, SUMMATION
from matcalc_cli.expr.shapes.dimensions import Dim
from matcalc_cli.expr.shapes.resize import resized, resized_symbol
from matcalc_cli.inputs.fixed import Given

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_MEMBERS = 400
"""Terms of all sums over members that are written out."""
FEWEST = 3


def has_families(*nodes: Node) -> bool:
    """Whether there are members of families in some expressions."""
    return any(s.axes for node in nodes for s in node.symbols)


class WrittenOut:
    """How the families of some expressions are written out: the numbers of their members, and the value of each index."""

    def __init__(
        self, roots: Sequence[Node], sizes: Mapping[str, int] | None = None, least: int = FEWEST, *, place: float = 0.5
    ) -> None:
        wanted = sorted(_lengths(roots))
        known = dict(sizes or {})
        free = (n for n in range(least, least + len(wanted) + len(known)) if least != FEWEST or n not in known.values())
        self.sizes = {name: known[name] if name in known else next(free) for name in wanted}
        self.indices: dict[Node, Node] = {}
        self._moving: dict[str, str] = {}
        symbols = frozenset[Symbol]().union(*[resized(root, self.sizes).symbols for root in roots])
        for count, index in enumerate(sorted(
            (s for s in symbols if s.kind == "integer" and s in _free_indices(roots, self.sizes)), key=lambda s: s.name
        )):  # fmt: skip
            low, high = index.span or (number(1), number(FEWEST))
            assert isinstance(low, Number)
            assert isinstance(high, Number)
            length = int(high.value) - int(low.value)  # x_k and x_l apart, as long as there is room
            self.indices[index] = number(int(low.value) + (ceil(place * length) + count) % (length + 1))
        for node in postorder(*roots):
            if isinstance(node, Member) and not any(s.kind == "index" for s in node.symbols):
                self._moving[node.name] = self.symbol(node).name

    def node(self, root: Node) -> Node:
        """An expression without families."""
        return _flat(self._numbered(root))

    def symbol(self, variable: Symbol) -> Symbol:
        """A variable that may be a member."""
        found = self.node(variable)
        assert isinstance(found, Symbol)
        return found

    def _numbered(self, root: Node) -> Node:
        root = resized(root, self.sizes)
        known: dict[Node, Node] = {index: value for index, value in self.indices.items() if index in root.symbols}
        known.update((s, self._direction(s)) for s in root.symbols if s.differential_of in self._moving)
        return substitute(root, known) if known else root

    def _direction(self, direction: Symbol) -> Symbol:
        """dx_2 for dx_i, where x_2 is what x_i is here."""
        of = self._moving[str(direction.differential_of)]
        return symbol(f"d{of}", direction.shape, direction.kind, differential_of=of)

    def derivative(self, found: Derivative) -> Derivative:
        """The readings of a derivative."""
        readings = {name: getattr(found, name) for name in found.readings()}
        nodes = {name: None if node is None else self.node(node) for name, node in readings.items()}
        return found.but(variable=self.symbol(found.variable), **nodes)

    def answer(self, answer: Answer) -> Answer:
        """The answer, whose variables are the members that occur."""
        expression, derivatives = self.node(answer.expression), [self.derivative(d) for d in answer.derivatives]
        plain = [v for v in answer.variables if not v.axes and resized_symbol(v, self.sizes) not in self.indices]
        others = list(map(self.symbol, plain))
        members = sorted((expression.symbols | {d.variable for d in derivatives}) - {*others}, key=lambda s: s.name)
        total = None if answer.total is None else self.node(answer.total)
        return Answer(answer.program, expression, [*others, *members], derivatives, total)

    def point(self, variables: Iterable[Symbol], point: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """The values of the members of families whose arrays a point has."""
        found = dict(point)
        for family in variables:
            if family.axes and family.name in point:
                array = found.pop(family.name)
                found.update(self._members(family, array))
        return found

    def given(self, variables: Iterable[Symbol], given: Given) -> Given:
        """The fixed inputs of a check: the numbers of members and the indices are fixed by now."""
        gone = {index.name for index in self.indices if isinstance(index, Symbol)}
        point = {name: value for name, value in self.point(variables, given.point).items() if name not in gone}
        sizes = {name: size for name, size in given.sizes.items() if name not in self.sizes}
        return Given(seed=given.seed, sizes=sizes, point=point, trials=given.trials, progress=given.progress)

    def _members(self, family: Symbol, array: NDArray[Any]) -> dict[str, NDArray[Any]]:
        import numpy as np

        small = resized_symbol(family, self.sizes)
        lows = [int(span[0].value) for span in small.ranges]  # type: ignore[index, union-attr]
        found = {}
        for place in np.ndindex(*array.shape[: family.axes]):
            name = _name(family.name, [low + i for low, i in zip(lows, place, strict=True)])
            found[name] = np.atleast_1d(array[place]).reshape(
                array.shape[family.axes] if array.ndim > family.axes else 1, -1
            )
        return found


def _lengths(roots: Sequence[Node]) -> set[str]:
    """The dimensions in the bounds and conditions of sums over members, and in the ranges of families and indices."""
    parts: list[Node] = []
    for node in postorder(*roots):
        if (
            isinstance(node, Apply)
            and node.function.binds
            and any(isinstance(n, Member) for n in postorder(node.args[-1]))
        ):
            parts += node.args[1:3]
        elif isinstance(node, Member):
            parts += node.indices
        elif isinstance(node, Symbol):
            parts += [end for span in (*node.ranges, node.span) if span for end in span]
        elif is_relation(node):
            parts += node.children
    return {
        name for node in postorder(*parts) if isinstance(node, Apply) and node.function is SIZE
        for size in node.sizes if isinstance(size, Dim) for name in size.names
    }  # fmt: skip


def _free_indices(roots: Sequence[Node], sizes: Mapping[str, int]) -> set[Node]:
    """The integers that members and relations contain."""
    found: set[Node] = set()
    for root in roots:
        for node in postorder(resized(root, sizes)):
            if isinstance(node, Member):
                found.update(s for index in node.indices for s in index.symbols)
            elif is_relation(node):
                found.update(node.symbols)
    return found


def _flat(root: Node) -> Node:
    """The expression with its sums over members written out and its members as names."""
    names: dict[Node, Node] = {}
    todo = [root]
    while todo:
        node = todo.pop()
        if node in names or not any(s.axes for s in node.symbols):
            continue
        if isinstance(node, Member):
            places = [int(i.value) for i in node.indices if isinstance(i, Number)]
            names[node] = symbol(_name(node.family.name, places), node.shape, node.kind)
        elif isinstance(node, Apply) and node.function.binds:
            names[node] = _terms(node)
        else:
            todo.extend(node.children)
    return substitute(root, names) if names else root


def _name(family: str, places: Sequence[int]) -> str:
    return "_".join([family, *map(str, places)])


def _terms(node: Apply) -> Node:
    """A sum or a product over members, term by term; where a condition does not hold, a term need not have a value."""
    index, low, high, *condition, body = node.args
    assert isinstance(low, Number)
    assert isinstance(high, Number)
    values = range(int(low.value), int(high.value) + 1)
    if len(values) > MOST_MEMBERS:
        raise MatcalcError("limit", f"a sum over more than {MOST_MEMBERS} members is not compared term by term")
    conditions, rest = conditions_of(index, body) if node.function is SUMMATION else (condition, body)
    terms = []
    for value in values:
        here = {index: number(value)}
        holds = substitute(multiply(*conditions), here) if conditions else ONE
        if not (isinstance(holds, Number) and holds.value == 0):
            terms.append(multiply(_flat(holds), _flat(substitute(rest, here))))
    if node.function is SUMMATION:
        return add(*terms) if terms else multiply(number(0), _flat(substitute(rest, {index: number(int(low.value))})))
    return multiply(*terms)


def without_families(answer: Answer, least: int) -> Answer:
    """An answer with the families written out, the shortest with `least` members."""
    if not has_families(answer.expression):
        return answer
    return WrittenOut(
        [answer.expression, *answer.variables, *[d.variable for d in answer.derivatives]], None, least
    ).answer(answer)
