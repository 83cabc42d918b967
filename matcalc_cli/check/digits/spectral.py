"""Eigenvalues, singular values and what is made of them, with 60 digits, by mpmath."""

from __future__ import annotations

from typing import Any

from matcalc_cli.check.digits.matrices import Rows, Value, matrix_of, product, rows


def eigen(a: Rows) -> tuple[list[Any], Rows]:
    """Eigenvalues, ascending, and eigenvectors of a symmetric matrix."""
    import mpmath

    values, vectors = mpmath.eigsy(mpmath.matrix(a))
    return list(values), rows(vectors)


def singular(a: Rows) -> tuple[Rows, list[Any], Rows]:
    """U, the singular values, and V, thin."""
    import mpmath

    u, s, v = mpmath.svd_r(mpmath.matrix(a))
    return rows(u), list(s), [list(column) for column in zip(*rows(v), strict=True)]


def gaps(s: Rows) -> Rows:
    """1/(w_j - w_i), 0 on the diagonal."""
    w = eigen(s)[0]
    return [[0 if i == j else 1 / (b - a) for j, b in enumerate(w)] for i, a in enumerate(w)]


def polar(a: Rows) -> Rows:
    """U V'."""
    u, _, v = singular(a)
    return product(u, [list(column) for column in zip(*v, strict=True)])


def polar_step(a: Rows, e: Rows) -> Rows:
    """The derivative of U V' at a matrix of full rank along e."""
    import mpmath

    (u, s, v), e = singular(a), mpmath.matrix(e)
    u, v, below = mpmath.matrix(u), mpmath.matrix(v), mpmath.diag([1 / x for x in s])
    inner = u.T * e * v
    turn = mpmath.matrix([[(inner[i, j] - inner[j, i]) / (x + y) for j, y in enumerate(s)] for i, x in enumerate(s)])
    leaving_u, leaving_v = e - u * (u.T * e), e - (e * v) * v.T
    return rows(u * turn * v.T + leaving_u * v * below * v.T + u * below * u.T * leaving_v)


def pinv(a: Rows) -> Rows:
    """inv(A'A) A' or A' inv(AA'), of a matrix of full rank or of zeros."""
    import mpmath

    m = mpmath.matrix(a)
    if not any(x for row in a for x in row):
        return rows(m.T)
    return rows(mpmath.inverse(m.T * m) * m.T if m.rows >= m.cols else m.T * mpmath.inverse(m * m.T))


SPECTRAL: dict[str, Value] = {
    "pinv": pinv,
    "eigvals": lambda s: [[x] for x in eigen(s)[0]],
    "eigvecs": lambda s: eigen(s)[1],
    "eiggap": gaps,
    "eigmax": lambda s: [[eigen(s)[0][-1]]],
    "eigvecmax": lambda s: [row[-1:] for row in eigen(s)[1]],
    "svdvals": lambda a: [[x] for x in singular(a)[1]],
    "svdu": lambda a: singular(a)[0],
    "svdv": lambda a: singular(a)[2],
    "svdumax": lambda a: [row[:1] for row in singular(a)[0]],
    "svdvmax": lambda a: [row[:1] for row in singular(a)[2]],
    "specnorm": lambda a: [[singular(a)[1][0]]],
    "nucnorm": lambda a: [[sum(singular(a)[1])]],
    "polar": polar,
    "polarstep": polar_step,
    "polarmatrix": matrix_of(polar_step),
}
"""By name: the value from the values of the arguments."""
