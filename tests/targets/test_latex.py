"""The latex target: every program compiles, and the pseudo-code says what the plan does."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from matcalc_cli.questions import modules
from tests.targets.programs import programs

DOCUMENT = "\\documentclass{article}\n\\usepackage{amsmath,amssymb}\n\\begin{document}\n%s\n\\end{document}\n"


def body(text: str, name: str, **options: object) -> list[str]:
    """The lines of a function."""
    code = modules.code(text, target="latex", **options)  # type: ignore[arg-type]
    found = re.search(rf"{name}.*?\\begin{{flalign\*}}\n(.*?)\n\\end{{flalign\*}}", code, re.DOTALL)
    assert found
    return [
        line.strip().removesuffix(" \\\\").removesuffix(" &").removeprefix(r"& \quad ") for line in found[1].split("\n")
    ]


def test_shared_parts_are_named_and_brackets_stand_where_they_must() -> None:
    assert body("(A*x - b)'*(A*x - b)", "hvp", wrt=["x"])[-1] == r"\textbf{return } 2\, (A^{\mathsf{T}}\, (A\, V))"
    assert body("norm(A*x - b)^2", "value", wrt=["x"])[-1] == r"\textbf{return } \left\lVert A\, x - b\right\rVert^{2}"
    assert body("x'*y*x", "value")[-1] == r"\textbf{return } (x^{\mathsf{T}}\, y)\, x"


def test_greek_names_and_differentials() -> None:
    assert body("σ*dot(c, x_1)", "differential", wrt=["x_1"]) == [
        r"\textbf{return } \sigma \cdot (c^{\mathsf{T}}\, \mathrm{d}x_{1})"
    ]


def test_a_sum_that_takes_statements_is_a_loop() -> None:
    lines = body("tr(B*A^k)", "hessian", wrt=["A"])
    assert any(line.startswith(r"\textbf{for } i = 0, \dots, ") for line in lines)
    assert any(r"\quad \quad" in line for line in lines)


def test_an_exponent_is_in_braces_and_its_power_in_brackets() -> None:
    assert r"(e^{A + X})^{\mathsf{T}}" in modules.code("sum(expm(X + A)'.*A)", target="latex")
    assert r"(A^+)^{\mathsf{T}}" in modules.code("tr(pinv(A)*B)", target="latex", wrt=["B"])
    assert r"\rVert_{\frac{3}{2}}" in modules.code("norm(x, 3/2)", target="latex")


@pytest.mark.parametrize("target", ["latex", "matlab"])
def test_a_matrix_of_one_entry_takes_no_statement(target: str) -> None:
    code = modules.code("sum(exp(A*X)) where X: matrix(1,1)", wrt=["A"], target=target)
    assert not re.search(r"\\quad  &|^ +$", code, re.MULTILINE)


def test_it_is_ascii() -> None:
    assert modules.code("σ*x'*Σ*x", target="latex").isascii()


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_programs_compile(tmp_path: Path) -> None:
    pages = [program.code("latex") for program in programs()[::2]]
    (tmp_path / "all.tex").write_text(DOCUMENT % "\n\\newpage\n".join(pages))
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        cwd=tmp_path, capture_output=True, encoding="latin-1", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("text", ["z'*B*z where B: spd(n)", "B*z where B: spd(n)", "kron(A, B)"])
def test_operators_have_names_without_subscripts(text: str) -> None:
    code = modules.code(text, target="latex", operators=True)
    heads = re.findall(r"function\} \$(.*?)\(", code)
    assert any("times" in head or "factors" in head for head in heads)
    assert not any(re.search(r"(?<!\\)_(?!\{)", head) for head in heads)
