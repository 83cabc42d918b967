"""The source text of the helpers of NumPy modules for large results: derivatives along all units at once, products in blocks."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

BLOCKS = sources(
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

    Of the Pade approximant r = p/q of degree 13, (r(x) - r(y))/(x - y) = sum_ij b_ij x^i y^j / (q(x) q(y)), so that
    L(A, E) = sum_ij b_ij (A^i/q(A)) E (A^j/q(A)): thirteen products of two matrices, whatever E; A is scaled, L squared.
    """
    if directions:
        return _frechet_matrix(_linalg.expm, a, *directions)
    p = (
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600,
        670442572800, 33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    )
    q = [(-1) ** k * c for k, c in enumerate(p)]  # p of -A
    between = [
        [
            float(sum([p[i + j + 1 - k] * q[k] - p[k] * q[i + j + 1 - k] for k in range(max(0, i + j - 12), min(i, j) + 1)]))
            for j in range(13)
        ]
        for i in range(13)
    ]
    n = len(a)
    squarings = max(0, int(_np.frexp(_np.max(_np.sum(abs(a), axis=0)) / 4.74)[1]))
    powers = [_np.eye(n), a / 2.0**squarings]
    while len(powers) < 14:
        powers.append(powers[len(powers) // 2] @ powers[(len(powers) + 1) // 2])
    below = _np.linalg.inv(sum([c * power for c, power in zip(q, powers)]))
    values = [below @ sum([c * power for c, power in zip(p, powers)])]
    for _ in range(squarings):
        values.append(values[-1] @ values[-1])
    left = _np.stack(powers[:13]) @ below
    right = _np.tensordot(between, left, 1) / 2.0**squarings
    out = _np.empty((n, n, n, n))
    for j in range(n):  # along the units of a column
        step = (right[:, j].T @ left.reshape(13, -1)).reshape(n, n, n)
        for value in values[:-1]:
            step = value @ step + (value.T @ step.reshape(n, -1)).reshape(n, n, n)
        out[:, :, j] = step
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
    '''
def _scaled_sum(x, a, row):
    """x * (a + row) in one array."""
    out = a + row
    out *= x
    return out
''',
    '''
def _gram(x, a, u=None, v=None):
    """b.T @ b [+ u @ v] for b = x * a: of large arrays the lower half, from a few columns of b at a time."""
    n = a.shape[1]
    if n < 256 or not isinstance(a, _np.ndarray):
        b = x * a
        return b.T @ b if u is None else b.T @ b + u @ v
    out = _np.empty((n, n), dtype=_np.result_type(x, a))
    width = n // 8
    for j in range(0, n, width):
        k = j + width
        b = x * a[:, j:k]
        _np.matmul(b.T, b, out=out[j:k, j:k])
        b *= x
        _np.matmul(a[:, k:].T, b, out=out[k:, j:k])
        out[j:k, k:] = out[k:, j:k].T
        del b  # before the next one is made
    for j in range(0, n if u is not None else 0, width):
        out[j : j + width] += u[j : j + width] * v
    return out
''',
)
