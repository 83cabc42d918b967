"""Typst source: its text, and that Typst takes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.render.documents.typst_pages import typst_document, typst_page
from matcalc_cli.render.formats.typst import typst
from tests.render.programs import pages, trees

T = "^sans(T)"
TABLE = [
    ("A^3", "A^(3)"),
    ("A'", f"A{T}"),
    ("inv(A)'", "A^(-sans(T))"),
    ("x'*A*x", f"x{T} A x"),
    ("2*3*x^2", "2 dot 3 x^(2)"),
    ("x/2", "frac(x, 2)"),
    ("A⊗B", "A ⊗ B"),
    ("norm(A*x - b)^2", "norm(A x - b)^(2)"),
    ("logdet(S)", "log abs(det S)"),
    ("A*dA*A", "A thin dif A thin A"),
    ("lambda*x_1", "lambda x_(1)"),
    ("Ainv*x_max", 'italic("Ainv") x_("max")'),
    ("tr(A*B)", "tr (A B)"),
    ("softmax(x)", 'op("softmax") (x)'),
    ("A*(B + C)", "A  (B + C)"),
    ("commutation(m,n)", "K_(m, n)"),
    ("sum(j, 0, k-1, A^j)", "sum_(j = 0)^(k - 1) A^(j)"),
]


@pytest.mark.parametrize(("written", "printed"), TABLE)
def test_typst(written: str, printed: str) -> None:
    assert typst(parse(written, names()).body) == printed


def test_a_page_has_a_heading_and_the_reasons() -> None:
    page = typst_page(pages()[0])
    assert page.startswith("== $f (A) = A^(2)$\n")
    assert "keep what is linear in" in page
    assert "Every line was verified exactly." in page


def test_typst_compiles_every_function_and_page(tmp_path: Path) -> None:
    compiler = pytest.importorskip("typst", reason="the typst wheel is not installed")
    formulas = "".join(f"$ {typst(tree)} $\n\n" for tree in trees())
    source = tmp_path / "all.typ"
    source.write_text(typst_document(formulas + "".join(map(typst_page, pages()))), encoding="utf-8")
    compiled = compiler.compile(str(source), format="pdf")
    assert compiled.startswith(b"%PDF")


def test_typst_refuses_what_is_broken(tmp_path: Path) -> None:
    """The compiler is a judge: a name that Typst does not know is an error."""
    compiler = pytest.importorskip("typst", reason="the typst wheel is not installed")
    source = tmp_path / "broken.typ"
    source.write_text("$ Ainv B $", encoding="utf-8")
    with pytest.raises(Exception, match="Ainv"):
        compiler.compile(str(source), format="pdf")
