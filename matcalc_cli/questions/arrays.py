"""Families as the arrays that give them their values: x_i as row i of a matrix x, y_ij as an entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import ONE, add, multiply, rebuild, transpose
from matcalc_cli.expr.members import minus
from matcalc_cli.expr.node import Member, Node, Symbol, postorder, symbol
from matcalc_cli.expr.selections.units import columns
from matcalc_cli.expr.shapes.dimensions import Size
from matcalc_cli.expr.shapes.spans import array_shape
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from matcalc_cli.elaborate import Elaborated

AXES = 2
"""So many axes the array of a family has at most that is one vector or matrix."""


def with_arrays(elaborated: Elaborated, names: list[str]) -> list[str]:
    """Let the families among these names, or of which they are members, be arrays in an expression; the names of the arrays.

    Raises MatcalcError (unsupported).
    """
    from matcalc_cli.elaborate.asked import variable

    known = elaborated.variables  # without the index of a member that is asked for
    elaborated.variables = dict(known)
    families: dict[Symbol, Symbol] = {}
    found: list[str] = []
    for name in names:
        asked = None if "[" in name else variable(name, elaborated)
        family = asked.family if isinstance(asked, Member) else asked
        if isinstance(asked, Member) and not all(isinstance(index, Symbol) for index in asked.indices):
            raise MatcalcError(
                "unsupported", f"{name} is one member, and only whole families are minimized over yet",
                hint=f"--wrt {asked.family.spelling} moves all of them",
            )  # fmt: skip
        if family is not None and family.axes:
            families.setdefault(family, _array(family))
        found.append(name if family is None or not family.axes else family.spelling)
    elaborated.expression = _with_rows(elaborated.expression, families)
    elaborated.variables = {n: families.get(v, v) for n, v in known.items()}
    return found


def _with_rows(root: Node, families: Mapping[Symbol, Symbol]) -> Node:
    """An expression with parts of arrays for the members; an index stays the one that a sum binds."""
    done: dict[Node, Node] = {}
    for node in postorder(root):
        if isinstance(node, Member) and node.family in families:
            done[node] = _part(node, families[node.family])
        else:
            done[node] = rebuild(node, tuple([done[c] for c in node.children])) if node.children else node
    return done[root]


def _array(family: Symbol) -> Symbol:
    """The array as a vector or a matrix. Raises MatcalcError (unsupported)."""
    shape = array_shape(family)
    sizes: list[Size] = [size for size in shape if size is not None]
    kind = KINDS[family.kind]
    is_tied = kind.entry or kind.projection or kind.definite or kind.whole
    if len(sizes) != len(shape) or len(sizes) > AXES or is_tied:
        what = (
            "of no numbers or vectors that move freely"
            if len(sizes) == len(shape)
            else "of which nothing tells how many there are"
        )
        raise MatcalcError(
            "unsupported", f"{family.spelling} is a family {what}, and only such are minimized over",
            hint="a matrix whose rows or columns are the members may say it",
        )  # fmt: skip
    whole = "vector" if len(sizes) == 1 else "matrix"
    return symbol(family.name, (sizes[0], (*sizes, 1)[1]), whole, spelling=family.spelling)


def _part(member: Member, array: Symbol) -> Node:
    """The rows of a member's first index, and the columns of a second one."""
    sides = [_unit(array, axis, index, member.family) for axis, index in enumerate(member.indices)]
    part = multiply(transpose(sides[0]), array, *sides[1:])
    return part if member.is_scalar else transpose(part)


def _unit(array: Symbol, axis: int, index: Node, family: Symbol) -> Node:
    span = family.ranges[axis]
    assert span is not None
    return columns(array.shape[axis], add(minus(index, span[0]), ONE), 1)
