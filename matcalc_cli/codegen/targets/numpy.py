"""NumPy, with SciPy for matrix functions and erf: 2-D float64 arrays, scalars as floats."""

from __future__ import annotations

from matcalc_cli.codegen.targets.helpers.entry import NUMPY
from matcalc_cli.codegen.targets.helpers.numpy import HELPERS
from matcalc_cli.codegen.text.frame import Value
from matcalc_cli.codegen.text.python import ALIASES, ARITHMETIC, PythonTarget
from matcalc_cli.codegen.text.spelling import spellings
from matcalc_cli.codegen.text.stacks import spelled

OPERATIONS = {
    **ARITHMETIC,
    **spellings("numpy", "_np"),
    **spelled("_np", "_np.trace({0}, axis1=-2, axis2=-1)", "{0}.swapaxes(-1, -2)"),
    "stacked_plus_diagonal": "{0} + {1} * _np.eye({0}.shape[-1])",
    "number real_power": "_np.float_power({0}, {1})",  # a negative Python float would give a complex number
    "item": "{0}.item()",
    "as_array": "_np.full((1, 1), {0}, dtype=_np.float64)",
    "infinity": "_np.inf",
    "nonzero": "({0} or 1.0)",
    "scale": "_np.exp2(_np.floor(_np.log2({0} or 1.0)))",
    "xlogy": "_xlogy({0}, {1})",
    "copy": "{0}.copy()",
    "blocks": "_np.block([{args}])",
    "block_row": "[{args}]",
    "hcat": "_np.hstack([{args}])",
    "vcat": "_np.vstack([{args}])",
    "diagonal": "_np.diag({0})[:, None]",
    "diagonal_matrix": "_np.diagflat({0})",
    "solve": "_np.linalg.solve({0}, {1})",
    "inverse": "_np.linalg.inv({0})",
    "factor": "_lu({0})",
    "factor_definite": "_cholesky({0})",
    "solve_factored": "{0}.solve({1})",
    "solve_transposed_factored": "{0}.solve({1}, transposed=True)",
    "inverse_factored": "{0}.inverse()",
    "det_factored": "{0}.det()",
    "logdet_factored": "{0}.logdet()",
    "exchange": "_exchange({0}, {1}, {2})",
    "exchange_within": "_exchange({0}, {1}, {2}, copies={3})",
    "exchanged_kron": "_exchanged_kron({0}, {1})",
    "kron": "_kron({0}, {1})",
    "every_row": "{0}[::{1}]",
    "row_kron": "_kron_rows({0}, {1})",
    "eye_kron": "_eye_kron({0}, {1})",
    "kron_eye": "_kron_eye({0}, {1})",
    "kron_times": "_kron_times({0}, {1}, {2})",
    "elimination_times": "_lower({1}, {0})",
    "elimination_turned_times": "_lower_placed({1}, {0})",
    "duplication_times": "_lower_mirrored({1}, {0})",
    "duplication_turned_times": "_lower_added({1}, {0})",
    "tril_times": "_np.cumsum({0}, axis=0)",
    "triu_turned_times": "_np.cumsum({0}, axis=0)",
    "triu_times": "_np.cumsum({0}[::-1], axis=0)[::-1]",
    "tril_turned_times": "_np.cumsum({0}[::-1], axis=0)[::-1]",
    "gram": "_gram({0}, {1})",
    "gram_plus": "_gram({args})",
    "scaled_sum": "_scaled_sum({0}, {1}, {2})",
    "filled": "_filled({args})",
    "kron_term": "({0}, {1})",
    "exchanged_term": '({0}, {1}, "rows")',
    "turned_term": '({0}, {1}, "columns")',
    "within_term": "({0}, {1}, ({2}, {3}, {4}))",
    "product_term": "[{0}, {1}]",
    "rows_scaled": "{0} * {1}[:, :, None]",
    "cols_scaled": "{0} * {1}[:, None]",
    "stack_times": "{0} @ {1}",
    "plus_diagonal": "_plus_diagonal({0}, {1})",
    "matrix_power": "_np.linalg.matrix_power({0}, {1})",
}

IMPORTS = {
    "np": "import numpy as _np",
    "linalg": "import scipy.linalg as _linalg",
    "special": "import scipy.special as _special",
    **ALIASES,
}


class Numpy(PythonTarget):
    """A module that imports only NumPy, and SciPy where a function needs it."""

    name = "numpy"
    operations = OPERATIONS
    helpers = HELPERS
    imports = IMPORTS
    types = "from numpy import ndarray as _Array, ndarray as _Column"
    number_type = "float"
    squares_entries = True
    reuses_memory = True
    entry = NUMPY
    about = """Written by matcalc: a function of matrices and its derivatives.

Arguments are real arrays with two axes (a vector is n x 1), scalars are floats; vec stacks columns. Where all vectors
have one axis, so have the vectors that come back.
"""

    def read_number(self, argument: str) -> str:
        """A float."""
        return f"{argument} = _np.asarray({argument}).item()"

    def result(self, value: Value) -> str:
        """Scalars come back as floats."""
        return f"float({value.text})" if value.node.is_scalar else value.text


TARGET = Numpy()
