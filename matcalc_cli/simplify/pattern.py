"""Patterns: expressions whose names match anything of their kind, and rules made of two of them."""

from __future__ import annotations

from itertools import permutations

from matcalc_cli.elaborate import elaborate
from matcalc_cli.elaborate.builder import Scope, build_in_order, in_order
from matcalc_cli.expr.build import ONE, add, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, scale
from matcalc_cli.expr.normal_forms.powers import is_whole
from matcalc_cli.expr.operations import HADAMARD
from matcalc_cli.expr.shapes.dimensions import Dim, Size
from matcalc_cli.functions import names
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.kind import Kind
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr import sign
    from matcalc_cli.simplify import triangles
else:
    sign = Later("matcalc_cli.expr.sign")
    triangles = Later("matcalc_cli.simplify.triangles")


class Binding:
    """The expressions that the names and dimensions of a pattern stand for, so far."""

    __slots__ = ("dims", "nodes")

    def __init__(self, nodes: dict[str, Node] | None = None, dims: dict[str, Size] | None = None) -> None:
        self.nodes = nodes or {}
        self.dims = dims or {}

    def copy(self) -> Binding:
        """A copy to try something on."""
        return Binding(dict(self.nodes), dict(self.dims))

    def take(self, other: Binding) -> None:
        """Adopt what a try found."""
        self.nodes, self.dims = other.nodes, other.dims


class Rule:
    """An equation, ready to be used from left to right."""

    __slots__ = ("left", "right", "text")

    def __init__(self, text: str, *, scalar: bool = False) -> None:
        equation, _, where = text.partition(" where ")
        left, _, right = equation.partition(" = ")
        declarations = "X: scalar" if scalar else where
        self.text = text
        self.left: Node = elaborate(parse(left + _clause(declarations, left), names())).expression
        self.right = in_order(parse(right, names()).body)

    def rewritten(self, binding: Binding) -> Node:
        """The right side for what the left side matched."""
        return build_in_order(self.right, Scope(binding.nodes, binding.dims))


def _clause(declarations: str, left: str) -> str:
    said = [(d, *d.split(": ")) for d in declarations.split(", ") if d]
    # k: scalar is for the right side; on the left the exponent of a matrix is an integer, which no scalar is.
    wanted = [d for d, name, kind in said if name in left and not (kind == "scalar" and f"^{name}" in left)]
    return " where " + ", ".join(wanted) if wanted else ""


def match(pattern: Node, node: Node, binding: Binding) -> bool:
    """Whether `node` is an instance of `pattern`; fills `binding`."""
    if isinstance(pattern, Symbol):
        return _bind(pattern, node, binding)
    negative = _negated_name(pattern)
    if negative is not None:
        known = negative.name in binding.nodes  # what X is then says whether this is -X
        return (known or _is_negative(node)) and _bind(negative, scale(-1, node), binding)
    match pattern, node:
        case Number(), _:
            return pattern is node
        case Product(coefficient=int(c), scalars=(Symbol() as name,), factors=()), Number(value=int(v)) if v % c == 0:
            return _bind(name, number(v // c), binding)  # 4 is 2*k
        case Sum(terms=terms), Sum(terms=others):
            return _shapes(pattern, node, binding) and _sum(terms, others, binding)
        case Product(), Product():
            return _product(pattern, node, binding)
        case Apply(function=f, args=args), Apply(function=g, args=others) if f is g and len(args) == len(others):
            if not _shapes(pattern, node, binding) or not _dimensions(pattern.sizes, node.sizes, binding):
                return False
            return match_any_order(args, others, binding) if f is HADAMARD else match_all(args, others, binding)
    return False


def _is_negative(node: Node) -> bool:
    """Whether a node is written with a minus sign, a sum with one at every term."""
    terms = node.terms if isinstance(node, Sum) else (node,)
    return all(coefficient_of(term) < 0 for term in terms)


def _negated_name(pattern: Node) -> Symbol | None:
    """X of the pattern -X, which matches anything with a negative coefficient."""
    match pattern:
        case Product(coefficient=-1) if len(pattern.children) == 1 and isinstance(pattern.children[0], Symbol):
            return pattern.children[0]
    return None


def _bind(name: Symbol, node: Node, binding: Binding) -> bool:
    bound = binding.nodes.get(name.name)
    if bound is not None:
        return bound is node
    if not _is_of_kind(node, KINDS[name.kind]):
        return False
    if not _shapes(name, node, binding):
        return False
    binding.nodes[name.name] = node
    return True


def _is_of_kind(node: Node, kind: Kind) -> bool:
    """Whether an expression is surely of the kind that a name of the pattern is declared to be."""
    if kind.orthonormal:
        return isinstance(node, Symbol) and node.kind == kind.name
    if kind.definite and kind.is_number:
        return sign.is_positive(node)
    if kind.whole:
        return is_whole(node)
    if kind.is_hollow:
        return isinstance(node, Symbol) and KINDS[node.kind].is_hollow
    if kind.triangles:
        return all([triangles.is_triangular(node, which) for which in kind.triangles])
    return kind.transpose != "X" or transpose(node) is node


def _shapes(pattern: Node, node: Node, binding: Binding) -> bool:
    return _dimensions(pattern.shape, node.shape, binding)


def _dimensions(patterns: Sequence[Size], sizes: Sequence[Size], binding: Binding) -> bool:
    return all(_dimension(p, s, binding) for p, s in zip(patterns, sizes, strict=True))


def _dimension(pattern: Size, size: Size, binding: Binding) -> bool:
    """A dimension name matches any dimension, the same one everywhere; a compound one is left to its parts."""
    if isinstance(pattern, Dim):
        return binding.dims.setdefault(str(pattern), size) == size if pattern.is_name else True
    return pattern == size


def _sum(patterns: Sequence[Node], terms: Sequence[Node], binding: Binding) -> bool:
    """Terms in any order; a bare name stands for all the terms that the others leave."""
    names = [p for p in patterns if isinstance(p, Symbol)]
    if len(names) != 1 or len(terms) <= len(patterns):
        return match_any_order(patterns, terms, binding)
    places = matches([p for p in patterns if p is not names[0]], terms, binding)
    return places is not None and match(names[0], add(*[t for i, t in enumerate(terms) if i not in places]), binding)


def _product(pattern: Product, node: Product, binding: Binding) -> bool:
    if len(pattern.scalars) == 1 == pattern.coefficient and isinstance(name := pattern.scalars[0], Symbol):
        front = multiply(number(node.coefficient), *node.scalars)  # a bare name stands for all numbers in front
        return front is not ONE and match_all(pattern.factors, node.factors, binding) and match(name, front, binding)
    if pattern.coefficient != node.coefficient or len(pattern.factors) != len(node.factors):
        return False
    return match_all(pattern.factors, node.factors, binding) and match_any_order(pattern.scalars, node.scalars, binding)


def match_all(patterns: Sequence[Node], nodes: Sequence[Node], binding: Binding) -> bool:
    """Whether each node is an instance of the pattern in its place."""
    return len(patterns) == len(nodes) and all(match(p, n, binding) for p, n in zip(patterns, nodes, strict=True))


def match_any_order(patterns: Sequence[Node], nodes: Sequence[Node], binding: Binding) -> bool:
    """Whether the nodes, in some order, are instances of the patterns."""
    return len(patterns) == len(nodes) and matches(patterns, nodes, binding) is not None


def matches(patterns: Sequence[Node], nodes: Sequence[Node], binding: Binding) -> tuple[int, ...] | None:
    """The first places whose nodes are instances of the patterns, in any order; fills `binding`. None if there are none."""
    for places in permutations(range(len(nodes)), len(patterns)):
        attempt = binding.copy()
        if match_all(patterns, [nodes[i] for i in places], attempt):
            binding.take(attempt)
            return places
    return None
