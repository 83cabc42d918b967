"""An expression in the words of the program that it is about, for printers alone: its signs, its order, its solutions."""

from __future__ import annotations

from matcalc_cli.later import Later
from matcalc_cli.render.complements import with_complements_out, with_covariances
from matcalc_cli.render.typed_ones import with_ones
from matcalc_cli.render.typed_order import in_typed_order, with_typed_products
from matcalc_cli.render.typed_signs import with_fewer_signs, with_typed_signs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.answers.typed import Typed
    from matcalc_cli.expr.node import Node
    from matcalc_cli.render import mirrors, typed_solutions
else:
    mirrors = Later("matcalc_cli.render.mirrors")
    typed_solutions = Later("matcalc_cli.render.typed_solutions")


def in_typed_words(root: Node, typed: Typed) -> Node:
    """An equal expression, each part of it as the program has it."""
    root = with_covariances(with_complements_out(root))
    root = mirrors.with_mirrors(root) if typed.mirrors else root
    root = with_typed_signs(root, typed.sums) if typed.sums else root
    root = with_fewer_signs(root, typed.sums)
    root = with_typed_signs(root, typed.sums) if typed.sums else root  # a minus has gone into a sum
    root = with_typed_products(in_typed_order(root, typed.sums, typed), typed)
    root = typed_solutions.with_solutions(root, typed.solved) if typed.solved else root
    return with_ones(root, typed.numbers)
