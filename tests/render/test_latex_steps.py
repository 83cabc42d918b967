"""Derivations in LaTeX and Markdown: their text, and that pdflatex takes them without overfull lines."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from matcalc_cli.render.documents.latex_steps import escaped, latex_document, latex_page, markdown_page
from matcalc_cli.render.documents.pages import Page
from tests.render.programs import PROGRAMS, pages

PAGES = pages()


def test_the_source_is_ascii_and_needs_only_amsmath_and_amssymb() -> None:
    source = latex_document("".join(map(latex_page, PAGES)))
    assert source.isascii()
    assert re.findall(r"\\usepackage(?:\[.*?\])?\{(.*?)\}", source) == ["amsmath,amssymb"]
    assert source.count(r"\begin{alignat*}") == source.count(r"\end{alignat*}")


def test_a_page_of_the_square() -> None:
    page = latex_page(PAGES[0])
    assert page.startswith("\\bigbreak\\noindent$\\displaystyle f(A) = A^{2}$\n\\begin{alignat*}{2}\n")
    assert r"f(A + \mathrm{d}A) - f(A) &= (A + \mathrm{d}A)^{2} - A^{2}" in page
    assert r"&\qquad & \text{keep what is linear in }\mathrm{d}A" in page
    assert r"J &= A^{\mathsf{T}} \otimes I + I \otimes A" in page


def test_markdown_is_headings_and_displays() -> None:
    page = markdown_page(PAGES[0])
    assert page.startswith("## $f(A) = A^{2}$\n\n$$\n\\begin{aligned}\n")
    assert page.count("$$") == 2
    assert "rlap" not in "".join(map(markdown_page, PAGES))


def compiled(tmp_path: Path, found: Sequence[Page]) -> str:
    """What pdflatex says about the pages."""
    (tmp_path / "all.tex").write_text(latex_document("".join(map(latex_page, found))), encoding="ascii")
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "all.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:]
    return run.stdout


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed (texlive-latex-base)")
def test_pdflatex_compiles_every_page(tmp_path: Path) -> None:
    assert "LaTeX Warning: Reference" not in compiled(tmp_path, PAGES)
    assert (tmp_path / "all.pdf").stat().st_size > 10_000


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed (texlive-latex-base)")
def test_no_line_of_a_derivation_leaves_the_paper(tmp_path: Path) -> None:
    log = compiled(tmp_path, PAGES[: len(PROGRAMS)])
    wide = [float(points) for points in re.findall(r"Overfull \\hbox \((\d+\.\d+)pt", log)]
    assert max(wide, default=0) < 20, wide


def test_bars_and_comparisons_are_themselves_in_text() -> None:
    assert escaped("log|det X|, a < b > c") == "log$|$det X$|$, a $<$ b $>$ c"
