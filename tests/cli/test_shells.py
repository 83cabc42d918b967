"""Completion as a person meets it: in the shells themselves, with the scripts that are shipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from matcalc_cli.cli.reference.completions import SCRIPTS
from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "completions"


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not shutil.which(shell), reason=f"needs {shell}")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which `matcalc` is this checkout's."""
    program = tmp_path / "matcalc"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m matcalc_cli "$@"\n')
    program.chmod(0o755)
    ours = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    return {**os.environ, **ours, "XDG_CONFIG_HOME": str(tmp_path), "TERM": "xterm", "LC_ALL": "C.UTF-8"}


FISH = {
    "matcalc jac": ["jacobian"],
    "matcalc diff A --format js": ["json"],
    "matcalc code A --target nu": ["numba", "numpy"],
    "matcalc functions logd": ["logdet"],
    "matcalc diff --chec": ["--check"],
    'matcalc grad "x\'*A*x" --wrt ': ["x", "A"],
}


@needs("fish")
@pytest.mark.parametrize("line", FISH)
def test_fish(line: str, environment: dict[str, str]) -> None:
    script = f"source {SHIPPED / SCRIPTS['fish']}; complete -C (cat)"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script], input=line, capture_output=True, text=True, env=environment, check=False
    )
    offered = [word.partition("\t")[0] for word in done.stdout.splitlines()]
    assert offered == sorted(FISH[line]), done.stderr


TYPED = {
    "matcalc jac\t": "matcalc jacobian ",
    "matcalc diff --chec\t": "matcalc diff --check ",
    "matcalc diff A --format js\t": "matcalc diff A --format json ",
    "matcalc functions logd\t": "matcalc functions logdet ",
    'matcalc grad "x\'*Omega*x" --wrt Om\t': 'matcalc grad "x\'*Omega*x" --wrt Omega ',
}


@needs("zsh")
@pytest.mark.parametrize("line", TYPED)
def test_zsh(line: str, environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".zshrc").write_text(
        f"PROMPT='ready> '\nunsetopt zle_bracketed_paste prompt_cr prompt_sp\nfpath=({SHIPPED} $fpath)\n"
        "autoload -U compinit && compinit -u -D\n"
    )
    with Terminal(["zsh", "-i"], {**environment, "ZDOTDIR": str(tmp_path), "SHELL": "zsh"}) as terminal:
        terminal.wait_for("ready> ")
        terminal.type(line)
        terminal.wait_for(TYPED[line].rstrip())


@needs("bash")
@pytest.mark.parametrize("line", TYPED)
def test_bash(line: str, environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "rc").write_text(f"PS1='ready> '\nsource {SHIPPED / SCRIPTS['bash']}\n")
    with Terminal(["bash", "--rcfile", str(tmp_path / "rc"), "-i"], environment) as terminal:
        terminal.wait_for("ready> ")
        terminal.type(line)
        terminal.wait_for(TYPED[line].rstrip())


@needs("pwsh")
def test_powershell(environment: dict[str, str]) -> None:
    line = "matcalc jac"
    script = (
        f". {SHIPPED / SCRIPTS['powershell']}; (TabExpansion2 '{line}' {len(line)}).CompletionMatches.CompletionText"
    )
    done = subprocess.run(
        ["pwsh", "-NoProfile", "-c", script], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.split() == ["jacobian"]
