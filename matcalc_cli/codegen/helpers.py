"""What emitted code may lean on, emitted only when used: helper functions and imports, each under its name."""

from __future__ import annotations

import re
from collections.abc import Iterator

IMPORTS = {
    "linalg": "import scipy.linalg as _linalg",
    "special": "import scipy.special as _special",
    "float": "_float = float",
    "int": "_int = int",
    "len": "_len = len",
    "max": "_max = max",
    "min": "_min = min",
    "range": "_range = range",
    "round": "_round = round",
}
"""Lines at the top of a module; the builtins among them are for modules with an argument of that name."""

HELPERS = {
    "commutation": '''
def _commutation(m, n):
    """The matrix K with vec(A.T) = K vec(A) for A m x n."""
    return _np.eye(m * n)[_np.arange(m * n).reshape(m, n, order="F").ravel()]
''',
    "diag": '''
def _diag(x):
    """A column as a diagonal matrix; the diagonal of a square matrix as a column."""
    return _np.diagflat(x) if x.shape[1] == 1 else _np.diag(x)[:, None]
''',
    "diagsel": '''
def _diagsel(n):
    """The matrix D with diag(X) = D vec(X) for X n x n."""
    return _np.eye(n * n)[:: n + 1]
''',
    "dimension": '''
def _dimension(polynomial, size):
    """The n with polynomial(n) == size, for an increasing polynomial."""
    low, high = 1, size
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if polynomial(middle) >= size else (middle + 1, high)
    return low
''',
    "duplication": '''
def _duplication(n):
    """The matrix D with vec(S) = D vech(S) for symmetric S n x n."""
    rows, cols = _np.tril_indices(n)
    order = _np.lexsort((rows, cols))
    place = _np.zeros((n, n), int)
    place[rows[order], cols[order]] = place[cols[order], rows[order]] = _np.arange(n * (n + 1) // 2)
    return _np.eye(n * (n + 1) // 2)[place.ravel(order="F")]
''',
    "elimination": '''
def _elimination(n):
    """The matrix L with vech(A) = L vec(A) for A n x n."""
    return _np.eye(n * n)[_np.tril(_np.ones((n, n))).ravel(order="F") > 0]
''',
    "eiggap": '''
def _eiggap(S):
    """1 / (l_j - l_i) for the eigenvalues l of S, 0 on the diagonal."""
    values = _np.linalg.eigvalsh(S)
    gap = values[None, :] - values[:, None] + _np.eye(values.size)
    return 1 / gap - _np.eye(values.size)
''',
    "frechet": '''
def _frechet(f, A, *directions):
    """The Frechet derivative of f at A: the last block of f([[A, E], [0, A]]), again for each direction."""
    n = A.shape[0]
    for E in directions:
        blocks = _np.kron(_np.eye(A.shape[0] // n), E)
        A = _np.block([[A, blocks], [_np.zeros(A.shape), A]])
    return f(A)[:n, -n:]
''',
    "frechet_matrix": '''
def _frechet_matrix(f, A, *directions):
    """The matrix K with vec(L(A, ..., E)) = K vec(E)."""
    n = A.shape[0]
    basis = _np.eye(n * n).reshape(n * n, n, n)
    columns = [_frechet(f, A, *directions, E.T).ravel(order="F") for E in basis]
    return _np.array(columns).T
''',
    "halftril": '''
def _halftril(A):
    """The lower triangle of A with half the diagonal."""
    return _np.tril(A) - _np.diag(_np.diag(A)) / 2
''',
    "logm": '''
def _logm(A):
    """The principal logarithm of A."""
    return _np.real(_linalg.logm(A))
''',
    "polar": '''
def _polar(A):
    """The orthogonal polar factor of A."""
    u, _, v = _np.linalg.svd(A, full_matrices=False)
    return u @ v
''',
    "polar_matrix": '''
def _polar_matrix(A):
    """The matrix of the derivative of the polar factor at A."""
    m, n = A.shape
    basis = _np.eye(m * n).reshape(m * n, n, m)
    return _np.array([_polar_step(A, E.T).ravel(order="F") for E in basis]).T
''',
    "polar_step": '''
def _polar_step(A, E):
    """The derivative of the polar factor at A along E."""
    u, s, v = _np.linalg.svd(A, full_matrices=False)
    inner = u.T @ E @ v.T
    turn = (inner - inner.T) / (s[:, None] + s[None, :])
    left = (E - u @ (u.T @ E)) @ (v.T / s) @ v
    right = (u / s) @ u.T @ (E - (E @ v.T) @ v)
    return u @ turn @ v + left + right
''',
    "sqrtm": '''
def _sqrtm(A):
    """The principal square root of A."""
    return _np.real(_linalg.sqrtm(A))
''',
    "erf": '''
def _erf(x):
    """The error function of every entry."""
    return _special.erf(x)
''',
    "logsumexp": '''
def _logsumexp(x):
    """log(sum(exp(x))) over all entries, without overflow."""
    top = _np.max(x)
    return top + _np.log(_np.sum(_np.exp(x - top)))
''',
    "sigmoid": '''
def _sigmoid(x):
    """1 / (1 + exp(-x)) of every entry, without overflow."""
    return _np.exp(-_np.logaddexp(0.0, -x))
''',
    "softmax": '''
def _softmax(x):
    """exp(x) / sum(exp(x)), without overflow."""
    weights = _np.exp(x - _np.max(x))
    return weights / _np.sum(weights)
''',
    "summation": '''
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
}
"""Source text of each helper `_name`; what it uses in turn is emitted too."""

_WORD = re.compile(r"(?<![\w.])_([a-z]\w*)")


def used(text: str) -> set[str]:
    """The names of helpers and imports that `text` needs, those of its helpers included."""
    found: set[str] = set()
    todo = list(_known(text))
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo.extend(_known(HELPERS.get(name, "")))
    return found


def _known(text: str) -> Iterator[str]:
    return (name for name in set(_WORD.findall(text)) if name in HELPERS or name in IMPORTS)


def preamble(text: str) -> list[str]:
    """The imports and then the helpers that `text` needs, as paragraphs of a module."""
    needed = used(text)
    lines = ["import numpy as _np", *[line for name, line in IMPORTS.items() if name in needed]]
    return ["\n".join(lines), *[source.strip() for name, source in HELPERS.items() if name in needed]]
