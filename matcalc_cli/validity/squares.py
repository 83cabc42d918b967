"""1 - X.^2 and X - c: differences that are conditions between two numbers."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, add, apply, bare, is_ones, multiply, ones
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number
from matcalc_cli.expr.normal_forms.coefficients import content_of, scale, split
from matcalc_cli.expr.number import exact_ratio, magnitude, rational_power
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, TRANSPOSE
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.validity.condition import Condition
from matcalc_cli.validity.signs import is_not_negative, is_positive


def between_ends(node: Node) -> list[Condition] | None:
    """Nothing for what is between -1 and 1 wherever it has a value, as tanh(X)."""
    return [] if all(map(is_positive, _to_the_ends(node))) else _of_root("between", node)


def not_outside(node: Node) -> list[Condition] | None:
    """Nothing for what is between -1 and 1 or one of these wherever it has a value, as sin(X)."""
    return [] if all(map(is_not_negative, _to_the_ends(node))) else _of_root("not outside", node)


def _of_root(predicate: str, node: Node) -> list[Condition] | None:
    """X of X.^3, which is between -1 and 1 where X is, and x - 1 of 1 - x; None of others."""
    match node:
        case Apply(function=function, args=(base, Number(value=int() as p))) if function is ELEMENTWISE_POWER and p > 0:
            return [Condition(predicate, base)]
        case Sum() if content_of(node)[0] < 0:
            return [Condition(predicate, scale(-1, node))]
    return None


def _to_the_ends(node: Node) -> list[Node]:
    """1 - X and 1 + X."""
    return [add(ones(*node.shape), scale(sign, node)) for sign in (-1, 1)]


def one_minus_square(node: Node) -> list[Node]:
    """1 - X.^2, as it stands and with the power of each factor: 1 - a^2/b^2."""
    squares = [power(ELEMENTWISE_POWER, (node, number(2))) for power in (bare, apply)]
    return [add(ones(*node.shape), multiply(number(-1), square)) for square in squares]


def difference_of_squares(node: Node) -> Node | None:
    """X.^2 - c^2 of X - c with a number c > 0: where this is positive, so is that."""
    for term in node.terms if isinstance(node, Sum) else ():
        c, entries = split(term)
        if c < 0 and (entries is ONE or is_ones(entries)):
            other = add(node, scale(-1, term))
            return add(apply(ELEMENTWISE_POWER, (other, number(2))), scale(-c * c, entries))
    return None


def root_of_difference(node: Node) -> Node | None:
    """X of 1 - X.^2, with its number: 2*x of 1 - 4*x^2."""
    if not isinstance(node, Sum) or len(node.terms) != 2:
        return None
    ones = [t for t in node.terms if t is ONE or is_ones(t)]
    c, square = split(next((t for t in node.terms if t not in ones), node))
    if (
        isinstance(square, Apply) and square.function is TRANSPOSE
    ):  # of a row, as a column; rows and columns do not matter
        (square,) = square.args
    base = _root_of_square(square) if ones and c < 0 else None
    root = None if base is None else rational_power(magnitude(c), exact_ratio(1, 2))
    return None if base is None or root is None else scale(root, base)


def _root_of_square(node: Node) -> Node | None:
    """X of X.^2, and a/b of a^2*b^-2."""
    match node:
        case Apply(function=function, args=entries) if function is HADAMARD:
            halves = [_half_power(e) for e in entries]
            whole = tuple([h for h in halves if h is not None])
            return apply(HADAMARD, whole) if len(whole) == len(entries) else None
        case Product(coefficient=1, scalars=scalars, factors=()):
            roots = [_half_power(s) for s in scalars]
            found = [r for r in roots if r is not None]
            return multiply(*found) if len(found) == len(roots) else None
    return _half_power(node)


def _half_power(node: Node) -> Node | None:
    match node:
        case Apply(function=function, args=(base, Number(value=int() as p))) if (
            function is ELEMENTWISE_POWER and not p % 2
        ):
            return apply(ELEMENTWISE_POWER, (base, number(p // 2)))
    return None


def modulus_apart(node: Sum) -> list[Node]:
    """1 - X and 1 + X of 1 - abs(X), which is 0 where one of them is, and of 1 - X.^2 if one never is; nothing of other sums."""
    root = root_of_difference(node)
    ends = [] if root is None else _to_the_ends(root)
    if any(is_positive(end) or is_positive(scale(-1, end)) for end in ends):
        return ends
    terms = [t for t in node.terms if not (t is ONE or is_ones(t))]
    c, modulus = split(terms[0]) if len(terms) == 1 and len(node.terms) == 2 else (0, node)
    if c == -1 and isinstance(modulus, Apply) and modulus.function is FUNCTIONS["abs"]:
        one, x = ones(*node.shape), modulus.args[0]
        return [add(one, scale(-1, x)), add(one, x)]
    return []
