"""The statements of a function of arrays whose sizes are numbers: loops that fill arrays, and sums in them.

What only looks at entries, and what is computed entry by entry and used once, is written into the loop that takes it.
"""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Callable, Sequence
from math import prod
from typing import TYPE_CHECKING, cast

from matcalc_cli.codegen.sized import integers
from matcalc_cli.codegen.sized.arrays import FILLED, FORMULAS, LAID_OUT
from matcalc_cli.codegen.sized.entries import Entries, Factors, Text, formula, in_memory, place
from matcalc_cli.codegen.sized.scopes import SCOPES
from matcalc_cli.codegen.step import ARRAY, CALL, ENTRYWISE, LEAVES, OPERATORS, PLAIN, Step
from matcalc_cli.codegen.text.block import invariants
from matcalc_cli.codegen.text.syntax import ATOM, UNARY, binding_of
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import SCALAR, substitute
from matcalc_cli.expr.shapes.spans import array_shape
from matcalc_cli.kinds import KINDS
from matcalc_cli.walk import children_first

if TYPE_CHECKING:
    from matcalc_cli.codegen.plan import Plan
    from matcalc_cli.codegen.text.frame import Parameter
    from matcalc_cli.expr.node import Symbol
    from matcalc_cli.expr.shapes.dimensions import Size

MOST_NUMBERS = 2**17
"""In all arrays of a function: a megabyte of its stack."""
INDENT = "    "


Value = Entries | Factors | Text
Values = ChainMap[Step, Value]


class Loops:
    """The statements of one function, for the sizes of all dimensions that its names have."""

    def __init__(self, plan: Plan, parameters: Sequence[Parameter], roots: Sequence[Step]) -> None:
        self.names = plan.names
        self.shapes = dict(plan.shapes())
        self.symbols = {name: symbol for name, symbol in parameters if symbol}
        self.moved: dict[str, Entries] = {}
        self._destinations: dict[Step, str] = {}
        self._destination = ""
        self.lines: list[str] = []
        self._counters: Counter[str] = Counter()
        self._numbers = 0
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
        """As `values`, where those of some steps are known."""
        for step in children_first(list(roots), _first, known.__contains__):
            known[step] = self._named(step, self._value(step, known))
        return [known[root] for root in roots]

    def block(self, head: str, inside: Callable[[], None]) -> None:
        """A statement with others inside."""
        outer, self.lines = self.lines, []
        inside()
        self.lines = [*outer, f"{head} {{", *[INDENT + line for line in self.lines], "}"]

    def each(self, rows: int, cols: int, statement: Callable[[str, str], None]) -> None:
        """Loops over rows and columns around the statements for an entry."""
        i, j = self.names.local("i"), self.names.local("j")
        self.loop(i, rows, lambda row: self.loop(j, cols, lambda col: statement(row, col)))

    def loop(self, index: str, count: int, inside: Callable[[str], None]) -> None:
        """A loop from 0 on, or its one turn."""
        if count == 1:
            inside("0")
        else:
            self.block(f"for (int {index} = 0; {index} < {count}; {index}++)", lambda: inside(index))

    def fresh(self, stem: str = "t") -> str:
        """A name for a local variable."""
        self._counters[stem] += 1
        return self.names.local(f"{stem}{self._counters[stem]}")

    def array(self, rows: int, cols: int, kind: str = "double", stem: str = "t") -> Entries:
        """Memory of the function."""
        self._numbers += rows * cols
        if self._numbers > MOST_NUMBERS:
            raise MatcalcError(
                "limit", f"at these sizes a function would have arrays of more than {MOST_NUMBERS:,} numbers on its stack",
                hint="smaller --sizes, or --target numpy for large ones",
            )  # fmt: skip
        name = self.fresh(stem)
        self.lines.append(f"{kind} {name}[{rows * cols}];")
        return in_memory(name, rows, cols)

    def result(self, rows: int, cols: int) -> Entries:
        """Memory for the value of a step: that of the caller, for what a function returns."""
        name, self._destination = self._destination, ""
        return in_memory(name, rows, cols) if name else self.array(rows, cols)

    def stored(self, array: Entries) -> Entries:
        """The same array in memory, row by row."""
        if array.pointer:
            return array
        memory = self.array(array.rows, array.cols)
        self.copy(array, memory.pointer)
        return memory

    def ready(self, array: Entries) -> Entries:
        """An array whose entries may be asked for often."""
        return array if array.is_ready else self.stored(array)

    def copy(self, array: Entries, name: str) -> None:
        """Fill the memory of that name."""
        rows, cols = array.rows, array.cols
        self.each(
            rows, cols, lambda i, j: self.lines.append(f"{name}[{place(i, j, rows, cols)}] = {array.at(i, j)[0]};")
        )

    def number(self, text: str, stem: str = "t") -> Text:
        """A number with a name."""
        name = self.fresh(stem)
        self.lines.append(f"double {name} = {text};")
        return name, ATOM

    def summed(self, terms: Callable[[Callable[[str], None]], None], total: str = "") -> Text:
        """The sum of what `terms` gives to its argument inside of loops."""
        total = total or self.fresh()
        self.lines.append(f"double {total} = 0.0;")
        terms(lambda text: self.lines.append(f"{total} += {text};"))
        return total, ATOM

    def size(self, step: Step) -> int:
        """The number that a dimension is."""
        return self.measured(step.payload)  # type: ignore[arg-type]

    def measured(self, size: Size) -> int:
        """The number that a size is."""
        found = substitute(size, dict(self.names.sizes))
        assert isinstance(found, int)
        return found

    def shape(self, step: Step) -> tuple[int, int]:
        """The size of what a function gives; of a 1 x 1 array it is one."""
        rows, cols = self.shapes.get(step, SCALAR)
        return self.measured(rows), self.measured(cols)

    def position(self, step: Step) -> str:
        """An integer as C computes it."""
        return integers.text(self, step)

    def given(self, name: str, symbol: Symbol | None) -> Value:
        """What an argument is, or the index of a sum."""
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

    def extents(self, symbol: Symbol) -> list[int]:
        """The sizes along the axes of an argument."""
        return [self.measured(size) for size in array_shape(symbol) if size is not None]

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
        if operation in SCOPES:
            return cast("Value", SCOPES[operation](self, step, known))
        values = [known[operand] for operand in integers.others(step)]
        if operation in FORMULAS:
            return cast("Value", FORMULAS[operation](self, step, values))
        if operation in LAID_OUT:
            return cast("Value", LAID_OUT[operation](*values))
        self._destination = self._destinations.get(step, "")
        found = FILLED[operation](self, *values) if operation in FILLED else self._computed(step, values)
        self._destination = ""
        return found

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
        """What repeats along the rows or columns of another one is computed before."""
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
    """What is computed before a step, outside of its scope."""
    if step.operation == "choose":
        return step.operands[2:]
    return [*integers.others(step), *(invariants(step, integers.computed) if step.body else ())]
