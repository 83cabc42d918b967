"""The adjoint of a linear expression, by walking it backwards: every linear operation knows its own."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.errors import UnknownRuleError
from matcalc_cli.expr.build import add, apply, is_block, multiply, transpose, zeros
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number
from matcalc_cli.expr.operations import SUMMATION, TRACE
from matcalc_cli.expr.shapes.signature import chosen
from matcalc_cli.later import Later
from matcalc_cli.readings.variadic import ADJOINTS
from matcalc_cli.walk import children_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from matcalc_cli.readings import blocks
else:
    blocks = Later("matcalc_cli.readings.blocks")


def adjoint(linear: Node, direction: Symbol, seed: Node, trace: list[Node] | None = None) -> Node:
    """L*[seed] for linear = L[direction]: <seed, L[D]> = <L*[seed], D>; of the shape of D.

    `seed` has the shape of `linear`; `trace` gets every node that is gone back through, the outermost first.
    """
    return adjoints(linear, (direction,), seed, trace)[direction]


def adjoints(
    linear: Node, directions: Collection[Symbol], seed: Node, trace: list[Node] | None = None
) -> dict[Symbol, Node]:
    """The adjoints by several directions, in which `linear` is linear together, by one walk through all that they share.

    Source: reverse accumulation, Griewank & Walther, chapter 3.
    """
    moving = frozenset(directions)
    arriving: dict[Node, list[Node]] = {linear: [seed]} if _moves(linear, moving) else {}
    for node in _from_the_root(linear, moving) if arriving else ():
        if trace is not None:
            trace.append(node)
        for child, part in _pulled_back(node, add(*arriving.pop(node)), moving, trace):
            arriving.setdefault(child, []).append(part)
    return {d: add(*arriving[d]) if d in arriving else zeros(d.shape) for d in directions}


def _moves(node: Node, directions: frozenset[Symbol]) -> bool:
    return not directions.isdisjoint(node.symbols)


def _from_the_root(linear: Node, directions: frozenset[Symbol]) -> list[Node]:
    """Every node above the directions, parents before children.

    The body of a sum over an index is left to an adjoint of its own.
    """
    is_still = directions.isdisjoint

    def inner(node: Node) -> list[Node]:
        return [child for child in _inner(node) if not is_still(child.symbols)]

    return list(children_first([linear], inner, directions.__contains__))[::-1]


def _inner(node: Node) -> tuple[Node, ...]:
    return () if isinstance(node, Apply) and node.function is SUMMATION else node.children


def _pulled_back(
    node: Node, cotangent: Node, directions: frozenset[Symbol], trace: list[Node] | None
) -> Iterator[tuple[Node, Node]]:
    match node:
        case Sum(terms=terms):
            for term in terms:  # all of them contain a direction: a linear expression has no constant term
                yield term, cotangent
        case Product():
            yield _product(node, cotangent, directions)
        case Apply(function=function, args=args) if function is SUMMATION:
            index, low, high, body = args
            moving = [d for d in directions if d in body.symbols]
            for direction, part in adjoints(body, moving, cotangent, trace).items():
                yield direction, apply(SUMMATION, (index, low, high, part))
        case Apply() if is_block(node):
            yield from blocks.parts(node, cotangent, directions)
        case _:
            assert isinstance(node, Apply)  # a symbol is not pulled back through
            yield _operation(node, cotangent, directions)


def _product(node: Product, cotangent: Node, directions: frozenset[Symbol]) -> tuple[Node, Node]:
    """L D R: L' G R'.  s M for a scalar s: <G, M>."""
    front = number(node.coefficient)
    for i, scalar in enumerate(node.scalars):
        if _moves(scalar, directions):
            others = node.scalars[:i] + node.scalars[i + 1 :]
            return scalar, multiply(front, *others, _inner_product(cotangent, node.factors))
    i = next(i for i, factor in enumerate(node.factors) if _moves(factor, directions))
    left = [transpose(f) for f in reversed(node.factors[:i])]
    right = [transpose(f) for f in reversed(node.factors[i + 1 :])]
    return node.factors[i], multiply(front, *node.scalars, *left, cotangent, *right)


def _inner_product(cotangent: Node, factors: tuple[Node, ...]) -> Node:
    return apply(TRACE, (multiply(transpose(cotangent), *factors),)) if factors else cotangent


def _operation(node: Apply, cotangent: Node, directions: frozenset[Symbol]) -> tuple[Node, Node]:
    args = node.args
    i = next(i for i, a in enumerate(args) if _moves(a, directions))
    variadic = ADJOINTS.get(node.function)
    if variadic is not None:
        return args[i], variadic(args, i, cotangent)
    signature, dims = chosen(node.function, [a.shape for a in args], node.sizes)
    rule = node.function.adjoint.get(signature.parameters[i])
    if rule is None:
        raise UnknownRuleError(f"the adjoint of {node.function.title} is not known")
    scope = dict(zip(signature.parameters, args, strict=True))
    return args[i], instantiate(rule, {**scope, "G": cotangent}, dims)
