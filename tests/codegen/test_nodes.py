"""Every kind of node and every operation: what emitted code computes against NumPy written by hand."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from numpy.linalg import inv, matrix_power

from matcalc_cli.check.doubles.evaluate import evaluate
from matcalc_cli.expr import operations as op
from matcalc_cli.expr.build import add, apply, identity, multiply, ones, size_number, transpose, zeros
from matcalc_cli.expr.node import Node, number, symbol
from matcalc_cli.expr.shapes.dimensions import dim, product_of
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import FUNCTIONS, find

m, n, p = dim("m"), dim("n"), dim("p")
A, B = symbol("A", (n, n), "matrix"), symbol("B", (n, n), "matrix")
M, N = symbol("M", (m, n), "matrix"), symbol("N", (n, p), "matrix")
x, y, r = symbol("x", (n, 1), "vector"), symbol("y", (m, 1), "vector"), symbol("r", (1, n), "matrix")
px, long = symbol("px", (n, 1), "vector"), symbol("long", (product_of(m, n), 1), "vector")
alpha, beta, k = (symbol(s, (1, 1), "scalar") for s in ("alpha", "beta", "k"))
j = symbol("j", (1, 1), "index")

Env = Any


def power(base: Node, exponent: Node | int | Fraction) -> Node:
    return apply(op.POWER, (base, exponent if isinstance(exponent, Node) else number(exponent)))


def entries(base: Node, exponent: Node | int | Fraction) -> Node:
    return apply(op.ELEMENTWISE_POWER, (base, exponent if isinstance(exponent, Node) else number(exponent)))


def call(name: str, *args: Node) -> Node:
    function = find(name)
    assert function is not None
    return apply(function, args)


def minus(node: Node) -> Node:
    return multiply(number(-1), node)


def commutation(rows: int, cols: int) -> Any:
    """By its definition: K vec(E) = vec(E') for each unit matrix E."""
    units = [np.eye(rows * cols)[:, [i]].reshape((rows, cols), order="F") for i in range(rows * cols)]
    return np.hstack([unit.T.reshape(-1, 1, order="F") for unit in units])


def constant(value: Any) -> Callable[[Env], Any]:
    return lambda _: value


def summed(term: Callable[[int], Any], low: int, high: int) -> Any:
    """Karr's convention."""
    if high < low - 1:
        return -sum(term(i) for i in range(high + 1, low))
    return sum(term(i) for i in range(low, high + 1))


CASES: list[tuple[Node, Callable[[Env], Any]]] = [
    (add(A, minus(B)), lambda e: e["A"] - e["B"]),
    (add(minus(A), minus(B)), lambda e: -e["A"] - e["B"]),
    (minus(A), lambda e: -e["A"]),
    (add(multiply(number(2), A), multiply(number(Fraction(-3, 7)), B)), lambda e: 2 * e["A"] - 3 / 7 * e["B"]),
    (add(x, multiply(alpha, ones(n, 1))), lambda e: e["x"] + e["alpha"]),
    (add(minus(x), multiply(number(-2), ones(n, 1))), lambda e: -e["x"] - 2),
    (add(A, multiply(alpha, identity(n))), lambda e: e["A"] + e["alpha"] * np.eye(4)),
    (multiply(alpha, ones(n, p)), lambda e: np.full((4, 5), e["alpha"])),
    (add(multiply(alpha, ones(n, p)), ones(n, p)), lambda e: np.full((4, 5), e["alpha"] + 1)),
    (add(alpha, number(Fraction(1, 3))), lambda e: e["alpha"] + 1 / 3),
    (add(alpha, minus(beta), number(-4)), lambda e: e["alpha"] - e["beta"] - 4),
    (multiply(alpha, beta, M, N), lambda e: e["alpha"] * e["beta"] * e["M"] @ e["N"]),
    (multiply(minus(alpha), M), lambda e: -e["alpha"] * e["M"]),
    (multiply(entries(alpha, -1), M), lambda e: e["M"] / e["alpha"]),
    (multiply(number(-1), entries(alpha, -2), M), lambda e: -e["M"] / e["alpha"] ** 2),
    (multiply(alpha, entries(beta, -1), M, x), lambda e: e["alpha"] / e["beta"] * e["M"] @ e["x"]),
    (multiply(beta, entries(alpha, -3)), lambda e: e["beta"] / e["alpha"] ** 3),
    (multiply(transpose(x), A, x), lambda e: (e["x"].T @ e["A"] @ e["x"]).item()),
    (multiply(multiply(transpose(x), A, x), M), lambda e: (e["x"].T @ e["A"] @ e["x"]).item() * e["M"]),
    (multiply(number(Fraction(1, 2)), x, transpose(y)), lambda e: 0.5 * e["x"] @ e["y"].T),
    (multiply(A, x, transpose(y), M), lambda e: e["A"] @ e["x"] @ e["y"].T @ e["M"]),
    (multiply(r, A, B), lambda e: e["r"] @ e["A"] @ e["B"]),
    (multiply(power(A, -1), B), lambda e: inv(e["A"]) @ e["B"]),
    (multiply(B, power(A, -1)), lambda e: e["B"] @ inv(e["A"])),
    (multiply(transpose(power(A, -1)), x), lambda e: inv(e["A"]).T @ e["x"]),
    (multiply(r, power(A, -1)), lambda e: e["r"] @ inv(e["A"])),
    (multiply(power(A, -1), power(B, -1)), lambda e: inv(e["A"]) @ inv(e["B"])),
    (multiply(power(A, -1), B, power(A, -1)), lambda e: inv(e["A"]) @ e["B"] @ inv(e["A"])),
    (multiply(M, transpose(power(A, -1)), N), lambda e: e["M"] @ inv(e["A"]).T @ e["N"]),
    (multiply(call("diag", x), A), lambda e: np.diag(e["x"][:, 0]) @ e["A"]),
    (multiply(A, call("diag", x)), lambda e: e["A"] @ np.diag(e["x"][:, 0])),
    (multiply(M, call("diag", x), N), lambda e: e["M"] @ np.diag(e["x"][:, 0]) @ e["N"]),
    (multiply(call("diag", x), A, call("diag", px)), lambda e: e["x"] * e["A"] * e["px"].T),
    (power(A, 1), lambda e: e["A"]),
    (power(A, 2), lambda e: e["A"] @ e["A"]),
    (power(A, 5), lambda e: matrix_power(e["A"], 5)),
    (power(A, -1), lambda e: inv(e["A"])),
    (power(A, -3), lambda e: matrix_power(inv(e["A"]), 3)),
    (power(A, k), lambda e: matrix_power(e["A"], 3)),
    (power(A, add(number(1), multiply(number(-1), k))), lambda e: matrix_power(inv(e["A"]), 2)),
    (power(add(A, B), 3), lambda e: matrix_power(e["A"] + e["B"], 3)),
    (entries(x, 3), lambda e: e["x"] ** 3),
    (entries(x, -2), lambda e: 1 / e["x"] ** 2),
    (entries(px, Fraction(1, 2)), lambda e: np.sqrt(e["px"])),
    (entries(px, Fraction(-2, 3)), lambda e: e["px"] ** (-2 / 3)),
    (entries(px, alpha), lambda e: e["px"] ** e["alpha"]),
    (entries(beta, alpha), lambda e: e["beta"] ** e["alpha"]),
    (entries(beta, Fraction(-1, 2)), lambda e: e["beta"] ** -0.5),
    (call("hadamard", A, B), lambda e: e["A"] * e["B"]),
    (call("hadamard", A, entries(B, -1)), lambda e: e["A"] / e["B"]),
    (call("hadamard", A, B, add(A, B)), lambda e: e["A"] * e["B"] * (e["A"] + e["B"])),
    (call("kron", M, N), lambda e: np.kron(e["M"], e["N"])),
    (call("kron", A, identity(m), N), lambda e: np.kron(np.kron(e["A"], np.eye(3)), e["N"])),
    (call("tr", A), lambda e: sum(e["A"][i, i] for i in range(4))),
    (call("tr", multiply(A, B)), lambda e: np.trace(e["A"] @ e["B"])),
    (call("tr", multiply(A, B, transpose(A), B)), lambda e: np.trace(e["A"] @ e["B"] @ e["A"].T @ e["B"])),
    (call("tr", multiply(power(A, -1), B)), lambda e: np.trace(inv(e["A"]) @ e["B"])),
    (call("sum", M), lambda e: e["M"].sum()),
    (call("vec", M), lambda e: np.concatenate([e["M"][:, [i]] for i in range(4)])),
    (apply(op.UNVEC, (long,), (m, n)), lambda e: np.hstack([e["long"][3 * i : 3 * i + 3] for i in range(4)])),
    (call("diag", x), lambda e: np.diag(e["x"][:, 0])),
    (call("diag", A), lambda e: np.array([[e["A"][i, i]] for i in range(4)])),
    (call("tril", A), lambda e: np.array([[e["A"][i, c] * (i >= c) for c in range(4)] for i in range(4)])),
    (call("triu", A), lambda e: np.array([[e["A"][i, c] * (i <= c) for c in range(4)] for i in range(4)])),
    (transpose(M), lambda e: e["M"].T),
    (identity(n), constant(np.eye(4))),
    (identity(product_of(m, n)), constant(np.eye(12))),
    (ones(m, n), constant(np.ones((3, 4)))),
    (zeros((m, p)), constant(np.zeros((3, 5)))),
    (apply(op.COMMUTATION, (), (m, n)), constant(commutation(3, 4))),
    (apply(op.DIAGSEL, (), (n,)), constant(np.vstack([np.eye(16)[[5 * i]] for i in range(4)]))),
    (size_number(n), constant(4)),
    (multiply(entries(size_number(n), -1), x), lambda e: e["x"] / 4),
    (apply(op.PI), constant(3.141592653589793)),
    (number(Fraction(-7, 2)), constant(-3.5)),
    (number(10**40), constant(1e40)),
    (call("softmax", x), lambda e: np.exp(e["x"]) / np.exp(e["x"]).sum()),
    (call("logsumexp", x), lambda e: np.log(np.exp(e["x"]).sum())),
    (call("det", A), lambda e: np.prod(np.linalg.eigvals(e["A"])).real),
    (call("logdet", A), lambda e: np.log(abs(np.prod(np.linalg.eigvals(e["A"]))))),
    (call("norm", M), lambda e: np.sqrt((e["M"] ** 2).sum())),
    (call("sigmoid", x), lambda e: 1 / (1 + np.exp(-e["x"]))),
    (call("softplus", x), lambda e: np.log(1 + np.exp(e["x"]))),
]  # fmt: skip


@pytest.mark.parametrize(("node", "by_hand"), CASES, ids=[str(i) for i in range(len(CASES))])
def test_it_computes_what_the_node_means(node: Node, by_hand: Callable[[Env], Any], env: Env) -> None:
    value, wanted = evaluate(node, env), by_hand(env)
    assert isinstance(value, float) is node.is_scalar
    assert np.asarray(value).dtype == np.float64
    assert np.ndim(value) == (0 if node.is_scalar else 2)
    np.testing.assert_allclose(value, wanted, rtol=1e-9, atol=1e-9)
    assert np.shape(value) == np.shape(wanted)


@pytest.mark.parametrize("bounds", [(0, 3), (2, 2), (1, 0), (3, 0), (0, -4)])
def test_sums_follow_karrs_convention(bounds: tuple[int, int], env: Env) -> None:
    low, high = (symbol(s, (1, 1), "scalar") for s in ("low", "high"))
    body = multiply(power(A, j), B, power(A, multiply(number(2), j)))
    node = apply(op.SUMMATION, (j, low, high, body))
    a, b = env["A"], env["B"]
    wanted = summed(lambda i: matrix_power(a, i) @ b @ matrix_power(a, 2 * i), *bounds)
    value = evaluate(node, {**env, "low": float(bounds[0]), "high": float(bounds[1])})
    np.testing.assert_allclose(value, np.zeros((4, 4)) + wanted, rtol=1e-9)


def test_sums_of_numbers_and_sums_inside_sums(env: Env) -> None:
    i = symbol("i", (1, 1), "index")
    inner = apply(op.SUMMATION, (j, number(0), k, multiply(power(A, add(i, j)), B, power(A, j))))
    outer = apply(op.SUMMATION, (i, number(1), k, multiply(power(B, i), inner, A)))
    a, b = env["A"], env["B"]
    terms = [
        matrix_power(b, s) @ matrix_power(a, s + t) @ b @ matrix_power(a, t) @ a for s in range(1, 4) for t in range(4)
    ]
    np.testing.assert_allclose(evaluate(outer, env), sum(terms), rtol=1e-9)
    geometric = apply(op.SUMMATION, (j, number(1), k, entries(alpha, j)))
    assert evaluate(geometric, env) == pytest.approx(-0.7 + 0.49 - 0.343)


def of_entries(name: str, argument: Node) -> Node:
    """An elementwise function of the argument; its other parameters are numbers, or matrices of one number."""
    function = find(name)
    assert function is not None
    numbers = iter((1, 2, 3))
    others = [
        number(next(numbers))
        if shape == (1, 1)
        else multiply(number(Fraction(next(numbers), 4)), ones(*argument.shape))
        for shape in signatures(function)[0].shapes
    ]
    place = next(i for i, shape in enumerate(signatures(function)[0].shapes) if shape != (1, 1))
    return apply(function, (*others[:place], argument, *others[place + 1 :]))


ELEMENTWISE = sorted(f.name for f in FUNCTIONS.values() if f.elementwise and not f.definition)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_an_elementwise_function_takes_numbers_and_arrays(name: str) -> None:
    x = np.array([[0.3], [0.6]])
    u = symbol("u", (dim("n"), 1), "vector")
    numbers = [evaluate(of_entries(name, alpha), {"alpha": v.item()}) for v in x]
    assert all(isinstance(v, float) for v in numbers)
    np.testing.assert_allclose(evaluate(of_entries(name, u), {"u": x}), np.array([numbers]).T, rtol=1e-12)


@pytest.mark.parametrize("name", ["det", "logdet", "tr", "norm", "sum", "logsumexp", "vec", "diag", "tril"])
def test_a_matrix_function_takes_a_number(name: str) -> None:
    node = call(name, alpha)
    value = evaluate(node, {"alpha": 1.0}) if node.symbols else evaluate(node, {})
    assert isinstance(value, float)
    assert value == pytest.approx(0.0 if name == "logdet" else 1.0)


def test_no_fractional_power_of_a_negative_number_is_complex() -> None:
    assert np.isnan(evaluate(entries(alpha, Fraction(1, 3)), {"alpha": -8.0}))
