"""Which function a call means, and what of its arguments are expressions and sizes."""

from __future__ import annotations

from matcalc_cli.elaborate import unspecified
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.operations import HADAMARD, KRON, ONES, PRODUCTION, SUMMATION, ZEROS
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import OF_A_FUNCTION, calls_of, find, names, version
from matcalc_cli.functions.determinant import SOLVE
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.literals import literal_text
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree, UnspecifiedCall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

COMMUTING = (HADAMARD, KRON)
"""Functions of any number of arguments."""


def operands(tree: Tree) -> Sequence[Tree]:
    """The subtrees that are expressions, indices too; sizes and function names are not."""
    if type(tree) is Name or isinstance(tree, Literal):
        return ()
    if isinstance(tree, Operation):
        return tree.operands[:1] if tree.operator == "index" else tree.operands
    if not isinstance(tree, Call) or isinstance(tree, UnspecifiedCall):
        return tree.children
    function = function_of(tree)
    if function.binds or function in COMMUTING:
        return tree.arguments
    if function.called:
        return [tree.arguments[i] for i in version_of(tree)[1]]
    arguments = tree.arguments[tree.function in OF_A_FUNCTION :]
    return arguments if function.variadic else arguments[: len(signatures(function)[0].parameters)]


def is_solution(tree: Tree) -> bool:
    r"""Whether a system is solved: A\b, solve(A, b)."""
    if isinstance(tree, Operation):
        return tree.operator == SOLVE.operator
    return isinstance(tree, Call) and find(tree.function) is SOLVE


def picks(tree: Tree) -> int | None:
    """The place of the argument that is an index, the k of eigvec(A, k); None of other calls."""
    function = find(tree.function) if isinstance(tree, Call) else None
    if function is None or "index" not in function.domain.values():
        return None
    return next(i for i, p in enumerate(signatures(function)[0].parameters) if function.domain.get(p) == "index")


def spine(tree: Tree, level: Sequence[str]) -> list[Tree]:
    """The operands of a chain of operators that associate to the left."""
    found: list[Tree] = []
    while isinstance(tree, Operation) and tree.operator in level:
        found.append(tree.operands[1])
        tree = tree.operands[0]
    return [tree, *reversed(found)]


def version_of(tree: Call) -> tuple[Function | None, Sequence[int]]:
    """The function that a call means by its arguments, norm(x, Inf), and where its operands stand; None if by its name."""
    return version(tree.function, map(literal_text, tree.arguments)) or (None, ())


def function_of(tree: Call) -> Function:
    """The record a call means; sum with four arguments is the sum over an index."""
    if isinstance(tree, UnspecifiedCall):
        return unspecified.record(tree)
    if binds(tree):
        return SUMMATION if tree.function == "sum" else PRODUCTION
    if (meant := version_of(tree)[0]) is not None:
        return meant
    if tree.function in OF_A_FUNCTION:
        return _of_a_function(tree)
    found = find(tree.function)
    if found is None:
        raise MatcalcError(
            "usage", f"{tree.function} is not called like this", [Label(tree.name_start, tree.end)],
            hint="; ".join(calls_of(tree.function)),
        )  # fmt: skip
    return found


def _of_a_function(tree: Call) -> Function:
    versions = OF_A_FUNCTION[tree.function]
    first = tree.arguments[0] if tree.arguments else None
    name = names().get(first.name) if isinstance(first, Name) else None
    if name not in versions:
        place = (first.start, first.end) if first else (tree.name_start, tree.end)
        raise MatcalcError(
            "name", f"the first argument of {tree.function} is a matrix function", [Label(*place)],
            hint=f"one of {', '.join(versions)}: {tree.function}(expm, A, ...)",
        )  # fmt: skip
    return versions[name]


def size_arguments(tree: Call, function: Function) -> Sequence[Tree]:
    """The subtrees that are dimensions; ones(n) is ones(n, 1)."""
    if function in COMMUTING or function.variadic or function.called or isinstance(tree, UnspecifiedCall):
        return ()
    count = len(signatures(function)[0].parameters)
    given = tree.arguments[count:]
    return (*given, Literal(1, 1, tree.end, tree.end)) if function in (ONES, ZEROS) and len(given) == 1 else given


def stays(call: Call) -> bool:
    """Whether it is a shorthand that answers have again, or has one: mean(x), and var(x), whose derivative has the mean."""
    return not isinstance(call, UnspecifiedCall) and bool(function_of(call).stays) and len(operands(call)) == 1
