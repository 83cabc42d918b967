"""Selections meet: columns of one identity, functions of entries, diagonals, blocks that are parts of one matrix, stretched columns."""

from __future__ import annotations

import pytest

from matcalc_cli.pipeline import simplified
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.express import express

FORMS = """
    I(n)[:,1:2]'*I(n)[:,1:3] -> I(3)[1:2,:]
    I(n)[:,1:3]'*I(n)[:,1:2] -> I(3)[:,1:2]
    I(n)[:,2:4]'*I(n)[:,1:2] -> [0, 1; 0, 0; 0, 0]
    I(n)[:,1:2]'*I(n)[:,2:4] -> [0, 0, 0; 1, 0, 0]
    I(n)[:,1:2]'*I(n)[:,3:4] -> zeros(2, 2)
    I(n)[:,3:4]'*I(n)[:,1:2] -> zeros(2, 2)
    I(n)[:,1:2]'*I(n)[:,1:2] -> I(2)
    I(n)[:,2:end]'*I(n)[:,1:end-1] -> I(n)[2:end,1:n-1]
    I(n)[:,1:k]'*I(n)[:,1:k] -> I(k)
    I(n)[:,1:k]'*I(n)[:,k+1:n] -> zeros(k, n - k)
    I(n)[:,1:k]'*I(n)[:,1:2] -> I(n)[1:k,1:2]
    I(n)[:,k:k+1]'*I(n)[:,2:3] -> I(n)[k:k+1,2:3]
    I(n)[:,2:3]'*I(n)[:,k:k+1] -> I(n)[2:3,k:k+1]
    I(n)[:,i]'*I(n)[:,j] -> [i == j]
    I(n)[:,i]'*I(n)[:,i] -> 1
    I(n)[:,1]'*I(n)[:,2] -> 0
    I(n)[:,n]'*I(n)[:,1] -> I(n)[1,n]
    I(n)[:,2:5][:,2:3] -> I(n)[:,3:4]
    I(n)[:,2:5][2:3,:] -> I(4)[1:2,:]
    exp(x)[2:end] -> exp(x[2:end])
    exp(A)[i,:] -> exp(A[i,:]')'
    exp(A)[:,j] -> exp(A[:,j])
    (A.*B)[i,j] -> A[i,j]*B[i,j]
    (A.*B)[:,1:2] -> A[:,1:2].*B[:,1:2]
    (x.*y')[2,3] -> x[2]*y[3]
    (A .+ x)[i,j] -> (A .+ x)[i,j]
    (A .+ y')[i,:] -> (A[i,:]' + y)'
    (A.^B)[1:2,:] -> exp(log(A[1:2,:]).*B[1:2,:])
    diag(x)[i,j] -> [i == j]*x[i]
    diag(x)[1:2,:] -> [diag(x[1:2]), zeros(2, n - 2)]
    diag(x)[2,:] -> x[2]*unit(n, 2)'
    diag(x)[:,2:3] -> [zeros(1, 2); diag(x[2:3]); zeros(n - 3, 2)]
    ones(m,n)[1:2,:] -> ones(2, n)
    ones(m,n)[2,:] -> ones(1, n)
    [A; B][1:m,:] where A: matrix(m,n), B: matrix(p,n) -> A
    [A; B][m+1:end,:] where A: matrix(m,n), B: matrix(p,n) -> B
    [A; B][1,:] where A: matrix(m,n), B: matrix(p,n) -> A[1,:]
    [A; B][m+1,:] where A: matrix(m,n), B: matrix(p,n) -> B[1,:]
    [A; B][2:3,:] where A: matrix(5,n), B: matrix(p,n) -> A[2:3,:]
    [A; B][4:6,:] where A: matrix(5,n), B: matrix(p,n) -> [A; B][4:6,:]
    [A, B][:,n+1] where A: matrix(m,n), B: matrix(m,p) -> B[:,1]
    [A, B; C, D][1:m,:] where A: matrix(m,n), B: matrix(m,p), C: matrix(q,n), D: matrix(q,p) -> [A, B]
    [A, B; C, D][m+1:end,n+1:end] where A: matrix(m,n), B: matrix(m,p), C: matrix(q,n), D: matrix(q,p) -> D
    [A; B; C][m+1:m+p,:] where A: matrix(m,n), B: matrix(p,n), C: matrix(q,n) -> B
    [A; B; C][m+1:end,:] where A: matrix(m,n), B: matrix(p,n), C: matrix(q,n) -> [B; C]
    [A[1:k,:]; A[k+1:end,:]] -> A
    [A[:,1:k], A[:,k+1:end]] -> A
    [A[1:2,:]; B[3:end,:]] -> [A[1:2,:]; B[3:end,:]]
    [A[1:k,:]*B; A[k+1:end,:]*B] -> A*B
    [A[1:k,:]; A[k+2:end,:]] -> [A[1:k,:]; A[k+2:end,:]]
    [2*A[1:k,:]; A[k+1:end,:]] -> [2*A[1:k,:]; A[k+1:end,:]]
    [zeros(m,n), zeros(m,p)] -> zeros(m, n + p)
    [zeros(m,n); zeros(p,n)] -> zeros(m + p, n)
    [I(n)[1:k,:]; I(n)[k+1:end,:]] -> I(n)
    A*[0, 1; 1, 0]*B -> A*[0, 1; 1, 0]*B
    [1, 0; 0, 1]*A -> A
    [0, 1; 0, 0]*A*x -> (A[2,:]*x)*[1; 0]
    A*(unit(n,1)*unit(n,2)' + unit(n,2)*unit(n,1)')*B where A: matrix(m,n), B: matrix(n,p) -> A*[0, 1, zeros(1, n - 2); 1, 0, zeros(1, n - 2); zeros(n - 2), zeros(n - 2), zeros(n - 2, n - 2)]*B
    A .+ (x + y) -> A .+ (x + y)
    A .- (x + y)' -> A .+ (-x - y)'
    (x + y) .+ z' -> z' .+ (x + y)
    sum(A .- x) -> sum(A .- x)
    rowsum(x .+ y') -> n*x + sum(y)
    x .* ones(n) -> x
    A.*(x*ones(1,n)) -> A.*x
    unit(n,1)*x' -> unit(n, 1)*x'
    unit(n,2)'*A*unit(m,3) -> A[2,3]
    A[2,:]*B[:,3] -> A[2,:]*B[:,3]
    A[1:2,:]*B*x -> A[1:2,:]*B*x
    x[1:2]'*y[1:2] -> x[1:2]'*y[1:2]
    tr(A[1:k,1:k]) -> tr(A[1:k,1:k])
    unit(n,2)*A[1,:] -> unit(n, 2)*A[1,:]
    I(n)[:,1:2]*A -> [A; zeros(n - 2, m)]
    A*I(n)[1:2,:] -> [A, zeros(m, n - 2)]
    A[i,j]*B[j,i] -> A[i,j]*B[j,i]
    sum(i, 1, n, I(n)[:,i]*x[i]) -> x
    sum(i, 1, n-1, x[i]*x[i+1]) -> sum(j, 1, n-1, x[j+1]*x[j])
    sum(i, 1, n-1, x[i:i+1]'*I(n)[:,2:3]') where x: vector(n) -> [0, x'*sum(j, 1, n-1, I(n)[:,j:j+1]), zeros(1, n - 3)]
    sum(i, 1, n-1, I(n)[:,i:i+1]'*I(n)[:,2:3]) -> sum(j, 1, n-1, I(n)[j:j+1,:])[:,2:3]
    I(n+3)[:,k:n+3]'*I(n+3)[:,2:n+3] -> I(n + 3)[k:end,2:end]
    I(n+3)[:,2:n+3]'*I(n+3)[:,k:n+3] -> I(n + 3)[2:end,k:end]
    I(n+3)[:,2:k]'*I(n+3)[:,2:n] -> I(n + 3)[2:k,2:n]
    x'*[0, 1; 1, 0]*y -> x[1]*y[2] + y[1]*x[2]
    x'*[0, 3; 0, 0]*y -> 3*x[1]*y[2]
    x'*[0, 1, 0; 0, 0, 2]*y -> x[1]*y[2] + 2*x[2]*y[3]
    x'*[0, 1, 0; 0, 0, 2]'*y -> y[1]*x[2] + 2*y[2]*x[3]
    x'*[a', 0; 0, 2]*y where a: vector(n), y: vector(n+1) -> y'*[a, 0; 0, 2]*x
    x'*(unit(n,1)*unit(n,2)' + unit(n,2)*unit(n,1)')*y where x: vector(n), y: vector(n) -> x[1]*y[2] + y[1]*x[2]
    x'*(unit(n,1)*unit(n,2)' + 2*unit(n,3)*unit(n,1)')'*y where x: vector(n), y: vector(n) -> 2*x[1]*y[3] + y[1]*x[2]
    x'*(unit(n,1)*unit(m,2)' + 2*unit(n,3)*unit(m,1)')'*y where x: vector(m), y: vector(n) -> 2*x[1]*y[3] + y[1]*x[2]
    x'*(unit(n,1)*unit(n,2)' + B)*y where x: vector(n), y: vector(n) -> x'*(unit(n, 1)*unit(n, 2)' + B)*y
    tr(A*[0, 1; 1, 0]*B) -> B[1,:]*A[:,2] + B[2,:]*A[:,1]
    tr(A*[0, 1; 0, 2]'*B) -> B[1,:]*A[:,2] + 2*B[2,:]*A[:,2]
    tr(A*[0, 1, 0; 0, 0, 3]*B) -> B[2,:]*A[:,1] + 3*B[3,:]*A[:,2]
    tr(A*(unit(n,1)*unit(n,2)' + 2*unit(n,3)*unit(n,1)')') where A: matrix(n,n) -> A[1,2] + 2*A[3,1]
    tr(A*(I(n)[:,1:2]*I(n)[2:3,:] + 2*unit(n,3)*unit(n,1)')) where A: matrix(n,n) -> tr([0, I(2), zeros(2, n - 3); 2, 0, zeros(1, n - 3); zeros(n - 3), zeros(n - 3, 2), zeros(n - 3, n - 3)]*A)
    x'*(2*unit(n,1)*unit(n,2)' + 3*unit(n,2)*unit(n,1)')*y where x: vector(n), y: vector(n) -> 2*x[1]*y[2] + 3*y[1]*x[2]
    x'*[1, 2; 3, 4]*y -> x'*[1, 2; 3, 4]*y
    tr(A*[1, 2; 3, 4]*B) -> 3*B[1,:]*A[:,2] + B[1,:]*A[:,1] + 2*B[2,:]*A[:,1] + 4*B[2,:]*A[:,2]
    [1, -1; 1, 1]*x -> [1, -1; 1, 1]*x
    [0, 1, 0] -> [0, 1, 0]
    [0, 1; 0, 0]^5 -> zeros(2, 2)
    [1, 1; 0, 1]^-2 -> [1, -2; 0, 1]
    det([1, -1, 0; 1, 1, 2; 0, 3, -1]) -> -8
    inv([2, 1; 1, 2]) -> [2, -1; -1, 2]/3
    inv([1, 2; 2, 4]) -> inv([1, 2; 2, 4])
    tr(A*[1, 2, 0; 3, 4, 5]*B) -> tr([1, 2, 0; 3, 4, 5]*B*A)
    tr(A*(unit(n,1)*unit(n,2)' + 2*unit(n,3)*unit(n,1)')'*B) where A: matrix(m,n), B: matrix(n,m) -> B[1,:]*A[:,2] + 2*B[3,:]*A[:,1]
    tr(A*(unit(n,1)*unit(p,2)' + 2*unit(n,3)*unit(p,1)')'*B) where A: matrix(m,p), B: matrix(n,m) -> B[1,:]*A[:,2] + 2*B[3,:]*A[:,1]
    tr(A*(C + 2*unit(n,3)*unit(n,1)')'*B) where A: matrix(m,n), B: matrix(n,m) -> tr((2*unit(n, 3)*unit(n, 1)' + C)'*B*A)
    tr(A*(unit(n,i)*unit(n,j)' + 2*unit(n,k)*unit(n,i)')'*B) where A: matrix(m,n), B: matrix(n,m) -> B[i,:]*A[:,j] + 2*B[k,:]*A[:,i]
    tr(A*(unit(n,i)*unit(n,j)' + 2*unit(n,k)*unit(n,i)')*B) where A: matrix(m,n), B: matrix(n,m) -> 2*B[i,:]*A[:,k] + B[j,:]*A[:,i]
    x'*(unit(n,i)*unit(n,j)' + 2*unit(n,k)*unit(n,i)')'*y where x: vector(n), y: vector(n) -> 2*x[i]*y[k] + y[i]*x[j]
    tr(A*(unit(n,i)*unit(n,j)' + C)*B) where A: matrix(m,n), B: matrix(n,m) -> tr(A*(C + unit(n, i)*unit(n, j)')*B)
    tr(A*(I(n)[:,1:2]*I(n)[i:i+1,:] + C)*B) where A: matrix(m,n), B: matrix(n,m) -> tr(([zeros(2, i - 1), I(2), zeros(2, n - i - 1); zeros(n - 2, n)] + C)*B*A)
"""


@pytest.mark.parametrize(("text", "form"), [row.strip().split(" -> ") for row in FORMS.strip().splitlines()])
def test_what_is_selected_has_a_shorter_form(text: str, form: str) -> None:
    assert plain(express(simplified(text).expression)) == form
