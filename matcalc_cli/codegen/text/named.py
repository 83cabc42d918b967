"""The names of a module, as far as a target asks about them when it writes the functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from matcalc_cli.expr.unspecified import Unknown


class Named(Protocol):
    """The names of a module."""

    @property
    def callables(self) -> Mapping[Unknown, str]:
        """The arguments that stand for functions without a formula."""

    @property
    def dimensions(self) -> Mapping[str, str]:
        """By name the arguments and local variables that are dimensions."""

    @property
    def sizes(self) -> Mapping[str, int]:
        """By name the dimensions whose sizes are told."""

    def local(self, wanted: str) -> str:
        """The name of a local variable."""

    def is_taken(self, name: str) -> bool:
        """Whether an argument or what all functions share has that name."""
