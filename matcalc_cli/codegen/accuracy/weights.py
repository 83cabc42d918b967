"""How fast the parts of an expression grow with its variables, as in physics, and which of these may be divided by one number.

Every variable has a weight, terms of a sum have to have the same, and what exp, log and others are applied to has none.
Where terms have not, the expression is `padded`: a sum grows as the fastest of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import permutations

from matcalc_cli.codegen.accuracy.cancelling import entrywise_parts, power_of
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, POWERS
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.kind import Kind

SCALED = Function("scaled", "X: m,n; alpha: 1,1 -> m,n", "X divided by a number, as one thing", code="X/alpha")
SCALED_EACH = Function(
    "scaled_each", "X: m,n; Y: m,n -> m,n", "X divided by Y, entry by entry, as one thing", code="X./Y"
)


Weight = dict[Symbol, Fraction]
"""The power of c by which something grows where the variables grow by c to the power of their weights: a linear form in these."""
Group = frozenset[Symbol]
"""Variables that are divided by one number."""


def is_quotient(node: Node) -> bool:
    """Whether it is a root or a quotient of more than a name."""
    match node:
        case Apply(function=function, args=(Apply() | Product() | Sum(), Number(value=p))):
            return function is ELEMENTWISE_POWER and (p < 0 or Fraction(p).denominator > 1)
    return False


def _quotients(node: Node, *, of_arrays: bool) -> list[tuple[Node, Fraction]]:
    """The bases and powers of a root or quotient, or of those that are factors of a product."""
    multiplied = isinstance(node, Product) or (isinstance(node, Apply) and node.function is HADAMARD)
    parts = entrywise_parts(node) if multiplied else (node,)
    return [power_of(part) for part in parts if is_quotient(part) and (of_arrays or part.is_scalar)]


class Weights:
    """The weights of the parts of an expression, and what those of the variables, or of those of a group, have to fulfil."""

    def __init__(self, root: Node, *, padded: bool, group: Collection[Symbol]) -> None:
        self.of: dict[Node, Weight] = {}
        self.zero: list[Weight] = []
        """Combinations that have the weight 0."""
        self.fixed: set[Symbol] = set()
        """The variables in what has to have the weight 0 by itself."""
        self.added: list[tuple[Weight, Weight]] = []
        """The weights of any two terms of a sum."""
        self._padded, self._group = padded, group
        for part in postorder(root):
            self.of[part] = self._weight(part)

    def degree(self, node: Node) -> Fraction:
        """The weight of a part where those of the variables are 1."""
        return sum(self.of[node].values(), Fraction(0))

    def _weight(self, node: Node) -> Weight:
        parts = [self.of[child] for child in node.children]
        match node:
            case Symbol() if node in self._group:
                return {node: Fraction(1)}
            case Sum():
                self.added += permutations(parts, 2)
                self.zero += [_sum((parts[0], 1), (part, -1)) for part in parts[1:]]
                return max(parts, key=lambda weight: sum(weight.values())) if self._padded else parts[0]
            case Product():
                return _sum(*[(part, 1) for part in parts])
            case Apply(function=function, args=(_, Number(value=p))) if function in POWERS:
                return _sum((parts[0], Fraction(p)))
            case Apply(function=function) if function in {SCALED, SCALED_EACH}:
                return _sum((parts[0], 1), (parts[1], -1))
            case Apply(function=function, args=args) if function is HADAMARD or _is_product(function, len(args)):
                return _sum(*[(part, 1) for part in parts])
            case Apply(function=function, args=(_, *others)) if function.degree is not None:
                self._fix(others)
                return _sum((parts[0], function.degree))
        self._fix(node.children)
        return {}

    def _fix(self, nodes: Sequence[Node]) -> None:
        self.zero += [self.of[node] for node in nodes]
        self.fixed.update(*[node.symbols for node in nodes])


class Growth:
    """The groups of variables of an expression, and how fast its parts grow with each.

    `padded`: terms of sums may grow more slowly than others; `of_entries`: every entry of an array is divided by its own
    number. By one number for all the quotients of padded arrays are left alone: 1/s^2 + u.^2 would be 0 where u is small.
    """

    def __init__(self, root: Node, *, padded: bool, of_entries: bool) -> None:
        self.root, self.padded, self.of_entries = root, padded, of_entries
        free = [x for x in root.symbols if _is_free(x)]
        weights = Weights(root, padded=padded, group=free)
        used = sorted({x for x in free if weights.of.get(x)}, key=lambda x: (x.cols != 1, x.name))
        groups = _added(weights, used) if padded else _balanced(weights, used)
        self._of = {group: Weights(root, padded=padded, group=group) for group in groups}

    def degree(self, node: Node, group: Group) -> Fraction:
        """The weight of a part where these variables have the weight 1, and the others 0."""
        return self._of[group].degree(node)

    def dangerous(self) -> list[Group]:
        """The groups by which a quotient, or several that are multiplied, grows faster than the root, and than 1."""
        found: list[Group] = []
        for node in postorder(self.root):
            parts = _quotients(node, of_arrays=self.of_entries or not self.padded)
            small = self.concerned([base for base, _ in parts])
            most = max(
                [Fraction(1), *[abs(self._together(self.root, each)) for each in (*[[g] for g in small], small)]]
            )
            if max([Fraction(0), *self._growths(node, parts, small)]) > most:
                found += [group for group in small if group not in found]
        return found

    def concerned(self, nodes: Sequence[Node]) -> list[Group]:
        """The groups with which one of these grows, those of matrices only where there are none of numbers and vectors."""
        found = [g for g in self._of if any(self.degree(node, g) for node in nodes)]
        return [g for g in found if all(x.cols == 1 for x in g)] or found

    def _growths(
        self, node: Node, parts: Sequence[tuple[Node, Fraction]], groups: Sequence[Group]
    ) -> Iterator[Fraction]:
        """How fast each base grows, all quotients together, and what they divide."""
        yield from [abs(self._together(base, groups)) for base, _ in parts]
        divisor = sum([p * self._together(base, groups) for base, p in parts], Fraction(0))
        yield from (abs(divisor), abs(self._together(node, groups) - divisor))

    def _together(self, node: Node, groups: Sequence[Group]) -> Fraction:
        return sum([self.degree(node, group) for group in groups], Fraction(0))


def _balanced(weights: Weights, used: Sequence[Symbol]) -> Iterator[Group]:
    """Variables that may be divided by one number, numbers and vectors first; no variable twice."""
    left = list(used)
    zero = [form for form in weights.zero if any(form.values())]
    for first in used:
        group = _closed({first}, zero, left) if first in left else frozenset()
        left = [x for x in left if x not in group]
        if group:
            yield group


def _closed(group: set[Symbol], zero: Sequence[Weight], left: Sequence[Symbol]) -> Group:
    """The variables with as many others as the forms need; none if that is impossible."""
    while broken := next((form for form in zero if _at(form, group)), None):
        missing = -_at(broken, group)
        more = [x for x in left if x not in group and broken.get(x) == missing]
        if not more:
            return frozenset()
        group = {*group, more[0]}
    return frozenset(group)


def _added(weights: Weights, used: Sequence[Symbol]) -> Iterator[Group]:
    """Variables that are added to each other, and never multiplied; no variable twice."""
    left = [x for x in used if x not in weights.fixed]
    while left:
        group = {left[0]}
        while more := next(_more(weights, group, left), None):
            group.add(more)
        left = [x for x in left if x not in group]
        yield frozenset(group)


def _more(weights: Weights, group: Collection[Symbol], left: Sequence[Symbol]) -> Iterator[Symbol]:
    """Variables that are added to those of a group."""
    others = [x for x in left if x not in group]
    for one, other in weights.added:
        if _has(one, group) and not _has(other, group):
            for x in others:
                if x in other and not any(x in weight and _has(weight, group) for weight in weights.of.values()):
                    yield x


def _has(weight: Weight, group: Collection[Symbol]) -> bool:
    return any(x in weight for x in group)


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


def _is_free(x: Symbol) -> bool:
    """Whether it stays what it is, and nothing else that is used, where it is divided by a positive number."""
    kind: Kind = KINDS[x.kind]
    whole = x.axes == 0 and x.place is None and x.differential_of is None
    return whole and not (kind.entry or kind.orthonormal or kind.whole)
