"""How often each step of generated code is done: once, or once for each term of the sums that it stands in."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.codegen.step import Step
from matcalc_cli.expr.shapes.dimensions import Dim, Size, dim, product_of


class Repeats:
    """The repetitions of the steps below `roots`: a part that depends on no index is done before the sum."""

    __slots__ = ("_times", "_within")

    def __init__(self, roots: Sequence[Step]) -> None:
        self._within: dict[Step, set[Step | None]] = {}
        self._times: dict[Step, Size] = {}
        stack: list[tuple[Step, tuple[Step, ...]]] = [(root, ()) for root in roots]
        while stack:
            step, around = stack.pop()
            around = tuple([s for s in around if s.index is not None and s.index.free & step.free])
            innermost = around[-1] if around else None
            seen = self._within.setdefault(step, set())
            if innermost not in seen:
                seen.add(innermost)
                stack += [(operand, around) for operand in step.operands]
                stack += [(step.body, (*around, step))] if step.body else []

    def of(self, step: Step) -> Size:
        """How often a step is done; of a sum that is how often it is begun."""
        if step not in self._times:
            times: Size = 0
            for around in self._within[step]:
                times = times + (1 if around is None else product_of(terms(around), self.of(around)))
            self._times[step] = times
        return self._times[step]


def terms(step: Step) -> Size:
    """How many terms a sum over an index has; where only a run can tell, a name for that number."""
    assert step.index is not None
    low, high = map(_integer, step.operands[:2])
    if low is None or high is None:
        return dim(f"#{step.index.payload}")
    count = high + product_of(-1, low) + 1  # negative where the sum is minus that of the terms between
    if isinstance(count, int):
        return abs(count)
    return product_of(-1, count) if count.terms[0][1] < 0 else count


def _integer(step: Step) -> Size | None:
    """A bound as a polynomial: numbers, arguments and dimensions, their sums and differences."""
    match step.operation, list(map(_integer, step.operands)):
        case "number" | "size", [] if isinstance(step.payload, int | Dim):
            return step.payload
        case "name", [] if not step.free:
            return dim(str(step.payload))
        case "round", [int() | Dim() as value]:
            return value
        case "negative", [int() | Dim() as value]:
            return product_of(-1, value)
        case "add", [int() | Dim() as a, int() | Dim() as b]:
            return a + b
        case "subtract", [int() | Dim() as a, int() | Dim() as b]:
            return a + product_of(-1, b)
    return None
