r"""LaTeX: \operatorname{tr}(X^\top A X), \lVert x \rVert^2, \frac{1}{2} x^{\mathsf{T}} A x; one letter is one name."""

from __future__ import annotations

import re
from collections.abc import Callable

from matcalc_cli.functions import OF_PAIRS, names
from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.language.grammar.ranges import INDEXED
from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.notations.latex.indices.sums import BRACKET, Sums
from matcalc_cli.notations.latex.operands import ENTRYWISE, INDEX, OPENING, PLUS
from matcalc_cli.notations.latex.tables import (
    ACCENTS,
    BARS,
    ENVIRONMENT,
    FENCES,
    FUNCTIONS,
    IGNORED,
    LAYER,
    LETTERS,
    OPERATORS,
    STYLES,
    TRANSPOSES,
    UNSUPPORTED,
    USUALLY_FUNCTIONS,
)
from matcalc_cli.notations.latex.unspecified import written
from matcalc_cli.notations.writer import refused

WORD = re.compile(r"\\(operatorname\*|[A-Za-z]+|.)|%[^\n]*|(\s+)|([0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(.)", re.DOTALL)
MATRIX = re.compile(r"\s*\{\s*([pbBv]?matrix|smallmatrix)\s*\}")
END = re.compile(r"(?:\s|\$|\\[\])\\]|\\end\s*\{[a-z]+\*?\})*\Z")
"""The text that may follow the full stop of a formula that was a sentence."""


class Latex(Sums):
    """Reads a text from left to right into words."""

    def read(self) -> list[Token]:
        """All words."""
        while self.place < len(self.text):
            self.end_arguments()
            if self.functions and self.unspecified():
                continue
            found = WORD.match(self.text, self.place)
            assert found is not None
            start, self.place = found.span()
            command, blank, number, character = found.groups()
            if command is not None:
                self.command(command, start)
            elif number is not None:
                self.number(number, start)
            elif character is not None and blank is None:
                self.character(character, start)
        self.end_sums(self.place)
        self.refuse_open_group()
        self.refuse_open_bar()
        return self.writer.end(self.place)

    def unspecified(self) -> bool:
        """A function without a formula that is declared."""
        found = written(self.text, self.place, self.functions)
        if found:
            words, self.place = found
            self.writer.extend(words)
            self.head = words[-1]
        return found is not None

    def command(self, name: str, start: int) -> None:
        r"""`\name`, by the tables."""
        end = self.place
        if name == "\\" and self.matrices:
            self.end_sums(start)
            self.writer.put(";", start, end)
            return
        if name in IGNORED:
            return
        if name in COMMANDS:
            COMMANDS[name](self, start)
        elif name in OPERATORS:
            self.operator(OPERATORS[name], start)
        elif name in BARS:
            self.bar(name, start)
        elif name in ("lvert", "rvert"):
            self.single_bar(start, opens=name == "lvert")
        elif name in FENCES:
            self.fence(FENCES[name], start)
        elif name in STYLES:
            self.styled(start)
        elif name in LETTERS or name in LETTER_OF:
            self.letter(LETTERS.get(name, name), start)
        elif name in UNSUPPORTED and not (name in OF_PAIRS and OPENING.match(self.text, self.place)):
            raise refused("unsupported", UNSUPPORTED[name][0], start, end, UNSUPPORTED[name][1])
        elif name in FUNCTIONS or name in names():
            self.function(FUNCTIONS.get(name, name), start)
        else:
            message, hint = f"\\{name} is not a command that matcalc reads", "matcalc help notations lists what is read"
            raise refused("syntax", message, start, end, hint)

    def number(self, number: str, start: int) -> None:
        """A number; with an index it is a matrix of zeros."""
        if number == "0" and self.sized("zeros", start):
            return
        if found := POWER_OF_TEN.match(self.text, self.place):
            hint = f"{number} \\cdot 10^{{{found[1]}}} is that number; with a blank, {number} e, it is a product with e"
            raise refused("syntax", "a number with an e for a power of ten is none in LaTeX", start, found.end(), hint)
        if TRANSPOSED.match(self.text, self.place) and (number == "1" or self.refuse_transposed(number, start)):
            self.ones(start)
            return
        self.writer.put("number", start, self.place, number)

    def refuse_transposed(self, number: str, start: int) -> bool:
        """A number is its own transpose, which nobody writes."""
        hint = "\\mathbf{1}^\\top x is the sum of the entries"
        raise refused("syntax", f"the number {number} is not transposed", start, self.place, hint)

    def character(self, character: str, start: int) -> None:
        """A character that is no command."""
        if character == "&" and self.matrices:
            self.end_sums(start)
            self.writer.put(",", start, self.place)
            return
        behind = self.writer.words[-1].kind if self.writer.words else ""
        if character == "_" and behind in (")", "]") and (index := INDEX.match(self.text, start)):
            self.entry(index)
            return
        if character in "$&~" or (character in ".," and END.match(self.text, self.place)):
            return
        if character == "{" and self.text[self.place : self.place + 1] == "}":  # `{} +` gives a sign its room
            self.place += 1
        elif character == "{":
            self.open_group(start)
        elif character == "}":
            self.close_group(start)
        elif character == "^":
            self.exponent(start)
        elif character.isalpha():
            self.letters(start)
        elif character == "[" and (relation := BRACKET.match(self.text, start)):
            self.bracket(relation, start)
        elif character in "([)]":
            self.fence("(" if character in "([" else ")", start)
        elif character == "|":
            self.some_bar(start)
        elif character in "+-":
            self.operator("add" if character == "+" else "subtract", start)
        else:
            if character == ",":
                self.end_sums(start)
            self.writer.extend([Token(t.kind, t.text, start, self.place, True) for t in tokens(character)[:-1]])

    def exponent(self, start: int) -> None:
        """A transpose, an inverse transposed or a pseudo-inverse, else an exponent in brackets, of every entry or not."""
        if plus := PLUS.match(self.text, self.place):
            self.place = plus.end()
            self.writer.wrap("pinv", start, self.place)
            return
        if entrywise := ENTRYWISE.match(self.text, self.place):
            self.place = entrywise.end()
            self.writer.put("elementwise_power", start, self.place)
            self.open_group(self.place - 1)
            return
        if layer := LAYER.match(self.text, self.place):
            self.index_above(layer, start)
            return
        sign = TRANSPOSES.match(self.text, self.place)
        if sign is None:
            self.writer.put("power", start, self.place)
            return
        self.place = sign.end()
        self.writer.put("power", start, start + 1)
        if sign[1]:
            self.writer.put("subtract", start, self.place)
        self.writer.put("name", start, self.place, "T")

    def index_above(self, found: re.Match[str], start: int) -> None:
        r"""`W^{(2)}`, which is W_2."""
        word = self.writer.words[-1] if self.writer.words else None
        if word is None or word.kind != "name" or word.text in (*names(), *USUALLY_FUNCTIONS):
            hint = "for an index write A_2, for a power leave out its brackets"
            raise refused("unsupported", "an exponent in brackets is an index in most papers", start, found.end(), hint)
        self.place = found.end()
        word.text = f"{word.text}_{found[1]}"
        word.end = self.place

    def operator(self, kind: str, start: int) -> None:
        """An infix operator; a sum or a difference ends the sums that are open."""
        if kind == "multiply" and self.in_sizes:
            kind = ","
        if kind in ("add", "subtract") and self.writer.words and self.writer.words[-1].kind not in ("power", "("):
            self.check_ending(start)
            self.end_sums(start)
        self.writer.put(kind, start, self.place)

    def environment(self, start: int) -> None:
        r"""`\begin{align*}` around a formula; one that makes a matrix is refused."""
        if matrix := MATRIX.match(self.text, self.place):
            self.matrix(start, matrix)
            return
        found = ENVIRONMENT.match(self.text, self.place)
        if found is None:
            raise refused("unsupported", *UNSUPPORTED["begin"][:1], start, self.place, UNSUPPORTED["begin"][1])
        self.place = found.end()

    def matrix(self, start: int, found: re.Match[str]) -> None:
        r"""`\begin{bmatrix} a & b \\ c & d \end{bmatrix}`: the same in square brackets."""
        begins = self.text.startswith("begin", start + 1)
        self.place = found.end()
        if begins:
            if found[1] == "vmatrix":
                self.writer.put("name", start, self.place, "det", tight=False)
                self.writer.put("(", start, self.place)
            self.matrices.append(found[1])
            self.depth += 1
            self.writer.put("[", start, self.place, tight=False)
        elif self.matrices:
            self.end_sums(start)
            self.depth -= 1
            self.writer.put("]", start, self.place)
            if self.matrices.pop() == "vmatrix":
                self.writer.put(")", start, self.place)


POWER_OF_TEN = re.compile(r"[eE]\+?(-?[0-9]+)(?![0-9.])")
"""The exponent of ten that programs write behind a number: 1e-3."""
TRANSPOSED = re.compile(rf"\s*(?:_\s*(?:\w|\{{[^{{}}]*\}}))?\s*\^{TRANSPOSES.pattern}")
"""The transpose behind a 1 that makes a vector of ones of it."""

COMMANDS: dict[str, Callable[[Latex, int], None]] = {
    **dict.fromkeys(("frac", "tfrac", "dfrac"), Latex.fraction),
    **dict.fromkeys(INDEXED, Latex.big_sum),
    **dict.fromkeys(("begin", "end"), Latex.environment),
    **dict.fromkeys(ACCENTS, Latex.accent),
    "vec": Latex.arrow,
}
"""Commands that take what follows them."""
