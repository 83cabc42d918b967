"""The source text of the helpers that solve matrix equations, Sylvester's and Riccati's, in every target but NumPy."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

ARRAYS = sources(
    '''
def _schur(a):
    """The unitary u and the upper triangular t with a = u t u^H, by orthonormal eigenvectors' spans."""
    _xp = _compat.array_namespace(a)
    u = _xp.linalg.qr(_xp.linalg.eig(a)[1] * (1 + 0j))[0]
    return u, _xp.conj(u).T @ (a * (1 + 0j)) @ u
''',
    '''
def _triangular_sylvester(a, b, q):
    """The x with a x + x b = q for upper triangular a and b, column by column."""
    _xp = _compat.array_namespace(a)
    eye = _xp.eye(a.shape[0], dtype=a.dtype, device=_compat.device(a))
    x = _xp.linalg.solve(a + b[0, 0] * eye, q[:, :1])
    for k in range(1, b.shape[0]):
        column = _xp.linalg.solve(a + b[k, k] * eye, q[:, k : k + 1] - x @ b[:k, k : k + 1])
        x = _xp.concat([x, column], axis=1)
    return x
''',
    '''
def _sylvester(a, b, q):
    """The x with a x + x b = q, by Schur's forms (Bartels and Stewart), improved once; nan where there is none."""
    _xp = _compat.array_namespace(a)
    (u, s), (v, t) = _schur(a), _schur(b)
    x, rest = 0 * q, q
    for _ in range(2):
        turned = _triangular_sylvester(s, t, _xp.conj(u).T @ (rest * (1 + 0j)) @ v)
        x = x + _xp.real(u @ turned @ _xp.conj(v).T)
        rest = q - a @ x - x @ b
    eps, norm = _xp.finfo(a.dtype).eps, _xp.linalg.matrix_norm
    size = (norm(a) + norm(b)) * norm(x)
    return _xp.where((eps * size <= 1e-3 * norm(q)) & (norm(rest) <= eps**0.5 * size), x, float("nan") * x)
''',
    '''
def _stabilizing(a, b, q, r):
    """The stabilizing solution of a'x + xa - xb inv(r) b'x + q = 0, by stable eigenvectors and Newton's steps; nan where none is."""
    _xp = _compat.array_namespace(a)
    n, g = a.shape[0], b @ _xp.linalg.solve(r, b.T)
    h = _xp.concat([_xp.concat([a, -g], axis=1), _xp.concat([-q, -a.T], axis=1)], axis=0)
    values, vectors = _xp.linalg.eig(h)
    rates, vectors = _xp.real(values * (1 + 0j)), vectors * (1 + 0j)
    order = _xp.argsort(rates)[:n]
    stable = _xp.take(vectors, order, axis=1)
    x = _xp.real(_xp.linalg.solve(stable[:n, :].T, stable[n:, :].T).T)
    for _ in range(2):
        closed = a - g @ x
        x = _sylvester(closed.T, closed, -(q + x @ g @ x))
        x = (x + x.T) / 2
    return _xp.where(_xp.sum(_xp.astype(rates < 0, a.dtype)) == n, x, float("nan") * x)
''',
    '''
def _eigenpairs(a):
    """The real eigenvalues, ascending, as a column, and the unit eigenvectors with a positive largest entry; nan where not real."""
    _xp = _compat.array_namespace(a)
    values, vectors = _xp.linalg.eig(a)
    values, vectors = values * (1 + 0j), vectors * (1 + 0j)
    order = _xp.argsort(_xp.real(values))
    vectors = _xp.real(_xp.take(vectors, order, axis=1))
    largest = _xp.argmax(_xp.abs(vectors), axis=0)
    rows = _xp.arange(a.shape[0], device=_compat.device(a))
    signs = _xp.sum(_xp.where(rows[:, None] == largest[None, :], _xp.sign(vectors), 0 * vectors), axis=0)
    fine = _xp.where(_xp.all(_xp.imag(values) == 0), 1.0 + 0 * signs, float("nan") * signs)
    return (_xp.take(_xp.real(values), order, axis=0) * fine)[:, None], vectors * (signs * fine)[None, :]
''',
)
"""For every library of arrays, torch too; `nan` is what code without branches has for an error."""

TORCH = sources(
    ARRAYS["sylvester"].replace("def _sylvester(", "def _solved_sylvester("),
    '''
def _sylvester(a, b, q):
    """The x with a x + x b = q, whose derivatives are the equation's own."""
    rule = _sylvester_backward if _torch.compiler.is_compiling() else _sylvester_rule
    return rule.apply(a, b, q)
''',
    '''
class _sylvester_backward(_torch.autograd.Function):
    """The solution and the adjoint of its differential."""

    generate_vmap_rule = True

    @staticmethod
    def forward(a, b, q):
        return _solved_sylvester(a, b, q)

    @staticmethod
    def setup_context(_ctx, _inputs, _output):
        _ctx.save_for_backward(*_inputs[:2], _output)

    @staticmethod
    def backward(_ctx, y):
        a, b, x = _ctx.saved_tensors
        y = _sylvester(a.T, b.T, y)
        return -y @ x.T, -x.T @ y, y
''',
    '''
class _sylvester_rule(_sylvester_backward):
    """The differential besides."""

    @staticmethod
    def setup_context(_ctx, _inputs, _output):
        _sylvester_backward.setup_context(_ctx, _inputs, _output)
        _ctx.save_for_forward(*_inputs[:2], _output)

    @staticmethod
    def jvp(_ctx, da, db, dq):
        a, b, x = _ctx.saved_tensors
        return _sylvester(a, b, dq - da @ x - x @ db)
''',
)
"""PyTorch would differentiate eigenvectors, which has no value where eigenvalues are repeated."""

JAX = sources(
    '''
def _sylvester(a, b, q):
    """The x with a x + x b = q, which JAX sees to be linear in q; nan where an eigenvalue of a is the negative of one of b."""
    solve, q = _jax.scipy.linalg.solve_sylvester, _jnp.asarray(q, a.dtype)
    x = _jax.lax.custom_linear_solve(lambda x: a @ x + x @ b, q, lambda _, y: solve(a, b, y), lambda _, y: solve(a.T, b.T, y))
    a, b = _jax.lax.stop_gradient(a), _jax.lax.stop_gradient(b)
    gap = _jnp.min(_jnp.abs(_jnp.linalg.eigvals(a)[:, None] + _jnp.linalg.eigvals(b)[None, :]))
    size = _jnp.linalg.matrix_norm(a) + _jnp.linalg.matrix_norm(b)
    return _jnp.where(gap > 10 * _jnp.finfo(a.dtype).eps * size, 1.0, _jnp.nan) * x
''',
)
"""The solution by Schur's forms that JAX has, with the derivative that it has not."""

JULIA = sources(
    """
# The X with A*X + X*B = Q; LAPACK only perturbs an equation that is singular.
function _sylvester(A, B, Q)
    X = sylvester(Matrix(A), Matrix(B), -Matrix(Q))
    (norm(A) + norm(B)) * norm(X) <= 1e13 * norm(Q) || error("an eigenvalue of A is the negative of one of B")
    return X
end
""",
    """
# The stabilizing solution of A'*X + X*A - X*B*inv(R)*B'*X + Q = 0: by stable eigenvectors, and Newton's steps.
function _stabilizing(A, B, Q, R)
    n = size(A, 1)
    G = B * (R \\ B')
    values, vectors = eigen(vcat(hcat(A, -G), hcat(-Q, -A')))
    order = sortperm(real.(values))[1:n]
    maximum(real.(values[order])) < 0 || error("Riccati's equation has no stabilizing solution")
    stable = vectors[:, order]
    X = real.(stable[n+1:2*n, :] * inv(stable[1:n, :]))
    C = A - G * X
    X = _sylvester(C', C, -(Q + X * G * X))
    C = A - G * X
    X = _sylvester(C', C, -(Q + X * G * X))
    return (X + X') / 2
end
""",
)

MATLAB = sources(
    """
function X = solve_sylvester(A, B, Q)
% The X with A*X + X*B = Q; LAPACK only perturbs an equation that is singular.
    X = sylvester(A, B, Q);
    if ~((norm(A, 'fro') + norm(B, 'fro')) * norm(X, 'fro') <= 1e13 * norm(Q, 'fro'))
        error('an eigenvalue of A is the negative of one of B');
    end
end
""",
    """
function X = stabilizing(A, B, Q, R)
% The stabilizing solution of A'*X + X*A - X*B*inv(R)*B'*X + Q = 0: by stable eigenvectors, and Newton's steps.
    n = size(A, 1);
    G = B * (R \\ B');
    [V, values] = eig([A, -G; -Q, -A']);
    [~, order] = sort(real(diag(values)));
    if any(real(diag(values(order(1:n), order(1:n)))) >= 0)
        error('Riccati''s equation has no stabilizing solution');
    end
    V = V(:, order(1:n));
    X = real(V(n + 1:end, :) / V(1:n, :));
    for k = 1:2
        C = A - G * X;
        X = solve_sylvester(C', C, -(Q + X * G * X));
        X = (X + X') / 2;
    end
end
""",
)
