"""Names in exponents, which are numbers where nothing says otherwise: k of A^k, but not x of 2^sum(x)."""

from __future__ import annotations

from matcalc_cli.elaborate.calls import picks
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import find
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.notation import POWERS
from matcalc_cli.language.tree import Call, Name, Operation, Tree
from matcalc_cli.walk import children_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def may_have_exponents(trees: Iterable[Tree]) -> bool:
    """Whether there is anything for `exponents` among all subtrees that have parts."""
    return any([t.operator in POWERS if isinstance(t, Operation) else picks(t) is not None for t in trees])


def exponents(root: Tree) -> Iterator[str]:
    """The names in exponents and in the k of eigvec(A, k), in one pass: A^A^A^... is an exponent within an exponent."""
    stack = [(root, False)]
    while stack:
        tree, inside = stack.pop()
        if inside and isinstance(tree, Name):
            yield tree.name
        power = isinstance(tree, Operation) and tree.operator in POWERS
        number = 1 if power else picks(tree)
        inside = inside and not (isinstance(tree, Call) and _is_of_arrays(tree))
        stack.extend(
            (child, inside or (i == number and not _is_of_products(child))) for i, child in enumerate(tree.children)
        )


def _is_of_products(exponent: Tree) -> bool:
    """Whether an exponent has a product with something transposed, 2^(x'*x), which no number is."""
    products = [t.operands for t in children_first([exponent]) if isinstance(t, Operation) and t.operator == "multiply"]
    return any(getattr(factor, "operator", "") == "transpose" for factors in products for factor in factors)


def _is_of_arrays(tree: Call) -> bool:
    """Whether a call makes a number of an array: 2^sum(x) says nothing about x, 2^cos(t) that t is a number."""
    found = find(tree.function)
    if found is None:
        return True
    return not binds(tree) and all(signature.result == SCALAR for signature in signatures(found))
