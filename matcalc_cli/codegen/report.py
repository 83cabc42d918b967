"""The plan of a module as a reader sees it: every step of every function, its shape, its multiplications."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.counts import Counts
from matcalc_cli.codegen.families.repeats import Repeats
from matcalc_cli.codegen.step import LEAVES, Step
from matcalc_cli.codegen.text.syntax import ATOM, SUM, binding_of
from matcalc_cli.expr.shapes.dimensions import Dim, Shape, Size, product_of, shape_text, substitute
from matcalc_cli.walk import children_first

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.text.names import Names

NAME = "t"
"""The letter of a step."""


class Row:
    """A step with a name: its text, its shape, its multiplications."""

    __slots__ = ("cost", "shape", "text")

    def __init__(self, text: str, shape: Shape, cost: Size) -> None:
        self.text = text
        self.shape = shape
        self.cost = cost


class Report:
    """The report about one function: its head, its steps in order, the texts of its values; and their form, or nothing."""

    __slots__ = ("_repeats", "form", "head", "rows", "values")

    def __init__(self, head: str, plan: Plan, roots: Sequence[Step], form: str = "") -> None:
        self.head = head
        self.form = form
        self.rows: list[Row] = []
        texts: dict[Step, tuple[str, int]] = {}
        counts = Counts(plan.shapes())
        self._repeats = Repeats(roots)
        for step in children_first(roots, _needed):
            texts[step] = self._written(step, texts, plan.names, counts)
        self.values = [texts[root][0] for root in roots]

    @property
    def total(self) -> Size:
        """The number of all multiplications."""
        total: Size = 0
        for row in self.rows:
            total = total + row.cost
        return total

    def document(self, sizes: Mapping[str, int]) -> dict[str, object]:
        """The plan with its costs as an object for JSON."""
        steps = [
            {"step": row.text, "shape": list(map(_plain, row.shape)), "multiplications": count(row.cost, sizes)}
            for row in self.rows
        ]
        return {
            "function": self.head,
            "steps": steps,
            "returns": self.values,
            **({"form": self.form} if self.form else {}),
            "multiplications": count(self.total, sizes),
        }

    def _written(
        self, step: Step, texts: Mapping[Step, tuple[str, int]], names: Names, counts: Counts
    ) -> tuple[str, int]:
        if step.operation in LEAVES:
            text = names.target.leaf(step, names.dimension)
            return text, binding_of(text)
        operands = [texts[operand] for operand in step.operands]
        if step.body is not None and step.index is not None:
            low, high, _ = operands
            text, binding = f"sum of {texts[step.body][0]} for {texts[step.index][0]} = {low[0]}, ..., {high[0]}", SUM
        else:
            syntax = names.target.syntax(step)
            text, binding = syntax.filled(operands), syntax.binding
        cost = counts.cost(step)
        if not cost:
            return text, binding
        cost = product_of(cost, self._repeats.of(step))
        self.rows.append(Row(f"{NAME}{len(self.rows) + 1} = {text}", counts.shape(step), cost))
        return f"{NAME}{len(self.rows)}", ATOM


def _plain(size: Size) -> int | str:
    return size if isinstance(size, int) else str(size)


def _needed(step: Step) -> list[Step]:
    return [part for part in (step.index, step.body) if part is not None] + list(step.operands)


def text(reports: Sequence[Report], sizes: Mapping[str, int]) -> str:
    """All functions, one below the other."""
    return "\n".join("\n".join(_lines(report, sizes)) + "\n" for report in reports)


def _lines(report: Report, sizes: Mapping[str, int]) -> Iterator[str]:
    """One function: the texts, the shapes and the counts in columns."""
    yield report.head + f"    {report.form}" * bool(report.form)
    text = max([len(row.text) for row in report.rows], default=0)
    shape = max([len(shape_text(row.shape)) for row in report.rows], default=0)
    for row in report.rows:
        yield f"  {row.text:{text}}  {shape_text(row.shape):{shape}}  {count(row.cost, sizes)}"
    yield f"  returns {', '.join(report.values)}; multiplications: {count(report.total, sizes)}"


def count(cost: Size, sizes: Mapping[str, int]) -> str:
    """A polynomial, and its value where every dimension has a size."""
    if not isinstance(cost, Dim) or not cost.names <= sizes.keys():
        return str(cost)
    known = substitute(cost, dict[str, Size](sizes))
    value = known.terms[0][1] if isinstance(known, Dim) else known
    return f"{cost} = {round(value):,}"
