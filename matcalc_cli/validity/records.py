"""The conditions that records of functions say, `0 < {0} < 1` or `the rank of {0} is constant`, of arguments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from matcalc_cli.expr.build import add, apply, multiply, ones
from matcalc_cli.expr.node import Node, number
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.validity.condition import BY_RECORD, Condition

_SIGN = re.compile(r" (<=|<|>|!=) ")
_PREDICATES = {"!=": "no zeros", "<=": "not negative"}
"""What a sign says of the difference of its sides, where that is not to be positive."""
_PLACE = re.compile(r"\{(\d)\}")
_CALL = re.compile(r"(\w+)\((\{\d\})\)|\|(\{\d\})\|")


def is_relation(text: str) -> bool:
    """Whether a condition compares numbers."""
    return _SIGN.search(text) is not None


def said(text: str, args: tuple[Node, ...]) -> Iterator[Condition]:
    """The conditions of one text, {0} and {1} the arguments of the function."""
    if text in BY_RECORD:
        yield Condition(BY_RECORD[text], args[0])
        return
    left, *rest = _SIGN.split(text)
    if not rest:
        yield from _in_words(text, args)
        return
    for (one, _), (other, sign) in pairwise([(left, ""), *zip(rest[1::2], rest[::2], strict=True)]):
        less, more = (one, other) if sign.startswith("<") else (other, one)
        difference = _difference(_value(more, args), _value(less, args))
        yield Condition(_PREDICATES.get(sign, "positive"), difference)


def _in_words(text: str, args: tuple[Node, ...]) -> Iterator[Condition]:
    """A condition that only its words say, of the first argument in it."""
    found = _PLACE.search(text)
    if found is not None:
        words = text.replace(found[0], "{0}")
        yield Condition(BY_RECORD.get(words, words), args[int(found[1])])


def _value(text: str, args: tuple[Node, ...]) -> Node:
    """A number, an argument, or a function of an argument."""
    called = _CALL.fullmatch(text)
    if called:
        name, place, between_bars = called.groups()
        return apply(FUNCTIONS[name or "abs"], (_value(place or between_bars, args),))
    place = _PLACE.fullmatch(text)
    return args[int(place[1])] if place else number(int(text))


def _difference(one: Node, other: Node) -> Node:
    """One minus the other, a number as often as the other has entries."""
    shape = one.shape if other.is_scalar else other.shape
    full = [multiply(part, ones(*shape)) if part.is_scalar and shape != (1, 1) else part for part in (one, other)]
    return add(full[0], multiply(number(-1), full[1]))
