"""Expressions short enough to be raised or lowered: exponents, indices, bounds."""

from __future__ import annotations

from matcalc_cli.language.tree import Literal, Name, Operation, Tree
from matcalc_cli.render.formats.text import plain

_LINEAR = frozenset({"add", "subtract", "negate"})
_LONGEST = 8
"""More nodes than this are not raised: nobody reads a long superscript."""


def compact(tree: Tree, operators: frozenset[str] = _LINEAR) -> str | None:
    """A short sum of numbers and one-letter names without blanks, `k-1-j`; None for anything else."""
    stack, seen = [tree], 0
    while stack:
        node = stack.pop()
        seen += 1
        if seen > _LONGEST or not _is_compact(node, operators):
            return None
        stack.extend(node.children)
    text = plain(tree).replace(" ", "")
    return None if "(" in text else text


def _is_compact(node: Tree, operators: frozenset[str]) -> bool:
    match node:
        case Name(name=name):
            return len(name) == 1
        case Literal(denominator=denominator):
            return denominator == 1
        case Operation(operator=operator):
            return operator in operators
    return False


def index_text(tree: Tree) -> str | None:
    """A size as an index: `n`, `m*n` as `mn`, `n+1`; None if it is not that simple."""
    text = compact(tree, _LINEAR | {"multiply"})
    return text and text.replace("*", "")
