"""Selections meet: columns of one identity, functions of entries, diagonals, blocks that are parts of one matrix, stretched columns."""

from __future__ import annotations

import pytest

from matcalc_cli.pipeline import simplified

FORMS = """
    I(n)[:,1:2]'*I(n)[:,1:3] -> transpose(unit(1, 3, 2))
    I(n)[:,1:3]'*I(n)[:,1:2] -> unit(1, 3, 2)
    I(n)[:,2:4]'*I(n)[:,1:2] -> 1(unit(1, 3, 1), transpose(unit(2, 2, 1)))
    I(n)[:,1:2]'*I(n)[:,2:4] -> 1(unit(2, 2, 1), transpose(unit(1, 3, 1)))
    I(n)[:,1:2]'*I(n)[:,3:4] -> zeros(2, 2)
    I(n)[:,3:4]'*I(n)[:,1:2] -> zeros(2, 2)
    I(n)[:,1:2]'*I(n)[:,1:2] -> I(2)
    I(n)[:,2:end]'*I(n)[:,1:end-1] -> 1(transpose(unit(2, n, n - 1)), unit(1, n, n - 1))
    I(n)[:,1:k]'*I(n)[:,1:k] -> I(k)
    I(n)[:,1:k]'*I(n)[:,k+1:n] -> zeros(k, n - k)
    I(n)[:,1:k]'*I(n)[:,1:2] -> 1(transpose(unit(1, n, k)), unit(1, n, 2))
    I(n)[:,k:k+1]'*I(n)[:,2:3] -> 1(transpose(unit(size(k), n, 2)), unit(2, n, 2))
    I(n)[:,2:3]'*I(n)[:,k:k+1] -> 1(transpose(unit(2, n, 2)), unit(size(k), n, 2))
    I(n)[:,i]'*I(n)[:,j] -> equal(i, j)
    I(n)[:,i]'*I(n)[:,i] -> 1
    I(n)[:,1]'*I(n)[:,2] -> 0
    I(n)[:,n]'*I(n)[:,1] -> 1(transpose(unit(1, n, 1)), unit(size(n), n, 1))
    I(n)[:,2:5][:,2:3] -> unit(3, n, 2)
    I(n)[:,2:5][2:3,:] -> transpose(unit(1, 4, 2))
    exp(x)[2:end] -> exp(1(transpose(unit(2, n, n - 1)), x))
    exp(A)[i,:] -> transpose(exp(1(transpose(A), unit(i, m, 1))))
    exp(A)[:,j] -> exp(1(A, unit(j, n, 1)))
    (A.*B)[i,j] -> 1(1(transpose(unit(i, m, 1)), A, unit(j, n, 1)), 1(transpose(unit(i, m, 1)), B, unit(j, n, 1)))
    (A.*B)[:,1:2] -> hadamard(1(A, unit(1, n, 2)), 1(B, unit(1, n, 2)))
    (x.*y')[2,3] -> 1(1(transpose(unit(2, m, 1)), x), 1(transpose(unit(3, n, 1)), y))
    (A .+ x)[i,j] -> 1(transpose(unit(i, m, 1)), +(A, 1(x, ones(1, n))), unit(j, n, 1))
    (A .+ y')[i,:] -> transpose(+(1(transpose(A), unit(i, m, 1)), y))
    (A.^B)[1:2,:] -> exp(hadamard(log(1(transpose(unit(1, m, 2)), A)), 1(transpose(unit(1, m, 2)), B)))
    diag(x)[i,j] -> 1(equal(i, j), 1(transpose(unit(i, n, 1)), x))
    diag(x)[1:2,:] -> 1(diag(1(transpose(unit(1, n, 2)), x)), transpose(unit(1, n, 2)))
    diag(x)[2,:] -> 1(1(transpose(unit(2, n, 1)), x), transpose(unit(2, n, 1)))
    diag(x)[:,2:3] -> 1(unit(2, n, 2), diag(1(transpose(unit(2, n, 2)), x)))
    ones(m,n)[1:2,:] -> ones(2, n)
    ones(m,n)[2,:] -> ones(1, n)
    [A; B][1:m,:] where A: matrix(m,n), B: matrix(p,n) -> A
    [A; B][m+1:end,:] where A: matrix(m,n), B: matrix(p,n) -> B
    [A; B][1,:] where A: matrix(m,n), B: matrix(p,n) -> 1(transpose(unit(1, m, 1)), A)
    [A; B][m+1,:] where A: matrix(m,n), B: matrix(p,n) -> 1(transpose(unit(1, p, 1)), B)
    [A; B][2:3,:] where A: matrix(5,n), B: matrix(p,n) -> 1(transpose(unit(2, 5, 2)), A)
    [A; B][4:6,:] where A: matrix(5,n), B: matrix(p,n) -> 1(transpose(unit(4, p + 5, 3)), block(A, B, 1))
    [A, B][:,n+1] where A: matrix(m,n), B: matrix(m,p) -> 1(B, unit(1, p, 1))
    [A, B; C, D][1:m,:] where A: matrix(m,n), B: matrix(m,p), C: matrix(q,n), D: matrix(q,p) -> block(A, B, 2)
    [A, B; C, D][m+1:end,n+1:end] where A: matrix(m,n), B: matrix(m,p), C: matrix(q,n), D: matrix(q,p) -> D
    [A; B; C][m+1:m+p,:] where A: matrix(m,n), B: matrix(p,n), C: matrix(q,n) -> B
    [A; B; C][m+1:end,:] where A: matrix(m,n), B: matrix(p,n), C: matrix(q,n) -> block(B, C, 1)
    [A[1:k,:]; A[k+1:end,:]] -> A
    [A[:,1:k], A[:,k+1:end]] -> A
    [A[1:2,:]; B[3:end,:]] -> block(1(transpose(unit(1, m, 2)), A), 1(transpose(unit(3, p, p - 2)), B), 1)
    [A[1:k,:]*B; A[k+1:end,:]*B] -> 1(A, B)
    [A[1:k,:]; A[k+2:end,:]] -> block(1(transpose(unit(1, m, k)), A), 1(transpose(unit(+(size(k), 2), m, m - k - 1)), A), 1)
    [2*A[1:k,:]; A[k+1:end,:]] -> block(2(transpose(unit(1, m, k)), A), 1(transpose(unit(+(size(k), 1), m, m - k)), A), 1)
    [zeros(m,n), zeros(m,p)] -> zeros(m, n + p)
    [zeros(m,n); zeros(p,n)] -> zeros(m + p, n)
    [I(n)[1:k,:]; I(n)[k+1:end,:]] -> I(n)
    A*[0, 1; 1, 0]*B -> 1(A, block(0, 1, 1, 0, 2), B)
    [1, 0; 0, 1]*A -> A
    [0, 1; 0, 0]*A*x -> 1(1(transpose(unit(2, 2, 1)), A, x), unit(1, 2, 1))
    A*(unit(n,1)*unit(n,2)' + unit(n,2)*unit(n,1)')*B where A: matrix(m,n), B: matrix(n,p) -> 1(A, block(0, 1, zeros(1, n - 2), 1, 0, zeros(1, n - 2), zeros(n - 2, 1), zeros(n - 2, 1), zeros(n - 2, n - 2), 3), B)
    A .+ (x + y) -> +(A, 1(+(x, y), ones(1, n)))
    A .- (x + y)' -> +(-1(ones(m, 1), transpose(+(x, y))), A)
    (x + y) .+ z' -> transpose(+(1(ones(n, 1), transpose(+(x, y))), 1(z, ones(1, m))))
    sum(A .- x) -> sum(+(A, -1(x, ones(1, n))))
    rowsum(x .+ y') -> +(1(size(n), x), 1(sum(y), ones(m, 1)))
    x .* ones(n) -> x
    A.*(x*ones(1,n)) -> hadamard(A, 1(x, ones(1, n)))
    unit(n,1)*x' -> 1(unit(1, n, 1), transpose(x))
    unit(n,2)'*A*unit(m,3) -> 1(transpose(unit(2, n, 1)), A, unit(3, m, 1))
    A[2,:]*B[:,3] -> 1(transpose(unit(2, m, 1)), A, B, unit(3, p, 1))
    A[1:2,:]*B*x -> 1(transpose(unit(1, m, 2)), A, B, x)
    x[1:2]'*y[1:2] -> 1(transpose(x), unit(1, m, 2), transpose(unit(1, n, 2)), y)
    tr(A[1:k,1:k]) -> tr(1(unit(1, n, k), transpose(unit(1, m, k)), A))
    unit(n,2)*A[1,:] -> 1(unit(2, n, 1), transpose(unit(1, m, 1)), A)
    I(n)[:,1:2]*A -> 1(unit(1, n, 2), A)
    A*I(n)[1:2,:] -> 1(A, transpose(unit(1, n, 2)))
    A[i,j]*B[j,i] -> 1(1(transpose(unit(i, m, 1)), A, unit(j, n, 1)), 1(transpose(unit(j, p, 1)), B, unit(i, q, 1)))
    sum(i, 1, n, I(n)[:,i]*x[i]) -> summation(j, 1, size(n), 1(1(transpose(unit(j, m, 1)), x), unit(j, n, 1)))
    sum(i, 1, n-1, x[i]*x[i+1]) -> summation(j, 1, +(-1, n), 1(1(transpose(unit(+(1, j), m, 1)), x), 1(transpose(unit(j, m, 1)), x)))
"""


@pytest.mark.parametrize(("text", "form"), [row.strip().split(" -> ") for row in FORMS.strip().splitlines()])
def test_what_is_selected_has_a_shorter_form(text: str, form: str) -> None:
    assert repr(simplified(text).expression) == form
