"""Graphs of named parts, and dual numbers through them: the course's examples, and values against NumPy."""

from __future__ import annotations

import re
import shutil
import subprocess

import numpy as np
import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.questions import tracing

COURSE = "a = (x'*y)*z; b = sin(a) + x.*exp(z); c = log(b); d = (b'*b)*b; b*sin(c'*d)"
"""The graph of the course's second problem set of 2025."""


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    assert main(["explain", *arguments]) == 0
    return [" ".join(line.partition(" #")[0].split()) for line in capsys.readouterr().out.splitlines()]


def test_the_babylonian_root_in_dual_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "iterate((t + alpha/t)/2, t, 1, 4)", "--mode", "forward", "--at", "alpha=2")
    assert "t_2 = 1.416666667 + 0.3611111111*eps" in lines
    assert "f = 1.414213562 + 0.3535533906*eps" in lines


def test_dual_numbers_of_vectors(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--mode", "forward", "--at", "x=[1,2]", "--at", "alpha=3", "--wrt", "alpha"]
    lines = printed(capsys, "a = alpha*x; a'*a", *arguments)
    assert "a = [3; 6] + [1; 2]*eps" in lines
    assert "f = 45 + 30*eps" in lines
    assert "f = 0.5 - 0.25*eps" in printed(capsys, "1/alpha", "--mode", "forward", "--at", "alpha=2")


def test_the_graph_has_every_part_and_every_edge(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", COURSE, "--graph", "dot", "--wrt", "x"]) == 0
    text = capsys.readouterr().out
    edges = set(re.findall(r'"(\w)" -> "(\w)"', text))
    assert edges == {("x", "a"), ("x", "b"), ("a", "b"), ("b", "c"), ("b", "d"), ("b", "f"), ("c", "f"), ("d", "f")}
    assert text.count("{") == text.count("}") == 1
    if shutil.which("dot"):
        done = subprocess.run(["dot", "-Tsvg"], input=text, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_a_drawing_is_a_format(capsys: pytest.CaptureFixture[str]) -> None:
    drawings = []
    for asked in (["--graph", "dot"], ["-f", "dot"], ["--format=dot", "--graph", "dot"]):
        assert main(["explain", "a = sin(alpha); b = a*alpha; a + exp(b)", *asked]) == 0
        drawings.append(capsys.readouterr().out)
    assert {*drawings} == {drawings[0]}
    assert drawings[0].startswith("digraph {")


def test_backslashes_and_quotes_are_escaped() -> None:
    from matcalc_cli.explain.graph import quoted

    assert quoted('\\nabla "f"') == '"\\\\nabla \\"f\\""'


def test_all_paths_are_the_derivatives(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, "a = sin(alpha); b = a*alpha; a + exp(b)", "--graph", "matrix")
    assert "db/dalpha = a" in lines
    assert "L = [0, 0, 0, 0; cos(alpha), 0, 0, 0; a, alpha, 0, 0; 0, 1, exp(b), 0]" in lines
    alpha = 0.7
    a, b = np.sin(alpha), np.sin(alpha) * alpha
    L = np.array([[0, 0, 0, 0], [np.cos(alpha), 0, 0, 0], [a, alpha, 0, 0], [0, 1, np.exp(b), 0]])
    last = next(line for line in lines if line.startswith("(I - L)^-1")).rpartition("; ")[2].rstrip("]")
    value = eval(last.split(", ")[0], {"a": a, "b": b, "alpha": alpha, "exp": np.exp, "cos": np.cos})  # noqa: S307 ours
    assert value == pytest.approx(np.linalg.inv(np.eye(4) - L)[3, 0])


def test_no_part_is_dropped() -> None:
    found = tracing.graph("y = B\\b; y'*F*y", wrt=["B"])
    assert found.verdict == "every line verified exactly"
    assert [line.left.name for line in found.sections[0].lines] == ["y", "f"]  # type: ignore[union-attr]


BACKWARD = [
    (["y = B\\b; y'*F*y", "--wrt", "B"], ["g_y = (F + F')*y", "= -inv(B)*dB*y", "grad f = -inv(B)'*g_y*y'"]),
    (["h = tanh(W*x); V*h", "--wrt", "W"], ["g_h = V'*g_f", "g_u = (1 - h.^2).*g_h", "G_W = g_u*x'"]),
    (["y = S*x; tanh(y) where S: symmetric(n)", "--wrt", "S"], ["G_S = (g_y*x' + x*g_y')/2"]),
    ([COURSE, "--wrt", "x"], ["g_alpha = cos(alpha)*b'*g_f", "g_d = g_alpha*c", "g_x = (g_a'*z)*y + g_b.*exp(z)"]),
    (["y = A*x; dx'*y", "--wrt", "x"], ["g_y = dx", "grad f = A'*g_y"]),  # names of the user's that a line would have
    (["y = A*x; dy'*y", "--wrt", "x"], ["g_y = dy", "dy_1 = A*dx"]),
    (["y = A*x; df'*y", "--wrt", "x"], ["dg = dy'*df"]),
    (["y = A*x; g_y'*y", "--wrt", "x"], ["g_y_1 = g_y"]),
    (["dx = A*x; dx'*dx", "--wrt", "x"], ["ddx = A*dx_1"]),
    (["c = B*b; y = A*c; sin(y)", "--wrt", "A", "--wrt", "b"], ["g_b = B'*g_c", "g_c = A'*g_y"]),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), BACKWARD)
def test_a_backward_pass_has_the_parts_of_the_user(
    arguments: list[str], said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *arguments, "--mode", "reverse"]) == 0
    text = capsys.readouterr().out
    lines = [" ".join(line.partition(" #")[0].split()) for line in text.splitlines()]
    assert set(said) - {*lines} == set()
    assert "every line verified exactly" in text


def test_a_number_makes_a_scalar_and_a_corner_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "abs(x)", "--mode", "forward", "--at", "x=0"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert said == [
        "note: x is taken as a scalar: a number is given for it",
        "note: valid where x != 0, which does not hold here",
    ]


@pytest.mark.parametrize("form", ["latex", "typst", "html", "markdown", "json", "pretty"])
def test_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", COURSE, "--wrt", "x", "--graph", "matrix", "-f", form]) == 0
    assert main(["explain", "1/alpha", "--mode", "forward", "--at", "alpha=2", "-f", form]) == 0
    out = capsys.readouterr().out
    assert "eps" in out
    assert "{}_{" not in out  # as the name "0.5" would be, of nothing with a subscript


REFUSED = [
    (["1/x", "--mode", "forward", "--at", "x=0"], "f has no value there"),
    (["sqrt(x)", "--mode", "forward", "--at", "x=0"], "f has no derivative there"),
    (["x^2*sin(z)", "--mode", "forward", "--at", "x=2", "--at", "z=1"], "help: --wrt x;"),
    (["x'*A*x", "--mode", "forward", "--at", "x=[1,2]", "--at", "A=[[1,2],[3,4]]"], "moves with one number"),
    (["alpha*beta", "--mode", "forward", "--at", "alpha=1", "--wrt", "alpha"], "beta has no value"),
    (["log(alpha)", "--mode", "forward", "--at", "alpha=-1"], "no value there"),
    (["alpha", "--mode", "reverse", "--at", "alpha=1"], "dual numbers go forward"),
    (["sqrt(alpha)", "--mode", "forward", "--at", "alpha=0"], "f has no derivative there"),
    (["alpha^2", "--graph", "matrix", "--at", "alpha=1"], "takes no --at"),
    (["alpha^2", "--graph", "matrix", "-f", "dot"], "-f dot alone"),
    (["A*x - b", "--solve", "x", "-f", "dot"], "the named parts of an expression"),
    (["ode", "A*u", "--state", "u", "--graph", "matrix"], "the named parts of an expression"),
]


@pytest.mark.parametrize(("arguments", "said"), REFUSED)
def test_what_is_refused(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *arguments]) == 2
    assert said in capsys.readouterr().err
