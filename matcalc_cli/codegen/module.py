"""The text of a module that computes a function and its derivatives, for any target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.block import Block
from matcalc_cli.codegen.dimensions import header, undetermined
from matcalc_cli.codegen.names import Names
from matcalc_cli.codegen.plan import Plan
from matcalc_cli.codegen.target import Frame
from matcalc_cli.codegen.targets import load
from matcalc_cli.differential import direction
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder
from matcalc_cli.expr.shape import Dim, Size

if TYPE_CHECKING:
    from matcalc_cli.answer import Answer, Derivative

_SUMMARIES = {
    "f": "The value.",
    "differential": "The differential df along {0}.",
    "gradient": "The gradient G: df = tr(G'*{0}).",
    "jacobian": "The Jacobian J: vec(df) = J*vec({0}).",
    "hessian": "The Hessian H: d2f = vec({0})'*H*vec({0}).",
}


class Entry:
    """One function of a module: its name, its value, and the dX it takes besides the variables (or None)."""

    __slots__ = ("moving", "name", "node", "summary")

    def __init__(self, name: str, node: Node, summary: str, moving: Symbol | None = None) -> None:
        self.name = name
        self.node = node
        self.summary = summary
        self.moving = moving


def module(answer: Answer, *, suffixes: bool = False, target: str = "numpy") -> str:
    """A self-contained module with f and the derivatives of an answer (SPEC section 3).

    With several derivatives, or if `suffixes`, the names say which variable is meant: `gradient_A`. Raises
    MatcalcError where the target has no code for a function.
    """
    ends = {d.variable: suffix(answer, d, suffixes=suffixes) for d in answer.derivatives}
    variables, integers = module_parameters(answer)
    names = _names(variables, integers, target)
    definitions = [_definition(entry, variables, names, integers) for entry in _entries(answer, ends)]
    return names.target.module(definitions, about=True)


def function(node: Node, name: str = "f") -> str:
    """A NumPy module with the one function `name`, of `parameters(node)`."""
    variables, integers = parameters(node)
    names = _names(variables, integers, "numpy")
    entry = Entry(name, node, _SUMMARIES["f"])
    return names.target.module([_definition(entry, variables, names, integers)], about=False)


def parameters(node: Node) -> tuple[list[Symbol], list[str]]:
    """The arguments of `function(node)` in order: symbols by name, dimensions that their shapes do not determine."""
    variables = sorted(node.symbols, key=lambda s: s.name)
    return variables, undetermined(variables, dimension_names([node]))


def module_parameters(answer: Answer) -> tuple[list[Symbol], list[str]]:
    """The arguments of each function of `module(answer)` in order, as in `parameters`; dX comes behind them."""
    variables = [v for v in answer.variables if v.kind != "index"]
    return variables, undetermined(variables, dimension_names([entry.node for entry in _entries(answer, {})]))


def suffix(answer: Answer, derivative: Derivative, *, suffixes: bool = False) -> str:
    """What the names of a derivative's functions end in."""
    return f"_{derivative.variable.spelling}" if suffixes or len(answer.derivatives) > 1 else ""


def _entries(answer: Answer, ends: Mapping[Symbol, str]) -> list[Entry]:
    found = [Entry("f", answer.expression, _SUMMARIES["f"])]
    for derivative in answer.derivatives:
        found.extend(_readings(answer, derivative, ends.get(derivative.variable, "")))
    return found


def _readings(answer: Answer, derivative: Derivative, end: str) -> Iterator[Entry]:
    moving = direction(derivative.variable, answer.expression.symbols)
    nodes = {
        "differential": derivative.differential,
        "jacobian": derivative.jacobian,
        "gradient": derivative.gradient,
        "hessian": derivative.hessian,
    }
    for kind, node in nodes.items():
        if node is not None:
            summary = _SUMMARIES[kind].format(moving.spelling)
            yield Entry(kind + end, node, summary, moving if kind == "differential" else None)


def _names(variables: Sequence[Symbol], integers: Sequence[str], target: str) -> Names:
    return Names(load(target), [(v.name, v.spelling) for v in variables], integers)


def dimension_names(nodes: Iterable[Node]) -> list[str]:
    """The dimensions that occur in the shapes and sizes of some expressions."""
    found: set[str] = set()
    for node in postorder(*nodes):
        sizes: tuple[Size, ...] = (node.rows, node.cols, *(node.sizes if isinstance(node, Apply) else ()))
        found.update(*[size.names for size in sizes if isinstance(size, Dim)])
    return sorted(found)


def _definition(entry: Entry, variables: Sequence[Symbol], names: Names, integers: Sequence[str]) -> str:
    """One function, as text."""
    parameters: list[tuple[str, Symbol | None]] = [(names.arguments[v.name], v) for v in variables]
    parameters += [(names.dimension(n), None) for n in integers]
    if entry.moving:
        parameters.append((names.argument(entry.moving.name, entry.moving.spelling), entry.moving))
    root = Plan(names).root(entry.node)
    block = Block(names, root)
    statements, value = block.statements(root)
    sizes = [step.payload for step in (root, *block.uses) if step.operation == "size"]
    wanted = frozenset[str]().union(*[size.names for size in sizes if isinstance(size, Dim)])
    lines = [*header(variables, wanted, names, integers), *_conversions(entry.node, names), *statements]
    frame = Frame(entry.name, entry.summary, parameters, entry.node, lines, value, root.kind)
    return names.target.function(frame, names)


def _conversions(node: Node, names: Names) -> Iterator[str]:
    """A vector or matrix that is declared 1x1 comes as an array and is used as a number."""
    for symbol in sorted(node.symbols, key=lambda s: s.name):
        if symbol.is_scalar and symbol.kind not in {"scalar", "integer", "index"}:
            yield names.target.read_number(names.arguments[symbol.name])
