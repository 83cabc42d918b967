"""The stacks of operator precedence: operands, operators that wait for their right operand, open brackets."""

from __future__ import annotations

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.unspecified import Head
from matcalc_cli.language.names import canonical
from matcalc_cli.language.notation import LOOSEST, OPERATORS, POWER, SIGN_OF, Operator
from matcalc_cli.language.tree import Call, Literal, Member, Name, Operation, Tree, UnspecifiedCall

Operand = tuple[Tree, int, int]
"""A tree and the stretch that it covers, brackets included."""


class Waiting:
    """An operator that waits for its right operand; `in_power` marks `^` and the signs that begin an exponent."""

    __slots__ = ("binding", "in_power", "operator", "start")

    def __init__(self, operator: Operator, start: int, *, in_power: bool) -> None:
        self.operator = operator
        self.binding = operator.binding
        self.start = start
        self.in_power = in_power


_BOTTOM = Waiting(Operator("bracket", "(", LOOSEST - 1, "prefix"), 0, in_power=False)
"""The entry below the operators of an open bracket: it binds so loosely that nothing reduces it."""


class Frame:
    """An open bracket or pair of bars, the function it belongs to, and the arguments that are complete."""

    __slots__ = ("arguments", "function", "opener")

    def __init__(self, opener: Token, function: Token | None = None) -> None:
        self.opener = opener
        self.function = function
        self.arguments: list[Tree] = []

    @property
    def spelling(self) -> str:
        """The opening as typed, `tr(`."""
        return (self.function.text if self.function else "") + self.opener.text


class Stacks:
    """Builds the tree: an operation spans from its first operand's beginning to its last one's end."""

    __slots__ = ("frames", "operands", "waiting")

    def __init__(self) -> None:
        self.operands: list[Operand] = []
        self.waiting = [_BOTTOM]
        self.frames: list[Frame] = []

    @property
    def frame(self) -> Frame | None:
        """The innermost open bracket."""
        return self.frames[-1] if self.frames else None

    def push(self, tree: Tree) -> None:
        """An operand that covers what its tree spans."""
        self.operands.append((tree, tree.start, tree.end))

    def pop(self) -> Tree:
        """The finished expression, up to the innermost open bracket."""
        self._reduce(LOOSEST)
        return self.operands.pop()[0]

    def infix(self, operator: Operator) -> None:
        """An operator behind its left operand, which takes all that binds tightly enough."""
        self._reduce(operator.yields)
        self.waiting.append(Waiting(operator, 0, in_power=operator.binding == POWER))

    def sign(self, token: Token) -> None:
        """A sign before its operand."""
        self.waiting.append(Waiting(SIGN_OF[token.kind], token.start, in_power=self.waiting[-1].in_power))

    @property
    def ends_in_one(self) -> bool:
        """Whether the last operand is the number 1."""
        last = self.operands[-1][0]
        return isinstance(last, Literal) and last.numerator == last.denominator

    def transpose(self, start: int, end: int, *, inverse: bool = False) -> None:
        """Transpose the operand and the whole power that it ends; [start, end) is the mark, `'` or `-T`."""
        while self.waiting[-1].in_power:
            self._apply()
        if inverse:
            self.raise_to(Literal(-1, 1, start, end))
        tree, first, _ = self.operands.pop()
        self.operands.append((Operation("transpose", (tree,), first, end), first, end))

    def raise_to(self, exponent: Tree) -> None:
        """The power of the last operand alone."""
        base, start, _ = self.operands.pop()
        self.operands.append((Operation("power", (base, exponent), start, exponent.end), start, exponent.end))

    def open(self, frame: Frame) -> None:
        """An open bracket."""
        self.frames.append(frame)
        self.waiting.append(_BOTTOM)

    def argument(self, frame: Frame) -> None:
        """The expression is an argument of the call."""
        frame.arguments.append(self.pop())

    def close(self, token: Token) -> None:
        """The expression in brackets or bars is an operand that covers them."""
        tree = self.pop()
        opener = self.leave().opener
        self.operands.append((tree, opener.start, token.end))

    def close_bars(self, token: Token, function: str, order: Tree | None) -> None:
        """The expression in bars is an argument of a norm, which has its order behind it."""
        arguments = (self.pop(),) if order is None else (self.pop(), order)
        opener = self.leave().opener
        self.push(Call(function, arguments, opener.start, token.end, name=(opener.start, opener.end)))

    def close_call(self, function: Token, token: Token) -> Call:
        """The call whose arguments are complete."""
        frame = self.leave()
        if isinstance(function, Head):
            written = UnspecifiedCall(
                function.text,
                frame.arguments,
                function.start,
                token.end,
                head=function,
                dotted=frame.opener.kind == ".(",
            )
            self.push(written)
            return written
        call = Call(
            function.text,
            frame.arguments,
            function.start,
            token.end,
            name=(function.start, function.end),
            dotted=frame.opener.kind == ".(",
        )
        self.push(spelled_out(call))
        return call

    def close_member(self, stem: Token, token: Token, written: str) -> Name:
        """`x_(i+1)`, whose indices are complete; `written` is what stands in the brackets."""
        frame = self.leave()
        text = stem.text[:-1]
        name = Name(canonical(text), text, stem.start, stem.end - 1)
        subscript = f"_({written})"
        member = Member(name.name + subscript, text + subscript, name, frame.arguments, token.end)
        self.push(member)
        return member

    def leave(self) -> Frame:
        """Close the innermost bracket."""
        self.waiting.pop()
        return self.frames.pop()

    def _reduce(self, binding: int) -> None:
        """Apply the waiting operators that bind at least this tightly, down to the innermost open bracket."""
        while self.waiting[-1].binding >= binding:
            self._apply()

    def _apply(self) -> None:
        waiting = self.waiting.pop()
        right, start, end = self.operands.pop()
        operands: tuple[Tree, ...] = (right,)
        if waiting.operator.fixity == "infix":
            left, start, _ = self.operands.pop()
            operands = (left, right)
        else:
            start = waiting.start
        self.operands.append((Operation(waiting.operator.name, operands, start, end), start, end))


def spelled_out(call: Call) -> Tree:
    """`unit(n,i)` as a column of the identity, and blkdiag(A, B, C) as blkdiag(blkdiag(A, B), C)."""
    start, end, name = call.start, call.end, (call.name_start, call.name_end)
    match call:
        case Call(function="unit", arguments=(size, place)):
            every = Operation("all", (), call.name_end, call.name_end)
            return Operation("index", (Call("I", (size,), start, end, name=name), every, place), start, end)
        case Call(function="blkdiag", arguments=(first, second, third, *rest)):
            left: Tree = Call("blkdiag", (first, second), start, end, name=name)
            for part in (third, *rest):
                left = Call("blkdiag", (left, part), start, end, name=name)
            return left
    return call


MULTIPLY = OPERATORS["multiply"]
"""The operator of two operands side by side."""
