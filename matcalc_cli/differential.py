"""The differential: an expression linear in dX, by the sum, product and chain rules; the functions bring their own."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.elaborate.calls import COMMUTING
from matcalc_cli.errors import UnknownRuleError
from matcalc_cli.expr.build import add, apply, member, multiply, substitute, transpose, zeros
from matcalc_cli.expr.function import LINEAR
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Sum, Symbol, number, postorder, symbol
from matcalc_cli.expr.operations import BLOCK, ELEMENTWISE_POWER, EQUAL, HADAMARD, PRODUCTION, SUMMATION, TRACE, UNEQUAL
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.expr.shapes.signature import chosen
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.expr.vectorized import unstacked, vec
from matcalc_cli.kinds import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from matcalc_cli.expr.shapes.dimensions import Size

    Names = tuple[Mapping[str, Node], Mapping[str, Size]]


def direction(variable: Symbol, taken: Collection[Symbol] = ()) -> Symbol:
    """dX: a symbol of X's shape whose name is not taken by another."""
    name, spelling = f"d{variable.name}", f"d{variable.spelling}"
    names = {s.name for s in taken}
    while name in names:
        name, spelling = f"{name}_1", f"{spelling}_1"
    place = None
    if variable.place is not None:  # d(A[i,j]) is (dA)[i,j]
        whole = [s for s in variable.place.symbols if not KINDS[s.kind].whole]
        place, spelling = substitute(variable.place, {s: direction(s) for s in whole}), f"d{whole[0].spelling}"
    return symbol(
        name, variable.shape, KINDS[variable.kind].tangent, spelling=spelling, differential_of=variable.name,
        axes=variable.axes, place=place,
    )  # fmt: skip


class Part:
    """The part of a node's differential that is due to one of its children.

    place      which of the children it is
    rule       LINEAR, the formula of a record, or nothing where neither says it
    parameter  what the formula calls the child
    value      that part of the differential
    """

    __slots__ = ("parameter", "place", "rule", "value")

    def __init__(self, place: int, value: Node, rule: str = LINEAR, parameter: str = "") -> None:
        self.place = place
        self.value = value
        self.rule = rule
        self.parameter = parameter


class Step:
    """The work at one node: the parts of its differential by the children that move, and their sum.

    names  what the formulas of a record call the arguments and the dimensions of the node
    """

    __slots__ = ("names", "node", "parts", "value")

    def __init__(
        self, node: Node, parts: Sequence[Part], value: Node | None = None, names: Names | None = None
    ) -> None:
        self.node = node
        self.parts = parts
        self.value = add(*[part.value for part in parts]) if value is None else value
        self.names: Names = names or ({}, {})

    @property
    def is_linear(self) -> bool:
        """Whether the node is linear in everything that moves in it."""
        return all(part.rule == LINEAR for part in self.parts)


def differential(expression: Node, directions: Mapping[Symbol, Node], trace: list[Step] | None = None) -> Node:
    """df where each variable moves by its direction; linear in the directions, of the shape of f.

    A variable may be a member of a family, x_k: then any x_i moves by [i = k] times its direction.
    `trace` gets every step, what is inside first.
    """
    return differentials([expression], directions, trace)[0]


def differentials(
    expressions: Sequence[Node], directions: Mapping[Symbol, Node], trace: list[Step] | None = None
) -> list[Node]:
    """The differentials of several expressions, which share what they have in common."""
    moved: dict[Node, Node] = dict(directions.items())
    moving = moved_with(directions)
    for node in postorder(*expressions):
        if isinstance(node, Member):
            if node.family not in moving:
                continue
            step = Step(node, (), of_member(node, directions))
        elif node.children and node not in moved and not node.symbols.isdisjoint(moving):
            step = _step(node, moved)
        else:
            continue
        moved[node] = step.value
        if trace is not None:
            trace.append(step)
    return [moved.get(expression) or zeros(expression.shape) for expression in expressions]


def moved_with(variables: Iterable[Symbol]) -> frozenset[Symbol]:
    """The symbols of what depends on some variables: the family of a member."""
    return frozenset([v.family if isinstance(v, Member) else v for v in variables])


def moves_with(node: Node, variables: Iterable[Symbol]) -> bool:
    """Whether an expression may change where some of these variables do, also as a member of a family in a sum."""
    return not node.symbols.isdisjoint(moved_with(variables))


def of_member(node: Member, directions: Mapping[Symbol, Node]) -> Node:
    """dx_i, where x moves as a whole or some members of it do."""
    parts = [member(towards, node.indices) for v, towards in directions.items() if v is node.family]
    for variable, towards in directions.items():
        if isinstance(variable, Member) and variable.family is node.family:
            pairs = zip(node.indices, variable.indices, strict=True)
            parts.append(multiply(*[apply(EQUAL, pair) for pair in pairs], towards))
    return add(*parts)


def _step(node: Node, moved: dict[Node, Node]) -> Step:
    children = node.children
    there = [i for i, child in enumerate(children) if child in moved]
    match node:
        case Sum():
            return Step(node, [Part(i, moved[children[i]]) for i in there])
        case Product():
            return Step(node, _product(node, there, moved))
        case Apply(function=function) if function is PRODUCTION:
            return Step(node, [Part(there[-1], _product_over_an_index(node, moved), "")])
        case Apply(function=function) if function is BLOCK:
            whole = apply(BLOCK, tuple([moved.get(a) or zeros(a.shape) for a in children]), node.sizes)
            return Step(node, [Part(i, moved[children[i]]) for i in there], whole)
        case Apply(function=function) if function in COMMUTING or function is SUMMATION:
            return Step(node, [Part(i, apply(function, _replaced(children, i, moved[children[i]]))) for i in there])
    assert isinstance(node, Apply)  # a symbol that moves has its direction already
    return _chain(node, there, moved)


def _unspecified(function: Unknown, args: tuple[Node, ...], i: int, moved: Node) -> Node:
    """The part of d F(u, v, ...) in which argument i moves: D_i F(u, v, ...) applied to its change."""
    slope = apply(function.derivative(i), args)
    if not function.arguments:
        return apply(HADAMARD, (slope, moved))
    if moved.is_scalar:
        return multiply(slope, moved)
    if function.result == SCALAR:
        return apply(TRACE, (multiply(transpose(slope), moved),))
    return unstacked(multiply(slope, vec(moved)), function.result)


def _replaced(parts: tuple[Node, ...], position: int, part: Node) -> tuple[Node, ...]:
    return (*parts[:position], part, *parts[position + 1 :])


def _product(node: Product, there: Sequence[int], moved: dict[Node, Node]) -> list[Part]:
    """d(ABC) = dA B C + A dB C + A B dC."""
    front = number(node.coefficient)
    parts = node.children
    return [Part(i, multiply(front, *_replaced(parts, i, moved[parts[i]]))) for i in there]


def _product_over_an_index(node: Apply, moved: dict[Node, Node]) -> Node:
    """The sum over i of dx_i times the product of the others: no factor is divided by, for it may be zero."""
    index, low, high, condition, body = node.args
    other = symbol(f"{index.word}~", (1, 1), "index")
    rest, among = (substitute(part, {index: other}) for part in (body, condition))
    others = apply(PRODUCTION, (other, low, high, multiply(among, apply(UNEQUAL, (other, index))), rest))
    return apply(SUMMATION, (index, low, high, multiply(condition, moved[body], others)))


def _chain(node: Apply, there: Sequence[int], moved: dict[Node, Node]) -> Step:
    """The chain rule: the record's differential for every argument that moves."""
    function, args = node.function, node.args
    if isinstance(function, Unknown):
        return Step(node, [Part(i, _unspecified(function, args, i, moved[args[i]]), "") for i in there])
    if function is ELEMENTWISE_POWER and args[1] in moved and _is_never_positive(args[0]):
        raise UnknownRuleError("a power of 0 or of a negative number has no derivative with respect to its exponent")
    signature, dims = chosen(function, [a.shape for a in args], node.sizes)
    names = dict(zip(signature.parameters, args, strict=True))
    parts: list[Part] = []
    for i in there:
        parameter = signature.parameters[i]
        rule = function.differential.get(parameter)
        if function.variadic and i == 0:
            parts.append(Part(i, apply(function, (*args, moved[args[i]])), ""))
        elif rule == LINEAR or function.variadic:
            parts.append(Part(i, apply(function, _replaced(args, i, moved[args[i]]), node.sizes)))
        elif rule is not None:
            value = instantiate(rule, {**names, f"d{parameter}": moved[args[i]]}, dims)
            parts.append(Part(i, value, rule, parameter))
        else:
            raise UnknownRuleError(f"the differential of {function.title} with respect to {parameter} is not known")
    return Step(node, parts, names=(names, dims))


def _is_never_positive(node: Node) -> bool:
    return isinstance(node, Number) and node.value <= 0
