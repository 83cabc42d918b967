"""The matrix of a linear expression: J with vec(L[D]) = J vec(D), from the matrices of its operations."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.errors import UnknownRuleError
from matcalc_cli.expr.build import ONE, add, apply, identity, is_block, multiply, transpose, zeros
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number
from matcalc_cli.expr.operations import KRON, SUMMATION
from matcalc_cli.expr.shapes.signature import chosen, signatures
from matcalc_cli.expr.vectorized import entries, vec
from matcalc_cli.later import Later
from matcalc_cli.readings.variadic import MATRICES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.readings import adjoint as adjoints
    from matcalc_cli.readings import blocks
else:
    blocks = Later("matcalc_cli.readings.blocks")
    adjoints = Later("matcalc_cli.readings.adjoint")


class _Path:
    """A chain of matrices M1 M2 ... down to the direction, multiplied once when its value is wanted.

    A network of k layers has a Jacobian of k factors; multiplying layer by layer would copy them k times.
    """

    __slots__ = ("known", "matrix", "rest")

    def __init__(self, matrix: Node, rest: _Path | None = None) -> None:
        self.matrix = matrix
        self.rest = rest
        self.known: Node | None = None

    @property
    def value(self) -> Node:
        """The product of the chain."""
        if self.known is None:
            factors: list[Node] = []
            path: _Path | None = self
            while path is not None:
                factors.append(path.known or path.matrix)
                path = None if path.known else path.rest
            self.known = multiply(*factors)
        return self.known


def matrix_of(linear: Node, direction: Symbol) -> Node:
    """J of shape (entries of linear) x (entries of direction), column-major vec.

    Source: Magnus & Neudecker, vec(ABC) = (C' kron A) vec B.
    """
    if direction not in linear.symbols:
        return zeros((entries(linear), entries(direction)))
    found: dict[Node, _Path] = {direction: _Path(identity(entries(direction)))}
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
    return found[linear].value


def _moving(node: Node, direction: Symbol) -> list[Node]:
    """The parts that contain the direction; a scalar part is read by its adjoint when it is met."""
    return [c for c in node.children if direction in c.symbols]


def _path(node: Node, direction: Symbol, found: dict[Node, _Path]) -> _Path:
    if node.is_scalar:
        return _Path(transpose(vec(adjoints.adjoint(node, direction, ONE))))
    match node:
        case Sum(terms=terms):
            return _Path(add(*[found[t].value for t in terms]))
        case Apply(function=function, args=(index, low, high, body)) if function is SUMMATION:
            return _Path(apply(SUMMATION, (index, low, high, found[body].value)))
        case Apply() if is_block(node):
            return _Path(blocks.matrix(node, {a: found[a].value for a in _moving(node, direction)}, entries(direction)))
    (moving,) = _moving(node, direction)
    matrix = _product(node, moving) if isinstance(node, Product) else _operation(node, moving)
    return _Path(matrix, found[moving])


def _product(node: Product, moving: Node) -> Node:
    """vec(L D R) = (R' kron L) vec D; vec(s M) = vec(M) ds for a scalar s."""
    front = (number(node.coefficient), *node.scalars)
    if moving in node.scalars:
        return vec(multiply(*[s for s in front if s is not moving], *node.factors))
    i = node.factors.index(moving)
    left = multiply(*node.factors[:i]) if i else identity(moving.rows)
    right = multiply(*node.factors[i + 1 :]) if i + 1 < len(node.factors) else identity(moving.cols)
    return multiply(*front, apply(KRON, (transpose(right), left)))


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
