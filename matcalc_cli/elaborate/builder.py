"""From a syntax tree whose names are known to a typed expression, bottom up."""

from __future__ import annotations

from matcalc_cli.elaborate import offdiagonals, unspecified
from matcalc_cli.elaborate.calls import COMMUTING, function_of, operands, size_arguments, spine
from matcalc_cli.elaborate.indexed import RELATING, over_an_index
from matcalc_cli.elaborate.shapes.sizes import size_of
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import add, apply, call, member, multiply, size_number, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, number, symbol
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, KRON, PI, POWER
from matcalc_cli.expr.selections.stretch import broadcast, stretched, summands
from matcalc_cli.expr.shapes.dimensions import SCALAR, Size
from matcalc_cli.expr.shapes.signature import chosen, signatures
from matcalc_cli.functions import names
from matcalc_cli.functions.domain import SYMMETRIC
from matcalc_cli.functions.real_powers import is_real_power, real_power
from matcalc_cli.language.grammar.derived import Parameter
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.notation import SOLUTIONS, STRETCHES, SUMS
from matcalc_cli.language.tree import Call, Literal, Member, Name, Operation, Tree, UnspecifiedCall
from matcalc_cli.later import Later, cache, lru_cache, reduce

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeAlias

    Order: TypeAlias = Sequence[tuple[Tree, Sequence[Tree]]]

    from matcalc_cli.elaborate import indexing
    from matcalc_cli.expr.normal_forms import grid
else:
    indexing = Later("matcalc_cli.elaborate.indexing")
    grid = Later("matcalc_cli.expr.normal_forms.grid")

SPELLED_OUT = 512
"""Functions of which it is remembered what they are in others: a verification asks at every point of every draw."""


class Scope:
    """The meanings of the names of a tree: nodes, and dimension names."""

    def __init__(self, nodes: Mapping[str, Node], dims: Mapping[str, Size]) -> None:
        self.nodes = dict(nodes)
        self.dims = dict(dims)

    def node(self, tree: Name) -> Node:
        """The node of a name: a variable, a dimension as a number, pi, or a sum's index.

        The index of a template is no name that an argument can contain, so a sum cannot catch it.
        """
        found = self.nodes.get(tree.name)
        if found is not None:
            return found
        if tree.name in self.dims:
            return size_number(self.dims[tree.name])
        return call(PI) if tree.name == "pi" else symbol(f"{tree.name}#", (1, 1), "index")

    def family(self, stem: Name) -> Node:
        """The family that a member is of, which may be called pi."""
        return self.nodes[stem.name]

    def zero(self, tree: Literal) -> Node:  # noqa: ARG002
        """A 0, which may be a block of zeros."""
        return number(0)

    def index_of(self, name: Name) -> str:
        """The name of the index that a name stands for; empty for the name of a dimension."""
        return "" if name.name in self.dims else name.name

    def index(self, name: str) -> Node:
        """The integer of that name; the bound one of a sum where no other has it."""
        return self.nodes.get(name) or symbol(f"{name}#", (1, 1), "index")

    def size(self, tree: Tree) -> Size:
        """The dimension that a size argument stands for."""
        return size_of(tree, self.dims)

    def over_an_index(self, tree: Call, function: Function, args: Sequence[Node]) -> Node:  # noqa: ARG002
        """A sum or product over an index, in a template."""
        return over_an_index(function, args)

    def built(self, tree: Tree, args: Sequence[Node], node: Node) -> None:
        """Take note of what a part of a program has become, of its operands."""

    def spread(self, tree: Tree, node: Node) -> None:
        """Take note of a number that is added to every entry of a column or a matrix."""

    def check(self, tree: Tree, args: Sequence[Node]) -> None:
        """Refuse an operation of a program. Templates, which matcalc fills in itself, may be of anything."""


def build(root: Tree, scope: Scope, known: dict[int, Node] | None = None) -> Node:
    """The expression of a tree whose shapes fit, without recursion.

    `known` is what parts of it have become, by their identities, where other trees of this scope share them.
    """
    built = {} if known is None else known
    _build(_in_order(root, built), scope, built)
    return built[id(root)]


def _build(order: Order, scope: Scope, built: dict[int, Node]) -> None:
    for tree, parts in order:
        args = [built[id(t)] for t in parts]
        node = built[id(tree)] = _node(tree, args, scope)
        scope.built(tree, args, node)


def _in_order(root: Tree, known: Mapping[int, Node]) -> Order:
    """The subtrees with their operands, these before them, but for what is known."""
    order: list[tuple[Tree, Sequence[Tree]]] = []
    seen: set[int] = set(known)
    stack: list[tuple[Tree, Sequence[Tree] | None]] = [(root, None)]
    while stack:
        tree, parts = stack.pop()
        if parts is not None:
            order.append((tree, parts))
        elif id(tree) not in seen:
            seen.add(id(tree))
            parts = _parts(tree)
            stack.append((tree, parts))
            stack += [(t, None) for t in parts]
    return order


def _parts(tree: Tree) -> Sequence[Tree]:
    """The operands; of a + b - c + ... and of a*b*... all at once, so that a long one is built in linear time."""
    operator = tree.operator if isinstance(tree, Operation) else ""
    return spine(tree, _LEVEL[operator]) if operator in _LEVEL else operands(tree)


_LEVEL = {**dict.fromkeys(SUMS, SUMS), "multiply": ("multiply",), "hadamard": ("hadamard",)}


def signs(tree: Tree, level: Sequence[str] = SUMS) -> list[int]:
    """The signs of the terms of a chain of sums and differences."""
    found: list[int] = []
    while isinstance(tree, Operation) and tree.operator in level:
        found.append(-1 if tree.operator.endswith("subtract") else 1)
        tree = tree.operands[0]
    return [1, *reversed(found)]


def _sum(tree: Tree, terms: Sequence[Node], scope: Scope) -> Node:
    shape = reduce(broadcast, [t.shape for t in terms])
    if shape != SCALAR and any([t.is_scalar for t in terms]):
        for part, term in zip(spine(tree, SUMS), terms, strict=True):
            if term.is_scalar:
                scope.spread(part, term)
    full = [t if t.shape == shape else add(*[stretched(part, shape) for part in summands(t)]) for t in terms]
    return add(*[t if sign > 0 else multiply(number(-1), t) for sign, t in zip(signs(tree), full, strict=True)])


def _chain(_: Tree, factors: Sequence[Node], __: Scope) -> Node:
    """A product from the left: what is 1x1 so far is a scalar factor of what follows."""
    scalars: list[Node] = []
    word: list[Node] = []
    for factor in factors:
        if word and word[0].rows == 1 and word[-1].cols == 1:
            scalars.append(multiply(*word))
            word = []
        (scalars if factor.is_scalar else word).append(factor)
    return multiply(*scalars, *word)


_CHAINS: dict[str, Callable[[Tree, Sequence[Node], Scope], Node]] = {
    **dict.fromkeys(SUMS, _sum),
    "multiply": _chain,
    "hadamard": lambda _, a, __: _entrywise(*a),
}


def _node(tree: Tree, args: list[Node], scope: Scope) -> Node:
    scope.check(tree, args)
    match tree:
        case Literal(numerator=n, denominator=d):
            return number(exact_ratio(n, d)) if n else scope.zero(tree)
        case Member():
            return member(scope.family(tree.stem), tuple(args))
        case Name():
            return scope.node(tree)
        case Parameter(name=name):
            found = unspecified.parameter(name, args[0])
            assert found is not None
            return found
        case Operation(operator="index"):
            return indexing.selected(args[0], indexing.slices(tree, args[0].shape, scope.index_of), scope.index)
        case Operation(operator="power") if is_real_power(*args):
            _check_base(tree.operands[0], args[0])
            return real_power(*args)
        case Operation(operator=operator):
            return _CHAINS[operator](tree, args, scope) if operator in _CHAINS else OPERATORS[operator](*args)
    if isinstance(tree, UnspecifiedCall):
        return unspecified.value(tree, args)
    assert isinstance(tree, Call)
    if offdiagonals.is_one(tree):
        return offdiagonals.node(tree, args[0])
    function = function_of(tree)
    if function.binds:
        return scope.over_an_index(tree, function, args)
    sizes = tuple([scope.size(t) for t in size_arguments(tree, function)])
    _check_symmetric(tree, function, args)
    return applied(function, tuple(args), sizes)


def _check_symmetric(tree: Call, function: Function, args: Sequence[Node]) -> None:
    """Eigenvalues and Cholesky factors are of arguments that are symmetric by what they are."""
    if SYMMETRIC.isdisjoint(function.domain.values()):
        return
    parameters = signatures(function)[0].parameters
    for argument, parameter, node in zip(tree.arguments, parameters, args, strict=False):
        if function.domain.get(parameter) in SYMMETRIC and transpose(node) is not node:
            raise _not_symmetric(tree, argument, first=argument is tree.arguments[0])


EIGENVALUES = "; eig(A) has the real eigenvalues of any square matrix, eigvec(A, k) its eigenvectors"
"""The functions of matrices that are not symmetric."""


def _not_symmetric(tree: Call, argument: Tree, *, first: bool) -> MatcalcError:
    declare = f" or declare it: where {argument.spelling}: symmetric(n)" if isinstance(argument, Name) else ""
    which = "its argument" if first else argument.spelling if isinstance(argument, Name) else "this one"
    taken = f"{tree.function}(sym(...))" if first else "sym(...)"
    return MatcalcError(
        "unsupported", f"{tree.function} needs a symmetric matrix, and {which} is not known to be symmetric",
        [Label(argument.start, argument.end)], hint=f"{taken} takes the symmetric part,{declare}".rstrip(",") + EIGENVALUES * tree.function.startswith("eig"),
    )  # fmt: skip


def _check_base(tree: Tree, base: Node) -> None:
    """The base of a power that is no integer is symmetric by what it is."""
    if transpose(base) is base:
        return
    declare = f"declare it: where {tree.spelling}: spd(n)" if isinstance(tree, Name) else "for example (A*A')^(1/3)"
    raise MatcalcError(
        "unsupported", "a power that is no integer is of a positive definite matrix, and this one is not known to be symmetric",
        [Label(tree.start, tree.end)], hint=f"{declare}; sqrtm(A) is the root and expm(p*logm(A)) the power of any A, A.^p that of every entry",
    )  # fmt: skip


def applied(function: Function, args: tuple[Node, ...], sizes: tuple[Size, ...] = ()) -> Node:
    """A function of the registry applied; a shorthand is replaced by its definition."""
    if function in COMMUTING:
        return _entrywise(*args) if function is HADAMARD else apply(function, args)
    if not function.definition:
        return call(function, args, sizes)
    signature, dims = chosen(function, [a.shape for a in args], sizes)
    return instantiate(function.definition, dict(zip(signature.parameters, args, strict=True)), dims)


@lru_cache(SPELLED_OUT)
def spelled_out(node: Apply, *, in_floating_point: bool = False) -> Node | None:
    """A function applied, in terms of the functions that the `code` of its record names; None without one."""
    if not any((function := node.function).codes):
        return None
    signature, _ = chosen(function, [a.shape for a in node.args], node.sizes)
    code = function.codes[signatures(function).index(signature)]
    return by_formula(node, (in_floating_point and function.stable_code) or code)


def by_formula(node: Apply, text: str) -> Node:
    """A function applied, by a formula for it in the parameters of its signature."""
    signature, dims = chosen(node.function, [a.shape for a in node.args], node.sizes)
    return instantiate(text, dict(zip(signature.parameters, node.args, strict=True)), dims)


@cache
def template(text: str) -> Tree:
    """A formula of a record, parsed once."""
    return parse(text, names()).body


@cache
def _template_in_order(text: str) -> Order:
    return _in_order(template(text), {})


def instantiate(text: str, nodes: Mapping[str, Node], dims: Mapping[str, Size]) -> Node:
    """A formula of a record for given arguments and dimensions."""
    built: dict[int, Node] = {}
    _build(_template_in_order(text), Scope(nodes, dims), built)
    return built[id(template(text))]


def _inverse(node: Node) -> Node:
    return apply(ELEMENTWISE_POWER if node.is_scalar else POWER, (node, number(-1)))


def _reciprocal(node: Node) -> Node:
    return apply(ELEMENTWISE_POWER, (node, number(-1)))


def _entrywise(*factors: Node) -> Node:
    """A.*B.*..., a row and a column repeated along the others."""
    shape = reduce(broadcast, [f.shape for f in factors])
    return apply(HADAMARD, tuple([factor if factor.is_scalar else stretched(factor, shape) for factor in factors]))


def _powers(base: Node, exponents: Node) -> Node:
    """x.^y with an exponent for every entry."""
    return instantiate("exp(log(X).*Y)", {"X": base, "Y": exponents}, {})


OPERATORS: dict[str, Callable[..., Node]] = {
    "negate": lambda a: multiply(number(-1), a),
    "plus": lambda a: a,
    "hadamard": _entrywise,
    "divide": lambda a, b: multiply(a, _reciprocal(b)),
    "elementwise_divide": lambda a, b: _entrywise(a, _reciprocal(b)),
    "solve": lambda a, b: multiply(_inverse(a), b),
    "kron": lambda a, b: apply(KRON, (a, b)),
    "power": lambda a, b: apply(POWER, (a, b)),
    "elementwise_power": lambda a, b: apply(ELEMENTWISE_POWER, (a, b)) if b.is_scalar else _powers(a, b),
    "transpose": transpose,
    "columns": lambda *parts: grid.side_by_side(parts),
    "rows": lambda *parts: grid.below(parts),
    **RELATING,
    **dict.fromkeys(STRETCHES, multiply),
    **dict.fromkeys(SOLUTIONS, lambda a, b: multiply(_inverse(a), b)),
}
"""The builder of each operator of the notation; sums and products are built as chains."""
