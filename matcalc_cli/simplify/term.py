"""A term of a sum taken apart, into what other terms may have in common with it."""

from __future__ import annotations

from matcalc_cli.expr.build import ONE, apply, multiply
from matcalc_cli.expr.node import Apply, Node, Product, Sum
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.normal_forms.products import base_and_exponent
from matcalc_cli.expr.operations import HADAMARD, KRON, TRANSPOSE
from matcalc_cli.later import lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

REMEMBERED = 4096
"""Terms that are kept taken apart."""


class Term:
    """A term taken apart: number, powers of scalars, matrix factors, the factors of a Hadamard or Kronecker product."""

    __slots__ = ("blocks", "coefficient", "entries", "last_blocks", "node", "scalars", "word")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.coefficient, rest = split(node)
        self.scalars: dict[Node, Node] = {}
        self.word: tuple[Node, ...] = (rest,)
        if isinstance(rest, Product) and not (rest.is_scalar and rest.factors):
            self.scalars = dict(map(base_and_exponent, rest.scalars))
            self.word = rest.factors
        elif rest.is_scalar:
            self.scalars, self.word = dict((base_and_exponent(rest),)) if rest is not ONE else {}, ()
        only = self.word[0] if len(self.word) == 1 else None
        self.entries: tuple[Node, ...] = ()
        if isinstance(only, Apply) and only.function is HADAMARD:
            self.entries = only.args
        elif only is not None:
            self.entries = (only,)
        self.blocks = _blocks(self.word)
        self.last_blocks = _last_blocks(self.word)


def _blocks(word: Sequence[Node]) -> tuple[Node, ...]:
    """A, B for A kron B, and x, y z' for (x kron y) z' with a column x; nothing for anything else."""
    first = word[0] if word else None
    if not (isinstance(first, Apply) and first.function is KRON):
        return ()
    if len(word) == 1:
        return first.args
    x, *rest = first.args
    return (x, multiply(apply(KRON, tuple(rest)), *word[1:])) if x.cols == 1 else ()


def _last_blocks(word: Sequence[Node]) -> tuple[Node, ...]:
    """A, B for A kron B, and x z', y for (x kron y) z' with a column y; nothing for anything else."""
    first = word[0] if word else None
    if not (isinstance(first, Apply) and first.function is KRON):
        return ()
    if len(word) == 1:
        return first.args
    *x, y = first.args
    return (multiply(apply(KRON, tuple(x)), *word[1:]), y) if y.cols == 1 else ()


@lru_cache(maxsize=REMEMBERED)
def term_of(node: Node) -> Term:
    """A term taken apart, once for all sums that have it."""
    return Term(node)


def least_cost(node: Node) -> int:
    """The least cost of a sum, however its factors are taken out: each distinct one of them is written once, upright."""
    seen: set[Node] = set()
    todo = [node]
    parts: list[Node] = []
    while todo:
        part = _upright(todo.pop())
        if part in seen:
            continue
        seen.add(part)
        if isinstance(part, Sum):
            terms = [term_of(term) for term in part.terms]
            todo += [inner for term in terms for inner in (*term.scalars, *(term.entries or term.word))]
        elif part.head == KRON.name:
            todo += part.children
        else:
            parts.append(part)
    return sum([part.cost for part in parts]) + len(parts) - 1


def _upright(node: Node) -> Node:
    return node.children[0] if node.head == TRANSPOSE.name else node
