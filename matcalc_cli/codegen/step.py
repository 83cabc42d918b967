"""Steps: the operations of generated code, interned, in no language yet."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from matcalc_cli.functions import FUNCTIONS

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Symbol

PLAIN, NUMBER, ARRAY = range(3)
"""The kinds of a step's value: a number that is written down or an argument, a number made of arrays, an array with two axes."""

CALL = "call "
"""The beginning of the operation that calls a function of the user's; its name follows."""
LEAVES = frozenset({"name", "number", "size"})
"""Steps without operands whose `payload` tells: a name of the module, a rational number, a dimension."""
OPERATORS = frozenset({"add", "subtract", "multiply", "divide", "negative", "reciprocal", "power"})
"""Operations on entries that languages have operators for; they broadcast, and of plain numbers give a plain one."""
ENTRYWISE = frozenset(
    {"real_power", "xlogy", "nonzero", "scale"} | {f.name for f in FUNCTIONS.values() if f.elementwise}
)
"""Other operations on entries by themselves: of numbers they give a number."""

INDEXING = frozenset({"entry", "rows", "cols", "part"})
"""Operations that take a part of an array."""
VIEWS = frozenset(
    {"transpose", "rows", "cols", "part", "column", "reshape", "vec", "unvec", "diagonal", "family_column"}
)
"""Operations whose result may be the memory of their operand."""


@cache
def gives_number(operation: str) -> bool:
    """Whether an operation makes a number of arrays."""
    function = FUNCTIONS.get(operation.removesuffix("_factored"))
    return (
        operation in {"item", "round", "entry"}
        or operation.startswith("member_number")
        or (function is not None and all(s.endswith("-> 1,1") for s in function.signatures))
    )


class Step:
    """One operation with its operands; a sum over an integer has a body and its index besides.

    operation  what is done, by a name that codegen/plan.py lists, or that of a function's record
    payload    what a leaf stands for
    kind       PLAIN, NUMBER or ARRAY
    free       the indices that the value depends on
    """

    __slots__ = ("body", "free", "index", "kind", "operands", "operation", "payload")

    def __init__(
        self,
        operation: str,
        operands: tuple[Step, ...],
        *,
        kind: int,
        free: frozenset[Symbol],
        payload: Hashable = None,
        body: Step | None = None,
        index: Step | None = None,
    ) -> None:
        self.operation = operation
        self.operands = operands
        self.kind = kind
        self.free = free
        self.payload = payload
        self.body = body
        self.index = index

    @property
    def parts(self) -> tuple[Step, ...]:
        """The operands, and the body of a sum."""
        return (*self.operands, self.body) if self.body else self.operands

    @property
    def is_given(self) -> bool:
        """Whether this is an array that the caller has too: an argument, or a view of one."""
        step = self
        while step.operation in VIEWS or step.operation.startswith("member_"):
            step = step.operands[0]
        return step.operation == "name" and step.kind == ARRAY

    @property
    def is_cheap(self) -> bool:
        """True of what is written again rather than named: names, constants and their transposes."""
        return not self.body and (not self.operands or (self.operation == "transpose" and self.operands[0].is_cheap))


_NONE: frozenset[Symbol] = frozenset()


class Steps:
    """The steps of one function: equal steps are one object."""

    __slots__ = ("_table",)

    def __init__(self) -> None:
        self._table: dict[object, Step] = {}

    def leaf(self, operation: str, payload: Hashable, *, kind: int = PLAIN) -> Step:
        """A name, a number or a dimension."""
        key = (operation, type(payload), payload)
        found = self._table.get(key)
        if found is None:
            found = self._table[key] = Step(operation, (), kind=kind, free=_NONE, payload=payload)
        return found

    def make(self, operation: str, *operands: Step) -> Step:
        """The step that does `operation`; the transpose of a transpose is what it was."""
        if operation == "transpose" and operands[0].operation == operation:
            return operands[0].operands[0]
        key = (operation, operands)
        found = self._table.get(key)
        if found is None:
            free = _NONE.union(*[o.free for o in operands if o.free])
            found = self._table[key] = Step(operation, operands, kind=_kind(operation, operands), free=free)
        return found

    def called(self, name: str, operands: tuple[Step, ...], kind: int) -> Step:
        """A call of a function that the user gives as an argument."""
        step = self.make(CALL + name, *operands)
        step.kind = kind
        return step

    def index(self, symbol: Symbol, name: str) -> Step:
        """The bound integer of a sum."""
        key = (symbol, name)
        if key not in self._table:
            self._table[key] = Step("name", (), kind=PLAIN, free=frozenset((symbol,)), payload=name)
        return self._table[key]

    def loop(self, operation: str, index: Step, body: Step, bounds_and_zero: tuple[Step, Step, Step]) -> Step:
        """The sum or the product of `body` over `index`: the operands are the lowest index, the highest, and what is empty.

        `summation` counts backwards where the highest is below the lowest, `total` and `production` are empty there.
        """
        key = (operation, index, body, bounds_and_zero)
        if key not in self._table:
            free = _NONE.union(*[o.free for o in bounds_and_zero]) | (body.free - index.free)
            self._table[key] = Step(
                operation, bounds_and_zero, kind=body.kind, free=free, body=body, index=index
            )  # fmt: skip
        return self._table[key]

    def fold(self, operation: str, operands: Sequence[Step]) -> Step:
        """A binary operation over a non-empty sequence, from the left."""
        total = operands[0]
        for operand in operands[1:]:
            total = self.make(operation, total, operand)
        return total


def _kind(operation: str, operands: tuple[Step, ...]) -> int:
    if operation == "choose":
        return max(NUMBER, *[operand.kind for operand in operands[1:]])
    if operation in OPERATORS:
        return max([operand.kind for operand in operands])
    if operation in ENTRYWISE:
        return max([NUMBER, *[operand.kind for operand in operands]])
    if operation == "pi":
        return PLAIN
    return NUMBER if gives_number(operation) else ARRAY
