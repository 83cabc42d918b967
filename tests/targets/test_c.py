"""The C code, compiled without a warning and called beside NumPy's, at small fixed sizes."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matcalc_cli.codegen.targets import load
from matcalc_cli.errors import MatcalcError
from matcalc_cli.questions import modules

COMPILER = shutil.which("gcc") or shutil.which("cc") or shutil.which("clang")
STRICT = ("-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-shared", "-fPIC")
SIZES = {"m": 4, "n": 3, "p": 2, "q": 2, "N": 5}
PROGRAMS = {
    "sum(log(1 + exp(-y.*(X*w))))": ["w"],
    "x'*inv(S)*x + logdet(S) where S: spd(n)": ["S", "x"],
    "logdet(X'*X) + norm(X) where X: matrix(m,n)": ["X"],
    "det(A)*tr(A^3)": ["A"],
    "tr(A^k) where k: integer": ["A"],
    "A*X*B": ["X"],
    "expand(X) = [X, c; d', 1]; tr(expand(X)*expand(X)') + X[1,2]*norm(X[2:3,:])^2 where X: matrix(m,n)": ["X"],
    "cross(a, b)*softmax(a)'": ["a"],
    "norm(q)^4*hat(q)*q + alpha*q/norm(q) where q: vector(3)": ["q", "alpha"],
    "g.*(x - mean(x))/std(x) where x: vector(n), g: vector(n)": ["x"],
    "sum(i in 1:N if i != 2, y_i*x_i'*S_i*x_i) + prod(i, 1, N, y_i) where y_i: scalar, S_i: symmetric(n)": ["x_j"],
    "sum(j, 0, k^2 - 7, A^j*b*c'*A^(k - 1 - j)) + k*A where k: integer": ["A"],
    "logsumexp(A, 2)'*b + sum(max(A, 1)) where A: matrix(m,n)": ["A"],
    "sum(vech(chol(S))) where S: spd(n)": ["S"],
    "std(X*w) where X: matrix(m,n)": ["w"],
    "kron(X, c')*commutation(m, n)*vec(X) where X: matrix(m,n), c: vector(m)": ["X"],
}
"""By text the variables: one of each kind of statement."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if COMPILER is None:
        pytest.skip("no C compiler is installed")
    return tmp_path_factory.mktemp("c")


def compiled(folder: Path, text: str) -> ctypes.CDLL:
    """The module as a library."""
    source = folder / f"m{len(list(folder.iterdir()))}.c"
    source.write_text(text)
    library = source.with_suffix(".so")
    done = subprocess.run(
        [str(COMPILER), *STRICT, str(source), "-o", str(library), "-lm"], check=False, capture_output=True, text=True
    )
    assert not done.returncode, done.stderr
    return ctypes.CDLL(str(library))


def called(library: ctypes.CDLL, name: str, given: list[Any], wanted: Any) -> tuple[Any, ...]:
    """What a function returns and fills, in the shapes of what is wanted."""
    parts = wanted if isinstance(wanted, tuple) else (wanted,)
    function = getattr(library, name)
    number = np.ndim(parts[0]) == 0
    function.restype = ctypes.c_double if number else None
    filled = [np.full(np.shape(part), np.nan) for part in parts[number:]]
    arrays = {i: np.array(x, dtype=float, order="C") for i, x in enumerate(given) if np.ndim(x)}
    passed = [
        _pointer(arrays[i]) if i in arrays else x if isinstance(x, int) else ctypes.c_double(x)
        for i, x in enumerate(given)
    ]
    returned = function(*passed, *map(_pointer, filled))
    return (*[returned] * number, *filled)


def _pointer(array: Any) -> Any:
    return array.ctypes.data_as(ctypes.POINTER(ctypes.c_double))


def drawn(kind: Any, name: str, rng: Any) -> Any:
    """A value for what a NumPy module says of an argument: its shape, a type, or the dimension that it is."""
    if not isinstance(kind, tuple):
        return SIZES[kind] if isinstance(kind, str) else 3 if kind is int else rng.standard_normal()
    x = rng.standard_normal([SIZES.get(size, size) for size in kind])
    return x @ np.swapaxes(x, -1, -2) + np.eye(SIZES["n"]) if name == "S" else x


@pytest.mark.parametrize("text", PROGRAMS)
def test_it_computes_what_numpy_does(text: str, folder: Path) -> None:
    scope: dict[str, Any] = {}
    exec(modules.code(text, wrt=PROGRAMS[text]), scope)  # noqa: S102
    kinds = scope["_shapes"]
    used = {size for kind in kinds.values() for size in (kind if isinstance(kind, tuple) else [kind]) if size in SIZES}
    sizes = ",".join(f"{name}={SIZES[name]}" for name in sorted(used))
    library = compiled(folder, modules.code(text, wrt=PROGRAMS[text], target="c", sizes=sizes))
    rng = np.random.default_rng(5)
    for name in scope["__all__"]:
        function = scope[name].__wrapped__
        taken = {
            x: kinds.get(f"{name} {x}", kinds[x])
            for x in function.__code__.co_varnames[: function.__code__.co_argcount]
        }
        given = {x: drawn(kind, x, rng) for x, kind in taken.items()}
        wanted = function(**given)
        parts = wanted if isinstance(wanted, tuple) else (wanted,)
        found = called(library, name, [x for n, x in given.items() if not isinstance(taken[n], str)], parts)
        for one, other in zip(found, parts, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("norm(A*x - b)^2", {}, "m, n are not told"),
        ("norm(A*x - b)^2", {"sizes": "n=2"}, "m is not told"),
        ("tr(expm(A))", {"sizes": "n=3"}, "no c code for expm"),
        (
            "sum(i in 1:N, sum(j in 1:N if i != j, norm(x_i - x_j)^4)) where x_i: vector(n)",
            {"sizes": "N=5,n=3", "wrt": ["x_k"]},
            "members of a family",
        ),
        ("norm(A*A)^2", {"sizes": "n=600"}, "more than 131,072 numbers"),
        ("tr(phi(A)) where phi: scalar of matrix(n,n)", {"sizes": "n=3"}, "without a formula"),
        ("sum(i, 1, abs(k), tr(A^i)) where k: integer", {"sizes": "n=3"}, "computed from other numbers"),
    ],
)
def test_what_it_does_not_do_is_said(text: str, options: dict[str, str], said: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        modules.code(text, target="c", **options)
    assert said in f"{caught.value.message} {caught.value.hint}"


def test_names_that_c_needs_get_an_underscore() -> None:
    code = modules.code(
        "fabs*int + norm(i*j) where i: scalar, j: vector(n), fabs: scalar, int: scalar", target="c", sizes="n=2"
    )
    assert "double f(double fabs_, double int_, double i, const double *j)" in code
    assert "j[i_]" in code


def test_no_index_is_compared_with_itself() -> None:
    """Which compilers warn of: the diagonal of an identity that stands among other things."""
    text = "x'*(A + norm(x)^2*I)*x/(x'*x)"
    assert "i == i" not in modules.code(text, wrt=["x"], target="c", sizes="n=3", operators=True)


def test_a_plan_names_the_steps_of_the_sizes() -> None:
    (report, *_), sizes = modules.code_plan("x'*A*x", wrt=["x"], target="c", sizes="n=3")
    assert [row.text for row in report.rows] == ["t1 = matmul(transpose(x), A)", "t2 = matmul(t1, x)"]
    assert sizes == {"n": 3}


def test_no_loop_is_written_by_the_target() -> None:
    with pytest.raises(NotImplementedError):
        load("c").loop("total", "i", (), (), "", str)
