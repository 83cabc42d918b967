"""Bugs that were seen in other tools or nearly made here, to be put into matcalc: does a random program show them?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

import pytest

from matcalc_cli import differential
from matcalc_cli.elaborate.builder import OPERATORS
from matcalc_cli.expr.build import add, apply, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number
from matcalc_cli.expr.operations import HADAMARD, POWER, TRANSPOSE
from matcalc_cli.kinds import KINDS
from matcalc_cli.readings import derive
from matcalc_cli.readings.variadic import ADJOINTS, MATRICES
from tests.oracles.trial import random_program, trial

Bug = Callable[[pytest.MonkeyPatch], None]
Moved = dict[Node, Node]


def exposing(name: str, first: int, most: int) -> int | None:
    """How many programs from a seed on it takes until an answer is not right; None if `most` do not show it."""
    structured = 1.0 if name in RARE else 0.25
    with _in(BUGS[name]):
        seeds = range(first, first + most)
        found = next((s for s in seeds if trial(random_program(s, structured=structured), seed=s).bad), None)
    return None if found is None else found - first + 1


@contextmanager
def _in(bug: Bug) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        bug(patch)
        yield


def _rule(wrong: Callable[[Node, Moved], Node | None]) -> Bug:
    """The differential of some nodes is what `wrong` makes of the node and of what has moved below it."""
    right = differential._step  # noqa: SLF001 the place where the rules are

    def changed(node: Node, moved: Moved) -> differential.Step:
        found = wrong(node, moved)
        return right(node, moved) if found is None else differential.Step(node, (), found)

    return lambda patch: patch.setattr(differential, "_step", changed)


def _with_constant(node: Node, moved: Moved, constant: Node) -> Node:
    """The differential of a product of which one child does not move."""
    without = {child: d for child, d in moved.items() if child is not constant}
    there = [i for i, child in enumerate(node.children) if child in without]
    return add(*[part.value for part in differential._product(node, there, without)])  # noqa: SLF001


def _entry(table: MutableMapping[Any, Any], key: object, change: Callable[[Any], Any]) -> Bug:
    return lambda patch: patch.setitem(table, key, change(table[key]))


def _last_term_dropped(node: Node, moved: Moved) -> Node | None:
    """d(AB) = dA B where both move."""
    match node:
        case Product(factors=(*_, last)) if last in moved and any(c in moved for c in node.children[:-1]):
            return _with_constant(node, moved, last) if last not in node.children[:-1] else None
    return None


def _scalar_constant(node: Node, moved: Moved) -> Node | None:
    """d(alpha A) = alpha dA."""
    match node:
        case Product(scalars=(first, *_), factors=(_, *_)) if first in moved and first not in node.factors:
            return _with_constant(node, moved, first)
    return None


def _square_not_transposed(node: Node, moved: Moved) -> Node | None:
    """d(A') = dA, which has the right shape if A is square."""
    match node:
        case Apply(function=function, args=(a,)) if function is TRANSPOSE and a.rows == a.cols:
            return moved[a]
    return None


def _inverse(*, sign: int = -1, turned: bool = False) -> Callable[[Node, Moved], Node | None]:
    """d inv(A) with another sign, or with the factors on the wrong sides."""

    def wrong(node: Node, moved: Moved) -> Node | None:
        match node:
            case Apply(function=function, args=(a, Number(value=-1))) if function is POWER and a in moved:
                d = moved[a]
                return multiply(number(sign), d, node, node) if turned else multiply(number(sign), node, d, node)
        return None

    return wrong


def _hadamard_constant(node: Node, moved: Moved) -> Node | None:
    """d(A.*B) = dA.*B where both move."""
    match node:
        case Apply(function=function, args=(first, *rest)) if function is HADAMARD and first in moved:
            return apply(HADAMARD, (moved[first], *rest)) if any(a in moved for a in rest) else None
    return None


def _second_without_a_term(patch: pytest.MonkeyPatch) -> None:
    """The matrix of a sum is that of all terms but the last, in Hessians only."""
    right, matrix_of = derive.second, derive.matrix_of

    def shorter(linear: Node, moving: Symbol) -> Node:
        return matrix_of(add(*linear.terms[:-1]) if isinstance(linear, Sum) else linear, moving)

    def second(gradient: Node, variable: Symbol) -> Node:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(derive, "matrix_of", shorter)
            return right(gradient, variable)

    patch.setattr(derive, "second", second)


NOT_PROJECTED = "the gradient of a symmetric matrix is not projected"
RARE = frozenset({NOT_PROJECTED})
"""Found in one of some 3,000 programs, since most have no symmetric variable: here all square ones are of some kind."""

BUGS: dict[str, Bug] = {
    "a product drops its last term": _rule(_last_term_dropped),
    "the transpose of a square matrix is forgotten": _rule(_square_not_transposed),
    "the sign of an inverse": _rule(_inverse(sign=1)),
    "the sides of an inverse": _rule(_inverse(turned=True)),
    "a scalar factor is held constant": _rule(_scalar_constant),
    "a Hadamard factor is held constant": _rule(_hadamard_constant),
    "the adjoint of a Hadamard product is negative": _entry(
        ADJOINTS, HADAMARD, lambda right: lambda *args: multiply(number(-1), right(*args))
    ),
    "the Jacobian of a Hadamard product is twice too large": _entry(
        MATRICES, HADAMARD, lambda right: lambda *args: multiply(number(2), right(*args))
    ),
    NOT_PROJECTED: lambda patch: patch.setattr(KINDS["symmetric"], "projection", "G"),
    "a Hessian lacks a term": _second_without_a_term,
    "A \\ B is read as inv(A') B": _entry(
        OPERATORS, "solve", lambda _: lambda a, b: multiply(apply(POWER, (transpose(a), number(-1))), b)
    ),
}
"""By what is wrong: how to put it into matcalc."""
