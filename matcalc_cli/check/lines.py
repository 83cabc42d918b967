"""Every line of a derivation held against what the engine says it is equal to, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator

from matcalc_cli.check.verify import equal
from matcalc_cli.derivation import Derivation, Line
from matcalc_cli.elaborate.builder import Scope, build
from matcalc_cli.expr.node import Node, postorder
from matcalc_cli.language.tree import Name, Operation

LARGEST = 20_000
"""Operations and operands of a line that is still evaluated; nobody reads a longer one."""


class UnequalLineError(AssertionError):
    """A line that is not equal to the one before: a bug, never shown to anybody."""


def value_of(line: Line, derivation: Derivation) -> Node:
    """The right side of a line, everything written out."""
    scope = Scope(derivation.scope.nodes, derivation.scope.dims)
    tree = line.right
    while isinstance(tree, Operation) and tree.operator == "given":
        name, value, tree = tree.operands
        assert isinstance(name, Name)
        scope.nodes[name.name] = build(value, scope)
    return build(tree, scope)


def verdicts(derivation: Derivation) -> Iterator[tuple[Line, str]]:
    """Every line that claims something with "ok", "wrong" or "undecided"."""
    for line in derivation.lines:
        if line.claim is not None:
            node = value_of(line, derivation)
            yield line, "ok" if node is line.claim else _compared(node, line.claim)


def _compared(one: Node, other: Node) -> str:
    parts = sum(1 + len(node.children) for node in postorder(one, other))
    return equal(one, other).word if parts <= LARGEST else "undecided"


def verify(derivation: Derivation) -> None:
    """Set the derivation's verdict. Raises UnequalLineError if a line is wrong."""
    words = []
    for line, word in verdicts(derivation):
        if word == "wrong":
            raise UnequalLineError(f"{line.right!r} is not what it should be")
        words.append(word)
    undecided = words.count("undecided")
    derivation.verdict = f"{undecided} of {len(words)} lines not decided exactly" if undecided else "exact"
