"""NumPy's calls: what is open, and the last arguments that say which function is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.numpy.libraries import NUMPY, Library

if TYPE_CHECKING:
    from typing import Protocol

    from matcalc_cli.notations.writer import Writer

    class Reader(Protocol):
        """A reader of NumPy, as far as square brackets are concerned: the text up to a place, the open brackets, the words."""

        text: str
        place: int
        frames: list[Frame]
        writer: Writer


ORDER = re.compile(r"\s*,?\s*(?:(?:ord|p)\s*=\s*)?(?:['\"](fro|nuc)['\"]|([12])(?:\.0?)?)\s*(?=\))")
SECOND = re.compile(r"\s*,?\s*(?:(?:ord|p)\s*=\s*)?2\s*,\s*(?=(?:axis|dim)\s*=)")
"""The order 2 before an axis, which every norm along one has."""
INFINITE = re.compile(r"\s*,?\s*(?:(?:ord|p)\s*=\s*)?(-?(?:\w+\.)?inf)\s*(?=\))")
TRIANGLE = re.compile(r"\s*,\s*(?:(lower|upper)\s*=\s*)?(True|False)\s*(?=\))")
LOGARITHM = re.compile(r"\s*(?:\[\s*1\s*\]|\.logabsdet)")
FIRST_OF = {
    "slogdet": LOGARITHM, "lstsq": re.compile(r"\s*(?:\[\s*0\s*\]|\.solution)"),
    "polar": re.compile(r"\s*\[\s*0\s*\]"), "eigh": re.compile(r"\s*(?:\[\s*0\s*\]|\.(?:eigenvalues|L)\b)"), "svd": re.compile(r"\s*(?:\[\s*1\s*\]|\.S\b)"),
}  # fmt: skip
"""The selection of one value behind a function that gives several."""
OF_SVD = re.compile(r"\s*,\s*(?:(compute_uv)\s*=\s*False|full_matrices\s*=\s*(?:False|True))\s*(?=[,)])")
ONE_OF = {
    "slogdet": "slogdet(A)[1] is log|det A|",
    "lstsq": "lstsq(A, b)[0] is the solution",
    "polar": "polar(A)[0] is the orthogonal factor",
    "eigh": "eigh(S)[0] has the eigenvalues in rising order; of the vectors only those of the ends have a formula here, eigvecmax(S)",
    "svd": "svd(A)[1] has the singular values in falling order",
}
NORM_NAMES = ("norm", "vector_norm", "matrix_norm")


class Frame:
    """An open bracket: the operator that its comma becomes, and the words that close it."""

    __slots__ = (
        "captured",
        "closing",
        "comma",
        "ends",
        "first",
        "function",
        "library",
        "name",
        "quoted",
        "separator",
        "several",
        "upper",
    )

    def __init__(self, function: str = "", comma: str = "", closes: int = 1, library: Library = NUMPY) -> None:
        self.function = function
        self.comma = comma
        self.closing = [")"] * closes
        self.library = library
        self.separator = ""  # what a comma becomes in a list of parts
        self.captured: Token | None = None  # the name of a call that is written out as a whole
        self.first = FIRST_OF.get(function)
        self.quoted = ""
        self.ends: list[int] = []  # and where its arguments begin and end among the words
        self.several = False  # whether a comma, or the operator that it becomes, has been written
        self.upper: bool | None = None  # of a Cholesky factor
        self.name: Token | None = None  # the word that names the function
