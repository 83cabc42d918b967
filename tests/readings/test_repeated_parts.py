"""Programs whose parts double: derivatives against differences with many digits, and how long the answers are."""

from __future__ import annotations

from collections.abc import Callable

import mpmath
import numpy as np
import pytest

from matcalc_cli.check.doubles.evaluate import evaluate
from matcalc_cli.cli.main import main
from matcalc_cli.errors import ExitCode
from matcalc_cli.pipeline import differentiate
from tests.test_growth import PROGRAMS

Step = Callable[[mpmath.mpf], mpmath.mpf]
STEPS: dict[str, Step] = {
    "divided": lambda r: r / (1 + r**2),
    "doubling": lambda r: mpmath.sin(r) * r,
    "gated": lambda r: mpmath.tanh(r) * r,
    "threefold": lambda r: mpmath.sin(r) * r * mpmath.cos(2 * r),
}
A = np.array([[0.9, -0.7], [-1.2, 0.4], [0.5, 1.1]])
X = np.array([[0.8], [-1.3]])


def repeated(step: Step, count: int, t: mpmath.mpf) -> mpmath.mpf:
    for _ in range(count):
        t = step(t)
    return t


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("name", STEPS)
def test_gradient_and_hessian_are_those_by_differences(name: str, count: int) -> None:
    (found,) = differentiate(PROGRAMS[name](count, "x"), wrt=["x"], order=2).derivatives
    with mpmath.workdps(60):
        first, second = (
            np.array([float(mpmath.diff(lambda t: repeated(STEPS[name], count, t), t, k)) for t in (A @ X).flat])
            for k in (1, 2)
        )
    at = {"A": A, "x": X}
    assert found.gradient is not None
    assert found.hessian is not None
    np.testing.assert_allclose(np.ravel(evaluate(found.gradient, at)), A.T @ first, rtol=1e-8)
    np.testing.assert_allclose(evaluate(found.hessian, at), A.T @ np.diag(second) @ A, rtol=1e-8)


def test_an_answer_is_no_longer_than_its_parts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hessian", PROGRAMS["doubling"](8, "x"), "--wrt", "x"]) == ExitCode.OK
    assert len(capsys.readouterr().out) <= 150 * 8


def test_a_long_derivation_has_no_part_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", PROGRAMS["doubling"](12, "x"), "--wrt", "x"]) == ExitCode.OK
    printed = capsys.readouterr().out
    assert "r12 = r11.*sin(r11)" in printed
    assert len(printed) <= 1000 * 12
