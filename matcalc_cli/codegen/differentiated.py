"""Functions without a formula in code for a library that differentiates: the function is given, its derivatives are asked
of the library, and products with them are pushforwards and pullbacks, which form no matrix.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from matcalc_cli.expr.build import bare, multiply, rebuild, transpose
from matcalc_cli.expr.node import Apply, Node, Product, number, postorder
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.expr.shapes.signature import Signature
from matcalc_cli.expr.unspecified import Unknown


class Transport(Unknown):
    """D(F)(u, ...)*v, or D(F)(u, ...)'*v, as a function of u, ... and the column v."""

    __slots__ = ("forward",)

    def __init__(self, slope: Unknown, *, forward: bool) -> None:
        super().__init__(slope.stem, slope.declared, slope.arguments, slope.taken, slope.names, slope.nature)
        self.forward = forward
        self.name = f"{'pushforward' if forward else 'pullback'} {self.name}"
        self.digest = hash((self.digest, forward))

    @property
    def own_signature(self) -> Signature:
        """Its parameters, the column last."""
        found = super().own_signature
        rows, cols = found.result
        found.parameters = (*found.parameters, "v")
        found.shapes = (*found.shapes, (cols if self.forward else rows, 1))
        found.result = (rows if self.forward else cols, 1)
        return found


@lru_cache(maxsize=256)
def transport(slope: Unknown, *, forward: bool) -> Transport:
    """One record for one function."""
    return Transport(slope, forward=forward)


def transported(root: Node) -> Node:
    """The expression with pushforwards and pullbacks in the place of products with matrices of derivatives."""
    done: dict[Node, Node] = {}
    for node in postorder(root):
        new = rebuild(node, tuple([done[c] for c in node.children])) if node.children else node
        while isinstance(new, Product) and (shorter := _carried(new)) is not None:
            new = shorter
        done[node] = new
    return done[root]


def _carried(node: Product) -> Node | None:
    """The product with one such factor less; None where there is none beside a column or a row."""
    factors = node.factors
    for i in reversed(range(len(factors) - 1)):
        left, right = factors[i : i + 2]
        moved = _times_column(left, right) if right.cols == 1 else None
        if moved is None and left.rows == 1:
            turned = _times_column(transpose(right), transpose(left))
            moved = None if turned is None else transpose(turned)
        if moved is not None:
            return multiply(number(node.coefficient), *node.scalars, *factors[:i], moved, *factors[i + 2 :])
    return None


def _times_column(slope: Node, column: Node) -> Node | None:
    """D(F)(u)*v and D(F)(u)'*v."""
    forward = True
    if isinstance(slope, Apply) and slope.function is TRANSPOSE:
        slope, forward = slope.args[0], False
    match slope:
        case Apply(function=Unknown(taken=taken, arguments=arguments) as f, args=args) if taken and arguments:
            of_matrix = arguments[taken[-1]] != SCALAR and not f.is_gradient and not isinstance(f, Transport)
            return bare(transport(f, forward=forward), (*args, column)) if of_matrix else None
    return None


def given(function: Unknown) -> Unknown:
    """The function itself, of which this is a derivative."""
    return function.by().primed(0) if function.nature.spectral else function.by()


def asked(function: Unknown, name: str) -> str:
    """The call of a helper by which the library differentiates the function of that name."""
    for _ in range(function.primes):
        name = f"_prime_of_matrix({name})"
    if not function.taken:
        return name
    places = f"({', '.join(map(str, function.taken))}{',' * (len(function.taken) == 1)})"
    if isinstance(function, Transport):
        return f"{'_pushforward' if function.forward else '_pullback'}({name}, {places})"
    return f"_derivative({name}, {places})" if function.arguments else f"_entrywise({name}, {len(function.taken)})"


def kept(nodes: Iterable[Node], *, differentiates: bool) -> list[Node]:
    """The expressions as a library computes them."""
    return [transported(node) for node in nodes] if differentiates else list(nodes)
