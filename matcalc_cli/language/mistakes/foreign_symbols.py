"""Symbols of other notations, each with the sentence that refuses it and what to write instead."""

from __future__ import annotations

_BRACES = ("braces are not part of the language", "( ) group, also in an exponent: A^(-1); -i latex reads LaTeX")
_ANGLES = ("angle brackets are not part of the language", "inner(A,B) is the inner product")
_QUOTE = (
    "a quotation mark is not part of an expression",
    "in a shell, one pair of double quotes goes around the whole expression",
)
_BACKQUOTE = ("this quotation mark is not part of an expression", "the transpose is A' or A.T")
_TOP = ("this sign of the transpose stands behind ^ only", "A^⊤, Aᵀ, A' or A.T")

_EQUALITIES = ("==", "!=", "≠", "≈")
_CLAIM = "matcalc check EXPR --claim ANSWER compares two answers"
_ORDERS = ("<=", ">=", "<", ">", "≤", "≥")
_STEP = "step(x - y) is 1 where x > y, entry by entry; integers compare in brackets, [i < j], and in sum(i in 1:n if i < j, EXPR)"

SYNTAX: dict[str, tuple[str, str]] = {
    **{
        symbol: (f"{symbol} compares, and an expression has no comparisons", hint)
        for symbols, hint in ((_EQUALITIES, _CLAIM), (_ORDERS, _STEP))
        for symbol in symbols
    },
    "**": ("the power is written ^, not **", "A^2 is A*A, and x.^2 squares every entry; -i numpy reads NumPy"),
    ".\\": ("there is no elementwise left division", "y./x divides the entries of y by those of x"),
    ":=": ("a part is named with =, not :=", "r = A*x - b; r'*r"),
    "]": ("a square bracket is not part of the language", "( ) group"),
    "{": _BRACES,
    "}": _BRACES,
    "%": ("% is not an operator", "a comment begins with #"),
    '"': _QUOTE,
    "“": _QUOTE,
    "”": _QUOTE,
    "‘": _BACKQUOTE,
    "`": _BACKQUOTE,
    "$": ("a dollar sign is not part of an expression", "leave out the $ of LaTeX; -i latex reads it"),
    "&": ("& is not an operator", "one expression at a time; a batch has one on each line"),
    "~": ("~ is not an operator", "a kind is declared behind the expression: … where S: symmetric(n)"),
    "?": ("? is not an operator", "matcalc functions NAME explains a function"),
    "_": ("a name does not begin with _", "names begin with a letter: x_1"),
    "|": (
        "a single | is not a bracket",
        "||x|| or norm(x) is the norm, abs(x) the absolute values, det(A) the determinant",
    ),
    ":": (
        "a colon stands in a declaration only",
        "declarations stand at the end: A*x where A: matrix(m,n)",
    ),
    ".(": (
        "only a function is applied with .(",
        "exp.(x) works entry by entry; a product is written 2*(x)",
    ),
    "…": ("an expression has no omissions", "sum(j, 1, n, EXPR) adds terms with an index"),
    "⊤": _TOP,
    "⊺": _TOP,
    "⟨": _ANGLES,
    "⟩": _ANGLES,
    "√": ("√ is not an operator here", "sqrt(x) of every entry, sqrtm(A) of a matrix"),
    "÷": ("a quotient is written /, not ÷", "A/c, or A./B entry by entry"),
    "∈": ("∈ is not an operator", "a shape is declared at the end: A*x where A: matrix(m,n)"),
}
"""Symbols that are spelled otherwise in the language."""

_DIFFERENTIATE = "matcalc grad EXPR, jacobian EXPR and hessian EXPR differentiate"

UNSUPPORTED: dict[str, tuple[str, str | None]] = {
    "!": ("there is no factorial in the language", None),
    "†": ("† is not an operator here", "pinv(A) is the pseudo-inverse, A' the transpose"),
    "±": ("± makes two expressions of one", "write the one with + and the one with -"),
    "∞": ("there is no infinity in the language", None),
    "∇": ("∇ is what matcalc finds, not a part of an expression", _DIFFERENTIATE),
    "∂": ("∂ is what matcalc finds, not a part of an expression", _DIFFERENTIATE),
    "∫": ("there are no integrals in the language", None),
    "∑": (
        "∑ is not an operator here",
        "sum(x) adds all entries, sum(j, 1, n, EXPR) terms with an index",
    ),
    "∏": ("products over an index are not part of the language", None),
    "⊕": (
        "there are no direct or Kronecker sums in the language",
        "kron(A, I(n)) + kron(I(m), B) is the Kronecker sum of A (m×m) and B (n×n)",
    ),
    "∧": ("there is no wedge product in the language", None),
}
"""Symbols of mathematics that the language has not."""

CYRILLIC = dict(zip("АВЕЗІЈКМНОРСТУХЅаеорсухіјѕԁһ", "ABE3IJKMHOPCTYXSaeopcyxijsdh", strict=True))
"""Cyrillic letters and the Latin ones that they look like."""

LATEX = {
    "frac": "A/c is division by a scalar, inv(A) the inverse",
    "top": "the transpose is A' or A^T",
    "cdot": "the product is A*B",
    "times": "the product is A*B",
    "otimes": "the Kronecker product is kron(A,B)",
    "odot": "the product of the entries is A.*B",
    "circ": "the product of the entries is A.*B",
    "left": "brackets are ( )",
    "right": "brackets are ( )",
    "sqrt": "sqrt(x) of every entry, sqrtm(A) of a matrix",
}
"""LaTeX commands and what to write for them."""
