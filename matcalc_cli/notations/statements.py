"""Lines as programming languages have them: a newline ends an assignment, a last semicolon ends nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.notation import Reader
from matcalc_cli.notations.reassigned import spelled_out, statements, with_new_names
from matcalc_cli.notations.writer import refused

ENDS_OPERAND = ("name", "number", ")", "transpose", "bar", "script")
SIGNS = ("add", "subtract", "[")
BEGINS_OPERAND = ("name", "number", "(")
FUNCTION = re.compile(
    r"\s*(?:[^\W\d]\w*\s*=(?!=)\s*)?"
    r"(?:lambda\s+[\w\s,]+:|@\s*\([\w\s,]*\)|\(?[\w\s,]+\)?\s*->|def\s+\w+\s*\([^()]*\)\s*(?:->\s*[\w.]+\s*)?:"
    r"|(?:begin|let|return)\b|function\s+(?:\w+\s*=\s*)?\w+\s*\([\w\s,]*\)\s*[;,]?)(?:\s*return\b)?\s*"
)
HEAD = re.compile(r"\s*([^\W\d]\w*)\s*\(\s*[^\W\d][^()=]*\)\s*=(?!=)\s*(?:begin\b\s*)?")
ENDING = re.compile(r"(?m)^\s*return\b|^\s*end\s*;?\s*\Z")
"""The words that make a function of an expression, in Python, MATLAB and Julia."""
OPENED = re.compile(r"(?:function|begin|let)\b")
CLOSING = re.compile(r"(?<=[\s;,])end\s*;?\s*\Z")
"""The end of a function in the line of its value."""
KEYWORDS = frozenset(
    ("end", "return", "begin", "let", "function", "if", "else", "elseif", "for", "while", "do", "try", "catch", "switch", "break", "continue", "global", "local")
)  # fmt: skip
"""Words of MATLAB and Julia that are no names; within brackets an end is the last place."""
VALUES = frozenset(
    ("true", "false", "True", "False", "None", "nothing", "missing", "NaN", "nan", "Inf", "inf", "im", "Infinity", "Indeterminate", "Null")
)  # fmt: skip
"""Values of programming languages that no variable has."""
STATEMENT = "one expression at a time; the value of a function is read alone, and lines r = A*x - b before it"
VALUE = "all numbers are finite and real, and written out: 1 for true, 0 for false"


def program_words(words: Callable[[str, Collection[str]], list[Token]]) -> Reader:
    """The reader of programs, which may be lines and functions, where `words` has those of an expression and their end."""

    def read(text: str, functions: Collection[str]) -> tuple[list[Token], list[str]]:
        alone, notes = without_function(text)
        found, left_out = without_name(spelled_out(ended(alone, words(alone, functions)[:-1])))
        renamed, said = with_new_names(found)
        return renamed, [*notes, *left_out, *said]

    return read


def without_function(text: str) -> tuple[str, list[str]]:
    """The expression of `lambda x: x @ x`, with blanks for what makes a function of it, and a note about that."""
    found = FUNCTION.match(text) or without_call(text)
    if found is None:
        return text, []
    said = " ".join(found[0].split())
    rest = ENDING.sub(lambda word: " " * len(word[0]), text[found.end() :])
    if OPENED.search(said):
        rest = CLOSING.sub("", rest)
    blank = re.sub(r"\S", " ", found[0])
    return blank + rest, [f"{said} is left out: the expression alone is f"]


def without_call(text: str) -> re.Match[str] | None:
    """`f(x) =` in front of an expression that is all there is."""
    found = HEAD.match(text)
    return found if found and not re.search(rf"(?<![\w.]){found[1]}\.?\s*\(", text[found.end() :]) else None


def without_name(words: list[Token]) -> tuple[list[Token], list[str]]:
    """The words without the name that the last statement gives, `loss = ...`, and a note about that."""
    *_, last = statements(words)
    if [word.kind for word in last[:2]] != ["name", "="] or len(last) == 2:
        return words, []
    start = len(words) - len(last)
    return words[:start] + last[2:], [f"{last[0].text} = is left out: the expression alone is f"]


def ended(text: str, words: Sequence[Token]) -> list[Token]:
    """The words with a semicolon where a line ends that gives a name to a part, and none behind everything."""
    found: list[Token] = []
    depth, square, named = 0, 0, False
    for word in words:
        signs = SIGNS if named and not square else ()
        begins = depth == 0 and bool(found) and begins_line(text, found[-1], word, signs)
        if begins and not named:
            hint = "one expression at a time; a line that gives a name to a part may stand before it: r = A*x - b"
            raise refused("syntax", "a second statement begins here", word.start, word.end, hint)
        if begins:
            found.append(Token(";", ";", found[-1].end, found[-1].end, True))
            named = False
        depth += (word.kind in ("(", ".(")) - (word.kind == ")")
        square += (word.kind == "[") - (word.kind == "]")
        named = (named or word.kind == "=") and (word.kind != ";" or square > 0)  # which separates rows
        found.append(word)
    while len(found) > 1 and found[-1].kind == ";":
        found.pop()
    return found


def begins_line(text: str, before: Token, word: Token, signs: Collection[str]) -> bool:
    """Whether a word is the first of a new line that does not go on with the one before.

    Behind an assignment a sign or a matrix may be.
    """
    between = text[before.end : word.start]
    ends = (*ENDS_OPERAND, "]") if signs else ENDS_OPERAND
    fitting = before.kind in ends and word.kind in (*BEGINS_OPERAND, *signs)
    return fitting and "\n" in between and "..." not in between


def check_keywords(words: Sequence[Token], keywords: Collection[str]) -> None:
    """Refuse what is no name but begins or ends a statement, which an expression has not, and what is a value.

    Inside of brackets an end is the last place, and behind a comma Inf the order of a norm.
    """
    depth, before = 0, ""
    for word in words:
        depth += word.turn
        expected = (depth and word.text == "end") or (before == "," and word.text == "Inf")
        if word.kind == "name" and word.text in keywords and not expected:
            hint = VALUE if word.text in VALUES else STATEMENT
            raise refused("syntax", f"{word.text} is no name but a word of the language", word.start, word.end, hint)
        before = word.kind


def check_products(text: str, words: Sequence[Token], hint: str, *, blanks: bool = False) -> None:
    """Refuse operands side by side, which are no product in a programming language; a new line is told by `ended`.

    `blanks` separate the columns of a matrix.
    """
    columns = 0
    for before, word in pairwise(words):
        columns += blanks and (before.text == "[") - (before.text == "]")
        call = before.kind == "name" and word.kind == "("
        beside = before.kind in ENDS_OPERAND and word.kind in BEGINS_OPERAND and not call
        if beside and not columns and "\n" not in text[before.end : word.start]:
            message = f"{word.text} cannot stand directly behind {before.text}"
            raise refused("syntax", message, word.start, word.end, hint)
