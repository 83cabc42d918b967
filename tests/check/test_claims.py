"""Claims: right ones are ok, the usual mistakes are wrong and named, what nobody can tell is inconclusive."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from matcalc_cli import pipeline
from matcalc_cli.answers.answer import CheckReport
from matcalc_cli.check.claims.points.undefined import nowhere
from matcalc_cli.check.doubles.line import first_largest
from matcalc_cli.cli.main import main
from matcalc_cli.errors import ExitCode, MatcalcError
from matcalc_cli.inputs.fixed import Given
from matcalc_cli.pipeline import differentiate
from matcalc_cli.questions.checking import check_claim
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express
from tests.oracles.mutate import mutants


def report(text: str, claim: str, *wrt: str, **fixed: object) -> CheckReport:
    found = check_claim(text, claim, wrt=wrt, **fixed).check
    assert found is not None
    return found


def diagnosis(text: str, claim: str, *wrt: str) -> str:
    found = report(text, claim, *wrt)
    assert found.verdict == "wrong"
    assert found.claim is not None
    return found.claim.diagnosis


RIGHT = """
    x'*A*x              | x | (A + A')*x                      | gradient
    x'*A*x              | x | x'*(A + A')                     | jacobian
    x'*A*x              | x | A' + A                          | hessian
    x'*A*x              | A | x*x'                            | gradient
    x'*A*x              | x | 2*x'*sym(A)*dx                  | differential
    A^3                 | A | dA*A^2 + A*dA*A + A^2*dA        | differential
    A^2                 | A | kron(I(n), A) + kron(A', I(n))  | jacobian
    A^2                 | A | vec(dA*A + A*dA)                | differential
    A^k                 | A | sum(j, 0, k-1, A^j*dA*A^(k-j-1)) | differential
    tr(X)               | X | I                               | gradient
    logdet(X)           | X | inv(X)'                         | gradient
    r = A*x - b; r'*r   | x | 2*A'*r                          | gradient
    alpha*A             | alpha | A                           | derivative
    sum(exp(A*x))       | x | A'*exp(A*x)                     | gradient
    norm(x)             | x | x/norm(x)                       | gradient
    log(sigmoid(w'*x))  | w | (1 - sigmoid(w'*x))*x           | gradient
    log(1 - tanh(w'*x)) | w | -(1 + tanh(w'*x))*x             | gradient
    norm1(x)            | x | sign(x)                         | gradient
    tr(expm(A))         | A | expm(A)'                        | gradient
    nucnorm(A)          | A | svdu(A)*svdv(A)'                | gradient
    logdet(S) where S: spd(n)       | S | inv(S)              | gradient
    sum(eigvals(S)) where S: symmetric(n) | S | I             | gradient
    norm(x)^2/n where x: vector(n)  | x | 2*x/n               | gradient
    2*S*b where S: symmetric(n)     | b | 2*S where S: symmetric(n) | jacobian
    A*x.^2              | x | 2*khatrirao(A, I(n))          | hessian
    A*sin(x)            | x | -khatrirao(A, diag(sin(x)))   | hessian
    [x[1]^2*x[2]; x[3]] where x: vector(3) | x | [2*x[2], 2*x[1], 0; 2*x[1], 0, 0; zeros(4, 3)] | hessian
    x'*S*x*b where S: symmetric(n)  | x | 2*kron(b, S) where S: symmetric(n) | hessian
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "name", "claim", "reading"), rows(RIGHT))
def test_right_claims(text: str, name: str, claim: str, reading: str) -> None:
    found = report(text, claim, name)
    assert (found.verdict, found.reason) == ("ok", "")
    assert found.claim is not None
    assert found.claim.reading == reading
    assert found.exact or found.tier != "exact"


WRONG = """
    tr(inv(X)*B)  | X | -inv(X)*B*inv(X)          | transpose of the gradient
    tr(A*X*B)     | X | B*A                       | transpose of the gradient
    A*x           | x | A'                        | transposed Jacobian
    x'*A*x        | x | 2*(A + A')*x              | 2 times the derivative
    x'*A*x        | x | 1001/1000*(A + A')*x      | 1.001 times the derivative
    norm(x)^2     | x | 2.0000003*x               | is 1.00000015 times the derivative
    norm(A)^2     | A | -2*A                      | minus the derivative
    norm(x)^2/n where x: vector(n) | x | 2*x      | n times the derivative
    x'*A*x        | x | A*x                       | lacks the term A'*x
    x'*A*x        | x | 2*A*x + A'*x              | has the term A*x twice
    x'*A*x        | x | A*x - A'*x                | wrong sign at the term A'*x
    norm(A*x - b)^2 | x | 2*A'*A*x                | lacks the term
    x'*A*x        | x | (A + A')*x + x            | has the term x too much
    x'*A*x        | x | 2*A*x                     | only for symmetric A
    A^3           | A | 3*A^2*dA                  | only when A and dA commute
    tr(A*B*X) where A: matrix(n,n), B: matrix(n,n) | X | (B*A)' | when A and B commute
    tr(A*X'*B) where A: matrix(n,n), B: matrix(n,n) | X | A*B | only when A and B commute
    A*X^2 where A: matrix(n,n) | X | 2*X*A*dX       | only when X, A and dX commute
    x'*A*B*x where A: matrix(n,n), B: matrix(n,n) | x | 2*A*B*x | only for symmetric A and B that commute
    tr(A*X*B*Y) where A: matrix(n,n), B: matrix(n,n), Y: matrix(n,n) | X | A*Y*B | only for symmetric A, B and Y
    x'*A*x        | x | 0*x                       | is zero
    A*X           | X | kron(A, I(p))             | for a vec that stacks rows
    logdet(S) where S: symmetric(n) | S | 2*inv(S) - diag(diag(inv(S))) | 2G − diag(G)
    tr(A*S) where S: symmetric(n)   | S | A'      | project it
    norm1(x)      | x | ones(n)                   | only for positive x
    x'*A*x        | x | A                         | lacks the term A'
    inv(A)        | A | -kron(inv(A), inv(A))     | only
    A*x           | x | dx                        | is n×1, and the differential is m×1
    tr(A*X)       | X | A'*A                      | is n×n, and the gradient is n×m
    -y'*log(softmax(z)) | z | softmax(z) - y    | only for y with sum(y) = 1
    sum(arctan(A*x)) | x | A'*(1./(2 + (A*x).^2)) | has 2 + (A*x).^2 where 1 + (A*x).^2 is right
    norm(sin(x))^2/2 | x | cos(2*x).*sin(x)       | has 2*x where x is right
    log(det(X'*X)) where X: matrix(m,n) | X | 6*pinv(X)' | 3 times the derivative
    nucnorm(X)    | X | 2*inv(sqrtm(X*X'))*X      | 2 times the derivative
    nucnorm(X)    | X | -X*inv(sqrtm(X'*X))       | minus the derivative
    A*x.^2        | x | khatrirao(A, I(n))        | 1/2 times the derivative
    A*x.^2        | x | 2*khatrirao(A, I(n))'     | Hessians of the entries side by side
    A*x.^2        | x | 2*khatrirao(I(n), A)      | is the derivative of vec(J)
    x'*A*x*b      | x | 2*kron(b, A)              | only for symmetric A
    A.*(x'*x) where A: matrix(m,n) | x | 2*kron(vec(A'), I(p)) | for a vec that stacks rows
    A*x.^2        | x | zeros(m*n, n)             | is zero
    nucnorm(X) + norm(X)^2 | X | inv(sqrtm(X*X'))*X | lacks the term 2*X
"""


@pytest.mark.parametrize(("text", "name", "claim", "said"), rows(WRONG))
def test_wrong_claims_are_told_why(text: str, name: str, claim: str, said: str) -> None:
    assert said in diagnosis(text, claim, name)


NUMBERS = """
    x.*sigmoid(x)       | x | diag(sigmoid(x) + x.*sigmoid(x).*(ones(4) - sigmoid(x))) | ok
    sum(x)              | x | ones(5)              | ok
    sum(x)              | x | 2*ones(5)            | wrong
    tr(A*X)             | X | A'*I(4)              | ok
    sum(A)/n where A: matrix(m,n) | A | ones(3,4)/4 | ok
    z = A*x; norm(z)^2  | x | 2*A'*I(2)*z          | ok
"""


@pytest.mark.parametrize(("text", "name", "claim", "verdict"), rows(NUMBERS))
def test_a_claim_may_have_numbers_for_dimensions(text: str, name: str, claim: str, verdict: str) -> None:
    answer = check_claim(text, claim, wrt=[name])
    assert answer.check is not None
    assert answer.check.verdict == verdict
    assert any("numbers for dimensions" in note for note in answer.notes)


def test_numbers_for_dimensions_must_be_those_of_the_users_matrices() -> None:
    assert report("sum(x)", "ones(3)", "x", at=["x=[1, 2, 3]"]).verdict == "ok"
    assert report("sum(x)", "ones(4)", "x", at=["x=[1, 2, 3]"]).verdict == "wrong"
    assert report("sum(x)", "ones(3)", "x", sizes="n=3").verdict == "ok"


ILL_FITTING = """
    norm(A*x - b)^2  | x | 2*A*(A*x - b)  | unless m = n, and then it is right only for symmetric A
    tr(A*X*B)        | X | A*B            | unless m = n = p, and then it is right only for symmetric A and B
    A*X*B            | X | A*B*dX         | and then it is right only when B and dX commute
    logdet(X'*X)     | X | 2*inv(X)'      | unless m = n, and then it is right
    A*x              | x | A*A            | does not fit together
"""


@pytest.mark.parametrize("text", ["tr(A*X)", "tr(A*X) where A: matrix(n,n)"])
def test_of_several_variables_that_is_told_which_a_claim_is_nearest_to(text: str) -> None:
    assert "transpose of the gradient" in diagnosis(text, "A")


@pytest.mark.parametrize(("text", "name", "claim", "said"), rows(ILL_FITTING))
def test_a_claim_that_fits_square_matrices_only_is_wrong(text: str, name: str, claim: str, said: str) -> None:
    assert said in diagnosis(text, claim, name)


def test_the_right_answer_beside_it_is_that_of_the_program() -> None:
    found = report("logdet(X'*X)", "2*inv(X)'", "X")
    assert found.claim is not None
    assert plain(express(found.claim.right)) == "2*X*inv(X'*X)"


def test_the_entry_that_differs_most_is_shown() -> None:
    found = report("x'*A*x", "(A + A')*x + 2*sum(x)*x", "x")
    assert found.verdict == "wrong"
    assert found.largest is not None
    row, column, yours, derivative = found.largest
    assert 1 <= row <= 3
    assert column == 1
    assert abs(yours - derivative) > 1e-3


def test_the_total_differential_needs_every_variable() -> None:
    assert report("x'*A*x", "x'*(A + A')*dx + x'*dA*x").verdict == "ok"
    assert report("x'*A*x", "x'*(A + A')*dx").verdict == "wrong"
    assert report("x'*A*x", "x'*(A + A')*dx", "x").verdict == "ok"


def test_without_wrt_the_shape_tells_which_variable() -> None:
    found = report("x'*A*x", "x*x'")
    assert found.verdict == "ok"
    assert found.claim is not None
    assert [v.name for v in found.claim.variables] == ["A"]


def test_a_hessian_that_is_not_symmetric_is_wrong() -> None:
    for text in ("x'*A*x", "x'*A*x + specnorm(B)"):
        assert report(text, "2*A", "x").verdict == "wrong"
        assert report(text, "A + A'", "x").verdict == "ok"


def test_a_multiple_of_a_scalar_is_one_at_every_point() -> None:
    """At a single point every number is some multiple of the derivative."""
    assert diagnosis("alpha^3", "3*alpha^2 + 1", "alpha") == "has the term 1 too much"
    assert diagnosis("alpha^3", "6*alpha^2", "alpha") == "is 2 times the derivative"


def test_zero_may_be_the_differential_of_anything() -> None:
    assert report("tr(A - A')", "0", "A").verdict == "ok"
    assert diagnosis("tr(A)", "0", "A") == "is zero, and the derivative is not"


def test_a_gradient_with_its_columns_stacked_is_told_apart_from_another() -> None:
    assert diagnosis("tr(A'*X)", "vec(A)", "X") == "is the gradient with its columns stacked, vec(∇f)"
    assert "not right when they are put side by side" in diagnosis("tr(A'*X)", "vec(2*A)", "X")


def test_a_relative_error_of_a_millionth_is_seen() -> None:
    for text, right in (("logdet(X)", "inv(X)'"), ("nucnorm(X)", "polar(X)"), ("sum(sin(X))", "cos(X)")):
        assert report(text, f"1.000001*{right}", "X").verdict == "wrong"


@pytest.mark.parametrize(("claim", "kind"), [("C", "name"), ("x*x", "shape"), ("A +", "syntax"), ("2*dB", "name")])
def test_a_claim_that_cannot_be_read(claim: str, kind: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        check_claim("A*x", claim)
    assert caught.value.kind == kind
    assert caught.value.source == claim


def test_a_claim_may_repeat_a_declaration_but_not_change_it() -> None:
    text = "x'*S*x where S: symmetric(n)"
    assert report(text, "2*S*x where S: symmetric(n)", "x").verdict == "ok"
    with pytest.raises(MatcalcError):
        check_claim(text, "2*S*x where S: matrix(n,n)", wrt=["x"])


UNDECIDED = """
    norm1(x)   | sign(x)           | x=[1, 0, 2]                 | jumps
    sum(relu(x)) | step(x)         | x=[1, 0]                    | jumps
    norm(x)    | x/norm(x)         | x=[0, 0]                    | its derivative has no finite value
    logdet(A)  | inv(A)'           | A=[[1, 2], [2, 4]]          | the expression has no finite value
    tr(inv(A)) | -(A^-2)'          | A=[[0.1, 0.3], [0.3, 0.9]]  | singular
    sum(log(x)) | 1./x             | x=[1, -1]                   | no finite value
    eigmax(S) where S: symmetric(n) | eigvecmax(S)*eigvecmax(S)' | S=[[1, 0], [0, 1]] | jumps
"""


@pytest.mark.parametrize(("text", "claim", "at", "said"), rows(UNDECIDED))
@pytest.mark.parametrize("factor", ["", "2*"])
def test_nobody_can_tell_at_a_kink_or_a_singular_matrix(text: str, claim: str, at: str, said: str, factor: str) -> None:
    found = report(text, f"{factor}({claim})", at=[at])
    assert found.verdict == "inconclusive"
    assert said in found.reason


AT_ZERO = """
    (x*x')*sin(x)    | (x'*sin(x))*I + x*sin(x)' + x*x'*diag(cos(x)) | x=[0, 0, 0]                 | ok
    tr(A)^9          | 9*tr(A)^8*I                                 | A=[[0, 0], [0, 0]]            | ok
    tr(A)^9          | 9*tr(A)^8*I + I                             | A=[[0, 0], [0, 0]]            | wrong
    pinv(A)          | -pinv(A)*dA*pinv(A)                         | A=[[0, 0], [0, 0]]            | inconclusive
    tr(B*S) where S: skew(n) | (B' - B)/2                          | S=[[0, 0], [0, 0]]; B=[[1, 1], [1, 1]] | ok
    tr(B*S) where S: skew(n) | B'                                  | S=[[0, 0], [0, 0]]; B=[[1, 1], [2, 1]] | wrong
"""


@pytest.mark.parametrize(("text", "claim", "at", "verdict"), rows(AT_ZERO))
def test_where_everything_is_zero(text: str, claim: str, at: str, verdict: str) -> None:
    given = at.split("; ")
    found = report(text, claim, given[0][0], at=given)
    assert found.verdict in {verdict, "inconclusive"}


NOWHERE = """
    logdet(x*y') where x: vector(n), y: vector(n)   | x | inv(x*y')'*y | the logarithm of 0
    tr(inv(x*y')) where x: vector(n), y: vector(n)  | x | 0*x          | a singular matrix
    sum(x)/(x'*y - y'*x + logdet(x*x'))             | x | ones(n)      | the logarithm of 0
    log(x'*y - x'*x - y'*y) | x | (y - 2*x)/(x'*y - x'*x - y'*y) | no real matrices
"""


@pytest.mark.parametrize(("text", "name", "claim", "said"), rows(NOWHERE))
def test_what_has_no_value_anywhere_has_no_right_derivative(text: str, name: str, claim: str, said: str) -> None:
    for found in (report(text, claim, name), own_check(text, name)):
        assert found.verdict == "inconclusive"
        assert said in found.reason


def test_what_has_a_value_nowhere_may_be_the_answer_alone() -> None:
    found = report("x'*x", "x'*inv(x*x')*x*x", "x")
    assert found.verdict == "inconclusive"
    assert "the answer has no value" in found.reason


def own_check(text: str, *wrt: str) -> CheckReport:
    return pipeline.check(pipeline.differentiate(text, wrt=wrt))


@pytest.mark.parametrize(
    "text", ["inv(X*X')*X*B", "inv(X'*X)*b", "tr(inv(K)) where K: skew(n)", "inv(X*X')*X*inv(X'*X)"]
)
def test_what_is_singular_at_some_sizes_is_not_refused(text: str) -> None:
    assert nowhere(pipeline.read(text)[1].expression, Given()) == ""


SIGNS_ALIKE = """
    sum(relu(x + ones(n)))                         | step(2 + x)
    norm1(x + 1/2*ones(n))                         | sign(x + ones(n))
    sum(relu(1000*x))                              | 1000*step(x + 1/200)
    relu(1/3 - alpha)*sum(x)                       | -relu(alpha - 1/3)*ones(n)
    sum(erf(exp(cosh(5 + x))))                     | 0*x
    (relu((ones(1, m*n)*ones(m, m*n)')).*x') where x: vector(m) | 1001*diag(relu(m*n*ones(m)))/1000
"""


@pytest.mark.parametrize(("text", "claim"), rows(SIGNS_ALIKE))
def test_signs_that_are_alike_at_most_points_are_told_apart(text: str, claim: str) -> None:
    assert report(text, claim, "x").verdict == "wrong"


HARD = "A=[[1, 2], [2, 4.0000000001]]"


def test_sixty_digits_decide_at_an_ill_conditioned_matrix() -> None:
    pytest.importorskip("mpmath")
    assert report("tr(inv(A))", "-(A^-2)'", at=[HARD]).tier == "precise"
    assert report("tr(inv(A))", "-(A^-2)'", at=[HARD]).verdict == "ok"
    assert report("tr(inv(A))", "-1.001*(A^-2)'", at=[HARD]).verdict == "wrong"


def test_without_mpmath_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcalc_cli.check.digits.precise.find_spec", lambda _: None)
    found = report("tr(inv(A))", "-(A^-2)'", at=[HARD])
    assert found.verdict == "inconclusive"
    assert "matcalc-cli[check]" in found.reason


MUTATED = """
    tr(A*X*B*X')
    X'*A*X*b
    logdet(X'*X + A)
    inv(A)*B*A
    norm(A*x - b)^2 + lambda*norm(x)^2
    sum(sigmoid(A*x).*log(y.^2))
    kron(A, b)
    tr(A^3*B)
    x'*inv(S)*x + logdet(S) where S: spd(n)
    softmax(A*x + b)
    det(A + B)
"""


@pytest.mark.parametrize("text", [line.strip() for line in MUTATED.strip().splitlines()])
def test_mutated_answers_are_wrong_and_the_answers_ok(text: str) -> None:
    answer = differentiate(text)
    tried = 0
    for derivative in answer.derivatives:
        name = derivative.variable.spelling
        for node in (derivative.differential, derivative.gradient or derivative.jacobian):
            assert report(text, plain(express(node)), name).verdict == "ok"
            for kind, wrong in mutants(node, Random(1)):
                tried += 1
                found = report(text, plain(express(wrong)), name)
                row_layout = kind == "transposed" and found.claim is not None and found.claim.reading == "jacobian"
                assert found.verdict == "wrong" or row_layout, (kind, wrong)
    assert tried >= 8


def test_the_seed_and_the_sizes_are_the_users() -> None:
    found = report("A*x", "A", "x", seed=5, sizes="m=6,n=2")
    assert (found.seed, found.sizes["A"]) == (5, (6, 2))
    assert report("A*x", "A", "x", trials=7).directions == 7
    with pytest.raises(MatcalcError):
        check_claim("A*x", "A", sizes="q=3")
    with pytest.raises(MatcalcError):
        check_claim("A*x", "A", sizes="m=0")


@pytest.mark.parametrize(
    ("text", "claim", "verdict"),
    [
        ("sqrt(9*alpha)", "3/(2*sqrt(alpha))", "ok"),
        ("sqrt(25/9*alpha)", "5/(6*sqrt(alpha))", "ok"),
        ("sqrt(9*alpha)", "3/sqrt(alpha)", "wrong"),
        ("sqrt(alpha)", "1/sqrt(alpha)", "wrong"),
    ],
)
def test_numbers_come_out_of_roots(text: str, claim: str, verdict: str) -> None:
    """3 is no square modulo p, so it is not the root of 9 that sqrt(9 alpha) has in it there."""
    assert report(text, claim, "alpha").verdict == verdict


def test_a_claim_tried_at_given_matrices_is_right_there(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["check", "x'*A*x", "--wrt", "x", "--claim", "2*A*x"]
    assert main([*words, "--at", "A=[[1,2],[2,3]]", "--at", "x=[1,-1]"]) == ExitCode.OK
    assert "with respect to x at these values" in capsys.readouterr().out
    assert main(words) == ExitCode.WRONG


def test_of_entries_that_differ_alike_the_first_is_named() -> None:
    """X[1,3] and X[3,1] of a transposed claim are equal but for rounding."""
    assert first_largest(np.array([0.0, 2.0 - 1e-15, 1.0, -2.0])) == 1
    assert first_largest(np.array([0.0, float("nan"), 1.0])) == 1


@pytest.mark.parametrize(("program", "claim", "code"), [
    ("tr(A*X)", "df = tr(A dX)", 0), ("tr(A*X)", "grad_X f = A'", 0), ("tr(A*X)", "∇f = A'", 0), ("tr(A*X)", "dL/dX = A", 1),
    ("A*X", "J_X = kron(I(p), A)", 0), ("A*X", "X = A*dX", 2), ("tr(f'*X)", "df = tr(f'*dX)", 2),
    ("R=A*X; tr(R)", "grad f = A'", 0),
])  # fmt: skip
def test_a_claim_may_begin_with_what_it_is(program: str, claim: str, code: int) -> None:
    assert main(["check", program, "--wrt", "X", "--claim", claim]) == code
