"""NumPy's names and what each becomes; `libraries.py` has what other libraries mean by them."""

from __future__ import annotations

import re

from matcalc_cli.functions import FUNCTIONS as RECORDS
from matcalc_cli.functions import elsewhere, names
from matcalc_cli.language.names import CONSTANTS as RESERVED

CONSTANTS = {"pi": "pi"}
OPERATORS = {
    "+": "add", "-": "subtract", "*": "hadamard", "/": "elementwise_divide", "**": "elementwise_power", "@": "multiply", ":=": ":=",
}  # fmt: skip
NOT_PYTHON = {
    "^": (
        "^ is exclusive or in Python",
        "a power of every entry is A**2, one of a matrix np.linalg.matrix_power(A, 2)",
    ),
    "**T": (
        "this is a power in Python, with a matrix of exponents",
        "the transpose is A.T; an exponent has another letter",
    ),
    "'": ("a ' begins a string in Python", "the transpose is A.T"),
    "\\": ("a backslash ends a line in Python", "np.linalg.solve(A, b) solves A x = b"),
    "|": ("| is or in Python", "np.linalg.norm(x) is the norm, np.abs(x) the absolute values"),
    "&": ("& is and in Python", "a product is written @, or * entry by entry"),
}
"""Operators of the language that mean something else in Python."""
FUNCTIONS = elsewhere("numpy")
"""The functions that have another name in NumPy."""
INFIX = {
    "matmul": "multiply", "dot": "multiply", "multiply": "hadamard", "add": "add", "subtract": "subtract",
    "divide": "elementwise_divide", "power": "elementwise_power", "matrix_power": "power",
    "mm": "multiply", "mv": "multiply", "mul": "hadamard", "sub": "subtract", "div": "elementwise_divide",
    "true_divide": "elementwise_divide", "pow": "elementwise_power", "float_power": "elementwise_power",
}  # fmt: skip
"""Functions, and methods, of two arrays that are operators."""
METHODS = elsewhere("numpy-method")
"""Methods without arguments but for an axis; those of every entry are called as the functions are."""
SAME = ("conj", "conjugate", "copy", "detach", "clone", "contiguous", "item", "squeeze", "double", "float")
"""Methods that leave real numbers what they are."""
ENTRYWISE = frozenset(f.name for f in RECORDS.values() if f.elementwise)
UNSUPPORTED = {
    **dict.fromkeys(
        ("ravel", "flatten", "reshape", "view"),
        "the entries row by row are A.ravel(), A.reshape(-1), and x.reshape(-1, 1) as a column; vec(A.T) is that in columns",
    ),
    "shape": "x.shape[0] and A.shape[1] are read; a dimension is a name, too: np.sum(x) / n where x: vector(n)",
    **dict.fromkeys(
        ("sort", "argsort", "argmax", "argmin", "topk", "median", "percentile", "quantile", "unique", "nonzero"),
        "what is sorted or looked for has no derivative here; np.max(x), np.min(x) and their smooth form logsumexp(x) are read",
    ),
    "corrcoef": "np.cov(X) is read, and np.diag(C)**0.5 of it has the deviations",
    **dict.fromkeys(("tile", "repeat", "meshgrid"), "np.kron, np.outer, np.concatenate and slices x[1:] are read"),
    **dict.fromkeys(
        ("vmap", "vectorize", "apply_along_axis"),
        "write it of all rows at once: X @ w, np.sum((X @ A) * X, axis=1), functions with an axis",
    ),
    "cumprod": "of positive numbers it is np.exp(np.cumsum(np.log(x))); np.prod(x) is read",
    "eig": "eigvalsh(S) has the eigenvalues of a symmetric matrix",
    "eigvals": "eigvalsh(S) has the eigenvalues of a symmetric matrix",
}
"""Functions of NumPy that the language has not, and what comes near."""
TRANSPOSES = ("T", "mT", "H")


def free(name: str) -> str:
    """The name of a variable, which in Python may be a function's here: mean = X.mean(axis=0)."""
    return f"{name}_1" if name in names() and name not in RESERVED else name


def is_array(name: str, attribute: str) -> bool:
    """Whether a name is a variable's though modules are called so: `la.T`, and F, which torch's functions come from."""
    return attribute in TRANSPOSES or (name == "F" and attribute in ("dot", *METHODS) and attribute != "softmax")


def dotted(path: str) -> list[tuple[str, int]]:
    """The names of a dotted path and where each begins."""
    return [(found[0], found.start()) for found in re.finditer(r"\w+", path)]
