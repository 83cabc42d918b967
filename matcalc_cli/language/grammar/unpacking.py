"""Several names for the factors of a matrix, `(Q, R) = qr(A);`, written as one part for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.lexer import Token, tokens

Factors = Mapping[str, Sequence[str]]
"""For what is called, `qr` or `eig/2` with two arguments, the formula of each factor in its arguments {0}, {1}."""
UNNAMED = ("_", "~")
CLOSING = {"(": ")", "[": "]"}


def unpacked(words: Sequence[Token], factors: Factors) -> list[Token]:
    """The words with `Q = qr_q(A); R = qr_r(A)` for `(Q, R) = qr(A)`; factors that nothing uses are left out. Raises MatcalcError."""
    found: list[Token] = []
    for start, end in _statements(words):
        statement = words[start:end]
        names = _several(statement)
        if names is None:
            found += statement
        else:
            equals = next(i for i, word in enumerate(statement) if word.kind == "=")
            later = {word.text for word in words[end:] if word.kind == "name"}
            found += _parts(names, statement[equals + 1 :], factors, later)
    return found


def _statements(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where each begins and ends, its semicolon included."""
    depth, start = 0, 0
    for i, word in enumerate(words):
        depth += word.turn
        if word.kind == ";" and depth == 0:
            yield start, i + 1
            start = i + 1
    yield start, len(words)


def _several(statement: Sequence[Token]) -> list[Token] | None:
    """The names before the = of a statement, if they are several and nothing else is there."""
    equals = next((i for i, word in enumerate(statement) if word.kind == "="), 0)
    left = list(statement[:equals])
    if left and CLOSING.get(left[0].kind) == left[-1].kind:
        left = left[1:-1]
    names = [word for word in left if word.kind != ","]
    plain = all(word.kind == "name" or word.text in UNNAMED for word in names)
    called = [word.kind for word in statement[equals + 1 : equals + 3]] == ["name", "("]
    return names if plain and called and len(names) > 1 else None


def _parts(names: Sequence[Token], right: Sequence[Token], factors: Factors, later: set[str]) -> Iterator[Token]:
    """A part for each factor that has a name and is used."""
    callee = right[0]
    arguments, rest = arguments_of(right)
    formulas = factors.get(callee.text if len(arguments) == 1 else f"{callee.text}/{len(arguments)}", ())
    place = Label(names[0].start, names[-1].end)
    if not formulas:
        known = ", ".join(sorted({name.partition("/")[0] for name in factors}))
        message = "several names are for the factors of a matrix"
        raise MatcalcError("syntax", message, [Label(callee.start, callee.end)], hint=f"what has several: {known}")
    if len(names) != len(formulas):
        message = f"{callee.text} has {len(formulas)} factors, and here are {len(names)} names"
        raise MatcalcError("syntax", message, [place], hint=f"{listed(formulas)}; _ stands for one that needs no name")
    if rest[:1] and rest[0].kind != ";":
        what = "the factors are named, and no expression follows"
        hint = f"go on with ; and an expression of {names[0].text}"
        raise MatcalcError("syntax", what, [Label(names[0].start, rest[0].start)], hint=hint)
    for name, formula in zip(names, formulas, strict=True):
        if name.text not in UNNAMED and name.text in later:
            yield name
            yield Token("=", "=", callee.start, callee.end, True)
            yield from _put_in(formula, arguments, callee)
            yield Token(";", ";", rest[0].start, rest[0].end, True)


def listed(formulas: Sequence[str]) -> str:
    """The factors as functions of A."""
    return "they are " + ", ".join([f.replace("{0}", "A").replace("{1}", "k") for f in formulas])


def arguments_of(right: Sequence[Token]) -> tuple[list[list[Token]], Sequence[Token]]:
    """The arguments of the call that begins the words, and what stands behind it."""
    found: list[list[Token]] = [[]]
    depth = 0
    for i, word in enumerate(right[1:], start=1):
        depth += min(word.turn, 0)
        if depth == 0 and i > 1:
            return found, right[i + 1 :]
        if depth == 1 and word.kind == ",":
            found.append([])
        elif depth:
            found[-1].append(word)
        depth += max(word.turn, 0)
    return found, ()


def _put_in(formula: str, arguments: Sequence[Sequence[Token]], callee: Token) -> Iterator[Token]:
    """The words of a formula, at the place of what is called, around the arguments."""
    front, *pieces = formula.split("{")
    for piece in pieces:
        yield from _at(front, callee)
        number, _, front = piece.partition("}")
        yield from arguments[int(number)]
    yield from _at(front, callee)


def _at(text: str, callee: Token) -> Iterator[Token]:
    for word in tokens(text)[:-1]:
        yield Token(word.kind, word.text, callee.start, callee.end, word.tight)
