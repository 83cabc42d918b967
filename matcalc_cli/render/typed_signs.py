"""Differences with the signs that the user typed, where that takes no minus sign more: (x - m)*(x - m)' for (m - x)*(m - x)'."""

from __future__ import annotations

from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, postorder, raw_apply, raw_product, raw_sum
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, negated, scale, split
from matcalc_cli.expr.number import magnitude, tidy
from matcalc_cli.expr.operations import DIAG, HADAMARD, KRON, SUM, TRACE, TRANSPOSE
from matcalc_cli.render.writing.signs import POWERS, begins_with_one, differs, with_a_sum_flipped, with_complements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from matcalc_cli.expr.number import Rational
    from matcalc_cli.render.writing.signs import May

WORTH = 2
"""So many numbers less are worth a sum with fractions."""
Signed = tuple[int, Node]
"""A sign, and what it is a multiple of."""


def with_typed_signs(root: Node, typed: Collection[Sum]) -> Node:
    """An equal expression, for printers alone, in which a - b stands for b - a where a - b is among the sums of a program."""
    nodes = list(postorder(root))
    if not any(isinstance(node, Sum) and _is_turned(node, typed) for node in nodes):
        return root
    signed: dict[Node, Signed] = {}
    settled: dict[Node, Node] = {}
    for node in nodes:
        signed[node] = _signed(node, typed, signed, settled)
        settled[node] = _settled(node, signed, settled)
    return settled[root]


def with_fewer_signs(root: Node, typed: Collection[Sum], *, mirrors: bool = False) -> Node:
    """An equal expression, for printers alone: u + (s - y)'*v for u - (y - s)'*v, where nobody typed y - s."""

    def may(total: Sum) -> bool:
        return differs(total) and total not in typed and not begins_with_one(total)

    done: dict[Node, Node] = {}
    for node in postorder(root):
        parts = [done[child] for child in node.children]
        if isinstance(node, Sum):
            done[node] = (mirrors and _mirrored(parts)) or raw_sum(tuple([_with_a_plus(term, may) for term in parts]))
        elif isinstance(node, Apply) and node.function is HADAMARD:
            done[node] = raw_rebuilt(node, tuple(with_complements(parts, may)))
        else:
            done[node] = _halved(_with_signs_in_front(raw_rebuilt(node, tuple(parts))))
    return done[root]


def _mirrored(terms: Sequence[Node]) -> Node | None:
    """-y.*sigmoid(-u) for sigmoid(u).*y - y, y no 1; None of other sums."""
    for one, other in (terms, terms[::-1]) if len(terms) == 2 else ():
        c, rest = split(one)
        d, longer = split(other)
        parts = longer.children if isinstance(longer, Apply | Product) and not getattr(longer, "factors", ()) else ()
        for part in parts if c == -d else ():
            beside = tuple([p for p in parts if p is not part])
            if isinstance(part, Apply) and part.function.is_mirrored and beside == (rest,):
                turned = raw_apply(part.function, (scale(-1, part.args[0]),), (), part.shape)
                if isinstance(longer, Product):
                    return raw_product(c, (rest, turned), ())
                return raw_product(c, (), (raw_apply(HADAMARD, (rest, turned), (), longer.shape),))
    return None


def _with_signs_in_front(node: Node) -> Node:
    """A product with the numbers of its factors in front of it."""
    if isinstance(node, Apply) and node.function is TRANSPOSE and _is_multiple(node.args[0]):
        c, rest = split(node.args[0])
        return raw_product(c, (), (raw_apply(TRANSPOSE, (rest,), (), node.shape),))
    if not isinstance(node, Product):
        return node
    c, parts = node.coefficient, list(node.children)
    for i, part in enumerate(parts):
        if _is_multiple(part):
            c, parts[i] = tidy(c * coefficient_of(part)), part.children[0]
    count = len(node.scalars)
    return raw_product(c, tuple(parts[:count]), tuple(parts[count:]))


def _with_a_plus(term: Node, may: May) -> Node:
    """A term that is subtracted as one that is added, where a sum in it may change its sign."""
    if coefficient_of(term) >= 0 or not isinstance(term, Product):
        return term
    parts = with_a_sum_flipped(term.children, may)
    count = len(term.scalars)
    return term if parts is None else raw_product(-term.coefficient, parts[:count], parts[count:])


def _is_multiple(node: Node) -> bool:
    """Whether it is a number times one part."""
    return isinstance(node, Product) and len(node.children) == 1 and node.coefficient != 1


def _halved(node: Node) -> Node:
    """A/2 - B + C for (A - 2*B + 2*C)/2: a number in front of a sum goes into it where that leaves much fewer numbers."""
    if not (isinstance(node, Product) and len(node.children) == 1 and node.coefficient.denominator != 1):
        return node
    (part,) = node.children
    turned = isinstance(part, Apply) and part.function is TRANSPOSE
    total = part.children[0] if turned else part
    if not isinstance(total, Sum):
        return node
    c = node.coefficient
    before = [c, *map(coefficient_of, total.terms)]
    after = [tidy(c * coefficient_of(t)) for t in total.terms]
    if sum(map(_numbers, before)) - sum(map(_numbers, after)) < WORTH:
        return node
    inside = raw_sum(tuple([scale(c, t) for t in total.terms]))
    return raw_apply(TRANSPOSE, (inside,), (), node.shape) if turned else inside


def _numbers(c: Rational) -> int:
    """How many numbers are written for one: above the line and below it."""
    return (magnitude(c).numerator != 1) + (c.denominator != 1)


def raw_rebuilt(node: Node, parts: tuple[Node, ...]) -> Node:
    """An operation on other parts, as it stands."""
    if parts == node.children:
        return node
    match node:
        case Sum():
            return raw_sum(parts)
        case Product(coefficient=c, scalars=scalars):
            return raw_product(c, parts[: len(scalars)], parts[len(scalars) :])
        case Apply(function=function, sizes=sizes):
            return raw_apply(function, parts, sizes, node.shape)
    return node


def _is_turned(node: Sum, typed: Collection[Sum]) -> bool:
    return node not in typed and any(coefficient_of(t) < 0 for t in node.terms) and negated(node) in typed


def _signed(node: Node, typed: Collection[Sum], signed: dict[Node, Signed], settled: dict[Node, Node]) -> Signed:
    """What a node is with all signs of its differences as they were typed, and the sign that this brings in front."""
    match node:
        case Sum(terms=terms):
            sign = -1 if _is_turned(node, typed) else 1
            return sign, raw_sum(tuple([scale(sign, t) for t in _terms(terms, signed, settled)]))
        case Product(coefficient=c, scalars=scalars, factors=factors):
            sign, parts = _all([*scalars, *factors], signed)
            return sign, raw_product(c, parts[: len(scalars)], parts[len(scalars) :])
        case Apply(function=function, args=args) if function in (TRANSPOSE, DIAG, HADAMARD, KRON, SUM, TRACE):
            sign, parts = _all(args, signed)
            return sign, raw_apply(function, parts, node.sizes, node.shape)
        case Apply(function=function, args=(base, Number(value=int(k)) as exponent)) if function in POWERS:
            sign, part = signed[base]
            return (sign if k % 2 else 1), raw_apply(function, (part, exponent), (), node.shape)
    return 1, _rebuilt(node, settled)


def _terms(terms: Collection[Node], signed: dict[Node, Signed], settled: dict[Node, Node]) -> list[Node]:
    """The terms of a sum with the signs that were typed, in all of them where that takes no more minus signs."""
    asked = [scale(*signed[t]) for t in terms]
    fewer = sum(coefficient_of(t) < 0 for t in asked) <= sum(coefficient_of(t) < 0 for t in terms)
    return asked if fewer else [settled[t] for t in terms]


def _all(parts: Collection[Node], signed: dict[Node, Signed]) -> tuple[int, tuple[Node, ...]]:
    sign = 1
    for part in parts:
        sign *= signed[part][0]
    return sign, tuple([signed[part][1] for part in parts])


def _rebuilt(node: Node, settled: dict[Node, Node]) -> Node:
    if not isinstance(node, Apply) or all(settled[a] is a for a in node.args):
        return node
    return raw_apply(node.function, tuple([settled[a] for a in node.args]), node.sizes, node.shape)


def _settled(node: Node, signed: dict[Node, Signed], settled: dict[Node, Node]) -> Node:
    """An equal node: a sign goes where one was in front, and where none was, the last difference is left as it is."""
    sign, found = signed[node]
    if sign > 0:
        return found
    if isinstance(found, Product) and found.coefficient < 0:
        return raw_product(-found.coefficient, found.scalars, found.factors)
    return _with_one_less(node, signed, settled)


def _with_one_less(node: Node, signed: dict[Node, Signed], settled: dict[Node, Node]) -> Node:
    """The node with one part, of those that would bring a sign, as it is."""
    match node:
        case Sum(terms=terms):
            return raw_sum(tuple(_terms(terms, signed, settled)))
        case Product(coefficient=c, scalars=scalars, factors=factors):
            parts = _but_the_last([*scalars, *factors], signed, settled)
            return raw_product(c, parts[: len(scalars)], parts[len(scalars) :])
    assert isinstance(node, Apply)
    return raw_apply(node.function, _but_the_last(node.args, signed, settled), node.sizes, node.shape)


def _but_the_last(parts: Collection[Node], signed: dict[Node, Signed], settled: dict[Node, Node]) -> tuple[Node, ...]:
    kept = max(i for i, part in enumerate(parts) if signed[part][0] < 0)
    return tuple([settled[part] if i == kept else signed[part][1] for i, part in enumerate(parts)])
