r"""LaTeX's many spellings of one thing, rewritten as the one that is read: {n \over 2} is \frac{n}{2}, W^\top_1 is W_1^\top."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.latex.displays.cases import by_indicators, by_steps
from matcalc_cli.notations.latex.displays.extremes import extremes, positive
from matcalc_cli.notations.latex.displays.powers import raised
from matcalc_cli.notations.latex.displays.spellings import SPELLINGS, TYPESET
from matcalc_cli.notations.writer import refused

Part = str | tuple[int, int]
"""A part of a replacement: new characters, or a stretch of the text."""
Piece = tuple[int, int, Sequence[Part]]
"""A stretch of the text and what takes its place."""

COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
WORDS = re.compile(r"\\over(?![A-Za-z])|\\(?:[A-Za-z]+|.)|[{}]", re.DOTALL)
FRACTION = re.compile(r"\\(?:[dtc]?frac|[ns](?:ice)?frac)(?![A-Za-z])")
NORM = re.compile(r"\\[nN]orm\*?\s*(?=\{)")
EXPONENT = re.compile(r"\^\s*")
INDEX = re.compile(r"\s*_\s*")
ONE_INDEX = re.compile(r"\w|\\[A-Za-z]+|\{\s*(?:\w|\\[A-Za-z]+|\\[A-Za-z]+\s*\{\w+\})\s*\}")
"""An index that is no entry's of a matrix."""
DERIVATIVE = re.compile(r"(?:\\nabla|\\mathrm\s*\{D\}|\\operatorname\s*\{D\}|\bD)\s*\Z")
r"""Derivatives, which have the order above and the arguments below: \nabla^2_{1,2}."""
ANY_ORDER = re.compile(r"(?:\\sum|\\prod|\\limits|\||\\[rlL]?[vV]ert)\s*\Z")
"""Signs that have the index and the exponent in either order: a sum, a norm."""
HERMITIAN = re.compile(r"\^\s*(?:H|\{\s*H\s*\}|\{?\s*\\math\w+\s*\{?\s*H)")
DAGGER = re.compile(r"\^\s*(?:\{\s*\\dag(?:ger)?\s*\}|\\dag(?:ger)?(?![A-Za-z]))")
OF_A_VECTOR = re.compile(
    rf"(?:(?<![A-Za-z\\])[a-z]|\\[a-z]+(?<!\\operatorname)(?:\s*\{{\s*\\?[a-z]+\s*\}})?|[a-z]\}})(?:_(?:\w|\{{\w+\}}))?\s*{DAGGER.pattern}"
)
SMALL_T = re.compile(r"\^\s*(?:t|\{\s*t\s*\})")
OTHER_T = re.compile(r"(?<!\^)(?<!\^\{)(?<![A-Za-z\\])t(?![A-Za-z])")
"""A t that is no exponent."""
T_OF_A_VECTOR = re.compile(
    rf"(?<![A-Za-z\\])[a-df-z](?:_(?:\w|\{{\w+\}}))?\s*{SMALL_T.pattern}\s*(?:[A-Za-z(]|\\(?!c?dot|times|\\))"
)
"""a^t X: no vector has powers."""
MIXED = re.compile(r"(?:\||[rR]?[vV]ert|\\[nN]orm\*?\s*\{[^{}]*\})\s*(?:\^\s*\{?\w\}?\s*)?_\s*\{\s*2\s*,\s*1\s*\}")
BRACKETS = re.compile(
    r"\\langle(?![A-Za-z])[^,\\]*(?:\\(?!rangle|vert|mid)[A-Za-z]+[^,\\]*)*(?:\||\\(?:vert|mid)(?![A-Za-z]))[^,]*?\\rangle"
)
r"""\langle a | H | b \rangle, as physicists write a product."""
LOG_SIGMA = re.compile(r"\\(?:log|ln)\s*\\sigma\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]")
_ARGUMENT = r"\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]"
SIGMA_OF = re.compile(rf"\\sigma(?={_ARGUMENT})")
SIGMA = re.compile(r"\\sigma(?![A-Za-z])")
LAYER = re.compile(
    rf"\\sigma{_ARGUMENT}\s*-?\s*(?:\\(?:mathbf|boldsymbol|bm)\s*\{{\s*)?(?:[A-Z]|\\?[a-z]+\s*\}}?\s*(?:_(?:\w|\{{\w+\}}))?\s*(?:\^\s*\{{?\s*(?:T|\\top)|(?<!t)(?:\\right)?\s*\)))"
)
r"""\sigma(W x + b), \sigma(w^\top x), \sigma(z): what a layer does, and no variance, and no volatility at a time t."""
OF_PACKAGES = re.compile(
    r"\\(?:(?:p|ordinary|partial)?d(?:v|erivative)|dd|differential|grad(?:ient)?|qty|quantity|v[abu]|[pbBvV]?mqty)(?![A-Za-z])"
)
"""Commands of packages for derivatives."""
NESTED = 5
"""How deep exponents before indices are swapped inside each other."""


class Spelling:
    """A text that is rewritten, and where each of its characters stood."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [*range(len(text) + 1)]

    def rewrite(self, pieces: Iterable[Piece]) -> None:
        """Put other characters in the place of some stretches, which come in order and do not overlap."""
        texts, done = [""], 0
        places: list[int] = []
        for start, end, parts in pieces:
            last = self.places[max(start, end - 1)]
            for part in ((done, start), *parts):
                text, at = (part, [self.places[start]] * len(part)) if isinstance(part, str) else self.stretch(part)
                texts.append(text)
                places += at
            if isinstance(parts[-1], str) and parts[-1] and end > start:
                places[-1] = last
            done = end
        text, at = self.stretch((done, len(self.text)))
        self.text = "".join(texts) + text
        self.places = [*places, *at, self.places[-1]]

    def stretch(self, part: tuple[int, int]) -> tuple[str, list[int]]:
        """Some characters and where they stood."""
        return self.text[slice(*part)], self.places[slice(*part)]

    def original(self, words: Sequence[Token]) -> list[Token]:
        """Words of the rewritten text, at their places in the original."""
        return [Token(w.kind, w.text, *self.span(w.start, w.end), w.tight) for w in words]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the rewritten text stood."""
        if start == end:
            return self.places[start], self.places[start]
        found = self.places[start:end]
        return min(found), max(found) + 1

    def located(self, error: MatcalcError) -> MatcalcError:
        """An error about the rewritten text as one about the original."""
        error.labels = tuple(Label(*self.span(label.start, label.end), label.text) for label in error.labels)
        return error


def spelled(text: str, functions: Collection[str] = ()) -> Spelling:
    """The text as it is read; `functions` are declared without a formula. Raises MatcalcError for what could be spelled for two things."""
    found = Spelling(text)
    try:
        found.rewrite(by_indicators(text))
        found.rewrite(by_steps(found.text))
        found.rewrite(upright(found.text))
        found.rewrite(daggers(found.text))
        found.rewrite(small_transposes(found.text))
        found.rewrite(logistic(found.text, functions))
        for pattern, parts in SPELLINGS:
            found.rewrite(replaced(found.text, pattern, parts))
        for rewriting in (overs, norms, fractions, extremes, positive, raised, *[swapped] * NESTED):
            found.rewrite(rewriting(found.text))
    except MatcalcError as error:
        raise found.located(error) from None
    return found


def daggers(text: str) -> Iterator[Piece]:
    r"""A^\dagger: a pseudo-inverse, a transpose where it stands at a vector, too."""
    sign = r"^\top " if OF_A_VECTOR.search(text) else "^{+}"
    yield from ((*found.span(), [sign]) for found in DAGGER.finditer(text))


def small_transposes(text: str) -> Iterator[Piece]:
    r"""a^t X b: a transpose, where a vector would have the power and t stands nowhere else."""
    if T_OF_A_VECTOR.search(text) and not OTHER_T.search(text):
        yield from ((*found.span(), [r"^\top "]) for found in SMALL_T.finditer(text))


def logistic(text: str, functions: Collection[str]) -> Iterator[Piece]:
    r"""\log\sigma(z): the logistic function, here and elsewhere in the text."""
    if LOG_SIGMA.search(text) or is_layer(text, functions):
        yield from ((*found.span(), [r"\operatorname{sigmoid}"]) for found in SIGMA_OF.finditer(text))


def is_layer(text: str, functions: Collection[str]) -> bool:
    r"""Whether every \sigma of a text stands before a bracket, one of them with a product that begins with a matrix or a row."""
    return (
        "sigma" not in functions
        and bool(LAYER.search(text))
        and len(SIGMA.findall(text)) == len(SIGMA_OF.findall(text))
    )


def guesses(text: str, functions: Collection[str]) -> Iterator[str]:
    """The notes about what could have been meant otherwise."""
    if DAGGER.search(text):
        meant = "transpose, for it stands at a vector" if OF_A_VECTOR.search(text) else "pseudo-inverse"
        yield rf"\dagger is read as the {meant}; ^\top is the transpose, ^+ the pseudo-inverse"
    if any(True for _ in small_transposes(text)):
        yield r"^t is read as the transpose, for a vector has no powers and t stands nowhere else; ^\top is clearer"
    if MIXED.search(text):
        yield r"\|X\|_{2,1} is read as the sum of the norms of the columns; \|X^\top\|_{2,1} is that of the rows"
    if BRACKETS.search(text):
        yield r"\langle a | B | c \rangle is read as a^\top B c, for all numbers are real"
    if HERMITIAN.search(text):
        yield "^H is read as the transpose, for all numbers are real"
    if LOG_SIGMA.search(text):
        yield r"\sigma before a bracket is read as the logistic function, for its logarithm is taken"
    elif is_layer(text, functions):
        yield r"\sigma before a bracket is read as the logistic function; another one is written by its name, \tanh or \operatorname{relu}"


def replaced(text: str, pattern: re.Pattern[str], parts: Sequence[str | int]) -> Iterator[Piece]:
    """The pieces that a pattern finds; a number among the parts is a group of the pattern."""
    for match in pattern.finditer(text):
        yield match.start(), match.end(), [part if isinstance(part, str) else match.span(part) for part in parts]


def upright(text: str) -> Iterator[Piece]:
    r"""`\text{Tr(A}^T\text{SA})`: a whole formula that is typeset upright, letter by letter."""
    groups = list(TYPESET.finditer(text))
    if any(not set("()[]").isdisjoint(group[1]) for group in groups):
        yield from ((group.start(), group.end(), [group.span(1)]) for group in groups)


def closings(text: str) -> dict[int, int]:
    """Where each group in braces ends that begins at a place."""
    opened, found = [], {}
    for word in WORDS.finditer(text):
        if word[0] == "{":
            opened.append(word.start())
        elif word[0] == "}" and opened:
            found[opened.pop()] = word.end()
    return found


def argument(text: str, place: int, groups: dict[int, int]) -> tuple[int, int]:
    """The argument that begins at a place: a group in braces, a command with its own group, or a character."""
    start = len(text) - len(text[place:].lstrip()) if text[place : place + 1].isspace() else place
    if start in groups:
        return start, groups[start]
    command = COMMAND.match(text, start)
    end = command.end() if command else min(start + 1, len(text))
    return start, groups.get(end, end) if command else end


def overs(text: str) -> Iterator[Piece]:
    r"""`{n \over 2}`: \frac{n}{2}."""
    opened: list[int] = []
    found: list[Piece] = []
    for word in WORDS.finditer(text):
        if word[0] == "{":
            opened.append(word.start())
        elif word[0] == "}" and opened:
            opened.pop()
        elif word[0] == r"\over":
            if not opened:
                hint = r"\frac{1}{2} has its two parts in braces"
                raise refused("syntax", r"\over has no braces around it", *word.span(), hint)
            found += [(opened[-1], opened[-1], [r"\frac"]), (*word.span(), ["}{"])]
    yield from sorted(found, key=lambda piece: piece[0])


def norms(text: str) -> Iterator[Piece]:
    r"""`\norm{x}_2`: bars, which have an index."""
    groups = closings(text)
    found: list[Piece] = []
    for match in NORM.finditer(text):
        if end := groups.get(match.end()):
            found += [(match.start(), match.end() + 1, [r"\lVert "]), (end - 1, end, [r"\rVert "])]
    yield from sorted(found, key=lambda piece: piece[0])


def fractions(text: str) -> Iterator[Piece]:
    r"""`\frac\alpha2`, `\nicefrac{1}{2}`: \frac with both parts in braces."""
    groups = closings(text)
    found: list[Piece] = []
    for match in FRACTION.finditer(text):
        found.append((*match.span(), [r"\frac "]))
        end = match.end()
        for _ in range(2):
            start, end = argument(text, end, groups)
            if start not in groups and text[start : start + 1] not in ("", "}"):
                found += [(start, start, ["{"]), (end, end, ["}"])]
    yield from sorted(found, key=lambda piece: piece[0])


def swapped(text: str) -> Iterator[Piece]:
    r"""`W^\top_1`: W_1^\top, as what has an index is transposed. Raises MatcalcError for an entry's index."""
    groups = closings(text)
    done = 0
    for match in EXPONENT.finditer(text):
        start, end = argument(text, match.end(), groups)
        index = INDEX.match(text, end)
        before = text[: match.start()][-20:]
        if match.start() < done or index is None or "^" in text[start:end] or DERIVATIVE.search(before):
            continue
        at, done = argument(text, index.end(), groups)
        if not ONE_INDEX.fullmatch(text, at, done) and not ANY_ORDER.search(before):
            hint = "A_{11}^{-1} is a power of A_{11}, (A^{-1})_{11} an entry of a power"
            raise refused("syntax", "an index behind an exponent has two readings", match.start(), done, hint)
        yield match.start(), done, [(index.start(), done), (match.start(), end)]
