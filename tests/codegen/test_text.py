"""What emitted code looks like: names that collide, dimensions, shared parts, brackets, helpers."""

from __future__ import annotations

import ast
import inspect
import re
from typing import Any

import numpy as np
import pytest

from matcalc_cli import pipeline
from matcalc_cli.check.doubles.evaluate import evaluate, load
from matcalc_cli.codegen.step import ARRAY, Steps
from matcalc_cli.codegen.targets.numpy import TARGET
from matcalc_cli.codegen.text.module import function, module
from matcalc_cli.codegen.text.python import OPERATORS
from matcalc_cli.codegen.text.syntax import Syntax
from matcalc_cli.expr import operations as op
from matcalc_cli.expr.build import add, apply, multiply, transpose
from matcalc_cli.expr.node import Node, number, symbol
from matcalc_cli.expr.shapes.dimensions import dim, product_of, scaled
from matcalc_cli.functions import find

n = dim("n")
A, x = symbol("A", (n, n), "matrix"), symbol("x", (n, 1), "vector")


def call(name: str, *args: Node) -> Node:
    function = find(name)
    assert function is not None
    return apply(function, args)


def code(text: str, **options: Any) -> str:
    return module(pipeline.differentiate(text, **options))


def returned(node: Node) -> str:
    return function(node).rpartition("return ")[2].strip()


def parameters(source: str, name: str) -> list[str]:
    return list(inspect.signature(load(source)[name]).parameters)


def test_one_variable_gives_plain_names() -> None:
    functions = load(code("x'*A*x", wrt=["x"], order=2))
    assert {"f", "differential", "jacobian", "gradient", "hessian"} <= functions.keys()


def test_several_variables_give_names_that_say_which() -> None:
    functions = load(code("σ*x'*A*x"))
    assert {"gradient_σ", "jacobian_A", "differential_x", "f"} <= functions.keys()
    assert "gradient" not in functions


def test_a_function_that_is_not_scalar_has_no_gradient() -> None:
    assert "gradient" not in load(code("A*x", wrt=["x"]))


def test_an_expression_without_variables_defines_f_alone() -> None:
    functions = load(code("1/2 + 3"))
    assert [name for name in functions if not name.startswith("_")] == ["f"]
    assert functions["f"]() == 3.5


def test_every_function_takes_every_variable() -> None:
    source = code("tr(A) + 0*b'*b", wrt=["A"], order=2)
    assert parameters(source, "f") == parameters(source, "gradient") == parameters(source, "hessian") == ["A", "b"]
    assert parameters(source, "differential") == ["A", "b", "dA"]


@pytest.mark.parametrize("name", ["f", "np", "self", "float", "round", "range", "gradient", "t1", "item", "Written"])
def test_a_variable_may_have_any_name(name: str) -> None:
    matrix = name[0].isupper()
    declaration = f"where {name}: matrix(4,4)" if matrix else f"where {name}: vector(4)"
    functions = load(code(f"norm({name})^2/n + (1 + norm({name}))^k {declaration}, n: scalar, k: scalar", wrt=[name]))
    value = np.arange(1.0, 17).reshape(4, 4) if matrix else np.arange(1.0, 5).reshape(4, 1)
    norm = np.linalg.norm(value)
    given = {name: value, "n": 4.0, "k": 2.0}
    assert functions["f"](**given) == pytest.approx(norm**2 / 4 + (1 + norm) ** 2)
    np.testing.assert_allclose(functions["gradient"](**given), value / 2 + 2 * (1 + norm) * value / norm)


def test_a_keyword_gets_an_underscore() -> None:
    functions = load(code("lambda*lambda_", wrt=["lambda"], var=["lambda_:scalar"]))
    assert set(inspect.signature(functions["f"]).parameters) == {"lambda_", "lambda__"}
    assert functions["f"](lambda_=2.0, lambda__=3.0) == 6.0
    assert load(code("lambda^2"))["gradient"](lambda_=3.0) == 6.0


def test_greek_letters_stay_greek() -> None:
    assert parameters(code("σ^2*x", wrt=["σ"]), "differential") == ["σ", "x", "dσ"]


def test_a_dimension_that_no_argument_determines_is_an_argument() -> None:
    functions = load(code("kron(I(k), A)", wrt=["A"]))
    assert functions["f"](A=np.ones((2, 3)), k=4).shape == (8, 12)
    assert functions["jacobian"](A=np.ones((2, 3)), k=4).shape == (96, 6)


def test_a_dimension_that_an_argument_determines_is_read() -> None:
    f = load(code("norm(x)^2/n where x: vector(n)"))["f"]
    assert f(x=np.ones((4, 1))) == 1.0


def test_a_dimension_inside_a_product_is_solved_for() -> None:
    m = dim("m")
    long = symbol("v", (product_of(m, n), 1), "vector")
    M = symbol("M", (m, m), "matrix")
    node = multiply(M, apply(op.UNVEC, (long,), (m, n)))
    value = evaluate(node, {"M": np.eye(3), "v": np.arange(12.0).reshape(-1, 1)})
    np.testing.assert_array_equal(value, np.arange(12.0).reshape(4, 3).T)


def test_a_triangular_number_is_solved_for() -> None:
    half = scaled(product_of(n, n) + n, 1, 2)
    v = symbol("v", (half, 1), "vector")
    node = multiply(apply(op.SUM, (v,)), apply(op.SIZE, (), (n,)))
    assert evaluate(node, {"v": np.ones((15, 1))}) == 75.0


def test_a_declared_one_by_one_comes_as_an_array() -> None:
    functions = load(code("A*x*A' where A: matrix(1,1), x: vector(1)", wrt=["x"]))
    one = {"A": np.array([[2.0]]), "x": np.array([[3.0]])}
    assert functions["f"](**one) == 12.0
    assert functions["gradient"](**one) == 4.0
    assert functions["differential"](**one, dx=np.array([[5.0]])) == 20.0
    assert isinstance(functions["jacobian"](**one), float)


def test_a_shared_part_is_computed_once() -> None:
    part = call("exp", multiply(A, x))
    text = function(add(multiply(transpose(part), part), apply(op.SUM, (part,))))
    assert text.count("_np.exp") == 1


def test_an_inverse_is_solved_with_and_factored_once() -> None:
    inverse = apply(op.POWER, (A, number(-1)))
    assert returned(multiply(inverse, x)) == "_np.linalg.solve(A, x)"
    assert function(multiply(inverse, x, transpose(x), inverse)).count("_lu(") == 1


def test_the_inverse_of_an_orthogonal_matrix_is_its_transpose() -> None:
    Q = symbol("Q", (n, n), "orthogonal")
    assert returned(multiply(transpose(Q), A, Q)) == "Q.T @ A @ Q"


def test_vectors_come_first_in_products() -> None:
    assert returned(multiply(A, transpose(A), x)) == "A @ (A.T @ x)"
    assert returned(multiply(number(2), A, x)) == "2 * (A @ x)"
    assert returned(multiply(number(2), x, transpose(x))) == "2 * x @ x.T"


def test_brackets_stand_only_where_they_must() -> None:
    def filled(template: str, *operands: tuple[str, int]) -> str:
        return Syntax(template, OPERATORS.get(template)).filled(operands)

    assert returned(multiply(add(A, transpose(A)), A)) == "(A + A.T) @ A"
    assert filled("{0} - {1}", ("a + b", 0), ("c + d", 0)) == "a + b - (c + d)"
    assert filled("_np.exp({0})", ("a + b", 0)) == "_np.exp(a + b)"
    assert filled("{0}.T", ("a @ b", 1)) == "(a @ b).T"


def test_a_transpose_of_a_transpose_is_no_step() -> None:
    steps = Steps()
    a = steps.leaf("name", "A", kind=ARRAY)
    assert steps.make("transpose", steps.make("transpose", a)) is a


def test_helpers_are_there_when_used_and_only_then() -> None:
    assert "def " not in function(A).replace("def f(", "")
    assert "import scipy" not in function(A)
    assert "import scipy.special as _special" in function(call("erf", x))


def test_templates_use_known_helpers_only() -> None:
    words = {w for text in TARGET.operations.values() for w in re.findall(r"(?<![\w.])_(\w+)", text)}
    assert words <= {*TARGET.helpers, *TARGET.imports}


def test_the_text_is_python_that_imports_only_numpy() -> None:
    tree = ast.parse(code("norm(A*x - b)^2 + logdet(A'*A) + sum(sigmoid(x))", order=2))
    imported = [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    assert imported == ["numpy"]


def test_deep_expressions_take_statements_instead_of_brackets() -> None:
    node: Node = x
    wanted = value = np.array([[0.3], [0.4]])
    for _ in range(5000):
        node = call("sin", node)
        wanted = np.sin(wanted)
    np.testing.assert_allclose(evaluate(node, {"x": value}), wanted)


def test_wide_sums_and_products() -> None:
    many = [symbol(f"x{i}", (n, 1), "vector") for i in range(10_000)]
    env = {f"x{i}": np.array([[1.0], [i]]) for i in range(10_000)}
    np.testing.assert_array_equal(evaluate(add(*many), env), [[10_000], [49_995_000]])
    product = multiply(*[add(number(1), apply(op.SUM, (v,))) for v in many[:2000]])
    assert isinstance(evaluate(product, env), float)


def test_repeated_squaring_stays_small() -> None:
    node: Node = A
    for _ in range(40):
        node = add(multiply(node, node), A)
    assert len(function(node)) < 10_000
