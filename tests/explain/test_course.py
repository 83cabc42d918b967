"""The derivations a student of the course reads, line for line."""

from __future__ import annotations

import pytest

from matcalc_cli import pipeline
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.formats.markup import plain_text
from matcalc_cli.render.formats.pretty import pretty
from matcalc_cli.render.reports.steps import steps


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


def reasons(text: str, **options: tuple[str, ...]) -> list[str]:
    derivation = pipeline.explain(text, **options)  # type: ignore[arg-type]
    return [
        "".join(plain_text(pretty(p)) if isinstance(p, Tree) else p for p in line.reason) for line in derivation.lines
    ]


def test_a_rule_is_stated_in_letters_that_the_program_does_not_use() -> None:
    assert "d(sin(t)) = cos(t) dt" in reasons("sin(x'*x)")
    assert "d(exp(s)) = exp(s) ds" in reasons("exp(t'*t) where t: vector(n)")
    assert "d(log|det Y|) = tr(Y⁻¹ dY)" in reasons("logdet(X'*A*X)")
    assert "d(log|det X|) = tr(X⁻¹ dX)" in reasons("logdet(A'*A)")


def test_what_is_constant_is_said() -> None:
    said = reasons("norm(A*x - b)^2", wrt=("x",))
    assert "linearity: A and b are constant" in said


def test_an_expression_that_is_rewritten_first_says_by_which_equation() -> None:
    assert "log(softmax(x)) = x − logsumexp(x)" in reasons("-y'*log(softmax(W*x))")
    assert "log(1 + exp(X)) = softplus(X)" in reasons("sum(log(1 + exp(x)))")
    assert "tr(U V) = tr(V U)" in reasons("tr(A'*B*A)")[1]
    assert [str(line.left) for line in pipeline.explain("A*x").lines].count("f") == 0


def test_parts_keep_the_sign_and_the_names_of_the_user() -> None:
    names = {getattr(line.left, "name", "") for line in pipeline.explain("u = x - m; u'*S*u").lines}
    assert "u" in names
    assert "x − m" in rights("u = x - m; u'*S*u")
    assert "x − m" in rights("(x - m)'*S*(x - m)")
    network = rights("h = tanh(V*x); y = W*h + b; norm(y - t)^2")
    assert "W h + b" in network
    assert "y − t" in network


def test_a_differential_goes_to_the_end_of_every_term() -> None:
    assert "2 tr(x uᵀ dA) + 2 uᵀ A dx − 2 uᵀ db" in rights("norm(A*x - b)^2")
    assert "−diag(Aᵀ M⁻² A)ᵀ dx" in rights("tr((A*diag(x)*A')^-1)", wrt=("x",))
    assert "tr(sign(A)ᵀ dA)" in rights("norm1(A)")


def test_the_rule_itself_is_derived_where_it_is_all_there_is() -> None:
    titles = [section.title for section in pipeline.explain("inv(B)").sections]
    assert titles[0] == ("where the rule comes from",)
    assert "−dB B⁻¹" in rights("inv(B)")
    assert all(section.title != ("where the rule comes from",) for section in pipeline.explain("inv(A*B)").sections)


def test_what_a_proof_assumes_is_not_called_verified() -> None:
    assert pipeline.explain("inv(A)").verdict == "exact"
    assert pipeline.explain("det(A)").verdict == "every line verified exactly, except where the proof assumes something"


def test_of_several_variables_every_line_is_decided() -> None:
    assert pipeline.explain("softmax(A*x)").verdict == "exact"
    assert pipeline.explain("y = A*x + b; tanh(y - t)").verdict == "exact"


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
    assert "# every line verified exactly" in text.splitlines()
