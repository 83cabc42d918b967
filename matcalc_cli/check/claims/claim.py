"""A claim: an answer that somebody gives, and which reading of the derivative of f it is, by shape and content."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.check.written_out import WrittenOut, has_families
from matcalc_cli.expr.build import add, apply, is_zero, multiply, transpose
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.expr.operations import UNVEC
from matcalc_cli.expr.shapes.dimensions import Shape, Size, product_of
from matcalc_cli.expr.vectorized import vec
from matcalc_cli.kinds import of_shape
from matcalc_cli.simplify import simplify

if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Derivative
    from matcalc_cli.inputs.fixed import Given


class Claim:
    """That `node` is the `reading` of the derivative of f with respect to `variables`, of which only a differential
    has several. `twist` says what was done to the claim to give it the shape of that reading ("transposed").
    """

    __slots__ = ("f", "node", "reading", "twist", "variables")

    def __init__(self, f: Node, variables: Sequence[Symbol], reading: str, node: Node, twist: str = "") -> None:
        self.f = f
        self.variables = tuple(variables)
        self.reading = reading
        self.node = node
        self.twist = twist

    def question(self, derivatives: Sequence[Derivative]) -> Question:
        """The claim beside the right answer among matcalc's own."""
        own = [d for d in derivatives if d.variable in self.variables]
        total = simplify(add(*[d.differential for d in own]))
        return Question(self, total if self.reading == "differential" else getattr(own[0], self.reading), total)


class Question:
    """A claim with matcalc's own answer and the differential of f with respect to the claim's variables.

    `own` where matcalc itself claims it, whose answer is no evidence for it then.
    """

    __slots__ = ("claim", "differential", "own", "right")

    def __init__(self, claim: Claim, right: Node, differential: Node, *, own: bool = False) -> None:
        self.claim = claim
        self.right = right
        self.differential = differential
        self.own = own


def flat(question: Question, given: Given, place: float = 0.5) -> tuple[Question, Given]:
    """A question and what is fixed of it, with the families of its function written out, if there are any.

    `place` says where in its range each index of a member is, from 0 to 1.
    """
    claim = question.claim
    if not has_families(claim.f):
        return question, given
    roots = [claim.f, claim.node, question.differential, *claim.variables]
    out = WrittenOut(roots, given.sizes, place=place)
    variables = [out.symbol(v) for v in claim.variables]
    small = Claim(out.node(claim.f), variables, claim.reading, out.node(claim.node), claim.twist)
    families = frozenset[Symbol]().union(*[root.symbols for root in roots])
    right, differential = out.node(question.right), out.node(question.differential)
    return Question(small, right, differential, own=question.own), out.given(families, given)


def numel(shape: Shape) -> Size:
    """How many entries a matrix has."""
    return product_of(*shape)


def possible_shapes(f: Node, variables: Sequence[Symbol]) -> list[Shape]:
    """The shapes of all readings."""
    found = [reading.shape(f, v) for v in variables for reading in READINGS.values()]
    return [shape for shape in found if shape is not None]


def claims(f: Node, variables: Sequence[Symbol], node: Node, order: int | None = None) -> list[Claim]:
    """The possible meanings of a claim, the likeliest first; none if its shape is that of no reading.

    It is a differential if a d<variable> is in it, or if it is zero; else its shape tells, and the order if that is said.
    """
    if moves(f, variables, node):
        return list(_differentials(f, variables, node))
    found = [claim for v in variables for claim in _first(f, v, node, order)]
    if not found and is_zero(node) and node.shape == f.shape:
        return [Claim(f, variables, "differential", node)]
    return found or [claim for v in variables for claim in twisted(f, v, node)]


def moves(f: Node, variables: Sequence[Symbol], node: Node) -> bool:
    """Whether a d<variable> is in the claim."""
    names = {v.name for v in variables}
    return any(s.differential_of in names for s in node.symbols - f.symbols)


def _differentials(f: Node, variables: Sequence[Symbol], node: Node) -> Iterator[Claim]:
    if node.shape == f.shape:
        yield Claim(f, variables, "differential", node)
    elif node.shape == (numel(f.shape), 1):
        yield Claim(f, variables, "differential", apply(UNVEC, (node,), f.shape))
    elif node.shape == f.shape[::-1]:
        yield Claim(f, variables, "differential", transpose(node), "transposed")


def of_its_shape(f: Node, variable: Symbol, node: Node, order: int | None = None) -> str:
    """The first reading of f by a variable, of an order if one is said, that has the shape of a claim; nothing if none has."""
    said = [(name, reading) for name, reading in READINGS.items() if order in (None, reading.order)]
    return next((name for name, reading in said if reading.shape(f, variable) == node.shape), "")


def _first(f: Node, variable: Symbol, node: Node, order: int | None) -> Iterator[Claim]:
    reading = of_its_shape(f, variable, node, order) or of_its_shape(f, variable, node)
    if reading:
        yield Claim(f, [variable], reading, node)


def twisted(f: Node, variable: Symbol, node: Node) -> Iterator[Claim]:
    """The readings whose transpose, or whose stacked columns, have the shape of the claim."""
    for name, reading in READINGS.items():
        wanted = reading.shape(f, variable)
        if wanted is None:
            continue
        if node.shape == wanted[::-1]:
            yield Claim(f, [variable], name, transpose(node), "transposed")
        elif node.shape == (numel(wanted), 1) and name == "gradient":
            yield Claim(f, [variable], name, apply(UNVEC, (node,), wanted), "stacked")


def free_direction(variable: Symbol, taken: frozenset[Symbol]) -> Symbol:
    """A name for an arbitrary matrix E of the shape of a variable, whatever its kind."""
    names = {s.name for s in taken}
    name = next(n for n in (f"E_{variable.name}{'_' * i}" for i in range(len(names) + 1)) if n not in names)
    return symbol(name, variable.shape, of_shape(variable.shape))


def along(claim: Claim, e: Symbol) -> Node:
    """The change of f (of the second-order one for a Hessian) along E, by the claim."""
    match claim.reading:
        case "gradient":
            return multiply(transpose(vec(claim.node)), vec(e))
        case "jacobian":
            return apply(UNVEC, (multiply(claim.node, vec(e)),), claim.f.shape)
        case "derivative":
            return multiply(claim.node, e)
        case "hessian":
            changes = multiply(claim.node, vec(e))  # of the gradients of the entries of f, below each other
            gradients = apply(UNVEC, (changes,), (numel(e.shape), numel(claim.f.shape)))
            return apply(UNVEC, (multiply(transpose(gradients), vec(e)),), claim.f.shape)
    return claim.node
