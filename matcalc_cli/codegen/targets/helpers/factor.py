"""The source text of the helpers for factors of a matrix, in every target: L and U, Q and R, eigenvectors of a general one."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

ARRAYS = sources(
    '''
def _positive_qr(a):
    """Q with orthonormal columns and R, upper triangular with a positive diagonal, with a = Q R."""
    _xp = _compat.array_namespace(a)
    if a.shape[0] < a.shape[1]:
        raise ValueError("the columns of a matrix with more columns than rows are dependent")
    q, r = _xp.linalg.qr(a)
    signs = 1 - 2 * _xp.astype(_xp.linalg.diagonal(r) < 0, a.dtype)
    return q * signs[None, :], _xp.triu(r * signs[:, None])
''',
    '''
def _unpivoted(a):
    """L with ones on its diagonal and the upper triangular U with a = L U, without exchanges of rows."""
    _xp = _compat.array_namespace(a)
    columns, rows = [], []
    for k in range(a.shape[0]):
        rows.append(a[k : k + 1, :])
        columns.append(a[:, k : k + 1] / a[k, k])
        a = a - columns[-1] @ rows[-1]
    return _xp.tril(_xp.concat(columns, axis=1)), _xp.triu(_xp.concat(rows, axis=0))
''',
)
"""For every library of arrays, jax and torch too."""

NUMPY = sources(
    '''
def _eigenpairs(a):
    """The real eigenvalues, ascending, as a column, and the unit eigenvectors with a positive largest entry."""
    values, vectors = _np.linalg.eig(a)
    if _np.iscomplexobj(values):
        raise _np.linalg.LinAlgError("an eigenvalue is not real; tr(A^k) and det(z*I - A) need no real ones")
    order = _np.argsort(values)
    vectors = vectors[:, order]
    largest = vectors[_np.argmax(abs(vectors), axis=0), _np.arange(len(a))]
    return values[order].reshape(-1, 1), vectors * _np.where(largest < 0, -1.0, 1.0)
''',
    '''
def _positive_qr(a):
    """Q with orthonormal columns and R, upper triangular with a positive diagonal, with a = Q R."""
    if a.shape[0] < a.shape[1]:
        raise _np.linalg.LinAlgError("the columns are dependent")
    q, r = _np.linalg.qr(a)
    signs = _np.where(_np.diag(r) < 0, -1.0, 1.0)
    return q * signs, r * signs[:, None]
''',
    '''
def _stabilizing(a, b, q, r):
    """The stabilizing solution of Riccati's equation a'x + xa - xb inv(r) b'x + q = 0."""
    x = _linalg.solve_continuous_are(a, b, q, r)
    return (x + x.T) / 2
''',
    '''
def _sylvester(a, b, q):
    """The x with a x + x b = q; LAPACK only perturbs an equation that is singular."""
    x = _linalg.solve_sylvester(a, b, q)
    size = _np.linalg.norm(a) + _np.linalg.norm(b)
    if not size * _np.linalg.norm(x) <= 1e13 * _np.linalg.norm(q):
        raise _np.linalg.LinAlgError("an eigenvalue of a is the negative of one of b")
    return x
''',
    '''
def _unpivoted(a):
    """L with ones on its diagonal and the upper triangular U with a = L U, without exchanges of rows."""
    lower, upper = _np.eye(len(a)), a.copy()
    for k in range(len(a)):
        if upper[k, k] == 0:
            raise _np.linalg.LinAlgError("a leading principal minor is 0")
        lower[k + 1 :, k] = upper[k + 1 :, k] / upper[k, k]
        upper[k + 1 :, k:] -= lower[k + 1 :, k : k + 1] * upper[k, k:]
        upper[k + 1 :, k] = 0
    return lower, upper
''',
)

JULIA = sources(
    """
# The real eigenvalues, ascending, as a column, and the unit eigenvectors with a positive largest entry.
function _eigenpairs(A)
    values, vectors = eigen(A)
    order = sortperm(values)
    vectors = vectors[:, order]
    largest = [vectors[argmax(abs.(vectors[:, j])), j] for j in 1:size(A, 1)]
    return reshape(values[order], :, 1), vectors .* sign.(largest)'
end
""",
    """
# Q with orthonormal columns and R, upper triangular with a positive diagonal, with A = Q * R.
function _positive_qr(A)
    F = qr(A)
    signs = [F.R[j, j] < 0 ? -1.0 : 1.0 for j in 1:size(A, 2)]
    return Matrix(F.Q) .* signs', signs .* F.R
end
""",
)

MATLAB = sources(
    """
function Q = positive_qr(A)
% Q with orthonormal columns of A = Q*R, the diagonal of R positive.
    [Q, R] = qr(A, 0);
    Q = Q .* (1 - 2 * (diag(R)' < 0));
end
""",
    """
function R = triangle_of_qr(A)
% R of A = Q*R, upper triangular with a positive diagonal.
    [~, R] = qr(A, 0);
    R = R .* (1 - 2 * (diag(R) < 0));
end
""",
    """
function L = lower_factor(A)
% L of A = L*U with ones on its diagonal, without exchanges of rows.
    L = A / upper_factor(A);
    L = tril(L, -1) + eye(size(A));
end
""",
    """
function U = upper_factor(A)
% U of A = L*U, upper triangular, without exchanges of rows.
    U = A;
    for k = 1:size(A, 1) - 1
        U(k + 1:end, :) = U(k + 1:end, :) - U(k + 1:end, k) / U(k, k) * U(k, :);
    end
    U = triu(U);
end
""",
    """
function values = real_eigenvalues(A)
% The real eigenvalues, ascending, as a column.
    values = sort(eig(A));
end
""",
    """
function V = real_eigenvectors(A)
% The unit eigenvectors of the ascending real eigenvalues, with a positive largest entry.
    [V, values] = eig(A);
    [~, order] = sort(diag(values));
    V = V(:, order);
    [~, largest] = max(abs(V), [], 1);
    V = V .* sign(V(sub2ind(size(V), largest, 1:size(V, 2))));
end
""",
)
