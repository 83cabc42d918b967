"""Every line of a derivation held against what the engine says it is equal to, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.answers.derivation import Derivation, Line, Section
from matcalc_cli.answers.derivation import Scope as Names
from matcalc_cli.check.exact.verify import all_equal
from matcalc_cli.differential import differential
from matcalc_cli.elaborate.builder import Scope, build
from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.node import Member, Node, Symbol, postorder
from matcalc_cli.language.tree import Call, Name, Operation, Tree
from matcalc_cli.readings.structure import projected
from matcalc_cli.render.writing.fold import fold, post_order
from matcalc_cli.render.writing.sharing import GIVEN, copied

LARGEST = 20_000
"""Operations and operands of a line that is still evaluated; nobody reads a longer one."""


class UnequalLineError(AssertionError):
    """A line that is not equal to the one before: a bug, never shown to anybody."""


def value_of(line: Line, derivation: Derivation) -> Node:
    """The right side of a line, everything written out."""
    return meaning(line.right, derivation.scope_of(line))


def meaning(tree: Tree, names: Names, known: dict[int, Node] | None = None) -> Node:
    """The expression that a formula stands for; d(...) in it is the engine's differential.

    `known` is what parts of formulas that stay where they are have become in the same scope.
    """
    if not any(map(_is_of_printers, post_order(tree))):
        return build(tree, Scope(names.nodes, names.dims), known)
    scope = Scope(names.nodes, names.dims)
    while isinstance(tree, Operation) and tree.operator == GIVEN:
        name, value, tree = tree.operands
        assert isinstance(name, Name)
        scope.nodes[name.name] = node = build(value, scope)
        if isinstance(value, Operation) and node.is_scalar and not node.symbols:
            _take_size(scope, name.name, value)
    return build(_differentiated(tree, scope), scope)


def _take_size(scope: Scope, name: str, value: Tree) -> None:
    """Know a number by a name as a size too."""
    try:
        size = scope.size(value)
    except TypeError:  # sqrt(2), which is none of sizes
        return
    scope.dims[name] = size


def _is_of_printers(tree: Tree) -> bool:
    """Whether it is d(...) or a named part in front, which programs have not."""
    return (isinstance(tree, Call) and tree.function == "d") or getattr(tree, "operator", "") == GIVEN


def _differentiated(tree: Tree, scope: Scope) -> Tree:
    """The tree with a name for every d(...); the scope has what it stands for."""

    def replaced(node: Tree, children: list[Tree]) -> Tree:
        if isinstance(node, Call) and node.function == "d":
            inner = build(children[0], scope)
            name = f"d_{len(scope.nodes)}"
            scope.nodes[name] = differential(inner, _directions(inner, scope))
            return Name(name, name, 0, 0)
        return copied(node, children)

    return fold(tree, replaced)


def _directions(node: Node, scope: Scope) -> dict[Symbol, Node]:
    """dX for every X in the node that moves."""
    members = [n for n in scope.nodes.values() if isinstance(n, Member) and n.family in node.symbols]
    moving = {d.differential_of: d for d in scope.nodes.values() if isinstance(d, Symbol) and d.differential_of}
    return {s: moving[s.name] for s in (*node.symbols, *members) if s.name in moving}


def verdicts(derivation: Derivation) -> Iterator[tuple[Line, str]]:
    """Every line that claims something with "ok", "wrong" or "undecided"."""
    found = [pair for section in derivation.sections for pair in _sides(derivation, section)]
    differing = [(one, other) for _, one, other in found if one is not other]
    together = len(differing) > 1 and _compared(differing) == "ok"
    for line, one, other in found:
        yield line, "ok" if one is other or together else _compared([(one, other)])


def _sides(derivation: Derivation, section: Section) -> Iterator[tuple[Line, Node, Node]]:
    """The lines of a section that claim something, each with what it says and what that is to be equal to."""
    scope, known = section.scope or derivation.scope, dict[int, Node]()
    for line in section.lines:
        if line.claim is None:
            continue
        claim = meaning(line.claim, scope, known) if isinstance(line.claim, Tree) else line.claim
        node = meaning(line.right, scope, known)
        if line.seen_by is not None:
            node, claim = (projected(gradient, line.seen_by) for gradient in (node, claim))
        if derivation.held and node is not claim:
            node, claim = (substitute(side, derivation.held) for side in (node, claim))
        yield line, node, claim


def _compared(pairs: Sequence[tuple[Node, Node]]) -> str:
    """Whether the two sides of all pairs are equal; in the same draws, in which what they share is evaluated once."""
    roots = [side for pair in pairs for side in pair]
    parts = sum(1 + len(node.children) for node in postorder(*roots))
    return all_equal(pairs).word if parts <= LARGEST else "undecided"


def verify(derivation: Derivation) -> Derivation:
    """The derivation with its verdict set. Raises UnequalLineError if a line is wrong."""
    words = []
    for line, word in verdicts(derivation):
        if word == "wrong":
            raise UnequalLineError(f"{line.right!r} is not what it should be")
        words.append(word)
    unclaimed = any(
        line.claim is None for section in derivation.sections if not section.tally for line in section.lines
    )
    exact = words.count("ok")
    derivation.verdict = (
        f"{exact} of {len(words)} lines verified exactly" if exact < len(words)
        else "every line verified exactly, except where the proof assumes something" if unclaimed
        else "exact"
    )  # fmt: skip
    return derivation
