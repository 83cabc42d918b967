"""One function of a module: its arguments, its statements and its values, in any target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.accuracy.centred import centred_in
from matcalc_cli.codegen.counts import Counts
from matcalc_cli.codegen.differentiated import kept
from matcalc_cli.codegen.dimensions import header
from matcalc_cli.codegen.even import signed_alike
from matcalc_cli.codegen.families.stacked import stacked
from matcalc_cli.codegen.planned import Planned
from matcalc_cli.codegen.signs import turned
from matcalc_cli.codegen.step import ARRAY, VIEWS, Step
from matcalc_cli.codegen.text.block import Block
from matcalc_cli.codegen.text.frame import Frame, Parameter, Value
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder
from matcalc_cli.expr.shapes.dimensions import Dim, Shape
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.kinds import KINDS
from matcalc_cli.walk import children_first

if TYPE_CHECKING:
    from matcalc_cli.codegen.text.names import Names


class Entry:
    """One function of a module: its name, what it returns, and each dX it takes besides the variables.

    unformed  the shape of what it is about, where the summary says if a matrix of that shape is formed
    """

    __slots__ = ("moving", "name", "nodes", "summary", "unformed")

    def __init__(
        self, name: str, nodes: Sequence[Node], summary: str, *moving: Symbol | None, unformed: Shape | None = None
    ) -> None:
        self.name = name
        self.nodes = tuple(nodes)
        self.summary = summary
        self.moving = [symbol for symbol in moving if symbol]
        self.unformed = unformed


def every_function(nodes: Iterable[Node]) -> list[Unknown]:
    """The functions without a formula in some expressions, those of matrices once for each size."""
    found = {n.function for n in postorder(*nodes) if isinstance(n, Apply) and isinstance(n.function, Unknown)}
    return sorted(found, key=lambda function: (function.stem, len(function.taken), function.name))


def extra_of(entry: Entry, names: Names) -> list[Parameter]:
    """The arguments besides those of all functions."""
    return [(names.argument(symbol), symbol) for symbol in entry.moving]


def frame_of(
    entry: Entry, parameters: Sequence[Parameter], names: Names, sizes: Mapping[str, int] | None = None
) -> Frame:
    """One function: its parameters, its statements, its values."""
    variables = [symbol for _, symbol in parameters if symbol]
    integers = [name for name, local in names.dimensions.items() if (local, None) in parameters]
    extra = extra_of(entry, names)
    nodes = signed_alike(kept(entry.nodes, differentiates=names.target.differentiates))
    names.give(every_function(nodes))
    plan = Planned(names, sizes)
    roots = _own(plan, turned(plan.steps, stacked(plan, plan.roots(nodes))))
    parameters = [*parameters, *extra]
    if names.target.is_sized:
        from matcalc_cli.codegen.sized.loops import written

        moved = [(names.arguments[v.name], plan.root(d)) for v, d in centred_in(names.shifts, nodes).items()]
        lines, values = written(entry.name, plan, roots, parameters, moved)
    else:
        shifts = _shifts(nodes, names)
        block = Block(names, *roots)
        statements, values = block.statements(*roots)
        before = [
            *_header(variables, integers, [block, *[b for b, *_ in shifts]], names),
            *filter(None, _conversions(entry.nodes, names)),
        ]
        lines = [*before, *[line for shift in shifts for line in _moved(*shift, names)], *statements]
    returned = [Value(*parts) for parts in zip(entry.nodes, values, [root.kind for root in roots], strict=True)]
    summary = f"{entry.summary} Forms a matrix of its size." if _forms(plan, roots, entry.unformed) else entry.summary
    return Frame(entry.name, summary, parameters, lines, returned)


def _forms(plan: Planned, roots: Sequence[Step], shape: Shape | None) -> bool:
    """Whether a matrix of some shape that is not given is computed."""
    if shape is None:
        return False
    shapes = Counts(plan.shapes())
    steps = children_first(roots, lambda step: step.parts)
    return any(s.kind == ARRAY and s.operation not in VIEWS and s.operands and shapes.shape(s) == shape for s in steps)


def _header(variables: Sequence[Symbol], integers: Sequence[str], blocks: Sequence[Block], names: Names) -> list[str]:
    """The statements that read the dimensions which others use."""
    dims = [step.payload for block in blocks for step in block.uses if step.operation == "size"]
    wanted = frozenset[str]().union(*[dim.names for dim in dims if isinstance(dim, Dim)])
    return header(variables, wanted, names, integers)


def _shifts(nodes: Sequence[Node], names: Names) -> list[tuple[Block, Step, str]]:
    """The steps of the differences from means, for the variables that a function depends on through these only."""
    found = []
    for variable, differences in centred_in(names.shifts, nodes).items():
        root = Planned(names).root(differences)
        found.append((Block(names, root), root, names.arguments[variable.name]))
    return found


def _moved(block: Block, root: Step, argument: str, names: Names) -> list[str]:
    """The statements that put the differences in the place of an argument."""
    statements, (text,) = block.statements(root)
    return [*statements, names.target.assignment(argument, text)]


def _own(plan: Planned, roots: Sequence[Step]) -> list[Step]:
    """The results: what is an argument's memory, or returned before, is copied where that could be written to."""
    if "copy" not in plan.target.operations:
        return list(roots)
    shared = [root.kind == ARRAY and (root.is_given or root in roots[:i]) for i, root in enumerate(roots)]
    return [plan.make("copy", root) if copied else root for root, copied in zip(roots, shared, strict=True)]


def _conversions(nodes: Sequence[Node], names: Names) -> Iterator[str]:
    """The statements that make a number of a vector or matrix that is declared 1x1; nothing where it is one."""
    symbols = frozenset[Symbol]().union(*[node.symbols for node in nodes])
    for symbol in sorted(symbols, key=lambda s: s.name):
        if symbol.is_scalar and not KINDS[symbol.kind].is_number:
            yield names.target.read_number(names.arguments[symbol.name])
