"""The README's function, added as the README says: by its record and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from matcalc_cli import functions, pipeline
from matcalc_cli.check.before_printing import EXACTLY, verified
from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.codegen.text.module import module
from matcalc_cli.expr.function import Function
from tests.functions.numerics import close

README = (Path(__file__).parents[1] / "README.md").read_text()


@pytest.fixture
def cube(monkeypatch: pytest.MonkeyPatch) -> Function:
    (text,) = re.findall(r"```python\n(Function\(.*?\n\))\n```", README, re.DOTALL)
    record: Function = eval(text, {"Function": Function})  # noqa: S307 the README's own record
    for table in (functions.FUNCTIONS, functions._BY_ANY_NAME):  # noqa: SLF001 a record that is not in its file
        monkeypatch.setitem(table, record.name, record)
    monkeypatch.setitem(functions._MAIN_NAMES, record.name, record.name)  # noqa: SLF001 same
    return record


def test_a_function_is_its_record(cube: Function) -> None:
    answer = pipeline.differentiate(cube.example, wrt=["x"], order=2)
    assert verified(answer, "json", 10.0, seed=0) == EXACTLY
    rng = np.random.default_rng(1)
    a, x = rng.standard_normal((4, 3)), rng.standard_normal((3, 1))
    code = load(module(answer))
    close(code["f"](A=a, x=x), ((a @ x) ** 3).sum())
    close(code["gradient"](A=a, x=x), 3 * a.T @ (a @ x) ** 2)
    close(code["hessian"](A=a, x=x), 6 * a.T @ (a * (a @ x)))
