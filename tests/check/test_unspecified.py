"""Functions without a formula: their rules are verified, wrong ones are seen, and claims about them get a diagnosis."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from matcalc_cli import differential, pipeline
from matcalc_cli.check.before_printing import MismatchError, verified
from matcalc_cli.check.digits.evaluate import Digits
from matcalc_cli.check.digits.unspecified import SINES as PRECISE
from matcalc_cli.check.doubles.compiled import Compiled
from matcalc_cli.check.doubles.unspecified import SINES, callables
from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact.verify import verify
from matcalc_cli.check.stand_ins import value
from matcalc_cli.cli.main import main
from matcalc_cli.expr.build import multiply, transpose
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.normal_forms.coefficients import scale
from matcalc_cli.expr.shapes.dimensions import SCALAR, dim
from matcalc_cli.expr.unspecified import Unknown, unknown
from matcalc_cli.expr.vectorized import unstacked, vec
from matcalc_cli.program import read

QUESTIONS = [
    ("f(A*x) where f: scalar of vector(m)", "x"),
    ("log(f(A*x)) where f: scalar of vector(m)", "A"),
    ("phi(A*X*B) where phi: scalar of matrix(m,p), A: matrix(m,n), B: matrix(q,p)", "X"),
    ("det(F(X)) where F: matrix(n,n) of matrix(p,q), X: matrix(p,q)", "X"),
    ("norm(g.(A*x) - b)^2", "x"),
    ("g.(h.(x))", "x"),
    ("h(g(x)) where h: vector(k) of vector(m), g: vector(m) of vector(n)", "x"),
    ("f(u, A*u) where f: scalar of vector(n), vector(m), u: vector(n)", "u"),
    ("f(t*x, X) where f: scalar of vector(n), matrix(p,q), X: matrix(p,q), t: scalar", "t"),
    ("inv(A) where A: matrix(n,n) of t", "t"),
    ("logdet(A) where A: matrix(n,n) of t", "t"),
    ("tr(A^3) where A: matrix(n,n) of t", "t"),
    ("U*V where U: matrix(m,n) of t, V: matrix(n,p) of t", "t"),
    ("u'*A*v where u: vector(m) of x, v: vector(n) of x, A: matrix(m,n), x: vector(k)", "x"),
    ("f(x'*x) where f: scalar of scalar", "x"),
    ("A*F(X)*B where F: matrix(m,n) of matrix(p,q), X: matrix(p,q), A: matrix(k,m), B: matrix(n,l)", "X"),
    ("f(S) where f: scalar of matrix(n,n), S: symmetric(n)", "S"),
    ("f(x)/g(x) where f: scalar of vector(n), g: scalar of vector(n)", "x"),
    ("A + A(2*t) where A: matrix(n,n) of t", "t"),
    ("inv(U) where U: matrix(n,n) of s, t", "s"),
    ("x'*grad(f)(x) where f: scalar of vector(n)", "x"),
    ("D2(f)(x,u,v) where f: scalar of vector(n), u: vector(n), v: vector(n)", "x"),
    ("tr(f(X)) where f: matrixfunction", "X"),
    ("tr(C*f(A*X)) where f: matrixfunction, X: matrix(n,m)", "X"),
    ("x'*f(S)*x where f: matrixfunction, S: symmetric(n)", "S"),
    ("tr(X*f(X)*B) where f: matrixfunction", "X"),
    ("norm(f(alpha*B)*x)^2 where f: matrixfunction, alpha: scalar", "alpha"),
    ("g(A*x)'*x where f: vector(n) of vector(n), g: inverse of f", "x"),
    ("g(f(A*x) + b) where f: vector(n) of vector(n), g: inverse of f", "x"),
    ("tr(g(X)) where f: matrix(n,n) of matrix(n,n), g: inverse of f", "X"),
    ("sum(g.(A*x)) where f: function, g: inverse of f", "x"),
    ("log(g(x'*x)) where f: scalar of scalar, g: inverse of f", "x"),
]


@pytest.mark.parametrize(("text", "wrt"), QUESTIONS)
def test_answers_are_verified_exactly(text: str, wrt: str) -> None:
    assert verified(pipeline.differentiate(text, wrt=[wrt], order=2), "json", 5.0) == "exactly"


def test_an_inverse_of_a_jacobian_and_of_a_hessian_has_a_value() -> None:
    for text in (
        "inv(D(g)(x))*y where g: vector(n) of vector(n), y: vector(n)",
        "inv(D2(f)(x))*grad(f)(x) where f: scalar of vector(n)",
    ):
        assert verified(pipeline.differentiate(text, wrt=["x"]), "json", 5.0) == "exactly"


Rule = Callable[[Unknown, tuple[Node, ...], int, Node], Node]
RIGHT = differential._unspecified  # noqa: SLF001


def turned(function: Unknown, args: tuple[Node, ...], i: int, moved: Node) -> Node:
    return transpose(RIGHT(function, args, i, moved))


def negative(function: Unknown, args: tuple[Node, ...], i: int, moved: Node) -> Node:
    return scale(-1, RIGHT(function, args, i, moved))


def elsewhere(function: Unknown, args: tuple[Node, ...], i: int, moved: Node) -> Node:
    return RIGHT(function, tuple(scale(2, a) for a in args), i, moved)


def by_another(function: Unknown, args: tuple[Node, ...], _: int, moved: Node) -> Node:
    return RIGHT(function, args, len(args) - 1, moved)


def not_stacked(function: Unknown, args: tuple[Node, ...], i: int, moved: Node) -> Node:
    if function.result == SCALAR or moved.is_scalar:
        return RIGHT(function, args, i, moved)
    slope = differential.apply(function.derivative(i), args)
    return unstacked(multiply(slope, vec(transpose(moved))), function.result)


KILLED = [
    (negative, "f(A*x) where f: scalar of vector(m)", "x"),
    (negative, "g.(x)", "x"),
    (negative, "inv(A) where A: matrix(n,n) of t", "t"),
    (turned, "F(X) where F: matrix(n,n) of matrix(p,q), X: matrix(p,q)", "X"),
    (elsewhere, "f(A*x) where f: scalar of vector(m)", "x"),
    (elsewhere, "g.(x)", "x"),
    (elsewhere, "A(2*t) where A: matrix(n,n) of t", "t"),
    (by_another, "f(u, v) where f: scalar of vector(n), vector(n), u: vector(n), v: vector(n)", "u"),
    (not_stacked, "F(X) where F: matrix(m,n) of matrix(p,q), X: matrix(p,q)", "X"),
    (not_stacked, "g(X) where g: vector(m) of matrix(n,n), X: matrix(n,n)", "X"),
]


@pytest.mark.parametrize(("rule", "text", "wrt"), KILLED)
def test_a_wrong_rule_is_seen(rule: Rule, text: str, wrt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(differential, "_unspecified", rule)
    answer = pipeline.differentiate(text, wrt=[wrt])
    with pytest.raises(MismatchError):
        verified(answer, "differential", 5.0)


WRONG = [
    ("f(x) where f: scalar of vector(n)", "x", "gradient", "2*grad(f)(x)"),
    ("f(A*x) where f: scalar of vector(n), A: matrix(n,n)", "x", "gradient", "A*grad(f)(A*x)"),
    ("g(x) where g: vector(n) of vector(n)", "x", "jacobian", "D(g)(x)'"),
    ("f(x) where f: scalar of vector(n)", "x", "hessian", "grad(f)(x)*grad(f)(x)'"),
    ("g.(x)", "x", "jacobian", "diag(g.(x))"),
]


@pytest.mark.parametrize(("text", "wrt", "reading", "claim"), WRONG)
def test_a_wrong_formula_is_seen(text: str, wrt: str, reading: str, claim: str) -> None:
    _, scope = read(text)
    _, other = read(f"{claim} where {text.partition('where ')[2]}".removesuffix("where "))
    assert verify(scope.expression, scope.variables[wrt], other.expression, reading=reading).word == "wrong"


JUDGED = [
    ("phi(A*x) where phi: scalar of vector(m)", "x", "A'*grad(phi)(A*x)", 0, "your answer is the gradient"),
    ("phi(A*x) where phi: scalar of vector(m)", "x", "2*A'*grad(phi)(A*x)", 1, "your answer is 2 times the derivative"),
    ("phi(A*x) where phi: scalar of vector(m)", "x", "-A'*grad(phi)(A*x)", 1, "minus the derivative"),
    ("phi(A*x) where phi: scalar of vector(m)", "x", "A'*grad(phi)(x)", 1, "it has x where A*x is right"),
    ("phi(A*x) where phi: scalar of vector(m)", "x", "A'*D2(phi)(A*x)*A", 0, "your answer is the Hessian"),
    ("phi(A*x) where phi: scalar of vector(n), A: matrix(n,n)", "x", "A*grad(phi)(A*x)", 1, "only for symmetric A"),
    (
        "f(g(x)) where f: scalar of vector(m), g: vector(m) of vector(n)",
        "x",
        "D(g)(x)'*grad(f)(g(x))",
        0,
        "the gradient",
    ),
    ("g.(A*x)", "x", "diag(g'.(A*x))*A", 0, "your answer is the Jacobian"),
    ("g.(A*x)", "x", "A'*diag(g'.(A*x))", 1, "the transposed Jacobian"),
    ("inv(A) where A: matrix(n,n) of t", "t", "-inv(A)*D(A)*inv(A)", 0, "your answer is the derivative"),
    ("inv(A) where A: matrix(n,n) of t", "t", "inv(A)*D(A)*inv(A)", 1, "minus the derivative (the sign)"),
    ("U*V where U: matrix(m,n) of t, V: matrix(n,p) of t", "t", "D(U)*V + U*D(V)", 0, "your answer is the derivative"),
    ("U*V where U: matrix(m,n) of t, V: matrix(n,p) of t", "t", "D(U)*V", 1, "U*D(V)"),
    ("v*u where v: scalar of x, u: vector(m) of x, x: vector(n)", "x", "v*D(u) + u*D(v)", 0, "the Jacobian"),
    ("a*b where a: scalar, b: scalar, X: matrix(p,q)", "X", "zeros(p,q)", 0, "the gradient"),
]


@pytest.mark.parametrize(("text", "wrt", "claim", "code", "said"), JUDGED)
def test_claims(text: str, wrt: str, claim: str, code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", text, "--wrt", wrt, "--claim", claim]) == code
    assert said in capsys.readouterr().out


def test_claims_in_latex() -> None:
    question = [r"\phi(A x) where phi: scalar of vector(m)", "--wrt", "x", "-i", "latex"]
    assert main(["check", *question, "--claim", r"A^\top \nabla\phi(A x)"]) == 0
    assert main(["check", *question, "--claim", r"A^\top \nabla^2\phi(A x) A"]) == 0
    assert main(["check", *question, "--claim", r"A^\top \nabla\phi(A x) \cdot 2"]) == 1


def test_there_are_no_numbers_of_a_function_without_a_formula(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "sum(g.(x))", "--at", "x=[1,2]"]) == 2
    assert "g is a function without a formula, so there are no numbers here" in capsys.readouterr().err


def test_doubles_and_sixty_digits_have_one_stand_in() -> None:
    sizes, rng = {"m": 3, "n": 4}, np.random.default_rng(1)
    for text in (
        "f(A*x)*grad(f)(A*x) where f: scalar of vector(m)",
        "D2(f)(A*x)*g.(A*x) where f: scalar of vector(m)",
        "D(g)(x)*x where g: vector(m) of vector(n)",
        "f''(x'*x)*f'''(x'*x) where f: scalar of scalar",
    ):
        node = read(text)[1].expression
        point = {s.name: rng.standard_normal((3, 4) if s.name == "A" else (4, 1)) for s in node.symbols}
        rows = {name: x.tolist() for name, x in point.items()}
        precise = np.array(evaluate(node, Digits(rows, sizes, float("inf"))), dtype=float)
        assert np.allclose(Compiled(node, sizes).raw(point), precise, rtol=1e-12)


@pytest.mark.parametrize("o", [SINES, PRECISE])
def test_derivatives_of_stand_ins_are_their_slopes(o: object) -> None:
    """Central differences of every derivative up to the third, in the layout that the records promise."""
    n, m = (dim("n"), 1), (dim("m"), 1)
    sizes, rng, h = {"n": 3, "m": 2}, np.random.default_rng(2), 1e-5
    u, v = rng.standard_normal((3, 1)), rng.standard_normal((2, 1))
    for function in (unknown("f", SCALAR, (n, m)), unknown("F", m, (n, m)), unknown("F", m, (n, m)).derivative(1)):
        for i, direction in enumerate((rng.standard_normal((3, 1)), rng.standard_normal((2, 1)))):
            slope = function.derivative(i)

            def at(step: float, i: int = i, direction: object = direction, function: Unknown = function) -> object:
                args = [x + step * direction if k == i else x for k, x in enumerate((u, v))]
                (found,) = callables([function], sizes)
                return found(*args)

            (there,) = callables([slope], sizes)
            rise = (np.ravel(at(h), order="F") - np.ravel(at(-h), order="F")) / (2 * h)
            gradient = there(u, v)
            told = gradient.T @ direction if slope.is_gradient else gradient @ direction
            assert np.allclose(rise, told.ravel(), atol=1e-8)
            shape = np.atleast_2d(gradient).shape
            declared = 1 if function.declared == SCALAR else 2
            assert np.allclose(
                np.array(value(o, slope, [u.tolist(), v.tolist()], shape, declared), dtype=float), gradient
            )


def test_a_third_derivative_is_reduced_once_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[float] = []
    monkeypatch.setattr(type(SINES), "reduce", lambda _, x: counted.append(x) or x)
    function = read("F(X) where F: matrix(2,3) of matrix(2,4), X: matrix(2,4)")[1].functions["F"]
    third = function.derivative(0).derivative(0).derivative(0)
    value(SINES, third, [[[0.5] * 4] * 2], (2 * 3 * 64, 8), 6)
    assert len(counted) < 2 * 6 * 8**3 + 8 * 2 * 8**3


PARTIALS = [
    (r"\phi(A x) where phi: scalar of vector(m)", "x", r"A^\top \frac{\partial \phi}{\partial u}(A x)", 0),
    (r"f(g(x)) where f: scalar of vector(m), g: vector(m) of vector(n)", "x", r"(\frac{\partial g}{\partial x})^\top \nabla f(g(x))", 0),
    (r"g(u) where g: scalar of vector(m), u: vector(m) of x, x: vector(n)", "x", r"\frac{\partial g}{\partial u} \frac{\partial u}{\partial x}", 0),
    (r"A^{-1} where A: matrix(n,n) of t", "t", r"-A^{-1} \frac{\mathrm{d}A}{\mathrm{d}t} A^{-1}", 0),
    (r"A^{-1} where A: matrix(n,n) of t", "t", r"-\frac{dA}{dt} A^{-2}", 1),
    (r"f(u, v) where f: scalar of vector(n), vector(m)", "v", r"\frac{\partial f}{\partial v}(u, v)", 0),
    (r"f(x) where f: scalar of vector(n)", "x", r"\frac{\partial^2 f}{\partial x \partial x}", 0),
    (r"q where q: scalar of x, y", "x", r"\frac{\partial q}{\partial x}", 0),
    (r"q where q: scalar of x, y", "x", r"\frac{\partial q}{\partial y}", 1),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wrt", "claim", "code"), PARTIALS)
def test_partial_derivatives_in_latex(text: str, wrt: str, claim: str, code: int) -> None:
    assert main(["check", text, "--wrt", wrt, "--claim", claim, "-i", "latex"]) == code


UNDONE = "tr(B*g(X)) where f: matrixfunction, g: inverse of f"


@pytest.mark.parametrize(
    ("text", "claim", "code"),
    [
        ("tr(g(X)) where f: matrixfunction, g: inverse of f", "g'(X)'", 0),
        ("tr(g(X)) where f: matrixfunction, g: inverse of f", "2*g'(X)'", 1),
        (UNDONE, "unvec(D(g)(X)'*vec(B'), n, n)", 0),
        (UNDONE, "unvec(D(g)(X)*vec(B'), n, n)", 1),
        ("g(X)*g(X) where f: matrixfunction, g: inverse of f", "D(g)(X, dX)*g(X) + g(X)*D(g)(X, dX)", 0),
    ],
)
def test_what_undoes_a_function_of_matrices(text: str, claim: str, code: int) -> None:
    assert main(["check", text, "--wrt", "X", "--claim", claim]) == code


def test_its_second_derivative(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["differential", "g(X) where f: matrixfunction, g: inverse of f", "--order", "2"]) == 0
    printed = capsys.readouterr()
    assert "D2(g)(X, dX)" in printed.out
    assert "not verified" not in printed.err
