from __future__ import annotations

from random import Random

import pytest

from matcalc_cli.check.exact.arithmetic import matrices, polynomial
from matcalc_cli.check.exact.arithmetic.field import (
    I,
    Jets,
    NoValueError,
    P,
    character,
    coefficient,
    monomial,
    ratio,
    square_root,
)

ORDERS = (0, 1, 2)


def random_jet(random: Random, order: int, *, imaginary: bool = True) -> int:
    parts = [random.randrange(P) + imaginary * random.randrange(P) * I for _ in range(order + 1)]
    return sum(monomial(z, k) for k, z in enumerate(parts))


@pytest.mark.parametrize("order", ORDERS)
def test_the_jets_are_a_commutative_ring(order: int) -> None:
    ring, random = Jets(order), Random(order)
    for _ in range(50):
        a, b, c = (random_jet(random, order) for _ in range(3))
        assert ring.multiply(a, b) == ring.multiply(b, a)
        assert ring.multiply(ring.multiply(a, b), c) == ring.multiply(a, ring.multiply(b, c))
        assert ring.multiply(a, ring.reduce(b + c)) == ring.reduce(ring.multiply(a, b) + ring.multiply(a, c))
        assert ring.subtract(ring.reduce(a + b), b) == a
        assert ring.reduce(a + ring.negate(a)) == 0
        assert ring.multiply(a, ring.inverse(a)) == 1
        assert ring.power(a, -3) == ring.inverse(ring.multiply(a, ring.multiply(a, a)))


def test_e_is_nilpotent_and_i_a_root_of_minus_one() -> None:
    ring = Jets(2)
    e = monomial(1, 1)
    assert ring.multiply(e, e) == monomial(1, 2)
    assert ring.multiply(e, monomial(1, 2)) == 0
    assert ring.multiply(I, I) == P - 1
    assert Jets(1).multiply(e, e) == 0


@pytest.mark.parametrize("order", ORDERS)
def test_a_root_squared_is_the_number(order: int) -> None:
    ring, random = Jets(order), Random(order)
    roots = 0
    for imaginary in (False, True) * 40:
        a = random_jet(random, order, imaginary=imaginary)
        try:
            r = ring.root(a)
        except NoValueError:
            assert imaginary  # half of the numbers with an imaginary part have no root in F_p[i]
            continue
        roots += 1
        assert ring.multiply(r, r) == a
    assert roots > 40


@pytest.mark.parametrize("degree", [2, 3, 4, 5, 6, 30])
def test_roots_of_positive_numbers_are_multiplicative(degree: int) -> None:
    ring, random = Jets(2), Random(degree)
    a, b = (ring.power(random_jet(random, 2, imaginary=False), 450) for _ in range(2))
    r, s = ring.root_of_positive(a, degree), ring.root_of_positive(b, degree)
    assert ring.power(r, degree) == a
    assert ring.multiply(r, s) == ring.root_of_positive(ring.multiply(a, b), degree)
    assert ring.root_of_positive(a, 2) == ring.root(a)


def test_the_square_root_of_a_square_is_a_square_or_a_positive_number() -> None:
    for z in range(2, 40):
        far = pow(z, 30, P)
        assert pow(square_root(far * far % P), P >> 1, P) == 1
        assert square_root(z * z) == z


def test_zero_has_no_inverse_and_no_smooth_root() -> None:
    with pytest.raises(NoValueError, match="zero"):
        Jets(1).inverse(monomial(1, 1))
    with pytest.raises(NoValueError, match="root of 0"):
        Jets(1).root(monomial(1, 1))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("n", [1, 2, 3, 5, 14])
def test_elimination_inverts_and_takes_determinants(order: int, n: int) -> None:
    ring, random = Jets(order), Random(n)
    a, b = ([[random_jet(random, order, imaginary=False) for _ in range(n)] for _ in range(n)] for _ in range(2))
    assert matrices.product(ring, a, matrices.inverse(ring, a)) == matrices.identity(n)
    assert matrices.product(ring, a, matrices.solve(ring, a, b)[0]) == b
    assert matrices.determinant(ring, matrices.product(ring, a, b)) == ring.multiply(
        matrices.determinant(ring, a), matrices.determinant(ring, b)
    )
    assert matrices.determinant(ring, matrices.transposed(a)) == matrices.determinant(ring, a)


def test_the_determinant_of_a_singular_matrix_still_has_a_derivative() -> None:
    # det [[e, 1], [0, e]] = e^2, det [[1, 2], [2, 4 + e]] = e
    e, ring = monomial(1, 1), Jets(2)
    assert matrices.determinant(ring, [[e, 1], [0, e]]) == monomial(1, 2)
    assert matrices.determinant(ring, [[1, 2], [2, 4 + e]]) == e
    with pytest.raises(NoValueError, match="singular"):
        matrices.inverse(ring, [[1, 2], [2, 4]])


def test_the_determinant_of_a_large_singular_matrix() -> None:
    # I(6) but for its last two rows, 1 2 and 2 4 + e, and of rank one: (1 + i)*(1 + j)
    e, ring = monomial(1, 1), Jets(2)
    large = matrices.identity(6)
    large[4][5], large[5][4], large[5][5] = 2, 2, 4 + e
    assert matrices.determinant(ring, large) == e
    assert matrices.determinant(ring, [[(1 + i) * (1 + j) for j in range(7)] for i in range(7)]) == 0


def test_pivoting_changes_the_sign_of_the_determinant() -> None:
    assert matrices.determinant(Jets(0), [[0, 1], [1, 0]]) == P - 1
    assert matrices.determinant(Jets(0), [[0, 0, 2], [1, 0, 0], [0, 3, 0]]) == 6


def test_long_rows_are_exchanged_and_reduced() -> None:
    n, field = 15, Jets(0)
    turned = [[int(i + j == n - 1) for j in range(n)] for i in range(n)]  # an odd permutation
    assert matrices.determinant(field, turned) == P - 1
    assert matrices.inverse(field, turned) == turned
    largest = [[P - 1 if i != j else P - 2 for j in range(n)] for i in range(n)]  # -(1 + I)
    assert matrices.product(field, largest, matrices.inverse(field, largest)) == matrices.identity(n)
    with pytest.raises(NoValueError, match="singular"):
        matrices.inverse(field, [[i * j % P for j in range(n)] for i in range(n)])


@pytest.mark.parametrize("degree", [2, 3, 7])
def test_powers_modulo_a_polynomial_are_products_and_remainders(degree: int) -> None:
    modulus, a, expected = [P - 1] * degree + [3], [P - 1] * degree, [1]
    for k in range(6):
        assert polynomial.power(a, k, modulus) == expected
        expected = polynomial.remainder(polynomial.times(expected, a), modulus)
    x_to_p = polynomial.power([0, 1], P, modulus)
    assert polynomial.power([5, 1], P, modulus) == polynomial.plus(x_to_p, [5])  # (x + 5)^p = x^p + 5


def test_columns_are_stacked_and_unstacked() -> None:
    a = [[1, 2, 3], [4, 5, 6]]
    assert matrices.stacked(a) == [[1], [4], [2], [5], [3], [6]]
    assert matrices.unstacked(matrices.stacked(a), 2, 3) == a


def test_numbers_are_read_back() -> None:
    assert ratio(1, 3) * 3 % P == 1
    z = 5 + 7 * I
    assert [coefficient(monomial(z, 1) + 9, k) for k in (0, 1)] == [9, z]


def test_the_character_is_euler_s_power() -> None:
    random = Random(0)
    for z in (0, 1, 2, 3, P - 1, P - 2, *[random.randrange(P) for _ in range(300)]):
        assert character(z) % P == pow(z, P >> 1, P)
    assert character(P - 1) == -1
    with pytest.raises(NoValueError):
        character(I)
