"""Square brackets: `A[i,j]`, `A[1:k,:]`, `x[end]`, and the matrices that are written out, `[A, b; c', 1]`.

A bracket that touches what it stands behind indexes it, unless that is a number. Inside one that does not, a comma or
a blank separates columns and `;` or a line break rows, as in MATLAB: `[1 -2]` has two columns, `[1 - 2]` one.
"""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.stacks import Frame, Operand
from matcalc_cli.language.tree import Operation, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from matcalc_cli.language.grammar.cursor import Cursor
    from matcalc_cli.language.grammar.lexer import Token
    from matcalc_cli.language.grammar.stacks import Stacks

    class Reader(Protocol):
        """A reader of expressions, as far as brackets are concerned."""

        @property
        def cursor(self) -> Cursor:
            """The words."""

        @property
        def stacks(self) -> Stacks:
            """The open brackets, and the operands."""

        def open(self, frame: Frame) -> None:
            """Open a bracket."""

        def juxtaposed(self, token: Token) -> bool:
            """Multiply by what begins with this word."""


INDEXED = frozenset({"name", ")", "]", "transpose", "script"})
"""Words that a bracket indexes if it touches them."""
BEGINNINGS = frozenset({"number", "name", "(", "[", "bar"})
SIGNS = frozenset({"add", "subtract"})
MOST_SUBSCRIPTS = 2


class Bracket(Frame):
    """An open square bracket: the rows of a matrix, or what it indexes and the subscripts; `low` begins a range."""

    __slots__ = ("base", "low", "rows")

    def __init__(self, opener: Token, base: Operand | None = None) -> None:
        super().__init__(opener)
        self.base = base
        self.rows: list[list[Tree]] = [[]]
        self.low: Tree | None = None

    @property
    def spelling(self) -> str:
        """The bracket."""
        return self.opener.text


def innermost(reader: Reader) -> Bracket | None:
    """The square bracket that the next word stands in, if nothing is open inside it."""
    frame = reader.stacks.frame
    return frame if isinstance(frame, Bracket) else None


def separated(reader: Reader) -> bool:
    """Whether the next word begins another element of a matrix that is written out; the one before it is finished."""
    frame, cursor = innermost(reader), reader.cursor
    if frame is None or frame.base is not None:
        return False
    token = cursor.next
    if token.kind == ";":
        cursor.index += 1
        _finish(reader, frame, new_row=True)
        return True
    if token.tight or not cursor.blanks_separate or token.kind not in BEGINNINGS | SIGNS:
        return False
    new_row = "\n" in cursor.text[cursor.before(1).end : token.start]
    if token.kind in SIGNS and not new_row and not cursor.tokens[cursor.index + 1].tight:
        return False
    _finish(reader, frame, new_row=new_row)
    return True


def _finish(reader: Reader, frame: Bracket, *, new_row: bool = False) -> None:
    """The element or the subscript before the next word is complete."""
    value = reader.stacks.pop()
    if frame.low is not None:
        value = Operation("range", (frame.low, value), frame.low.start, value.end)
        frame.low = None
    frame.rows[-1].append(value)
    if new_row:
        frame.rows.append([])


def opening(reader: Reader, token: Token) -> bool:
    """A bracket where an operand is expected."""
    reader.open(Bracket(token))
    return True


def behind(reader: Reader, token: Token) -> bool:
    """A bracket behind an operand: an index if it touches it, else a factor."""
    if not token.tight or reader.cursor.before(2).kind not in INDEXED:
        return reader.juxtaposed(token)
    reader.open(Bracket(token, reader.stacks.operands.pop()))
    return True


def comma(reader: Reader, frame: Bracket) -> bool:
    """The end of an element or of a subscript."""
    _finish(reader, frame)
    return True


def colon_alone(reader: Reader, token: Token) -> bool:
    """`A[:, j]`: all rows."""
    frame = innermost(reader)
    if frame is None or frame.base is None or reader.cursor.next.kind not in {",", "]"}:
        reader.cursor.index -= 1
        raise _colon(token)
    reader.stacks.push(Operation("all", (), token.start, token.end))
    return False


def colon(reader: Reader, token: Token) -> bool:
    """The first number of a range is complete."""
    frame = innermost(reader)
    if frame is None or frame.base is None or frame.low is not None:
        again = reader.cursor.before(3).text == "in"  # sum(i in 1:n, j in 1:n, x_i*x_j)
        raise _colon(token, step=frame is not None and frame.low is not None, again=again)
    frame.low = reader.stacks.pop()
    return True


def _colon(token: Token, *, step: bool = False, again: bool = False) -> MatcalcError:
    message = "a range has no step" if step else "a colon stands in an index only"
    hint = "A[1:k,:] are the first k rows, A[:,j] is a column; kinds are declared at the end: A*x where x: vector(n)"
    if step:
        hint = "every second entry is S*x with a matrix S of zeros and ones; x[1:k] are the first k"
    if again:
        hint = "two indices are two sums: sum(i in 1:m, sum(j in 1:n, EXPR))"
    return MatcalcError("unsupported" if step else "syntax", message, [Label(token.start, token.end)], hint=hint)


def is_end(reader: Reader, token: Token) -> bool:
    """Whether `end` is the last index here."""
    return token.text == "end" and any(isinstance(f, Bracket) and f.base is not None for f in reader.stacks.frames)


def close(reader: Reader, token: Token) -> bool:
    """The end of a matrix that is written out, or of an index."""
    from matcalc_cli.language.mistakes import complaints

    frame = innermost(reader)
    if frame is None:
        raise complaints.stray_closing(token, reader.stacks.frame)
    _finish(reader, frame)
    return _closed(reader, frame, token)


def close_early(reader: Reader, token: Token) -> bool:
    """A bracket right behind the `;` of its last row; empty brackets are refused."""
    from matcalc_cli.language.mistakes import complaints

    frame = innermost(reader)
    if frame is None or frame.rows[-1] or len(frame.rows) == 1 or reader.cursor.before(2).kind != ";":
        reader.cursor.index -= 1
        raise complaints.missing_operand(reader.cursor, reader.stacks.frame)
    frame.rows.pop()
    return _closed(reader, frame, token)


def _closed(reader: Reader, frame: Bracket, token: Token) -> bool:
    reader.stacks.leave()
    if frame.base is None:
        rows = [_line("columns", row, frame, token) for row in frame.rows]
        tree = _line("rows", rows, frame, token)
        reader.stacks.operands.append((tree, frame.opener.start, token.end))
        return False
    base, start, _ = frame.base
    (subscripts,) = frame.rows
    if len(subscripts) > MOST_SUBSCRIPTS:
        place = [Label(frame.opener.start, token.end)]
        raise MatcalcError(
            "unsupported", "a matrix has two indices", place, hint="A[i,j] is an entry, x[i] one of a vector"
        )
    reader.stacks.operands.append((Operation("index", (base, *subscripts), start, token.end), start, token.end))
    return False


def _line(operator: str, parts: list[Tree], frame: Bracket, token: Token) -> Tree:
    """Parts beside or below each other; a row of several covers itself, the whole its brackets."""
    if len(parts) == 1:
        return parts[0]
    whole = operator == "rows" or len(frame.rows) == 1
    start, end = (frame.opener.start, token.end) if whole else (parts[0].start, parts[-1].end)
    return Operation(operator, parts, start, end)
