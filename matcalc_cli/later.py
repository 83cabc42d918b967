"""Modules that are loaded when something of theirs is first asked for, which most answers never do.

TYPE_CHECKING = False
if TYPE_CHECKING:
from matcalc_cli.expr.normal_forms import grid
else:
grid = Later("matcalc_cli.expr.normal_forms.grid")
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Later:
    """Stands for a module, and has what it has."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        __import__(self._name)
        module = sys.modules[self._name]
        self.__dict__ = module.__dict__
        return getattr(module, name)
