"""The common spellings of the libraries of the Python array API standard: one table in the standard's words.

In templates and helpers `_xp` is the library, and `_like` an array whose data type and device new arrays get.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from matcalc_cli.codegen.step import PLAIN
from matcalc_cli.codegen.text.frame import Frame, Value
from matcalc_cli.codegen.text.python import ARITHMETIC, PythonTarget
from matcalc_cli.codegen.text.spelling import entrywise, spellings
from matcalc_cli.codegen.text.stacks import spelled
from matcalc_cli.kinds import KINDS

_FUNCTIONS = spellings("array-api", "_xp")


def of_plain_numbers(templates: Mapping[str, str]) -> dict[str, str]:
    """The templates of elementwise functions for numbers, of which arrays without axes are made."""
    return {
        f"plain {name}": re.sub(r"\{\d\}", r"_number(\g<0>, _like)", text)
        for name, text in entrywise(templates).items()
    }


OPERATIONS = {
    **ARITHMETIC,
    **_FUNCTIONS,
    # Functions of the standard take arrays only.
    **of_plain_numbers(_FUNCTIONS),
    **spelled("_xp", "_xp.linalg.trace({0})"),
    "plain real_power": "_number({0}, _like)**{1}",
    "item": "{0}[0, 0]",
    "as_array": "_xp.reshape({0}, (1, 1))",
    "plain as_array": "_xp.reshape(_number({0}, _like), (1, 1))",
    "infinity": "_xp.inf",
    "copy": "_xp.asarray({0}, copy=True)",
    "hcat": "_xp.concat([{args}], axis=1)",
    "vcat": "_xp.concat([{args}], axis=0)",
    "column": "_xp.reshape({0}, (-1, 1))",
    "reshape": "_xp.reshape({0}, ({1}, {2}))",
    "diagonal": "_xp.reshape(_xp.linalg.diagonal({0}), (-1, 1))",
    "diagonal_matrix": "_diagonal_matrix({0})",
    "solve": "_xp.linalg.solve({0}, {1})",
    "inverse": "_xp.linalg.inv({0})",
    "matrix_power": "_xp.linalg.matrix_power({0}, {1})",
    "round": "round(float({0}))",
    "xlogy": "_xlogy({0}, {1})",
    "number xlogy": "_xlogy(_number({0}, _like), _number({1}, _like))",
    "nonzero": "({0} + _xp.astype({0} == 0, {0}.dtype))",
    "scale": "2.0**_xp.floor(_xp.log2({0} + _xp.astype({0} == 0, {0}.dtype)))",
    "exchange": "_exchange({0}, {1}, {2})",
    "exchange_within": "_exchange({0}, {1}, {2}, copies={3})",
    "every_row": "{0}[::{1}, :]",
    "row_kron": "_kron_rows({0}, {1})",
    "eye_kron": "_blocks({0}, {1})",
    "kron_eye": "_blocks({0}, {1})",
    "exchanged_kron": '_blocks({0}, {1}, "rows")',
    "kron_times": "_kron_times({0}, {1}, {2})",
    "filled": "_filled({args})",
    "kron_term": "_blocks({0}, {1})",
    "exchanged_term": '_blocks({0}, {1}, "rows")',
    "turned_term": '_blocks({0}, {1}, "columns")',
    "within_term": "_exchange(_blocks({0}, {1}), {4}, {3}, copies={2})",
    "product_term": "{0} @ {1}",
    "rows_scaled": "{0} * {1}[:, :, None]",
    "cols_scaled": "{0} * {1}[:, None, :]",
    "stack_times": "{0} @ {1}",
}

_LIKE = re.compile(r"\b_like\b")


class ArrayTarget(PythonTarget):
    """A module for a library, or any library, of the array API standard."""

    squares_entries = True
    prototype: ClassVar[str]
    """An array whose data type new arrays get where no argument is an array."""

    def read_number(self, argument: str) -> str:
        """Its one entry."""
        return f"{argument} = {argument}[0, 0]"

    def result(self, value: Value) -> str:
        """Numbers come back as arrays without axes."""
        return f"_number({value.text}, _like)" if value.kind == PLAIN else value.text

    def body(self, frame: Frame) -> list[str]:
        """New arrays are like the first argument that is an array."""
        arrays = [name for name, symbol in frame.parameters if symbol and not KINDS[symbol.kind].is_number]
        lines = super().body(frame)
        if arrays:
            return [_LIKE.sub(arrays[0], line) for line in lines]
        return [f"_like = {self.prototype}", *lines] if any(map(_LIKE.search, lines)) else lines


def adapted(table: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    """A table of templates or helpers with every pattern of `changes` replaced."""

    def changed(text: str) -> str:
        for pattern, replacement in changes.items():
            text = re.sub(pattern, replacement, text)
        return text

    return {name: changed(text) for name, text in table.items()}
