"""Which factors are taken out of a sum: the most promising are tried first, and the rest only while they could save more."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matcalc_cli.differential import differential
from matcalc_cli.expr.node import Node, Sum, postorder, symbol
from matcalc_cli.kinds import KINDS
from matcalc_cli.program import read
from matcalc_cli.simplify import factor
from matcalc_cli.simplify.factor import factored

PROGRAMS = [
    "r = A*x; s = sin(r).*r; t = sin(s).*s; sum(sin(t).*t)",
    "sum(tanh(W*tanh(W*tanh(W*x))))",
    "x'*A*x/(x'*x) + norm(A*x - b)^2/(1 + norm(x)^2)",
    "tr(A*X*A'*X'*B) + tr(X*A*B') + alpha*tr(A*X)^3",
    "2*kron(A, X*B) + 4*kron(A, B*X) + kron(A*X, I(n)) + kron(X, I(n)) where A: matrix(n,n), X: matrix(n,n)",
    "M*[A; B]*x + M*[A; C]*y where A: matrix(m,n), B: matrix(p,n), C: matrix(p,n)",
    "(A + B)'*X + 3*(A' + B')*X^2 + X*(A + B) where X: matrix(n,n)",
    "inv(A + B)*A*X + inv(A + B)*B*X where X: matrix(n,n), A: matrix(n,n)",
    "x.*(y + z).*sin(x) + y.*(y + z).*cos(x) + z.*(y + z).*cos(x)",
]


def sums(program: str) -> Iterator[Sum]:
    """The sums of an expression and of its first two differentials, as the rules of differentiation write them."""
    node: Node = read(program)[1].expression
    moved = {s: symbol(f"V{s.name}", s.shape, KINDS[s.kind].tangent) for s in node.symbols}
    for _ in range(3):
        yield from [part for part in postorder(node) if isinstance(part, Sum)]
        node = differential(node, moved)


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_is_left_untried_would_not_have_been_taken(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    every = list(sums(program))
    found = [factored(total, tidied=lambda node: node) for total in every]
    monkeypatch.setattr(factor, "most_saved", lambda _common, _group: 10**9)
    assert found == [factored(total, tidied=lambda node: node) for total in every]
    assert any(new is not old for new, old in zip(found, every, strict=True))
