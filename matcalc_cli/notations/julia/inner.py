"""Julia's x ⋅ y where a number is wanted before products are put right: in a divisor and in an exponent."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.language.notation import POWERS
from matcalc_cli.language.tree import Declaration, Operation, Program
from matcalc_cli.notations.arrays.kinds import as_inner
from matcalc_cli.notations.exponentials import is_number

NUMBER_BEHIND = ("divide", "elementwise_divide", *POWERS)
"""Operators whose right operand says nothing about the names in an inner product."""


def write_inner_products(program: Program, declarations: Sequence[Declaration]) -> None:
    """`w/(w ⋅ w)` and `2^(x ⋅ x)`: products of arrays, by which neither the shape of a divisor nor a name is a number."""
    kinds = {d.name.name: d.kind for d in (*declarations, *program.declarations)}
    operations = [t for root in program.roots for t in walk(root) if isinstance(t, Operation)]
    behind = [t.operands[1] for t in operations if t.operator in NUMBER_BEHIND]
    for tree in [t for place in behind for t in walk(place) if isinstance(t, Operation) and t.operator == "multiply"]:
        left, right = tree.operands
        dotted = "⋅" in program.text[left.end : right.start]
        if dotted and not (is_number(left, kinds) or is_number(right, kinds)):
            as_inner(tree)
