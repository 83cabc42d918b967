"""The jax module against the NumPy one, and JAX's own machinery on top of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from matcalc_cli import modules
from matcalc_cli.check.doubles.evaluate import load
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
    hidden = load(modules.code(LOSS, target="jax").replace("f.defvjp(_forward, _backward)", ""))["f"]
    with pytest.raises(AttributeError, match="defvjp"):
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
