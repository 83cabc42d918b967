"""Functions without a formula: what declarations and calls mean, and what is offered where one is missing."""

from __future__ import annotations

import pytest

from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import is_zero
from matcalc_cli.program import Standing, Written, read
from matcalc_cli.simplify import simplify

SHAPES = [
    ("grad(f)(u) where f: scalar of vector(n)", "n,1"),
    ("D(f)(u) where f: scalar of vector(n)", "1,n"),
    ("D(f)(U) where f: scalar of matrix(p,q)", "1,p*q"),
    ("D(f,1)(u,v) where f: scalar of vector(n), vector(m)", "1,n"),
    ("D(f)(u,v) where f: scalar of vector(n), v: vector(n)", "1,1"),
    ("D2(f)(u) where f: scalar of vector(n)", "n,n"),
    ("D(v) where v: scalar of x, x: vector(n)", "1,n"),
    ("u*D(v) where v: scalar of x, u: vector(m) of x, x: vector(n)", "m,n"),
    ("u*D(v) where v: scalar of X, u: vector(m), X: matrix(p,q)", "m,p*q"),
    ("grad(v) where v: scalar of X, X: matrix(p,q)", "p,q"),
    ("D2(f)(u,v) where f: scalar of vector(n), v: vector(n)", "1,n"),
    ("D2(f)(u,v,v) where f: scalar of vector(n), v: vector(n)", "1,1"),
    ("D2(f,2,1)(u,v) where f: scalar of vector(n), vector(m)", "m,n"),
    ("D(g)(u) where g: vector(m) of vector(n)", "m,n"),
    ("D(g)(u,v) where g: vector(m) of vector(n), v: vector(n)", "m,1"),
    ("D(F)(U) where F: matrix(m,n) of matrix(p,q)", "m*n,p*q"),
    ("D(F)(U,E) where F: matrix(m,n) of matrix(p,q), E: matrix(p,q)", "m,n"),
    ("D2(F)(U,E,H) where F: matrix(m,n) of matrix(p,q), E: matrix(p,q), H: matrix(p,q)", "m,n"),
    ("D(A) where A: matrix(m,n) of t", "m,n"),
    ("D(A)(t,s) where A: matrix(m,n) of t, s: scalar", "m,n"),
    ("D2(A) where A: matrix(m,n) of t", "m,n"),
    ("f'(t) where f: vector(m) of scalar, t: scalar", "m,1"),
    ("g'.(X)", "m,n"),
    ("f(A*X) where f: matrixfunction, A: matrix(p,q)", "p,p"),
    ("D(f)(X) where f: matrixfunction, X: matrix(n,n)", "n^2,n^2"),
    ("D(f')(X,E) where f: matrixfunction, E: matrix(p,p)", "p,p"),
    ("f'(t) where f: matrixfunction, t: scalar", "1,1"),
    ("D(g)(Y) where f: matrix(m,n) of matrix(m,n), g: inverse of f", "m*n,m*n"),
]


@pytest.mark.parametrize(("text", "shape"), SHAPES)
def test_shapes(text: str, shape: str) -> None:
    _, found = read(text)
    assert ",".join(map(str, found.expression.shape)) == shape


ZERO = [
    "D2(f)(u,v,w) - D2(f)(u,w,v) where f: scalar of vector(n), v: vector(n), w: vector(n)",
    "D2(f)(u) - D2(f)(u)' where f: scalar of vector(n)",
    "D(f)(u,v) - grad(f)(u)'*v where f: scalar of vector(n), v: vector(n)",
    "D(f)(u) - grad(f)(u)' where f: scalar of vector(n)",
    "D(A)(t,s) - s*D(A) where A: matrix(m,n) of t, s: scalar",
    "g.(X)' - g.(X')",
    "D2(f,2,1)(u,v) - D2(f,1,2)(u,v)' where f: scalar of vector(n), vector(m)",
    "A*f(A) - f(A)*A where f: matrixfunction",
    "g(A)*f(-A)*A^2 - A^2*f(-A)*g(A) where f: matrixfunction, g: matrixfunction",
    "f(X)' - f(X') where f: matrixfunction",
    "D(f)(X', E')' - D(f)(X, E) where f: matrixfunction",
    "D(f)(X, I + 2*X^2) - f'(X) - 2*X^2*f'(X) where f: matrixfunction",
    "tr(X*D(f)(X, E)) - tr(E*X*f'(X)) where f: matrixfunction",
    "frechet(expm, A, A^2) - A^2*expm(A)",
    "g(f(x)) - x where f: vector(n) of vector(n), g: inverse of f",
    "f(g(x)) - x where f: vector(n) of vector(n), g: inverse of f",
    "D(g)(y)*D(f)(g(y)) - I where f: vector(n) of vector(n), g: inverse of f, y: vector(n)",
    "f(g(X)) - X where f: matrixfunction, g: inverse of f",
    "D2(g)(y, e, h) + D(g)(y)*D2(f)(g(y), D(g)(y)*e, D(g)(y)*h) where f: vector(n) of vector(n), g: inverse of f",
    "g''.(y) + f''.(g.(y))./f'.(g.(y)).^3 where f: function, g: inverse of f",
    "g'(t)*f'(g(t)) - 1 where f: scalar of scalar, g: inverse of f, t: scalar",
    "g'.(x).*f'.(g.(x)) - ones(n) where f: function, g: inverse of f, x: vector(n)",
]


@pytest.mark.parametrize("text", ZERO)
def test_what_is_one_thing_is_one_node(text: str) -> None:
    _, found = read(text)
    assert is_zero(simplify(found.expression))


REFUSED = [
    ("f(u) where f: scalar of vector", "needs its size", "vector(n)"),
    ("f(u) where f: matrix of vector(n)", "needs its size", "matrix(m,n)"),
    ("D(f)(u,v) where f: scalar of vector(n), vector(m)", "f has 2 arguments", "D(f,1)"),
    ("D(f,3)(u,v) where f: scalar of vector(n), vector(m)", "f has 2 arguments", ""),
    ("grad(g)(u) where g: vector(m) of vector(n)", "g has no gradient", "D(g)"),
    ("grad(f)(t) where f: scalar of scalar, t: scalar", "f has no gradient", "D(f)"),
    ("f(u,v,w) where f: scalar of vector(n), vector(m)", "takes 2 arguments, and here are 3", ""),
    ("f() where f: scalar of vector(n)", "takes 1 argument, and here are 0", ""),
    ("D(f)(u,v,w) where f: scalar of vector(n)", "up to 1 directions behind, and here are 3", ""),
    ("g.(x,y)", "function of one argument", ""),
    ("f(X) where f: scalar of vector(n), X: matrix(3,4)", "f is declared for n×1 here, and X is 3×4", ""),
    ("f(x) where f: matrixfunction", "f is declared for a square matrix, and x is n×1", ""),
    ("f(X,E) where f: matrixfunction", "takes 1 argument, and here are 2", ""),
    ("g(x) where g: inverse of f", "f is not declared as a function", "declare it: f: vector(n) of vector(n)"),
    ("g(x) where g: inverse of f, f: vector(m) of vector(n)", "different numbers of entries", ""),
    ("g(x) where g: inverse of f, f: scalar of vector(n), vector(n)", "needs one argument", ""),
    ("g(x) where g: inverse of f, f: matrixfunction", "g is declared for a square matrix, and x is n×1", ""),
    ("g(x) + h(x) where g: inverse of f, h: inverse of f, f: vector(n) of vector(n)", "an inverse already, g", ""),
    ("sum(k, 1, N, f_k(x)) where f_k: scalar of vector(n)", "makes no family of it", "f(k, …)"),
    ("g(x) where g: inverse", "an inverse is that of one function", ""),
]


@pytest.mark.parametrize(("text", "message", "hint"), REFUSED)
def test_what_does_not_fit(text: str, message: str, hint: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(text)
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")


NOTED = [
    ("g.(x)", ["g is taken for a function of each entry that has no formula, `g: function`"]),
    ("epx.(x)", ["epx is taken for a function of each entry that has no formula, `epx: function`; did you mean exp?"]),
    ("g.(x) where g: function", []),
    ("g.(x) where g: function, h: function", ["h is declared and does not occur"]),
    ("x where f: scalar of vector(n)", ["f is declared and does not occur"]),
    ("g.(x) where f: function, g: inverse of f", []),
]


@pytest.mark.parametrize(("text", "notes"), NOTED)
def test_guesses_are_noted(text: str, notes: list[str]) -> None:
    _, found = read(text)
    assert list(found.notes) == notes


OFFERED = [
    ("f(x)", "f: scalar of vector(n)"),
    ("f(A*x)", "f: scalar of vector(m)"),
    ("f(X)", "f: scalar of matrix(m,n)"),
    ("f(alpha)", "f: scalar of scalar"),
    ("f(x, alpha)", "f: scalar of vector(n), scalar"),
    ("f(f(x))", "f: vector(n) of vector(n)"),
    ("u = A*x; f(u)", "f: scalar of vector(m)"),
    ("u = f(x); u", "f: scalar of vector(n)"),
    ("f(x, x, (", "f: scalar of vector(n)"),
    ("f(g(x))", "g: scalar of vector(n), f: scalar of scalar"),
    ("A*g(x)", "g: vector(p) of vector(n)"),
    ("norm(g(x) - y)^2", "g: vector(p) of vector(n)"),
    ("x + f(x)", "f: vector(n) of vector(n)"),
    ("f(x)^2 + h(x)'*y", "f: scalar of vector(n), h: vector(p) of vector(n)"),
    ("f(x) + alpha*norm(x)^2", "f: scalar of vector(n)"),
    ("a'*F(X)*b", "F: matrix(p,q) of matrix(m,n)"),
    ("tr(f(A))", "f: matrixfunction"),
    ("tr(F(X))", "F: matrix(p,p) of matrix(m,n)"),
    ("inv(A(t))", "A: matrix(p,p) of t"),
    ("norm(u(theta))", "u: vector(p) of theta"),
]


@pytest.mark.parametrize(("text", "declaration"), OFFERED)
def test_a_declaration_is_offered(text: str, declaration: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(text)
    assert f"declare it: where {declaration}" in (caught.value.hint or "")


@pytest.mark.parametrize(("text", "declaration"), [o for o in OFFERED if o[0] in ("f(x)", "f(A*x)", "f(X)", "f(f(x))")])
def test_with_what_is_offered_the_program_has_a_meaning(text: str, declaration: str) -> None:
    read(f"{text} where {declaration}")
    read(text, [declaration])


def test_declarations_from_outside() -> None:
    _, found = read("f(A*x)", ["f: scalar of vector(m)"])
    assert [str(n) for n in found.functions["f"].arguments[0]] == ["m", "1"]
    _, found = read("f(x) + g.(x)'*x", ["f: scalar of vector(n)", "g: function"])
    assert found.notes == ()
    _, found = read("f = x'*x; f", [Standing("f: scalar of vector(n)")])
    assert not found.functions
    with pytest.raises(MatcalcError, match="already bound"):
        read("f = x'*x; f", ["f: scalar of vector(n)"])


@pytest.mark.parametrize("notation", ["latex", "numpy", "julia", "matlab"])
def test_declarations_from_outside_in_other_notations(notation: str) -> None:
    _, found = read(Written("f(x)", notation), ["f: scalar of vector(n)"])
    assert found.functions["f"].declaration == "f: scalar of vector(n)"


def test_a_declaration_that_is_wrong_is_the_error() -> None:
    with pytest.raises(MatcalcError, match="no kind scaler"):
        read("f(x) where f: scaler of vector(n)")
    with pytest.raises(MatcalcError, match="no function f"):
        read("f(x) + g(x)")
