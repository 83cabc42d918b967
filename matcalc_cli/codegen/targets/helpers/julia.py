"""The source text of the helper functions of Julia modules."""

from __future__ import annotations

from matcalc_cli.codegen.text.helpers import sources

HELPERS = sources(
    """
# The matrix K with vec(A') = K * vec(A) for A m x n.
_commutation(m, n) = Matrix(1.0I, m * n, m * n)[vec(permutedims(reshape(1:(m * n), m, n))), :]
""",
    """
# The matrix D with diag(X) = D * vec(X) for X n x n.
_diagsel(n) = Matrix(1.0I, n * n, n * n)[1:(n + 1):end, :]
""",
    """
# log|gamma(x)|.
_gammaln(x) = first(_logabsgamma(x))
""",
    """
# The n with polynomial(n) == size, for an increasing polynomial.
function _dimension(polynomial, size)
    n = 1
    while polynomial(n) < size
        n += 1
    end
    return n
end
""",
    """
# The matrix D with vec(S) = D * vech(S), vech the lower triangle by columns.
function _duplication(n)
    lower = _elimination(n)
    upper = lower * _commutation(n, n)
    return (lower .+ upper .- lower .* upper)'
end
""",
    """
# 1/(l_j - l_i) at (i, j) for the eigenvalues l of a symmetric matrix, 0 on the diagonal.
function _eiggap(S)
    values = eigvals(Symmetric(S))
    return [i == j ? 0.0 : 1 / (values[j] - values[i]) for i in eachindex(values), j in eachindex(values)]
end
""",
    """
# The matrix L with vech(A) = L * vec(A), vech the lower triangle by columns.
_elimination(n) = Matrix(1.0I, n * n, n * n)[[i + (j - 1) * n for j in 1:n for i in j:n], :]
""",
    """
# The Frechet derivative of a matrix function: the corner of f(block matrix) (Higham & Relton 2014).
function _frechet(f, A, directions...)
    n = size(A, 1)
    for E in directions
        step = kron(Matrix(1.0I, size(A, 1) ÷ n, size(A, 1) ÷ n), E)
        A = [A step; zeros(size(A)) A]
    end
    return f(A)[1:n, (end - n + 1):end]
end
""",
    """
# The matrix K with vec(L(A, ..., E)) = K * vec(E).
_frechet_matrix(f, A, directions...) = _matrix_of(E -> _frechet(f, A, directions..., E), size(A))
""",
    """
# log(sum(exp(X))) over all entries, without overflow.
function _logsumexp(X)
    top = maximum(X)
    return top + log(sum(exp.(X .- top)))
end
""",
    """
# The matrix whose row j rows + i has in column k what `entry` says of i, j and k, all from 0 on.
function _structured(rows, cols, count, entry)
    return Float64[entry(i, j, k) for (i, j) in vec([(i, j) for i in 0:(rows - 1), j in 0:(cols - 1)]), k in 0:(count - 1)]
end
""",
    """
# The matrix K with vec(linear(E)) = K * vec(E) for E of that shape.
function _matrix_of(linear, shape)
    columns = map(1:prod(shape)) do k
        E = zeros(shape)
        E[k] = 1
        return vec(linear(E))
    end
    return reduce(hcat, columns)
end
""",
    """
# The orthogonal polar factor.
function _polar(A)
    F = svd(A)
    return F.U * F.Vt
end
""",
    """
# The matrix K with vec(_polar_step(A, E)) = K * vec(E).
_polar_matrix(A) = _matrix_of(E -> _polar_step(A, E), size(A))
""",
    """
# The derivative of the polar factor of A = U * S * V' along E.
function _polar_step(A, E)
    U, s, V = svd(A)
    inner = U' * E * V
    turned = U * ((inner .- inner') ./ (s .+ s')) * V'
    tall = (E - U * (U' * E)) * (V ./ s') * V'
    wide = (U ./ s') * (U' * (E - (E * V) * V'))
    return turned + tall + wide
end
""",
    """
# log(cosh(x)), to full precision near 0, without overflow.
_logcosh(x) = abs(x) < 1 ? log1p(2 * sinh(x / 2)^2) : abs(x) + log1p(exp(-2 * abs(x))) - log(oftype(x, 2))
""",
    """
_relu(x) = max(x, zero(x))
""",
    """
_sigmoid(x) = 1 / (1 + exp(-x))
""",
    """
# log(1 + exp(x)), without overflow.
_softplus(x) = max(x, zero(x)) + log1p(exp(-abs(x)))
""",
    """
# x * log(y), 0 where x is.
_xlogy(x, y) = iszero(x) ? zero(y) : x * log(y)
""",
    """
# The sum of term(j) for j = low, ..., high; minus that for high + 1, ..., low - 1 if high < low - 1.
function _summation(term, low, high, zero)
    low, high = round(Int, low), round(Int, high)
    high < low - 1 && return -_summation(term, high + 1, low - 1, zero)
    return sum(term, low:high; init=zero)
end
""",
    """
# The sum of term(j) for j = low, ..., high.
_total(term, low, high, zero) = sum(term, round(Int, low):round(Int, high); init=zero)
""",
    """
# The product of factor(j) for j = low, ..., high.
_production(factor, low, high, one) = prod(factor, round(Int, low):round(Int, high); init=one)
""",
)
"""By name: helper `name` defines `_name`; it may use LinearAlgebra and the other helpers."""
