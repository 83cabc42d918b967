"""Kronecker products in emitted NumPy code: laid out in memory, with no identity, commutation matrix or selector formed."""

from __future__ import annotations

import inspect
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from matcalc_cli.questions.modules import code
from tests.codegen.test_helpers import helper
from tests.functions.numerics import close

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


SIZES = [
    (12, 13, 11, 9),
    (1, 31, 20, 25),
    (20, 25, 1, 31),
    (40, 1, 14, 21),
    (100, 3, 9, 4),
    (9, 4, 100, 3),
    (3, 5, 24, 26),
    (2, 3, 4, 5),
]
"""m, n of one factor, p, q of the other: products so large that the order of memory is chosen, and a small one."""


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("sizes", SIZES)
def test_products_are_the_same_in_whatever_order_of_memory(sizes: tuple[int, int, int, int], *, turned: bool) -> None:
    m, n, p, q = sizes
    a, b, c, d = factors(sizes, turned=turned)
    rows, columns = (np.arange(x * y).reshape(x, y).T.ravel() for x, y in ((m, p), (n, q)))
    whole, other = np.kron(a, b), np.kron(c, d)
    close(helper("kron")(a, b), whole)
    close(helper("exchanged_kron")(a, b), whole[rows])
    filled = helper("filled")
    close(filled((a, b), (c, d)), whole + other)
    close(filled((a, b), (c, d, "rows"), (c, d, "columns")), whole + other[rows] + other[:, columns])
    left, right = np.ones((m * p, 2)), np.arange(2.0 * n * q).reshape(2, n * q)
    close(filled([left, right], [2 * left, right], (a, b)), 3 * left @ right + whole)


def test_products_with_a_row_lie_column_by_column() -> None:
    a, b, c, d = factors((1, 31, 20, 25), turned=False)
    identity = 20 * np.kron(a, np.eye(20)[:, :20])
    for found in (helper("kron")(a, b), helper("filled")((a, b), (c, d))):
        assert found.flags.f_contiguous
    close(helper("filled")((a, b[:, :20]), (20 * a, 20)), np.kron(a, b[:, :20]) + identity)
    assert helper("kron")(b, d).flags.c_contiguous


def factors(sizes: tuple[int, int, int, int], *, turned: bool) -> list[Any]:
    """Two pairs of matrices of such sizes, row by row in memory or column by column."""
    m, n, p, q = sizes
    rng = np.random.default_rng(m + n)
    shapes = [(m, n), (p, q)] * 2
    return [rng.normal(size=shape[::-1]).T if turned else rng.normal(size=shape) for shape in shapes]
