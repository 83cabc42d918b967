"""The error-against-step plot in characters: both axes logarithmic, a mark for each way to take differences."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor
from typing import Protocol

WIDTH, HEIGHT = 61, 17
"""Of the field, in characters; steps from 1 to 1e-15 lie four columns a decade apart."""
FINEST = -15
LOWEST = -11
"""Errors are shown at least down to here, so that those of a wrong claim lie high."""
MARGIN = 8
MARKS, BOTH, BEST = "oxabcdefghijklmn", "#", "*"

Points = Sequence[tuple[float, float]]


class Series(Protocol):
    """A series of a plot: a name, points, and what was found of them."""

    @property
    def name(self) -> str: ...  # noqa: D102 said by the class
    @property
    def points(self) -> Points: ...  # noqa: D102 same
    @property
    def slope(self) -> float | None: ...  # noqa: D102 same
    @property
    def best(self) -> float | None: ...  # noqa: D102 same
    @property
    def said(self) -> str: ...  # noqa: D102 same


def plot(series: Sequence[Series], rounding: float | None) -> list[str]:
    """The lines of the plot and of its legend, in ASCII, for at least one point."""
    errors = [y for one in series for _, y in one.points]
    low = min(floor(min(errors)), LOWEST)
    high = max(ceil(max(errors)), low + 1)  # where all errors lie below what is shown
    low -= (low - high) % 4  # so that the labels, at every fourth row, are whole powers of ten
    field = [[" "] * WIDTH for _ in range(HEIGHT)]
    for one, mark in zip(series, MARKS, strict=False):
        for x, y in one.points:
            _put(field, _column(x), _row(y, low, high), mark)
    for one in series:
        if one.best is not None:
            field[_row(dict(one.points)[one.best], low, high)][_column(one.best)] = BEST
    rows = [f"{_label(i, low, high):>{MARGIN - 2}} |{''.join(row).rstrip()}" for i, row in enumerate(field)]
    return ["relative error", *rows, *_axis(), *_legend(series, rounding)]


def document(series: Sequence[Series], rounding: float | None) -> dict[str, object]:
    """The contents of the plot as data: steps and errors themselves, no logarithms."""
    return {"rounding_slope": rounding, "series": [_document(one) for one in series]}


def _document(one: Series) -> dict[str, object]:
    best = None if one.best is None else 10**one.best
    points = [[10**x, 10**y] for x, y in one.points]
    return {"name": one.name, "said": one.said, "slope": one.slope, "best_step": best, "points": points}


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


def _legend(series: Sequence[Series], rounding: float | None) -> list[str]:
    words = [f"{mark} {slope_text(one)}" for one, mark in zip(series, MARKS, strict=False)]
    best = [f"{one.name} {10**one.best:.0e}" for one in series if one.best is not None]
    rises = f"; rounding rises with slope {rounding:.2f}" if rounding is not None else ""
    together = ["   ".join(words)] if not any(one.said for one in series) else words
    return [
        *together, f"{BOTH} where {'both' if len(series) == 2 else 'several'} are",
        f"{BEST} best step: {', '.join(best)}", f"steps are relative to the size of the point{rises}",
    ]  # fmt: skip


def slope_text(one: Series) -> str:
    """`forward differences, slope 1.00`, and the coefficients of a stencil that was asked for."""
    said = f"; {one.said}" if one.said else ""
    return one.name + ("" if one.slope is None else f", slope {one.slope:.2f}") + said
