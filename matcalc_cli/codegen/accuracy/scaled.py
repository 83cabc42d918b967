"""Roots and quotients of what is homogeneous, at the arguments divided by how large they are: no square leaves the range of numbers.

sqrt(x'*S*x) = s*sqrt(u'*S*u) with s = sum(abs(x)), u = x/s

What f(c*x) = c^p*f(x) holds of is seen as in physics: every variable has a weight, terms of a sum have to have the same,
and what exp, log and others are applied to has none. Variables that have the weight 1 together while all others have 0
are divided by one number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from matcalc_cli.codegen.accuracy.cancelling import power_of
from matcalc_cli.expr.build import add, apply, multiply, rebuild, substitute
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number, postorder
from matcalc_cli.expr.number import tidy
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, POWERS, SUM
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.kind import Kind

SCALED = Function("scaled", "X: m,n; alpha: 1,1 -> m,n", "X divided by a number, as one thing", code="X/alpha")
SCALE = Function(
    "scale", "X: 1,1 -> 1,1", "the power of two below a number, 1 for 0; no value depends on it", code="X", degree=1
)
MOST_NODES = 400
"""Nodes of an expression in which it is looked for."""


Weight = dict[Symbol, Fraction]
"""The power of c by which something grows where the variables grow by c to the power of their weights: a linear form in these."""


def within_range(roots: Sequence[Node]) -> list[Node]:
    """Expressions of the same values."""
    return [_scaled(root) if _has_quotient(root) else root for root in roots]


def _has_quotient(root: Node) -> bool:
    """Whether a root or a quotient of more than a name is there, in no more than so many nodes."""
    every = list(postorder(root))
    return len(every) <= MOST_NODES and any(_is_quotient(node) for node in every)


def _is_quotient(node: Node) -> bool:
    match node:
        case Apply(function=function, args=(Apply() | Product() | Sum(), Number(value=p))):
            return function is ELEMENTWISE_POWER and (p < 0 or Fraction(p).denominator > 1)
    return False


def _quotients(node: Node) -> list[tuple[Node, Fraction]]:
    """The bases and powers of a root or quotient, or of those that are factors of a product."""
    parts = node.scalars if isinstance(node, Product) else (node,)
    return [power_of(part) for part in parts if _is_quotient(part)]


def _scaled(node: Node) -> Node:
    """The largest parts that are homogeneous, at scaled arguments."""
    if not any(map(_is_quotient, postorder(node))):
        return node
    weights = Weights(node)
    groups = weights.dangerous(node)
    if groups:
        return _at_scaled(node, groups, weights)
    children = tuple([_scaled(child) for child in node.children])
    return node if children == node.children else rebuild(node, children)


def _at_scaled(node: Node, groups: Sequence[frozenset[Symbol]], weights: Weights) -> Node:
    """The expression of the arguments divided by s, times s^p, for every group."""
    scales = [(_size(group), group) for group in groups]
    new = substitute(node, {x: apply(SCALED, (x, scale)) for scale, group in scales for x in group})
    powers = [(scale, weights.degree(node, group)) for scale, group in scales]
    return multiply(*[apply(ELEMENTWISE_POWER, (scale, number(tidy(p)))) for scale, p in powers if p], new)


def _size(group: frozenset[Symbol]) -> Node:
    """A power of two near the sum of the absolute values of all entries, which takes no digit."""
    sizes = [apply(FUNCTIONS["abs"], (x,)) for x in sorted(group, key=lambda x: x.name)]
    return apply(SCALE, (add(*[size if size.is_scalar else apply(SUM, (size,)) for size in sizes]),))


class Weights:
    """The weights of the parts of an expression, and what those of the variables have to fulfil."""

    def __init__(self, node: Node) -> None:
        self._of: dict[Node, Weight] = {}
        self._zero: list[Weight] = []
        for part in postorder(node):
            self._of[part] = self._weight(part)

    def _weight(self, node: Node) -> Weight:
        parts = [self._of[child] for child in node.children]
        match node:
            case Symbol(axes=0, place=None, differential_of=None) if _is_free(KINDS[node.kind]):
                return {node: Fraction(1)}
            case Sum():
                self._zero += [_sum((parts[0], 1), (part, -1)) for part in parts[1:]]
                return parts[0]
            case Product():
                return _sum(*[(part, 1) for part in parts])
            case Apply(function=function, args=(_, Number(value=p))) if function in POWERS:
                return _sum((parts[0], Fraction(p)))
            case Apply(function=function) if function is SCALED:
                return {}
            case Apply(function=function, args=args) if function is HADAMARD or _is_product(function, len(args)):
                return _sum(*[(part, 1) for part in parts])
            case Apply(function=function, args=(_, *_)) if function.degree is not None:
                self._zero += parts[1:]
                return _sum((parts[0], function.degree))
        self._zero += parts
        return {}

    def degree(self, node: Node, group: frozenset[Symbol]) -> Fraction:
        """The weight of a part where these variables have the weight 1, and the others 0."""
        return sum([w for x, w in self._of[node].items() if x in group], Fraction(0))

    def dangerous(self, root: Node) -> list[frozenset[Symbol]]:
        """The groups by which a quotient, or several that are multiplied, grows faster than the root, and than 1.

        Of matrices only where there are no numbers and vectors that do.
        """
        groups = list(self._groups(root))
        found: list[frozenset[Symbol]] = []
        for node in postorder(root):
            parts = _quotients(node)
            concerned = [g for g in groups if any(self.degree(base, g) for base, _ in parts)]
            small = [g for g in concerned if all(x.cols == 1 for x in g)] or concerned
            most = max([Fraction(1), *[abs(self._together(root, each)) for each in (*[[g] for g in small], small)]])
            if max([Fraction(0), *self._growths(node, parts, small)]) > most:
                found += [group for group in small if group not in found]
        return found

    def _growths(
        self, node: Node, parts: Sequence[tuple[Node, Fraction]], groups: Sequence[frozenset[Symbol]]
    ) -> Iterator[Fraction]:
        """How fast each base grows, all quotients together, and what they divide."""
        yield from [abs(self._together(base, groups)) for base, _ in parts]
        divisor = sum([p * self._together(base, groups) for base, p in parts], Fraction(0))
        yield from (abs(divisor), abs(self._together(node, groups) - divisor))

    def _together(self, node: Node, groups: Sequence[frozenset[Symbol]]) -> Fraction:
        return sum([self.degree(node, group) for group in groups], Fraction(0))

    def _groups(self, root: Node) -> Iterator[frozenset[Symbol]]:
        """Variables that may be divided by one number, numbers and vectors first; no variable twice."""
        left = {x for x in root.symbols if self._of.get(x)}
        zero = [form for form in self._zero if any(form.values())]
        for first in sorted(left, key=lambda x: (x.cols != 1, x.name)):
            group = _closed({first}, zero, left) if first in left else frozenset()
            if group:
                left -= group
                yield group


def _closed(group: set[Symbol], zero: Sequence[Weight], left: set[Symbol]) -> frozenset[Symbol]:
    """The variables with as many others as the forms need; none if that is impossible."""
    while broken := next((form for form in zero if _at(form, group)), None):
        missing = -_at(broken, group)
        more = [x for x in sorted(left - group, key=lambda x: (x.cols != 1, x.name)) if broken.get(x) == missing]
        if not more:
            return frozenset()
        group = {*group, more[0]}
    return frozenset(group)


def _at(form: Weight, group: set[Symbol]) -> Fraction:
    return sum([w for x, w in form.items() if x in group], Fraction(0))


def _sum(*terms: tuple[Mapping[Symbol, Fraction], Fraction | int]) -> Weight:
    found: Weight = {}
    for weight, factor in terms:
        for x, w in weight.items():
            found[x] = found.get(x, Fraction(0)) + w * factor
    return {x: w for x, w in found.items() if w}


def _is_product(function: Function, count: int) -> bool:
    """Whether it is linear in every argument."""
    return function.is_linear and not function.variadic and len(function.differential) == count


def _is_free(kind: Kind) -> bool:
    """Whether what is of a kind stays so, and nothing else that is used, where it is divided by a positive number."""
    return not (kind.entry or kind.orthonormal or kind.whole)
