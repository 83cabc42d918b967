from __future__ import annotations

import json
import signal
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from matcalc_cli import pipeline
from matcalc_cli.cli import deadline
from matcalc_cli.cli.deadline import within
from matcalc_cli.errors import MatcalcError

ENDLESS = "A^9"


@pytest.fixture
def ringing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The alarm of `--time-limit` rings as soon as ENDLESS is worked at, which never ends."""
    real = pipeline.entries

    def entries(text: str, **options: Any) -> Any:
        if text == ENDLESS:
            signal.raise_signal(signal.SIGALRM)
            threading.Event().wait()
        return real(text, **options)

    monkeypatch.setattr(pipeline, "entries", entries)


@pytest.mark.usefixtures("ringing")
def test_an_answer_that_takes_too_long_is_given_up(matcalc: Any) -> None:
    result = matcalc("entries", ENDLESS, "-n", "3", "--time-limit", "1000")
    assert (result.code, result.out) == (2, "")
    assert "1000 s, the limit of --time-limit" in result.err
    assert "--time-limit 10000" in result.err


@pytest.mark.usefixtures("ringing")
def test_the_limit_is_of_each_line_of_a_batch(matcalc: Any) -> None:
    lines = f"alpha\n{ENDLESS}\nbeta\n"
    result = matcalc("entries", "-", "-n", "3", "--time-limit", "1000", "-f", "json", stdin=lines)
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


def test_an_alarm_swallowed_by_a_handler_rings_again(monkeypatch: pytest.MonkeyPatch) -> None:
    set_to: list[float] = []
    monkeypatch.setattr("matcalc_cli.cli.deadline.signal.setitimer", lambda _, *times: set_to.extend(times))

    def stubborn() -> None:
        try:
            signal.raise_signal(signal.SIGALRM)
        except BaseException:  # noqa: BLE001 as a destructor does
            signal.raise_signal(signal.SIGALRM)

    with pytest.raises(MatcalcError, match="within 7 s"):
        within(7, stubborn)
    assert set_to == [7, deadline.AGAIN, 0]


def test_outside_the_main_thread_there_is_no_alarm() -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(within(1, lambda: "answered")))
    thread.start()
    thread.join()
    assert found == ["answered"]


def test_an_import_comes_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The alarm rings in the middle of it, and again behind it."""
    ring = "import signal\nsignal.raise_signal(signal.SIGALRM)\n"
    (tmp_path / "slow_to_load.py").write_text(f"{ring}LOADED = True\n")
    monkeypatch.syspath_prepend(tmp_path)

    def loads() -> None:
        import_module("slow_to_load")
        assert sys.modules["slow_to_load"].LOADED
        signal.raise_signal(signal.SIGALRM)

    with pytest.raises(MatcalcError, match="within 1000 s"):
        within(1000, loads)
    assert sys.modules.pop("slow_to_load").LOADED


def test_a_real_alarm_ends_what_never_ends() -> None:
    with pytest.raises(MatcalcError, match="within 1 s"):
        within(1, threading.Event().wait)
