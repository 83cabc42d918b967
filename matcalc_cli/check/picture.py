"""The error-against-step plot as an image, by matplotlib."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.check.curve import Curve


LOWEST = 1e-12
"""Errors down to here are in the picture, so that those of a wrong claim lie high in it."""


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
    axes.set_xlabel("step, relative to the point")
    axes.set_ylabel("relative error")
    axes.set_title(title)
    axes.set_ylim(bottom=min(LOWEST, axes.get_ylim()[0]))
    axes.legend()
    axes.grid(visible=True, alpha=0.3)
    try:
        figure.savefig(name)
    except ValueError as error:
        raise MatcalcError("usage", f"--plot: {error}") from error
