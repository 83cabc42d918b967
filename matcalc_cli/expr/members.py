"""Members of families and relations between their indices, in normal form."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, ZERO, add, apply, bare, multiply, normal_form
from matcalc_cli.expr.constants import is_relation
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Sum, Symbol, number, raw_member
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, scale, split
from matcalc_cli.expr.operations import ATMOST, EQUAL, PRODUCTION, SIZE, UNEQUAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.number import Rational


@normal_form("member")
def member(args: tuple[Node, ...]) -> Member:
    """x_i of the family x, y_ij of y: the family, then the indices."""
    family, *indices = args
    assert isinstance(family, Symbol)
    return raw_member(family, tuple(indices), subscript(indices))


def subscript(indices: Sequence[Node]) -> str:
    """How the indices of a member are written behind the `_`: i, 1, ij, or (i+1) and (i,j+1) where letters do not do."""
    texts = [index_text(index) for index in indices]
    simple = all(text.isdigit() or (text.isalpha() and text.isascii()) for text in texts)
    if len(texts) == 1 and (simple or texts[0].isalnum()):
        return texts[0]
    kinds = {index.kind for index in indices if isinstance(index, Symbol)}  # y_kj with k alone free would be refused
    if simple and all(len(text) == 1 for text in texts) and len(kinds) < 2:
        return "".join(texts)
    return f"({','.join(texts)})"


def index_text(node: Node, called: Mapping[Node, str] | None = None) -> str:
    """An integer expression without blanks: i, i+1, n-2*i; some of its symbols may be called otherwise."""
    called = called or {}
    match node:
        case Symbol(name=name):
            return called.get(node, name)
        case Number(value=value):
            return str(value)
        case Apply(function=function) if function is SIZE:
            return str(node.sizes[0])
        case Product(coefficient=c, scalars=scalars):
            front = [] if abs(c) == 1 else [str(abs(c))]
            return "-" * (c < 0) + "*".join([*front, *[index_text(s, called) for s in scalars]])
        case Sum(terms=terms):
            ordered = sorted(terms, key=lambda t: (isinstance(t, Number), coefficient_of(t) < 0))
            text = "".join([f"{'' if coefficient_of(t) < 0 else '+'}{index_text(t, called)}" for t in ordered])
            return text.removeprefix("+")
    return str(node)


def minus(a: Node, b: Node) -> Node:
    """a - b."""
    return add(a, scale(-1, b))


@normal_form(EQUAL)
def equal(args: tuple[Node, ...]) -> Node:
    """1 where i = j, decided where the difference is a number."""
    return _relation(EQUAL, args, lambda value: value == 0)


@normal_form(UNEQUAL)
def unequal(args: tuple[Node, ...]) -> Node:
    """1 where i and j differ."""
    return _relation(UNEQUAL, args, lambda value: value != 0)


@normal_form(ATMOST)
def atmost(args: tuple[Node, ...]) -> Node:
    """1 where i <= j."""
    return _relation(ATMOST, args, lambda value: value >= 0)


def _relation(function: Function, args: tuple[Node, ...], holds: Callable[[Rational], bool]) -> Node:
    difference = minus(args[1], args[0])
    if isinstance(difference, Number):
        return ONE if holds(difference.value) else ZERO
    if function is ATMOST:
        for index in difference.symbols:
            told = told_by_range(difference, index, *index.span) if index.span else None
            if told is not None:
                return told
        if is_at_least_0(difference):
            return ONE
    names = [t for t in terms_of(difference) if not isinstance(t, Number)]
    if function is not ATMOST and coefficient_of(min(names, key=lambda t: split(t)[1].key)) > 0:
        difference = scale(-1, difference)  # i = j is j = i
    return bare(function, sides(difference))


def told_by_range(difference: Node, index: Node, low: Node, high: Node) -> Node | None:
    """1 or 0 where low <= index <= high tells whether the difference is at least 0; None where it does not."""
    found = slope(difference, index)
    if found is None:
        return None
    sign, rest = found
    least, most = (add(rest, low), add(rest, high)) if sign > 0 else (minus(rest, high), minus(rest, low))
    if is_at_least_0(least):
        return ONE
    return ZERO if is_at_least_0(minus(number(-1), most)) else None


def is_at_least_0(node: Node) -> bool:
    """Whether an integer expression is surely at least 0: dimensions are at least 1."""
    terms = terms_of(node)
    sizes = all(isinstance(t, Number) or (coefficient_of(t) > 0 and is_size_of(t)) for t in terms)
    return sizes and sum(coefficient_of(t) for t in terms) >= 0


def is_size_of(term: Node) -> bool:
    """Whether it is a dimension, or some times one."""
    inner = split(term)[1]
    return isinstance(inner, Apply) and inner.function is SIZE


def sides(difference: Node) -> tuple[Node, Node]:
    """right - left as two sides without negative terms, a number on the right if both have names."""
    terms = terms_of(difference)
    constant = next((t for t in terms if isinstance(t, Number)), ZERO)
    left = [scale(-1, t) for t in terms if coefficient_of(t) < 0 and t is not constant]
    right = [t for t in terms if coefficient_of(t) > 0 and t is not constant]
    if not left:
        return scale(-1, constant), add(*right)
    return add(*left), add(*right, constant)


def terms_of(node: Node) -> Sequence[Node]:
    """The terms of an integer expression, those of 2*(i + 1) too."""
    match node:
        case Sum(terms=terms):
            return terms
        case Product(coefficient=c, children=(Sum(terms=terms),)):
            return [scale(c, term) for term in terms]
    return (node,)


def difference(relation: Apply) -> Node:
    """right - left."""
    return minus(relation.args[1], relation.args[0])


def slope(node: Node, index: Node) -> tuple[int, Node] | None:
    """s and r with node = s*index + r for s = 1 or -1 and an r without the index; None of anything else."""
    for term in terms_of(node):
        coefficient, rest = split(term)
        if rest is index and coefficient in (1, -1):
            r = minus(node, term)
            return None if index in r.symbols else (int(coefficient), r)
    return None


def solved(relation: Apply, index: Node) -> Node | None:
    """The value of the index at which the two sides of a relation are equal."""
    found = slope(difference(relation), index)
    return None if found is None else scale(-found[0], found[1])


def conditions_of(index: Node | None, body: Node) -> tuple[list[Apply], Node]:
    """The relations among the factors of a sum's terms, one that has its index first, and what is left of the terms."""
    scalars, factors = (body.scalars, body.factors) if isinstance(body, Product) else ((body,), ())
    found = sorted(
        (s for s in scalars if isinstance(s, Apply) and is_relation(s)), key=lambda s: index not in s.symbols
    )
    if not found:
        return [], body
    front = number(body.coefficient) if isinstance(body, Product) else ONE
    return found, multiply(front, *[s for s in scalars if s not in found], *factors)


def inside(low: Node, value: Node, high: Node) -> Node:
    """1 if low <= value <= high, else 0."""
    return multiply(apply(ATMOST, (low, value)), apply(ATMOST, (value, high)))


def is_whole_product(node: Node) -> bool:
    """Whether it is a product over all of a range."""
    return isinstance(node, Apply) and node.function is PRODUCTION and node.args[3] is ONE
