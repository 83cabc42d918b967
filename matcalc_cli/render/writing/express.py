"""From an expression to the tree a person would write: signs, divisions, inverses and transposes where they read best.

Whatever the layout, reading the tree back gives the same expression. A layout is a generator that yields the nodes
whose trees it needs; the driver below runs them without recursion.
"""

from __future__ import annotations

from matcalc_cli.answers.typed import Typed
from matcalc_cli.expr.build import transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import (
    Apply,
    Member,
    Node,
    Number,
    Product,
    Sum,
    Symbol,
    number,
    raw_apply,
    raw_product,
)
from matcalc_cli.expr.number import magnitude
from matcalc_cli.expr.operations import (
    BLOCK,
    ELEMENTWISE_POWER,
    HADAMARD,
    KRON,
    ONES,
    PI,
    POWER,
    PRODUCTION,
    RELATIONS,
    SIZE,
    SUMMATION,
    TRANSPOSE,
    UNIT,
    UNVEC,
    ZEROS,
)
from matcalc_cli.expr.selections.picked import has_units
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.functions import OF_A_FUNCTION
from matcalc_cli.functions.real_powers import EXPM, base_and_exponent
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.notation import SOLUTIONS
from matcalc_cli.language.tree import Literal, Name, Operation, Tree
from matcalc_cli.later import Later
from matcalc_cli.render.typed_ones import WRITTEN_ONES
from matcalc_cli.render.writing import turned
from matcalc_cli.render.writing.letters import index_names
from matcalc_cli.render.writing.signs import (
    above_and_below,
    begins_with_one,
    complements_last,
    is_half,
    over,
    reciprocal,
    with_a_sum_scaled,
)
from matcalc_cli.render.writing.sizes import size_tree
from matcalc_cli.render.writing.sums import signed_sum, summed, sums_of_entries, thin_parts
from matcalc_cli.render.writing.trees import call, literal, operation, stretch, unspecified
from matcalc_cli.render.writing.turned import turned_reads_better

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from matcalc_cli.expr.number import Rational
    from matcalc_cli.render import words
    from matcalc_cli.render.writing import patterns, roots, selected, series
    from matcalc_cli.render.writing.letters import Letters
    from matcalc_cli.render.writing.sums import Layout
    from matcalc_cli.validity.sums import backward
else:
    backward = Later("matcalc_cli.validity.sums.backward")
    words = Later("matcalc_cli.render.words")
    patterns = Later("matcalc_cli.render.writing.patterns")
    roots = Later("matcalc_cli.render.writing.roots")
    series = Later("matcalc_cli.render.writing.series")
    selected = Later("matcalc_cli.render.writing.selected")


def express(root: Node, known: dict[Node, Tree] | None = None, letters: Letters | None = None) -> Tree:
    """The tree of an expression; equal parts share one tree, and those that are `known` from another expression.

    `letters` are those of the indices of members by their families.
    """
    if isinstance(letters, Typed):
        root = words.in_typed_words(root, letters)
    trees = index_names(root, letters or {}) if known is None else known
    if known is None and len(trees) > 1 and (root := backward.with_halves(whole := root)) is not whole:
        trees = index_names(root, letters or {})
    if root in trees:
        return trees[root]
    running: list[tuple[Node, Layout]] = [(root, layout(root))]
    answer: Tree | None = None
    while running:
        node, writing = running[-1]
        try:
            wanted = writing.send(answer) if answer is not None else next(writing)
        except StopIteration as finished:
            answer = trees[node] = finished.value
            running.pop()
            continue
        answer = trees.get(wanted)
        if answer is None:
            running.append((wanted, layout(wanted)))
    return trees[root]


def layout(node: Node) -> Layout:
    """The layout of any node."""
    match node:
        case Member():
            return series.member(node)
        case Symbol() if node.place is not None:
            return layout(node.place)
        case Symbol(name=name):
            return _ready(Name(name, node.spelling, 0, 0))
        case Number():
            return _ready(literal(node))
        case Sum():
            return signed_sum(node)
        case Product():
            return _product(node)
        case Apply(function=function):
            return _FUNCTIONS.get(function, _call)(node)
    raise TypeError(f"no layout of {type(node)}")


def _ready(tree: Tree) -> Layout:
    return tree
    yield  # makes this a generator


# Products


def _product(node: Product) -> Layout:
    coefficient, parts = with_a_sum_scaled(node.coefficient, (*node.scalars, *node.factors))
    scalars, factors = parts[: len(node.scalars)], parts[len(node.scalars) :]
    coefficient, written = roots.gathered(coefficient, scalars) if scalars else (coefficient, [])
    upper, lower = over(sorted(complements_last(written), key=_place))  # x^2*dt
    top, bottom = above_and_below(coefficient)
    chain = yield from _chain(top, upper, sums_of_entries(factors))
    if lower or bottom != 1:
        chain = operation("divide", chain, (yield from _chain(bottom, lower, ())))
    return chain


def _place(scalar: Node) -> int:
    """Names and numbers, functions of them, what has brackets, and dt, of which a differential is a multiple."""
    if isinstance(scalar, Symbol) and scalar.differential_of is not None:
        return 3
    if isinstance(scalar, Apply) and scalar.function is ELEMENTWISE_POWER:
        return int(_is_of_entries(scalar.args[0]))
    return 2 if isinstance(scalar, Sum | Product) else int(_is_of_entries(scalar))


def _is_of_entries(node: Node) -> bool:
    return isinstance(node, Apply) and node.function.elementwise


def _chain(coefficient: Rational, scalars: Sequence[Node], factors: Sequence[Node]) -> Generator[Node, Tree, Tree]:
    """coefficient * scalar ... * factor ..., from the left; a 1x1 product that comes last is written out in the chain.

    A minus sign goes to the first factor, where the grammar reads it: -A*B is (-A)*B.
    """
    trees: list[Tree] = []
    if magnitude(coefficient) != 1 or not (scalars or factors):
        trees.append(literal(number(magnitude(coefficient))))
    if not factors and scalars and _is_word(scalars[-1]) and not any(map(_is_word, scalars[:-1])):
        scalars, factors = scalars[:-1], scalars[-1].children
    elif len(factors) > 1 and turned_reads_better(word := raw_product(1, (), tuple(factors))):
        factors = (raw_apply(TRANSPOSE, (transpose(word),), (), word.shape),)
    for part in (*scalars, *(() if has_units(factors) else factors)):
        trees.append((yield part))
    if has_units(factors):
        trees += yield from selected.factors(factors)
    if factors and len(scalars) == 1 and _is_word(scalars[0]) and abs(coefficient) == 1:
        assert isinstance(trees[0], Operation)
        trees[0].is_number = True  # x'*A*x*B reads as if x were a matrix
    tree = operation("negate", trees[0]) if coefficient < 0 else trees[0]
    for following in trees[1:]:
        tree = operation("multiply", tree, following)
    return tree


def _is_word(node: Node) -> bool:
    """x'*A*x as it stands."""
    return isinstance(node, Product) and node.is_scalar and not node.scalars and node.coefficient == 1


def _call(node: Apply) -> Layout:
    function = node.function
    arguments: list[Tree] = []
    for argument in node.args:
        arguments.append((yield argument))
    if node.function.operator in SOLUTIONS:
        return operation(node.function.operator, *arguments)
    if node.function.called:
        return patterns.call_of(node.function.called, arguments)
    name, _, version = node.function.name.partition("_")
    if name in OF_A_FUNCTION:
        return call(name, Name(version, version, 0, 0), *arguments)
    sizes = node.sizes[:1] if node.function in (ONES, ZEROS, WRITTEN_ONES) and node.sizes[1] == 1 else node.sizes
    if isinstance(function, Unknown):
        return unspecified(function, arguments)
    found = call(function.name, *arguments, *map(size_tree, sizes))
    return found.take_shape(node.args[0].shape) if node.args else found


def _size(node: Apply) -> Layout:
    return size_tree(node.sizes[0])
    yield


def _pi(_: Apply) -> Layout:
    return Name("pi", "pi", 0, 0)
    yield


def _power(node: Apply) -> Layout:
    base, exponent = node.args
    if exponent == number(-1):
        orthogonal = isinstance(base, Symbol) and KINDS[base.kind].transpose == "X^-1"
        written = yield base
        return operation("transpose", written) if orthogonal else call("inv", written)
    return operation("power", (yield base), (yield exponent))


def _exponential(node: Apply) -> Layout:
    """S^p for expm(p*logm(S))."""
    found = base_and_exponent(node)
    if found is None:
        return (yield from _call(node))
    base, exponent = found
    return operation("power", (yield base), (yield exponent))


def _elementwise_power(node: Apply) -> Layout:
    base, exponent = node.args
    below = reciprocal(node)
    if below is not None and (node.is_scalar or is_half(exponent, -1)):
        operator = "divide" if node.is_scalar else "elementwise_divide"
        return operation(operator, Literal(1, 1, 0, 0), (yield below))
    written = yield base
    if is_half(exponent, 1):
        return call("sqrt", written).take_shape(base.shape)
    return operation("power" if node.is_scalar else "elementwise_power", written, (yield exponent))


def _begins_with_a_sum(factors: Sequence[Node]) -> bool:
    """Whether a sum, none of 1 - h, stands before a letter."""
    sums = bool(factors) and isinstance(factors[0], Sum) and not begins_with_one(factors[0])
    return sums and any(isinstance(factor, Symbol) for factor in factors)


def _hadamard(node: Apply) -> Layout:
    if turned_reads_better(node):
        return operation("transpose", (yield transpose(node)))
    thin = thin_parts(node.args)
    upper, lower = over([thin.get(factor, factor) for factor in node.args])
    upper = complements_last(upper)
    behind = (Product, Sum) if _begins_with_a_sum(upper) else Product
    upper.sort(
        key=lambda factor: (isinstance(factor, behind), factor.shape != node.shape)
    )  # y.*(X*w), y.*(x - m), A.*x
    tree: Tree | None = None
    for factor in upper:
        written = stretch((yield summed(factor)), factor.shape, node.shape)
        tree = written if tree is None else operation("hadamard", tree, written)
    for factor in lower:
        written = stretch((yield summed(factor)), factor.shape, node.shape)
        tree = operation("elementwise_divide", tree or Literal(1, 1, 0, 0), written)
    assert tree is not None
    return tree


def _kron(node: Apply) -> Layout:
    if turned_reads_better(node):
        return operation("transpose", (yield transpose(node)))
    tree = yield node.args[0]
    for factor in node.args[1:]:
        tree = operation("kron", tree, (yield factor))
    return tree


_FUNCTIONS: dict[Function, Callable[[Apply], Layout]] = {
    TRANSPOSE: turned.transposed, POWER: _power, ELEMENTWISE_POWER: _elementwise_power, HADAMARD: _hadamard, KRON: _kron, EXPM: _exponential,
    UNVEC: lambda node: series.unvec(node), SIZE: _size, PI: _pi, SUMMATION: lambda node: series.summation(node), PRODUCTION: lambda node: series.production(node),
    UNIT: lambda node: selected.unit(node), BLOCK: lambda node: selected.block(node),
    **dict.fromkeys(RELATIONS, lambda node: series.bracket(node)),
}  # fmt: skip
