"""Gradients, Jacobians, Hessians, derivatives and adjoints of expressions that put variables in every place."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

import numpy as np
import pytest

from matcalc_cli.answers.answer import Answer
from matcalc_cli.expr.node import symbol
from matcalc_cli.pipeline import differentiate, reads_back, vjp
from matcalc_cli.render.reports.answers import program_text
from tests.functions.numerics import KINDS, Module, close, compiled, conditioned, shape_at, slope, slope_along, vec

PROGRAMS = """
    # a variable many times
    A*B*A*C*A where A: matrix(m,n), B: matrix(n,m), C: matrix(n,m)
    A'*A*A'*A where A: matrix(m,n)
    x*x'*A*x
    (x'*A*x)*(x'*B*x) + x'*A*B*x
    kron(A, A)*kron(x, x)
    A.*A.*(A*B) where A: matrix(m,n), B: matrix(n,n)
    A*diag(A)
    x'*A*x/(x'*x)
    x*x'/(x'*x)
    diag(x)*A*diag(x)*x
    tr(A)^2*A - A^2
    A^3*B*A^-2
    det(A)*inv(A)'
    x.^2.*exp(-x)./norm(x)
    # a part of two sums
    B.*exp(X*C + D*X) + E.*exp(X*C + F*X) where C: matrix(n,n), D: matrix(m,m), F: matrix(m,m)
    # functions inside functions
    sum(exp(A*exp(B*exp(x))))
    tanh(A*tanh(B*x + b) + c)
    log(1 + exp(-y.*(A*x)))
    softmax(A*softmax(B*x))
    logdet(A'*diag(exp(x))*A + B*B')
    norm(sigmoid(W*x) - y)^2 + alpha*norm(W)^2
    sqrt(1 + norm(A*x)^2)
    inv(A + inv(B + inv(C)))
    inv(I + x*x')*x
    tr(inv(A'*diag(x)*A)*B)
    x'*inv(A + alpha*B)*x
    logsumexp(A*x + b) + norm1(x)
    arctan(sin(x).*cos(A*x))
    exp(x'*A*x)*log(x'*x)
    erf(A*x).*relu(B*x)
    # scalars
    alpha^2*A + beta/alpha*B where B: matrix(m,n), A: matrix(m,n)
    det(alpha*I - A)
    alpha*beta*x'*A*x + alpha^beta
    x.^alpha
    expm(alpha*A)*x
    (A + alpha*B)^-2
    log(alpha)*sin(beta*alpha) + exp(alpha)/beta
    norm(A*x - alpha*b)
    sum(x.^2)/n where x: vector(n)
    # every shape
    A where A: matrix(m,n)
    A' where A: matrix(m,n)
    x'
    alpha
    x'*y
    x*y'
    A*x + b
    b'*A
    vec(A*X*B) where A: matrix(m,n), X: matrix(n,p), B: matrix(p,q)
    kron(A, B)*vec(C) where A: matrix(m,n), B: matrix(p,q), C: matrix(q,n)
    kron(x, A, y') where A: matrix(m,n), x: vector(p), y: vector(q)
    A*X*B + C*X'*D where A: matrix(m,n), X: matrix(n,p), B: matrix(p,q), C: matrix(m,p), D: matrix(n,q)
    tr(A*X*B*X'*C) where A: matrix(m,n), X: matrix(n,p), B: matrix(p,p), C: matrix(n,m)
    sum((A*X).^3)*X where A: matrix(m,n), X: matrix(n,p)
    rowsum(exp(A)).*x where A: matrix(m,n)
    colsum(A.*B)*diag(x)
    unvec(vec(A)*alpha, m, n)*x where A: matrix(m,n)
    tril(A*A')*triu(B)
    A*inv(A'*A)*A' where A: matrix(m,n)
    r = A*x - b; s = r'*r; s*r
    adj(A)*x
    mean(A.^2) + inner(A, B)
    outer(A*x, B*y)
    1 + 0*alpha
    3
    x - x
"""
LINES = [line.strip() for line in PROGRAMS.strip().splitlines()]
CASES = [line for line in LINES if not line.startswith("#")]
SIZES = {"m": 4, "n": 3, "p": 2, "q": 5}
each = pytest.mark.parametrize("program", CASES)


@cache
def answer(program: str) -> Answer:
    return differentiate(program, order=2)


@cache
def module(program: str) -> Module:
    return Module(answer(program))


def drawn(found: Answer, seed: int = 5) -> dict[str, Any]:
    """Positive where roots and logarithms are taken; square matrices well conditioned."""
    rng = np.random.default_rng(seed)
    env: dict[str, Any] = dict(SIZES)
    text = found.program.text
    for v in found.variables:
        rows, cols = shape_at(v, env)
        x = conditioned(rng, rows, cols) if rows == cols != 1 else KINDS[v.kind](rng, rows, cols)
        env[v.name] = abs(x) if v.is_scalar or ".^alpha" in text else x
    return env


@each
def test_first_derivatives(program: str) -> None:
    found, emitted, env = answer(program), module(program), drawn(answer(program))
    rng = np.random.default_rng(6)
    for d in found.derivatives:
        name = d.variable.name
        e = rng.standard_normal(env[name].shape)
        df = slope_along(partial(emitted, "f"), env, name, e)
        close(emitted.read("differential", d, env, e), df, 1e-7)
        close(np.atleast_2d(emitted.read("jacobian", d, env)) @ vec(e), vec(df), 1e-7)
        assert (d.gradient is not None) == found.expression.is_scalar
        assert (d.derivative is not None) == d.variable.is_scalar
        if d.gradient is not None:
            assert d.gradient.shape == d.variable.shape
            close(np.sum(emitted.read("gradient", d, env) * e), df, 1e-7)
        if d.derivative is not None:
            assert d.derivative.shape == found.expression.shape
            close(compiled(d.derivative)(env) * e, df, 1e-7)


@each
def test_second_derivatives(program: str) -> None:
    found, emitted, env = answer(program), module(program), drawn(answer(program))
    rng = np.random.default_rng(7)
    for d in found.derivatives:
        assert (d.hessian is not None) == found.expression.is_scalar
        if d.hessian is not None:
            name = d.variable.name
            e = rng.standard_normal(env[name].shape)
            hessian = np.atleast_2d(emitted.read("hessian", d, env))
            close(hessian, hessian.T)
            wanted = slope_along(partial(emitted.read, "gradient", d), env, name, e)
            close(hessian @ vec(e), vec(wanted), 1e-6)


@each
def test_total_differential(program: str) -> None:
    """All variables move at once."""
    found, emitted, env = answer(program), module(program), drawn(answer(program))
    if found.total is None:
        assert not found.derivatives
        return
    rng = np.random.default_rng(8)
    moves = {d.variable.name: rng.standard_normal(env[d.variable.name].shape) for d in found.derivatives}
    along = slope(lambda t: emitted("f", {**env, **{n: env[n] + t * e for n, e in moves.items()}}))
    close(compiled(found.total)({**env, **{f"d{n}": e for n, e in moves.items()}}), along, 1e-7)


@each
def test_adjoint(program: str) -> None:
    """<J v, w> = <v, J* w>; the gradient is J* of 1."""
    found, env = vjp(program), drawn(answer(program))
    rng = np.random.default_rng(9)
    for d in found.derivatives:
        assert d.vjp is not None
        assert d.vjp.shape == d.variable.shape
        seed = next((s for s in d.vjp.symbols if s.name.startswith("Y")), symbol("Y", (1, 1), "scalar"))
        rows, cols = np.atleast_2d(module(program)("f", env)).shape
        w, v = rng.standard_normal((rows, cols)), rng.standard_normal(env[d.variable.name].shape)
        df = module(program).read("differential", d, env, v)
        close(np.sum(compiled(d.vjp)({**env, seed.name: w}) * v), np.sum(df * w))


@each
def test_answers_read_back(program: str) -> None:
    found = vjp(program)
    for d, second in zip(found.derivatives, answer(program).derivatives, strict=True):
        nodes = [d.differential, d.jacobian, second.gradient, second.hessian, second.derivative]
        for node in filter(None, [*nodes, d.vjp if "kron" not in program else None]):
            text = program_text(node, reads_back)
            assert reads_back(text, node), text


def test_derivatives_are_linear_in_the_function() -> None:
    """J of 2 f - 3 g is 2 J(f) - 3 J(g)."""
    where = " where A: matrix(n,n), x: vector(n)"
    f, g = "A*x*x'*A", "sin(A)*(x'*x)"
    parts = [answer(t + where) for t in (f, g, f"2*({f}) - 3*({g})")]
    env = drawn(parts[0])
    for i in range(2):
        a, b, both = (Module(p).read("jacobian", p.derivatives[i], env) for p in parts)
        close(both, 2 * a - 3 * b)


def test_the_gradient_of_a_moved_argument() -> None:
    """grad of f(P A Q) is P' (grad f)(P A Q) Q'."""
    inner = answer("sum(exp(X)).*tr(X'*B*X) where X: matrix(m,n), B: matrix(m,m)")
    outer = answer(
        "sum(exp(P*A*Q))*tr((P*A*Q)'*B*(P*A*Q)) where P: matrix(m,p), A: matrix(p,q), Q: matrix(q,n), B: matrix(m,m)"
    )
    env = {k: 0.3 * v if np.ndim(v) else v for k, v in drawn(outer).items()}
    at = {**env, "X": env["P"] @ env["A"] @ env["Q"]}
    by_name = {d.variable.name: d for d in outer.derivatives}
    wanted = env["P"].T @ Module(inner).read("gradient", inner.derivatives[0], at) @ env["Q"].T
    close(Module(outer).read("gradient", by_name["A"], env), wanted)


@pytest.mark.parametrize(
    "program", ["tr(A^4)", "sum(A.^4.*B)", "sum(B.*expm(A))", "logdet(A)", "sum(exp(A*x))", "tr(B*inv(A))"]
)
def test_a_gradient_can_be_fed_back_in(program: str) -> None:
    """Third derivatives: the Hessian of a function of the printed gradient."""
    gradient = differentiate(program, wrt=["A"]).derivatives[0].gradient
    assert gradient is not None
    body, where, declared = program_text(gradient, reads_back).partition(" where ")
    again = differentiate(f"sum(({body}).^2){where}{declared}", wrt=["A"], order=2)
    env, emitted, (d,) = drawn(again), Module(again), again.derivatives
    e = np.random.default_rng(3).standard_normal(env["A"].shape)
    close(np.sum(emitted.read("gradient", d, env) * e), slope_along(partial(emitted, "f"), env, "A", e), 1e-7)
    wanted = slope_along(partial(emitted.read, "gradient", d), env, "A", e)
    close(emitted.read("hessian", d, env) @ vec(e), vec(wanted), 1e-6)
