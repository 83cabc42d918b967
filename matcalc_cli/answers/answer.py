"""The typed result that every renderer takes."""

from __future__ import annotations

from matcalc_cli.answers.frozen import Frozen, reading
from matcalc_cli.answers.readings import FIRST, MAIN, READINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence
    from typing import Protocol

    from matcalc_cli.answers.frozen import Later
    from matcalc_cli.answers.higher import Higher
    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.language.tree import Program, Tree
    from matcalc_cli.validity.condition import Condition
else:
    Protocol = object


class Derivative(Frozen):
    """The derivative of f with respect to `variable`.

    differential  df of this variable alone, linear in d<variable>
    gradient      the shape of the variable; None unless f is 1x1
    derivative    df/d(scalar), the shape of f; None unless the variable is a scalar
    jacobian      (numel f) x (numel variable), column-major vec
    hessian       (numel variable)^2 matrix; None unless f is 1x1 and order 2 was asked for
    vjp           J*[Y] in the shape of the variable, Y a name of the shape of f; None unless asked for

    Each may be given as a function that works it out. Looking at one that nobody knows raises MatcalcError.
    """

    variable: Symbol
    differential: Node = reading()
    jacobian: Node = reading()
    gradient: Node | None = reading()
    derivative: Node | None = reading()
    hessian: Node | None = reading()
    vjp: Node | None = reading()

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
        super().__init__(
            variable=variable, differential=differential, jacobian=jacobian, gradient=gradient, derivative=derivative,
            hessian=hessian, vjp=vjp,
        )  # fmt: skip

    @property
    def main(self) -> str:
        """The reading that a report shows of it, by its name. Raises MatcalcError."""
        return next(name for name in MAIN if getattr(self, name) is not None)


class InWords(Protocol):
    """An expression in terms of the user's named parts: their definitions, and what it is without the names."""

    @property
    def node(self) -> Node: ...  # noqa: D102 said by the class
    @property
    def definitions(self) -> Sequence[tuple[Tree, Tree]]: ...  # noqa: D102 same
    @property
    def spelled_out(self) -> Node: ...  # noqa: D102 same


class ClaimReport:
    """The report about a claim: what it was taken for, what is wrong with it, and what would be right.

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

    @property
    def noun(self) -> str:
        """The name of the reading in a sentence."""
        record = READINGS[self.reading]
        return record.of_entries if record.of_entries and self.right.rows != self.right.cols else record.noun


class CheckReport:
    """The findings of a check: verdict "ok", "wrong" or "inconclusive"; how large the error, how small one it could see."""

    __slots__ = (
        "claim", "directions", "evaluations", "exact", "largest", "reason", "relative_error", "resolution", "seed",
        "sizes", "somewhere", "tier", "verdict",
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
        somewhere: bool = False,
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
        self.somewhere = somewhere  # tried at the user's matrices alone
        self.claim = claim


class Solved(Frozen):
    """Names that equations determine, and how they move where `variables` do.

    equations  expressions that are 0
    moves      the differential of every unknown, linear in those of the variables
    bends      their second differentials, where they were asked for
    further    their third ones and later
    along      the first and the second differentials where one variable moves alone
    needed     what must hold for the equations to determine the unknowns
    loss       whether the derivatives are those of a scalar of the unknowns
    freed      unknowns that one of the equations makes of a kind, with a name of that kind
    """

    equations: tuple[Node, ...]
    unknowns: tuple[Symbol, ...]
    variables: tuple[Symbol, ...]
    moves: Mapping[Symbol, Node] = reading()
    bends: Mapping[Symbol, Node]
    further: tuple[Mapping[Symbol, Node], ...]
    along: Callable[[Symbol], tuple[Mapping[Symbol, Node], Mapping[Symbol, Node]]]
    needed: tuple[Condition, ...]
    loss: bool
    freed: Mapping[Symbol, Symbol]

    def __init__(
        self,
        equations: Sequence[Node],
        unknowns: Sequence[Symbol],
        variables: Sequence[Symbol],
        moves: Later[Mapping[Symbol, Node]],
        along: Callable[[Symbol], tuple[Mapping[Symbol, Node], Mapping[Symbol, Node]]],
        *,
        needed: Sequence[Condition] = (),
        loss: bool = False,
        freed: Mapping[Symbol, Symbol] | None = None,
    ) -> None:
        super().__init__(
            equations=tuple(equations), unknowns=tuple(unknowns), variables=tuple(variables), moves=moves, along=along,
            bends={}, further=(), needed=tuple(needed), loss=loss, freed=freed or {},
        )  # fmt: skip

    @property
    def symbols(self) -> frozenset[Symbol]:
        """Every name in the equations."""
        return frozenset([s for g in self.equations for s in g.symbols])


class Variant(Frozen):
    """In what other reading the derivatives of an answer are.

    base        the same answer before: the plain derivatives
    weights     the W of <x, y> = x'Wy for the variables whose gradients are those of this inner product
    directions  along which the variables move; the total differential is for them
    vech        gradients, Jacobians and Hessians are by the free entries
    twice       the total differential is the second one
    higher      the differentials from the second on where the total one is the last of them, the third or a later one
    solved      names of the program are given by equations
    """

    base: Answer
    weights: Mapping[Symbol, Node]
    directions: Mapping[Symbol, Node]
    vech: bool
    twice: bool
    higher: tuple[Node, ...]
    solved: Solved | None

    def __init__(self, base: Answer) -> None:
        super().__init__(base=base, weights={}, directions={}, vech=False, twice=False, higher=(), solved=None)

    @property
    def order(self) -> int:
        """The order of the total differential: 2 of d2f."""
        return 1 + len(self.higher) + self.twice

    @property
    def changed(self) -> frozenset[str]:
        """The readings that are not the plain ones."""
        if self.solved is not None:
            return frozenset(FIRST)
        first = {"gradient"} if self.weights else {"gradient", "jacobian"} if self.vech else set()
        return frozenset(first | ({"differential"} if self.directions or self.order > 1 else set()))


class Answer(Frozen):
    """Everything asked about one program.

    variables     every name in it, in order of appearance (shapes and kinds are on the symbols)
    derivatives   one for each variable asked for, in that order
    total         the total differential over the variables asked for; None if there is none
    notes         sentences for standard error (elementwise exp of a matrix, a broadcast scalar)
    conditions    what must hold for the answer to be valid
    domain        those of them that the value needs as it was typed
    whole         the expression without the names of parts, where derivatives by parts are asked for
    vec           what vec stacks in Jacobians and Hessians, "columns" or "rows"
    mixed         (x, y, H) with d2f = vec(dx)' H vec(dy) for pairs of variables, where Hessians were asked for
    higher        the derivatives of the second order and later up to the one that was asked for, where that is no Hessian
    letters       by family the letters of the indices of its members, as the user wrote them
    expand        whether repeated parts are written out instead of named
    words         what says an expression in terms of the parts that the user named, if there are any
    kept          functions of the program that stand by name in it: their calls, f(x), and their values
    variant       in what other reading the derivatives are, if they are
    others        answers of their own about further names that the same equations determine
    told          what of conventions need not be said, as the document has said it or nobody wants it
    verified      "exactly", "numerically", "budget" (no time), "not decided: " and why; "" if that was not asked
    """

    program: Program
    expression: Node
    variables: tuple[Symbol, ...]
    derivatives: tuple[Derivative, ...]
    total: Node | None = reading()
    notes: tuple[str, ...]
    conditions: tuple[Condition, ...] = reading()
    domain: tuple[Condition, ...]
    check: CheckReport | None
    vec: str
    mixed: tuple[tuple[Symbol, Symbol, Node], ...]
    higher: tuple[Higher, ...]
    expand: bool
    words: Callable[[Node], InWords] | None
    kept: tuple[tuple[Tree, Tree], ...]
    variant: Variant | None
    verified: str
    others: tuple[Answer, ...]
    whole: Node | None
    letters: Mapping[str, Sequence[str]]
    told: Container[str]

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
        whole: Node | None = None,
        letters: Mapping[str, Sequence[str]] | None = None,
        words: Callable[[Node], InWords] | None = None,
    ) -> None:
        super().__init__(
            program=program, expression=expression, variables=tuple(variables), derivatives=tuple(derivatives), total=total,
            notes=tuple(notes), conditions=conditions, domain=tuple(domain), check=check, vec="columns", mixed=(), higher=(),
            expand=False, words=words, kept=(), variant=None, verified="", others=(), whole=whole, letters={} if letters is None else letters, told=(),
        )  # fmt: skip

    @property
    def shown(self) -> Node:
        """The expression without the names of parts, which no program has."""
        return self.expression if self.whole is None else self.whole

    @property
    def moving(self) -> Sequence[Symbol]:
        """Every name of the expression: the variables, and the parts A[i,j] that are asked for."""
        parts = [d.variable for d in self.derivatives if d.variable.place is not None]
        return [*self.variables, *parts]
