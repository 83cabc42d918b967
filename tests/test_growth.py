"""How work grows with a program: with its distinct parts, counted in calls of functions, not in seconds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.errors import ExitCode
from tests.work import calls

PROGRAMS: dict[str, Callable[[int], str]] = {
    "doubling": lambda n: "r0 = A*x; " + "".join(f"r{i + 1} = sin(r{i}).*r{i}; " for i in range(n)) + f"sum(r{n})",
    "layers": lambda n: "sum(" + "tanh(W*" * n + "x" + ")" * n + ")",
    "terms": lambda n: " + ".join(f"tr(C{i}*X*E{i}*X)" for i in range(n)),
    "traces": lambda n: "tr(" + "*".join(f"C{i}*X" for i in range(n)) + ")",
}


@pytest.mark.parametrize(
    ("command", "program", "variable", "size", "most"),
    [
        ("explain", "doubling", "x", 5, 6),  # written in full, its answer doubles with each part
        ("explain", "terms", "X", 12, 4),
        ("explain", "layers", "x", 12, 5),
        ("code", "layers", "x", 6, 5),
        ("grad", "doubling", "x", 8, 5),
    ],
)
def test_twice_the_parts_are_no_more_than_some_power_of_two_of_work(
    command: str, program: str, variable: str, size: int, most: float, capsys: pytest.CaptureFixture[str]
) -> None:
    codes: list[int] = []

    def answered(n: int) -> Callable[[], object]:
        return lambda: codes.append(main([command, PROGRAMS[program](n), "--wrt", variable]))

    answered(2)()  # what is loaded once
    small, large = calls(answered(size)), calls(answered(2 * size))
    assert codes == [ExitCode.OK] * 3
    assert large <= most * small, (small, large, large / small)
    capsys.readouterr()


def test_a_long_sum_of_kronecker_products_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hessian", PROGRAMS["traces"](16), "--wrt", "X"]) == ExitCode.OK
    assert "kron" in capsys.readouterr().out
