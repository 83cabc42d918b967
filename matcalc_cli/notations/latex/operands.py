r"""LaTeX's operands: letters with their styles, accents and indices, functions, and how far their arguments go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcalc_cli.functions import find
from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.notations.latex.arguments import Arguments
from matcalc_cli.notations.latex.groups import WHOLE
from matcalc_cli.notations.latex.indices.written import index_parts, sizes_of, times, written_in
from matcalc_cli.notations.latex.tables import (
    BRACKET,
    LENGTH,
    PRODUCT,
    SIZED,
    SIZED_FENCE,
    TRANSPOSES,
    USUALLY_FUNCTIONS,
)  # fmt: skip
from matcalc_cli.notations.writer import refused

GROUP = re.compile(r"\s*\{([^{}]*)\}|\s*(\\[A-Za-z]+|[^\s{}\\])")
"""One argument of a command: a group without groups in it, or a single character or command."""
LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
_MOVED = r"\s*([a-z])\s*[-+]\s*\w\s*"
"""The index of a member that is not under a sum, x_{k+1}."""
_TIME = r"\s*([a-z])\s*(?:([-+])\s*(\d))?\s*"
GIVEN = re.compile(rf"{_TIME}(?:\||\\(?:mid|vert)(?![A-Za-z])){_TIME}")
r"""The index of an estimate, \hat x_{k|k-1}."""
NAMED = re.compile(r"\s*,")
"""Behind a function that is an argument itself."""
OF_ENTRIES = re.compile(r"\s*_\s*(?:\{\s*\\(?:odot|circ)\s*\}|\\(?:odot|circ)(?![A-Za-z]))")
EMPTY = re.compile(r"\s*\^")
INDEX = re.compile(r"\s*_\s*(?:\{([^{}]*(?:\{\w*\}[^{}]*)*)\}|(\w|\\[A-Za-z]+(?:\s*\{\w*\})?))")
PLACE = re.compile(r":|(?:[a-z]|[0-9]+|end)(?:\s*[-+:]\s*(?:[a-z]|[0-9]+|end))*")
"""The place of an entry, or a range of them."""
LOWERCASE = frozenset("abcdfghjklmnopqrstuvwxyz")
"""Letters of vectors, of which x_{n-1} is an entry; e_{n-1} is a column of the identity."""
UNIT = re.compile(r"\s*_\s*\{((?:[^{};]|\{\w*\})+);((?:[^{};]|\{\w*\})+)\}")
r"""Behind an \mathbf{e}: which entry of a column of the identity is 1, and how many it has."""
PLACES = "ijkls"
"""Letters that are places in a matrix, where others are sizes."""
ENTRY = re.compile(rf"[{PLACES}]\s*[{PLACES}]")
PLUS = re.compile(r"\s*(?:\+|\{\s*\+\s*\})")
ENTRYWISE = re.compile(r"\s*\{\s*\\(?:odot|circ)(?![A-Za-z])")
POWER_OF_E = re.compile(r"\s*\^\s*(?:(?=\{)|([A-Za-z])|\\([A-Za-z]+))")
DETERMINANT = re.compile(r"\s*(?:\|(?!\|)|\\lvert(?![A-Za-z]))")
"""The bar behind a logarithm."""
MAYBE_FUNCTIONS = "hruv"
"""Letters that are functions before a bracket with a name alone, h(x), and factors elsewhere."""
ALONE = re.compile(
    r"\s*(?:\\left)?\(\s*((?:\\(?:mathbf|boldsymbol|bm)\s*\{\s*)?\\?[A-Za-z]+(?:\s*\})?(?:_(?:\w|\{\w+\})|\^\{[(\[]\w+[)\]]\})*)\s*(?:,[^()]*)?(?:\\right)?\)"
)
OF_GREEK = re.compile(r"\s*(?:\\left)?\(\s*\\(?!math|bold|bm|left)[a-z]+(?:_\w)?\s*(?:\\right)?\)")
r"""a(\theta), where nobody writes brackets around a factor."""
ROOT = re.compile(r"\s*\[\s*([^\[\]]*?)\s*\]")
DET = re.compile(r"\s*\\det(?![A-Za-z])")
OPENING = re.compile(rf"{SIZED_FENCE}(?:[({{\[]|\\\{{|\\lbrace|\\lbrack)")
"""The bracket behind a function."""
MATRIX_BEHIND = re.compile(r"\s*\\begin\s*\{\w*matrix")
DEFINED = re.compile(r"\s*\([^()]*\)\s*=")
"""`f(x) =`, where the expression alone is asked for."""


class Operands(Arguments):
    """Reads what stands between operators."""

    def letter(self, letter: str, start: int) -> None:
        """A single letter: a name, unless mathematics gives it a meaning."""
        if letter == "e" and self.exponential(start):
            return
        if letter in SIZED and self.sized(SIZED[letter], start):
            return
        defined = None if self.writer.words else DEFINED.match(self.text, self.place)
        if defined:
            message = "a program is the expression alone, without a function's name"
            raise refused("syntax", message, start, defined.end(), f"leave out {self.text[start : defined.end()]}")
        self.refuse_function(letter, start)
        self.name(letter, start)

    def exponential(self, start: int) -> bool:
        """`e^{A}`; settled by the shape of the exponent (see `by_shape`)."""
        found = POWER_OF_E.match(self.text, self.place)
        if found is None or TRANSPOSES.match(self.text, self.text.index("^", self.place) + 1):
            return False
        letter, at = found[1] or found[2], found.start(found.lastindex or 0)
        if letter and len(letter) > 1 and letter not in LETTER_OF:
            return False
        self.place = found.end()
        self.writer.put("name", start, start + 1, "expm", tight=False)
        if letter:
            self.writer.put("(", at, at)
            self.letter(letter, at)
            self.writer.put(")", self.place, self.place)
        return True

    def sized(self, function: str, start: int) -> bool:
        r"""`I_n`, `\mathbf{1}_{m \times n}`, `K_{m,n}`: the sizes are the index."""
        index = INDEX.match(self.text, self.place)
        parts = index_parts(written_in(index)) if index else []
        if self.bound & {*"".join(parts)}:
            if function == "I":
                hint = "I is the identity and 1_{ij} ones; call what has entries by another letter"
                raise refused("name", "an index of a sum stands at I", start, self.place, hint)
            return False
        if function == "I" and index and ENTRY.fullmatch("".join(parts)) and "\\times" not in index[0]:
            hint = "the identity has its size as index, I_n; the sum of I_{ij} x_i y_j is x^\\top y"
            raise refused("name", "an index of I is its size, and this one is of an entry", start, index.end(), hint)
        if function == "I" and index and len(set(parts)) > 1 and "\\times" in index[0]:
            hint = "the identity is square, I_n; zeros and ones have two sizes, 0_{m \\times n}"
            raise refused("unsupported", "an identity that is not square is not read", start, index.end(), hint)
        if function == "I":
            parts = list(dict.fromkeys(parts))  # I_{n \times n} is I_n
        if function == "commutation" and parts and all(part in PLACES for part in parts):
            return False  # K_{i,j} is an entry of K, K_{m,n} has sizes
        if index is None or len(parts) not in sizes_of(function) or any(":" in part for part in parts):
            return False
        if all(re.fullmatch(r"\w+", part) for part in parts):
            self.place = index.end()
            self.called(function, parts, start)
        else:  # m n, p^{2}: read like everything else
            self.place = index.start(1)
            self.open_sizes(function, start)
        return True

    def called(self, function: str, sizes: Sequence[str], start: int) -> None:
        """A function of names and numbers."""
        self.writer.put("name", start, self.place, function)
        for mark, size in zip("(,", sizes, strict=False):
            self.writer.put(mark, start, self.place)
            self.writer.put("number" if size.isdigit() else "name", start, self.place, size)
        self.writer.put(")", start, self.place)

    def name(self, name: str, start: int) -> None:
        """A variable, with the index that may follow it."""
        index = INDEX.match(self.text, self.place)
        written = written_in(index) if index else ""
        parts = index_parts(written) if index else []
        several = ":" not in written and (len(parts) > 1 or not all(re.fullmatch(r"\w+", part) for part in parts))
        if index and several and (self.bound & {*LETTER.findall(written)} or self.is_beside(written)):
            self.place = index.end()
            self.member(name, written, start)
            return
        if (
            index
            and name == "e"
            and len(parts) == 1
            and PLACE.fullmatch(parts[0])
            and not re.fullmatch(r"\w+", parts[0])
        ):
            self.writer.put("name", start, self.place, "I")
            self.entry(index, ":,")
            return
        if index and self.is_place(name, index[0], parts):
            self.writer.put("name", start, self.place, name)
            self.entry(index)
            return
        if index and all(re.fullmatch(r"\w+", part) for part in parts):
            self.place = index.end()
            self.refuse_function(name, start)
            name = "_".join((name, *parts))
        elif index and (given := GIVEN.fullmatch(written)):
            self.place = index.end()
            name = "_".join((name, *times(given)))
        elif index:
            hint = f"a sequence has no names here: call one {name}_1"
            raise refused("unsupported", "an index is letters and digits", *index.span(), hint)
        elif OF_GREEK.match(self.text, self.place):
            self.refuse_function(name, start)
        self.writer.put("name", start, self.place, name)

    def unit(self, start: int) -> bool:
        r"""`\mathbf{e}_{i;n}`: column i of the identity."""
        found = UNIT.match(self.text, self.place)
        if found is None:
            return False
        self.place = found.end()
        self.writer.put("name", start, self.place, "unit")
        for mark, part in (("(", 2), (",", 1)):
            first = found.start(part)
            self.writer.put(mark, first, first)
            for t in tokens(re.sub("[{}]", " ", found[part]))[:-1]:
                self.writer.extend([Token(t.kind, t.text, first + t.start, first + t.end, t.tight)])
        self.writer.put(")", self.place - 1, self.place)
        return True

    def refuse_function(self, name: str, start: int) -> None:
        """A name before a bracket that is a function in most papers, with an index or without, or before a Greek letter alone."""
        argument = (
            ALONE.match(self.text, self.place) if name in MAYBE_FUNCTIONS else OF_GREEK.match(self.text, self.place)
        )
        if (argument is not None) or (name in USUALLY_FUNCTIONS and BRACKET.match(self.text, self.place)):
            said = self.text[start : self.place]
            hint = USUALLY_FUNCTIONS.get(name, PRODUCT).format(said)
            raise refused("name", f"{said} before a bracket looks like a function", start, self.place, hint)

    def is_beside(self, index: str) -> bool:
        r"""Whether `h_{t-1}` stands beside an `h_t` or an `x_t`, so that both are members; alone it is an entry."""
        moved = re.fullmatch(_MOVED, index)
        beside = rf"_\s*(?:{moved[1]}(?!\w)|\{{\s*{moved[1]}\s*\}})" if moved else ""
        return bool(beside and re.search(beside, self.text))

    def member(self, name: str, index: str, start: int) -> None:
        r"""`x_{i+1}`, `y_{i,j}`: a member of a family, at integers that are written out."""
        self.writer.put("name", start, start + 1, f"{name}_")
        self.writer.put("(", start, start + 1, tight=True)
        self.writer.extend([Token(t.kind, t.text, start, self.place, t.tight) for t in tokens(index)[:-1]])
        self.writer.put(")", start, self.place)

    @property
    def bound(self) -> set[str]:
        """The indices of the sums that are open."""
        return {index for _, index in self.terms if index.isalpha()}

    def is_place(self, name: str, index: str, parts: Sequence[str]) -> bool:
        r"""Whether an index is that of an entry or a slice: `A_{i,j}` of a matrix, `x_{1:k}`; else it belongs to the name."""
        computed = len(parts) == 1 and name in LOWERCASE and not re.fullmatch(r"\w+", parts[0])
        return all(PLACE.fullmatch(part) for part in parts) and (
            computed or ":" in index or (len(parts) == 2 and name[-1].isupper() and "times" not in index)
        )

    def entry(self, index: re.Match[str], before: str = "") -> None:
        r"""`_{i,j}` behind what is indexed; `_{ij}` is two letters."""
        inside = before + written_in(index)
        if re.fullmatch(r"[a-z]{2}|[0-9]{2}", inside):
            inside = f"{inside[0]},{inside[1]}"
        self.place, first = index.end(), index.start(1) if index[1] is not None else index.start(2)
        self.writer.put("[", index.start(), first)
        for token in tokens(inside)[:-1]:
            at = min(token.start + first, self.place - 1)
            self.writer.extend([Token(token.kind, token.text, at, at + 1, token.tight)])
        self.writer.put("]", self.place - 1, self.place)

    def ones(self, start: int) -> None:
        r"""`\mathbf{1}`: a column of ones, as long as its index says or as what it stands beside."""
        if not self.sized("ones", start):
            self.lengths += 1
            self.called("ones", [f"?{LENGTH}{self.lengths}"], start)

    def argument(self, start: int) -> str:
        """The group or the character that a command takes."""
        found = GROUP.match(self.text, self.place)
        if found is None:
            raise refused("syntax", f"{self.text[start : self.place]} needs its argument in braces", start, self.place)
        self.place = found.end()
        return written_in(found).strip()

    def function(self, name: str, start: int) -> None:
        r"""A function and its argument: in brackets, or another function's (`\log\det X`), or all there is (`\log x`)."""
        if name == "log" and (bar := DETERMINANT.match(self.text, self.place)):
            self.place = bar.end()
            determinant = DET.match(self.text, self.place)
            self.place = determinant.end() if determinant else self.place
            self.writer.put("name", start, self.place, "logdet", tight=False)
            self.open_single(start, logarithm=True)
            return
        if name == "sqrt" and (root := ROOT.match(self.text, self.place)):
            self.root(root, start)
            return
        if (entrywise := OF_ENTRIES.match(self.text, self.place)) and getattr(find(name), "elementwise", False):
            self.place = entrywise.end()  # \exp_{\odot}(A), see `namesakes`
        self.writer.put("name", start, self.place, name, tight=False)
        if MATRIX_BEHIND.match(self.text, self.place):  # which has brackets of its own
            self.terms.append((self.depth, WHOLE))
            self.writer.put("(", self.place, self.place)
            return
        of_another = NAMED.match(self.text, self.place)  # frechet(expm, A, E)
        if OPENING.match(self.text, self.place):
            self.bracketed_argument()
        elif not of_another and not EMPTY.match(self.text, self.place):
            self.bare_argument(name, start)
