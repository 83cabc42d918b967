"""What has no value whatever its names stand for: a quotient by zero, the inverse of a zero matrix, log(0), log(-1)."""

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
from matcalc_cli.language.notation import DIVISORS
from matcalc_cli.language.tree import Call, Literal, Operation, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

OF_POWERS = {function.name: function for function in POWERS}
"""Operators whose left operand must not be zero if the right one is negative."""
ALL_REAL = "all numbers are real"
SMALLER = "the smaller one comes first"


def check_defined(tree: Tree, args: Sequence[Node]) -> None:
    """Raise MatcalcError (usage) for an operation whose operands, in normal form, leave it without a value."""
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
    function = function_of(tree) if isinstance(tree, Call) and len(args) > 1 else None
    if function is None or function.binds or not function.domain:
        return
    for parameter, argument in zip(signatures(function)[0].parameters, args, strict=False):
        if function.domain.get(parameter) == "positive" and isinstance(argument, Number) and argument.value <= 0:
            said = f"{function.called.partition('(')[0] or function.name} needs a {parameter} > 0, and here it is {argument.value}"
            raise MatcalcError(
                "usage", said, [Label(tree.start, tree.end)],
                hint=None if argument.value else "how many entries are not 0 has no derivative",
            )  # fmt: skip


def defined(expression: Node) -> Node:
    """The expression. Raises MatcalcError (usage) if it has no value now that it is simplified.

    sum(j, 0, 4, X/j) divides by zero, sum(j, 0, 4, log(j*X)) has the logarithm of zero in it.
    """
    for node in postorder(expression):
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
                raise MatcalcError("usage", function.of_zero, hint="it comes up when the expression is simplified")
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
