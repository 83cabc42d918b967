"""Programs that have no value, whatever their names stand for; and the terms of two sums where both indices are one."""

from __future__ import annotations

import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import differentiate, simplified
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.render.reports.conditions import text

WITHOUT_VALUES = """
    log(alpha) + log(-alpha)                | log(alpha), log(-alpha)
    log(alpha^3) + log(-alpha)              | log(alpha^3), log(-alpha)
    log(3 - 2*alpha) + log(alpha - 2)       | log(3 - 2*alpha), log(alpha - 2)
    log(1 - x'*x) + log(x'*x - 2)           | log(1 - x'*x), log(x'*x - 2)
    log(-x'*x)                              | log(-x'*x)
    y + log(-norm(x))*y                     | log(-norm(x))
    sqrt(-1 - x'*x)                         | sqrt(-1 - x'*x)
    (-x'*x)^(-1/2)                          | (-x'*x)^(-1/2)
    arcsin(2 + alpha^2)                     | arcsin(2 + alpha^2)
    acosh(alpha) + atanh(alpha)             | acosh(alpha), atanh(alpha)
    chol(-S) where S: spd(n)                | chol(-S)
    log(-det(S)) where S: spd(n)            | log(-det(S))
    sqrt(-log(2))*alpha                     | sqrt(-log(2))
    log(1 - cosh(alpha))                    | log(1 - cosh(alpha))
    acosh(tanh(alpha)) + log(alpha)         | acosh(tanh(alpha))
    log(sin(alpha)*cos(beta) - 3/2)         | log(sin(alpha)*cos(beta) - 3/2)
    gammaln(-1)*alpha                       | gammaln(-1)
    sum(k, 1, 4, alpha*sqrt(3 - k))         | sqrt(3 - k)
"""
"""Programs that have no value, whatever their names stand for, and the parts that contradict themselves or each other."""


@pytest.mark.parametrize("row", WITHOUT_VALUES.strip().splitlines())
def test_what_has_no_value_is_refused_where_it_stands(row: str) -> None:
    program, places = map(str.strip, row.split("|"))
    with pytest.raises(MatcalcError, match="all numbers are real") as caught:
        simplified(program)
    assert [program[label.start : label.end] for label in caught.value.labels] == places.split(", ")


@pytest.mark.parametrize("program", [
    "sqrt(-alpha^2)", "arcsin(cosh(alpha))", "arccos(exp(alpha^2))", "sqrt(sin(alpha) - 1)", "sqrt(alpha) + sqrt(-alpha)", "sqrt(1 - alpha^2) + sqrt(alpha^2 - 1)", "sum(sqrt(A - A'))", "(-x'*x)^(1/3)",
])  # fmt: skip
def test_a_value_at_single_points_is_no_derivative(program: str) -> None:
    assert simplified(program)
    with pytest.raises(MatcalcError, match="no derivative anywhere"):
        differentiate(program)


@pytest.mark.parametrize(("program", "moving", "said"), [
    ("sqrt(-alpha^2)*beta", "beta", "alpha^2 <= 0"), ("sqrt(alpha) + sqrt(-alpha) + beta^2", "beta", "alpha <= 0, alpha >= 0"),
])  # fmt: skip
def test_what_does_not_move_may_be_at_a_single_point(program: str, moving: str, said: str) -> None:
    assert text(differentiate(program, wrt=[moving]).conditions) == said


INDICES = """
    sum(k, 1, n, alpha*log(k))      | n >= 0
    sum(k, 2, n, alpha*log(1 - sqrt(2))) | n <= 1, n >= 1
    prod(k, 1, n, alpha*arcsin(sqrt(2))) | n <= 0, n >= 0
    sum(j, 1, m, sum(k, 2, n, alpha*sqrt(1 - sqrt(2)))) where m: integer | n <= 1, n >= 1, m >= 0
    sum(k, 2, n, alpha*log(sqrt(2) - 1)) | n >= 1
    sum(k, 1, n, alpha*log(3 - k))  | n <= 2, n >= 0
    sum(k, 1, n, alpha*sqrt(3 - k)) | n <= 3, n >= 0
    sum(k, 1, n, alpha/(k - 2))     | n <= 1, n >= 0
    sum(k, 1, n, alpha/(2*k - 3))   | n >= 0
    sum(k, 1, 5, alpha/(k - 7))     |
    sum(k, 0, n, alpha*gammaln(k/2 - 1/2)) | n <= 0, n >= -1
    sum(k, 1, n, alpha*gammaln(7/2 - k))   | n >= 0
    sum(k, m, n, alpha*log(k))      | m > 0, 1 + n >= m
    sum(k, m, n, alpha/k)           | i != 0 for every i in its sum, 1 + n >= m
    sum(k, 1, n, alpha*log(k^2))    | n >= 0
    sum(k, 1, n, alpha*log(k - 2))  | n <= 0, n >= 0
    sum(k, 1, n, alpha*log(k - 10^400))    | n <= 0, n >= 0
    sum(k, 1, n, alpha*log(k + 10^-400))   | n >= 0
    sum(k, 1, n, alpha/(k*(k - 2))) | n <= 1, n >= 0
    sum(k, 1, n, alpha/(beta*(k - 2)))     | n <= 1, beta != 0, n >= 0
    sum(k, 3, n, alpha*log((k - 2)/k))     | n >= 2
    sum(k, 1, n, alpha*sqrt(k^2 - 5*k + 5))| n <= 1, n >= 0
    sum(k, 1, n, alpha*log(5000 - k^2))    | n <= 70, n >= 0
    sum(k, 1, n, arcsin(k/4)*alpha)        | n <= 4, n >= 0
    sum(k, 1, n, alpha*log(log(k)))        | n <= 0, n >= 0
    sum(k, 1, n, alpha/sin(k))             | sin(i) != 0 for every i in its sum, n >= 0
    sum(k, 1, n, alpha/(n - k))            | n <= 0, n >= 0
    sum(k, 1, n, alpha*(k - 3)^beta)       | i - 3 > 0 (i - 3 != 0 where beta is an integer) for every i in its sum, n >= 0
    sum(k, 1, n, alpha*k^beta)             | n >= 0
    sum(k, 1, n, (k - 3)^-k*alpha)         | n >= 0, n <= 2
    sum(i, 1, n, sum(k, 1, n, sum(l, 1, n, alpha/(i*k*l - 7)))) | n <= 6, n >= 0
    sum(i, 1, n, sum(k, 1, m, sum(l, 1, n, alpha/(i*k*l - 7)))) | 7 - i*j*l != 0 for every i in its sum for every j in its sum for every l in its sum, n >= 0, m >= 0
    sum(k, 1, n - 1, alpha/(n - k))        | n >= 1
    sum(k in 1:n if k != 2, alpha/(k - 2)) | n >= 0
    sum(k in 1:n if k <= 5, alpha*log(4 - k))            | n <= 3, n >= 0
    sum(i, 1, n, sum(k, i, n, alpha/(k - 2)))            | n <= 1, n >= 0
    sum(i, 1, n, sum(k, 1, i, alpha/(k + 1)))            | n >= 0
    sum(i, 1, n, sum(k, 1, n, alpha/(i*k - 6)))          | n <= 2, n >= 0
    sum(i, 1, m, sum(k, 1, n, alpha*log(i*k + 2)))       | n >= 0, m >= 0
    sum(i, 1, n, sum(k in 1:n if i < k, alpha*log(k - i)))       | n >= 0
    sum(i, 1, n, sum(k in 1:n if i != k, alpha/(i - k)))         | n >= 0
    sum(i, 1, n, sum(k in 1:n if i != k, alpha/(i^2 - k^2)))     | i^2 - j^2 != 0 for every i != j, n >= 0
"""


@pytest.mark.parametrize("row", INDICES.strip().splitlines())
def test_what_a_sum_needs_of_its_index_alone(row: str) -> None:
    program, said = map(str.strip, row.split("|"))
    assert text(differentiate(program, wrt=["alpha"]).conditions) == said


def test_the_entries_of_a_vector_end_before_there_is_no_value() -> None:
    assert text(differentiate("sum(i, 1, n, x[i]/(i - 3))").conditions) == "n <= 2"


@pytest.mark.parametrize("program", [
    "log(alpha) + log(beta)", "log(alpha) + log(1 - alpha)", "sqrt(alpha - 1) + log(3 - alpha)", "log(1 - alpha^2) + log(1 + alpha)",
    "arcsin(alpha) + log(alpha + 1)", "log(x) + log(-y)", "chol(S - A) where S: spd(n), A: spd(n)", "sqrt((alpha - beta)^2)",
    "alpha*log(10^400)", "alpha*log(10^-400)", "alpha*log(cosh(1000))", "alpha*log(erfc(40))", "alpha/erfc(40)",
    "sum(i, 0, k, softplus(I(n))^i \\ w) where k: integer, w: vector(n)",
])  # fmt: skip
def test_what_has_a_value_somewhere_is_answered(program: str) -> None:
    assert ("nowhere" in text(differentiate(program).conditions)) is False


@pytest.mark.parametrize("constant", [
    "log(1 - exp(800))", "sqrt(1 - exp(800))", "log(-cosh(900))", "log(sinh(-900))", "arcsin(exp(800))", "acosh(-cosh(900))", "log(1 - 2^2000)",
    "log(1 - exp(exp(exp(exp(2)))))", "log(exp(-900) - exp(-800))", "log(log(exp(-exp(8)) + 1/2))", "log(1 - softplus(900))", "log(arctan(3) - 2)",
    "log(1 - sqrt(exp(900)))", "log(3 - pi)", "log(sqrt(2) - sqrt(3))",
])  # fmt: skip
def test_a_constant_without_a_value_is_refused_however_large_it_is(constant: str) -> None:
    with pytest.raises(MatcalcError, match="this has no value whatever the names stand for"):
        differentiate(f"sum(x*{constant})")


@pytest.mark.parametrize("constant", [
    "log(1 - erf(40))", "log(1 - tanh(40))", "log(exp(800) - 1)", "sqrt(cosh(800) - sinh(800))", "log(exp(exp(51)) - exp(exp(50)))", "gammaln(-exp(300))",
    "log(2 + sin(exp(800)))", "log(1 - exp(-exp(50)))", "atanh(exp(-800))", "log(10^30 - log(1 + exp(exp(50))))",
])  # fmt: skip
def test_a_constant_that_has_a_value_or_of_which_that_is_not_known_is_answered(constant: str) -> None:
    assert text(differentiate(f"sum(x*{constant})").conditions) == ""


@pytest.mark.parametrize(
    "program", ["sum(k, 2, n, log(-1 - alpha^2))", "sum(k, 2, n, alpha*log(8*k/(-7*k)))", "sum(k, 2, n, alpha/(2 - 2))"]
)
def test_a_sum_may_have_no_term_of_what_has_no_value(program: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        differentiate(program)
    assert str(caught.value.hint).endswith("; a sum of it has a value where it has no terms alone")
    with pytest.raises(MatcalcError) as caught:
        differentiate(program.replace(" n,", " 5,"))
    assert "no terms" not in str(caught.value.hint)


def test_a_condition_of_a_derivative_alone_that_never_holds_says_so() -> None:
    assert text(differentiate("(-x'*x)^beta").conditions) == "-x'*x > 0, which holds nowhere"


@pytest.mark.parametrize(("program", "said"), [
    ("inv(x*x')", "at any matrices but 1x1: a singular matrix"), ("inv(W) where W: skew(3)", "at any matrices: a singular matrix"),
])  # fmt: skip
def test_a_matrix_that_is_singular_everywhere(program: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", program]) == 0
    assert f"the expression has no value {said}" in capsys.readouterr().out


OWN_TERMS = {
    "sum(i, 1, n, sum(k, 1, n, 1/(x[i] - x[k])))": "1/(x[i] - x[k])",
    "sum(i, 1, n, sum(k, i, n, log(x[i] - x[k])))": "log(x[i] - x[k])",
    "sum(i, 1, 4, sum(k, 4, 6, 1/(x[i] - x[k])))": "1/(x[i] - x[k])",
    "sum(i, 1, N, sum(k, 1, N, 1/norm(x_i - x_k)))": "1/norm(x_i - x_k)",
    "sum(k, 1, N, 1/(alpha_i - alpha_k))": "1/(alpha_i - alpha_k)",
    "sum(i, 1, n, sum(k in 1:n if i <= k, alpha/(i - k)))": "alpha/(i - k)",
}


@pytest.mark.parametrize("program", OWN_TERMS)
def test_a_term_that_divides_by_zero_is_refused(program: str) -> None:
    with pytest.raises(MatcalcError, match="the term of k = i has no value") as caught:
        differentiate(program)
    assert program[caught.value.start : caught.value.end] == OWN_TERMS[program]


@pytest.mark.parametrize(("program", "said"), [
    ("sum(i, 1, n, sum(k in 1:n if k != i, 1/(x[i] - x[k])))", "x[i] - x[j] != 0 for every i != j"),
    ("sum(i, 1, n, sum(k, i+1, n, 1/(x[i] - x[k])))", "x[i] - x[j] != 0 for every j > i"),
    ("sum(i, 1, n, sum(k in 1:n if i < k, 1/(x[i] - x[k])))", "x[i] - x[j] != 0 for every j > i"),
    ("sum(i, 1, N, sum(k, 1, N, norm(x_i - y_k)))", "x_k - y_i != 0 for every i, x_i - y_k != 0 for every i"),
    ("sum(i, 1, n, abs(alpha_i))", "alpha_i != 0"),
])  # fmt: skip
def test_conditions_leave_out_what_the_sums_leave_out(program: str, said: str) -> None:
    assert text(differentiate(program).conditions) == said


@pytest.mark.parametrize(("program", "gradient", "said"), [
    ("sum(i, 1, N, sum(k, 1, N, norm(x_i - x_k)))", "-2*sum(i in 1:N if i != k, (x_i - x_k)/norm(x_i - x_k))", "left out"),
    ("sum(i, 1, N, sum(k, 1, N, norm(x_i - x_k)^2))", "-4*sum(i, 1, N, x_i - x_k)", ""),
    ("sum(i, 1, N, sum(k, 1, N, exp(-norm(x_i - x_k))))", "", "k in 1:n if k != i leaves that out"),
    ("sum(i, 1, N, sum(k, 1, N, norm(x_i - y_k)))", "sum(j, 1, N, (x_k - y_j)/norm(x_k - y_j))", ""),
])  # fmt: skip
def test_norms_of_0(program: str, gradient: str, said: str) -> None:
    answer = differentiate(program)
    found = answer.derivatives[0].gradient
    assert found is not None
    assert gradient in ("", program_text(found, letters=answer.letters))
    assert any(said in note for note in answer.notes) == bool(said)


def test_the_members_of_a_family_have_different_indices() -> None:
    names = [
        d.variable.name for d in differentiate("sum(i,1,N,sum(k,1,N,sum(l,1,N,alpha_ik*beta_kl*gamma_li)))").derivatives
    ]
    assert names == ["alpha_mk", "beta_km", "gamma_km"]


POWERS = """
    sum(k, 2, n, alpha^k)          | n >= 1
    sum(k, -2, n, alpha^k)         | n >= -3, alpha != 0
    sum(k, -n, n, alpha^k)         | 2*n >= -1, alpha != 0
    sum(k, 1, n, alpha^-k)         | n >= 0, alpha != 0
    sum(k, 1, n, alpha^(n-k))      | n >= 0
    sum(k, m, n, alpha^k)          | 1 + n >= m, alpha != 0 or m >= 0
    sum(i, 1, n, sum(k, 1, n, alpha^(i-k))) | n >= 0, alpha != 0 or 1 >= n
    sum(i, 1, n, sum(k, 1, i, alpha^(i-k))) | n >= 0
    tr(sum(k, -1, n, A^k))         | n >= -2, det(A) != 0
    sum(k, 1, n, alpha^(k^2))      | n >= 0
    alpha^beta*alpha^-beta         | alpha > 0 (alpha != 0 where beta is an integer)
"""


@pytest.mark.parametrize("row", POWERS.strip().splitlines())
def test_powers_with_exponents_below_zero(row: str) -> None:
    program, said = map(str.strip, row.split("|"))
    assert text(differentiate(program, wrt=["A" if "A" in program else "alpha"]).conditions) == said


def test_the_angle_of_a_point_jumps_on_one_half_of_a_line_alone() -> None:
    assert text(differentiate("atan2(alpha, beta)").conditions) == "alpha != 0 or beta > 0"
    assert text(differentiate("atan2(x, y)").conditions) == "no entry of x is 0 where y is not positive"
    assert text(differentiate("atan2(alpha, 1 + beta^2)").conditions) == ""
    assert text(differentiate("atan2(alpha, -1)").conditions) == "alpha != 0"
    assert text(differentiate("atan2(1/3, alpha)").conditions) == ""
    assert text(differentiate("atan2(-exp(beta), alpha)").conditions) == ""
    assert text(differentiate("atan2(ones(p, n), E') where E: matrix(n,p)").conditions) == ""
    assert (
        text(differentiate("atan2(E', F') where E: matrix(n,p)").conditions)
        == "no entry of E is 0 where F is not positive"
    )
    assert text(differentiate("atan2(0, alpha)").conditions) == "alpha > 0"


def test_a_sum_from_below_zero_is_verified(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grad", "tr(sum(k, -1, n, A^k))"]) == 0
    assert capsys.readouterr().out.startswith("sum(j, -1, n, j*(A^(j-1))')")


@pytest.mark.parametrize(("program", "printed", "said"), [
    ("atanh(exp(0*alpha))", "atanh(1)", "abs(1) < 1"), ("log2(sin(0*alpha))", "log2(0)", "0 > 0"), ("cot(0*alpha)", "cot(0)", "0 != 0"),
    ("inv(K) where K: skew(3)", "inv(K) where K: skew(3)", "det(K) != 0"),
])  # fmt: skip
def test_a_normal_form_without_a_value_is_said_to_have_none(
    program: str, printed: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["simplify", program]) == 0
    assert capsys.readouterr() == (f"{printed}\n", f"note: valid where {said}, which holds nowhere\n")
