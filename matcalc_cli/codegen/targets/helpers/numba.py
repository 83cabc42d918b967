"""The source text of the helper functions of Numba modules: loops over entries, where NumPy's words are not known to Numba."""

from __future__ import annotations

import re

from matcalc_cli.codegen.targets.helpers.numpy import HELPERS as NUMPY
from matcalc_cli.codegen.text.helpers import sources

_UNKNOWN = re.compile(
    r"^class|(?<!np\.)_linalg|_special|axis=|blocks|einsum|lambda|raise|swapaxes|order=|stack|instance|\.flat\b|_np\.(block|asarray|array)"
    r"|_np\.(kron|triu_indices)|\[_np\.arange|iscomplex|import|\.imag|\*\w+,|function\(",
    re.MULTILINE,
)
"""In helpers of NumPy modules that Numba does not compile."""
_MATRIX = '''
def _{0}_matrix(a):
    """The matrix {1} with vec(_{0}_step(A, E)) = {1} vec(E)."""
    m, n = a.shape
    out = _np.empty((m * n, m * n))
    for k in range(m * n):
        unit = _np.zeros((m, n))
        unit[k % m, k // m] = 1.0
        out[:, k] = _column(_{0}_step(a, unit))[:, 0]
    return out
'''
"""The matrix of what is linear in E, column by column."""
OWN = sources(
    '''
def _adj(a):
    """The adjugate of A = U S V': det(U) det(V) V adj(S) U', where the entries of adj(S) are products."""
    u, s, vt = _np.linalg.svd(a)
    return _np.sign(_np.linalg.det(u) * _np.linalg.det(vt)) * (vt.T * _others(s)) @ u.T
''',
    '''
def _adj_step(a, e):
    """The derivative of the adjugate at A along E."""
    u, s, vt = _np.linalg.svd(a)
    e, left = u.T @ e @ vt.T, _pairs(s)
    inner = -left * e
    for i in range(len(s)):
        inner[i, i] = _np.sum(left[i] * _np.diag(e))
    return _np.sign(_np.linalg.det(u) * _np.linalg.det(vt)) * vt.T @ inner @ u.T
''',
    _MATRIX.format("adj", "M"),
    '''
def _bounds(low, high):
    """The first and the last index of a sum from low to high, and its sign: minus backwards."""
    if high < low - 1:
        return high + 1, low - 1, -1.0
    return low, high, 1.0
''',
    '''
def _column(a):
    """The columns of a matrix below each other."""
    return _np.ascontiguousarray(a.T).reshape(-1, 1)
''',
    '''
def _columns(x, m, n):
    """The m x n matrix of n columns that are below each other."""
    return _np.ascontiguousarray(x).reshape((n, m)).T
''',
    '''
def _commutation(m, n):
    """The matrix K with vec(A.T) = K vec(A) for A m x n."""
    k = _np.zeros((m * n, m * n))
    for i in range(m):
        for j in range(n):
            k[i * n + j, j * m + i] = 1.0
    return k
''',
    '''
def _convolved(a, k):
    """The full convolution of two matrices."""
    total = _np.zeros((a.shape[0] + k.shape[0] - 1, a.shape[1] + k.shape[1] - 1))
    for i in range(k.shape[0]):
        for j in range(k.shape[1]):
            total[i : i + a.shape[0], j : j + a.shape[1]] += k[i, j] * a
    return total
''',
    '''
def _diagsel(n):
    """The matrix D with diag(X) = D vec(X) for X n x n."""
    d = _np.zeros((n, n * n))
    for i in range(n):
        d[i, i * (n + 1)] = 1.0
    return d
''',
    '''
def _duplication(n):
    """The matrix D with vec(S) = D vech(S), vech the lower triangle by columns."""
    d, k = _np.zeros((n * n, n * (n + 1) // 2)), 0
    for j in range(n):
        for i in range(j, n):
            d[j * n + i, k] = d[i * n + j, k] = 1.0
            k += 1
    return d
''',
    '''
def _elimination(n):
    """The matrix L with vech(A) = L vec(A), vech the lower triangle by columns."""
    e, k = _np.zeros((n * (n + 1) // 2, n * n)), 0
    for j in range(n):
        for i in range(j, n):
            e[k, j * n + i] = 1.0
            k += 1
    return e
''',
    '''
def _khatrirao(a, b):
    """The Kronecker products of the columns of a and b."""
    out = _np.empty((a.shape[0] * b.shape[0], a.shape[1]), dtype=a.dtype)
    for i in range(a.shape[0]):
        out[i * b.shape[0] : (i + 1) * b.shape[0]] = a[i] * b
    return out
''',
    '''
def _kron(a, b):
    """The Kronecker product."""
    (m, n), (p, q) = a.shape, b.shape
    out = _np.empty((m * p, n * q), dtype=a.dtype)
    for i in range(m):
        for j in range(n):
            out[i * p : (i + 1) * p, j * q : (j + 1) * q] = a[i, j] * b
    return out
''',
    '''
def _norm(a):
    """The length of all entries, by way of their largest, so that no square is too large or too small."""
    if a.size == 0:
        return 0.0
    top = _np.max(_np.abs(a))
    if not 0 < top < _np.inf:
        return top
    return top * _np.sqrt(_np.sum((a / top) ** 2))
''',
    '''
def _others(s):
    """For every entry the product of all others."""
    out = _np.ones_like(s)
    for i in range(len(s)):
        for j in range(len(s)):
            if j != i:
                out[i] *= s[j]
    return out
''',
    '''
def _pairs(s):
    """For every two entries the product of all others; 0 on the diagonal."""
    out = _np.zeros((len(s), len(s)))
    for i in range(len(s)):
        for j in range(len(s)):
            rest = s.copy()
            rest[i] = rest[j] = 1.0
            out[i, j] = _np.prod(rest) if i != j else 0.0
    return out
''',
    _MATRIX.format("polar", "K"),
    '''
def _prod_others(a):
    """For every entry of a matrix the product of all others."""
    return _others(a.copy().reshape(-1)).reshape(a.shape)
''',
    '''
def _prod_pairs(x):
    """For every two entries of a column the product of the others; 0 on the diagonal."""
    return _pairs(x.copy().reshape(-1))
''',
    '''
def _plus_diagonal(a, alpha):
    """a + alpha * I."""
    a = a.copy()
    for i in range(len(a)):
        a[i, i] += alpha
    return a
''',
    '''
def _polar_step(a, e):
    """The derivative of the polar factor of A = U S V' along E."""
    u, s, vt = _np.linalg.svd(a, False)
    inner = u.T @ e @ vt.T
    turned = u @ ((inner - inner.T) / (s + s.reshape(-1, 1))) @ vt
    tall = (e - u @ (u.T @ e)) @ (vt.T / s) @ vt
    wide = (u / s) @ (u.T @ (e - (e @ vt.T) @ vt))
    return turned + tall + wide
''',
    '''
def _sum_0(a):
    """The sums of the columns, as a row."""
    return _np.sum(a, axis=0).reshape(1, -1)
''',
    '''
def _sum_1(a):
    """The sums of the rows, as a column."""
    return _np.sum(a, axis=1).reshape(-1, 1)
''',
    '''
def _max_1(a):
    """The largest entry of each row, as a column."""
    out = a[:, :1].copy()
    for j in range(1, a.shape[1]):
        out = _np.maximum(out, a[:, j : j + 1])
    return out
''',
    '''
def _min_1(a):
    """The smallest entry of each row, as a column."""
    return -_max_1(-a)
''',
    '''
def _logsumexp_1(a):
    """log(sum(exp(a))) along each row, without overflow."""
    top = _max_1(a)
    return top + _np.log(_np.sum(_np.exp(a - top), axis=1).reshape(-1, 1))
''',
)
ENTRYWISE = sources(
    '''
def _clip(x, low, high):
    """The nearest number between two."""
    return min(max(x, low), high)
''',
    '''
def _erf(x):
    """The error function."""
    return _math.erf(x)
''',
    '''
def _erfc(x):
    """1 - erf(x), to full precision."""
    return _math.erfc(x)
''',
    '''
def _gammaln(x):
    """log(abs(gamma(x)))."""
    return _math.lgamma(x)
''',
    '''
def _heaviside(x, middle):
    """1 where x is positive, 0 where it is negative."""
    return 1.0 if x > 0 else 0.0 if x < 0 else middle
''',
    '''
def _huber(t, x):
    """x**2/2 where abs(x) <= t, else t*(abs(x) - t/2)."""
    return 0.5 * x * x if abs(x) <= t else t * (abs(x) - 0.5 * t)
''',
    '''
def _logcosh(x):
    """log(cosh(x)), to full precision near 0, without overflow."""
    if abs(x) < 1:
        return _math.log1p(2 * _math.sinh(x / 2) ** 2)
    return abs(x) + _math.log1p(_math.exp(-2 * abs(x))) - 0.6931471805599453
''',
    '''
def _logit(x):
    """log(x/(1 - x))."""
    return _math.log(x) - _math.log1p(-x)
''',
    '''
def _ndtr(x):
    """The distribution function of the normal distribution."""
    return 0.5 * _math.erfc(-x * 0.7071067811865476)
''',
    '''
def _xlogy(x, y):
    """x*log(y), 0 where x is."""
    return 0.0 if x == 0 else x * _math.log(y)
''',
)
"""Functions of entries, of numbers and of arrays."""
SHARED = {name: text for name, text in NUMPY.items() if not _UNKNOWN.search(text.strip())}
"""The helpers that Numba compiles as they are."""
HELPERS = {
    **{name: f"@_njit\n{source.strip()}" for name, source in (SHARED | OWN).items()},
    **{name: f"@_vectorize\n{source.strip()}" for name, source in ENTRYWISE.items()},
}
"""By name: helper `name` defines `_name`, compiled where it is first called."""
