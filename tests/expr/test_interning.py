"""What is interned is whole, wherever an alarm breaks its making off: the next line of a batch gets it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from matcalc_cli.expr import node
from matcalc_cli.expr.build import add, multiply
from matcalc_cli.expr.node import Node, symbol
from matcalc_cli.expr.shapes import dimensions
from matcalc_cli.expr.shapes.dimensions import dim


class AlarmError(Exception):
    pass


def broken_off(make: Callable[[], object], file: str, lines: int) -> AlarmError | None:
    """The alarm that rings after so many lines of a file, its frames with what they have made; None if that was all."""
    left = lines

    def follow(frame: Any, event: str, _: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename != file:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                raise AlarmError
        return follow

    before = sys.gettrace()
    sys.settrace(follow)
    try:
        make()
    except AlarmError as alarm:
        return alarm
    finally:
        sys.settrace(before)
    return None


def test_a_dimension() -> None:
    for lines in range(100):
        alarm = broken_off(lambda: dim(f"broken{lines}"), dimensions.__file__, lines)  # noqa: B023 called at once
        assert dim(f"broken{lines}").unknown == ""
        assert dim(f"broken{lines}").names == {f"broken{lines}"}
        if alarm is None:
            return
    pytest.fail("it never ended")


@pytest.mark.parametrize("make", [add, multiply])
def test_a_node(make: Callable[..., Node]) -> None:
    kept = []
    for lines in range(2_000):
        x, y = (f"{letter}{lines}" for letter in "XY")

        def made(x: str = x, y: str = y) -> Node:
            n = dim("n")
            return make(symbol(x, (n, n), "matrix"), symbol(y, (n, n), "matrix"))

        kept.append(broken_off(made, node.__file__, lines))
        assert {s.name for s in made().symbols} == {x, y}
        assert isinstance(made().digest, int)
        if kept[-1] is None:
            return
    pytest.fail("it never ended")
