"""Expressions without a value, whatever their names stand for: a quotient by zero, the inverse of a zero matrix, log(0), log(-1)."""

from __future__ import annotations

from matcalc_cli.elaborate.calls import function_of
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import is_zero
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, postorder
from matcalc_cli.expr.operations import POWERS
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import find
from matcalc_cli.functions.domain import DOMAINS
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.notation import DIVISORS
from matcalc_cli.language.tree import Call, Literal, Operation, Tree
from matcalc_cli.walk import children_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.language.tree import Program

OF_POWERS = {function.name: function for function in POWERS}
"""Operators whose left operand must not be zero if the right one is negative."""
ALL_REAL = "all numbers are real"
WITHOUT_TERMS = "a sum of it has a value where it has no terms alone"
SMALLER = "the smaller one comes first"
SIMPLIFIED = "it comes up when the expression is simplified"


def check_defined(tree: Tree, args: Sequence[Node], program: Program) -> None:
    """Raise MatcalcError (usage) for an operation whose operands, in normal form, leave it without a value."""
    try:
        _check(tree, args)
    except MatcalcError as error:
        if any(_may_leave_out(t, error.labels) for t in children_first(program.roots)):
            error.hint = "; ".join(filter(None, [error.hint, WITHOUT_TERMS]))
        raise


def _may_leave_out(tree: Tree, places: Sequence[Label]) -> bool:
    """Whether a tree is a sum or product around these places that may have no terms."""
    if not isinstance(tree, Call) or not binds(tree):
        return False
    _, low, high, *_, body = tree.arguments
    return not (isinstance(low, Literal) and isinstance(high, Literal)) and any(
        body.start <= place.start and place.end <= body.end for place in places
    )


def _check(tree: Tree, args: Sequence[Node]) -> None:
    match tree:
        case Operation(operator=operator) if operator in DIVISORS:
            _refuse(tree, DIVISORS[operator], args, "division by zero")
        case Operation(operator=operator) if operator in OF_POWERS and _is_negative(args[1]):
            _refuse(tree, 0, args, "division by zero: zero has no negative power")
    _check_positive(tree, args)
    function = find(tree.function) if isinstance(tree, Call) else OF_POWERS.get(getattr(tree, "operator", ""))
    if isinstance(tree, Call) and function is not None and function.of_zero and args:
        _refuse(tree, 0, args, function.of_zero)
    if function is not None and args and (said := _unreal(function, args)):
        part = tree.arguments[0] if isinstance(tree, Call) else tree.children[0]
        raise MatcalcError("usage", said, [Label(part.start, part.end)], hint=ALL_REAL)
    if isinstance(tree, Call) and function is not None and (said := _empty(function, args)):
        low = tree.arguments[1]
        raise MatcalcError("usage", said, [Label(low.start, low.end)], hint=SMALLER)


def _check_positive(tree: Tree, args: Sequence[Node]) -> None:
    """Refuse norm(x, 0): numbers that must be positive for a function to have a value."""
    if not isinstance(tree, Call) or len(args) < 2:
        return
    for said, argument in _not_positive(function_of(tree), args):
        raise MatcalcError(
            "usage", said, [Label(tree.start, tree.end)],
            hint=None if argument.value else "how many entries are not 0 has no derivative",
        )  # fmt: skip


def _not_positive(function: Function, args: Sequence[Node]) -> Iterator[tuple[str, Number]]:
    """The numbers that a function of several has no value for, as they are not positive, and how that is said."""
    if len(args) < 2 or function.binds or not function.domain or function in POWERS:
        return  # a power has a value where its base is not positive, too, for whole exponents
    for parameter, argument in zip(signatures(function)[0].parameters, args, strict=False):
        if function.domain.get(parameter) == "positive" and isinstance(argument, Number) and argument.value <= 0:
            name = function.called.partition("(")[0] or function.name
            yield f"{name} needs a {parameter} > 0, and here it is {argument.value}", argument


def defined(expression: Node) -> Node:
    """The expression. Raises MatcalcError (usage) if it has no value now that it is simplified.

    sum(j, 0, 4, X/j) divides by zero, sum(j, 0, 4, log(j*X)) has the logarithm of zero in it.
    """
    for node in postorder(expression):
        if not (isinstance(node, Apply) and (node.function.domain or node.function.of_zero or node.function in POWERS)):
            continue
        if len(node.args) > 1:
            for said, _ in _not_positive(node.function, node.args):
                raise MatcalcError("usage", said, hint=SIMPLIFIED)
        match node:
            case Apply(function=function, args=args) if args and (said := _unreal(function, args)):
                raise MatcalcError("usage", said, hint=ALL_REAL)
            case Apply(function=function, args=args) if said := _empty(function, args):
                raise MatcalcError("usage", said, hint=SMALLER)
            case Apply(function=function, args=(base, exponent)) if function in POWERS:
                if is_zero(base) and _is_negative(exponent):
                    hint = "something in it that is divided by, or inverted, is zero whatever its names stand for"
                    raise MatcalcError("usage", "the expression divides by zero", hint=hint)
            case Apply(function=function, args=(first, *_)) if function.of_zero and is_zero(first):
                raise MatcalcError("usage", function.of_zero, hint=SIMPLIFIED)
    return expression


def _empty(function: Function, args: Sequence[Node]) -> str:
    """Why there is nothing between the two ends of clip, where both are numbers."""
    match args:
        case (_, Number(value=a), Number(value=b)) if "below" in function.domain.values() and a >= b:
            return f"{function.name} is between a smaller and a larger number, and {a} is not below {b}"
    return ""


def _unreal(function: Function, args: Sequence[Node]) -> str:
    """Why a function of a number is no real number, so far as that is known."""
    match args:
        case (Number(value=base), Number(value=exponent)) if function in POWERS:
            return f"{base} has no power {exponent}" if base < 0 and exponent.denominator != 1 else ""
        case (Number(value=value),):
            least, largest = DOMAINS[next(iter(function.domain.values()), "real")].between
            return "" if least <= value <= largest else f"{function.name}({value}) is not a number"
    return ""


def _is_negative(node: Node) -> bool:
    return isinstance(node, Number) and node.value < 0


def _refuse(tree: Tree, place: int, args: Sequence[Node], said: str) -> None:
    if not is_zero(args[place]):
        return
    part = tree.children[place]
    hint = None if isinstance(part, Literal) else "what is underlined is zero whatever its names stand for"
    raise MatcalcError("usage", said, [Label(part.start, part.end)], hint=hint)
