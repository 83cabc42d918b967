"""The matrix of a linear expression: J with vec(L[D]) = J vec(D), from the matrices of its operations."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.errors import UnknownRuleError
from matcalc_cli.expr.build import ONE, add, apply, identity, is_block, multiply, transpose, zeros
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number
from matcalc_cli.expr.normal_forms.join import LONGEST_WORD
from matcalc_cli.expr.operations import KRON, SUMMATION
from matcalc_cli.expr.shapes.signature import chosen, signatures
from matcalc_cli.expr.vectorized import entries, vec
from matcalc_cli.later import Later
from matcalc_cli.readings.variadic import MATRICES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.readings import adjoint as adjoints
    from matcalc_cli.readings import blocks

    Sides = tuple[Node, Node] | None
else:
    blocks = Later("matcalc_cli.readings.blocks")
    adjoints = Later("matcalc_cli.readings.adjoint")


class Path:
    """A chain of matrices M1 M2 ... down to the direction, multiplied once when its value is wanted.

    A network of k layers has a Jacobian of k factors; multiplying layer by layer would copy them k times.

    node   what the first matrix is that of: an operation of which one part moves, or all that is not taken apart further
    sides  of a product what stands before and behind the factor that moves
    rest   the matrices of the part that moves
    """

    __slots__ = ("known", "matrix", "node", "rest", "sides")

    def __init__(self, node: Node, matrix: Node, rest: Path | None = None, sides: Sides = None) -> None:
        self.node = node
        self.matrix = matrix
        self.rest = rest
        self.sides = sides
        self.known: Node | None = None

    def __iter__(self) -> Iterator[Path]:
        """The path from every node on it, from the outside in."""
        path: Path | None = self
        while path is not None:
            yield path
            path = path.rest

    @property
    def value(self) -> Node:
        """The product of the chain."""
        if self.known is None:
            self.known = self.before(None)
        return self.known

    def before(self, tail: Path | None) -> Node:
        """The product of the chain down to one that it leads to."""
        if self is tail:
            return identity(self.matrix.rows)
        factors: list[Node] = []
        path: Path | None = self
        while path is not None and path is not tail:
            whole = None if tail else path.known
            factors.append(whole or path.matrix)
            path = None if whole else path.rest
        return multiply(*factors)


def matrix_of(linear: Node, direction: Symbol) -> Node:
    """J of shape (entries of linear) x (entries of direction), column-major vec.

    Source: Magnus & Neudecker, vec(ABC) = (C' kron A) vec B.
    """
    return path_of(linear, direction).value


def path_of(linear: Node, direction: Symbol) -> Path:
    """The matrices whose product is J with vec(L[D]) = J vec(D), each with the operation that it is that of."""
    if direction not in linear.symbols:
        return Path(linear, zeros((entries(linear), entries(direction))))
    found: dict[Node, Path] = {direction: Path(direction, identity(entries(direction)))}
    stack = [linear]
    while stack:
        node = stack[-1]
        pending = [] if node in found or node.is_scalar else [c for c in _moving(node, direction) if c not in found]
        if pending:
            stack.extend(pending)
            continue
        stack.pop()
        if node not in found:
            found[node] = _path(node, direction, found)
    return found[linear]


def _moving(node: Node, direction: Symbol) -> list[Node]:
    """The parts that contain the direction; a scalar part is read by its adjoint when it is met."""
    return [c for c in node.children if direction in c.symbols]


def _path(node: Node, direction: Symbol, found: dict[Node, Path]) -> Path:
    if node.is_scalar:
        return Path(node, transpose(vec(adjoints.adjoint(node, direction, ONE))))
    match node:
        case Sum(terms=terms):
            return _of_sum(node, [found[t] for t in terms])
        case Apply(function=function, args=(index, low, high, body)) if function is SUMMATION:
            return Path(node, apply(SUMMATION, (index, low, high, found[body].value)))
        case Apply() if is_block(node):
            known = {a: found[a].value for a in _moving(node, direction)}
            return Path(node, blocks.matrix(node, known, entries(direction)))
    (moving,) = _moving(node, direction)
    if isinstance(node, Product):
        return _of_product(node, moving, found[moving])
    return Path(node, _operation(node, moving), found[moving])


def _of_sum(node: Node, paths: Sequence[Path]) -> Path:
    """L N + M N, as (L + M) N where N, what all terms lead to, is too long for factors to be taken out of the terms."""
    shared = set(paths[0]).intersection(*paths[1:])
    tail = next((path for path in paths[0] if path in shared), None)
    if tail is None or len(list(tail)) <= LONGEST_WORD:
        return Path(node, add(*[path.value for path in paths]))
    return Path(node, add(*[path.before(tail) for path in paths]), tail)


def _of_product(node: Product, moving: Node, rest: Path) -> Path:
    """vec(L D R) = (R' kron L) vec D; vec(s M) = vec(M) ds for a scalar s."""
    front = (number(node.coefficient), *node.scalars)
    if moving in node.scalars:
        return Path(node, vec(multiply(*[s for s in front if s is not moving], *node.factors)), rest)
    i = node.factors.index(moving)
    left = multiply(*node.factors[:i]) if i else identity(moving.rows)
    right = multiply(*node.factors[i + 1 :]) if i + 1 < len(node.factors) else identity(moving.cols)
    return Path(node, multiply(*front, apply(KRON, (transpose(right), left))), rest, (left, right))


def _operation(node: Node, moving: Node) -> Node:
    assert isinstance(node, Apply)
    i = node.args.index(moving)
    variadic = MATRICES.get(node.function)
    return variadic(node.args, i) if variadic is not None else _by_record(node, i)


def _by_record(node: Apply, i: int) -> Node:
    signature, dims = chosen(node.function, [a.shape for a in node.args], node.sizes)
    first = signature is signatures(node.function)[0]
    rules = node.function.matrix if first else node.function.second_matrix
    rule = rules.get(signature.parameters[i])
    if rule is None:
        raise UnknownRuleError(f"the matrix of {node.function.title} as a linear map is not known")
    return instantiate(rule, dict(zip(signature.parameters, node.args, strict=True)), dims)
