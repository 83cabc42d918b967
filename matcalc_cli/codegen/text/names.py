"""The names of a module: arguments as the input spells them where the language allows it, all else private."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from matcalc_cli.codegen.differentiated import asked, given

if TYPE_CHECKING:
    from matcalc_cli.codegen.text.target import Target
    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.expr.unspecified import Unknown


class Names:
    """Which name stands for what.

    arguments   name of a variable or of a differential -> argument
    dimensions  name of a dimension -> argument or local name
    functions   function without a formula, or a derivative of one -> argument, or what gives it
    callables   those of them that are arguments -> argument
    shifts      variable -> its differences from its means, which may stand for it
    sizes       name of a dimension -> its size, of those that are told
    """

    __slots__ = ("_indices", "_taken", "arguments", "callables", "dimensions", "functions", "shifts", "sizes", "target")

    def __init__(
        self, target: Target, variables: Iterable[tuple[str, str]], dimensions: Iterable[str] = (), sizes: Mapping[str, int] | None = None,
    ) -> None:  # fmt: skip
        """`variables` are pairs (name, spelling); `dimensions` those that are arguments."""
        self.sizes = sizes or {}
        self.target = target
        self._taken = {target.private + name for name in (*target.helpers, *target.imports)}
        self.arguments: dict[str, str] = {}
        self.dimensions: dict[str, str] = {}
        self.functions: dict[Unknown, str] = {}
        self.callables: dict[Unknown, str] = {}
        self.shifts: Mapping[Symbol, Node] = {}
        self._indices: dict[str, str] = {}
        pairs = [(name, target.identifier(name, plain_name(spelling))) for name, spelling in variables]
        # What needs no underscore goes first, so that `lambda_` keeps its name beside `lambda`.
        for name, spelling in sorted(pairs, key=lambda pair: pair[1] in target.keywords):
            self.arguments[name] = self.free(spelling)
        self.arguments = {name: self.arguments[name] for name, _ in pairs}
        for name in dimensions:
            self.dimensions[name] = self.free(name)

    def free(self, wanted: str) -> str:
        """`wanted` with as many underscores as it takes to be a name that is not taken; it is taken now."""
        while wanted in self._taken or wanted in self.target.keywords:
            wanted = self.target.another(wanted)
        self._taken.add(wanted)
        return wanted

    def local(self, wanted: str) -> str:
        """As `free`, for a local variable: other functions may use the name too."""
        while wanted in self._taken:
            wanted = self.target.another(wanted)
        return wanted

    def dimension(self, name: str) -> str:
        """The name of a dimension."""
        if name not in self.dimensions:
            self.dimensions[name] = self.free(self.target.private + self.target.identifier(name, name))
        return self.dimensions[name]

    def index(self, name: str) -> str:
        """The name of a sum's index, which may have the name of a dimension."""
        if name not in self._indices:
            self._indices[name] = self.free(self.target.private + self.target.identifier(name, name))
        return self._indices[name]

    def give(self, functions: Iterable[Unknown]) -> None:
        """Name the arguments that are functions without a formula, and their derivatives where no library knows them.

        A function of matrices is one argument, whatever their size.
        """
        by_name = {f.identifier: name for f, name in self.callables.items()}
        for function in functions:
            argument = given(function) if self.target.differentiates else function
            name = by_name.get(argument.identifier)
            if name is None:
                name = by_name[argument.identifier] = self.callables[argument] = self.free(argument.identifier)
            self.functions[function] = asked(function, name) if self.target.differentiates else name

    def argument(self, symbol: Symbol) -> str:
        """The argument for a dX, Y or V, which functions have besides the variables."""
        if symbol.name not in self.arguments:
            is_differential = symbol.differential_of is not None
            text = self.target.identifier(symbol.name, symbol.spelling, differential=is_differential)
            self.arguments[symbol.name] = self.free(text)
        return self.arguments[symbol.name]

    def is_taken(self, name: str) -> bool:
        """Whether an argument or what all functions share has that name."""
        return name in self._taken


def plain_name(spelling: str) -> str:
    """A spelling without brackets: A_i_j for A[i,j]."""
    return re.sub(r"\W+", "_", spelling).strip("_") if "[" in spelling else spelling
