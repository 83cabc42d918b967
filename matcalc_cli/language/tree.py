"""The syntax tree: what was written, every node with its span [start, end) in the text; names not yet looked up."""

from __future__ import annotations

from collections.abc import Sequence


class Tree:
    """A node of the syntax tree."""

    __slots__ = ("end", "start")

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


class Literal(Tree):
    """An exact number numerator/denominator, in lowest terms, denominator >= 1 (`0.5` is 1/2)."""

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: int, denominator: int, start: int, end: int) -> None:
        super().__init__(start, end)
        self.numerator = numerator
        self.denominator = denominator


class Operation(Tree):
    """An operator applied: `operator` is the canonical name in notation.OPERATORS (`add`, `multiply`, `transpose` ...)."""

    __slots__ = ("operands", "operator")

    def __init__(self, operator: str, operands: Sequence[Tree], start: int, end: int) -> None:
        super().__init__(start, end)
        self.operator = operator
        self.operands = tuple(operands)

    @property
    def children(self) -> tuple[Tree, ...]:
        """The operands."""
        return self.operands


class Call(Tree):
    """A function call; `function` as typed (aliases unresolved; norm bars give `norm`), `dotted` for Julia's `exp.(x)`.

    [name_start, name_end) is the function's name alone.
    """

    __slots__ = ("arguments", "dotted", "function", "name_end", "name_start")

    def __init__(
        self,
        function: str,
        arguments: Sequence[Tree],
        start: int,
        end: int,
        *,
        name: tuple[int, int],
        dotted: bool = False,
    ) -> None:
        super().__init__(start, end)
        self.function = function
        self.arguments = tuple(arguments)
        self.name_start, self.name_end = name
        self.dotted = dotted

    @property
    def children(self) -> tuple[Tree, ...]:
        """The arguments."""
        return self.arguments


class Declaration:
    """`NAME: kind(dims)` of a where clause or of --var; a dim is a name, an integer >= 1 or a product of such."""

    __slots__ = ("dims", "end", "kind", "name", "start")

    def __init__(self, name: Name, kind: str, dims: Sequence[Tree], start: int, end: int) -> None:
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


class Program:
    """A whole program: bindings in order, the expression, its declarations, and the text it was read from.

    `notes` say how it was read where it may have been meant otherwise.
    """

    __slots__ = ("bindings", "body", "declarations", "notes", "text")

    def __init__(self, text: str, bindings: Sequence[Binding], body: Tree, declarations: Sequence[Declaration]) -> None:
        self.text = text
        self.bindings = tuple(bindings)
        self.body = body
        self.declarations = tuple(declarations)
        self.notes: list[str] = []
