"""What the functions of a NumPy module do with what people hand in: shapes, lists, integers, labels, single precision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.optimize  # type: ignore[import-untyped, unused-ignore]
import scipy.sparse  # type: ignore[import-untyped, unused-ignore]

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.questions import modules

LOGISTIC = "sum(log(1 + exp(-y.*(X*w))))"
RIDGE = "norm(A*x - b)^2/2 + lambda/2*norm(x)^2"
RNG = np.random.default_rng(0)
X, w, y = RNG.standard_normal((6, 3)), RNG.standard_normal((3, 1)), np.sign(RNG.standard_normal((6, 1)))
OLD = np.asmatrix(X)
VALUE = float(np.sum(np.log(1 + np.exp(-y * (X @ w)))))
SLOPE = -X.T @ (y / (1 + np.exp(y * (X @ w))))


def module(text: str, *wrt: str) -> dict[str, Callable[..., Any]]:
    return load(modules.code(text, wrt=wrt))


@pytest.fixture(scope="module")
def logistic() -> dict[str, Callable[..., Any]]:
    return module(LOGISTIC, "w")


class Labelled:
    """As a DataFrame: an array behind labels, which NumPy can ask for."""

    def __init__(self, array: Any) -> None:
        self.array = array
        self.shape = array.shape

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return self.array

    def __mul__(self, other: Any) -> Any:
        raise AssertionError("labels are not for arithmetic")


class Boxed:
    """As what libraries that differentiate Python hand in: it has a type of numbers, and NumPy sees none in it."""

    dtype, shape = w.dtype, w.shape


class Tracer(Boxed):
    """What JAX hands in while it differentiates: it says that it is an array, and has no numbers."""

    def __init__(self, w: Any) -> None:
        self.shape = w.shape

    def __array__(self) -> Any:
        raise TypeError("the conversion was called on a traced array")


@pytest.mark.parametrize(
    "given",
    [
        (y, X, w),
        (y[:, 0], X, w[:, 0]),
        (y[:, 0].tolist(), X.tolist(), w[:, 0].tolist()),
        (np.ma.array(y), X, w),
        (y, memoryview(X), w),
        (y.astype(np.int8), X, w),
        (Labelled(y[:, 0]), Labelled(X), w[:, 0]),
        (Labelled(y), Labelled(X), w),
        (np.asmatrix(y), np.asmatrix(X), w),
        (y, scipy.sparse.csr_array(X), w),
    ],
    ids=["columns", "one axis", "lists", "masks", "memory", "integers", "series", "frames", "matrix", "sparse"],
)
def test_the_value_and_the_gradient_are_the_same(logistic: Any, given: tuple[Any, ...]) -> None:
    for _ in range(2):  # what was right once is not looked at again
        assert logistic["f"](*given) == pytest.approx(VALUE)
        slope = logistic["gradient"](*given)
        assert slope.shape == ((3,) if np.ndim(given[2]) == 1 else (3, 1))
        np.testing.assert_allclose(slope.reshape(3, 1), SLOPE)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((y[:, 0], X, w), r"y must have the shape \(6, 1\) beside X of shape \(6, 3\), not \(6,\): y\[:, None\]"),
        ((y, X, w[:, 0]), r"w must have the shape \(3, 1\) beside X .*: w\[:, None\], or one axis for all vectors"),
        ((y.T, X, w), r"y must have the shape \(6, 1\) beside X of shape \(6, 3\), not \(1, 6\): y.T$"),
        ((y[:5], X, w), r"y must have the shape \(6, 1\) beside X of shape \(6, 3\), not \(5, 1\)$"),
        ((y, X[None], w), r"X must have the shape \(6, 3\) beside y of shape \(6, 1\), not \(1, 6, 3\)"),
        (
            (X, y, w),
            r"w must have the shape \(1, 1\) beside X of shape \(6, 1\), not \(3, 1\)|y must have the shape \(6, 1\)",
        ),
        ((y, X + 1j, w), "X must be real, not complex128"),
        ((np.ma.masked_less(y, 0), X, w), "y must be real, not masked"),
        ((y, scipy.sparse.csr_matrix(X), w), r"scipy.sparse.csr_array\(X\)"),
        ((y, X, [[1.0], [2.0, 3.0], [4.0]]), "w must be real, and not every entry of this list is a number"),
        ((y, X, [object()] * 3), "w must be real, and not every entry of this list is a number"),
        (
            (y, X, Boxed()),
            "not every entry of this Boxed of tests is a number: what differentiates code itself needs --t",
        ),
        (
            (y, X, Tracer(w)),
            "this Tracer of tests is a number: what .* needs --target jax or torch; derivatives to hand",
        ),
        ((y, X), r"missing 1 required positional argument: 'w'"),
    ],
)
def test_what_does_not_fit_is_named(logistic: Any, given: tuple[Any, ...], said: str) -> None:
    with pytest.raises((ValueError, TypeError), match=said):
        logistic["value_and_gradient"](*given)


def test_numbers_and_dimensions() -> None:
    trace = module("tr(A^k)")
    assert trace["f"](X[:3], 3) == trace["f"](X[:3], np.float64(3)) == trace["f"](X[:3], [[3]])
    with pytest.raises(TypeError, match=r"k must be an integer, not 2.5"):
        trace["f"](X[:3], 2.5)
    with pytest.raises(TypeError, match="lambda_ must be a number"):
        module(RIDGE, "x")["f"](X, w, y, w)
    assert module("kron(I(k), A)")["f"](A=X, k=4.0).shape == (24, 12)


def test_integers_do_not_overflow() -> None:
    assert module("sum(x.^3)")["f"](np.array([2000, 1500], dtype=np.int32)) == 11_375_000_000


@pytest.mark.parametrize("text", ["logdet(X'*X)", "nucnorm(X)", "X'*X", "pinv(X)", "expm(X'*X)"])
def test_single_precision_stays(text: str) -> None:
    functions = module(text, "X")
    single = 0.3 * X.astype(np.float32)
    for name in {"f", "gradient", "jacobian", "hessian"} & functions.keys():
        found = functions[name](single)
        assert isinstance(found, float) or found.dtype == np.float32
        np.testing.assert_allclose(found, functions[name](single.astype(float)), rtol=2e-3, atol=2e-3)


@pytest.mark.parametrize("text", ["tr(A'*X)", "A'", "A[1:2,:]", "vec(A)", "A + 0*X", "inner(A, X)"])
def test_no_result_is_an_argument_or_another_result(text: str) -> None:
    functions = module(text)
    A = RNG.standard_normal((4, 3))
    given = {name: A for name in ("A", "X") if name in functions["f"].__wrapped__.__code__.co_varnames}  # type: ignore[attr-defined]
    for name in {"f", "gradient_A", "gradient_X", "jacobian_A", "value_and_gradient"} & functions.keys():
        found = functions[name](**given)
        arrays = [part for part in (found if isinstance(found, tuple) else [found]) if isinstance(part, np.ndarray)]
        assert not any(np.shares_memory(A, part) for part in arrays)
        assert len(arrays) < 2 or not np.shares_memory(*arrays)


def test_scipy_takes_the_functions_as_they_are() -> None:
    ridge, residual = module(RIDGE, "x"), module("A*x - b", "x")
    b = y[:, 0]
    found = scipy.optimize.minimize(lambda x: ridge["value_and_gradient"](X, x, b, 0.5), np.zeros(3), jac=True)
    np.testing.assert_allclose(found.x, np.linalg.solve(X.T @ X + 0.5 * np.eye(3), X.T @ b), atol=1e-5)
    fitted = scipy.optimize.least_squares(
        lambda x: residual["f"](X, x, b), np.zeros(3), jac=lambda x: residual["jacobian"](X, x, b)
    )
    np.testing.assert_allclose(fitted.x, np.linalg.lstsq(X, b)[0], atol=1e-8)
    with pytest.raises(ValueError, match="one axis for all vectors"):
        scipy.optimize.minimize(lambda x: ridge["f"](X, x, y, 0.5), np.zeros(3))


def test_a_name_may_mean_another_shape_in_each_function() -> None:
    functions = module("x'*A*x")
    A, x = RNG.standard_normal((3, 3)), RNG.standard_normal(3)
    np.testing.assert_allclose(functions["hvp_A"](x, A, A), np.zeros((3, 3)))
    np.testing.assert_allclose(functions["hvp_x"](x, A, x), (A + A.T) @ x)


def test_types_are_those_of_the_arguments() -> None:
    written = modules.code(RIDGE, wrt=["x"])
    assert (
        "def value_and_gradient(A: _Array, x: _Array, b: _Array, lambda_: float) -> tuple[float, _Column]:" in written
    )


def test_half_precision_has_no_factorizations() -> None:
    with pytest.raises(TypeError, match="no factorization of half precision, as X has: convert it to float32"):
        module("logdet(X'*X)")["f"](X.astype(np.float16))


@pytest.mark.parametrize("text", ["X.*X", "logdet(X'*X)", "sum(exp(X))"])
def test_what_is_not_computed_of_sparse_arrays_says_so(text: str) -> None:
    functions = module(text, "X")
    with pytest.raises(TypeError, match=r"X is sparse, which this cannot be computed of .*: X.todense\(\)"):
        functions["jacobian"](scipy.sparse.csr_array(X))


def test_a_sparse_array_of_another_shape_is_looked_at_again(logistic: Any) -> None:
    logistic["f"](y, scipy.sparse.csr_array(X), w)
    with pytest.raises(ValueError, match=r"w must have the shape \(2, 1\)"):
        logistic["f"](y, scipy.sparse.csr_array(X[:, :2]), w)


@pytest.mark.parametrize(
    ("target", "library"), [("numpy", "numpy"), ("array-api", "array_api_compat"), ("jax", "jax"), ("torch", "torch")]
)
@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        ("a*x'*x where a: scalar", (None, w), "a must be real, not None"),
        ("a*x'*x where a: scalar", (2.0, "abc"), "x must be real, not"),
        ("a*x'*x where a: scalar", (2.0, np.ma.masked_less(w, 0)), "x must be real, not masked"),
        ("a*x'*x where a: scalar", ([1.0, 2.0], w), "a must be a number, not"),
        ("a*x'*x where a: scalar", (np.ones(2), w), "a must be a number, not"),
        (
            "a*x'*x where a: scalar",
            (2.0, [[1.0], [2.0, 3.0]]),
            "x must be real, and not every entry of this list is a number",
        ),
        (
            "a*x'*x where a: scalar",
            (2.0, np.array([[{}]], dtype=object)),
            "x must be real, not object|not every entry of this ndarray",
        ),
        ("a*x'*x where a: scalar", (2.0, np.full((3, 1), np.datetime64("2020"))), "x must be real, not datetime64"),
        ("tr(A^k)", (X[:3], 2.5), "k must be an integer, not 2.5"),
    ],
)
def test_what_is_no_number_is_named_in_every_library(
    text: str, given: tuple[Any, ...], said: str, target: str, library: str
) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed")
    f = load(modules.code(text, target=target))["f"]
    with pytest.raises(TypeError, match=said):
        f(*given)


def test_frames_and_numbers_of_numpy_are_taken_by_modules_for_any_library() -> None:
    strict = pytest.importorskip("array_api_strict", reason="array-api-strict is not installed")
    logistic = load(modules.code(LOGISTIC, wrt=["w"], target="array-api"))
    np.testing.assert_allclose(logistic["gradient"](Labelled(y), OLD, w), SLOPE)
    trace = load(modules.code("alpha*tr(A^k)", target="array-api"))
    A = strict.asarray(X[:3])
    assert float(trace["f"](np.float64(2), A, np.int64(3))) == pytest.approx(
        2 * np.trace(np.linalg.matrix_power(X[:3], 3))
    )
