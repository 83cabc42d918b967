"""Documents in the programs that make PDF of them: every Typst since 0.12, and pandoc with its usual LaTeX."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from matcalc_cli.render.documents.latex_steps import markdown_page
from matcalc_cli.render.documents.typst_pages import typst_document, typst_page
from matcalc_cli.render.formats.typst import typst
from tests.render.programs import pages, report_pages, trees

VERSIONS = Path(os.environ.get("MATCALC_TYPST_VERSIONS", "no versions"))
"""A directory with one directory for each version of the wheel typst, which .ci/run makes."""
COMPILE = "import sys; sys.path.insert(0, sys.argv[1]); import typst; typst.compile(sys.argv[2], output=sys.argv[3])"


def found_versions() -> list[object]:
    """The versions, or a test that says why there are none."""
    found = sorted(VERSIONS.iterdir()) if VERSIONS.is_dir() else []
    why = pytest.mark.skip(reason="MATCALC_TYPST_VERSIONS names no directory with versions of typst")
    return [pytest.param(path, id=path.name) for path in found] or [pytest.param(VERSIONS, marks=why, id="none")]


def pandoc() -> str:
    """The program pandoc, Debian's or that of pypandoc_binary."""
    if found := shutil.which("pandoc"):
        return found
    return str(pytest.importorskip("pypandoc", reason="pandoc is not installed").get_pandoc_path())


@pytest.mark.parametrize("version", found_versions())
def test_typst_makes_pdf_of_every_function_and_page(version: Path, tmp_path: Path) -> None:
    formulas = "".join(f"$ {typst(tree)} $\n\n" for tree in trees())
    source, target = tmp_path / "all.typ", tmp_path / "all.pdf"
    texts = [formulas, *map(typst_page, (*pages(), *report_pages()))]
    source.write_text(typst_document("".join(texts)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", COMPILE, str(version), str(source), str(target)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert target.read_bytes().startswith(b"%PDF")


def test_pandoc_makes_pdf_of_every_page(tmp_path: Path) -> None:
    styles = [shutil.which("kpsewhich") or "", "xcolor.sty", "lmodern.sty", "amsmath.sty"]
    if not styles[0] or subprocess.run(styles, capture_output=True, check=False).returncode:
        pytest.skip("pdflatex, or a package that pandoc's LaTeX loads, is not installed")
    source, target = tmp_path / "all.md", tmp_path / "all.pdf"
    source.write_text("".join(map(markdown_page, (*pages(), *report_pages()))), encoding="utf-8")
    done = subprocess.run(
        [pandoc(), str(source), "-o", str(target)], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "Missing character" not in done.stderr
    assert target.read_bytes().startswith(b"%PDF")
