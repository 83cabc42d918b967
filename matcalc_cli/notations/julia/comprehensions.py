"""Julia's sums of what is done with each: sum(x -> x^2, v), sum(x^2 for x in v), sum(w'X[i, :] for i in 1:n)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.names import canonical, kind_by_convention
from matcalc_cli.notations.julia.dots import dotted
from matcalc_cli.notations.writer import refused

DEFINED = re.compile(r"(?m)(?<![^\n;])[ \t]*([^\W\d]\w*)\(([^\W\d]\w*)\)[ \t]*=(?!=)[ \t]*([^;\n]+)")
"""A function of one argument in a line."""
IN = ("in", "=", "∈")
ARROW = ["name", "subtract", "foreign"]


def with_dots(text: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The text with calls f( x) for f.(x) of its own functions of a number, and where their formulas are: parameter, start, end."""
    spans = []
    for found in DEFINED.finditer(text):
        name = found[1]
        dotted = re.compile(rf"(?<![\w.]){name}\.\(")
        if dotted.search(text) and len(re.findall(rf"(?<![\w.]){name}\(", text)) == 1:
            text = dotted.sub(f"{name}( ", text)
            spans.append((found[2], *found.span(3)))
    return text, spans


def of_entries(words: Sequence[Token], spans: Sequence[tuple[str, int, int]]) -> list[Token]:
    """The words, with dots in the formulas of functions that are called with a dot."""
    found = list(words)
    for parameter, start, end in spans:
        body = [w for w in found if start <= w.start < end and w.kind != "end"]
        place = next(i for i, w in enumerate(found) if w is body[0])
        _check_numbers(body, Token("name", parameter, start, start, False))
        found[place : place + len(body)] = dotted(body) if len(body) > 1 else body
    return found


def of_each(inside: Sequence[Token], function: Token) -> list[Token] | None:
    """The argument of a sum or a product over entries, as the language has it; None of another one."""
    if [w.kind for w in inside[:3]] == ARROW and inside[2].text == ">":
        comma = _first(inside, ",")
        return _put_in(inside[3:comma], inside[0], inside[comma + 1 :]) if 0 < comma < len(inside) - 1 else None
    place = _first(inside, "for")
    name, sign, over = inside[place + 1 : place + 2], inside[place + 2 : place + 3], inside[place + 3 :]
    if place < 1 or not (name and sign and over) or sign[0].text not in IN:
        return None
    if cut := next((at for at in (_first(over, ","), _first(over, "for")) if at > 0), 0):  # for i in 1:m, j in 1:n
        inner = of_each([*inside[: place + 1], *over[cut + 1 :]], function)
        if inner is None:
            return None
        opening, closing = (
            Token("(", "(", function.end, function.end, True),
            Token(")", ")", over[cut].start, over[cut].start, True),
        )
        name_of_it = Token("name", function.text, function.start, function.end, False)
        return of_each([name_of_it, opening, *inner, closing, *inside[place : place + 3], *over[:cut]], function)
    is_whole = _is_whole(over)
    if not is_whole and _first(over, ":") > 0:
        within = Token("name", "in", sign[0].start, sign[0].end, False)
        first = Token(over[0].kind, over[0].text, over[0].start, over[0].end, False)
        _check_end(over)
        return [name[0], within, first, *over[1:], Token(",", ",", over[-1].end, over[-1].end, True), *inside[:place]]
    if all(word.text != name[0].text for word in inside[:place]):
        message = f"{name[0].text} is not in what is done with each"
        hint = "a sum of what is the same for each is that number times length(x)"
        raise refused("unsupported", message, name[0].start, name[0].end, hint)
    return _of_places(inside[:place], name[0]) if is_whole else _put_in(inside[:place], name[0], over)


def _check_end(over: Sequence[Token]) -> None:
    """Refuse a range up to size(A, 1) or length(x), which is a number here and no size."""
    for word in over:
        if word.text in ("size", "length", "axes"):
            message, hint = f"the end of a sum is a name, and {word.text} is a function", "for i in 1:n, with a letter"
            raise refused("unsupported", message, word.start, word.end, hint)


def _is_whole(over: Sequence[Token]) -> bool:
    """Whether these are all the places of an array: eachindex(x), 1:length(x)."""
    said = "".join(word.text for word in over)
    return re.fullmatch(r"eachindex\([\w,]+\)|1:length\(\w+\)|1:lastindex\(\w+\)", said) is not None


def _of_places(body: Sequence[Token], index: Token) -> list[Token]:
    """A function of the entries at each place as a function of all of them: w[i]*x[i] is w.*x. Raises MatcalcError."""
    found: list[Token] = []
    entries: set[str] = set()
    place = 0
    while place < len(body):
        word, behind = body[place], [w.text for w in body[place + 1 : place + 4]]
        found.append(word)
        if word.kind == "name" and behind == ["[", index.text, "]"]:
            entries.add(word.text)
            place += 3
        place += 1
    _check_numbers(found, index, entries)
    return dotted(found) if len(found) > 1 else found


def _first(words: Sequence[Token], text: str) -> int:
    """Where a word stands outside of all brackets, or -1."""
    depth = 0
    for place, word in enumerate(words):
        if depth == 0 and word.text == text:
            return place
        depth += word.turn
    return -1


def _put_in(body: Sequence[Token], name: Token, of: Sequence[Token]) -> list[Token]:
    """A function of each entry as one of all of them, entry by entry. Raises MatcalcError where that may be a product of arrays."""
    _check_numbers(body, name)
    body = dotted(body) if len(body) > 1 else body
    opening, closing = Token("(", "(", of[0].start, of[0].start, False), Token(")", ")", of[-1].end, of[-1].end, True)
    found: list[Token] = []
    for word in body:
        found += [opening, *of, closing] if (word.kind, word.text) == ("name", name.text) else [word]
    return found


def _check_numbers(body: Sequence[Token], name: Token, entries: Collection[str] = ()) -> None:
    for word, after in zip(body, [*body[1:], name], strict=True):
        known = word.text in entries if entries else word.text == name.text
        other = word.kind == "name" and not known and after.kind not in ("(", ".(")
        if word.kind in ("transpose", "foreign", "[") or (
            other and kind_by_convention(canonical(word.text)) != "scalar"
        ):
            hint = "of each entry is read what has numbers only; with dots it is sum(a .* x), sum(exp.(x))"
            raise refused(
                "unsupported", f"{word.text} in what is done with each is not read", word.start, word.end, hint
            )
