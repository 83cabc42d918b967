"""Mathematica's names and what each becomes."""

from __future__ import annotations

from matcalc_cli.functions import FUNCTIONS as RECORDS
from matcalc_cli.functions import elsewhere

_NAMES = elsewhere("mathematica")
ENTRYWISE = {called: name for called, name in _NAMES.items() if RECORDS[name].elementwise}
"""Functions that work entry by entry: Mathematica calls them Listable."""
FUNCTIONS = {called: name for called, name in _NAMES.items() if called not in ENTRYWISE} | {"Median": "median"}
"""Functions of whole arrays."""
INFIX = {
    "Dot": "multiply", "Times": "hadamard", "Plus": "add", "Subtract": "subtract", "Divide": "elementwise_divide",
    "Power": "elementwise_power", "MatrixPower": "power", "CircleTimes": "kron",
}  # fmt: skip
"""Functions that are operators."""
SAME = (
    "N",
    "Simplify",
    "FullSimplify",
    "Expand",
    "Together",
    "Factor",
    "Evaluate",
    "HoldForm",
    "Normal",
    "MatrixForm",
    "TeXForm",
    "Refine",
)
"""Functions that leave their first argument what it is."""
UNSUPPORTED = {
    "Sinc": "Mathematica's is Sin[x]/x; sinc(x) in matcalc's own notation is sin(pi*x)/(pi*x)",
    "Variance": "Mathematica divides by n - 1: Norm[x - Mean[x]]^2/(n - 1)",
    "StandardDeviation": "Mathematica divides by n - 1: Norm[x - Mean[x]]/Sqrt[n - 1]",
    "Eigenvalues": "Mathematica orders them by their absolute values; eigvals(S) in matcalc's own notation is ascending",
    "Inner": "x.y is the inner product",
    "MatrixFunction": "MatrixExp and MatrixLog are read",
    "D": "matcalc grad EXPR finds it", "Grad": "matcalc grad EXPR finds it", "Dt": "matcalc differential EXPR finds it",
    "Integrate": "there are no integrals in the language", "Limit": "there are no limits in the language",
    "Table": "a sum is Sum[f, {i, 1, n}]; matrices are names here", "Array": "matrices are names here",
    "Map": "functions of numbers are of every entry: Exp[A]", "Apply": "write the function itself",
    "If": "one case at a time", "Piecewise": "one case at a time, or Ramp[x], Abs[x], Max[x, y]",
    "Gamma": "LogGamma[x] is its logarithm", "Reverse": "it is not in the language",
}  # fmt: skip
LETTERS = {
    "CurlyEpsilon": "epsilon",
    "CurlyPhi": "phi",
    "CurlyTheta": "theta",
    "CurlyRho": "rho",
    "ScriptL": "l",
    "FinalSigma": "sigma",
}
r"""\[CurlyPhi] and others that are another shape of a letter."""
"""Greek letters beside the plain ones."""
SIGNS = {
    "Transpose": ("transpose", "'"), "ConjugateTranspose": ("transpose", "'"), "HermitianConjugate": ("transpose", "'"),
}  # fmt: skip
r"""\[Transpose] behind an operand."""
INFIX_SIGNS = {"CircleTimes": "kron", "Times": "hadamard", "Cross": "cross"}
