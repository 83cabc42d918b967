"""The parts of an equation of factors: how an unknown is in it, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.terms import Term, gathered, terms_of
from matcalc_cli.expr.build import is_identity, is_zero, multiply, zeros
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.triangles import ZERO_ABOVE, ZERO_BELOW, is_triangular
from matcalc_cli.validity.condition import Condition

Steps = Mapping[Symbol, Node]
STRICT = {ZERO_BELOW: "stricttril(M)", ZERO_ABOVE: "stricttril(M')'"}
"""The part of M that a triangle has nothing of."""
WHOLE = {ZERO_BELOW: "triu(M)", ZERO_ABOVE: "tril(M)"}
"""The part of M that is in the triangle, with the diagonal."""
SKEW_AND_TRIANGLE = "a skew-symmetric matrix and a triangle: what the triangle has not is of the other"
SKEW_AND_SYMMETRIC = "the symmetric part taken away with its transpose; sylvester solves what is left"


class Factors:
    """How to solve for all steps at once: they by their names, for the right sides of the equations.

    around  what the equation is multiplied by, from the left and from the right, so that the kinds tell the parts apart
    """

    __slots__ = ("_solve", "around", "main", "needed", "words")

    def __init__(self, around: tuple[Node, Node], needed: Sequence[Condition], words: str, solve: Solve) -> None:
        self.around = around
        self.needed = tuple(needed)
        self.words = words
        self.main = 0
        self._solve = solve

    def __call__(self, rights: Sequence[Node]) -> Steps:
        """The steps; the right side of the equation that has them all, and that of what makes one of them special."""
        right, *others = rights[self.main], *rights[: self.main], *rights[self.main + 1 :], zeros((1, 1))
        return self._solve(simplify(multiply(self.around[0], right, self.around[1])), right, others[0])


Solve = Callable[[Node, Node, Node], Steps]
"""From M, the right side between what the equation is multiplied by; that right side as it is; and the other equation's."""


def said(formula: str, **nodes: Node) -> Node:
    """A formula of matrices that are all as large as one another."""
    sizes = {"n": next(iter(nodes.values())).rows}
    return simplify(instantiate(formula, nodes, sizes))


class Part:
    """How one unknown is in the equation: its step, and the terms A*D*B and A*D'*B that it stands in."""

    __slots__ = ("step", "terms")

    def __init__(self, linear: Node, step: Symbol) -> None:
        self.step = step
        found = terms_of(linear, step) if step.rows != 1 and step.cols != 1 else None
        self.terms: list[Term] = [t for t in gathered(found or ()) if not is_zero(t.left) and not is_zero(t.right)]

    @property
    def only(self) -> Term | None:
        """The one term A*D*B with square A and B."""
        term = self.terms[0]
        square = term.left.rows == term.left.cols and term.right.rows == term.right.cols
        return term if len(self.terms) == 1 and not term.turned and square else None


def is_diagonal(node: Node) -> bool:
    """Whether all entries off the diagonal are zero."""
    return all(is_triangular(node, kind) for kind in STRICT)


def invertible(*nodes: Node) -> list[Condition]:
    """The conditions that these matrices have inverses."""
    return [Condition("invertible", node) for node in nodes if not is_identity(node)]
