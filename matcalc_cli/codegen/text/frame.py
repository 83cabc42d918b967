"""The functions of a module, ready to be written in a language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Node, Symbol


class Value:
    """The value of a function, or one of several values.

    node  the expression
    text  its text
    kind  PLAIN, NUMBER or ARRAY
    """

    __slots__ = ("kind", "node", "text")

    def __init__(self, node: Node, text: str, kind: int) -> None:
        self.node = node
        self.text = text
        self.kind = kind


Parameter = tuple[str, "Symbol | None"]
"""A name with the symbol that it stands for; None for a dimension, an integer."""


class Frame:
    """A function of a module, ready to be framed.

    parameters  the names of its arguments, each with the symbol it stands for (None: a dimension)
    lines       the statements before the values
    values      what it returns, one thing or several
    is_checked  whether it looks at what it is given, and has types
    """

    __slots__ = ("is_checked", "lines", "name", "parameters", "summary", "values")

    def __init__(
        self, name: str, summary: str, parameters: Sequence[Parameter], lines: list[str],
        values: Sequence[Value],
    ) -> None:  # fmt: skip
        self.name = name
        self.summary = summary
        self.parameters = parameters
        self.lines = lines
        self.values = values
        self.is_checked = False

    @property
    def ascii_name(self) -> str:
        """Its name where the language has no other letters."""
        for _, symbol in self.parameters:
            if symbol and self.name.endswith(f"_{symbol.spelling}"):
                return f"{self.name.removesuffix(symbol.spelling)}{symbol.name}"
        return self.name


def outputs(name: str, count: int) -> list[str]:
    """The names of the values of a function that has several."""
    if name.startswith("value"):
        return ["value", "gradient", *[f"gradient{i}" for i in range(2, count)]]
    return [f"F{k + 1}" for k in range(count)]


class Module:
    """The functions of a module: f, the derivatives, and what the target's library differentiates f with, if it does.

    pullback     the adjoint of the differential for each variable
    pushforward  the differential for all variables together, or nothing; without pullbacks the value before it
    checks       whether the functions look at what they are given, where the target does so
    """

    __slots__ = ("checks", "derivatives", "f", "pullback", "pushforward")

    def __init__(
        self, f: Frame, derivatives: Sequence[Frame] = (), pullback: Sequence[Frame] = (), pushforward: Frame | None = None, *,
        checks: bool = False,
    ) -> None:  # fmt: skip
        self.pushforward = pushforward
        self.checks = checks
        for frame in (f, *derivatives):
            frame.is_checked = checks
        self.f = f
        self.derivatives = derivatives
        self.pullback = pullback
