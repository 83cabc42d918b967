"""The matrix of a linear expression: J with vec(L[D]) = J vec(D), from the matrices of its operations."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import ONE, add, apply, identity, multiply, number, transpose, zeros
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol
from matcalc_cli.expr.operations import KRON, SUMMATION
from matcalc_cli.expr.signature import chosen, signatures
from matcalc_cli.readings.adjoint import adjoint
from matcalc_cli.readings.variadic import MATRICES
from matcalc_cli.readings.vectorized import entries, vec


def matrix_of(linear: Node, direction: Symbol) -> Node:
    """J of shape (entries of linear) x (entries of direction), column-major vec.

    Source: Magnus & Neudecker, vec(ABC) = (C' kron A) vec B.
    """
    if direction not in linear.symbols:
        return zeros((entries(linear), entries(direction)))
    found: dict[Node, Node] = {direction: identity(entries(direction))}
    stack = [linear]
    while stack:
        node = stack[-1]
        pending = [] if node in found or node.is_scalar else [c for c in _moving(node, direction) if c not in found]
        if pending:
            stack.extend(pending)
            continue
        stack.pop()
        if node not in found:
            found[node] = _matrix(node, direction, found)
    return found[linear]


def _moving(node: Node, direction: Symbol) -> list[Node]:
    return [c for c in node.children if direction in c.symbols]


def _matrix(node: Node, direction: Symbol, found: dict[Node, Node]) -> Node:
    if node.is_scalar:
        return transpose(vec(adjoint(node, direction, ONE)))
    match node:
        case Sum(terms=terms):
            return add(*[found[t] for t in terms])
        case Product():
            return _product(node, direction, found)
        case Apply(function=function, args=(index, low, high, body)) if function is SUMMATION:
            return apply(SUMMATION, (index, low, high, found[body]))
        case Apply():
            return _operation(node, direction, found)
    raise TypeError(f"no matrix of {node!r}")


def _product(node: Product, direction: Symbol, found: dict[Node, Node]) -> Node:
    """vec(L D R) = (R' kron L) vec D; vec(s M) = vec(M) ds for a scalar s."""
    front = (number(node.coefficient), *node.scalars)
    for i, scalar in enumerate(node.scalars, start=1):
        if direction in scalar.symbols:
            return multiply(vec(multiply(*front[:i], *front[i + 1 :], *node.factors)), found[scalar])
    i = next(i for i, f in enumerate(node.factors) if direction in f.symbols)
    factor = node.factors[i]
    left = multiply(*node.factors[:i]) if i else identity(factor.rows)
    right = multiply(*node.factors[i + 1 :]) if i + 1 < len(node.factors) else identity(factor.cols)
    return multiply(*front, apply(KRON, (transpose(right), left)), found[factor])


def _operation(node: Apply, direction: Symbol, found: dict[Node, Node]) -> Node:
    args = node.args
    i = next(i for i, a in enumerate(args) if direction in a.symbols)
    variadic = MATRICES.get(node.function)
    matrix = variadic(args, i) if variadic is not None else _by_record(node, i)
    return multiply(matrix, found[args[i]])


def _by_record(node: Apply, i: int) -> Node:
    signature, dims = chosen(node.function, [a.shape for a in node.args], node.sizes)
    first = signature is signatures(node.function)[0]
    rules = node.function.matrix if first else node.function.second_matrix
    rule = rules.get(signature.parameters[i])
    if rule is None:
        raise MatcalcError("unsupported", f"the matrix of {node.function.name} as a linear map is not known")
    return instantiate(rule, dict(zip(signature.parameters, node.args, strict=True)), dims)
