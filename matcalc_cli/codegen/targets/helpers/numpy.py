"""The source text of the helper functions of NumPy modules."""

from __future__ import annotations

from matcalc_cli.codegen.targets.helpers.accuracy import NUMPY as ACCURATE
from matcalc_cli.codegen.targets.helpers.adjugate import ARRAYS
from matcalc_cli.codegen.targets.helpers.factor import NUMPY as FACTORS
from matcalc_cli.codegen.targets.helpers.kronecker import BLOCKS, KRONECKER
from matcalc_cli.codegen.text.helpers import sources

_WORDS = {
    "        _xp = _compat.array_namespace(a)\n": "", "    _xp = _compat.array_namespace(a)\n": "",
    "    _xp = _compat.array_namespace(s)\n": "", ", dtype=s.dtype, device=_compat.device(s)": "", "_xp": "_np", " a)\n": " *a.shape)\n",
}  # fmt: skip


def _of_numpy(text: str) -> str:
    """A helper for any library, in the words of NumPy."""
    for old, new in _WORDS.items():
        text = text.replace(old, new)
    return text


HELPERS = {
    **FACTORS,
    **ACCURATE,
    **{name: _of_numpy(text) for name, text in ARRAYS.items()},
    **KRONECKER,
    **BLOCKS,
    **sources(
        '''
class _cholesky:
    """A positive definite matrix: factored once by SciPy for all that is asked of it, if it is large."""

    least = 64

    def __init__(self, a):
        self.a = a
        self.lapack = _lapack() if len(a) >= self.least else None
        if self.lapack is None:
            self.root = _np.linalg.cholesky(a)
            return
        self.root, failed = self.lapack.dpotrf(a.T, clean=0)
        if failed:
            raise _np.linalg.LinAlgError("Matrix is not positive definite")

    def solve(self, b, transposed=False):
        """inv(a) @ b."""
        return _np.linalg.solve(self.a, b) if self.lapack is None else self.lapack.dpotrs(self.root, b)[0]

    def inverse(self):
        """inv(a)."""
        if self.lapack is None:
            return _np.linalg.inv(self.a)
        upper = self.lapack.dpotri(self.root)[0]
        for k in range(len(upper)):
            upper[k + 1 :, k] = upper[k, k + 1 :]
        return upper

    def det(self):
        """det(a)."""
        return _np.prod(_np.diag(self.root)) ** 2

    def logdet(self):
        """log(det(a))."""
        return 2 * _np.sum(_np.log(_np.diag(self.root)))
''',
        '''
def _commutation(m, n):
    """The matrix K with vec(A.T) = K vec(A) for A m x n."""
    k = _np.zeros((m, n, n, m))
    _np.einsum("ijji->ij", k)[...] = 1.0
    return k.reshape(m * n, m * n)
''',
        '''
def _diagsel(n):
    """The matrix D with diag(X) = D vec(X) for X n x n."""
    d = _np.zeros((n, n * n))
    d[_np.arange(n), _np.arange(n) * (n + 1)] = 1.0
    return d
''',
        '''
def _dimension(polynomial, size):
    """The n with polynomial(n) == size, for an increasing polynomial."""
    low, high = 1, 1
    while polynomial(high) < size:
        low, high = high + 1, 2 * high
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if polynomial(middle) >= size else (middle + 1, high)
    return low
''',
        '''
def _duplication(n):
    """The matrix D with vec(S) = D vech(S), vech the lower triangle by columns."""
    column, row = _np.triu_indices(n)
    d = _np.zeros((n * n, len(row)))
    d[row + column * n, _np.arange(len(row))] = 1.0
    d[column + row * n, _np.arange(len(row))] = 1.0
    return d
''',
        '''
def _eiggap(s):
    """1/(l_j - l_i) at (i, j) for the eigenvalues l of a symmetric matrix, 0 on the diagonal."""
    values = _np.linalg.eigvalsh(s)
    eye = _np.eye(len(s))
    return (1 - eye) / (values - values[:, None] + eye)
''',
        '''
def _elimination(n):
    """The matrix L with vech(A) = L vec(A), vech the lower triangle by columns."""
    column, row = _np.triu_indices(n)
    e = _np.zeros((len(row), n * n))
    e[_np.arange(len(row)), row + column * n] = 1.0
    return e
''',
        '''
def _erf(x):
    """The error function of every entry."""
    return _special.erf(x)
''',
        '''
def _frechet(function, a, *directions):
    """The Frechet derivative of a matrix function: the corner of f(block matrix) (Higham & Relton 2014)."""
    n = len(a)
    for e in directions:
        step = _np.kron(_np.eye(len(a) // n), e)
        a = _np.block([[a, step], [_np.zeros_like(a), a]])
    return function(a)[:n, -n:]
''',
        '''
def _frechet_matrix(function, a, *directions):
    """The matrix K with vec(L(A, ..., E)) = K vec(E)."""
    return _matrix_of(lambda e: _frechet(function, a, *directions, e), *a.shape)
''',
        '''
def _halftril(a):
    """The lower triangle with half the diagonal."""
    return _np.tril(a) - _np.diagflat(_np.diag(a)) / 2
''',
        '''
def _logm(a):
    """The principal logarithm; nan where it is not real."""
    return _real(_linalg.logm(a))
''',
        '''
def _lapack():
    """SciPy's LAPACK; None without SciPy."""
    try:
        from scipy.linalg import lapack
    except ImportError:
        return None
    return lapack
''',
        '''
class _lu:
    """A square matrix: factored once by SciPy for all that is asked of it, if it is large."""

    least = 64

    def __init__(self, a):
        self.a = a
        self.lapack = _lapack() if len(a) >= self.least else None
        if self.lapack is not None:
            self.factors, self.pivots, failed = self.lapack.dgetrf(a.T)
            if failed:
                raise _np.linalg.LinAlgError("Singular matrix")

    def solve(self, b, transposed=False):
        """inv(a) @ b, or inv(a.T) @ b."""
        if self.lapack is None:
            return _np.linalg.solve(self.a.T if transposed else self.a, b)
        return self.lapack.dgetrs(self.factors, self.pivots, b, trans=not transposed)[0]

    def inverse(self):
        """inv(a)."""
        if self.lapack is None:
            return _np.linalg.inv(self.a)
        return self.lapack.dgetri(self.factors, self.pivots, lwork=64 * len(self.a))[0].T

    def det(self):
        """det(a)."""
        if self.lapack is None:
            return _np.linalg.det(self.a)
        swaps = _np.count_nonzero(self.pivots != _np.arange(len(self.a)))
        return _np.prod(_np.diag(self.factors)) * (-1) ** swaps

    def logdet(self):
        """log(abs(det(a)))."""
        if self.lapack is None:
            return _np.linalg.slogdet(self.a)[1]
        return _np.sum(_np.log(abs(_np.diag(self.factors))))
''',
        '''
def _matrix_of(linear, m, n):
    """The matrix K with vec(linear(E)) = K vec(E) for E m x n."""
    units = _np.eye(m * n).reshape(m * n, n, m)
    return _np.hstack([linear(unit.T).reshape(-1, 1, order="F") for unit in units])
''',
        '''
def _plus_diagonal(a, alpha):
    """a + alpha * I."""
    a = a.toarray() if hasattr(a, "toarray") else a.copy()
    a.flat[:: len(a) + 1] += alpha
    return a
''',
        '''
def _polar(a):
    """The orthogonal polar factor."""
    u, _, vt = _np.linalg.svd(a, full_matrices=False)
    return u @ vt
''',
        '''
def _polar_step(a, e):
    """The derivative of the polar factor of A = U S V' along E."""
    u, s, vt = _np.linalg.svd(a, full_matrices=False)
    inner = u.T @ e @ vt.T
    turned = u @ ((inner - inner.swapaxes(-1, -2)) / (s + s[:, None])) @ vt
    tall = (e - u @ (u.T @ e)) @ (vt.T / s) @ vt
    wide = (u / s) @ (u.T @ (e - (e @ vt.T) @ vt))
    return turned + tall + wide
''',
        '''
def _real(a):
    """The real part; nan if there is an imaginary one beyond rounding."""
    return a.real if _np.max(abs(a.imag)) <= 1e-8 * _np.max(abs(a)) else a.real * _np.nan
''',
        '''
def _sigmoid(x):
    """1 / (1 + exp(-x)) of every entry, without overflow."""
    return 1.0 / (1.0 + _np.exp(-_np.maximum(x, -709.0)))
''',
        '''
def _softmax(x):
    """exp(x) / sum(exp(x)), without overflow."""
    weights = _np.exp(x - _np.max(x))
    return weights / _np.sum(weights)
''',
        '''
def _sqrtm(a):
    """The principal square root; nan where it is not real. Of a singular a = b c it is b (c b)^(-1/2) c."""
    pivots = abs(_np.diag(_np.linalg.qr(a, mode="r")))
    if _np.min(pivots) > 8 * len(a) * _np.finfo(float).eps * _np.max(pivots):
        return _real(_linalg.sqrtm(a))
    u, s, v = _np.linalg.svd(a)
    rank = _np.sum(s > 8 * len(a) * _np.finfo(float).eps * s[0])
    if rank == len(a):
        return _real(_linalg.sqrtm(a))
    b, c = u[:, :rank] * s[:rank], v[:rank]
    return b @ _np.linalg.solve(_real(_linalg.sqrtm(c @ b)), c) if rank else 0.0 * a
''',
        '''
def _convolved(a, k):
    """The full convolution of two matrices, one shifted copy of the first for each entry of the second."""
    (m, n), (p, q) = a.shape, k.shape
    total = _np.zeros((m + p - 1, n + q - 1))
    for i in range(p):
        for j in range(q):
            total[i : i + m, j : j + n] += k[i, j] * a
    return total
''',
        '''
def _structured(rows, cols, count, entry):
    """The matrix whose row j rows + i has in column k what `entry` says of i, j and k, as lists."""
    return [[float(entry(i, j, k)) for k in range(count)] for j in range(cols) for i in range(rows)]
''',
        '''
def _summation(term, low, high, zero):
    """The sum of term(j) for j = low, ..., high; minus that for high + 1, ..., low - 1 if high < low - 1."""
    low, high = round(low), round(high)
    if high < low - 1:
        return -_summation(term, high + 1, low - 1, zero)
    total = zero
    for j in range(low, high + 1):
        total = total + term(j)
    return total
''',
        '''
def _total(term, low, high, zero):
    """The sum of term(j) for j = low, ..., high."""
    total = zero
    for j in range(round(low), round(high) + 1):
        total = total + term(j)
    return total
''',
        '''
def _production(factor, low, high, one):
    """The product of factor(j) for j = low, ..., high."""
    total = one
    for j in range(round(low), round(high) + 1):
        total = total * factor(j)
    return total
''',
    ),
}
"""By name: helper `name` defines `_name`; it may use the imports of the target and other helpers."""
