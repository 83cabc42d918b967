"""Terms of two sums where both indices are one: at k = i the sum of 1/(x_i - x_k) over both divides by zero."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import ONE, apply, is_zero, multiply, substitute
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, SUMMATION, UNEQUAL, WHOLE_RANGE
from matcalc_cli.kinds import KINDS
from matcalc_cli.validity.condition import PREDICATES
from matcalc_cli.validity.sums import terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr.function import Function
    from matcalc_cli.language.tree import Tree
    from matcalc_cli.validity.condition import Condition

OF_NORMS = "{0} is not zero"
"""The condition in records of norms: where they are not 0."""
INDEX_SIGN = "#"
"""Behind the name of an index in the expression of a program."""
Range = tuple[Node, Node]
"""The first and the last value of an index."""


class OwnTerms:
    """Terms that are 0 where an index of a sum is that of a sum around it, or a name, until the range of that is known."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Tree, Symbol, Node, Range]] = []

    def within(self, index: Node, bounds: Range, some: Node | None, found: Sequence[tuple[Tree, Condition]]) -> None:
        """Note what the conditions in the body of a sum come to at the index of another. Raises MatcalcError (usage)."""
        for at, other, inner, ends in self._waiting:
            if other is index and _meet(bounds, ends):
                raise _refused(at, other, inner)
        self._waiting = [one for one in self._waiting if one[1] is not index]
        for at, condition in found:
            for other in _vanishing_at(condition, index):
                told = terms.relation_of(some) if isinstance(some, Symbol) else None
                with_it = told in ((">=", other.name, "0"), ("<=", other.name, "0"))
                if with_it or (some is None and _is_named(other, bounds)):
                    raise _refused(at, other, index)
                if some is None and other.kind == "index":
                    self._waiting.append((at, other, index, bounds))


def without_own_terms(function: Function, args: Sequence[Node], notes: list[str]) -> Sequence[Node]:
    """The arguments of a sum over an index without the terms where a norm is 0 whatever the rest is, which has no derivative.

    That of sum(i, 1, n, sum(k, 1, n, norm(x_i - x_k))) at k = i is 0 itself; of others the user is told.
    """
    if function is not SUMMATION or len(args) != WHOLE_RANGE:
        return args
    index, low, high, body = args
    left = []
    for other in _kinks_at(index, (low, high), body):
        here, there = _spelt(index), _spelt(other)
        if {other} & (low.symbols | high.symbols):
            continue
        if _vanishes(substitute(body, {index: other})):
            left.append(apply(UNEQUAL, (index, other)))
            notes.append(
                f"the term of {here} = {there} is 0 whatever the rest is, and is left out: it has a norm or a root of 0 in it"
            )
        else:
            notes.append(
                f"at {here} = {there} a norm or a root of 0 has no derivative; {here} in 1:n if {here} != {there} leaves that out"
            )
    return (index, low, high, multiply(*left), body) if left else args


def _spelt(index: Node) -> str:
    """The name of an index in the program."""
    assert isinstance(index, Symbol)
    return index.name.rstrip(INDEX_SIGN)


def _kinks_at(index: Node, bounds: Range, body: Node) -> list[Symbol]:
    """The indices of other sums at which a norm in the body of a sum is 0 whatever the rest is, and has no derivative."""
    others = [s for s in body.symbols if (s.kind == "index" and s is not index) or _is_named(s, bounds)]
    parts = [n for n in postorder(body, until=_is_smooth) if _is_kink(n) and index in n.symbols] if others else []
    return [s for s in others if any(_vanishes(substitute(part, {index: s})) for part in parts)]


def _is_kink(node: Node) -> bool:
    match node:
        case Apply(function=function, args=(_, Number(value=p))) if function is ELEMENTWISE_POWER:
            return 0 < p < 1
        case Apply(function=function, args=(_, *_)):
            return function.nonzero == OF_NORMS or function.name == "sqrt"
    return False


def _is_smooth(node: Node) -> bool:
    """Whether it is a power above 1 of a norm, which has a derivative where that is 0 too."""
    match node:
        case Apply(function=function, args=(base, Number(value=p))) if function is ELEMENTWISE_POWER and p > 1:
            return _is_kink(base)
    return False


def _vanishes(node: Node) -> bool:
    """Whether it is 0, as a norm of 0 is too, and a product with it."""
    match node:
        case Sum(terms=parts):
            return all(map(_vanishes, parts))
        case Product():
            return any(map(_vanishes, node.children))
        case Apply(function=function, args=(base, Number(value=p))) if function is ELEMENTWISE_POWER and p > 0:
            return _vanishes(base)
    return is_zero(node) or (_is_kink(node) and _vanishes(node.children[0]))


def _vanishing_at(condition: Condition, index: Node) -> list[Symbol]:
    """The other indices, and names of integers, at which what must not be 0 is 0 whatever the rest is."""
    if not _is_not_of_zero(condition.predicate) or index not in condition.node.symbols:
        return []
    others = [s for s in condition.node.symbols if KINDS[s.kind].whole and s is not index and not terms.is_some(s)]
    return [s for s in others if _vanishes(substitute(condition.node, {index: s}))]


def _is_not_of_zero(predicate: str) -> bool:
    implied = PREDICATES[predicate].implies if predicate in PREDICATES else ()
    return predicate == "not zero" or any(map(_is_not_of_zero, implied))


def _is_named(other: Symbol, bounds: Range) -> bool:
    """Whether a name stands for one of the members that an index goes through: all from 1 on."""
    return (
        other.kind == "integer"
        and bounds[0] is ONE
        and not isinstance(bounds[1], Number)
        and other not in bounds[1].symbols
    )


def _meet(one: Range, other: Range) -> bool:
    """Whether two ranges have an index in common, so far as that is known."""
    if one[0] is other[0] or one[1] is other[1]:
        return True
    ends = [end.value for end in (*one, *other) if isinstance(end, Number)]
    return len(ends) == len((*one, *other)) and max(ends[0], ends[2]) <= min(ends[1], ends[3])


def _refused(at: Tree, one: Node, other: Node) -> MatcalcError:
    here, there = _spelt(other), _spelt(one)
    return MatcalcError(
        "usage", f"the term of {here} = {there} has no value: what must not be 0 there is 0", [Label(at.start, at.end)],
        hint=f"an if behind the range leaves it out: {here} in 1:n if {here} != {there}",
    )  # fmt: skip
