"""Names that a program gives a new value: X = X - X.mean(axis=0), s -= s.max(). Each value is a part with a name of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.brackets import closing_of
from matcalc_cli.notations.words import Words

HEAD = ["name", "="]
"""The words that give a part its name."""
MOST = 999
"""So many values a name has at most."""


def statements(words: Sequence[Token]) -> Iterator[Words]:
    """The statements, each with the semicolon behind it; those inside of brackets separate rows."""
    start, depth = 0, 0
    for place, word in enumerate(words):
        depth += word.turn
        if word.kind == ";" and depth == 0:
            yield list(words[start : place + 1])
            start = place + 1
    yield list(words[start:])


def bare(statement: Words) -> Words:
    """A statement without the semicolon behind it."""
    return statement[:-1] if [word.kind for word in statement[-1:]] == [";"] else statement


def spelled_out(words: Sequence[Token]) -> Words:
    """The words with x = x - (y) for x -= y."""
    return [word for statement in statements(words) for word in augmented(statement)]


def augmented(statement: Words) -> Words:
    """One statement, x = x - (y) for x -= y."""
    if [word.kind for word in statement[:3:2]] != HEAD or statement[1].kind in ("=", "(", ",", "["):
        return statement
    name, sign, equals, *value = bare(statement)
    behind = statement[3 + len(value) :]
    if not value:
        return statement
    opens, closes = (Token(text, text, value[0].start, value[-1].end, True) for text in "()")
    return [name, equals, name, sign, opens, *value, closes, *behind]


def hoisted(text: str, words: Words) -> Words:
    """The words with r = A @ x; before the line in which (r := A @ x) stands."""
    while (place := next((i for i, word in enumerate(words) if word.kind == ":="), 0)) > 1:
        opening = place - 2
        if words[opening].kind != "(" or words[place - 1].kind != "name":
            break
        stop, line = closing_of(words, opening), _beginning(text, words, opening)
        name, mark = words[place - 1], words[place]
        part = [name, Token("=", "=", mark.start, mark.end, True), *words[place + 1 : stop]]
        semicolon = Token(";", ";", words[line].start, words[line].start, True)
        words = [*words[:line], *part, semicolon, *words[line:opening], name, *words[stop + 1 :]]
    return words


def _beginning(text: str, words: Words, index: int) -> int:
    """Where the statement begins that a word stands in."""
    depth = 0
    for place in range(index - 1, -1, -1):
        depth -= words[place].turn
        between = text[words[place].end : words[place + 1].start]
        if depth == 0 and (words[place].kind == ";" or ("\n" in between and "=" not in between)):
            return place + 1
    return 0


def with_new_names(words: Sequence[Token]) -> tuple[Words, list[str]]:
    """The words with another name for each value but the first that a name has, and the notes about that."""
    used = {word.text for word in words if word.kind == "name"}
    latest: dict[str, str] = {}
    before: set[str] = set()
    found, notes = Words(), list[str]()
    for statement in statements(words):
        is_part = [word.kind for word in statement[:2]] == HEAD
        behind = [*statement[1:], None]
        value = [_renamed(word, after, latest) for word, after in zip(statement, behind, strict=False)]
        before |= {word.text for word in statement[len(HEAD) * is_part :] if word.kind == "name"}
        if is_part:
            name = statement[0]
            if name.text in before:
                latest[name.text] = next(n for k in range(1, MOST) if (n := f"{name.text}_{k}") not in used)
                used.add(latest[name.text])
                notes.append(f"{name.text} has a new value from here on, which is called {latest[name.text]}")
            before.add(name.text)
            value[0] = _renamed(name, None, latest)
        found += value
    return found, notes


def _renamed(word: Token, after: Token | None, latest: dict[str, str]) -> Token:
    """A name as its last value is called; that of an argument stays."""
    if word.kind != "name" or word.text not in latest or (after is not None and after.kind == "="):
        return word
    return Token("name", latest[word.text], word.start, word.end, word.tight)
