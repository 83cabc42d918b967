"""The matlab module, run by Octave, against the NumPy one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matcalc_cli.questions import modules
from tests.functions.numerics import close
from tests.targets.programs import Program, not_written, programs

needs_octave = pytest.mark.skipif(not shutil.which("octave-cli"), reason="octave is not installed")

WRITE = """
function show(label, value)
    printf("%s %d %d", label, size(value, 1), size(value, 2));
    printf(" %.17g", value);
    printf("\\n");
end
"""


def literal(value: Any) -> str:
    if isinstance(value, int | float):
        return repr(value)
    return "[" + "; ".join(" ".join(map(repr, row)) for row in value.tolist()) + "]"


def script(numbered: dict[int, Program]) -> str:
    """Calls of every function of every module, each in a file of its own."""
    lines = ["1;", WRITE]
    for i, program in numbered.items():
        lines.append(f"m = p{i}();")
        for name, given in program.calls():
            arguments = ", ".join(literal(x) for _, x in given)
            lines.append(f'show("{i} {name}", m.{name}({arguments}));')
    return "\n".join(lines) + "\n"


def octave(folder: Path, text: str) -> str:
    (folder / "main.m").write_text(text)
    done = subprocess.run(
        ["octave-cli", "--norc", "--no-history", "main.m"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def parsed(line: str) -> tuple[int, str, np.ndarray]:
    number, name, rows, cols, *values = line.split()
    return int(number), name, np.array(list(map(float, values))).reshape(int(cols), int(rows)).T


@needs_octave
def test_octave_computes_what_numpy_does(tmp_path: Path) -> None:
    numbered = {}
    for i, program in enumerate([p for p in programs() if not not_written(p, "matlab")]):
        code = program.code("matlab")
        (tmp_path / f"p{i}.m").write_text(code.replace("derivatives()", f"p{i}()"))
        numbered[i] = program
    lines = octave(tmp_path, script(numbered)).splitlines()
    assert len(lines) == sum(len(list(p.calls())) for p in numbered.values())
    for i, name, found in map(parsed, lines):
        close(found, numbered[i].wanted()[name], 1e-7)


@needs_octave
def test_any_variable_may_be_called_anything(tmp_path: Path) -> None:
    """Greek letters, keywords, names of functions that the code calls and of its own variables."""
    names = ["σ", "end", "size", "value", "t1", "f", "m", "summands", "zeros_"]
    text = " + ".join(f"{name}^2" for name in names) + " + norm(x)^2 + sum(j, 1, 3, j*size)"
    (tmp_path / "derivatives.m").write_text(modules.code(text, var=[f"{n}: scalar" for n in names], target="matlab"))
    given = ", ".join(str(i) for i in range(1, len(names) + 1))
    calls = f"m = derivatives(); show('1 f', m.f({given}, [1; 2]));show('1 g', m.gradient_sigma({given}, [1; 2]));"
    (_, _, value), (_, _, slope) = map(parsed, octave(tmp_path, f"1;{WRITE}{calls}").splitlines())
    close(value, sum(i**2 for i in range(1, len(names) + 1)) + 5 + 6 * 3)
    close(slope, 2.0)


BESIDE_ROWS_AND_COLUMNS = {
    "norm(X - ones(m,1)*mean(X,1))^2": "X",
    "norm(X + v*ones(1,n))^2": "X",
    "sum((X .* (ones(m,1)*w')).^2)": "w",
    "sum((X .* (v*ones(1,n)) ./ (ones(m,1)*w')).^2)": "X",
    "sum((X*diag(w)).^2) + sum((diag(v)*X).^2)": "X",
    "sum(logsumexp(X, 2)) + sum(std(X, 1))": "X",
}  # fmt: skip
"""What repeats a row or a column along a matrix, by text the variable."""


@needs_octave
@pytest.mark.parametrize("text", BESIDE_ROWS_AND_COLUMNS)
def test_of_sparse_arguments_it_computes_the_same(text: str, tmp_path: Path) -> None:
    where = " where X: matrix(m,n), v: vector(m), w: vector(n)"
    code = modules.code(text + where, wrt=[BESIDE_ROWS_AND_COLUMNS[text]], target="matlab")
    (tmp_path / "derivatives.m").write_text(code)
    values = {"X": "[1 0 -2; 0 3 0; -4 0 0.5; 0.25 -1 2]", "v": "[2; 0; -1; 3]", "w": "[0.5; -2; 4]"}
    used = [name for name in values if f"'{name}'" in code]
    ordered = code.partition("checked({")[2].partition("}")[0].replace("'", "").split(", ")
    calls = "m = derivatives();\n"
    for name in ("f", "gradient", "jacobian"):
        for sparse in used:
            given = ", ".join(f"sparse({values[x]})" if x == sparse else values[x] for x in ordered)
            plain = ", ".join(values[x] for x in ordered)
            calls += f"show('1 {sparse}', full(m.{name}({given})) - m.{name}({plain}));\n"
    for line in octave(tmp_path, f"1;{WRITE}{calls}").splitlines():
        close(parsed(line)[2], np.zeros(parsed(line)[2].shape))


def test_the_file_is_ascii_but_for_its_comments() -> None:
    code = modules.code("σ*x'*Σ*x", target="matlab")
    assert all(line.isascii() for line in code.splitlines() if not line.lstrip().startswith("%"))


@needs_octave
def test_large_arguments_do_not_overflow(tmp_path: Path) -> None:
    text = modules.code("logsumexp(x) + sum(softplus(x)) + sum(sigmoid(x))", target="matlab")
    (tmp_path / "derivatives.m").write_text(text)
    calls = "m = derivatives(); show('1 f', m.f([1000; -1000])); show('1 g', m.gradient([1000; -1000]));"
    (_, _, value), (_, _, gradient) = map(parsed, octave(tmp_path, f"1;{WRITE}{calls}").splitlines())
    close(value, 2001.0)
    close(gradient, np.array([[2.0], [0.0]]))


@needs_octave
def test_what_does_not_fit_is_named(tmp_path: Path) -> None:
    (tmp_path / "derivatives.m").write_text(modules.code("sum(log(1 + exp(-y.*(X*w))))", wrt=["w"], target="matlab"))
    calls = """
function tell(f)
    try
        f();
    catch problem
        printf("%s\\n", problem.message);
    end
end
m = derivatives(); X = [1 2; 3 -4; 5 6]; w = [0.5; 0.25]; y = [1; -1; 1];
show('1 f', m.f(y, X, w)); show('2 f', m.f(int8(y), X, w)); show('3 g', m.gradient(int8(y), X, w) - m.gradient(y, X, w));
show('4 h', full(m.hessian(y, sparse(X), w)) - m.hessian(y, X, w));
tell(@() m.f(y', X, w)); tell(@() m.f(y, X, [w; 1])); tell(@() m.f(y, X + 1i, w));
"""
    one, two, three, four, *said = octave(tmp_path, f"1;{WRITE}{calls}").splitlines()
    close(parsed(one)[2], parsed(two)[2])
    close(parsed(three)[2], np.zeros((2, 1)))
    close(parsed(four)[2], np.zeros((2, 2)))
    assert said == ["y must be 3 x 1, not 1 x 3: y'", "w must be 2 x 1, not 3 x 1: w", "X must be real"]
