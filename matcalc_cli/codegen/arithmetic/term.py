"""One term of what is written into one array: a Kronecker product or a product, see codegen/arithmetic/filled.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.expr.build import apply, identity, is_identity, multiply, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Product, raw_apply, raw_product
from matcalc_cli.expr.normal_forms.coefficients import scale
from matcalc_cli.expr.operations import COMMUTATION, DIAG, KRON
from matcalc_cli.expr.shapes.dimensions import Shape, Size, product_of

if TYPE_CHECKING:
    from matcalc_cli.codegen.arithmetic.links import Exchange
    from matcalc_cli.expr.number import Rational

FILLED = Function("filled", "A: m,n -> m,n", "the sum of terms, written into one array")
KRON_TERM = Function("kron_term", "A: m,n; B: p,q -> m*p,n*q", "kron(A, B) as a term")
EXCHANGED_TERM = Function("exchanged_term", "A: m,n; B: p,q -> m*p,n*q", "commutation(p,m)*kron(A, B) as a term")
TURNED_TERM = Function("turned_term", "A: m,n; B: p,q -> m*p,n*q", "kron(A, B)*commutation(n,q) as a term, of a stack")
WITHIN_TERM = Function(
    "within_term", "A: m,n; B: p,q -> m*p,n*q", "an exchange of axes within kron(I, B) or kron(A, I)"
)
PRODUCT_TERM = Function("product_term", "A: m,k; B: k,n -> m,n", "A*B as a term")
ROWS_SCALED = Function("rows_scaled", "A: m,n; T: p,m -> p*m,n", "for each row of T, A with its rows scaled by it")
COLS_SCALED = Function(
    "cols_scaled", "A: m,n; T: p,n -> p*m,n", "for each row of T, A with its columns scaled by it; T may be a column"
)
STACK_TIMES = Function("stack_times", "S: m,k; A: k,n -> m,n", "each matrix of a stack times A")
_EXCHANGED = {KRON_TERM: EXCHANGED_TERM, EXCHANGED_TERM: KRON_TERM}
STACKS = (ROWS_SCALED, COLS_SCALED, STACK_TIMES)


class Term:
    """The product of two matrices, a Kronecker product or (`PRODUCT_TERM`) an ordinary one."""

    __slots__ = ("a", "b", "function", "sizes")

    def __init__(self, function: Function, a: Node, b: Node, sizes: tuple[Size, ...] = ()) -> None:
        """`sizes` are the copies, n and m of an exchange within it."""
        self.function = function
        self.a = a
        self.b = b
        self.sizes = sizes

    @property
    def is_plain(self) -> bool:
        """Whether `code` has an operation for it by itself: kron(A, B) of which nothing is scaled or exchanged."""
        identities = is_identity(self.a) or is_identity(self.b)
        is_exchanged = self.function is EXCHANGED_TERM and not identities
        return (self.function is KRON_TERM and not _is_stack(self.a, self.b)) or is_exchanged

    @property
    def is_full(self) -> bool:
        """Whether the term writes every entry of the array."""
        return not is_identity(self.a) and not is_identity(self.b)

    def turned(self) -> Term | None:
        """The transpose; of a stack it is none."""
        if _is_stack(self.a, self.b) or self.function in {TURNED_TERM, WITHIN_TERM}:
            return None
        a, b = transpose(self.a), transpose(self.b)
        return Term(self.function, a, b) if self.function is KRON_TERM else Term(self.function, b, a)

    def scaled(self, c: Rational, scalars: Sequence[Node]) -> Term:
        """A multiple: the smaller factor is scaled, in a stack what it is made of."""
        if c == 1 and not scalars:
            return self
        if is_identity(self.a) or (not is_identity(self.b) and 1 in self.b.shape):
            return Term(self.function, self.a, _scaled(self.b, c, scalars), self.sizes)
        return Term(self.function, _scaled(self.a, c, scalars), self.b, self.sizes)

    def exchanged(self, exchange: Exchange) -> Term | None:
        """commutation(m,n) times it, if the factors have n and m rows."""
        copies, m, n = exchange
        if _is_stack(self.a, self.b) or self.function not in _EXCHANGED:
            return None
        rows = (self.a.rows, self.b.rows) if self.function is KRON_TERM else (self.b.rows, self.a.rows)
        if copies == 1 and rows == (n, m):
            return Term(_EXCHANGED[self.function], self.a, self.b)
        within = self.function is KRON_TERM and not self.is_full and self.a.rows == product_of(copies, n)
        return Term(WITHIN_TERM, self.a, self.b, (copies, n, m)) if within else None

    def times(self, other: Term) -> Term | None:
        """The product of two Kronecker products, a commutation matrix between them or not, if their factors fit."""
        if _is_stack(self.a, self.b, other.a, other.b) or {self.function, other.function} - set(_EXCHANGED):
            return None
        left = self.exchanged_behind((1, other.b.rows, other.a.rows)) if other.function is EXCHANGED_TERM else self
        if left is None or (left.a.cols, left.b.cols) != (other.a.rows, other.b.rows):
            return None
        return Term(left.function, multiply(left.a, other.a), multiply(left.b, other.b))

    def exchanged_behind(self, exchange: Exchange) -> Term | None:
        """The term times commutation(m,n), if the factors have m and n columns."""
        _, m, n = exchange
        is_stack = _is_stack(self.a, self.b)
        functions = {KRON_TERM: TURNED_TERM} if is_stack else _EXCHANGED
        if self.function not in functions or (self.a.cols, self.b.cols) != (m, n):
            return None
        a, b = (self.a, self.b) if is_stack else (self.b, self.a)
        return Term(functions[self.function], a, b)

    def of_blocks(self) -> Term:
        """The term with multiples of a matrix for each row of an identity where a factor is diagonal, which is not multiplied out."""
        if self.function not in _EXCHANGED or not self.is_full or _is_stack(self.a, self.b):
            return self
        if (entries := _diagonal_of(self.b)) is not None:
            return Term(self.function, _multiples(self.a, entries), identity(self.b.rows))
        if (entries := _diagonal_of(self.a)) is not None:
            return Term(self.function, identity(self.a.rows), _multiples(self.b, entries))
        return self

    def alone(self, shape: Shape) -> Node:
        """The plain term as a node that has its own operation."""
        found = raw_apply(KRON, (self.a, self.b), (), shape)
        if self.function is KRON_TERM:
            return found
        return raw_product(1, (), (apply(COMMUTATION, (), (self.b.rows, self.a.rows)), found))

    def node(self, shape: Shape) -> Node:
        """The term as a node."""
        return raw_apply(self.function, (self.a, self.b), (*shape, *self.sizes), shape)


Terms = list[Term]
Pair = tuple[Node, Node]


def _is_stack(*nodes: Node) -> bool:
    return any(isinstance(node, Apply) and node.function in STACKS for node in nodes)


def _scaled(node: Node, c: Rational, scalars: Sequence[Node]) -> Node:
    if isinstance(node, Apply) and node.function in STACKS:
        return raw_apply(node.function, (_scaled(node.args[0], c, scalars), *node.args[1:]), node.sizes, node.shape)
    return scale(c, multiply(*scalars, node) if scalars else node)


def _diagonal_of(node: Node) -> Node | None:
    """The column of entries of a multiple of diag(x)."""
    match node:
        case Apply(function=function, args=(entries,)) if function is DIAG and 1 in entries.shape:
            return entries if entries.cols == 1 else transpose(entries)
        case Product(coefficient=c, scalars=scalars, factors=(inner,)):
            column = _diagonal_of(inner)
            return None if column is None else _scaled(column, c, scalars)
    return None


def _multiples(node: Node, entries: Node) -> Node:
    """A stack: the matrix times each entry of the column."""
    shape = (product_of(entries.rows, node.rows), node.cols)
    return raw_apply(COLS_SCALED, (node, entries), shape, shape)


def times(terms: Sequence[Term | None]) -> Terms | None:
    """The terms, if there are all of them."""
    found = [term for term in terms if term is not None]
    return found if len(found) == len(terms) else None


def pair_of(node: Node) -> Pair | None:
    """The two factors of a Kronecker product; None of another one, and of anything else."""
    match node:
        case Apply(function=function, args=(a, b)) if function is KRON:
            return a, b
    return None


def within_identities(args: Sequence[Node]) -> tuple[Size, list[Node], Size]:
    """The factors of a Kronecker product between the identities at its ends, and the sizes of these."""
    inner = list(args)
    before: Size = 1
    behind: Size = 1
    while len(inner) > 1 and is_identity(inner[0]):
        before = product_of(before, inner.pop(0).rows)
    while len(inner) > 1 and is_identity(inner[-1]):
        behind = product_of(behind, inner.pop().rows)
    return before, inner, behind


def factors_of(args: Sequence[Node]) -> Terms | None:
    """kron(I, A, …) or kron(…, A, I) or kron(A, B) as two factors."""
    before, inner, behind = within_identities(args)
    ends = [[identity(size)] * (size != 1) for size in (before, behind)]
    parts = [*ends[0], *inner, *ends[1]]
    return [Term(KRON_TERM, parts[0], parts[1])] if len(parts) == 2 else None


def filling(terms: Terms, shape: Shape) -> Node:
    """The node of a filling; a product is written before what is added to it, full terms before blocks."""
    blocks = [term.of_blocks() for term in terms]
    if len(blocks) == 1 and blocks[0].is_plain:
        return blocks[0].alone(shape)
    order = sorted(blocks, key=lambda t: (t.function is not PRODUCT_TERM, not t.is_full))
    return raw_apply(FILLED, tuple([term.node(shape) for term in order]), shape, shape)
