"""Quotients by a length, with no power of it that leaves the range of numbers, and 0 where the length is 0 and they tend to 0.

x*x'/norm(x)^3 = u*u'/norm(x) with u = x/norm(x)        x*x'/norm(x) = 0 at x = 0
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from matcalc_cli.codegen.accuracy.cancelling import power_of
from matcalc_cli.elaborate.builder import spelled_out
from matcalc_cli.expr.build import add, apply, multiply, rebuild, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.number import tidy
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, KRON, SUM
from matcalc_cli.expr.vectorized import vec
from matcalc_cli.functions.norms import NORM
from matcalc_cli.functions.reductions import STD, VAR

DIRECTION = Function("direction", "X: m,n -> m,n", "X divided by its length, as one thing", code="X/norm(X)", degree=0)
NONZERO = Function("nonzero", "X: 1,1 -> 1,1", "a number, and 1 in the place of 0", code="X", degree=1)


def without_powers(node: Node) -> Node:
    """A product in which what is divided by powers of lengths is divided by each length."""
    if isinstance(node, Apply) and node.function is STD:
        return spelled_out(node) or node
    lengths = _lengths(node)
    left = -sum([p for _, p in lengths.values()])
    if not isinstance(node, Product) or left < 1:
        return node
    product = multiply(number(node.coefficient), *[s for s in node.scalars if s not in lengths], *node.factors)
    scalars: list[Node] = []
    for scalar, (norm, p) in lengths.items():
        copies = _copies(product, norm.children[0], int(1 - p))
        if len(copies) > -p and (node.factors or left > 1):
            scalars.append(_power(apply(NONZERO, (norm,)), int(p)))
        elif copies and left > 1:
            product = copies[-1]
            scalars.append(_power(norm, int(p) + len(copies)))
        else:
            scalars.append(scalar)
    return node if scalars == [*lengths] else multiply(*scalars, product)


def root_as_length(node: Node) -> Node:
    """The root of a sum of squares as a length, that of a variance as a deviation, and odd powers of these."""
    base, p = power_of(node)
    match base:
        case _ if p.denominator != 2:
            return node
        case Apply(function=function, args=(inner,)) if function is VAR:
            return _power(without_powers(apply(STD, (inner,))), int(2 * p))
        case Apply(function=function, args=(squares,)) if function is SUM and power_of(squares)[1] == 2:
            return _power(apply(NORM, (power_of(squares)[0],)), int(2 * p))
    return node


def _lengths(node: Node) -> dict[Node, tuple[Node, Fraction]]:
    """The scalars of a product that are negative powers of lengths, as lengths and powers."""
    scalars = node.scalars if isinstance(node, Product) else ()
    found = {scalar: _of_length(*power_of(scalar)) for scalar in scalars}
    return {scalar: power for scalar, power in found.items() if _is_divisor(*power)}


def _of_length(base: Node, p: Fraction) -> tuple[Node, Fraction]:
    """(x'*x)^p as a power of the length of x."""
    match base:
        case Product(coefficient=1, scalars=(), factors=(turned, x)) if x.cols == 1 and turned is transpose(x):
            return apply(NORM, (x,)), 2 * p
    return base, p


def _is_divisor(norm: Node, p: Fraction) -> bool:
    """Whether it is a negative power of a length."""
    return isinstance(norm, Apply) and norm.function is NORM and p < 0 and p.denominator == 1


def _power(base: Node, p: int) -> Node:
    return apply(ELEMENTWISE_POWER, (base, number(tidy(p))))


def _copies(node: Node, x: Node, most: int) -> list[Node]:
    """An expression with one x in each term divided by its length, with two, and so on, as often as there are any."""
    unit = apply(DIRECTION, (x,))
    forms = {x: unit, vec(x): vec(unit)}
    forms |= {transpose(form): transpose(one) for form, one in forms.items()}
    forms |= {_negative(form): multiply(number(-1), one) for form, one in forms.items()}
    found = [node]
    while len(found) <= most and (new := _directed(found[-1], forms)) is not None:
        found.append(new)
    return found[1:]


def _negative(node: Node) -> Node:
    terms = node.terms if isinstance(node, Sum) else (node,)
    return add(*[multiply(number(-1), term) for term in terms])


def _directed(node: Node, forms: Mapping[Node, Node]) -> Node | None:
    """An expression with one of the forms in each of its terms replaced; None if a term has none."""
    match node:
        case _ if node in forms:
            return forms[node]
        case Sum(terms=terms):
            found = [_directed(term, forms) for term in terms]
            return None if None in found else add(*[term for term in found if term])
        case Product(coefficient=c, scalars=scalars, factors=factors):
            parts = [*factors, *scalars]
            for i, part in enumerate(parts):
                new = _directed(part, forms)
                if new is not None:
                    changed = [*parts[:i], new, *parts[i + 1 :]]
                    return multiply(number(c), *changed[len(factors) :], *changed[: len(factors)])
        case Apply(function=function, args=args) if _is_linear(function, len(args)):
            for i, arg in enumerate(args):
                new = _directed(arg, forms)
                if new is not None:
                    return rebuild(node, (*args[:i], new, *args[i + 1 :]))
    return None


def _is_linear(function: Function, count: int) -> bool:
    """Whether a multiple of one argument gives this multiple of f."""
    return function in (KRON, HADAMARD) or (count == 1 and function.is_linear)
