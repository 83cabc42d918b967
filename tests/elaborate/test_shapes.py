"""Shapes and kinds: the most general that fit, and what names stand for."""

from __future__ import annotations

import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.elaborate import Elaborated
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node, number
from matcalc_cli.expr.shapes.dimensions import shape_text
from matcalc_cli.pipeline import read, simplified
from matcalc_cli.render.reports.answers import program_text


def typed(text: str, *var: str) -> Elaborated:
    return read(text, var)[1]


def shapes(text: str) -> dict[str, str]:
    """The shape of every variable, and that of the expression as f."""
    found = typed(text)
    return {**{v.name: shape_text(v.shape) for v in found.variables.values()}, "f": shape_text(found.expression.shape)}


def test_there_are_names_for_any_number_of_dimensions() -> None:
    """m, n, p ... end after twelve; a name that the program uses is not given again."""
    vectors = [f"x{i}" for i in range(14)]
    found = shapes(" + ".join(f"{x}'*{x}" for x in vectors) + " + n1")
    sizes = [found[x] for x in vectors]
    assert len(set(sizes)) == 14
    assert sizes[:3] == ["mx1", "nx1", "px1"]
    assert sizes[12:] == ["n2x1", "n3x1"]


def same(one: str, other: str) -> bool:
    return typed(one).expression is typed(other).expression


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one unknown dimension is n, more are m, n, p in order of appearance
        ("A", "A: mxn, f: mxn"),
        ("x", "x: nx1, f: nx1"),
        ("alpha", "alpha: 1x1, f: 1x1"),
        ("A^3", "A: nxn, f: nxn"),
        ("inv(A)", "A: nxn, f: nxn"),
        ("A*X*b", "A: mxn, X: nxp, b: px1, f: mx1"),
        ("A*x - b", "A: mxn, x: nx1, b: mx1, f: mx1"),
        ("x'*A*x", "x: nx1, A: nxn, f: 1x1"),
        ("x*y'", "x: mx1, y: nx1, f: mxn"),
        ("A + B'", "A: mxn, B: nxm, f: mxn"),
        ("A.*B./C", "A: mxn, B: mxn, C: mxn, f: mxn"),
        ("A\\b", "A: nxn, b: nx1, f: nx1"),
        ("kron(A, B)", "A: mxn, B: pxq, f: m*pxn*q"),
        ("A⊗B⊗C", "A: mxn, B: pxq, C: rxs, f: m*p*rxn*q*s"),
        ("kron(A, B, x)", "A: mxn, B: pxq, x: rx1, f: m*p*rxn*q"),
        ("hadamard(A, B, C)", "A: mxn, B: mxn, C: mxn, f: mxn"),
        ("vec(A*X*B)", "A: mxn, X: nxp, B: pxq, f: m*qx1"),
        ("unvec(x, m, n)", "x: m*nx1, f: mxn"),
        ("I(m + n)*A", "A: (m + n)xp, f: (m + n)xp"),
        ("ones(min(m, 3))", "f: min(3,m)x1"),
        ("ones(min(5, 3))", "f: 3x1"),
        ("alpha\\b", "alpha: 1x1, b: nx1, f: nx1"),
        ("commutation(m, n)*vec(A) where A: matrix(m,n)", "A: mxn, f: m*nx1"),
        ("elimination(n)*vec(A) where A: matrix(n,n)", "A: nxn, f: (n^2/2 + n/2)x1"),
        ("duplication(3)*x", "x: 6x1, f: 9x1"),
        ("diag(x)*A", "x: mx1, A: mxn, f: mxn"),
        ("diag(A)", "A: nxn, f: nx1"),
        ("tr(A*B)", "A: mxn, B: nxm, f: 1x1"),
        ("svdvals(A)", "A: mxn, f: min(m,n)x1"),
        ("svdu(A)*diag(svdvals(A))*svdv(A)'", "A: mxn, f: mxn"),
        ("pinv(A)", "A: mxn, f: nxm"),
        ("rowsum(A)*colsum(B)", "A: mxn, B: pxq, f: mxq"),
        ("softmax(A*x)", "A: mxn, x: nx1, f: mx1"),
        ("softmax(x')", "x: nx1, f: 1xn"),
        ("outer(x, y)*z", "x: mx1, y: nx1, z: nx1, f: mx1"),
        ("expm(A)*x", "A: nxn, x: nx1, f: nx1"),
        ("frechet(expm, A, E, F)", "A: nxn, E: nxn, F: nxn, f: nxn"),
        ("frechetmatrix(expm, A)", "A: nxn, f: n^2xn^2"),
        ("sum(j, 0, 3, A^j)*x", "A: nxn, x: nx1, f: nx1"),
        ("norm(A)*x", "A: mxn, x: px1, f: px1"),
        # a 1x1 expression multiplies anything, by parentheses
        ("B*(x'*A*x)", "B: mxn, x: px1, A: pxp, f: mxn"),
        ("x'*A*x*B", "x: mx1, A: mxm, B: nxp, f: nxp"),
        ("(x'*x)^2/alpha", "x: nx1, alpha: 1x1, f: 1x1"),
        # declared sizes and names; invented names avoid them
        ("A*B where A: matrix(3,4)", "A: 3x4, B: 4xn, f: 3xn"),
        ("A*B where A: matrix(n,4)", "A: nx4, B: 4xm, f: nxm"),
        ("A*B where B: matrix(p,m)", "A: nxp, B: pxm, f: nxm"),
        ("A*n*m", "A: mxp, n: px1, m: qx1, f: error"),
        ("A where A: matrix(1,1)", "A: 1x1, f: 1x1"),
        ("r*A where r: matrix(1,n)", "r: 1xn, A: nxm, f: 1xm"),
        ("v*x", "v: mx1, f: error"),
        # bindings
        ("r = A*x - b; r'*r", "A: mxn, x: nx1, b: mx1, f: 1x1"),
        ("X = A*A; Y = X*X; Y*x", "A: nxn, x: nx1, f: nx1"),
    ],
)
def test_shapes_are_the_most_general_that_fit(text: str, expected: str) -> None:
    if expected.endswith("error"):
        with pytest.raises(MatcalcError):
            typed(text)
        return
    assert ", ".join(f"{name}: {shape}" for name, shape in shapes(text).items()) == expected


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        ("A X1 Ainv B_2 Σ Sigma Ω Λ_1 T N dA dSigma", "matrix"),
        ("x w_1 n e b ab xalpha dx d du_1", "vector"),
        ("α lambda theta mu_1 β2 sigma dalpha dα delta epsilon", "scalar"),
    ],
)
def test_a_name_has_a_kind_by_its_first_letter(names: str, kind: str) -> None:
    for name in names.split():
        (variable,) = typed(f"2*{name}").variables.values()
        assert variable.kind == kind, name


def test_d_of_a_name_has_its_kind_and_shape() -> None:
    found = typed("A*dA' + x*dx' where A: matrix(3,4), x: vector(3)").variables
    assert found["dA"].shape == found["A"].shape == (3, 4)
    assert found["dA"].differential_of == "A"
    assert typed("dS where S: symmetric(n)").variables["dS"].kind == "symmetric"
    assert typed("dS where S: spd(n)").variables["dS"].kind == "symmetric"
    assert typed("dQ where Q: orthogonal(n)").variables["dQ"].kind == "matrix"
    assert typed("dalpha*A").variables["dalpha"].is_scalar
    assert typed("delta*A").variables["delta"].differential_of is None
    assert typed("dx where dx: matrix(m,n)").variables["dx"].differential_of is None


def test_a_name_in_an_exponent_is_a_number() -> None:
    assert typed("A^k").variables["k"].kind == "integer"
    assert typed("A^(k-1)*B").variables["k"].kind == "integer"
    assert typed("x.^p").variables["p"].kind == "scalar"
    assert typed("alpha^p").variables["p"].kind == "scalar"
    assert typed("A^n*x").variables["n"].kind == "integer"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("norm(x)^2/n where x: vector(n)", "norm(x)^2*mean(x)/sum(x) where x: vector(n)"),
        ("n*x where x: vector(n)", "sum(ones(n))*x where x: vector(n)"),
        ("tr(I(n))", "sum(ones(n))"),
        ("m*n*alpha where A: matrix(m,n)", "sum(ones(m,n))*alpha"),
        ("sum(ones(m,n))*x where x: vector(n)", "m*n*x where x: vector(n), A: matrix(m,n)"),
    ],
)
def test_a_dimension_is_a_number_elsewhere(text: str, value: str) -> None:
    assert simplified(text).expression is simplified(value).expression


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("I + A", "n"), ("A*I*b", ""), ("I*x", ""), ("x'*I*x", ""), ("inv(I + x*x')", "n"), ("alpha*I - A", "n"),
        ("I(3)*x", ""), ("tr(I + A*B)", "m"), ("I.*A", "n"), ("I(n)", "n"), ("eye(n) + A", "n"),
    ],
)  # fmt: skip
def test_the_size_of_an_identity_is_inferred(text: str, size: str) -> None:
    written = repr(typed(text).expression)
    assert ("I(" in written) == bool(size) or size == "m"
    assert f"I({size})" in written or not size or size == "m"


@pytest.mark.parametrize(
    "text", ["I", "alpha*I", "tr(I)", "I + 1", "kron(I, I)", "I*I", "vec(I)", "I.*I + alpha", "norm(I)*x"]
)
def test_an_identity_of_no_size_is_an_error(text: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        typed(text)
    assert caught.value.kind == "shape"
    assert "I(n)" in (caught.value.hint or "")
    start, end = caught.value.start, caught.value.end
    assert start is not None
    assert text[start:end] == "I"


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("A^2 + 1", "alpha*I"),
        ("alpha + A*A", "alpha*I"),
        ("1 - A where A: matrix(3,3)", "alpha*I"),
        ("log(1 + exp(x))", ""),
        ("A + alpha where A: matrix(m,n)", ""),
        ("2*A*A", ""),
        ("A^2.*3", ""),
        ("exp(A^2)", "expm"),
        ("sqrt(A*A)", "sqrtm"),
        ("exp.(A^2)", ""),
        ("exp(x)", ""),
        ("exp(A)", "expm"),
        ("tr(exp(A))", "expm"),
        ("exp(A)*A", "expm"),
        ("sum(exp(W*x))", ""),
        ("exp(A) where A: matrix(m,n)", ""),
        ("tanh(A^2)", "tanh"),
        ("abs(A)", ""),
        ("log(det(A))", ""),
        ("sin(A^2) + cos(A^2)", "sinm cosm"),
    ],
)
def test_notes(text: str, noted: str) -> None:
    notes = typed(text).notes
    assert len(notes) == len(noted.split())
    assert all(any(word in note for note in notes) for word in noted.split())


def test_a_note_is_made_once() -> None:
    assert len(typed("exp(A^2)*exp(A^3) + exp(A)").notes) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("log(1 + exp(x))", "log(ones(n) + exp(x))"),
        ("x + alpha", "x + alpha*ones(n)"),
        ("A - 2 where A: matrix(m,n)", "A - 2*ones(m,n) where A: matrix(m,n)"),
        ("2./x", "2*x.^-1"),
        ("alpha./A where A: matrix(m,n)", "alpha*A.^-1 where A: matrix(m,n)"),
        ("alpha.*x", "alpha*x"),
        ("x./alpha", "x/alpha"),
        ("(x'*x) + y where y: vector(n)", "(x'*x)*ones(n) + y"),
        ("A + x'*x where A: matrix(m,n)", "A + (x'*x)*ones(m,n) where A: matrix(m,n), x: vector(p)"),
    ],
)
def test_a_scalar_broadcasts(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sum(j, 0, 2, A^j)", "I(n) + A + A^2"),
        ("sum(j, 1, 3, j*A)", "6*A"),
        ("sum(j, 0, 2, sum(i, 0, j, A^i*B*A^(j-i)))", "B + A*B + B*A + A^2*B + A*B*A + B*A^2"),
        ("sum(j, 0, 1, sum(j, 1, 2, j*A))", "6*A"),
        ("sum(i, 0, k, A^i)", "sum(j, 0, k, A^j)"),
        ("sum(j, 3, 0, A^j)", "0*A^2"),
        ("sum(j in 3:1 if j != 2, j)", "0"),
        ("prod(j, 3, 1, alpha)", "1"),
        ("prod(j, 3, 1, alpha + j)", "1"),
        ("sum(i, 1, 3, sum(j, i+2, 3, 2^j*x))", "8*x"),
        ("sum(i, 2, 3, prod(j, i+2, 3, alpha + j))", "2"),
        ("sum(j, 0, -1, x)", "0*x"),
    ],
)
def test_a_sum_binds_its_index(one: str, other: str) -> None:
    where = " where A: matrix(n,n)" if "k" in one and "where" not in one else ""
    assert same(one + where, other + where)


def test_an_index_is_no_variable() -> None:
    assert set(typed("sum(j, 0, k, A^j)*j where j: scalar, A: matrix(n,n)").variables) == {"A", "k", "j"}
    assert set(typed("sum(j, 0, 3, A^j)").variables) == {"A"}


@pytest.mark.parametrize(
    ("kind", "transposed"),
    [("symmetric", "S"), ("spd", "S"), ("diagonal", "S"), ("skew", "-S"), ("orthogonal", "inv(S)")],
)
def test_structured_kinds(kind: str, transposed: str) -> None:
    found = typed(f"S*x where S: {kind}(n)")
    assert found.variables["S"].kind == kind
    assert found.variables["S"].shape == (found.variables["x"].rows, found.variables["x"].rows)
    assert same(f"S' where S: {kind}(n)", f"{transposed} where S: {kind}(n)")
    assert typed(f"S*x where S: {kind}").variables["S"].kind == kind


def test_declarations_from_outside() -> None:
    found = typed("B*y", "B: symmetric(4)", "y: vector")
    assert found.variables["B"].kind == "symmetric"
    assert shape_text(found.expression.shape) == "4x1"


def test_bindings_are_looked_through() -> None:
    assert same("r = A*x - b; r'*r", "(A*x - b)'*(A*x - b)")
    assert same("a = x; b = a; c = b; c'*c", "x'*x")
    assert set(typed("r = A*x - b; r'*r").variables) == {"A", "x", "b"}
    assert "y" in typed("z = 2*y; x").variables


SYMMETRIC = """
    eigvals(S) where S: symmetric(n)
    chol(S) where S: spd(n)
    eigvals(X'*X)
    chol(X*X' + I)
    eigmax(A + A')
    eigmax(sym(A))
    eigvals(x*x')
    eigvals(2*S - D) where S: symmetric(n), D: diagonal(n)
    chol(A'*S*A) where S: spd(n)
    eigmax(inv(S)) where S: symmetric(n)
    eigvals(K^2) where K: skew(n)
    eigmax(S.*(x*x')) where S: symmetric(n)
"""


@pytest.mark.parametrize("text", [line.strip() for line in SYMMETRIC.strip().splitlines()])
def test_an_argument_is_symmetric_by_what_it_is(text: str) -> None:
    assert isinstance(typed(text).expression, Node)


@pytest.mark.parametrize(
    "text",
    [
        "eigvals(A)",
        "chol(A*B)",
        "eigmax(A'*B)",
        "eigvals(L) where L: lower(n)",
        "eigmax(S*U) where S: symmetric(n), U: symmetric(n)",
    ],
)
def test_an_argument_that_may_not_be_symmetric(text: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        typed(text)
    assert caught.value.kind == "unsupported"
    assert "sym(" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.5", (1, 2)), ("1e-3", (1, 1000)), ("1/3", (1, 3)), (".25*4", (1, 1)), ("2^10", (1024, 1)), ("2^-2", (1, 4))],
)
def test_numbers_are_exact(text: str, value: tuple[int, int]) -> None:
    from fractions import Fraction

    found = typed(text).expression
    assert found is number(value[0] if value[1] == 1 else Fraction(*value))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("sum(j, 0, -1-k, A^j)", "-sum(j, 0, k-1, A^(j-k))"),
        ("sum(j, 0, -k, A^j)", "-sum(j, 0, k-2, A^(1+j-k))"),
        ("sum(j, 2, 1-k, A^j)", "-sum(j, 2, 1+k, A^(j-k))"),
        ("sum(j, 0, 1-k, A^j)", "sum(j, 0, 1-k, A^j)"),
        ("sum(j, 0, m-k, A^j)", "sum(j, 0, m-k, A^j)"),
        ("sum(j, 0, -2*k*m, A^j)", "sum(j, 0, -2*k*m, A^j)"),
        ("sum(j, k, 3, A^j)", "sum(j, k, 3, A^j)"),
    ],
)
def test_a_sum_that_looks_empty_is_turned_round(text: str, printed: str) -> None:
    assert str(program_text(typed(text).expression)).partition(" where")[0].replace(" ", "") == printed.replace(" ", "")


def test_a_sum_inside_of_one_is_turned_round(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grad", "sum(i, 0, k, tr(A^(-1-i)*B))", "--wrt", "A"]) == 0
    assert capsys.readouterr().out.startswith("-sum(i, 0, k, sum(j, 0, i, (A^(-1-j)*B*A^(j-1-i))')) where")
