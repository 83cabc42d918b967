"""The memory of a function for arrays of known size, and the loops that fill it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.codegen.sized.entries import Entries, Text, in_memory, place
from matcalc_cli.codegen.text.syntax import ATOM
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shapes.dimensions import SCALAR, substitute
from matcalc_cli.expr.shapes.spans import array_shape

if TYPE_CHECKING:
    from matcalc_cli.codegen.step import Step
    from matcalc_cli.codegen.text.frame import Parameter
    from matcalc_cli.codegen.text.names import Names
    from matcalc_cli.expr.node import Symbol
    from matcalc_cli.expr.shapes.dimensions import Shape, Size

MOST_NUMBERS = 2**17
"""In all arrays of a function: a megabyte of its stack."""
INDENT = "    "


class Memory:
    """The statements of a function so far, and what its names have in memory.

    lines        the statements
    shapes       by step the sizes of the array that it is
    symbols      by argument what it stands for
    destination  the memory of the caller that takes the next result, if any
    """

    def __init__(self, names: Names, shapes: Iterable[tuple[Step, Shape]], parameters: Sequence[Parameter]) -> None:
        self.names = names
        self.shapes = dict(shapes)
        self.symbols = {name: symbol for name, symbol in parameters if symbol}
        self.lines: list[str] = []
        self.destination = ""
        self._counters: Counter[str] = Counter()
        self._numbers = 0

    def within(self, roots: Sequence[Step], known: Any) -> Any:
        """The values of steps, behind the statements that they take, where those of some steps are known."""
        raise NotImplementedError

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
        name, self.destination = self.destination, ""
        return in_memory(name, rows, cols) if name else self.array(rows, cols)

    def stored(self, array: Entries) -> Entries:
        """The array in memory, row by row."""
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
        """The rows and columns of the value of a step; 1 and 1 for a number."""
        rows, cols = self.shapes.get(step, SCALAR)
        return self.measured(rows), self.measured(cols)

    def extents(self, symbol: Symbol) -> list[int]:
        """The sizes along the axes of an argument."""
        return [self.measured(size) for size in array_shape(symbol) if size is not None]
