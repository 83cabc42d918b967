"""Rewriting comes to an end whatever the rules say, and nothing is left behind for the next expression."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from matcalc_cli.expr.build import ONE, add, apply
from matcalc_cli.expr.node import Apply, Node, symbol
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.simplify import engine

SIN, COS, TANH = (FUNCTIONS[name] for name in ("sin", "cos", "tanh"))
Turn = Callable[[Node], Node]


def _to_and_fro(node: Node) -> Node:
    return apply(COS if isinstance(node, Apply) and node.function is SIN else SIN, node.children)


def _ever_deeper(node: Node) -> Node:
    return apply(TANH, (node,))


def _in_branches(node: Node) -> Node:
    return add(apply(SIN, (add(node, ONE),)), apply(COS, (add(node, ONE),)))


@pytest.mark.parametrize("turn", [_to_and_fro, _ever_deeper, _in_branches])
def test_rules_that_never_end_are_ended(turn: Turn, monkeypatch: pytest.MonkeyPatch) -> None:
    def turned(node: Node) -> Iterator[tuple[str, Node]]:
        if isinstance(node, Apply) and node.function in (SIN, COS, TANH):
            yield "", turn(node)

    monkeypatch.setattr(engine, "_rewritings", turned)
    root = apply(SIN, (symbol(f"x_of{turn.__name__}", (1, 1), "scalar"),))
    assert engine.rewrite(root).symbols == root.symbols
    monkeypatch.undo()
    again = apply(SIN, (symbol(f"y_of{turn.__name__}", (1, 1), "scalar"),))
    assert engine.rewrite(again) is again
