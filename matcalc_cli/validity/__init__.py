"""The conditions under which an answer is valid: det(A) != 0, simple eigenvalues, x != 0.

A value needs what every operation needs as it was typed, sqrt(alpha)^2 that alpha >= 0, and what every function in it
needs; a derivative also what the functions in it need that jump, such as sign(x), where their argument moves.
"""

from __future__ import annotations

from matcalc_cli.expr.build import add, apply, identity, is_unit, multiply, transpose
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Symbol, number, postorder
from matcalc_cli.expr.normal_forms.powers import is_whole
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, KRON, POWER, SUMMATION
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions.domain import DOMAINS
from matcalc_cli.later import Later
from matcalc_cli.validity.condition import PREDICATES, Condition, pair
from matcalc_cli.validity.records import is_relation, said, undoes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from matcalc_cli.expr.function import Function
    from matcalc_cli.validity.sums import backward
else:
    backward = Later("matcalc_cli.validity.sums.backward")

APART = "apart"
"""The word of records for a condition on two or four parameters together, the first ones."""


def conditions(
    typed: Iterable[Condition], nodes: Iterable[Node], moving: Collection[Symbol] = ()
) -> tuple[Condition, ...]:
    """The conditions of a program as it was typed, and of values of expressions, in derivatives by the `moving` names."""
    moves = frozenset([m.family if isinstance(m, Member) else m for m in moving])
    roots = [*nodes]
    some = any(True for node in postorder(*roots) if isinstance(node, Apply) for _ in _of_node(node, moves))
    found = [*_seen(roots, moves)] if some else []
    if any(s.kind == "index" for c in found for s in c.node.symbols):
        from matcalc_cli.validity.sums.ranges import in_sums

        found = [*in_sums(found, roots)]
    needs = [*typed, *found]
    if not needs:  # as for most: what tells one condition from another takes longer to load than to ask
        return ()
    from matcalc_cli.validity.reduced import reduced

    return reduced(needs)


def _seen(roots: list[Node], moves: frozenset[Symbol]) -> Iterator[Condition]:
    """The conditions on entries that are selected, and on functions that jump where that is seen."""
    from matcalc_cli.validity.selected import of_entries
    from matcalc_cli.validity.vanishing import jumps, unseen

    every = [*postorder(*roots)]
    quiet = unseen(roots) if any(isinstance(node, Apply) and jumps(node.function) for node in every) else {}

    def of_node(node: Apply) -> Iterator[Condition]:
        jump = node in quiet and not node.symbols.isdisjoint(moves)
        return iter(quiet[node]) if jump else _of_node(node, moves)

    if any(map(is_unit, every)):
        return of_entries(roots, of_node)
    return (c for node in every if isinstance(node, Apply) for c in of_node(node))


def _of_node(node: Apply, moving: frozenset[Symbol]) -> Iterator[Condition]:
    yield from backward.needed(node.args) if node.function is SUMMATION else of_value(node.function, node.args)
    if node.args and not node.symbols.isdisjoint(moving) and not _is_told(node.function):
        yield from of_derivative(node.function, node.args)


def of_value(function: Function, args: tuple[Node, ...]) -> Iterator[Condition]:
    """The conditions under which a function applied has a value."""
    if args and undoes(function, args[0]):
        return
    if function in (POWER, ELEMENTWISE_POWER):
        yield from _of_power(function, *args)
        return
    if APART in function.domain.values():
        yield are_apart(*args[: [*function.domain.values()].count(APART)])
        return
    in_condition = [name for name in function.domain.values() if DOMAINS[name].needs is None]
    if function.condition and args and (in_condition or not function.domain):
        yield from of_derivative(function, args)
    parameters = signatures(function)[0].parameters if args else ()
    for argument, parameter in zip(args, parameters, strict=False):
        needed = DOMAINS[function.domain.get(parameter, "real")].needs
        if needed:
            yield from [Condition(needed, argument)] if needed in PREDICATES else said(needed, (argument,))
    ends = {function.domain.get(p): argument for argument, p in zip(args, parameters, strict=False)}
    if "below" in ends and "above" in ends:
        yield Condition("positive", add(ends["above"], multiply(number(-1), ends["below"])))


def _is_told(function: Function) -> bool:
    """Whether a condition shows in the derivative itself: abs(x) has none where sign(x) jumps, but abs(x)^2 has."""
    rules = function.differential.values()
    return function.piecewise and not all(rule.startswith("0*") for rule in rules)


def of_derivative(function: Function, args: tuple[Node, ...]) -> Iterator[Condition]:
    """The conditions that a record says, of its arguments."""
    if args and undoes(function, args[0]):
        return
    if APART in function.domain.values():
        yield are_apart(*args[: [*function.domain.values()].count(APART)])
        return
    parts = function.condition.split(", ")
    for text in parts if all(map(is_relation, parts)) else filter(None, [function.condition]):
        yield from said(text, args)


def are_apart(*args: Node) -> Condition:
    """The condition that A X + X B, or A X B + C X D, is 0 for X = 0 alone: B' kron A + D' kron C has an inverse."""
    first, *middle, last = args
    b, c = middle or (identity(last.rows), identity(first.rows))
    return Condition("invertible", add(apply(KRON, (transpose(b), first)), apply(KRON, (transpose(last), c))))


def _of_power(function: Function, base: Node, exponent: Node) -> Iterator[Condition]:
    if function is ELEMENTWISE_POWER or base.is_scalar:
        yield from _of_entries(base, exponent)
    elif _is_below_zero(exponent):
        yield Condition("invertible", base)
    elif _is_named(exponent):
        yield Condition("matrix power", pair(base, exponent))


def _of_entries(base: Node, exponent: Node) -> Iterator[Condition]:
    if is_whole(exponent):
        if _is_below_zero(exponent):
            yield Condition("no zeros", base)
        elif _is_named(exponent):
            yield Condition("whole power", pair(base, exponent))
    elif isinstance(exponent, Number):
        yield Condition("not negative" if exponent.value > 0 else "positive", base)
    else:
        yield Condition("real power", pair(base, exponent))


def _is_below_zero(exponent: Node) -> bool:
    """Whether a whole exponent is meant to be negative: -2, -k; of k - 3 the condition says where it is."""
    match exponent:
        case Number(value=value):
            return value < 0
        case Product(coefficient=c):
            return c < 0 and not _has_index(exponent)
    return False


def _is_named(exponent: Node) -> bool:
    """Whether an integer that is known by its name decides whether it is negative; no index of a sum, which has a range."""
    return any(s.kind == "integer" for s in exponent.symbols) and not _has_index(exponent)


def _has_index(node: Node) -> bool:
    return any(s.kind == "index" for s in node.symbols)
