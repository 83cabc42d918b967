"""Brackets of texts and of words: where they close, their parts, and matrices for calls that put some together, hcat(A, B)."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.language.grammar.lexer import Token

OPENS, CLOSES = "([{", ")]}"


def closing_in(text: str, place: int) -> int:
    """Where the bracket at a place of a text is closed, or the end of the text."""
    depth = 0
    for at in range(place, len(text)):
        depth += (text[at] in OPENS) - (text[at] in CLOSES)
        if depth == 0:
            return at
    return len(text)


def opening_in(text: str, place: int) -> int:
    """Where the bracket opens that is open at a place of a text, or -1."""
    depth = 0
    for at in reversed(range(place)):
        depth += (text[at] in CLOSES) - (text[at] in OPENS)
        if depth < 0:
            return at
    return -1


def parts_in(inside: str) -> list[str]:
    """The parts of a text between its commas, but for those inside of brackets."""
    depth, found = 0, [""]
    for character in inside:
        depth += (character in OPENS) - (character in CLOSES)
        if character == "," and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return found


def closing_of(given: Sequence[Token], index: int) -> int:
    """The index of the bracket that closes the one at an index, or of the end."""
    depth = 0
    for place in range(index, len(given)):
        depth += given[place].turn
        if depth == 0:
            return place
    return len(given) - 1


def separators(given: Sequence[Token], index: int, kind: str = ",") -> list[int]:
    """The indices of the commas, or other words, directly inside the bracket at an index."""
    depth, found = 0, []
    for place in range(index, closing_of(given, index)):
        depth += given[place].turn
        if depth == 1 and given[place].kind == kind:
            found.append(place)
    return found


def put_together(given: Sequence[Token], index: int, separator: str) -> list[Token]:
    """All words, with the call whose bracket is at an index as a matrix that is written out."""
    words = list(given)
    stop = closing_of(words, index)
    for place in separators(words, index):
        words[place] = Token(separator, separator, words[place].start, words[place].end, True)
    name, bracket = words[index - 1], words[index]
    if words[stop].kind == ")":
        words[stop] = Token("]", "]", words[stop].start, words[stop].end, True)
    words[index - 1 : index + 1] = [Token("[", "[", name.start, bracket.end, False)]
    return words


def joined(given: Sequence[Token], functions: dict[str, str]) -> list[Token]:
    """All words with every call of these functions, which put matrices together with a separator, in square brackets."""
    words, index = list(given), 1
    while index < len(words):
        before = words[index - 1]
        if words[index].kind == "(" and before.kind == "name" and before.text in functions:
            words = put_together(words, index, functions[before.text])
        else:
            index += 1
    return words
