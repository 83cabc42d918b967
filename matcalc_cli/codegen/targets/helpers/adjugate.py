"""The source text of the helper functions about adjugates, by cofactors of singular values: no inverse is taken."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

ARRAYS = sources(
    '''
def _adj(a):
    """The adjugate of A = U S V': det(U) det(V) V adj(S) U', where the entries of adj(S) are products."""
    if a.shape[0] == 2:  # exactly
        _xp = _compat.array_namespace(a)
        return _xp.stack([_xp.stack([a[1, 1], -a[0, 1]]), _xp.stack([-a[1, 0], a[0, 0]])])
    u, s, vt, sign = _cofactored(a)
    return sign * (vt.T * _all_but_one(s)) @ u.T
''',
    '''
def _adj_bend(a, e, f):
    """The second derivative of the adjugate at A along E and F."""
    _xp = _compat.array_namespace(a)
    u, s, vt, sign = _cofactored(a)
    eye = _unit_matrix(s)
    e, f = u.T @ e @ vt.T, u.T @ f @ vt.T
    diagonal_e, diagonal_f = _xp.sum(eye * e, axis=1), _xp.sum(eye * f, axis=1)
    rows = []
    for i in range(s.shape[0]):
        others = 1 - eye[i, :]
        left = _all_but_two(s * others + eye[i, :]) * others[:, None] * others[None, :]
        row = e[i, :] @ (left * f) + f[i, :] @ (left * e)
        row = row - e[i, :] * (left @ diagonal_f) - f[i, :] * (left @ diagonal_e)
        corner = _xp.sum(left * (diagonal_e[:, None] * diagonal_f[None, :] - e * f.T))
        rows.append(row + eye[i, :] * corner)
    return sign * vt.T @ _xp.stack(rows) @ u.T
''',
    '''
def _adj_bend_matrix(a, e):
    """The matrix M with vec(_adj_bend(A, E, F)) = M vec(F)."""
    return _matrix_of(lambda f: _adj_bend(a, e, f), a)
''',
    '''
def _adj_matrix(a):
    """The matrix M with vec(_adj_step(A, E)) = M vec(E)."""
    return _matrix_of(lambda e: _adj_step(a, e), a)
''',
    '''
def _adj_step(a, e):
    """The derivative of the adjugate at A along E."""
    if a.shape[0] == 2:  # of a linear function
        return _adj(e)
    _xp = _compat.array_namespace(a)
    u, s, vt, sign = _cofactored(a)
    eye = _unit_matrix(s)
    e, left = u.T @ e @ vt.T, _all_but_two(s)
    inner = eye * (left @ _xp.sum(eye * e, axis=1)) - left * e
    return sign * vt.T @ inner @ u.T
''',
    '''
def _all_but_one(s):
    """For every entry the product of the others."""
    _xp = _compat.array_namespace(s)
    eye = _unit_matrix(s)
    return _xp.prod(s[None, :] * (1 - eye) + eye, axis=1)
''',
    '''
def _all_but_two(s):
    """For every two entries the product of the others; 0 on the diagonal."""
    _xp = _compat.array_namespace(s)
    eye = _unit_matrix(s)
    rows = [_all_but_one(s * (1 - eye[i, :]) + eye[i, :]) for i in range(s.shape[0])]
    return (1 - eye) * _xp.stack(rows)
''',
    '''
def _cofactored(a):
    """The singular value decomposition of A, with det(U) det(V)."""
    _xp = _compat.array_namespace(a)
    u, s, vt = _xp.linalg.svd(a)
    return u, s, vt, _xp.linalg.det(u) * _xp.linalg.det(vt)
''',
    '''
def _prod_others(a):
    """For every entry of a matrix the product of all others."""
    _xp = _compat.array_namespace(a)
    return _xp.reshape(_all_but_one(_xp.reshape(a, (-1,))), a.shape)
''',
    '''
def _prod_pairs(x):
    """For every two entries of a column the product of the others; 0 on the diagonal."""
    return _all_but_two(x[:, 0])
''',
    '''
def _unit_matrix(s):
    """The identity matrix of the size and type of a vector."""
    _xp = _compat.array_namespace(s)
    return _xp.eye(s.shape[0], dtype=s.dtype, device=_compat.device(s))
''',
)
"""For the libraries of the array API standard, where `_xp` is the library."""

MATLAB = sources(
    """
function B = adj_bend(A, E, F)
% The second derivative of the adjugate at A along E and F.
    [U, s, V, sign] = cofactored(A);
    E = U' * E * V;
    F = U' * F * V;
    B = zeros(size(A));
    for i = 1:numel(s)
        s_i = s;
        s_i(i) = 1;
        left = all_but_two(s_i);
        left(i, :) = 0;
        left(:, i) = 0;
        B(i, :) = E(i, :) * (left .* F) + F(i, :) * (left .* E) ...
            - E(i, :) .* (left * diag(F))' - F(i, :) .* (left * diag(E))';
        B(i, i) = sum(sum(left .* (diag(E) * diag(F)' - E .* F')));
    end
    B = sign * V * B * U';
end
""",
    """
function M = adj_bend_matrix(A, E)
% The matrix M with vec(adj_bend(A, E, F)) = M*vec(F).
    M = matrix_of(@(F) adj_bend(A, E, F), size(A));
end
""",
    """
function M = adj_matrix(A)
% The matrix M with vec(adj_step(A, E)) = M*vec(E).
    M = matrix_of(@(E) adj_step(A, E), size(A));
end
""",
    """
function D = adj_step(A, E)
% The derivative of the adjugate at A along E.
    if size(A, 1) == 2 % of a linear function
        D = adjugate_of(E);
        return
    end
    [U, s, V, sign] = cofactored(A);
    E = U' * E * V;
    left = all_but_two(s);
    D = sign * V * (diag(left * diag(E)) - left .* E) * U';
end
""",
    """
function C = adjugate_of(A)
% The adjugate of A = U*S*V': det(U)*det(V)*V*adj(S)*U', where the entries of adj(S) are products.
    if size(A, 1) == 2 % exactly
        C = [A(2, 2), -A(1, 2); -A(2, 1), A(1, 1)];
        return
    end
    [U, s, V, sign] = cofactored(A);
    C = sign * (V .* all_but_one(s)') * U';
end
""",
    """
function p = all_but_one(s)
% For every entry the product of the others.
    n = numel(s);
    p = repmat(s(:)', n, 1);
    p(1:n + 1:end) = 1;
    p = prod(p, 2);
end
""",
    """
function P = all_but_two(s)
% For every two entries the product of the others; 0 on the diagonal.
    n = numel(s);
    P = zeros(n);
    for i = 1:n
        s_i = s;
        s_i(i) = 1;
        P(:, i) = all_but_one(s_i);
    end
    P(1:n + 1:end) = 0;
end
""",
    """
function [U, s, V, sign] = cofactored(A)
% The singular value decomposition of A, with det(U)*det(V).
    [U, S, V] = svd(A);
    s = diag(S);
    sign = det(U) * det(V);
end
""",
    """
function P = prod_others(X)
% For every entry of a matrix the product of all others.
    P = reshape(all_but_one(X), size(X));
end
""",
)
"""For MATLAB and Octave."""

JULIA = sources(
    """
# The adjugate of A = U * S * V': det(U) * det(V) * V * adj(S) * U', where the entries of adj(S) are products.
function _adj(A)
    size(A, 1) == 2 && return [A[2, 2] -A[1, 2]; -A[2, 1] A[1, 1]]  # exactly
    U, s, V, turn = _cofactored(A)
    return turn * (V .* _all_but_one(s)') * U'
end
""",
    """
# The second derivative of the adjugate at A along E and F.
function _adj_bend(A, E, F)
    U, s, V, turn = _cofactored(A)
    E, F = U' * E * V, U' * F * V
    B = zeros(eltype(s), size(A))
    for i in eachindex(s)
        left = _all_but_two([k == i ? one(x) : x for (k, x) in enumerate(s)])
        left[i, :] .= 0
        left[:, i] .= 0
        B[i, :] = (left .* F)' * E[i, :] + (left .* E)' * F[i, :]
        B[i, :] -= E[i, :] .* (left * diag(F)) + F[i, :] .* (left * diag(E))
        B[i, i] = sum(left .* (diag(E) * diag(F)' - E .* F'))
    end
    return turn * V * B * U'
end
""",
    """
# The matrix M with vec(_adj_bend(A, E, F)) = M * vec(F).
_adj_bend_matrix(A, E) = _matrix_of(F -> _adj_bend(A, E, F), size(A))
""",
    """
# The matrix M with vec(_adj_step(A, E)) = M * vec(E).
_adj_matrix(A) = _matrix_of(E -> _adj_step(A, E), size(A))
""",
    """
# The derivative of the adjugate at A along E.
function _adj_step(A, E)
    size(A, 1) == 2 && return _adj(E)  # of a linear function
    U, s, V, turn = _cofactored(A)
    inner, left = U' * E * V, _all_but_two(s)
    return turn * V * (diagm(left * diag(inner)) - left .* inner) * U'
end
""",
    """
# For every entry the product of the others.
_all_but_one(s) = [prod(k == i ? one(x) : x for (k, x) in enumerate(s)) for i in eachindex(s)]
""",
    """
# For every two entries the product of the others; 0 on the diagonal.
_all_but_two(s) = [
    i == j ? zero(eltype(s)) : prod(k == i || k == j ? one(x) : x for (k, x) in enumerate(s))
    for i in eachindex(s), j in eachindex(s)
]
""",
    """
# The singular value decomposition of A, with det(U) * det(V).
function _cofactored(A)
    U, s, V = svd(A)
    return U, s, V, det(U) * det(V)
end
""",
    """
# For every entry of a matrix the product of all others.
_prod_others(X) = reshape(_all_but_one(X), size(X))
""",
    """
# For every two entries of a column the product of the others; 0 on the diagonal.
_prod_pairs(x) = _all_but_two(vec(x))
""",
)
"""For Julia."""
