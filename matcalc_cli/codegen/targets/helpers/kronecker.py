"""The source text of the helpers that lay out Kronecker products in NumPy modules."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

KRONECKER = sources(
    '''
def _filled(*terms):
    """The sum of terms in one array.

    (a, b) is kron(a, b), with "rows" or "columns" those of b come before those of a, and [a, b] is a @ b. An integer is
    the identity of that size; of a stack, matrix i goes with row i of the other. Three sizes exchange axes within (`_add_within`).
    """
    (rows, cols) = (len(terms[0][0]), terms[0][1].shape[1]) if isinstance(terms[0], list) else _kron_shape(*terms[0][:2])
    arrays = [x for term in terms for x in term[:2] if not isinstance(x, int)]
    empty = _np.zeros if any(isinstance(x, int) for x in terms[0][:2]) else _np.empty
    out = empty((rows, cols), dtype=_np.result_type(*arrays))
    for k, term in enumerate(terms):
        if isinstance(term, list):
            _np.matmul(*term, out=out)
        else:
            _add_kron(out, k == 0, *term)
    return out
''',
    '''
def _kron_shape(a, b):
    """The shape of kron(a, b), each an integer, a matrix or a stack."""
    (m, n), (p, q) = [(x, x) if isinstance(x, int) else x.shape[-2:] for x in (a, b)]
    return m * p, n * q
''',
    '''
def _add_kron(out, first, a, b, exchanged=""):
    """Add kron(a, b) to an array block by block, or write it there if it is the first."""
    (m, n), (p, q) = [(x, x) if isinstance(x, int) else x.shape[-2:] for x in (a, b)]
    if isinstance(exchanged, tuple):
        _add_within(out, a, b, *exchanged)
        return
    rows, columns = (p, m) if exchanged == "rows" else (m, p), (q, n) if exchanged == "columns" else (n, q)
    places = {"rows": (0, 1), "columns": (2, 3)}.get(exchanged, (0, 0))
    blocks = out.reshape(*rows, *columns)
    if isinstance(a, int):
        diagonal = _np.einsum("ijik->ijk", blocks.swapaxes(*places))
        diagonal += b
    elif isinstance(b, int):
        diagonal = _np.einsum("ijkj->jik", blocks.swapaxes(*places))
        diagonal += a
    else:
        a = (a[:, None, :, None] if a.ndim == 2 else a.swapaxes(0, 1)[:, :, :, None]).swapaxes(*places)
        b = (b[None, :, None] if b.ndim == 2 else b[:, :, None]).swapaxes(*places)
        if first:
            _np.multiply(a, b, out=blocks)
        for i in range(0 if first else len(blocks)):
            blocks[i] += a[i % len(a)] * b[i % len(b)]
''',
    '''
def _add_within(out, a, b, copies, n, m):
    """Add kron(I(copies), commutation(m, n), I) @ kron(a, b), one of a and b an identity."""
    if isinstance(a, int):
        blocks = out.reshape(copies, m, n, -1, copies, n, b.shape[1])
        diagonal = _np.einsum("cmnrcnk->cnmrk", blocks)
        diagonal += b.reshape(m, -1, b.shape[1])
    else:
        blocks = out.reshape(copies, m, n, b // m, a.shape[1], m, b // m)
        diagonal = _np.einsum("cmnrkmr->mrcnk", blocks)
        diagonal += a.reshape(copies, n, a.shape[1])
''',
    '''
def _kron_times(a, b, m):
    """kron(a, b) @ m without the Kronecker product; an integer is the identity of that size."""
    columns = m.shape[1]
    if not isinstance(b, int):
        m = b @ m.reshape(-1, b.shape[1], columns)
    if not isinstance(a, int):
        m = a @ m.reshape(a.shape[1], -1)
    return m.reshape(-1, columns)
''',
    '''
def _lower(m, n):
    """elimination(n) @ m: the rows of the lower triangle."""
    column, row = _np.triu_indices(n)
    return m[row + column * n]
''',
    '''
def _lower_placed(m, n):
    """elimination(n).T @ m: rows for the lower triangle, 0 elsewhere."""
    column, row = _np.triu_indices(n)
    out = _np.zeros((n * n, m.shape[1]), dtype=m.dtype)
    out[row + column * n] = m
    return out
''',
    '''
def _lower_mirrored(m, n):
    """duplication(n) @ m: rows for the lower triangle, and again for the upper one."""
    column, row = _np.triu_indices(n)
    out = _np.empty((n * n, m.shape[1]), dtype=m.dtype)
    out[row + column * n] = m
    out[column + row * n] = m
    return out
''',
    '''
def _lower_added(m, n):
    """duplication(n).T @ m: the rows of the lower triangle, those of the upper one added."""
    column, row = _np.triu_indices(n)
    return m[row + column * n] + m[column + row * n] * (row != column)[:, None]
''',
    '''
def _khatrirao(a, b):
    """The Kronecker products of the columns of a and b."""
    return _np.multiply(a[:, None], b, order="C").reshape(-1, a.shape[1])
''',
    '''
def _exchange(a, m, n, copies=1):
    """kron(I(copies), commutation(m, n), I) @ a: it exchanges two axes of a."""
    return a.reshape(copies, n, m, -1).swapaxes(1, 2).reshape(a.shape)
''',
    '''
def _exchanged_kron(a, b):
    """commutation(m, n) @ kron(a, b) for a of n and b of m rows, in one pass."""
    return _np.multiply(a[:, :, None], b[:, None, None], order="C").reshape(len(a) * len(b), a.shape[1] * b.shape[1])
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
    return _np.multiply(a[:, None, :, None], b[:, None], order="C").reshape(len(a) * len(b), a.shape[1] * b.shape[1])
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
