"""The variation of an integral, as lines: what is integrated, by parts, and what follows where it is stationary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.answers.answer import Answer
from matcalc_cli.answers.derivation import Derivation, Heading, Line, Prose, Section
from matcalc_cli.equations.time.functional import Functional, Varied
from matcalc_cli.equations.time.functions_of_time import at_time
from matcalc_cli.explain.context import scope_of
from matcalc_cli.explain.trees import ZERO, expressed, name_of, named
from matcalc_cli.expr.build import is_zero
from matcalc_cli.expr.node import Node, Number, symbol
from matcalc_cli.kinds import of_shape
from matcalc_cli.language.tree import Name, Tree
from matcalc_cli.readings.derive import pairing
from matcalc_cli.render.writing.sharing import given, shared, unwrapped
from matcalc_cli.render.writing.trees import call, operation
from matcalc_cli.validity import conditions
from matcalc_cli.validity.condition import Condition

LETTERS = ("J", "S", "Phi", *(f"J_{i}" for i in range(1, 99)))
"""The letters for the integral."""
ENDS = (("a", "b"), ("t_0", "t_1"), *((f"a_{i}", f"b_{i}") for i in range(1, 99)))


def explain(found: Functional, *, parts: bool = False) -> Derivation:
    """The lines; with `parts` those of the integration by parts before the answers."""
    lines = _Lines(found)
    nodes = [found.integrand, *[n for v in found.varied for n in lines.nodes(v)]]
    variables = [v for v in found.elaborated.variables.values() if v.place is None]
    lines.needed = needed = conditions(found.elaborated.domain, nodes, variables)
    answer = Answer(
        found.program, found.integrand, variables, [], None, notes=found.elaborated.notes, conditions=needed
    )
    sections = [*(lines.by_parts() if parts else ()), *lines.answers()]
    scope = scope_of((*variables, found.time), (*nodes, *[p for v in found.varied for p in v.places]))
    derivation = Derivation(answer, [s for s in sections if s.lines], scope, lines.letter)
    derivation.heading = (lines.functional(), lines.integral(expressed(found.integrand)))
    return derivation


class _Lines:
    """The lines of a derivation of a functional, and the letters in them."""

    def __init__(self, found: Functional) -> None:
        self.found = found
        taken = {*found.elaborated.variables, *found.elaborated.dimensions, *found.elaborated.functions}
        taken |= {v.variation.stem for v in found.varied}
        self.letter = next(n for n in LETTERS if n not in taken)
        self.integrand = named(next(n for n in ("F", "L", *(f"F_{i}" for i in range(1, 99))) if n not in taken))
        self.ends = next((named(a), named(b)) for a, b in ENDS if not {a, b} & taken)
        self.taken = taken
        self.several = len(found.varied) > 1
        self.needed: Sequence[Condition] = ()
        self.time = name_of(found.time)

    def fresh(self, letter: str) -> Name:
        """A name that is not taken."""
        found = next(n for n in (letter, *(f"{letter}_{i}" for i in range(1, 99))) if n not in self.taken)
        self.taken.add(found)
        return named(found)

    def functional(self) -> Tree:
        """J(v)."""
        return call(self.letter, *[named(v.function.stem) for v in self.found.varied])

    def integral(self, tree: Tree) -> Tree:
        """The integral over the whole interval."""
        return operation("integral", tree, self.time, *self.ends)

    def integrated(self, node: Node) -> Tree:
        """The integral of an expression, 0 of nothing."""
        if is_zero(node):
            return ZERO
        parts, body = unwrapped(shared(expressed(node)))
        return given(parts, self.integral(body))

    def moves(self) -> Prose:
        """The sentence that says by which variation each function moves."""
        words: list[str | Tree] = []
        for v in self.found.varied:
            words += [*[", "] * bool(words), self.at(v), " moves by ", self.eta(v)]
        return words

    def between(self, tree: Tree) -> Tree:
        """The difference between the ends."""
        return operation("between", tree, *self.ends)

    def at(self, v: Varied, order: int = 0) -> Tree:
        """v, v', v''."""
        return expressed(at_time(v.function, self.found.time, order))

    def eta(self, v: Varied) -> Tree:
        """The variation."""
        return expressed(at_time(v.variation, self.found.time))

    def nodes(self, v: Varied) -> Iterator[Node]:
        """The expressions that are printed of a function."""
        yield self.found.euler(v)
        yield self.found.moved
        solved = self.found.solved(v)
        if solved is not None:
            yield from (solved[1], self.found.divisor(v))

    # The parts

    def by_parts(self) -> Iterator[Section]:
        """How the integrand changes, and where each derivative of h goes."""
        yield Section(["how the integrand changes"], [*self._slopes(), self._integrand_moved()])
        yield Section(["integrated by parts"], list(self._parts()))

    def _slopes(self) -> Iterator[Line]:
        yield Line(self.integrand, expressed(self.found.integrand), ["the integrand"], self.found.integrand)
        for v in self.found.varied:
            for k, slope in enumerate(v.slopes):
                left = operation("partial", self.integrand, self.at(v, k))
                yield Line(left, shared(expressed(slope)), ["everything else held fast"] if k == 0 else (), slope)

    def _integrand_moved(self) -> Line:
        return Line(
            named(f"d{self.integrand.name}"), shared(expressed(self.found.moved)), self.moves(), self.found.moved
        )

    def _parts(self) -> Iterator[Line]:
        for v in self.found.varied:
            for k in range(1, v.order + 1):
                yield from self._one_part(v, k)

    def _one_part(self, v: Varied, k: int) -> Iterator[Line]:
        """The integral of F_k times the k-th derivative of eta, once by parts, and how the slope changes."""
        found, time = self.found, self.found.time
        for i in range(k):
            slope = found.rate(v.slopes[k], i)
            if is_zero(slope):
                return
            whole = self.integral(expressed(pairing(slope, at_time(v.variation, time, k - i))))
            outside = self.between(expressed(pairing(slope, at_time(v.variation, time, k - 1 - i))))
            rate = found.rate(slope)
            inside = self.integral(expressed(pairing(rate, at_time(v.variation, time, k - 1 - i))))
            rest = outside if is_zero(rate) else operation("subtract", outside, inside)
            yield Line(whole, rest, ["since ", operation("rate", expressed(slope), self.time), " = ", expressed(rate)])

    # The answers

    def answers(self) -> Iterator[Section]:
        """The variations and the equations."""
        yield Section(["the first variation"], list(self._first()))
        yield Section(["the Euler-Lagrange equation" + "s" * self.several], list(self._euler()))
        if not self.hopeless:
            yield Section(["at an end where the function is free"], list(self._natural()))
            where = "constant where the equation" + ("s hold" if self.several else " holds")
            yield Section([where], list(self._constants()))
        yield Section(["the second variation"], list(self._second()))
        yield Section(["by parameters"], list(self._parameters()))

    def _first(self) -> Iterator[Line]:
        found = self.found
        left = named(f"d{self.letter}")
        yield Line(left, self.integrated(found.moved), self.moves())
        if not is_zero(found.boundary):
            inside, outside = self.integrated(found.inside), self.between(expressed(found.boundary))
            parts, body = unwrapped(inside)
            tree = outside if is_zero(found.inside) else given(parts, operation("add", body, outside))
            yield Line(None, tree, ["integrated by parts"])
        for v in found.varied:
            gradient = found.euler(v)
            heading = Heading(
                "gradient",
                symbol(v.function.stem, v.function.declared, of_shape(v.function.declared)),
                several=self.several,
            )
            yield Line(
                heading, shared(expressed(gradient)), ["what stands before ", self.eta(v), " in the integral"], gradient
            )

    def _euler(self) -> Iterator[Line]:
        for v in self.found.varied:
            equation = self.found.euler(v)
            yield from _apart(expressed(equation), ZERO, [self._said(equation)])
            solved = self.found.solved(v)
            if solved is not None:
                yield from _apart(expressed(solved[0]), expressed(solved[1]), ["solved for it"])

    def _said(self, equation: Node) -> str:
        """The words about an equation: that it is the gradient that is 0, or that every function fulfils it, or none."""
        if not is_zero(equation):
            return "no function makes it stationary" if isinstance(equation, Number) else "the gradient is 0"
        said = "every function makes it stationary: the integral depends on the ends alone"
        return f"where the condition below holds all along, {said}" if self.needed else said

    @property
    def hopeless(self) -> bool:
        """Whether an equation never holds."""
        return any(isinstance(g := self.found.euler(v), Number) and not is_zero(g) for v in self.found.varied)

    def _natural(self) -> Iterator[Line]:
        for v in self.found.varied:
            for i in range(v.order):
                momentum = self.found.momentum(v, i)
                never = isinstance(momentum, Number) and not is_zero(momentum)
                reason: Sequence[str | Tree] = [
                    "where ",
                    self.at(v, i),
                    " is not given" + ": never, so it has to be" * never,
                ]
                yield Line(expressed(momentum), ZERO, reason)

    def _constants(self) -> Iterator[Line]:
        for v in self.found.varied:
            if self.found.is_cyclic(v):
                p = self.found.momentum(v, 0)
                yield Line(
                    self.fresh("p"), shared(expressed(p)), ["since ", self.at(v), " itself is not in the integrand"]
                )
        if self.found.energy is not None and not is_zero(self.found.energy):
            why: Sequence[str | Tree] = ["since ", self.time, " itself is not in the integrand"]
            yield from _apart(self.fresh("E"), expressed(self.found.energy), why)

    def _second(self) -> Iterator[Line]:
        found = self.found
        yield Line(operation("twice", named(self.letter)), self.integrated(found.bent), ["differentiated once more"])
        for v in found.varied:
            matrix = found.highest(v)
            if v.order and not is_zero(matrix):
                positive = "not negative" if matrix.is_scalar else "positive semidefinite"
                reason: list[str | Tree] = [
                    "the integrand twice by ",
                    self.at(v, v.order),
                    f": {positive} at a minimum (Legendre)",
                ]
                yield Line(self.fresh("P"), shared(expressed(matrix)), reason, matrix)

    def _parameters(self) -> Iterator[Line]:
        several = len(self.found.parameters) > 1 or bool(self.found.varied)
        for p in self.found.parameters:
            kind = "derivative" if p.is_scalar else "gradient"
            heading = Heading(kind, p, several=several)
            yield Line(heading, self.integrated(self.found.by_parameter(p)), ["the functions held fast"])


def _apart(left: Tree, right: Tree, reason: Sequence[str | Tree]) -> Iterator[Line]:
    """A line, and below it one for each part of its sides that is named."""
    before, left = unwrapped(shared(left))
    parts, right = unwrapped(shared(right))
    yield Line(left, right, reason)
    yield from (Line(name, value, ["in the line above"]) for name, value in (*before, *parts))
