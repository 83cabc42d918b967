"""Making nodes: the one entry for applying a function, and rebuilding an expression from new parts."""

from __future__ import annotations

from matcalc_cli.expr.constants import (
    MINUS_ONE,
    ONE,
    ZERO,
    commutation,
    identity,
    is_block,
    is_identity,
    is_ones,
    is_unit,
    is_zero,
    ones,
    zeros,
)
from matcalc_cli.expr.function import LINEAR, Function
from matcalc_cli.expr.node import Apply, Member, Node, Product, Sum, Symbol, number, postorder, raw_apply, symbol
from matcalc_cli.expr.normal import NORMAL, OF_KIND, SIZED, add, member, multiply, normal_form, transpose
from matcalc_cli.expr.normal_forms.coefficients import content_of, primitive, scale, split
from matcalc_cli.expr.operations import COMMUTATION, DIAG, ELEMENTWISE_POWER, IDENTITY, ONES, SIZE, TRANSPOSE, ZEROS
from matcalc_cli.expr.selections.stretch import repeated, stretched
from matcalc_cli.expr.shapes.dimensions import Size, dim
from matcalc_cli.expr.shapes.signature import chosen, result_shape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

__all__ = [
    "MINUS_ONE", "ONE", "SIZED", "ZERO", "add", "apply", "at_place", "bare", "call", "commutation", "identity",
    "is_block", "is_identity", "is_ones", "is_unit", "is_zero", "linear", "member", "multiply", "normal_form", "ones",
    "orientation", "rebuild", "scalars_and_rest", "size_number", "substitute", "transpose", "turned", "upright",
    "zeros",
]  # fmt: skip


def apply(function: Function, args: tuple[Node, ...] = (), sizes: tuple[Size, ...] = ()) -> Node:
    """`function` of `args`, in normal form. Raises TypeError when the shapes do not fit."""
    if (function.elementwise or function is ELEMENTWISE_POWER) and isinstance(args[0], Product) and _of_one(args):
        thin = _of_the_repeated(function, args)
        if thin is not None:
            return thin
    maker = NORMAL.get(function)
    if maker is not None:
        return maker(args)
    if function in SIZED:
        return SIZED[function](args, sizes)
    if type(function) in OF_KIND:
        return OF_KIND[type(function)](function, args)
    if function.differential and any(v == LINEAR for v in function.differential.values()):
        return linear(function, args, sizes)
    return turned(function, args, sizes)


def _of_one(args: tuple[Node, ...]) -> bool:
    """Whether all arguments behind the first are numbers."""
    return all(arg.is_scalar for arg in args[1:])


def _of_the_repeated(function: Function, args: tuple[Node, ...]) -> Node | None:
    """f(x*ones(1,n)) as f(x)*ones(1,n); None where nothing is repeated."""
    thin = repeated(args[0])
    return None if thin is None else stretched(apply(function, (thin, *args[1:])), args[0].shape)


def bare(function: Function, args: tuple[Node, ...], sizes: tuple[Size, ...] = ()) -> Node:
    """The function applied as it stands, with the shape its signature gives."""
    return raw_apply(function, args, sizes, result_shape(function, [a.shape for a in args], sizes))


def turned(function: Function, args: tuple[Node, ...], sizes: tuple[Size, ...] = ()) -> Node:
    """f(X') as f(X)' or f(X) where the function allows it, so that a transpose never hides inside.

    norm(x_i - x_j) and norm(x_j - x_i) are one: which index comes first says nothing.
    """
    if function.is_even and any(isinstance(p, Member) for term in args[0].children for p in (term, *term.children)):
        args = (_with_a_plus_in_front(args[0]), *args[1:])
    if function.transposition in {"commutes", "invariant"} and args:
        first, was_turned = upright(args[0])
        if isinstance(first, Apply) and first.function is TRANSPOSE:
            first, was_turned = first.args[0], not was_turned
        if not was_turned:
            return bare(function, args, sizes)
        front, inner = _scalars_out(function, (first, *[transpose(a) for a in args[1:]]), sizes)
        node = bare(function, tuple(inner), sizes)
        return multiply(*front, transpose(node) if function.transposition == "commutes" else node)
    return bare(function, args, sizes)


def _with_a_plus_in_front(node: Node) -> Node:
    """A sum or its negative, whose first term has a positive coefficient."""
    return scale(-1, node) if isinstance(node, Sum) and content_of(node)[0] < 0 else node


def linear(function: Function, args: tuple[Node, ...], sizes: tuple[Size, ...]) -> Node:
    """f(c X) as c f(X), f(0) as 0, for every parameter that f is linear in."""
    front, inner = _scalars_out(function, args, sizes)
    if ZERO in front:
        return zeros(result_shape(function, [a.shape for a in args], sizes))
    if function.variadic:
        inner[1:] = sorted(inner[1:], key=lambda a: a.key)
    node = turned(function, tuple(inner), sizes)
    return multiply(*front, node) if front else node


def _scalars_out(function: Function, args: tuple[Node, ...], sizes: tuple[Size, ...]) -> tuple[list[Node], list[Node]]:
    """The scalar factors of the arguments that f is linear in, zero for a zero; the arguments without them."""
    signature, _ = chosen(function, [a.shape for a in args], sizes)
    front: list[Node] = []
    inner = list(args)
    for i, parameter in enumerate(signature.parameters):
        if function.differential.get(parameter) == LINEAR or (function.variadic and i):
            scalars, inner[i] = scalars_and_rest(args[i])
            front.extend([ZERO] if is_zero(args[i]) else scalars)
    if function is DIAG:  # a sum in it is as good as a factor
        content, inner[0] = primitive(inner[0])
        front.extend([] if content == 1 else [number(content)])
    return front, inner


def scalars_and_rest(node: Node) -> tuple[tuple[Node, ...], Node]:
    """A matrix expression as its scalar factors (coefficient first) and what they multiply; ((), node) for the rest."""
    match node:
        case Product(coefficient=c, scalars=scalars, factors=factors) if factors and (c != 1 or scalars):
            front = scalars if c == 1 else (number(c), *scalars)
            return front, multiply(*factors)
    return (), node


def upright(node: Node) -> tuple[Node, bool]:
    """The chosen one of X and X', and whether it is the other: columns, then fewer operations, then the order of keys."""
    if not node.tilt and (node.cols == 1 or node.rows != 1):
        return node, False
    other = transpose(node)
    return (other, True) if orientation(other) < orientation(node) else (node, False)


def orientation(node: Node) -> tuple[bool, int, str, int, Node]:
    """A key that decides between an expression and its transpose, and is that of its multiples too."""
    node = primitive(split(node)[1])[1]
    return (node.rows == 1 and node.cols != 1, node.cost, node.word, node.digest, node)


def size_number(size: Size) -> Node:
    """A dimension as a number: m*p as the product of two, so that it has one form however it came about."""
    if isinstance(size, int):
        return number(size)
    if size.is_name:
        return raw_apply(SIZE, (), (size,), (1, 1))
    terms = [(number(factor), *[raw_apply(SIZE, (), (dim(n),), (1, 1)) for n in names]) for names, factor in size.terms]
    return add(*[multiply(*term) for term in terms])


def rebuild(node: Node, children: tuple[Node, ...]) -> Node:
    """An operation on new children."""
    match node:
        case Sum():
            return add(*children)
        case Product(coefficient=c):
            return multiply(number(c), *children)
        case Apply(function=function):
            return apply(function, children, node.sizes)
        case Member():
            return member(children[0], children[1:])
    return node


def substitute(root: Node, values: Mapping[Node, Node]) -> Node:
    """`root` with nodes replaced, in normal form; an index that a sum binds catches none of the replacements."""
    done: dict[Node, Node] = dict(values)
    touched = frozenset().union(*(v.symbols for v in values))
    brought = frozenset().union(*(v.symbols for v in values.values()))
    anywhere = not all(v.symbols for v in values)  # v(0) is in what has no symbols
    for node in postorder(root):
        if node not in done:
            if not (anywhere or node.symbols & touched) or not node.children:
                done[node] = node
            elif isinstance(node, Apply) and node.function.binds and node.args[0] in brought:
                done[node] = _with_another_index(node, values, brought)
            else:
                done[node] = rebuild(node, tuple([done[c] for c in node.children]))
    return done[root]


def _with_another_index(node: Apply, values: Mapping[Node, Node], brought: Collection[Node]) -> Node:
    """A sum over an index that the replacements contain too: theirs is another one."""
    index = node.args[0]
    assert isinstance(index, Symbol)
    other = index
    while other in brought or other in node.args[-1].symbols:
        other = symbol(f"{other.name}~", index.shape, index.kind)
    return rebuild(node, tuple([substitute(substitute(c, {index: other}), values) for c in node.args]))


def at_place(node: Node) -> Node:
    """An expression with A[i,j] for the name of that part of A."""
    values: dict[Node, Node] = {s: s.place for s in node.symbols if s.place is not None and s.differential_of is None}
    return substitute(node, values) if values else node


def call(function: Function, args: tuple[Node, ...] = (), sizes: tuple[Size, ...] = ()) -> Node:
    """`apply`, for makers of nullary functions too: I, ones, zeros and size go to their normal forms."""
    nullary = _NULLARY.get(function)
    return nullary(*sizes) if nullary else apply(function, args, sizes)


_NULLARY: dict[Function, Callable[..., Node]] = {
    IDENTITY: identity, ONES: ones, ZEROS: lambda m, n: zeros((m, n)), SIZE: size_number, COMMUTATION: commutation,
}  # fmt: skip
