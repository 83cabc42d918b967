"""Linear equations in which the unknown stands in the Fréchet derivative of a matrix function alone.

A value Y = f(X) that something undoes, as X = Y*Y does the root and X = expm(Y) the logarithm, moves by dY = L(f, X, dX), and
X by the derivative of what undoes it: products, where the way through the function would be a Kronecker matrix.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from matcalc_cli.differential import differential
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.operation import Operation
from matcalc_cli.expr.build import apply, substitute, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder, symbol
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.simplify import simplify

Way = Callable[[Node, Symbol], Operation | None]


def of_a_function(linear: Node, step: Symbol, solving: Way) -> Operation | None:
    """P L(f, X, Q(D)) = R for an f that is undone at X, by `solving` for what is around the function and for what is in it."""
    node = next((n for n in postorder(linear) if isinstance(n, Apply) and step in n.symbols and _undoing(n)), None)
    if node is None or len(node.args) != 2 or step in node.args[0].symbols:
        return None
    y = symbol("Y~", node.shape, "matrix")
    undone, inside = _undone(node), node.args[1]
    around = substitute(linear, {node: y})
    if inside is step:  # elsewhere too it is what the derivative of what undoes f makes of dY
        around = simplify(substitute(around, {step: undone(y)}))
    if step in around.symbols:
        return None
    before, behind = (None if part is s else solving(part, s) for part, s in ((around, y), (inside, step)))
    if (around is not y and before is None) or (inside is not step and behind is None):
        return None

    def solved(right: Node) -> Node:
        moved = undone(before(right) if before else right)
        return behind(moved) if behind else moved

    found = Operation(solved, [condition for way in (before, behind) if way for condition in way.needed])
    f = _function_of(node)
    found.words = f"{_undoing(node)} is the argument of Y = {f.name if f else ''}, and is differentiated in its place"
    return found


def _function_of(node: Apply) -> Function | None:
    """The f of L(f, X, E)."""
    return FUNCTIONS.get(node.function.frechet_of)


def _undoing(node: Apply) -> str:
    """The inverse of the f of L(f, X, E) at X, in terms of its value Y; nothing where it is not known.

    Of an f that has a value everywhere, as expm, what undoes it gives its symmetric arguments back and not all others.
    """
    f = _function_of(node)
    if f is None or not (f.domain or transpose(node.args[0]) is node.args[0]):
        return ""
    return f.undone or _of_equation(f)


def _of_equation(f: Function) -> str:
    """Y*Y for an f whose record defines its value X by X*X = A."""
    sides = [equation.partition(" = ") for equation in f.equation]
    names = [unknown.partition(":")[0] for unknown in f.unknowns]
    if len(sides) != 1 or len(names) != 1 or sides[0][2] not in f.differential:
        return ""
    return re.sub(rf"\b{names[0]}\b", "Y", sides[0][0])


def _undone(node: Apply) -> Callable[[Node], Node]:
    """The E by a given L(f, X, E)."""
    f, x = _function_of(node), node.args[0]
    assert f is not None
    value, moving = (symbol(name, x.shape, "matrix") for name in ("Y~", "dY~"))
    slope = differential(instantiate(_undoing(node), {"Y": value}, {}), {value: moving})
    at: dict[Node, Node] = {value: apply(f, (x,))}
    return lambda right: substitute(slope, {**at, moving: right})
