r"""LaTeX's commands: which are spacing, operators, brackets, letters, functions, and what each becomes."""

from __future__ import annotations

import re

_TOP = r"\\top|T|\\mathsf\s*\{?T\}?|\\mathrm\s*\{?T\}?|\\text\s*\{T\}|\\intercal|\\prime|'|⊤"
TRANSPOSES = re.compile(rf"\s*(?:(?:{_TOP})(?![A-Za-z])|\{{\s*(-?)\s*(?:{_TOP})\s*\}})")
"""What behind ^ is a transpose, with the sign of an inverse before it."""

IGNORED = frozenset(
    [*[",", ";", ":", "!", "quad", "qquad", "displaystyle", "textstyle", "left", "right", "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "limits", "nolimits"],
     " ", "\n", "\\", "(", ")", "[", "]", "thinspace", "medspace"]
)  # fmt: skip
r"""Spaces, sizes, and the \( \) \[ \] around a formula. `\left` and `\right` leave their bracket to be read."""

OPERATORS = {
    "cdot": "multiply", "times": "multiply", "otimes": "kron", "odot": "hadamard", "circ": "hadamard",
    "oslash": "elementwise_divide", "backslash": "solve", "ast": "multiply", "bullet": "multiply",
}  # fmt: skip
BARS = ("lVert", "rVert", "Vert", "|")
FENCES = {"lbrack": "(", "rbrack": ")", "lparen": "(", "rparen": ")"}
STYLES = frozenset(
    [
        "mathbf",
        "mathrm",
        "mathit",
        "mathsf",
        "mathcal",
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
FUNCTIONS = {
    "Tr": "tr", "trace": "tr", "ln": "log", "diag": "diag", "Diag": "diag", "vec": "vec", "rank": "rank",
    "mathrm{tr}": "tr", "sgn": "sign", "relu": "relu", "ReLU": "relu", "arctan": "arctan", "logdet": "logdet",
}  # fmt: skip

UNSUPPORTED: dict[str, tuple[str, str | None]] = {
    "partial": ("\\partial is what matcalc finds, not a part of an expression", "leave it out: matcalc grad EXPR"),
    "nabla": ("\\nabla is what matcalc finds, not a part of an expression", "leave it out: matcalc grad EXPR"),
    "int": ("there are no integrals in the language", None),
    "prod": ("products over an index are not part of the language", None),
    "max": ("there is no maximum in the language", "\\operatorname{logsumexp}(x) is a smooth one"),
    "min": ("there is no minimum in the language", "-\\operatorname{logsumexp}(-x) is a smooth one"),
    "begin": ("matrices are names here: there is no notation for their entries", "A stands for any matrix"),
    "dagger": ("\\dagger is not an operator here", "\\operatorname{pinv}(A) is the pseudo-inverse"),
    "langle": ("angle brackets are not read", "\\operatorname{inner}(A, B) is the inner product"),
    "lvert": (
        "a single bar is not a bracket",
        "\\det(A) is the determinant, \\operatorname{abs}(x) the absolute values",
    ),
    "mid": ("a single bar is not a bracket", "\\det(A) is the determinant"),
    "sqrt": (
        "\\sqrt is read as a function",
        "\\operatorname{sqrt}(x) of every entry, \\operatorname{sqrtm}(A) of a matrix",
    ),
}
"""What mathematics has and the language has not."""
