"""What derivations are written from: the steps of the differential, the matrices of a Jacobian, the way of the adjoint."""

from __future__ import annotations

import pytest

from matcalc_cli.check.exact.verify import equal
from matcalc_cli.differential import LINEAR, Step, differential, direction
from matcalc_cli.elaborate import elaborate
from matcalc_cli.expr.build import ONE, add, apply, is_block, multiply, transpose
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.expr.operations import TRACE
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.readings.adjoint import adjoint, adjoints
from matcalc_cli.readings.jacobian import matrix_of, path_of

PROGRAMS = (
    "tr(A*X*B*X')/norm(X)",
    "tr(kron(A, X, B))*inv(X'*X)",
    "sum(k, 1, 4, log(det(X + k*A)))*X",
    "[A, X; X', B]*[X; B]",
    "prod(k, 1, 3, tr(A*X) + k)*expm(X*A)",
    "expm(A*X) + X.^3.*tril(X)",
)


def traced(text: str) -> tuple[Node, Symbol, Node, list[Step]]:
    program = elaborate(parse(f"{text} where A: matrix(n,n), B: matrix(n,n), X: matrix(n,n)", names()))
    f, x = program.expression, program.variables["X"]
    moving = direction(x)
    steps: list[Step] = []
    return f, moving, differential(f, {x: moving}, steps), steps


@pytest.mark.parametrize("text", PROGRAMS)
def test_the_steps_lead_to_the_differential(text: str) -> None:
    f, _, df, steps = traced(text)
    assert (steps[-1].node, steps[-1].value) == (f, df)
    for step in steps:
        assert step.is_linear == all(part.rule == LINEAR for part in step.parts)
        assert is_block(step.node) or step.value is add(*[part.value for part in step.parts])


def test_a_step_says_which_rule_was_used_at_which_node() -> None:
    *_, steps = traced("tr(A*X)*norm(X)")
    told = {s.node.head: [(p.place, p.rule, p.parameter) for p in s.parts] for s in steps}
    assert told["norm"] == [(0, "tr(X'*dX)/norm(X)", "X")]
    assert told["tr"] == [(0, LINEAR, "")]
    assert [rule for _, rule, _ in told["*"]] == [LINEAR, LINEAR]


def test_the_matrices_on_the_path_are_those_of_the_jacobian() -> None:
    *_, moving, df, _ = traced("A*X'*B")
    path = list(path_of(df, moving))
    assert [p.node.head for p in path[:2]] == ["*", "transpose"]
    assert path[0].sides is not None
    assert [getattr(side, "name", "") for side in path[0].sides] == ["A", "B"]
    assert multiply(*[p.matrix for p in path]) is matrix_of(df, moving)


def test_the_adjoint_tells_what_it_goes_back_through() -> None:
    *_, moving, df, _ = traced("sum(k, 1, N, tr(A^k*(X.*B)))")
    passed: list[Node] = []
    assert adjoint(df, moving, ONE, passed) is adjoint(df, moving, ONE)
    assert [n.head for n in passed] == ["summation", "tr", "*", "hadamard"]


@pytest.mark.parametrize("text", PROGRAMS)
def test_several_directions_are_gone_back_to_at_once(text: str) -> None:
    """<G, df> is the sum of the <adjoint, direction>, which each direction is in."""
    f, *_ = traced(text)
    directions = {x: direction(x) for x in f.symbols if x.name in ("A", "B", "X")}
    df = differential(f, directions)
    seed = symbol("G", f.shape, "matrix")
    found = adjoints(df, list(directions.values()), seed)
    assert not any(moving in part.symbols for part in found.values() for moving in directions.values())
    assert equal(pairing(seed, df), add(*[pairing(part, moving) for moving, part in found.items()])).word == "ok"


def pairing(one: Node, other: Node) -> Node:
    return apply(TRACE, (multiply(transpose(one), other),))
