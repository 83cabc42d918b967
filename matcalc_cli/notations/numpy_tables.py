"""NumPy's names and what each becomes; `numpy_libraries` has what other libraries mean by them."""

from __future__ import annotations

from matcalc_cli.functions import FUNCTIONS as RECORDS

CONSTANTS = {"pi": "pi"}
OPERATORS = {
    "+": "add", "-": "subtract", "*": "hadamard", "/": "elementwise_divide", "**": "elementwise_power", "@": "multiply",
}  # fmt: skip
NOT_PYTHON = {
    "^": (
        "^ is exclusive or in Python",
        "a power of every entry is A**2, one of a matrix np.linalg.matrix_power(A, 2)",
    ),
    "'": ("a ' begins a string in Python", "the transpose is A.T"),
    "\\": ("a backslash ends a line in Python", "np.linalg.solve(A, b) solves A x = b"),
    "|": ("| is or in Python", "np.linalg.norm(x) is the norm, np.abs(x) the absolute values"),
    "&": ("& is and in Python", "a product is written @, or * entry by entry"),
    ";": ("a ; separates statements in Python", "a part has a name and a line of its own: r = A @ x - b"),
}
"""What the language reads and Python takes for something else."""
FUNCTIONS = {
    "trace": "tr", "slogdet": "logdet", "eye": "I", "identity": "I", "cholesky": "chol", "eigvalsh": "eigvals",
    "arcsin": "arcsin", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "expit": "sigmoid", "absolute": "abs",
    "fabs": "abs", "vdot": "inner", "solve": "solve", "transpose": "transpose", "norm": "norm", "ndtr": "normcdf", "psi": "digamma",
    "convolve": "conv", "leaky_relu": "leakyrelu",
}  # fmt: skip
"""What is called otherwise here."""
INFIX = {
    "matmul": "multiply", "dot": "multiply", "multiply": "hadamard", "add": "add", "subtract": "subtract",
    "divide": "elementwise_divide", "power": "elementwise_power", "matrix_power": "power",
}  # fmt: skip
METHODS = {
    "t": "transpose",
    "norm": "norm",
    "logdet": "logdet",
    "sum": "sum",
    "mean": "mean",
    "trace": "tr",
    "transpose": "transpose",
    "det": "det",
    "inverse": "inv",
}
SHAPED = ("ones", "zeros")
"""Functions whose sizes stand in a bracket of their own."""
ENTRYWISE = frozenset(f.name for f in RECORDS.values() if f.elementwise)
UNSUPPORTED = {
    "ravel": "it stacks rows; vec(A.T) is that in columns, and --vec rows prints Jacobians for it",
    "flatten": "it stacks rows; vec(A.T) is that in columns, and --vec rows prints Jacobians for it",
    "reshape": "vec(A) stacks the columns",
    "square": "x**2 squares every entry",
    "pow": "x**2 squares every entry",
    "multi_dot": "write A @ B @ C",
    "mm": "write A @ B",
    "mv": "write A @ x",
    "conj": "numbers are real: leave .conj() out",
    "full": "write 2 * np.ones((m, n))",
    "where": "relu(x) is np.where(x > 0, x, 0), abs(x) and sign(x) are functions, too",
    "shape": "a dimension is a name: np.sum(x) / n where x: vector(n)",
    "einsum": "products, tr, diag and kron say the same",
    "svd": "svdvals(A) has the singular values",
    "eig": "eigvalsh(S) has the eigenvalues of a symmetric matrix",
    "eigvals": "eigvalsh(S) has the eigenvalues of a symmetric matrix",
}
"""What the language has not, and what comes near."""
