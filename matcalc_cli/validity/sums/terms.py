"""Of which terms of a sum something is asked, in the names of indices: of every j, of every j > i, of those that it has.

The name of an index that does not have every value goes on behind a sign with what is known of those that it has: nothing,
or a relation to a name and how far it is from that, `j°> i 0`; `j°.` where what is asked of indices alone is to be said.
"""

from __future__ import annotations

from matcalc_cli.expr import members
from matcalc_cli.expr.build import ONE, apply, substitute
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Symbol, symbol
from matcalc_cli.expr.normal_forms.coefficients import scale
from matcalc_cli.expr.operations import ATMOST, RELATIONS, UNEQUAL
from matcalc_cli.kinds import KINDS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SIGN = "°"
STANDS = "."
"""Behind that sign: what is asked of indices alone was not decided, and is said as it stands."""
STRICT = {(">=", 1): ">", ("<=", -1): "<"}
"""By a relation and how far it is from a name: the relation to that name."""


def is_some(node: Node) -> bool:
    """Whether an index has not every value of its range, or is not asked for all."""
    return isinstance(node, Symbol) and node.kind == "index" and SIGN in node.name


def has_some(node: Node) -> bool:
    """Whether there is such an index in an expression."""
    return any(map(is_some, node.symbols))


def is_of_indices(node: Node) -> bool:
    """Whether it is of integers alone, indices of sums or of members among them."""
    return any(s.kind == "index" or s.span for s in node.symbols) and all(KINDS[s.kind].whole for s in node.symbols)


def stands(node: Node) -> bool:
    """Whether it is to be said though it is about indices alone."""
    return any(f"{SIGN}{STANDS}" in s.name for s in node.symbols if is_some(s))


def standing(index: Node) -> Node:
    """An index, of every value or not, of what is to be said though it is about indices alone."""
    assert isinstance(index, Symbol)
    name, _, relation = index.name.partition(SIGN)
    return symbol(f"{name}{SIGN}{STANDS}{relation}", index.shape, index.kind)


def says_which(node: Node) -> bool:
    """Whether relations say of such an index which values it has."""
    return any(relation_of(s) for s in node.symbols if is_some(s))


def some(index: Node, relation: str = "") -> Node:
    """An index that has not every value."""
    assert isinstance(index, Symbol)
    return symbol(f"{index.name}{SIGN}{relation}", index.shape, index.kind)


def every(node: Node) -> Node:
    """The expression with indices that have every value."""
    plain: dict[Node, Node] = {s: symbol(name_of(s), s.shape, s.kind) for s in node.symbols if is_some(s)}
    return substitute(node, plain) if plain else node


def name_of(index: Symbol) -> str:
    """The name of an index."""
    return index.name.partition(SIGN)[0]


def renamed(index: Symbol, names: Mapping[str, str], others: Iterable[str]) -> Node:
    """The index with new names for those of indices; a relation to what is neither one of them nor of the others is dropped."""
    new = symbol(names[name_of(index)], index.shape, index.kind)
    if not is_some(index):
        return new
    sign, other, offset = relation_of(index) or ("", "?", "")
    known = {**{name: name for name in ("", *others)}, **names}
    found = some(new, f"{sign} {known[other]} {offset}" if other in known else "")
    return standing(found) if stands(index) else found


def relation_of(index: Symbol) -> tuple[str, str, str] | None:
    """The relation, the name and how far from it; None where no relation says which values the index has."""
    said = index.name.partition(SIGN)[2].removeprefix(STANDS).split(" ")
    return (said[0], said[1], said[2]) if len(said) > 1 else None


def of_its_range(index: Node, low: Node, high: Node, conditions: Sequence[Node]) -> Node | None:
    """The index of a sum whose outer indices move its bounds, or that has conditions; None of one that has every value."""
    ends = [(sign, end) for sign, end in ((">=", low), ("<=", high)) if any(s.kind == "index" for s in end.symbols)]
    factors = [f for c in conditions for f in (c.children if isinstance(c, Product) else (c,))]
    relations = [told(index, factor) for factor in factors if index in factor.symbols]
    found = [*ends, *[one for one in relations if one is None or not _is_told_by(low, high, *one)]]
    if not found:
        return None
    only = found[0] if len(found) == 1 else None
    return some(index, _text(*only) if only else "")


def conditions_in(body: Node) -> list[Node]:
    """The factors of the terms of a sum that are relations."""
    parts = (*body.scalars, *body.factors) if isinstance(body, Product) else (body,)
    return [part for part in parts if isinstance(part, Apply) and part.function in RELATIONS]


def told(index: Node, condition: Node) -> tuple[str, Node] | None:
    """The meaning of an inequality for an index: a relation, and the expression that the index is related to."""
    found = members.slope(members.difference(condition), index) if isinstance(condition, Apply) else None
    if found is None or not isinstance(condition, Apply) or condition.function not in (ATMOST, UNEQUAL):
        return None
    sign, rest = found
    return "!=" if condition.function is UNEQUAL else ">=" if sign > 0 else "<=", scale(-sign, rest)


def _is_told_by(low: Node, high: Node, sign: str, end: Node) -> bool:
    """Whether the bounds of a range leave an inequality nothing to say."""
    return (sign == "<=" and apply(ATMOST, (high, end)) is ONE) or (sign == ">=" and apply(ATMOST, (end, low)) is ONE)


def _text(sign: str, end: Node) -> str:
    terms = members.terms_of(end)
    names = [t for t in terms if isinstance(t, Symbol) and not isinstance(t, Member)]
    offset = sum(int(t.value) for t in terms if isinstance(t, Number))
    if len(names) + sum(isinstance(t, Number) for t in terms) < len(terms) or len(names) > 1:
        return ""
    if names and (sign, offset) in STRICT:
        sign, offset = STRICT[sign, offset], 0
    return f"{sign} {names[0].name if names else ''} {offset}"
