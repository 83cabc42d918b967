"""What equations define: answers as they are printed, what is refused and why, and a slice of the campaign."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from matcalc_cli import pipeline
from matcalc_cli.answers.answer import Answer
from matcalc_cli.budget import Budget
from matcalc_cli.check.before_printing import verified
from matcalc_cli.cli.main import main
from matcalc_cli.errors import MatcalcError
from matcalc_cli.language.equals import NOTE
from matcalc_cli.program import Written
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.render.reports.conditions import text as conditions
from tests.campaigns.implicit import FAMILIES, SINGULAR, eigenpair, factors, of_family, refused, right, stationary

ANSWERS = """
    A*x - b                                   | x      | A | -inv(A)*dA*x                              | det(A) != 0
    det(A - lambda*I)                         | lambda | A | tr(adj(A - lambda*I(n))*dA)/tr(adj(A - lambda*I(n))) | tr(adj(A - lambda*I(n))) != 0
    A*X + X*B - C                             | X      | A | -sylvester(A, B, dA*X)                    | det(kron(B, I(m)) + kron(I(n), A')) != 0
    X - A*X*A' - Q                            | X      | Q | stein(A, dQ)                              | no product of two eigenvalues of A is 1
    A*X*B - C                                 | X      | C | inv(A)*dC*inv(B)                          | det(A) != 0, det(B) != 0
    A*X' - C                                  | X      | C | (inv(A)*dC)'                              | det(A) != 0
    X.^2 + A.*X - B                           | X      | B | dB./(A + 2*X)                             | no entry of A + 2*X is 0
    A*(X - B)                                 | X      | B | dB                                        | det(A) != 0
    exp(alpha)*beta - alpha                   | alpha  | beta | exp(alpha)*dbeta/(1 - beta*exp(alpha)) | 1 - beta*exp(alpha) != 0
    L*L' - S where L: lower(n), S: spd(n)     | L      | S | L*halftril(inv(L)*dS*inv(L)') where L: lower(n), S: symmetric(n) | det(L) != 0
    L'*L - S where L: lower(n), S: spd(n)     | L      | S | halftril(inv(L)'*dS*inv(L))*L where L: lower(n), S: symmetric(n) | det(L) != 0
    R'*R - S where R: upper(n), S: spd(n)     | R      | S | halftril(inv(R)'*dS*inv(R))'*R where R: upper(n), S: symmetric(n) | det(R) != 0
    A*X*B + C*X*D - E | X | A | -gsylv(A, B, C, D, dA*X*B) | det(kron(B, A') + kron(D, C')) != 0
    logm(X) - 2*A                             | X      | A | 2*frechet(expm, logm(X), dA)              | X has no eigenvalue that is 0 or negative
    sqrtm(X) - A                              | X      | A | dA*sqrtm(X) + sqrtm(X)*dA                 | X has no eigenvalue that is 0 or negative
    W + W' - H where W: hollow(n), H: hollow(n) | W    | H | dH/2 where H: hollow(n) |
    2*sqrtm(X) - S where X: spd(n), S: spd(n) | X      | S | (dS*sqrtm(X) + sqrtm(X)*dS)/2 where X: spd(n), S: symmetric(n) |
    B*sqrtm(X)*C - A                          | X      | A | inv(B)*dA*inv(C)*sqrtm(X) + sqrtm(X)*inv(B)*dA*inv(C) | X has no eigenvalue that is 0 or negative, det(B) != 0, det(C) != 0
    sqrtm(B*X*C) - A                          | X      | A | t1 = sqrtm(B*X*C); inv(B)*(dA*t1 + t1*dA)*inv(C) | B*X*C has no eigenvalue that is 0 or negative
    sqrtm(X) + X - A                          | X      | A | sylvester(I(n) + sqrtm(X), sqrtm(X), dA)*sqrtm(X) + sqrtm(X)*sylvester(I(n) + sqrtm(X), sqrtm(X), dA) | X has no eigenvalue that is 0 or negative, det(kron(sqrtm(X), I(n)) + kron(I(n), I(n) + sqrtm(X)')) != 0
    expm(X) - A where X: symmetric(n), A: symmetric(n) | X | A | frechet(logm, expm(X), dA) where X: symmetric(n), A: symmetric(n) |
    X - A*X*B - C                             | X      | C | gsylv(I(m), I(n), -A, B, dC)              | det(I(m*n) - kron(B, A')) != 0
    S*X*T + P*X*Q - C where S: spd(m), T: spd(n), P: spd(m), Q: spd(n) | X | C | gsylv(P, Q, S, T, dC) where P: spd(m), Q: spd(n), S: spd(m), T: spd(n) |
    S*X*B + P*X - C where S: spd(m), P: spd(m) | X | C | sylvester(inv(S)*P, B, inv(S)*dC) where P: spd(m), S: spd(m) | det(kron(B, I(m)) + kron(I(n), P*inv(S))) != 0
    D*x + D^2*b - c where D: diagonal(n)      | D      | c | diag(inv(diag(D*b + x) + D*diag(b))*dc) where D: diagonal(n) | det(diag(D*b + x) + D*diag(b)) != 0
    inv(X) - A*X - C                          | X      | C | -sylvester(X*A, inv(X), X*dC)             | det(X) != 0, det(kron(inv(X)', I(n)) + kron(I(n), X*A)) != 0
    X + alpha*X - C                           | X      | C | dC/(1 + alpha)                            | 1 + alpha != 0
    3*x + 3*alpha*x - b                       | x      | b | db/(3*(1 + alpha))                        | 1 + alpha != 0
    2*A'*X*A - 2*X - Q                        | X      | Q | -stein(A', dQ)/2                          | no product of two eigenvalues of A is 1
    A'*X*A - X - A'*X*B*inv(R + B'*X*B)*B'*X*A + Q where X: symmetric(n), R: spd(m), Q: symmetric(n), B: matrix(n,m) | X | Q | stein((A - B*inv(B'*X*B + R)*B'*X*A)', dQ) where R: spd(m), X: symmetric(n), Q: symmetric(n) | det(t1) != 0, no product of two eigenvalues of A - B*inv(t1)*B'*X*A is 1, with t1 = B'*X*B + R
    X^2 - S where X: spd(n), S: spd(n)        | X      | S | sylvester(X, X, dS) where X: spd(n), S: symmetric(n) |
    A*X' + X'*B - C                           | X      | C | sylvester(B', A', dC')                    | det(kron(A, I(n)) + kron(I(m), B')) != 0
    X^3 - A where X: spd(n), A: spd(n)        | X      | A | eigvecs(X)*(eigvecs(X)'*dA*eigvecs(X)./(eigvals(X)*eigvals(X)' .+ (eigvals(X).^2)' .+ eigvals(X).^2))*eigvecs(X)' where X: spd(n), A: symmetric(n) | the eigenvalues of X are simple
    diag(A*X*B + X*C - D) where X: diagonal(n) | X     | D | diag(inv(A.*B' + diag(diag(C)))*diag(dD)) | det(A.*B' + diag(diag(C))) != 0
    [A*V = V*D; diag(V) = 1] where V: matrix(n,n), D: diagonal(n) | D V | A | diag(diag(inv(V)*dA*V)) | det(V) != 0, no entry of I(n) .+ diag(D)' .- diag(D) is 0, no entry of diag(V) is 0
    [A*V = B*V*D; diag(V'*B*V) = 1] where V: matrix(n,n), D: diagonal(n) | D V | A | diag(diag(inv(V)*inv(B)*dA*V)) | det(V) != 0, det(B) != 0, no entry of I(n) .+ diag(D)' .- diag(D) is 0, no entry of diag(V'*B*V) is 0
    A'*Q - Q'*A where Q: orthogonal(n)        | Q      | A | Q*sylvester(A'*Q, Q'*A, Q'*dA - dA'*Q) where Q: orthogonal(n) | det(kron(A'*Q, I(n)) + kron(I(n), A'*Q)) != 0
    A*x - lambda*x where x: sphere(n)         | x lambda | A | -inv([A - lambda*I(n), -x; 2*x', 0])[1:n,1:n]*dA*x | det([A - lambda*I(n), -x; 2*x', 0]) != 0
    sum(i in 1:n, x_i*(y_i - x_i'*w)) + alpha*w where x_i: vector(p), y_i: scalar | w | alpha | dalpha*inv(sum(j, 1, n, x_j*x_j') - alpha*I(p))*w | det(alpha*I(p) - sum(j, 1, n, x_j*x_j')) != 0
    sum(i in 1:n, x_i*(y_i - x_i'*w)) + alpha*w where x_i: vector(p), y_i: scalar | w | y_k | dy_k*inv(sum(j, 1, n, x_j*x_j') - alpha*I(p))*x_k where y_k: scalar | det(alpha*I(p) - sum(j, 1, n, x_j*x_j')) != 0
    Q*R - A where Q: orthogonal(n), R: upper(n) | Q R | A | Q*(stricttril(Q'*dA*inv(R)) - stricttril(Q'*dA*inv(R))') where Q: orthogonal(n), R: upper(n) | det(R) != 0
    R*Q - A where Q: orthogonal(n), R: upper(n) | Q R | A | (stricttril(inv(R)*dA*Q') - stricttril(inv(R)*dA*Q')')*Q where Q: orthogonal(n), R: upper(n) | det(R) != 0
    Q'*A = R where Q: orthogonal(n), R: upper(n) | Q R | A | Q*(stricttril(Q'*dA*inv(R)) - stricttril(Q'*dA*inv(R))') where Q: orthogonal(n), R: upper(n) | det(R) != 0
    A - X*L where X: stiefel(m,n), L: lower(n) | L X | A | t1 = stricttril(inv(L)'*dA'*X); t1*L - t1'*L + X'*dA where L: lower(n) | det(L) != 0
    U*P - A where U: stiefel(m,n), P: spd(n) | P U | A | U'*dA - sylvester(P, P, U'*dA - dA'*U)*P where P: spd(n) |
    [L*U - A; diag(L) - 1] where L: lower(n), U: upper(n) | L U | A | L*stricttril(inv(L)*dA*inv(U)) where L: lower(n), U: upper(n) | det(L) != 0, det(U) != 0
    [L*U - A; diag(U) - x] where L: lower(n), U: upper(n) | L U | x | -L*diag(dx./diag(U)) where L: lower(n), U: upper(n) | det(L) != 0, det(U) != 0
    [L*D*L' - S; diag(L) = 1] where L: lower(n), D: diagonal(n), S: spd(n) | D L | S | diag(diag(inv(L)*dS*inv(L)')) where L: lower(n), S: symmetric(n) | det(L) != 0, det(D) != 0
    Q*P - A where Q: orthogonal(n), P: spd(n) | Q P | A | Q*sylvester(P, P, Q'*dA - dA'*Q) where P: spd(n), Q: orthogonal(n) |
    P*Q - A where Q: orthogonal(n), P: spd(n) | P Q | A | dA*Q' - P*sylvester(P, P, dA*Q' - Q*dA') where P: spd(n), Q: orthogonal(n) |
    S*Q = Q*D where Q: orthogonal(n), D: diagonal(n), S: symmetric(n) | D Q | S | diag(diag(Q'*dS*Q)) where Q: orthogonal(n), S: symmetric(n) | no entry of I(n) .+ diag(D)' .- diag(D) is 0
    U*D*V' - A where U: orthogonal(n), V: orthogonal(n), D: diagonal(n) | D U V | A | diag(diag(U'*dA*V)) where U: orthogonal(n), V: orthogonal(n) | no entry of I(n) .+ diag(D^2)' .- diag(D^2) is 0
    sum(i in 1:N, A_i*x_i) - b | x_k | b | inv(A_k)*db | det(A_k) != 0
    sum(i in 1:N, A_i*x_i) - b | x_k | A_j | -inv(A_k)*dA_j*x_j | det(A_k) != 0
    [A*X + X*B - C; X*Y - D] | X Y | C | sylvester(A, B, dC) | det(kron(B, I(m)) + kron(I(m), A')) != 0, det(X) != 0
    X_k*A - B_k*X_k + sum(i in 1:N, C_i*X_i) | X_k | A | -sylvester(C_k - B_k, A, X_k*dA) | det(kron(A, I(m)) - kron(I(n), (B_k - C_k)')) != 0
    [sum(i in 1:N, A_i*x_i) - b; sum(i in 1:N, B_i*x_i + C_i*z_i) - c] | x_k z_l | b | inv(A_k)*db | det(A_k) != 0, det(C_l) != 0
    [sum(i in 1:N, A_i*x_i) - b; alpha*beta - sum(i in 1:N, norm(x_i)^2)] | beta x_k | b | 2*x_k'*inv(A_k)*db/alpha | det(A_k) != 0, alpha != 0
    A*L - B where A: lower(n), B: lower(n), L: lower(n) | L | B | inv(A)*dB where A: lower(n), B: lower(n) | det(A) != 0
"""
ROWS = [[part.strip() for part in line.split("|")] for line in ANSWERS.strip().splitlines()]


UNVERIFIED = Budget(0.0)


def implicit(
    text: str, solve: str, wrt: str = "", loss: str = "", order: int = 1, budget: Budget | None = UNVERIFIED
) -> Answer:
    return pipeline.implicit(text, solve=solve.split(), wrt=wrt.split(), loss=loss, order=order, budget=budget)


SIDES = [
    ("A*x = b", "", "inv(A)*db"),
    ("x = A*x + b - c", "", "inv(I(n) - A)*db"),
    ("A*x - b = 0", "", "inv(A)*db"),
    ("r = A*x; r == b", "", "inv(A)*db"),
    ("A x = b", "latex", "inv(A)*db"),
    ("x = A x + b", "latex", "inv(I(n) - A)*db"),
    ("A @ x == b", "numpy", "inv(A)*db"),
    ("A*x == c - b", "matlab", "-inv(A)*db"),
]


@pytest.mark.parametrize(("text", "solve", "loss", "said"), [
    ("A*x - b", "x", "norm(A)^2", "the loss has no x"),
    ("A*x_k - b_k", "x_k", "sum(i, 1, N, norm(x_i)^2)", "the loss has every x, and the equation is of x_k alone"),
    ("A*x_k - b_k", "x_k", "norm(x_k)^2 + sum(i, 1, N, norm(x_i)^2)", "the loss has every x"),
    ("A*y - b_k", "y", "norm(y)^2 + sum(i, 1, N, norm(b_i)^2)", "the loss has every b"),
])  # fmt: skip
def test_a_loss_of_other_names_is_refused(text: str, solve: str, loss: str, said: str) -> None:
    with pytest.raises(MatcalcError, match=said):
        implicit(text, solve, "A", loss)


@pytest.mark.parametrize(("text", "notation", "printed"), SIDES)
def test_an_equation_may_have_both_its_sides(text: str, notation: str, printed: str) -> None:
    answer = implicit(Written(text, notation) if notation else text, "x", "b")
    assert answer.total is not None
    assert program_text(answer.total) == printed
    assert NOTE in answer.notes


def test_equations_in_a_bracket_have_sides_each() -> None:
    with_sides = implicit("[A*q = lambda*q; q'*q = 1]", "q lambda", "A")
    without = implicit("[A*q - lambda*q; q'*q - 1]", "q lambda", "A")
    assert [a.total for a in (with_sides, *with_sides.others)] == [a.total for a in (without, *without.others)]


@pytest.mark.parametrize(
    "text", ["det(A - lambda*I) = 0", "f(x) = x - 1; f(det(A - lambda*I)) = -1", "inv(A)[1,1] = lambda"]
)
def test_sides_that_look_like_definitions(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["implicit", text, "--solve", "lambda", "--wrt", "A"]) == 0
    assert NOTE in capsys.readouterr().err


@pytest.mark.parametrize("text", ["a = b = x", "A*x = b +", "f(x) = A*x - b"])
def test_sides_that_are_none(text: str) -> None:
    with pytest.raises(MatcalcError):
        implicit(text, "x")


@pytest.mark.parametrize(("text", "solve", "wrt", "printed", "needed"), ROWS)
def test_it_is_the_shortest_operation_known(text: str, solve: str, wrt: str, printed: str, needed: str) -> None:
    answer = implicit(text, solve, wrt)
    assert answer.total is not None
    assert program_text(answer.total) == printed
    assert conditions(answer.conditions) == needed
    assert verified(answer, "json", 1.0) == "exactly"


@pytest.mark.parametrize(("text", "solve", "said"), [
    ("A*x - A*x", "x", "g does not change with x"),
    ("[A*x - b; x - c] where A: matrix(n,n)", "x y", "g does not change with y|no variable y"),
    ("A*x - b where A: matrix(m,n)", "x", "m equations for the n free entries of x, not as many"),
    ("alpha*x - b", "alpha", "n equations for the one free entry of alpha, too many"),
    ("D*A + D - B where D: diagonal(n)", "D", r"n\^2 equations for the n free entries of D, too many"),
    ("X + X' - S where S: symmetric(n), X: matrix(n,n)", "X", r"n\*\(n\+1\)/2 equations for the n\^2 free entries of X, too few"),
    ("Q*A*Q' - D where Q: orthogonal(n), A: symmetric(n), D: diagonal(n)", "Q", r"the n\*\(n-1\)/2 free entries of Q, too many"),
    ("x'*x - 1", "x", "1 equation for the n free entries of x, too few"),
    ("A*x - b where x: sphere(n)", "x", "not as many|too many"),
    ("Q'*A*Q - B where Q: stiefel(n,p), B: symmetric(p)", "Q", "not as many"),
    ("sum(i in 1:N, A_i*x_i) - b", "x_1 x_2", "as many"),
])  # fmt: skip
def test_a_system_that_does_not_fit_is_refused(text: str, solve: str, said: str) -> None:
    with pytest.raises(MatcalcError, match=said):
        implicit(text, solve)


@pytest.mark.parametrize(
    ("loss", "printed"), [("norm(x_k)^2", "2*inv(A_k)'*x_k"), ("sum(i in 1:N, c'*x_i)", "inv(A_k)'*c")]
)
def test_a_loss_of_a_member(loss: str, printed: str) -> None:
    answer = implicit("sum(i in 1:N, A_i*x_i) - b", "x_k", "b", loss)
    assert [program_text(d.gradient) for d in answer.derivatives if d.gradient is not None] == [printed]
    assert verified(answer, "grad", 1.0) == "exactly"


def test_what_is_solved_for_is_not_what_moves() -> None:
    with pytest.raises(MatcalcError, match="x is what is solved for"):
        implicit("A*x - b", "x", "x")


def test_of_factors_the_diagonal_of_one_is_said() -> None:
    with pytest.raises(MatcalcError, match="too few") as caught:
        implicit("L*U - A where L: lower(n), U: upper(n)", "L U")
    assert "diag(L) - 1" in (caught.value.hint or "")


def test_a_member_is_solved_for_or_moves() -> None:
    with pytest.raises(MatcalcError, match="x_j and what is solved for, x_k, are of one family"):
        implicit("sum(i in 1:N, A_i*x_i) - b", "x_k", "x_j")


def test_transcendental_equations_are_verified_numerically() -> None:
    assert verified(implicit("x - tanh(W*x + b)", "x", "b"), "differential", 1.0) == "numerically"


@pytest.mark.parametrize("form", ["plain", "latex", "typst", "markdown", "html", "pretty"])
def test_several_unknowns_are_told_apart(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["implicit", "[A*q - lambda*q; q'*q - 1]", "--solve", "q", "--solve", "lambda", "--wrt", "A", "-f", form]
    assert main(words) == 0
    said = {
        "plain": "# dlambda", "pretty": "# dλ", "latex": r"\mathrm{d} \lambda = ", "typst": "// dlambda",
        "markdown": r"\mathrm{d}\lambda &= ", "html": "<mi>λ</mi>",
    }  # fmt: skip
    assert said[form] in capsys.readouterr().out


def test_json_has_every_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["implicit", "[x + alpha*y - b; x - y]", "--solve", "x", "--solve", "y", "--wrt", "b", "-f", "json"]) == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert list(found["unknowns"]) == ["x", "y"]
    assert found["verified"] == "exactly"


def test_a_loss_has_data_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["implicit", "A*x - b", "--solve", "x", "--wrt", "A", "--loss", "norm(x - y)^2"]) == 0
    assert capsys.readouterr().out == "2*inv(A)'*(y - x)*x'\n"


@pytest.mark.parametrize(("text", "solve", "wrt", "loss"), [
    ("A*x - b", "x", "A b", "norm(x - y)^2"), ("x.^3 + alpha*x - b", "x", "alpha b", "c'*x"), ("L*L' - S where L: lower(n), S: spd(n)", "L", "S", "tr(L*B)"),
])  # fmt: skip
def test_hessians_and_second_differentials(text: str, solve: str, wrt: str, loss: str) -> None:
    assert verified(implicit(text, solve, wrt, loss, 2), "hessian", 1.0) == "exactly"
    assert verified(implicit(text, solve, wrt, order=2), "differential", 1.0) == "exactly"


@pytest.mark.parametrize("which", range(len(FAMILIES)))
def test_random_systems_against_a_solver(which: int) -> None:
    rng = np.random.default_rng(which)
    words = [right(of_family(rng, which), rng) for _ in range(2)]
    assert set(words) <= {"right", "ill conditioned"}


@pytest.mark.parametrize("make", [eigenpair, stationary, factors])
def test_systems_of_several_unknowns_against_a_solver(make: object) -> None:
    rng = np.random.default_rng(3)
    assert callable(make)
    assert right(make(rng), rng) == "right"


@pytest.mark.parametrize(("text", "solve"), SINGULAR[::3])
def test_singular_systems_are_not_answered(text: str, solve: str) -> None:
    assert refused(text.format(n=3, odd=3, more=4), solve.split(" --solve "))


def test_without_verification_it_is_printed_all_the_same() -> None:
    assert implicit("sqrt(alpha) + beta^2", "alpha").verified == ""
    with pytest.raises(MatcalcError, match="no point with g = 0"):
        implicit("sqrt(alpha) + beta^2", "alpha", budget=None)


STEPS = [
    ("A*x - b", "x", "norm(x - y)^2", ["A'*z = 2*(x - y)", "z    = 2*inv(A)'*(x - y)", "grad_A f = -z*x'", "forward = n^2 + n", "every line verified exactly"]),
    ("sum(i in 1:N, A_i*x_i) - b", "x_k", "norm(x_k)^2", ["A_k'*z = 2*x_k", "every line verified exactly"]),
    ("A*X + X*B - C", "X", "", ["dX*B + A*dX      = dC - dA*X - X*dB", "dX = sylvester(A, B, dC - dA*X - X*dB)", "every line verified exactly"]),
    ("Q*R - A where Q: stiefel(m,n), R: upper(n)", "Q --solve R", "tr(Q'*B)", ["2*Q*U + Z*R' = B", "triu(Q'*Z)   = zeros(n, n)", "every line verified exactly"]),
    ("[L*U - A; diag(L) - 1] where L: lower(n), U: upper(n)", "L --solve U", "", ["dU*inv(U) + inv(L)*dL = inv(L)*dA*inv(U)", "every line verified exactly"]),
    ("L*L' - S where L: lower(n), S: spd(n)", "L", "tr(L*B)", ["2*tril(Z*L) = tril(B')", "forward = n^2/2 + n/2"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "solve", "loss", "said"), STEPS)
def test_the_adjoint_method_step_by_step(
    text: str, solve: str, loss: str, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    unknowns = ["--solve", *solve.split()]
    assert main(["explain", "implicit", text, *unknowns, *(["--loss", loss] if loss else [])]) == 0
    printed = capsys.readouterr().out
    assert [line for line in said if line not in printed] == []


@pytest.mark.parametrize("form", ["latex", "typst", "html", "markdown", "json", "pretty"])
def test_the_steps_in_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "A*x - b", "--solve", "x", "--loss", "c'*x", "-f", form]) == 0
    assert "adjoint" in capsys.readouterr().out.lower()


def test_code_takes_the_solution(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "A*x - b", "--solve", "x", "--wrt", "b", "--loss", "norm(x - y)^2"]) == 0
    space: dict[str, Any] = {}
    exec(capsys.readouterr().out, space)  # noqa: S102 what was printed
    rng = np.random.default_rng(0)
    a, b, y, e = rng.standard_normal((3, 3)), *(rng.standard_normal((3, 1)) for _ in range(3))
    at = lambda t: float(np.sum((np.linalg.solve(a, b + t * e) - y) ** 2))  # noqa: E731
    gradient = space["gradient"](x=np.linalg.solve(a, b), A=a, b=b, y=y)
    assert abs(float(np.sum(gradient * e)) - (at(1e-5) - at(-1e-5)) / 2e-5) < 1e-6
    assert main(["code", "A*x - b", "--loss", "norm(x)"]) == 2


def test_where_no_operation_is_known_it_says_what_defines_the_differential() -> None:
    noted = implicit("X^3 - A", "X", "A").notes[-1]
    assert noted.startswith("dX is defined by dX*X^2 + X*dX*X + X^2*dX = dA; no operation is known")
    assert not implicit("X^2 - A", "X", "A").notes
    assert not implicit("[A*q - lambda*q; q'*q - 1]", "q lambda", "A").notes


def test_what_is_definite_is_not_divided_by_what_may_be_singular() -> None:
    answer = implicit("A'*A*X*B*B' + X - C", "X", "C")
    assert not answer.conditions


@pytest.mark.parametrize(("text", "solve", "said"), [
    ("P'*v - v", ["v"], "v"), ("A*X + X*B", ["X"], "X"), ("alpha*x", ["x"], "x"), ("S*v - v where S: symmetric(n)", ["v"], "v"),
    ("[A*x - y; C*y - x]", ["x", "y"], "x and y"), ("A*x - b", ["x"], ""), ("[A*v - lambda*v; v'*v - 1]", ["v", "lambda"], ""),
    ("[P'*v - v + mu*ones(n); sum(v) - 1]", ["v", "mu"], ""), ("A*x - x'*x*ones(n)", ["x"], ""),
])  # fmt: skip
def test_where_only_0_is_a_solution_that_is_said(text: str, solve: list[str], said: str) -> None:
    notes = [note for note in pipeline.implicit(text, solve=solve).notes if "only 0 satisfies it" in note]
    assert len(notes) == bool(said)
    assert all(note.startswith(f"g is linear in {said} without a constant term") for note in notes)
