"""The entry of a module's functions, in Python: the types of what they take and give, and the table of the shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from matcalc_cli.answers.readings import READINGS
from matcalc_cli.expr.shapes.dimensions import Dim
from matcalc_cli.expr.shapes.spans import array_shape
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from matcalc_cli.codegen.text.frame import Frame, Parameter, Value
    from matcalc_cli.codegen.text.named import Named
    from matcalc_cli.expr.node import Symbol

ARRAY = "_Array"
COLUMN = "_Column"
"""The type of values that have one axis where all vectors have: a result that is a vector, whatever the sizes are."""
MATRICES = tuple([record.name for record in READINGS.values() if record.vectorized])
"""Results that are matrices even if they have one column."""
DIAGONALS = tuple([f"{name}_diagonal" for name in MATRICES])
"""Results that are the diagonals of such matrices, as columns."""


def shapes(frames: Iterable[Frame], names: Named) -> str:
    """The table of what the arguments must be: sizes along the axes, a type, or the dimension that an integer is.

    What only one function means by a name stands behind that function's name.
    """
    found: dict[str, str] = {}
    for frame in frames:
        for name, text in _wanted(frame.parameters, names):
            found[name if found.setdefault(name, text) == text else f"{frame.name} {name}"] = text
    entries = ", ".join([f'"{name}": {text}' for name, text in found.items()])
    return f"_shapes = {{{entries}}}"


def _wanted(parameters: Iterable[Parameter], names: Named) -> Iterator[tuple[str, str]]:
    dimensions = {local: name for name, local in names.dimensions.items()}
    for name, symbol in parameters:
        if symbol is not None:
            yield name, wanted_shape(symbol)
        elif name in dimensions:
            yield name, f'"{dimensions[name]}"'


def wanted_shape(symbol: Symbol) -> str:
    """The type or shape that an argument must have, as the table says it."""
    kind = KINDS[symbol.kind]
    if kind.is_number and not symbol.axes:
        return "int" if kind.whole else "float"
    sizes = [f'"{size}"' if isinstance(size, Dim) else str(size) for size in array_shape(symbol)]
    return f"({', '.join(sizes)}{',' * (len(sizes) == 1)})"


def signature(frame: Frame, names: Named, number: str) -> str:
    """The parameters and the result of a function, with their types; `number` is that of a scalar as an argument."""
    if not frame.is_checked:
        return f"({', '.join([name for name, _ in frame.parameters])})"
    matrices = frame.name.startswith(MATRICES) and not frame.name.startswith(DIAGONALS)
    results = [ARRAY if matrices and not value.node.is_scalar else result(value, number) for value in frame.values]
    together = ", ".join(results)
    given = ", ".join(typed(frame, names, number))
    return f"({given}) -> {f'tuple[{together}]' if len(results) > 1 else together}"


def typed(frame: Frame, names: Named, number: str) -> list[str]:
    """The parameters of a function with their types."""
    dimensions = names.dimensions.values()
    return [
        f"{name}: {argument_type(symbol, number) if symbol or name in dimensions else '_Callable[..., _Any]'}"
        for name, symbol in frame.parameters
    ]


def argument_type(symbol: Symbol | None, number: str) -> str:
    """The type of an argument; `number` is that of a scalar."""
    if symbol is None:
        return "int"
    kind = KINDS[symbol.kind]
    return ARRAY if symbol.axes or not kind.is_number else "int" if kind.whole else number


def result(value: Value, number: str) -> str:
    """The type of a result; of a number it is the shortest that an argument may have."""
    if value.node.is_scalar:
        return number.rpartition(" | ")[2]
    return COLUMN if value.node.cols == 1 else ARRAY
