"""The statements of a function of arrays whose sizes are numbers: loops that fill arrays, and sums in them.

What only looks at entries, and what is computed entry by entry and used once, is written into the loop that takes it.
"""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, cast

from matcalc_cli.codegen.sized import integers, scopes
from matcalc_cli.codegen.sized.arrays import RULES
from matcalc_cli.codegen.sized.entries import Entries, Factors, Text, formula, in_memory
from matcalc_cli.codegen.sized.memory import Memory
from matcalc_cli.codegen.step import ARRAY, CALL, ENTRYWISE, LEAVES, OPERATORS, PLAIN, Step
from matcalc_cli.codegen.text.block import invariants
from matcalc_cli.codegen.text.frame import outputs
from matcalc_cli.codegen.text.syntax import ATOM, UNARY, binding_of
from matcalc_cli.errors import MatcalcError
from matcalc_cli.kinds import KINDS
from matcalc_cli.walk import children_first

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.text.frame import Parameter
    from matcalc_cli.codegen.text.named import Named
    from matcalc_cli.expr.node import Symbol


Value = Entries | Factors | Text
Values = ChainMap[Step, Value]


class Loops(Memory):
    """The statements of one function, for the sizes of all dimensions that its names have."""

    def __init__(self, plan: Plan, parameters: Sequence[Parameter], roots: Sequence[Step]) -> None:
        super().__init__(plan.names, plan.shapes(), parameters)
        self.moved: dict[str, Entries] = {}
        self._destinations: dict[Step, str] = {}
        every = list(children_first(roots, integers.computed))
        self._uses = Counter([part for step in every for part in integers.computed(step)])
        self._inside = {part for step in every if step.kind == ARRAY for part in integers.computed(step)}

    def returned(self, roots: Sequence[Step], names: Sequence[str]) -> list[str]:
        """The texts of the values, behind the statements that fill the memory with those names."""
        self._destinations = {
            root: name for root, name in zip(roots, names, strict=True) if root.kind == ARRAY and not self._uses[root]
        }
        texts = []
        for value, name in zip(self.within(roots, ChainMap()), names, strict=True):
            if isinstance(value, Entries) and value.pointer != name:
                self.copy(value, name)
            assert not isinstance(value, Factors)
            texts.append(name if isinstance(value, Entries) else value[0])
        return texts

    def move(self, moved: Sequence[tuple[str, Step]]) -> None:
        """Put something computed into the place of arguments."""
        for argument, step in moved:
            (found,) = self.within([step], ChainMap())
            assert isinstance(found, Entries)
            self.moved[argument] = self.stored(found)

    def within(self, roots: Sequence[Step], known: Values) -> list[Value]:
        """The values of steps, where those of some are known."""
        for step in children_first(list(roots), _first, known.__contains__):
            known[step] = self._named(step, self._value(step, known))
        return [known[root] for root in roots]

    def given(self, name: str, symbol: Symbol | None) -> Value:
        """The value of an argument, or of the index of a sum."""
        if name in self.moved:
            return self.moved[name]
        if symbol is None or KINDS[symbol.kind].whole:
            return f"(double){name}", UNARY
        if KINDS[symbol.kind].is_number and not symbol.axes:
            return name, ATOM
        if symbol.is_scalar and not symbol.axes:
            return f"{name}[0]", ATOM
        sizes, first = self.extents(symbol), symbol.axes or 1
        return in_memory(name, prod(sizes[:first]), prod(sizes[first:]))

    def _named(self, step: Step, value: Value) -> Value:
        """With a name of its own where it would be computed more than once."""
        if isinstance(value, Entries):
            return value if value.is_ready or self._uses[step] < 2 else self.stored(value)
        if isinstance(value, Factors) or not step.operands or value[0].isalnum():
            return value
        again = self._uses[step] > 1 or step in self._inside or len(value[0]) > self.names.target.longest
        return self.number(value[0]) if again else value

    def _value(self, step: Step, known: Values) -> Value:
        operation = step.operation
        if operation == "name":
            return self.given(str(step.payload), self.symbols.get(str(step.payload)))
        if operation in LEAVES:
            text = self.names.target.leaf(step, str)
            text = f"{self.size(step)}.0" if operation == "size" else text
            return text, binding_of(text)
        if step.body or operation == "choose":
            return cast("Value", (scopes.loop if step.body else scopes.choose)(self, step, known))
        values = [known[operand] for operand in integers.others(step)]
        self.destination = self._destinations.get(step, "")
        found = RULES[operation](self, step, values) if operation in RULES else self._computed(step, values)
        self.destination = ""
        return cast("Value", found)

    def _computed(self, step: Step, values: list[Value]) -> Value:
        """Entry by entry, or a call of a helper on the whole."""
        target = self.names.target
        if step.operation.startswith(CALL):
            raise MatcalcError(
                "unsupported", "there is no C code for a function without a formula", hint="--target numpy"
            )
        if "row_" in (template := target.operations[step.operation]):
            sizes = [self.size(operand) for operand in step.operands]
            return formula(template.format(*sizes), *self.shape(step))
        if step.kind == PLAIN and not values:
            return template, ATOM
        if step.operation not in OPERATORS | ENTRYWISE:
            return self._called(template, step, values)
        arrays = [value for value in values if isinstance(value, Entries)]
        if not arrays:
            syntax = target.syntax(step)
            return syntax.filled(values), syntax.binding  # type: ignore[arg-type]
        return self._entrywise(step, values, max(a.rows for a in arrays), max(a.cols for a in arrays))

    def _entrywise(self, step: Step, values: list[Value], rows: int, cols: int) -> Entries:
        """An operation entry by entry; an operand that repeats along the rows or columns of another one is computed before."""
        syntax = self.names.target.syntax(step)
        parts = [self.ready(v) if isinstance(v, Entries) and (v.rows, v.cols) != (rows, cols) else v for v in values]

        def at(i: str, j: str) -> Text:
            return syntax.filled([_entry(part, i, j) for part in parts]), syntax.binding

        return Entries(rows, cols, at, is_ready=False)

    def _called(self, template: str, step: Step, values: list[Value]) -> Value:
        """A helper takes the sizes and the address of an array, and of what it fills."""
        name, _, needs_work = template.partition("(")[0].partition(" ")
        arguments: list[str] = []
        for value in values:
            if isinstance(value, Entries):
                a = self.stored(value)
                arguments += [str(a.rows), str(a.cols), a.pointer]
            else:
                arguments.append(value[0])  # type: ignore[index]
        if step.kind != ARRAY:
            return f"{name}({', '.join(arguments)})", ATOM
        found = self.result(*self.shape(step))
        if needs_work:
            n = int(arguments[0])
            arguments += [found.pointer, self.array(n + 1, n).pointer, self.array(n + 1, 1, "int", "p").pointer]
        else:
            arguments.append(found.pointer)
        self.lines.append(f"{name}({', '.join(arguments)});")
        return found


def _entry(value: Value, i: str, j: str) -> Text:
    """An entry of what is repeated to fill another array."""
    if isinstance(value, Entries):
        return value.at(i if value.rows > 1 else "0", j if value.cols > 1 else "0")
    assert isinstance(value, tuple)
    return value


def _first(step: Step) -> Sequence[Step]:
    """The steps that are computed before a step, outside of its scope."""
    if step.operation == "choose":
        return step.operands[2:]
    return [*integers.others(step), *(invariants(step, integers.computed) if step.body else ())]


def results(name: str, count: int, names: Named) -> list[str]:
    """The names of the results of a function."""
    return [names.local(wanted) for wanted in (outputs(name, count) if count > 1 else ["result"])]


def written(
    name: str, plan: Plan, roots: Sequence[Step], parameters: Sequence[Parameter], moved: Sequence[tuple[str, Step]]
) -> tuple[list[str], list[str]]:
    """The statements of a function and the texts of its values; a result behind the first number is memory of the caller.

    `moved` are arguments in whose place something computed stands.
    """
    loops = Loops(plan, parameters, [*roots, *[step for _, step in moved]])
    loops.move(moved)
    names = results(name, len(roots), plan.names)
    texts = loops.returned(roots, names)
    others = list(zip(names, texts, roots, strict=True))[1:]
    return [*loops.lines, *[f"*{name} = {text};" for name, text, root in others if root.kind != ARRAY]], texts
