r"""LaTeX's letters as they are printed: styles, accents, arrows, differentials, functions without their backslash."""

from __future__ import annotations

import re

from matcalc_cli.functions import elsewhere, names
from matcalc_cli.language.mistakes.suggest import function_suggestion
from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.notations.latex.operands import OPENING, Operands
from matcalc_cli.notations.latex.tables import ACCENTS, BOLD, FUNCTIONS, LETTERS, SCRIPTS, STATISTICS
from matcalc_cli.notations.writer import refused

ARROW = re.compile(r"\s*(?:\{\s*(?:([A-Za-z])|\\([a-z]+))\s*\}|([A-Za-z])(?![A-Za-z])|\\(?!left)([a-z]+))")
"""The letter under an arrow, in braces or not."""
MOVED = re.compile(r"\\([A-Za-z]+)")
ALONE = re.compile(r"(?<![A-Za-z\\])(?<!rm\{)d(?![A-Za-z\\])")
"""A d that is the name of a number: d/2."""
CALLED = re.compile(r"\s*(?:_\s*(?:\w|\{[^{}]*\}))?\s*(?:\\(?:left|[bB]igg?l?)\s*)?([(\[])")
"""The bracket directly behind a function; behind a space the bracket is a factor."""
NAMES_ALONE = ("mathit", "mathbb", *BOLD, *SCRIPTS)
"""Styles in which a word of several letters is a name."""
DECLARED = "one without a formula is declared, where {0}: scalar of vector(n)"
BARE_WORDS = elsewhere("latex-bare")
"""Functions that many type without a backslash, and nobody means as a product of letters."""


class Printed(Operands):
    """Reads names by how they are printed."""

    def letters(self, start: int) -> None:
        """One letter, a differential dX, or a function that was typed without its backslash, and its index."""
        word = re.compile(r"[A-Za-z]+").match(self.text, start)
        opens = word is not None and (word[0] in BARE_WORDS or bool(OPENING.match(self.text, word.end())))
        if word and len(word[0]) > 1 and word[0] in names() and opens:
            self.place = word.end()
            self.function(word[0], start)
        elif word and word[0] == "d" and self.moves(word.end()):
            self.place = word.end()
            self.differential(start)
        elif word and len(word[0]) == 2 and word[0][0] == "d" and word[0] != "dd":
            self.place = word.end()
            self.name(word[0], start)
        else:
            self.letter(self.text[start], start)

    def moves(self, place: int) -> bool:
        r"""Whether a Greek or a bold letter stands right behind a d, d\Sigma, and no d is a name of its own."""
        found = MOVED.match(self.text, place)
        known = found is not None and (found[1] in BOLD or found[1] in LETTER_OF or found[1] in LETTERS)
        return known and not ALONE.search(self.text)

    def styled(self, start: int) -> None:
        r"""`\mathbf{A}`, `\operatorname{tr}`, `\mathrm{d}X`: what stands in the group."""
        style, before = self.text[start + 1 : self.place], self.place
        inside = self.argument(start).replace(r"\_", "_")
        if style.startswith("operatorname") and inside.isalpha() and len(inside) > 1:
            self.known(inside, start)
        if inside == "e" and style in BOLD and self.unit(start):
            return
        if inside == "I":
            self.letter(inside, start)
        elif inside in FUNCTIONS or inside in names():
            self.function(FUNCTIONS.get(inside, inside), start)
        elif inside in ("d", "D") and style not in BOLD:
            self.differential(start)
        elif inside == "1":
            self.ones(start)
        elif style == "mathbb":
            what = "an expectation" if inside == "E" else f"\\mathbb{{{inside}}}"
            hint = STATISTICS.get(inside, ("", None))[1]
            raise refused("unsupported", f"{what} is not part of the language", start, self.place, hint)
        elif style in BOLD and not re.fullmatch(r"\\?[^\W\d_]|\\[A-Za-z]+|[^\W\d_]+_\w+", inside):
            self.place = before  # \mathbf{A B}: a group of several letters, each of them bold
        elif inside.startswith("\\") and (inside[1:] in LETTERS or inside[1:] in LETTER_OF):
            self.letter(LETTERS.get(inside[1:], inside[1:]), start)
        elif not re.fullmatch(r"[^\W\d_]\w*", inside):
            raise refused("syntax", f"{self.text[start : self.place]} is not a name", start, self.place)
        else:
            self.refuse_word(inside, style, start)
            self.letter(inside, start)

    def refuse_word(self, word: str, style: str, start: int) -> None:
        r"""Refuse an upright word before a bracket, \mathrm{loss}(x), which is no factor; \mathrm{E}[x], too."""
        called = CALLED.match(self.text, self.place)
        statistic = called is not None and called[1] == "[" and word in STATISTICS
        upright = style not in NAMES_ALONE and called is not None and word.isalpha() and len(word) > 1
        if upright or (statistic and (style not in NAMES_ALONE or (word == "E" and style in BOLD))):
            self.known(word, start)

    def known(self, function: str, start: int) -> None:
        """Refuse an operator that is no function."""
        if FUNCTIONS.get(function, function) in names():
            return
        if function in STATISTICS:
            raise refused("unsupported", STATISTICS[function][0], start, self.place, STATISTICS[function][1])
        near = function_suggestion(function, names())
        hint = (
            f"did you mean {near}?" if near else f"matcalc functions lists the functions; {DECLARED.format(function)}"
        )
        raise refused("name", f"there is no function {function}", start, self.place, hint)

    def differential(self, start: int) -> None:
        r"""`\mathrm{d}X`."""
        found = re.compile(r"\s*(?:\\math\w+\s*\{)?\s*\\?([A-Za-z]+|.)\s*\}?").match(self.text, self.place)
        if not found:
            raise refused("syntax", "a differential is \\mathrm{d} and a name", start, self.place)
        greek = found[0].strip().startswith("\\")
        self.place = found.end() if greek or len(found[1]) == 1 else found.start(1) + 1
        self.name("d" + (found[1] if greek else found[1][0]), start)

    def arrow(self, start: int) -> None:
        r"""`\vec{x}` is a vector with an arrow, `\vec(A)` the columns of a matrix."""
        found = ARROW.match(self.text, self.place)
        if found is None:
            self.function("vec", start)
            return
        self.place = found.end()
        letter = next(filter(None, found.groups()))
        if letter[:1].isupper():
            hint = f"\\operatorname{{vec}}({letter}) stacks the columns, {letter} is the matrix"
            raise refused(
                "syntax", "an arrow over a capital letter is a vector, or vec of a matrix", start, self.place, hint
            )
        self.letter(letter, start)

    def accent(self, start: int) -> None:
        r"""`\hat{x}` is x_hat."""
        accent = ACCENTS[self.text[start + 1 : self.place]]
        of = self.argument(start)
        letter = LETTERS.get(of.removeprefix("\\"), of.removeprefix("\\"))
        if not re.fullmatch(r"[^\W\d_]\w*", letter) or (
            of.startswith("\\") and letter not in LETTER_OF and len(letter) > 1
        ):
            raise refused("syntax", f"{self.text[start : self.place]} is not a name", start, self.place)
        self.name(f"{letter}_{accent}", start)
