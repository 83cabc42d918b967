"""The NumPy target: one module that computes a function and its derivatives, importing NumPy and maybe SciPy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.block import Block
from matcalc_cli.codegen.dimensions import header, undetermined
from matcalc_cli.codegen.helpers import preamble
from matcalc_cli.codegen.names import Names
from matcalc_cli.codegen.plan import Plan
from matcalc_cli.differential import direction
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder
from matcalc_cli.expr.shape import Dim, Size

if TYPE_CHECKING:
    from matcalc_cli.answer import Answer, Derivative

_ABOUT = '''"""Written by matcalc: a function of matrices and its derivatives.

Arguments are float64 arrays with two axes (a vector is n x 1), scalars are floats; vec stacks columns.
"""'''
_SUMMARIES = {
    "f": "The value.",
    "differential": "The differential df along {0}.",
    "gradient": "The gradient G: df = tr(G.T @ {0}).",
    "jacobian": "The Jacobian J: vec(df) = J @ vec({0}).",
    "hessian": "The Hessian H: d2f = vec({0}).T @ H @ vec({0}).",
}


class Entry:
    """One function of a module: its name, its value, and the dX it takes besides the variables (or None)."""

    __slots__ = ("moving", "name", "node", "summary")

    def __init__(self, name: str, node: Node, summary: str, moving: Symbol | None = None) -> None:
        self.name = name
        self.node = node
        self.summary = summary
        self.moving = moving


def module(answer: Answer, *, suffixes: bool = False) -> str:
    """A self-contained module with f and the derivatives of an answer (SPEC section 3).

    With several derivatives, or if `suffixes`, the names say which variable is meant: `gradient_A`. Raises
    MatcalcError where a function has no NumPy code.
    """
    ends = {d.variable: suffix(answer, d, suffixes=suffixes) for d in answer.derivatives}
    variables, integers = module_parameters(answer)
    names = _names(variables, integers)
    return _text(_ABOUT, [_definition(entry, variables, names, integers) for entry in _entries(answer, ends)])


def function(node: Node, name: str = "f") -> str:
    """A module with the one function `name`, of `parameters(node)`."""
    variables, integers = parameters(node)
    names = _names(variables, integers)
    return _text("", [_definition(Entry(name, node, _SUMMARIES["f"]), variables, names, integers)])


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


def _names(variables: Sequence[Symbol], integers: Sequence[str]) -> Names:
    return Names([(v.name, v.spelling) for v in variables], integers)


def dimension_names(nodes: Iterable[Node]) -> list[str]:
    """The dimensions that occur in the shapes and sizes of some expressions."""
    found: set[str] = set()
    for node in postorder(*nodes):
        sizes: tuple[Size, ...] = (node.rows, node.cols, *(node.sizes if isinstance(node, Apply) else ()))
        found.update(*[size.names for size in sizes if isinstance(size, Dim)])
    return sorted(found)


def _definition(entry: Entry, variables: Sequence[Symbol], names: Names, integers: Sequence[str]) -> str:
    """One function, as text."""
    plan = Plan(names)
    arguments = [names.arguments[v.name] for v in variables] + [names.dimension(n) for n in integers]
    if entry.moving:
        arguments.append(names.argument(entry.moving.name, entry.moving.spelling))
    root = plan.root(entry.node)
    block = Block(names, root)
    sizes = frozenset[str]().union(*[plan.sizes.get(step, ()) for step in (root, *block.uses)])
    reading = header(variables, sizes, names, integers)
    statements, value = block.statements(root)
    lines = [
        *reading,
        *_conversions(entry.node, names),
        *statements,
        f"return float({value})" if entry.node.is_scalar else f"return {value}",
    ]
    body = "".join(f"\n    {names.visible(line)}" for line in lines)
    return f'def {entry.name}({", ".join(arguments)}):\n    """{entry.summary}"""{body}'


def _conversions(node: Node, names: Names) -> Iterator[str]:
    """A vector or matrix that is declared 1x1 comes as an array and is used as a number."""
    for symbol in sorted(node.symbols, key=lambda s: s.name):
        if symbol.is_scalar and symbol.kind not in {"scalar", "integer", "index"}:
            argument = names.arguments[symbol.name]
            yield f"{argument} = _np.asarray({argument}).item()"


def _text(about: str, definitions: Sequence[str]) -> str:
    first, *helpers = preamble("\n".join(definitions))
    head = f"{about}\n\n{first}" if about else first
    return "\n\n\n".join([head, *helpers, *definitions]) + "\n"
