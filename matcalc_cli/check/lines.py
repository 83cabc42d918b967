"""Every line of a derivation held against what the engine says it is equal to, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator

from matcalc_cli.check.verify import equal
from matcalc_cli.derivation import Derivation, Line
from matcalc_cli.elaborate.builder import Scope, build
from matcalc_cli.expr.node import Node
from matcalc_cli.language.tree import Name
from matcalc_cli.render.sharing import unwrapped


class UnequalLineError(AssertionError):
    """A line that is not equal to the one before: a bug, never shown to anybody."""


def value_of(line: Line, derivation: Derivation) -> Node:
    """The right side of a line, everything written out."""
    bindings, body = unwrapped(line.right)
    scope = Scope(derivation.scope.nodes, derivation.scope.dims)
    for name, value in bindings:
        assert isinstance(name, Name)
        scope.nodes[name.name] = build(value, scope)
    return build(body, scope)


def verdicts(derivation: Derivation) -> Iterator[tuple[Line, str]]:
    """Every line that claims something with "ok", "wrong" or "undecided"."""
    for line in derivation.lines:
        if line.claim is not None:
            node = value_of(line, derivation)
            yield line, "ok" if node is line.claim else equal(node, line.claim).word


def verify(derivation: Derivation) -> None:
    """Set the derivation's verdict. Raises UnequalLineError if a line is wrong."""
    words = []
    for line, word in verdicts(derivation):
        if word == "wrong":
            raise UnequalLineError(f"{line.right!r} is not what it should be")
        words.append(word)
    undecided = words.count("undecided")
    derivation.verdict = f"{undecided} of {len(words)} lines not decided exactly" if undecided else "exact"
