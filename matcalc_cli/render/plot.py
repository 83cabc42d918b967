"""The error-against-step plot in characters: both axes logarithmic, forward and central differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor

WIDTH, HEIGHT = 61, 17
"""Of the field, in characters; steps from 1 to 1e-15 lie four columns a decade apart."""
FINEST = -15
LOWEST = -11
"""Errors are shown at least down to here, so that those of a wrong claim lie high."""
MARGIN = 8
FORWARD, CENTRAL, BOTH = "o", "x", "#"

Points = Sequence[tuple[float, float]]


def plot(forward: Points, central: Points, slopes: Mapping[str, float | None]) -> list[str]:
    """The lines of the plot and of its legend, in ASCII, for at least one point."""
    errors = [y for _, y in (*forward, *central)]
    low = min(floor(min(errors)), LOWEST)
    high = max(ceil(max(errors)), low + 1)  # where all errors lie below what is shown
    low -= (low - high) % 4  # so that the labels, at every fourth row, are whole powers of ten
    field = [[" "] * WIDTH for _ in range(HEIGHT)]
    for points, mark in ((forward, FORWARD), (central, CENTRAL)):
        for x, y in points:
            _put(field, _column(x), _row(y, low, high), mark)
    rows = [f"{_label(i, low, high):>{MARGIN - 2}} |{''.join(row).rstrip()}" for i, row in enumerate(field)]
    return ["relative error", *rows, *_axis(), *_legend(slopes)]


def _column(x: float) -> int:
    return round((x / FINEST) * (WIDTH - 1))


def _row(y: float, low: int, high: int) -> int:
    return round((high - y) / (high - low) * (HEIGHT - 1))


def _put(field: list[list[str]], column: int, row: int, mark: str) -> None:
    field[row][column] = mark if field[row][column] in (" ", mark) else BOTH


def _label(row: int, low: int, high: int) -> str:
    """A power of ten at every fourth row."""
    if row % 4:
        return ""
    return f"1e{high - row * (high - low) / (HEIGHT - 1):.0f}"


def _axis() -> list[str]:
    """Steps from 1 down to 1e-15."""
    ticks = [" "] * (WIDTH + 4)
    for k in range(0, -FINEST + 1, 3):
        text = "1" if k == 0 else f"1e-{k}"
        start = _column(-k)
        ticks[start : start + len(text)] = text
    return [" " * (MARGIN - 1) + "+" + "-" * WIDTH, " " * MARGIN + "".join(ticks).rstrip() + "  step"]


def _legend(slopes: Mapping[str, float | None]) -> list[str]:
    said = {name: "" if slope is None else f", slope {slope:.2f}" for name, slope in slopes.items()}
    rounding = f"; rounding rises with slope {slopes['rounding']:.2f}" if slopes["rounding"] is not None else ""
    return [
        f"{FORWARD} forward differences{said['forward']}   {CENTRAL} central differences{said['central']}",
        f"{BOTH} where both are",
        f"steps are relative to the size of the point{rounding}",
    ]
