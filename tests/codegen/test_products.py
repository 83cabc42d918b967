"""The value with its gradients, and products with derivatives, against each other and against difference quotients."""

from __future__ import annotations

import functools
import sys
from typing import Any

import numpy as np
import pytest

from matcalc_cli import pipeline
from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.check.doubles.kinds import direction, draw
from matcalc_cli.questions import modules
from tests.functions.numerics import close, slope, vec

SIZES = {"m": 3, "n": 4, "p": 5, "q": 2}
SCALARS = (
    "tr(X'*A*X) where X: matrix(m,n), A: matrix(m,m)",
    "logdet(X) + tr(inv(X)*A) where X: matrix(n,n), A: matrix(n,n)",
    "norm(A*x - b)^2 where A: matrix(m,n), x: vector(n)",
    "sum(log(1 + exp(-y.*(A*w)))) where A: matrix(m,n), w: vector(n)",
    "sum(exp(A*X*B)) where A: matrix(m,n), X: matrix(n,p), B: matrix(p,q)",
    "norm(A - U*V')^2 where A: matrix(m,n), U: matrix(m,q), V: matrix(n,q)",
    "x'*A*B*C*x where A: matrix(n,m), B: matrix(m,p), C: matrix(p,n)",
    "R = X - ones(m)*mu'; -m/2*logdet(S) - 1/2*tr(R*inv(S)*R') where X: matrix(m,n), mu: vector(n), S: spd(n)",
    "tr(inv(A*diag(x.^2 + 1)*A' + I)) where A: matrix(m,n), x: vector(n)",
    "x'*inv(A)*x + x'*inv(A')*A*x where A: matrix(n,n)",
    "det(A)*sum(A*B*A') where A: matrix(n,n), B: matrix(n,n)",
    "x'*A^3*x + tr(A^-2*B) where A: matrix(n,n), B: matrix(n,n)",
    "alpha^2*norm(x)^3 + exp(alpha)*sum(x) where x: vector(n)",
    "tr(S*A*S*B) + logdet(S) where S: symmetric(n), A: matrix(n,n), B: matrix(n,n)",
    "tr(Q'*A*Q*B) where Q: orthogonal(n), A: matrix(n,n), B: matrix(n,n)",
    "sum((K*A)*(A'*(K*(A*(A'*ones(n))))))  where K: skew(n), A: matrix(n,n)",
    "x'*inv(K)*A*x + (x'*A*inv(K)*x)^2 where K: skew(n), A: matrix(n,n), x: vector(n)",
    "sum(L*D*A).^2 where L: lower(n), D: diagonal(n), A: matrix(n,p)",
    "logsumexp(A*x) + sum(softplus(A*x)) where A: matrix(m,n), x: vector(n)",
    "norm((A + B*C)*(A + B*C)'*x)^2 where A: matrix(m,n), B: matrix(m,p), C: matrix(p,n), x: vector(m)",
    # long enough that products with derivatives are made of the gradient and of its differential
    "r = A*x; s = sin(r).*r; t = sin(s).*s; u = sin(t).*t; v = sin(u).*u; sum(sin(v).*v) where A: matrix(m,n), x: vector(n)",
    f"tr({'*'.join(f'C{i}*X' for i in range(8))}) where X: matrix(m,n)",
    f"sum({'tanh(W*' * 9}x{')' * 9}) where W: matrix(n,n)",
    f"sum({'tanh(C*' * 12}S{')' * 12}) where S: symmetric(n), C: matrix(n,n)",
    f"sum({'tanh(C*' * 16}Q{')' * 16}) where Q: orthogonal(n), C: matrix(n,n)",
)
MATRICES = (
    "A^3 where A: matrix(n,n)",
    "inv(A) where A: matrix(n,n)",
    "A*X*B where A: matrix(m,n), X: matrix(n,p), B: matrix(p,q)",
    "X*inv(A + X)*B where A: matrix(n,n), X: matrix(n,n), B: matrix(n,p)",
    "softmax(A*x) where A: matrix(m,n), x: vector(n)",
    "diag(A*diag(x)*A') where A: matrix(m,n), x: vector(n)",
    "(A - x*x')*(A + ones(n)*x' - 3*I(n))*B where A: matrix(n,n), B: matrix(n,p), x: vector(n)",
    "inv(S)*A*inv(S) where S: spd(n), A: matrix(n,n)",
    "kron(A, B)*vec(X) where A: matrix(m,n), B: matrix(p,q), X: matrix(q,n)",
)


class Module:
    """The emitted module of a program, its variables by name, and a point."""

    def __init__(self, program: str) -> None:
        self.answer = pipeline.differentiate(program, order=2)
        self.functions = load(modules.code(program))
        for helper in ("_lu", "_cholesky"):
            if helper in self.functions:
                self.functions[helper].least = 0  # small matrices are factored by SciPy, too
        self.variables = [d.variable for d in self.answer.derivatives]
        self.rng = np.random.default_rng(len(program))
        self.point = {v.name: self.drawn(v.kind, v.shape) for v in self.variables}

    def drawn(self, kind: str, shape: Any) -> Any:
        rows, cols = (n if isinstance(n, int) else SIZES.get(str(n), 4) for n in shape)
        value = draw(kind, self.rng, rows, cols)
        return value.item() if kind == "scalar" else value

    def call(self, name: str, variable: Any = None, *more: Any, **changed: Any) -> Any:
        end = f"_{variable.name}" if variable is not None and len(self.variables) > 1 else ""
        return self.functions[name + end](*[{**self.point, **changed}[v.name] for v in self.variables], *more)

    def direction(self, variable: Any) -> Any:
        """A direction in the variable's subspace."""
        found = direction(variable.kind, np.atleast_2d(self.point[variable.name]), self.rng)
        return found.item() if variable.is_scalar else found


@functools.cache
def made(program: str) -> Module:
    return Module(program)


@pytest.fixture(params=["with SciPy", "without SciPy"])
def scipy(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of the helpers that factor matrices."""
    if request.param == "without SciPy":
        monkeypatch.setitem(sys.modules, "scipy.linalg", None)


@pytest.mark.usefixtures("scipy")
@pytest.mark.parametrize("program", SCALARS)
def test_the_value_comes_with_its_gradients(program: str) -> None:
    module = made(program)
    value, *gradients = module.functions["value_and_gradient"](*module.point.values())
    assert isinstance(value, float)
    close(value, module.call("f"), 1e-10)
    for variable, gradient in zip(module.variables, gradients, strict=True):
        close(gradient, module.call("gradient", variable), 1e-10)


@pytest.mark.usefixtures("scipy")
@pytest.mark.parametrize("program", SCALARS)
def test_gradients_are_difference_quotients(program: str) -> None:
    module = made(program)
    for variable in module.variables:
        if variable.kind != "orthogonal":  # which is no vector space to step in
            step = module.direction(variable)
            at = module.point[variable.name]
            wanted = slope(lambda t, v=variable, x=at, e=step: module.call("f", **{v.name: x + t * e}), 1e-3)
            close(np.sum(module.call("gradient", variable) * step), wanted, 1e-6)


@pytest.mark.usefixtures("scipy")
@pytest.mark.parametrize("program", SCALARS)
def test_hvp_is_the_hessian_times_a_vector(program: str) -> None:
    module = made(program)
    for variable in module.variables:
        v = module.direction(variable)
        found = module.call("hvp", variable, v)
        close(vec(found), np.atleast_2d(module.call("hessian", variable)) @ vec(v), 1e-8)


@pytest.mark.usefixtures("scipy")
@pytest.mark.parametrize("program", MATRICES + SCALARS)
def test_vjp_is_the_adjoint_of_the_differential(program: str) -> None:
    module = made(program)
    y = module.rng.standard_normal(np.shape(module.call("f"))) if program in MATRICES else 1.7
    for variable in module.variables:
        step = module.direction(variable)
        forward = np.sum(module.call("differential", variable, step) * y)
        found = module.call("vjp", variable, y)
        assert np.shape(found) == np.shape(module.point[variable.name])
        close(np.sum(found * step), forward, 1e-9)


@pytest.mark.usefixtures("scipy")
@pytest.mark.parametrize("program", MATRICES)
def test_differentials_are_difference_quotients(program: str) -> None:
    module = made(program)
    for variable in module.variables:
        step, at = module.direction(variable), module.point[variable.name]
        wanted = slope(lambda t, v=variable, x=at, e=step: module.call("f", **{v.name: x + t * e}), 1e-3)
        close(module.call("differential", variable, step), wanted, 1e-6)
        close(module.call("jacobian", variable) @ vec(step), vec(wanted), 1e-6)


def test_new_arguments_do_not_take_the_names_of_variables() -> None:
    functions = load(modules.code("tr(V'*Y*V) where V: matrix(m,n), Y: matrix(m,m)", wrt=["V"]))
    assert {"hvp", "vjp", "value_and_gradient"} <= functions.keys()
    v, y = np.ones((3, 4)), np.arange(9.0).reshape(3, 3)
    close(functions["hvp"](V=v, Y=y, V1=2 * v), 2 * (y + y.T) @ v)
    close(functions["vjp"](V=v, Y=y, Y1=3.0), 3 * (y + y.T) @ v)
