"""The typed result that every renderer takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Generic, Self, TypeAlias, TypeVar, overload

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.language.tree import Program
    from matcalc_cli.validity.condition import Condition


T = TypeVar("T")
Later: TypeAlias = T | Callable[[], T]
"""A value, or a function that works it out."""


class Reading(Generic[T]):
    """An attribute that is worked out when it is first looked at: it is set to its value, or to a function of none."""

    def __set_name__(self, _: type, name: str) -> None:
        self._name = f"_{name}"

    @overload
    def __get__(self, instance: None, _: type) -> Self: ...
    @overload
    def __get__(self, instance: object, _: type) -> T: ...
    def __get__(self, instance: object | None, _: type) -> T | Self:
        if instance is None:
            return self
        found: Later[T] = getattr(instance, self._name)
        if callable(found):
            found = found()
            setattr(instance, self._name, found)
        return found

    def __set__(self, instance: object, found: Later[T]) -> None:
        setattr(instance, self._name, found)


class Derivative:
    """The derivative of f with respect to `variable`.

    differential  df of this variable alone, linear in d<variable>
    gradient      the shape of the variable; None unless f is 1x1
    derivative    df/d(scalar), the shape of f; None unless the variable is a scalar
    jacobian      (numel f) x (numel variable), column-major vec
    hessian       (numel variable)^2 matrix; None unless f is 1x1 and order 2 was asked for
    vjp           J*[Y] in the shape of the variable, Y a name of the shape of f; None unless asked for

    Each may be given as a function that works it out. Looking at one that nobody knows raises MatcalcError.
    """

    differential: Reading[Node] = Reading()
    jacobian: Reading[Node] = Reading()
    gradient: Reading[Node | None] = Reading()
    derivative: Reading[Node | None] = Reading()
    hessian: Reading[Node | None] = Reading()
    vjp: Reading[Node | None] = Reading()

    def __init__(
        self,
        variable: Symbol,
        differential: Later[Node],
        jacobian: Later[Node],
        *,
        gradient: Later[Node | None] = None,
        derivative: Later[Node | None] = None,
        hessian: Later[Node | None] = None,
        vjp: Later[Node | None] = None,
    ) -> None:
        self.variable = variable
        self.differential = differential
        self.jacobian = jacobian
        self.gradient = gradient
        self.derivative = derivative
        self.hessian = hessian
        self.vjp = vjp


class ClaimReport:
    """What a claim was taken for, what is wrong with it, and what would be right.

    reading    "differential", "derivative", "gradient", "jacobian" or "hessian", with respect to `variables`
    diagnosis  a clause about "your answer" ("is the transpose of the gradient"), or nothing
    right      the reading itself
    """

    __slots__ = ("diagnosis", "reading", "right", "variables")

    def __init__(self, reading: str, variables: Sequence[Symbol], right: Node, diagnosis: str = "") -> None:
        self.reading = reading
        self.variables = tuple(variables)
        self.right = right
        self.diagnosis = diagnosis


class CheckReport:
    """What the check found: verdict "ok", "wrong" or "inconclusive"; how large the error, how small one it could see."""

    __slots__ = (
        "claim", "directions", "evaluations", "exact", "largest", "reason", "relative_error", "resolution", "seed",
        "sizes", "tier", "verdict",
    )  # fmt: skip

    def __init__(
        self,
        verdict: str,
        *,
        relative_error: float | None,
        resolution: float | None,
        sizes: Mapping[str, Sequence[int]],
        seed: int,
        directions: int = 0,
        evaluations: int = 0,
        tier: str = "ladder",
        reason: str = "",
        largest: tuple[int, int, float, float] | None = None,
        exact: bool = False,
        claim: ClaimReport | None = None,
    ) -> None:
        self.verdict = verdict
        self.relative_error = relative_error
        self.resolution = resolution
        self.sizes = dict(sizes)  # variable -> its shape in the check
        self.seed = seed
        self.directions = directions
        self.evaluations = evaluations
        self.tier = tier
        self.reason = reason
        self.largest = largest  # row, column (from 1), the claim's value, the derivative's
        self.exact = exact  # right in exact arithmetic, whatever else was tried
        self.claim = claim


class Solved:
    """The name that an equation determines, its differential where `variables` move, and for which of them gradients are.

    solution  the differential of the unknown, linear in those of the variables
    jacobian  that of the equation by the unknown, whose inverse must exist
    loss      whether the derivatives are those of a scalar of the unknown
    """

    __slots__ = ("jacobian", "loss", "solution", "unknown", "variables")

    def __init__(
        self, unknown: Symbol, variables: Sequence[Symbol], solution: Callable[[], Node], jacobian: Node, *, loss: bool
    ) -> None:
        self.jacobian = jacobian
        self.unknown = unknown
        self.variables = tuple(variables)
        self.solution = solution
        self.loss = loss


class Variant:
    """In what other reading the derivatives of an answer are.

    base        the same answer before: the plain derivatives
    weights     the W of <x, y> = x'Wy for the variables whose gradients are those of this inner product
    directions  along which the variables move; the total differential is for them
    vech        gradients, Jacobians and Hessians are by the free entries
    twice       the total differential is the second one
    solved      a name of the program is given by g = 0, where g is the expression of the `base`
    """

    __slots__ = ("base", "directions", "solved", "twice", "vech", "weights")

    def __init__(self, base: Answer) -> None:
        self.base = base
        self.weights: dict[Symbol, Node] = {}
        self.directions: dict[Symbol, Node] = {}
        self.vech = False
        self.twice = False
        self.solved: Solved | None = None

    @property
    def changed(self) -> frozenset[str]:
        """The readings that are not the plain ones."""
        if self.solved is not None:
            return frozenset({"differential", "gradient", "derivative", "jacobian"})
        first = {"gradient"} if self.weights else {"gradient", "jacobian"} if self.vech else set()
        return frozenset(first | ({"differential"} if self.directions or self.twice else set()))


class Answer:
    """Everything asked about one program.

    variables     every name in it, in order of appearance (shapes and kinds are on the symbols)
    derivatives   one for each variable asked for, in that order
    notes         sentences for standard error (elementwise exp of a matrix, a broadcast scalar)
    conditions    what must hold for the answer to be valid
    domain        those of them that the value needs as it was typed
    vec           what vec stacks in Jacobians and Hessians, "columns" or "rows"
    mixed         (x, y, H) with d2f = vec(dx)' H vec(dy) for pairs of variables, where Hessians were asked for
    letters       by family the letters of the indices of its members, as the user wrote them
    expand        whether repeated parts are written out instead of named
    variant       in what other reading the derivatives are, if they are
    verified      "exactly", "numerically", "budget" (no time), "not decided: " and why; "" if that was not asked
    """

    total: Reading[Node | None] = Reading()
    conditions: Reading[tuple[Condition, ...]] = Reading()

    def __init__(
        self,
        program: Program,
        expression: Node,
        variables: Sequence[Symbol],
        derivatives: Sequence[Derivative],
        total: Later[Node | None],
        *,
        notes: Sequence[str] = (),
        conditions: Later[tuple[Condition, ...]] = (),
        domain: Sequence[Condition] = (),
        check: CheckReport | None = None,
        letters: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.program = program
        self.expression = expression
        self.variables = tuple(variables)
        self.derivatives = tuple(derivatives)
        self.total = total  # the total differential over the variables asked for; None if there is none
        self.notes = tuple(notes)
        self.conditions = conditions
        self.domain = tuple(domain)
        self.check = check
        self.letters: Mapping[str, Sequence[str]] = letters or {}
        self.expand = False
        self.mixed: tuple[tuple[Symbol, Symbol, Node], ...] = ()
        self.vec = "columns"
        self.verified = ""
        self.variant: Variant | None = None

    @property
    def shown(self) -> Node:
        """The expression without the names of parts, which no program has."""
        from matcalc_cli.expr.build import at_place

        return at_place(self.expression)

    @property
    def moving(self) -> Sequence[Symbol]:
        """Every name of the expression: the variables, and the parts A[i,j] that are asked for."""
        parts = [d.variable for d in self.derivatives if d.variable.place is not None]
        return [*self.variables, *parts]

    def copied(self) -> Answer:
        """The same answer, whose readings stay what they are when those of this one are changed."""
        from copy import copy

        found = copy(self)
        found.total = self.total
        found.derivatives = tuple(map(copy, self.derivatives))
        return found
