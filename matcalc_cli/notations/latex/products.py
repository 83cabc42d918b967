r"""LaTeX's products: A \odot B C is A \odot (B C), a number 1 before a name is probably a vector of ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from matcalc_cli.functions import OF_PAIRS
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.notation import OPERATORS, RAISED
from matcalc_cli.notations.writer import refused

ENDS = ("name", "number", ")", "]", "transpose", "bar", "script")
BEGINS = ("name", "number", "(", "[")
TERM_ENDS = ("add", "subtract", ",", ";", "=", ")", "]", "end")
INNER = "\\operatorname{inner}(A, B) is that, or \\operatorname{tr}(A^\\top B)"
ONES = "\\mathbf{1} is a vector of ones, sum(x) the sum of the entries"


def parts_first(words: Sequence[Token]) -> list[Token]:
    r"""`r^\top r,\quad r = Ax - b`, as papers define what stands before it: r = A*x - b; r'*r."""
    starts, depth = [0], 0
    for index, word in enumerate(words):
        depth += (word.kind in ("(", ".(")) - (word.kind == ")")
        if depth == 0 and word.kind == "," and [w.kind for w in words[index + 1 : index + 3]] == ["name", "="]:
            starts.append(index + 1)
    ends = [start - 1 for start in starts[1:]]
    body, *parts = [words[start:end] for start, end in zip(starts, [*ends, len(words) - 1], strict=True)]
    found = [w for part in reversed(parts) for w in (*part, Token(";", ";", part[-1].end, part[-1].end, True))]
    return [*found, *body, words[-1]]


def check_ones(words: Sequence[Token]) -> None:
    r"""Refuse `1 x` and `x^\top 1`, which nobody writes for x: SymPy and papers mean a vector of ones."""
    for index, (before, word) in enumerate(pairwise(words)):
        raised = index > 0 and words[index - 1].kind in ("power", "subtract", "divide")
        first = before.kind == "number" and before.text == "1" and word.kind in ("name", "(") and not raised
        opening = before.kind == "bar" and sum(w.kind == "bar" for w in words[: index + 1]) % 2 == 1
        last = word.kind == "number" and word.text == "1" and before.kind in ENDS and not opening
        if (first or last) and not {before.text, word.text} & {"in", "if", "and"}:  # of a sum over an index
            one = before if first else word
            raise refused("syntax", "a factor 1 is left out, or a vector of ones", one.start, one.end, ONES)


def entrywise_last(words: Sequence[Token]) -> tuple[list[Token], list[str]]:
    r"""The words with brackets around the product behind each \odot, and the notes about it."""
    inserted: dict[int, list[Token]] = {}
    notes: list[str] = []
    for index, word in enumerate(words):
        if word.kind == "hadamard" and (end := product_end(words, index + 1)):
            place = words[end - 1].end
            inserted.setdefault(index + 1, []).append(Token("(", "(", word.end, word.end, False))
            inserted.setdefault(end, []).insert(0, Token(")", ")", place, place, True))
            notes = ["\\odot and \\circ take the whole product behind them, as papers mean it; brackets say otherwise"]
    return [w for index, word in enumerate(words) for w in (*inserted.get(index, ()), word)], notes


def colons(text: str, words: list[Token]) -> list[str]:
    r"""Write A : B, of the whole products on both sides, as inner(A, B); the note about it. Raises MatcalcError."""
    starts, opened, found = [0], [False], False
    index = indices = 0
    while index < len(words):
        word = words[index]
        if word.kind in ("(", ".(", "["):
            starts.append(index + 1)
            opened.append(False)
            indices += word.kind == "["
        elif word.kind in TERM_ENDS:
            if opened[-1]:
                words.insert(index, Token(")", ")", words[index - 1].end, words[index - 1].end, True))
                index += 1
            starts[-1], opened[-1] = index + 1, False
            if word.kind in (")", "]") and len(starts) > 1:
                starts.pop()
                opened.pop()
            indices -= word.kind == "]"
        elif word.kind == ":" and not indices and text[word.start : word.end] == ":":  # as typed, and no slice
            if opened[-1] or index == starts[-1]:
                raise refused("syntax", "A : B is the inner product of two matrices", word.start, word.end, INNER)
            first = words[starts[-1]].start
            word.kind = word.text = ","
            words[starts[-1] : starts[-1]] = [
                Token("name", "inner", first, first, False), Token("(", "(", first, first, True),
            ]  # fmt: skip
            index, opened[-1], found = index + 2, True, True
        index += 1
    return ["A : B is read as the inner product of the whole products beside it"] * found


def product_end(words: Sequence[Token], start: int) -> int:
    """Where the operand that begins at a word ends, if it is a product of several; else 0."""
    several, depth, bars = False, 0, False
    for index in range(start, len(words)):
        before, word = words[index - 1], words[index]
        unwritten = word.kind == "multiply" and word.start == word.end  # before bars that open
        if depth == 0 and not bars and index > start:
            if not unwritten and stops(before, word):
                return index if several else 0
            called = word.kind in ("(", "[") and before.kind == "name" and word.tight
            several = several or unwritten or (before.kind in ENDS and word.kind in BEGINS and not called)
        bars = bars != (word.kind == "bar")
        depth += word.turn
    return 0


def stops(before: Token, word: Token) -> bool:
    """Whether a word ends the operand before it."""
    if word.kind in RAISED:
        return False
    signed = word.kind in ("add", "subtract") and before.kind not in ENDS
    closes = word.kind == "bar" and before.kind in ENDS  # before bars that open behind an operand stands a sign
    return not signed and (closes or word.kind in OPERATORS or word.kind in (",", ";", ")", "]", "=", "end"))


def doubtful_stars(text: str, words: Sequence[Token]) -> Iterator[str]:
    r"""A note for A * B and A \ast B, which papers have for several products."""
    if any(word.kind == "multiply" and text[word.start : word.end] in ("*", r"\ast") for word in words):
        yield r"a star is read as the product; A \odot B is entry by entry, and there are no convolutions"


def doubtful_quotients(text: str, words: Sequence[Token]) -> Iterator[str]:
    """A note for a/bc, which many read as a/(bc); for 1/2x the parser has one."""
    for index, word in enumerate(words[:-1]):
        written = word.kind == "divide" and text[word.start : word.end] == "/"
        if written and words[index + 1].kind != "number" and product_end(words, index + 1):
            yield "a/bc is read from the left, as (a/b)*c; a/(bc) says the other reading"
            return


def doubtful_transposes(words: Sequence[Token]) -> Iterator[str]:
    """A note for A^t and A^{t}, which is a power here."""
    for index in range(1, len(words) - 2):
        base, mark = words[index - 1 : index + 1]
        exponent = [word.text for word in words[index + 1 : index + 4]]
        raised = mark.kind == "power" and (exponent[0] == "t" or exponent == ["(", "t", ")"])
        if raised and base.text[:1].isupper():
            yield f"{base.text}^t is a power here, with a number t; {base.text}^\\top is the transpose"


def larger(text: str, words: list[Token]) -> list[Token]:
    r"""The words, with \max(a, b) and \max\{a, b\} as the larger of two; \operatorname{max} is matcalc's."""
    opened: list[Token | None] = []
    for before, word in pairwise(words):
        if word.kind in ("(", ".(", "["):
            opened.append(
                before
                if word.kind != "[" and before.text in OF_PAIRS and "operator" not in text[before.start : before.end]
                else None
            )
        elif word.kind in (")", "]") and opened:
            opened.pop()
        elif word.kind == "," and opened and (function := opened[-1]) is not None:
            function.text = OF_PAIRS[function.text]
            opened[-1] = None
    return words
