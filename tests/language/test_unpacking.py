"""Names for the factors of a matrix, in the language and in others."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.pipeline import simplified
from matcalc_cli.program import Written
from matcalc_cli.render.reports.answers import program_text

FACTORS = [
    ("", "(Q, R) = qr(A); Q + 0*A", "qr_q(A)"),
    ("", "[Q, R] = qr(A); R", "qr_r(A)"),
    ("", "Q, R = qr(A'*A + B); Q*R", "A'*A + B"),
    ("", "(L, U) = lu(A); L*U", "A"),
    ("", "(U, s, V) = svd(A); s", "svdvals(A)"),
    ("", "(_, _, V) = svd(A); V", "svdv(A)"),
    ("", "(lambda, V) = eig(A); V*diag(lambda)*inv(V)", "A"),
    ("", "(w, V) = eigen(S); w", "eig(S)"),
    ("", "(lambda, q) = eig(A, 2); lambda*q", "eig(A)[2]*eigbasis(A)[:,2]"),
    ("", "(lambda, V) = eigh(S); lambda where S: symmetric(n)", "eigvals(S) where S: symmetric(n)"),
    ("", "f(x) = x'*x; (L, U) = lu(A); f(L*a)", "a'*lu_l(A)'*lu_l(A)*a"),
    ("matlab", "[Q, R] = qr(A); R", "qr_r(A)"),
    ("matlab", "[~, S, V] = svd(A); S", "diag(svdvals(A))"),
    ("matlab", "[V, D] = eig(A); D", "diag(eig(A))"),
    ("julia", "λ, V = eigen(A); V", "eigbasis(A)"),
    ("julia", "U, s, V = svd(A); V", "svdv(A)"),
    ("numpy", "Q, R = np.linalg.qr(A, mode='reduced')\nR", "qr_r(A)"),
    ("numpy", "U, s, Vh = np.linalg.svd(A, full_matrices=False)\nVh", "svdv(A)'"),
    ("numpy", "w, V = torch.linalg.eigh(S)\nw where S: symmetric(n)", "eigvals(S) where S: symmetric(n)"),
]


@pytest.mark.parametrize(("notation", "text", "printed"), FACTORS)
def test_factors_have_names(notation: str, text: str, printed: str) -> None:
    answer = simplified(Written(text, notation) if notation else text)
    assert program_text(answer.expression) == printed
    assert all("not used" not in note for note in answer.notes)


@pytest.mark.parametrize(("text", "said"), [
    ("(Q, R) = qr(A)", "no expression follows"),
    ("(Q, R, P) = qr(A); Q", "qr has 2 factors, and here are 3 names"),
    ("(Q, R) = tr(A); Q", "several names are for the factors"),
    ("(Q, R) = A; Q", "a comma separates"),
    ("tr(qr(A))", "qr has several factors"),
])  # fmt: skip
def test_what_has_no_factors_is_told(text: str, said: str) -> None:
    with pytest.raises(MatcalcError, match=said):
        simplified(text)


def test_every_factor_has_its_place() -> None:
    places = sorted(key for f in FUNCTIONS.values() for key in f.factor)
    assert len(places) == len(set(places))
