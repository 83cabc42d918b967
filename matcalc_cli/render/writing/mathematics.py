"""The tree as mathematics writes it: calls that have a notation become operations, signs move to the front."""

from __future__ import annotations

from matcalc_cli.expr.function import NO_NAMESAKE
from matcalc_cli.language.literals import literal_text
from matcalc_cli.language.notation import RAISED, SIGNED_BY_FIRST, SOLUTIONS
from matcalc_cli.language.tree import Call, Literal, Operation, Tree
from matcalc_cli.later import reduce
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.fold import fold, post_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.function import Function

WITHOUT_NEIGHBOURS = frozenset({"index", "rows", "columns"})
"""Operators beside whose operands nothing tells their size."""
SOLVED = ("solve", *SOLUTIONS)
"""Operators of solutions, which mathematics writes as products with an inverse."""
_PRODUCT = ("multiply",)


def mathematical(tree: Tree) -> Tree:
    """The tree with inv, transpose, solve, outer, kron and hadamard as operations, and -A B as -(A B)."""
    return fold(tree, _mathematical)


def _mathematical(node: Tree, operands: list[Tree]) -> Tree:
    match node:
        case Literal(numerator=p, denominator=q) if p < 0:
            return _operation("negate", Literal(-p, q, 0, 0))
        case Call(function=name):
            function = record(name)
            return _called(function.operator, operands) if function and function.operator else node.of(operands)
        case Operation(operator=operator):
            found = _signed(operator, operands)
            found.is_number = node.is_number
            return found
    return node


def _signed(operator: str, operands: list[Tree]) -> Operation:
    """(-A) B as -(A B), for every operator that is linear in its left operand."""
    if not operands:
        return _operation(operator)
    first = operands[0]
    if operator in SOLVED:
        return _multiplied(_inverse_of(first, is_symmetric=operator == SOLUTIONS[1]), operands[1])
    if operator in _PRODUCT:
        first, last = operands = [_unturned(operand) for operand in operands]
        if isinstance(last, _FromASolution):
            return _multiplied(first, last)
    if operator in SIGNED_BY_FIRST and isinstance(first, Operation) and first.operator == "negate":
        return _operation("negate", _operation(operator, first.operands[0], operands[1]))
    return _operation(operator, *operands)


class _FromASolution(Operation):
    r"""A^-1 B x for A\\(B x), which goes without brackets behind another factor."""

    __slots__ = ()


class _OfSymmetric(Operation):
    """The inverse of a symmetric matrix, which is its own transpose."""

    __slots__ = ()


def _inverse_of(tree: Tree, *, is_symmetric: bool) -> Tree:
    """A^-1, and A^-T of A'."""
    inverse = _inverse(tree)
    if is_symmetric:
        return _OfSymmetric(inverse.operator, inverse.operands, 0, 0)
    is_turned = isinstance(tree, Operation) and tree.operator == "transpose"
    return _operation("transpose", _inverse(tree.children[0])) if is_turned else inverse


def _unturned(tree: Tree) -> Tree:
    """y' A^-T for (A^-1 y)'; anything else as it is."""
    match tree:
        case Operation(operator="transpose", operands=(_FromASolution() as product,)):
            first, *others = map(_turned, reversed(_factors(product)))
            return reduce(lambda done, factor: _FromASolution(*_PRODUCT, [done, factor], 0, 0), others, first)
        case Operation(operator="negate", operands=(inner,)):
            return _operation("negate", found) if (found := _unturned(inner)) is not inner else tree
    return tree


def _turned(factor: Tree) -> Tree:
    if isinstance(factor, _OfSymmetric):
        return factor
    is_turned = isinstance(factor, Operation) and factor.operator == "transpose"
    return factor.children[0] if is_turned else _operation("transpose", factor)


def _multiplied(first: Tree, product: Tree) -> Operation:
    """A product from the left: A^-1 B x for A^-1 (B x)."""
    *others, last = _factors(product)
    front = reduce(lambda done, factor: _signed(*_PRODUCT, [done, factor]), others, first)
    if isinstance(front, Operation) and front.operator == "negate":
        return _operation("negate", _FromASolution(*_PRODUCT, [front.operands[0], last], 0, 0))
    return _FromASolution(*_PRODUCT, [front, last], 0, 0)


def _factors(tree: Tree) -> list[Tree]:
    """The operands of a chain of products."""
    found: list[Tree] = []
    while isinstance(tree, Operation) and tree.operator in _PRODUCT:
        tree, last = tree.operands
        found.append(last)
    return [tree, *reversed(found)]


def _operation(operator: str, *operands: Tree) -> Operation:
    return Operation(operator, operands, 0, 0)


def _inverse(tree: Tree) -> Operation:
    return _operation("power", tree, _operation("negate", Literal(1, 1, 0, 0)))


def _called(operator: str, arguments: list[Tree]) -> Tree:
    """The call of a function that is written as an operation."""
    if operator == "inverse":
        return _inverse(arguments[0])
    if operator == "outer":
        return _signed("multiply", [arguments[0], _operation("transpose", arguments[1])])
    return (
        reduce(lambda x, y: _signed(operator, [x, y]), arguments) if arguments[1:] else _operation(operator, *arguments)
    )


def is_inverse(tree: Tree) -> bool:
    """True of A^-1."""
    match tree:
        case Operation(operator="power", operands=(_, Operation(operator="negate", operands=(Literal() as one,)))):
            return one.numerator == one.denominator == 1
    return False


def record(name: str) -> Function | None:
    """The record of a function by its name or alias."""
    from matcalc_cli.functions import find

    return find(name)


def record_of(call: Call) -> Function | None:
    """The record of the function of a call, which its arguments may tell."""
    from matcalc_cli.functions import version

    meant = version(call.function, map(literal_text, call.arguments))
    found = meant[0] if meant else record(call.function)
    if found and call.of_number:
        return found.of_number or found.unless_square or found
    return found.unless_square or found if found and call.of_square is False else found


def is_of_entries(call: Call, function: Function) -> bool:
    """Whether readers might take an elementwise function for that of a square matrix: exp(A)."""
    if not function.namesake or call.of_number or call.of_square:
        return bool(function.namesake and call.of_square)
    from matcalc_cli.language.alone import letters_alone

    letters = () if function.namesake == NO_NAMESAKE else letters_alone(call.arguments[0])
    return bool(letters) and "vector" not in letters


def series_record(call: Call) -> Function:
    """The record of a sum or a product over an index."""
    from matcalc_cli.expr.operations import PRODUCTION, SUMMATION

    return SUMMATION if call.function == "sum" else PRODUCTION


def canonical_function(name: str) -> str:
    """The function's own name for one of its aliases."""
    from matcalc_cli.functions import OF_A_FUNCTION

    found = None if name in OF_A_FUNCTION else record(name)
    return found.name if found else name


def name_of(call: Call) -> str:
    """The own name of the function of a call, which its arguments may tell: opnorm(A, 1) is no specnorm(A)."""
    found = record_of(call)
    return found.called.partition("(")[0] if found and found.called else canonical_function(call.function)


def is_identity(tree: Tree) -> bool:
    """True of I(n)."""
    return isinstance(tree, Call) and canonical_function(tree.function) == "I"


def sized_identities(tree: Tree) -> set[int]:
    """The ids of the identities that need their size written, because nothing beside them tells it.

    An identity in a sum or a product has the size of its neighbours. Beside a Kronecker product it has not, which
    matters when there are several of different sizes; the argument of a function has no neighbour.
    """
    sized: set[int] = set()
    factors: list[Tree] = []
    for node in post_order(tree):
        found = [child for child in node.children if is_identity(child)]
        if isinstance(node, Call) or (isinstance(node, Operation) and node.operator in WITHOUT_NEIGHBOURS):
            sized.update(map(id, found))
        elif isinstance(node, Operation) and node.operator == "kron":
            factors.extend(found)
    if len({plain(factor) for factor in factors}) > 1:
        sized.update(map(id, factors))
    return sized


def block(call: Call) -> Function | None:
    """The record of a matrix made of sizes alone that has a letter of its own, I or K; None of other calls."""
    found = record(call.function)
    return found if found and found.is_block and found.latex else None


def are_its_sizes(function: Function) -> bool:
    """Whether the sizes that a block is made of are its own, as those of ones(m, n) are."""
    given, _, own = function.signatures[0].partition(" -> ")
    return given.strip("()") == own


def begins_with_digit(tree: Tree) -> bool:
    """Whether the tree's text begins with a digit, which cannot follow another number directly."""
    if isinstance(tree, Operation) and tree.operator in RAISED:
        tree = tree.operands[0]
    return isinstance(tree, Literal)


def last_factor(tree: Tree) -> Tree:
    """The last factor of a product that associates to the left."""
    return tree.operands[1] if isinstance(tree, Operation) and tree.operator == "multiply" else tree


def is_one(tree: Tree) -> bool:
    """True of the number 1."""
    return isinstance(tree, Literal) and tree.numerator == tree.denominator
