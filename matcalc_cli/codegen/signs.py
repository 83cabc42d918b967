"""Differences the cheap way round: M - A for -M + A wherever the operations behind can take the other sign.

A product M of matrices was just computed, and NumPy takes its memory for a sum that begins with it. Where M is subtracted,
beginning with it is a pass over the matrix more, unless all that is made of the sum bears its negative: an even function,
a product with a number, with the same sum, or one that is subtracted in its turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from matcalc_cli.codegen.step import NUMBER, VIEWS, Step
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.walk import children_first

if TYPE_CHECKING:
    from matcalc_cli.codegen.step import Steps

Signed = tuple[Step, bool]
"""A step, and whether it is the negative of what it stands for."""

PRODUCTS = VIEWS | {
    "matmul", "multiply", "divide", "multiply_repeated", "divide_repeated", "solve", "solve_factored", "solve_transposed_factored",
    "item", "as_array", "diagonal_matrix",
}  # fmt: skip
"""Operations, no functions of the language, that change their sign with each of their operands."""
OTHER = {"add": "subtract", "subtract": "add"}


class BornByNoneError(Exception):
    """A sign that some operation cannot take."""


def turned(steps: Steps, roots: Sequence[Step]) -> list[Step]:
    """Steps with equal values, and the other sign inside where that saves a negation of a matrix."""
    found, tried = list(roots), set[Step]()
    while (first := next((s for s in _every(found) if _begins_with_minus(s) and s not in tried), None)) is not None:
        tried.add(first)
        try:
            found = _without(steps, found, first)
        except BornByNoneError:
            continue
    return found


def _every(roots: Sequence[Step]) -> list[Step]:
    return list(children_first(roots, lambda step: step.parts))


def _begins_with_minus(step: Step) -> bool:
    """-M + A of a product M, and what has nothing but terms that are subtracted."""
    if step.operation not in OTHER:
        return False
    first = step.operands[0]
    is_new = first.operation == "negative" and first.operands[0].operation == "matmul"
    return is_new if step.operation == "add" else is_new or _has_minus_in_front(first)


def _has_minus_in_front(step: Step) -> bool:
    """-2*M."""
    front = step.operands[0].payload if step.operation == "multiply" else None
    return isinstance(front, (int, Fraction)) and front < 0


def _without(steps: Steps, roots: Sequence[Step], first: Step) -> list[Step]:
    """The values with M - A in the place of the step -M + A. Raises BornByNoneError."""
    done: dict[Step, Signed] = {}
    for step in _every(roots):
        done[step] = (_opposite(steps, step), True) if step is first else _rebuilt(steps, step, done)
    return [_with_its_sign(steps, *done[root]) for root in roots]


def _opposite(steps: Steps, step: Step) -> Step:
    """The negative of a sum that begins with a minus."""
    front, *rest = step.operands[0].operands
    if rest:
        front = steps.make("multiply", _negated(steps, front), *rest)
    return steps.make(OTHER[step.operation], front, *step.operands[1:])


def _negated(steps: Steps, number: Step) -> Step:
    return steps.leaf("number", -number.payload)  # type: ignore[operator]


def _with_its_sign(steps: Steps, step: Step, negative: bool) -> Step:
    """The value itself, which may cost the negation of a number and not that of an array."""
    if negative and step.kind > NUMBER:
        raise BornByNoneError
    return steps.make("negative", step) if negative else step


def _rebuilt(steps: Steps, step: Step, done: dict[Step, Signed]) -> Signed:
    """A step of parts that may have changed their signs. Raises BornByNoneError."""
    parts = tuple([done[part][0] for part in step.parts])
    if parts == step.parts:
        return step, False
    signs = [done[part][1] for part in step.parts]
    if step.body is not None and step.index is not None:
        low, high, zero, body = (_with_its_sign(steps, *done[part]) for part in step.parts)
        found, negative = steps.loop(step.operation, step.index, body, (low, high, zero)), False
    elif any(signs):
        found, negative = _signed(steps, step, parts, signs)
    else:
        found, negative = steps.make(step.operation, *parts), False
    found.kind = step.kind
    return found, negative


def _signed(steps: Steps, step: Step, parts: tuple[Step, ...], signs: Sequence[bool]) -> Signed:
    """An operation on operands of which some are negatives."""
    operation, function = step.operation, FUNCTIONS.get(step.operation)
    if operation in OTHER:
        return steps.make(operation if all(signs) else OTHER[operation], *parts), signs[0]
    if operation == "negative":
        return parts[0], False
    if (function is not None and function.is_even) or _is_even_power(step):
        return steps.make(operation, *parts), False
    if operation not in PRODUCTS and not (function is not None and function.is_linear):
        return steps.make(operation, *[_with_its_sign(steps, *part) for part in zip(parts, signs, strict=True)]), False
    numbers = [i for i, part in enumerate(parts) if part.operation == "number"]
    if sum(signs) % 2 and numbers and operation in {"multiply", "divide"}:
        changed = [_negated(steps, part) if i == numbers[0] else part for i, part in enumerate(parts)]
        parts, signs = tuple(changed), ()
    return steps.make(operation, *parts), bool(sum(signs) % 2)


def _is_even_power(step: Step) -> bool:
    """x.^2, x.^4, ..., whose exponent is written down."""
    payload = step.operands[-1].payload
    return step.operation == "power" and isinstance(payload, int) and payload % 2 == 0
