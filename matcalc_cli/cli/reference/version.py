"""`matcalc --version -f json`: the version, and those of what it runs on."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from matcalc_cli import __version__

ON = ("click", "numpy", "rich", "sympy", "scipy", "mpmath")
"""The packages that it runs on; some need not be installed."""


def asked_as_json(words: Sequence[str]) -> bool:
    """Whether the words behind --version ask for JSON."""
    return " ".join(words).replace("=", " ") in ("-f json", "--format json", "-fjson")


def document() -> str:
    """One object on a line."""
    import json

    found = {name: _version(name) for name in ON}
    return (
        json.dumps({"schema": 1, "version": __version__, "python": platform.python_version(), "packages": found}) + "\n"
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
