r"""LaTeX's y of (w^\top x - y)^2 and \log(1 + \exp(-y w^\top x)), the target of a model: a number, though a y is none elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.language.notation import SUMS
from matcalc_cli.language.tree import Declaration, Name, Operation, Program, Tree

TARGET = "y"
BESIDE = (*SUMS, "multiply")


def find_targets(program: Program, declarations: Sequence[Declaration]) -> None:
    """Tell the program that its y may be a number, where it stands beside an inner product and is transposed nowhere."""
    every = [tree for root in program.roots for tree in walk(root)]
    pairs = [tree.operands for tree in every if isinstance(tree, Operation) and tree.operator in BESIDE]
    transposed = any(_is_transpose(tree) and _is_target(tree.children[0]) for tree in every)
    beside = any(_is_target(a) and any(map(_is_transpose, walk(b))) for one, other in pairs for a, b in ((one, other), (other, one)))
    if beside and not transposed and TARGET not in program.known(declarations):
        program.targets = (TARGET,)


def _is_target(tree: Tree) -> bool:
    """True of y, with a sign or without."""
    while isinstance(tree, Operation) and tree.operator in ("negate", "plus"):
        (tree,) = tree.operands
    return isinstance(tree, Name) and tree.name == TARGET


def _is_transpose(tree: Tree) -> bool:
    return isinstance(tree, Operation) and tree.operator == "transpose"
