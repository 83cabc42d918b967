"""Declarations: `NAME: kind(dims)`, behind `where` or from the command line."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.kinds import DECLARABLE
from matcalc_cli.language import limits
from matcalc_cli.language.grammar.cursor import Cursor
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.unspecified import INVERSE, KINDS_OF_FUNCTIONS, OF
from matcalc_cli.language.mistakes import misnamed
from matcalc_cli.language.names import canonical
from matcalc_cli.language.source import shown
from matcalc_cli.language.tree import Argument, Declaration, Literal, Name, Operation, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

OTHER_KINDS = {
    "square": "matrix(n,n)",
    "row": "matrix(1,n)",
    "column": "vector(n)",
    "number": "scalar",
    "real": "scalar",
    "sym": "symmetric(n)",
    "psd": "symmetric(n)",
    "pd": "spd(n)",
    "pos": "positive",
    "positivedefinite": "spd(n)",
    "antisymmetric": "skew(n)",
    "skewsymmetric": "skew(n)",
    "diag": "diagonal(n)",
    "triangular": "lower(n) or upper(n)",
    "tril": "lower(n)",
    "triu": "upper(n)",
    "rotation": "orthogonal(n)",
    "unitary": "orthogonal(n)",
}
"""The usual words for a kind."""
_EXAMPLE = "A: matrix(m,n), x: vector(n), S: symmetric(n), alpha: scalar"


def read_declarations(cursor: Cursor) -> list[Declaration]:
    """The declarations behind the `where` at the cursor."""
    cursor.take()
    declarations = [read_declaration(cursor)]
    while cursor.take_if(","):
        declarations.append(read_declaration(cursor))
    return declarations


def read_declaration(cursor: Cursor) -> Declaration:
    """The declaration at the cursor."""
    token = cursor.take()
    if token.kind != "name":
        raise _expected(token, "a name", _EXAMPLE)
    name = Name(canonical(token.text), token.text, token.start, token.end)
    misnamed.check_variable(name, cursor.functions)
    if not cursor.take_if(":"):
        raise _no_colon(cursor, name)
    kind = cursor.take()
    if kind.kind != "name":
        raise _expected(kind, "a kind", f"the kinds are {', '.join(DECLARABLE)}")
    if kind.text in KINDS_OF_FUNCTIONS:
        return Declaration(name, kind.text, [], token.start, kind.end)
    if kind.text == INVERSE:
        return _inverse(cursor, name, kind)
    if kind.text not in DECLARABLE:
        raise _unknown_kind(kind)
    dims, end = (_read_dims(cursor)) if cursor.next.kind == "(" else ([], kind.end)
    of = _read_arguments(cursor)
    return Declaration(name, kind.text, dims, token.start, of[-1][1] if of else end, [argument for argument, _ in of])


def _inverse(cursor: Cursor, name: Name, kind: Token) -> Declaration:
    """`g: inverse of f`, the cursor behind `inverse`."""
    arguments = _read_arguments(cursor)
    if len(arguments) != 1 or arguments[0][0].name is None:
        hint = f"{shown(name.spelling)}: inverse of f, f: vector(n) of vector(n)"
        place = Label(kind.start, arguments[-1][1] if arguments else kind.end)
        raise MatcalcError("syntax", "an inverse is that of one function, which is declared", [place], hint=hint)
    ((argument, end),) = arguments
    return Declaration(name, kind.text, [], name.start, end, [argument])


def _read_arguments(cursor: Cursor) -> list[tuple[Argument, int]]:
    """The arguments behind `of`, and where they end: names and kinds in brackets, or up to a comma before the next declaration."""
    if cursor.next.text != OF:
        return []
    cursor.take()
    opener = cursor.take_if("(")
    found = [_read_argument(cursor)]
    while cursor.next.kind == "," and (opener or cursor.tokens[cursor.index + 2].kind != ":"):
        cursor.take()
        found.append(_read_argument(cursor))
    if opener and not cursor.take_if(")"):
        raise _expected(cursor.next, "the ) behind the arguments", "f: scalar of (vector(n), vector(m))")
    return found


def _read_argument(cursor: Cursor) -> tuple[Argument, int]:
    token = cursor.take()
    if token.kind != "name":
        raise _expected(token, "an argument", "f: scalar of vector(n), or A: matrix(n,n) of t")
    if token.text not in DECLARABLE:
        name = Name(canonical(token.text), token.text, token.start, token.end)
        misnamed.check_variable(name, cursor.functions)
        return Argument(name, "", ()), token.end
    dims, end = (_read_dims(cursor)) if cursor.next.kind == "(" else ([], token.end)
    return Argument(None, token.text, dims), end


def _read_dims(cursor: Cursor) -> tuple[list[Tree], int]:
    """The dimensions in brackets, and where the bracket ends."""
    opener = cursor.take()
    dims = [_read_dim(cursor)]
    while cursor.take_if(","):
        dims.append(_read_dim(cursor))
    closing = cursor.take()
    if closing.kind != ")":
        message = (
            "a dimension is a name or an integer"
            if closing.kind != "end"
            else "the bracket of the dimensions is not closed"
        )
        raise MatcalcError(
            "syntax", message, [Label(closing.start, closing.end), Label(opener.start, opener.end)], hint=_EXAMPLE
        )
    return dims, closing.end


def _read_dim(cursor: Cursor) -> Tree:
    """A sum, difference, product or half of dimensions: `m*p` of kron(A, B), `m+n` of [x; y], `n*(n+1)/2`."""
    return _read_chain(cursor, {"add", "subtract"}, _read_product)


def _read_product(cursor: Cursor) -> Tree:
    return _read_chain(cursor, {"multiply", "divide"}, _read_factor)


def _read_chain(cursor: Cursor, operators: Collection[str], operand: Callable[[Cursor], Tree]) -> Tree:
    """Operands between operators of one precedence, from left to right."""
    dim = operand(cursor)
    while cursor.next.kind in operators:
        operator = cursor.take().kind
        right = operand(cursor)
        dim = Operation(operator, (dim, right), dim.start, right.end)
    return dim


def _read_factor(cursor: Cursor) -> Tree:
    token = cursor.take()
    if token.kind == "(":
        dim = _read_dim(cursor)
        if not cursor.take_if(")"):
            raise _expected(
                cursor.next, ")", "a dimension is a name, an integer, or made of them: A: matrix(m, 2*(n+1))"
            )
        return dim
    if token.kind == "number":
        return Literal(_number(token), 1, token.start, token.end)
    if token.kind != "name":
        raise _expected(token, "a dimension", "a dimension is a name or an integer: A: matrix(m,3)")
    name = Name(canonical(token.text), token.text, token.start, token.end)
    misnamed.check_variable(name, cursor.functions)
    if not cursor.take_if("power"):
        return name
    token = cursor.take()
    if token.kind != "number":
        raise _expected(token, "a number", "the exponent of a dimension is a number: A: matrix(n^2,m)")
    return Operation("power", (name, Literal(_number(token), 1, token.start, token.end)), name.start, token.end)


def _number(token: Token) -> int:
    place = [Label(token.start, token.end)]
    digits = token.text.lstrip("0")
    if not token.text.isdigit() or not digits:
        raise MatcalcError("syntax", "a dimension is a name or an integer from 1", place, hint=_EXAMPLE)
    if len(digits) > len(str(limits.DIMENSION)) or int(digits) > limits.DIMENSION:
        raise MatcalcError(
            "limit",
            f"a dimension is at most {limits.DIMENSION:,}",
            place,
            hint="a name stands for any size: A: matrix(m,n)",
        )
    return int(digits)


def _expected(token: Token, what: str, hint: str) -> MatcalcError:
    found = "the text ends" if token.kind == "end" else f"{shown(token.text)} stands"
    return MatcalcError("syntax", f"{found} where {what} is expected", [Label(token.start, token.end)], hint=hint)


def _no_colon(cursor: Cursor, name: Name) -> MatcalcError:
    shape = shown(name.spelling)
    hint = f"{shape}: matrix(m,n)"
    if cursor.next.kind == ",":
        hint = f"every name has its own kind: {shape}: matrix(n,n), B: matrix(n,n)"
    return MatcalcError(
        "syntax", f"a colon and a kind are missing behind {shape}", [Label(name.end, name.end)], hint=hint
    )


def _unknown_kind(token: Token) -> MatcalcError:
    from matcalc_cli.language.mistakes.suggest import nearest

    lowered = token.text.lower().replace("_", "")
    meant = OTHER_KINDS.get(lowered) or nearest(token.text, DECLARABLE)
    hint = f"did you mean {meant}?" if meant else f"the kinds are {', '.join(DECLARABLE)}"
    return MatcalcError("name", f"there is no kind {shown(token.text)}", [Label(token.start, token.end)], hint=hint)
