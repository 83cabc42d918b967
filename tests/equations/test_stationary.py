"""Where a number is stationary: the equations and their solutions, as they are printed."""

from __future__ import annotations

import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.questions import solving

SOLVED = """
    norm(A*x - b)^2                                              | x |  | x = inv(A'*A)*A'*b
    sum(i in 1:N, norm(A_i*x_i - b_i)^2)                         | x_k |  | x_k = inv(A_k'*A_k)*A_k'*b_k
    norm(A*x - b)^2 + alpha*norm(x)^2                            | x |  | x = inv(A'*A + alpha*I(n))*A'*b
    norm(A - U*V')^2                                             | U |  | U = A*V*inv(V'*V)
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
"""
ROWS = [[part.strip() for part in line.split("|")] for line in SOLVED.strip().splitlines()]


@pytest.mark.parametrize(
    "text", ["sum(i in 1:N, norm(x_i)^4) - c'*x_k", "norm(x_k)^2 + norm(sum(i in 1:N, x_i) - b)^2"]
)
def test_a_member_is_not_solved_for_where_others_stay(text: str) -> None:
    found = solving.stationary(text, wrt=["x_k"])
    assert [len(section.lines) for section in found.sections] == [1]
    assert "has the others in no sum" in found.answer.notes[-1]


@pytest.mark.parametrize(("text", "wrt", "subject", "said"), ROWS)
def test_it_is_solved(text: str, wrt: str, subject: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", text, "--wrt", wrt, *(["--subject-to", subject] if subject else [])]) == 0
    printed = capsys.readouterr().out
    assert said in [" ".join(line.partition("#")[0].split()) for line in printed.splitlines()]
    assert "every line verified exactly" in printed or "eigenvalue" in printed


UNSOLVED = """
    sum(exp(x)) + x'*x                       | not linear
    norm(x)^4 + b'*x                         | not linear
    b'*x                                     | the gradient by x does not move with the unknowns
    sum(x)                                   | the gradient by x does not move with the unknowns
    norm(x - y)^2 + lambda*norm(x, 1)        | sign(x) is made of pieces
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


def test_a_document_says_nothing_of_a_verification_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", "(a'*x)^2", "--wrt", "x", "-f", "latex"]) == 0
    assert "." not in capsys.readouterr().out.splitlines()


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


def test_only_a_number_is_stationary() -> None:
    assert main(["stationary", "A*x - b", "--wrt", "x"]) == 2


@pytest.mark.parametrize("text", ["1", "k where k: integer"])
def test_what_does_not_move_is_stationary_in_nothing(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stationary", text]) == 2
    assert "no variable" in capsys.readouterr().err
