"""Lines as syntax trees: products and sums that nothing simplifies, names put in, brackets multiplied out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import gcd

from matcalc_cli.elaborate.builder import Scope, build, template
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.expr.operations import DIAG, SUM, TRACE, TRANSPOSE, TRIL, TRIU, VEC
from matcalc_cli.expr.shapes.dimensions import Shape
from matcalc_cli.language.notation import SIGNED_BY_FIRST
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.later import lru_cache, partial, reduce
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.fold import fold, post_order
from matcalc_cli.render.writing.sizes import size_tree
from matcalc_cli.render.writing.trees import call, operation

Term = tuple[int, Tree]
"""A sign, 1 or -1, and what follows it."""

EXPRESSED = 1_024
"""Expressions whose trees are remembered: the lines of a derivation have many parts in common."""
LINEAR = ("transpose", "negate", "plus")
LINEAR_CALLS = (TRACE.name, SUM.name, VEC.name, DIAG.name, TRANSPOSE.name, TRIL.name, TRIU.name)
"""Calls of one argument that are linear in it."""


def named(name: str, spelling: str = "") -> Name:
    """A name as a tree."""
    return Name(name, spelling or name, 0, 0)


def name_of(symbol: Symbol) -> Name:
    """A symbol as a tree."""
    return named(symbol.name, symbol.spelling)


def formula(text: str) -> Tree:
    """A formula of the language, as it stands."""
    return template(text)


def listed(symbols: Iterable[Symbol]) -> list[str | Tree]:
    """Names with commas between them, of at least one symbol."""
    first, *others = map(name_of, symbols)
    return [first, *[part for other in others for part in (", ", other)]]


def prose(text: str) -> list[str | Tree]:
    """Words with formulas between backquotes: "put `I(n)` in"."""
    pieces = text.split("`")
    return [formula(piece) if i % 2 else piece for i, piece in enumerate(pieces) if piece]


def moved(tree: Tree) -> Tree:
    """d(tree), of what is not yet differentiated; a name's is a name."""
    return named(f"d{tree.name}", f"d{tree.spelling}") if isinstance(tree, Name) else call("d", tree)


def total(terms: Iterable[Term]) -> Tree:
    """The sum of at least one term."""
    (sign, first), *rest = [signed(term) for term in terms]
    tree = operation("negate", first) if sign < 0 else first
    for sign, term in rest:
        tree = operation("subtract" if sign < 0 else "add", tree, term)
    return tree


def signed(term: Term) -> Term:
    """The term with a minus sign at its beginning taken out: (-A)*B is -(A*B)."""
    sign, tree = term
    passed: list[tuple[str, Tree]] = []
    while isinstance(tree, Operation) and tree.operator in SIGNED_BY_FIRST:
        passed.append((tree.operator, tree.operands[1]))
        tree = tree.operands[0]
    if not (isinstance(tree, Operation) and tree.operator == "negate"):
        return term
    tree = tree.operands[0]
    for operator, operand in reversed(passed):
        tree = operation(operator, tree, operand)
    return signed((-sign, tree))


def product(factors: Sequence[Tree]) -> Tree:
    """The product of at least one factor, from the left; integers and the sign go to the front, a 1 is left out."""
    sign, integer = 1, 1
    kept: list[Tree] = []
    for factor in factors:
        inner_sign, stripped = signed((1, factor))
        sign *= inner_sign
        for part in factors_of(stripped)[:1]:
            if isinstance(part, Literal) and part.denominator == 1:
                integer *= part.numerator
        left = _without_integer(stripped)
        kept += [] if left is None else [left] if kept else factors_of(left)
    flat: list[Tree] = [Literal(integer, 1, 0, 0)] if integer != 1 or not kept else []
    tree, *rest = [*flat, *kept]
    for factor in rest:
        tree = operation("multiply", tree, factor)
    return operation("negate", tree) if sign < 0 else tree


def _without_integer(tree: Tree) -> Tree | None:
    """The tree without the integer that it begins with; None if nothing is left."""
    factors = factors_of(tree)
    if not (isinstance(factors[0], Literal) and factors[0].denominator == 1):
        return tree
    return reduce(lambda a, b: operation("multiply", a, b), factors[1:]) if len(factors) > 1 else None


def quotient(above: Tree, below: Tree) -> Tree:
    """above/below, integers in front of both cancelled."""
    if isinstance(above, Operation) and above.operator == "divide":
        above, inner = above.operands
        below = product([*factors_of(below), *factors_of(inner)])
    first, second = _integer(above), _integer(below)
    common = gcd(first, second)
    if common == 1:
        return operation("divide", above, below)
    above = product([Literal(first // common, 1, 0, 0), *filter(None, [_without_integer(above)])])
    below = product([Literal(second // common, 1, 0, 0), *filter(None, [_without_integer(below)])])
    return above if is_one(below) else operation("divide", above, below)


def _integer(tree: Tree) -> int:
    """The integer that a product begins with."""
    first = factors_of(tree)[0]
    return first.numerator if isinstance(first, Literal) and first.denominator == 1 else 1


def is_one(tree: Tree) -> bool:
    """True of the number 1."""
    return isinstance(tree, Literal) and tree.numerator == tree.denominator == 1


def factors_of(tree: Tree) -> list[Tree]:
    """The factors of a product that associates to the left."""
    factors: list[Tree] = []
    while isinstance(tree, Operation) and tree.operator == "multiply":
        factors.append(tree.operands[1])
        tree = tree.operands[0]
    return [tree, *reversed(factors)]


def terms_of(tree: Tree) -> list[Term]:
    """The terms of a sum that associates to the left."""
    terms: list[Term] = []
    while isinstance(tree, Operation) and tree.operator in ("add", "subtract"):
        terms.append(signed((-1 if tree.operator == "subtract" else 1, tree.operands[1])))
        tree = tree.operands[0]
    return [signed((1, tree)), *reversed(terms)]


def with_children(tree: Tree, children: Sequence[Tree]) -> Tree:
    """An operation or a call on other operands."""
    match tree:
        case Operation(operator=operator):
            return operation(operator, *children)
        case Call():
            return tree.of(children)
    return tree


def put_in(tree: Tree, values: Mapping[str, Tree]) -> Tree:
    """The tree with names replaced."""

    def replaced(node: Tree, children: list[Tree]) -> Tree:
        return values.get(node.name, node) if isinstance(node, Name) else with_children(node, children)

    return fold(tree, replaced)


def names_in(tree: Tree) -> set[str]:
    """Every name that occurs in the tree."""
    return {node.name for node in post_order(tree) if isinstance(node, Name)}


def same(one: Tree, other: Tree) -> bool:
    """Whether two trees are written alike."""
    return plain(one) == plain(other)


def value(tree: Tree, scope: Scope) -> Node:
    """The expression that a tree stands for."""
    return build(tree, scope)


ZERO = Literal(0, 1, 0, 0)

ShapeOf = Callable[[Tree], Shape]


def multiplied_out(tree: Tree, moving: frozenset[str], shape_of: ShapeOf) -> Tree:
    """The tree with every bracket that holds a differential multiplied out; other brackets stay."""
    moves = _moves(tree, moving)
    found = fold(tree, lambda node, parts: _terms(node, parts, moving, shape_of, moves))
    return total(found)


def _moves(tree: Tree, moving: frozenset[str]) -> set[int]:
    """The parts that hold a differential."""
    found: set[int] = set()
    for node in post_order(tree):
        if node.name in moving if isinstance(node, Name) else any([id(child) in found for child in node.children]):
            found.add(id(node))
    return found


def _terms(
    node: Tree, parts: list[list[Term]], moving: frozenset[str], shape_of: ShapeOf, moves: Collection[int]
) -> list[Term]:
    match node:
        case Operation(operator="add" | "subtract" as operator):
            first, second = parts
            if id(node) in moves:
                first, second = (_spread(node, place, parts[place], shape_of) for place in (0, 1))
            return first + (second if operator == "add" else [(-sign, term) for sign, term in second])
        case Operation(operator="negate"):
            return [(-sign, term) for sign, term in parts[0]]
        case Operation(operator="multiply"):
            pairs = _pairs(parts, moving)
            return [(s, product([*factors_of(a), *_flat(a, b, shape_of)])) for s, a, b in pairs]
        case Operation(operator="hadamard" | "kron" as operator):
            return [(s, operation(operator, a, b)) for s, a, b in _pairs(parts, moving)]
        case Operation(operator="divide" | "elementwise_divide" as operator):
            below = total(parts[1])
            divided = quotient if operator == "divide" else partial(operation, operator)
            return [signed((s, divided(a, below))) for s, a in _kept(parts[0], moving)]
        case Operation(operator="transpose"):
            return [(s, operation("transpose", a)) for s, a in _kept(parts[0], moving)]
        case Call(function=function) if function in LINEAR_CALLS and len(parts) == 1:
            return [(s, call(function, a)) for s, a in _kept(parts[0], moving)]
    return [(1, with_children(node, [total(p) for p in parts]))]


def _spread(node: Operation, place: int, terms: list[Term], shape_of: ShapeOf) -> list[Term]:
    """The terms of an operand; of a number beside a matrix, times ones, which is what the number stands for there."""
    if shape_of(node.operands[place]) != (1, 1) or shape_of(node) == (1, 1):
        return terms
    rows, cols = shape_of(node)
    ones = call("ones", *[size_tree(size) for size in ((rows,) if cols == 1 else (rows, cols))])
    return [signed((sign, product([*factors_of(term), ones]))) for sign, term in terms]


def _kept(terms: list[Term], moving: frozenset[str]) -> list[Term]:
    """The terms one by one if they move, else their sum in its bracket."""
    if len(terms) == 1 or any(names_in(term) & moving for _, term in terms):
        return [signed(term) for term in terms]
    return [signed((1, total(terms)))]


def _pairs(parts: list[list[Term]], moving: frozenset[str]) -> list[tuple[int, Tree, Tree]]:
    return [(s * t, a, b) for s, a in _kept(parts[0], moving) for t, b in _kept(parts[1], moving)]


def _flat(left: Tree, tree: Tree, shape_of: ShapeOf) -> list[Tree]:
    """The factors of a right operand; a product that is a number behind a matrix keeps its brackets."""
    factors = factors_of(tree)
    if len(factors) == 1 or shape_of(left)[1] == 1:
        return factors
    numbers = [k for k in range(2, len(factors) + 1) if shape_of(reduce(_times, factors[:k])) == (1, 1)]
    return [reduce(_times, factors[: numbers[-1]]), *factors[numbers[-1] :]] if numbers else factors


def _times(left: Tree, right: Tree) -> Tree:
    return operation("multiply", left, right)


@lru_cache(EXPRESSED)
def expressed(node: Node) -> Tree:
    """A node as a tree."""
    return express(node)
