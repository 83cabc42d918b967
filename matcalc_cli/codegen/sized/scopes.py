"""Sums and products over an index, and what is computed under a condition: statements inside of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcalc_cli.codegen.sized import integers
from matcalc_cli.codegen.sized.entries import Entries, bound
from matcalc_cli.codegen.step import Step
from matcalc_cli.codegen.text.syntax import SUM, UNARY

if TYPE_CHECKING:
    from matcalc_cli.codegen.sized.memory import Memory


def loop(loops: Memory, step: Step, known: Any) -> Any:
    """A sum or a product over an index: what is added up begins as what there is of none."""
    assert step.index is not None and step.body is not None
    body = step.body
    low, high = (integers.text(loops, operand) for operand in step.operands[:2])
    operator = "*" if step.operation == "production" else "+"
    index, (start,) = str(step.index.payload), [known[operand] for operand in step.operands[2:]]
    sign = ""
    if step.operation == "summation":
        low, high, sign = _directed(loops, low, high)
    total = _begun(loops, start)

    def inside() -> None:
        (term,) = loops.within([body], known.new_child())
        _add(loops, total, operator, term, sign)

    loops.block(f"for (int {index} = {low}; {index} <= {high}; {index}++)", inside)
    return total


def _directed(loops: Memory, low: str, high: str) -> tuple[str, str, str]:
    """The bounds of a sum that counts backwards where the highest is below the lowest, and its sign."""
    if low.isdigit() and high.isdigit():
        back = int(high) < int(low)
        return (str(int(high) + 1), str(int(low) - 1), "-") if back else (low, high, "")
    first, last, sign = loops.fresh("first"), loops.fresh("last"), loops.fresh("sign")
    loops.lines += [
        f"int {first} = {high} < {low} ? {high} + 1 : {low};", f"int {last} = {high} < {low} ? {low} - 1 : {high};",
        f"double {sign} = {high} < {low} ? -1.0 : 1.0;",
    ]  # fmt: skip
    return first, last, f"{sign} * "


def _begun(loops: Memory, start: Any) -> Any:
    """A variable that begins as a value."""
    if isinstance(start, Entries):
        memory = loops.array(start.rows, start.cols)
        loops.copy(start, memory.pointer)
        return memory
    return loops.number(start[0], "total")


def _add(loops: Memory, total: Any, operator: str, term: Any, sign: str) -> None:
    need = UNARY if sign else SUM
    if isinstance(total, Entries):
        loops.each(
            total.rows, total.cols,
            lambda i, j: loops.lines.append(f"{total.at(i, j)[0]} {operator}= {sign}{bound(term.at(i, j), need)};"),
        )  # fmt: skip
    else:
        loops.lines.append(f"{total[0]} {operator}= {sign}{bound(term, need)};")


def choose(loops: Memory, step: Step, known: Any) -> Any:
    """A value that is computed only where a condition holds."""
    condition, value, other = step.operands
    found = _begun(loops, known[other])

    def inside() -> None:
        (term,) = loops.within([value], known.new_child())
        _add(loops, found, "", term, "")

    loops.block(f"if ({integers.text(loops, condition)})", inside)
    return found
