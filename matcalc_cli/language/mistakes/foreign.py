"""Notation of elsewhere: LaTeX, Python, MATLAB, look-alike letters, and what to say about each."""

from __future__ import annotations

import re

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.cursor import Cursor
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.ranges import INDEXED
from matcalc_cli.language.mistakes.foreign_symbols import CYRILLIC, LATEX, SYNTAX, UNSUPPORTED
from matcalc_cli.language.mistakes.misnamed import entries
from matcalc_cli.language.source import shown, visible

_ENTRIES_HINT = "A[i,j] is an entry, A[i,:] a row, A[1:k,:] the first k rows, x[i] an entry of a vector"
_ONLY_LATEX = r"[td]?frac|top|cdot|times|otimes|odot|circ|left|right|math[a-z]+|text|operatorname|intercal"
_READ_LATEX = "-i latex reads LaTeX"
_READ_NUMPY = "-i numpy reads NumPy"
_MARKUP = ("operatorname", "mathrm", "mathbf", "mathsf", "text", "lVert", "rVert", "begin", "end")
"""Commands that say nothing by themselves."""
_NUMPY = ("np", "numpy", "scipy", "jnp", "linalg")
_INDEX = r"[\[{][0-9A-Za-z:,\s+-]*[\]}]"


def foreign(cursor: Cursor, *, behind_operand: bool) -> MatcalcError:
    """The error about the next word, which the language has not."""
    token = cursor.next
    if token.text == ".":
        return _point(cursor, behind_operand=behind_operand)
    if behind_operand and (found := _entry(cursor)):
        name = cursor.before(1).text.rstrip("_")
        return entries(
            found, f"{name}(i, 1, n, EXPR) has an index; {_READ_LATEX}" if name in INDEXED else _ENTRIES_HINT
        )
    if behind_operand and token.text == "_" and cursor.before(1).text == ")":
        return _norm_with_index(token)
    if not behind_operand and token.text == "<":
        return MatcalcError(
            "syntax",
            "angle brackets are not part of the language",
            [Label(token.start, token.end)],
            hint="inner(x,y) is the inner product",
        )
    return _symbol(token)


def check_latex(backslash: Token, command: Token, *, behind_operand: bool) -> None:
    r"""Refuse a LaTeX command; behind an operand only one that cannot be the right side of a left division."""
    if command.kind != "name" or not command.tight:
        return
    if behind_operand and not re.fullmatch(_ONLY_LATEX, command.text):
        return
    hint = LATEX.get(command.text, f"here it is {shown(command.text)}" if len(command.text) > 1 else "")
    place = Label(backslash.start, command.end)
    hint = "; ".join(filter(None, [_READ_LATEX, hint if command.text not in _MARKUP else ""]))
    raise MatcalcError(
        "syntax", "this is LaTeX, and the expression is read as matcalc's own notation", [place], hint=hint
    )


def _entry(cursor: Cursor) -> Label | None:
    """The place of `{ij}` behind a name that ends in `_`."""
    token = cursor.next
    if not (token.text == "{" and cursor.before(1).text.endswith("_")):
        return None
    found = re.compile(_INDEX).match(cursor.text, token.start)
    return Label(token.start, found.end() if found else token.end)


def _norm_with_index(token: Token) -> MatcalcError:
    hint = "norm(x, 1), specnorm(A) and nucnorm(A) are other norms; ||x|| is the 2-norm, of a matrix the Frobenius norm; bars have indices, ||x||_1, ||A||_F"
    return MatcalcError("syntax", "an expression in brackets has no index", [Label(token.start, token.end)], hint=hint)


def _point(cursor: Cursor, *, behind_operand: bool) -> MatcalcError:
    """A point that is neither in a number nor the beginning of an operator."""
    token, after = cursor.next, cursor.tokens[cursor.index + 1]
    message, end = "this . belongs to no number and no operator", token.end
    hint = "0.5 and .5 are numbers, .* ./ .^ work entry by entry, A.T is the transpose"
    if behind_operand and token.tight and cursor.before(1).kind == "number":
        digits = shown(cursor.before(1).text)
        message, hint = "a number has digits behind its point", f"write {digits} or {digits}.0"
    elif behind_operand and token.tight and after.tight and after.kind == "name":
        message, end = "nothing but .T stands behind a point", after.end
        hint = f"functions come first, inv(A); the transpose is A.T or A'; {_READ_NUMPY}"
        if cursor.before(1).text in _NUMPY:
            hint = f"{_READ_NUMPY}; here functions have no module: inv(A)"
    return MatcalcError("syntax", message, [Label(token.start, end)], hint=hint)


def _symbol(token: Token) -> MatcalcError:
    place = [Label(token.start, token.end)]
    if token.text in UNSUPPORTED:
        message, hint = UNSUPPORTED[token.text]
        return MatcalcError("unsupported", message, place, hint=hint)
    if token.text in SYNTAX:
        message, hint = SYNTAX[token.text]
        return MatcalcError("syntax", message, place, hint=hint)
    return MatcalcError("syntax", _described(token.text), place, hint=_replacement(token.text))


def _described(character: str) -> str:
    """A sentence with the character's number and name."""
    from unicodedata import name

    known = name(character, "")
    described = f"U+{ord(character):04X}" + (f", {known}" if known else "")
    return f"the character {visible(character)} ({described}) is not part of the language"


def _replacement(character: str) -> str:
    """The replacement of a character, if it looks like another or is another's variant."""
    from unicodedata import combining, normalize

    if "\ud800" <= character <= "\udfff":
        return f"the text is not UTF-8 here: byte 0x{ord(character) & 0xFF:02x}"
    if not character.isprintable():
        return "an invisible character came with the text: delete it"
    if "₀" <= character <= "ₜ":
        return f"write _{normalize('NFKC', character)}: x_1"
    if combining(character):
        return "names are letters, digits and _: x_hat"
    plain = CYRILLIC.get(character) or normalize("NFKC", character)
    if plain.isascii() and plain.isalnum():
        return f"write {plain}, the one on the keyboard (U+{ord(plain[0]):04X})"
    return "names are Latin letters, digits and _, or a Greek letter"
