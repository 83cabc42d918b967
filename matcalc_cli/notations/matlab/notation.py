"""MATLAB and Octave: the language itself but for a few names, A(:), comments, and sums and norms (see `by_shape`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

from matcalc_cli.functions import FILLED, FUNCTIONS, OF_PAIRS, elsewhere, names
from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.language.mistakes.misnamed import missing_function
from matcalc_cli.language.notation import OPERATORS, POWERS
from matcalc_cli.notations.arrays.indices import check_indices, on_indices
from matcalc_cli.notations.brackets import closing_of, joined
from matcalc_cli.notations.by_shape import check_vectors, divide_by_matrices, matlab, norms_of_maps, stretch_sums
from matcalc_cli.notations.calls import MATLAB, MATLAB_SIZES, written_out
from matcalc_cli.notations.counts import declare_lambda
from matcalc_cli.notations.exponentials import note_transposes, write_exponentials
from matcalc_cli.notations.notation import Notation
from matcalc_cli.notations.statements import KEYWORDS, check_keywords, check_products, program_words
from matcalc_cli.notations.symmetric import declare_definite
from matcalc_cli.notations.writer import Writer, refused

NAMES = elsewhere("matlab")
UNSUPPORTED = {
    "normalize": "MATLAB's has the mean 0 and the deviation 1: (x - mean(x))/std(x); x/norm(x) has the length 1",
}
ENTRYWISE = frozenset(f.name for f in FUNCTIONS.values() if f.elementwise)
"""The functions that MATLAB applies to every entry, without asking whether the matrix function is meant."""
COMMENT = re.compile(r"%[^\n]*|\.\.\.[^\n]*")
INFINITE = re.compile(r"(?<=,)\s*(['\"]?)inf\1\s*(?=\))")
UNQUOTED = str.maketrans("i'\"", "I  ")
ALL = "all entries of"
NORMS = {"vecnorm": "1", "norms of columns": "1", "norms of rows": "2"}
"""The axis along which the norms are."""
OPTIONS = (
    (re.compile(r",\s*['\"]fro['\"]\s*(?=\))"), {"norm": "frobenius"}),
    (re.compile(r",\s*['\"]lower['\"]\s*(?=\))"), {"chol": "cholesky"}),
    (re.compile(r",\s*['\"]upper['\"]\s*(?=\))"), {"chol": "chol"}),
    (re.compile(r",\s*\[\s*\]\s*,\s*1\s*(?=\))"), {"reshape": "vec"}),
    (re.compile(r",\s*2(?:\s*,\s*1)?\s*(?=\))"), {"vecnorm": "norms of columns"}),
    (re.compile(r",\s*2\s*,\s*2\s*(?=\))"), {"vecnorm": "norms of rows"}),
    (re.compile(r",\s*['\"]all['\"]\s*(?=\))"), dict.fromkeys(elsewhere("matlab-all"), ALL)),
    (re.compile(r",\s*2\s*(?=\))"), elsewhere("matlab-2")),
    (re.compile(r",\s*1\s*(?=\))"), elsewhere("matlab-1")),
)
"""A last argument that says which function is meant, and the function of the language by the one that is called."""
EMPTY = re.compile(r",\s*\[\s*\]\s*,\s*([12])\s*(?=\))")
"""The text between a matrix and the axis along which its extremes are looked for."""
CALLED = re.compile(r"\b([A-Za-z]\w*)\s*\Z")
INDEX = re.compile(r"[i-t](?:_?[0-9]+)?|end")
"""The names of indices and of sizes."""
FAR = 80
"""How far before its bracket a function's name is looked for."""
COLON = [("(", "("), (":", ":"), (")", ")")]


def words(text: str, functions: Collection[str] = ()) -> list[Token]:
    """The words of a text in MATLAB, where `functions` are functions without a formula. Raises MatcalcError."""
    blanked = COMMENT.sub(lambda found: " " * len(found[0]), text)
    blanked = INFINITE.sub(lambda found: found[0].translate(UNQUOTED), blanked)
    meant: dict[int, str] = {}
    opening = openings(blanked)
    for pattern, meanings in OPTIONS:
        for found in pattern.finditer(blanked):
            place, comma = opening.get(found.end(), (0, 0))
            name = CALLED.search(blanked, max(0, place - FAR), place)
            if name and name[1] in meanings and comma == found.start():
                meant[name.start()] = meanings[name[1]]
                blanked = blanked[: found.start()] + " " * len(found[0]) + blanked[found.end() :]
    blanked = axes_of_extremes(blanked, opening, meant)
    called = written_out(written_out(joined(tokens(blanked), {"horzcat": ",", "vertcat": ";"}), MATLAB), MATLAB_SIZES)
    given = indexed(called, functions)
    check_powers(given)
    written = Matlab(given, meant).read()
    check_keywords(written, KEYWORDS | {"true", "false", "NaN", "nan", "Inf", "inf"})
    check_products(text, written, "a product is written *, or .* entry by entry", blanks=True)
    return written


def axes_of_extremes(text: str, opening: Mapping[int, tuple[int, int]], meant: dict[int, str]) -> str:
    """max(A,[],2) as max(A, 2); max(A,2), of every entry and 2, as maximum(A, 2)."""
    for close, (place, comma) in opening.items():
        name = CALLED.search(text, max(0, place - FAR), place)
        if name and name[1] in OF_PAIRS and comma:
            axis = EMPTY.match(text, comma)
            meant[name.start()] = name[1] if axis else OF_PAIRS[name[1]]
            if axis and axis.end() == close:
                text = f"{text[:comma]},{axis[1].rjust(close - comma - 1)}{text[close:]}"
    return text


def indexed(given: list[Token], functions: Collection[str]) -> list[Token]:
    """All words with `A(i,j)` of a name that is no function's in square brackets; `A(:)` stays."""
    words = list(given)
    called = {*names(), *names().factors, *functions, *NAMES, *SPECIAL, ALL, "mean", *NORMS}
    for index in range(1, len(words)):
        before, bracket = words[index - 1], words[index]
        is_name = before.kind == "name" and before.text not in called and bracket.tight
        everything = [(t.kind, t.text) for t in words[index : index + 3]] == COLON
        if bracket.kind == "(" and is_name and not everything:
            stop = closing_of(words, index)
            check_index(before, words[index + 1 : stop])
            words[index] = Token("[", "[", bracket.start, bracket.end, True)
            if words[stop].kind == ")":
                words[stop] = Token("]", "]", words[stop].start, words[stop].end, True)
    return words


def check_index(name: Token, places: Sequence[Token]) -> None:
    """Refuse a mask, x(x > 0), and what is no index but the argument of a function that is not known: hypot(x, y), foo(A)."""
    check_indices(places)
    for place in places:
        if place.kind == "name" and not INDEX.fullmatch(place.text) and len(name.text) > 1:
            hint = "an entry is A(i,j), x(1), x(end); a product is written A*(B)"
            said = missing_function(name.text) or (f"there is no function {name.text}", hint)
            raise refused("name", said[0], name.start, name.end, said[1])


def check_powers(given: Sequence[Token]) -> None:
    """Refuse a^b^c, which is (a^b)^c in MATLAB and a^(b^c) elsewhere."""
    powers: list[Token | None] = [None]  # the power whose exponent is being read, in each open bracket
    for token in given:
        if token.kind in POWERS:
            if before := powers[-1]:
                message = "in MATLAB a^b^c is (a^b)^c, elsewhere a^(b^c)"
                raise refused("syntax", message, before.start, token.end, "brackets make it clear")
            powers[-1] = token
        elif token.kind in ("(", ".("):
            powers.append(None)
        elif token.kind == ")" and powers[1:]:
            powers.pop()
        elif token.kind in OPERATORS or token.kind in (",", ";", "="):
            signed = powers[-1] is not None and token.kind in ("add", "subtract") and token.start == powers[-1].end
            powers[-1] = powers[-1] if signed or token.kind == "transpose" else None


def openings(text: str) -> dict[int, tuple[int, int]]:
    """For each closing bracket, round or square, the places of the one that it closes and of the first comma between them."""
    found: dict[int, tuple[int, int]] = {}
    opened: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        if character in "([":
            opened.append((place, 0))
        elif character == "," and opened and not opened[-1][1]:
            opened[-1] = (opened[-1][0], place)
        elif character in ")]" and opened:
            found[place] = opened.pop()
    return found


class Matlab:
    """The words of a text and what each becomes, from left to right; nothing calls itself, however deep the brackets.

    meant    what a name means because of an option behind it, by its place in the text
    closing  the index of the bracket that closes the one at an index, or of the end
    due      what has to be written behind the word at an index, and in whose place
    """

    __slots__ = ("closing", "due", "given", "meant", "writer")

    def __init__(self, given: list[Token], meant: dict[int, str]) -> None:
        self.writer = Writer()
        self.given = given
        self.meant = meant
        self.closing = closings(given)
        self.due: dict[int, list[tuple[str, Token]]] = {}

    def read(self) -> list[Token]:
        """Rewrite everything."""
        index = 0
        while self.given[index].kind != "end":
            after = index + self.word(index)
            for place in range(index, after):
                self.settle(place)
            index = after
        self.settle(index)
        return self.writer.end(self.given[-1].end)

    def settle(self, index: int) -> None:
        """Write what is due behind a word."""
        for kind, token in self.due.pop(index, ()):
            self.writer.put(
                "number" if kind.isdigit() else kind, token.start, token.end, kind if kind.isdigit() else ""
            )

    def word(self, index: int) -> int:
        """Rewrite the word at the index; how many words that took."""
        token, after = self.given[index], self.given[index + 1]
        if [(t.kind, t.text) for t in self.given[index : index + 3]] == COLON and index:
            self.writer.wrap("vec", token.start, self.given[index + 2].end)
            return 3
        if token.kind != "name" or after.kind != "(":
            self.writer.extend([token])
            return 1
        if token.text in UNSUPPORTED:
            message = f"{token.text} is not part of the language"
            raise refused("unsupported", message, token.start, token.end, UNSUPPORTED[token.text])
        several = [w.kind for w in self.writer.words[-2:]] == ["]", "="]  # [U, S, V] = svd(A)
        name = token.text if several else self.meant.get(token.start, NAMES.get(token.text, token.text))
        return SPECIAL[name](self, index) if name in SPECIAL else self.call(index, name)

    def call(self, index: int, name: str) -> int:
        """`f(`, entrywise where a matrix function has the name in the language."""
        token, opening = self.given[index : index + 2]
        self.writer.put("name", token.start, token.end, token.text if name == ALL else name, tight=token.tight)
        if name in NORMS:
            self.writer.words[-1].text = "norms"
            stop = self.closing[index + 1]
            self.due.setdefault(stop - 1, []).extend([(",", token), (NORMS[name], token)])
            return 1
        if name == ALL:  # sum(A,'all') is sum(vec(A)), which is all entries whatever the shape
            return self.inside(index, "vec")
        if name in ENTRYWISE:
            self.writer.put(".(", opening.start, opening.end)
            return 2
        return 1

    def inside(self, index: int, function: str) -> int:
        """`f(X)` as `f(g(X))`; the name f is written."""
        opening, stop = self.given[index + 1], self.closing[index + 1]
        self.writer.put("(", opening.start, opening.end)
        self.writer.put("name", opening.start, opening.end, function)
        self.writer.put("(", opening.start, opening.end)
        self.due.setdefault(stop, []).insert(0, (")", self.given[stop]))
        return 2

    def square(self, index: int) -> int:
        """ones(n) is n x n."""
        token, stop = self.given[index], self.closing[index + 1]
        sizes = self.given[index + 2 : stop]
        self.writer.extend(self.given[index:stop])
        if not any(t.kind == "," for t in sizes):
            self.writer.put(",", token.start, token.end)
            self.writer.extend(sizes)
        return stop - index

    def upper(self, index: int) -> int:
        """chol(S) is upper triangular."""
        token, stop = self.given[index], self.closing[index + 1]
        self.writer.put("(", token.start, token.end, tight=False)
        self.writer.extend([token])
        self.due.setdefault(stop, [])[:0] = [("transpose", token), (")", token)]
        return 1


def closings(given: list[Token]) -> dict[int, int]:
    """For each opening bracket the index of the one that closes it, or of the end."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(given):
        if token.kind == "(":
            opened.append(index)
        elif token.kind == ")" and opened:
            found[opened.pop()] = index
    return found | dict.fromkeys(opened, len(given) - 1)


SPECIAL: dict[str, Callable[[Matlab, int], int]] = {**dict.fromkeys(FILLED, Matlab.square), "chol": Matlab.upper}
"""Calls that are rewritten as a whole."""

NOTATION = Notation(
    "MATLAB",
    program_words(words),
    signs=r"%|\.'|\(:\)|\.\.\.|@\(|'fro'\s*\)|'all'\s*\)",
    unsigned=True,
    blanks=True,
    told=r"",
    papers=r"\\|\binv\s*\(",  # of a covariance, of which the mean is a vector
    before=(note_transposes, write_exponentials, stretch_sums, declare_lambda, declare_definite),
    at_shapes=(divide_by_matrices,),
    at_call=(norms_of_maps, matlab, check_vectors),
    remarks=(on_indices,),
)
