"""The links of a matrix product: matrices, inverses to solve with, diagonals to scale by, columns of ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, reduce

from matcalc_cli.expr.build import is_identity, is_ones, ones, orientation, transpose
from matcalc_cli.expr.node import Apply, Node, Number, Product, Symbol
from matcalc_cli.expr.operations import COMMUTATION, DIAG, DIAGSEL, KRON
from matcalc_cli.expr.shapes.dimensions import Size, product_of
from matcalc_cli.expr.turns import base_exponent_turn
from matcalc_cli.kinds import KINDS

REMEMBERED = 4096
"""Factors whose links are kept for the other functions of a module."""
LARGEST_POWER = 8
"""A^k with a larger k is one matrix, made by repeated squaring."""


class Link:
    """One factor of a product, told apart by how a product with it is computed; equal links are equal.

    kind   "matrix", "inverse" (of `node`), "diagonal" (with the column `node`), "ones" (`node` is the column or row),
           "exchange" (of axes, by a commutation matrix) or "diagonal_rows" (those that diagsel takes)
    """

    __slots__ = ("cols", "key", "kind", "node", "rows")

    def __init__(self, kind: str, node: Node, shape: tuple[Size, Size]) -> None:
        self.kind = kind
        self.node = node
        self.rows, self.cols = shape
        self.key = (kind, node)


def turned_key(kind: str, node: Node) -> tuple[str, Node]:
    """The kind and the node of the transpose of a link."""
    if kind == "diagonal":
        return kind, node
    return (kind if kind in ("inverse", "ones") else kind_of(transpose(node))), transpose(node)


def links(factors: Sequence[Node]) -> list[Link]:
    """The factors of a product one by one, powers written out; the identity is left out where there is another."""
    found = [link for factor in factors for link in _links(factor)]
    kept = [link for link in found if not is_identity(link.node)]
    return kept or found[:1]


@lru_cache(maxsize=REMEMBERED)
def _links(factor: Node) -> Sequence[Link]:
    return tuple(_one_by_one(factor))


def _one_by_one(factor: Node) -> Iterator[Link]:
    base, exponent, turned = base_exponent_turn(factor)
    inner = transpose(base) if turned else base
    match exponent:
        case Number(value=int(k)) if -LARGEST_POWER <= k < 0 and is_orthogonal(base):
            yield from [Link("matrix", transpose(inner), factor.shape)] * -k
        case Number(value=int(k)) if k != 1 and abs(k) <= LARGEST_POWER:
            yield from [Link("inverse" if k < 0 else "matrix", inner, factor.shape)] * abs(k)
        case _:
            yield from _single(factor)


def _single(factor: Node) -> Iterator[Link]:
    match factor:
        case Apply(function=function, args=(column,)) if function is DIAG and column.cols == 1:
            yield Link("diagonal", column, factor.shape)
        case Apply() if is_ones(factor) and 1 not in factor.shape:
            yield Link("ones", ones(factor.rows, 1), (factor.rows, 1))
            yield Link("ones", ones(1, factor.cols), (1, factor.cols))
        case Apply() if is_ones(factor):
            yield Link("ones", factor, factor.shape)
        case _:
            yield Link(kind_of(factor), factor, factor.shape)


def kind_of(factor: Node) -> str:
    """The kind of a factor that is no inverse, no diagonal and no ones."""
    if exchange_of(factor) is not None:
        return "exchange"
    return "diagonal_rows" if selects_diagonal(factor) else "matrix"


Exchange = tuple[Size, Size, Size]
"""The copies, m and n of kron(I(copies), commutation(m,n), I): it exchanges the axes n, m behind the copies."""


def exchange_of(node: Node) -> Exchange | None:
    """How a matrix exchanges axes; None of one that does not."""
    if not isinstance(node, Apply):
        return None
    if node.function is COMMUTATION:
        m, n = node.sizes
        return 1, m, n
    others = [a for a in node.args if not is_identity(a)] if node.function is KRON else []
    if len(others) != 1 or (found := exchange_of(others[0])) is None:
        return None
    before = node.args[: node.args.index(others[0])]
    copies, m, n = found
    return reduce(product_of, [a.rows for a in before], copies), m, n


def selects_diagonal(node: Node) -> bool:
    """Whether it is diagsel(n), which takes vec(A) to diag(A)."""
    return isinstance(node, Apply) and node.function is DIAGSEL


def links_of(node: Node) -> list[Link]:
    """A term of a sum as links, without its scalars."""
    return links(node.factors if isinstance(node, Product) else (node,))


def oriented(node: Node) -> tuple[Node, bool]:
    """The chosen one of X and X', the same for both, and whether it is the other one."""
    other = transpose(node)
    return (other, True) if _order(other) < _order(node) else (node, False)


def _order(node: Node) -> tuple[object, ...]:
    """The transpose of a skew-symmetric matrix is its negative, which has the same orientation."""
    return (orientation(node), node.cost, node.digest, node)


def is_orthogonal(node: Node) -> bool:
    """True of a variable whose inverse is its transpose."""
    return isinstance(node, Symbol) and KINDS[node.kind].transpose == "X^-1"
