"""Single answers: one line each, which reads back to the same expression."""

from __future__ import annotations

import pytest

from matcalc_cli import pipeline
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.reports.answers import program_text, single, single_pieces
from matcalc_cli.render.writing.express import express


@pytest.mark.parametrize(
    ("text", "command", "wrt", "expected"),
    [
        ("A*x", "jacobian", ["x"], ["A"]),
        ("A*x", "jacobian", [], ["kron(x', I(m))  # wrt A", "A  # wrt x"]),
        ("σ*x", "jacobian", [], ["x  # wrt sigma", "sigma*I(n)  # wrt x"]),
        ("A*x", "differential", ["x"], ["A*dx"]),
        ("x'*S*x where S: symmetric(n)", "grad", ["x"], ["2*S*x where S: symmetric(n)"]),
        ("x'*S*x where S: symmetric(n)", "hessian", ["x"], ["2*S where S: symmetric(n)"]),
        ("tr(S*A) where S: spd(n)", "differential", ["S"], ["tr(A*dS) where S: symmetric(n)"]),
        ("c*x where c: scalar", "jacobian", ["x"], ["c*I(n) where c: scalar"]),
        ("X'*b where X: vector(n)", "grad", ["X"], ["b"]),
        ("b'*X where X: vector(n)", "grad", ["b"], ["X where X: vector(n)"]),
        ("b'*M*b where M: matrix", "hessian", ["b"], ["M + M'"]),
        ("norm(x)^2/n where x: vector(n)", "grad", [], ["2*x/n where x: vector(n)"]),
        ("A^k", "jacobian", [], ["sum(j, 0, k-1, kron((A^(k-1-j))', A^j))"]),
        ("A*A_ij where A_ij: matrix(n,m)", "simplify", [], ["A*A_ij where A_ij: matrix(n,m)"]),
        ("A*A", "simplify", [], ["A^2"]),
        (
            "ones(1,m*p)*(ones(m*p,m)*P) where P: matrix(m,m)",
            "simplify",
            [],
            ["m*p*ones(1, m)*P where P: matrix(m,m), p: scalar"],
        ),
        ("frechet(expm, A, E)", "simplify", [], ["frechet(expm, A, E)"]),
    ],
)
def test_plain(text: str, command: str, wrt: list[str], expected: list[str]) -> None:
    assert single(pipeline.differentiate(text, wrt=wrt, order=2), command, reads_back=pipeline.reads_back) == expected


def test_latex_and_pretty() -> None:
    answer = pipeline.differentiate("A*x")
    assert single(answer, "jacobian", "latex") == [r"J_{A} = x^{\mathsf{T}} \otimes I", "J_{x} = A"]
    assert plain_text(single_pieces(answer, "jacobian")) == "xᵀ ⊗ I  # wrt A\nA  # wrt x\n"
    answer = pipeline.differentiate("A*x", wrt=["x"])
    assert plain_text(single_pieces(answer, "differential", width=20)) == "A dx\n"
    assert plain_text(single_pieces(answer, "differential", unicode=False)) == "A*dx\n"


@pytest.mark.parametrize(
    "text",
    [
        "A^3", "x'*A*x", "norm(A*x - b)^2 + lambda*norm(x)^2", "kron(A, B)*x", "σ*A*x", "A^k", "exp.(A)*B",
        "x.^p", "tr(A*X*B*X') + logdet(X'*X)", "x'*S*x/n where S: symmetric(n)", "mean(c*x) where c: scalar",
        "Q*x where Q: orthogonal(n)", "a*B where a: matrix(m,n)", "A_ij*x where A_ij: matrix", "n*x where x: vector(n)",
        "trace(L*D) where L: lower(n), D: diagonal(n)", "X*y where X: scalar", "ones(m,n)*x/n",
        "alpha*x where alpha: matrix(n,n)",
    ],
)  # fmt: skip
def test_programs_read_back(text: str) -> None:
    answer = pipeline.differentiate(text)
    of_variables = [node for d in answer.derivatives for node in (d.jacobian, d.differential)]
    for node in (answer.expression, *of_variables):
        written = program_text(node, reads_back)
        assert written.isascii()
        assert reads_back(written, node), written


def reads_back(program: str, node: Node) -> bool:
    try:
        found = pipeline.read(program)[1].expression
    except MatcalcError:
        return False
    return plain(express(found)) == plain(express(node))


def test_every_name_is_declared_where_shapes_cannot_be_inferred() -> None:
    node = pipeline.read("diag(vec(A))*kron(x, I(p)) where A: matrix(p,n), x: vector(n)")[1].expression
    assert program_text(node) == "diag(vec(A))*kron(x, I(p))"
    declared = program_text(node, lambda program, _: "A:" in program)
    assert declared == "diag(vec(A))*kron(x, I(p)) where A: matrix(p,n), x: vector(n)"
