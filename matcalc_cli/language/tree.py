"""The syntax tree: what was written, every node with its span [start, end) in the text; names not yet looked up."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol
else:
    Protocol = object


class Tree:
    """A node of the syntax tree; `text` is what it is in the language, once somebody has asked."""

    __slots__ = ("end", "start", "text")
    text: str

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    @property
    def children(self) -> tuple[Tree, ...]:
        """The operands, left to right."""
        return ()


class Name(Tree):
    """A variable, a binding or a nullary constant (`I`, `pi`); `spelling` is as typed, `name` its canonical ASCII."""

    __slots__ = ("name", "spelling")

    def __init__(self, name: str, spelling: str, start: int, end: int) -> None:
        super().__init__(start, end)
        self.name = name
        self.spelling = spelling

    @property
    def variable(self) -> str:
        """The name that decides the kind: the variable's, or of a member that of its family."""
        return self.name


class Member(Name):
    """A member of a family: `x_i` is named x_i and has the stem x, `x_(i+1)` too; `indices` are integer expressions."""

    __slots__ = ("indices", "stem")

    def __init__(self, name: str, spelling: str, stem: Name, indices: Sequence[Tree], end: int) -> None:
        super().__init__(name, spelling, stem.start, end)
        self.stem = stem
        self.indices = tuple(indices)

    @property
    def variable(self) -> str:
        """The name of the family."""
        return self.stem.name

    @property
    def children(self) -> tuple[Tree, ...]:
        """The indices."""
        return self.indices


class Literal(Tree):
    """An exact number numerator/denominator, in lowest terms, denominator >= 1 (`0.5` is 1/2)."""

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: int, denominator: int, start: int, end: int) -> None:
        super().__init__(start, end)
        self.numerator = numerator
        self.denominator = denominator


class Decimal(Literal):
    """A number that is written with a point or a power of ten: `digits` times ten to the `power`."""

    __slots__ = ("digits", "power")

    def __init__(self, numerator: int, denominator: int, digits: str, power: int) -> None:
        super().__init__(numerator, denominator, 0, 0)
        self.digits = digits
        self.power = power


class Operation(Tree):
    """An operator applied: `operator` is the canonical name in notation.OPERATORS (`add`, `multiply`, `transpose` ...).

    `is_number` is true of a product that stands as a number before a matrix: printers put it into brackets.
    """

    __slots__ = ("is_number", "operands", "operator")

    def __init__(self, operator: str, operands: Sequence[Tree], start: int, end: int) -> None:
        super().__init__(start, end)
        self.operator = operator
        self.operands = tuple(operands)
        self.is_number = False

    @property
    def children(self) -> tuple[Tree, ...]:
        """The operands."""
        return self.operands


class Call(Tree):
    """A function call; `function` as typed (aliases unresolved; norm bars give `norm`), `dotted` for Julia's `exp.(x)`.

    [name_start, name_end) is the function's name alone. Once it is known what the first argument is: `of_square`, `of_number`.
    """

    __slots__ = ("arguments", "dotted", "function", "name_end", "name_start", "of_number", "of_square")

    def __init__(
        self, function: str, arguments: Sequence[Tree], start: int, end: int, *, name: tuple[int, int], dotted: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(start, end)
        self.function = function
        self.arguments = tuple(arguments)
        self.name_start, self.name_end = name
        self.dotted = dotted
        self.of_square: bool | None = None
        self.of_number = False

    @property
    def children(self) -> tuple[Tree, ...]:
        """The arguments."""
        return self.arguments

    def of(self, arguments: Sequence[Tree]) -> Call:
        """The function called with other arguments, as a tree without a place in a text."""
        found = Call(self.function, arguments, 0, 0, name=(0, 0), dotted=self.dotted)
        found.of_square, found.of_number = self.of_square, self.of_number
        return found

    def take_shape(self, shape: tuple[object, object]) -> Call:
        """Know the shape of the first argument."""
        self.of_number = shape == (1, 1)
        self.of_square = shape[0] == shape[1] and not self.of_number
        return self


class Written(Protocol):
    """The head of an unspecified call: the function, and the arguments that it is differentiated by, or how often."""

    @property
    def stem(self) -> str: ...  # noqa: D102 said by the class
    @property
    def places(self) -> tuple[int, ...] | int: ...  # noqa: D102 same
    @property
    def primes(self) -> int: ...  # noqa: D102 same
    @property
    def gradient(self) -> bool: ...  # noqa: D102 same
    @property
    def names(self) -> Sequence[str]: ...  # noqa: D102 same


class UnspecifiedCall(Call):
    """A call of a function without a formula, or of a derivative of one: `grad(f)(u)`.

    stem      the function that is declared
    names     what its arguments are called, where it is written without them: A for A(t)
    places    which arguments it is differentiated by, from 1; a number says how often by the only one
    primes    how many primes the function has, f' or D(f')
    gradient  whether the derivative is asked in the shape of the argument
    natural   whether it is asked in that shape where it is a gradient
    record    what it means, once that is known
    """

    __slots__ = ("gradient", "names", "natural", "places", "primes", "record", "stem")

    def __init__(
        self, function: str, arguments: Sequence[Tree], start: int, end: int, *, head: Written, dotted: bool = False
    ) -> None:
        super().__init__(function, arguments, start, end, name=(start, end), dotted=dotted)
        self.stem, self.places, self.gradient, self.names = head.stem, head.places, head.gradient, tuple(head.names)
        self.primes = head.primes
        self.natural = bool(getattr(head, "natural", False))
        self.record: object = None

    @property
    def goes_without_arguments(self) -> bool:
        """Whether it is written without them, because they are those of the declaration."""
        given = [a.name if isinstance(a, Name) else "" for a in self.arguments]
        return bool(self.names) and given == list(self.names)

    def of(self, arguments: Sequence[Tree]) -> Call:
        """The function called with other arguments, as a tree without a place in a text."""
        called = UnspecifiedCall(self.function, arguments, 0, 0, head=self, dotted=self.dotted)
        called.record = self.record
        return called


class Argument:
    """An argument behind `of`: the name of a variable, or a kind with its dimensions."""

    __slots__ = ("dims", "kind", "name")

    def __init__(self, name: Name | None, kind: str, dims: Sequence[Tree]) -> None:
        self.name, self.kind, self.dims = name, kind, tuple(dims)


class Declaration:
    """`NAME: kind(dims)` of a where clause or of --var; a dim is a name, an integer >= 1 or a product of such.

    `of` are the arguments of a function without a formula; nothing where a variable is declared.
    """

    __slots__ = ("dims", "end", "kind", "name", "of", "start")

    def __init__(
        self, name: Name, kind: str, dims: Sequence[Tree], start: int, end: int, of: Sequence[Argument] = ()
    ) -> None:
        self.of = tuple(of)
        self.name = name
        self.kind = kind
        self.dims = tuple(dims)
        self.start = start
        self.end = end


class Binding:
    """`NAME = expr;`: a named part."""

    __slots__ = ("name", "value")

    def __init__(self, name: Name, value: Tree) -> None:
        self.name = name
        self.value = value


class Definition:
    """A function of a program: its parameters, its value in terms of them, and where it stands, to the `;`."""

    __slots__ = ("end", "name", "parameters", "start", "value")

    def __init__(self, name: Name, parameters: Sequence[Name], value: Tree, start: int, end: int) -> None:
        self.name = name
        self.parameters = tuple(parameters)
        self.value = value
        self.start = start
        self.end = end

    @property
    def head(self) -> str:
        """`f(x, A)`."""
        return f"{self.name.spelling}({', '.join(p.spelling for p in self.parameters)})"


class Expanded:
    """A call of a function that is defined: its arguments, and the value that stands in its place."""

    __slots__ = ("arguments", "name", "value")

    def __init__(self, name: str, arguments: Sequence[Tree], value: Tree) -> None:
        self.name = name
        self.arguments = tuple(arguments)
        self.value = value


class Program:
    """A whole program: bindings in order, the expression, its declarations, and the text it was read from.

    `definitions` are its functions by name; `calls` their calls, of which none is left in the bindings and the expression.
    `notes` say how it was read where it may have been meant otherwise, `told` that it says itself whose variance it means;
    `entries` is whether x_1 may be an entry of x, `targets` what may be a number by any letter; `by` what it is differentiated by.
    """

    __slots__ = ("bindings", "body", "by", "calls", "declarations", "definitions", "entries", "notes", "targets", "text", "told")  # fmt: skip

    def __init__(self, text: str, bindings: Sequence[Binding], body: Tree, declarations: Sequence[Declaration]) -> None:
        self.text = text
        self.bindings = tuple(bindings)
        self.body = body
        self.declarations = tuple(declarations)
        self.notes: list[str] = []
        self.definitions: Mapping[str, Definition] = {}
        self.calls: Sequence[Expanded] = ()
        self.entries = self.told = False
        self.targets: Sequence[str] = ()
        self.by: Sequence[str] = ()

    @property
    def roots(self) -> Sequence[Tree]:
        """The values of its parts in order, and the expression."""
        return (*[b.value for b in self.bindings], self.body)

    def known(self, given: Sequence[Declaration]) -> set[str]:
        """The names that are declared, here or among those given, and those of its parts."""
        return {d.name.name for d in (*given, *self.declarations)} | {b.name.name for b in self.bindings}

    def of(self, bindings: Sequence[Binding], body: Tree) -> Program:
        """The program with another expression and other parts."""
        other = Program(self.text, bindings, body, self.declarations)
        other.notes, other.definitions, other.calls = self.notes, self.definitions, self.calls
        other.entries, other.targets, other.by, other.told = self.entries, self.targets, self.by, self.told
        return other
