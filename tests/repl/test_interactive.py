"""The session in a pseudo-terminal, with each of its line editors, and through a pipe."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal

ROOT = Path(__file__).parents[2]
HIDE = "import sys; sys.modules['prompt_toolkit'] = None; from matcalc_cli.cli.main import main; sys.exit(main())"
STARTS = {"readline": ["-c", HIDE], "prompt_toolkit": ["-m", "matcalc_cli"]}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    ours = {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    return {
        **os.environ,
        **ours,
        "TERM": "xterm",
        "NO_COLOR": "1",
        "PYTHONIOENCODING": "utf-8",
        "LC_ALL": "C.UTF-8",
        "PROMPT_TOOLKIT_NO_CPR": "1",
    }


@pytest.fixture(params=STARTS)
def terminal(request: pytest.FixtureRequest, environment: dict[str, str]) -> Iterator[Terminal]:
    if request.param == "prompt_toolkit" and not importlib.util.find_spec("prompt_toolkit"):
        pytest.skip("needs prompt_toolkit")
    with Terminal([sys.executable, *STARTS[request.param]], environment) as opened:
        opened.wait_for("Ctrl-D to leave")
        opened.wait_for(">")
        yield opened


def test_a_conversation(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type("S: spd(n)\r")
    terminal.wait_for(">")
    terminal.type("logdet(S)\r")
    terminal.wait_for("∇f = S⁻¹")
    terminal.wait_for(">")
    terminal.type(":grad -f plain\r")
    terminal.wait_for("inv(S) where S: spd(n)")
    terminal.wait_for(">")
    terminal.type("\x04")
    assert terminal.wait() == 0
    assert (tmp_path / "matcalc" / "history").read_text().splitlines() == ["S: spd(n)", "logdet(S)", ":grad -f plain"]


@pytest.mark.parametrize("wrong", ["trcae(A)", "A*B +", "tr(A))"])
def test_the_line_behind_a_wrong_one_is_a_line_of_its_own(terminal: Terminal, tmp_path: Path, wrong: str) -> None:
    terminal.type(f"{wrong}\r")
    terminal.wait_for("error: ")
    terminal.wait_for("help: ")
    terminal.wait_for(">")
    terminal.type("tr(A^2)\r")
    terminal.wait_for("∇f = 2 Aᵀ")
    terminal.type(":quit\r")
    assert terminal.wait() == 0
    assert (tmp_path / "matcalc" / "history").read_text().splitlines() == [wrong, "tr(A^2)", ":quit"]


def test_a_wrong_line_comes_back_by_the_arrow_up(terminal: Terminal) -> None:
    terminal.type("tr(A))\r")
    terminal.wait_for("closes nothing")
    terminal.wait_for("help: ")
    terminal.wait_for(">")
    terminal.type("\x1b[A\x7f\r")  # arrow up, backspace
    terminal.wait_for("∇f = I")


def test_completion_by_the_tabulator(terminal: Terminal) -> None:
    terminal.type("logde\t")
    terminal.wait_for("logdet")
    terminal.type("(X)\r")
    terminal.wait_for("X⁻ᵀ")


def test_an_interrupt_drops_the_line_and_not_the_session(terminal: Terminal) -> None:
    terminal.type("tr(A")
    terminal.wait_for("tr(A")
    terminal.type("\x03")
    terminal.type("\r")  # an empty line draws the prompt again, should readline have been slow to
    terminal.wait_for(">")
    terminal.type("tr(B)\r")
    terminal.wait_for("∇f = I")


def test_a_part_goes_on_over_lines(terminal: Terminal) -> None:
    terminal.type("r = A*x - b;\r")
    terminal.wait_for(".")
    terminal.type("r'*r\r")
    terminal.wait_for("gradient")


def test_a_home_that_cannot_be_written_to_is_no_obstacle(environment: dict[str, str]) -> None:
    with Terminal([sys.executable, *STARTS["readline"]], {**environment, "XDG_STATE_HOME": "/proc"}) as opened:
        opened.wait_for(">")
        opened.type("tr(A)\r")
        opened.wait_for("∇f = I")
        opened.wait_for(">")
        opened.type(":quit\r")
        assert opened.wait() == 0


def test_a_pipe_is_answered_without_prompts(environment: dict[str, str]) -> None:
    lines = "S: spd(n)\n:grad logdet(S)\ntr(A))\n:grad tr(S)\n"
    done = subprocess.run(
        [sys.executable, "-m", "matcalc_cli", "repl"],
        input=lines, capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert done.stdout == "inv(S) where S: spd(n)\nI(n)\n"
    assert done.stderr.startswith("error: this ) closes nothing")
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("lines", "answer", "said", "code"),
    [
        ("tr(A", "", "ends inside tr(", 2),
        ("r = A*x; # a comment\nr'*r; # not the end of it\n\n:names", "", "; ", 2),
        ("r = A*x; # a comment\nsum(r)", "ones", "", 0),
    ],
)
def test_what_a_pipe_leaves_unfinished_is_not_lost(
    lines: str, answer: str, said: str, code: int, environment: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "matcalc_cli", "repl"],
        input=lines, capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    assert answer in done.stdout
    assert said in done.stderr
    assert done.returncode == code


def test_several_lines_may_be_pasted(terminal: Terminal, tmp_path: Path) -> None:
    terminal.type("\x1b[200~S: spd(n)\nr = A*x;\nr'*S*r\x1b[201~\r")
    terminal.wait_for("spd")
    terminal.wait_for("∇ₓf = 2 Aᵀ S r")
    terminal.type(":quit\r")
    assert terminal.wait() == 0
    assert (tmp_path / "matcalc" / "history").read_text().splitlines()[:2] == ["S: spd(n)", "r = A*x; r'*S*r"]


def test_pasted_lines_behind_a_wrong_one_are_answered(terminal: Terminal) -> None:
    terminal.type("\x1b[200~tr(A))\ntr(B)\x1b[201~\r")
    terminal.wait_for("closes nothing")
    terminal.wait_for("f(B) = tr(B)")
