r"""Mathematica's words: names, letters like \[Alpha], brackets, operators, and the product that is written as a blank."""

from __future__ import annotations

import re

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.names import LETTER_OF, NAME_OF
from matcalc_cli.notations.mathematica.tables import INFIX_SIGNS, LETTERS, SIGNS
from matcalc_cli.notations.writer import refused

WORD = re.compile(
    r"(?P<blank>\s+)|(?P<letter>\\\[(?P<called>[A-Za-z]+)\])|(?P<name>[A-Za-z$][A-Za-z0-9$]*|[^\W\d_][A-Za-z0-9]*)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:`[0-9.]*)?(?:\*\^-?[0-9]+)?)"
    r"|(?P<operator>\[\[|:=|//@|//\.|//|/@|@@|->|==|;;|&&|[-+*/^.@=;,(){}\[\]&!#_'\"<>|~?:%])|(?P<other>.)",
    re.DOTALL,
)
COMMENT = re.compile(r"\(\*.*?\*\)", re.DOTALL)
ENDS = ("name", "number", ")", "]", "}", "postfix")
BEGINS = ("name", "number", "(", "{")


def lexed(text: str) -> list[Token]:
    """The words, kinds by their signs; a product by a blank is a word "*" of no length. Raises MatcalcError."""
    text = COMMENT.sub(lambda comment: " " * len(comment[0]), text)
    words: list[Token] = []
    opened: list[str] = []
    place = 0
    while place < len(text):
        found = WORD.match(text, place)
        assert found is not None
        start, place = found.span()
        if found.lastgroup == "blank" or found["blank"]:
            continue
        token = _token(found, start, place)
        if token.kind == "]" and opened and opened[-1] == "[[":
            if text[place : place + 1] != "]":
                raise refused("syntax", "[[ is closed by ]]", start, place)
            place += 1
            token = Token("]]", "]]", start, place, True)
        if token.kind in ("[", "[[", "(", "{"):
            opened.append(token.kind)
        elif token.kind in ("]", "]]", ")", "}") and opened:
            opened.pop()
        if words and token.kind in BEGINS and (words[-1].kind in ENDS or words[-1].kind == "]]"):
            words.append(Token("*", "*", start, start, True))
        words.append(token)
    words.append(Token("end", "", place, place, True))
    return words


def _token(found: re.Match[str], start: int, end: int) -> Token:
    if called := found["called"]:
        return _letter(called, start, end)
    if name := found["name"]:
        return Token("name", NAME_OF.get(name, name), start, end, True)
    if number := found["number"]:
        return _number(number, start, end)
    if found["other"] or found[0] in '#&_?|~<>!%"':
        hint = "what is read: f[x], A.B, x^2, {{a, b}, {c, d}}, A[[1, 2]], f @ x, x // f; Transpose[A] is the transpose"
        raise refused("syntax", f"{found[0]} is not read here", start, end, hint)
    return Token(found[0], found[0], start, end, True)


def _number(number: str, start: int, end: int) -> Token:
    """1.5, 2., 3.14`10, 1*^-3."""
    mantissa, _, exponent = number.partition("*^")
    digits = mantissa.partition("`")[0].rstrip(".") if mantissa.endswith(".") else mantissa.partition("`")[0]
    return Token("number", f"{digits}e{exponent}" if exponent else digits, start, end, True)


def _letter(called: str, start: int, end: int) -> Token:
    if called in SIGNS:
        return Token("postfix", *SIGNS[called][:1], start, end, True)
    if called in INFIX_SIGNS:
        return Token(INFIX_SIGNS[called], called, start, end, True)
    capital = called.removeprefix("Capital")
    name = LETTERS.get(called, capital if called != capital else called.lower())
    if name not in LETTER_OF and name not in LETTERS.values():
        raise refused(
            "syntax", f"\\[{called}] is not a letter that matcalc reads", start, end, "\\[Alpha] to \\[Omega] are"
        )
    return Token("name", name, start, end, True)
