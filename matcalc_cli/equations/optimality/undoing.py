"""Unknowns that stand in one function alone, which is undone: log(x) = y is x = exp(y), and sigmoid(A*x) = y is A*x = logit(y)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc_cli.differential import moves_with
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.optimality.riccati import Solved
from matcalc_cli.equations.structure import kind_of
from matcalc_cli.expr.build import add, apply, identity, multiply, ones, scalars_and_rest, substitute
from matcalc_cli.expr.node import Apply, Node, Number, Sum, Symbol, number, postorder, symbol
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import ELEMENTWISE_POWER
from matcalc_cli.kinds import KINDS
from matcalc_cli.simplify import simplify
from matcalc_cli.validity.condition import Condition

Way = Callable[[Node, Symbol, frozenset[Symbol]], "Solved | None"]
"""A way to solve an equation for an unknown, beside the names that are taken."""
UNDONE = "solved for {0} by what undoes the function that it stands in"
EVEN_ROOTS = f"{UNDONE}; roots with other signs of entries are others"


def undone(g: Node, x: Symbol, taken: frozenset[Symbol], linear: Way, solved: Way) -> Solved | None:
    """The solution of g = 0 for x, where g is linear in an f(u(x)) that can be undone, and x stands nowhere else."""
    for node in postorder(g):
        if not (isinstance(node, Apply) and moves_with(node, [x]) and _can_be_undone(node, x)):
            continue
        y = symbol(f"{x.name}~", node.shape, kind_of(node, node))
        form = substitute(g, {node: y})
        found = None if moves_with(form, [x]) else linear(form, y, taken | {y})
        if found is not None:
            return _inside(node, found, x, taken, solved)
    return None


def _can_be_undone(node: Apply, x: Symbol) -> bool:
    """Functions of matrices are undone where their argument is the unknown, and that symmetric."""
    if node.function is ELEMENTWISE_POWER:  # of numbers these are left to those who multiply by them
        return not node.is_scalar and isinstance(node.args[1], Number)
    return bool(node.function.undone) and (
        node.function.elementwise or (node.args[0] is x and KINDS[x.kind].transpose == "X")
    )


def _inside(node: Apply, found: Solved, x: Symbol, taken: frozenset[Symbol], solved: Way) -> Solved | None:
    """The solution of f(u(x)) = y for x, where y is found."""
    value, needed, sure = _undo(node, found.value)
    needed = [*found.needed, *needed]
    how = EVEN_ROOTS if _is_even_power(node) else UNDONE
    if node.args[0] is x:
        return Solved(value, needed, how, sure=sure and found.sure)
    rest = solved(simplify(add(node.args[0], multiply(number(-1), value))), x, taken)
    if rest is None:
        return None
    how = EVEN_ROOTS if EVEN_ROOTS in (how, rest.how) else UNDONE
    return Solved(rest.value, [*needed, *rest.needed], how, sure=sure and found.sure and rest.sure)


def _is_even_power(node: Apply) -> bool:
    """Whether f(-u) is f(u), and both are solutions."""
    power = node.args[-1]
    return node.function is ELEMENTWISE_POWER and isinstance(power, Number) and power.value % 2 == 0


def _undo(node: Apply, y: Node) -> tuple[Node, Sequence[Condition], bool]:
    """The u of f(u) = y, what must hold for it, and whether it is the only one whatever y is."""
    if node.function is not ELEMENTWISE_POWER:
        formula = node.function.undone
        forms = [formula, f"-{formula.replace('Y', 'Y^-1')}"] if node.is_scalar and node.function.of_sums else [formula]
        values = [simplify(instantiate(form, {"Y": y}, {})) for form in forms]
        return products_of_exponentials(min(values, key=lambda v: v.cost)), (), True
    power = node.args[1]
    assert isinstance(power, Number)
    if power.value == 3:
        return simplify(instantiate("cbrt(Y)", {"Y": y}, {})), (), True
    value = simplify(apply(ELEMENTWISE_POWER, (y, number(exact_ratio(1, power.value)))))
    return (value, (), True) if power.value == -1 else (value, [Condition("positive", y)], False)


def products_of_exponentials(node: Node) -> Node:
    """exp(alpha)*exp(x) for an exp(alpha*ones(n) + x), so too of expm and multiples of the identity."""
    if not isinstance(node, Apply) or not node.function.of_sums or node.is_scalar:
        return node
    (inner,) = node.args
    terms = inner.terms if isinstance(inner, Sum) else (inner,)
    one = ones(*node.shape) if node.function.elementwise else identity(node.rows)
    pairs = [scalars_and_rest(term) for term in terms]
    numbers = [multiply(*scale) for scale, rest in pairs if rest is one]
    others = [term for term, (_, rest) in zip(terms, pairs, strict=True) if rest is not one]
    if not numbers:
        return node
    scale = instantiate("exp(A)", {"A": add(*numbers)}, {})
    return simplify(multiply(scale, apply(node.function, (add(*others),)) if others else one))
