"""Errors about functions and powers of symmetric matrices, where a matrix is not known to be symmetric by what it is."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions.domain import SYMMETRIC
from matcalc_cli.language.tree import Call, Name, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def check(tree: Call, function: Function, args: Sequence[Node]) -> None:
    """Refuse eigenvalues and Cholesky factors of an argument that is not known to be symmetric."""
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


def not_definite(base: Tree) -> MatcalcError:
    """The error about the base of a power that is no integer."""
    declare = f"declare it: where {base.spelling}: spd(n)" if isinstance(base, Name) else "for example (A*A')^(1/3)"
    return MatcalcError(
        "unsupported", "a power that is no integer is of a positive definite matrix, and this one is not known to be symmetric",
        [Label(base.start, base.end)], hint=f"{declare}; sqrtm(A) is the root and expm(p*logm(A)) the power of any A, A.^p that of every entry",
    )  # fmt: skip
