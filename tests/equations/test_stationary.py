"""Where a number is stationary: the equations and their solutions, as they are printed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import evaluate
from matcalc_cli.cli.main import main
from matcalc_cli.equations.optimality.stationary import stationary
from matcalc_cli.questions import solving

SOLVED = """
    norm(A*x - b)^2                                              | x |  | x = inv(A'*A)*A'*b
    sum(i in 1:N, norm(A_i*x_i - b_i)^2)                         | x_k |  | x_k = inv(A_k'*A_k)*A_k'*b_k
    norm(A*x - b)^2 + alpha*norm(x)^2                            | x |  | x = inv(A'*A + alpha*I(n))*A'*b
    norm(A - U*V')^2                                             | U |  | U = A*V*inv(V'*V)
    norm(A*X*B - C)^2                                            | X |  | X = inv(A'*A)*A'*C*B'*inv(B*B')
    norm(A*x + B*y - c)^2                                        | x y |  | y = inv([A'*A, A'*B; B'*A, B'*B])[n+1:end,:]*[A'; B']*c
    norm(A*X - B)^2 + norm(X*C)^2                                | X |  | X = sylvester(A'*A, C*C', A'*B)
    logdet(A) + tr(inv(A)*X) where A: spd(n), X: spd(n)          | A |  | A = X
    logdet(X) - tr(S*X)                                          | X |  | X = inv(S)
    log(alpha) - alpha*beta                                      | alpha |  | alpha = 1/beta
    logdet(S) - tr(S*C) where S: spd(n), C: spd(n)               | S |  | S = inv(C)
    tr(X*inv(A)) - logdet(X) where A: spd(n), X: symmetric(n)    | X |  | X = A
    logdet(S) - tr(S*C) where S: spd(n)                          | S |  | S = 2*inv(C + C')
    x'*H*x/2 - c'*x where H: spd(n)                              | x | A*x - b | y = inv(A*inv(H)*A')*(A*inv(H)*c - b)
    norm(B*x - c)^2                                              | x | A*x - b | y = inv([2*B'*B, A'; A, 0])[n+1:end,:]*[2*B'*c; b]
    norm(x)^2                                                    | x | a'*x - beta | x = beta*a/(a'*a)
    norm(x)^2                                                    | x | A*x - b | x = A'*inv(A*A')*b
    w'*S*w where S: spd(n)                                       | w | sum(w) - 1 | w = inv(S)*ones(n)/sum(inv(S)*ones(n))
    norm(S - C)^2 where S: symmetric(n), C: symmetric(n)         | S | tr(S) - 1 | S = (1 - tr(C))*I(n)/n + C
    x'*S*x where S: symmetric(n)                                 | x | x'*x - 1 | S*x = -mu*x
    x'*S*x where S: symmetric(n)                                 | x | x'*B*x - 1 where B: spd(n) | S*x = -mu*B*x
    x'*S*x/(x'*x) where S: symmetric(n)                          | x |  | S*x = (x'*S*x)*x/(x'*x)
    (w'*B*w)/(w'*W*w)                                            | w |  | (B + B')*w = (w'*B*w)*(W + W')*w/(w'*W*w)
    (w'*B*w)/(w'*W*w) where B: symmetric(n), W: spd(n)           | w |  | B*w = (w'*B*w)*W*w/(w'*W*w)
    log(w'*B*w) - log(w'*W*w) where W: spd(n)                    | w |  | (B + B')*w = 2*(w'*B*w)*W*w/(w'*W*w)
    (w'*B*w + alpha*w'*w)/(w'*W*w) where B: symmetric(n), W: spd(n) | w |  | (B + alpha*I(n))*w = (alpha*w'*w + w'*B*w)*W*w/(w'*W*w)
    w'*B*w                                                       | w | w'*W*w - 1 | (B + B')*w = -mu*(W + W')*w
    norm(A*w)^2/norm(w)^2                                        | w |  | A'*A*w = norm(A*w)^2*w/norm(w)^2
    sum(i in 1:N, x_i*log(p) + (1 - x_i)*log(1-p)) where p: scalar, x_i: scalar | p |  | p = sum(j, 1, N, x_j)/N
    sum(i in 1:N, log(s) - s*x_i) where s: scalar, x_i: scalar   | s |  | s = N/sum(j, 1, N, x_j)
    N*logdet(S) + sum(i in 1:N, (x_i - c)'*inv(S)*(x_i - c)) where S: spd(n) | c S |  | c = sum(j, 1, N, x_j)/N
    N*logdet(S) + sum(i in 1:N, (x_i - c)'*inv(S)*(x_i - c)) where S: spd(n) | c S |  | S = sum(j, 1, N, (c - x_j)*(c - x_j)')/N
    m*log(s) + norm(y - X*w)^2/(2*s^2) where s: scalar, y: vector(m) | s w |  | s = norm(y - X*w)/sqrt(m)
    m*log(s) + norm(y - alpha)^2/s where s: scalar, y: vector(m) | alpha s |  | s = norm(y - alpha)^2/m
    tr(A*X) + tr(inv(X)*Q) where A: spd(n), X: spd(n), Q: spd(n) | X |  | X = riccati(zeros(n, n), I(n), Q, inv(A))
    tr(X^2)/2 - tr(C*X) - logdet(X) where C: symmetric(n), X: spd(n) | X |  | X = riccati(C/2, I(n), I(n), I(n))
    tr(X^3)/3 - tr(C*X) where C: spd(n), X: spd(n)               | X |  | X = sqrtm(C)
    norm(X)^2/2 - logdet(X) where X: spd(n)                      | X |  | X = I(n)
    tr(W*X) where X: symmetric(n), W: symmetric(n)               | X | A'*X + X*A - X*B*inv(R)*B'*X + Q where R: spd(m), Q: spd(n) | X = riccati(A, B, Q, R)
    tr(W*X) where X: symmetric(n), W: symmetric(n)               | X | A*X + X*A' + Q where Q: spd(n) | Y = -sylvester(A', A, W)
    norm(A*X - B)^2 where X: diagonal(n)                         | X |  | X = diag(diag(A'*B)./diag(A'*A))
    2*x^2 + 3*y^2 - x*y - x - y where x: scalar, y: scalar       | x y |  | y = 5/23
    norm([2, 1; 1, 3; 0, 4]*x - [1; 2; 5])^2 + norm(x)^2/10      | x |  | x = 10*[-306; 1177]/10811
    x + 4/x where x: scalar                                      | x |  | x = 2
    c'*w - alpha*w'*S*w/2 where S: spd(n)                        | w | sum(w) - 1 | mu = (alpha - sum(inv(S)*c))/sum(inv(S)*ones(n))
    x'*A*x                                                       | x |  | x = zeros(n)
    x^2*exp(-x) where x: scalar                                  | x |  | x = 2
    exp(-(x - alpha)^2/beta) where x: scalar                     | x |  | x = alpha
    c'*x                                                         | x | x'*x - 1 | x = -c/norm(c)
    norm(x - y)^2                                                | x | x'*x - 1 | x = y/norm(y)
    norm(x - y)^2 + alpha*norm(x)^2                              | x | | x = y/(1 + alpha)
    norm(D*x - b)^2 where D: diagonal(n)                         | D | | D = diag(b./x)
    c'*x                                                         | x | x'*S*x = 1 where S: spd(n) | x = -inv(S)*c/sqrt(c'*inv(S)*c)
    norm(x)^2                                                    | x | c'*x - d | x = d*c/(c'*c)
    -sum(x.*log(x))                                              | x | sum(x) - 1 | x = ones(n)/n
    sum(x.*log(x)) + c'*x                                        | x | sum(x) = 1 | x = softmax(-c)
    sum(x.*log(x./q))                                            | x | sum(x) = 1 | x = q/sum(q)
    sum(c.*log(x))                                               | x | sum(x) = 1 | mu = -sum(c)
    sum(log(x)) - c'*x                                           | x |  | x = c.^-1
    sum(sqrt(x)) - c'*x                                          | x |  | x = c.^-2/4
    sum(x.^4)/4 - c'*x                                           | x |  | x = cbrt(c)
    sum(log(1 + exp(A*x))) - c'*A*x where A: matrix(n,n)         | x |  | x = inv(A)*logit(c)
    tr(X*logm(X)) + tr(C*X) where X: spd(n), C: symmetric(n)     | X | tr(X) - 1 | X = expm(-C)/tr(expm(-C))
    norm(A*Q - B)^2 where Q: orthogonal(n)                       | Q |  | Q = polar(A'*B)
    norm(X - A)^2                                                | X | X'*X - I | X = polar(A)
    tr(A'*X) where X: stiefel(n,p)                               | X |  | X = -polar(A)
    norm(x - c)^2 where x: sphere(n)                             | x |  | x = c/norm(c)
    tr(X'*A*X) where A: symmetric(n)                             | X | X'*B*X - I where B: spd(n) | A*X = -B*X*Y
    tr(X'*A*X) where A: symmetric(n), X: stiefel(n,p)            | X |  | A*X = X*X'*A*X
"""
ROWS = [[part.strip() for part in line.split("|")] for line in SOLVED.strip().splitlines()]


@pytest.mark.parametrize(
    ("constraint", "said"),
    [
        ("b - 1", "the constraint has no x in it"),
        ("a'*dx", "dx is the differential of x"),
        ("x >= 0", "a constraint is an equation"),
    ],
)
def test_a_constraint_is_of_values_and_has_an_unknown(
    constraint: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stationary", "x'*x", "--wrt", "x", "--subject-to", constraint]) == 2
    assert said in capsys.readouterr().err


def test_the_data_of_a_constraint_are_no_unknowns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", "x'*x", "--subject-to", "a'*x - beta"]) == 0
    assert "x  = beta*a/(a'*a)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "others"), [("x^3 - 3*x where x: scalar", True), ("log(x) - x^2 where x: scalar", False)]
)
def test_a_root_tells_of_the_other_one(text: str, *, others: bool, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", text, "--wrt", "x"]) == 0
    assert ("its negative is another one" in capsys.readouterr().out) == others


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("sum(x.^3) - c'*x", True),
        ("sum(x.^-1) + c'*x", True),
        ("sum(x.^4) - c'*x", False),
        ("sum(x.^3 + 0*log(x)) - c'*x", False),
    ],
)
def test_roots_of_entries_tell_of_the_other_signs(
    text: str, *, others: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["stationary", text, "--wrt", "x"]) == 0
    assert ("other signs of entries are others" in capsys.readouterr().out) == others


@pytest.mark.parametrize(
    "text", ["sum(i in 1:N, norm(x_i)^4) - c'*x_k", "norm(x_k)^2 + norm(sum(i in 1:N, x_i) - b)^2"]
)
def test_a_member_is_not_solved_for_where_others_stay(text: str) -> None:
    found = solving.stationary(text, wrt=["x_k"])
    assert [len(section.lines) for section in found.sections] == [1]
    assert "has the others in no sum" in found.answer.notes[-1]


@pytest.mark.parametrize(("text", "wrt", "subject", "said"), ROWS)
def test_it_is_solved(text: str, wrt: str, subject: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [word for name in wrt.split() for word in ("--wrt", name)]
    assert main(["stationary", text, *asked, *(["--subject-to", subject] if subject else [])]) == 0
    printed = capsys.readouterr().out
    assert said in [" ".join(line.partition("#")[0].split()) for line in printed.splitlines()]
    assert any(words in printed for words in ("every line verified exactly", "eigenvalue", "0 at random points"))


UNSOLVED = """
    sum(exp(x)) + x'*x                       | not linear
    norm(x)^4 + b'*x                         | not linear
    b'*x                                     | the gradient by x does not move with the unknowns
    sum(x)                                   | the gradient by x does not move with the unknowns
    norm(x - y)^2 + lambda*norm(x, 1)        | sign(x) is made of pieces
    (a'*x - alpha)^2                         | singular whatever the names stand for
    norm(a*b'*x - c)^2                       | singular whatever the names stand for
    norm(x)^2 - 2*sign(x)'*x                 | sign(x) is made of pieces
    norm(x)^2 + alpha*max(x)                 | ismax(x) is made of pieces
    norm(x)^2 + sum(relu(x))                 | step(x) is made of pieces
    norm(x)^2 + sum(clip(x, 0, 1))           | is made of pieces
    norm(x)^2 - b'*x + sum(sign(x))          | sign(x) is made of pieces
    (a'*x)^2                                 | many solutions or none; add to the number what determines x
    norm(x[2:end] - x[1:end-1])^2            | many solutions or none
    norm(x - mean(x))^2                      | many solutions or none
    norm(hat(x)*b)^2 where x: vector(3)      | many solutions or none
    norm(a*a'*x - b)^2                       | many solutions or none
    norm(x - x')^2 where x: matrix           | many solutions or none
    norm([2, 1; 2, 1]*x - [1; 2])^2          | many solutions or none
    norm(x - A)^2 where x: toeplitz(n)       | no formula here for its solution where x moves among Toeplitz matrices
    x^4 - x^2 where x: scalar                | not linear
    norm(A*x - B)^2 where x: stiefel(n,p)    | not linear
"""


WHY = [[part.strip() for part in line.split("|")] for line in UNSOLVED.strip().splitlines()]


@pytest.mark.parametrize(("text", "why"), WHY)
def test_what_is_not_solved_is_said(text: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", text, "--wrt", "x"]) == 0
    printed = capsys.readouterr()
    assert "that is" not in printed.out
    assert "verified" not in printed.out
    assert why in printed.err.partition("not solved: ")[2]
    assert ("where " in printed.out) == ("pieces" in why)


@pytest.mark.parametrize("text", [
    "0*norm(x)", "x'*x where x: sphere(n)", "x'*(A - A')*x where x: sphere(n)", "norm(x*A)^2 where x: orthogonal(n)",
    "tr(x'*x) where x: stiefel(n,p)", "3 + 0*norm(x) | x'*x - 1", "norm(x) + 1 | x'*x - 1", "norm(x)^2 + x'*(A - A')*x | x'*x - 1",
    "norm(x*A)^2 where x: matrix(n,n) | x'*x - I",
])  # fmt: skip
def test_what_does_not_change_is_stationary_everywhere(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, *constraints = text.split(" | ")
    assert main(["stationary", text, "--wrt", "x", *[word for g in constraints for word in ("--subject-to", g)]]) == 0
    printed = capsys.readouterr()
    assert "that is" not in printed.out
    assert "verified" not in printed.out
    assert "every such x is stationary" in printed.err


@pytest.mark.parametrize("text", [
    "x^3/3 + x where x: scalar", "log(x) + x where x: scalar", "log(x) + x where x: positive", "x + logdet(S)*x - x where x: positive, S: spd(n)",
    "logdet(x) - tr(S*x) where x: spd(n), S: spd(n) | S", "tr(x*x) where x: spd(n)", "tr(A*x) + logdet(x) where A: spd(n), x: spd(n)", "tr(A*x) - tr(inv(x)*Q) where A: spd(n), x: spd(n), Q: spd(n)",
])  # fmt: skip
def test_a_solution_that_is_outside_is_none(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    text, *others = text.split(" | ")
    assert main(["stationary", text, *[word for name in ("x", *others) for word in ("--wrt", name)]]) == 0
    printed = capsys.readouterr()
    assert "that is" not in printed.out
    assert "no stationary point" in printed.err


def test_a_document_says_nothing_of_a_verification_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", "(a'*x)^2", "--wrt", "x", "-f", "latex"]) == 0
    assert "." not in capsys.readouterr().out.splitlines()


SINGULAR = [
    ("norm(A*x - b)^2", ["x", "b"], []),
    ("norm(A*x + b*a'*y - c)^2", ["x", "y"], []),
    ("x'*S*x where S: spd(n)", ["x"], ["alpha*x - b", "sum(x) - 1"]),
    ("x'*S*x where S: spd(n)", ["x"], ["sum(x) - 1", "sum(x) - 2"]),
]


@pytest.mark.parametrize(("text", "wrt", "constraints"), SINGULAR)
def test_a_system_that_is_singular_everywhere_is_not_solved(text: str, wrt: list[str], constraints: list[str]) -> None:
    found = solving.stationary(text, wrt=wrt, constraints=constraints)
    assert [len(section.lines) for section in found.sections] == [len(wrt) + len(constraints)]
    assert "singular whatever" in found.answer.notes[-1]
    assert not found.verdict


def test_pieces_of_what_does_not_move_are_no_matter(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", "norm(x - y)^2 + norm(y, 1)", "--wrt", "x"]) == 0
    assert "x = y" in capsys.readouterr().out


def test_any_member_of_a_family_is_an_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", "sum(i, 1, n, norm(x_i - a)^2)"]) == 0
    said = capsys.readouterr()
    assert "2*(x_i - a)             = 0" in said.out
    assert "linear in one member of a family" in said.err


def test_a_solution_that_multiplying_adds_is_none() -> None:
    assert [len(section.lines) for section in solving.stationary("tr(X*A)", wrt=["X"]).sections] == [1]


@pytest.mark.parametrize("form", ["latex", "typst", "html", "markdown", "json", "pretty"])
def test_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", "norm(A*x - b)^2", "--wrt", "x", "-f", form]) == 0
    assert "gradient" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text", ["((c'*v).*(y'*y)) where v: vector(m), y: vector(n)", "sum(L*K)^2 where L: diagonal(n), K: matrix(n,n)"]
)
def test_what_multiplying_does_not_make_linear_is_not_solved(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", text]) == 0
    assert "not solved" in capsys.readouterr().err


def test_only_a_number_is_stationary() -> None:
    assert main(["stationary", "A*x - b", "--wrt", "x"]) == 2


@pytest.mark.parametrize("text", ["1", "k where k: integer"])
def test_what_does_not_move_is_stationary_in_nothing(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", text]) == 2
    assert "no variable" in capsys.readouterr().err


@pytest.mark.parametrize("text", [
    "(w'*B*w)/(w'*W*w)", "log(w'*B*w) - log(w'*W*w)", "(w'*B*w + alpha*w'*w)/(w'*W*w)", "(w'*(B + I)*w)/(w'*w)",
    "norm(B*w)/norm(W*w)", "(w'*B*w)^2/(w'*W*w)", "exp((w'*B*w)/(w'*w))", "(w'*B*w)*(w'*W*w)", "(w'*W*w)/(w'*w)^2 - 1",
    "(w'*B*w + alpha*w'*C*w)/(w'*W*w)", "(w'*B*w)/(w'*W*w) + (w'*C*w)/(w'*W*w)",
])  # fmt: skip
def test_an_eigenvalue_equation_is_a_multiple_of_the_gradient(text: str) -> None:
    """Of the gradient by differences, at a point that is no solution."""
    rng = np.random.default_rng(2)
    found = stationary(text, ["w"], [], [])
    assert found.eigen is not None
    at: dict[str, Any] = {name: rng.standard_normal((4, 4)) + 4 * np.eye(4) for name in "BWC"}
    at |= {"alpha": 0.7, "w": rng.standard_normal((4, 1)), "n": 4}
    left, right = (np.asarray(evaluate(side, at)) for side in found.eigen)
    along = [
        evaluate(found.number, {**at, "w": at["w"] + 1e-5 * e[:, None]}) for e in np.vstack([np.eye(4), -np.eye(4)])
    ]
    gradient = np.subtract(along[:4], along[4:])[:, None] / 2e-5
    difference = left - right
    cosine = float(np.sum(gradient * difference) / np.linalg.norm(gradient) / np.linalg.norm(difference))
    assert abs(abs(cosine) - 1) < 1e-8
