"""How work grows with a program: with its distinct parts, counted in calls of functions, not in seconds."""

from __future__ import annotations

from collections.abc import Callable
from math import log2

import pytest

from matcalc_cli.cli.main import main
from matcalc_cli.errors import ExitCode
from tests.work import calls

EXPONENT = 1.3
"""How work may grow with the parts of a program, as a power of them."""

PROGRAMS: dict[str, Callable[[int, str], str]] = {
    "doubling": lambda n, x: (
        f"r0 = A*{x}; " + "".join(f"r{i + 1} = sin(r{i}).*r{i}; " for i in range(n)) + f"sum(r{n})"
    ),
    "layers": lambda n, x: "sum(" + "tanh(W*" * n + x + ")" * n + ")",
    "terms": lambda n, x: " + ".join(f"tr(C{i}*{x}*E{i}*{x})" for i in range(n)),
    "traces": lambda n, x: "tr(" + "*".join(f"C{i}*{x}" for i in range(n)) + ")",
}


def answered(command: str, program: str, variable: str, size: int, about: str) -> Callable[[], object]:
    """What answers a question about a program of so many parts.

    The variable has a name of its own for each size and test: what is remembered of other programs is of no use to this one,
    and the order of terms, by which forms are found sooner or later, is that of the same names in every run.
    """
    name = f"{variable}{size}{command}{about}"

    def work() -> None:
        assert main([command, PROGRAMS[program](size, name), "--wrt", name]) == ExitCode.OK

    return work


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
    answered(command, program, variable, 2, "powers")()  # what is loaded once
    small, large = (calls(answered(command, program, variable, n, "powers")) for n in (size, 2 * size))
    assert large <= most * small, (small, large, large / small)
    capsys.readouterr()


@pytest.mark.parametrize(
    ("command", "program", "variable", "size"),
    [
        ("code", "doubling", "x", 8),
        ("code", "layers", "x", 8),
        ("explain", "layers", "x", 16),
    ],
)
def test_work_grows_little_faster_than_the_parts(
    command: str, program: str, variable: str, size: int, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(command, program, variable, 2, "growth")()  # what is loaded once
    small, large = (calls(answered(command, program, variable, n, "growth")) for n in (size, 2 * size))
    assert log2(large / small) <= EXPONENT, (small, large)
    capsys.readouterr()


@pytest.mark.parametrize(
    ("command", "program", "variable", "size", "most"),
    [
        ("code", "doubling", "x", 8, 450_000),
        ("code", "traces", "X", 8, 250_000),
        ("code", "layers", "x", 32, 92_000),
        ("hessian", "doubling", "x", 8, 700_000),
    ],
)
def test_a_part_takes_no_more_than_so_many_calls(
    command: str, program: str, variable: str, size: int, most: int, capsys: pytest.CaptureFixture[str]
) -> None:
    answered(command, program, variable, 2, "parts")()
    spent = calls(answered(command, program, variable, size, "parts"))
    assert spent <= most * size, spent / size
    capsys.readouterr()


def test_a_long_sum_of_kronecker_products_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hessian", PROGRAMS["traces"](16, "X"), "--wrt", "X"]) == ExitCode.OK
    assert "kron" in capsys.readouterr().out
