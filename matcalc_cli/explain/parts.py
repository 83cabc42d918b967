"""The parts of an expression that a derivation names: what stands inside a function, what occurs twice, the user's."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from matcalc_cli.differential import Step, differential, direction, moved_with
from matcalc_cli.expr.build import MINUS_ONE, add, multiply, substitute, transpose
from matcalc_cli.expr.function import LINEAR
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, symbol
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, TRANSPOSE
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.functions.norms import NORM
from matcalc_cli.kinds import of_shape
from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.simplify import simplify

MATRICES = ("M", "N", "P", "Q", "R", "V", "W")
VECTORS = ("u", "v", "w", "z", "r", "q")
SCALARS = ("alpha", "beta", "gamma", "kappa", "rho", "tau", "omega", "phi")
WORTH_A_NAME = 2
"""The most operations of a part that is not named for occurring twice, unless it is a sum, which needs brackets."""


class Part:
    """A named part: its symbol, its value, and its definition in terms of the parts inside it.

    `places` are the nodes that are written with the symbol: the value, a sum also with the other sign or in a longer sum.
    """

    __slots__ = ("definition", "places", "symbol", "value")

    def __init__(self, symbol: Symbol, value: Node, definition: Node) -> None:
        self.symbol = symbol
        self.value = value
        self.definition = definition
        self.places: dict[Node, Node] = {minus(value): minus(symbol)} if isinstance(value, Sum) else {}
        self.places[value] = symbol


def parts_of(
    root: Node, variables: Collection[Symbol], bound: Mapping[str, Node], taken: Collection[str],
    typed: Collection[Node] = (),
) -> tuple[list[Part], Node]:  # fmt: skip
    """The parts, innermost first, and `root` in terms of them.

    `bound` are the user's own named parts; `taken` the names that are not free; `typed` the sums that the user wrote, so that
    x - m is named as it was written, although the engine has m - x.
    """
    theirs = {node: name for name, node in bound.items()}
    theirs = {**{minus(node): name for node, name in theirs.items() if isinstance(node, Sum)}, **theirs}
    moving = moved_with(variables)
    wanted = dict.fromkeys(_wanted(root, variables, theirs))
    names = _Names({*taken, *bound})
    found = _Found(moving)
    for node in wanted:
        found.take_apart(node, bound)
        if node not in found.symbols:
            name = theirs.get(node)
            turned = isinstance(node, Sum) and (
                (name is not None and bound[name] is not node) or _was_turned(node, typed)
            )
            value = minus(node) if turned else node
            found.add(names.symbol(value, name), value)
    found.take_apart(root, bound)
    return found.parts, found.written(root)


def as_typed(
    steps: Sequence[tuple[Symbol, Node]],
    variables: Collection[Symbol],
    bound: Mapping[str, Node],
    taken: Collection[str],
    typed: Collection[Node] = (),
) -> tuple[list[Part], Node]:
    """The user's own parts that move, each in terms of those before it, and the expression in terms of them.

    `steps` are the parts in order with the expression last, `bound` what they are in terms of the variables alone; what
    they have inside of a function is a part of its own, with a name that is none of those `taken`, and with
    the sign with which it is `typed`.
    """
    moving = moved_with(variables)
    still: dict[Node, Node] = {s: bound[s.name] for s, _ in steps[:-1] if bound[s.name].symbols.isdisjoint(moving)}
    places: dict[Node, Node] = {**still}
    values: dict[Node, Node] = {}
    parts: list[Part] = []

    def in_parts(definition: Node) -> Node:
        names = {*taken, *bound, *[p.symbol.name for p in parts]}
        moved = [*variables, *[p.symbol for p in parts]]
        inner, written = parts_of(simplify(substitute(definition, places)), moved, {}, names, typed)
        for part in inner:
            part.value = substitute(part.value, values)
            values[part.symbol] = part.value
        parts.extend(inner)
        return written

    for s, definition in steps[:-1]:
        if s not in still:
            part = symbol(s.name, s.shape, _symbol(s.name, bound[s.name]).kind, spelling=s.spelling)
            parts.append(Part(part, bound[s.name], in_parts(definition)))
            places[s] = part
            values[part] = bound[s.name]
    return parts, in_parts(steps[-1][1])


class _Found:
    """The parts so far, and what is written with them."""

    def __init__(self, variables: frozenset[Symbol]) -> None:
        self.variables = variables
        self.parts: list[Part] = []
        self.symbols: dict[Node, Node] = {}
        self.sums: dict[Node, Node] = {}

    def add(self, symbol: Symbol, value: Node) -> None:
        """A part of its own."""
        part = Part(symbol, value, self.written(value))
        self.parts.append(part)
        self.symbols |= part.places

    def written(self, node: Node) -> Node:
        """The node in terms of the parts inside it."""
        return _in_terms_of(self.sums.get(node, node), self.symbols)

    def take_apart(self, node: Node, bound: Mapping[str, Node]) -> None:
        """A sum that has a user's sum among its terms: y - t with y = W*h + b, which the engine has as W*h + b - t."""
        if not isinstance(node, Sum):
            return
        for name, value in bound.items():
            inside = isinstance(value, Sum) and not value.symbols.isdisjoint(self.variables)
            if inside and set(value.children) < set(node.children):
                if value not in self.symbols:
                    self.add(_symbol(name, value), value)
                rest = [term for term in node.children if term not in value.children]
                self.sums[node] = add(self.symbols[value], *rest)
                next(part for part in self.parts if part.value is value).places[node] = self.sums[node]
                return


def minus(node: Node) -> Node:
    """-node."""
    return multiply(MINUS_ONE, node)


def _was_turned(node: Sum, typed: Collection[Node]) -> bool:
    """Whether the user wrote the sum with the other sign, and not with this one."""
    return node not in typed and minus(node) in typed


def _in_terms_of(node: Node, symbols: Mapping[Node, Node]) -> Node:
    inner = {n: s for n, s in symbols.items() if n is not node}
    return substitute(node, inner) if inner else node


def _wanted(root: Node, variables: Collection[Symbol], theirs: Mapping[Node, str]) -> Iterator[Node]:
    """The nodes to be named, innermost first."""
    steps: list[Step] = []
    differential(root, {v: direction(v) for v in variables}, steps)
    nodes = [step.node for step in steps if not _inside_a_sum(step.node)]
    inside = {child for step in steps for child in _nonlinear(step)}
    uses: dict[Node, int] = {}
    for node in nodes:
        for child in node.children:
            uses[child] = uses.get(child, 0) + 1
    for node in nodes:
        if node is root or isinstance(node, Symbol) or is_letter(node):
            continue
        often = uses.get(node, 0) > 1 and (node.cost > WORTH_A_NAME or isinstance(node, Sum))
        if (node in theirs or node in inside or often) and not _turned(node):
            yield node


def is_letter(node: Node) -> bool:
    """True of A(t) that is written A."""
    match node:
        case Apply(function=Unknown(taken=()) as function, args=args) if function.names:
            return [a.name for a in args if isinstance(a, Symbol)] == list(function.names)
    return False


def _inside_a_sum(node: Node) -> bool:
    """Whether the node depends on the index of a sum, which no name may stand for."""
    return any(s.kind == "index" for s in node.symbols)


def _turned(node: Node) -> bool:
    return isinstance(node, Apply) and node.function is TRANSPOSE


def _nonlinear(step: Step) -> Iterator[Node]:
    """The children that a rule other than linearity is applied to."""
    node = step.node
    match node:
        case Product(scalars=scalars) if _is_quotient(node, step):
            yield from (s for s in scalars if reciprocal_of(s) is None)
        case Apply(function=function, args=(base, Number(value=2))) if function is ELEMENTWISE_POWER and is_norm(base):
            yield from base.children
        case _:
            yield from (node.children[part.place] for part in step.parts if part.rule != LINEAR)


def is_norm(node: Node) -> bool:
    """True of ||X||."""
    return isinstance(node, Apply) and node.function is NORM


def reciprocal_of(node: Node) -> Node | None:
    """The base of x^p for a negative number p; None for anything else."""
    match node:
        case Apply(function=function, args=(base, Number(value=p))) if function is ELEMENTWISE_POWER and p < 0:
            return base
    return None


def _is_quotient(node: Product, step: Step) -> bool:
    """Whether what stands below the line moves: sum(x)/n is linear."""
    places = {part.place for part in step.parts}
    return any(i in places and reciprocal_of(s) is not None for i, s in enumerate(node.scalars))


class _Names:
    """Free names for parts, by shape."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken

    def symbol(self, node: Node, name: str | None) -> Symbol:
        """A symbol for the part, symmetric if the part is."""
        name = name or self._free(node)
        self.taken |= {name, f"d{name}"}
        return _symbol(name, node)

    def _free(self, node: Node) -> str:
        pool = SCALARS if node.is_scalar else VECTORS if node.cols == 1 else MATRICES
        candidates: list[str] = [*pool, *[f"{pool[0]}_{i}" for i in range(1, len(self.taken) + 2)]]
        return next(n for n in candidates if n not in self.taken and f"d{n}" not in self.taken)


def _symbol(name: str, node: Node) -> Symbol:
    kind = of_shape(node.shape)
    if kind == "matrix" and node.rows == node.cols and transpose(node) is node:
        kind = "symmetric"
    return symbol(name, node.shape, kind, spelling=LETTER_OF.get(name, name))
