"""The modules for Numba: what they compute is what NumPy's do, without its compiler and, for some, with it."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions import modules
from tests.targets.test_c import drawn

PROGRAMS = {
    "sum(log(1 + exp(-y.*(X*w))))": "w",
    "x'*inv(S)*x + logdet(S) where S: spd(n)": "S",
    "det(A)*tr(A^3)": "A",
    "tr(A^k) where k: integer": "A",
    "logdet(X'*X) + norm(X) + nucnorm(X) where X: matrix(m,n)": "X",
    "A*X*B": "X",
    "sum(([X, c]*[x; 1]).^2) where X: matrix(m,n), c: vector(m)": "X",
    "sum(erf(x) + huber(x, 1) + erfc(x)) + sum(x.^2.*log(x.^2)) where x: vector(n)": "x",
    "sum(logsumexp(A, 2)) + sum(max(A, 1)) + sum(min(A, 2)) where A: matrix(m,n)": "A",
    "sum(vech(S).^2) + eigmax(S) where S: symmetric(n)": "S",
    "kron(X, c')*commutation(m, n)*vec(X) where X: matrix(m,n), c: vector(m)": "X",
    "sum(khatrirao(A, B).^2) + prod(x) + sum(cumsum(x))": "x",
    "sum(i in 1:N if i != 2, y_i*x_i'*S_i*x_i) + prod(i, 1, N, y_i) where y_i: scalar, S_i: symmetric(n)": "x_j",
    "g.*(x - mean(x))/std(x) where x: vector(n), g: vector(n)": "x",
    "sum(log(cosh(x))) + logsumexp(x) + sum(softmax(x).^2)": "x",
}  # fmt: skip
"""By text the variable: one of each kind of statement and helper."""
COMPILED = ("x'*inv(S)*x + logdet(S) where S: spd(n)",)
"""Those that Numba compiles here, which takes it seconds a function."""


def functions(text: str, target: str) -> dict[str, Any]:
    scope: dict[str, Any] = {}
    exec(modules.code(text, wrt=[PROGRAMS[text]], target=target), scope)  # noqa: S102
    return scope


def agrees(text: str, names: set[str]) -> None:
    wanted, found = functions(text, "numpy"), functions(text, "numba")
    assert names <= set(found["__all__"]) == set(wanted["__all__"])
    kinds, rng = wanted["_shapes"], np.random.default_rng(5)
    code = wanted["f"].__wrapped__.__code__
    shared = {x: drawn(kinds[x], x, rng) for x in code.co_varnames[: code.co_argcount]}
    for name in names or found["__all__"]:
        code = wanted[name].__wrapped__.__code__
        taken = code.co_varnames[: code.co_argcount]
        given = {x: shared[x] if x in shared else drawn(kinds.get(f"{name} {x}", kinds.get(x)), x, rng) for x in taken}
        one, other = wanted[name](**given), found[name](**given)
        for a, b in zip(*[x if isinstance(x, tuple) else (x,) for x in (one, other)], strict=True):
            np.testing.assert_allclose(b, a, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("text", PROGRAMS)
def test_without_the_compiler_they_compute_what_numpy_does(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        sys.modules, "numba", SimpleNamespace(njit=lambda f: f, vectorize=lambda f: np.vectorize(f, otypes=[float]))
    )
    agrees(text, set())


@pytest.mark.parametrize("text", COMPILED)
def test_compiled_they_do_too(text: str) -> None:
    pytest.importorskip("numba", reason="numba is not installed")
    agrees(text, {"gradient"})


@pytest.mark.parametrize(
    ("text", "said"), [("tr(expm(A))", "numba code for expm"), ("sum(digamma(x))", "numba code for digamma")]
)
def test_what_numba_has_not_got_is_said(text: str, said: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        modules.code(text, target="numba")
    assert said in caught.value.message
