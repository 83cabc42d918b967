"""The report of `diff`, in both layouts and in LaTeX."""

from __future__ import annotations

import re

import pytest

from matcalc_cli import pipeline
from matcalc_cli.answers.answer import Answer, CheckReport
from matcalc_cli.program import Written
from matcalc_cli.render.documents.latex_lines import COLUMN, width_of
from matcalc_cli.render.documents.latex_report import latex_report, standalone
from matcalc_cli.render.formats.markup import KINDS, plain_text
from matcalc_cli.render.reports.answers import single
from matcalc_cli.render.reports.report import report

EXACT = CheckReport("ok", relative_error=None, resolution=None, sizes={}, seed=0, tier="exact")
LADDER = CheckReport(
    "ok", relative_error=2.13e-13, resolution=1e-8, sizes={"A": (4, 3)}, seed=0, directions=3, evaluations=57
)
WRONG = CheckReport(
    "wrong", relative_error=0.4, resolution=1e-8, sizes={"A": (3, 3)}, seed=0, largest=(2, 1, 4.1318, 1.9027),
    reason="yours is right only when A and dA commute",
)  # fmt: skip
NO_SLOPE = CheckReport(
    "wrong", relative_error=1.0, resolution=1e-8, sizes={"x": (3, 1)}, seed=0, largest=(1, 1, 1.0, -0.0)
)
INCONCLUSIVE = CheckReport("inconclusive", relative_error=None, resolution=None, sizes={}, seed=5, reason="f is NaN")


def answer(text: str, *, check: CheckReport | None = None, order: int = 1, **settings: list[str]) -> Answer:
    found = pipeline.differentiate(text, order=order, **settings)
    return found.but(check=check)


def shown(found: Answer, *, unicode: bool = True, width: int | None = None) -> str:
    return plain_text(report(found, unicode, width))


def test_matrix_valued() -> None:
    assert shown(answer("A*X", wrt=["X"], check=EXACT)) == (
        "f(X) = A X                        X  matrix n×p  →  f  m×p      constant:  A  matrix m×n\n"
        "\n"
        "  differential   df = A dX\n"
        "  Jacobian       vec(df) = (I ⊗ A) vec(dX)\n"
        "\n"
        "  ✓ verified exactly                                        vec stacks columns\n"
    )


def test_scalar_valued_with_several_variables() -> None:
    assert shown(answer("r = A*x; α + r'*b", check=EXACT, wrt=["b", "α"])) == (
        "f(b, α) = α + rᵀ b                b  vector m,  α  scalar  →  f  scalar"
        "      constant:  A  matrix m×n,  x  vector n\n"
        "  with           r = A x\n"
        "\n"
        "  differential   df = dα + rᵀ db\n"
        "  gradient       ∇_b f = r\n"
        "  derivative     df/dα = 1\n"
        "\n"
        "  ✓ verified exactly                                        ∇f has the shape of the variable: df = ⟨∇f, db⟩\n"
    )


def test_labelled() -> None:
    assert shown(answer("x'*S*x where S: symmetric(n)", wrt=["x"], check=LADDER, order=2), unicode=False) == (
        "f(x) = x'*S*x\n"
        "variable       x: vector(n)\n"
        "constant       S: symmetric(n)\n"
        "value          f: scalar\n"
        "differential   df = 2*x'*S*dx\n"
        "gradient       grad f = 2*S*x\n"
        "Hessian        H = 2*S\n"
        "check          ok, relative error 2.1e-13, errors above 1e-08 would have been seen\n"
        "check          A 4x3, finite differences, 3 directions, seed 0, 57 evaluations\n"
        "convention     the gradient G has the shape of the variable: df = tr(G'*dx); vec stacks columns\n"
    )


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (LADDER, ("  ✓ check: ok    relative error 2.1e-13, errors above 1e-08 would have been seen\n"
                 "    A 4×3, finite differences, 3 directions, seed 0, 57 evaluations\n")),
        (WRONG, ("  ✗ check: wrong    yours is right only when A and dA commute, relative error 4.0e-01\n"
                "    largest difference at entry (2,1): yours 4.1318, the derivative 1.9027\n"
                "    A 3×3, finite differences, seed 0\n")),
        (NO_SLOPE, "    largest difference at entry (1,1): yours 1, the derivative 0\n"),
        (INCONCLUSIVE, "  ? check: inconclusive    f is NaN\n    finite differences, seed 5\n"),
    ],
)  # fmt: skip
def test_verdicts(check: CheckReport, expected: str) -> None:
    assert expected in shown(answer("A*x", check=check))


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("tr(A*S) where S: spd(n)", "S moves among symmetric matrices; --vech for the free entries"),
        ("tr(A*K) where K: skew(n)", "K moves among skew-symmetric matrices"),
        ("tr(A*D*L) where D: diagonal(n), L: lower(n)", "D moves among diagonal matrices"),
        ("A*x", "vec stacks columns"),
    ],
)
def test_conventions(text: str, note: str) -> None:
    for unicode in (True, False):
        assert note in shown(answer(text), unicode=unicode)


def test_conditions() -> None:
    found = answer("inv(A)")
    assert "  where          det(A) ≠ 0\n" in shown(found)
    assert "where          det(A) != 0\n" in shown(found, unicode=False)


def test_a_variable_called_f() -> None:
    assert shown(answer("f'*f"), unicode=False).startswith("g(f) = f'*f\n")


def test_an_expression_without_variables() -> None:
    assert shown(answer("2*I(3)")) == "f = 2 I                           f  3×3\n\n"
    assert shown(answer("2*I(3)"), unicode=False) == "f = 2*I(3)\nvalue          f: matrix(3,3)\n"


PROGRAMS = (
    "A^3", "x'*A*x", "norm(A*x - b)^2 + lambda*norm(x)^2", "kron(A, B)*x", "σ*A*x", "A^k", "exp.(A)*B",
    "tr(A*X*B*X') + logdet(X'*X)",
)  # fmt: skip


@pytest.mark.parametrize("text", PROGRAMS)
def test_ascii_lines_and_kinds(text: str) -> None:
    found = answer(text, check=LADDER)
    labelled = shown(found, unicode=False)
    assert labelled.isascii()
    first, *others = labelled.splitlines()
    assert first.startswith("f(")
    assert all(re.match(r"[A-Za-z]+ +\S", line) for line in others)
    for unicode in (True, False):
        assert {kind for kind, _ in report(found, unicode, 60)} <= set(KINDS)


@pytest.mark.parametrize("text", PROGRAMS)
def test_wrapping(text: str) -> None:
    found = answer(text, check=LADDER)
    whole = shown(found)
    for width in (*range(40, 120, 7), 200):
        lines = shown(found, width=width).splitlines()
        assert max(map(len, lines)) <= width
        assert "".join("".join(lines).split()) == "".join(whole.split())


def test_latex() -> None:
    source = latex_report(answer("x'*A*x/2", order=2))
    assert source.isascii()
    assert source.startswith("\\begin{align*}\n  f(x, A) &= \\frac{x^{\\mathsf{T}} A x}{2} \\\\\n")
    assert source.endswith("\n\\end{align*}\n")
    assert r"\nabla_{A} f &= \frac{x x^{\mathsf{T}}}{2} \\" in source
    document = standalone(source)
    assert document.startswith("\\documentclass{article}\n")
    assert source in document


def test_a_single_answer_in_latex_is_as_wide_as_a_column() -> None:
    found = answer("inv(X'*X)*X'*y", wrt=["X"])
    (line,) = single(found, "differential", "latex")
    first, second = line.removeprefix(r"\begin{aligned} & ").removesuffix(r" \end{aligned}").split(r" \\ &\qquad {} ")
    assert max(width_of(first), width_of(second)) <= COLUMN
    assert f"\\[\n{line}\n\\]" in standalone(f"{line}\n")
    read, plain = (pipeline.simplified(text) for text in (Written(line, "latex"), *single(found, "differential")))
    assert read.expression is plain.expression
    assert r"\[" in standalone(r"\begin{bmatrix} 2 & 5 \\ 5 & 8 \end{bmatrix} x")


def test_a_minus_that_went_into_a_sum_leaves_the_residual_as_typed() -> None:
    text = "-logdet(S)/2 - (x - mu)'*inv(S)*(x - mu)/2 where S: spd(n), mu: vector(n)"
    (line,) = single(answer(text, wrt=["mu", "S"]), "differential")
    assert line.startswith("tr((inv(S)*(x - mu)*(x - mu)'*inv(S) - inv(S))*dS)/2 + (x - mu)'*inv(S)*dmu where")


def test_latex_of_a_scalar_variable() -> None:
    source = latex_report(answer("α*A", wrt=["α"]))
    assert r"\frac{\mathrm{d}f}{\mathrm{d}\alpha} &= A" in source.replace("d} f", "d}f")
