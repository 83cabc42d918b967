"""To SymPy and back, and the entries that SymPy writes out."""

from __future__ import annotations

import pytest
import sympy

from matcalc_cli import pipeline
from matcalc_cli.answers.answer import Answer, Derivative
from matcalc_cli.cli.main import main
from matcalc_cli.errors import ExitCode, MatcalcError
from matcalc_cli.expr.build import multiply
from matcalc_cli.expr.node import number
from matcalc_cli.interop.entries import entries
from matcalc_cli.interop.sympy import from_sympy, to_sympy

BOTH = [
    "A^2", "A'*B", "inv(A)*b", "x'*A*x", "tr(A*B)", "det(A)*A", "A.*B + C", "kron(A, B)", "alpha*A + I(n)", "exp(x)",
    "x.^3", "diag(x)*A", "diag(A)", "2*A/3 - B", "A*ones(n)", "sin(alpha)*x", "(A + B)^-2", "diag(sin(x))",
]  # fmt: skip


@pytest.mark.parametrize("text", BOTH)
def test_what_both_know_comes_back_as_it_was(text: str) -> None:
    node = pipeline.simplified(text).expression
    back = from_sympy(to_sympy(node))
    assert str(back) == str(node)
    assert back.shape == node.shape


def test_sympys_own_expressions() -> None:
    n = sympy.Symbol("n", integer=True, positive=True)
    a = sympy.MatrixSymbol("A", n, n)
    x = sympy.MatrixSymbol("x", n, 1)
    assert str(from_sympy(a.T * a * x)) == "A'*A*x"
    assert str(from_sympy(sympy.Trace(a.inv() * a.T))) in ("tr(inv(A)*A')", "tr(A*inv(A)')")
    assert str(from_sympy(sympy.Determinant(a) * sympy.Identity(n))) == "det(A)*I(n)"


def test_what_one_does_not_know_is_said() -> None:
    with pytest.raises(MatcalcError) as unknown:
        to_sympy(pipeline.simplified("chol(S) where S: spd(n)").expression)
    assert unknown.value.kind == "unsupported"
    with pytest.raises(MatcalcError) as foreign:
        from_sympy(sympy.gamma(sympy.Symbol("z")))
    assert "gamma" in foreign.value.message


@pytest.mark.parametrize(
    "text",
    ["tr(X'*A*X)", "norm(A*x - b)^2", "sin(x).*y", "kron(A, B)", "x/norm(x)", "A^k", "log(det(A))", "softplus(x)"],
)
def test_a_script_runs_and_builds_the_answers(text: str) -> None:
    answer = pipeline.differentiate(text)
    named = {"f": answer.expression}
    named |= {f"by_{d.variable.name}": d.gradient for d in answer.derivatives if d.gradient is not None}
    script = pipeline.sympy_script(named)
    namespace: dict[str, object] = {}
    exec(script, namespace)  # noqa: S102 our own script
    for name, node in named.items():
        built, wanted = namespace[name], to_sympy(node)
        assert str(built) == str(wanted) or str(from_sympy(built)) == str(from_sympy(wanted))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x[2]^2*A[1,3]", 25 * 3),
        ("tr(A*sum(j, 1, 2, A^j)) where A: matrix(3,3)", 261 + 4185),
        ("norm(sum(x))*beta", 14 * 7),
        ("sum([alpha; 2*beta])", 2 + 2 * 7),
        ("[alpha, beta; 1, gamma]*y", [[2 * 4 + 7 * 6], [4 + 3 * 6]]),
        ("[A, x; x', alpha] where A: matrix(3,3), x: vector(3)", [[1, 2, 3, 1], [4, 5, 6, 5], [7, 8, 9, 8], [1, 5, 8, 2]]),
    ],
)  # fmt: skip
def test_a_script_of_entries_and_blocks_has_their_value(text: str, value: object) -> None:
    """At A = [1, 2, 3; 4, 5, 6; 7, 8, 9], x = (1, 5, 8), y = (4, 6), alpha = 2, beta = 7, gamma = 3."""
    namespace: dict[str, object] = {}
    exec(pipeline.sympy_script({"f": pipeline.simplified(text).expression}), namespace)  # noqa: S102 our own script
    numbers = {"alpha": 2, "beta": 7, "gamma": 3}
    a, x = sympy.Matrix(3, 3, range(1, 10)), sympy.Matrix([1, 5, 8])
    arrays = {"A": a, "x": x, "y": sympy.Matrix([4, 6])}
    found = sympy.sympify(namespace["f"]).subs({namespace[n]: 3 for n in "mn" if n in namespace})
    letters = {s.name: s for s in found.atoms(sympy.MatrixSymbol)}
    found = found.subs({letters[n]: value for n, value in arrays.items() if n in letters})
    found = found.subs({namespace[n]: value for n, value in numbers.items() if n in namespace}).doit()
    found = found.replace(sympy.Trace, lambda of: of.as_explicit().trace())
    found = found.as_explicit() if hasattr(found, "as_explicit") else found
    assert found == (sympy.Matrix(value) if isinstance(value, list) else value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("lambda*norm(x)^2", 'lambda_ = sympy.Symbol("lambda", real=True)'),
        ("f'*x", "gradient_x = f_"),
        ("tr(Symbol*X)", 'Symbol = sympy.MatrixSymbol("Symbol", m, n)'),
        ("det(Determinant)*alpha", "f = alpha*sympy.Determinant(Determinant)"),
        ("entry'*sigmoid(W*x)", "entry_"),
        ("sympy'*x + sympy_'*x", 'sympy__ = sympy.MatrixSymbol("sympy_", n, 1)'),
        ("gradient_x'*x", 'gradient_x_ = sympy.MatrixSymbol("gradient_x", n, 1)'),
    ],
)
def test_a_script_whose_variables_have_names_of_python_of_sympy_and_of_the_answers(text: str, line: str) -> None:
    answer = pipeline.differentiate(text)
    named = {"f": answer.expression, **{f"gradient_{d.variable.name}": d.gradient for d in answer.derivatives}}
    script = pipeline.sympy_script(named)
    assert line in script
    namespace: dict[str, object] = {}
    exec(script, namespace)  # noqa: S102 our own script
    for name, node in named.items():
        assert str(namespace[name]) == str(to_sympy(node))


@pytest.mark.parametrize(
    "text", ["inv(sum(j, 1, k, A^j))", "A + sum(j, 1, k, A^j)", "sum(j, 1, k, A^j)*sum(j, 1, k, B^j)"]
)
def test_a_sum_of_matrices_inside_of_what_sympy_takes_for_a_matrix(text: str) -> None:
    with pytest.raises(MatcalcError) as caught:
        to_sympy(pipeline.simplified(text).expression)
    assert caught.value.kind == "unsupported"


def test_an_answer_has_the_name_of_its_command() -> None:
    assert "\nsimplify = 2*alpha" in pipeline.sympy_script({"simplify": pipeline.simplified("2*alpha").expression})


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("logdet(y*y')", 2),
        ("w'*[1; u] where u: vector(n - 1)", 1),
        ("[[1; w], X][2:end,:] where w: vector(p), X: matrix(p + 1, p - 1)", 1),
    ],
)
def test_entries_where_there_is_no_value_or_no_entry(text: str, size: int) -> None:
    with pytest.raises(MatcalcError) as caught:
        pipeline.entries(text, size=size)
    assert f"where every dimension is {size} the expression has no value" in caught.value.message


WRITTEN_OUT = [
    "A^2", "A^3", "inv(A)", "det(A)", "x'*A*x", "A*x", "X'*X", "x*y'", "A.*B", "kron(A, B)", "tr(A^2)*A", "sin(x)",
    "softmax(x)", "norm(x)", "S^2 where S: symmetric(n)", "x'*W*x where W: skew(n)", "L*x where L: lower(n)",
    "D*A where D: diagonal(n)", "alpha*A", "diag(x)*A", "log(det(A))", "A'",
]  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN_OUT)
def test_sympy_proves_the_kronecker_form(text: str) -> None:
    found = pipeline.entries(text)
    assert found.proofs
    assert all(proved for _, proved in found.proofs)


@pytest.mark.parametrize("text", ["A^2", "x'*A*x", "S^2 where S: symmetric(n)"])
def test_a_wrong_jacobian_is_not_proved(text: str) -> None:
    answer = pipeline.differentiate(text)
    wrong = [Derivative(d.variable, d.differential, multiply(number(2), d.jacobian)) for d in answer.derivatives]
    damaged = Answer(answer.program, answer.expression, answer.variables, wrong, answer.total)
    assert not any(proved for _, proved in entries(damaged, 2).proofs)


def test_the_square_of_a_2x2_matrix() -> None:
    tables = {table.title: table for table in pipeline.entries("A^2").tables}
    assert tables["A"].rows == (("a_11", "a_12"), ("a_21", "a_22"))
    assert tables["f"].rows[0] == ("a_11^2 + a_12*a_21", "a_12*(a_11 + a_22)")
    assert tables["J by A"].rows == (
        ("2*a_11", "a_12", "a_21", "0"),
        ("a_21", "a_11 + a_22", "0", "a_21"),
        ("a_12", "0", "a_11 + a_22", "a_12"),
        ("0", "a_12", "a_21", "2*a_22"),
    )
    assert tables["J by A"].blocks == (2, 2)
    assert tables["the blocks of J by A"].rows == (("A + a_11*I", "a_21*I"), ("a_12*I", "A + a_22*I"))


def test_a_common_denominator_stands_in_front() -> None:
    found = pipeline.entries("inv(A)")
    f, _, jacobian, blocks = found.tables[1:]
    assert f.factor[0] == "1/(a_11*a_22 - a_12*a_21)"
    assert f.rows == (("a_22", "-a_12"), ("-a_21", "a_11"))
    assert jacobian.factor[0] == "1/(a_11*a_22 - a_12*a_21)^2"
    assert jacobian.rows[0] == ("-a_22^2", "a_12*a_22", "a_21*a_22", "-a_12*a_21")
    # -kron(inv(A)', inv(A)): every block is a multiple of inv(A), which is f
    assert blocks.rows[0][1] == "(a_21/(a_11*a_22 - a_12*a_21))*f"
    assert "a_{21}" in blocks.latex[0][1]


def test_a_number_has_its_gradient_in_the_shape_of_the_variable() -> None:
    tables = {table.title: table for table in pipeline.entries("det(A)").tables}
    assert tables["gradient by A"].rows == (("a_22", "-a_21"), ("-a_12", "a_11"))
    assert tables["J by A"].rows == (("a_22", "-a_12", "-a_21", "a_11"),)


def test_the_blocks_of_a_product_are_multiples_of_a_factor() -> None:
    tables = {table.title: table for table in pipeline.entries("A*X*B", wrt=("X",)).tables}
    assert tables["the blocks of J by X"].rows == (("b_11*A", "b_21*A"), ("b_12*A", "b_22*A"))


def test_too_large_and_unknown_are_refused() -> None:
    with pytest.raises(MatcalcError) as large:
        pipeline.entries("A^2 where A: matrix(9,9)")
    assert large.value.kind == "limit"
    with pytest.raises(MatcalcError) as unknown:
        pipeline.entries("expm(A)")
    assert unknown.value.kind == "unsupported"
    with pytest.raises(MatcalcError, match="SymPy has no such expression"):
        to_sympy(pipeline.simplified("norm(norm1(A*x - b))").expression)
    with pytest.raises(MatcalcError):
        pipeline.entries("Q*x where Q: orthogonal(n)")


def test_powers_with_a_name_in_the_exponent_have_no_entries(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entries", "A.*((a*a')^k) where a: vector(n)"]) == ExitCode.BAD_INPUT
    assert "a power with a name in its exponent" in capsys.readouterr().err
