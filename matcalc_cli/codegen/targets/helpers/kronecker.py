"""The source text of the helpers of NumPy modules for large results: Kronecker products laid out, derivatives along all units at once, blocks."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

KRONECKER = sources(
    '''
def _filled(*terms):
    """The sum of terms in one array.

    (a, b) is kron(a, b), with "rows" or "columns" those of b come before those of a, and [a, b] is a @ b. An integer is
    the identity of that size; of a stack, matrix i goes with row i of the other. Three sizes exchange axes within (`_add_within`).
    """
    products = [term for term in terms if isinstance(term, list)]
    blocks = [term for term in terms if not isinstance(term, list)]
    full = [term[:2] for term in blocks if not any(isinstance(x, int) for x in term[:2])]
    turned = any(_is_tall(a.shape[-2:], b.shape[-2:]) for a, b in full)
    arrays = [x for term in terms for x in term[:2] if not isinstance(x, int)]
    empty = _np.empty if products or full else _np.zeros
    rows, cols = _kron_shape(*blocks[0][:2]) if blocks else (len(terms[0][0]), terms[0][1].shape[1])
    out = empty((cols, rows) if turned else (rows, cols), dtype=_np.result_type(*arrays))
    out = out.T if turned else out
    if products:
        left, right = products[0] if len(products) == 1 else [stack(x) for stack, x in zip((_np.hstack, _np.vstack), zip(*products))]
        (_np.multiply if left.shape[1] == 1 else _np.matmul)(left, right, out=out)
    for k, term in enumerate(blocks):
        _add_kron(out, k == 0 and not products, *term)
    return out
''',
    '''
def _kron_shape(a, b):
    """The shape of kron(a, b), each an integer, a matrix or a stack."""
    (m, n), (p, q) = [(x, x) if isinstance(x, int) else x.shape[-2:] for x in (a, b)]
    return m * p, n * q
''',
    '''
def _is_tall(a, b):
    """Whether the Kronecker product of matrices of these shapes has its long runs of memory down the columns."""
    (m, n), (p, q) = a, b
    return n > 1 and (m == 1 < min(p, q) or 8 * n * q < m * p)
''',
    '''
def _split(out, rows, cols):
    """A matrix, row by row in memory or column by column, with so many axes for its rows and for its columns."""
    if out.flags.c_contiguous:
        return out.reshape(*rows, *cols)
    return out.T.reshape(*cols, *rows).transpose(*range(len(cols), len(cols) + len(rows)), *range(len(cols)))
''',
    '''
def _spread(a, b):
    """Two arrays of four axes that are multiplied, with all columns where that costs little: whole rows are one run then."""
    m, p, n, q = _np.broadcast(a, b).shape
    if 1 in (n, q) or m * p * n * q < 8192 or 2 * (len(a) * a.shape[1] + len(b) * b.shape[1]) > m * p:
        return a, b
    wide = [_np.empty_like(x, shape=(*x.shape[:2], n, q), order="C") for x in (a, b)]
    wide[0][...] = a
    wide[1][...] = b
    return wide
''',
    '''
def _laid(a, b):
    """The product of arrays with two axes for rows and two for columns, as a matrix in the order of memory in which runs are long."""
    shapes = [(x.shape[0] * x.shape[1], x.shape[2] * x.shape[3]) for x in (a, b)]
    (m, n), (p, q) = shapes
    if m * p * n * q >= 8192:
        if _is_tall(*shapes):
            return _laid(a.transpose(2, 3, 0, 1), b.transpose(2, 3, 0, 1)).T
        a, b = _spread(_np.ascontiguousarray(a), _np.ascontiguousarray(b))
    return _np.multiply(a, b, order="C").reshape(m * p, n * q)
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
    blocks = _split(out, rows, columns)
    if isinstance(a, int) or isinstance(b, int):
        diagonal = _np.einsum("ijik->ijk" if isinstance(a, int) else "ijkj->jik", blocks.swapaxes(*places))
        if first:
            diagonal[...] = b if isinstance(a, int) else a
        else:
            diagonal += b if isinstance(a, int) else a
        return
    a = (a[:, None, :, None] if a.ndim == 2 else a.swapaxes(0, 1)[:, :, :, None]).swapaxes(*places)
    b = (b[None, :, None] if b.ndim == 2 else b[:, :, None]).swapaxes(*places)
    if not out.flags.c_contiguous:
        a, b, blocks = [x.transpose(2, 3, 0, 1) for x in (a, b, blocks)]
        a, b = _np.ascontiguousarray(a), _np.ascontiguousarray(b)
    a, b = _spread(a, b)
    if first:
        _np.multiply(a, b, out=blocks)
        return
    step = max(1, min(len(blocks) // 2, 16384 * len(blocks) // max(blocks.size, 1)))
    for i in range(0, len(blocks), step):
        left, right = [x[i : i + step] if len(x) > 1 else x for x in (a, b)]
        blocks[i : i + step] += left * right
''',
    '''
def _add_within(out, a, b, copies, n, m):
    """Add kron(I(copies), commutation(m, n), I) @ kron(a, b), one of a and b an identity."""
    if isinstance(a, int):
        blocks = _split(out, (copies, m, n, len(out) // (copies * m * n)), (copies, n, b.shape[1]))
        diagonal = _np.einsum("cmnrcnk->cnmrk", blocks)
        diagonal += b.reshape(m, -1, b.shape[1])
    else:
        blocks = _split(out, (copies, m, n, b // m), (a.shape[1], m, b // m))
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
    return _laid(a[None, :, :, None], b[:, None, None])
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
    """The Kronecker product."""
    return _laid(a[:, None, :, None], b[None, :, None])
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
    if not hasattr(_expm_matrix, "between"):  # of integers, once
        _expm_matrix.between = [
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
    right = _np.tensordot(_expm_matrix.between, left, 1) / 2.0**squarings
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
