"""The different meanings of one name in Python's libraries: the Cholesky factor of SciPy is the upper one, CVXPY's norm spectral."""

from __future__ import annotations

from collections.abc import Collection, Mapping

NORMS = {"fro": "norm", "nuc": "nucnorm", "1": "norm1", "2": "specnorm"}
"""NumPy's norm of each order; of a vector, the spectral norm is the 2-norm (see `by_shape`)."""
FLAT_NORMS = {"fro": "norm", "nuc": "nucnorm", "1": "norm1", "2": "norm"}
"""The norms of torch.norm and vector_norm, which see a matrix as one long vector."""


class Library:
    """Names as one library has them; what it does not say, NumPy says.

    functions  the function of the language by the library's name for it
    refused    what has no word here, or another meaning, and what to write
    others     names that are read as every library has them, and that no other has
    norms      the function that `norm` is with each order; without one it is functions["norm"]
    upper      whether cholesky gives the upper factor; None where nobody can tell
    """

    __slots__ = ("functions", "norms", "others", "refused", "upper")

    def __init__(
        self,
        functions: Mapping[str, str] | None = None,
        refused: Mapping[str, str] | None = None,
        *,
        norms: Mapping[str, str] | None = None,
        upper: bool | None = False,
        others: Collection[str] = (),
    ) -> None:
        self.functions = functions or {}
        self.refused = refused or {}
        self.norms = norms or NORMS
        self.upper = upper
        self.others = others


NEGATIVE_PART = "the negative part of"
SQUARED = "the square of every entry of"
SUM_OF_SQUARES = "the sum of the squares of"
WRITTEN_OUT = {
    SQUARED: (("(", "("), (")", "elementwise_power", "2", ")")),
    SUM_OF_SQUARES: (("sum", "(", "("), (")", "elementwise_power", "2", ")")),
}
"""Functions that the language has no name for: the words before and behind their argument."""

NUMPY = Library(
    {"vector_norm": "norm", "matrix_norm": "norm", "square": SQUARED, "amax": "max", "amin": "min", "inverse": "inv"}
)
IMPORTED = Library({"neg": NEGATIVE_PART}, upper=None)
"""A name without its module."""
TORCH = Library(
    {
        "matrix_exp": "expm", "var": "sample var", "std": "sample std", "normalize": "unit rows", "diagonal": "diag", "diag_embed": "diag", "ger": "outer", "t": "transpose",
        "gelu": "gelu of torch", "kl_div": "kl_div of torch",
    },
    {
        "bmm": "A @ B is the product of two matrices; those of three axes are not read",
        "batch_norm": "F.layer_norm(X.T, X.shape[:1]).T is that of each column, in training",
    },
    norms=FLAT_NORMS,
)  # fmt: skip
TORCH_LINALG = Library({"matrix_exp": "expm", "diagonal": "diag"})
SCIPY = Library(upper=True)
SPECIAL = Library(
    {"expit": "sigmoid", "log_softmax": "log_softmax of scipy"}, {"huber": "its first argument is the threshold"}
)
SIGNAL = Library(
    refused={
        "correlate": "np.convolve(x, np.flip(y)) is that of two vectors, in full; NumPy's np.correlate is where both overlap"
    }
)
NN = Library({"gelu": "gelu of jax"})
SYMPY = Library(refused={"*": "np.exp(x); SciPy's functions are in sp.linalg and sp.special"})
CVXPY = Library(
    {
        "norm": "specnorm", "norm2": "specnorm", "normNuc": "nucnorm", "sigma_max": "specnorm", "logistic": "softplus",
        "lambda_max": "eigmax", "log_det": "logdet", "log_sum_exp": "logsumexp", "pos": "relu",
        "scalar_product": "inner", "huber": "huber of cvxpy", "square": SQUARED, "sum_squares": SUM_OF_SQUARES,
        "neg": NEGATIVE_PART,
    },
    others=("quad_form", "quad_over_lin", "matrix_frac", "inv_pos", "entr", "kl_div", "tr_inv"),
)  # fmt: skip

_OF = {
    "torch": TORCH, "F": TORCH, "torch.nn.functional": TORCH, "nn.functional": TORCH, "torch.linalg": TORCH_LINALG,
    "scipy.linalg": SCIPY, "sla": SCIPY, "sp.linalg": SCIPY, "jsp.linalg": SCIPY, "jax.scipy.linalg": SCIPY,
    "scipy.special": SPECIAL, "sp.special": SPECIAL, "jsp.special": SPECIAL, "jax.scipy.special": SPECIAL,
    "special": SPECIAL, "jax.nn": NN, "scipy.signal": SIGNAL, "signal": SIGNAL, "jax.scipy.signal": SIGNAL, "sp": SYMPY,
    "cp": CVXPY, "cvx": CVXPY, "cvxpy": CVXPY,
    "": IMPORTED, "la": IMPORTED, "LA": IMPORTED, "linalg": IMPORTED,
}  # fmt: skip
MODULES = frozenset(
    [path.partition(".")[0] for path in _OF if path]
    + ["np", "numpy", "jnp", "jax", "cupy", "xp", "math", "scipy", "optax"]
)
"""The first names of paths that are modules, not arrays."""
FLAT = "vector_norm"
"""The norm that has torch.norm's orders in every library."""


def library(path: str) -> Library:
    """The library of a module, `scipy.linalg`."""
    return _OF.get(path, NUMPY)


def is_cvxpy(path: str, name: str) -> bool:
    """Whether a function is CVXPY's, where * is the product; cp is CuPy, too."""
    known = name in CVXPY.functions or name in CVXPY.refused or name in CVXPY.others
    return path in ("cvx", "cvxpy") or (path == "cp" and known)
