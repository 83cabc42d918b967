"""The trees of sums and products over an index, of their conditions, and of members of families."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

from matcalc_cli.expr.build import ONE, ZERO
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number
from matcalc_cli.expr.node import Member as MemberNode
from matcalc_cli.expr.normal_forms.coefficients import scale
from matcalc_cli.expr.normal_forms.powers import is_whole
from matcalc_cli.expr.operations import ATMOST, UNEQUAL, VEC
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.language.grammar.ranges import AND, indicator
from matcalc_cli.language.tree import Member, Name, Tree
from matcalc_cli.later import Later
from matcalc_cli.render.writing.sizes import size_tree
from matcalc_cli.render.writing.trees import call, operation, unspecified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr import members
else:
    members = Later("matcalc_cli.expr.members")


Layout = Generator[Node, Tree, Tree]


def summation(node: Apply) -> Layout:
    """sum(j, 1, n, EXPR), with a condition of its terms behind its range."""
    index, low, high, body = node.args
    conditions, rest = members.conditions_of(index, body)
    head = [(yield index), (yield low), (yield high)]
    if conditions:
        head.append((yield from _all_of(conditions)))
    return call("sum", *head, (yield rest))


def production(node: Apply) -> Layout:
    """prod(j, 1, n, EXPR)."""
    index, low, high, condition, body = node.args
    head = [(yield index), (yield low), (yield high)]
    if condition is not ONE:
        head.append((yield from _all_of(members.conditions_of(index, condition)[0])))
    return call("prod", *head, (yield body))


def _all_of(conditions: Sequence[Apply]) -> Layout:
    strict = {c: other for c in conditions if c.function is ATMOST for other in conditions if _differ(c, other)}
    first, *others = [c for c in conditions if c not in strict.values()]
    tree = yield from _relation(first, strict=first in strict)
    for condition in others:
        tree = operation(AND, tree, (yield from _relation(condition, strict=condition in strict)))
    return tree


def _differ(condition: Apply, other: Apply) -> bool:
    """Whether a condition says of the two sides of another one, of which some are no integers, that they differ."""
    one, apart = members.difference(condition), members.difference(other)
    same = other.function is UNEQUAL and any(members.minus(one, scale(sign, apart)) is ZERO for sign in (1, -1))
    return same and not all(map(is_whole, condition.args))


def _relation(node: Apply, *, strict: bool = False) -> Layout:
    left, right = node.args
    if strict:
        return operation("less", (yield left), (yield right))
    if node.function is ATMOST and isinstance(right, Sum) and members.minus(right, number(-1)).cost < right.cost:
        return operation("less", (yield left), (yield members.minus(right, number(-1))))
    operator = "at_most" if node.function is ATMOST else node.function.name
    return operation(operator, (yield left), (yield right))


def bracket(node: Apply) -> Layout:
    """[i != k]."""
    return indicator((yield from _relation(node)))


def member(node: MemberNode) -> Layout:
    """x_i."""
    indices: list[Tree] = []
    for index in node.indices:
        indices.append((yield index))
    called: dict[Node, str] = {}
    for symbol in node.symbols:
        if symbol.kind == "index" and isinstance(name := (yield symbol), Name):
            called[symbol] = name.name
    subscript = _subscript(node, called)
    stem = Name(node.family.name, node.family.spelling, 0, 0)
    return Member(stem.name + subscript, stem.spelling + subscript, stem, indices, 0)


def _subscript(node: MemberNode, called: Mapping[Node, str]) -> str:
    """The subscript behind the family's name, with the indices as they are called in the answer."""
    written = node.name.removeprefix(node.family.name)
    if not called:
        return written
    texts = [members.index_text(index, called) for index in node.indices]
    alone = len(texts) == 1 and texts[0].isalnum()
    simple = alone or (all(len(text) == 1 for text in texts) and not written.endswith(")"))
    return f"_{''.join(texts)}" if simple else f"_({','.join(texts)})"


def unvec(node: Apply) -> Layout:
    """A derivative D(F)(U, E) along a direction for the matrix of D(F)(U)*vec(E); of other columns the call."""
    match node.args[0]:
        case Product(coefficient=1, scalars=(), factors=(Apply(function=Unknown() as f) as slope, change)) if f.taken:
            direction = change.children[0] if isinstance(change, Apply) and change.function is VEC else change
            if f.integral.result == node.sizes and f.arguments[f.taken[-1]] == direction.shape:
                arguments: list[Tree] = []
                for argument in (*slope.args, direction):
                    arguments.append((yield argument))
                return unspecified(f, arguments)
    return call("unvec", (yield node.args[0]), *map(size_tree, node.sizes))
