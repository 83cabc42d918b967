r"""LaTeX: \operatorname{tr}(X^\top A X), \lVert x \rVert^2, \frac{1}{2} x^{\mathsf{T}} A x; one letter is one name."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from matcalc_cli.expr.summation import INDEX_NAMES
from matcalc_cli.functions import names
from matcalc_cli.language.lexer import Token, tokens
from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.notations.latex_operands import ENTRYWISE, INDEX, PLUS, Operands
from matcalc_cli.notations.latex_tables import (
    ACCENTS,
    BARS,
    FENCES,
    FUNCTIONS,
    IGNORED,
    LAYER,
    LETTERS,
    NORMS,
    OF_PAIRS,
    OPERATORS,
    STYLES,
    TRANSPOSES,
    UNSUPPORTED,
)  # fmt: skip
from matcalc_cli.notations.latex_unspecified import written
from matcalc_cli.notations.writer import refused

WORD = re.compile(r"\\([A-Za-z]+\*?|.)|%[^\n]*|(\s+)|([0-9]+(?:\.[0-9]+)?|\.[0-9]+)|(.)", re.DOTALL)
NORM = re.compile(r"\s*_\s*(?:([12F*])(?!\w)|\{\s*([12F*])\s*\}|\{\s*\\(?:mathrm|text|mathsf)\s*\{(F)\}\s*\})")
"""The index that says which norm bars are."""
BRACKETED = re.compile(r"\s*(?:\\left|\\[bB]igg?l?)?\s*\\?[({]")
"""What stands behind a function that has no other argument."""
END = re.compile(r"(?:\s|\$|\\[\])\\]|\\end\s*\{[a-z]+\*?\})*\Z")
"""What stands behind the full stop of a formula that was a sentence."""


class Latex(Operands):
    """Reads a text from left to right into words; `functions` are those without a formula that are declared."""

    functions: Collection[str] = ()

    def read(self) -> list[Token]:
        """All words."""
        while self.place < len(self.text):
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
        elif name in ("rvert", "vert") and self.determinants:
            self.end_determinant(start)
        elif name in FENCES:
            self.fence(FENCES[name], start)
        elif name in STYLES:
            self.styled(start)
        elif name in LETTERS or name in LETTER_OF:
            self.letter(LETTERS.get(name, name), start)
        elif name in UNSUPPORTED and not (name in OF_PAIRS and BRACKETED.match(self.text, self.place)):
            raise refused("unsupported", UNSUPPORTED[name][0], start, end, UNSUPPORTED[name][1])
        elif name in FUNCTIONS or name in names():
            self.function(FUNCTIONS.get(name, name), start)
        else:
            message, hint = f"\\{name} is not a command that matcalc reads", "matcalc help notations lists what is read"
            raise refused("syntax", message, start, end, hint)

    def number(self, number: str, start: int) -> None:
        """A number; behind ^ it is its first digit alone, and with an index it is a matrix of zeros."""
        if number == "0" and self.sized("zeros", start):
            return
        if TRANSPOSED.match(self.text, self.place) and (number == "1" or self.refuse_transposed(number, start)):
            self.ones(start)
            return
        if self.writer.words and self.writer.words[-1].kind == "power" and len(number) > 1 and number.isdigit():
            self.place = start + 1
            self.writer.put("number", start, self.place, self.text[start])
            self.writer.put("multiply", self.place, self.place)
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
        if character == "_" and behind == ")" and (index := INDEX.match(self.text, start)):
            self.entry(index)
            return
        if character in "$&~" or (character in ".," and END.match(self.text, self.place)):
            return
        if character == "|" and self.determinants:
            self.end_determinant(start)
            return
        if character == "{":
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
            raise refused("unsupported", UNSUPPORTED["lvert"][0], start, self.place, UNSUPPORTED["lvert"][1])
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
            hint = "for an index write A_2, for a power leave out its brackets"
            raise refused("unsupported", "an exponent in brackets is an index in most papers", start, layer.end(), hint)
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
        if kind == "multiply" and self.in_sizes:
            kind = ","
        if kind in ("add", "subtract") and self.writer.words and self.writer.words[-1].kind not in ("power", "("):
            self.end_sums(start)
        self.writer.put(kind, start, self.place)

    def bar(self, name: str, start: int) -> None:
        r"""Norm bars: `\lVert` opens and `\rVert` closes, `\|` does what it can."""
        opens = name == "lVert" or (name != "rVert" and not self.bars)
        opener = None if opens or not self.bars else self.bars.pop()
        if opens and self.writer.words and self.writer.words[-1].kind in ("name", "number", ")", "bar"):
            self.writer.put("multiply", start, start)
        if opens:
            self.bars.append(len(self.writer.words))
        elif opener is not None:
            self.end_sums(start)
        self.depth += 1 if opens else -(opener is not None)
        norm = None if opens else NORM.match(self.text, self.place)
        self.place = norm.end() if norm else self.place
        if norm and opener is not None and (function := NORMS[norm[1] or norm[2] or norm[3]]) != "norm":
            self.named_norm(function, opener, start)
        else:
            self.fence("bar", start)
        if opener is not None:
            self.writer.operand = opener

    def named_norm(self, function: str, opener: int, start: int) -> None:
        r"""`\|x\|_1`: the bars are the brackets of a function of their own."""
        bar = self.writer.words[opener]
        called = Token("name", function, bar.start, bar.end, False), Token("(", "(", bar.start, bar.end, True)
        self.writer.words[opener : opener + 1] = called
        self.writer.put(")", start, self.place)

    def end_determinant(self, start: int) -> None:
        r"""The second bar of `\log|A|`."""
        self.determinants.pop()
        self.fence(")", start)

    def big_sum(self, start: int) -> None:
        r"""`\sum_{j=1}^{n} EXPR`: sum(j, 1, n, EXPR), up to the end of its term; `\prod` likewise."""
        function = self.text[start + 1 : self.place]
        found = next(filter(None, (pattern.match(self.text, self.place) for pattern in BOUNDS)), None)
        if found is None:
            hint = f"\\{function}_{{j=1}}^{{n}} EXPR; a sum over all entries is \\operatorname{{sum}}(x)"
            raise refused("syntax", f"a {function} needs an index and both bounds", start, self.place, hint)
        self.place = found.end()
        self.writer.put("name", start, start + 4, function, tight=False)
        self.writer.put("(", start, start + 4)
        condition = found["condition"]
        for group, behind in (("index", "in"), ("low", ":"), ("high", "if"), ("condition", ",")):
            part = found[group] or ""
            text = _related(part.removeprefix("{").removesuffix("}"))
            at = found.start(group) + part.startswith("{")
            self.writer.extend([Token(t.kind, t.text, at, found.end(group), t.tight) for t in tokens(text)[:-1]])
            if condition or group != "condition":
                self.put_behind(behind if condition else ",", found.end(group))
        self.terms.append((self.depth, found["index"]))

    def bracket(self, found: re.Match[str], start: int) -> None:
        r"""`[i \neq k]`, which is 1 or 0: a sum of one term, or none."""
        self.place = found.end()
        words = tokens(_related(found[1]))[:-1]
        index = next(name for name in INDEX_NAMES if name not in {word.text for word in words})
        head = tokens(f"sum({index} in 1:1 if")[:-1]
        for word in (*head, *words, *tokens(", 1)")[:-1]):
            self.writer.put(word.kind, start, self.place, word.text, tight=word.tight)

    def put_behind(self, mark: str, at: int) -> None:
        """A word of the language that LaTeX has not."""
        self.writer.put("name" if mark.isalpha() else mark, at, at, mark, tight=False)


def _related(text: str) -> str:
    """A condition in the words of the language."""
    return RELATION.sub(lambda sign: f" {RELATIONS.get(sign[1], '==')} ", text)


TRANSPOSED = re.compile(rf"\s*(?:_\s*(?:\w|\{{[^{{}}]*\}}))?\s*\^{TRANSPOSES.pattern}")
"""What makes a vector of ones of a 1: a transpose behind it."""
RELATIONS = {"neq": "!=", "ne": "!=", "leq": "<=", "le": "<=", "geq": ">=", "ge": ">=", "lt": "<", "gt": ">"}
"""What may stand in the condition of a sum."""
BRACKET = re.compile(r"\[([^\[\]]*(?:\\(?:neq|ne|leq|le|geq|ge|lt|gt)(?![A-Za-z])|=)[^\[\]]*)\]")
RELATION = re.compile(r"\\(neq|ne|leq|le|geq|ge|lt|gt)(?![A-Za-z])|(?<![<>!])=(?!=)")
_LOW = r"\s*(?P<index>[a-z])\s*=\s*(?P<low>[^{}]+?)\s*"
_HIGH = r"\s*\^\s*(?P<high>\{[^{}]+\}|\w)"
_LIMITS = r"\s*(?:\\limits)?\s*"
BOUNDS = (
    re.compile(rf"{_LIMITS}_\s*\{{{_LOW}\}}{_HIGH}(?P<condition>)"),
    re.compile(rf"{_LIMITS}{_HIGH}\s*_\s*\{{{_LOW}\}}(?P<condition>)"),
    re.compile(rf"{_LIMITS}_\s*\{{\\substack\s*\{{{_LOW}\\\\\s*(?P<condition>[^{{}}]+)\}}\s*\}}{_HIGH}"),
)
"""The bounds of a sum, in both orders; with a condition below."""

COMMANDS: dict[str, Callable[[Latex, int], None]] = {
    **dict.fromkeys(("frac", "tfrac", "dfrac"), Latex.fraction),
    "sum": Latex.big_sum,
    "prod": Latex.big_sum,
    **dict.fromkeys(("begin", "end"), Latex.environment),
    **dict.fromkeys(ACCENTS, Latex.accent),
    "vec": Latex.arrow,
}
"""Commands that take what follows them."""


def words(text: str, functions: Collection[str] = ()) -> list[Token]:
    """The words of a text in LaTeX; `functions` are declared without a formula. Raises MatcalcError."""
    reader = Latex(text)
    reader.functions = functions
    return reader.read()
