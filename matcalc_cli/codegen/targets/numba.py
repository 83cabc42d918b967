"""Numba: the module for NumPy, compiled by `numba.njit`, of what Numba knows of NumPy."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.targets import numpy
from matcalc_cli.codegen.targets.helpers.numba import HELPERS
from matcalc_cli.codegen.text.arrays import adapted
from matcalc_cli.codegen.text.python import ALIASES

if TYPE_CHECKING:
    from matcalc_cli.codegen.text.frame import Frame
    from matcalc_cli.codegen.text.named import Named

_WORDS = {
    r"_(?:np|special)\.(\w+)\(\{0\}, axis=(\d), keepdims=True\)": r"_\1_\2({0})",
    r"_special\.|_np\.(?=clip|heaviside)": "_",
    r'\{0\}\.reshape\(-1, 1, order="F"\)': "_column({0})",
    r'\{0\}\.reshape\(\((.*)\), order="F"\)': r"_columns({0}, \1)",
    r'_np\.linalg\.norm\((.*), "nuc"\)': r"_np.sum(_np.linalg.svd(\1)[1])",
    r"full_matrices=|(?<=, )k=": "",
    r", compute_uv=False\)": ")[1]",
    r"^_np\.([hv])stack\(\[\{args\}\]\)": r"_np.\1stack(({args},))",
    r"^round\(\{0\}\)": "int(_np.floor({0} + 0.5))",
}
"""Numba's words for those of NumPy: `_` is before the helpers."""
_UNKNOWN = re.compile(
    r"(?<!np\.)_linalg|axis|order=|_structured|swapaxes|_np\.block|^\{0\}\.(solve|inverse|det|logdet)\("
)
"""In templates that Numba does not compile."""
_HELPER = re.compile(r"(?<![\w.])_([a-z]\w*)\(")


def _is_compiled(text: str) -> bool:
    """Whether all in a template is known to Numba, or a helper that is."""
    return not _UNKNOWN.search(text) and {*_HELPER.findall(text)} <= HELPERS.keys()


OPERATIONS = {name: text for name, text in adapted(numpy.OPERATIONS, _WORDS).items() if _is_compiled(text)}
IMPORTS = {
    "math": "import math as _math",
    "np": "import numpy as _np",
    "njit": "from numba import njit as _njit",
    "vectorize": "from numba import vectorize as _vectorize",
    **ALIASES,
}


class Numba(numpy.Numpy):
    """The functions and their helpers are compiled where they are first called; what looks at arguments is Python."""

    name = "numba"
    operations = OPERATIONS
    helpers = HELPERS
    imports = IMPORTS

    def loop(
        self, operation: str, index: str, bounds: Sequence[str], statements: Sequence[str], value: str,
        fresh: Callable[[str], str],
    ) -> tuple[list[str], str]:  # fmt: skip
        """A loop; a sum counts backwards where its end is before its beginning."""
        low, high, zero = bounds
        total, sign, first, last = map(fresh, ("total", "sign", "first", "last"))
        if operation == "summation":
            before = [f"{first}, {last}, {sign} = _bounds({low}, {high})"]
            step = f"{total} = {total} + {sign} * ({value})"
        else:
            before = [f"{first}, {last} = {low}, {high}"]
            step = f"{total} = {total} {'*' if operation == 'production' else '+'} ({value})"
        body = [f"    {line}" for line in [*statements, step]]
        return [f"{total} = 1.0 * {zero}", *before, f"for {index} in range({first}, {last} + 1):", *body], total

    def function(self, frame: Frame, names: Named) -> str:
        """A compiled function."""
        return f"@_njit\n{super().function(frame, names)}"


TARGET = Numba()
