"""matrixcalculus.org: a to g are numbers, h to z vectors; every function of a matrix is of its entries."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.functions import FUNCTIONS, elsewhere, names
from matcalc_cli.language.grammar.lexer import Token, tokens
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.tree import Declaration, Name, Program
from matcalc_cli.notations.brackets import closing_of
from matcalc_cli.notations.notation import Notation
from matcalc_cli.notations.statements import check_products, program_words
from matcalc_cli.notations.writer import Writer, refused

NAMES = elsewhere("matrixcalculus")
"""The functions that have another name there."""
ENTRYWISE = frozenset(f.name for f in FUNCTIONS.values() if f.elementwise)
CONSTANT = {"vector": 1, "matrix": 2}
"""vector(1) and matrix(1): what has that number everywhere, by its axes."""
SIZES = ("p", "q", "r", "s", *(f"p{number}" for number in range(1, 10_000)))


def words(text: str, functions: Collection[str] = ()) -> list[Token]:
    """The words of an expression in the site's language. Raises MatcalcError."""
    del functions
    given = tokens(text)
    unused = iter([size for size in SIZES if not re.search(rf"\b{size}\b", text)])
    writer, index, due = Writer(), 0, dict[int, list[str]]()
    while given[index].kind != "end":
        token, after = given[index], given[index + 1]
        called = token.kind == "name" and after.kind == "("
        if called and token.text in CONSTANT:
            sizes = [next(unused) for _ in range(CONSTANT[token.text])]
            ones = ["*", "ones", "(", *",".join(sizes).replace(",", " , ").split(), ")", ")"]
            due[closing_of(given, index + 1)] = ones
            writer.put("(", token.start, token.end, tight=False)
        elif called and token.text in ENTRYWISE:
            writer.extend([token, Token(".(", ".(", after.start, after.end, True)])
            index += 1
        elif token.kind == "name" and token.text in NAMES:
            writer.put("name", token.start, token.end, NAMES[token.text], tight=token.tight)
        else:
            check(token, called=called)
            writer.extend([token])
        for word in due.pop(index, ()):
            kind = "name" if word.isalnum() else "multiply" if word == "*" else word
            writer.put(kind, token.start, token.end, word, tight=word in "(,)")
        index += 1
    found = writer.end(given[-1].end)
    check_products(text, found, "a product is written *, or .* entry by entry")
    return found


def check(token: Token, *, called: bool) -> None:
    """Refuse a function that there is not."""
    if called and token.text not in names():
        hint = "the functions there: sin, cos, exp, log, abs, sign, sum, norm1, norm2, tr, det, logdet, inv, vector, matrix"
        raise refused("name", f"there is no function {token.text}", token.start, token.end, hint)


def declare_letters(program: Program, declarations: Sequence[Declaration]) -> None:
    """Declare what is a number by its letter there; dX is the differential of X, and a Greek name what it is elsewhere."""
    known = program.known(declarations)
    found = {t.name: t for root in program.roots for t in walk(root) if isinstance(t, Name) and t.name not in known}
    numbers = [tree for name, tree in found.items() if is_number(name)]
    program.declarations += tuple(Declaration(name, "scalar", [], name.start, name.end) for name in numbers)


def is_number(name: str) -> bool:
    """Whether a name is one letter from a to g, with or without an index."""
    return re.fullmatch(r"[a-g](?:_?\d+|_\w+)?", name) is not None and kind_by_convention(name) == "vector"


NOTATION = Notation(
    "matrixcalculus.org's notation",
    program_words(words),
    signs=r"\bnorm2\s*\(|\b(?:vector|matrix)\s*\(\s*[\d.]|\beye\b(?!\s*\()",
    before=(declare_letters,),
)
