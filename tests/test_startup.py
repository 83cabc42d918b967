"""What a command loads: start-up time as a fact that does not depend on the machine."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

import matcalc_cli.expr
from matcalc_cli.expr import alike
from matcalc_cli.later import Later, Nearby

ROOT = Path(__file__).parents[1]
HEAVY = {"numpy", "scipy", "sympy", "mpmath", "rich", "importlib.metadata", "dataclasses", "argparse"}
SLOW = HEAVY | {"typing", "re", "enum", "random", "contextlib", "signal", "threading", "inspect"}
"""Modules of the standard library that take as long as a room of ours, which answers in plain words do without."""
UNNEEDED = {
    "check.exact.arithmetic.adjugates", "check.exact.arithmetic.polynomial", "check.exact.arithmetic.spectrum",
    "elaborate.indexing", "expr.members", "expr.normal_forms.grid", "expr.normal_forms.roots", "expr.normal_forms.traces",
    "expr.selections.columns", "expr.shapes.spans", "expr.unspecified_forms", "language.grammar.declarations", "language.mistakes.complaints",
    "readings.adjoint", "readings.blocks", "readings.parts", "render.writing.selected", "render.writing.series",
}  # fmt: skip
"""Modules that the derivative of A^3 has no use for: what a first file of its kind needs is loaded at its first use."""
MOST_MODULES = 220
"""A twentieth of a millisecond each, besides what they hold."""

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


@pytest.mark.parametrize("words", [["diff", "A^3"], ["grad", "norm(A*x)", "--wrt", "x", "-f", "json"]], ids=" ".join)
def test_plain_options_need_no_click(words: list[str]) -> None:
    assert "click" not in loaded(*words)


@pytest.mark.parametrize("words", [["diff", "A^3"], ["hessian", "x'*A*x"], ["grad", "tr(A*X*B)"]], ids=" ".join)
def test_a_plain_answer_loads_nothing_slow(words: list[str]) -> None:
    assert loaded(*words) & SLOW == set()


def test_what_an_answer_does_not_need_stays_where_it_is() -> None:
    ours = {
        module.removeprefix("matcalc_cli.") for module in loaded("diff", "A^3") if module.startswith("matcalc_cli.")
    }
    assert ours & UNNEEDED == set()
    assert len(ours) <= MOST_MODULES


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


def test_a_module_is_found_where_python_finds_it() -> None:
    found = Nearby().find_spec("matcalc_cli.expr.node", matcalc_cli.expr.__path__)
    usual = importlib.util.find_spec("matcalc_cli.expr.node")
    assert found is not None
    assert usual is not None
    assert (found.origin, found.cached, found.has_location) == (usual.origin, usual.cached, usual.has_location)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("matcalc_cli", None),
        ("matcalc_cli.expr.shapes", None),
        ("json.decoder", ["/"]),
        ("matcalc_cli.expr.node", ["/no/such"]),
    ],
    ids=["the package", "a room", "another's", "an archive"],
)
def test_what_is_no_module_nearby_is_left_to_python(name: str, path: list[str] | None) -> None:
    path = list(matcalc_cli.expr.__path__) if name.endswith("shapes") else path
    assert Nearby().find_spec(name, path) is None


def test_a_module_that_stands_for_another_loads_it_once() -> None:
    later = Later("matcalc_cli.expr.alike")
    assert later.named_sizes is alike.named_sizes
    assert vars(later) is vars(alike)
