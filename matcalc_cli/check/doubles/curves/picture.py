"""The error-against-step plot as an image, by matplotlib."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.check.doubles.curves.curve import Curve


LOWEST, HIGHEST = 1e-12, 10.0
"""Errors between these are in the picture, so that those of a wrong claim lie high in it."""


def require_matplotlib() -> None:
    """Raise MatcalcError (usage) where matplotlib is missing."""
    if find_spec("matplotlib") is None:
        raise MatcalcError(
            "usage", "--plot FILE needs matplotlib, which is not installed",
            hint="pip install 'matcalc-cli[plot]'; --plot alone draws in the terminal",
        )  # fmt: skip


def save(curve: Curve, title: str, name: str) -> None:
    """Write the plot to a file whose end tells the format. Raises OSError, MatcalcError (usage)."""
    require_matplotlib()
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), layout="constrained")
    axes = figure.add_subplot()
    for one in curve.series:
        text = one.name + ("" if one.slope is None else f", slope {one.slope:.2f}")
        (drawn,) = axes.loglog(
            [10**x for x, _ in one.points], [10**y for _, y in one.points], "o-", label=text, markersize=3
        )
        if one.best is not None:
            least = dict(one.points)[one.best]
            axes.plot([10**one.best], [10**least], "*", color=drawn.get_color(), markersize=11)
    axes.plot([], [], "*", color="gray", label="best step")
    if curve.rounding is not None:
        axes.plot([], [], " ", label=f"rounding rises with slope {curve.rounding:.2f}")
    axes.set_xlabel("step, relative to the point")
    axes.set_ylabel("relative error")
    axes.set_title(title)
    low, high = axes.get_ylim()
    axes.set_ylim(min(LOWEST, low), max(HIGHEST, high))
    axes.legend(loc="upper center")  # above the V of truncation and rounding
    axes.grid(visible=True, alpha=0.3)
    try:
        figure.savefig(name)
    except ValueError as error:
        raise MatcalcError("usage", f"--plot: {error}") from error
