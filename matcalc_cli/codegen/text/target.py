"""The common parts of all target languages: the spelling of each operation, and the frame of a module and its functions.

A target is a subclass with tables of text, in a file of codegen/targets that defines it as TARGET.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from math import lcm
from typing import TYPE_CHECKING, ClassVar

from matcalc_cli.codegen.step import ARRAY, CALL, PLAIN
from matcalc_cli.codegen.text.stacks import STACK, template
from matcalc_cli.codegen.text.syntax import ATOM, SUM, Operator, Syntax, binding_of
from matcalc_cli.expr.shapes.dimensions import Size, operands_of_minimum

if TYPE_CHECKING:
    from matcalc_cli.codegen.step import Step
    from matcalc_cli.codegen.text.frame import Frame, Module
    from matcalc_cli.codegen.text.named import Named
    from matcalc_cli.expr.number import Rational

SHORT = 8
"""A fraction is written as a decimal of at most so many characters, else as p/q."""
EXACT_INTEGERS = 2**53


MOST_INDICES = 3
"""Indices of a member of a family."""
MOST_AXES = MOST_INDICES + 2
"""Axes of the array of a family of matrices."""


def member_operations(number: str, column: str, matrix: str) -> dict[str, str]:
    """The templates that take a member out of the array of a family, for any number of indices, which are {indices}.

    {rows} and {cols} are the numbers, from 1, of the axes of a matrix.
    """
    found: dict[str, str] = {}
    for count in range(1, MOST_INDICES + 1):
        indices = ", ".join([f"{{{i}}}" for i in range(1, count + 1)])
        for shape, text in (("number", number), ("column", column), ("matrix", matrix)):
            axes = text.replace("{rows}", str(count + 1)).replace("{cols}", str(count + 2))
            found[f"member_{shape}_{count}"] = axes.replace("{indices}", indices)
    return found


def part_operations(opens: str, closes: str) -> dict[str, str]:
    """The templates that take an entry or a part of an array, whose positions stand between such brackets."""
    places = {"entry": "{1}, {2}", "rows": "{1}:{2}, :", "cols": ":, {1}:{2}", "part": "{1}:{2}, {3}:{4}"}
    return {name: f"{{0}}{opens}{text}{closes}" for name, text in places.items()}


def holding(templates: Iterable[str]) -> dict[str, Operator]:
    """How templates bind that hold together, as their first operand must; the others stand between brackets."""
    return dict.fromkeys(templates, (ATOM, (ATOM, *[SUM] * 4)))


class Target:
    """One language or library that code is written for.

    operations  name of an operation -> its template: {0}, {1} the operands, {args} all of them. A name with "plain "
                in front is for PLAIN operands alone, with "number " for numbers alone, with "mixed " for any number
    operators   templates that are operators -> how tightly they and their operands bind
    helpers     name -> source of the function that templates call by that name behind `private`
    imports     name -> line at the top of the module that defines it, as for helpers
    keywords    what no argument may be called
    longest     an operand is written inside its operation up to so many characters, so brackets never nest deeply
    binding     how tightly templates bind that are no operators; None to tell by their text
    size_...    templates of dimensions: of a product of them, of the size of an argument along each axis, of the one
                at which a polynomial {1} of it, {0}, is {2}; `sizes_of` is both sizes of an argument, as a `pair`
    first_index the index of the first member of a family in its array; None where members keep their own
    between     name of an operation -> what stands between {args} where that is no comma
    squares_entries whether the square of a norm is a sum of squares, which libraries differentiate at 0 too
    reuses_memory whether a sum that begins with what was just computed needs no memory of its own
    indexes_names whether only what has a name can be indexed
    first_row   the number of the first row: 1, or 0 where slices end before their last number
    is_sized    whether dimensions are numbers in the code, so that --sizes must tell them all
    differentiates whether the library differentiates what it is given, functions without a formula too
    pulls_back  whether the library differentiates f by functions of ours: by the differential "alone", which it
                transposes, or by the adjoint for each variable "apart" too
    """

    name: ClassVar[str]
    operations: ClassVar[Mapping[str, str]]
    operators: ClassVar[Mapping[str, Operator]]
    helpers: ClassVar[Mapping[str, str]]
    imports: ClassVar[Mapping[str, str]]
    keywords: ClassVar[Collection[str]]
    pulls_back: ClassVar[str] = ""
    differentiates: ClassVar[bool] = False
    squares_entries: ClassVar[bool] = False
    reuses_memory: ClassVar[bool] = False
    is_sized: ClassVar[bool] = False
    first_row: ClassVar[int] = 1
    indexes_names: ClassVar[bool] = False
    between: ClassVar[Mapping[str, str]] = {}
    private: ClassVar[str] = "_"
    longest: ClassVar[int] = 56
    binding: ClassVar[int | None] = None
    size_product: ClassVar[str] = "*"
    size_power: ClassVar[str] = "**"
    size_quotient: ClassVar[str] = "({0})//{1}"
    size_minimum: ClassVar[str] = "min({0}, {1})"
    size_of: ClassVar[tuple[str, ...]] = tuple([f"size({{0}}, {axis})" for axis in range(1, MOST_AXES + 1)])
    size_solved: ClassVar[str]
    sizes_of: ClassVar[str] = "size({0})"
    pair: ClassVar[str] = "{0}, {1}"
    first_index: ClassVar[int | None] = 0

    def __init__(self) -> None:
        self._syntax: dict[tuple[str, int], Syntax] = {}
        self._word = re.compile(rf"(?<![\w.]){self.private}([a-z]\w*)")

    def syntax(self, step: Step) -> Syntax:
        """The syntax of an operation with operands, or of a sum."""
        key = (self._variant(step), len(step.operands))
        found = self._syntax.get(key)
        if found is None and key[0].startswith(CALL):
            found = self._syntax[key] = Syntax(
                f"{key[0].removeprefix(CALL)}({', '.join(f'{{{i}}}' for i in range(key[1]))})"
            )
        if found is None and key[0].startswith(STACK):
            found = self._syntax[key] = Syntax(*template(key[0]))
        if found is None:
            text = self.operations[key[0]].replace(
                "{args}", self.between.get(key[0], ", ").join(f"{{{i}}}" for i in range(key[1]))
            )
            found = self._syntax[key] = Syntax(text, self.operators.get(text), self.binding)
        return found

    def _variant(self, step: Step) -> str:
        """The name of the template for operands of such kinds."""
        kinds = {operand.kind for operand in step.operands}
        fronts = (
            ["plain "] * (kinds == {PLAIN})
            + ["number "] * (ARRAY not in kinds)
            + ["mixed "] * (len(kinds | {ARRAY}) > 1)
        )
        return next((f + step.operation for f in fronts if f + step.operation in self.operations), step.operation)

    def leaf(self, step: Step, dimension: Callable[[str], str]) -> str:
        """The text of a name, a number or a dimension."""
        match step.operation:
            case "number":
                return self.number(step.payload)  # type: ignore[arg-type]
            case "size":
                return self.size(step.payload, dimension)  # type: ignore[arg-type]
        return str(step.payload)

    def number(self, value: Rational) -> str:
        """The float nearest to `value`, as short as it can be written: 2, 0.5, 1/3, 1e+30."""
        if isinstance(value, int) and abs(value) < EXACT_INTEGERS:
            return str(value)
        try:
            text = repr(float(value))
        except OverflowError:
            return ("" if value > 0 else "-") + self.operations["infinity"]
        quotient = f"{value.numerator}/{value.denominator}"
        return quotient if len(text) > SHORT >= len(quotient) and value.denominator != 1 else text

    def size(self, size: Size, name: Callable[[str], str]) -> str:
        """A dimension in integers only, `(n**2 + n)//2`; `name` is what a dimension is called."""
        if isinstance(size, int):
            return str(size)
        below = lcm(*[c.denominator for _, c in size.terms])
        ordered = sorted(size.terms, key=lambda term: term[1] < 0)  # a positive one first: m - k
        terms = [self._monomial([self._atom(n, name) for n in monomial], int(c * below)) for monomial, c in ordered]
        text = " + ".join(terms).replace("+ -", "- ")
        return text if below == 1 else self.size_quotient.format(text, below)

    def _atom(self, atom: str, name: Callable[[str], str]) -> str:
        pair = operands_of_minimum(atom)
        return name(atom) if pair is None else self.size_minimum.format(*[self.size(size, name) for size in pair])

    def _monomial(self, names: list[str], coefficient: int) -> str:
        powers = [n if k == 1 else f"{n}{self.size_power}{k}" for n, k in Counter(names).items()]
        if not powers:
            return str(coefficient)
        front = {1: "", -1: "-"}.get(coefficient, f"{coefficient}{self.size_product}")
        return front + self.size_product.join(powers)

    def used(self, text: str) -> set[str]:
        """The names of helpers and imports that `text` needs, those of its helpers included."""
        found: set[str] = set()
        todo = list(self._known(text))
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo.extend(self._known(self.helpers.get(name, "")))
        return found

    def _known(self, text: str) -> Iterator[str]:
        return (name for name in set(self._word.findall(text)) if name in self.helpers or name in self.imports)

    def preamble(self, text: str) -> list[str]:
        """The imports and then the helpers that `text` needs, as paragraphs of a module."""
        needed = self.used(text)
        imports = "\n".join([line for name, line in self.imports.items() if name in needed])
        helpers = [source.strip() for name, source in self.helpers.items() if name in needed]
        return [imports, *helpers] if imports else helpers

    def identifier(self, name: str, spelling: str, *, differential: bool = False) -> str:  # noqa: ARG002
        """The name of an argument: as the input spells it, or by its name in ASCII; `differential` of a dX."""
        return spelling

    def another(self, name: str) -> str:
        """Another name to try where a name is taken."""
        return f"{name}_"

    def local(self, stem: str, number: int) -> str:
        """A local name."""
        return f"{self.private}{stem}{number}"

    def leaf_binding(self, step: Step, text: str) -> int:  # noqa: ARG002
        """How tightly the text of a leaf binds."""
        return binding_of(text)

    def read_dimensions(self, argument: str, names: Mapping[int, str]) -> str:
        """The statement that names the number of rows (0) or columns (1) of an argument, or both."""
        if len(names) == 2:
            return self.assignment(self.pair.format(names[0], names[1]), self.sizes_of.format(argument))
        ((axis, name),) = names.items()
        return self.assignment(name, self.size_of[axis].format(argument))

    def solve_dimension(self, argument: str, axis: int, name: str, polynomial: str) -> str:
        """The statement that names the dimension for which a polynomial of it is the size along an axis."""
        return self.assignment(name, self.size_solved.format(name, polynomial, self.size_of[axis].format(argument)))

    def read_number(self, argument: str) -> str:
        """The statement that makes a number of an argument which is a 1x1 array, or nothing where it is one."""
        raise NotImplementedError

    def assignment(self, name: str, text: str) -> str:
        """The statement that names a value."""
        return f"{name} = {text}"

    def loop(
        self, operation: str, index: str, bounds: Sequence[str], statements: Sequence[str], value: str,
        fresh: Callable[[str], str],
    ) -> tuple[list[str], str]:  # fmt: skip
        """The statements that a sum or product takes, and its text.

        `operation` is as in `Steps.loop`; `statements` and `value` compute the term at `index`. `bounds` are the lowest and
        the highest index and the value where there is none; `fresh` makes a local name.
        """
        raise NotImplementedError

    def function(self, frame: Frame, names: Named) -> str:
        """The text of a function."""
        raise NotImplementedError

    def module(self, module: Module, names: Named, *, about: bool = True) -> str:
        """The text of a module; `about` asks for an introduction."""
        raise NotImplementedError
