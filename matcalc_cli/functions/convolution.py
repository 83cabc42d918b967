"""Convolution of vectors and matrices, in full, and what its derivatives are written with."""

from __future__ import annotations

from matcalc_cli.expr.function import Function
from matcalc_cli.functions.structures import structured

_FULL = "m+p+-1,n+q+-1"
_AREA = ("m*n", "m*q", "-1*m", "p*n", "p*q", "-1*p", "-1*n", "-1*q", "1")
"""The terms of (m + p - 1)(n + q - 1)."""
_AREA_TIMES_MN = "+".join(f"{term}*m*n" for term in _AREA)
_VALID = "(r - p + 1)", "(s - q + 1)"
_ENTRY = (
    "k_ % {2} == i_ % ({0} + {2} - 1) - j_ % {0} and k_ // {2} == i_ // ({0} + {2} - 1) - j_ // {0}",
    (
        "mod(k_, {2}) == mod(i_, {0} + {2} - 1) - mod(j_, {0}) && "
        "floor(k_ / {2}) == floor(i_ / ({0} + {2} - 1)) - floor(j_ / {0})"
    ),
)

CONV = Function(
    "conv", f"A: m,n; K: p,q -> {_FULL}", "the full convolution of two vectors or matrices, the kernel turned round",
    differential={"A": "linear", "K": "linear"}, adjoint={"A": "correlate(G, K)", "K": "correlate(G, A)"},
    matrix={"A": "convmatrix(K, m, n)", "K": "convmatrix(A, p, q)"}, transposition="commutes",
    code="unvec(convmatrix(K, m, n)*vec(A), m + p - 1, n + q - 1)", leaves_name_free=True, example="conv(x, k)",
    elsewhere={"mathematica": "ListConvolve", "numpy": "convolve"}, spelled={"numpy": "_convolved", "matlab": "conv2"}, source="Goodfellow, Bengio & Courville, Deep Learning, 9.1",
)  # fmt: skip
CORRELATE = Function(
    "correlate", "Y: r,s; K: p,q -> r+-1*p+1,s+-1*q+1",
    "the sums of the entries of K times those of Y under it, wherever K fits in: the adjoint of the convolution",
    differential={"Y": "linear", "K": "linear"}, adjoint={"Y": "conv(G, K)", "K": "correlate(Y, G)"},
    matrix={
        "Y": f"convmatrix(K, {_VALID[0]}, {_VALID[1]})'",
        "K": f"kron(I({_VALID[0]}*{_VALID[1]}), vec(Y)')*convbasis({_VALID[0]}, {_VALID[1]}, p, q)",
    },
    transposition="commutes", leaves_name_free=True, example="correlate(conv(x, k), k)",
    code=f"unvec(convmatrix(K, {_VALID[0]}, {_VALID[1]})'*vec(Y), {_VALID[0]}, {_VALID[1]})",
)  # fmt: skip
CONVMATRIX = Function(
    "convmatrix", f"(m,n); K: p,q -> {'+'.join(_AREA)},m*n", "convmatrix(K, m, n): the matrix M with vec(conv(A, K)) = M vec(A)",
    differential={"K": "linear"}, adjoint={"K": "unvec(convbasis(m, n, p, q)'*vec(G), p, q)"},
    matrix={"K": "convbasis(m, n, p, q)"}, leaves_name_free=True,
    code="unvec(convbasis(m, n, p, q)*vec(K), (m + p - 1)*(n + q - 1), m*n)", example="convmatrix(K, m, n)*vec(A) where A: matrix(m,n)",
)  # fmt: skip
CONVBASIS = Function(
    "convbasis", f"(m,n,p,q) -> {_AREA_TIMES_MN},p*q",
    "the matrix M with vec(convmatrix(K, m, n)) = M vec(K) for K p x q", leaves_name_free=True,
    example="convbasis(m, n, p, q)*vec(K) where K: matrix(p,q)",
    spelled=structured("({0} + {2} - 1) * ({1} + {3} - 1)", "{0} * {1}", "{2} * {3}", *_ENTRY),
)  # fmt: skip

CONVOLUTION = (CONV, CORRELATE, CONVMATRIX, CONVBASIS)
