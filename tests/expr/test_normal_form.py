from __future__ import annotations

from random import Random

import pytest

from matcalc_cli.expr.build import transpose
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.normal_forms.traces import _least_rotation
from matcalc_cli.pipeline import read
from tests.oracles.equality import same
from tests.oracles.generate import Generator
from tests.oracles.normal import trouble
from tests.oracles.raw import program
from tests.oracles.shrink import shrink

BATCHES, BATCH = 8, 150


def built(text: str) -> Node:
    return read(text)[1].expression


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_expressions_in_normal_form(batch: int) -> None:
    """Value, shape, rebuilding, order of terms, transposing twice; more: tests/campaigns/expr.py."""
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        random = Random(seed)
        raw = Generator(random).expression(random.randint(2, 12))
        if trouble(raw):
            small = shrink(raw, lambda r: bool(trouble(r)))
            pytest.fail(f"PYTHONPATH=. python tests/campaigns/expr.py 1 {seed}\n{program(small)}\n{trouble(small)}")


# Found by the generator; the two sides must be one object.
SAME = [
    ("(W - W')'", "W' - W", "W: matrix(n,n)"),
    ("skew(X')", "-skew(X)", "X: matrix(n,n)"),
    ("y'./y'", "ones(1,n)", "y: vector(n)"),
    ("A - (B - B)", "A", "A: matrix(m,n), B: matrix(m,n)"),
    ("(A + B)' + C'", "A' + (B + C)'", "A: matrix(m,n), B: matrix(m,n), C: matrix(m,n)"),
    ("(x.*y)'*ones(n)", "sum(x.*y)", "x: vector(n), y: vector(n)"),
    ("tr(Y' - V)", "tr(Y) - tr(V)", "Y: matrix(n,n), V: matrix(n,n)"),
    ("tr(W'*inv(Q'*W')*Q')", "n", "W: matrix(n,m), Q: matrix(m,n)"),
    ("tr(Q*inv(W*Q)*W)", "n", "W: matrix(n,m), Q: matrix(m,n)"),
    ("x'*S*x", "0", "x: vector(n), S: skew(n)"),
    ("tr(S*A)", "0", "A: symmetric(n), S: skew(n)"),
    ("x'*S*y", "-y'*S*x", "x: vector(n), y: vector(n), S: skew(n)"),
    ("x'*S^k*y", "(-1)^k*y'*S^k*x", "x: vector(n), y: vector(n), S: skew(n)"),
    ("(2+alpha)^2/sqrt((2+alpha)*mu)/sqrt((2+alpha)*mu)", "(2+alpha)/mu", "alpha: scalar, mu: scalar"),
    ("A.*sqrt(A.*B).*sqrt(A.*B)", "A.^2.*B", "A: matrix(m,n), B: matrix(m,n)"),
    ("kron(ones(1,m), a')*kron(y, y)", "sum(y)*(a'*y)", "a: vector(m), y: vector(m)"),
    ("(F - P')'", "F' - P", "F: orthogonal(n), P: matrix(n,n)"),
    ("(S.^2)'", "S.^2", "S: symmetric(n)"),
    ("(S.^3)'", "-S.^3", "S: skew(n)"),
    ("inv(W - W')'", "-inv(W - W')", "W: matrix(n,n)"),
    ("-(y - c)'", "c' - y'", "y: vector(n), c: vector(n)"),
    ("A^-1 + A^-2", "A^-2 + A^-1", "A: matrix(n,n)"),
    ("sum(H*(A' - A))", "-sum(H*(A - A'))", "A: matrix(n,n), H: matrix(m,n)"),
    ("-0*A", "zeros(m,n)", "A: matrix(m,n)"),
    ("X'*X*inv(X'*X)^2", "inv(X'*X)", "X: matrix(m,n)"),
    ("(N'*L')\\(N'*L')*x", "x", "N: matrix(m,n), L: matrix(n,m), x: vector(n)"),
    ("N'*L'*((L*N)^-2)'*x", "inv(L*N)'*x", "N: matrix(m,n), L: matrix(n,m)"),
    ("commutation(n,n)*duplication(n)", "duplication(n)", "x: vector(n)"),
    ("inv(commutation(m,n))", "commutation(n,m)", "A: matrix(m,n)"),
    ("A^40*A^40", "(A^40)^2", "A: matrix(n,n)"),
    ("sum(j, 1, 0, A^j)", "zeros(n,n)", "A: matrix(n,n)"),
    ("B*inv(B)*(A1*A2*A3*A4*A5*A6*A7*A8*A9)", "A1*A2*A3*A4*A5*A6*A7*A8*A9", "B: matrix(n,n), A1: matrix(n,n)"),
    ("inv(B)*(B*(A1*A2*A3*A4*A5*A6*A7*A8*A9))", "A1*A2*A3*A4*A5*A6*A7*A8*A9", "B: matrix(n,n), A1: matrix(n,n)"),
]


@pytest.mark.parametrize(("left", "right", "where"), SAME)
def test_equal_expressions_are_one_object(left: str, right: str, where: str) -> None:
    assert built(f"{left} where {where}") is built(f"{right} where {where}")


# Found by the generator: building these never ended.
ENDLESS = [
    "(A*B).^-1 where A: matrix(m,n), B: matrix(n,p)",
    "unvec(A*x, 1, n).^-1 where A: matrix(n,m), x: vector(m)",
    "((W'*W).*skew(B))^-1 where W: matrix(n,m), B: matrix(m,m)",
    "sqrt(w' + (v'*Y + w')) where w: vector(m), v: vector(n), Y: matrix(n,m)",
]


@pytest.mark.parametrize("text", ENDLESS)
def test_building_ends(text: str) -> None:
    node = built(text)
    assert transpose(transpose(node)) is node


def test_a_long_sum_and_a_deep_product_are_built_without_recursion() -> None:
    assert built(" + ".join(f"A{i}" for i in range(2000))) is built(" + ".join(f"A{i}" for i in reversed(range(2000))))
    assert built("(" * 300 + "A" + "')" * 300) is built("A")


LONG_SUM = " + ".join(f"A{i} + A{i}'" for i in range(10))
"""Its own transpose, which is a sum again."""


@pytest.mark.parametrize(
    ("kept", "plain", "where"),
    [
        # What is long keeps its brackets behind others.
        ("C*(B*(A1*A2*A3*A4*A5*A6*A7*A8*A9))", "C*B*A1*A2*A3*A4*A5*A6*A7*A8*A9", "C: matrix(m,n), B: matrix(n,n)"),
        (f"B' + ({LONG_SUM})", f"B' + {LONG_SUM}", "B: matrix(n,n)"),
    ],
)
def test_brackets_that_are_kept_change_no_value(kept: str, plain: str, where: str) -> None:
    one, other = built(f"{kept} where {where}"), built(f"{plain} where {where}")
    assert one is not other
    assert same(one, other) == "equal"
    assert same(transpose(one), transpose(other)) == "equal"


@pytest.mark.parametrize("seed", range(200))
def test_a_trace_begins_at_its_least_rotation(seed: int) -> None:
    random = Random(seed)
    keys = [(random.choice("ab"), 0) for _ in range(random.randint(1, 9))]
    start = _least_rotation(keys)
    assert keys[start:] + keys[:start] == min(keys[i:] + keys[:i] for i in range(len(keys)))


def test_repeated_squaring_stays_small() -> None:
    text = "A" + "^2" * 1
    for _ in range(40):
        text = f"({text})^2"
    assert built(text).cost < 200
