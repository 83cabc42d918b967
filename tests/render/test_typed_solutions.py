r"""What the user solved with is solved with in the answers, and each reads back; what he inverted stays inverted."""

from __future__ import annotations

import pytest

from matcalc_cli import pipeline
from matcalc_cli.render.documents.latex_report import latex_report
from matcalc_cli.render.reports.answers import single


@pytest.mark.parametrize(("what", "text", "wrt", "expected"), [
    ("gradient", r"c'*(A\b)", "A", r"-(A'\c)*(A\b)'"),
    ("gradient", r"c'*(A\b)", "c", r"A\b"),
    ("gradient", "c'*solve(A, b)", "b", "solve(A', c)"),
    ("gradient", "c'*inv(A)*b", "A", "-(inv(A)*b*c'*inv(A))'"),
    ("differential", r"c'*(A\b)", "A", r"-(A'\c)'*dA*(A\b)"),
    ("differential", r"c'*(A\b)", "b", r"(A'\c)'*db"),
    ("differential", r"A\B", "A", r"-(A\(dA*(A\B)))"),
    ("gradient", r"norm(A\b - y)^2", "A", r"-2*(A'\(A\b - y))*(A\b)'"),
    ("gradient", r"b'*(S\b) where S: spd(n)", "S", r"-(S\b)*(S\b)'"),
    ("gradient", r"norm(L\(x - m))^2 where L: lower(n)", "x", r"2*(L'\(L\(x - m)))"),
    ("jacobian", r"A\B", "A", r"-kron((A\B)', inv(A))"),
    ("jacobian", "solve(A + diag(x), b)", "x", "-inv(A + diag(x))*diag(solve(A + diag(x), b))"),
    ("gradient", r"logdet(A) + c'*(B\b)", "A", "inv(A)'"),
])  # fmt: skip
def test_a_solution_stays_one(what: str, text: str, wrt: str, expected: str) -> None:
    answer = pipeline.differentiate(text, wrt=[wrt])
    (line,) = single(answer, what)
    assert line.partition(" where ")[0] == expected
    (found,) = answer.derivatives
    node = {"gradient": found.gradient, "differential": found.differential, "jacobian": found.jacobian}[what]
    assert node is not None
    assert pipeline.reads_back(line, node)


def test_mathematics_has_inverses_without_brackets() -> None:
    lines = latex_report(pipeline.differentiate(r"L'\(L\x) where L: lower(n)", wrt=["L"]))
    assert r"L^{-\mathsf{T}}\, \mathrm{d}L^{\mathsf{T}}\, L^{-\mathsf{T}} L^{-1} x" in lines
