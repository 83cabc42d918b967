"""Norm bars with an index: `||x||_1`, `||X||_F`, `‖A‖_*`, `||x||_inf`, `||x||_p`."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.cursor import Cursor
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.numbers import read_number
from matcalc_cli.language.literals import INFINITE
from matcalc_cli.language.names import canonical
from matcalc_cli.language.notation import INDEX
from matcalc_cli.language.tree import Literal, Name, Tree
from matcalc_cli.language.uses import Uses

LOWERED = dict(zip(INDEX[1:], (1, 2, 3), strict=True))
"""Orders that are one character."""
OF_MATRICES = {"F": "norm", "Fro": "norm", "fro": "norm", "*": "nucnorm", "nuc": "nucnorm", "op": "specnorm"}
"""The norms that an index other than an order says."""
INFINITIES = (*INFINITE, "oo", "∞")


def norm_of_bars(cursor: Cursor, uses: Uses, opener: Token) -> tuple[str, Tree | None]:
    """The function that closed norm bars mean, and its order where it has one."""
    if cursor.next.text in INDEX and cursor.next.tight:
        return index_of_bars(cursor, uses)
    check_index(cursor, opener)
    return "norm", None


def index_of_bars(cursor: Cursor, uses: Uses) -> tuple[str, Tree | None]:
    """The function that the index behind norm bars says, and its order where it has one; the index is taken."""
    first = cursor.take()
    if first.text in LOWERED:
        return "norm", Literal(LOWERED[first.text], 1, first.start, first.end)
    braced = cursor.next.text == "{"
    token = cursor.tokens[cursor.index + braced]
    found = _order(token) if braced or token.tight else None
    if found is None or (braced and cursor.tokens[cursor.index + 2].text != "}"):
        weighted = f"a norm weighted by {token.text} is sqrt(x'*{token.text}*x); " if token.text[:1].isupper() else ""
        hint = f"{weighted}||x||_1, ||x||_2, ||x||_inf, ||x||_p of a vector, ||A||_F and ||A||_* of a matrix are; specnorm(A), opnorm(A, 1)"
        raise MatcalcError("syntax", "this index of norm bars is not read", [Label(first.start, token.end)], hint=hint)
    cursor.index += 1 + 2 * braced
    if isinstance(found[1], Name) and found[1].name != INFINITE[0]:
        uses.add(found[1], None)
    return found


def check_index(cursor: Cursor, opener: Token) -> None:
    """Refuse ||W||F and ||x||2, which may be norms and products."""
    token = cursor.next
    if token.tight and (token.text in OF_MATRICES or token.kind == "number") and token.kind != "multiply":
        inner = cursor.text[opener.end : cursor.before(1).start].strip()
        hint = f"||{inner}||_{token.text} is a norm with an index, norm({inner})*{token.text} a product"
        raise MatcalcError(
            "syntax", "directly behind norm bars this may be an index", [Label(token.start, token.end)], hint=hint
        )


def _order(token: Token) -> tuple[str, Tree | None] | None:
    if token.text in OF_MATRICES:
        return OF_MATRICES[token.text], None
    if token.text in INFINITIES:
        return "norm", Name(INFINITE[0], INFINITE[0], token.start, token.end)
    if token.kind == "number":
        return "norm", Literal(*read_number(token), token.start, token.end)
    if token.kind == "name" and not token.text[0].isupper():  # a matrix is no order
        return "norm", Name(canonical(token.text), token.text, token.start, token.end)
    return None
