"""Mathematica's grammar: `.` binds tighter than `*`, `*` is of entries, f @ x and x // f are f[x]."""

from __future__ import annotations

from matcalc_cli.functions import names
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.mistakes.suggest import nearest
from matcalc_cli.notations.mathematica.parts import Parts
from matcalc_cli.notations.mathematica.tables import ENTRYWISE, FUNCTIONS, INFIX, SAME, UNSUPPORTED
from matcalc_cli.notations.words import Words, bracketed, call, entrywise, joined, word
from matcalc_cli.notations.writer import refused

LEVELS = (
    {"+": "add", "-": "subtract"},
    {"*": "hadamard", "/": "elementwise_divide", "hadamard": "hadamard", "kron": "kron"},
    {".": "multiply", "cross": "cross"},
)
"""Infix operators from the loosest to the tightest, all from the left, and what each becomes."""
CONSTANTS = {"Pi": "pi"}


HARDLY_POWERS = {"T": "Transpose", "H": "ConjugateTranspose", "\\[Transpose]": "Transpose"}
"""Exponents that are no numbers in papers."""


class Mathematica(Parts):
    """Reads words from left to right; each method returns those of the language for what it has read."""

    def program(self) -> Words:
        """Named parts and an expression behind them."""
        found: Words = []
        while self.next.kind != "end":
            if self.next.kind == "name" and self.given[self.index + 1].kind in ("=", ":="):
                name, mark = self.take(), self.take()
                found += [name, word("=", mark)]
            found += self.expression()
            if self.next.kind == ";":
                mark = self.take()
                if self.next.kind != "end":
                    found.append(word(";", mark))
            elif self.next.kind != "end":
                stray = self.next
                raise refused(
                    "syntax", f"{stray.text} is not expected here", stray.start, max(stray.end, stray.start + 1)
                )
        return found

    def expression(self) -> Words:
        """An expression, and what is applied to it from behind: x // f."""
        found = self.level(0)
        while self.next.kind == "//":
            self.take()
            name = self.take("name")
            found = self.applied(name, [found])
        return found

    def level(self, number: int) -> Words:
        """Operands and the operators of a level between them."""
        if number == len(LEVELS):
            return self.power()
        signs = LEVELS[number]
        found = self.level(number + 1) if number == len(LEVELS) - 1 else self.signed(number)
        while self.next.kind in signs:
            sign = self.take()
            right = self.level(number + 1) if number == len(LEVELS) - 1 else self.signed(number)
            if signs[sign.kind] == "cross":
                found = call("cross", sign, [found, right])
            elif number == 2:  # brackets, for it binds tighter than the products of entries
                found = bracketed([*found, word(signs[sign.kind], sign, "*"), *right])
            else:
                signed = right[0].kind in ("add", "subtract")
                found += [word(signs[sign.kind], sign), *(bracketed(right) if signed else right)]
        return found

    def signed(self, number: int) -> Words:
        """An operand with a sign before it."""
        if self.next.kind in ("+", "-"):
            sign = self.take()
            return [word("subtract" if sign.kind == "-" else "add", sign), *self.deeper(lambda: self.signed(number))]
        return self.level(number + 1)

    def power(self) -> Words:
        """x^y, from the right; E^x is the exponential of every entry."""
        base = self.prefix()
        if self.next.kind != "^":
            return base
        sign = self.take()
        exponent = self.deeper(self.signed_power)
        _check_transpose(exponent)
        if [t.text for t in base] == ["E"]:
            return entrywise("exp", base[0], exponent)
        return bracketed([*base, word("elementwise_power", sign), *bracketed(exponent)])

    def signed_power(self) -> Words:
        """An exponent, -1 too."""
        if self.next.kind in ("+", "-"):
            sign = self.take()
            return [word("subtract" if sign.kind == "-" else "add", sign), *self.power()]
        return self.power()

    def prefix(self) -> Words:
        """f @ x, else an operand with what stands behind it."""
        if self.next.kind == "name" and self.given[self.index + 1].kind == "@":
            name = self.take()
            self.take()
            return self.applied(name, [self.deeper(self.prefix)])
        found = self.primary()
        while self.next.kind in ("postfix", "[[", "'"):
            mark = self.take()
            if mark.kind == "[[":
                found = self.part(found, mark)
            elif mark.kind == "postfix":
                found = [*found, word("transpose", mark, "'")]
            else:
                raise refused(
                    "syntax", "' is a derivative in Mathematica", mark.start, mark.end, "Transpose[A] is the transpose"
                )
        return found

    def primary(self) -> Words:
        """A number, a name, a call, brackets, a list."""
        token = self.take()
        if token.kind == "number":
            return [token]
        if token.kind == "name":
            return self.called(token) if self.next.kind == "[" else self.name(token)
        if token.kind == "(":
            found = self.deeper(self.expression)
            end = self.take(")")
            return [word("(", token), *found, word(")", end)]
        if token.kind == "{":
            return self.deeper(lambda: self.listed(token))
        said = token.text or "the end"
        raise refused("syntax", f"an operand is missing before {said}", token.start, max(token.end, token.start + 1))

    def name(self, token: Token) -> Words:
        """A variable or a constant."""
        if token.text in CONSTANTS:
            return [word("name", token, CONSTANTS[token.text])]
        if token.text == "I":
            raise refused(
                "unsupported",
                "I is the imaginary unit in Mathematica",
                token.start,
                token.end,
                "IdentityMatrix[n] is the identity",
            )
        if token.text == "E":
            return [token] if self.next.kind == "^" else entrywise("exp", token, [word("number", token, "1")])
        return [token]

    def called(self, name: Token) -> Words:
        """f[x, y]."""
        self.take("[")
        arguments = [] if self.next.kind == "]" else self.elements()
        self.take("]")
        return self.applied(name, arguments)

    def elements(self) -> list[Words]:
        """Expressions between commas."""
        found = [self.deeper(self.expression)]
        while self.next.kind == ",":
            self.take()
            found.append(self.deeper(self.expression))
        return found

    def listed(self, opening: Token) -> Words:
        """{x, y}, {{a, b}, {c, d}}: a column, or the rows of a matrix."""
        rows: list[Words] = [] if self.next.kind == "}" else self.elements()
        closing = self.take("}")
        nested = all(row[0].kind == "[" and row[0].text == "{" for row in rows) and bool(rows)
        inner = (
            [[word(",", t) if t.kind == ";" and t.text == "{;" else t for t in row[1:-1]] for row in rows]
            if nested
            else rows
        )
        found: Words = [Token("[", "{", opening.start, opening.end, False)]
        for number, row in enumerate(inner):
            found += [Token(";", "{;", row[0].start, row[0].start, True)] * bool(number)
            found += row
        return [*found, word("]", closing)]

    def applied(self, name: Token, arguments: list[Words]) -> Words:
        """A function of arguments."""
        from matcalc_cli.notations.mathematica.calls import SPECIAL

        called = name.text
        if called in SPECIAL:
            return SPECIAL[called](name, arguments)
        if called in UNSUPPORTED:
            raise refused(
                "unsupported", f"{called} is not part of the language", name.start, name.end, UNSUPPORTED[called]
            )
        if called in SAME and arguments:
            return bracketed(arguments[0])
        if called in INFIX and arguments:
            return bracketed(joined(INFIX[called], name, arguments))
        if called in ENTRYWISE and len(arguments) == 1:
            return entrywise(ENTRYWISE[called], name, arguments[0])
        if called in FUNCTIONS or called in self.functions:
            return call(FUNCTIONS.get(called, called), name, arguments)
        if called in ENTRYWISE:
            message = f"{called} takes 1 argument here, not {len(arguments)}"
            raise refused("usage", message, name.start, name.end, f"{called}[x] is of every entry")
        near = nearest(called, [*FUNCTIONS, *ENTRYWISE, *INFIX])
        lower = called in names()
        hint = (
            f"did you mean {near}?"
            if near
            else "functions have capitals: Tr[A], Exp[x]"
            if lower
            else "a product is written f*(x)"
        )
        raise refused("name", f"there is no function {called}", name.start, name.end, hint)


def _check_transpose(exponent: Words) -> None:
    """Refuse A^T and A^-T: to Mathematica that is a power, and hardly meant."""
    *sign, last = [word for word in exponent if word.kind not in ("(", ")")]
    if last.text in HARDLY_POWERS and [word.kind for word in sign] in ([], ["subtract"]):
        function = HARDLY_POWERS[last.text]
        inverse = f"Inverse[{function}[A]]" if sign else f"{function}[A]"
        raise refused(
            "syntax", f"^{'-' * bool(sign)}{last.text} is a power in Mathematica, with an exponent {last.text}", last.start, last.end,
            f"{inverse} is what papers mean by it; a power has another letter",
        )  # fmt: skip
