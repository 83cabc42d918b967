"""Errors about the structure: what is missing, what is not closed, what stands where nothing can."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language import limits
from matcalc_cli.language.grammar.cursor import Cursor
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.ranges import INDEXED
from matcalc_cli.language.grammar.stacks import Frame
from matcalc_cli.language.names import canonical
from matcalc_cli.language.source import shown
from matcalc_cli.language.tree import Literal, Name, Tree

ENDS = ("end", ";", "where")
_DEFINITION = r"\([\w\s,]*\)\s*:="
_OPERAND = "an operand is a name, a number, a call such as tr(A), or an expression in brackets"
_QUOTIENT = "a quotient is x/2; a rounded one is constant between its jumps, its derivative 0; a comment begins with #"
_EXPONENT = "an exponent is A^2, A^-1 or A^(n+1); A' is the transpose, pinv(A) the pseudo-inverse"
AXES = ("axis", "dim", "dims")
"""The names of an axis in Python and Julia."""
_PARTS = "r = A*x - b; r'*r names a part, and the expression comes last"


def _syntax(message: str, start: int, end: int, hint: str | None) -> MatcalcError:
    return MatcalcError("syntax", message, [Label(start, end)], hint=hint)


def check_beginning(cursor: Cursor) -> None:
    """Refuse a text without an expression, and `f(A) = A^3` before f, which is no function of the language, is taken for one."""
    first = cursor.next
    if first.kind in ENDS:
        raise _syntax("there is no expression", first.start, first.end, "for example x'*A*x or tr(inv(X)*B)")
    behind = cursor.tokens[1]
    import re

    found = re.compile(_DEFINITION).match(cursor.text, behind.start)
    if found:
        left = shown(cursor.text[first.start : found.end()])
        message = "a program is the expression alone, without a function's name"
        raise _syntax(message, first.start, found.end(), f"leave out {left}")


def row_of_ones(start: int, end: int) -> MatcalcError:
    """1'*x, in which the 1 is no number to most readers."""
    hint = "ones(n)'*x is the sum of a vector, as sum(x) is; the number 1 has no transpose"
    return _syntax("1' is the number 1 here, and a row of ones to most readers", start, end, hint)


def missing_operand(cursor: Cursor, frame: Frame | None) -> MatcalcError:
    """The next word cannot begin an operand."""
    from matcalc_cli.language.mistakes.foreign import check_latex, foreign

    token = cursor.next
    if token.kind == "solve":
        check_latex(token, cursor.tokens[cursor.index + 1], behind_operand=False)
    if token.kind in ("foreign", ":", ".("):
        return foreign(cursor, behind_operand=False)
    if token.kind == "transpose":
        message = f"{token.text} transposes what stands before it, and nothing does"
        word, quote, _ = cursor.text[token.end :].partition("'")
        if quote and word.isidentifier():
            hint = "norm(X) of a matrix is the Frobenius norm; specnorm(X), nucnorm(X), norm(x,1) are others; -i matlab reads MATLAB"
            return _syntax("an expression has no words in quotes", token.start, token.end, hint)
        return _syntax(message, token.start, token.end, "the transpose of a product is (A*B)'")
    if token.kind == ")" and not frame and cursor.index == 0:
        return stray_closing(token, None)
    if cursor.index == 0:
        message = f"the expression begins with {shown(token.text)}, which needs an operand before it"
        return _syntax(message, token.start, token.end, _OPERAND)
    return _missing_behind(cursor.before(1), token, frame)


def _missing_behind(before: Token, token: Token, frame: Frame | None) -> MatcalcError:
    """The operand that should stand between two words."""
    if token.kind in ENDS and frame:
        hint = f"the operand, then {_closing(frame)}"
        return _unclosed(token, frame, f"an operand is missing after {shown(before.text)}", hint)
    if before.kind in (";", "=") and token.kind in ENDS:
        return _syntax(f"there is no expression after {before.text}", token.start, token.end, _PARTS)
    if token.kind in {")", "]"} and frame and before is frame.opener:
        return _syntax("there is nothing between the brackets", before.start, token.end, _OPERAND)
    if before.kind == token.kind == "divide":
        return _syntax("// is not an operator", before.start, token.end, _QUOTIENT)
    where = f"after {shown(before.text)}"
    if token.kind != "end":
        where = f"between {shown(before.text)} and {shown(token.text)}"
    hint = _EXPONENT if before.kind == "power" else _OPERAND
    return _syntax(f"an operand is missing {where}", token.start, token.end, hint)


def unexpected(cursor: Cursor, frame: Frame | None) -> MatcalcError:
    """The next word can neither continue the expression nor end it here."""
    from matcalc_cli.language.mistakes.foreign import foreign

    token = cursor.next
    if token.kind in ENDS and frame:
        closing = _closing(frame)
        return _unclosed(token, frame, f"{closing} is missing", f"close it with {closing}")
    if token.kind == "=":
        return _misplaced_equals(token, _in_a_call(cursor.before(1).text, frame))
    return foreign(cursor, behind_operand=True)


def _closing(frame: Frame) -> str:
    """The sign that closes a bracket or bars."""
    return {"bar": frame.opener.text, "[": "]"}.get(frame.opener.kind, ")")


def _unclosed(token: Token, frame: Frame, text: str, hint: str | None) -> MatcalcError:
    """The text ends, or its next part begins, inside a bracket."""
    what = "the expression ends" if token.kind == "end" else f"{token.text} stands"
    places = [Label(token.start, token.end, text), Label(frame.opener.start, frame.opener.end)]
    return MatcalcError("syntax", f"{what} inside {shown(frame.spelling)} …", places, hint=hint)


def _misplaced_equals(token: Token, hint: str = "") -> MatcalcError:
    message = "= names a part, and stands behind a single name at the beginning"
    hint = hint or f"{_PARTS}; of an equation, write the difference of its sides"
    return _syntax(message, token.start, token.end, hint)


def _in_a_call(before: str, frame: Frame | None) -> str:
    """The advice for sum(i=1:n, x_i) and sum(A, axis=1)."""
    called = frame.function.text if frame and frame.function else ""
    if before in AXES:
        return f"{called}(A, 1) is along each column, {called}(A, 2) along each row"
    return f"{called}(i, 1, n, EXPR) has an index, also {called}(i in 1:n, EXPR)" if called in INDEXED else ""


def unfinished_binding(cursor: Cursor, name: Name, value: Tree) -> MatcalcError:
    """A named part without the `;` behind it."""
    from matcalc_cli.language.grammar.ranges import is_iteration

    token, part = cursor.next, shown(name.spelling)
    if token.kind == "=":
        return _misplaced_equals(token)
    hint = f"leave out {part} =, or go on with ; and the expression"
    if is_iteration(value) and not isinstance(value.children[-1], Literal):
        hint = f'matcalc recurrence "{shown(cursor.text.strip())}" takes any number of steps, and a loss behind a ;'
    return _syntax(f"the part {part} is named, and no expression follows", token.start, token.end, hint)


def text_behind(cursor: Cursor) -> MatcalcError:
    """The expression is complete, and something stands behind it."""
    token = cursor.next
    if token.kind == "=":
        return _misplaced_equals(token)
    if token.kind == ";" and cursor.tokens[cursor.index + 1].kind == "end":
        return _syntax("; stands behind a named part only", token.start, token.end, "leave out the last ;")
    if token.kind == ";":
        return _syntax("; ends a part with a name, and this one has none", token.start, token.end, _PARTS)
    return behind_declaration(token)


def behind_declaration(token: Token) -> MatcalcError:
    """A declaration is complete, and something other than a comma stands behind it."""
    hint = "a comma separates declarations" if token.kind == "name" else "nothing stands behind the declarations"
    if token.text == "[" and token.tight:
        hint = "dimensions stand in round brackets: A: matrix(2,3)"
    return _syntax(f"{shown(token.text)} cannot stand behind a declaration", token.start, token.end, hint)


def stray_closing(token: Token, frame: Frame | None) -> MatcalcError:
    """A closing bracket or bar that closes nothing, or not what is open."""
    if frame:
        opener = frame.opener
        message = f"{shown(frame.spelling)} is still open at this {token.text}"
        places = [Label(token.start, token.end), Label(opener.start, opener.end)]
        return MatcalcError("syntax", message, places, hint="what was opened last is closed first")
    hint = "leave it out, or open a bracket before it"
    if token.kind == "bar":
        hint = "in front of a norm, write the product: 2*||x||"
    return _syntax(f"this {token.text} closes nothing", token.start, token.end, hint)


def stray_comma(cursor: Cursor, token: Token, frame: Frame | None) -> MatcalcError:
    """A comma outside of a call."""
    hint = "one expression at a time; declarations stand behind where"
    if frame:
        hint = "the function stands before the bracket: inner(A,B)"
        before = next(
            (word for word in reversed(cursor.tokens[: cursor.index]) if word.end <= frame.opener.start), None
        )
        if before and before.kind == "name":
            hint = f"a function without a formula is declared: where {before.text}: scalar of vector(n), vector(n)"
    return _syntax("a comma separates the arguments of a function", token.start, token.end, hint)


def check_juxtaposed(before: Token, token: Token) -> None:
    """Refuse products without `*` that are probably slips: `2 3`, `1.2.3`, `x.5`, `x_λ`."""
    left, right = shown(before.text), shown(token.text)
    hint = f"a product is written {left}*{right}"
    if token.kind == "name" and token.tight and before.kind == "name" and before.text.endswith("_"):
        hint = f"write {left}{shown(canonical(token.text))} for one name, {left}*{right} for a product"
    elif token.kind != "number" or not (before.kind == "number" or (token.tight and right.startswith("."))):
        return
    message = f"{right} cannot stand directly behind {left}"
    places = [Label(token.start, token.end), Label(before.start, before.end)]
    raise MatcalcError("syntax", message, places, hint=hint)


COEFFICIENT = "1/2x is read from the left, as (1/2)*x; write 1/(2*x) for the other reading, Julia's"


def is_coefficient_below(cursor: Cursor, token: Token) -> bool:
    """Whether a word directly behind a number makes `1/2x` of it."""
    number = cursor.before(2)
    return number.kind == "number" and token.tight and cursor.index > 2 and cursor.before(3).kind == "divide"


def too_deep(token: Token) -> MatcalcError:
    """The error of a bracket that is deeper than the limit."""
    message = f"brackets are nested more than {limits.NESTING:,} deep"
    hint = "name the inner parts: r = A*x - b; r'*r"
    return MatcalcError("limit", message, [Label(token.start, token.end)], hint=hint)
