"""Sums over families of matrices in emitted code: no loops, and what loops and formulas written by hand in NumPy give."""

from __future__ import annotations

import inspect
import re
from typing import Any

import numpy as np
import pytest

from matcalc_cli.codegen.text import framing
from matcalc_cli.questions.modules import code
from tests.targets.libraries import Library

SIZES = {"N": 4, "n": 3, "m": 5, "p": 2, "q": 6, "K": 2, "M": 7}
LOOPS = re.compile(r"_total\(|_production\(")
RNG = np.random.default_rng(5)
PROGRAMS = [
    ("sum(i, 1, N, (x_i - c)'*inv(S_i)*(x_i - c) + logdet(S_i)) where S_i: spd(n)", "c"),
    ("sum(i, 1, N, norm(A_i*X*B_i - C_i)^2) where A_i: matrix(m,n), B_i: matrix(p,q), C_i: matrix(m,q)", "X"),
    ("sum(i, 1, N, log(sum(k, 1, K, pi_k*exp(-(x_i - mu_k)'*inv(S_k)*(x_i - mu_k)/2)))) where mu_k: vector(n), S_k: spd(n)", "mu_k"),
    ("sum(i, 1, M, sum(j, 1, N, u_i'*A_ij*v_j)) where A_ij: matrix(m,n)", "u_k"),
    ("sum(i, 1, M, sum(j, 1, N, tr(A_ij*B_j)*y_i)) where A_ij: matrix(m,n), B_j: matrix(n,m), y_i: scalar", "y_k"),
    ("sum(i, 1, N-1, norm(A_(i+1)*x - A_i*x)) where A_i: matrix(m,n)", "x"),
    ("sum(i, 1, N, tr(inv(B + alpha_i*A_i)) + sum(exp(A_i*x))) where A_i: matrix(n,n)", "x"),
    ("prod(i, 1, N, det(A_i)) + sum(i, 1, N, det(A_i)*sum(A_k*A_i)) where A_i: matrix(n,n)", "A_k"),
    ("tr(sum(i, 1, N, alpha_i*A_i)*B) + sum(i, 1, N, norm(colsum(A_i)) + norm(rowsum(A_i))) where A_i: matrix(n,m)", "alpha_k"),
]  # fmt: skip


def functions(text: str, wrt: str, target: str) -> tuple[dict[str, Any], str]:
    scope: dict[str, Any] = {"__name__": "derivatives"}
    written = code(text, wrt=[wrt], target=target)
    exec(compile(written, "<emitted>", "exec"), scope)  # noqa: S102 what matcalc emits is what is tested
    return scope, written


def drawn(scope: dict[str, Any], text: str) -> dict[str, Any]:
    """A value for each argument of any function, by the shapes that the module itself says."""
    values: dict[str, Any] = {}
    for name, kind in scope["_shapes"].items():
        if not isinstance(kind, tuple):
            values[name] = 2 if kind is int else 0.7
            continue
        shape = [eval(str(size), {}, SIZES) for size in kind]  # noqa: S307 a polynomial of dimensions
        value = RNG.standard_normal(shape)
        if name == "S" and "spd" in text:
            value = value @ value.swapaxes(-1, -2) + np.eye(shape[-1])
        values[name] = abs(value) + 0.2 if name == "pi" else value
    return values


@pytest.mark.parametrize(
    ("text", "wrt", "target", "library"),
    [
        *[(*program, *target) for program in PROGRAMS for target in (("numpy", "numpy"), ("array-api", "array_api_strict"))],
        *[(*PROGRAMS[i], target, target) for i in (3, 8) for target in ("jax", "torch")],
    ],
)  # fmt: skip
def test_stacks_compute_what_loops_do(
    text: str, wrt: str, target: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrays = Library(library)
    scope, written = functions(text, wrt, target)
    monkeypatch.setattr(framing, "stacked", lambda _, roots: list(roots))
    loops, looped = functions(text, wrt, "numpy")
    assert LOOPS.search(looped)
    assert not LOOPS.search(written.partition("def f(")[2].partition("\n\n\n")[0])
    values = drawn(loops, text)
    for name in ("f", "gradient"):
        names = [*inspect.signature(loops[name]).parameters]
        given = {n: arrays.array(v) if isinstance(v, np.ndarray) else v for n in names for v in [values[n]]}
        wanted = np.asarray(loops[name](**{n: values[n] for n in names}))
        np.testing.assert_allclose(np.asarray(arrays.number(scope[name](**given))), wanted, rtol=1e-9, atol=1e-9)


def test_a_stack_against_numpy_by_hand() -> None:
    text, wrt = PROGRAMS[1]
    scope, _ = functions(text, wrt, "numpy")
    v = drawn(scope, text)
    given = {name: v[name] for name in "AXBC"}
    apart = np.einsum("imn,np,ipq->imq", v["A"], v["X"], v["B"]) - v["C"]
    assert scope["f"](**given) == pytest.approx((apart**2).sum())
    np.testing.assert_allclose(scope["gradient"](**given), 2 * np.einsum("imn,imq,ipq->np", v["A"], apart, v["B"]))


@pytest.mark.parametrize(
    "text",
    [
        "sum(i in 1:N if i != 2, tr(A_i*B)) where A_i: matrix(n,n)",
        "sum(i, 1, N, tr(expm(A_i)*B)) where A_i: matrix(n,n)",
        "sum(i, 1, N, sum(j, 1, i, tr(A_i*A_j*B))) where A_i: matrix(n,n)",
        "sum(i, 1, N, sum(j, 1, N, tr(A_ij*A_ji*B))) where A_ij: matrix(n,n)",
    ],
)  # fmt: skip
def test_what_has_no_such_form_stays_a_loop(text: str) -> None:
    scope, written = functions(text, "B", "numpy")
    assert LOOPS.search(written)
    rng = np.random.default_rng(2)
    given = {"A": rng.standard_normal((4, 4, 3, 3) if "A_ij" in text else (4, 3, 3)), "B": rng.standard_normal((3, 3))}
    h = 1e-6 * rng.standard_normal((3, 3))
    slope = (scope["f"](A=given["A"], B=given["B"] + h) - scope["f"](A=given["A"], B=given["B"] - h)) / 2
    assert slope == pytest.approx(np.sum(scope["gradient"](**given) * h), rel=1e-6)


HESSIANS = [
    ("sum(i, 1, N, tr(S_i*A)^2) where S_i: matrix(m,n)", "A"),
    ("sum(i, 1, N, (u_i'*A_i*B*v)^2) where A_i: matrix(m,n)", "B"),
    ("sum(i, 1, N, alpha_i*norm(A_i*X*B)^2) where A_i: matrix(m,n)", "X"),
    ("sum(i, 1, N-1, norm(A_(i+1)*x - A_i*x)^2) where A_i: matrix(m,n)", "x"),
]


@pytest.mark.parametrize(("text", "wrt"), HESSIANS)
@pytest.mark.parametrize(
    ("target", "library"), [("numpy", "numpy"), ("array-api", "array_api_strict"), ("torch", "torch")]
)
def test_hessians_are_products_of_stacks(
    text: str, wrt: str, target: str, library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrays = Library(library)
    scope, written = functions(text, wrt, target)
    monkeypatch.setattr(framing, "stacked", lambda _, roots: list(roots))
    loops, _ = functions(text, wrt, "numpy")
    body = written.partition("def hessian(")[2].partition("\n\n\n")[0]
    assert not LOOPS.search(body)
    for members in (SIZES["N"], 1):  # of one member a sum of differences is empty
        monkeypatch.setitem(SIZES, "N", members)
        values = drawn(loops, text)
        names = [*inspect.signature(loops["hessian"]).parameters]
        given = {n: arrays.array(values[n]) if isinstance(values[n], np.ndarray) else values[n] for n in names}
        wanted = loops["hessian"](**{n: values[n] for n in names})
        found = np.asarray(arrays.number(scope["hessian"](**given)))
        np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-9)
