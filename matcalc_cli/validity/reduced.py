"""Conditions in their simplest form: what always holds left out, products taken apart, norms and determinants looked into."""

from __future__ import annotations

from matcalc_cli.expr.build import add, apply, multiply, substitute, upright
from matcalc_cli.expr.members import is_whole_product
from matcalc_cli.expr.node import Apply, Member, Node, Product, Sum, number, postorder, symbol
from matcalc_cli.expr.normal_forms.coefficients import scale, split
from matcalc_cli.expr.normal_forms.products import denominators
from matcalc_cli.expr.normal_forms.summation import INDEX_NAMES
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, TRANSPOSE
from matcalc_cli.expr.shapes.dimensions import is_at_most
from matcalc_cli.expr.shapes.positions import as_node, as_size
from matcalc_cli.functions.determinant import DET
from matcalc_cli.validity.condition import CLOSED, OF_FIRST, OF_POSITIVE, PREDICATES, Condition
from matcalc_cli.validity.constants import fails
from matcalc_cli.validity.determinants import alike, of_eigenvalues
from matcalc_cli.validity.exponents import is_of_counts, is_of_larger, is_of_whole_terms
from matcalc_cli.validity.rules import RULES, Found, either_sign
from matcalc_cli.validity.signs import is_not_negative, is_positive
from matcalc_cli.validity.squares import (
    difference_of_squares,
    less,
    one_minus_square,
    root_above,
    root_of_difference,
    times,
    to_the_ends,
)
from matcalc_cli.validity.sums import terms
from matcalc_cli.validity.sums.ranges import FROM, TO, reduced_ranges

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

EVERY = (symbol("!", (1, 1), "index"), symbol("~", (1, 1), "index"))
"""The index of what holds of every member, which may come before or behind the others."""


OPEN = {"not negative": "positive", "not outside": "between", "rooted": "positive stable"}
"""By a predicate that may hold at single points: the one that does not."""


def reduced(conditions: Iterable[Condition]) -> tuple[Condition, ...]:
    """Conditions that say the same, each once and none that another one implies."""
    return tuple(_without_implied(reduced_ranges(_joined(_taken_apart(conditions)))))


def _taken_apart(conditions: Iterable[Condition]) -> list[Condition]:
    """Conditions step by step in their simplest form, each once."""
    found: dict[Condition, None] = {}
    todo = [*_in_the_same_names(conditions)][::-1]
    while todo:
        condition = todo.pop()
        parts = _step(condition)
        if parts is None:
            found[condition] = None
        else:
            todo.extend([*_in_the_same_names(parts)][::-1])
    return list(found)


def _in_the_same_names(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """The conditions with one symbol for each name: a member that varies is another one than the family as typed.

    Free indices are called i, j, ...: what holds of every member is said once.
    """
    known: dict[tuple[str, object], Node] = {}
    for condition in conditions:
        node = condition.node
        indices = sorted((s for s in node.symbols if s.kind == "index"), key=lambda s: (terms.is_some(s), s.name))
        taken = {s.name for s in node.symbols if s.kind != "index"}
        fresh = (name for name in dict.fromkeys(("i", "j", *INDEX_NAMES)) if name not in taken)
        names = {terms.name_of(index): next(fresh) for index in indices}
        same: dict[Node, Node] = {index: terms.renamed(index, names, taken) for index in indices}
        same |= {s: known.setdefault((s.name, s.shape), s) for s in node.symbols if s.kind != "index"}
        changed = {old: new for old, new in same.items() if old is not new}
        yield Condition(condition.predicate, substitute(node, changed)) if changed else condition


def _joined(conditions: list[Condition]) -> list[Condition]:
    """Conditions with those joined that are one: not negative and not 0 is positive, not outside of -1 and 1 and neither is between them."""
    known = set(conditions)
    return list(dict.fromkeys([_opened(c, known) for c in conditions]))


def _opened(condition: Condition, known: set[Condition]) -> Condition:
    """The stronger condition in the place of one that may hold at single points, where the others have it so or say it."""
    if condition.predicate not in OPEN:
        return condition
    found = Condition(OPEN[condition.predicate], condition.node)
    if condition.predicate not in CLOSED:
        return found if found in known else condition
    wanted = {Condition("no zeros", either_sign(end)) for end in _ends(condition)}
    squares = difference_of_squares(condition.node) if condition.predicate == "not negative" else None
    if squares is not None:
        wanted |= {Condition("positive", squares), Condition("no zeros", either_sign(squares))}
    return condition if known.isdisjoint(wanted) else found


def _ends(condition: Condition) -> list[Node]:
    """The expressions that are 0 at the ends of the values that a condition allows."""
    return [condition.node] if condition.predicate == "not negative" else one_minus_square(condition.node)


def _without_implied(conditions: list[Condition]) -> Iterator[Condition]:
    implied = {w for c in conditions for weaker in [[*_weaker(c)]] for w in (*weaker, *_taken_apart(weaker)) if w != c}
    positive = {condition.node for condition in conditions if condition.predicate == "positive"}
    kept = [
        c for c in conditions if c not in implied and not (c.predicate in OF_POSITIVE and _is_made_of(positive, c.node))
    ]
    distinct: dict[Condition, Condition] = {}
    kept = [c for c in kept if distinct.setdefault(_of_determinant(c), c) is c]
    known = {*kept, *implied}
    told = {_of_every_term(c) for c in known if terms.says_which(c.node)}
    follows = (_is_within, _is_of_a_term, _is_of_square)
    kept = [c for c in kept if not _is_of_more(c, known, told) and not any(is_so(c, known) for is_so in follows)]
    weaker_than = (is_of_larger, _is_above, is_of_counts)
    kept = [c for c in kept if not any(is_weaker(c, other) for other in kept for is_weaker in weaker_than)]
    kept = [c for c in kept if not is_of_whole_terms(c, kept)]
    yield from (c for c in kept if c.predicate not in OF_FIRST or not known.issuperset(_of_first(c)))


def _is_within(condition: Condition, known: set[Condition]) -> bool:
    """Whether it is 1 - X.^2 that is not 0, of an X that is known to be between -1 and 1."""
    root = root_of_difference(condition.node) if condition.predicate == "no zeros" else None
    return root is not None and known.issuperset(_taken_apart([Condition("between", root)]))


def _is_of_a_term(condition: Condition, known: set[Condition]) -> bool:
    """Whether it is a sum without negative terms that is not 0, of which a term is known to be not 0: alpha^2 + beta^2."""
    node = condition.node
    if condition.predicate != "no zeros" or not isinstance(node, Sum) or not all(map(is_not_negative, node.terms)):
        return False
    return any(known.issuperset(_taken_apart([Condition("no zeros", term)])) for term in node.terms)


def _is_of_square(condition: Condition, known: set[Condition]) -> bool:
    """Whether it is X.^2 - c^2 of an X - c that is known to be positive."""
    root = root_above(condition.node) if condition.predicate in OF_POSITIVE else None
    return root is not None and known.issuperset(_taken_apart([Condition("positive", root)]))


def _of_determinant(condition: Condition) -> Condition:
    """The condition on a determinant in the form that all equivalent ones share."""
    return Condition("invertible", alike(condition.node)) if condition.predicate == "invertible" else condition


def _is_of_more(condition: Condition, known: set[Condition], told: set[Condition]) -> bool:
    """Whether it is known of more members or terms; `told` is what of all terms would be known that is of those named."""
    if not terms.has_some(condition.node):
        return not known.isdisjoint(_of_every_member(condition))
    wider = _of_every_term(condition)
    of_all = _of_every_member(wider)
    return (
        wider in known
        or not known.isdisjoint(of_all)
        or not told.isdisjoint(of_all)
        or (wider in told and not terms.says_which(condition.node))
    )


def _of_every_member(condition: Condition) -> list[Condition]:
    """The condition on every member of a family, of one on one member, with its indices in either order; none of anything else."""
    places = [s for s in condition.node.symbols if s.kind == "integer"]
    if len(places) != 1 or not any(
        isinstance(node, Member) and places[0] in node.symbols for node in postorder(condition.node)
    ):
        return []
    of_all = [Condition(condition.predicate, substitute(condition.node, {places[0]: index})) for index in EVERY]
    return [*_in_the_same_names(of_all)]


def _of_every_term(condition: Condition) -> Condition:
    """The condition on all terms of a sum, also those that the sum leaves out."""
    return next(_in_the_same_names([Condition(condition.predicate, terms.every(condition.node))]))


def _is_above(condition: Condition, other: Condition) -> bool:
    """Whether it is about something that is at least as large as what is positive by another condition: alpha beside alpha - 1."""
    if other.predicate not in ("positive", "not negative"):
        return False
    if condition.predicate == "not zero":  # x beside norm(x) - 1
        terms_of = other.node.terms if isinstance(other.node, Sum) else ()
        norms = [t for t in terms_of if _taken_apart([Condition("no zeros", t)]) == [condition]]
        return any(_is_above(Condition("no zeros", norm), other) for norm in norms)
    if condition.predicate not in ("positive", "not negative", "no zeros"):
        return False
    either = [condition.node, *([scale(-1, condition.node)] if condition.predicate == "no zeros" else [])]
    rest = [r for node in either if node.shape == other.node.shape for r in less(node, other.node)]
    is_more = is_not_negative if other.predicate == "positive" else is_positive
    return any(r is not number(0) and is_more(r) for r in rest)


def _of_first(condition: Condition) -> list[Condition]:
    """The conditions on the first of two expressions that make a condition on the second unnecessary: that the base of a power is positive."""
    return _taken_apart([Condition(OF_FIRST[condition.predicate], condition.node.children[0])])


def _is_made_of(positive: Collection[Node], node: Node) -> bool:
    """Whether it is a power or a product of what is positive, or of powers and products of that, and so is positive itself."""
    match node:
        case Apply(function=function, args=(base, _)) if function is ELEMENTWISE_POWER:
            parts: tuple[Node, ...] = (base,)
        case Apply(function=function, args=parts) if function is HADAMARD:
            pass
        case Product(coefficient=c, scalars=scalars, factors=factors) if c > 0 and len(factors) < 2:
            parts = (*scalars, *factors)
        case _:
            return False
    return all(part in positive or is_positive(part) or _is_made_of(positive, part) for part in parts)


def _weaker(condition: Condition) -> Iterator[Condition]:
    """All that a condition implies of its expression, whose sign does not matter where it is not to be 0."""
    if condition.predicate == "positive" and (squares := difference_of_squares(condition.node)) is not None:
        yield from [Condition("positive", squares), Condition("no zeros", either_sign(squares))]
    for node in _cleared(condition.node) if condition.predicate in ("positive", "no zeros", "invertible") else ():
        asked = "invertible" if condition.predicate == "invertible" else "no zeros"
        yield Condition(asked, either_sign(node))
    if condition.predicate in ("positive", "no zeros") and (shifted := of_eigenvalues(condition.node)) is not None:
        yield Condition("invertible", either_sign(shifted))
    if condition.predicate == "off the cut":
        parts = [apply(ELEMENTWISE_POWER, (part, number(2))) for part in condition.subjects]
        yield Condition("no zeros", either_sign(add(*parts)))
    if condition.predicate == "between":
        for rest in (*one_minus_square(condition.node), *to_the_ends(condition.node)):
            yield from (Condition("positive", rest), Condition("no zeros", either_sign(rest)))
    if condition.predicate in ("positive", "no zeros") and is_whole_product(condition.node):
        yield Condition("no zeros", either_sign(condition.node.children[-1]))
    for name in PREDICATES[condition.predicate].implies if condition.predicate in PREDICATES else ():
        if name == "not zero" and condition.node.is_scalar:
            continue  # which is said as `no zeros`
        weaker = Condition(name, condition.node if name == "not negative" else either_sign(condition.node))
        yield weaker
        yield from _weaker(weaker)


def _cleared(node: Node) -> Iterator[Node]:
    """nu + q for 1 + q/nu, whose denominator is not 0 where that has a value; inside of a determinant too."""
    if isinstance(node, Apply) and node.function is DET:
        yield from (apply(node.function, (inner,)) for inner in _cleared(node.args[0]))
    for below in denominators(node) if isinstance(node, Sum) else ():
        yield times(below, node)


def _step(condition: Condition) -> Found:
    node = condition.node
    if condition.predicate in (FROM, TO):
        return None
    if not node.symbols:
        return None if fails(condition) else _of_sizes(condition)
    if terms.is_of_indices(condition.subjects[0]):  # of which the program as typed says what is needed
        return None if terms.stands(node) else []
    if _is_transpose(node):
        return [Condition(_turned(condition.predicate), node.children[0])]
    scaled = _scaled_determinant(node)
    if scaled is not None:
        return [Condition(condition.predicate, scaled)]
    turned, was_turned = upright(node)
    if was_turned and not _is_transpose(turned):
        return [Condition(_turned(condition.predicate), turned)]
    return RULES[condition.predicate](node) if condition.predicate in RULES else None


def _of_sizes(condition: Condition) -> Found:
    """The conditions that a condition on an expression of dimensions alone comes to: that n - 1 is not 0, which divides a variance."""
    node = either_sign(condition.node)
    if condition.predicate != "no zeros":
        return []
    if isinstance(node, Sum):
        size = as_size(node)
        return [] if size is None or is_at_most(1, size) else RULES["no zeros"](condition.node)
    return RULES["no zeros"](node) or []


def _turned(predicate: str) -> str:
    """The name of the predicate that says of X' what one says of X."""
    return PREDICATES[predicate].turned if predicate in PREDICATES else predicate


def _scaled_determinant(node: Node) -> Node | None:
    """(-1)^n det(A) of det(-A), as the simplification writes it."""
    match node:
        case Apply(function=function, args=(inner,)) if function is DET:
            c, rest = split(inner)
            power = apply(ELEMENTWISE_POWER, (number(c), as_node(inner.rows)))
            return multiply(power, apply(function, (rest,))) if c != 1 else None
    return None


def _is_transpose(node: Node) -> bool:
    return isinstance(node, Apply) and node.function is TRANSPOSE
