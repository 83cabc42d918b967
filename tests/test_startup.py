"""What a command loads: start-up time as a fact that does not depend on the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"numpy", "scipy", "sympy", "mpmath", "rich", "importlib.metadata", "dataclasses", "argparse"}
SLOW = HEAVY | {"typing", "re", "enum", "random", "contextlib", "signal", "threading", "inspect"}
"""Modules of the standard library that take as long as a room of ours, which answers in plain words do without."""

PROBE = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from matcalc_cli.cli.main import main
sys.exit(main())
"""


def loaded(*words: str, **environment: str) -> set[str]:
    """The modules in memory when the command is done."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *words],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=True,
    )
    return set(done.stderr.split())


def click_itself() -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, click; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "words",
    [
        ["--version"],
        ["--help"],
        ["diff", "A^3"],
        ["diff", "x'*A*x + logdet(A)", "-f", "latex"],
        ["grad", "norm(A*x - b)^2", "--wrt", "x"],
        ["hessian", "x'*A*x"],
        ["functions", "logdet"],
    ],
    ids=" ".join,
)
def test_a_piped_command_loads_nothing_heavy(words: list[str]) -> None:
    assert loaded(*words) & (HEAVY - click_itself()) == set()


@pytest.mark.parametrize("words", [["diff", "A^3"], ["grad", "x'*A*x", "--wrt", "x", "-f", "json"]], ids=" ".join)
def test_plain_options_need_no_click(words: list[str]) -> None:
    assert loaded(*words) & {"click", *SLOW} == set()


def test_completion_loads_nothing_heavy() -> None:
    environment = {"_MATCALC_COMPLETE": "bash_complete", "COMP_WORDS": "matcalc diff A*B --wrt ", "COMP_CWORD": "4"}
    assert loaded(**environment) & (HEAVY - click_itself()) == set()


def test_a_command_loads_no_other() -> None:
    commands = {module for module in loaded("grad", "tr(A)") if module.startswith("matcalc_cli.cli.")}
    assert "matcalc_cli.cli.derivatives.grad" in commands
    assert commands.isdisjoint(
        {"matcalc_cli.cli.derivatives.diff", "matcalc_cli.cli.reference.functions", "matcalc_cli.cli.words.usage"}
    )


def test_the_check_is_what_loads_numpy() -> None:
    assert "numpy" in loaded("diff", "A^3", "--check")
