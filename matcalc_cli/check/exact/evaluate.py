"""The exact value of an expression modulo p, on matrices of jets: what f(X + e E) is, by arithmetic alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import eq, le, ne
from typing import TYPE_CHECKING

from matcalc_cli.check import stand_ins
from matcalc_cli.check.exact import matrices
from matcalc_cli.check.exact.field import NoValueError, P, ratio
from matcalc_cli.check.exact.functions import MEANING
from matcalc_cli.check.exact.rearrangements import CONSTANT
from matcalc_cli.check.exact.unspecified import Powers
from matcalc_cli.effort import seconds, spend
from matcalc_cli.elaborate.builder import spelled_out
from matcalc_cli.expr.members import has_member
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Sum, Symbol
from matcalc_cli.expr.operations import ATMOST, EQUAL, RELATIONS, SUMMATION, UNEQUAL
from matcalc_cli.expr.shape import product_of
from matcalc_cli.expr.unknown import Unknown
from matcalc_cli.walk import children_first

if TYPE_CHECKING:
    from matcalc_cli.check.exact.draw_values import World
    from matcalc_cli.check.exact.matrices import Matrix
    from matcalc_cli.expr.function import Function


class UnknownError(ArithmeticError):
    """A function without an exact meaning."""


class OverBudgetError(ArithmeticError):
    """The time of a verification is used up."""


STEP, PRODUCT = 6e-6, 2e-7
"""Seconds of a usual processor for a node, and for each product of entries."""
LOOP = 2000
"""The largest number of terms of a sum over an index."""


LARGEST = 4_000_000
"""Entries of the largest value of a function, a second's work: seven factors of a Kronecker product have billions."""


def evaluate(root: Node, world: World) -> Matrix:
    """The value of an expression in a draw. Raises NoValueError where it has none, UnknownError if nobody knows."""
    known = world.known
    if root in known:
        return known[root]
    for node in children_first([root], needed, world.recalled):
        if seconds() > world.deadline:
            raise OverBudgetError("exact arithmetic took too long")
        value = _value(node, world)
        world.remember(node, value)
        spend(STEP + PRODUCT * products(node, value, known))
    return known[root]


def products(node: Node, value: Sequence[Sequence[object]], known: Mapping[Node, Sequence[Sequence[object]]]) -> int:
    """About how many products of entries a value takes: one an entry, and where rows meet columns, as many as they have.

    That is in a product of matrices, and in what is no linear function of them: an inverse, a determinant, a power.
    """
    entries = len(value) * len(value[0])
    match node:
        case Product(factors=factors):
            return entries * max([len(known[f][0]) for f in factors], default=1)
        case Apply(function=f) if not f.elementwise and set(f.differential.values()) != {"linear"}:
            return entries + sum([len(known[part]) * len(known[part][0]) ** 2 for part in needed(node)])
    return entries


def needed(node: Node) -> tuple[Node, ...]:
    """What is to be evaluated before a node; the body of a sum is not, since it needs its index."""
    if isinstance(node, Member):
        return node.indices
    return node.children[1:3] if isinstance(node, Apply) and node.function.binds else node.children


def _value(node: Node, world: World) -> Matrix:
    ring, known = world.ring, world.known
    match node:
        case Symbol():
            return value_of(node, world)
        case Number(value=v):
            return [[ratio(v.numerator, v.denominator) if v.denominator != 1 else int(v) % P]]
        case Sum(terms=terms):
            total = known[terms[0]]
            for term in terms[1:]:
                total = matrices.plus(ring, total, known[term])
            return total
        case Product():
            return _product(node, world)
    assert isinstance(node, Apply)
    if node.function.binds:
        return _summation(node, world) if node.function is SUMMATION else _production(node, world)
    return _relation(node, world) if node.function in RELATIONS else _applied(node, world)


def value_of(symbol: Symbol, world: World) -> Matrix:
    """The value of a name or of a member of a family."""
    if isinstance(symbol, Member):
        return world.families[symbol.family].at(_place(symbol, world))
    return world.values[symbol]


def put(world: World, symbol: Symbol, value: Matrix) -> None:
    """Give a name or a member of a family another value."""
    if isinstance(symbol, Member):
        world.families[symbol.family] = world.families[symbol.family].but(_place(symbol, world), value)
    else:
        world.values[symbol] = value


def _place(member: Member, world: World) -> tuple[int, ...]:
    """Where a member stands in its family."""
    return tuple([whole(evaluate(index, world)) for index in member.indices])


def _applied(node: Apply, world: World) -> Matrix:
    name, values = node.function.name, [world.known[a] for a in node.args]
    count = world.size(node.rows) * world.size(node.cols)
    if not count:
        raise NoValueError("a matrix without entries")
    if count > LARGEST:
        raise OverBudgetError("exact arithmetic took too long")
    if isinstance(node.function, Unknown):
        size, declared = (world.size(node.rows), world.size(node.cols)), node.function.declared
        return stand_ins.value(Powers(world.arithmetic), node.function, values, size, world.size(product_of(*declared)))
    if name in CONSTANT:
        return CONSTANT[name](*values, *map(world.size, node.sizes))  # type: ignore[no-any-return]
    if name in MEANING:
        return MEANING[name](world.arithmetic, *values)  # type: ignore[no-any-return]
    other = spelled_out(node)
    if other is not None:
        return evaluate(other, world)
    raise UnknownError(f"{name} has no exact value")


def _product(node: Product, world: World) -> Matrix:
    ring, known = world.ring, world.known
    c = node.coefficient
    scalar = ratio(c.numerator, c.denominator) if c != 1 else 1
    for s in node.scalars:
        scalar = ring.reduce(scalar * known[s][0][0])
    if not node.factors:
        return [[scalar]]
    result = known[node.factors[0]]
    for factor in node.factors[1:]:
        result = matrices.product(ring, result, known[factor])
    return matrices.times(ring, scalar, result)


def _summation(node: Apply, world: World) -> Matrix:
    """The sum from a to b; where b < a - 1 minus the sum from b + 1 to a - 1 (Karr's convention).

    A sum over members of families is one over things that there are: with b < a it is empty.
    """
    index, low, high, body = node.args
    sign, values = _range(index, world.known[low], world.known[high], body)
    total = matrices.filled(world.size(node.rows), world.size(node.cols), 0)
    conditions = _conditions(index, body)
    for value in values:
        inside = world.inside(index, value)
        if all(evaluate(condition, inside)[0][0] for condition in conditions):
            total = matrices.plus(world.ring, total, evaluate(body, inside))
    return matrices.times(world.ring, sign, total)


def _production(node: Apply, world: World) -> Matrix:
    """The product from a to b of the factors for which the condition holds."""
    index, low, high, condition, body = node.args
    sign, values = _range(index, world.known[low], world.known[high], body)
    total: Matrix = [[1]]
    for value in values if sign == 1 else ():
        inside = world.inside(index, value)
        if evaluate(condition, inside)[0][0]:
            total = matrices.product(world.ring, total, evaluate(body, inside))
    return total


def _range(index: Node, low: Matrix, high: Matrix, body: Node) -> tuple[int, range]:
    a, b = whole(low), whole(high)
    empty = b < a - 1 and has_member(index, body)
    sign, values = (1, range(a, b + 1)) if b >= a - 1 or empty else (P - 1, range(b + 1, a))
    if len(values) > LOOP:
        raise NoValueError("a long sum")
    return sign, values


def _conditions(index: Node, body: Node) -> list[Node]:
    """The factors of a sum's terms that are 0 or 1: where one is 0 the others need no value."""
    scalars = body.scalars if isinstance(body, Product) else (body,)
    return [s for s in scalars if isinstance(s, Apply) and s.function in RELATIONS and index in s.symbols]


HOLDS: dict[Function, Callable[[int, int], bool]] = {EQUAL: eq, UNEQUAL: ne, ATMOST: le}
"""When two integers relate."""


def _relation(node: Apply, world: World) -> Matrix:
    left, right = (whole(world.known[side]) for side in node.args)
    return [[int(HOLDS[node.function](left, right))]]


def whole(value: Matrix) -> int:
    """The integer that a number modulo p stands for: the one nearest to zero."""
    z = value[0][0]
    n = z if z <= P // 2 else z - P
    if z >= P or abs(n) > 2**40:
        raise NoValueError("a bound or an exponent that is not a small integer")
    return n
