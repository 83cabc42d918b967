"""Derivatives by what sums share and by members of families, as they are printed; each is verified and reads back."""

from __future__ import annotations

import re

import pytest

from matcalc_cli.budget import Budget
from matcalc_cli.expr.shapes.spans import loosened
from matcalc_cli.pipeline import differentiate, reads_back, simplified, verified
from matcalc_cli.render.reports.answers import program_text, single

MIXTURE = "sum(i, 1, N, log(sum(k, 1, K, pi_k*exp(-(x_i - mu_k)'*inv(S_k)*(x_i - mu_k)/2)))) where mu_k: vector(p), S_k: spd(p)"
WEIGHT = "exp(-(mu_{0} - x_i)'*inv(S_{0})*(mu_{0} - x_i)/2)"
SHARE = f"{WEIGHT.format('k')}{{}}/sum(j, 1, K, pi_j*{WEIGHT.format('j')})"
MU_AND_S = " where S_i: spd(p), mu_i: vector(p)"


@pytest.mark.parametrize(
    ("text", "wrt", "gradient"),
    [
        ("sum(i, 1, N, norm(x_i - c)^2)", "c", "2*sum(j, 1, N, c - x_j)"),
        ("sum(i, 1, N, norm(x_i - c)^2)", "x_k", "2*(x_k - c)"),
        ("sum(i, 1, N, norm(x_i - c)^2)", "x", "2*(x_i - c)"),
        ("sum(i in 1:N, y_i*log(p_i)) where y_i: scalar, p_i: scalar", "p_k", "y_k/p_k where p_k: scalar, y_k: scalar"),
        ("sum(i, 1, N, (y_i - w'*x_i)^2) where y_i: scalar", "w", "2*sum(j, 1, N, (w'*x_j - y_j)*x_j) where y_i: scalar"),
        ("sum(i, 1, N, x_i'*A*x_i)", "A", "sum(j, 1, N, x_j*x_j')"),
        (
            "sum(i, 1, M, sum(j, 1, N, (r_ij - u_i'*v_j)^2)) where r_ij: scalar", "u_k",
            "-2*sum(j, 1, N, (r_(k,j) - u_k'*v_j)*v_j) where r_ij: scalar",
        ),
        (
            "sum(i, 1, M, sum(j, 1, N, (r_ij - u_i'*v_j)^2)) where r_ij: scalar", "r_kl",
            "2*(r_kl - u_k'*v_l) where r_kl: scalar",
        ),
        ("sum(i in 1:N, sum(j in 1:N if i != j, norm(x_i - x_j)^2))", "x_k", "-4*sum(j in 1:N if j != k, x_j - x_k)"),
        ("sum(i, 1, N, x_i'*x_(i+1))", "x_k", "[2 <= k]*x_(k-1) + [k <= N]*x_(k+1)"),
        ("sum(i, 1, N, sum(j in 1:N if i < j, norm(x_i - x_j)^2))", "x_k", "-2*sum(j in 1:N if j != k, x_j - x_k)"),
        ("sum(i, 1, N, sum(j in 1:N if i <= j, norm(x_i - x_j)^4))", "x_k", "-4*sum(j, 1, N, norm(x_j - x_k)^2*(x_j - x_k))"),
        ("sum(i, 1, N, sum(j in 1:N if i < j, b_i*b_j)) where b_i: scalar", "b_k", "sum(j in 1:N if j != k, b_j) where b_i: scalar"),
        (
            "sum(i, 1, N, sum(j, 1, N, a_ij*norm(x_i - x_j)^2))/2 where a_ij: scalar", "x_k",
            "-sum(j, 1, N, (a_(j,k) + a_(k,j))*(x_j - x_k)) where a_ij: scalar",
        ),
        (
            "sum(i, 1, N, sum(j in 1:N if i < j, (norm(x_i - x_j) - a_ij)^2)) where a_ij: scalar", "x_k",
            "2*(sum(j in 1:N if j < k, (a_(j,k) - norm(x_j - x_k))*(x_j - x_k)/norm(x_j - x_k)) + sum(j in 1:N if k < j, (a_(k,j) - norm(x_j - x_k))*(x_j - x_k)/norm(x_j - x_k))) where a_ij: scalar",
        ),
        ("log(prod(i, 1, N, p_i)) where p_i: scalar", "p_k", "1/p_k where p_k: scalar"),
        ("log(prod(i, 1, N, x_i'*w))", "w", "sum(j, 1, N, x_j/(w'*x_j))"),
        ("sqrt(prod(i, 1, N, x_i'*w))", "x_k", "sqrt(prod(j, 1, N, w'*x_j))*w/(2*w'*x_k)"),
        (
            "sum(k, 1, K, y_k*log(exp(z_k)/sum(j, 1, K, exp(z_j)))) where y_k: scalar, z_k: scalar", "z_k",
            "y_k - sum(j, 1, K, y_j)*exp(z_k)/sum(j, 1, K, exp(z_j)) where y_i: scalar, z_i: scalar",
        ),
        ("prod(i, 1, N, x_i'*w)", "w", "sum(i, 1, N, prod(j in 1:N if i != j, w'*x_j)*x_i)"),
        ("prod(i, 1, N, x_i'*w)", "x_k", "prod(j in 1:N if j != k, w'*x_j)*w"),
        ("sum(i, 1, N, x_i'*x_k)", "x_k", "sum(j, 1, N, x_j) + x_k"),
        (MIXTURE, "pi_k", f"sum(i, 1, N, {SHARE.format('')}){MU_AND_S}"),
        (MIXTURE, "mu_k", f"-pi_k*inv(S_k)*sum(i, 1, N, {SHARE.format('*(mu_k - x_i)')}){MU_AND_S}"),
        (
            MIXTURE, "S_k",
            f"pi_k*inv(S_k)*sum(i, 1, N, {SHARE.format('*(mu_k - x_i)*(mu_k - x_i)' + chr(39))})*inv(S_k)/2{MU_AND_S}",
        ),
    ],
)  # fmt: skip
def test_gradients(text: str, wrt: str, gradient: str) -> None:
    answer = differentiate(text, wrt=[wrt])
    answer = verified(answer, "grad", Budget(10.0))
    assert answer.verified == "exactly"
    found = answer.derivatives[0].gradient
    assert found is not None
    assert program_text(found, reads_back) == gradient
    assert reads_back(gradient, found)


@pytest.mark.parametrize("order", [1, 2])
@pytest.mark.parametrize(
    "text",
    [
        "sum(i, 1, N, log(1 + exp(-y_i*w'*x_i))) + alpha*norm(w)^2 where y_i: scalar",
        "sum(i, 1, N-1, norm(x_(i+1) - A*x_i)^2)",
        "sum(i, 2, N, norm(x_i - 2*x_(i-1))^2) where x_i: vector(p)",
        "sum(i in 1:N, sum(j in 1:N if i < j, 1/norm(x_i - x_j)))",
        "sum(i, 1, N, logdet(S_i)) where S_i: spd(n)",
        "sum(i, 1, N, sum(j, 1, i, x_i'*x_j))",
        "sum(i, 1, N, alpha_i)^2/N",
        "logdet(sum(i, 1, N, alpha_i*x_i*x_i') + I)",
        "prod(i, 1, N, alpha_i)",
        "prod(i in 1:N if i != 2, 1 + alpha_i^2)",
        "sum(i, 1, N, x_i)'*A*sum(j, 1, N, x_j)",
    ],
)
def test_every_reading_is_verified(text: str, order: int) -> None:
    """Interior members, those at the ends, and Hessians."""
    answer = differentiate(text, order=order)
    answer = verified(answer, "json", Budget(20.0))
    assert answer.verified == "exactly"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sum(i, 1, N, x_i)", "sum(k, 1, N, x_k)"),
        ("sum(i, 1, N, sum(j, 1, N, x_i'*A*x_j))", "sum(j, 1, N, sum(i, 1, N, x_j'*A*x_i))"),
        ("sum(i, 1, N, sum(j, 1, N, x_i'*A*x_j))", "sum(l, 1, N, sum(i, 1, N, x_l'*A*x_i))"),
        ("sum(i in 1:N if i == k, x_i)", "sum(j in 1:N if k == j, x_j)"),
        ("sum(i in 1:N if i < j, x_i)", "sum(i in 1:N if j > i, x_i)"),
        ("sum(k in 1:9 if sqrt(k) < 2, x_k)", "sum(k in 1:9 if sqrt(k) <= 2 and sqrt(k) != 2, x_k)"),
        ("sum(i, 1, N, A*x_i)", "A*sum(i, 1, N, x_i)"),
        ("sum(i, 1, N, x_i*b')", "sum(i, 1, N, x_i)*b'"),
        ("sum(i in 1:N, alpha*w_i)", "alpha*sum(i in 1:N, w_i)"),
        ("A*sum(i in 1:N if i < k, x_i)*y' + A*sum(i in 1:N if i > k, x_i)*y'", "A*sum(i in 1:N if i != k, x_i)*y'"),
        ("2*sum(i in 1:N if i < k, x_i) + 2*sum(i in 1:N if i >= k, x_i)", "2*sum(i, 1, N, x_i)"),
        ("sum(i in 1:N if i < k, x_i) - sum(i in 1:N if i >= k, x_i)", "sum(i in 1:N if i < k, x_i) - sum(i in 1:N if k <= i, x_i)"),
        ("2 - 2*[i == j] + norm(sum(i, 1, N, x_i))", "2*[i != j] + norm(sum(i, 1, N, x_i))"),
        ("sum(i in 1:N, y_i*A) where y_i: scalar", "sum(i in 1:N, y_i)*A where y_i: scalar"),
        ("sum(j in 1:N if j != k, I(n))*sum(i, 1, N, x_i) where x_i: vector(n)", "(N - [1 <= k]*[k <= N])*sum(i, 1, N, x_i) where x_i: vector(n)"),
        ("sum(i, 1, 4, sum(j, i + 2, 4, beta))", "3*beta"),  # of i = 4 there is none, not one less than none
        ("sum(i, 1, 4, sum(j in i+2:4 if j != 3, beta))", "2*beta"),
    ],
)  # fmt: skip
def test_equal_sums_are_one(one: str, other: str) -> None:
    keep = " where x_i: vector(n)" if "x_i" in one else ""
    first, second = (
        simplified(text + (keep if "x_i" in text and "where" not in text else "")).expression for text in (one, other)
    )
    assert program_text(first) == program_text(second)


def test_an_index_is_none_of_a_member_that_is_asked_for() -> None:
    answer = differentiate("sum(i, 1, N, log(sum(k, 1, K, exp(x_i'*z_k))))", wrt=["x_k"])
    (line,) = single(answer, "grad")
    assert line == "sum(j, 1, K, exp(x_k'*z_j)*z_j)/sum(j, 1, K, exp(x_k'*z_j))"


def test_a_sum_turned_round_is_not_the_same() -> None:
    """Equal are sums with other names for their indices, not all that look alike."""
    one, other = (simplified(f"sum(i, 1, N, sum(j, 1, N, {term}))").expression for term in ("x_i'*A*y_j", "x_j'*A*y_i"))
    assert program_text(one) != program_text(other) or one is other


def test_a_member_alone_is_a_name() -> None:
    answer = differentiate("sum(i, 1, N, norm(x_i - c)^2)", wrt=["x_k"])
    found = answer.derivatives[0].gradient
    assert found is not None
    assert {symbol.name for symbol in loosened(found).symbols} == {"x_k", "c"}


def test_an_index_has_one_letter_in_members_and_places() -> None:
    answer = simplified("sum(k, 1, K, sum(l, 2, L, B[k,l-1]*A_kl*C[:,k]))")
    assert program_text(answer.expression, letters=answer.letters) == (
        "sum(k, 1, K, sum(l, 2, L, B[k,l-1]*A_kl)*C[:,k])"
    )


@pytest.mark.parametrize("p", [2, -2])
@pytest.mark.parametrize(
    ("text", "gradient"),
    [
        ("x_j*x_(j+p)", "[1 <= k]*[k <= m]*x_(k+p) + [k <= m + p]*[p < k]*x_(k-p)"),
        ("x_(j-p)*x_j", "[1 <= k + p]*[k + p <= m]*x_(k+p) + [1 <= k]*[k <= m]*x_(k-p)"),
        ("x_(j-p)*x_(j+p)", "[1 <= k + p]*[k + p <= m]*x_(k+2*p) + [k <= m + p]*[p < k]*x_(k-2*p)"),
    ],
)
def test_members_that_are_apart_by_a_name_of_either_sign(text: str, gradient: str, p: int) -> None:
    """The gradient says for every k what differences of the sum say, at members that only one of the terms has too."""
    answer = differentiate(f"sum(j, 1, m, {text}) where x_i: scalar", wrt=["x_k"])
    found = verified(answer, "grad", Budget(10.0)).derivatives[0].gradient
    assert found is not None
    assert program_text(found, reads_back).partition(" where ")[0] == gradient
    members = {j: float((7 * j) % 11 - 4) for j in range(-9, 15)}

    def value(text: str, members: dict[int, float], **names: int) -> float:
        by_index = re.sub(r"x_(?:\((.*?)\)|(\w))", lambda m: f"x[{m[1] or m[2]}]", text)
        return eval(re.sub(r"(?<!x)\[(.*?)\]", r"(\1)", by_index), {"x": members, "p": p, "m": 4, **names})  # noqa: S307

    def total(k: int, step: float) -> float:
        moved = {**members, k: members[k] + step}
        return sum(value(text, moved, j=j) for j in range(1, 5))

    for k in range(-4, 10):
        assert value(gradient, members, k=k) == (total(k, 1.0) - total(k, -1.0)) / 2
