"""Numba: the module for NumPy, compiled by `numba.njit`, of what Numba knows of NumPy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from matcalc_cli.codegen.targets import numpy
from matcalc_cli.codegen.targets.helpers.numba import HELPERS
from matcalc_cli.codegen.text.python import ALIASES

if TYPE_CHECKING:
    from matcalc_cli.codegen.text.frame import Frame
    from matcalc_cli.codegen.text.named import Named

_SPELLED = {
    "erf": "_erf({0})",
    "erfc": "_erfc({0})",
    "gammaln": "_gammaln({0})",
    "huber": "_huber({0}, {1})",
    "logit": "_logit({0})",
    "normcdf": "_normcdf({0})",
    "xlogy": "_xlogy({0}, {1})",
    "round": "int(_np.floor({0} + 0.5))",
    "vec": "_column({0})",
    "unvec": "_columns({0}, {1}, {2})",
    "step": "(_np.sign({0}) + 1) / 2",
    "specnorm": "_np.linalg.svd({0})[1][0]",
    "nucnorm": "_np.sum(_np.linalg.svd({0})[1])",
    "prodpairs": "_pairs({0}.copy().reshape(-1))",
    "svdvals": "_np.linalg.svd({0})[1].reshape(-1, 1)",
    "svdu": "_np.linalg.svd({0}, False)[0]",
    "svdv": "_np.linalg.svd({0}, False)[2].T",
    "svdumax": "_np.linalg.svd({0}, False)[0][:, :1]",
    "svdvmax": "_np.linalg.svd({0}, False)[2][:1].T",
    "polarstep": "_polar_step({args})",
    "max_2": "_rowmax({0})",
    "min_2": "_rowmin({0})",
    "logsumexp_2": "_rowlogsumexp({0})",
    "rowsum": "_np.sum({0}, axis=1).reshape(-1, 1)",
    "colsum": "_np.sum({0}, axis=0).reshape(1, -1)",
    "cumsum": "_cumsum({0})",
    "diagonal": "_np.diag({0}).reshape(-1, 1)",
    "hcat": "_np.hstack(({args},))",
    "vcat": "_np.vstack(({args},))",
    "stricttril": "_np.tril({0}, -1)",
}
_UNKNOWN = re.compile(
    r"_special|(?<!np\.)_linalg|axis|order=|_structured|swapaxes|_np\.block|^\{0\}\.(solve|inverse|det|logdet)\("
)
"""In templates for NumPy that Numba does not compile."""
_WORD = re.compile(r"(?<![\w.])_([a-z]\w*)\(")


def _is_compiled(text: str) -> bool:
    """Whether all in a template is known to Numba, or a helper that is."""
    return not _UNKNOWN.search(text) and {*_WORD.findall(text)} <= HELPERS.keys()


OPERATIONS = {name: text for name, text in numpy.OPERATIONS.items() if _is_compiled(text)} | _SPELLED


class Numba(numpy.Numpy):
    """The functions and their helpers are compiled where they are first called; what looks at arguments is Python."""

    name = "numba"
    operations = OPERATIONS
    helpers = HELPERS
    imports: ClassVar[Mapping[str, str]] = {
        "math": "import math as _math", "np": "import numpy as _np", "njit": "from numba import njit as _njit",
        "vectorize": "from numba import vectorize as _vectorize", **ALIASES,
    }  # fmt: skip

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
