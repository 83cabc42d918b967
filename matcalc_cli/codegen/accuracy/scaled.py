"""Roots, quotients and logarithms at the variables divided by how large they are: no square leaves the range of numbers.

sqrt(x'*S*x) = s*sqrt(u'*S*u) with s = sum(abs(x)), u = x/s

In a sum that is not homogeneous the terms that grow more slowly are divided by s as well, which is 1 then unless the
variables are very large:

sqrt(1 + x'*x) = s*sqrt(1/s^2 + u'*u)        log(1 + x'*x) = 2*log(s) + log1p(1/s^2 - 1 + u'*u)

Of what is done entry by entry every entry is divided by its own s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from matcalc_cli.codegen.accuracy.by_entries import LOGARITHMS, named
from matcalc_cli.codegen.accuracy.cancelling import entrywise_product
from matcalc_cli.codegen.accuracy.weights import SCALED, SCALED_EACH, Group, Growth, is_quotient
from matcalc_cli.expr.build import add, apply, multiply, rebuild, substitute, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number, postorder
from matcalc_cli.expr.number import tidy
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, SUM
from matcalc_cli.functions import FUNCTIONS

SCALE = Function(
    "scale",
    "X: m,n -> m,n",
    "the powers of two below numbers, 1 for 0; no value depends on them",
    code="X",
    degree=1,
    elementwise=True,
)
AT_LEAST_ONE = Function("at_least_one", "X: m,n -> m,n", "the larger of X and 1", code="X", elementwise=True)
ONE_LESS = Function("one_less", "X: m,n -> m,n", "X - 1, as one thing", code="X - 1", elementwise=True)
MOST_NODES = 400
"""Nodes of an expression in which it is looked for."""
LARGE = 2**30
"""Above it variables are divided where terms grow differently: its fourth power is in the range of single precision."""


def within_range(roots: Sequence[Node]) -> list[Node]:
    """Expressions of the same values."""
    return [_of_numbers(_of_entries(root)) if _is_concerned(root) else root for root in roots]


def _is_concerned(root: Node) -> bool:
    """Whether there is what may leave the range, in no more than so many nodes."""
    every = list(postorder(root))
    return len(every) <= MOST_NODES and any(map(_may_leave, every))


def _may_leave(node: Node) -> bool:
    """Whether it is a root, a quotient or a logarithm of more than a name."""
    return is_quotient(node) or _of_logarithm(node) is not None


def _of_logarithm(node: Node) -> Node | None:
    """What a logarithm is taken of, less 1 in log1p."""
    match node:
        case Apply(function=function, args=(Apply() | Product() | Sum() as inside,)) if function in LOGARITHMS:
            return inside
    return None


def _of_entries(node: Node) -> Node:
    """The largest parts that are made entry by entry, with each entry scaled by itself."""
    if not any(map(_may_leave, postorder(node))):
        return node
    match node:
        case Apply() | Product() if node.rows == 1 != node.cols:
            turned = transpose(node)
            return _below(node, _of_entries) if node in turned.children else transpose(_of_entries(turned))
        case Product(coefficient=c, scalars=scalars, factors=(left, right)) if node.is_scalar and right.cols == 1:
            inner = _each_scaled(apply(HADAMARD, (transpose(left), right)))
            if inner is not None:
                return multiply(number(c), *map(_of_entries, scalars), apply(SUM, (inner,)))
    found = None if node.is_scalar or isinstance(node, Sum) else _each_scaled(node)
    return _below(node, _of_entries) if found is None else found


def _each_scaled(node: Node) -> Node | None:
    """An array at variables and other parts of which every entry is divided by its own number."""
    names: dict[Node, Symbol] = {}
    found = _scaled(named(node, names), of_entries=True)
    return None if found is None else substitute(found, {name: _of_entries(part) for part, name in names.items()})


def _of_numbers(node: Node) -> Node:
    """The largest parts, with all entries of a variable scaled by one number."""
    if not any(map(_may_leave, postorder(node))):
        return node
    found = _scaled(node, of_entries=False)
    return _below(node, _of_numbers) if found is None else found


def _below(node: Node, change: Callable[[Node], Node]) -> Node:
    children = tuple([change(child) for child in node.children])
    return node if children == node.children else rebuild(node, children)


def _scaled(node: Node, *, of_entries: bool) -> Node | None:
    """The expression at scaled variables, where it may leave the range without."""
    inside = _of_logarithm(node)
    for padded in (False, True):
        if inside is not None:
            found = _logarithm(node, Growth(inside, padded=padded, of_entries=of_entries))
        elif padded and isinstance(node, Sum):
            found = None
        else:
            found = _homogeneous(Growth(node, padded=padded, of_entries=of_entries))
        if found is not None:
            return found
    return None


def _homogeneous(growth: Growth) -> Node | None:
    """The expression of the variables divided by s, times s^p, for every group."""
    divisors = {group: _size(group, growth) for group in growth.dangerous()}
    if not divisors:
        return None
    powers = [_power(s, growth.degree(growth.root, group)) for group, s in divisors.items()]
    new = _rewritten(growth, divisors)
    return entrywise_product([*powers, new], growth.root) if growth.of_entries else multiply(*powers, new)


def _logarithm(node: Node, growth: Growth) -> Node | None:
    """log(s^p*x) as p*log(s) + log(x)."""
    near_one = isinstance(node, Apply) and node.function is not FUNCTIONS["log"]
    degrees = {group: growth.degree(growth.root, group) for group in growth.concerned([growth.root])}
    divisors = {group: _size(group, growth) for group, p in degrees.items() if abs(p) > 1}
    if not divisors or (near_one and not growth.padded):
        return None
    new = _rewritten(growth, divisors)
    logarithms = [
        entrywise_product([number(tidy(degrees[group])), apply(FUNCTIONS["log"], (s,))], node)
        for group, s in divisors.items()
    ]
    if near_one:
        one = entrywise_product([_power(s, -degrees[group]) for group, s in divisors.items()], node)
        return add(*logarithms, apply(FUNCTIONS["log1p"], (add(apply(ONE_LESS, (one,)), new),)))
    return add(*logarithms, apply(FUNCTIONS["log"], (new,)))


def _rewritten(growth: Growth, divisors: Mapping[Group, Node]) -> Node:
    """The expression of the variables divided by s, with what makes sums homogeneous."""
    done: dict[Node, Node] = {}
    for part in postorder(growth.root):
        s = next((s for group, s in divisors.items() if part in group), None)
        children = tuple([done[child] for child in part.children])
        if s is not None:
            done[part] = apply(SCALED if s.is_scalar else SCALED_EACH, (part, s))
        elif isinstance(part, Sum) and growth.padded:
            done[part] = add(
                *[_smaller(old, new, part, growth, divisors) for old, new in zip(part.terms, children, strict=True)]
            )
        else:
            done[part] = part if children == part.children else rebuild(part, children)
    return done[growth.root]


def _smaller(old: Node, new: Node, total: Node, growth: Growth, divisors: Mapping[Group, Node]) -> Node:
    """A term of a sum, divided by what others grow faster by."""
    missing = {s: growth.degree(old, group) - growth.degree(total, group) for group, s in divisors.items()}
    powers = [_power(s, p) for s, p in missing.items() if p]
    if not powers:
        return new
    return entrywise_product([*powers, new], total) if growth.of_entries else multiply(*powers, new)


def _power(s: Node, p: Fraction) -> Node:
    return apply(ELEMENTWISE_POWER, (s, number(tidy(p)))) if p else number(1)


def _size(group: Group, growth: Growth) -> Node:
    """How large variables are: a power of two, which takes no digit, or 1 unless they are very large."""
    sizes = [apply(FUNCTIONS["abs"], (x,)) for x in sorted(group, key=lambda x: x.name)]
    total = add(*[size if growth.of_entries or size.is_scalar else apply(SUM, (size,)) for size in sizes])
    return (
        apply(AT_LEAST_ONE, (multiply(number(Fraction(1, LARGE)), total),)) if growth.padded else apply(SCALE, (total,))
    )
