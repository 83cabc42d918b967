"""One equation for one unknown, solved: linear in it or in its inverse or root, also once multiplied, or Riccati's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from matcalc_cli.differential import moves_with
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.optimality.riccati import Solved, riccati
from matcalc_cli.equations.optimality.undoing import Way, undone
from matcalc_cli.equations.solution import Solution
from matcalc_cli.equations.system import System
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import add, apply, multiply, substitute, zeros
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number, postorder, symbol
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, POWER, SUMMATION
from matcalc_cli.kinds import KINDS
from matcalc_cli.simplify import simplify
from matcalc_cli.validity.condition import Condition
from matcalc_cli.validity.signs import is_positive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational


LINEAR = "linear in {0}"
"""How an unknown is found by equations that determine it as they stand."""
ROOT = "linear in a power of {0}, of which this is the positive root"
FACTOR = "for this {0} a factor is 0"
EVEN_ROOT = f"{ROOT}; its negative is another one"


def solved(g: Node, x: Symbol, taken: Iterable[Symbol]) -> Solved | None:
    """The solution of g = 0 for x; None where no way finds it."""
    every = frozenset(taken)
    for way in _WAYS:
        found = way(g, x, every)
        if found is not None:
            return found
    return None


def joint(system: System) -> tuple[dict[Symbol, Node], tuple[Condition, ...]]:
    """The solution of a linear system, and what must hold for it."""
    origin: dict[Node, Node] = {x: zeros(x.shape) for x in system.unknowns}
    right = [simplify(multiply(number(-1), substitute(g, origin))) for g in system.equations]
    solution = Solution(system)
    return solution.from_right(right), tuple(solution.needed)


def can_be_solved(system: System) -> bool:
    """Whether it has as many equations as unknowns, and is linear."""
    return system.balanced and all(is_linear(system))


def is_linear(system: System) -> Iterator[bool]:
    """Whether the equations depend on each unknown, and linearly, wherever it is: an answer for every part of them."""
    for column in system.columns:
        yield any(step in linear.symbols for linear, step in column)
        for linear, _ in column:
            yield not moves_with(linear, system.unknowns)
    for g in system.equations:  # what is left without the unknowns has no sum with x_k in it
        yield not moves_with(substitute(g, {x: zeros(x.shape) for x in system.unknowns}), system.unknowns)


def _linear(g: Node, x: Symbol, taken: frozenset[Symbol]) -> Solved | None:
    system = System([g], [x], taken)
    if not can_be_solved(system):
        return None
    values, needed = joint(system)
    return Solved(values[x], (*needed, *of_kind(x, values[x])), LINEAR)


def of_kind(x: Symbol, value: Node) -> list[Condition]:
    """The conditions under which a value is of the kind of a name."""
    if not KINDS[x.kind].definite:
        return []
    return [Condition("positive" if x.is_scalar else "definite", value)]


def _multiplied(g: Node, x: Symbol, taken: frozenset[Symbol]) -> Solved | None:
    for form in _forms(g, x):
        found = _linear(form, x, taken) or _root(form, x, taken)
        if found is not None:
            how = found.how if found.how != LINEAR else "multiplied by {0} it is linear"
            return Solved(found.value, found.needed, how, sure=False)
    return None


def _forms(g: Node, x: Symbol) -> Iterator[Node]:
    """An equation multiplied so that x may be linear in it: inv(X)' - S' becomes I - X'*S'."""
    if x.is_scalar and g.is_scalar:
        yield from _without_denominators(g, x)
    formulas = ("X*G", "X^2*G", "X^3*G") if x.is_scalar else ("X'*G", "G*X'", "X'*G*X'", "X.*G")
    for formula in formulas:
        try:
            found = simplify(instantiate(formula, {"X": x, "G": g}, {}))
        except (TypeError, MatcalcError):
            continue
        if found.shape == g.shape:
            yield found


def _without_denominators(g: Node, x: Symbol) -> Iterator[Node]:
    """An equation of numbers, times all that has x in it and divides something, each in the largest of its powers."""
    powers: dict[Node, Rational] = {}
    for node in postorder(g):
        match node:
            case Apply(function=function, args=(base, Number(value=value))) if (
                function is ELEMENTWISE_POWER and value < 0 and base.is_scalar and moves_with(base, [x])
            ):
                powers[base] = max(powers.get(base, 0), -value)
    if powers:
        below = [apply(ELEMENTWISE_POWER, (base, number(power))) for base, power in powers.items()]
        yield simplify(add(*[simplify(multiply(*below, simplify(term))) for term in _terms(g)]))


def _terms(g: Node) -> Iterator[Node]:
    """The terms of a number, also of what is summed over an index, and of products with a sum in them."""
    match g:
        case Sum(terms=terms):
            for term in terms:
                yield from _terms(term)
        case Apply(function=function, args=(index, low, high, body)) if function is SUMMATION:
            found = [*_terms(body)]
            for term in found:
                part = simplify(apply(SUMMATION, (index, low, high, term)))
                yield from _terms(part) if part is not g and len(found) > 1 else [part]
        case Product(coefficient=c, scalars=scalars) if any(map(_has_terms, scalars)) and not g.factors:
            place = next(i for i, s in enumerate(scalars) if _has_terms(s))
            for term in _terms(scalars[place]):
                yield from _terms(multiply(number(c), *scalars[:place], term, *scalars[place + 1 :]))
        case _:
            yield g


def _has_terms(node: Node) -> bool:
    inner = node.args[-1] if isinstance(node, Apply) and node.function is SUMMATION else node
    return isinstance(inner, Sum)


_POWERS = (2, 3, 4)


def _root(g: Node, x: Symbol, taken: frozenset[Symbol]) -> Solved | None:
    """N*s^2 - c = 0 for a number, the positive root."""
    if not x.is_scalar:
        return None
    y = symbol(f"{x.name}~", x.shape, x.kind)
    for power in _POWERS:
        form = substitute(g, {apply(ELEMENTWISE_POWER, (x, number(power))): y})
        found = None if moves_with(form, [x]) or not moves_with(form, [y]) else _linear(form, y, taken)
        if found is not None:
            value = simplify(instantiate(f"A^(1/{power})", {"A": found.value}, {}))
            how = ROOT if power % 2 or KINDS[x.kind].definite else EVEN_ROOT
            return Solved(value, (*found.needed, Condition("positive", found.value)), how, sure=False)
    return None


def _inverse(g: Node, x: Symbol, taken: frozenset[Symbol]) -> Solved | None:
    """Where the equation of a symmetric unknown is linear in inv(X), which is of the kind of X: inv(S) = C."""
    if KINDS[x.kind].transpose != "X" or x.is_scalar:
        return None
    y = symbol(f"{x.name}~", x.shape, x.kind)
    form = substitute(g, {apply(POWER, (x, number(-1))): y})
    found = None if moves_with(form, [x]) else _linear(form, y, taken)
    if found is None:
        return None
    needed = [c for c in found.needed if c.predicate != "definite"]
    word = "definite" if KINDS[x.kind].definite else "invertible"
    value = simplify(apply(POWER, (found.value, number(-1))))
    return Solved(value, (*needed, Condition(word, found.value)), "linear in the inverse of {0}")


def _factor(g: Node, x: Symbol, taken: frozenset[Symbol]) -> Solved | None:
    """A product of numbers, of which one is 0: 2*x*exp(-x^2) = 0 is x = 0."""
    if not isinstance(g, Product) or not g.is_scalar or not x.is_scalar or g.factors:
        return None
    parts = [s for s in g.scalars if moves_with(s, [x]) and not _is_below(s) and not is_positive(s)]
    for part in parts if parts != [g] else ():
        found = solved(part, x, taken)
        if found is not None:
            how = f"{FACTOR}{'; another one may be, too' if len(parts) > 1 else ''}"
            return Solved(found.value, found.needed, how, sure=False)
    return None


def _is_below(scalar: Node) -> bool:
    """Whether a factor divides."""
    return (
        isinstance(scalar, Apply)
        and scalar.function is ELEMENTWISE_POWER
        and isinstance(scalar.args[1], Number)
        and scalar.args[1].value < 0
    )


def _undone(g: Node, x: Symbol, taken: frozenset[Symbol]) -> Solved | None:
    return undone(g, x, taken, _linear, solved)


_WAYS: tuple[Way, ...] = (
    _linear, _undone, _multiplied, _inverse, _root, riccati, _factor,
)  # fmt: skip
