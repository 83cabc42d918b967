"""The library face: what `from matcalc_cli import ...` gives."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

import matcalc_cli
from matcalc_cli import MatcalcError, differentiate, from_sympy, to_sympy


def test_a_result_has_typed_answers() -> None:
    result = differentiate("norm(A*x - b)^2", wrt="x")
    assert str(result.gradient) == result.gradient.plain == "2*A'*(A*x - b)"
    assert result.gradient.latex == r"2 A^{\mathsf{T}} (A x - b)"
    assert result.gradient.pretty == "2 Aᵀ (A x − b)"
    assert tuple(map(str, result.gradient.shape)) == ("n", "1")
    assert result.gradient._repr_latex_() == r"$\displaystyle 2 A^{\mathsf{T}} (A x - b)$"
    assert str(result.jacobian) == "2*(A*x - b)'*A"
    assert str(result.differential) == "2*(A*x - b)'*A*dx"
    assert result.hessians == {}


def test_several_variables() -> None:
    result = differentiate("x'*A*x", order=2)
    assert {name: str(g) for name, g in result.gradients.items()} == {"x": "(A + A')*x", "A": "x*x'"}
    assert str(result.hessians["x"]) == "A + A'"
    with pytest.raises(ValueError, match="x, A"):
        _ = result.gradient


def test_it_shows_as_text_and_as_mathematics() -> None:
    result = differentiate("A^2")
    assert "vec(df) = (Aᵀ ⊗ I + I ⊗ A) vec(dA)" in str(result)
    assert "vec(df) = (kron(A', I(n)) + kron(I(n), A))*vec(dA)" in result.plain
    assert result.latex.startswith("\\begin{align*}")
    shown = result._repr_latex_()
    assert shown.startswith("$\\displaystyle \\begin{aligned}")
    assert "*}" not in shown
    assert "keep what is linear in dA" in str(result.steps)
    assert len(result.derivation.lines) == 9


def test_code_functions_and_pickles() -> None:
    result = differentiate("S*x + a*x where S: symmetric(n), a: scalar", wrt="x", order=2)
    assert "def vjp(" in result.code()
    assert "_jnp" in result.code("jax")
    assert result.function()(S=[[1, 2], [2, 5]], x=[3, 4], a=1).tolist() == [14.0, 30.0]
    assert result.function("jacobian")([[1, 2], [2, 5]], [3, 4], 1).tolist() == [[2, 2], [2, 6]]
    with pytest.raises(ValueError, match="there is no gradient: f, differential, jacobian"):
        result.function("gradient")
    with pytest.raises(MatcalcError, match="there is no target octave\nhelp: one of numpy, array-api, "):
        result.code("octave")
    with pytest.raises(
        MatcalcError, match="Python does not call code for julia\nhelp: one of numpy, array-api, jax, torch, numba"
    ):
        result.function(target="julia")
    again = pickle.loads(pickle.dumps(result))  # noqa: S301
    assert str(again) == str(result)
    assert again.jacobian == result.jacobian


@pytest.mark.parametrize(
    "text",
    [
        "norm(A*x - b)^2",
        "[A, B; B', D]*[x; y]",
        "sum(svdvals(A)) + sum(k in 1:n if k != 2, x[k]^3)",
        "sum(k, 1, K, exp(-norm(x - mu_k)^2)) where mu_k: vector(n)",
        "tr(A*kron(B, C))/3",
    ],
)
def test_expressions_are_pickled_as_what_they_are_made_of(text: str) -> None:
    result = differentiate(text)
    found = [result.expression, result.differential, *result.jacobians.values(), *result.gradients.values()]
    for expression in found:
        assert pickle.loads(pickle.dumps(expression)) == expression  # noqa: S301
    assert b"A*x" not in pickle.dumps(result.expression)


def test_what_has_no_formula_is_not_pickled() -> None:
    with pytest.raises(MatcalcError, match="has no formula, and cannot be pickled\nhelp: pickle the result"):
        pickle.dumps(differentiate("g(x) where g: scalar of vector(n)").differential)


def test_declarations_and_errors() -> None:
    assert str(differentiate("tr(S^2)", var="S: symmetric(n)").gradient) == "2*S"
    with pytest.raises(MatcalcError) as wrong:
        differentiate("tr(A*")
    assert wrong.value.kind == "syntax"


def test_sympy_and_back() -> None:
    assert from_sympy(to_sympy("A'*B")) == differentiate("A'*B").expression
    assert str(differentiate("A'*B").expression.to_sympy()) == "A.T*B"


def test_the_package_itself_loads_nothing() -> None:
    probe = "import sys; before = set(sys.modules); import matcalc_cli; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"matcalc_cli", "__future__"}
    assert set(matcalc_cli.__all__) <= set(dir(matcalc_cli))


def test_a_name_that_is_none() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = matcalc_cli.nothing  # type: ignore[attr-defined]


def test_the_steps_are_a_sequence_that_a_notebook_shows() -> None:
    steps = differentiate("norm(A*x - b)^2", wrt="x").steps
    assert steps.verdict == "exact"
    assert len(steps) == len(list(steps)) == 7
    du = next(step for step in steps if step.left == "du")
    assert (du.right, du.plain, du.section) == ("A dx", "A*dx", "the differential")
    assert du.reason == "linearity: A and b are constant"
    assert steps[-1].right == "2 Aᵀ (A x − b)"
    assert str(steps[-2]) == "∇f = 2 Aᵀ u    what stands before dx, transposed"
    assert str(steps).startswith("f(x) = ‖A x − b‖²")
    assert steps._repr_markdown_().startswith("## $f(x) = ")
    assert steps.latex.count("alignat*") == 4
    assert steps.html.startswith("<!DOCTYPE html>")


SCRIPT = """
from matcalc_cli import differentiate, from_sympy, to_sympy
result = differentiate("norm(A*x - b)^2", wrt="x", order=2)
reveal_type(result.gradient)
reveal_type(result.gradient.plain)
reveal_type(result.jacobians["x"].latex)
reveal_type(result.differential)
reveal_type(result.steps)
reveal_type(result.steps[0].reason)
reveal_type([step.right for step in result.steps])
reveal_type(result.check().verdict)
"""
REVEALED = [
    "matcalc_cli.library.Expression", "str", "str", "matcalc_cli.library.Expression | None", "matcalc_cli.steps.Steps",
    "str", "list[str]", "str",
]  # fmt: skip


def test_a_users_script_has_types(tmp_path: Path) -> None:
    api = pytest.importorskip("mypy.api", reason="mypy is not installed")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    said, _, code = api.run(["--strict", "--cache-dir", str(tmp_path / "cache"), str(script)])
    assert code == 0, said
    assert [found.replace("builtins.", "") for found in re.findall(r'Revealed type is "(.*?)"', said)] == REVEALED
