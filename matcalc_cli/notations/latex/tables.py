r"""LaTeX's commands: which are spacing, operators, brackets, letters, functions, and what each becomes."""

from __future__ import annotations

import re

from matcalc_cli.functions import elsewhere

_STYLE = r"\\(?:math(?:sf|rm|it|bf|tt|cal)|text(?:rm|sf|bf|it|tt)?|boldsymbol|bm)"
_TOP = rf"[TH'⊤]|{_STYLE}\s*(?:[TH]|\{{\s*(?:[TH]|\\top)\s*\}}|\\top(?![A-Za-z]))|\\(?:top|intercal|transpose|prime)(?![A-Za-z])"
_SPACE = r"(?:\s|\\[!,;:])*"
TRANSPOSES = re.compile(rf"\s*(?:{_TOP}|\{{{_SPACE}(-?){_SPACE}(?:{_TOP}){_SPACE}\}})")
"""The exponents that are a transpose (conjugate, too: numbers are real), with the sign of an inverse before it."""
SIZED_FENCE = r"(?:\s|\\[!,;:])*(?:\\(?:left|right|[bB]igg?[lr]?)\s*)?"
"""The spaces and sizes that may stand before a bracket."""
BRACKET = re.compile(r"\s*'*\s*(?:\\left|\\[bB]igg?l?)?\s*\(")
LAYER = re.compile(r"\s*\{\s*[(\[]\s*(\w+)\s*[)\]]\s*\}")
"""An index that is written above: W^{(2)} of a second layer, x^{[k]} of a step."""
ENVIRONMENT = re.compile(
    r"\s*\{(?:(?:fl|x?x?)?align(?:ed|at|edat)?|equation|gather(?:ed)?|split|multline|eqnarray|math|displaymath|dmath|d?cases)\*?\}"
)
"""The environments that may stand around a formula; others make matrices."""

IGNORED = frozenset(
    [*[",", ";", ":", "!", "quad", "qquad", "displaystyle", "textstyle", "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "biggl", "biggr", "Biggl", "Biggr", "limits", "nolimits"],
     " ", "\n", "\\", "(", ")", "[", "]", "thinspace", "medspace"]
)  # fmt: skip
r"""Spaces, sizes, and the \( \) \[ \] around a formula. `\left` and `\right` leave their bracket to be read."""

OPERATORS = {
    "cdot": "multiply", "times": "multiply", "otimes": "kron", "odot": "hadamard", "circ": "hadamard",
    "oslash": "elementwise_divide", "backslash": "solve", "ast": "multiply",
}  # fmt: skip
BARS = ("lVert", "rVert", "Vert", "|")
NORMS = {
    "1": "norm1", "2": "specnorm", "F": "norm", "*": "nucnorm", "Fro": "norm", "fro": "norm", "Frob": "norm", "op": "specnorm",
    "nuc": "nucnorm", "ell_1": "norm1", "ell_2": "norm", "tr": "nucnorm",
}  # fmt: skip
"""The norm of each index; of a vector, the spectral norm is the 2-norm (see `by_shape`)."""
BOLD = frozenset(["mathbf", "boldsymbol", "bm", "bold", "textbf", "pmb", "symbf", "vec"])
"""How vectors and matrices are printed: several bold letters are several names, and a bold β is a vector."""
SCRIPTS = {"mathcal": "cal", "mathscr": "scr", "mathfrak": "frak"}
r"""Alphabets that are another name's where the plain letter stands, too, and what that name ends in."""
LENGTH = "ones"
"""The name of an unknown length of a column of ones without an index: ?ones1."""
PRODUCT = 'a product is written {0} \\cdot (x); of a function, --var "{0}: scalar of vector(n)" says so'
USUALLY_FUNCTIONS = {
    "f": PRODUCT, "g": PRODUCT, "phi": PRODUCT, "psi": PRODUCT, "Gamma": PRODUCT, "Phi": PRODUCT,
    "sigma": f"\\operatorname{{{{sigmoid}}}}(x) is the logistic function; {PRODUCT}",
}  # fmt: skip
"""Letters that before a bracket are functions in most papers, and what to write for each meaning."""
FENCES = {"lbrack": "(", "rbrack": ")", "lparen": "(", "rparen": ")", "{": "(", "}": ")"}
STYLES = frozenset(
    [
        "mathbf",
        "mathrm",
        "mathit",
        "mathsf",
        *SCRIPTS,
        "mathbb",
        "boldsymbol",
        "bm",
        "bold",
        "text",
        "textrm",
        "textbf",
        "operatorname",
        "operatorname*",
        "vec",
        "pmb",
        "symbf",
        "symup",
    ]
) - {"vec"}
SIZED = {"I": "I", "K": "commutation", "0": "zeros", "1": "ones"}
r"""The functions whose sizes an index gives: `I_n`, `K_{m,n}`, `0_{m \times n}`."""
LETTERS = {
    "varepsilon": "epsilon",
    "varphi": "phi",
    "vartheta": "theta",
    "varsigma": "sigma",
    "varrho": "rho",
    "varkappa": "kappa",
    "ell": "l",
}
ACCENTS = {
    "hat": "hat",
    "bar": "bar",
    "tilde": "tilde",
    "widehat": "hat",
    "widetilde": "tilde",
    "overline": "bar",
    "dot": "dot",
}
FUNCTIONS = elsewhere("latex")

_OF_RANDOM = "{} is of random variables, which are not part of the language"
STATISTICS: dict[str, tuple[str, str]] = {
    name: (_OF_RANDOM.format(name), hint)
    for names, hint in (
        (("Var", "var", "V"), r"of a sample, \operatorname{var}(x) is the variance of the entries of x, \frac{1}{n} \sum_i (x_i - m)^2 is written out"),
        (("Cov", "cov", "Corr", "corr", "Cor"), r"of a sample with centred rows X it is \frac{1}{n} X^\top X, of two centred columns \frac{1}{n} x^\top y"),
        (("E", "Ex", "Exp", "Mean", "Bias"), r"of a sample, \operatorname{mean}(x) is the mean of the entries of x, \frac{1}{n} \sum_i (w^\top x_i)^2 that of a function"),
        (("P", "Pr", "Prob", "pr"), r"\operatorname{normcdf}(x) is the distribution function of a normal variable, \operatorname{sigmoid}(x) of a logistic one"),
        (("SD", "Std", "sd", "SE"), r"of a sample, \operatorname{std}(x) is the deviation of the entries of x"),
        (("KL", "JS", "DKL"), r"of two vectors it is written out, \sum_i p_i \log \frac{p_i}{q_i}"),
        (("MSE", "RMSE", "MAE"), r"\frac{1}{n} \|y - X w\|^2 is written out"),
        (("Median", "median", "med", "mode"), r"\operatorname{mean}(x) is read, and \|x - m\|_1, which the median makes smallest"),
    )
    for name in names
}  # fmt: skip
"""Operators of statistics by their words, and what of samples comes near."""
UNSUPPORTED: dict[str, tuple[str, str | None]] = {
    "partial": ("\\partial is what matcalc finds, not a part of an expression", "leave it out: matcalc grad EXPR"),
    "nabla": ("\\nabla is what matcalc finds, not a part of an expression", "leave it out: matcalc grad EXPR"),
    **{name: said for name, said in STATISTICS.items() if len(name) > 1},
    "E": STATISTICS["E"],
    "sim": (r"\sim says how something is distributed, and is no part of an expression", "leave it out"),
    "int": ("there are no integrals in the language", None),
    "max": (
        "\\max is read of what stands in brackets behind it; a problem is not an expression",
        "\\max(x) is the largest entry, \\max(x, y) the larger of two at every place",
    ),
    "min": (
        "\\min is read of what stands in brackets behind it; a problem is not an expression",
        "\\min(x) is the smallest entry, \\min(x, y) the smaller of two at every place",
    ),
    "begin": (
        "this environment is not known",
        "bmatrix and pmatrix make matrices, align and equation stand around a formula",
    ),
    "dagger": ("\\dagger is not an operator here", "\\operatorname{pinv}(A) is the pseudo-inverse"),
    "bullet": (
        "\\bullet is the inner product in some papers and a product in others",
        "\\operatorname{inner}(A, B) or A \\cdot B",
    ),
    "dag": ("\\dag is not an operator here", "\\operatorname{pinv}(A) is the pseudo-inverse"),
    "infty": ("there is no maximum norm, and nothing infinite, in the language", None),
    "lim": ("there are no limits in the language", None),
    "arg": ("a problem is not an expression", "type what is minimized: matcalc grad EXPR"),
    "in": ("where a name lives is not part of the expression", "a kind is declared behind it: where x: vector(n)"),
    "oplus": ("there is no direct sum in the language", None),
    "rangle": ("this angle bracket closes nothing", "\\langle A, B \\rangle is the inner product"),
}
"""The commands of mathematics that the language has not."""
