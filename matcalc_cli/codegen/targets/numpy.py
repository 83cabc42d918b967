"""NumPy, with SciPy for matrix functions and erf: 2-D float64 arrays, scalars as floats."""

from __future__ import annotations

from matcalc_cli.codegen.python import ALIASES, ARITHMETIC, PythonTarget
from matcalc_cli.codegen.target import Value
from matcalc_cli.codegen.targets.numpy_helpers import HELPERS
from matcalc_cli.functions.matrix import MATRIX_FUNCTIONS

_ENTRYWISE = "exp log sqrt abs sign sin cos tan sinh cosh tanh arcsin arccos arctan"
_MATRIX = {f.name: f"_linalg.{f.name}" for f in MATRIX_FUNCTIONS} | {"logm": "_logm", "sqrtm": "_sqrtm"}

OPERATIONS = {
    **ARITHMETIC,
    "number real_power": "_np.float_power({0}, {1})",  # a negative Python float would give a complex number
    "item": "{0}.item()",
    "as_array": "_np.full((1, 1), {0}, dtype=_np.float64)",
    "infinity": "_np.inf",
    "pi": "_np.pi",
    "I": "_np.eye({0})",
    "ones": "_np.ones(({0}, {1}))",
    "zeros": "_np.zeros(({0}, {1}))",
    "blocks": "_np.block([{args}])",
    "block_row": "[{args}]",
    "hcat": "_np.hstack([{args}])",
    "vcat": "_np.vstack([{args}])",
    "commutation": "_commutation({0}, {1})",
    "diagsel": "_diagsel({0})",
    "duplication": "_duplication({0})",
    "elimination": "_elimination({0})",
    "vec": '{0}.reshape(-1, 1, order="F")',
    "unvec": '{0}.reshape(({1}, {2}), order="F")',
    "diagonal": "_np.diag({0})[:, None]",
    "diagonal_matrix": "_np.diagflat({0})",
    "tril": "_np.tril({0})",
    "triu": "_np.triu({0})",
    "halftril": "_halftril({0})",
    "kron": "_np.kron({0}, {1})",
    "sum": "_np.sum({0})",
    "tr": "_np.trace({0})",
    "norm": "_np.linalg.norm({0})",
    "logsumexp": "_logsumexp({0})",
    "softmax": "_softmax({0})",
    **{name: f"_np.{name}({{0}})" for name in _ENTRYWISE.split()},
    "relu": "_np.maximum({0}, 0.0)",
    "step": "_np.heaviside({0}, 0.5)",
    "sigmoid": "_sigmoid({0})",
    "softplus": "_np.logaddexp(0.0, {0})",
    "erf": "_erf({0})",
    "solve": "_np.linalg.solve({0}, {1})",
    "inverse": "_np.linalg.inv({0})",
    "factor": "_lu({0})",
    "factor_definite": "_cholesky({0})",
    "solve_factored": "{0}.solve({1})",
    "solve_transposed_factored": "{0}.solve({1}, transposed=True)",
    "inverse_factored": "{0}.inverse()",
    "det_factored": "{0}.det()",
    "logdet_factored": "{0}.logdet()",
    "plus_diagonal": "_plus_diagonal({0}, {1})",
    "rowsum": "_np.sum({0}, axis=1, keepdims=True)",
    "colsum": "_np.sum({0}, axis=0, keepdims=True)",
    "matrix_power": "_np.linalg.matrix_power({0}, {1})",
    "pinv": "_np.linalg.pinv({0}, 1e-10)",
    "det": "_np.linalg.det({0})",
    "logdet": "_np.linalg.slogdet({0})[1]",
    "chol": "_np.linalg.cholesky({0})",
    "eigvals": "_np.linalg.eigvalsh({0}).reshape(-1, 1)",
    "eigvecs": "_np.linalg.eigh({0})[1]",
    "eiggap": "_eiggap({0})",
    "eigmax": "_np.linalg.eigvalsh({0})[-1]",
    "eigvecmax": "_np.linalg.eigh({0})[1][:, -1:]",
    "svdvals": "_np.linalg.svd({0}, compute_uv=False).reshape(-1, 1)",
    "svdu": "_np.linalg.svd({0}, full_matrices=False)[0]",
    "svdv": "_np.linalg.svd({0}, full_matrices=False)[2].T",
    "svdumax": "_np.linalg.svd({0}, full_matrices=False)[0][:, :1]",
    "svdvmax": "_np.linalg.svd({0}, full_matrices=False)[2][:1].T",
    "specnorm": "_np.linalg.norm({0}, 2)",
    "nucnorm": '_np.linalg.norm({0}, "nuc")',
    "polar": "_polar({0})",
    "polarstep": "_polar_step({0}, {1})",
    "polarmatrix": "_polar_matrix({0})",
    **{name: f"{function}({{0}})" for name, function in _MATRIX.items()},
    **{f"frechet_{name}": f"_frechet({function}, {{args}})" for name, function in _MATRIX.items()},
    **{f"frechetmatrix_{name}": f"_frechet_matrix({function}, {{args}})" for name, function in _MATRIX.items()},
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
    about = """Written by matcalc: a function of matrices and its derivatives.

Arguments are float64 arrays with two axes (a vector is n x 1), scalars are floats; vec stacks columns.
"""

    def read_number(self, argument: str) -> str:
        """A float."""
        return f"{argument} = _np.asarray({argument}).item()"

    def result(self, value: Value) -> str:
        """Scalars come back as floats."""
        return f"float({value.text})" if value.node.is_scalar else value.text


TARGET = Numpy()
