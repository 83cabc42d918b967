"""The source text of the helpers for every library of the Python array API standard, in the standard's words: `_xp` is the library."""

from __future__ import annotations

from matcalc_cli.codegen.targets.helpers.accuracy import ARRAYS as ACCURATE
from matcalc_cli.codegen.targets.helpers.adjugate import ARRAYS as ADJUGATES
from matcalc_cli.codegen.targets.helpers.equation import ARRAYS as EQUATIONS
from matcalc_cli.codegen.targets.helpers.factor import ARRAYS as FACTORS
from matcalc_cli.codegen.targets.helpers.numpy import HELPERS as NUMPY_HELPERS
from matcalc_cli.codegen.text.helpers import sources

HELPERS = (
    ADJUGATES
    | FACTORS
    | ACCURATE
    | EQUATIONS
    | sources(
        '''
def _cholesky(s):
    """The lower Cholesky factor; array-api-compat 1.16 hands out Dask's upper one as the lower."""
    _xp = _compat.array_namespace(s)
    if _compat.is_dask_array(s):
        from dask.array.linalg import cholesky

        return cholesky(s, lower=True)
    return _xp.linalg.cholesky(s)
''',
        '''
def _commutation(m, n, like):
    """The matrix K with vec(A.T) = K vec(A) for A m x n."""
    _xp = _compat.array_namespace(like)
    eye = _xp.reshape(_xp.eye(m * n, dtype=like.dtype, device=_compat.device(like)), (n, m, m * n))
    return _xp.reshape(_xp.permute_dims(eye, (1, 0, 2)), (m * n, m * n))
''',
        '''
def _cosm(a):
    """The matrix cosine."""
    return _rotation(a)[: a.shape[0], : a.shape[0]]
''',
        '''
def _diagonal_matrix(x):
    """A column as a diagonal matrix."""
    _xp = _compat.array_namespace(x)
    places = _xp.arange(x.shape[0], device=_compat.device(x))
    return _xp.where(places == places[:, None], x, _xp.zeros((), dtype=x.dtype, device=_compat.device(x)))
''',
        '''
def _diagsel(n, like):
    """The matrix D with diag(X) = D vec(X) for X n x n."""
    _xp = _compat.array_namespace(like)
    return _xp.eye(n * n, dtype=like.dtype, device=_compat.device(like))[:: n + 1, :]
''',
        NUMPY_HELPERS["dimension"],
        '''
def _duplication(n, like):
    """The matrix D with vec(S) = D vech(S), vech the lower triangle by columns."""
    lower = _elimination(n, like)
    upper = lower @ _commutation(n, n, like)
    return (lower + upper - lower * upper).T
''',
        '''
def _eiggap(s):
    """1/(l_j - l_i) at (i, j) for the eigenvalues l of a symmetric matrix, 0 on the diagonal."""
    _xp = _compat.array_namespace(s)
    values = _xp.linalg.eigvalsh(s)
    eye = _xp.eye(s.shape[0], dtype=s.dtype, device=_compat.device(s))
    return (1 - eye) / (values[None, :] - values[:, None] + eye)
''',
        '''
def _elimination(n, like):
    """The matrix L with vech(A) = L vec(A), vech the lower triangle by columns."""
    _xp = _compat.array_namespace(like)
    eye = _xp.eye(n * n, dtype=like.dtype, device=_compat.device(like))
    return _xp.concat([eye[j * n + j : j * n + n, :] for j in range(n)], axis=0)
''',
        '''
def _exchange(a, m, n, copies=1):
    """kron(I(copies), commutation(m, n), I) @ a: it exchanges two axes of a."""
    _xp = _compat.array_namespace(a)
    return _xp.reshape(_xp.permute_dims(_xp.reshape(a, (copies, n, m, -1)), (0, 2, 1, 3)), a.shape)
''',
        '''
def _kron_rows(a, b):
    """The Kronecker product of row i of a and row i of b, for every i."""
    _xp = _compat.array_namespace(a)
    return _xp.reshape(a[:, :, None] * b[:, None, :], (a.shape[0], -1))
''',
        '''
def _khatrirao(a, b):
    """The Kronecker products of the columns of a and b."""
    _xp = _compat.array_namespace(a)
    return _xp.reshape(a[:, None, :] * b[None, :, :], (-1, a.shape[1]))
''',
        '''
def _expm(a):
    """The matrix exponential by scaling, the Pade approximant of degree 13, and squaring (Higham 2005)."""
    _xp = _compat.array_namespace(a)
    length = float(_xp.max(_xp.sum(_xp.abs(a), axis=0)))
    squarings = max(0, _math.frexp(length / 5.37)[1])
    a = a / 2**squarings
    square = a @ a
    eye = _xp.eye(a.shape[0], dtype=a.dtype, device=_compat.device(a))
    odd, even = eye, 182 * eye
    for c, d in ((16380, 960960), (40840800, 1323241920), (33522128640, 670442572800),
                 (10559470521600, 129060195264000), (1187353796428800, 7771770303897600),
                 (32382376266240000, 64764752532480000)):
        odd, even = odd @ square + c * eye, even @ square + d * eye
    total = _xp.linalg.solve(even - a @ odd, even + a @ odd)
    for _ in range(squarings):
        total = total @ total
    return total
''',
        '''
def _frechet(function, a, *directions):
    """The Frechet derivative of a matrix function: the corner of f(block matrix) (Higham & Relton 2014)."""
    _xp = _compat.array_namespace(a)
    n = a.shape[0]
    for e in directions:
        eye = _xp.eye(a.shape[0] // n, dtype=a.dtype, device=_compat.device(a))
        upper = _xp.concat([a, _kron(eye, e)], axis=1)
        a = _xp.concat([upper, _xp.concat([0 * a, a], axis=1)], axis=0)
    return function(a)[:n, -n:]
''',
        NUMPY_HELPERS["frechet_matrix"].replace("*a.shape)", "a)"),
        '''
def _filled(first, *others):
    """The sum of terms."""
    for other in others:
        first = first + other
    return first
''',
        '''
def _blocks(a, b, exchanged=""):
    """kron(a, b); with "rows" or "columns" those of b come before those of a.

    An integer is the identity of that size; of a stack, matrix i goes with row i of the other.
    """
    _xp = _compat.array_namespace(*[x for x in (a, b) if not isinstance(x, int)])
    if not hasattr(a, "ndim"):
        blocks = _on_diagonal(a, b[:, :, None, :] if b.ndim == 3 else b[None, :, None, :], 0)
    elif not hasattr(b, "ndim"):
        stack = _xp.permute_dims(a, (1, 0, 2)) if a.ndim == 3 else a[:, None, :]
        blocks = _on_diagonal(b, stack[:, :, :, None], 1)
    else:
        left = _xp.permute_dims(a, (1, 0, 2))[:, :, :, None] if a.ndim == 3 else a[:, None, :, None]
        blocks = left * (b[:, :, None, :] if b.ndim == 3 else b[None, :, None, :])
    blocks = _xp.permute_dims(blocks, {"rows": (1, 0, 2, 3), "columns": (0, 1, 3, 2)}.get(exchanged, (0, 1, 2, 3)))
    rows, cols = blocks.shape[0] * blocks.shape[1], blocks.shape[2] * blocks.shape[3]
    return _xp.reshape(blocks, (rows, cols))
''',
        '''
def _on_diagonal(n, blocks, axis):
    """Entries where the index of an axis and of the axis after the next are the same, of n; 0 elsewhere."""
    _xp = _compat.array_namespace(blocks)
    places = _xp.reshape(_xp.arange(n, device=_compat.device(blocks)), (-1, *[1] * (3 - axis)))
    beside = _xp.reshape(places, (-1, *[1] * (1 - axis)))
    return _xp.where(places == beside, blocks, _xp.zeros((), dtype=blocks.dtype, device=_compat.device(blocks)))
''',
        '''
def _kron_times(a, b, m):
    """kron(a, b) @ m without the Kronecker product; an integer is the identity of that size."""
    _xp = _compat.array_namespace(m)
    columns = m.shape[1]
    if hasattr(b, "ndim"):
        m = b @ _xp.reshape(m, (-1, b.shape[1], columns))
    if hasattr(a, "ndim"):
        m = a @ _xp.reshape(m, (a.shape[1], -1))
    return _xp.reshape(m, (-1, columns))
''',
        '''
def _kron(a, b):
    """The Kronecker product."""
    _xp = _compat.array_namespace(a, b)
    (m, n), (p, q) = a.shape, b.shape
    return _xp.reshape(a[:, None, :, None] * b[None, :, None, :], (m * p, n * q))
''',
        '''
def _matrix_of(linear, like):
    """The matrix K with vec(linear(E)) = K vec(E) for E of the shape of `like`."""
    _xp = _compat.array_namespace(like)
    m, n = like.shape
    eye = _xp.eye(m * n, dtype=like.dtype, device=_compat.device(like))
    images = [linear(_xp.reshape(eye[k, :], (n, m)).T) for k in range(m * n)]
    return _xp.concat([_xp.reshape(image.T, (-1, 1)) for image in images], axis=1)
''',
        '''
def _namespace(*numbers):
    """The library of the numbers that are arrays; NumPy for Python's own numbers."""
    arrays = [number for number in numbers if _compat.is_array_api_obj(number)]
    return _compat.array_namespace(*arrays) if arrays else _numpy
''',
        '''
def _number(value, like):
    """A number as an array without axes, of the data type and on the device of another array."""
    _xp = _compat.array_namespace(like)
    return _xp.asarray(value, dtype=like.dtype, device=_compat.device(like))
''',
        '''
def _polar_matrix(a):
    """The matrix K with vec(_polar_step(A, E)) = K vec(E): one decomposition, along all units at once."""
    _xp = _compat.array_namespace(a)
    (m, n), (u, s, vt) = a.shape, _xp.linalg.svd(a, full_matrices=False)
    v = vt.T
    inner = u[:, None, :, None] * v[None, :, None, :] - u[:, None, None, :] * v[None, :, :, None]
    turned = u @ (inner / (s[:, None] + s[None, :])) @ vt
    tall = _xp.eye(m, dtype=a.dtype, device=_compat.device(a)) - u @ u.T
    wide = _xp.eye(n, dtype=a.dtype, device=_compat.device(a)) - v @ vt
    total = _xp.reshape(_xp.permute_dims(turned, (3, 2, 1, 0)), (m * n, m * n))
    return total + _kron((v / s) @ vt, tall) + _kron(wide, (u / s) @ u.T)
''',
        NUMPY_HELPERS["polar_step"]
        .replace(".swapaxes(-1, -2)", ".T")
        .replace("    u, s, vt = _np.", "    _xp = _compat.array_namespace(a)\n    u, s, vt = _xp."),
        '''
def _rotation(a):
    """The matrix [[cos a, -sin a], [sin a, cos a]], the exponential of [[0, -a], [a, 0]]."""
    _xp = _compat.array_namespace(a)
    upper = _xp.concat([0 * a, -a], axis=1)
    return _expm(_xp.concat([upper, _xp.concat([a, 0 * a], axis=1)], axis=0))
''',
        '''
def _sinm(a):
    """The matrix sine."""
    return _rotation(a)[a.shape[0] :, : a.shape[0]]
''',
        '''
def _softplus(x):
    """log(1 + exp(x)) of every entry, without overflow."""
    _xp = _compat.array_namespace(x)
    return _xp.log1p(_xp.exp(-_xp.abs(x))) + (x + _xp.abs(x)) / 2
''',
        '''
def _relu(x):
    """The positive part of every entry."""
    _xp = _compat.array_namespace(x)
    return _xp.where(x <= 0, _xp.zeros_like(x), x)
''',
        NUMPY_HELPERS["structured"],
        NUMPY_HELPERS["summation"],
        '''
def _svdvals(a):
    """The singular values; Dask has them with the vectors only."""
    _xp = _compat.array_namespace(a)
    return _xp.linalg.svd(a, full_matrices=False)[1] if _compat.is_dask_array(a) else _xp.linalg.svdvals(a)
''',
        NUMPY_HELPERS["total"],
        NUMPY_HELPERS["production"],
    )
)
