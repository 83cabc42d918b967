r"""LaTeX: \operatorname{tr}(X^\top A X), \lVert x \rVert^2, \frac{1}{2} x^{\mathsf{T}} A x; one letter is one name."""

from __future__ import annotations

import re
from collections.abc import Callable

from matcalc_cli.functions import names
from matcalc_cli.language.lexer import Token, tokens
from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.language.suggest import function_suggestion
from matcalc_cli.notations.latex_groups import Groups
from matcalc_cli.notations.latex_tables import (
    ACCENTS,
    BARS,
    FENCES,
    FUNCTIONS,
    IGNORED,
    LETTERS,
    OPERATORS,
    STYLES,
    TRANSPOSES,
    UNSUPPORTED,
)  # fmt: skip
from matcalc_cli.notations.writer import refused

WORD = re.compile(r"\\([A-Za-z]+\*?|.)|%[^\n]*|(\s+)|([0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(.)", re.DOTALL)
GROUP = re.compile(r"\s*\{([^{}]*)\}|\s*(\\[A-Za-z]+|[^\s{}\\])")
"""One argument of a command: a group without groups in it, or a single character or command."""
NORM = re.compile(r"\s*_\s*(?:[2F](?!\w)|\{\s*(?:[2F]|\\(?:mathrm|text|mathsf)\s*\{F\})\s*\})")
"""The index of the norm that bars are without one."""
EMPTY = re.compile(r"\s*\^")


class Latex(Groups):
    """Reads a text from left to right into words."""

    def read(self) -> list[Token]:
        """All words."""
        while self.place < len(self.text):
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
        return self.writer.end(self.place)

    def command(self, name: str, start: int) -> None:
        r"""`\name`, by the tables."""
        end = self.place
        if name in IGNORED:
            return
        if name in COMMANDS:
            COMMANDS[name](self, start)
        elif name in OPERATORS:
            self.operator(OPERATORS[name], start)
        elif name in BARS:
            self.bar(name, start)
        elif name in FENCES:
            self.fence(FENCES[name], start)
        elif name in STYLES:
            self.styled(start)
        elif name in LETTERS or name in LETTER_OF:
            self.name(LETTERS.get(name, name), start)
        elif name in FUNCTIONS or name in names():
            self.function(FUNCTIONS.get(name, name), start)
        else:
            message, hint = UNSUPPORTED.get(name, (f"\\{name} is not a command that matcalc reads", None))
            kind = "unsupported" if name in UNSUPPORTED else "syntax"
            raise refused(kind, message, start, end, hint or "matcalc help notations lists what is read")

    def number(self, number: str, start: int) -> None:
        """A number; behind ^ it is its first digit alone."""
        if self.writer.words and self.writer.words[-1].kind == "power" and len(number) > 1 and number.isdigit():
            self.place = start + 1
            self.writer.put("number", start, self.place, self.text[start])
            self.writer.put("multiply", self.place, self.place)
            return
        self.writer.put("number", start, self.place, number)

    def character(self, character: str, start: int) -> None:
        """A character that is no command."""
        if character in "$&~":
            return
        if character == "{":
            self.open_group(start)
        elif character == "}":
            self.close_group(start)
        elif character == "^":
            self.exponent(start)
        elif character.isalpha():
            self.letters(start)
        elif character in "([)]":
            self.fence("(" if character in "([" else ")", start)
        elif character in "+-":
            self.operator("add" if character == "+" else "subtract", start)
        else:
            self.writer.extend([Token(t.kind, t.text, start, self.place, True) for t in tokens(character)[:-1]])

    def letters(self, start: int) -> None:
        """One letter, a differential dX, or a function that was typed without its backslash, and its index."""
        word = re.compile(r"[A-Za-z]+").match(self.text, start)
        if word and len(word[0]) > 1 and word[0] in names() and re.match(r"\s*(?:\(|\\left)", self.text[word.end() :]):
            self.place = word.end()
            self.function(word[0], start)
        elif word and len(word[0]) == 2 and word[0][0] == "d" and word[0] != "dd":
            self.place = word.end()
            self.name(word[0], start)
        else:
            self.name(self.text[start], start)

    def name(self, name: str, start: int) -> None:
        """A variable, with the index that may follow it."""
        index = re.compile(r"\s*_\s*(?:\{\s*(\w+)\s*\}|(\w))").match(self.text, self.place)
        if index:
            self.place = index.end()
            name = f"{name}_{index[1] or index[2]}"
        self.writer.put("name", start, self.place, name)

    def styled(self, start: int) -> None:
        r"""`\mathbf{A}`, `\operatorname{tr}`, `\mathrm{d}X`: what stands in the group."""
        operator = self.text.startswith("operatorname", start + 1)
        inside = self.argument(start)
        if operator and inside.isalpha() and len(inside) > 1 and FUNCTIONS.get(inside, inside) not in names():
            near = function_suggestion(inside, names())
            hint = f"did you mean {near}?" if near else "matcalc functions lists the functions"
            raise refused("name", f"there is no function {inside}", start, self.place, hint)
        if inside in FUNCTIONS or inside in names():
            self.function(FUNCTIONS.get(inside, inside), start)
        elif inside in ("d", "D"):
            self.differential(start)
        else:
            letter = inside.removeprefix("\\")
            self.name(LETTERS.get(letter, letter) if inside.startswith("\\") else inside, start)

    def differential(self, start: int) -> None:
        r"""`\mathrm{d}X`."""
        found = re.compile(r"\s*(?:\\math\w+\s*\{)?\s*\\?([A-Za-z]+|.)\s*\}?").match(self.text, self.place)
        if not found:
            raise refused("syntax", "a differential is \\mathrm{d} and a name", start, self.place)
        greek = found[0].strip().startswith("\\")
        self.place = found.end() if greek or len(found[1]) == 1 else found.start(1) + 1
        self.name("d" + (found[1] if greek else found[1][0]), start)

    def accent(self, start: int) -> None:
        r"""`\hat{x}` is x_hat."""
        accent = ACCENTS[self.text[start + 1 : self.place]]
        self.name(f"{self.argument(start).removeprefix(chr(92))}_{accent}", start)

    def argument(self, start: int) -> str:
        """The group or the character that a command takes."""
        found = GROUP.match(self.text, self.place)
        if found is None:
            raise refused("syntax", f"{self.text[start : self.place]} needs its argument in braces", start, self.place)
        self.place = found.end()
        return (found[1] if found[1] is not None else found[2]).strip()

    def function(self, name: str, start: int) -> None:
        r"""A function and its argument: in brackets, or another function's (`\log\det X`), or all there is (`\log x`)."""
        self.writer.put("name", start, self.place, name, tight=False)
        following = re.compile(r"\s*(?:\\(?:left|big|Big|bigl|Bigl)\s*)?[({\[]").match(self.text, self.place)
        if not following and not EMPTY.match(self.text, self.place):
            self.bare_argument(name, start)

    def bare_argument(self, name: str, start: int) -> None:
        """An argument without brackets, where it is clear how far it goes."""
        at = self.place
        alone = re.compile(
            r"\s*(\\?[A-Za-z]+)(?:\s*(?:\^|_)\s*(?:\{[^{}]*\}|\\?\w))*\s*(?=$|[-+)\]},]|\\right|\\rVert)"
        ).match(self.text, at)
        function = re.compile(r"\s*\\(?:operatorname\s*\{)?([a-z]+)").match(self.text, at)
        if (function and (function[1] in FUNCTIONS or function[1] in names())) or alone:
            self.terms.append(self.depth)
        else:
            hint = f"with brackets it is clear how far the argument goes: {name}(A B) or {name}(A) B"
            raise refused("syntax", f"{name} needs its argument in brackets", start, at, hint)
        self.writer.put("(", at, at)

    def exponent(self, start: int) -> None:
        """A transpose or an inverse transposed, else an exponent in brackets."""
        sign = TRANSPOSES.match(self.text, self.place)
        if sign is None:
            self.writer.put("power", start, self.place)
            return
        self.place = sign.end()
        self.writer.put("power", start, start + 1)
        if sign[1]:
            self.writer.put("subtract", start, self.place)
        self.writer.put("name", start, self.place, "T")

    def operator(self, kind: str, start: int) -> None:
        """An infix operator; a sum or a difference ends the sums that are open."""
        if kind in ("add", "subtract") and self.writer.words and self.writer.words[-1].kind not in ("power", "("):
            self.end_sums(start)
        self.writer.put(kind, start, self.place)

    def bar(self, name: str, start: int) -> None:
        r"""Norm bars: `\lVert` opens and `\rVert` closes, `\|` does what it can."""
        opens = name == "lVert" or (name != "rVert" and not self.bars)
        if opens and self.writer.words and self.writer.words[-1].kind in ("name", "number", ")", "bar"):
            self.writer.put("multiply", start, start)
        self.bars += 1 if opens else -1
        self.fence("bar", start)
        norm = None if opens else NORM.match(self.text, self.place)
        self.place = norm.end() if norm else self.place

    def big_sum(self, start: int) -> None:
        r"""`\sum_{j=1}^{n} EXPR`: sum(j, 1, n, EXPR), up to the end of its term."""
        found = BOUNDS.match(self.text, self.place)
        if found is None:
            hint = "\\sum_{j=1}^{n} EXPR; a sum over all entries is \\operatorname{sum}(x)"
            raise refused("syntax", "a sum needs an index and both bounds", start, self.place, hint)
        self.place = found.end()
        self.writer.put("name", start, start + 4, "sum", tight=False)
        self.writer.put("(", start, start + 4)
        for group in (1, 2, 3):
            part = found[group] if found[group] is not None else found[group + 1]
            at = found.start(group) if found[group] is not None else found.start(group + 1)
            self.writer.extend([Token(t.kind, t.text, t.start + at, t.end + at, t.tight) for t in tokens(part)[:-1]])
            self.writer.put(",", at + len(part), at + len(part))
        self.terms.append(self.depth)


BOUNDS = re.compile(r"\s*(?:\\limits)?\s*_\s*\{\s*([a-z])\s*=\s*([^{}]+)\}\s*\^\s*(?:\{([^{}]+)\}|(\w))")

COMMANDS: dict[str, Callable[[Latex, int], None]] = {
    **dict.fromkeys(("frac", "tfrac", "dfrac"), Latex.fraction),
    "sum": Latex.big_sum,
    **dict.fromkeys(ACCENTS, Latex.accent),
}
"""Commands that take what follows them."""


def words(text: str) -> list[Token]:
    """The words of a text in LaTeX. Raises MatcalcError."""
    return Latex(text).read()
