"""The Python names of a module: arguments as the input spells them, everything else with an underscore in front."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from matcalc_cli.codegen.helpers import IMPORTS
from matcalc_cli.codegen.sources import HELPERS

BUILTIN_CALL = re.compile(r"(?<![\w.])(float|int|len|max|min|range|round)\(")
"""The builtins that templates call; a variable may have the same name, and an argument would hide the builtin."""


class Names:
    """Which Python name stands for what.

    arguments   name of a variable or of a differential -> argument
    dimensions  name of a dimension -> argument or local name
    """

    __slots__ = ("_indices", "_taken", "arguments", "dimensions")

    def __init__(self, variables: Iterable[tuple[str, str]], int_arguments: Iterable[str] = ()) -> None:
        """`variables` are pairs (name, spelling); `int_arguments` the dimensions that are arguments."""
        self._taken = {"_" + name for name in ("np", *HELPERS, *IMPORTS)}
        self.arguments: dict[str, str] = {}
        self.dimensions: dict[str, str] = {}
        self._indices: dict[str, str] = {}
        pairs = list(variables)
        # What needs no underscore goes first, so that `lambda_` keeps its name beside `lambda`.
        for name, spelling in sorted(pairs, key=lambda pair: keyword.iskeyword(pair[1])):
            self.arguments[name] = self.free(spelling)
        self.arguments = {name: self.arguments[name] for name, _ in pairs}
        for name in int_arguments:
            self.dimensions[name] = self.free(name)

    def free(self, wanted: str) -> str:
        """`wanted` with as many underscores as it takes to be a name that is not taken; it is taken now."""
        while wanted in self._taken or keyword.iskeyword(wanted):
            wanted += "_"
        self._taken.add(wanted)
        return wanted

    def local(self, wanted: str) -> str:
        """As `free`, for a local variable: other functions may use the name too."""
        while wanted in self._taken:
            wanted += "_"
        return wanted

    def dimension(self, name: str) -> str:
        """The Python name of a dimension."""
        if name not in self.dimensions:
            self.dimensions[name] = self.free("_" + name)
        return self.dimensions[name]

    def index(self, name: str) -> str:
        """The Python name of a sum's index, which may have the name of a dimension."""
        if name not in self._indices:
            self._indices[name] = self.free("_" + name)
        return self._indices[name]

    def argument(self, name: str, spelling: str) -> str:
        """The argument for what is called `name` in the expressions."""
        if name not in self.arguments:
            self.arguments[name] = self.free(spelling)
        return self.arguments[name]

    def visible(self, text: str) -> str:
        """`text` with every builtin that an argument hides under its other name."""
        hidden = self._taken
        return BUILTIN_CALL.sub(lambda m: f"_{m[0]}" if m[1] in hidden else m[0], text)
