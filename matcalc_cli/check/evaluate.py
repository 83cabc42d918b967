"""The value of an expression as lists of rows: one walk, whatever the numbers are.

Jets modulo a prime and sixty digits are algebras. What is common to them is here: sums over an index, relations,
rearrangements, functions spelled out in others; what a number, a product or a function is they say themselves.
"""

from __future__ import annotations

from matcalc_cli.budget import seconds, spend
from matcalc_cli.check.exact.arithmetic.field import NoValueError
from matcalc_cli.check.exact.rearrangements import CONSTANT
from matcalc_cli.elaborate.builder import spelled_out
from matcalc_cli.expr.build import zeros
from matcalc_cli.expr.constants import has_member
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Sum, Symbol
from matcalc_cli.expr.operations import ATMOST, ELEMENTWISE_POWER, EQUAL, RELATIONS, SUMMATION, UNEQUAL
from matcalc_cli.expr.shapes.dimensions import product_of
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.functions.norms import NORM
from matcalc_cli.later import Later, eq, le, ne
from matcalc_cli.walk import children_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, ClassVar, TypeAlias

    from matcalc_cli.check.spectral_stand_ins import Arithmetic
    from matcalc_cli.expr import members
    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.number import Rational
    from matcalc_cli.expr.shapes.dimensions import Size

    Rows: TypeAlias = list[list[Any]]
else:
    members = Later("matcalc_cli.expr.members")

HOLDS: dict[Function, Callable[[Any, Any], bool]] = {EQUAL: eq, UNEQUAL: ne, ATMOST: le}
"""When two numbers relate."""


class UnknownError(ArithmeticError):
    """A function without a value in an algebra."""


class Algebra:
    """Values as lists of rows, until a deadline: of names, and what has been worked out of them.

    step, entry  seconds of a usual processor for a node, and for each product of entries
    out_of_time  the error after the deadline
    """

    __slots__ = ("deadline", "known")
    step: ClassVar[float]
    entry: ClassVar[float]
    out_of_time: ClassVar[Exception]

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self.known: dict[Node, Rows] = {}

    def size(self, size: Size) -> int:
        """The value of a dimension."""
        raise NotImplementedError

    def symbol(self, symbol: Symbol) -> Rows:
        """The value of a name."""
        raise NotImplementedError

    def inside(self, index: Symbol, value: int) -> Algebra:
        """The algebra with a value for the index of a sum."""
        raise NotImplementedError

    def rational(self, value: Rational) -> Any:
        """A rational number."""
        raise NotImplementedError

    def whole(self, matrix: Rows) -> int:
        """The integer of a 1x1 matrix."""
        return int(matrix[0][0])

    def compared(self, matrix: Rows) -> Any:
        """The number that a relation compares of a 1x1 matrix."""
        return matrix[0][0]

    def reduce(self, number: Any) -> Any:
        """The number that a sum of products is."""
        return number

    def plus(self, a: Rows, b: Rows) -> Rows:
        """The sum."""
        return [[x + y for x, y in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]

    def times(self, scalar: Any, a: Rows) -> Rows:
        """A multiple."""
        return [[scalar * x for x in row] for row in a]

    def product(self, a: Rows, b: Rows) -> Rows:
        """The matrix product."""
        raise NotImplementedError

    def function(self, node: Apply, values: Sequence[Rows]) -> Rows:
        """The value of a function: a rearrangement, by its meaning, or of a stand-in for one without a formula."""
        name, size = node.function.name, (self.size(node.rows), self.size(node.cols))
        if isinstance(node.function, Unknown):
            from matcalc_cli.check import stand_ins

            declared = self.size(product_of(*node.function.declared))
            return stand_ins.value(self.stand_ins(), node.function, values, size, declared)
        if name in CONSTANT:
            return CONSTANT[name](*values, *map(self.size, node.sizes))  # type: ignore[no-any-return]
        found = self.meaning(name, values)
        if found is None and (other := spelled_out(node)) is not None:
            return evaluate(other, self)
        if found is None:
            raise UnknownError(f"{name} has no exact value")
        return found

    def stand_ins(self) -> Arithmetic:
        """The arithmetic that functions without a formula are made of."""
        raise NotImplementedError

    def meaning(self, name: str, values: Sequence[Rows]) -> Rows | None:
        """The value of the function of that name, None where none is written down."""
        raise NotImplementedError

    def recalled(self, node: Node) -> bool:
        """Whether a value is known."""
        return node in self.known

    def remember(self, node: Node, value: Rows) -> None:
        """Keep a value, and count what it took."""
        self.known[node] = value
        spend(self.step + self.entry * products(node, value, self.known))

    def before(self, terms: int = 1) -> None:  # noqa: ARG002
        """Look at the clock."""
        if seconds() > self.deadline:
            raise self.out_of_time


def evaluate(root: Node, at: Algebra) -> Rows:
    """The value of an expression. Raises whatever the algebra does where there is none."""
    known = at.known
    if root in known:
        return known[root]
    for node in children_first([root], needed, at.recalled):
        at.before()
        at.remember(node, _value(node, at))
    return known[root]


def needed(node: Node) -> tuple[Node, ...]:
    """The expressions to evaluate before a node; the body of a sum is not among them, since it needs its index."""
    if isinstance(node, Member):
        return node.indices
    if (inner := inside_even_norm(node)) is not None:
        return (inner,)
    return node.children[1:3] if isinstance(node, Apply) and node.function.binds else node.children


def inside_even_norm(node: Node) -> Node | None:
    """The x of norm(x)^2 and other even powers, which need no root and are smooth at 0."""
    match node:
        case Apply(function=function, args=(Apply(function=norm, args=(inner,)), Number(value=k))):
            if function is ELEMENTWISE_POWER and norm is NORM and k.denominator == 1 and k > 0 and k % 2 == 0:
                return inner
    return None


def _even_norm(node: Apply, inner: Rows, at: Algebra) -> Rows:
    exponent = node.args[1]
    assert isinstance(exponent, Number)
    row = [[entry for line in inner for entry in line]]
    square = at.product(row, [[entry] for entry in row[0]])
    found = square
    for _ in range(int(exponent.value) // 2 - 1):
        found = at.product(found, square)
    return found


def products(node: Node, value: Sequence[Sequence[object]], known: Mapping[Node, Sequence[Sequence[object]]]) -> int:
    """About how many products of entries a value takes: one an entry, and where rows meet columns, as many as they have.

    That is in a product of matrices, and in what is no linear function of them: an inverse, a determinant, a power.
    """
    entries = len(value) * len(value[0])
    match node:
        case Product(factors=factors):
            return entries * max([len(known[f][0]) for f in factors], default=1)
        case Apply(function=f) if not (f.elementwise or f.is_linear):
            return entries + sum([len(known[part]) * len(known[part][0]) ** 2 for part in needed(node)])
    return entries


def _value(node: Node, at: Algebra) -> Rows:
    known = at.known
    match node:
        case Symbol():
            return at.symbol(node)
        case Number(value=v):
            return [[at.rational(v)]]
        case Sum(terms=terms):
            total = known[terms[0]]
            for term in terms[1:]:
                total = at.plus(total, known[term])
            return total
        case Product():
            return _product(node, at)
    assert isinstance(node, Apply)
    if (inner := inside_even_norm(node)) is not None:
        return _even_norm(node, known[inner], at)
    if node.function.binds:
        return _summation(node, at) if node.function is SUMMATION else _production(node, at)
    if node.function in RELATIONS:
        left, right = [at.compared(known[side]) for side in node.args]
        return [[int(HOLDS[node.function](left, right))]]
    return at.function(node, [known[a] for a in node.args])


def _product(node: Product, at: Algebra) -> Rows:
    known = at.known
    scalar = at.rational(node.coefficient)
    for s in node.scalars:
        scalar = at.reduce(scalar * known[s][0][0])
    if not node.factors:
        return [[scalar]]
    result = known[node.factors[0]]
    for factor in node.factors[1:]:
        result = at.product(result, known[factor])
    return at.times(scalar, result)


def _summation(node: Apply, at: Algebra) -> Rows:
    """The sum from a to b; where b < a - 1 minus the sum from b + 1 to a - 1 (Karr's convention).

    A sum over members of families is one over things that there are: with b < a it is empty.
    """
    index, low, high, body = node.args
    assert isinstance(index, Symbol)
    sign, values = _range(index, low, high, body, at)
    total = evaluate(zeros(node.shape), at)
    conditions = _conditions(index, body)
    for value in values:
        inside = at.inside(index, value)
        if all(evaluate(condition, inside)[0][0] for condition in conditions):
            total = at.plus(total, evaluate(body, inside))
    return at.times(at.rational(sign), total)


def _production(node: Apply, at: Algebra) -> Rows:
    """The product from a to b of the factors for which the condition holds."""
    index, low, high, condition, body = node.args
    assert isinstance(index, Symbol)
    sign, values = _range(index, low, high, body, at)
    if sign != 1:  # 1 by convention, of which the sum that is its derivative knows nothing
        raise NoValueError("a product over fewer than no factors")
    total = [[at.rational(1)]]
    for value in values:
        inside = at.inside(index, value)
        if evaluate(condition, inside)[0][0]:
            total = at.product(total, evaluate(body, inside))
    return total


def _range(index: Node, low: Node, high: Node, body: Node, at: Algebra) -> tuple[int, range]:
    a, b = at.whole(at.known[low]), at.whole(at.known[high])
    empty = b < a - 1 and has_member(index, body)
    sign, values = (1, range(a, b + 1)) if b >= a - 1 or empty else (-1, range(b + 1, a))
    at.before(len(values))
    return sign, values


def _conditions(index: Node, body: Node) -> list[Node]:
    """The factors of a sum's terms that are 0 or 1: where one is 0 the others need no value."""
    scalars = body.scalars if isinstance(body, Product) else (body,)
    return [s for s in scalars if isinstance(s, Apply) and s.function in RELATIONS and index in s.symbols]
