"""Integers in code for arrays of known size: positions, bounds and conditions, in the integers of C."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.sized.entries import held
from matcalc_cli.codegen.step import ENTRYWISE, OPERATORS, Step
from matcalc_cli.errors import MatcalcError
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from matcalc_cli.codegen.sized.memory import Memory

_FIRST = {
    "entry": 1, "rows": 1, "cols": 1, "part": 1, "reshape": 1, "unvec": 1, "matrix_power": 1, "exchange": 1, "exchange_within": 1,
    "equal": 0, "unequal": 0, "atmost": 0, "clamp": 0, "round": 0,
}  # fmt: skip
"""How many operands are no integers, the first ones, of operations that have others behind them."""


def others(step: Step) -> Sequence[Step]:
    """The operands that are no integers."""
    if step.body:
        return step.operands[2:]
    if step.operation == "choose":
        return step.operands[1:]
    if step.operation.startswith("member_"):
        return step.operands[:1]
    operands = step.operands[: _FIRST.get(step.operation)]
    if step.operation in OPERATORS | ENTRYWISE:
        return operands
    return [operand for operand in operands if operand.operation != "size"]


def computed(step: Step) -> Sequence[Step]:
    """The operands that are no integers, and the body of a sum."""
    return [*others(step), *([step.body] if step.body else [])]


def text(memory: Memory, step: Step) -> str:
    """An integer. Raises MatcalcError for one that is computed from numbers."""
    operation, given = step.operation, step.operands
    if operation == "size":
        return str(memory.size(step))
    if operation == "number" and isinstance(step.payload, int):
        return str(step.payload)
    if operation == "name":
        symbol = memory.symbols.get(str(step.payload))
        whole = symbol is None or KINDS[symbol.kind].whole
        return str(step.payload) if whole else f"(int)lround({step.payload})"
    if operation not in _WRITTEN:
        raise MatcalcError(
            "unsupported", "there is no C code for an integer that is computed from other numbers",
            hint="declare it: where k: integer",
        )  # fmt: skip
    return _WRITTEN[operation](*[text(memory, operand) for operand in given])


def _infix(symbol: str) -> Callable[[str, str], str]:
    return lambda a, b: (
        str(_DONE[symbol](int(a), int(b)))
        if symbol in _DONE and a.isdigit() and b.isdigit()
        else (f"{held(a)} {symbol} {held(b)}")
    )


_DONE: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
}  # fmt: skip
_WRITTEN: dict[str, Callable[..., str]] = {
    "add": _infix("+"),
    "subtract": _infix("-"),
    "multiply": _infix("*"),
    "power": lambda a, k: "*".join([held(a)] * int(k)),
    "negative": lambda a: f"-{held(a)}",
    "round": lambda a: a,
    "clamp": lambda a, low, high: f"({a} < {low} ? {low} : {a} > {high} ? {high} : {a})",
    "equal": _infix("=="),
    "unequal": _infix("!="),
    "atmost": _infix("<="),
}
