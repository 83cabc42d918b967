"""Julia's spellings that others have not: 1//2, √x, sum(log, x), abs2.(x), LinearAlgebra.tr(A)."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.functions import elsewhere, find
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.notation import POWERS
from matcalc_cli.notations.brackets import closing_of
from matcalc_cli.notations.julia.comprehensions import of_each
from matcalc_cli.notations.julia.diagonals import NAME, diagonals, is_of_pairs
from matcalc_cli.notations.julia.dots import dotted, mark
from matcalc_cli.notations.writer import refused

MODULES = (
    "Flux",
    "Losses",
    "LinearAlgebra",
    "Statistics",
    "Base",
    "LogExpFunctions",
    "NNlib",
    "StatsFuns",
    "SpecialFunctions",
)
EACH = "map"
"""The function that leaves the entries of a function of each as they are."""
OF_A_FUNCTION = (*elsewhere("julia-fold"), EACH)
"""Functions that take a function of each entry first."""
BELOW = "₀₁₂₃₄₅₆₇₈₉"
"""Digits of indices."""


def respelled(given: Sequence[Token]) -> list[Token]:
    """The words as the language has them. Raises MatcalcError for a macro."""
    words = list(given)
    index = 0
    while index < len(words):
        word, after = words[index], words[index + 1 : index + 4]
        if word.text == "@" and after and after[0].text == ".":
            words[index : index + 2] = []
            words[index:] = dotted(words[index:])
            continue
        if word.kind in (",", ";") and [w.text for w in after[:2]] == ["dims", "="]:
            words[index : index + 3] = [Token(",", ",", word.start, word.end, True)]
            continue
        if word.text == "@":
            hint = "@. alone is read, which dots every operator and call"
            raise refused("unsupported", "macros are not read", word.start, word.end, hint)
        if word.text in OF_A_FUNCTION and (inside := comprehension(words, index)):
            words[index + 2 : closing_of(words, index + 1)] = inside
            del words[index : index + (word.text == EACH)]  # map(f, x) is what f makes of all entries
            continue
        if word.kind == "foreign" and word.text in BELOW and index and word.tight and words[index - 1].kind == "name":
            words[index - 1 : index + 1] = [below(words[index - 1], word)]
            continue
        if word.text in MODULES and after and after[0].text == ".":
            del words[index : index + 2]
            continue
        if word.kind == ":" and after and after[0].text in ("L", "U") and index and words[index - 1].kind == ",":
            del words[index]
            continue
        if word.text == "√":
            words[index : index + 2] = root(words, index)
        elif word.kind == "divide" and after and after[0].kind == "divide" and after[0].tight:
            words[index - 1 : index + 3] = rational(words, index)
        elif word.text in OF_A_FUNCTION and is_of_a_function(after):
            apply_first(words, index)
            del words[index : index + (word.text == EACH)]
        elif word.text == NAME and after and is_of_pairs(call := words[index : closing_of(words, index + 1) + 1]):
            words[index : index + len(call)] = diagonals(call)
        elif word.text == "abs2" and after and after[0].kind == ".(":
            square(words, index)
        index += 1
    return words


def comprehension(words: Sequence[Token], index: int) -> list[Token] | None:
    """The argument of sum(x -> x^2, v), as the language has it; None of another call."""
    if index + 1 >= len(words) or words[index + 1].kind != "(":
        return None
    inside = words[index + 2 : closing_of(words, index + 1)]
    return of_each(inside, words[index]) if any(word.text in (">", "for") for word in inside) else None


def below(name: Token, digit: Token) -> Token:
    """W₂ is W_2."""
    mark = "" if name.text[-1:].isdigit() and "_" in name.text else "_"
    return Token("name", f"{name.text}{mark}{BELOW.index(digit.text)}", name.start, digit.end, name.tight)


def root(words: Sequence[Token], index: int) -> list[Token]:
    """√x and √(x'x), the sign and the word behind it."""
    sign, of = words[index : index + 2]
    if of.kind == "(":
        return [mark("name", sign, "sqrt"), mark("(", of)]
    return [mark("name", sign, "sqrt"), mark("(", of), of, mark(")", of)]


def is_rational(words: Sequence[Token], index: int) -> bool:
    """Whether two strokes stand between numbers."""
    if not 0 < index < len(words) - 2:
        return False
    kinds = [word.kind for word in words[index - 1 : index + 3]]
    raised = index > 1 and words[index - 2].kind in POWERS  # which binds tighter still
    return kinds == ["number", "divide", "divide", "number"] and words[index + 1].tight and not raised


def rational(words: Sequence[Token], index: int) -> list[Token]:
    """1//2 binds tighter than every product but that of a number and what stands directly behind it."""
    if not is_rational(words, index):
        hint = "of other things the quotient is written /"
        raise refused(
            "unsupported", "// makes a fraction of two integers", words[index].start, words[index + 1].end, hint
        )
    above, stroke, _, below, behind = words[index - 1 : index + 4]
    if behind.tight and behind.kind in ("name", "("):
        said = f"{above.text}//{below.text}"
        hint = f"({said}){behind.text}... has the fraction as its factor; {above.text}/{below.text}{behind.text}... is the other reading"
        message = f"in Julia {said}{behind.text}... divides by all that stands side by side"
        raise refused("syntax", message, above.start, behind.end, hint)
    return [Token("(", "(", above.start, above.start, above.tight), above, stroke, below, mark(")", below)]


def is_of_a_function(after: Sequence[Token]) -> bool:
    """Whether `(log, ` stands behind a word; sum(abs2, x) is told elsewhere (see `by_shape`)."""
    kinds = [word.kind for word in after]
    found = find(after[1].text) if kinds == ["(", "name", ","] else None
    return found is not None and found.elementwise


def apply_first(words: list[Token], index: int) -> None:
    """sum(log, x) is sum(log.(x))."""
    stop = closing_of(words, index + 1)
    words.insert(stop, mark(")", words[stop]))
    words[index + 3] = mark(".(", words[index + 3])


def square(words: list[Token], index: int) -> None:
    """abs2.(x) is (x).^2."""
    stop = closing_of(words, index + 1)
    words[stop + 1 : stop + 1] = [
        mark("elementwise_power", words[stop], ".^"),
        mark("number", words[stop], "2"),
        mark(")", words[stop]),
    ]
    words[index : index + 2] = [mark("(", words[index]), mark("(", words[index + 1])]
