"""Kinds by use: the letter is a default, and the fewest names that give a program a meaning are taken otherwise."""

from __future__ import annotations

import time

import pytest

from matcalc_cli.elaborate import Elaborated
from matcalc_cli.errors import MatcalcError
from matcalc_cli.pipeline import read, simplified
from matcalc_cli.program import Written


def meant(text: str, *, scalar: bool = False, notation: str = "") -> Elaborated:
    return read(Written(text, notation) if notation else text, scalar=scalar)[1]


def otherwise(found: Elaborated) -> dict[str, str]:
    """The names that are not what their letters say, of those in this file."""
    letters = {v.name: "scalar" if v.name in GREEK else "vector" for v in found.variables.values() if v.name.islower()}
    kinds = {v.name: v.kind for v in found.variables.values()}
    return {name: kinds[name] for name, kind in letters.items() if kinds[name] != kind}


GREEK = {"alpha", "beta", "theta", "mu", "nu", "omega", "iota", "lambda", "sigma", "dbeta", "xi"}

VECTOR, NUMBER = "vector", "scalar"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("y - X*beta", {"beta": VECTOR}),
        ("norm(y - X*beta)^2 + lambda*norm(beta)^2", {"beta": VECTOR}),
        ("theta'*x", {"theta": VECTOR}),
        ("theta.T@theta", {"theta": VECTOR}),
        ("norm(theta)^2", {"theta": VECTOR}),
        ("norm(theta - mu + 1)^2", {"theta": VECTOR, "mu": VECTOR}),
        ("vec(theta)*x'", {"theta": VECTOR}),
        ("diag(sigma)*x", {"sigma": VECTOR}),
        ("sum(log(theta)) + sum(theta)", {"theta": VECTOR}),
        ("sum(2*theta.*log(1 + exp(-theta.^2)))", {"theta": VECTOR}),
        ("norm(theta, 1) + norm(mu, Inf)", {"theta": VECTOR, "mu": VECTOR}),
        ("inner(theta, x)", {"theta": VECTOR}),
        ("A\\beta", {"beta": VECTOR}),
        ("I*beta - x", {"beta": VECTOR}),
        ("X - mu*ones(1,n)", {"mu": VECTOR}),
        ("norm(x)^2/n", {"n": NUMBER}),
        ("exp(A*t)*u", {"t": NUMBER}),
        ("expm(A*t)*u_0", {"t": NUMBER}),
        ("expm(t*(U + s*V))", {"t": NUMBER, "s": NUMBER}),
        ("inv(K + s*I)*y", {"s": NUMBER}),
        ("a*X + b*Y", {"a": NUMBER, "b": NUMBER}),
        ("c*(x'*A*x)*A", {"c": NUMBER}),
        ("x - sum(x)/n", {"n": NUMBER}),
        ("norm(y - X*beta)^2/n", {"beta": VECTOR, "n": NUMBER}),
        ("r = y - X*beta; r'*r/n", {"beta": VECTOR, "n": NUMBER}),
        ("A*t*B + dt*A*B", {"t": NUMBER, "dt": NUMBER}),
        ("X*beta + dbeta'*x*y", {"beta": VECTOR, "dbeta": VECTOR}),
        ("sum(j, 1, n, t^j*A)", {"t": NUMBER}),
        ("det(A + t*B)^2", {"t": NUMBER}),
        ("sum(j, 1, 3, A^j*x)*c", {"c": NUMBER}),
        ("yhat*A", {"yhat": NUMBER}),
        # where the letters have a meaning they hold
        ("x - mu", {}),
        ("X*beta", {}),
        ("exp(alpha)*x", {}),
        ("norm(A)*x + alpha*y", {}),
        ("x'*(A - lambda*I)*x", {}),
        ("sum(ones(n))*x + n*x where x: vector(n)", {}),
        ("(alpha*A)'", {}),
        ("tr(alpha)*A", {}),  # neither is a vector a matrix
    ],
)
def test_names_are_taken_by_their_use(text: str, names: dict[str, str]) -> None:
    found = meant(text)
    assert {n: k for n, k in otherwise(found).items() if n != "n" or k == NUMBER} == names
    said = [note for note in found.notes if "taken as" in note]
    assert len(said) == bool(names)
    assert all(name in said[0] for name in names if not name.startswith("d"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("-n/2*logdet(S)", {"n": NUMBER}),
        ("c*norm(x)^2", {"c": NUMBER}),
        ("x'*A*x + b'*x + c", {"c": NUMBER}),
        ("x'*beta", {"beta": VECTOR}),
        ("omega'*Sigma*omega - lambda*(omega'*iota - 1)", {"omega": VECTOR, "iota": VECTOR}),
        ("c*norm(y - X*theta)^2/n", {"c": NUMBER, "theta": VECTOR, "n": NUMBER}),
        ("A*x", {}),
        ("sum(x + a)", {}),
    ],
)
def test_a_command_about_a_number_makes_one(text: str, names: dict[str, str]) -> None:
    found = meant(text, scalar=True)
    assert otherwise(found) == names
    assert found.expression.is_scalar == (text != "A*x")


@pytest.mark.parametrize(
    "text",
    ["x^2", "x*y", "x*A*x", "x/y", "det(x)", "e^x", "w_1*A", "x1*x2", "x\\y", "b - t*A", "A + B*c - c where A: matrix(2,2)"],
)  # fmt: skip
def test_what_no_reading_helps_stays_an_error(text: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        meant(text)
    assert caught.value.kind == "shape"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("a*b", ["where a: scalar", "where b: scalar"]),
        ("A*n*m", ["where m: scalar", "where n: scalar"]),
        ("a*b + c*d", ["a: scalar, c: scalar", "b: scalar, d: scalar"]),
    ],
)
def test_several_readings_are_shown(text: str, readings: list[str]) -> None:
    with pytest.raises(MatcalcError) as caught:
        meant(text)
    assert all(reading in (caught.value.hint or "") for reading in readings)
    assert "a declaration says which" in (caught.value.hint or "")


def test_a_greek_vector_goes_before_a_latin_number() -> None:
    """Either beta or c could be otherwise."""
    found = meant("norm(X*beta - c)")
    assert otherwise(found) == {"beta": VECTOR}


def test_an_error_without_a_hint_shows_the_readings() -> None:
    with pytest.raises(MatcalcError) as caught:
        meant("x'*A*a*b", scalar=True)
    assert "a: scalar" in (caught.value.hint or "")


def test_a_declaration_is_never_overruled() -> None:
    for text in ("y - X*beta where beta: scalar", "norm(x)^2/n where n: vector(3)", "t*A where t: vector(3)"):
        with pytest.raises(MatcalcError):
            meant(text)
    assert meant("theta' where theta: scalar").variables["theta"].kind == "scalar"


def test_sizes_that_are_declared_may_decide() -> None:
    """A 3 x 3 is no 4 x 4, whatever the kinds of its own names: c is the one that made it so."""
    text = "A*c + B where A: matrix(4,3), B: matrix(4,3)"
    assert otherwise(meant(text)) == {"c": NUMBER}
    with pytest.raises(MatcalcError):
        meant("tr(A)*c where A: matrix(4,3)")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x - mu", "where mu: vector takes it as a vector"),
        ("2*mu + x", "where mu: vector"),
        ("x - mu/2", "where mu: vector"),
        ("X*beta", "where beta: vector"),
        ("x'*beta", "where beta: vector"),
        ("x - mu - nu", "where nu: vector"),
    ],
)
def test_a_number_where_vectors_stand_is_noted(text: str, said: str) -> None:
    assert any(said in note for note in meant(text).notes)


@pytest.mark.parametrize("text", ["expm(A*sigma)", "A*lambda*B", "alpha*x", "x.*alpha", "A + alpha", "norm(x) - mu"])
def test_a_number_where_numbers_stand_is_not_noted(text: str) -> None:
    assert not [note for note in meant(text).notes if "vector" in note]


def test_of_two_numbers_one_may_be_a_vector() -> None:
    """A*alpha must be square, so only mu can be a vector."""
    found = meant("expm(A*alpha)*(x - mu)")
    assert [note for note in found.notes if "mu: vector" in note]
    assert not [note for note in found.notes if "alpha: vector" in note]


@pytest.mark.parametrize(
    ("text", "notation", "names"),
    [
        (r"x - \mu", "latex", {"mu": VECTOR}),
        (r"X\beta", "latex", {"beta": VECTOR}),
        (r"\theta^\top x", "latex", {"theta": VECTOR}),
        (r"(x-A\mu)^T \Sigma^{-1}(x-A\mu)", "latex", {"mu": VECTOR}),
        (r"\frac{1}{n} \lVert y - X\beta \rVert^2", "latex", {"beta": VECTOR, "n": NUMBER}),
        (r"\alpha x", "latex", {}),
        ("theta @ x", "numpy", {"theta": VECTOR}),
        ("X @ beta", "numpy", {"beta": VECTOR}),
        ("y - X @ beta", "numpy", {"beta": VECTOR}),
        ("np.linalg.norm(y - X @ beta)**2", "numpy", {"beta": VECTOR}),
        ("X * beta", "numpy", {}),
        ("theta ⋅ x", "julia", {"theta": VECTOR}),
        ("norm(y - X*beta)^2/n", "julia", {"beta": VECTOR, "n": NUMBER}),
        ("exp(A*t)*u", "julia", {"t": NUMBER}),
        ("y - X*beta", "matlab", {"beta": VECTOR}),
        ("expm(A*t)*u", "matlab", {"t": NUMBER}),
    ],
)
def test_in_every_notation(text: str, notation: str, names: dict[str, str]) -> None:
    found = meant(text, notation=notation)
    assert otherwise(found) == names
    assert bool(names) == any("taken as" in note for note in found.notes)


def test_exp_in_julia_is_of_the_matrix_that_use_makes() -> None:
    assert meant("exp(A*t)*u", notation="julia").expression is meant("expm(A*t)*u").expression


def test_an_error_in_another_notation_stays() -> None:
    with pytest.raises(MatcalcError):
        meant(r"x^2 + \beta", notation="latex")


def test_answers_read_back() -> None:
    found = simplified("norm(y - X*beta)^2/n")
    assert meant("norm(y - X*beta)^2/n where beta: vector(p), n: scalar").expression is found.expression


@pytest.mark.parametrize(
    ("text", "helps"),
    [
        (" + ".join(f"y_{i} - X{i}*beta_{i}" for i in range(20)), True),
        (" + ".join(f"b{i} - X{i}*beta{i}" for i in range(20)), True),
        (" + ".join(f"norm(x{i})^2/n{i}" for i in range(40)), True),
        (" + ".join(f"a{i}*b{i}" for i in range(20)), False),
        ("*".join(f"a{i}" for i in range(40)), False),
    ],
)
def test_the_search_ends_in_programs_of_many_names(text: str, helps: bool) -> None:
    """A reading is shapes alone: at most 600 of them, here a millisecond each."""
    start = time.process_time()
    try:
        meant(text)
    except MatcalcError:
        assert not helps
    assert time.process_time() - start < 30  # ends what hangs


@pytest.mark.parametrize(("text", "notation", "name"), [
    ("x'*A*x + b'*x + c", "", "c"),
    ("norm(A*x - b)^2 - a", "", "a"),
    ("sum(ones(n))*x + n*x", "", ""),
    ("alpha + b", "", ""),
    ("x'*x + y", "", ""),
    ("A*x + b", "", ""),
    ("x[k+s] + c", "", "c"),
    ("2^A[s,k] - c", "", "c"),
    ("unit(n,s)[k] + c", "", ""),
    (r"\sqrt{R_{s,1}} + c", "latex", ""),
])  # fmt: skip
def test_a_vector_added_to_a_number_may_have_been_meant_as_one(text: str, notation: str, name: str) -> None:
    said = [note.partition(" ")[0] for note in meant(text, notation=notation).notes if "makes both numbers" in note]
    assert said == [name] * bool(name)


@pytest.mark.parametrize(("text", "numbers"), [
    (r"x^\top A x + b^\top x + c", "c"),
    (r"\sigma(w^\top x + b)", "b"),
    (r"(w^\top x + b - y)^2", "b y"),
    (r"\log(1 + \exp(-y w^\top x))", "y"),
    (r"\log(1 + \exp(-y(w^\top x + b)))", "b y"),
    (r"a_{11} a_{22} - a_{12} a_{21}", "a_11 a_12 a_21 a_22"),
    (r"\log(a^\top x + b) + c", "b c"),
    (r"w^\top x + w_0", "w_0"),
    (r"(y - \hat y)^2", "y y_hat"),
    (r"(a^\top x) b", ""),
    (r"x^\top y + x", ""),
    (r"(y - X^\top w)^\top (y - X^\top w)", ""),
    (r"\frac12 x^\top x + c where c: vector(n)", ""),
])  # fmt: skip
def test_what_is_added_to_numbers_is_one_in_papers(text: str, numbers: str) -> None:
    found = meant(text, notation="latex")
    assert " ".join(sorted(v.name for v in found.variables.values() if v.kind == "scalar")) == numbers
    assert bool(numbers) == any("taken as" in note for note in found.notes)


@pytest.mark.parametrize(("text", "notation", "said"), [
    (r"\operatorname{Tr}[\rho \log \rho]", "latex", ["rho is a scalar by its Greek letter, and tr is one of matrices"]),
    ("det(sigma)^2", "", ["sigma is a scalar by its Greek letter, and det is one of matrices"]),
    ("tr(alpha*A)", "", []),
    ("tr(I(n))*A", "", []),
    ("tr(rho) where rho: matrix(n,n)", "", []),
    ("A_{11}^2", "latex", ["A_{11} is read as a matrix of its own, a block"]),
    (r"A_{1,1}^2 + \operatorname{tr}(B_1)", "latex", []),
    (r"x^\top A x / 2 n", "latex", ["1/2x is read from the left, as (1/2)*x"]),
])  # fmt: skip
def test_a_note_says_what_a_letter_may_have_been_meant_for(text: str, notation: str, said: list[str]) -> None:
    assert [note.partition(";")[0] for note in meant(text, notation=notation).notes] == said
