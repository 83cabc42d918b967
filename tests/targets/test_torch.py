"""The torch module against the NumPy one, and torch's own machinery on top of it."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.questions import modules
from tests.functions.numerics import close, vec
from tests.targets.libraries import Library
from tests.targets.programs import NO_DERIVATIVE, Program, not_written, programs

torch = pytest.importorskip("torch", reason="torch is not installed")

LOSS = "sum(softplus(-(A*x))) + lambda/2*norm(x)^2"


def tensor(*shape: int, seed: int = 0) -> Any:
    value = np.random.default_rng(seed).standard_normal(shape)
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize("program", programs(), ids=lambda p: p.name)
def test_it_computes_what_numpy_does(program: Program) -> None:
    Library("torch").compare(program, "torch", wrap=True)


@pytest.mark.parametrize(
    "program",
    [p for p in programs() if p.answer.derivatives and not p.name.startswith(NO_DERIVATIVE)],
    ids=lambda p: p.name,
)
def test_backward_is_the_transposed_jacobian(program: Program) -> None:
    """For W of the shape of f, the gradient of <W, f> is J' vec(W), J NumPy's."""
    if not_written(program, "torch"):
        return  # test_coverage.py knows what torch has no code for
    given = program.arguments()
    floats = [i for i, (symbol, _) in enumerate(given) if symbol and symbol.kind != "integer"]
    arguments = [
        torch.tensor(x, dtype=torch.float64, requires_grad=True) if i in floats else x for i, (_, x) in enumerate(given)
    ]
    value = load(program.code("torch"))["f"](*arguments)
    weights = torch.tensor(np.random.default_rng(1).standard_normal(value.shape))
    found = torch.autograd.grad((weights * value).sum(), [arguments[i] for i in floats])
    by_name = {given[i][0].name: gradient.numpy() for i, gradient in zip(floats, found, strict=True)}
    for derivative in program.answer.derivatives:
        jacobian = program.wanted()[f"jacobian_{derivative.variable.spelling}"]
        close(vec(by_name[derivative.variable.name]), jacobian.T @ vec(weights.numpy()))


def test_backward_uses_the_written_derivative() -> None:
    functions = load(modules.code(LOSS, target="torch"))
    A, x, weight = tensor(5, 3), tensor(3, 1, seed=1), tensor(seed=2)
    value = functions["f"](A, x, weight)
    assert "_Function" in type(value.grad_fn).__name__
    value.backward()
    for name, argument in (("A", A), ("x", x), ("lambda", weight)):
        close(argument.grad.numpy(), functions[f"gradient_{name}"](A, x, weight).detach().numpy())


@pytest.mark.parametrize("text", [LOSS, "A*x*x'*A'", "inv(A'*A)*x", "tr(A'*A)^k*x"])
def test_torch_finds_first_and_second_derivatives_right(text: str) -> None:
    f = load(modules.code(text, target="torch"))["f"]
    fixed = {"k": 3.0} if "k" in text else {}

    def value(A: Any, x: Any, weight: Any) -> Any:
        return f(A=A, x=x, **fixed, **({"lambda_": weight} if "lambda" in text else {})) + 0 * weight

    arguments = tensor(5, 3), tensor(3, 1, seed=1), tensor(seed=2)
    assert torch.autograd.gradcheck(value, arguments)
    assert torch.autograd.gradgradcheck(value, arguments)


def test_only_what_is_needed_is_computed() -> None:
    functions = load(modules.code(LOSS, target="torch"))
    functions["f"].__globals__["_pullback_A"] = None  # calling it would fail
    x = tensor(3, 1, seed=1)
    functions["f"](tensor(5, 3).detach(), x, 0.5).backward()
    assert x.grad is not None


def test_vmap_and_func_grad() -> None:
    functions = load(modules.code(LOSS, target="torch"))
    A, many = tensor(5, 3).detach(), tensor(4, 3, 1, seed=1).detach()
    gradients = torch.func.vmap(torch.func.grad(lambda x: functions["f"](A, x, 0.5)))(many)
    for x, found in zip(many, gradients, strict=True):
        close(found.numpy(), functions["gradient_x"](A, x, 0.5).numpy())


LOGISTIC = "sum(log(1 + exp(-y.*(X*w))))"


def logistic(y: Any, X: Any, w: Any) -> Any:
    return torch.log1p(torch.exp(-y * (X @ w))).sum()


def data() -> tuple[Any, Any, Any]:
    return torch.sign(tensor(5, 1)).detach(), tensor(5, 3, seed=1), tensor(3, 1, seed=2)


TRANSFORMATIONS = {
    "grad": lambda f: torch.func.grad(f, (0, 1, 2))(*data()),
    "jacfwd": lambda f: torch.func.jacfwd(f, (0, 1, 2))(*data()),
    "hessian": lambda f: torch.func.hessian(f, 2)(*data()),
    "forward twice": lambda f: torch.func.jacfwd(torch.func.jacfwd(f, 1), 2)(*data()),
    "forward of reverse of forward": lambda f: torch.func.jacfwd(torch.func.jacrev(torch.func.jacfwd(f, 2), 2), 2)(
        *data()
    ),
    "reverse twice": lambda f: torch.func.jacrev(torch.func.jacrev(f, 1), 2)(*data()),
    "jvp": lambda f: torch.func.jvp(f, data(), data())[1],
    "jvp of one": lambda f: torch.func.jvp(lambda w: f(*data()[:2], w), data()[2:], data()[2:])[1],
    "vmap": lambda f: torch.func.vmap(torch.func.hessian(f, 2), (None, None, 0))(*data()[:2], tensor(4, 3, 1)),
    "compile": lambda f: torch.compile(torch.func.grad(f, 2), fullgraph=True, backend="aot_eager")(*data()),
    "compile forward over backward": lambda f: torch.compile(
        torch.func.hessian(f, 2), fullgraph=True, backend="aot_eager"
    )(*data()),
    "compile backward twice": lambda f: torch.compile(
        torch.func.jacrev(torch.func.jacrev(f, 2), 2), fullgraph=True, backend="aot_eager"
    )(*data()),
    "integer labels": lambda f: torch.func.hessian(f, 2)(data()[0].long(), *data()[1:]),
}


@pytest.mark.parametrize("transformation", TRANSFORMATIONS.values(), ids=TRANSFORMATIONS)
def test_every_transformation_is_what_it_is_of_plain_torch(transformation: Any) -> None:
    found = transformation(load(modules.code(LOGISTIC, target="torch"))["f"])
    torch.testing.assert_close(found, transformation(logistic))


@pytest.mark.parametrize("text", ["x'*A*x", "eigmax(sym(A))", "sum(expm(A))", "A'", "inv(A)", "adj(A)"])
def test_forward_and_backward_by_differences(text: str) -> None:
    f = load(modules.code(text, target="torch"))["f"]
    given = [tensor(3, 1)] * ("x" in text.replace("exp", "").replace("max", "")) + [tensor(3, 3)]
    assert torch.autograd.gradcheck(f, given, check_forward_ad=True)
    assert torch.autograd.gradgradcheck(f, given)


def test_what_is_handed_in() -> None:
    f = load(modules.code(LOGISTIC, target="torch"))["f"]
    y, X, w = data()
    torch.testing.assert_close(f(y[:, 0], X, w[:, 0]), f(y, X, w))
    torch.testing.assert_close(f(y.tolist(), X, w), f(y, X, w))
    with pytest.raises(ValueError, match=r"y must have the shape \(5, 1\) beside X .*: y\[:, None\]"):
        f(y[:, 0], X, w)
    for type_ in (torch.float32, torch.bfloat16):
        single = w.detach().to(type_).requires_grad_()
        f(y, X.detach(), single).backward()
        assert single.grad.dtype == type_


@pytest.mark.parametrize("text", ["c'*(A\\b)", "c'*inv(A)*b + logdet(A)", "tr(inv(A)*b*c'*inv(A'))"])
def test_second_derivatives_of_solutions_in_every_mode(text: str) -> None:
    """PyTorch 2.13's linalg.solve has half the derivative of a forward derivative (findings/torch-solve-forward-twice.sh)."""
    functions = load(modules.code(text, wrt=["A"], target="torch"))
    given = {"c": tensor(3, 1, seed=1).detach(), "b": tensor(3, 1, seed=2).detach()}
    start = tensor(3, 3).detach() + 4 * torch.eye(3, dtype=torch.float64)

    def f(A: Any) -> Any:
        return functions["f"](
            **{name: ({"A": A} | given)[name] for name in inspect.signature(functions["f"]).parameters}
        )

    step, along = 1e-4, tensor(3, 3, seed=3).detach()
    slopes = [torch.func.jacrev(f)(start + sign * step * along) for sign in (1, -1)]
    wanted = (slopes[0] - slopes[1]) / (2 * step)
    for outer in (torch.func.jacfwd, torch.func.jacrev):
        for inner in (torch.func.jacfwd, torch.func.jacrev):
            found = (outer(inner(f))(start) * along).sum((-2, -1))
            np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-6 * float(wanted.abs().max()))


@pytest.mark.filterwarnings("ignore:Sparse CSR")
@pytest.mark.parametrize("layout", ["to_sparse", "to_sparse_csr"])
def test_a_sparse_matrix_is_taken(layout: str) -> None:
    functions = load(modules.code("sum(log(1 + exp(-y.*(X*w))))", wrt=["w"], target="torch"))
    X, y, w = torch.arange(6.0).reshape(3, 2) - 2, torch.ones(3, 1), torch.tensor([[0.5], [-1.0]])
    thin = getattr(X, layout)()
    assert torch.allclose(functions["gradient"](y, thin, w), functions["gradient"](y, X, w))
    assert torch.allclose(functions["hessian"](y, thin, w).to_dense(), functions["hessian"](y, X, w))


@pytest.mark.parametrize("text", ["A*X - B", "X*X - A"])
def test_what_equations_define_moves_as_they_say(text: str) -> None:
    """PyTorch's derivative of f, backward and once more, against NumPy's differential at solutions."""
    b, along = (tensor(4, 4, seed=k).detach() for k in (1, 3))
    begin = {"A": 9 * torch.eye(4, dtype=torch.float64) + tensor(4, 4).detach(), "B": b, "X": 3 * torch.eye(4).double()}
    f = load(modules.code_implicit(text, solve=["X"], target="torch"))["f"]
    differential = load(modules.code_implicit(text, solve=["X"]))["differential_A"]

    def at(t: Any, x: Any) -> dict[str, Any]:
        return {name: {**begin, "A": begin["A"] + t * along, "X": x}[name] for name in begin if name in text}

    def slope(t: float) -> Any:
        x = begin["X"]
        for _ in range(10):  # each call is two of Newton's steps
            x = f(**at(t, x))
        return differential(**{k: np.asarray(v) for k, v in at(t, x).items()}, dA=np.asarray(along)), x

    wanted, x = slope(0.0)
    zero = torch.zeros((), dtype=torch.float64)
    close(np.asarray(torch.func.jacrev(lambda t: f(**at(t, x)))(zero)), wanted)
    twice = (slope(1e-4)[0] - slope(-1e-4)[0]) / 2e-4
    found = torch.func.jacrev(torch.func.jacrev(lambda t: f(**at(t, x))))(zero)
    np.testing.assert_allclose(found, twice, rtol=1e-5, atol=1e-6 * np.abs(twice).max())
