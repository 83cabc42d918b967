"""The topics of `matcalc help`: text beside the code, and the examples in it."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parents[2] / "topics"
TOPICS = (
    "tutorial",
    "syntax",
    "shapes",
    "unspecified",
    "conventions",
    "variations",
    "formats",
    "pipes",
    "notations",
    "latex",
    "numpy",
    "julia",
    "matlab",
    "mathematica",
    "sympy",
    "matrixcalculus",
    "configuration",
    "speed",
    "exit-codes",
)
"""In the order in which `matcalc help` lists them; each is a file whose first line is its title."""


FORWARDS = {
    "kinds": "shapes",
    "names": "shapes",
    "where": "shapes",
    "var": "shapes",
    "declarations": "shapes",
    "dimensions": "shapes",
    "wrt": "syntax",
    "operators": "syntax",
    "families": "syntax",
    "sum": "syntax",
    "gradient": "conventions",
    "layout": "conventions",
    "vec": "conventions",
    "symmetric": "conventions",
    "json": "formats",
    "html": "formats",
    "typst": "formats",
    "markdown": "formats",
    "batch": "pipes",
    "settings": "configuration",
    "errors": "exit-codes",
    "python": "numpy",
}
"""Other names of topics."""


def text(topic: str) -> str:
    """The whole text of a topic."""
    return (FOLDER / f"{topic}.txt").read_text(encoding="utf-8")


def title(topic: str) -> str:
    """The first line of a topic."""
    return text(topic).partition("\n")[0]


def examples(topic: str) -> list[str]:
    """The commands in it: the lines indented by four."""
    return [line.strip() for line in text(topic).splitlines() if line.startswith("    ") and "matcalc " in line[:80]
            and not line.startswith("     ")]  # fmt: skip
