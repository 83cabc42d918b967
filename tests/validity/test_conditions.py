"""What answers say of where they are valid: right, complete, neither implied twice nor void."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matcalc_cli import pipeline
from matcalc_cli.cli.main import main
from matcalc_cli.questions import modules
from matcalc_cli.render.reports.conditions import text
from matcalc_cli.validity import conditions

CONDITIONS = """
    log(norm(x))                     | x != 0
    log(arccos(alpha)) + 1/arccos(beta)  | abs(alpha) < 1, abs(beta) < 1
    1/log10(alpha)                   | alpha > 0, 1 - alpha != 0
    1./log10(x)                      | every entry of x is positive, no entry of 1 - x is 0
    1/acosh(alpha)                   | alpha - 1 > 0
    x.^k where k: integer            | no entry of x is 0 or k >= 1
    log(acosh(x))                    | every entry of x - 1 is positive
    tan(arctan(alpha)) + tan(tanh(alpha)) + log(cos(sigmoid(alpha))) + 1/sin(sigmoid(alpha)) |
    tan(2*tanh(alpha))               | cos(2*tanh(alpha)) != 0
    log(sin(2*sigmoid(alpha) - 1))   | sin(2*sigmoid(alpha) - 1) > 0
    arccos(alpha)/(1 - alpha^2)      | abs(alpha) < 1
    log(exp(tan(arctan(alpha)))) + sin(arcsin(beta)) | abs(beta) <= 1
    sin(arcsin(alpha))               | abs(alpha) <= 1
    tan(arcsin(alpha))               | abs(alpha) < 1
    sec(arcsin(alpha)) + log(cos(arcsin(beta))) | abs(beta) < 1, abs(alpha) < 1
    tan(arccos(alpha))               | alpha != 0, abs(alpha) < 1
    1/cos(arctan(alpha))             |
    1/sinh(acosh(alpha))             | alpha - 1 > 0
    sqrt(alpha - 1)/(alpha^2 - 1)    | alpha - 1 > 0
    arcsin(alpha/sqrt(1 + alpha^2))  |
    arcsin(x./sqrt(2 + x.^2)) + arccos(alpha/sqrt(1 + alpha^2 + beta^2))*x |
    arcsin(alpha/sqrt(alpha^2 + norm(x)^2)) | x != 0
    arcsin(exp(alpha))               | alpha < 0
    arcsin(exp(-x))                  | every entry of x is positive
    arcsin(2*exp(alpha))             | 1 - 2*exp(alpha) > 0
    acosh(exp(alpha)/2)              | exp(alpha) - 2 > 0
    arcsin(2*norm(x))                | 1 - 2*norm(x) > 0, x != 0
    log(1 - exp(-alpha))             | alpha > 0
    acosh(3 - 2*alpha)               | 1 - alpha > 0
    acosh(1 + exp(beta)*alpha)       | alpha > 0
    atanh(sqrt(alpha))               | 1 - alpha > 0, alpha > 0
    sqrt(alpha^3 - 8)                | alpha - 2 > 0
    log(alpha^3 + 1)                 | 1 + alpha > 0
    log(1 - (2 + alpha)^(-1/2))      | 1 + alpha > 0
    log(1 - cos(alpha))              | 1 - cos(alpha) != 0
    logit(cos(alpha))                | cos(alpha) > 0, 1 - cos(alpha) != 0
    sqrt(logit(alpha))               | 1 - alpha > 0, 2*alpha - 1 > 0
    log(alpha)^(3/2)                 | alpha - 1 >= 0
    (alpha/norm(x))^(1/3)            | x != 0, alpha > 0
    1/(2*sigmoid(alpha) - 1)         | alpha != 0
    log(2 - exp(alpha))              | 2 - exp(alpha) > 0
    sqrt(1 - alpha^2/(1 + alpha^2))  |
    1/(logit(alpha)*log2(beta))      | beta > 0, alpha > 0, 1 - alpha > 0, 1 - 2*alpha != 0, 1 - beta != 0
    arccos(2*sigmoid(x) - 1)         |
    acosh(cosh(alpha))               | 1 - cosh(alpha) != 0
    sum(qr_q(A*B)) where A: matrix(n,n), B: matrix(n,n) | det(A) != 0, det(B) != 0
    sum(qr_r(A'))                    | the rows of A are independent
    sqrt(2*norm(x) - 3)              | 2*norm(x) - 3 > 0
    log(x'*x - 1) + 1/norm(x)        | x'*x - 1 > 0
    log(1 - norm(x))                 | 1 - norm(x) > 0, x != 0
    sum(atan2(y, x)) where x: vector(n), y: vector(n) | no entry of y is 0 where x is not positive
    arcsin(tanh(alpha)) + sqrt(1 - erf(alpha)^2) + log(3 + sin(alpha) - cos(beta)) |
    sqrt(log(alpha))                 | alpha - 1 > 0
    log(alpha + 10^400)              | 1e400 + alpha > 0
    log((1 + sigmoid(alpha))^10000000000 - 3) | (1 + sigmoid(alpha))^10000000000 - 3 > 0
    log(log(x))                      | every entry of x - 1 is positive
    sqrt(tanh(alpha))                | alpha > 0
    atanh(sin(alpha))                | abs(sin(alpha)) < 1
    logdet(K) where K: skew(3)       | det(K) != 0, which holds nowhere
    logdet(A*A') where A: matrix(3,2) | det(A*A') != 0, which holds nowhere
    svdvals(A)                       | the singular values of A are simple and not 0
    specnorm(A)                      | the largest singular value of A is simple
    nucnorm(A)                       | A has full rank
    nucnorm(A)*tr(A)                 | det(A) != 0
    polar(A)                         | A has full rank
    pinv(A)                          | the rank of A is constant
    eigmax(S) where S: symmetric(n)  | the largest eigenvalue of S is simple
    eigvals(S) where S: symmetric(n) | the eigenvalues of S are simple
    A^-k                             | det(A) != 0, k >= 0
    A^(k-3)                          | k >= 3
    A^(2*k)*x                        | k >= 0
    A^k                              | k >= 0
    inv(A^k)*x                       | det(A) != 0, k >= 0
    tr(sum(i, 1, n, sum(k, 1, i, A^(i-k)))*B) where n: integer | n >= 0
    tr(sum(i, -2, n, A^i)*B) where n: integer | n >= -3, det(A) != 0
    tr(A^(k-3))                      | det(A) != 0 or k >= 4
    tr(A^k)                          | det(A) != 0 or k >= 1
    alpha^k + alpha^m where k: integer, m: integer, alpha: scalar | alpha != 0 or k >= 1, alpha != 0 or m >= 1
    S^k where S: spd(n)              | k >= 0
    A^3                              |
    var(x)*n/(n - 1) where x: vector(n) | n - 1 != 0
    X'*X/(m*(1 - m)) where X: matrix(m,n) | m - 1 != 0
    tr(X)/(m + n) where X: matrix(n,n), A: matrix(m,n) |
    sum(x)/(n + 1) where x: vector(n) |
    sum(j, 1, 4, A^-j)               | det(A) != 0
    sum(j, 1, k, log(j*x)) where k: integer  | every entry of i*x is positive for every i, k >= 0
    sum(j, 1, 4, x/j)                |
    sum(j, 2, n, alpha^j) where n: integer | n >= 1
    sum(j, k, n, alpha^j) + sum(j, 1, k, x) | k >= 0, 1 + n >= k
    prod(j in 3:n if j != k, alpha + j) where n: integer, k: integer | n >= 2
    sum(i, 1, n, sum(j, i+2, n, alpha^j)) + sum(j, 1, n-1, j) where x: vector(n) |
    tan(alpha)                       | cos(alpha) != 0
    tan(x)                           | no entry of cos(x) is 0
    sin(x)./cos(x)                   | no entry of cos(x) is 0
    log(X) where X: matrix(1,n)      | every entry of X is positive
    1./sin(X'*3) where X: matrix(1,n) | no entry of sin(3*X') is 0
    log(x') + log(x)'                | every entry of x is positive
    log(x'*A)                        | every entry of A'*x is positive
    prod(A*x)                        |
    log(sum(j, 1, n, exp(alpha*j)))  | n >= 0, sum(j, 1, n, exp(alpha*j)) > 0
    sum(i, 1, N, log(sum(k, 1, K, pi_k*exp(w_k'*x_i)))) where pi_k: positive |
    log(prod(i, 1, N, w'*x_i))       | prod(j, 1, N, w'*x_j) > 0
    sum(i, 1, N, log(prod(k, 1, K, w_k'*x_i)))  | prod(j, 1, K, w_j'*x_i) > 0 for every i
    log(prod(x))                     | prod(x) > 0
    inv(inv(A) + inv(B))             | det(B) != 0, det(A) != 0, det(inv(A) + inv(B)) != 0
    inv(A + inv(B)) + inv(I(n) + A*B) + inv(I(n) + B*A) where A: matrix(n,n) | det(I(n) + B*A) != 0, det(B) != 0
    inv(A*B) + inv(I(m) + A*B) where A: matrix(m,n) | det(I(m) + A*B) != 0, det(A*B) != 0
    log(det(-A))                     | det(A)*(-1)^n > 0
    1./svdvals(A)                    | the singular values of A are simple and not 0
    acosh(x)                         | every entry of x - 1 is positive
    acosh(A*x - 2*y)                 | every entry of A*x - 1 - 2*y is positive
    std(x)                           | the entries of x are not all equal
    log(normcdf(x))                  |
    det(A)                           |
    adj(A)                           |
    det(alpha*I - A)                 |
    logdet(alpha*I - A)              | det(A - alpha*I(n)) != 0
    logdet(A - alpha*I) + logdet(alpha*I - A)  | det(A - alpha*I(n)) != 0
    -sum(log(b - A*x))               | every entry of b - A*x is positive
    sum(arctan(A.*X))                |
    relu(x)                          | no entry of x is 0
    relu(x).^2                       |
    abs(alpha)^2                     |
    abs(alpha*x)                     | alpha != 0, no entry of x is 0
    sign(x)                          | no entry of x is 0
    norm(x)^3                        |
    norm(x)^2                        |
    norm1(x)                         | no entry of x is 0
    sqrt(A)                          | every entry of A is positive
    sqrt(alpha)^2                    | alpha >= 0
    alpha^(3/2)                      | alpha >= 0
    alpha^beta                       | alpha > 0
    2^alpha                          |
    alpha/alpha                      | alpha != 0
    inv(A)*A                         | det(A) != 0
    exp(log(alpha))                  | alpha > 0
    0*log(alpha) + alpha             | alpha > 0
    arcsin(x)                        | every entry of x is between -1 and 1
    arcsin(2*alpha)                  | abs(2*alpha) < 1
    sqrt(1 - alpha^2)                | abs(alpha) < 1
    1/(2*alpha*beta)                 | alpha != 0, beta != 0
    log(alpha^2*beta)                | alpha != 0, beta > 0
    log(3*alpha)                     | alpha > 0
    sqrt(log(2))*alpha               |
    sqrt(1 + x'*x)                   |
    sqrt(x'*x)                       | x != 0
    x'*A*x/(x'*x)                    | x != 0
    log(1 + exp(alpha))              |
    logdet(I + X'*X)                 |
    logdet(S) where S: spd(n)        |
    logdet(S + A'*A) where S: spd(n) |
    logdet(Q) where Q: orthogonal(n) |
    chol(S) where S: spd(n)          |
    chol(A'*A)                       | A'*A is positive definite
    sqrtm(A)                         | A has no eigenvalue that is 0 or negative
    logm(A)                          | A has no eigenvalue that is 0 or negative
    sqrtm(S) where S: spd(n)         |
    tr(sqrtm(A)*B) where A: matrix(n,n), B: matrix(n,n) | A has no eigenvalue that is 0 or negative
    inv(kron(A, B)) where A: matrix(m,m), B: matrix(n,n)  | det(A) != 0, det(B) != 0
    inv(diag(x))                     | no entry of x is 0
    solve(2*A, b)                    | det(A) != 0
    mean(exp(x))                     |
    x./(y.*z)                        | no entry of y is 0, no entry of z is 0
    kron(x, 1./y)                    | no entry of y is 0
    vec(1./A)                        | no entry of A is 0
    norm(-A*x)                       | A*x != 0
    norm(vec(A))                     | A != 0
    norm(2*(x - y))                  | x - y != 0
    1/det(A)                         | det(A) != 0
    1/abs(alpha)                     | alpha != 0
    log(relu(alpha))                 | alpha > 0
    log(abs(alpha))                  | alpha != 0
    1/(-exp(alpha))                  |
    log(det(A))                      | det(A) > 0
    2*sum(log(diag(chol(S)))) where S: spd(n) |
    1/(x'*S*x) where S: spd(n)       | x != 0
    tr(sqrtm((alpha - 1)^2*P)) where P: spd(k) | 1 - alpha != 0
    chol(alpha*S) where S: spd(n)    | alpha > 0
    log(eigmin(S)) where S: spd(n)   | the smallest eigenvalue of S is simple
    logdet(diag(diag(S).^(-1/2))*S) where S: spd(n) |
    cbrt(x)                          | no entry of x is 0
    1/log(alpha)                     | alpha > 0, 1 - alpha != 0
    1/arctan(alpha)                  | alpha != 0
    norm(x)^p                        | x != 0
    pinv(x)                          | x != 0
    svdu(A)                          | the singular values of A are simple and not 0
    specnorm(alpha*A)                | alpha != 0, the largest singular value of A is simple
    gammaln(x)                       | no entry of x is 0, -1, -2, ...
    polygamma(1, alpha)              | alpha is not 0, -1, -2, ...
    gammaln(exp(x))                  |
    sum(log(x[1:2]))                 | 2 <= n, every entry of x[1:2] is positive
    log(x)[1]                        | x[1] > 0
    sum(log(A*x)[1:2])               | every entry of A[1:2,:]*x is positive, 2 <= m
    (2*log(x) - y./x)[1:3] where y: vector(n) | every entry of x[1:3] is positive, 3 <= n
    A[i,j]^2                         | 1 <= i <= m, 1 <= j <= n
    x[i]*x[i+1]                      | 1 + i <= n, i >= 1
    x[k:k+2]                         | k + 2 <= n
    x[end]                           |
    sum(i, 1, 3, x[i]^2)             | 3 <= n
    log(alpha - 1) + log(alpha - 2)  | alpha - 2 > 0
    log(alpha) + 1/(1 + alpha)       | alpha > 0
    log(1 - alpha) + 1/(alpha - 2)   | 1 - alpha > 0
    sum(log(x)) + sum(sqrt(x - 1))   | every entry of x - 1 is positive
    log(alpha + x'*x) + sqrt(alpha)  | alpha > 0
    arccos(x'*y/(norm(x)*norm(y)))   | x != 0, y != 0, abs(x'*y/(norm(x)*norm(y))) < 1
    log(1 - alpha^2/beta^2)          | beta != 0, abs(alpha/beta) < 1
    sum(i, 1, n, x[i]^2) where x: vector(n) |
    sum(i, 1, n-1, (x[i+1] - x[i])^2) where x: vector(m) | n >= 1, n <= m
    sum(i, 1, n-1, (x[i+1] - x[i])^2) where x: vector(n) |
    sum(i, k, n, x[i]) where k: integer, n: integer | 1 + n >= k, k >= 1, n <= m
    sum(i, 1, n, x[n+1-i]*x[i]) where n: integer | n >= 0, n <= m
    sum(i, 1, n, x[i]) + x[n] where n: integer | 1 <= n <= m
    sum(i in 1:n if i > 1, x[i]*x[i-1]) where x: vector(n) |
    svdvals(A)[1]                    | the singular values of A are simple and not 0
    log(1 - sigmoid(A*x))            |
    log(1 - sigmoid(alpha))          |
    log(1 - 2*sigmoid(alpha))        | alpha < 0
    abs(alpha)^3                     |
    abs(alpha^3)                     |
    relu(2*alpha^3) + norm(beta^2*x)^2 |
    abs((x'*y)^3)                    |
    abs(det(A)^3)                    |
    sum(abs(x.^3.*y))                | no entry of y is 0
    sum(abs(beta*x.^2))              | beta != 0
    abs(alpha^k)                     | alpha > 0
    norm1(x*y')                      | no entry of x is 0, no entry of y is 0
    log(norm(A*x*y'*B))              | A*x != 0, B'*y != 0
    norm(alpha*x*x')                 | alpha != 0, x != 0
    sum(abs(x).^(3/2))               |
    abs(alpha)^(1/2)                 | alpha != 0
    leakyrelu(x).^2                  |
    relu(x).^3                       |
    norm(x - y, 3)                   | x - y != 0
    norm(x, 3)^3                     |
    norm(x, 1)                       | no entry of x is 0
    norm(x, Inf)                     | the largest entry of abs(x) is there once, x != 0
    maximum(x, 0).^2                 |
    maximum(x, y).^2                 | no entry of x - y is 0
    abs(x) + x.^2.*sign(x)           | no entry of x is 0
    norm(x)^2*sign(x)                | no entry of x is 0
    max(A, 1)                        | the largest entry of each column of A is there once
    min(A', 2)                       | the smallest entry of each column of A is there once
    stein(A, Q)                      | no product of two eigenvalues of A is 1
    lyap(A, Q)                       | det(kron(A, I(n)) + kron(I(n), A)) != 0
    1/(sinh(alpha)*tanh(beta)*erf(gamma)*expm1(delta)) | alpha != 0, beta != 0, delta != 0, gamma != 0
    1/(arcsin(alpha)*asinh(beta)*atanh(gamma)*erfinv(delta)) | abs(delta) < 1, abs(gamma) < 1, alpha != 0, beta != 0, delta != 0, gamma != 0, abs(alpha) < 1
    1/(log1p(alpha)*softsign(beta)*selu(gamma)*leakyrelu(delta)) | 1 + alpha > 0, alpha != 0, beta != 0, delta != 0, gamma != 0
    1/(nucnorm(A)*specnorm(B)*var(x)) | B != 0, the entries of x are not all equal, A has full rank, the largest singular value of B is simple
    arcsin(X) where X: matrix(1,n)    | every entry of X is between -1 and 1
    eigvecmax(S) where S: scalar      |
    norm(x, p) where p: scalar        | p > 0, no entry of x is 0
    sec(alpha)                        | cos(alpha) != 0
    csc(alpha) + cot(beta)            | sin(beta) != 0, sin(alpha) != 0
    log2(alpha) + log10(beta) + log1p(gamma) | 1 + gamma > 0, beta > 0, alpha > 0
    arcsin(alpha^3) + arctanh(beta^3) | abs(beta) < 1, abs(alpha) < 1
    arcsin(alpha - 1) + arctanh(1 - beta) | abs(1 - beta) < 1, abs(1 - alpha) < 1
    arcsin(x.*y) + log(x.*y) + log(x) + log(y) | every entry of y is positive, every entry of x is positive, every entry of x.*y is between -1 and 1
    logit(alpha)                      | alpha > 0, 1 - alpha > 0
    atanh(alpha) + erfinv(beta) + arccos(gamma) | abs(beta) < 1, abs(alpha) < 1, abs(gamma) < 1
    selu(alpha) + leakyrelu(beta)     | alpha != 0, beta != 0
    hardtanh(alpha)                   | 1 + alpha != 0, 1 - alpha != 0
    sinc(alpha)                       | alpha != 0
    digamma(alpha)                    | alpha is not 0, -1, -2, ...
    min(x) + max(y)                   | the smallest entry of x is there once, the largest entry of y is there once
    minimum(x, y)                     | no entry of x - y is 0
    ismin(x) + ismax(x)               | the largest entry of x is there once, the smallest entry of x is there once
    huber(x, alpha)                   | alpha > 0
    frechet(logm, A, B)               | A has no eigenvalue that is 0 or negative
    frechet(sqrtm, A, B)              | A has no eigenvalue that is 0 or negative
    frechetmatrix(logm, A)            | A has no eigenvalue that is 0 or negative
    frechetmatrix(sqrtm, A)           | A has no eigenvalue that is 0 or negative
    eiggap(S) where S: symmetric(n)   | the eigenvalues of S are simple
    eigvecs(S) where S: symmetric(n)  | the eigenvalues of S are simple
    eigvecmax(S) where S: symmetric(n) | the largest eigenvalue of S is simple
    eigvecmin(S) where S: symmetric(n) | the smallest eigenvalue of S is simple
    svdv(A)                           | the singular values of A are simple and not 0
    svdumax(A)                        | the largest singular value of A is simple
    svdvmax(A)                        | the largest singular value of A is simple
    sylvester(A, B, C)                | det(kron(B, I(m)) + kron(I(n), A')) != 0
    ismax(A, 2)                       | the largest entry of each row of A is there once
    ismin(A, 1)                       | the smallest entry of each column of A is there once
    1/nucnorm(A)                      | A has full rank
    1/sign(alpha)                     | alpha != 0
    x.^alpha                          | every entry of x is positive
    clip(x, a, b)                    | b - a > 0, no entry of a - x is 0, no entry of b - x is 0
    opnorm(A, 1)                     | the largest entry of rowsum(abs(A)') is there once, no entry of A is 0 where ones(m)*ismax(rowsum(abs(A)'))' is not
    sum(max(abs(A), 2))              | the largest entry of each row of abs(A) is there once, no entry of A is 0 where ismax(abs(A), 2) is not
    opnorm(A, 1) + norm1(A)          | the largest entry of rowsum(abs(A)') is there once, no entry of A is 0
    frechet(logm, A, E)              | A has no eigenvalue that is 0 or negative
    frechet(sqrtm, A, E)             | A has no eigenvalue that is 0 or negative
    frechetmatrix(logm, A)           | A has no eigenvalue that is 0 or negative
    frechetmatrix(sqrtm, A)          | A has no eigenvalue that is 0 or negative
    norm(polar(A))^3                 | A has full rank
    riccati(A, B, Q, R) where Q: spd(n), R: spd(m) | Riccati's equation with A has a stabilizing solution, det(kron(t1, I(n)) + kron(I(n), t1)) != 0, with t1 = A - B*inv(R)*B'*riccati(A, B, Q, R)
    maximum(-1, norm1(alpha*A))      | alpha != 0, no entry of A is 0
    sum(step(x).*abs(y))             | no entry of x is 0, no entry of y is 0 where step(x) is not
"""
"""Of the derivative by every name."""
ROWS = [[part.strip() for part in line.split("|")] for line in CONDITIONS.strip().splitlines()]


OF_VALUES = """
    frechet(logm, A, E)              | A has no eigenvalue that is 0 or negative
    frechet(sqrtm, A, E)             | A has no eigenvalue that is 0 or negative
    frechetmatrix(logm, A)           | A has no eigenvalue that is 0 or negative
    frechetmatrix(sqrtm, A)          | A has no eigenvalue that is 0 or negative
    svdu(A)                          | the singular values of A are simple and not 0
    svdv(A)                          | the singular values of A are simple and not 0
    lu_l(A)                          | no leading principal minor of A is 0
    lu_u(A)                          | no leading principal minor of A is 0
    eig(A)                           | the eigenvalues of A are real and simple
    logdet(A)                        | det(A) != 0
    inv(A) + solve(B, C)             | det(B) != 0, det(A) != 0
    log2(alpha) + log10(beta) + log1p(gamma) + sqrt(delta) | delta >= 0, 1 + gamma > 0, beta > 0, alpha > 0
    log(alpha*beta) + log(alpha) + log(beta) | beta > 0, alpha > 0
    logit(alpha) + acosh(beta)       | beta - 1 >= 0, alpha > 0, 1 - alpha > 0
    arccos(alpha) + arcsin(beta)     | abs(beta) <= 1, abs(alpha) <= 1
    atanh(alpha) + erfinv(beta)      | abs(beta) < 1, abs(alpha) < 1
    huber(x, alpha) + clip(x, beta, gamma) | gamma - beta > 0, alpha > 0
    gammaln(alpha) + digamma(beta)   | beta is not 0, -1, -2, ..., alpha is not 0, -1, -2, ...
    tan(alpha) + sec(beta)           | cos(beta) != 0, cos(alpha) != 0
    csc(alpha) + cot(beta)           | sin(beta) != 0, sin(alpha) != 0
    logm(A) + sqrtm(B)               | B has no negative eigenvalue, and 0 at most as a semisimple one, A has no eigenvalue that is 0 or negative
    chol(sym(A))                     | A + A' is positive definite
    lu_l(A)*lu_u(A)                  | no leading principal minor of A is 0
    sylvester(A, B, C)               | det(kron(B, I(m)) + kron(I(n), A')) != 0
    stein(A, Q)                      | no product of two eigenvalues of A is 1
    norm(x, p) where p: scalar       | p > 0
    qr_q(A)                          | the columns of A are independent
    riccati(A, B, Q, R) where Q: symmetric(n), R: symmetric(m) | Riccati's equation with A has a stabilizing solution, R is positive definite
    eigvecs(S)*polar(A) where S: symmetric(n) | A has full rank, the eigenvalues of S are simple
    maximum(x, y) + minimum(x, y) + abs(x) + relu(x) + step(x) + sinc(x) + cbrt(x) + leakyrelu(x) + selu(x) + hardtanh(x) |
    sqrt(x) + arcsin(y)              | no entry of y is below -1 or above 1, no entry of x is negative
    alpha^beta                       | alpha > 0 (alpha != 0 where beta is an integer)
    x.^beta                          | every entry of x is positive (none is 0 where beta is an integer)
    max(x) + min(x) + std(x) + norm(x) + nucnorm(A) + specnorm(A) |
    eigmax(S)*pinv(A)*svdvals(B)*eigmin(S) where S: symmetric(n) |
"""
"""Of the value alone."""
VALUES = [[part.strip() for part in line.split("|", 1)] for line in OF_VALUES.strip().splitlines()]


def of_a_value(program: str) -> str:
    """What is said of where an expression has a value."""
    answer = pipeline.differentiate(program)
    return text(conditions(answer.domain, [answer.expression]))


@pytest.mark.parametrize(("program", "said"), VALUES)
def test_of_a_value(program: str, said: str) -> None:
    assert of_a_value(program) == said


@pytest.mark.parametrize(("program", "said"), ROWS)
def test_of_a_derivative(program: str, said: str) -> None:
    assert text(pipeline.differentiate(program).conditions) == said


@pytest.mark.parametrize(("words", "said"), [
    (["hessian", "sum(abs(x))"], "no entry of x is 0"), (["hessian", "max(x)"], "the largest entry of x is there once"),
    (["differential", "--order", "2", "relu(x)"], "no entry of x is 0"),
    (["differential", "--order", "4", "sum(abs(x).^3)"], "no entry of x is 0"),
    (["hessian", "eigmax(S) where S: symmetric(n)"], "the largest eigenvalue of S is simple"),
    (["hessian", "sum(abs(x).^3)"], ""), (["simplify", "maximum(x, 0)"], ""), (["simplify", "std(x)"], ""),
])  # fmt: skip
def test_of_one_answer_a_derivative_needs_those_before_it(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    notes = [line for line in capsys.readouterr().err.splitlines() if "valid where" in line]
    assert notes == ([f"note: valid where {said}"] if said else [])


def test_a_jump_that_nobody_sees_is_none_at_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "norm(x, 3)^3", "--at", "x=[1,0,-2]"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "gradient x     [[3.0], [0.0], [-12.0]]"
    assert main(["eval", "norm(x, Inf)", "--at", "x=[1,0,-2]"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "gradient x     [[0.0], [0.0], [-1.0]]"
    assert main(["eval", "max(A, 1)", "--at", "A=[[1,1],[0,2]]"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "Jacobian A     [[1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 1.0]]"


def test_only_what_moves_must_have_a_derivative() -> None:
    assert pipeline.differentiate("abs(beta)*x", wrt=["x"]).conditions == ()
    assert text(pipeline.differentiate("abs(beta)*x", wrt=["beta"]).conditions) == "beta != 0"
    assert pipeline.differentiate("pinv(A)*x", wrt=["x"]).conditions == ()


def test_a_real_power_may_be_whole() -> None:
    assert (
        text(pipeline.differentiate("alpha^beta", wrt=["alpha"]).conditions)
        == "alpha > 0 (alpha != 0 where beta is an integer)"
    )
    assert (
        text(pipeline.differentiate("(2*x).^beta", wrt=["x"]).conditions)
        == "every entry of x is positive (none is 0 where beta is an integer)"
    )


def test_a_long_condition_is_said_and_a_shared_part_named() -> None:
    long = "logdet(X'*X + sigma^2*B'*B + tau*C'*C)"
    assert text(pipeline.differentiate(long, wrt=["X"]).conditions) == "det(X'*X + sigma^2*B'*B + tau*C'*C) != 0"
    twice = "log(alpha + norm(A*x - B*y + C*z - b)) + 1/(beta + norm(A*x - B*y + C*z - b))"
    said = text(pipeline.differentiate(twice, wrt=["x"]).conditions)
    assert said.count("C*z") == 1
    assert ", with t1 = " in said


FORMATS = {
    "plain": "where          det(A) != 0",
    "pretty": "where          det(A) ≠ 0",
    "latex": r"& \text{where }\det(A) \neq 0",
    "markdown": r"where $\det(A) \neq 0$",
    "typst": "where $det (A) != 0$",
    "html": "<mo>≠</mo><mn>0</mn>",
    "json": '"conditions": ["det(A) != 0"]',
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_of_a_report_says_it(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "inv(A)", "-f", form]) == 0
    assert FORMATS[form] in capsys.readouterr().out


@pytest.mark.parametrize("words", [
    ["grad", "logdet(A)"], ["jacobian", "inv(A)"], ["differential", "inv(A)"], ["hessian", "logdet(A)"], ["vjp", "inv(A)"],
    ["simplify", "inv(A)*A*B"], ["implicit", "A*x - b", "--solve", "x", "--wrt", "A"],
    ["implicit", "A*x - b", "--solve", "x", "--wrt", "A", "--loss", "norm(x)^2"],
])  # fmt: skip
@pytest.mark.parametrize("form", ["plain", "pretty", "latex", "typst"])
def test_single_answers_note_it(words: list[str], form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "-f", form]) == 0
    assert "note: valid where det(A) != 0\n" in capsys.readouterr().err


def test_single_answers_as_pages_say_it(capsys: pytest.CaptureFixture[str]) -> None:
    for form, said in (("html", "<mo>≠</mo>"), ("markdown", r"where $\det(A) \neq 0$")):
        assert main(["grad", "logdet(A)", "-f", form]) == 0
        printed = capsys.readouterr()
        assert said in printed.out
        assert printed.err == ""


@pytest.mark.parametrize("form", ["latex", "typst"])
def test_single_answers_as_documents_say_it(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grad", "logdet(A)", "-f", form, "--standalone"]) == 0
    printed = capsys.readouterr()
    assert FORMATS[form].replace(r"& \text{where }\det(A) \neq 0", r"where $\det(A) \neq 0$") in printed.out
    assert printed.err == ""


@pytest.mark.parametrize("words", [["simplify", "inv(A)*A"], ["vjp", "inv(A)"], ["newton", "A*X - B", "--solve", "X"]])
def test_json_without_derivatives_says_it(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["conditions"] == ["det(A) != 0"]


def test_a_script_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "inv(A)", "-f", "sympy"]) == 0
    assert capsys.readouterr().out.startswith("# valid where det(A) != 0\nimport sympy\n")


def test_an_equation_needs_its_jacobian(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["implicit", "alpha*x + x.^3 - b", "--solve", "x", "--wrt", "b", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["conditions"] == ["det(alpha*I(n) + 3*diag(x.^2)) != 0"]
    assert main(["implicit", "alpha*beta - 1", "--solve", "alpha", "--wrt", "beta", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["conditions"] == ["beta != 0"]


def test_what_simplify_prints_shows_its_own_conditions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simplify", "log(x)"]) == 0
    assert capsys.readouterr() == ("log(x)\n", "")


@pytest.mark.parametrize("target", ["numpy", "torch", "jax", "array-api", "matlab", "julia"])
def test_emitted_code_says_it(target: str) -> None:
    assert "Needs det(A) != 0." in modules.code("inv(A)", target=target)


NOWHERE = [
    ("eigmax(S) where S: symmetric(n)", ["S=[[1,0],[0,1]]"], "the largest eigenvalue of S is simple"),
    ("eigvals(S) where S: symmetric(n)", ["S=[[1,0],[0,1]]"], "the eigenvalues of S are simple"),
    ("nucnorm(A)", ["A=[[1,2,1],[2,4,2]]"], "A has full rank"),
    ("pinv(A)", ["A=[[1,2],[2,4]]"], "the rank of A is constant"),
    ("specnorm(A)", ["A=[[1,0],[0,1]]"], "the largest singular value of A is simple"),
    ("svdvals(A)", ["A=[[1,0],[0,0]]"], "the singular values of A are simple and not 0"),
    ("abs(x)", ["x=[0,1]"], "no entry of x is 0"),
    ("opnorm(A, Inf)", ["A=[[0,3],[1,1]]"], "no entry of A is 0 where ismax(rowsum(abs(A)))*ones(1, n) is not"),
    ("norm(x)", ["x=[0,0]"], "x != 0"),
    ("sqrt(alpha)", ["alpha=0"], "alpha > 0"),
    ("arcsin(alpha)", ["alpha=1"], "abs(alpha) < 1"),
    ("cbrt(alpha)", ["alpha=0"], "alpha != 0"),
    ("max(x)", ["x=[2,2]"], "the largest entry of x is there once"),
    ("min(A, 2)", ["A=[[1,1],[0,2]]"], "the smallest entry of each row of A is there once"),
    ("max(A, 1)", ["A=[[1,3],[1,2]]"], "the largest entry of each column of A is there once"),
    ("std(x)", ["x=[2,2]"], "the entries of x are not all equal"),
    ("maximum(x, 0)", ["x=[0,2]"], "no entry of x is 0"),
    ("eigmin(S) where S: symmetric(n)", ["S=[[1,0],[0,1]]"], "the smallest eigenvalue of S is simple"),
    ("sqrtm(A)", ["A=[[1,0],[0,0]]"], "A has no eigenvalue that is 0 or negative"),
]


@pytest.mark.parametrize(("program", "at", "needed"), NOWHERE)
def test_eval_says_that_there_is_no_derivative(
    program: str, at: list[str], needed: str, capsys: pytest.CaptureFixture[str], tmp_path: Any
) -> None:
    points = [word for value in at for word in ("--at", value)]
    assert main(["eval", program, *points]) == 0
    value, derivative = capsys.readouterr().out.splitlines()
    assert value.startswith("value")
    assert derivative.endswith(f"does not exist here, only where {needed}")
    assert main(["eval", program, *points, "-f", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (name,) = found["missing"]
    assert [*found["derivatives"][name].values()] == [None]
    assert main(["eval", program, *points, "-f", "pretty"]) == 0
    assert "does not exist here" in capsys.readouterr().out
    assert main(["eval", program, *points, "--wrt", name, "-o", str(tmp_path / "d.csv")]) == 2
    assert "does not exist here" in capsys.readouterr().err


ROOTS = [
    ([[1, 2], [3, 6]], [[1 / 7**0.5, 2 / 7**0.5], [3 / 7**0.5, 6 / 7**0.5]]),
    ([[1, 2, 3], [2, 4, 6], [3, 6, 9]], [[1 / 14**0.5 * i * j for j in (1, 2, 3)] for i in (1, 2, 3)]),
    ([[0, 0], [0, 0]], [[0, 0], [0, 0]]),
    ([[4, 5, 7], [0, 0, 0], [0, 0, 0]], [[2, 5 / 2, 7 / 2], [0, 0, 0], [0, 0, 0]]),
    ([[0, 1], [0, 0]], None),
    ([[1, -1], [1, -1]], None),
    ([[-1, 0], [0, 0]], None),
    ([[3, 1, 2], [0, 0, 5], [0, 0, 0]], None),
]
"""Singular matrices and their principal square roots, by the full-rank factors b c of each: b (c b)^(-1/2) c."""


@pytest.mark.parametrize(("matrix", "root"), ROOTS)
def test_a_singular_matrix_has_a_root_where_0_is_semisimple_and_never_a_logarithm(
    matrix: list[list[float]], root: list[list[float]] | None, capsys: pytest.CaptureFixture[str]
) -> None:
    at = f"A={matrix}"
    assert main(["eval", "sqrtm(A)", "--at", at, "-f", "json"]) == (2 if root is None else 0)
    printed = capsys.readouterr()
    if root is None:
        assert "A has no negative eigenvalue, and 0 at most as a semisimple one" in printed.out
    else:
        assert json.loads(printed.out)["value"] == [pytest.approx(row, abs=1e-12) for row in root]
        assert "A" in json.loads(printed.out)["missing"]
    assert main(["eval", "logm(A)", "--at", at]) == 2
    assert "A has no eigenvalue that is 0 or negative" in capsys.readouterr().err


WITHOUT_A_FORMULA = [
    ("abs(alpha)*sin(alpha)", ["alpha=0"], "exists here, as differences show, but its formula holds only where alpha != 0"),
    ("norm(x)*x", ["x=[0,0,0]"], "exists here, as differences show, but its formula holds only where x != 0"),
    ("sum(exp(eigvals(S))) where S: symmetric(2)", ["S=[[1,0],[0,1]]"], "but its formula holds only where the eigenvalues of S are simple"),
    ("abs(x[1])*x[2]", ["x=[0,0]"], "but its formula holds only where x[1] != 0"),
    ("abs(x[1])*x[2]", ["x=[0,2]"], "does not exist here, only where x[1] != 0"),
    ("alpha^k", ["alpha=-2", "k=3"], "is not known here: its formula holds only where alpha > 0"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at", "said"), WITHOUT_A_FORMULA)
def test_eval_says_of_a_formula_without_a_value_whether_there_is_a_derivative(
    program: str, at: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", program, *[word for value in at for word in ("--at", value)]]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith(said)


NO_VALUE: list[tuple[str, list[str]]] = [
    ("sqrt(alpha)^2", ["alpha=-2"]), ("alpha/alpha", ["alpha=0"]), ("exp(log(alpha))", ["alpha=-1"]), ("inv(A)*A", ["A=[[1,2],[2,4]]"]),
    ("alpha^beta", ["alpha=-2", "beta=0.5"]), ("alpha^beta", ["alpha=0", "beta=-1"]), ("0*arcsin(2*alpha)", ["alpha=1"]),
    ("qr_r(A)", ["A=[[1,2],[2,4]]"]), ("qr_q(A')", ["A=[[1,2],[2,4],[3,6]]"]), ("eig(A)", ["A=[[2,1],[-1,0]]"]), ("eigvec(A, 1)", ["A=[[1,1],[0,1]]"]),
    ("logm(A)", ["A=[[-1,0],[0,1]]"]), ("polar(A)", ["A=[[1,2],[2,4]]"]), ("eigvecs(S)*b where S: symmetric(n)", ["S=[[1,0],[0,1]]", "b=[1,2]"]), ("stein(A, A)", ["A=[[0.5,0],[1,2]]"]), ("chol(A'*A - B) where B: symmetric(n)", ["A=[[1,0],[0,1]]", "B=[[2,0],[0,2]]"]), ("1/norm(x)", ["x=[0,0]"]), ("gammaln(alpha)", ["alpha=-2"]), ("sum(k, 2, n, k)", ["n=0"]), ("sum(k, 1, n, alpha/(k*(k-2)))", ["n=2", "alpha=1"]), ("sqrt(alpha) + sqrt(-alpha)", ["alpha=1"]), ("prod(k, 3, n, alpha)", ["n=1", "alpha=2"]),
]  # fmt: skip


@pytest.mark.parametrize(("program", "at"), NO_VALUE)
def test_eval_says_that_there_is_no_value(program: str, at: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    points = [word for value in at for word in ("--at", value)]
    assert main(["eval", program, *points]) == 2
    assert "the expression has no value at these matrices: it has one only where " in capsys.readouterr().err


def test_at_a_single_point_there_is_a_value_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "sqrt(alpha) + arccos(cosh(alpha)) + sqrt(-alpha)", "--at", "alpha=0"]) == 0
    said = capsys.readouterr()
    assert said.out.split() == ["value", "0.0"]
    assert "no derivative anywhere" in said.err


def test_a_whole_power_of_a_negative_number_has_a_value(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "(alpha^k)^(1/2)", "--at", "alpha=-3", "--at", "k=2", "--wrt", "alpha"]) == 0
    assert capsys.readouterr().out.split() == ["value", "3.0", "derivative", "alpha", "-1.0"]


def test_floating_point_may_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "abs(alpha)", "--at", "alpha=0", "--allow-nonfinite"]) == 0
    assert capsys.readouterr().out.split() == ["value", "0.0", "derivative", "alpha", "0.0"]


def test_a_polynomial_exists_at_singular_matrices(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "adj(A)", "--at", "A=[[1,2],[2,4]]", "--wrt", "A"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "value          [[4.0, -2.0], [-2.0, 1.0]]"
    assert main(["eval", "det(A)", "--at", "A=[[1,2],[2,4]]", "--wrt", "A"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "gradient A     [[4.0, -2.0], [-2.0, 1.0]]"
    for program in ("det(A)", "adj(A)", "tr(B*adj(A))"):
        other = ["--at", "B=[[1,2],[3,4]]"] * ("B" in program)
        assert main(["check", program, "--at", "A=[[1,2],[2,4]]", *other, "--wrt", "A"]) == 0
        assert capsys.readouterr().out.startswith("ok")


def test_nothing_is_out_of_a_range_with_nothing_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "sum(i, 1, k, x[i]^2)", "--at", "x=[1, 2]", "--at", "k=0", "--wrt", "x"]) == 0
    assert capsys.readouterr().out.split() == ["value", "0.0", "gradient", "x", "[[0.0],", "[0.0]]"]


OUT_OF_RANGE = """
    x[l]                  | x=[1, 2, 3]; l=0          | the index l is 0 here
    x[l]                  | x=[1, 2, 3]; l=4          | the index l goes up to 4 here, and there are 3
    x[i+2]                | x=[1, 2, 3]; i=2          | the index i + 2 goes up to 4
    x[4]                  | x=[1, 2, 3]               | the index goes up to 4
    x'*A[:,j]             | A=[[1, 2]]; j=-1; x=1    | the index j is -1
    sum(i, 1, k, x[i])    | x=[1, 2, 3]; k=5          | the index k goes up to 5
"""


@pytest.mark.parametrize("row", OUT_OF_RANGE.strip().splitlines())
def test_an_index_out_of_range_is_refused(row: str, capsys: pytest.CaptureFixture[str]) -> None:
    program, points, said = map(str.strip, row.split("|"))
    at = [word for value in points.split(";") for word in ("--at", value.strip())]
    for command in ("eval", "check"):
        assert main([command, program, *at]) == 2
        assert said in capsys.readouterr().err
