"""Expressions by operator precedence, without recursion: one loop, and a table of what each word means where."""

from __future__ import annotations

from matcalc_cli.language import limits
from matcalc_cli.language.grammar import brackets, ranges
from matcalc_cli.language.grammar.cursor import Cursor
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.numbers import read_number, read_superscript
from matcalc_cli.language.grammar.stacks import MULTIPLY, Frame, Stacks
from matcalc_cli.language.grammar.unspecified import Head, head, without_bracket
from matcalc_cli.language.mistakes import misnamed
from matcalc_cli.language.names import CONSTANTS, canonical
from matcalc_cli.language.notation import OPERATORS, TOP
from matcalc_cli.language.tree import Literal, Name, Operation, Tree
from matcalc_cli.language.uses import Uses
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from matcalc_cli.language import bars
    from matcalc_cli.language.mistakes import complaints
else:
    bars = Later("matcalc_cli.language.bars")
    complaints = Later("matcalc_cli.language.mistakes.complaints")

TRANSPOSE_MARKS = (("T",), ("-", "T"), ("(", "T", ")"), ("(", "-", "T", ")"))
"""The words behind `^` that are a transpose, and not a power with the exponent T."""
STOPS = ("end", ";", "where", "=")
"""The words that may stand behind a whole expression."""


class ExpressionReader:
    """Reads expressions from a cursor; `uses` collects the names of all of them."""

    __slots__ = ("cursor", "notes", "stacks", "uses")

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.stacks = Stacks()
        self.uses = Uses()
        self.notes: list[str] = []

    def read(self, stops: Collection[str] = STOPS) -> Tree:
        """The expression at the cursor, up to the first word that cannot continue it, one of `stops`."""
        cursor = self.cursor
        operand_expected = True
        while True:
            token = cursor.tokens[cursor.index]
            if not operand_expected and brackets.separated(self):
                operand_expected = True
                continue
            handler = (BEFORE if operand_expected else BEHIND).get(token.kind)
            if handler is None or (not (operand_expected or self.stacks.frame) and _ends(token, stops)):
                break
            cursor.index += 1
            operand_expected = handler(self, token)
        if operand_expected:
            raise complaints.missing_operand(cursor, self.stacks.frame)
        if self.stacks.frame or not _ends(token, stops):
            raise complaints.unexpected(cursor, self.stacks.frame)
        return self.stacks.pop()

    # What begins an operand. A handler says whether an operand is expected next.

    def number(self, token: Token) -> bool:
        """A number."""
        numerator, denominator = read_number(token)
        self.stacks.push(Literal(numerator, denominator, token.start, token.end))
        return False

    def name(self, token: Token) -> bool:
        """A name, or a function and the bracket behind it."""
        if brackets.is_end(self, token):
            self.stacks.push(Operation("end", (), token.start, token.end))
            return False
        name = canonical(token.text)
        if name.endswith("_") and self.cursor.next.kind == "(" and self.cursor.next.tight:
            self.open(Frame(self.cursor.take(), token))
            return True
        found = head(self.cursor, token, self.cursor.unspecified)
        if found:
            return self._unspecified(found)
        if self.cursor.next.kind in ("(", ".(") and self._is_call(token, name):
            self.open(Frame(self.cursor.take(), token))
            return True
        if misnamed.is_reserved(name, self.cursor.functions) and name not in CONSTANTS:
            misnamed.check_function_as_argument(self.cursor, self.stacks.frame, token)
        self._use(Name(name, token.text, token.start, token.end))
        return False

    def _unspecified(self, found: Head) -> bool:
        """A function without a formula, and the bracket behind it where there is one."""
        following = self.cursor.next
        if following.kind in ("(", ".(") and (following.tight or found.stem not in self.cursor.unspecified):
            self.open(Frame(self.cursor.take(), found))
            return True
        call = without_bracket(found, self.cursor.unspecified)
        for name in call.arguments:
            assert isinstance(name, Name)
            self.uses.add(name, None)
        self.stacks.push(call)
        return False

    def bracket(self, token: Token) -> bool:
        """An opening bracket or bar; `sum(i in ...` has its range read at once."""
        self.open(Frame(token))
        return True

    def square_bracket(self, token: Token) -> bool:
        """A matrix that is written out, or a number `[i != k]`."""
        if not ranges.compares(self.cursor):
            return brackets.opening(self, token)
        self.stacks.push(ranges.read_indicator(self.cursor, token, self._part))
        return False

    def sign(self, token: Token) -> bool:
        """A sign."""
        self.stacks.sign(token)
        return True

    def no_arguments(self, token: Token) -> bool:
        """`I()`: a call may be empty, what it needs is known later; a bracket may not."""
        frame = self.stacks.frame
        if not frame or not frame.function or self.cursor.before(2) is not frame.opener:
            self.cursor.index -= 1
            raise complaints.missing_operand(self.cursor, frame)
        self.stacks.close_call(frame.function, token)
        return False

    # What stands behind an operand.

    def infix(self, token: Token) -> bool:
        """An operator between two operands."""
        self.stacks.infix(OPERATORS[token.kind])
        return True

    def solve(self, token: Token) -> bool:
        r"""A left division, which is no `\cdot`."""
        from matcalc_cli.language.mistakes.foreign import check_latex

        check_latex(token, self.cursor.next, behind_operand=True)
        return self.infix(token)

    def power(self, token: Token) -> bool:
        """A power, or a transpose that is written as a power, A^T."""
        mark = self._transpose_mark()
        if not mark:
            return self.infix(token)
        start = self.cursor.next.start
        self.cursor.index += len(mark)
        self._transpose(start, self.cursor.before(1).end, inverse="-" in mark)
        return False

    def transpose(self, token: Token) -> bool:
        """A transpose."""
        self._transpose(token.start, token.end)
        return False

    def superscript(self, token: Token) -> bool:
        """An exponent, a transpose or both: ² ⁻¹ ᵀ ⁻ᵀ ²ᵀ."""
        exponent, transposed = read_superscript(token)
        if exponent:
            for name in (exponent, *exponent.children):
                if isinstance(name, Name):
                    self.uses.add(name, None)
            self.stacks.raise_to(exponent)
        if transposed:
            self.stacks.transpose(token.start, token.end, inverse=not exponent and len(token.text) > 1)
        return False

    def juxtaposed(self, token: Token) -> bool:
        """An operand directly behind another: their product."""
        complaints.check_juxtaposed(self.cursor.before(2), token)
        if not self.notes and complaints.is_coefficient_below(self.cursor, token):
            self.notes.append(complaints.COEFFICIENT)
        self.stacks.infix(MULTIPLY)
        self.cursor.index -= 1
        return True

    def comma(self, token: Token) -> bool:
        """The end of an argument."""
        frame = self.stacks.frame
        if isinstance(frame, brackets.Bracket):
            return brackets.comma(self, frame)
        if not frame or not frame.function:
            raise complaints.stray_comma(self.cursor, token, frame)
        self.stacks.argument(frame)
        return True

    def close(self, token: Token) -> bool:
        """The end of a bracket or a call."""
        frame = self.stacks.frame
        if not frame or frame.opener.kind in {"bar", "["}:
            raise complaints.stray_closing(token, frame)
        if frame.function and frame.function.text.endswith("_"):
            written = canonical("".join(word.text for word in self.cursor.between(frame.opener, token)))
            self.stacks.argument(frame)
            self.uses.add_member(self.stacks.close_member(frame.function, token, written))
        elif frame.function:
            self.stacks.argument(frame)
            self.uses.add_call(self.stacks.close_call(frame.function, token))
        else:
            self.stacks.close(token)
        return False

    def close_bars(self, token: Token) -> bool:
        """The end of a norm."""
        frame = self.stacks.frame
        if not frame or frame.opener.kind != "bar":
            raise complaints.stray_closing(token, frame)
        norm = bars.norm_of_bars(self.cursor, self.uses, frame.opener)
        self.stacks.close_bars(self.cursor.before(1), *norm)
        return False

    # Steps of these.

    def open(self, frame: Frame) -> None:
        """Open a bracket."""
        if len(self.stacks.frames) >= limits.NESTING:
            raise complaints.too_deep(frame.opener)
        self.stacks.open(frame)
        if frame.function and ranges.begins_range(self.cursor):
            frame.arguments += ranges.read_range(self.cursor, self._part)

    def _part(self) -> Tree:
        """An expression of its own at the cursor, up to a word that ends a bound or a side of a relation."""
        reader = ExpressionReader(self.cursor)
        reader.uses = self.uses
        return reader.read((*ranges.RANGE_STOPS, *ranges.RELATIONS, ";", "end"))

    def _use(self, name: Name) -> None:
        if name.spelling.startswith(misnamed.SUMS):
            misnamed.check_sum(self.cursor, name)
        index = self.cursor.index
        self.uses.add(name, self.cursor.tokens[index - 2] if index > 1 else None)
        self.stacks.push(name)

    def _is_call(self, token: Token, name: str) -> bool:
        if name in self.cursor.functions or name == "I" or (name == ranges.ITERATE and self.cursor.next.tight):
            return True
        if self.cursor.next.tight or self.cursor.next.kind == ".(":
            raise misnamed.unknown_function(self.cursor, token)
        return False

    def _transpose(self, start: int, end: int, *, inverse: bool = False) -> None:
        if self.stacks.ends_in_one:
            raise complaints.row_of_ones(start - 1, end)
        self.stacks.transpose(start, end, inverse=inverse)

    def _transpose_mark(self) -> tuple[str, ...]:
        """The words behind `^` if they are T, -T or one of them in brackets, else nothing."""
        ahead = self.cursor.tokens[self.cursor.index : self.cursor.index + 4]
        words = tuple("T" if token.text in TOP else "-" if token.kind == "subtract" else token.text for token in ahead)
        return next((mark for mark in TRANSPOSE_MARKS if words[: len(mark)] == mark), ())


def _ends(token: Token, stops: Collection[str]) -> bool:
    """Whether a word ends the expression by its kind, or by its text where that is what stops it."""
    return token.kind in stops or (token.text in stops and token.text in (*ranges.RANGE_STOPS, *ranges.RELATIONS))


BEFORE: dict[str, Callable[[ExpressionReader, Token], bool]] = {
    "number": ExpressionReader.number,
    "name": ExpressionReader.name,
    "(": ExpressionReader.bracket,
    "[": ExpressionReader.square_bracket,
    "]": brackets.close_early,
    ":": brackets.colon_alone,
    "bar": ExpressionReader.bracket,
    "add": ExpressionReader.sign,
    "subtract": ExpressionReader.sign,
    ")": ExpressionReader.no_arguments,
}
"""The readers of words that may stand where an operand is expected."""

BEHIND: dict[str, Callable[[ExpressionReader, Token], bool]] = {
    **{operator.name: ExpressionReader.infix for operator in OPERATORS.values() if operator.fixity == "infix"},
    "solve": ExpressionReader.solve,
    "power": ExpressionReader.power,
    "transpose": ExpressionReader.transpose,
    "script": ExpressionReader.superscript,
    "number": ExpressionReader.juxtaposed,
    "name": ExpressionReader.juxtaposed,
    "(": ExpressionReader.juxtaposed,
    "[": brackets.behind,
    "]": brackets.close,
    ":": brackets.colon,
    ",": ExpressionReader.comma,
    ")": ExpressionReader.close,
    "bar": ExpressionReader.close_bars,
}
"""The readers of words that may stand behind an operand."""
