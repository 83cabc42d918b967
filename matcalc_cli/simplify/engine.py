"""Rewriting: the rules tried at every node, children first, until none applies."""

from __future__ import annotations

from matcalc_cli.expr.build import multiply, rebuild, substitute
from matcalc_cli.expr.constants import RELATED, SERIES
from matcalc_cli.expr.node import Apply, Node, Product, number, postorder
from matcalc_cli.expr.operations import HADAMARD, RELATIONS, SUMMATION
from matcalc_cli.functions import find
from matcalc_cli.later import Later, attrgetter, cache, lru_cache
from matcalc_cli.simplify.blocks import by_blocks
from matcalc_cli.simplify.inverses import by_inverses
from matcalc_cli.simplify.pattern import Binding, Rule, match, match_all, matches
from matcalc_cli.simplify.rules import equations
from matcalc_cli.simplify.spectral import by_spectrum

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from typing import ClassVar

    from matcalc_cli.expr.selections import every_entry
    from matcalc_cli.simplify import members
else:
    members = Later("matcalc_cli.simplify.members")
    every_entry = Later("matcalc_cli.expr.selections.every_entry")


LARGEST_SEARCH = 8
"""A sum or Hadamard product of more parts than this is not searched for the left side of a rule."""
MOST_EQUATIONS = 8
"""So many uses of equations are listed for an explanation."""

_OF_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
Parts = tuple[Node, ...]
_NORMAL = attrgetter("normal")
DEEPEST = 50
"""So many forms of one expression follow from one another; four are many where the rules lead anywhere."""
MOST_FORMS = 2000
"""So many forms are tried in all, branches counted, of one expression and its parts that nobody has seen."""


class _Chain:
    """The forms that lead to the one that is being rewritten: rewriting ends whatever the rules do.

    A form that is come to again stays as it is, and so does one that is too far from the first.
    """

    anew: ClassVar[set[Node]] = set()
    """Nodes that are being built anew from their rewritten parts."""
    turned: ClassVar[set[Node]] = set()
    """Nodes that a rule has made something else of, which is being rewritten."""
    tried = 0
    """Forms tried since there was a first."""


def rewrite(root: Node) -> Node:
    """`root` with every rule applied wherever it can be; each distinct node is visited once."""
    if root.normal is not None:
        return root.normal
    for node in postorder(root, until=_NORMAL):
        if not (node.head or node.children):  # a name or a number
            node.normal = node
            continue
        children = tuple([c.normal or c for c in node.children])
        # What is built anew may have parts that nobody has seen: sum(-vec(A)) becomes -sum(vec(A)). It may be what was
        # begun with, as where a trace turns its word to an order that a rule of products turns back, or have that as a
        # part, as where a sum is turned over for the order of its factors and a rule of these turns it back.
        new = node if children == node.children or node in _Chain.anew else rebuild(node, children)
        still = new is node or new in _Chain.anew
        node.normal = _at_root(node) if still else _further(_Chain.anew, node, new)
        node.normal.normal = node.normal
    return root.normal or root


def _further(chain: set[Node], node: Node, new: Node) -> Node:
    """The simplified form of a new form of a node."""
    depth = len(_Chain.anew) + len(_Chain.turned)
    _Chain.tried = _Chain.tried + 1 if depth else 0
    if new in _Chain.turned or depth > DEEPEST or _Chain.tried > MOST_FORMS:
        return new
    chain.add(node)
    try:
        return rewrite(new)
    finally:
        chain.discard(node)


def _at_root(node: Node) -> Node:
    """Rules applied at the root until none does; what they make is rewritten in turn."""
    if node in _Chain.turned:
        return node
    found = (
        by_blocks(node)
        or by_spectrum(node)
        or by_inverses(node)
        or (members.by_members(node) if _has_series(node) else None)
        or (every_entry.summed(node) if isinstance(node, Apply) and node.function is SUMMATION else None)
    )
    if found is not None and found is not node:  # a trace turns its word back to its own order
        return _further(_Chain.turned, node, found)
    for _, new in _rewritings(node):
        return _further(_Chain.turned, node, new)
    return node


def _has_series(node: Node) -> bool:
    """Whether a term or a factor is a sum or a product over an index, or a relation, or has one as a factor."""
    if not node.marks & (SERIES | RELATED):
        return False
    parts = (part for child in node.children for part in (child, *child.children))
    return any(isinstance(part, Apply) and (part.function.binds or part.function in RELATIONS) for part in parts)


def equations_used(root: Node) -> list[str]:
    """The equations, as they stand in the records of functions, that rewrite the expression, in the order of their use."""
    used: dict[str, None] = {}
    for _ in range(MOST_EQUATIONS):
        found = next(((rule, node, new) for node in postorder(root) for rule, new in _rewritings(node)), None)
        if found is None:
            break
        rule, node, new = found
        used[rule.text] = None
        root = substitute(root, {node: new})
    return list(used)


def _rewritings(node: Node) -> Iterator[tuple[Rule, Node]]:
    for rule in _candidates(node):
        new = _applied(rule, node)
        if new is not None and new is not node:
            yield rule, new


def _candidates(node: Node) -> Iterator[Rule]:
    """The rules for this head whose functions occur in the node."""
    entries = rules_of(node.head)
    if entries and not (node.head in ("+", HADAMARD.name) and len(node.children) > LARGEST_SEARCH):
        present = _functions_near(node)
        for text, scalar, needed in entries:
            if needed <= present:
                yield compiled(text, scalar)


def _functions_near(node: Node) -> set[str]:
    """The heads of the node and of the three generations below it, and of the terms of sums there, as deep as any rule looks."""
    near = {node.head}
    for child in node.children:
        near.add(child.head)
        for grandchild in child.children:
            near.add(grandchild.head)
            for last in grandchild.children[:LARGEST_SEARCH]:
                near.update((last.head, *[term.head for term in last.children[:LARGEST_SEARCH] if last.head == "+"]))
    return near


@cache
def compiled(text: str, scalar: bool) -> Rule:
    """An equation of a record, compiled when first needed."""
    return Rule(text, scalar=scalar)


@cache
def rules_of(head: str) -> list[tuple[str, bool, frozenset[str]]]:
    """(text, for a scalar X?, the functions on its left side) of every rule whose left side has that head."""
    return [(text, scalar, _functions_in(text, scalar)) for text, scalar in _written_by_head().get(head, ())]


@lru_cache(maxsize=1)
def _written_by_head() -> dict[str, list[tuple[str, bool]]]:
    table: dict[str, list[tuple[str, bool]]] = {}
    for elementwise, versions in ((False, (False,)), (True, (False, True))):
        for head, text in equations(elementwise=elementwise):
            for scalar in versions if " where " not in text else (False,):
                # The Hadamard product of scalars is their product.
                table.setdefault("*" if scalar and head == "hadamard" else head, []).append((text, scalar))
    return table


def _functions_in(text: str, scalar: bool) -> frozenset[str]:
    """The heads that the left side of a rule surely has; shorthands (inv, sqrt) are something else when read."""
    left = text.partition(" = ")[0]
    before, *behind = left.split("(")
    called = [HADAMARD.name] if not scalar and (".*" in left or "./" in left) else []
    for inside in behind:
        name = before[len(before.rstrip(_OF_NAMES)) :]
        _, comma, axis = inside.partition(")")[0].partition(", ")
        called.append(f"{name}_{axis}" if comma and axis in ("1", "2") else name)  # softmax(A, 2)
        before = inside
    return frozenset(n for n in called if (f := find(n)) is not None and not f.definition and n == f.name)


def _applied(rule: Rule, node: Node) -> Node | None:
    left = rule.left
    attempt = _PARTIAL.get(left.head) if left.head == node.head else None
    if attempt is not None:
        return attempt(rule, node)
    binding = Binding()
    return rule.rewritten(binding) if match(left, node, binding) else None


def _in_any_order(rule: Rule, node: Node) -> Node | None:
    """Some terms of a sum, or factors of a Hadamard product."""
    binding = Binding()
    places = matches(rule.left.children, node.children, binding)
    if places is None:
        return None
    return rebuild(node, (rule.rewritten(binding), *_but(node.children, places)))


def _but(parts: Sequence[Node], places: Collection[int]) -> list[Node]:
    return [part for i, part in enumerate(parts) if i not in places]


def _in_product(rule: Rule, node: Node) -> Node | None:
    """Some scalars and a run of neighbouring factors of a product."""
    assert isinstance(rule.left, Product) and isinstance(node, Product)
    if len(node.scalars) > LARGEST_SEARCH:
        return None
    window = len(rule.left.factors)
    for start in range(len(node.factors) - window + 1):
        binding = Binding()
        if not match_all(rule.left.factors, node.factors[start : start + window], binding):
            continue
        places = matches(rule.left.scalars, node.scalars, binding)
        if places is not None:
            front = (number(node.coefficient), *_but(node.scalars, places), *node.factors[:start])
            return multiply(*front, rule.rewritten(binding), *node.factors[start + window :])
    return None


_PARTIAL: dict[str, Callable[[Rule, Node], Node | None]] = {
    "+": _in_any_order,
    "*": _in_product,
    HADAMARD.name: _in_any_order,
}
