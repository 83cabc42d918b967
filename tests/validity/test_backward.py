"""Sums whose last index may be below their first have no terms to a reader: what is printed is right as a reader takes it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree
from matcalc_cli.pipeline import differentiate
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.render.reports.conditions import text

X = np.array([[1.3, 0.4, -0.2], [0.1, -0.9, 0.3], [-0.5, 0.2, 1.7]])
A = np.array([[0.7, -1.1, 0.4], [0.2, 0.5, 1.3], [-0.6, 0.9, -0.3]])


def taken(tree: Tree, names: dict[str, Any]) -> Any:
    """The value of a formula as anybody reads it: a sum from 1 to -3 is 0."""
    match tree:
        case Name(name=name):
            return names[name]
        case Literal(numerator=top, denominator=bottom):
            return top / bottom
        case Call(function="sum", arguments=(Name(name=index), low, high, body)):
            span = range(round(taken(low, names)), round(taken(high, names)) + 1)
            return sum((taken(body, {**names, index: j}) for j in span), np.zeros_like(X))
        case Call(function="inv", arguments=(inner,)):
            return np.linalg.inv(taken(inner, names))
        case Operation(operator="power", operands=(base, exponent)):
            return np.linalg.matrix_power(taken(base, names), round(taken(exponent, names)))
        case Operation(operator=operator, operands=operands):
            return _OPERATORS[operator](*[taken(one, names) for one in operands])
    raise AssertionError(tree)


def product(one: Any, other: Any) -> Any:
    return one @ other if np.ndim(one) and np.ndim(other) else one * other


_OPERATORS: dict[str, Any] = {
    "add": lambda a, b: a + b, "subtract": lambda a, b: a - b, "negate": lambda a: -a, "multiply": product,
    "transpose": lambda a: a.T, "divide": lambda a, b: a / b,
}  # fmt: skip


def difference(f: Any) -> Any:
    """The gradient of a number by central differences, entry by entry."""
    found, h = np.zeros_like(X), 1e-6
    for place in np.ndindex(X.shape):
        step = np.zeros_like(X)
        step[place] = h
        found[place] = (f(X + step) - f(X - step)) / (2 * h)
    return found


@pytest.mark.parametrize(("program", "integers"), [
    ("tr(X^k*A)", {"k": 4}), ("tr(X^k*A)", {"k": 0}), ("tr(X^-k*A)", {"k": 3}), ("tr(X^(k-3)*A)", {"k": 3}), ("tr(X^(k-3)*A)", {"k": 6}),
    ("tr(sum(i, -2, n, X^i)*A) where n: integer", {"n": 3}), ("tr(sum(i, -2, n, X^i)*A) where n: integer", {"n": -1}),
    ("tr(sum(i, m, n, X^i)*A) where m: integer, n: integer", {"m": -3, "n": 1}), ("tr(sum(i, -n, n, X^i)*A) where n: integer", {"n": 2}),
    ("tr(sum(i, 1, n, X^(i-3))*A) where n: integer", {"n": 4}), ("tr(sum(i, 1, n, sum(k, 1, n, X^(i-k)))*A) where n: integer", {"n": 3}),
    ("tr(sum(i, 1, n, sum(k, 1, i, X^(i-k)))*A) where n: integer", {"n": 3}), ("tr(sum(i, 1, n, X^(n-i))*A) where n: integer", {"n": 3}),
    ("tr(sum(i, 1, n, X^-i)*A) where n: integer", {"n": 3}), ("tr(sum(i, 1, n, X^(4-i))*A) where n: integer", {"n": 7}),
])  # fmt: skip
def test_a_gradient_is_right_as_it_is_read(program: str, integers: dict[str, int]) -> None:
    answer = differentiate(program, wrt=["X"])
    gradient = answer.derivatives[0].gradient
    assert gradient is not None
    printed = parse(program_text(gradient, letters=answer.letters), names()).body
    formula = parse(program.partition(" where")[0], names()).body.children[0]  # without the trace
    value = taken(printed, {**integers, "X": X, "A": A})
    expected = difference(lambda x: np.trace(taken(formula, {**integers, "X": x, "A": A})))
    assert np.abs(value - expected).max() < 1e-6 * (1 + np.abs(expected).max())


@pytest.mark.parametrize(("words", "said"), [
    (["grad", "tr(X^p*A)", "--wrt", "X", "--var", "X: spd"], "p >= 0"), (["jacobian", "X^k"], "k >= 0"),
    (["hessian", "tr(X^k)"], "k >= 1"), (["grad", "x'*X^k*y", "--wrt", "X"], "k >= 0"),
    (["grad", "x'*X^k*y", "--wrt", "x"], "det(X) != 0 or k >= 0"), (["grad", "tr(inv(X^k)*A)", "--wrt", "X"], "det(X) != 0, k >= 0"),
])  # fmt: skip
def test_the_exponent_of_a_sum_that_is_printed_is_not_negative(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    assert f"note: valid where {said}\n" in capsys.readouterr().err


def test_values_and_code_have_negative_exponents(capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--at", "X=[[2, 1], [0, 3]]", "--at", "A=[[1, 2], [3, 5]]", "--wrt", "X"]
    assert main(["eval", "tr(X^k*A)", *at, "--at", "k=-2"]) == 0
    there = capsys.readouterr()
    assert "valid where det(X) != 0 or k >= 0" in there.err
    assert main(["eval", "tr(X^-2*A)", *at]) == 0
    numbers = [[float(n) for n in re.findall(r"-?\d+\.\d+", out)] for out in (there.out, capsys.readouterr().out)]
    assert numbers[0] == pytest.approx(numbers[1])
    assert main(["code", "tr(X^k*A)", "--wrt", "X"]) == 0
    assert "Needs det(X) != 0 or k >= 0." in capsys.readouterr().out


def test_a_sum_that_moves_past_its_end_says_both_ways(capsys: pytest.CaptureFixture[str]) -> None:
    answer = differentiate("tr(sum(i, m, n, X^i)*A) where m: integer, n: integer", wrt=["X"])
    assert text(answer.conditions) == "1 + n >= m, det(X) != 0 or m >= 0"
    assert main(["grad", "tr(sum(i, 1, n, X^(i-2))*A) where n: integer", "--wrt", "X"]) == 0
    assert "sum(j, 0, i-3, (X^(i-3-j)*A*X^j)') - sum(j, i-2, -1, (X^(i-3-j)*A*X^j)')" in capsys.readouterr().out
