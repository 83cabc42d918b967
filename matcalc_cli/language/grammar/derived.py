"""Calls of derivatives of functions that a program defines, with the value of the function in them; trees with other parts."""

from __future__ import annotations

from matcalc_cli.language.tree import Call, Literal, Member, Name, Operation, Tree, UnspecifiedCall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Parameter(Operation):
    """An argument of a function of the program, by which that is differentiated: a name of its own until that is done."""

    __slots__ = ("name",)

    def __init__(self, name: str, argument: Tree) -> None:
        super().__init__("parameter", (argument,), argument.start, argument.end)
        self.name = name

    def of(self, operands: Sequence[Tree]) -> Parameter:
        """The parameter with another argument."""
        return Parameter(self.name, operands[0])


class DerivedCall(UnspecifiedCall):
    """A derivative of a function of the program, `f(x) = x'*x; grad(f)(u)`.

    value     the value of the function, with `Parameter` where a parameter by which it is differentiated stands
    names_of  by the place of such a parameter, from 1, its name
    count     how many arguments the function has; directions stand behind them
    """

    __slots__ = ("count", "names_of", "value")

    def __init__(
        self, call: UnspecifiedCall, value: Tree, arguments: Sequence[Tree], names_of: Mapping[int, str], count: int
    ) -> None:
        super().__init__(call.function, arguments, call.start, call.end, head=call)
        self.name_start, self.name_end = call.name_start, call.name_end
        self.natural, self.value, self.names_of, self.count = call.natural, value, names_of, count

    @property
    def children(self) -> tuple[Tree, ...]:
        """The value of the function, and the arguments and directions."""
        return (self.value, *self.arguments)

    def of(self, arguments: Sequence[Tree]) -> Call:
        """The call with other children."""
        return DerivedCall(self, arguments[0], arguments[1:], self.names_of, self.count)

    def written(self, children: Sequence[Tree]) -> Tree:
        """The call as it is typed: grad(f)(u) without the value, and D(A*B) of the value."""
        arguments = children[1:] if self.stem else children[:1]
        written = UnspecifiedCall(self.function, arguments, self.start, self.end, head=self)
        written.name_start, written.name_end = self.name_start, self.name_end
        return written


def with_operands(tree: Tree, operands: Sequence[Tree]) -> Tree:
    """A copy of a tree with other operands, at its place."""
    match tree:
        case Parameter():
            return tree.of(operands)
        case Member():
            return Member(tree.name, tree.spelling, tree.stem, operands, tree.end)
        case Name():
            return Name(tree.name, tree.spelling, tree.start, tree.end)
        case Literal():
            return Literal(tree.numerator, tree.denominator, tree.start, tree.end)
        case Operation():
            return Operation(tree.operator, operands, tree.start, tree.end)
    assert isinstance(tree, Call)
    copy = tree.of(operands)
    copy.start, copy.end, copy.name_start, copy.name_end = tree.start, tree.end, tree.name_start, tree.name_end
    return copy


def with_children(tree: Tree, children: Sequence[Tree]) -> Tree:
    """A copy of a tree with other operands; the tree itself where they are its own."""
    own = all(new is old for new, old in zip(children, tree.children, strict=True))
    return tree if own else with_operands(tree, children)
