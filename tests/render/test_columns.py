"""Long reports in LaTeX fit the columns of journals with two, and a slide."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from matcalc_cli import pipeline
from matcalc_cli.render.documents.latex_report import latex_report

COLUMNS = {"revtex": 246, "IEEEtran": 252, "beamer": 307}
"""How wide a column is, in points."""
LONG = (
    ("softmax(Q*K'/sqrt(d), 2)*V", "Q"),
    ("P = softmax(Q*K'/sqrt(d), 2); tr(Y'*P*V)", "Q K V"),
    ("u = x - mean(x); g.*u/sqrt(u'*u/n + epsilon) + b where x: vector(n)", "x"),
    ("tr((I - K*H)*P*(I - K*H)' + K*R*K') where P: spd(n), R: spd(m)", "K"),
    ("-(nu + n)/2*log(1 + (x - m)'*inv(S)*(x - m)/nu) - logdet(S)/2 where S: spd(n), nu: scalar", "m S"),
    ("K = S*exp(-D/l) + sigma*I; -y'*inv(K)*y/2 - logdet(K)/2 where D: symmetric(n), S: symmetric(n), l: scalar", "l sigma"),
    ("norm(A*x)^2/norm(B*x)^2 + log(x'*C*x)", "x"),
)  # fmt: skip


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed (texlive-latex-base)")
def test_long_reports_fit_the_columns_of_journals(tmp_path: Path) -> None:
    reports = [latex_report(pipeline.differentiate(text, wrt=wrt.split())) for text, wrt in LONG]
    pages = [
        f"\\begin{{minipage}}{{{width}pt}}\n{report}\\end{{minipage}}\\newpage\n"
        for width in COLUMNS.values()
        for report in reports
    ]
    source = "\\documentclass{article}\\usepackage{amsmath,amssymb}\\begin{document}\n%s\\end{document}\n"
    (tmp_path / "all.tex").write_text(source % "".join(pages), encoding="ascii")
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "all.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:]
    assert re.findall(r"Overfull \\hbox.*", run.stdout) == []
