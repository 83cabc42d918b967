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


def repeated(step: str) -> Callable[[int, str], str]:
    """Programs each part of which uses the one before it several times."""
    return lambda n, x: (
        f"r0 = A*{x}; " + "".join(f"r{i + 1} = {step.replace('r', f'r{i}')}; " for i in range(n)) + f"sum(r{n})"
    )


PROGRAMS: dict[str, Callable[[int, str], str]] = {
    "divided": repeated("r./(1 + r.^2)"),
    "doubling": repeated("sin(r).*r"),
    "gated": repeated("tanh(r).*r"),
    "threefold": repeated("sin(r).*r.*cos(2*r)"),
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
        ("explain", "doubling", "x", 5, 3),
        ("explain", "terms", "X", 12, 3),
        ("explain", "layers", "x", 12, 3),
        ("code", "layers", "x", 6, 5),
        ("grad", "doubling", "x", 8, 3),
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
        ("hessian", "doubling", "x", 8),
        ("hessian", "gated", "x", 8),
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
        ("code", "doubling", "x", 8, 110_000),
        ("code", "traces", "X", 8, 250_000),
        ("code", "layers", "x", 32, 92_000),
        ("explain", "layers", "x", 32, 28_000),
        ("explain", "terms", "X", 24, 33_000),
        ("explain", "doubling", "x", 16, 40_000),
        ("hessian", "doubling", "x", 8, 120_000),
        ("hessian", "doubling", "x", 16, 105_000),
        ("hessian", "divided", "x", 8, 420_000),
        ("hessian", "gated", "x", 8, 220_000),
        ("hessian", "threefold", "x", 8, 300_000),
        ("grad", "doubling", "x", 8, 24_000),
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
