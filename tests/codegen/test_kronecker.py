"""Kronecker products in emitted NumPy code: laid out in memory, with no identity, commutation matrix or selector formed."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from matcalc_cli.questions.modules import code

FORMING = ("eye", "identity", "kron")
PROGRAMS = {
    "logdet(X)": ("X", "hessian"),
    "tr(inv(X)*C)": ("X", "hessian"),
    "tr(X'*A*X*B)": ("X", "hessian"),
    "norm(A - U*V')^2": ("U", "hessian"),
    "X'*X": ("X", "jacobian"),
    "A*X*B": ("X", "jacobian"),
    "tanh(W*X)": ("X", "jacobian"),
    "kron(A, B)": ("A", "jacobian"),
    "kron(A, B, C)": ("B", "jacobian"),
    "kron(B, A) where B: matrix(m,n)": ("A", "vjp"),
    "eigvals(S) where S: symmetric(n)": ("S", "jacobian"),
    "chol(S) where S: spd(n)": ("S", "jacobian"),
    "svdvals(A)": ("A", "jacobian"),
    "diag(A*X*B)": ("X", "jacobian"),
}


def refusing() -> Any:
    """NumPy without the functions that form matrices of zeros and ones."""
    return SimpleNamespace(**{name: getattr(np, name) for name in dir(np) if name not in FORMING})


@pytest.mark.parametrize("text", PROGRAMS)
def test_nothing_of_zeros_and_ones_is_formed(text: str) -> None:
    variable, function = PROGRAMS[text]
    module: dict[str, Any] = {}
    exec(code(text, wrt=[variable]), module)  # noqa: S102 our own code
    rng = np.random.default_rng(7)
    square = rng.normal(size=(4, 4))
    names = inspect.signature(module[function]).parameters
    values = {name: square @ square.T if name == "S" else rng.normal(size=(4, 4)) for name in names}
    if function == "vjp":
        values["Y"] = rng.normal(size=(16, 16))
    whole = module[function](**values)
    module["_np"] = refusing()
    assert np.array_equal(module[function](**values), whole)


@pytest.mark.parametrize(("m", "n", "p", "q"), [(3, 5, 4, 6), (5, 3, 3, 4)])
def test_axes_are_exchanged_as_the_commutation_matrix_does(m: int, n: int, p: int, q: int) -> None:
    module: dict[str, Any] = {}
    exec(code("kron(A, B)", wrt=["B"]), module)  # noqa: S102 our own code
    rng = np.random.default_rng(m)
    a, b = rng.normal(size=(m, n)), rng.normal(size=(p, q))
    units = np.eye(p * q).reshape(p * q, q, p).swapaxes(1, 2)
    columns = [np.kron(a, unit).reshape(-1, order="F") for unit in units]
    assert np.array_equal(module["jacobian"](a, b), np.stack(columns, axis=1))
