"""The derivations a student of the course reads, line for line."""

from __future__ import annotations

import pytest

from matcalc_cli import pipeline
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.markup import plain_text
from matcalc_cli.render.steps import steps
from matcalc_cli.render.text import pretty


def rights(text: str, *, wrt: tuple[str, ...] = (), style: str = "", mode: str = "") -> list[str]:
    derivation = pipeline.explain(text, wrt=wrt, style=style, mode=mode)
    return [plain_text(pretty(line.right)) for line in derivation.lines]


def test_the_square_is_the_lectures() -> None:
    assert rights("A^2") == [
        "(A + dA)² − A²",
        "A² + A dA + dA A + (dA)² − A²",
        "A dA + dA A + (dA)²",
        "A dA + dA A",
        "A dA I + I dA A",
        "vec(A dA I) + vec(I dA A)",
        "(I ⊗ A) vec(dA) + (Aᵀ ⊗ I) vec(dA)",
        "(I ⊗ A + Aᵀ ⊗ I) vec(dA)",
        "Aᵀ ⊗ I + I ⊗ A",
    ]


def test_the_cube_is_the_lectures() -> None:
    assert rights("A^3") == [
        "(A + dA)³ − A³",
        "(A + dA)² (A + dA) − A³",
        "(A + dA)² A + (A + dA)² dA − A³",
        "(A² + A dA + dA A + (dA)²) A + (A² + A dA + dA A + (dA)²) dA − A³",
        "A³ + A dA A + dA A² + (dA)² A + A² dA + A (dA)² + dA A dA + (dA)³ − A³",
        "A dA A + dA A² + (dA)² A + A² dA + A (dA)² + dA A dA + (dA)³",
        "A dA A + dA A² + A² dA",
        "A dA A + I dA A² + A² dA I",
        "vec(A dA A) + vec(I dA A²) + vec(A² dA I)",
        "(Aᵀ ⊗ A) vec(dA) + ((A²)ᵀ ⊗ I) vec(dA) + (I ⊗ A²) vec(dA)",
        "(Aᵀ ⊗ A + (A²)ᵀ ⊗ I + I ⊗ A²) vec(dA)",
        "(A²)ᵀ ⊗ I + Aᵀ ⊗ A + I ⊗ A²",
    ]


def test_a_log_determinant_by_rules() -> None:
    derivation = pipeline.explain("logdet(X'*A*X)", wrt=("X",))
    reasons = [
        "".join(plain_text(pretty(p)) if isinstance(p, Tree) else p for p in line.reason) for line in derivation.lines
    ]
    assert "d(log|det Y|) = tr(Y⁻¹ dY)" in reasons
    assert "product rule" in reasons
    assert "chain rule: put dM in" in reasons
    assert "tr(U) = tr(Uᵀ), tr(U V) = tr(V U)" in reasons
    assert "what stands before dX, transposed" in reasons
    assert "M written out" in reasons


def test_a_quadratic_form() -> None:
    assert rights("x'*A*x", wrt=("x",)) == [
        "(x + dx)ᵀ A (x + dx) − xᵀ A x",
        "xᵀ A x + xᵀ A dx + dxᵀ A x + dxᵀ A dx − xᵀ A x",
        "xᵀ A dx + dxᵀ A x + dxᵀ A dx",
        "xᵀ A dx + dxᵀ A x",
        "xᵀ A dx + xᵀ Aᵀ dx",
        "((A + Aᵀ) x)ᵀ dx",
        "(A + Aᵀ) x",
    ]


def test_a_network_goes_backwards_layer_by_layer() -> None:
    text = "h = tanh(V*x + b); r = W*h - y; norm(r)^2/2"
    titles = [
        "".join(plain_text(pretty(p)) if isinstance(p, Tree) else p for p in section.title)
        for section in pipeline.explain(text).sections
    ]
    assert titles == [
        "forward pass",
        "backward pass",
        "through r",
        "through h",
        "through u",
        "the answers",
        "the answers, written out",
    ]
    lines = rights(text)
    assert "Wᵀ g_r" in lines
    assert "(1 − h.^2) ⊙ g_h" in lines
    assert "g_u xᵀ" in lines


@pytest.mark.parametrize(("mode", "grouped"), [("forward", "J_f (J_r (J_h J_u))"), ("reverse", "J_f J_r J_h J_u")])
def test_the_two_groupings_and_what_they_cost(mode: str, grouped: str) -> None:
    text = "h = tanh(V*x + b); r = W*h - y; norm(r)^2/2"
    derivation = pipeline.explain(text, wrt=("V",), mode=mode, sizes={"m": 2, "n": 3, "p": 5})
    last = [plain_text(pretty(line.right)) for line in derivation.sections[-1].lines]
    # V m x n, u and h of m, r of p: (m x m)(m x mn), (p x m)(m x mn), (1 x p)(p x mn) against rows from the left
    assert last[0] == grouped
    assert last[2] == str(2 * 2 * 6 + 5 * 2 * 6 + 5 * 6)
    assert last[4] == str(5 * 2 + 2 * 2 + 2 * 6)


def test_the_styles_are_two() -> None:
    assert rights("A^2", style="rules")[0] == "dA A + A dA"
    assert rights("A^4", style="definition")[0] == "(A + dA)⁴ − A⁴"
    assert rights("A^4")[0].startswith("dA A³")
    assert rights("inv(A)", style="definition") == rights("inv(A)")


def test_a_structured_variable_says_what_counts() -> None:
    text = plain_text(steps(pipeline.explain("tr(S*A) where S: symmetric(n)", wrt=("S",))))
    assert "dS is symmetric, so only the symmetric part (G + Gᵀ)/2 counts" in text


def test_the_plain_text_is_ascii_and_its_right_sides_are_programs() -> None:
    text = plain_text(steps(pipeline.explain("logdet(X'*A*X)", wrt=("X",)), unicode=False))
    assert text.isascii()
    assert "grad f = A*X*inv(M) + A'*X*inv(M)'" in text
    assert text.rstrip().endswith("# every line verified exactly")
