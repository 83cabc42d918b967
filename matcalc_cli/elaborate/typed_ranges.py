"""Ranges as they are typed: of the integers from the first bound to the last, none where that is smaller."""

from __future__ import annotations

from matcalc_cli.elaborate.doubts import own_terms
from matcalc_cli.elaborate.indexed import over_an_index
from matcalc_cli.expr import members
from matcalc_cli.expr.build import ONE, add, apply, multiply, zeros
from matcalc_cli.expr.constants import has_member
from matcalc_cli.expr.node import Apply, Number, postorder
from matcalc_cli.expr.normal_forms.summation import count_of
from matcalc_cli.expr.operations import ATMOST, SUMMATION
from matcalc_cli.language.tree import Name
from matcalc_cli.validity import of_value
from matcalc_cli.validity.condition import Condition, pair
from matcalc_cli.validity.constants import fails
from matcalc_cli.validity.sums import backward

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.node import Node
    from matcalc_cli.language.tree import Call


def over_a_typed_range(tree: Call, function: Function, args: Sequence[Node], notes: list[str]) -> Node:
    """A sum or product as somebody types it, over the integers from its first bound to its last: none where that is smaller.

    Templates mean Karr's convention, minus the terms between, which a sum has by itself (expr/normal_forms/summation.py).
    Bounds that the index of a sum around this one moves past each other leave none; names that stand in them are asked
    not to (`is_not_backward`). What is to be said of it is noted.
    """
    if is_over_nothing(*args[1:3]):
        notes.append(note_of_nothing(tree, args))
    args = own_terms.without_own_terms(function, args, notes)
    index, low, high, *condition, body = args
    without_value = not condition and _has_no_value(body)
    if without_value:
        notes.append(
            f"the terms of the {word_of(tree)} over {index_of(tree)} have no value: it has one where it has no terms alone"
        )
    if without_value or is_over_nothing(low, high):
        return zeros(body.shape) if function is SUMMATION else ONE
    if any(s.kind == "index" for s in count_of(low, high).symbols) and not backward.of_members(index, body):
        condition = [multiply(*condition, apply(ATMOST, (low, add(high, ONE))))]
    return over_an_index(function, (index, low, high, *condition, body))


def _has_no_value(body: Node) -> bool:
    """Whether terms have a part without names that has no value, log(1 - sqrt(2)): a sum of them has one where it has none."""
    parts = [n for n in postorder(body) if isinstance(n, Apply) and n.args and not n.symbols]
    return any(fails(needed) for part in parts for needed in of_value(part.function, part.args))


def is_over_nothing(low: Node, high: Node) -> bool:
    """Whether numbers are the bounds of a range with nothing in it."""
    return isinstance(low, Number) and isinstance(high, Number) and high.value < low.value


def note_of_nothing(tree: Call, args: Sequence[Node]) -> str:
    """The note about a range with nothing in it."""
    _, low, high, *_ = args
    word, empty = word_of(tree), 0 if tree.function == "sum" else 1
    return f"no {index_of(tree)} is at least {low} and at most {high}: the {word} over it is {empty}"


def word_of(tree: Call) -> str:
    """The word for a sum or product."""
    return "sum" if tree.function == "sum" else "product"


def index_of(tree: Call) -> str:
    """The name of the index."""
    index = tree.arguments[0]
    assert isinstance(index, Name)
    return index.spelling


def is_not_backward(args: Sequence[Node]) -> Iterator[Condition]:
    """The condition that a range ends at most one before it begins, where names that stand in its bounds may have it otherwise.

    Of members that the index chooses there are none then, and a sum of nothing else is 0.
    """
    index, low, high, *_, body = args
    count = count_of(low, high)
    moves = any(s.kind == "index" for s in count.symbols)
    if (
        not moves
        and not isinstance(count, Number)
        and not backward.of_members(index, body)
        and backward.may_be_negative(count, least=int(has_member(index, body)))
    ):
        yield Condition("at least", pair(*members.sides(count)))
