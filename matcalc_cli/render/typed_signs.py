"""Differences with the signs that the user typed, where that takes no minus sign more: (x - m)*(x - m)' for (m - x)*(m - x)'."""

from __future__ import annotations

from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.node import (
    Apply,
    Member,
    Node,
    Number,
    Product,
    Sum,
    Symbol,
    postorder,
    raw_apply,
    raw_product,
    raw_sum,
    symbol,
)
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, negated, scale, split
from matcalc_cli.expr.number import magnitude, tidy
from matcalc_cli.expr.operations import DIAG, HADAMARD, KRON, POWERS, SUM, SUMMATION, TRACE, TRANSPOSE
from matcalc_cli.render.writing.signs import (
    begins_with_one,
    differs,
    flipped_sum,
    is_fixed,
    is_loose,
    with_a_sum_flipped,
    with_complements,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import TypeAlias, TypeVar

    from matcalc_cli.expr.number import Rational
    from matcalc_cli.render.writing.signs import May

    T = TypeVar("T")
    Said: TypeAlias = tuple[int, T, T]
    """A sign and what it is a multiple of; and the whole without a sign in front that was none."""

WORTH = 2
"""So many numbers less are worth a sum with fractions."""


def with_typed_signs(root: Node, typed: Collection[Sum]) -> Node:
    """An equal expression, for printers alone, in which a - b stands for b - a where a - b is among the sums of a program."""
    nodes, known = list(postorder(root)), {whatever_index(total) for total in typed}
    if not any(isinstance(node, Sum) and _is_turned(node, known) for node in nodes):
        return root
    done: dict[Node, Said[Node]] = {}
    for node in nodes:
        done[node] = _of_sum(node, known, done) if isinstance(node, Sum) else _of_another(node, done)
    return done[root][2]


def passed(
    parts: Sequence[Said[T]], passing: Sequence[int], rebuilt: Callable[[Sequence[T]], T], *, even: bool
) -> Said[T]:
    """An operation whose parts were said: the signs of those from which a sign `passing` goes to the front, are there."""
    sign = 1
    for i in passing:
        sign *= parts[i][0]
    said = rebuilt([part[1] if i in passing else part[2] for i, part in enumerate(parts)])
    if sign > 0 or even:
        return 1, said, said
    kept = max(i for i in passing if parts[i][0] < 0)  # all of the other signs cancel
    return -1, said, rebuilt([part[1] if i in passing and i != kept else part[2] for i, part in enumerate(parts)])


def with_fewer_signs(root: Node, typed: Collection[Sum]) -> Node:
    """An equal expression, for printers alone: u + (s - y)'*v for u - (y - s)'*v, where nobody typed y - s."""
    known = {whatever_index(total) for total in typed}

    def may(total: Sum) -> bool:
        return differs(total) and whatever_index(total) not in known and (is_loose(total) or not begins_with_one(total))

    done: dict[Node, Node] = {}
    for node in postorder(root):
        parts = [done[child] for child in node.children]
        if isinstance(node, Sum):
            done[node] = raw_sum(tuple([_with_a_plus(term, may) for term in parts]))
        elif isinstance(node, Apply) and node.function is HADAMARD:
            done[node] = raw_rebuilt(node, tuple(with_complements(parts, may)))
        else:
            found = _halved(_with_summations_flipped(_with_signs_in_front(raw_rebuilt(node, tuple(parts))), may))
            terms = found.terms if isinstance(found, Sum) else ()
            done[node] = raw_sum(tuple([_with_a_plus(term, may) for term in terms])) if terms else found
    return done[root]


def _with_signs_in_front(node: Node) -> Node:
    """A product with the numbers of its factors in front of it."""
    if isinstance(node, Apply) and node.function is TRANSPOSE and _is_multiple(node.args[0]):
        c, rest = split(node.args[0])
        return raw_product(c, (), (raw_apply(TRANSPOSE, (rest,), (), node.shape),))
    if isinstance(node, Apply) and node.function in (KRON, HADAMARD, SUMMATION, TRANSPOSE):
        return _with_a_sign_in_front(node)
    if not isinstance(node, Product):
        return node
    c = node.coefficient
    for part in node.children:
        c = tidy(c * (part.coefficient if isinstance(part, Product) else 1))
    scalars = [p for part in node.scalars for p in _without_number(part)]
    return raw_product(c, tuple(scalars), tuple([p for part in node.factors for p in _without_number(part)]))


def _with_summations_flipped(node: Node, may: May) -> Node:
    """A sum over i of (y_i - s_i)*x_i for minus one of (s_i - y_i)*x_i."""
    if not (isinstance(node, Product) and node.coefficient < 0):
        return node
    for i, part in enumerate(node.children):
        if isinstance(part, Apply) and part.function is SUMMATION and (body := flipped_sum(part.args[-1], may)):
            flipped = raw_apply(SUMMATION, (*part.args[:-1], body), part.sizes, part.shape)
            parts = (*node.children[:i], flipped, *node.children[i + 1 :])
            return raw_product(-node.coefficient, parts[: len(node.scalars)], parts[len(node.scalars) :])
    return node


def _with_a_sign_in_front(node: Apply) -> Node:
    """-kron(A, B) for kron(-A, B), minus a sum for one of what is negative."""
    last = node.args[3:4] if node.function is SUMMATION else node.args
    signs = [a in last and coefficient_of(a) < 0 for a in node.args]
    if not any(signs):
        return node
    args = tuple([scale(-1, a) if turned else a for a, turned in zip(node.args, signs, strict=True)])
    found = raw_apply(node.function, args, node.sizes, node.shape)
    if sum(signs) % 2 == 0:
        return found
    return raw_product(-1, (found,), ()) if node.is_scalar else raw_product(-1, (), (found,))


def _with_a_plus(term: Node, may: May) -> Node:
    """A term that is subtracted as one that is added, where a sum in it may change its sign."""
    if coefficient_of(term) >= 0 or not isinstance(term, Product):
        return term
    parts = with_a_sum_flipped(term.children, may)
    count = len(term.scalars)
    return term if parts is None else raw_product(-term.coefficient, parts[:count], parts[count:])


def _without_number(node: Node) -> Sequence[Node]:
    """The factors that stand behind its number, side by side where they are numbers."""
    if not isinstance(node, Product) or node.coefficient == 1:
        return (node,)
    return (
        node.children if not node.factors or len(node.children) == 1 else (raw_product(1, node.scalars, node.factors),)
    )


def _is_multiple(node: Node) -> bool:
    """Whether it is a number times one part."""
    return isinstance(node, Product) and len(node.children) == 1 and node.coefficient != 1


def _halved(node: Node) -> Node:
    """A/2 - B + C for (A - 2*B + 2*C)/2: a number in front of a sum goes into it where that leaves much fewer numbers."""
    if not (isinstance(node, Product) and len(node.children) == 1 and node.coefficient != 1):
        return node
    (part,) = node.children
    turned = isinstance(part, Apply) and part.function is TRANSPOSE
    total = part.children[0] if turned else part
    if not isinstance(total, Sum):
        return node
    c = node.coefficient
    if not (is_of_several(total) and (c < 0 or c.denominator != 1)):
        before = [c, *map(coefficient_of, total.terms)]
        after = [tidy(c * coefficient_of(t)) for t in total.terms]
        if c.denominator == 1 or sum(map(_numbers, before)) - sum(map(_numbers, after)) < WORTH:
            return node
    inside = raw_sum(tuple([scale(c, t) for t in total.terms]))
    return raw_apply(TRANSPOSE, (inside,), (), node.shape) if turned else inside


def is_of_several(total: Sum) -> bool:
    """Whether its terms are of the differentials of several variables, each of which is read by itself."""
    moving = {frozenset([s for s in t.symbols if s.differential_of is not None]) for t in total.terms}
    return len(moving) > 1 and all(moving)


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


def indices(total: Node) -> dict[Node, Node]:
    """Names for the indices in a sum that say only which is which: x - mu_j is of one kind with x - mu_k under a sum over k."""
    found = sorted((s for s in total.symbols if s.kind == "index" or s in _of_members(total)), key=lambda s: s.name)
    return {index: symbol(f"#{i}", index.shape, "index") for i, index in enumerate(found)}


def _of_members(total: Node) -> frozenset[Symbol]:
    """The integers that say which member of a family there is."""
    if not any(s.kind == "integer" for s in total.symbols):
        return frozenset()
    members = [node for node in postorder(total) if isinstance(node, Member)]
    return frozenset([s for member in members for index in member.indices for s in index.symbols])


def whatever_index(total: Node) -> Node:
    """An expression whatever its indices are called."""
    names = indices(total)
    return substitute(total, names) if names else total


def _is_turned(node: Sum, typed: Collection[Node]) -> bool:
    if not any(coefficient_of(t) < 0 for t in node.terms) or (named := whatever_index(node)) in typed:
        return False
    return isinstance(named, Sum) and negated(named) in typed


def _of_sum(node: Sum, typed: Collection[Node], done: Mapping[Node, Said[Node]]) -> Said[Node]:
    """A sum, its terms with the signs that were typed, in all of them where that takes no more minus signs."""
    asked = [scale(*done[t][:2]) for t in node.terms]
    if whatever_index(node) not in typed and all(coefficient_of(t) < 0 for t in asked):  # the minus goes in front
        return -1, raw_sum(tuple([scale(-1, t) for t in asked])), raw_sum(tuple([done[t][2] for t in node.terms]))
    fewer = sum(coefficient_of(t) < 0 for t in asked) <= sum(coefficient_of(t) < 0 for t in node.terms)
    terms = asked if fewer else [done[t][2] for t in node.terms]
    sign = -1 if _is_turned(node, typed) else 1
    return sign, raw_sum(tuple([scale(sign, t) for t in terms])), raw_sum(tuple(terms))


def _of_another(node: Node, done: Mapping[Node, Said[Node]]) -> Said[Node]:
    """An operation; a sign goes where one was in front, and where none was, the last difference is left as it is."""
    passing, even = _passing(node)
    found = passed([done[c] for c in node.children], passing, lambda parts: raw_rebuilt(node, tuple(parts)), even=even)
    sign, said, _ = found
    if sign < 0 and isinstance(said, Product) and (said.coefficient < 0 or any(map(is_fixed, said.children))):
        return sign, said, raw_product(-said.coefficient, said.scalars, said.factors)
    return found


def _passing(node: Node) -> tuple[Sequence[int], bool]:
    """The parts of an operation from which a sign goes to the front, and whether it is an even power or function."""
    match node:
        case Product():
            return range(len(node.children)), False
        case Apply(function=function, args=args) if function is SUMMATION:
            return (len(args) - 1,), False
        case Apply(function=function, args=args) if function in (TRANSPOSE, DIAG, HADAMARD, KRON, SUM, TRACE):
            return range(len(args)), False
        case Apply(function=function, args=(_, Number(value=int(k)))) if function in POWERS:
            return (0,), k % 2 == 0
        case Apply(function=function) if function.is_even:
            return (0,), True
    return (), False
