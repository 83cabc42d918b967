"""Rules as they are stated, d(f(X)) = ..., in letters that the derivation uses for nothing else."""

from __future__ import annotations

from collections.abc import Collection

from matcalc_cli.answers.derivation import Prose
from matcalc_cli.explain.trees import factors_of, formula, moved, name_of, product, prose, put_in, same, with_children
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.language.notation import OF_NUMBERS
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.render.writing.fold import fold, post_order
from matcalc_cli.render.writing.trees import call, operation

LINEARITY = "linearity"
MATRICES = ("X", "Y", "Z", "U", "V")
COLUMNS = ("x", "v", "w", "z", "u")
NUMBERS = ("t", "s", "r", "z", "v")
"""Letters of rules, the usual one first."""
LETTERS = frozenset((*MATRICES, *COLUMNS, *NUMBERS))
MOST_CONSTANTS = 3
"""More constants than this are not listed."""


def stated(left: Tree, right: Tree, parameter: str, argument: Node, taken: Collection[str]) -> Prose:
    """d(left) = right, a rule in its parameter, for arguments of the shape of this one."""
    letter = _letter(argument, taken)
    names: dict[str, Tree] = {parameter: formula(letter), f"d{parameter}": formula(f"d{letter}")}
    if isinstance(left, Call) and left.function in OF_NUMBERS:  # written with an operator, x.^t
        left = for_shape(operation(left.function, *left.children), argument)
    return [moved(put_in(left, names)), " = ", put_in(for_shape(right, argument), names)]


def _letter(argument: Node, taken: Collection[str]) -> str:
    """The argument's own name if it is a usual one, else the first letter that is free."""
    letters = NUMBERS if argument.is_scalar else COLUMNS if argument.cols == 1 else MATRICES
    if isinstance(argument, Symbol) and argument.name in letters:
        return argument.name
    return next((letter for letter in letters if letter not in taken), letters[0])


def for_shape(rule: Tree, argument: Node) -> Tree:
    """A rule for matrices as it reads for numbers, or for columns."""
    if argument.is_scalar:
        return fold(rule, _between_numbers)
    return fold(rule, _of_columns) if argument.cols == 1 else rule


def _between_numbers(node: Tree, children: list[Tree]) -> Tree:
    """No elementwise operations, no transpose and no trace."""
    match node:
        case Operation(operator=operator) if operator in OF_NUMBERS:
            return operation(OF_NUMBERS[operator], *children)
        case Operation(operator="transpose") | Call(function="transpose" | "tr" | "sum") if len(children) == 1:
            return children[0]
    return with_children(node, children)


def _of_columns(node: Tree, children: list[Tree]) -> Tree:
    """sum(u .* v) is u'v, tr(u'v) too, and exp(u - logsumexp(u)) is softmax(u)."""
    match node, children:
        case Call(function="tr"), [number]:
            return number
        case Call(function="sum"), [Operation(operator="hadamard", operands=(u, v))]:
            return operation("multiply", operation("transpose", u), v)
        case Call(function="exp"), [Operation(operator="subtract", operands=(u, Call(function="logsumexp") as bound))]:
            if same(u, bound.children[0]):
                return call("softmax", u)
        case Operation(operator="multiply"), [Literal() as number, product_]:
            return product([number, *factors_of(product_)])
    return with_children(node, children)


def linear_map(name: str) -> str:
    """The trace is linear."""
    return "the trace is linear" if name == "tr" else f"{name} is linear"


def in_order(tree: Tree) -> list[str]:
    """The names in a tree, each once, from left to right."""
    return list(dict.fromkeys(node.name for node in post_order(tree) if isinstance(node, Name)))


def linearity(node: Node, written: Tree, moving: Collection[Symbol]) -> Prose:
    """Linearity, and what is constant: "linearity: `A` and `b` are constant"."""
    constants = {s.name: s for s in node.symbols if s not in moving and s.kind != "index"}
    names = [constants[name] for name in in_order(written) if name in constants]
    if not names:
        return [LINEARITY] if node.children else ()
    if len(names) > MOST_CONSTANTS:
        return [f"{LINEARITY}: everything else is constant"]
    listed: list[str | Tree] = []
    for i, name in enumerate(names):
        listed += [*([] if i == 0 else [" and " if i == len(names) - 1 else ", "]), name_of(name)]
    return [*prose(f"{LINEARITY}: "), *listed, " is constant" if len(names) == 1 else " are constant"]
