"""Repeated parts are named once, read back, and never leave the sum whose index they contain."""

from __future__ import annotations

import pytest

from matcalc_cli.pipeline import differentiate, reads_back, simplified
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.reports.answers import program_text
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.sharing import shared, unwrapped

DEEP = "r0 = x; " + "".join(f"r{i + 1} = sin(r{i}).*r{i}; " for i in range(40)) + "r40"


@pytest.mark.parametrize(("text", "names"), [
    ("A*x - b", 0),
    ("inv(A + alpha*B)*B*inv(A + alpha*B)", 0),
    ("inv(X'*X + alpha*I)*B*inv(X'*X + alpha*I)", 1),
    ("diag(softmax(A*x)) - softmax(A*x)*softmax(A*x)' - diag(z)*A*B", 1),
    ("(A*x - b)'*C*(A*x - b)*(A*x - b)'*B*z", 0),
    ("kron(X*inv(X'*X), I(m) - X*inv(X'*X)*X') where X: matrix(m,n)", 1),
    ("exp(A*x + B*y - sin(z))'*cos(exp(A*x + B*y - sin(z)))", 1),
    ("t1'*exp(A*x + B*y - sin(z)) + t1'*cos(exp(A*x + B*y - sin(z)))", 1),
])  # fmt: skip
def test_only_large_repeated_parts_are_named(text: str, names: int) -> None:
    bindings, _ = unwrapped(shared(express(simplified(text).expression)))
    assert len(bindings) == names


def test_new_names_avoid_those_in_use() -> None:
    node = simplified("t1'*exp(A*x + B*y - sin(z)) + t1'*cos(exp(A*x + B*y - sin(z)))").expression
    ((name, _),), _ = unwrapped(shared(express(node)))
    assert plain(name) == "t2"


def test_a_shared_answer_reads_back_to_the_same_expression() -> None:
    gradient = differentiate("norm(V*tanh(W*tanh(W*x + b) + b) - y)^2", wrt=("W",)).derivatives[0].gradient
    assert gradient is not None
    text = program_text(gradient)
    assert text.startswith("t1 = ")
    assert reads_back(text, gradient)


def test_expanded_answers_have_no_names() -> None:
    gradient = differentiate("norm(V*tanh(W*tanh(W*x + b) + b) - y)^2", wrt=("W",)).derivatives[0].gradient
    assert gradient is not None
    text = program_text(gradient, expand=True)
    assert "=" not in text
    assert reads_back(text, gradient)


def test_what_would_take_exponential_space_is_short() -> None:
    jacobian = differentiate(DEEP, wrt=("x",)).derivatives[0].jacobian
    assert len(program_text(jacobian)) < 20_000


def test_a_part_with_the_index_of_a_sum_stays_inside() -> None:
    text = "sum(j, 0, k, (A^j*B + A^j*C*D)*x*x'*(A^j*B + A^j*C*D)')"
    bindings, body = unwrapped(shared(express(simplified(text).expression)))
    assert all("j" not in plain(value).replace("sum(j", "") for _, value in bindings)
    assert plain(body).startswith("sum(j")
