"""An answer with a part that is named once: no format says that the answer is the part."""

from __future__ import annotations

from matcalc_cli.pipeline import differentiate
from matcalc_cli.render.documents.latex_report import latex_report
from matcalc_cli.render.documents.latex_steps import latex_page, markdown_page
from matcalc_cli.render.documents.pages import Page, answer_page, report_page
from matcalc_cli.render.documents.typst_pages import quoted, typst_page
from matcalc_cli.render.reports.answers import single

SHARED = "sum(sigmoid(W*x))"


def test_the_part_has_a_row_of_its_own() -> None:
    rows = latex_report(differentiate(SHARED)).splitlines()
    assert rows[2] == r"  \mathrm{d}f &= t_{1}^{\mathsf{T}}\, \mathrm{d}W\, x + t_{1}^{\mathsf{T}} W\, \mathrm{d}x \\"
    assert rows[3].startswith(r"  t_{1} &= \operatorname{sigmoid}(W x)")


def test_a_single_answer_comes_before_its_parts() -> None:
    (line,) = single(differentiate(SHARED), "differential", "latex")
    assert line.startswith(r"\begin{aligned} & t_{1}^{\mathsf{T}}\, \mathrm{d}W\, x")
    assert r", \\ &\qquad {} t_{1} = \operatorname" in line
    (line,) = single(differentiate(SHARED), "differential", "typst")
    assert line.startswith("$ t_(1)^sans(T) thin dif W thin x")


def test_an_answer_without_a_left_side_equals_nothing() -> None:
    page = answer_page(differentiate(SHARED), "differential")
    assert "\n& t_{1}^{\\mathsf{T}}\\, " in markdown_page(page)
    assert "$ & t_(1)^sans(T) thin " in typst_page(page)
    assert "  & " in latex_page(page)


def test_remarks_are_formulas_in_latex() -> None:
    page = report_page(differentiate("logdet(X'*X) + logdet(Σ) where Σ: spd(n)", wrt=["X"]))
    for text in (markdown_page(page), latex_page(page)):
        assert r"$\det(X^{\mathsf{T}} X) \neq 0$" in text
        assert r"$\nabla f$ has the shape of the variable: $\mathrm{d}f = \langle\nabla f, \mathrm{d}X\rangle$" in text
        assert text.isascii()
    assert r"$\Sigma$ moves" in markdown_page(report_page(differentiate("logdet(Σ) where Σ: spd(n)")))


def test_typst_takes_the_words() -> None:
    page = typst_page(Page(None, [], [["of [0, 1] the *half*"], ["an e#x_1"]], "f", frozenset()))
    assert page == "of \\[0, 1\\] the \\*half\\*\n\nan e\\#x\\_1\n\n"
    assert quoted('a "b" \\') == '"a \\"b\\" \\\\"'


def test_a_constant_has_no_equations() -> None:
    page = report_page(differentiate("duplication(n)"))
    assert page.sections == ()
    assert "aligned" not in markdown_page(page)


def test_the_smaller_of_two_sizes_is_no_index() -> None:
    (line,) = single(differentiate("diag(svdvals(A))"), "jacobian", "latex")
    assert r"(\min(m, n))" in line
