"""Functions without a formula, as they are written: f(u), grad(f)(u), D2(f,1,2)(u, v), g'.(X), and A for A(t)."""

from __future__ import annotations

from itertools import takewhile

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.grammar.cursor import Cursor
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.names import canonical
from matcalc_cli.language.source import shown
from matcalc_cli.language.tree import Declaration, Name, UnspecifiedCall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    Known: TypeAlias = Mapping[str, Sequence[str]]
    """By name: what its arguments are called, where they are called at all (`A: matrix(n,n) of t`)."""

OF = "of"
ENTRYWISE, SPECTRAL, INVERSE = "function", "matrixfunction", "inverse"
"""The words of declarations for a function of numbers, applied to every entry; for one of a square matrix, by its spectrum;
and of one that undoes another, `g: inverse of f`."""
KINDS_OF_FUNCTIONS = (ENTRYWISE, SPECTRAL)
"""Kinds of functions that are declared by one word."""
PARTIAL = "D "
"""The mark of a first derivative that is a gradient where there is one, and else a matrix; notations write it, nobody types it."""
_HEADS = ("grad", "D", *(f"D{order}" for order in range(2, 10)), PARTIAL)


class Head(Token):
    """The words before the bracket of such a call: the function, how often it is differentiated, and by which arguments."""

    __slots__ = ("gradient", "names", "natural", "places", "primed", "primes", "stem")

    def __init__(
        self,
        first: Token,
        last: Token,
        stem: str,
        places: tuple[int, ...] | int,
        *,
        gradient: bool = False,
        primes: int | None = None,
    ) -> None:
        """Without `primes` the function is written with as many as it is differentiated."""
        super().__init__("name", "", first.start, last.end, first.tight)
        self.primed = primes is None
        self.primes = primes or (places if primes is None and isinstance(places, int) else 0)
        self.names: Sequence[str] = ()
        self.stem = stem
        self.places = places
        self.gradient = gradient
        self.natural = first.text == PARTIAL
        self.text = self._written()

    def _written(self) -> str:
        if self.primed and isinstance(self.places, int):
            return self.stem + "'" * self.places
        inside = f"{self.stem}{chr(39) * self.primes}{self._others()}"
        if self.gradient:
            return f"grad({inside})"
        order = self.places if isinstance(self.places, int) else len(self.places)
        return f"D{order if order > 1 else ''}({inside})" if order else self.stem

    def _others(self) -> str:
        return "" if isinstance(self.places, int) else "".join(f",{place}" for place in self.places)


def declared(words: Sequence[Token]) -> dict[str, tuple[str, ...]]:
    """The functions that the where clause of a program declares, before it is read."""
    found: dict[str, tuple[str, ...]] = {}
    where = max([i for i, word in enumerate(words) if word.kind == "where"], default=len(words))
    starts = [i for i in range(where + 2, len(words)) if words[i - 1].kind == ":" and words[i - 2].kind == "name"]
    for start in starts:
        end = next((later - 3 for later in starts if later > start), len(words) - 1)
        clause = words[start:end]
        name = canonical(words[start - 2].text)
        of = next((i for i, word in enumerate(clause) if word.text == OF), None)
        if of is not None and clause[0].text != INVERSE:
            found[name] = _names(clause[of + 1 :])
        elif clause and clause[0].text in (*KINDS_OF_FUNCTIONS, INVERSE):
            found[name] = ()
    return found


def given(declarations: Iterable[Declaration]) -> dict[str, tuple[str, ...]]:
    """The functions among declarations from outside of a program."""
    return {
        d.name.name: tuple([a.name.name for a in d.of if a.name is not None and d.kind != INVERSE])
        for d in declarations
        if is_function(d)
    }


def is_function(declaration: Declaration) -> bool:
    """Whether a declaration is of a function without a formula."""
    return bool(declaration.of) or declaration.kind in KINDS_OF_FUNCTIONS


def _names(words: Sequence[Token]) -> tuple[str, ...]:
    """The arguments of `of t`, `of s, t` and `of (s, t)`; none where they are kinds."""
    names = [word for word in words if word.kind not in {",", "(", ")"}]
    plain = all(word.kind == "name" and word.text not in KINDS for word in names)
    return tuple(canonical(word.text) for word in names) if plain else ()


def head(cursor: Cursor, token: Token, known: Known) -> Head | None:
    """The function that the word at hand begins, if it is one without a formula; the cursor is then behind it."""
    found = _head(cursor, token, known)
    if found and found.stem:
        found.names = known.get(found.stem, ())
    return found


def _head(cursor: Cursor, token: Token, known: Known) -> Head | None:
    name = canonical(token.text)
    if name in known:
        return Head(token, cursor.before(1), name, _primes(cursor, dotted=False))
    if token.text in _HEADS and cursor.next.kind == "(" and cursor.next.tight:
        return _derivative(cursor, token, known) or _rate(cursor, token, known)
    if name not in cursor.functions and (cursor.next.kind == ".(" or _ends_in_primes(cursor)):
        return Head(token, cursor.before(1), name, _primes(cursor, dotted=True))
    return None


def _rate(cursor: Cursor, token: Token, known: Known) -> Head | None:
    """D(A*B), D2(A*B): an expression differentiated by the t of `A: matrix(n,n) of t`; the bracket comes next."""
    inside = set(map(canonical, within(cursor)))
    names = {name: None for function in known if function in inside for name in known[function]}
    order = token.text[1:] or "1"
    if not (names and token.text.startswith("D") and order.isdigit()):
        return None
    found = Head(token, token, "", int(order), primes=0)
    found.text, found.names = token.text, tuple(names)
    return found


def within(cursor: Cursor) -> Iterator[str]:
    """The words in the bracket that comes next."""
    depth = 0
    for word in cursor.tokens[cursor.index :]:
        depth += {"(": 1, ".(": 1, ")": -1}.get(word.kind, 0)
        if not depth:
            return
        yield word.text


def _marks(cursor: Cursor) -> int:
    """How many primes follow."""
    count = 0
    while cursor.tokens[cursor.index + count].text == "'":
        count += 1
    return count


def _ends_in_primes(cursor: Cursor) -> bool:
    """Whether g' or g'' stands before a dotted bracket."""
    count = _marks(cursor)
    return bool(count) and cursor.tokens[cursor.index + count].kind == ".("


def _primes(cursor: Cursor, *, dotted: bool) -> int:
    """How many primes stand before the bracket; they are taken."""
    count = _marks(cursor)
    behind = cursor.tokens[cursor.index + count]
    if behind.kind not in ((".(",) if dotted else ("(", ".(")) or not (behind.tight or not count):
        return 0
    cursor.index += count
    return count


def _derivative(cursor: Cursor, token: Token, known: Known) -> Head | None:
    """grad(f), D(F), D2(f,1,2)."""
    if canonical(cursor.tokens[cursor.index + 1].text) not in known:
        return None
    words = cursor.tokens[cursor.index + 1 :]
    inside = list(takewhile(lambda word: word.kind in ("name", "number", ",") or word.text == "'", words))
    if words[len(inside)].kind != ")":
        return None
    places = tuple(int(word.text) for word in inside if word.kind == "number" and word.text.isdigit())
    order = 1 if token.text in ("grad", "D", PARTIAL) else int(token.text[1:])
    stem, last = canonical(inside[0].text), words[len(inside)]
    if places and len(places) != order:
        raise MatcalcError(
            "syntax", f"{token.text} names {order} argument{'s' * (order > 1)} of {stem}, or none where it has one",
            [Label(token.start, last.end)], hint=f"for example {token.text}({stem}{',1' * order})",
        )  # fmt: skip
    cursor.index += len(inside) + 2
    primes = sum(word.text == "'" for word in inside)
    return Head(token, last, stem, places or order, gradient=token.text == "grad", primes=primes)


def without_bracket(found: Head, known: Known) -> UnspecifiedCall:
    """A for A(t), D(A) for D(A)(t). Raises MatcalcError where the arguments have no names."""
    names = known.get(found.stem, ())
    if not names:
        message = f"{shown(found.stem)} is a function and needs its argument in brackets"
        raise MatcalcError("name", message, [Label(found.start, found.end)], hint=f"write {found.text}( … )")
    return UnspecifiedCall(
        found.text, [Name(name, name, found.start, found.end) for name in names], found.start, found.end, head=found
    )
