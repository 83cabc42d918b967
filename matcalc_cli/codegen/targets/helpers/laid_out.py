"""The source text of the helpers that lay out Kronecker products in Julia and in MATLAB modules, column by column in memory."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

JULIA = sources(
    """
# kron(A, B); an integer is the identity of that size, matrix i of a stack goes with row i of the other. Its rows are
# those of B, then A, its columns too, or in another order of the four.
function _blocks(A, B, order)
    K = ndims(A) == 0 ? _eye_blocks(A, B) : ndims(B) == 0 ? _blocks_eye(A, B) : _full_blocks(A, B)
    K = permutedims(K, order)
    return reshape(K, size(K, 1) * size(K, 2), :)
end
""",
    """
# kron(A, B) with four axes.
function _full_blocks(A, B)
    left = permutedims(reshape(A, size(A, 1), size(A, 2), :, 1), (3, 1, 4, 2))
    return left .* permutedims(reshape(B, size(B, 1), size(B, 2), :, 1), (1, 3, 2, 4))
end
""",
    """
# kron(I, B) with four axes.
function _eye_blocks(n, B)
    K = zeros(eltype(B), size(B, 1), n, size(B, 2), n)
    for i in 1:n
        K[:, i, :, i] = B[:, :, min(i, size(B, 3))]
    end
    return K
end
""",
    """
# kron(A, I) with four axes.
function _blocks_eye(A, n)
    K = zeros(eltype(A), n, size(A, 1), n, size(A, 2))
    for k in 1:n
        K[k, :, k, :] = A[:, :, min(k, size(A, 3))]
    end
    return K
end
""",
    """
# The sum of terms.
function _filled(total, others...)
    for other in others
        total = total + other
    end
    return total
end
""",
    """
# kron(I(copies), commutation(m, n), I) * A: it exchanges two axes of A.
function _exchange(A, m, n, copies)
    rest = size(A, 1) ÷ (m * n * copies)
    return reshape(permutedims(reshape(A, rest, m, n, copies, :), (1, 3, 2, 4, 5)), size(A, 1), :)
end
""",
    """
# Every k-th row.
_every_row(A, k) = A[1:k:end, :]
""",
    """
# The Kronecker product of row i of A and row i of B, for every i.
_kron_rows(A, B) = reshape(reshape(A, size(A, 1), 1, :) .* B, size(A, 1), :)
""",
    """
# The Kronecker products of the columns of A and B.
_khatrirao(A, B) = reshape(reshape(A, 1, size(A, 1), :) .* reshape(B, size(B, 1), 1, :), :, size(A, 2))
""",
    """
# kron(A, B) * M without the Kronecker product; an integer is the identity of that size.
function _kron_times(A, B, M)
    columns = size(M, 2)
    M = reshape(M, ndims(B) == 0 ? B : size(B, 2), :)
    M = ndims(B) == 0 ? M : B * M
    ndims(A) == 0 && return reshape(M, :, columns)
    M = permutedims(reshape(M, size(M, 1), size(A, 2), :), (2, 1, 3))
    turned = reshape(A * reshape(M, size(M, 1), :), size(A, 1), size(M, 2), :)
    return reshape(permutedims(turned, (2, 1, 3)), :, columns)
end
""",
    """
# For each row of T, A with its rows scaled by it.
_rows_scaled(A, T) = A .* reshape(permutedims(T), size(T, 2), 1, size(T, 1))
""",
    """
# For each row of T, A with its columns scaled by it.
_cols_scaled(A, T) = A .* reshape(permutedims(T), 1, size(T, 2), size(T, 1))
""",
    """
# Each matrix of a stack times A.
function _stack_times(S, A)
    K = reshape(permutedims(S, (1, 3, 2)), :, size(S, 2)) * A
    return permutedims(reshape(K, size(S, 1), size(S, 3), :), (1, 3, 2))
end
""",
    """
# A + c * I, of which I is never formed.
_plus_diagonal(A, c) = A + c * I
""",
    """
# Where the lower triangle of an n x n matrix is in its vec, by columns.
_lower_places(n) = [i + (j - 1) * n for j in 1:n for i in j:n]
""",
    """
# Where the entries across from those of the lower triangle are.
_upper_places(n) = [j + (i - 1) * n for j in 1:n for i in j:n]
""",
    """
# elimination(n) * M: the rows of the lower triangle.
_lower(M, n) = M[_lower_places(n), :]
""",
    """
# elimination(n)' * M: rows for the lower triangle, 0 elsewhere.
function _lower_placed(M, n)
    K = zeros(eltype(M), n * n, size(M, 2))
    K[_lower_places(n), :] = M
    return K
end
""",
    """
# duplication(n) * M: rows for the lower triangle, and again for the upper one.
function _lower_mirrored(M, n)
    K = _lower_placed(M, n)
    K[_upper_places(n), :] = M
    return K
end
""",
    """
# duplication(n)' * M: the rows of the lower triangle, those of the upper one added.
function _lower_added(M, n)
    weights = [i == j ? 0.0 : 1.0 for j in 1:n for i in j:n]
    return M[_lower_places(n), :] + weights .* M[_upper_places(n), :]
end
""",
)
MATLAB = sources(
    """
function K = blocks(A, B, order)
% kron(A, B); {n} is the identity of size n, page i of a stack goes with row i of the other. Its rows are those of B,
% then A, its columns too, or in another order of the four.
    if nargin < 3
        order = 1:4;
    end
    if iscell(A) || iscell(B)
        if iscell(A)
            pages = full(B);
            n = A{1};
            axes_of_pages = [1, 3];
        else
            pages = full(A);
            n = B{1};
            axes_of_pages = [2, 4];
        end
        sizes = n * ones(1, 4);
        sizes(axes_of_pages) = [size(pages, 1), size(pages, 2)];
        K = zeros(sizes(order));
        places = {':', ':', ':', ':'};
        diagonal = find(order ~= axes_of_pages(1) & order ~= axes_of_pages(2));
        for k = 1:n
            places(diagonal) = {k};
            K(places{:}) = pages(:, :, min(k, size(pages, 3)));
        end
    else
        K = permute(permute(full(A), [3, 1, 4, 2]) .* permute(full(B), [1, 3, 2]), order);
    end
    K = reshape(K, size(K, 1) * size(K, 2), size(K, 3) * size(K, 4));
end
""",
    """
function total = filled(total, varargin)
% The sum of terms.
    for k = 1:numel(varargin)
        total = total + varargin{k};
    end
end
""",
    """
function K = exchange_axes(A, m, n, copies)
% kron(I(copies), commutation(m, n), I)*A: it exchanges two axes of A.
    K = reshape(full(A), size(A, 1) / (m * n * copies), m, n, copies, size(A, 2));
    K = reshape(permute(K, [1, 3, 2, 4, 5]), size(A));
end
""",
    """
function K = every_row(A, k)
% Every k-th row.
    K = A(1:k:end, :);
end
""",
    """
function K = kron_rows(A, B)
% The Kronecker product of row i of A and row i of B, for every i.
    K = reshape(permute(full(A), [1, 3, 2]) .* full(B), size(A, 1), size(A, 2) * size(B, 2));
end
""",
    """
function K = khatri_rao(A, B)
% The Kronecker products of the columns of A and B.
    K = permute(full(A), [3, 1, 2]) .* permute(full(B), [1, 3, 2]);
    K = reshape(K, size(A, 1) * size(B, 1), size(A, 2));
end
""",
    """
function K = kron_times(A, B, M)
% kron(A, B)*M without the Kronecker product; {n} is the identity of size n.
    K = full(M);
    if ~iscell(B)
        K = B * reshape(K, size(B, 2), numel(K) / size(B, 2));
    end
    if ~iscell(A)
        K = permute(reshape(K, numel(K) / (size(A, 2) * size(M, 2)), size(A, 2), size(M, 2)), [2, 1, 3]);
        inner = size(K, 2);
        K = reshape(A * reshape(K, size(A, 2), inner * size(M, 2)), size(A, 1), inner, size(M, 2));
        K = permute(K, [2, 1, 3]);
    end
    K = reshape(K, numel(K) / size(M, 2), size(M, 2));
end
""",
    """
function S = rows_scaled(A, T)
% For each row of T a page: A with its rows scaled by it.
    S = full(A) .* reshape(full(T)', size(T, 2), 1, size(T, 1));
end
""",
    """
function S = cols_scaled(A, T)
% For each row of T a page: A with its columns scaled by it.
    S = full(A) .* reshape(full(T)', 1, size(T, 2), size(T, 1));
end
""",
    """
function K = stack_times(S, A)
% Each page times A.
    K = reshape(permute(S, [1, 3, 2]), size(S, 1) * size(S, 3), size(S, 2)) * A;
    K = permute(reshape(K, size(S, 1), size(S, 3), size(A, 2)), [1, 3, 2]);
end
""",
    """
function A = plus_diagonal(A, c)
% A + c*I.
    A = full(A);
    A(1:size(A, 1) + 1:end) = A(1:size(A, 1) + 1:end) + c;
end
""",
    """
function [lower, upper] = places(n)
% Where the lower triangle of an n x n matrix is in its vec, by columns, and where the entries across from it are.
    all_places = reshape(1:n * n, n, n);
    lower = all_places(tril(all_places) > 0);
    turned = all_places';
    upper = turned(lower);
end
""",
    """
function K = lower_rows(M, n)
% elimination(n)*M: the rows of the lower triangle.
    K = M(places(n), :);
end
""",
    """
function K = lower_placed(M, n)
% elimination(n)'*M: rows for the lower triangle, 0 elsewhere.
    K = zeros(n * n, size(M, 2));
    K(places(n), :) = M;
end
""",
    """
function K = lower_mirrored(M, n)
% duplication(n)*M: rows for the lower triangle, and again for the upper one.
    [lower, upper] = places(n);
    K = zeros(n * n, size(M, 2));
    K(lower, :) = M;
    K(upper, :) = M;
end
""",
    """
function K = lower_added(M, n)
% duplication(n)'*M: the rows of the lower triangle, those of the upper one added.
    [lower, upper] = places(n);
    K = M(lower, :) + (lower ~= upper) .* M(upper, :);
end
""",
)
