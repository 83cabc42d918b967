"""Functions of a program, f(x, A) = x'*A*x; what they mean, what is said where they are written otherwise, and --keep."""

from __future__ import annotations

import pytest

from matcalc_cli.cli.interactive.programs import Programs
from matcalc_cli.cli.main import main
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import is_zero
from matcalc_cli.pipeline import check, differentiate, simplified
from matcalc_cli.program import Written, read
from matcalc_cli.program.keeping import kept
from matcalc_cli.program.within import read_within
from matcalc_cli.render.diagnostic import diagnostic
from matcalc_cli.render.formats.text import plain

MEANS = [
    ("f(x, A) = x'*A*x; f(B*y, inv(C))", "(B*y)'*inv(C)*(B*y)"),
    ("f(x) = x'*x; f(x) + f(A*x)", "x'*x + (A*x)'*(A*x)"),
    ("g(x) = x'*x; f(x) = g(x)^2; f(A*y)", "((A*y)'*(A*y))^2"),
    ("f(A) = A'*A; tr(f(f(B)))", "tr((B'*B)'*(B'*B))"),
    ("f(x) = x; f(A*x) + f(f(y))", "A*x + y"),
    ("f(x, y) = x; f(A*x, b)", "A*x"),
    ("f() = x'*x; f()", "x'*x"),
    ("r = A*x; f(u) = u'*u; s = f(r); s^2", "((A*x)'*(A*x))^2"),
    ("f(x) = sum(i, 1, 3, x'*A^i*x); f(B*y)", "sum(i, 1, 3, (B*y)'*A^i*(B*y))"),
    ("f(x, i) = x[i]^2; f(A*y, 2)", "(A*y)[2]^2"),
    ("f(A, k) = A^k; tr(f(B, 3))", "tr(B^3)"),
    ("f(n) = ones(n); f(3)'*x", "ones(3)'*x"),
    ("f(x) = g.(x)'*x; f(A*y)", "g.(A*y)'*(A*y)"),
    ("f(x) = phi(x)*x; f(A*y) where phi: scalar of vector(m)", "phi(A*y)*(A*y) where phi: scalar of vector(m)"),
    ("x = A*y; f(x) = x'*x; f(x)", "(A*y)'*(A*y)"),
    ("f(x)=x'*x # a comment; it goes on\n; f(y)", "y'*y"),
    ("φ(α) = α^2; φ(β)", "β^2"),
    ("D(x) = x'*x; D(y)", "y'*y"),
]


@pytest.mark.parametrize(("text", "meaning"), MEANS)
def test_a_call_is_the_definition_with_its_arguments(text: str, meaning: str) -> None:
    assert read(text)[1].expression is read(meaning)[1].expression


DERIVED = [
    ("f(x) = x'*A*x; grad(f)(B*u)", "(A + A')*B*u"),
    ("f(x) = x'*A*x; D(f)(B*u)", "((A + A')*B*u)'"),
    ("f(x) = A*x*x'*B; D(f)(u, e)", "A*(e*u' + u*e')*B"),
    ("f(t) = t^3; f''(x'*x)", "6*x'*x"),
    ("f(s) = s^3; f'(alpha) + D(f)(beta)", "3*alpha^2 + 3*beta^2"),
    ("f(X) = X*A*X; D(f)(Y, E)", "E*A*Y + Y*A*E"),
    ("f(X) = X*A*X; D2(f)(Y, E, F)", "E*A*F + F*A*E"),
    ("f(x, s) = x'*a*s^2; grad(f,1)(u, alpha)", "alpha^2*a"),
    ("f(u, v) = u'*A*v; D2(f,1,2)(x, y)", "A"),
    ("f(A, k) = A^k; D(f,1)(B, 3, E)", "E*B^2 + B*E*B + B^2*E"),
    ("g(x) = x'*x; f(x) = v'*grad(g)(x)*g(x); grad(f)(A*y)", "2*(2*(v'*A*y)*A*y + y'*A'*A*y*v)"),
    ("f(x) = x'*A*x; D(f)(D(f)(u)')", "((A + A')*(A + A')*u)'"),
    ("f(A) = A'*A; D(f)(D(f)(B, C), E)", "(B'*C + C'*B)'*E + E'*(B'*C + C'*B)"),
    ("f(x) = sum(i, 1, N, (w_i'*x)^2); grad(f)(B*y)", "2*sum(i, 1, N, w_i'*B*y*w_i)"),
    ("h = A*y; f(x) = x'*x; r = grad(f)(h); r'*r", "4*y'*A'*A*y"),
]


@pytest.mark.parametrize(("text", "meaning"), DERIVED)
def test_a_derivative_of_a_function_of_the_program(text: str, meaning: str) -> None:
    definitions, _, call = text.rpartition(";")
    assert is_zero(simplified(f"{definitions}; ({call}) - ({meaning})").expression)


OF_A_PARAMETER = [
    ("D(A*inv(B))", "(D(A) - A*inv(B)*D(B))*inv(B)"),
    ("D2(A*B)", "A*D2(B) + 2*D(A)*D(B) + D2(A)*B"),
    ("D(D(A*B))", "D2(A*B)"),
    ("D(t*A + C)", "A + t*D(A)"),
    ("f(x) = D(A)*x; D(f)(u)", "D(A)"),
]


@pytest.mark.parametrize(("text", "meaning"), OF_A_PARAMETER)
def test_a_derivative_of_what_depends_on_a_parameter(text: str, meaning: str) -> None:
    declared = ("A: matrix(n,n) of t", "B: matrix(n,n) of t", "C: matrix(n,n)", "t: scalar", "u: vector(n)")
    assert simplified(text, var=declared).expression is simplified(meaning, var=declared).expression


def test_what_a_derivative_of_a_function_of_the_program_needs() -> None:
    (needed,) = simplified("f(x) = norm1(x); grad(f)(A*u)").conditions
    assert (needed.predicate, str(needed.node)) == ("no zeros", str(read("A*u")[1].expression))
    answer = differentiate("f(x) = x'*A*x; v'*grad(f)(B*u)", wrt=["u"])
    assert plain(answer.program.body) == "v'*grad(f)(B*u)"
    assert check(answer).verdict == "ok"


REFUSED = [
    ("f(x) = x'*f(x); f(y)", "recursion is not in the language", "f"),
    ("f(x) = g(x); g(x) = x'*x; f(y)", "there is no function g", "g"),
    ("f(x, A) = x'*A*x; f(B*x)", "f(x, A) takes 2 arguments, and here is 1", "f(B*x)"),
    ("f(x) = x'*x; f()", "f(x) takes 1 argument, and here are 0", "f()"),
    ("f(x, x) = x'*x; f(y, y)", "x is already a parameter", "x"),
    ("f(x) = x'*x; f(x) = x; f(y)", "f is already defined", "f"),
    ("f(x) = x'*x; f = y; f", "f is already defined", "f"),
    ("f(x) = x'*x; f(y) where f: scalar of vector(n)", "f is already defined", "f"),
    ("tr(x) = x'*x; tr(y)", "tr is a function's name", "tr"),
    ("f(tr) = x'*x; f(y)", "tr is a function's name", "tr"),
    ("f(x) = x'*x; f*y", "f is a function and needs its argument", "f"),
    ("f(x, A) = x'*A*x; grad(f)(y, B)", "f(x, A) has 2 arguments", "grad(f)(y, B)"),
    ("f(x, A) = x'*A*x; grad(f,3)(y, B)", "f(x, A) has 2 arguments", "grad(f,3)(y, B)"),
    ("f(x) = x'*x; D(f)(y, z, z)", "f(x) takes 1 argument, and here are 3", "D(f)(y, z, z)"),
    ("f(x) = A*x; grad(f)(y)", "f has no gradient", "grad(f)(y)"),
    ("f(x) = x'*x; grad(f)(y) + z where y: vector(3), z: vector(4)", "the terms of a sum", "grad(f)(y)"),
    ("f(x) = x'*A*x; f(y) + grad(u'*u)", "is the derivative of a function by its name", "grad"),
    ("D(A*B) where A: matrix(n,n) of s, B: matrix(n,n) of t", "D(s, t) has 2 arguments", "D(A*B)"),
    ("f(x) = x'*x; f.(y)", "not applied entry by entry", "f.(y)"),
    ("f(x) = x'*x", "without a function's name", "f(x) ="),
    ("f(x) := x'*x", "without a function's name", "f(x) :="),
    ("f(x) = x'*x;", "there is no expression after ;", ""),
    ("f(x) = sum(i, 1, 3, x'*A^i*x); sum(i, 1, 2, f(i*y))", "i is an index here and stands in an argument", "i"),
    ("f(x) = sum(i, 1, 3, x_i); f(y)", "x is a parameter, and none has members", "sum(i, 1, 3, x_i)"),
    ("f(x, A) = x'*A*x; f(x, A) + f(B*x, C) where C: matrix(2,3)", "the inner dimensions of a product differ", "x'*A"),
]


@pytest.mark.parametrize(("text", "message", "place"), REFUSED)
def test_what_is_said_otherwise(text: str, message: str, place: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        read(text)
    error = caught.value
    assert message in error.message
    assert error.start is not None
    assert text[error.start : error.end] == place


def test_an_error_in_a_definition_points_at_the_call_too() -> None:
    text = "f(x) = x'*q(x); f(y)"
    with pytest.raises(MatcalcError) as caught:
        read(text)
    assert [text[label.start : label.end] for label in caught.value.labels] == ["q"]  # nothing is put in yet
    text = "f(x, A) = x'*A*x; f(x, A) + f(y, C) where C: matrix(2,3)"
    with pytest.raises(MatcalcError) as caught:
        read(text)
    assert [text[label.start : label.end] for label in caught.value.labels] == ["x'*A", "y", "f(y, C)"]
    assert "x'*A has 3 columns" in diagnostic(caught.value, text).replace("(x'*A)", "x'*A")


def test_definitions_within_definitions_end() -> None:
    text = "f0(x) = x + x; " + "".join(f"f{i}(x) = f{i - 1}(x) + f{i - 1}(x); " for i in range(1, 40)) + "f39(y)"
    with pytest.raises(MatcalcError, match="longer than 100,000"):
        read(text)


def test_what_is_not_used_is_noted() -> None:
    assert read("f(x, A) = x'*A*x; y'*y")[1].notes == ("f(x, A) is defined and not used",)


FOREIGN = [
    ("julia", "f(x, A) = x'*A*x; f(B*x, inv(A))"),
    ("julia", "f = (x, A) -> x'*A*x; f(B*x, inv(A))"),
    ("matlab", "f = @(x, A) x'*A*x; f(B*x, inv(A))"),
    ("numpy", "f = lambda x, A: x @ A @ x\nf(B @ x, np.linalg.inv(A))"),
    ("numpy", "def f(x, A):\n    return x @ A @ x\nf(B @ x, np.linalg.inv(A))"),
    ("latex", r"f(x, A) = x^\top A x; f(B x, A^{-1})"),
]


@pytest.mark.parametrize(("notation", "text"), FOREIGN)
def test_other_notations(notation: str, text: str) -> None:
    assert read(Written(text, notation))[1].expression is read("(B*x)'*inv(A)*(B*x)")[1].expression


def test_a_claim_may_call_it() -> None:
    _, scope = read("f(x) = x'*x; f(A*x)^2")
    assert read_within("4*f(A*x)*A'*A*x", scope) is read_within("4*(A*x)'*(A*x)*A'*A*x", scope)


KEPT = [
    ("f(x, A) = x'*A*x; f(B*x, inv(A))", "x", ["f"], "B'*grad(f,1)(B*x, inv(A))"),
    ("f(x) = x'*x; g(x) = f(x)^2; g(B*x)", "x", ["f"], "2*f(B*x)*B'*grad(f)(B*x)"),
    ("f(x) = x'*x; g(x) = f(x)^2; g(B*x)", "x", ["g"], "B'*grad(g)(B*x)"),
    ("f(t) = t^2; f(x'*x)", "x", ["f"], "2*f'(x'*x)*x"),
]


@pytest.mark.parametrize(("text", "wrt", "names", "gradient"), KEPT)
def test_a_function_that_is_kept(text: str, wrt: str, names: list[str], gradient: str) -> None:
    rest, declared = kept(text, names, ())
    (found,) = differentiate(rest, wrt=[wrt], var=declared).derivatives
    assert str(found.gradient) == gradient


NOT_KEPT = [
    ("f(x) = x'*A*x; f(y)", "f", "f(x) depends on A too"),
    ("f(x) = x'*x; f(B*x)*f(x)", "f", "of different shapes, (vector(m)) and (vector(n))"),
    ("f(x) = x'*x; y'*y", "f", "f(x) is not called"),
    ("f(x) = x'*x; f(y)", "g", "the program defines no function g"),
]


@pytest.mark.parametrize(("text", "name", "message"), NOT_KEPT)
def test_what_cannot_be_kept(text: str, name: str, message: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        kept(text, [name], ())
    assert message in caught.value.message


def test_the_option(capsys: pytest.CaptureFixture[str]) -> None:
    question = ["f(x) = x'*x; f(B*x)", "--wrt", "x"]
    assert main(["grad", *question, "--keep", "f"]) == 0
    assert capsys.readouterr().out == "B'*grad(f)(B*x) where f: scalar of vector(m)\n"
    assert main(["check", *question, "--keep", "f", "--claim", "B'*grad(f)(B*x)"]) == 0
    assert main(["grad", *question]) == 0


LONG = "f(x, A) = log(1 + x'*A*x)^2/(1 + x'*x); f(B*u, C)*f(B*v, C)"


def test_an_answer_that_is_shorter_with_functions_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grad", LONG, "--wrt", "u"]) == 0
    shown = capsys.readouterr()
    assert shown.out == f"{LONG.partition(';')[0]}; f(B*v, C)*B'*grad(f,1)(B*u, C)\n"
    assert shown.err.splitlines()[-1] == "note: the answer is shorter with functions by name; --expand writes them out"
    assert "valid where 1 + " in shown.err
    assert main(["check", LONG, "--wrt", "u", "--claim", shown.out.strip()]) == 0
    assert "your answer is the gradient" in capsys.readouterr().out
    assert main(["grad", LONG, "--wrt", "u", "--expand"]) == 0
    assert "f(" not in capsys.readouterr().out


def test_a_session_keeps_functions() -> None:
    programs = Programs()
    programs.name_part("f(x, A)", "x'*A*x")
    programs.name_part("g(x)", "f(x, I)^2")
    assert list(programs.described()) == ["f(x, A) = x'*A*x", "g(x) = f(x, I)^2"]
    assert programs.expanded("g(B*y)") == "f(x, A) = x'*A*x; g(x) = f(x, I)^2; g(B*y)"
    assert programs.expanded("f(y, C)") == "f(x, A) = x'*A*x; f(y, C)"
    with pytest.raises(MatcalcError, match="no function q"):
        programs.name_part("h(x)", "q(x)")
