r"""Functions without a formula in LaTeX: \phi(A x), \nabla f(x), \nabla^2 f(x), \nabla_1 f(u, v), \mathrm{D} g(x), \dot{A}."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.unspecified import PARTIAL
from matcalc_cli.language.names import LETTER_OF
from matcalc_cli.notations.latex.tables import LETTERS

LETTER = r"(?:\\([A-Za-z]+)|([A-Za-z]))(?:\s*_\s*(?:\{(\w+)\}|(\w)))?"
DERIVATIVE = re.compile(
    r"(\\nabla|\\mathrm\s*\{D\}|\\operatorname\s*\{D\}|D)\s*(?:\^\s*\{?(\d)\}?\s*)?"
    r"(?:_\s*(?:\{([\d,\s]+)\}|(\d))\s*)?(?:\^\s*\{?(\d)\}?\s*)?" + LETTER + "('*)"
)
DOTTED = re.compile(r"\\(d?dot)\s*(?:\{\s*" + LETTER + r"\s*\}|\s" + LETTER + ")")
_SIGN = r"(?:\\partial(?![A-Za-z])|\\mathrm\s*\{\s*d\s*\}|\\mathrm\s+d|d)"
_POWER = r"(?:\s*\^\s*\{?\s*(\d)\s*\}?)?"
QUOTIENT = re.compile(
    rf"\\[dt]?frac\s*\{{\s*{_SIGN}{_POWER}\s*{LETTER}\s*\}}\s*\{{((?:\s*{_SIGN}\s*{LETTER}{_POWER}\s*)+)\}}"
)
"""The partial derivatives of books: df/du, d^2 f/(dx dy)."""
_BY = re.compile(rf"{_SIGN}\s*{LETTER}{_POWER}")
_BRACKET = re.compile(r"\s*(?:\\left|\\[bB]igg?l?)?\s*[(\[]([^()\[\]]*)")
CALLED = re.compile(LETTER + r"('*)(?=\s*(?:\\left\s*)?[(\[])")


def written(text: str, place: int, functions: Collection[str]) -> tuple[list[Token], int] | None:
    """The words of the function that is written at a place, before its bracket, and where it ends; None of others."""
    quotient = QUOTIENT.match(text, place)
    if quotient is not None:
        spelled = _partial(quotient, text, functions)
        return ([_word(word, *quotient.span()) for word in spelled], quotient.end()) if spelled else None
    for pattern, words in ((DERIVATIVE, _derivative), (DOTTED, _dotted), (CALLED, _called)):
        found = pattern.match(text, place)
        spelled = list(words(found)) if found else []
        if found and spelled[2 if "(" in spelled else 0] in functions:
            return [_word(word, *found.span()) for word in spelled], found.end()
    return None


def _partial(found: re.Match[str], text: str, functions: Collection[str]) -> list[str]:
    """The words of a quotient of differentials; none where its numerator is no function that is declared.

    By which argument of several is told by their names, where the function is called; without a bracket it is taken
    where the denominator says.
    """
    power, *letter, below = found.groups()[:6]
    name = _name(letter)
    if name not in functions:
        return []
    by = [(_name(b.groups()[:4]), int(b[5] or 1)) for b in _BY.finditer(below)]
    taken = [variable for variable, times in by for _ in range(times)]
    bracket = _BRACKET.match(text, found.end())
    named = functions[name] if isinstance(functions, Mapping) else ()
    arguments: Sequence[str] = named or ([a.strip(" \\\t\n") for a in bracket[1].split(",")] if bracket else [])
    places = [str(arguments.index(v) + 1) for v in taken if v in arguments] if len(arguments) > 1 else []
    if len(taken) != int(power or 1) or (len(arguments) > 1 and len(places) != len(taken)):
        return []
    order = len(taken)
    inside = [word for place in places for word in (",", place)]
    words = [PARTIAL if order == 1 else f"D{order}", "(", name, *inside, ")"]
    return words if bracket or named else [*words, "(", taken[0], ")"]


def _derivative(found: re.Match[str]) -> Iterator[str]:
    """grad(f,1), D2(f)."""
    sign, order, places, place, power, *letter, primes = found.groups()
    indices = re.findall(r"\d", places or place or "")
    times = int(order or power or len(indices) or 1)
    head = "grad" if sign == r"\nabla" and times == 1 else f"D{times if times > 1 else ''}"
    yield from (head, "(", _name(letter), *primes)
    for index in indices:
        yield from (",", index)
    yield ")"


def _dotted(found: re.Match[str]) -> Iterator[str]:
    """D(A) for a dot, D2(A) for two."""
    command, *letters = found.groups()
    yield from ("D2" if command == "ddot" else "D", "(", _name(letters[:4]) or _name(letters[4:]), ")")


def _called(found: re.Match[str]) -> Iterator[str]:
    *letter, primes = found.groups()
    yield from (_name(letter), *primes)


def _name(parts: Collection[str | None]) -> str:
    """f, phi, f_1; nothing of a command that is no letter."""
    command, letter, *indices = parts
    index = next(filter(None, indices), "")
    stem = letter or LETTERS.get(command or "", command if command in LETTER_OF else "") or ""
    return f"{stem}_{index}" if index else stem


def _word(text: str, start: int, end: int) -> Token:
    kind = text if text in "(,)" else "transpose" if text == "'" else "number" if text.isdigit() else "name"
    return Token(kind, text, start, end, text == "(")
