"""The source text of the helpers of NumPy modules for derivatives of factorizations and exponentials along all units at once."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

UNITS = sources(
    '''
def _expm_along(a, *directions):
    """The derivative of expm at a along the directions."""
    if len(directions) == 1:
        return _linalg.expm_frechet(a, *directions, compute_expm=False)
    return _frechet(_linalg.expm, a, *directions)
''',
    '''
def _expm_matrix(a, *directions):
    """The matrix K with vec(L(A, ..., E)) = K vec(E) for the derivative L of expm.

    The Pade approximant of degree 13 and its derivative, scaled and squared, along the units of a column at a time, what
    depends on A only computed once (Al-Mohy & Higham 2009).
    """
    if directions:
        return _frechet_matrix(_linalg.expm, a, *directions)
    c = (
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
        670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    )
    n = len(a)
    squarings = max(0, int(_np.frexp(_np.max(_np.sum(abs(a), axis=0)) / 4.74)[1]))
    a = a / 2.0**squarings
    a2 = a @ a
    a4 = a2 @ a2
    a6 = a2 @ a4
    w, z = [c[k + 12] * a6 + c[k + 10] * a4 + c[k + 8] * a2 for k in (1, 0)]
    odd, even = [c[k + 6] * a6 + c[k + 4] * a4 + c[k + 2] * a2 for k in (1, 0)]
    odd, even = [_plus_diagonal(a6 @ x + y, c[k]) for x, y, k in ((w, odd, 1), (z, even, 0))]
    below = _np.linalg.inv(even - a @ odd)
    values = [below @ (even + a @ odd)]
    for _ in range(squarings):
        values.append(values[-1] @ values[-1])
    out = _np.empty((n, n, n, n))
    for j in range(n):
        e = _np.zeros((n, n, n))
        e[_np.arange(n), _np.arange(n), j] = 2.0**-squarings
        d2 = a @ e + e @ a
        d4 = a2 @ d2 + d2 @ a2
        d6 = a4 @ d2 + d4 @ a2
        dodd, deven = [
            a6 @ (c[k + 12] * d6 + c[k + 10] * d4 + c[k + 8] * d2) + d6 @ x + c[k + 6] * d6 + c[k + 4] * d4 + c[k + 2] * d2
            for x, k in ((w, 1), (z, 0))
        ]
        dodd = a @ dodd + e @ odd
        step = below @ (dodd + deven + (dodd - deven) @ values[0])
        for value in values[:-1]:
            step = value @ step + step @ value
        out[:, :, j] = step.T
    return out.reshape(n * n, n * n)
''',
    '''
def _polar_matrix(a):
    """The matrix K with vec(_polar_step(A, E)) = K vec(E): one decomposition, along the units of a column at a time."""
    (m, n), (u, s, vt) = a.shape, _np.linalg.svd(a, full_matrices=False)
    gaps = s + s[:, None]
    if m > n:
        out = _kron(vt.T / s @ vt, _plus_diagonal(-u @ u.T, 1)).reshape(n, m, n, m)
    elif m < n:
        out = _kron(_plus_diagonal(-vt.T @ vt, 1), u / s @ u.T).reshape(n, m, n, m)
    else:
        out = _np.zeros((n, m, n, m))
    for j in range(n):
        inner = u[:, :, None] * vt[:, j]
        inner -= inner.swapaxes(1, 2)
        inner /= gaps
        out[:, :, j] += (u @ (inner @ vt)).T
    return out.reshape(m * n, m * n)
''',
)
