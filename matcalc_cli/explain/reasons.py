"""The reasons of steps that the normal form takes by itself, found by comparing a line with the next."""

from __future__ import annotations

from collections.abc import Callable

from matcalc_cli.derivation import Prose
from matcalc_cli.explain.trees import prose, terms_of
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.render.fold import post_order
from matcalc_cli.render.writer import is_differential


def _turned(tree: Tree) -> int:
    """How many differentials stand transposed."""
    return sum(
        isinstance(node, Operation) and node.operator == "transpose" and _is_moving(node.operands[0])
        for node in post_order(tree)
    )


def _is_moving(tree: Tree) -> bool:
    return isinstance(tree, Name) and is_differential(tree.name)


def _calls(tree: Tree, *names: str) -> int:
    return sum(isinstance(node, Call) and node.function in names for node in post_order(tree))


def _numbers(tree: Tree) -> int:
    return sum(isinstance(node, Literal) for node in post_order(tree))


Test = Callable[..., bool]
TABLE: tuple[tuple[Test, str], ...] = (
    (
        lambda b, a, s: s and _turned(a) < _turned(b) and _calls(b, "tr") > 0,
        "`tr(U)` = `tr(U')`, `tr(U*V)` = `tr(V*U)`",
    ),
    (lambda b, a, s: s and _turned(a) < _turned(b), "a number is its own transpose"),
    (
        lambda b, a, _: len(terms_of(a)) < len(terms_of(b)) and _calls(b, "tr") > 0,
        "`tr(U*V)` = `tr(V*U)`, so terms are equal",
    ),
    (lambda b, a, _: _calls(a, "diag") < _calls(b, "diag") and _calls(b, "tr") > 0, "`tr(U*diag(v))` = `diag(U)'*v`"),
    (lambda b, a, _: _calls(a, "tr") < _calls(b, "tr"), "`tr(u*v')` = `v'*u`"),
    (lambda b, a, _: len(terms_of(a)) < len(terms_of(b)), "collect equal terms"),
    (lambda b, *_: _calls(b, "tr") > 0, "`tr(U*V)` = `tr(V*U)`"),
    (lambda b, a, _: _numbers(a) < _numbers(b), "numbers cancel"),
)
REORDERED = ("reordered",)
"""Tests of (the line before, the line after, whether they are numbers), the first that holds counts."""


def reason_of(before: Tree, after: Tree, *, scalar: bool) -> Prose:
    """Why the line after is equal to the line before."""
    found = next((text for test, text in TABLE if test(before, after, scalar)), None)
    return prose(found) if found else REORDERED
