"""Jumps that nobody sees: sign(x) in x.^2.*sign(x), which is continuous where an entry of x is 0.

A derivative that is continuous there is the derivative there too, for what it is the derivative of is continuous.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from matcalc_cli.expr.build import transpose
from matcalc_cli.expr.constants import is_ones
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum
from matcalc_cli.expr.normal_forms.coefficients import content_of, split
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, TRANSPOSE
from matcalc_cli.validity.condition import Condition, pair
from matcalc_cli.validity.rules import signed_factors
from matcalc_cli.validity.signs import is_not_negative

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.function import Function

AT_ZERO = "{0} != 0"
"""The condition of a function that jumps where its argument is 0."""
ZERO_AT_ZERO = ("the entries of {0} are not 0", "{0} > 0")
"""Where records say that a function is not 0: at 0 it is."""
LARGEST = "ismax"
"""The entry of abs(x) that is the largest of all is 0 only where x is."""

WHERE = "no zeros where"
"""The predicate of the argument of a jump that is multiplied by constant pieces, some of which are 0."""

Zeros = Mapping[Node, str]
"""Expressions, up to a factor, where an entry of which is 0 all that is asked about is multiplied by 0: what must still
hold, "" for nothing, `not zero` that the expression is not 0 as a whole."""


def jumps(function: Function) -> bool:
    """Whether a function is made of constant pieces, with a step where its argument is 0."""
    rules = function.differential.values()
    return function.condition == AT_ZERO and all(rule.startswith("0*") for rule in rules)


def unseen(roots: Iterable[Node]) -> dict[Node, list[Condition]]:
    """The jumps that are multiplied by 0 wherever they are, with what they still ask for."""
    found: dict[Node, list[Condition]] = {}
    bad: set[Node] = set()
    seen: set[tuple[Node, frozenset[tuple[Node, str]]]] = set()
    first: list[tuple[Node, Zeros]] = [(root, {}) for root in roots]
    stack = first[::-1]
    while stack:
        node, zeros = stack.pop()
        if (here := (node, frozenset(zeros.items()))) in seen:
            continue
        seen.add(here)
        if isinstance(node, Apply) and jumps(node.function):
            needs = _needed(_bare(node.args[0]), zeros)
            if needs is None:
                bad.add(node)
            found[node] = [*found.get(node, ()), *(needs or ())]
        stack.extend([*_inner(node, zeros)][::-1])
    return {node: needs for node, needs in found.items() if node not in bad}


def _needed(inner: Node, zeros: Zeros) -> list[Condition] | None:
    """The conditions of a jump where an entry of `inner` is 0, beside its factors; None for all conditions that it ever has."""
    parts = [inner] if inner in zeros else _parts(inner)
    seen = [part for part in parts if part not in zeros]
    masks = [mask for mask in zeros if mask.shape == inner.shape and _is_mask(mask)] if seen else []
    if seen == parts and not masks:
        return None
    still = [Condition(zeros[part], part) for part in parts if zeros.get(part)]
    if masks:
        return [*still, Condition(WHERE, pair(inner, masks[0]))]
    return [*still, *(Condition("no zeros", part) for part in seen)]


def _inner(node: Node, zeros: Zeros) -> Iterator[tuple[Node, Zeros]]:
    """The parts of an expression, and by what each is multiplied."""
    numbers = {u: still for u, still in zeros.items() if u.is_scalar}
    match node:
        case Product(scalars=scalars, factors=word):
            yield from ((s, {**numbers, **_of_others(scalars, s)}) for s in scalars)
            around = {**(zeros if len(word) == 1 else numbers), **_of_others(scalars)}
            if len(word) == 2 and node.is_scalar:  # x'*y is sum(x.*y)
                word = (transpose(word[0]), word[1])
                yield from ((f, {**around, **_of_others(word, f)}) for f in word)
            else:
                yield from ((f, around) for f in word)
        case Sum(terms=terms):
            yield from ((term, zeros) for term in terms)
        case Apply(function=function, args=args) if function is HADAMARD:
            yield from ((arg, {**zeros, **_of_others(args, arg)}) for arg in args)
        case Apply(function=function, args=(base, Number(value=p))) if function is ELEMENTWISE_POWER and p > 0:
            yield base, zeros
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            yield inner, numbers
        case _:
            yield from ((child, {}) for child in node.children)


def _of_others(parts: Iterable[Node], own: Node | None = None) -> Zeros:
    """The zeros of all factors but one."""
    return {u: still for factor in parts if factor is not own for u, still in _zeros(factor)}


def _zeros(node: Node) -> Iterator[tuple[Node, str]]:
    """The expressions that a factor is 0 with, entry by entry."""
    match node:
        case Product(scalars=scalars, factors=word):
            yield _bare(node), ""
            for part in (*scalars, *(word if len(word) == 1 else ())):
                yield from _zeros(part)
        case Apply(function=function, args=args) if function is HADAMARD:
            for part in args:
                yield from _zeros(part)
        case Apply(function=function, args=(base, Number(value=p))) if function is ELEMENTWISE_POWER and p > 0:
            yield from _zeros(base)
        case Apply(function=function, args=(inner,)) if function.name == LARGEST and is_not_negative(inner):
            yield node, ""
            yield from ((u, "not zero") for u, _ in _zeros(inner))
        case Apply(function=function, args=(inner,)) if function.nonzero in ZERO_AT_ZERO and not jumps(function):
            yield from _zeros(inner)
        case _:
            yield _bare(node), ""


def _parts(node: Node) -> list[Node]:
    """The factors of a product without their positive powers: an entry of it is 0 only where one of theirs is."""
    match node:
        case Apply(function=function, args=(base, Number(value=p))) if function is ELEMENTWISE_POWER and p > 0:
            return _parts(_bare(base))
    inner = signed_factors(node)[1]
    return [part for factor in inner for part in _parts(_bare(factor))] if inner != [node] else [node]


def _is_mask(node: Node) -> bool:
    """Whether a factor is made of constant pieces, of which some are 0: ismax(A, 1), or one such row at every row."""
    match node:
        case Product(coefficient=1, scalars=(), factors=word):
            return any(map(_is_mask, word)) and all(is_ones(f) or _is_mask(f) for f in word)
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            return _is_mask(inner)
        case Apply(function=function):
            return function.piecewise and all(rule.startswith("0*") for rule in function.differential.values())
    return False


def _bare(node: Node) -> Node:
    """An expression without the number in front of it."""
    return content_of(node)[1] if isinstance(node, Sum) else split(node)[1]
