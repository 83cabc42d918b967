r"""LaTeX's entries: x_2 and e_2 as an entry of x and a column of the identity, where a declaration or their use says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from matcalc_cli.kinds import axes_of
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.ranges import INDEXED
from matcalc_cli.language.names import UNIT, entry_stem, is_unit_name

PLACES = frozenset("123456789ijkl")
"""The letters and digits that are indices where no sum binds them."""


def entries(words: Sequence[Token], kinds: Mapping[str, str], flipped: Collection[str]) -> list[Token]:
    """The words with x[2] for the x_2 that are entries, and I[:,2] for e_2 beside such.

    `kinds` are those of declared names; the stems in `flipped`, `x_`, are entries by their use.
    """
    words = _of_declared(words, kinds)
    words = _of_summed(words, kinds)
    apart = {name[:2] for name in kinds if name[1:2] == "_"}  # x_2 is declared: x_1 is none of x
    bound = bound_indices(words)
    members = apart | {word.text[:2] for word in words if word.kind == "name" and word.text[2:] in bound}
    found = [part for word in words for part in _entry(word, words, kinds, {*flipped} - members)]
    if UNIT not in flipped or not any(word.kind == "[" for word in found):
        return found
    return [part for word in found for part in _column(word, kinds)]


def _of_declared(words: Sequence[Token], kinds: Mapping[str, str]) -> list[Token]:
    """x[i+1] for the x_(i+1) of an x that is declared a vector, A[i,j] for the A_(i,j) and A_ij of a matrix, which are no families then."""
    places = bound_indices(words) | PLACES
    found, inside = list[Token](), False
    for at, word in enumerate(words):
        axes = axes_of(kinds.get(word.text[:1], "")) if word.kind == "name" and word.text[1:2] == "_" else 0
        named = word.text[2:]
        if (
            axes > 1
            and len(named) == axes
            and word.text not in kinds
            and places.issuperset(named)
            and not named.isdigit()
        ):
            found.append(Token("name", word.text[0], word.start, word.end, word.tight))
            found += _bracket(word, [named[0], ",", named[1]])
        elif axes and not named and words[at + 1].kind == "(":
            found.append(Token("name", word.text[0], word.start, word.end, word.tight))
            inside = True
        elif inside and word.kind in ("(", ")"):
            text = "[" if word.kind == "(" else "]"
            found.append(Token(text, text, word.start, word.end, True))
            inside = word.kind == "("
        else:
            found.append(word)
    return found


def _of_summed(words: Sequence[Token], kinds: Mapping[str, str]) -> list[Token]:
    """x[j] for the x_j of a sum over j beside an x, c'*x - sum(j, 1, n, log(x_j)), which is no family then."""
    bound = bound_indices(words)
    alone = {w.text for w in words if w.kind == "name" and len(w.text) == 1 and w.text.islower()} - bound
    summed = {w.text[0] for w in words if w.kind == "name" and w.text[1:2] == "_" and w.text[2:] in bound}
    vectors = {stem for stem in alone & summed if kinds.get(stem, "vector") == "vector"}
    found: list[Token] = []
    for word in _of_declared(words, {**kinds, **dict.fromkeys(vectors, "vector")}):
        stem, _, index = word.text.partition("_")
        if word.kind == "name" and stem in vectors and index in bound and word.text not in kinds:
            found += [Token("name", stem, word.start, word.end, word.tight), *_bracket(word, [index])]
        else:
            found.append(word)
    return found


def bound_indices(words: Sequence[Token]) -> set[str]:
    """The indices that sums and products bind."""
    triples = zip(words, words[1:], words[2:], strict=False)
    return {index.text for name, opener, index in triples if name.text in INDEXED and opener.kind == "("}


def _entry(word: Token, words: Sequence[Token], kinds: Mapping[str, str], flipped: Collection[str]) -> Iterator[Token]:
    named = word.kind == "name" and word.text not in kinds
    declared = named and kinds.get(word.text[0]) == "vector"
    stem = entry_stem(word.text, any_letter=declared) if named else ""
    if stem and (stem in flipped or _is_indexed(stem[0], words) or _is_only_declared(stem[0], words, kinds)):
        yield Token("name", stem[0], word.start, word.end, word.tight)
        yield from _bracket(word, [word.text[2:]])
    else:
        yield word


def _is_indexed(letter: str, words: Sequence[Token]) -> bool:
    """Whether x_{n-1} stands there, which is no name."""
    return any(
        one.kind == "name" and one.text == letter and other.kind == "[" and other.tight
        for one, other in pairwise(words)
    )


def _is_only_declared(letter: str, words: Sequence[Token], kinds: Mapping[str, str]) -> bool:
    """Whether x is declared a vector and stands in its entries alone."""
    return kinds.get(letter) == "vector" and all(word.text != letter for word in words if word.kind == "name")


def _column(word: Token, kinds: Mapping[str, str]) -> Iterator[Token]:
    """I[:,2] for e_2."""
    if word.kind == "name" and word.text not in kinds and is_unit_name(word.text):
        yield Token("name", "I", word.start, word.end, word.tight)
        yield from _bracket(word, [":", ",", word.text.removeprefix(UNIT)])
    else:
        yield word


def _bracket(word: Token, places: Sequence[str]) -> Iterator[Token]:
    """An index at the end of a word."""
    for text in ("[", *places, "]"):
        kind = "number" if text.isdigit() else "name" if text.isalpha() else text
        yield Token(kind, text, word.end - 1, word.end, True)
