"""Mathematical notation in Unicode."""

from __future__ import annotations

import pytest

from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.render.formats.markup import KINDS, Piece, plain_text
from matcalc_cli.render.formats.pretty import pretty


def pieces(text: str) -> list[Piece]:
    return pretty(parse(text, names()).body)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("A^3", "A³"),
        ("A'", "Aᵀ"),
        ("A''", "(Aᵀ)ᵀ"),
        ("(A^2)'", "(A²)ᵀ"),
        ("A'^2", "(Aᵀ)²"),
        ("inv(A)", "A⁻¹"),
        ("A^-1", "A⁻¹"),
        ("inv(A)'", "A⁻ᵀ"),
        ("A^-T", "A⁻ᵀ"),
        ("inv(A')", "(Aᵀ)⁻¹"),
        ("inv(inv(A))", "(A⁻¹)⁻¹"),
        ("inv(A*B)'", "(A B)⁻ᵀ"),
        ("A^k*A^(k-1)*A^-k", "Aᵏ Aᵏ⁻¹ A⁻ᵏ"),
        ("A^(k-1-j)", "Aᵏ⁻¹⁻ʲ"),
        ("A^2^3", "A^(2³)"),
        ("α^β", "α^β"),
        ("α^(β+1)", "α^(β+1)"),
        ("x.^2", "x.^2"),
        ("x.^(p-1)", "x.^(p−1)"),
        ("(x+y).^2", "(x + y).^2"),
        ("x'*A*x", "xᵀ A x"),
        ("2*S*x", "2 S x"),
        ("2*3*x", "2·3 x"),
        ("x*2^k", "x·2ᵏ"),
        ("1/2*x'*A*x", "1/2 xᵀ A x"),
        ("x/2", "x/2"),
        ("x/(2*n)", "x/(2 n)"),
        ("x/n*y", "(x/n) y"),
        ("A*(x/n)", "A (x/n)"),
        ("(A+B)/2", "(A + B)/2"),
        ("0.5*A", "1/2 A"),
        ("A - B + C", "A − B + C"),
        ("A - (B - C)", "A − (B − C)"),
        ("-A*B", "−A B"),
        ("-(A*B)", "−A B"),
        ("-(A+B)", "−(A + B)"),
        ("A*(-B)", "A (−B)"),
        ("A + (-B)", "A + (−B)"),
        ("(-A)^2", "(−A)²"),
        ("-A^2", "−A²"),
        ("kron(A, B)", "A ⊗ B"),
        ("kron(A, B, C)", "A ⊗ B ⊗ C"),
        ("kron(A, kron(B, C))", "A ⊗ (B ⊗ C)"),
        ("kron(A*B, C)*D", "(A B ⊗ C) D"),
        ("kron(A + B, C)", "(A + B) ⊗ C"),
        ("kron(A, B)'", "(A ⊗ B)ᵀ"),
        ("A.*B", "A ⊙ B"),
        ("hadamard(A, B)", "A ⊙ B"),
        ("A.*B.*C", "A ⊙ B ⊙ C"),
        ("kron(A.*B, C)", "(A ⊙ B) ⊗ C"),
        ("x./y", "x ⊘ y"),
        ("A\\b", "A⁻¹ b"),
        ("solve(A + B, b)", "(A + B)⁻¹ b"),
        ("outer(x, y)", "x yᵀ"),
        ("transpose(A)", "Aᵀ"),
        ("norm(A*x - b)^2", "‖A x − b‖²"),
        ("logdet(S)", "log|det S|"),
        ("logdet(X'*X)", "log|det Xᵀ X|"),
        ("logdet(A + B)^2", "(log|det (A + B)|)²"),
        ("tr(A)^2", "tr(A)²"),
        ("trace(A)", "tr(A)"),
        ("exp.(x)", "exp(x)"),
        ("vec(A)'*diag(x)", "vec(A)ᵀ diag(x)"),
        ("ones(n)'*x", "𝟏ₙᵀ x"),
        ("zeros(n)", "0"),
        ("commutation(m,n)*vec(A)", "Kₘₙ vec(A)"),
        ("2*pi*x", "2 π x"),
        ("kron(A, I(n)) + kron(I(n), A)", "A ⊗ I + I ⊗ A"),
        ("kron(A, I(m)) + kron(I(n), A)", "A ⊗ Iₘ + Iₙ ⊗ A"),
        ("(I(n^2) + commutation(n,n))*kron(I(n), X')", "(I + Kₙₙ) (I ⊗ Xᵀ)"),
        ("kron(A, I(m*n)) + kron(I(n^2), A)", "A ⊗ Iₘₙ + I(n²) ⊗ A"),
        ("vec(I(n))", "vec(Iₙ)"),
        ("A - 2*I", "A − 2 I"),
        ("sum(j, 0, k-1, A^j*B*A^(k-1-j))", "Σⱼ₌₀ᵏ⁻¹ Aʲ B Aᵏ⁻¹⁻ʲ"),
        ("sum(j, 0, k, A^j) + B", "Σⱼ₌₀ᵏ Aʲ + B"),
        ("A*sum(j, 0, k, A^j)", "A Σⱼ₌₀ᵏ Aʲ"),
        ("sum(j, 0, k^2, A^j)", "Σ(j = 0, …, k²) Aʲ"),
        ("dA^2", "(dA)²"),
        ("dA'*inv(dA)", "dAᵀ (dA)⁻¹"),
        ("σ*Σ*dα", "σ Σ dα"),
        ("sigma*Sigma", "σ Σ"),
        ("sum(x)", "sum(x)"),
    ],
)
def test_pretty(written: str, printed: str) -> None:
    assert plain_text(pieces(written)) == printed


def test_kinds_of_pieces() -> None:
    found = pieces("2*dA*norm(x)^2 + kron(A, B)/3")
    assert {kind for kind, _ in found} <= set(KINDS)
    assert ("differential", "dA") in found
    assert ("variable", "x") in found


def test_known_differentials_need_not_look_it() -> None:
    tree = parse("dweights*data", names()).body
    assert [kind for kind, _ in pretty(tree, differentials={"dweights"})] == ["differential", "space", "variable"]
