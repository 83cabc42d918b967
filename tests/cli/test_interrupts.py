"""A Ctrl-C that falls into the callback of a weak reference, where Python prints it and goes on."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from matcalc_cli import pipeline
from matcalc_cli.cli.interrupts import listen, unless_interrupted


@pytest.fixture(autouse=True)
def own_hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sys, "unraisablehook", sys.unraisablehook)
    listen()
    return


class Thing:
    """What a weak reference can point to."""


def dies_with(error: type[BaseException]) -> None:
    def callback(_: Any) -> None:
        raise error

    thing = Thing()
    reference = weakref.ref(thing, callback)
    del thing
    assert reference() is None


def test_it_is_raised_where_it_can_be(capsys: pytest.CaptureFixture[str]) -> None:
    dies_with(KeyboardInterrupt)
    with pytest.raises(KeyboardInterrupt):
        unless_interrupted(0)
    assert unless_interrupted(3) == 3
    assert capsys.readouterr().err == ""


def test_any_other_error_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    dies_with(ZeroDivisionError)
    assert unless_interrupted(0) == 0
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_batch_ends_behind_the_line_that_was_interrupted(matcalc: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pipeline.read

    def read(text: str, *options: Any, **asked: Any) -> Any:
        if "B" in text:
            dies_with(KeyboardInterrupt)
        return real(text, *options, **asked)

    monkeypatch.setattr(pipeline, "read", read)
    result = matcalc("grad", "-", stdin="tr(A)\ntr(B)\ntr(C)\n")
    assert (result.code, result.out, result.err) == (130, "I(n)\nI(n)\n", "interrupted\n")
