"""MATLAB and Octave: the language itself but for a few names, A(:), comments, and sums and norms (see `meanings`)."""

from __future__ import annotations

import re
from collections.abc import Callable

from matcalc_cli.language.lexer import Token, tokens
from matcalc_cli.notations.writer import Writer

NAMES = {"eig": "eigvals", "svd": "svdvals", "dot": "inner", "mpower": "power"}
ENTRYWISE = frozenset(["exp", "log", "sqrt", "sin", "cos", "tan", "abs", "sign", "sinh", "cosh", "tanh"])
"""What MATLAB applies to every entry, without asking whether the matrix function is meant."""
COMMENT = re.compile(r"%[^\n]*|\.\.\.[^\n]*")
OPTIONS = (
    (re.compile(r"\b(norm)(\([^()]*)(,\s*['\"]fro['\"])"), "frobenius"),
    (re.compile(r"\b(sum|mean)(\([^()]*)(,\s*['\"]all['\"])"), ""),
    (re.compile(r"\b(sum)(\([^()]*)(,\s*2)(?=\s*\))"), "rowsum"),
    (re.compile(r"\b(sum)(\([^()]*)(,\s*1)(?=\s*\))"), "colsum"),
    (re.compile(r"\b(norm)(\([^()]*)(,\s*1)(?=\s*\))"), "norm1"),
)
"""An argument that says which function is meant: the call, and the function of the language."""
ALL = "all entries of"
COLON = [("(", "("), (":", ":"), (")", ")")]


def words(text: str) -> list[Token]:
    """The words of a text in MATLAB. Raises MatcalcError."""
    blanked = COMMENT.sub(lambda found: " " * len(found[0]), text)
    meant: dict[int, str] = {}
    for pattern, function in OPTIONS:
        for found in pattern.finditer(blanked):
            meant[found.start(1)] = function or ALL
            blanked = blanked[: found.start(3)] + " " * len(found[3]) + blanked[found.end(3) :]
    writer, given = Writer(), tokens(blanked)
    index = 0
    while given[index].kind != "end":
        index += _word(writer, given, index, meant)
    return writer.end(given[-1].end)


def _word(writer: Writer, given: list[Token], index: int, meant: dict[int, str]) -> int:
    """Rewrite the word at the index; how many words that took."""
    token, after = given[index], given[index + 1]
    if [(t.kind, t.text) for t in given[index : index + 3]] == COLON and index:
        writer.wrap("vec", token.start, given[index + 2].end)
        return 3
    if token.kind != "name" or after.kind != "(":
        writer.extend([token])
        return 1
    name = meant.get(token.start, NAMES.get(token.text, token.text))
    if name in SPECIAL:
        return SPECIAL[name](writer, given, index)
    writer.put("name", token.start, token.end, token.text if name == ALL else name, tight=token.tight)
    if name == ALL:  # sum(A,'all') is sum(vec(A)), which is all entries whatever the shape
        return _inside(writer, given, index, "vec")
    if name in ENTRYWISE:
        writer.put(".(", after.start, after.end)
        return 2
    return 1


def _closing(given: list[Token], index: int) -> int:
    """The index of the bracket that closes the one at the index, or of the end."""
    depth = 0
    while given[index].kind != "end":
        depth += {"(": 1, ")": -1}.get(given[index].kind, 0)
        if depth == 0:
            break
        index += 1
    return index


def _inside(writer: Writer, given: list[Token], index: int, function: str) -> int:
    """`f(X)` as `f(g(X))`; the name f is written."""
    opening, stop = given[index + 1], _closing(given, index + 1)
    writer.put("(", opening.start, opening.end)
    writer.put("name", opening.start, opening.end, function)
    writer.put("(", opening.start, opening.end)
    place = index + 2
    while place < stop:
        place += _word(writer, given, place, {})
    end = given[stop]
    writer.put(")", end.start, end.end)
    writer.put(")", end.start, end.end)
    return stop - index + (end.kind != "end")


def _square(writer: Writer, given: list[Token], index: int) -> int:
    """ones(n) is n x n."""
    token, stop = given[index], _closing(given, index + 1)
    sizes = given[index + 2 : stop]
    writer.extend(given[index:stop])
    if not any(t.kind == "," for t in sizes):
        writer.put(",", token.start, token.end)
        writer.extend(sizes)
    return stop - index


def _upper(writer: Writer, given: list[Token], index: int) -> int:
    """chol(S) is upper triangular."""
    token, stop = given[index], _closing(given, index + 1)
    place = index + 1
    writer.put("(", token.start, token.end, tight=False)
    writer.extend([token])
    while place <= stop and given[place].kind != "end":
        place += _word(writer, given, place, {})
    writer.put("transpose", token.start, token.end)
    writer.put(")", token.start, token.end)
    return place - index


SPECIAL: dict[str, Callable[[Writer, list[Token], int], int]] = {"ones": _square, "zeros": _square, "chol": _upper}
