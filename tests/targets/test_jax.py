"""The jax module against the NumPy one, and JAX's own machinery on top of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.questions import modules
from tests.functions.numerics import close, vec
from tests.targets.libraries import Library
from tests.targets.programs import NO_DERIVATIVE, Program, not_written, programs, registry

jax = pytest.importorskip("jax", reason="jax is not installed")

LOSS = "sum(softplus(-(A*x))) + lambda/2*norm(x)^2"


@pytest.fixture(autouse=True)
def doubles() -> None:
    jax.config.update("jax_enable_x64", True)


def array(*shape: int, seed: int = 0) -> Any:
    return jax.numpy.asarray(np.random.default_rng(seed).standard_normal(shape))


@pytest.mark.parametrize("program", [*registry(), *programs()[len(registry()) :: 3]], ids=lambda p: p.name)
def test_it_computes_what_numpy_does(program: Program) -> None:
    Library("jax").compare(program, "jax", calls=3)


@pytest.mark.parametrize("program", programs()[::11], ids=lambda p: p.name)
def test_it_compiles(program: Program) -> None:
    """Traced by jit, with integers static."""
    if not_written(program, "jax"):
        return  # test_coverage.py knows what jax has no code for
    given = program.arguments()
    static = tuple(i for i, (symbol, _) in enumerate(given) if symbol is None or symbol.kind == "integer")
    f = load(program.code("jax"))["f"]
    close(np.asarray(jax.jit(f, static_argnums=static)(*[x for _, x in given])), program.wanted()["f"])


@pytest.mark.parametrize(
    "program",
    [p for p in programs()[::5] if p.answer.derivatives and not p.name.startswith(NO_DERIVATIVE)],
    ids=lambda p: p.name,
)
def test_the_backward_pass_is_the_transposed_jacobian(program: Program) -> None:
    """For W of the shape of f, the gradient of <W, f> is J' vec(W), J NumPy's."""
    if not_written(program, "jax"):
        return  # test_coverage.py knows what jax has no code for
    given = program.arguments()
    floats = tuple(i for i, (symbol, _) in enumerate(given) if symbol and symbol.kind != "integer")
    f = load(program.code("jax"))["f"]
    weights = np.random.default_rng(1).standard_normal(np.shape(f(*[x for _, x in given])))
    found = jax.grad(lambda *args: jax.numpy.sum(weights * f(*args)), argnums=floats)(*[x for _, x in given])
    by_name = {given[i][0].name: gradient for i, gradient in zip(floats, found, strict=True)}
    for derivative in program.answer.derivatives:
        jacobian = program.wanted()[f"jacobian_{derivative.variable.spelling}"]
        close(vec(by_name[derivative.variable.name]), jacobian.T @ vec(weights))


def test_grad_is_the_written_derivative() -> None:
    functions = load(modules.code(LOSS, target="jax"))
    given = array(5, 3), array(3, 1, seed=1), 0.5
    found = jax.jit(jax.grad(functions["f"], argnums=(0, 1, 2)))(*given)
    for name, gradient in zip(("A", "x", "lambda"), found, strict=True):
        close(gradient, functions[f"gradient_{name}"](*given))
    hidden = load(modules.code(LOSS, target="jax").replace("@_value.defjvp\n", ""))["f"]
    with pytest.raises(AttributeError, match="defjvp"):
        jax.grad(hidden)(*given)


@pytest.mark.parametrize("text", [LOSS, "A*x*x'*A'", "inv(A'*A)*x", "tr(A'*A)^k*x"])
def test_second_derivatives_by_jax(text: str) -> None:
    f = load(modules.code(text, target="jax"))["f"]
    fixed = ({"lambda_": 0.5} if "lambda" in text else {}) | ({"k": 3.0} if "k" in text else {})
    A, x, e = 0.3 * array(5, 3), array(3, 1, seed=1), array(3, 1, seed=2)

    def gradient(x: Any) -> Any:
        return jax.grad(lambda x: jax.numpy.sum(jax.numpy.cos(f(A=A, x=x, **fixed))))(x)

    slope = (gradient(x + 1e-5 * e) - gradient(x - 1e-5 * e)) / 2e-5
    close(jax.jvp(gradient, (x,), (e,))[1], slope, 1e-6)


def test_vmap() -> None:
    functions = load(modules.code(LOSS, target="jax"))
    A, many = array(5, 3), array(4, 3, 1, seed=1)
    gradients = jax.vmap(jax.grad(functions["f"], argnums=1), in_axes=(None, 0, None))(A, many, 0.5)
    for x, found in zip(many, gradients, strict=True):
        close(found, functions["gradient_x"](A, x, 0.5))


LOGISTIC = "sum(log(1 + exp(-y.*(X*w))))"


def logistic(y: Any, X: Any, w: Any) -> Any:
    return jax.numpy.sum(jax.numpy.log1p(jax.numpy.exp(-y * (X @ w))))


def data() -> tuple[Any, Any, Any]:
    return jax.numpy.sign(array(5, 1)), array(5, 3, seed=1), array(3, 1, seed=2)


TRANSFORMATIONS = {
    "grad": lambda f: jax.grad(f, (0, 1, 2))(*data()),
    "jacfwd": lambda f: jax.jacfwd(f, (0, 1, 2))(*data()),
    "hessian": lambda f: jax.hessian(f, (1, 2))(*data()),
    "reverse twice": lambda f: jax.jacrev(jax.jacrev(f, 1), 2)(*data()),
    "jvp": lambda f: jax.jvp(f, data(), data())[1],
    "linearize": lambda f: jax.linearize(f, *data())[1](*data()),
    "vmap": lambda f: jax.vmap(jax.hessian(f, 2), (None, None, 0))(*data()[:2], array(4, 3, 1)),
    "jit": lambda f: jax.jit(jax.value_and_grad(f, 1))(*data()),
    "checkpoint": lambda f: jax.grad(jax.checkpoint(f), 2)(*data()),
    "integer labels": lambda f: jax.hessian(f, 2)(data()[0].astype(int), *data()[1:]),
    "tangents of integers": lambda f: jax.jvp(
        f, (data()[0].astype(int), *data()[1:]), (np.zeros((5, 1), jax.dtypes.float0), *data()[1:])
    )[1],
    "single beside double": lambda f: jax.grad(f, 2)(*data()[:2], data()[2].astype(np.float32)).astype(float),
    "shard_map around": lambda f: jax.grad(sharded(lambda *a: jax.lax.psum(f(*a), "rows")), 2)(*data()),
    "explicit axes": lambda f: jax.grad(f, (0, 1, 2))(*explicit(f)),
    "hessian with explicit axes": lambda f: jax.hessian(f, 2)(*explicit(f)),
    "shard_map inside": lambda f: sharded(jax.grad(f, 2))(*data()),  # JAX sums over the devices
}


def explicit(f: Any) -> Any:
    """The data by rows on a mesh whose axes are a part of the types, for ours; plain JAX refuses some products there."""
    from jax.sharding import NamedSharding, PartitionSpec

    if f is logistic:
        return data()
    mesh = jax.make_mesh((1,), ("rows",))
    specs = PartitionSpec("rows", None), PartitionSpec("rows", None), PartitionSpec()
    return [jax.device_put(a, NamedSharding(mesh, s)) for a, s in zip(data(), specs, strict=True)]


def sharded(f: Any) -> Any:
    from jax.sharding import Mesh, PartitionSpec

    rows = PartitionSpec("rows")
    mesh = Mesh(np.array(jax.devices()[:1]), ("rows",))
    return jax.shard_map(f, mesh=mesh, in_specs=(rows, rows, PartitionSpec()), out_specs=PartitionSpec())


@pytest.mark.parametrize("transformation", TRANSFORMATIONS.values(), ids=TRANSFORMATIONS)
def test_every_transformation_is_what_it_is_of_plain_jax(transformation: Any) -> None:
    found = transformation(load(modules.code(LOGISTIC, target="jax"))["f"])
    wanted = transformation(logistic)
    jax.tree.map(lambda a, b: np.testing.assert_allclose(a, b, rtol=1e-6), found, wanted)


@pytest.mark.parametrize(
    "text", ["sum(sqrtm(A))", "sum(expm(A)*A)", "sum(sinm(A))", "nucnorm(A)", "det(A)", "eigmax(sym(A))"]
)
def test_second_derivatives_of_matrix_functions(text: str) -> None:
    """Forward over reverse, through the rule of the square root too."""
    functions = load(modules.code(text, target="jax"))
    A = 0.3 * array(3, 3) + 2 * jax.numpy.eye(3)
    close(jax.grad(functions["f"])(A), functions["gradient"](A))
    found = jax.hessian(functions["f"])(A)
    close(jax.numpy.transpose(found, (1, 0, 3, 2)).reshape(9, 9), functions["hessian"](A))


def test_vectors_may_have_one_axis() -> None:
    f = load(modules.code(LOGISTIC, target="jax"))["f"]
    y, X, w = data()
    close(jax.jit(jax.grad(f, 2))(y[:, 0], X, w[:, 0]), jax.grad(f, 2)(y, X, w)[:, 0])
    with pytest.raises(ValueError, match=r"w must have the shape \(3, 1\) .*; jax.vmap takes many at once"):
        f(y, X, array(4, 3, 1))
    with pytest.raises(TypeError, match="X must be real"):
        f(y, X + 1j, w)


def test_export_with_sizes_that_are_open() -> None:
    from jax import export

    m, n = export.symbolic_shape("m, n")
    for text, name in (("nucnorm(A)", "hessian"), ("A*A'*B", "jacobian_A")):
        given = [jax.ShapeDtypeStruct(shape, float) for shape in [(m, n), (m, n)][: 1 + ("B" in text)]]
        functions = load(modules.code(text, target="jax"))
        found = export.export(jax.jit(functions[name]))(*given)
        close(
            found.call(*[array(4, 3, seed=i) for i in range(len(given))]),
            functions[name](*[array(4, 3, seed=i) for i in range(len(given))]),
        )


def test_what_a_library_has_not_is_told() -> None:
    """Products of half precision and of sparse matrices are computed; what needs a factorization says so."""
    from jax.experimental import sparse

    y, X, w = data()
    logistic, logdet = (load(modules.code(text, target="jax")) for text in (LOGISTIC, "logdet(X'*X)"))
    assert jax.grad(logistic["f"], 2)(*[a.astype("bfloat16") for a in (y, X, w)]).dtype == "bfloat16"
    with pytest.raises(TypeError, match="no factorization of half precision, as X has"):
        logdet["f"](X.astype("float16"))
    for slope in (logistic["gradient_w"], jax.grad(logistic["f"], 2)):
        close(slope(y, sparse.BCOO.fromdense(X), w), logistic["gradient_w"](y, X, w))


@pytest.mark.parametrize("text", ["A*X - B", "X*X - A", "A*X + X*B - C", "X - tanh(A*X + B)"])
def test_what_equations_define_moves_as_they_say(text: str) -> None:
    """JAX's derivative of f, forward, backward and twice, against NumPy's differential at solutions."""
    b, c, along = (array(4, 4, seed=k) for k in (1, 2, 3))
    a = 9 * jax.numpy.eye(4) + array(4, 4) if "tanh" not in text else array(4, 4) / 5
    begin = {"A": a, "B": b, "C": c, "X": jax.scipy.linalg.expm(a / 9)}
    names = [name for name in begin if name in text]
    f = load(modules.code_implicit(text, solve=["X"], target="jax"))["f"]
    differential = load(modules.code_implicit(text, solve=["X"]))["differential_A"]

    def at(t: float, x: Any) -> dict[str, Any]:
        return {name: {**begin, "A": a + t * along, "X": x}[name] for name in names}

    def solved(t: float) -> Any:
        x = begin["X"]
        for _ in range(30):  # each call is two of Newton's steps
            x = f(**at(t, x))
        return x

    def slope(t: float) -> Any:
        return differential(**{k: np.asarray(v) for k, v in at(t, solved(t)).items()}, dA=np.asarray(along))

    x = solved(0.0)
    along_the_line = lambda t: f(**at(t, x))  # noqa: E731
    close(np.asarray(jax.jacfwd(along_the_line)(0.0)), slope(0.0))
    close(np.asarray(jax.jacrev(along_the_line)(0.0)), slope(0.0))
    twice = (slope(1e-4) - slope(-1e-4)) / 2e-4
    np.testing.assert_allclose(jax.hessian(along_the_line)(0.0), twice, rtol=1e-5, atol=1e-6 * np.abs(twice).max())


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("alpha^beta*exp(-alpha*gamma)", [(), (), ()]),
        ("alpha*log(beta)*norm(x)", [(), (), (3, 1)]),
        ("y'*log(A*x)", [(3, 1), (3, 2), (2, 1)]),
        ("sum(A.*log(B).*C)", [(3, 2), (3, 2), (3, 2)]),
        ("sum(x.^p) where p: scalar", [(3, 1), ()]),
    ],
)
def test_what_a_logarithm_is_multiplied_with_is_differentiated_backward(
    text: str, sizes: list[tuple[int, ...]]
) -> None:
    f = load(modules.code(text, target="jax"))["f"]
    rng = np.random.default_rng(8)
    given = [jax.numpy.asarray(rng.uniform(0.5, 2, size)) for size in sizes]
    for i, x in enumerate(given):
        e = rng.standard_normal(x.shape)
        moved = [float(f(*given[:i], x + h * e, *given[i + 1 :])) for h in (1e-6, -1e-6)]
        slope = (moved[0] - moved[1]) / 2e-6
        assert float(np.sum(jax.grad(f, i)(*given) * e)) == pytest.approx(slope, rel=1e-6)
        assert float(np.sum(jax.jacfwd(f, i)(*given) * e)) == pytest.approx(slope, rel=1e-6)
