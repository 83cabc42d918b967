r"""LaTeX's y of (w^\top x - y)^2 and \log(1 + \exp(-y w^\top x)), w_0 of w^\top x + w_0: numbers, though a y and a w are none elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.language.notation import SUMS
from matcalc_cli.language.tree import Declaration, Name, Operation, Program, Tree

BESIDE = (*SUMS, "multiply")
TARGETS = re.compile(r"(y|y_hat|[uvwxy]_0)(?:_[a-z])?")
"""The names of a model's labels, of its predictions, and of its starting values."""
FITTED = ("y", "y_hat")


def find_targets(program: Program, declarations: Sequence[Declaration]) -> None:
    """Tell the program which targets stand beside inner products, or are fitted, and are transposed nowhere."""
    every = [tree for root in program.roots for tree in walk(root)]
    pairs = [tree.operands for tree in every if isinstance(tree, Operation) and tree.operator in BESIDE]
    sides = [side for one, other in pairs for side in ((one, other), (other, one))]
    beside = {_target(side) for side, other in sides if any(map(_is_transpose, walk(other)))}
    beside |= set(FITTED) if set(FITTED) <= {tree.name for tree in every if isinstance(tree, Name)} else set()
    transposed = {_target(tree.children[0]) for tree in every if _is_transpose(tree)}
    program.targets = sorted(beside - transposed - {""} - program.known(declarations))


def _target(tree: Tree) -> str:
    """The name of a target, with a sign or without, or its stem in a family; empty for all else."""
    while isinstance(tree, Operation) and tree.operator in ("negate", "plus"):
        (tree,) = tree.operands
    found = TARGETS.fullmatch(tree.name) if isinstance(tree, Name) else None
    return found[1] if found else ""


def _is_transpose(tree: Tree) -> bool:
    return isinstance(tree, Operation) and tree.operator == "transpose"
