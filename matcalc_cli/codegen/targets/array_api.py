"""The Python array API standard: one module for NumPy, PyTorch, JAX, CuPy, Dask and every other library that has it."""

from __future__ import annotations

import re

from matcalc_cli.codegen.targets.helpers.arrays import HELPERS
from matcalc_cli.codegen.targets.helpers.entry import ARRAY_API
from matcalc_cli.codegen.text.arrays import OPERATIONS, ArrayTarget
from matcalc_cli.codegen.text.frame import Frame
from matcalc_cli.codegen.text.python import ALIASES
from matcalc_cli.kinds import KINDS

_LIBRARY = re.compile(r"\b_xp\b")
IMPORTS = {
    "math": "import math as _math",
    "compat": "import array_api_compat as _compat",
    "numpy": "import array_api_compat.numpy as _numpy",
    **ALIASES,
}


class ArrayApi(ArrayTarget):
    """A module that asks its arguments for their library, by array-api-compat."""

    name = "array-api"
    operations = OPERATIONS
    helpers = HELPERS
    imports = IMPORTS
    types = "from typing import Any as _Array, Any as _Column"
    number_type = "float | _Array"
    entry = ARRAY_API
    prototype = "_xp.zeros((), dtype=_xp.float64)"
    about = """Written by matcalc: a function of matrices and its derivatives, for every library of the Python array API standard.

Arguments are arrays of one library with two axes (a vector is n x 1); scalars are numbers or arrays without axes.
Values are arrays of that library, numbers arrays without axes; vec stacks columns. Where all vectors have one axis, so
have the vectors that come back.
"""

    def body(self, frame: Frame) -> list[str]:
        """Begins with the library of the arguments, where it is needed."""
        lines = super().body(frame)
        if not any(map(_LIBRARY.search, lines)):
            return lines
        arrays = [name for name, symbol in frame.parameters if symbol and not KINDS[symbol.kind].is_number]
        numbers = [
            name
            for name, symbol in frame.parameters
            if symbol and KINDS[symbol.kind].is_number and not KINDS[symbol.kind].whole
        ]
        asked = f"_compat.array_namespace({', '.join(arrays)})" if arrays else f"_namespace({', '.join(numbers)})"
        return [f"_xp = {asked}", *lines]


TARGET = ArrayApi()
