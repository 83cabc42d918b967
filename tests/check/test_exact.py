from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import mpmath
import pytest

from matcalc_cli.budget import seconds
from matcalc_cli.check.exact.arithmetic.field import HALF, P, square_root
from matcalc_cli.check.exact.oracle import Manner, Oracles
from matcalc_cli.check.exact.verify import (
    Verdict,
    equal,
    verify,
    verify_adjoint,
    verify_derivative,
    verify_gradient,
    verify_hessian,
    verify_jacobian,
)
from matcalc_cli.cli.answering import BATCH
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.pipeline import read, simplified

Real = Callable[[Any], Any]


def pair(f: str, claim: str, where: str = "") -> tuple[Node, Node]:
    """Two expressions read in one scope: the claim's names mean what those of f mean."""
    declared = f" where {where}" if where else ""
    return read(f + declared)[1].expression, read(claim + declared)[1].expression


def named(node: Node, name: str) -> Symbol:
    return next(s for s in node.symbols if s.name == name)


def judged(f: str, claim: str, wrt: str, where: str, reading: str = "differential", **options: float) -> Verdict:
    a, b = pair(f, claim, where)
    return verify(a, named(a, wrt), b, reading=reading, **options)  # type: ignore[arg-type]


DPINV_X = (
    "pinv(X)*dX + (-pinv(X)*dX*pinv(X) + pinv(X)*pinv(X)'*dX'*(I(m) - X*pinv(X))"
    " + (I(n) - pinv(X)*X)*dX'*pinv(X)'*pinv(X))*X"
)
# f, X, declarations, and the right differential
RIGHT = [
    ("A*X*B", "X", "A: matrix(m,n), X: matrix(n,p), B: matrix(p,m)", "A*dX*B"),
    ("X'*X", "X", "X: matrix(m,n)", "dX'*X + X'*dX"),
    ("X^3", "X", "X: matrix(n,n)", "dX*X^2 + X*dX*X + X^2*dX"),
    ("inv(X)", "X", "X: matrix(n,n)", "-inv(X)*dX*inv(X)"),
    ("X^k", "X", "X: matrix(n,n)", "sum(j, 0, k-1, X^j*dX*X^(k-1-j))"),
    ("inv(X'*X)", "X", "X: matrix(m,n)", "-inv(X'*X)*(dX'*X + X'*dX)*inv(X'*X)"),
    ("det(X)", "X", "X: matrix(n,n)", "det(X)*tr(inv(X)*dX)"),
    ("det(X*X')", "X", "X: matrix(m,n)", "2*det(X*X')*tr(X'*inv(X*X')*dX)"),
    ("logdet(X)", "X", "X: matrix(n,n)", "tr(inv(X)*dX)"),
    ("norm(X)", "X", "X: matrix(m,n)", "tr(X'*dX)/norm(X)"),
    ("X.*X", "X", "X: matrix(m,n)", "2*X.*dX"),
    ("x.^(1/2)", "x", "x: vector(n)", "dx./(2*x.^(1/2))"),
    ("x.^(2/3)", "x", "x: vector(n)", "2/3*x.^(-1/3).*dx"),
    ("kron(X, X)", "X", "X: matrix(m,n)", "kron(dX, X) + kron(X, dX)"),
    ("vec(X')", "X", "X: matrix(m,n)", "commutation(m,n)*vec(dX)"),
    ("diag(X)", "X", "X: matrix(n,n)", "diagsel(n)*vec(dX)"),
    ("pinv(X)*X", "X", "X: matrix(m,n)", DPINV_X),
    ("chol(X)", "X", "X: spd(n)", "chol(X)*halftril(inv(chol(X))*dX*inv(chol(X))')"),
    ("softmax(x)", "x", "x: vector(n)", "softmax(x).*dx - softmax(x)*(softmax(x)'*dx)"),
    ("logsumexp(X)", "X", "X: matrix(m,n)", "sum(exp(X).*dX)/sum(exp(X))"),
    ("logsumexp(x)", "x", "x: vector(n)", "softmax(x)'*dx"),
    ("log(1 + exp(x))", "x", "x: vector(n)", "sigmoid(x).*dx"),
    ("Q'*B*Q", "Q", "Q: orthogonal(n), B: matrix(n,n)", "dQ'*B*Q + Q'*B*dQ"),
    ("alpha^p", "alpha", "alpha: scalar", "p*alpha^(p-1)*dalpha"),
    ("alpha^p", "p", "alpha: scalar, p: scalar", "alpha^p*log(alpha)*dp"),
]  # fmt: skip


@pytest.mark.parametrize(("f", "x", "where", "df"), RIGHT)
def test_right_differentials_are_ok(f: str, x: str, where: str, df: str) -> None:
    assert judged(f, df, x, where).word == "ok"


@pytest.mark.parametrize("wrong", ["2*({})", "-({})", "1.000000001*({})", "({}) + 1/1000000000*({})"])
@pytest.mark.parametrize(("f", "x", "where", "df"), RIGHT)
def test_wrong_differentials_are_never_ok(f: str, x: str, where: str, df: str, wrong: str) -> None:
    assert judged(f, wrong.format(df, df), x, where).word != "ok"


RATIONAL = RIGHT[:8] + RIGHT[10:11] + RIGHT[13:16] + RIGHT[22:23]


@pytest.mark.parametrize(("f", "x", "where", "df"), RATIONAL)
def test_wrong_rational_differentials_are_wrong(f: str, x: str, where: str, df: str) -> None:
    assert judged(f, f"2*({df})", x, where).word == "wrong"


# What a derivative by a careless hand looks like: (f, X, declarations, claim)
CARELESS = [
    ("X'*X", "X", "X: matrix(n,n)", "dX*X + X*dX"),
    ("X^2", "X", "X: matrix(n,n)", "2*X*dX"),
    ("A*X*B", "X", "A: matrix(n,n), X: matrix(n,n), B: matrix(n,n)", "B*dX*A"),
    ("inv(X)", "X", "X: matrix(n,n)", "-inv(X)^2*dX"),
    ("det(X)", "X", "X: matrix(n,n)", "tr(inv(X)*dX)"),
    ("det(X)", "X", "X: matrix(n,n)", "det(X)*tr(inv(X)'*dX)"),
    ("tr(X^2)", "X", "X: matrix(n,n)", "2*tr(X'*dX)"),
]


@pytest.mark.parametrize(("f", "x", "where", "claim"), CARELESS)
def test_careless_differentials_are_wrong(f: str, x: str, where: str, claim: str) -> None:
    assert judged(f, claim, x, where).word == "wrong"


# f, X, declarations, reading, the right claim, a wrong claim
READINGS = [
    ("x'*A*x", "x", "A: matrix(n,n), x: vector(n)", "gradient", "(A + A')*x", "2*A*x"),
    ("x'*A*x", "x", "A: matrix(n,n), x: vector(n)", "hessian", "A + A'", "2*A"),
    ("x'*A*x", "x", "A: matrix(n,n), x: vector(n)", "jacobian", "x'*(A + A')", "2*x'*A"),
    ("A*X*B", "X", "A: matrix(m,n), X: matrix(n,p), B: matrix(p,m)", "jacobian", "kron(B', A)", "kron(B, A')"),
    ("alpha^2*A", "alpha", "A: matrix(m,n), alpha: scalar", "derivative", "2*alpha*A", "alpha*A"),
    ("tr(A*X)", "X", "A: matrix(n,n), X: symmetric(n)", "gradient", "sym(A)", "A'"),
    ("tr(A*X)", "X", "A: matrix(n,n), X: skew(n)", "gradient", "-skew(A)", "skew(A)"),
    ("tr(A*X)", "X", "A: matrix(n,n), X: diagonal(n)", "gradient", "diag(diag(A))", "A'"),
    ("tr(A*X)", "X", "A: matrix(n,n), X: lower(n)", "gradient", "tril(A')", "triu(A')"),
    ("tr(A*X)", "X", "A: matrix(n,n), X: upper(n)", "gradient", "triu(A')", "tril(A')"),
    ("logdet(X)", "X", "X: spd(n)", "gradient", "inv(X)", "2*inv(X) - diag(diag(inv(X)))"),
    ("tr(A*X)", "X", "A: matrix(n,n), X: orthogonal(n)", "gradient", "(A' - X*A*X)/2", "A'"),
    # f(Q exp(t S)) = tr(A Q (I + t S + t^2 S^2/2)): H = P vec-form of tr(A Q S^2)
    ("tr(X)", "X", "X: matrix(n,n)", "hessian", "0*commutation(n,n)", "commutation(n,n)"),
    ("tr(X^2)", "X", "X: matrix(n,n)", "hessian", "2*commutation(n,n)", "2*I(n^2)"),
    ("norm(X)^2", "X", "X: symmetric(n)", "hessian", "I(n^2) + commutation(n,n)", "2*I(n^2)"),
    ("exp(x'*x)", "x", "x: vector(n)", "hessian", "exp(x'*x)*(2*I(n) + 4*x*x')", "exp(x'*x)*(2*I(n) + 2*x*x')"),
]


@pytest.mark.parametrize("case", READINGS)
def test_readings(case: tuple[str, str, str, str, str, str]) -> None:
    f, x, where, reading, right, wrong = case
    assert judged(f, right, x, where, reading).word == "ok"
    assert judged(f, wrong, x, where, reading).word != "ok"


def test_each_reading_has_its_own_function() -> None:
    f, gradient = pair("x'*A*x", "(A + A')*x", "A: matrix(n,n), x: vector(n)")
    x = named(f, "x")
    hessian = pair("x'*A*x", "A + A'", "A: matrix(n,n), x: vector(n)")[1]
    scalar, derivative = pair("alpha^2", "2*alpha", "alpha: scalar")
    assert verify_gradient(f, x, gradient).word == "ok"
    assert verify_hessian(f, x, hessian).word == "ok"
    assert verify_derivative(scalar, named(scalar, "alpha"), derivative).word == "ok"
    linear, jacobian = pair("A*x", "A", "A: matrix(m,n), x: vector(n)")
    assert verify_jacobian(linear, named(linear, "x"), jacobian).word == "ok"


def test_a_hessian_must_be_symmetric() -> None:
    f = "x'*A*x"
    assert judged(f, "2*A", "x", "A: matrix(n,n), x: vector(n)", "hessian").word == "wrong"


def test_the_adjoint_is_the_transposed_jacobian() -> None:
    f, adjoint = pair("A*X*B", "A'*Y*B'", "A: matrix(m,n), X: matrix(n,p), B: matrix(p,q), Y: matrix(m,q)")
    f, wrong = pair("A*X*B", "A'*Y*B", "A: matrix(m,n), X: matrix(n,p), B: matrix(p,p), Y: matrix(m,p)")
    y = named(adjoint, "Y")
    f = pair("A*X*B", "0", "A: matrix(m,n), X: matrix(n,p), B: matrix(p,q)")[0]
    assert verify_adjoint(f, named(f, "X"), adjoint, y).word == "ok"
    f = pair("A*X*B", "0", "A: matrix(m,n), X: matrix(n,p), B: matrix(p,p)")[0]
    assert verify_adjoint(f, named(f, "X"), wrong, named(wrong, "Y")).word == "wrong"


def test_several_variables_move_at_once() -> None:
    f, df = pair("A*B", "dA*B + A*dB", "A: matrix(m,n), B: matrix(n,p)")
    assert verify(f, [named(f, "A"), named(f, "B")], df).word == "ok"
    assert verify(f, [named(f, "A")], df).word == "wrong"


def test_an_order_of_the_dimensions_that_is_singular_is_set_aside_and_named() -> None:
    verdict = judged("inv(X'*X)", "-inv(X'*X)*(dX'*X + X'*dX)*inv(X'*X)", "X", "X: matrix(m,n)")
    assert verdict.word == "ok"
    assert all(s["m"] >= s["n"] for s in verdict.sizes)
    assert [(s["m"] < s["n"], reason) for s, reason in verdict.aside] == [(True, "a singular matrix")]


def test_what_is_always_singular_is_undecided_with_the_reason() -> None:
    verdict = judged("inv(x*x')", "inv(x*x')", "x", "x: vector(n)")
    assert (verdict.word, verdict.reason) == ("undecided", "a singular matrix")


def test_a_function_without_exact_value_is_undecided() -> None:
    x = symbol("x", (1, 1), "scalar")
    from matcalc_cli.expr.build import bare
    from matcalc_cli.expr.function import Function

    strange = bare(Function("strange", "x: 1,1 -> 1,1", "unknown to exact arithmetic"), (x,))
    verdict = verify(strange, x, strange)
    assert verdict.word == "undecided"
    assert "strange" in verdict.reason


def test_the_budget_ends_a_verification() -> None:
    f, where = "(A*X*A')^3000*(X*X')^3001", "A: matrix(n,n), X: matrix(n,n)"
    began = seconds()
    verdict = judged(f, "dX", "X", where, budget=0.0)
    assert verdict.word == "undecided"
    assert "too long" in verdict.reason
    assert seconds() - began < 1e-4  # the first step and no other


def test_sizes_and_seed_may_be_given() -> None:
    f, df = pair("X'*X", "dX'*X + X'*dX", "X: matrix(m,n)")
    verdict = verify(f, named(f, "X"), df, sizes=[{"m": 7, "n": 2}], seed=5)
    assert verdict.word == "ok"
    assert verdict.sizes == ({"m": 7, "n": 2},)
    assert "ok" in repr(verdict)


def test_every_dimension_has_its_own_size_from_three_on() -> None:
    f, df = pair("A*X*B", "A*dX*B", "A: matrix(m,n), X: matrix(n,p), B: matrix(p,q)")
    for sizes in verify(f, named(f, "X"), df).sizes:
        assert len(set(sizes.values())) == 4
        assert min(sizes.values()) >= 3


SAME = [
    ("log(exp(x))", "x"), ("exp(log(x))", "x"), ("exp(x).*exp(-x)", "1 + 0*x"), ("sqrt(exp(x))", "exp(x/2)"),
    ("sin(x).^2 + cos(x).^2", "1 + 0*x"), ("tan(x)", "sin(x)./cos(x)"), ("sinh(x)", "(exp(x) - exp(-x))/2"),
    ("cosh(x).^2 - sinh(x).^2", "1 + 0*x"), ("tanh(x)", "2*sigmoid(2*x) - 1"), ("sigmoid(-x)", "1 - sigmoid(x)"),
    ("softplus(-x)", "softplus(x) - x"), ("log(sigmoid(x))", "-softplus(-x)"), ("arcsin(-x)", "-arcsin(x)"),
    ("erf(-x)", "-erf(x)"), ("arctan(-x)", "-arctan(x)"), ("sin(-x)", "-sin(x)"), ("cos(-x)", "cos(x)"),
    ("arcsin(x) + arccos(x)", "pi/2 + 0*x"), ("abs(x)", "sign(x).*x"), ("sqrt(x.*x)", "abs(x)"),
    ("relu(x)", "(x + abs(x))/2"), ("relu(x) - relu(-x)", "x"), ("step(x).^2", "step(x)"),
    ("exp(x - logsumexp(x))", "softmax(x)"), ("log(softmax(x))", "x - logsumexp(x)"),
    ("logsumexp(x)", "log(sum(exp(x)))"), ("sum(softmax(x))", "1 + 0*sum(x)"), ("exp(logsumexp(x))", "sum(exp(x))"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), SAME)
def test_the_oracles_keep_these_identities(left: str, right: str) -> None:
    a, b = pair(left, right, "x: vector(n)")
    assert equal(a, b).word == "ok"
    assert equal(a, pair(left, f"{right} + x'*x", "x: vector(n)")[1]).word != "ok"


MATRICES = [
    ("logdet(X*A)", "logdet(X) + logdet(A)"), ("logdet(alpha*X)", "n*log(abs(alpha)) + logdet(X)"),
    ("logdet(X^3)", "3*logdet(X)"), ("log(det(X))", "logdet(X)"), ("norm(alpha*X)", "abs(alpha)*norm(X)"),
    ("chol(X*X')*chol(X*X')'", "X*X'"), ("vec(A')", "commutation(n,n)*vec(A)"), ("diag(A)", "diagsel(n)*vec(A)"),
    ("duplication(n)*elimination(n)*vec(A + A')", "vec(A + A')"), ("halftril(A + A')", "tril(A + A') - diag(diag(A))"),
    ("vec(A*X)", "kron(I(n), A)*vec(X)"), ("unvec(vec(A), n, n)", "A"), ("adj(A)*A", "det(A)*I(n)"),
    ("sum(j, 0, 3, A^j)*(I(n) - A)", "I(n) - A^4"), ("sum(j, 3, 0, A^j)", "0*A"),
    ("tr(sym(A)) + tr(skew(A))", "tr(A)"),
    ("mean(A)", "sum(A)/n^2"), ("norm1(A)", "sum(abs(A))"), ("inner(A, X)", "tr(A'*X)"), ("solve(A, X)", "inv(A)*X"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), MATRICES)
def test_the_functions_of_matrices_mean_what_they_say(left: str, right: str) -> None:
    a, b = pair(left, right, "X: matrix(n,n), A: matrix(n,n), alpha: scalar")
    assert equal(a, b).word == "ok"


# The table of derivatives that the oracles use, judged here by 60 digits: f, f' in the language and for mpmath.
DERIVATIVES = [
    ("exp", "exp(alpha)", mpmath.exp, mpmath.exp),
    ("log", "1/alpha", mpmath.log, lambda x: 1 / x),
    ("sqrt", "1/(2*sqrt(alpha))", mpmath.sqrt, lambda x: 1 / (2 * mpmath.sqrt(x))),
    ("sin", "cos(alpha)", mpmath.sin, mpmath.cos),
    ("cos", "-sin(alpha)", mpmath.cos, lambda x: -mpmath.sin(x)),
    ("tan", "1 + tan(alpha)^2", mpmath.tan, lambda x: 1 + mpmath.tan(x) ** 2),
    ("sinh", "cosh(alpha)", mpmath.sinh, mpmath.cosh),
    ("cosh", "sinh(alpha)", mpmath.cosh, mpmath.sinh),
    ("tanh", "1 - tanh(alpha)^2", mpmath.tanh, lambda x: 1 - mpmath.tanh(x) ** 2),
    ("arcsin", "1/sqrt(1 - alpha^2)", mpmath.asin, lambda x: 1 / mpmath.sqrt(1 - x**2)),
    ("arccos", "-1/sqrt(1 - alpha^2)", mpmath.acos, lambda x: -1 / mpmath.sqrt(1 - x**2)),
    ("arctan", "1/(1 + alpha^2)", mpmath.atan, lambda x: 1 / (1 + x**2)),
    ("erf", "2/sqrt(pi)*exp(-alpha^2)", mpmath.erf, lambda x: 2 / mpmath.sqrt(mpmath.pi) * mpmath.exp(-(x**2))),
    ("sigmoid", "sigmoid(alpha)*(1 - sigmoid(alpha))", lambda x: 1 / (1 + mpmath.exp(-x)),
     lambda x: mpmath.exp(-x) / (1 + mpmath.exp(-x)) ** 2),
    ("softplus", "sigmoid(alpha)", lambda x: mpmath.log(1 + mpmath.exp(x)), lambda x: 1 / (1 + mpmath.exp(-x))),
    ("abs", "sign(alpha)", abs, mpmath.sign),
    ("sign", "0", mpmath.sign, lambda x: 0 * x),
    ("relu", "step(alpha)", lambda x: max(x, 0 * x), lambda x: (1 + mpmath.sign(x)) / 2),
    ("step", "0", lambda x: (1 + mpmath.sign(x)) / 2, lambda x: 0 * x),
]  # fmt: skip


@pytest.mark.parametrize(("name", "claim", "f", "derivative"), DERIVATIVES)
def test_the_derivatives_of_the_oracles_are_those_of_the_functions(
    name: str, claim: str, f: Real, derivative: Real
) -> None:
    with mpmath.workdps(60):
        for text in ("0.37", "0.81") if name in ("log", "sqrt") else ("0.37", "-0.81"):
            x, h = mpmath.mpf(text), mpmath.mpf("1e-20")
            assert abs((f(x + h) - f(x - h)) / (2 * h) - derivative(x)) < mpmath.mpf("1e-35")
    assert judged(f"{name}(alpha)", claim, "alpha", "alpha: scalar", "derivative").word == "ok"
    assert judged(f"{name}(alpha)", f"{claim} + alpha", "alpha", "alpha: scalar", "derivative").word != "ok"


def test_second_derivatives_of_the_oracles() -> None:
    for name, second in [
        ("exp", "exp(alpha)"), ("log", "-1/alpha^2"), ("sin", "-sin(alpha)"),
        ("tan", "2*tan(alpha)*(1 + tan(alpha)^2)"),
        ("arctan", "-2*alpha/(1 + alpha^2)^2"), ("arcsin", "alpha/(1 - alpha^2)^(3/2)"),
        ("erf", "-4*alpha/sqrt(pi)*exp(-alpha^2)"), ("softplus", "sigmoid(alpha)*(1 - sigmoid(alpha))"),
    ]:  # fmt: skip
        assert judged(f"{name}(alpha)", second, "alpha", "alpha: scalar", "hessian").word == "ok", name


def test_an_identity_that_the_oracles_do_not_know_is_not_called_wrong() -> None:
    a, b = pair("sin(2*alpha)", "2*sin(alpha)*cos(alpha)", "alpha: scalar")
    assert equal(a, b).word == "undecided"


def test_a_claim_that_holds_only_for_positive_numbers_is_not_ok() -> None:
    assert judged("abs(x)", "dx", "x", "x: vector(n)").word != "ok"


def test_small_expressions_take_a_fraction_of_what_a_line_of_a_batch_may() -> None:
    f, df = pair("(A*x - b)'*(A*x - b)", "2*(A*x - b)'*A*dx", "A: matrix(m,n), x: vector(n), b: vector(m)")
    began = seconds()
    assert verify(f, named(f, "x"), df).word == "ok"
    assert 0 < seconds() - began < BATCH / 2  # two sets of sizes


@pytest.mark.parametrize("a", ["sum(log(abs(v)))", "n*log(abs(alpha)) + sum(log(abs(v/alpha)))"])
def test_the_logarithm_of_a_product_of_many_is_the_sum(a: str) -> None:
    left, right = pair(a, "logdet(diag(v)) + 0*alpha", "v: vector(n), alpha: scalar")
    assert equal(right, left).word == "ok"
    twice, _ = pair(f"2*({a})", "v", "v: vector(n), alpha: scalar")
    assert equal(right, twice).word != "ok"


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5, 6, 8, 9, 12])
def test_an_exponential_is_a_root_of_the_one_of_a_multiple_that_came_up_before(k: int) -> None:
    oracles = Oracles(1, Manner(strict=True, laws=True))
    power = oracles.exp(k * 12345)
    assert pow(oracles.exp(12345), k, P) == power


def test_the_logarithm_of_many_factors_is_the_sum_whatever_was_asked_since() -> None:
    oracles = Oracles(1, Manner(strict=True, laws=True))
    *factors, other = (pow(n, 450, P) for n in (1234, 5678, 91011, 121314))
    total = sum(map(oracles.log, factors)) % P
    oracles.log(other)
    assert oracles.log(prod(factors) % P) == total


def test_the_last_factor_of_a_product_has_the_logarithm_that_is_left() -> None:
    oracles = Oracles(1, Manner(strict=True, laws=True))
    factors = [pow(n, 450, P) for n in (1234, 5678, 91011)]
    total = oracles.log(prod(factors) % P)
    assert sum(map(oracles.log, factors)) % P == total


def test_half_a_logarithm_is_that_of_the_square_root() -> None:
    oracles = Oracles(1, Manner(strict=True, laws=True))
    square = pow(7654321, 2, P)  # a sum of exponentials, say, is a square now and then but hardly ever "positive"
    half = oracles.exp(oracles.log(square) * HALF % P)
    assert half == square_root(square)


def compared(one: str, other: str, **options: Any) -> str:
    return equal(simplified(one).expression, simplified(other).expression, **options).word


def test_what_differs_for_every_sign_of_the_roots_is_wrong() -> None:
    """The field does not tell 3 from -3, so a root may have the other sign there: norm(t x) is t norm(x)."""
    assert compared("x'*y/norm(x)", "2*x'*y/norm(x)") == "wrong"
    assert compared("norm(x)*norm(y)", "norm(x)*norm(y) + 1") == "wrong"
    assert compared("norm((alpha^2 + 1)*x)", "(alpha^2 + 1)*norm(x)") == "undecided"
    assert compared("sum(sqrt(x))", "2*sum(sqrt(x))", sizes=[{"n": 6}]) == "undecided"  # 64 signs
    nested = {compared("sqrt(sqrt(alpha) + 1)", "sqrt(sqrt(alpha) + 2)", seed=seed) for seed in range(8)}
    assert nested == {"wrong", "undecided"}  # the other root may leave no root of what is made of it
