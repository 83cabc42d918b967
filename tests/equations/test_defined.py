"""Functions that an equation defines: the rules on their records are what follows from the equation."""

from __future__ import annotations

import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import evaluate
from matcalc_cli.check.exact.verify import equal
from matcalc_cli.differential import differential
from matcalc_cli.equations.defined import Defined
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Node
from matcalc_cli.functions import FUNCTIONS

BY_EQUATION = [f.name for f in FUNCTIONS.values() if f.equation]
SQUARE = {"U: orthogonal(n)": "svdu(A)", "D: diagonal(n)": "diag(svdvals(A))", "V: orthogonal(n)": "svdv(A)"}
OTHERS = {
    "svd": Function("svd", "A: n,n -> n,n", "", equation=("A = U*D*V'",), unknowns=SQUARE),
    "inv": Function("inv", "A: n,n -> n,n", "", equation=("A*X = I(n)",), unknowns={"X: matrix(n,n)": "inv(A)"}),
    "a power": Function(
        "X^(2/3)", "S: n,n -> n,n", "", equation=("X^3 = S^2",), unknowns={"X: spd(n)": "S^(2/3)"},
        domain={"S": "positive definite"},
    ),
}  # fmt: skip
"""Functions whose records say what they are in another way, or of other shapes too."""


def test_they_are_the_solutions_of_matrix_equations_and_the_factors() -> None:
    assert {"sylvester", "stein", "lyap", "riccati", "lu_l", "qr_r", "chol", "polar", "eigvecs", "eig"} <= {
        *BY_EQUATION
    }


def pairs(found: Defined) -> list[tuple[Node, Node]]:
    """How each of its functions moves: by the rule on the record, and by the equation."""
    moves = {v: found.question.directions[v] for v in found.question.variables}
    return [(differential(value, dict(moves)), found.differential(x)) for x, value in found.values.items()]


@pytest.mark.parametrize("name", [n for n in (*BY_EQUATION, *OTHERS) if n not in ("riccati", "a power")])
def test_the_rule_follows_from_the_equation(name: str) -> None:
    found = Defined(OTHERS.get(name) or FUNCTIONS[name])
    assert {by_rule is moves or equal(by_rule, moves).word for by_rule, moves in pairs(found)} <= {True, "ok"}


@pytest.mark.parametrize("name", ["riccati", "a power"])
def test_where_exact_arithmetic_has_no_values(name: str) -> None:
    found = Defined(OTHERS.get(name) or FUNCTIONS[name])
    rng = np.random.default_rng(4)
    shapes = {"n": 3, "m": 2}
    env = {}
    for s in (*found.question.variables, *found.question.directions.values()):
        a = rng.standard_normal(tuple(shapes[str(size)] for size in s.shape))
        env[s.name] = a @ a.T + np.eye(len(a)) if s.kind == "spd" else a + a.T if s.kind == "symmetric" else a
    for by_rule, moves in pairs(found):
        np.testing.assert_allclose(evaluate(by_rule, env), evaluate(moves, env), rtol=1e-8, atol=1e-9)


def test_a_wrong_rule_would_be_noticed() -> None:
    wrong = Function(
        "chol",
        "S: n,n -> n,n",
        "",
        equation=("L*L = S",),
        unknowns={"L: lower(n)": "chol(S)"},
        domain={"S": "positive definite"},
    )
    with pytest.raises(Exception, match="too many"):
        Defined(wrong)
    other = Function(
        "lu_l", "A: n,n -> n,n", "", equation=("L*U = A", "diag(U) = 1"), unknowns=FUNCTIONS["lu_l"].unknowns
    )
    assert "wrong" in {equal(*pair).word for pair in pairs(Defined(other))}
