"""The reasons of steps that the normal form takes by itself, found by comparing a line with the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from matcalc_cli.answers.derivation import Prose
from matcalc_cli.explain.trees import prose, terms_of
from matcalc_cli.language.grammar.ranges import binds, is_indicator
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree, UnspecifiedCall
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.formats.writer import is_differential
from matcalc_cli.render.writing.fold import post_order


def _turned(tree: Tree) -> int:
    """How many differentials stand transposed, outside of traces and of products that are transposed whole."""
    return sum(_is_turned(node) and not _is_turned_product(node) for node in _outside(tree))


def _turned_products(tree: Tree) -> int:
    """How many products with a differential are transposed whole, outside of traces."""
    return sum(map(_is_turned_product, _outside(tree)))


def _outside(tree: Tree) -> Iterator[Tree]:
    """The parts of a tree outside of traces and of products that are transposed whole, and these themselves."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not (_is_trace(node) or _is_turned_product(node)):
            waiting += node.children


def _turned_in_traces(tree: Tree) -> int:
    return sum(all_turned(node) for node in post_order(tree) if _is_trace(node))


def all_turned(tree: Tree) -> int:
    """How many transposes hold a differential."""
    return sum(map(_is_turned, post_order(tree)))


def _is_turned(tree: Tree) -> bool:
    """Whether it is a transpose that holds a differential."""
    return isinstance(tree, Operation) and tree.operator == "transpose" and any(map(_is_moving, post_order(tree)))


def _is_turned_product(tree: Tree) -> bool:
    return _is_turned(tree) and getattr(tree.children[0], "operator", "") == "multiply"


def _is_trace(tree: Tree) -> bool:
    return isinstance(tree, Call) and tree.function == "tr"


def _traces(tree: Tree) -> set[str]:
    """The texts of all arguments of traces."""
    return {plain(node.children[0]) for node in post_order(tree) if _is_trace(node)}


def _is_moving(tree: Tree) -> bool:
    return isinstance(tree, Name) and is_differential(tree.name)


def _calls(tree: Tree, *names: str) -> int:
    return sum(isinstance(n, Call) and n.function in names and not binds(n) for n in post_order(tree))


def _along(tree: Tree) -> int:
    """How many derivatives of matrix functions along a direction there are: frechet(expm, X, E), D(f)(X, E)."""
    unspecified = (n for n in post_order(tree) if isinstance(n, UnspecifiedCall))
    return _calls(tree, "frechet") + sum(len(n.arguments) > 1 for n in unspecified)


def _brackets(tree: Tree) -> int:
    """How many numbers [i = k] there are."""
    return sum(is_indicator(node) for node in post_order(tree))


def _numbers(tree: Tree) -> int:
    """The number of factors and divisors that are numbers."""
    operations = (n for n in post_order(tree) if isinstance(n, Operation) and n.operator in ("multiply", "divide"))
    return sum(isinstance(operand, Literal) for node in operations for operand in node.operands)


def _divisors(tree: Tree) -> int:
    return sum(isinstance(n, Operation) and n.operator == "divide" for n in post_order(tree))


def _sums(tree: Tree) -> int:
    """How many plus and minus signs stand between terms, in brackets too."""
    return sum(isinstance(n, Operation) and n.operator in ("add", "subtract") for n in post_order(tree))


def _terms(tree: Tree) -> int:
    return len(terms_of(tree))


def _is_less(after: Tree, before: Tree) -> bool:
    """Whether the traces after are as they were, or fewer of them because some were added."""
    return _traces(after) <= _traces(before) and len(_traces(after)) == len(_traces(before))


Test = Callable[[Tree, Tree], bool]
TABLE: tuple[tuple[Test, str], ...] = (
    (lambda b, a: _brackets(a) < _brackets(b), "of a sum the terms where the bracket is 1"),
    (lambda b, a: _turned_products(a) < _turned_products(b), "`(U*V)'` = `V'*U'`"),
    (lambda b, a: _turned(a) < _turned(b), "a number is its own transpose"),
    (lambda b, a: _turned_in_traces(a) < _turned_in_traces(b), "`tr(U)` = `tr(U')`"),
    (lambda b, a: _along(a) < _along(b), "under a trace the factors commute"),
    (lambda b, a: bool(_traces(b)) and not _is_less(a, b) and _calls(a, "tr") > 0, "`tr(U*V)` = `tr(V*U)`"),
    (lambda b, a: _calls(a, "tr") < _calls(b, "tr") and _terms(a) >= _terms(b), "`tr(u*v')` = `v'*u`"),
    (lambda b, a: _calls(b, "ones") > _calls(a, "ones"), "`ones(n)'*u` = `sum(u)`"),
    (
        lambda b, a: _calls(b, "ones") == _calls(a, "ones") and _calls(a, "sum") < _calls(b, "sum"),
        "`sum(u.*v)` = `u'*v`",
    ),
    (lambda b, a: _terms(a) < _terms(b) and _sums(a) < _sums(b), "equal terms added"),
    (lambda b, a: _terms(a) < _terms(b) and _sums(a) >= _sums(b), "common factor taken out"),
    (lambda b, a: _numbers(a) < _numbers(b) and _terms(a) == _terms(b), "numbers cancel"),
)
"""Tests of (the line before, the line after), and what it says if one holds."""
MOST = 3
"""More reasons than this for one line tell nobody anything."""


def reason_of(before: Tree, after: Tree) -> Prose:
    """Why the line after is equal to the line before."""
    found = [text for test, text in TABLE if test(before, after)][:MOST]
    if not found and _divisors(after) <= _divisors(before) > 0 and len(plain(after)) < len(plain(before)):
        return ["a factor cancels"]
    return prose(", ".join(found) or "simplified")
