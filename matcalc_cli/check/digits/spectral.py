"""Eigenvalues, singular values and what is made of them, with 60 digits, by mpmath."""

from __future__ import annotations

from typing import Any

from matcalc_cli.check.digits.matrices import Rows, rows


def eigenvalues(a: Rows) -> list[Any]:
    """The eigenvalues of a symmetric matrix, ascending."""
    import mpmath

    return list(mpmath.eigsy(mpmath.matrix(a))[0])


def eigenvectors(a: Rows) -> Rows:
    """The eigenvectors of a symmetric matrix, of length 1, as columns."""
    import mpmath

    return rows(mpmath.eigsy(mpmath.matrix(a))[1])


def singular(a: Rows) -> tuple[Rows, list[Any], Rows]:
    """U, the singular values, and V, thin."""
    import mpmath

    u, s, v = mpmath.svd_r(mpmath.matrix(a))
    return rows(u), list(s), [list(column) for column in zip(*rows(v), strict=True)]


def polar_step(a: Rows, e: Rows) -> Rows:
    """The derivative of U V' at a matrix of full rank along e."""
    import mpmath

    (u, s, v), e = singular(a), mpmath.matrix(e)
    u, v, below = mpmath.matrix(u), mpmath.matrix(v), mpmath.diag([1 / x for x in s])
    inner = u.T * e * v
    turn = mpmath.matrix([[(inner[i, j] - inner[j, i]) / (x + y) for j, y in enumerate(s)] for i, x in enumerate(s)])
    leaving_u, leaving_v = e - u * (u.T * e), e - (e * v) * v.T
    return rows(u * turn * v.T + leaving_u * v * below * v.T + u * below * u.T * leaving_v)


def real_eigenvalues(a: Rows) -> list[Any]:
    """The eigenvalues of any matrix, ascending. Raises ValueError if one is not real."""
    return _eigenpairs(a)[0]


def real_eigenvectors(a: Rows) -> Rows:
    """The eigenvectors of any matrix whose eigenvalues are real, as columns. Raises ValueError if one is not."""
    return _eigenpairs(a)[1]


def _eigenpairs(a: Rows) -> tuple[list[Any], Rows]:
    """Real eigenvalues, ascending, and unit eigenvectors with a positive largest entry. Raises ValueError if one is not real."""
    import mpmath

    values, vectors = mpmath.eig(mpmath.matrix(a))
    size = max(abs(x) for x in values) or 1
    if any(abs(mpmath.im(x)) > mpmath.mpf(10) ** (-mpmath.mp.dps // 2) * size for x in values):
        raise ValueError("an eigenvalue is not real")
    columns = [
        _unit([vectors[i, j] for i in range(len(a))]) for j in sorted(range(len(a)), key=lambda j: mpmath.re(values[j]))
    ]
    return sorted(mpmath.re(x) for x in values), [list(row) for row in zip(*columns, strict=True)]


def _unit(v: list[Any]) -> list[Any]:
    """The vector divided by its length and the sign of its largest entry."""
    import mpmath

    largest = max(v, key=abs)
    turned = [mpmath.re(x / largest) for x in v]
    size = mpmath.sqrt(mpmath.fsum(x * x for x in turned))
    return [x / size for x in turned]


def riccati(a: Rows, b: Rows, q: Rows, r: Rows) -> Rows:
    """The stabilizing solution, by the sign of the Hamiltonian matrix (Roberts 1980)."""
    import mpmath

    n, drift, control = len(a), mpmath.matrix(a), mpmath.matrix(b)
    g, eye = control * mpmath.inverse(mpmath.matrix(r)) * control.T, mpmath.eye(n)
    sign = _blocks([[drift, -g], [-mpmath.matrix(q), -drift.T]])
    for _ in range(100):
        before, scale = sign, abs(mpmath.det(sign)) ** (-mpmath.mpf(1) / (2 * n))
        sign = (scale * sign + mpmath.inverse(scale * sign)) / 2
        if mpmath.mnorm(sign - before) <= mpmath.mpf(10) ** (5 - mpmath.mp.dps) * mpmath.mnorm(sign):
            break
    else:
        raise ValueError("no stabilizing solution")
    left, right = _blocks([[sign[:n, n:]], [sign[n:, n:] + eye]]), _blocks([[sign[:n, :n] + eye], [sign[n:, :n]]])
    return rows(-mpmath.inverse(left.T * left) * left.T * right)


def _blocks(parts: list[list[Any]]) -> Any:
    import mpmath

    return mpmath.matrix([[x for p in row for x in p.tolist()[i]] for row in parts for i in range(row[0].rows)])


def pseudoinverse(a: Rows) -> Rows:
    """V S^+ U', where the singular values that half of the digits cannot tell from 0 are 0."""
    import mpmath

    u, s, v = singular(a)
    least = mpmath.mpf(10) ** (-mpmath.mp.dps // 2) * max(s)
    inverse = mpmath.diag([1 / x if x > least else 0 for x in s])
    return rows(mpmath.matrix(v) * inverse * mpmath.matrix(u).T)
