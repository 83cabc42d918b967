"""Jacobians and Hessians for Julia and MATLAB: those of NumPy, with no identity and no Kronecker product of two matrices formed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matcalc_cli.questions.modules import code
from tests.codegen.test_filled import HESSIANS, JACOBIANS, module_of, names_of, values_for, variable_of
from tests.codegen.test_kronecker import PROGRAMS
from tests.functions.numerics import close
from tests.targets.test_matlab import WRITE, literal, octave, parsed

EACH = [*[(text, "jacobian") for text in JACOBIANS], *[(text, "hessian") for text in HESSIANS]]
SQUARE = [(text, variable, function) for text, (variable, function) in PROGRAMS.items() if function != "vjp"]
FAILING = """
function I = eye(varargin)
    error('an identity matrix is formed');
end
"""


def matrix(x: Any, *shape: int) -> Any:
    """Julia's Matrix, of what is one already."""
    assert not shape, "an identity matrix is formed"
    return x


def in_julia(text: str, variable: str) -> Any:
    """The functions of a module, where tree-sitter reads it."""
    pytest.importorskip("tree_sitter_julia", reason="tree-sitter-julia is not installed")
    from tests.targets.test_julia import read

    return read(code(text, wrt=[variable], target="julia"))


def square_values(module: dict[str, Any]) -> dict[str, Any]:
    rng = np.random.default_rng(7)
    square = rng.normal(size=(4, 4))
    names = names_of(module)
    return {name: square @ square.T if name == "S" else rng.normal(size=(4, 4)) for name in names}


@pytest.mark.parametrize(("text", "function"), EACH)
def test_julia(text: str, function: str) -> None:
    variable = variable_of(text)
    numpys = module_of(text, variable)
    values = values_for(numpys, len(text))
    given = [float(v) if not np.ndim(v) else v[:, 0] if v.shape[1] == 1 else v for v in values.values()]
    close(in_julia(text, variable)[function](*given), numpys[function](**values))


def in_octave(folder: Path, calls: Iterable[tuple[str, str, str, dict[str, Any]]]) -> list[Any]:
    """What functions of modules return: text, variable, function and values."""
    lines = ["1;", WRITE]
    for k, (text, variable, function, values) in enumerate(calls):
        written = code(text, wrt=[variable], target="matlab").replace("derivatives()", f"p{k}()")
        (folder / f"p{k}.m").write_text(written)
        given = ", ".join([literal(v if np.ndim(v) else float(v)) for v in values.values()])
        lines += [f"m = p{k}();", f'show("{k} {function}", m.{function}({given}));']
    return [parsed(line)[2] for line in octave(folder, "\n".join(lines) + "\n").splitlines()]


@pytest.mark.skipif(not shutil.which("octave-cli"), reason="octave is not installed")
def test_octave(tmp_path: Path) -> None:
    calls = []
    for text, function in EACH:
        variable = variable_of(text)
        calls.append((text, variable, function, values_for(module_of(text, variable), len(text))))
    for (text, variable, function, values), found in zip(calls, in_octave(tmp_path, calls), strict=True):
        close(found, module_of(text, variable)[function](**values), 1e-7)


@pytest.mark.parametrize(("text", "variable", "function"), SQUARE)
def test_julia_forms_nothing_of_zeros_and_ones(text: str, variable: str, function: str) -> None:
    numpys = module_of(text, variable)
    values = square_values(numpys)
    module = in_julia(text, variable)
    module.globals["Matrix"] = matrix
    close(module[function](*values.values()), numpys[function](**values))


@pytest.mark.skipif(not shutil.which("octave-cli"), reason="octave is not installed")
def test_octave_forms_nothing_of_zeros_and_ones(tmp_path: Path) -> None:
    (tmp_path / "eye.m").write_text(FAILING)
    calls = [(*case, square_values(module_of(*case[:2]))) for case in SQUARE]
    for (text, variable, function, values), found in zip(calls, in_octave(tmp_path, calls), strict=True):
        close(found, module_of(text, variable)[function](**values), 1e-7)
