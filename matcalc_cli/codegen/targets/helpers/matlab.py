"""The source text of the local functions of MATLAB modules."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

HELPERS = sources(
    """
function varargout = checked(names, sizes, given)
% What a function is given, as real numbers with a fraction; an error where sizes do not belong together.
    known = struct();
    [~, order] = sort(sum(cellfun(@isnumeric, sizes), 2)); % a matrix tells what its vectors must be
    for k = order'
        value = given{k};
        if ~isreal(value)
            error('%s must be real', names{k});
        end
        wanted = size(value);
        for axis = 1:2
            name = sizes{k, axis};
            if ischar(name) && isfield(known, name)
                wanted(axis) = known.(name);
            elseif ischar(name)
                known.(name) = size(value, axis);
            elseif ~isempty(name)
                wanted(axis) = name;
            end
        end
        if ~isequal(size(value), wanted)
            turned = repmat(char(39), 1, isequal(fliplr(size(value)), wanted));
            found = strjoin(strsplit(num2str(size(value))), ' x ');
            error('%s must be %d x %d, not %s: %s%s', names{k}, wanted(1), wanted(2), found, names{k}, turned);
        end
        if isinteger(value) || islogical(value)
            given{k} = double(value);
        end
    end
    varargout = given;
end
""",
    """
function K = commutation(m, n)
% The matrix K with vec(A') = K*vec(A) for A m x n.
    K = eye(m * n);
    K = K(reshape(reshape(1:m * n, m, n)', 1, []), :);
end
""",
    """
function C = cosm(A)
% The matrix cosine.
    C = expm([zeros(size(A)), -A; A, zeros(size(A))]);
    C = C(1:end / 2, 1:end / 2);
end
""",
    """
function D = diagsel(n)
% The matrix D with diag(X) = D*vec(X) for X n x n.
    D = eye(n * n);
    D = D(1:n + 1:end, :);
end
""",
    """
function D = duplication(n)
% The matrix D with vec(S) = D*vech(S), vech the lower triangle by columns.
    L = elimination(n);
    U = L * commutation(n, n);
    D = (L + U - L .* U)';
end
""",
    """
function values = eigenvalues(S)
% The eigenvalues of a symmetric matrix, ascending.
    values = sort(eig((S + S') / 2));
end
""",
    """
function V = eigenvectors(S)
% The orthonormal eigenvectors of a symmetric matrix, in the order of its ascending eigenvalues.
    [V, values] = eig((S + S') / 2);
    [~, order] = sort(diag(values));
    V = V(:, order);
end
""",
    """
function G = eiggap(S)
% 1/(l_j - l_i) at (i, j) for the eigenvalues l of a symmetric matrix, 0 on the diagonal.
    values = eigenvalues(S);
    G = (1 - eye(size(S))) ./ (values' - values + eye(size(S)));
end
""",
    """
function L = elimination(n)
% The matrix L with vech(A) = L*vec(A), vech the lower triangle by columns.
    L = eye(n * n);
    L = L(find(tril(ones(n))), :);
end
""",
    """
function x = first_column(A)
% The first column.
    x = A(:, 1);
end
""",
    """
function L = frechet(fun, A, varargin)
% The Frechet derivative of a matrix function: the corner of f(block matrix) (Higham & Relton 2014).
    n = size(A, 1);
    for k = 1:numel(varargin)
        step = kron(eye(size(A, 1) / n), varargin{k});
        A = [A, step; zeros(size(A)), A];
    end
    L = fun(A);
    L = L(1:n, end - n + 1:end);
end
""",
    """
function K = frechet_matrix(fun, A, varargin)
% The matrix K with vec(L(A, ..., E)) = K*vec(E).
    K = matrix_of(@(E) frechet(fun, A, varargin{:}, E), size(A));
end
""",
    """
function v = last_eigenvector(S)
% The unit eigenvector of the largest eigenvalue of a symmetric matrix.
    v = eigenvectors(S);
    v = v(:, end);
end
""",
    """
function U = left_vectors(A)
% The left singular vectors, as columns in the order of the descending singular values.
    [U, ~, ~] = svd(A, 'econ');
end
""",
    """
function value = logabsdet(A)
% log(abs(det(A))), without overflow.
    [~, U, ~] = lu(A);
    value = sum(log(abs(diag(U))));
end
""",
    """
function value = logsumexp(X)
% log(sum(exp(X))) over all entries, without overflow.
    top = max(X(:));
    value = top + log(sum(exp(X(:) - top)));
end
""",
    """
function M = structured(rows, cols, count, entry)
% The matrix whose row j rows + i has in column k what entry says of i, j and k, all from 0 on.
    M = zeros(rows * cols, count);
    for j = 0:cols - 1
        for i = 0:rows - 1
            for k = 0:count - 1
                M(j * rows + i + 1, k + 1) = entry(i, j, k);
            end
        end
    end
end
""",
    """
function K = matrix_of(linear, shape)
% The matrix K with vec(linear(E)) = K*vec(E) for E of that shape.
    K = [];
    for k = 1:prod(shape)
        E = zeros(shape);
        E(k) = 1;
        K = [K, reshape(linear(E), [], 1)]; %#ok<AGROW>
    end
end
""",
    """
function Q = polar_factor(A)
% The orthogonal polar factor.
    [U, ~, V] = svd(A, 'econ');
    Q = U * V';
end
""",
    """
function K = polar_matrix(A)
% The matrix K with vec(polar_step(A, E)) = K*vec(E).
    K = matrix_of(@(E) polar_step(A, E), size(A));
end
""",
    """
function D = polar_step(A, E)
% The derivative of the polar factor of A = U*S*V' along E.
    [U, S, V] = svd(A, 'econ');
    s = diag(S);
    inner = U' * E * V;
    turned = U * ((inner - inner') ./ (s + s')) * V';
    tall = (E - U * (U' * E)) * (V ./ s') * V';
    wide = (U ./ s') * (U' * (E - (E * V) * V'));
    D = turned + tall + wide;
end
""",
    """
function V = right_vectors(A)
% The right singular vectors, with the signs that belong to the left ones.
    [~, ~, V] = svd(A, 'econ');
end
""",
    """
function S = sinm(A)
% The matrix sine.
    S = expm([zeros(size(A)), -A; A, zeros(size(A))]);
    S = S(end / 2 + 1:end, 1:end / 2);
end
""",
    """
function Y = log_cosh(X)
% log(cosh(x)) of every entry, to full precision near 0, without overflow.
    small = abs(X) < 1;
    Y = abs(X) + log1p(exp(-2 * abs(X))) - log(2);
    Y(small) = log1p(2 * sinh(X(small) / 2).^2);
end
""",
    """
function Z = plus_repeated(X, Y)
% X + Y, where one is a column or a row that stands for a matrix; Octave repeats nothing along a sparse one.
    Z = full(X) + full(Y);
end
""",
    """
function Z = times_repeated(X, Y)
% X .* Y, where one is a column or a row that stands for a matrix; Octave repeats nothing along a sparse one.
    sparse_one = issparse(X) || issparse(Y);
    if ~sparse_one || isscalar(X) || isscalar(Y) || isequal(size(X), size(Y))
        Z = X .* Y;
    elseif iscolumn(X)
        Z = spdiags(X, 0, numel(X), numel(X)) * Y;
    elseif iscolumn(Y)
        Z = spdiags(Y, 0, numel(Y), numel(Y)) * X;
    elseif isrow(X)
        Z = Y * spdiags(X.', 0, numel(X), numel(X));
    else
        Z = X * spdiags(Y.', 0, numel(Y), numel(Y));
    end
end
""",
    """
function Z = times_log(X, Y)
% x*log(y) of every entry, 0 where x is.
    Z = X .* reallog(Y + (1 - Y) .* (X == 0));
end
""",
    """
function Y = softplus(X)
% log(1 + exp(x)) of every entry, without overflow.
    Y = max(X, 0) + log1p(exp(-abs(X)));
end
""",
    """
function n = solve_dimension(polynomial, total)
% The n with polynomial(n) == total, for an increasing polynomial.
    n = 1;
    while polynomial(n) < total
        n = n + 1;
    end
end
""",
    """
function value = choose(condition, value, other)
% The value where a condition holds, else the other.
    if ~condition
        value = other;
    end
end
""",
    """
function [indices, sign] = summands(low, high)
% The indices of a sum from low to high; where high < low - 1, of minus that from high + 1 to low - 1.
    if high < low - 1
        indices = high + 1:low - 1;
        sign = -1;
    else
        indices = low:high;
        sign = 1;
    end
end
""",
)
"""By name; a helper may call the others."""
