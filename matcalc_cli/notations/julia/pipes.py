"""Julia's pipes, A*x |> norm and x .|> sin, its letters with accents, ŷ and x̄, and choices, ifelse.(x .> 0, x, 0)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.julia.dots import mark
from matcalc_cli.notations.numpy.written_out.choices import chosen
from matcalc_cli.notations.words import Words

ACCENTS = {"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot"}


def accented(words: Sequence[Token]) -> list[Token]:
    """The words with y_hat for ŷ."""
    found: list[Token] = []
    for word in words:
        letters = unicodedata.normalize("NFD", word.text) if word.kind == "foreign" else ""
        before = found[-1] if found else word
        if len(letters) == 2 and letters[1] in ACCENTS:
            found.append(Token("name", f"{letters[0]}_{ACCENTS[letters[1]]}", word.start, word.end, word.tight))
        elif letters in ACCENTS and word.tight and before.kind == "name":
            found[-1] = Token("name", f"{before.text}_{ACCENTS[letters]}", before.start, word.end, before.tight)
        else:
            found.append(word)
    return found


def piped(text: str, words: list[Token]) -> list[Token]:
    """The words with norm(A*x) for A*x |> norm, sin.(x) for x .|> sin."""
    index = 0
    while index < len(words) - 2:
        signs = [word.text for word in words[index : index + 2]]
        if signs == ["|", ">"] and words[index + 1].tight and words[index + 2].kind == "name":
            every = words[index - 1].text == "." and words[index].tight
            index = _applied(text, words, index - every, words[index + 2], index + 3)
        index += 1
    return words


def _applied(text: str, words: list[Token], stop: int, function: Token, end: int) -> int:
    """Put a function before what is piped into it, which ends at a place; where that ends then."""
    start = _beginning(text, words, stop)
    every = words[stop].text == "."
    name = Token("name", function.text, words[start].start, words[start].start, False)
    opens = Token(".(" if every else "(", "(", words[start].start, words[start].start, True)
    words[start:end] = [name, opens, *words[start:stop], mark(")", function)]
    return stop + 2


def _beginning(text: str, words: Sequence[Token], stop: int) -> int:
    """Where the expression begins that ends at a place: behind an equals sign, a bracket, the line before."""
    depth = 0
    for index in range(stop - 1, -1, -1):
        depth -= words[index].turn
        line = "\n" in text[words[index].end : words[index + 1].start]
        if depth < 0 or (depth == 0 and (words[index].kind in ("=", ";", ",") or (line and index + 1 < stop))):
            return index + 1
    return 0


def selected(name: Token, arguments: Sequence[Words]) -> Words | None:
    """ifelse.(x .> 0, x, y), a choice for every entry."""
    if len(arguments) != 3:
        return None
    condition = [word for word in arguments[0] if word.text != "."]
    return chosen(name, [condition, *arguments[1:]], "")
