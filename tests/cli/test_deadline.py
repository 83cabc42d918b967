from __future__ import annotations

import json
import signal
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from matcalc_cli.cli.deadline import within
from matcalc_cli.errors import MatcalcError

ENDLESS = "A^9"
"""Whose entries SymPy multiplies out for minutes."""


def test_an_answer_that_takes_too_long_is_given_up(matcalc: Any) -> None:
    result = matcalc("entries", ENDLESS, "-n", "3", "--time-limit", "1")
    assert (result.code, result.out) == (2, "")
    assert "1 s, the limit of --time-limit" in result.err
    assert "--time-limit 10" in result.err


def test_the_limit_is_of_each_line_of_a_batch(matcalc: Any) -> None:
    lines = f"alpha\n{ENDLESS}\nbeta\n"
    result = matcalc("entries", "-", "-n", "3", "--time-limit", "1", "-f", "json", stdin=lines)
    answers = [json.loads(line) for line in result.out.splitlines()]
    assert [answer.get("error", {}).get("kind") for answer in answers] == [None, "limit", None]
    assert result.code == 2


def test_no_limit_and_a_limit_beyond_all_alarms(matcalc: Any) -> None:
    for limit in ("0", "9" * 30):
        assert matcalc("grad", "tr(A)", "--time-limit", limit).out == "I(n)\n"
    assert "an integer from 0" in matcalc("grad", "tr(A)", "--time-limit", "-1").err
    assert "cannot be nan" in matcalc("grad", "tr(A)", "--time-limit", "nan").err


def test_the_alarm_is_taken_back() -> None:
    assert within(1, lambda: "answered") == "answered"
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_an_alarm_swallowed_by_a_handler_rings_again() -> None:
    def stubborn() -> None:
        try:
            threading.Event().wait()
        except BaseException:  # noqa: BLE001 as a destructor does
            threading.Event().wait()

    with pytest.raises(MatcalcError, match="within 1 s"):
        within(1, stubborn)


def test_outside_the_main_thread_there_is_no_alarm() -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(within(1, lambda: "answered")))
    thread.start()
    thread.join()
    assert found == ["answered"]


def test_an_import_comes_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_to_load.py").write_text("import time\ntime.sleep(1.2)\nLOADED = True\n")
    monkeypatch.syspath_prepend(tmp_path)

    def loads() -> None:
        import_module("slow_to_load")
        threading.Event().wait()

    with pytest.raises(MatcalcError, match="within 1 s"):
        within(1, loads)
    assert sys.modules.pop("slow_to_load").LOADED
