"""Riccati's equation for a symmetric unknown: the solution of A'*X + X*A - X*B*inv(R)*B'*X + Q = 0 that is stabilizing."""

from __future__ import annotations

from collections.abc import Iterable

from matcalc_cli.differential import differential, direction, moves_with
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.structure import is_same
from matcalc_cli.equations.system import System
from matcalc_cli.equations.terms import gathered, terms_of
from matcalc_cli.expr.build import (
    add,
    apply,
    identity,
    is_identity,
    is_zero,
    multiply,
    scalars_and_rest,
    substitute,
    transpose,
    zeros,
)
from matcalc_cli.expr.node import Node, Product, Symbol, number
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import POWER
from matcalc_cli.kinds import KINDS
from matcalc_cli.simplify import simplify
from matcalc_cli.validity.condition import Condition
from matcalc_cli.validity.signs import is_semidefinite


class Solved:
    """The value of an unknown.

    how     in words, with {0} for the unknown
    needed  what must hold for it
    sure    whether it is a solution by the way it was found; where the equation was multiplied by the unknown, which may add
            solutions that are none, it is to be put in
    """

    __slots__ = ("how", "needed", "sure", "value")

    def __init__(self, value: Node, needed: Iterable[Condition], how: str, *, sure: bool = True) -> None:
        self.value = value
        self.needed = tuple(needed)
        self.how = how
        self.sure = sure


def riccati(g: Node, x: Symbol, taken: frozenset[Symbol]) -> Solved | None:
    """A'*X + X*A - X*S*X + Q = 0 for a symmetric X, also where that is what becomes of it between X and X."""
    if KINDS[x.kind].transpose != "X" or x.is_scalar or g.shape != x.shape:
        return None
    for formula in ("G", "X*G*X", "(X*G + (X*G)')/2"):
        form = simplify(instantiate(formula, {"X": x, "G": g}, {}))
        for sign in (1, -1):
            found = _of_riccati(simplify(multiply(number(sign), form)), x, taken)
            if found is not None:
                return Solved(*found, "a Riccati equation for {0}, its stabilizing solution", sure=formula == "G")
    return None


def _of_riccati(g: Node, x: Symbol, taken: frozenset[Symbol]) -> tuple[Node, list[Condition]] | None:
    """The solution read off dg = (A' - X*S)*dX + dX*(A - S*X); None where it is not that, or S may not be positive."""
    (((linear, step),),) = System([g], [x], taken).columns
    left = _left(linear, step)
    s = None if left is None else _quadratic(left, x, taken)
    if left is None or s is None or not is_semidefinite(s):
        return None
    origin: dict[Node, Node] = {x: zeros(x.shape)}
    a, q = (simplify(substitute(node, origin)) for node in (transpose(left), g))
    needed = [] if is_semidefinite(q) else [Condition("definite", q)]
    scale, rest = scalars_and_rest(s)
    if is_zero(a) and is_identity(rest):
        return simplify(instantiate("sqrtm(Q/S)", {"Q": q, "S": multiply(*scale)}, {})), needed
    b, r = _weighed(s)
    return simplify(instantiate("riccati(A, B, Q, R)", {"A": a, "B": b, "Q": q, "R": r}, {})), needed


def _left(linear: Node, step: Symbol) -> Node | None:
    """The L of L*D + D*L'."""
    terms = terms_of(linear, step)
    if terms is None or any(t.turned or not (_is_number(t.left) or _is_number(t.right)) for t in terms):
        return None
    halves = [transpose(multiply(t.left, t.right)) if _is_number(t.left) else multiply(t.left, t.right) for t in terms]
    left = simplify(multiply(number(exact_ratio(1, 2)), add(*halves)))
    both = add(multiply(left, step), multiply(step, transpose(left)))
    return left if is_same(both, linear) else None


def _is_number(node: Node) -> bool:
    return is_identity(scalars_and_rest(node)[1])


def _quadratic(left: Node, x: Symbol, taken: frozenset[Symbol]) -> Node | None:
    """The S of A' - X*S, which has no X in it."""
    step = direction(x, taken)
    terms = gathered(terms_of(simplify(differential(left, {x: step})), step) or ())
    if len(terms) != 1:
        return None
    scale, rest = scalars_and_rest(terms[0].left)
    s = simplify(multiply(number(-1), *scale, terms[0].right))
    return s if is_identity(rest) and not moves_with(s, [x]) else None


def _weighed(s: Node) -> tuple[Node, Node]:
    """B and R of S = B*inv(R)*B'."""
    scale, rest = scalars_and_rest(s)
    factors = rest.factors if isinstance(rest, Product) else ()
    if len(factors) in (2, 3) and is_same(transpose(factors[0]), factors[-1]):
        inner = multiply(*scale, *(factors[1:-1] or (identity(factors[0].cols),)))
        return factors[0], simplify(apply(POWER, (inner, number(-1))))
    return identity(s.rows), simplify(apply(POWER, (s, number(-1))))
