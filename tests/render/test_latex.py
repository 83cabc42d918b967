"""LaTeX source: its text, its balance, and that pdflatex takes it."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from matcalc_cli.functions import FUNCTIONS, names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Call, Name, Operation, Tree
from matcalc_cli.render.documents.latex_report import standalone
from matcalc_cli.render.formats.latex import latex

T = r"^{\mathsf{T}}"
TABLE = [
    ("A^3", "A^{3}"),
    ("A'", f"A{T}"),
    ("A''", f"(A{T}){T}"),
    ("(A^2)'", f"(A^{{2}}){T}"),
    ("A'^2", f"(A{T})^{{2}}"),
    ("inv(A)", "A^{-1}"),
    ("inv(A)'", r"A^{-\mathsf{T}}"),
    ("A^(k-1)", "A^{k-1}"),
    ("A^2^3", "A^{2^{3}}"),
    ("(A/α - B)/β", r"\frac{1}{\beta} \left(\frac{A}{\alpha} - B\right)"),
    ("A*(B/α)/β*C", r"\frac{A (B/\alpha)}{\beta} C"),
    ("expm(A/2)", r"e^{A/2}"),
    ("frechet(logm, A, dA)", r"\operatorname{frechet}(\operatorname{logm}, A, \mathrm{d}A)"),
    ("α^(β/2)", r"\alpha^{\beta/2}"),
    ("x.^2", r"x^{\odot 2}"),
    ("x.^(p-1)", r"x^{\odot (p-1)}"),
    ("x'*A*x", f"x{T} A x"),
    ("2*S*x", "2 S x"),
    ("2*3*x^2", r"2 \cdot 3 x^{2}"),
    ("x/2", r"\frac{x}{2}"),
    ("0.5*A", r"\frac{1}{2} A"),
    ("(A + B)/(2*n)", r"\frac{A + B}{2 n}"),
    ("(x/n)^2", r"\left(\frac{x}{n}\right)^{2}"),
    ("tr(A/n)", r"\operatorname{tr}\left(\frac{A}{n}\right)"),
    ("A*(x/n + y)", r"A \left(\frac{x}{n} + y\right)"),
    ("norm(x/n)", r"\left\lVert \frac{x}{n}\right\rVert"),
    ("A - (B - C)", "A - (B - C)"),
    ("-A*B", "-A B"),
    ("A*(-B)", "A (-B)"),
    ("A⊗B", r"A \otimes B"),
    ("(A⊗B)*C", r"(A \otimes B) C"),
    ("A.*B.*C", r"A \odot B \odot C"),
    ("x./y", r"x \oslash y"),
    ("A\\b", "A^{-1} b"),
    ("outer(x, y)", f"x y{T}"),
    ("norm(A*x - b)^2", r"\lVert A x - b\rVert^{2}"),
    ("logdet(S)", r"\log\lvert\det S\rvert"),
    ("logdet(X'*X)", rf"\log\lvert\det X{T} X\rvert"),
    ("exp(x)", r"\exp(x)"),
    ("exp(-2*A')", rf"\exp_{{\odot}}(-2 A{T})"),
    ("exp(A*B)", r"\exp(A B)"),
    ("sqrt(A)*x", r"\operatorname{sqrt}_{\odot}(A) x"),
    ("tanh(A)*A*gelu(A)", r"\tanh(A) A \operatorname{gelu}(A)"),
    ("softmax(x)", r"\operatorname{softmax}(x)"),
    ("A*dA*A", r"A\, \mathrm{d}A\, A"),
    ("dA^2 + dA'", rf"(\mathrm{{d}}A)^{{2}} + \mathrm{{d}}A{T}"),
    ("dα*dx_1", r"\mathrm{d}\alpha\, \mathrm{d}x_{1}"),
    ("lambda*x1 + w_12", r"\lambda x_{1} + w_{12}"),
    ("Ainv*B", r"\mathit{Ainv}\, B"),
    ("x_max + A_1_2 + Mab3", r"x_{\mathrm{max}} + A_{1,2} + \mathit{Mab}_{3}"),
    ("Σ*Alpha + ω_0", r"\Sigma \mathrm{A} + \omega_{0}"),
    ("delta*pi", r"\delta \pi"),
    ("ones(n)'*ones(m,n)", rf"\mathbf{{1}}_{{n}}{T} \mathbf{{1}}_{{m \times n}}"),
    ("zeros(m,n)", r"0_{m \times n}"),
    ("commutation(m,n)*vec(A)*K[2,1]", r"K_{m,n} \operatorname{vec}(A) {K}_{2,1}"),
    ("(I(n^2) + commutation(n,n))*kron(I(n), X')", rf"(I + K_{{n,n}}) (I \otimes X{T})"),
    ("kron(A, I(m)) + kron(I(n), A)", r"A \otimes I_{m} + I_{n} \otimes A"),
    ("sum(j, 0, k-1, A^j*dA)", r"\sum_{j=0}^{k-1} A^{j}\, \mathrm{d}A"),
    ("sum(j, 0, k, A^j)*B", r"\left(\sum_{j=0}^{k} A^{j}\right) B"),
    ("tr(A)^2*x", r"\operatorname{tr}(A)^{2} x"),
]


def read(text: str) -> Tree:
    return parse(text, names()).body


@pytest.mark.parametrize(("written", "printed"), TABLE)
def test_latex(written: str, printed: str) -> None:
    assert latex(read(written)) == printed


def test_differentials_that_do_not_look_it() -> None:
    tree = read("dweights*data")
    assert latex(tree, {"dweights"}) == r"\mathrm{d}\mathit{weights}\, \mathit{data}"


def random_tree(rng: random.Random, depth: int) -> Tree:
    if depth == 0 or rng.random() < 0.1:
        return Name(text := rng.choice(("A", "x", "alpha", "dA", "Ainv", "x_1")), text, 0, 0)
    left, right = random_tree(rng, depth - 1), random_tree(rng, depth - 1)
    operator = rng.choice((
        "add", "subtract", "multiply", "hadamard", "divide", "elementwise_divide", "solve", "kron", "power",
        "elementwise_power", "negate", "transpose", "call",
    ))  # fmt: skip
    if operator == "call":
        function = rng.choice(("norm", "logdet", "tr", "exp", "det", "inv", "softmax"))
        return Call(function, (left,), 0, 0, name=(0, 0))
    return Operation(operator, (left,) if operator in ("negate", "transpose") else (left, right), 0, 0)


def samples() -> list[str]:
    rng = random.Random(4)
    trees = [random_tree(rng, 5) for _ in range(60)]
    trees += [Call(f.name, _arguments(f.name), 0, 0, name=(0, 0)) for f in FUNCTIONS.values()]
    return [latex(tree) for tree in trees] + [printed for _, printed in TABLE]


def _arguments(function: str) -> list[Tree]:
    signature = FUNCTIONS[function].signatures[0].partition("->")[0]
    count = signature.count(":") + (signature.partition(")")[0].count(",") + 1 if signature.startswith("(") else 0)
    return [Name("A", "A", 0, 0)] * count


def test_source_is_balanced_ascii_on_one_line() -> None:
    for source in samples():
        assert source.isascii()
        assert "\n" not in source
        assert source.count("{") == source.count("}")
        assert source.count("(") == source.count(")")
        for opening, closing in ((r"\left", r"\right"), (r"\lVert", r"\rVert"), (r"\lvert", r"\rvert")):
            count = (len(re.findall(re.escape(mark) + "(?![a-z])", source)) for mark in (opening, closing))
            assert len(set(count)) == 1, source


def test_no_double_superscripts() -> None:
    """`A^{2}^{T}` is an error in TeX; a group may only be raised after a bracket or an index."""
    for source in samples():
        depth_free = source
        while (shorter := re.sub(r"\^\{[^{}]*\}", "↑", depth_free)) != depth_free:
            depth_free = shorter
        assert "↑↑" not in depth_free, source


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed (texlive-latex-base)")
def test_pdflatex_compiles_everything(tmp_path: Path) -> None:
    (tmp_path / "all.tex").write_text(standalone("\n".join(samples())), encoding="ascii")
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "all.tex"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:]


def test_deep_trees() -> None:
    for operator in ("add", "multiply", "kron", "transpose", "power", "divide"):
        tree: Tree = Name("A", "A", 0, 0)
        for _ in range(9_000):
            operands = (tree,) if operator == "transpose" else (tree, Name("B", "B", 0, 0))
            tree = Operation(operator, operands, 0, 0)
        source = latex(tree)
        assert source.count("{") == source.count("}")
