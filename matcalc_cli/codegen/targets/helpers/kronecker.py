"""The source text of the helpers that lay out Kronecker products in NumPy modules."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

KRONECKER = sources(
    '''
def _exchange(a, m, n, copies=1):
    """kron(I(copies), commutation(m, n), I) @ a: it exchanges two axes of a."""
    return a.reshape(copies, n, m, -1).swapaxes(1, 2).reshape(a.shape)
''',
    '''
def _exchanged_kron(a, b):
    """commutation(m, n) @ kron(a, b) for a of n and b of m rows, in one pass."""
    return _np.multiply(a[:, :, None], b[:, None, None], order="C").reshape(len(a) * len(b), -1)
''',
    '''
def _eye_kron(n, a):
    """kron(I(n), a): blocks on the diagonal."""
    rows, cols = a.shape
    blocks = _np.zeros((n, rows, n, cols))
    blocks[_np.arange(n), :, _np.arange(n), :] = a
    return blocks.reshape(n * rows, n * cols)
''',
    '''
def _kron(a, b):
    """The Kronecker product, row by row in memory whatever the order of a and b."""
    return _np.multiply(a[:, None, :, None], b[:, None], order="C").reshape(len(a) * len(b), -1)
''',
    '''
def _kron_eye(a, n):
    """kron(a, I(n)): diagonal blocks."""
    rows, cols = a.shape
    blocks = _np.zeros((rows, n, cols, n))
    blocks[:, _np.arange(n), :, _np.arange(n)] = a
    return blocks.reshape(rows * n, cols * n)
''',
    '''
def _kron_rows(a, b):
    """The Kronecker product of row i of a and row i of b, for every i."""
    return (a[:, :, None] * b[:, None, :]).reshape(len(a), -1)
''',
)
