"""The common parts of the targets that are written in Python."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, ClassVar

from matcalc_cli.codegen.callables import described
from matcalc_cli.codegen.text.entry import shapes, signature
from matcalc_cli.codegen.text.syntax import ATOM, POWER, PRODUCT, SUM, UNARY
from matcalc_cli.codegen.text.target import MOST_AXES, Target, holding, member_operations, part_operations

if TYPE_CHECKING:
    from matcalc_cli.codegen.text.frame import Frame, Module, Value
    from matcalc_cli.codegen.text.named import Named

OPERATORS = {
    "{0} + {1}": (SUM, (SUM, PRODUCT)),
    "{0} - {1}": (SUM, (SUM, PRODUCT)),
    "{0} * {1}": (PRODUCT, (PRODUCT, UNARY)),
    "{0} / {1}": (PRODUCT, (PRODUCT, UNARY)),
    "{0} @ {1}": (PRODUCT, (PRODUCT, UNARY)),
    "1 / {0}": (PRODUCT, (UNARY,)),
    "-{0}": (UNARY, (UNARY,)),
    "{0}**{1}": (POWER, (ATOM, ATOM)),
    **holding(part_operations("[", "]").values()),
}
ARITHMETIC = {
    "add": "{0} + {1}",
    "subtract": "{0} - {1}",
    "multiply": "{0} * {1}",
    "divide": "{0} / {1}",
    "matmul": "{0} @ {1}",
    "reciprocal": "1 / {0}",
    "negative": "-{0}",
    "power": "{0}**{1}",
    "real_power": "{0}**{1}",
    "transpose": "{0}.T",
    "round": "round({0})",
    "equal": "({0} == {1})",
    "unequal": "({0} != {1})",
    "atmost": "({0} <= {1})",
    "family_column": "{0}[:, None]",
    "clamp": "min(max({0}, {1}), {2})",
    "choose": "({1} if {0} else {2})",
    **member_operations("{0}[{indices}]", "{0}[{indices}, :][:, None]", "{0}[{indices}, :, :]"),
    **part_operations("[", "]"),
}
"""The operations that Python's own operators, and all array libraries, spell alike."""

IMPORTS = """# What begins with _ has no types, and is not looked at:
# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, allow-untyped-decorators
# mypy: allow-subclassing-any, allow-any-generics, no-check-untyped-defs, no-warn-return-any
# mypy: disable-error-code="import-untyped"

from __future__ import annotations as _annotations

from collections.abc import Callable as _Callable
from functools import wraps as _wraps
from typing import Any as _Any

{}"""
"""The lines before the imports of a module whose functions look at their arguments."""
CHECK = """# Each of them looks at what it is given before it computes.
__all__ = [{}]
for _name in __all__:
    globals()[_name] = _checked(globals()[_name])"""
_BUILTINS = ("float", "int", "len", "max", "min", "range", "round")
_BUILTIN_CALL = re.compile(rf"(?<![\w.])({'|'.join(_BUILTINS)})\(")
ALIASES = {name: f"_{name} = {name}" for name in _BUILTINS}
"""The builtins that templates call, for modules with an argument of that name, which hides the builtin."""


class PythonTarget(Target):
    """Functions in a module of Python."""

    operators = OPERATORS
    first_index = 0
    first_row = 0
    keywords: ClassVar[Collection[str]] = frozenset(keyword.kwlist)
    types: ClassVar[str]
    """The library's word for an array, and where it is from."""
    number_type: ClassVar[str]
    """The type of a scalar argument; the last of several is that of a scalar result."""
    entry: ClassVar[str]
    """The helpers that look at arguments."""
    about: ClassVar[str]
    """The docstring of a module."""
    size_of = tuple([f"{{0}}.shape[{axis}]" for axis in range(MOST_AXES)])
    size_solved = "_dimension(lambda {0}: {1}, {2})"
    sizes_of = "{0}.shape"

    def loop(
        self, operation: str, index: str, bounds: Sequence[str], statements: Sequence[str], value: str,
        fresh: Callable[[str], str],
    ) -> tuple[list[str], str]:  # fmt: skip
        """A call with the term as a lambda, or as a local function where it takes statements."""
        low, high, zero = bounds
        if not statements:
            return [], f"_{operation}(lambda {index}: {value}, {low}, {high}, {zero})"
        name = fresh("term")
        definition = [f"def {name}({index}):", *[f"    {line}" for line in [*statements, f"return {value}"]]]
        return definition, f"_{operation}({name}, {low}, {high}, {zero})"

    def function(self, frame: Frame, names: Named) -> str:
        """A def with types and a docstring."""
        return define(frame.name, signature(frame, names, self.number_type), frame.summary, self.body(frame), names)

    def body(self, frame: Frame) -> list[str]:
        """The statements of a function."""
        return [*frame.lines, f"return {', '.join(map(self.result, frame.values))}"]

    def result(self, value: Value) -> str:
        """The text of a value as a function returns it."""
        return value.text

    def module(self, module: Module, names: Named, *, about: bool = True) -> str:
        """Docstring, imports, helpers, functions, and what looks at their arguments."""
        frames = (module.f, *module.derivatives)
        public = [f'"{frame.name}"' for frame in frames]
        definitions = self.definitions(module, names)
        if module.checks:
            definitions += [shapes(frames, names), self.entry, CHECK.format(", ".join(public))]
        helpers = self.preamble("\n".join(definitions))
        said = "\n".join(described(names.callables, differentiated=self.differentiates))
        introduction = f"{self.about}\n{said}\n" if said else self.about
        head = [f'"""{introduction}"""'] if about else []
        head += [IMPORTS.format(self.types)] if module.checks else []
        if helpers and helpers[0].startswith(("import", "from")):
            head.append(helpers.pop(0))
        paragraphs = ["\n\n".join(head)] if head else []
        return "\n\n\n".join([*paragraphs, *helpers, *definitions]) + "\n"

    def definitions(self, module: Module, names: Named) -> list[str]:
        """The functions of a module, helpers aside."""
        return [self.function(frame, names) for frame in (module.f, *module.derivatives)]


def parameter_list(frame: Frame) -> str:
    """The parameters of a function."""
    return ", ".join([name for name, _ in frame.parameters])


def unpacked(names: Sequence[str]) -> str:
    """A tuple of names, to assign to or from."""
    return ", ".join(names) if len(names) != 1 else f"({names[0]},)"


def define(name: str, signature: str, summary: str, lines: Sequence[str], names: Named) -> str:
    """A function; a builtin that an argument hides is called by its other name."""
    visible = [_BUILTIN_CALL.sub(lambda m: f"_{m[0]}" if names.is_taken(m[1]) else m[0], line) for line in lines]
    return "\n    ".join([f"def {name}{signature}:", f'"""{summary}"""', *visible])
