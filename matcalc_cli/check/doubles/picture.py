"""The error-against-step plot as an image, by matplotlib."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.check.doubles.curve import Curve


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
    for label, points, style in (("forward", curve.forward, "o-"), ("central", curve.central, "s-")):
        slope = curve.slopes[label]
        text = f"{label} differences" + ("" if slope is None else f", slope {slope:.2f}")
        axes.loglog([10**x for x, _ in points], [10**y for _, y in points], style, label=text, markersize=3)
    if curve.slopes["rounding"] is not None:
        axes.plot([], [], " ", label=f"rounding rises with slope {curve.slopes['rounding']:.2f}")
    axes.set_xlabel("step, relative to the point")
    axes.set_ylabel("relative error")
    axes.set_title(title)
    low, high = axes.get_ylim()
    axes.set_ylim(min(LOWEST, low), max(HIGHEST, high))
    axes.legend()
    axes.grid(visible=True, alpha=0.3)
    try:
        figure.savefig(name)
    except ValueError as error:
        raise MatcalcError("usage", f"--plot: {error}") from error
