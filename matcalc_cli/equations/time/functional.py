"""The integral of F(t, v, v', ...) over t as a function of the function v: its first and second variation.

Source: Gelfand & Fomin, Calculus of Variations, chapters 1, 2 and 5; MIT 18.063, chapter 11.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from matcalc_cli.differential import differential
from matcalc_cli.elaborate.asked import variable
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.equations.quotients import over_one_denominator, with_norms
from matcalc_cli.equations.time.functions_of_time import Read, at_time, calls_of, order_of, read_functions
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import ONE, add, is_zero, multiply, substitute, zeros
from matcalc_cli.expr.node import Node, Sum, Symbol, number, symbol
from matcalc_cli.expr.unspecified import Unknown, unknown
from matcalc_cli.kinds import of_shape
from matcalc_cli.readings.derive import derivative, pairing, pulled, second
from matcalc_cli.readings.structure import projected
from matcalc_cli.simplify import simplify

VARIATIONS = (*"hwzs", *(f"h_{i}" for i in range(1, 99)))
"""The names of the direction in which a function is varied."""


class Varied:
    """A function under the integral: its derivatives as names, and the function that it is varied by.

    places     a name for each of v, v', v'', ... as long as the integrand is no function of time
    variation  the function h of v + e*h
    slopes     F by v, by v', ..., as functions of time
    """

    def __init__(self, function: Unknown, variation: Unknown, order: int) -> None:
        self.function = function
        self.variation = variation
        self.order = order
        kind = of_shape(function.declared)
        self.places = _names(self, order)
        self.moves = [symbol(f"{variation.stem}__{k}", function.declared, kind) for k in range(order + 1)]
        self.slopes: list[Node] = []


def variation_of(function: Unknown, taken: set[str]) -> Unknown:
    """The direction that a function is varied in, by a name that is taken then; a matrix has a capital letter."""
    case: Callable[[str], str] = str.upper if of_shape(function.declared) == "matrix" else str
    name = next(n for n in map(case, VARIATIONS) if n not in taken)
    taken.add(name)
    return unknown(name, function.declared, function.arguments, (), function.names)


def _names(v: Varied, highest: int) -> list[Symbol]:
    function = v.function
    return [symbol(f"{function.stem}__{k}", function.declared, of_shape(function.declared)) for k in range(highest + 1)]


class Functional:
    """The integral of a number that is made of functions of t, and how it changes with them.

    open  the integrand in terms of the names of `Varied.places`
    """

    def __init__(self, read: Read, wrt: Sequence[str]) -> None:
        self.program, self.elaborated, self.time = read.program, read.elaborated, read.time
        self.integrand = simplify(read.elaborated.expression)
        self._require_here_and_now(read.functions)
        taken = {*self.elaborated.variables, *self.elaborated.functions, *self.elaborated.dimensions}
        self.varied = [self._varied(f, taken) for f in read.functions]
        self.parameters = [variable(name, self.elaborated) for name in dict.fromkeys(wrt)]
        self.open = substitute(self.integrand, self.closed)
        for one in self.varied:
            one.slopes = [self.there(pulled(self.open, place, ONE)) for place in one.places]

    def _require_here_and_now(self, functions: Sequence[Unknown]) -> None:
        for function in functions:
            late = [n for n in calls_of(self.integrand, function) if n.args != (self.time,)]
            if late:
                raise MatcalcError(
                    "unsupported", f"{function.stem} is taken at another place than {self.time.spelling}",
                    hint="an integrand of v, v', v'' at one time has a variation",
                )  # fmt: skip

    def _varied(self, function: Unknown, taken: set[str]) -> Varied:
        return Varied(function, variation_of(function, taken), max(0, order_of(self.integrand, function)))

    @cached_property
    def closed(self) -> dict[Node, Node]:
        """The names that stand for v(t), v'(t), ..., by these."""
        return {at_time(v.function, self.time, k): p for v in self.varied for k, p in enumerate(v.places)}

    def there(self, node: Node) -> Node:
        """An expression of the names as one of the functions, sums of quotients over one denominator."""
        back: dict[Node, Node] = {name: call for call, name in self.closed.items()}
        for v in self.varied:
            back |= {h: at_time(v.variation, self.time, k) for k, h in enumerate(v.moves)}
        return over_one_denominator(simplify(substitute(node, back)))

    def rate(self, node: Node, order: int = 1) -> Node:
        """The derivative by t."""
        for _ in range(order):
            found = derivative(node, self.time).derivative if self.time in node.symbols else zeros(node.shape)
            assert found is not None
            node = found
        return node

    @cached_property
    def moved(self) -> Node:
        """The integrand of the first variation: F differentiated, v by h and v' by h'."""
        return self.there(self._moved)

    @cached_property
    def _moved(self) -> Node:
        return differential(self.open, self._moves)

    @property
    def _moves(self) -> dict[Symbol, Node]:
        """The variations h, h', ... by the names of v, v', ..."""
        return {p: h for v in self.varied for p, h in zip(v.places, v.moves, strict=True)}

    @cached_property
    def bent(self) -> Node:
        """The integrand of the second variation."""
        return self.there(differential(simplify(self._moved), self._moves))

    def momentum(self, v: Varied, i: int) -> Node:
        """The factor of the i-th derivative of h at the ends, after all integrations by parts."""
        parts = [
            multiply(number((-1) ** (k - 1 - i)), self.rate(v.slopes[k], k - 1 - i)) for k in range(i + 1, v.order + 1)
        ]
        return over_one_denominator(simplify(add(*parts))) if parts else zeros(v.function.declared)

    def euler(self, v: Varied) -> Node:
        """The factor of h in the integral after all integrations by parts: the gradient, which is 0 at an extremal."""
        return self._eulers[v]

    @cached_property
    def _eulers(self) -> dict[Varied, Node]:
        return {v: self._euler(v) for v in self.varied}

    def _euler(self, v: Varied) -> Node:
        parts = [multiply(number((-1) ** k), self.rate(slope, k)) for k, slope in enumerate(v.slopes)]
        return over_one_denominator(simplify(add(*parts)))

    @cached_property
    def boundary(self) -> Node:
        """The sum of the momenta times the derivatives of h."""
        parts = [
            pairing(self.momentum(v, i), at_time(v.variation, self.time, i))
            for v in self.varied
            for i in range(v.order)
        ]
        return simplify(add(*parts)) if parts else number(0)

    @cached_property
    def inside(self) -> Node:
        """The integrand after all integrations by parts."""
        return simplify(add(*[pairing(self.euler(v), at_time(v.variation, self.time)) for v in self.varied]))

    @cached_property
    def identity(self) -> tuple[Node, Node]:
        """Two sides that are equal if the integration by parts is right: dF, and what is left of it with d/dt of the boundary."""
        return self.moved, add(self.inside, self.rate(self.boundary))

    def highest(self, v: Varied) -> Node:
        """F twice by the highest derivative, a number or a matrix: not negative at a minimum (Legendre)."""
        return self._highest[v]

    @cached_property
    def _highest(self) -> dict[Varied, Node]:
        last = {v: v.places[-1] for v in self.varied}
        return {v: self.there(second(pulled(self.open, name, ONE), name)) for v, name in last.items()}

    def solved(self, v: Varied) -> tuple[Node, Node] | None:
        """The highest derivative that the equation of a function has, and its value; None where it cannot be told."""
        return self._solved[v]

    @cached_property
    def _solved(self) -> dict[Varied, tuple[Node, Node] | None]:
        return {v: self._solved_for(v) for v in self.varied}

    def _solved_for(self, v: Varied) -> tuple[Node, Node] | None:
        if v.function.declared[1] != 1 or not v.order:
            return None
        top = at_time(v.function, self.time, 2 * v.order)
        equation, matrix = self.euler(v), self.highest(v)
        if (
            is_zero(matrix)
            or self._is_a_length(v, matrix)
            or any(order_of(equation, o.function) > o.order for o in self.varied if o is not v)
        ):
            return None
        rest = simplify(substitute(equation, {top: zeros(top.shape)}))
        if any(n is top for n in calls_of(rest, v.function)):
            return None
        sign = number((-1) ** (v.order + 1))
        quotient = multiply(self.divisor(v), sign, rest)
        return top, over_one_denominator(simplify(quotient))

    def _is_a_length(self, v: Varied, matrix: Node) -> bool:
        """Whether nothing tells how fast a curve is run through: F twice by v' is 0 along v' itself."""
        along = at_time(v.function, self.time, v.order)
        terms = matrix.terms if isinstance(matrix, Sum) else (matrix,)
        found = [simplify(with_norms(pairing(multiply(term, along), along))) for term in terms]
        return is_zero(simplify(add(*found)))

    def divisor(self, v: Varied) -> Node:
        """The factor by which an equation is multiplied to be solved: without a value where it cannot be."""
        matrix = self.highest(v)
        return instantiate("1/A" if matrix.is_scalar else "inv(A)", {"A": matrix}, {})

    def gradients(self) -> tuple[list[list[Symbol]], list[Node], list[int]]:
        """For each function the names of its derivatives, the gradient in terms of them all, and its order in F."""
        names = [_names(v, 2 * max(one.order for one in self.varied)) for v in self.varied]
        named: dict[Node, Node] = {
            at_time(v.function, self.time, k): p
            for v, own in zip(self.varied, names, strict=True)
            for k, p in enumerate(own)
        }
        return names, [substitute(self.euler(v), named) for v in self.varied], [v.order for v in self.varied]

    @property
    def energy(self) -> Node | None:
        """The constant along an extremal where t itself is not in F: v'*F_v' - F, with as many terms as there are orders."""
        if self.time in self.open.symbols or not any(v.order for v in self.varied):
            return None
        parts = [
            pairing(self.momentum(v, i), at_time(v.function, self.time, i + 1))
            for v in self.varied for i in range(v.order)
        ]  # fmt: skip
        return over_one_denominator(simplify(add(*parts, multiply(number(-1), self.integrand))))

    def is_cyclic(self, v: Varied) -> bool:
        """Whether v itself is not in F, only its derivatives: then its momentum is constant along an extremal."""
        return bool(v.order) and v.places[0] not in self.open.symbols

    def by_parameter(self, p: Symbol) -> Node:
        """F by a parameter."""
        found = derivative(self.integrand, p)
        return simplify(projected(pulled(self.integrand, p, ONE), p)) if found.derivative is None else found.derivative


def functional(text: str, functions: Sequence[str], of: str, wrt: Sequence[str], var: Sequence[str]) -> Functional:
    """The functional that a text is the integrand of. Raises MatcalcError."""
    return Functional(integrand(text, functions, of, var), wrt)


def integrand(text: str, functions: Sequence[str], of: str, var: Sequence[str]) -> Read:
    """A text with the functions in it. Raises MatcalcError where one is missing."""
    if not functions or not of:
        missing = (
            "--of T says what the functions are of" if functions else "--function V says which functions are varied"
        )
        raise MatcalcError("usage", missing, hint="for example --function v --of t")
    found = read_functions(text, functions, of, var)
    for f in found.functions:
        if not any(True for _ in calls_of(found.elaborated.expression, f)):
            raise MatcalcError(
                "name", f"the integrand has no {f.stem}", [Label(found.program.body.start, found.program.body.end)],
                hint=f"its functions are named by --function; {f.stem} and {f.stem}' may stand in it",
            )  # fmt: skip
    return found
