from __future__ import annotations

from random import Random

import pytest

from matcalc_cli.check.exact import kinds
from matcalc_cli.check.exact.arithmetic import matrices, polynomial
from matcalc_cli.check.exact.arithmetic.field import Jets, NoValueError, P, coefficient
from matcalc_cli.check.exact.arithmetic.spectrum import characteristic, eigen, pseudoinverse, singular
from matcalc_cli.check.exact.functions import MEANING, operator
from matcalc_cli.check.exact.oracle import Arithmetic, Manner, Oracles
from matcalc_cli.check.exact.verify import verify
from matcalc_cli.expr.node import Node
from matcalc_cli.pipeline import differentiate, read


def expression(text: str, where: str) -> Node:
    return read(f"{text} where {where}")[1].expression


def word(f: str, claim: str, wrt: str, where: str, reading: str = "differential") -> str:
    a, b = expression(f, where), expression(claim, where)
    x = next(s for s in a.symbols if s.name == wrt)
    return verify(a, x, b, reading=reading).word


S, A, X = "S: symmetric(n)", "A: matrix(n,n)", "A: matrix(m,n)"
RIGHT = [
    ("eigvals(S)", "diag(eigvecs(S)'*dS*eigvecs(S))", "S", S),
    ("eigmax(S)", "eigvecmax(S)'*dS*eigvecmax(S)", "S", S),
    ("sum(exp(eigvals(S)))", "tr(expm(S)*dS)", "S", S),
    ("eigvecs(S)*diag(eigvals(S))*eigvecs(S)'", "dS", "S", S),
    ("svdu(A)*diag(svdvals(A))*svdv(A)'", "dA", "A", X),
    ("svdvals(A)", "diag(svdu(A)'*dA*svdv(A))", "A", X),
    ("specnorm(A)", "svdumax(A)'*dA*svdvmax(A)", "A", X),
    ("nucnorm(A)", "tr(polar(A)'*dA)", "A", X),
    ("polar(A)", "polarstep(A, dA)", "A", X),
    ("polar(A)'*polar(A)", "0*dA'*dA", "A", "A: matrix(n,n)"),
    ("expm(A)", "frechet(expm, A, dA)", "A", A),
    ("tr(expm(A))", "tr(expm(A)*dA)", "A", A),
    ("tr(logm(A))", "tr(inv(A)*dA)", "A", A),
    ("sqrtm(A)*sqrtm(A)", "dA", "A", A),
    ("tr(sqrtm(A))", "tr(inv(sqrtm(A))*dA)/2", "A", A),
    ("tr(sinm(A)*A)", "tr((cosm(A)*A + sinm(A))*dA)", "A", A),
    ("sinm(A)^2 + cosm(A)^2", "0*dA", "A", A),
    ("frechet(expm, A, E)", "frechet(expm, A, E, dA)", "A", "A: matrix(n,n), E: matrix(n,n)"),
    ("polarstep(A, E) + B", "polarstep(A, dE)", "E", "A: matrix(m,n), E: matrix(m,n), B: matrix(m,n)"),
    # Of polar(t A) = polar(A), and of U'U = I.
    ("polarstep(A, A) + B", "0*dA", "A", "A: matrix(m,n), B: matrix(m,n)"),
    (
        "polar(A)'*polarstep(A, E) + polarstep(A, E)'*polar(A) + B",
        "0*dA",
        "A",
        "A: matrix(n,n), E: matrix(n,n), B: matrix(n,n)",
    ),
]


@pytest.mark.parametrize(("f", "df", "x", "where"), RIGHT)
def test_right_differentials_of_spectral_functions_are_ok(f: str, df: str, x: str, where: str) -> None:
    assert word(f, df, x, where) == "ok"


@pytest.mark.parametrize(("f", "df", "x", "where"), RIGHT)
def test_wrong_differentials_of_spectral_functions_are_not(f: str, df: str, x: str, where: str) -> None:
    wrong = f"{df} + {f}" if df.startswith("0*") else f"1.000000001*({df})"
    assert word(f, wrong, x, where) != "ok"


CARELESS = [
    ("expm(A)", "expm(A)*dA", "A", A),
    ("frechet(expm, A, E)", "frechet(expm, A, dA)", "A", "A: matrix(n,n), E: matrix(n,n)"),
    ("eigvals(S)", "diag(eigvecs(S)*dS*eigvecs(S)')", "S", S),
    ("nucnorm(A)", "tr(polar(A)*dA)", "A", A),
    ("polarstep(A, E)", "polarstep(A, dA)", "A", "A: matrix(m,n), E: matrix(m,n)"),
    ("polarstep(A, E)", "polarstep(dA, E)", "A", "A: matrix(m,n), E: matrix(m,n)"),
    ("specnorm(A)", "svdvmax(A)'*dA*svdumax(A)", "A", A),
    ("sqrtm(A)", "inv(sqrtm(A))*dA/2", "A", A),
    ("eigvecs(S)", "eigvecs(S)*(eiggap(S)'.*(eigvecs(S)'*dS*eigvecs(S)))", "S", S),
]


@pytest.mark.parametrize(("f", "df", "x", "where"), CARELESS)
def test_careless_differentials_of_spectral_functions_are_not_ok(f: str, df: str, x: str, where: str) -> None:
    assert word(f, df, x, where) != "ok"


@pytest.mark.parametrize("f", [
    "tr(B*expm(A))", "tr(B*logm(A))", "tr(B*cosm(A))", "nucnorm(X*C)", "specnorm(C)", "eigmax(C'*C)",
    "tr(B*sqrtm(A))", "sum(exp(eigvals(S))) where S: symmetric(n)",
])  # fmt: skip
def test_second_derivatives_of_spectral_functions(f: str) -> None:
    answer = differentiate(f, order=2)
    for derivative in answer.derivatives:
        assert derivative.hessian is not None
        assert verify(answer.expression, derivative.variable, derivative.hessian, reading="hessian").word == "ok"


def arithmetic(order: int) -> Arithmetic:
    return Arithmetic(Jets(order), Oracles(1, Manner(spectral=True)))


def moved(random: Random, a: list[list[int]], order: int, *, symmetric: bool = False) -> list[list[int]]:
    e = kinds.general(random, len(a), len(a[0]))
    if order == 0:
        return a
    return kinds.curve("matrix", a, kinds.projected("symmetric" if symmetric else "matrix", a, e), order)


@pytest.mark.parametrize("order", [0, 1, 2])
def test_eigenvectors_diagonalise_along_the_whole_curve(order: int) -> None:
    o, random = arithmetic(order), Random(order)
    a = moved(random, kinds.point(random, "symmetric", 4, 4, spectral=True), order, symmetric=True)
    values, v = eigen(o, a)
    diagonal = [[x if i == j else 0 for j in range(4)] for i, x in enumerate(values)]
    assert matrices.product(o.ring, a, v) == matrices.product(o.ring, v, diagonal)
    assert matrices.product(o.ring, matrices.transposed(v), v) == matrices.identity(4)
    constants = [coefficient(x, 0) for x in values]
    assert constants == sorted(constants)
    assert MEANING["eiggap"](o, a)[2][2] == 0


@pytest.mark.parametrize("shape", [(3, 5), (5, 3), (4, 4)])
@pytest.mark.parametrize("order", [0, 1, 2])
def test_singular_values_compose_along_the_whole_curve(order: int, shape: tuple[int, int]) -> None:
    o = arithmetic(order)
    for seed in range(20):
        random = Random(seed)
        a = moved(random, kinds.point(random, "matrix", *shape, spectral=True), order)
        try:
            u, s, v = singular(o, a)
        except NoValueError:
            continue  # a square matrix may have its eigenvalues in the field instead
        scaled = [[o.ring.multiply(x, t) for x, t in zip(row, s, strict=True)] for row in u]
        assert matrices.product(o.ring, scaled, matrices.transposed(v)) == a
        return
    pytest.fail("no draw had its singular values in the field")


def test_the_pseudoinverse_of_a_matrix_without_full_rank() -> None:
    o, random = arithmetic(0), Random(1)
    b, c = kinds.general(random, 4, 2), kinds.general(random, 2, 5)
    a = matrices.product(o.ring, b, c)
    p = pseudoinverse(o, a)
    ap, pa = matrices.product(o.ring, a, p), matrices.product(o.ring, p, a)
    assert matrices.product(o.ring, ap, a) == a
    assert matrices.product(o.ring, pa, p) == p
    assert (matrices.transposed(ap), matrices.transposed(pa)) == (ap, pa)


def test_a_rank_that_changes_has_no_pseudoinverse() -> None:
    o, random = arithmetic(1), Random(1)
    b, c = kinds.general(random, 4, 2), kinds.general(random, 2, 5)
    with pytest.raises(NoValueError, match="rank"):
        pseudoinverse(o, moved(random, matrices.product(o.ring, b, c), 1))


def test_the_characteristic_polynomial_annihilates_its_matrix() -> None:
    ring, random = Jets(1), Random(0)
    a = moved(random, kinds.general(random, 4, 4), 1)
    chi = characteristic(ring, a)
    value = matrices.filled(4, 4, 0)
    for c in reversed(chi):
        value = matrices.plus(ring, matrices.product(ring, value, a), matrices.times(ring, c, matrices.identity(4)))
    assert value == matrices.filled(4, 4, 0)
    assert chi[0] == matrices.determinant(ring, a)


def test_polynomials_divide_and_invert() -> None:
    random = Random(3)
    a, b = ([random.randrange(1, P) for _ in range(n)] for n in (7, 4))
    q, r = polynomial.divided(a, b)
    assert polynomial.plus(polynomial.times(q, b), r) == a
    assert polynomial.remainder(polynomial.times(polynomial.inverse(b, a), b), a) == [1]
    with pytest.raises(NoValueError):
        polynomial.inverse(polynomial.times(b, [1, 1]), polynomial.times(a, [1, 1]))


def test_the_roots_of_a_polynomial_that_splits() -> None:
    wanted = (3, 5, 7, 10**9, P - 1)
    product = [1]
    for x in wanted:
        product = polynomial.times(product, [-x % P, 1])
    assert polynomial.roots(tuple(product)) == wanted
    assert polynomial.roots((1, 0, 1)) is None  # x^2 + 1
    assert polynomial.roots((9, P - 6, 1)) is None  # (x - 3)^2
    assert polynomial.value(product, 10**9) == 0
    assert polynomial.interpolated([1, 2, 3], [1, 4, 9]) == [0, 0, 1]


def test_an_order_of_eigenvalues_that_differs_from_the_real_one_is_not_called_wrong() -> None:
    assert word("eigmax(-S)", "-eigmax(S)", "S", S, "value") != "ok"
    assert word("eigmax(2*S)", "2*eigmax(S)", "S", S, "value") != "wrong"


MATRICES = [("polar(A)", "polarmatrix(A)", X), ("expm(A)", "frechetmatrix(expm, A)", A), ("adj(A)", "adjmatrix(A)", A)]


@pytest.mark.parametrize(("f", "matrix", "where"), MATRICES)
def test_the_matrix_of_a_linear_function_is_decided_along_a_direction(f: str, matrix: str, where: str) -> None:
    assert word(f, matrix, "A", where, "jacobian") == "ok"
    assert word(f, f"1.000000001*{matrix}", "A", where, "jacobian") != "ok"


@pytest.mark.parametrize(
    ("name", "shape"), [("polarmatrix", (4, 3)), ("adjmatrix", (3, 3)), ("frechetmatrix_expm", (3, 3))]
)
def test_a_matrix_that_is_not_formed_has_the_product_with_a_column(name: str, shape: tuple[int, int]) -> None:
    random, o = Random(5), arithmetic(0)
    gram = [[4, 0, 0], [0, 9, 0], [0, 0, 25]]  # so that the singular values of the first are in the field
    a = [[*row] for row in ([[2, 0, 0], [0, 3, 0], [0, 0, 5], [0, 0, 0]] if shape == (4, 3) else gram)]
    column = [[random.randrange(P)] for _ in range(shape[0] * shape[1])]
    meaning = operator(name)
    assert meaning is not None
    assert meaning.times(column, o, a) == matrices.product(o.ring, meaning(o, a), column)
