"""Which programs have words of their own, so that an answer is to be said in them."""

from __future__ import annotations

from matcalc_cli.elaborate.calls import stays
from matcalc_cli.language.notation import SUMS
from matcalc_cli.language.tree import Call, Operation
from matcalc_cli.language.uses import Subtrees

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.elaborate import Elaborated
    from matcalc_cli.language.tree import Program, Tree
    from matcalc_cli.simplify.named import NamedParts


def in_words(program: Program, elaborated: Elaborated) -> NamedParts | None:
    """The parts that say an answer in the words of the user, if there are any."""
    inference = elaborated.inference
    known = inference.names.subtrees if inference is not None and inference.program is program else None
    if not (program.bindings or any(map(_has_words, (known or Subtrees([program.body])).inner))):
        return None
    from matcalc_cli.simplify.named import named_parts

    return named_parts(program, elaborated)


def _has_words(tree: Tree) -> bool:
    """Whether a call that stays, or a product by entries of a sum, which is multiplied out in normal form: y.*(A*x + b)."""
    if isinstance(tree, Call):
        return stays(tree)
    parts = tree.operands if isinstance(tree, Operation) and tree.operator == "hadamard" else ()
    return any(isinstance(part, Operation) and part.operator in SUMS for part in parts)
