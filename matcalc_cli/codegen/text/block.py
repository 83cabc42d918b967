"""Steps as statements: what is used more than once, or would make a line too long, gets a name."""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.step import INDEXING, LEAVES
from matcalc_cli.codegen.text.syntax import ATOM
from matcalc_cli.errors import MatcalcError
from matcalc_cli.walk import children_first

if TYPE_CHECKING:
    from matcalc_cli.codegen.step import Step
    from matcalc_cli.codegen.text.names import Names
    from matcalc_cli.codegen.text.target import Target

DEEPEST_SUM = 40
"""Sums inside sums: Python allows 100 levels of indentation."""

Call = tuple[tuple[str, ...], tuple["Step", ...]]
"""A call that gives several results: its text around the operands, and the operands."""
Texts = ChainMap["Step | Call", tuple[str, int]]


class Block:
    """The statements of one function; `uses` counts how often each step below the roots is written."""

    __slots__ = ("_calls", "_counters", "_hoisted", "_indexed", "_names", "_target", "uses")

    def __init__(self, names: Names, *roots: Step) -> None:
        self._names = names
        self._target = names.target
        self.uses = _uses(roots, names.target)
        self._hoisted: set[Step] = set()
        self._counters: Counter[str] = Counter()
        self._calls = Counter([call for step in self.uses if (call := self._call(step))])
        self._indexed = (
            {s.operands[0] for s in self.uses if s.operation in INDEXING} if self._target.indexes_names else ()
        )

    def statements(self, *roots: Step) -> tuple[list[str], list[str]]:
        """The statements that come before the values of `roots`, and the texts of those values."""
        return self._scope(roots, ChainMap())

    def _scope(self, roots: tuple[Step, ...], texts: Texts) -> tuple[list[str], list[str]]:
        """As `statements`, inside the scopes whose steps are in `texts`."""
        lines: list[str] = []
        for step in self._pending(roots, texts):
            text, binding = self._text(step, texts, lines)
            if self._deserves_name(step, text, alone=roots == (step,)):
                name = self._fresh("t")
                lines.append(self._target.assignment(name, text))
                text, binding = name, ATOM
            texts[step] = text, binding
        return lines, [texts[root][0] for root in roots]

    def _deserves_name(self, step: Step, text: str, *, alone: bool) -> bool:
        if alone or step.is_cheap or (step.body and text.isidentifier()):
            return False
        return self.uses[step] > 1 or len(text) > self._target.longest or step in self._hoisted or step in self._indexed

    def _fresh(self, stem: str) -> str:
        self._counters[stem] += 1
        return self._names.local(self._target.local(stem, self._counters[stem]))

    def _text(self, step: Step, texts: Texts, lines: list[str]) -> tuple[str, int]:
        """The text of a step, and how tightly it binds."""
        if step.operation in LEAVES:
            text = self._target.leaf(step, self._names.dimension)
            return text, self._target.leaf_binding(step, text)
        if step.body is not None:
            return self._sum(step, texts, lines), ATOM
        operands = [texts[operand] for operand in step.operands]
        syntax = self._target.syntax(step)
        if syntax.is_bare:
            return operands[syntax.fields[0]]
        text, call = syntax.filled(operands), self._call(step)
        if call and self._calls[call] > 1:
            text = self._called(call, text.removesuffix(syntax.part), texts, lines) + syntax.part
        return text, syntax.binding

    def _call(self, step: Step) -> Call | None:
        """The call of which a step takes one of several results."""
        if step.operation in LEAVES or step.body:
            return None
        call = self._target.syntax(step).call
        return (call, step.operands) if call else None

    def _called(self, call: Call, text: str, texts: Texts, lines: list[str]) -> str:
        """The name of all results of a call of which several are taken."""
        if call not in texts:
            name = self._fresh("t")
            lines.append(self._target.assignment(name, text))
            texts[call] = name, ATOM
        return texts[call][0]

    def _sum(self, step: Step, texts: Texts, lines: list[str]) -> str:
        """The text of a sum, behind the statements that it takes."""
        assert step.body is not None and step.index is not None
        if len(texts.maps) > DEEPEST_SUM:
            raise MatcalcError("limit", f"code for more than {DEEPEST_SUM} sums inside each other")
        statements, (value,) = self._scope((step.body,), texts.new_child())
        bounds = [texts[operand][0] for operand in step.operands]
        index = str(step.index.payload)
        definition, text = self._target.loop(step.operation, index, bounds, statements, value, self._fresh)
        lines.extend(definition)
        return text

    def _pending(self, roots: tuple[Step, ...], texts: Texts) -> Iterator[Step]:
        """The steps that `roots` need and `texts` has not, operands first."""
        return children_first(roots, lambda step: (*step.operands, *self._invariants(step)), texts.__contains__)

    def _invariants(self, step: Step) -> list[Step]:
        found = invariants(step)
        self._hoisted.update(found)
        return found


def invariants(step: Step, parts: Callable[[Step], Sequence[Step]] = lambda step: step.parts) -> list[Step]:
    """The largest parts of a sum's body that depend on no index bound in it: computed once, before the sum."""
    found: list[Step] = []
    stack = [step.body] if step.body else []
    seen: set[Step] = set(stack)
    while stack:
        part = stack.pop()
        if part.free <= step.free:
            found.append(part)
            continue
        inner = [p for p in parts(part) if p not in seen]
        seen.update(inner)
        stack.extend(inner)
    return found


def _uses(roots: Sequence[Step], target: Target) -> Counter[Step]:
    """How often each step is written, as an operand or as a value."""
    uses: Counter[Step] = Counter(roots)
    stack = list(dict.fromkeys(roots))
    seen = set(roots)
    while stack:
        step = stack.pop()
        if step.body:
            uses.update(step.parts)
        elif step.operation not in LEAVES:
            uses.update([step.parts[i] for i in target.syntax(step).fields])
        new = [p for p in dict.fromkeys(step.parts) if p not in seen]
        seen.update(new)
        stack.extend(new)
    return uses
