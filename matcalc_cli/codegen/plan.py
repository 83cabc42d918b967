"""The plan of a function: its nodes as steps, with solves instead of inverses and products in a cheap order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from math import lcm
from typing import TYPE_CHECKING

from matcalc_cli.codegen import arithmetic, chain
from matcalc_cli.codegen.step import Step, Steps
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, postorder
from matcalc_cli.expr.shape import Dim, Size, operands_of_minimum
from matcalc_cli.expr.signature import chosen

if TYPE_CHECKING:
    from matcalc_cli.codegen.names import Names
    from matcalc_cli.expr.number import Rational

_AS_ARRAY = "_np.full((1, 1), {0}, dtype=_np.float64)"
_ZEROS = "_np.zeros(({0}, {1}))"
_NAMED_FIELD = re.compile(r"\{([a-z]\w*)\}")


class Plan:
    """How the nodes of one function become steps.

    uses   how often each node is an operand
    sizes  the names of dimensions that a step refers to
    """

    __slots__ = ("_done", "make", "names", "sizes", "steps", "uses")

    def __init__(self, names: Names) -> None:
        self._done: dict[Node, Step] = {}
        self.names = names
        self.steps = Steps()
        self.make = self.steps.make
        self.uses: Counter[Node] = Counter()
        self.sizes: dict[Step, frozenset[str]] = {}

    def root(self, node: Node) -> Step:
        """The step that computes `node`."""
        order = list(postorder(node))
        for parent in order:
            self.uses.update(parent.children)
        for part in order:
            self._done[part] = self._planned(part)
        return self._done[node]

    def of(self, node: Node) -> Step:
        """The step of a node that was planned before."""
        return self._done[node]

    def number(self, value: Rational) -> Step:
        """A constant."""
        return self.make(arithmetic.number_text(value))

    def size(self, size: Size) -> Step:
        """A dimension."""
        step = self.make(size_text(size, self.names.dimension))
        if isinstance(size, Dim):
            self.sizes[step] = size.names
        return step

    def _planned(self, node: Node) -> Step:
        match node:
            case Symbol(kind="index"):
                return self.steps.index(node, self.names.index(node.name))
            case Symbol():
                return self.make(self.names.arguments[node.name])
            case Number(value=value):
                return self.number(value)
            case Sum(terms=terms):
                return arithmetic.signed_sum(self, terms)
            case Product():
                return arithmetic.product(self, node)
            case Apply(function=function):
                return _SPECIAL.get(function.name, applied)(self, node)
        raise TypeError(f"{type(node)} is not an expression")


def size_text(size: Size, name: Callable[[str], str]) -> str:
    """A dimension in Python: integers only, `(n**2 + n)//2`."""
    if isinstance(size, int):
        return str(size)
    below = lcm(*[c.denominator for _, c in size.terms])
    terms = [_monomial_text([_atom_text(n, name) for n in monomial], int(c * below)) for monomial, c in size.terms]
    text = " + ".join(terms).replace("+ -", "- ")
    return text if below == 1 else f"({text})//{below}"


def _atom_text(atom: str, name: Callable[[str], str]) -> str:
    pair = operands_of_minimum(atom)
    return name(atom) if pair is None else f"_min({size_text(pair[0], name)}, {size_text(pair[1], name)})"


def _monomial_text(names: list[str], coefficient: int) -> str:
    powers = [n if k == 1 else f"{n}**{k}" for n, k in Counter(names).items()]
    if not powers:
        return str(coefficient)
    front = {1: "", -1: "-"}.get(coefficient, f"{coefficient}*")
    return front + "*".join(powers)


def applied(plan: Plan, node: Apply) -> Step:
    """A function by its template; a 1x1 argument is made an array where the function expects a matrix."""
    function = node.function
    if not function.numpy:
        raise MatcalcError("unsupported", f"there is no NumPy code for {function.name}")
    signature, values = chosen(function, [a.shape for a in node.args], node.sizes)
    operands = []
    for arg, expected in zip(node.args, signature.shapes, strict=True):
        as_array = arg.is_scalar and expected != (1, 1) and not function.elementwise
        operands.append(plan.make(_AS_ARRAY, plan.of(arg)) if as_array else plan.of(arg))
    step = _filled(plan, _template(node), operands, values)
    gives_array = node.is_scalar and signature.result != (1, 1) and not function.elementwise
    return plan.make("{0}.item()", step) if gives_array else step


def _template(node: Apply) -> str:
    """The record's template; {args} stands for any number of arguments."""
    return node.function.numpy.replace("{args}", ", ".join(f"{{{i}}}" for i in range(len(node.args))))


def _filled(plan: Plan, template: str, operands: list[Step], values: dict[str, Size]) -> Step:
    """The template with its named fields, the dimensions, numbered behind the operands."""
    wanted = list(dict.fromkeys(_NAMED_FIELD.findall(template)))
    fields = {name: str(len(operands) + i) for i, name in enumerate(wanted)}
    numbered = _NAMED_FIELD.sub(lambda m: "{" + fields[m[1]] + "}", template)
    return plan.make(numbered, *operands, *[plan.size(values[name]) for name in wanted])


def _matrix_power(plan: Plan, node: Apply) -> Step:
    base, exponent = node.args
    match exponent:
        case Number(value=-1):
            return plan.make("{0}.T" if chain.is_orthogonal(base) else "_np.linalg.inv({0})", plan.of(base))
        case Number(value=2):
            return plan.make("{0} @ {1}", plan.of(base), plan.of(base))
        case Number(value=k):
            return plan.make(f"_np.linalg.matrix_power({{0}}, {int(k)})", plan.of(base))
    return plan.make("_np.linalg.matrix_power({0}, round({1}))", plan.of(base), plan.of(exponent))


def _elementwise_power(plan: Plan, node: Apply) -> Step:
    return arithmetic.elementwise_power(plan, node)


def _hadamard(plan: Plan, node: Apply) -> Step:
    return arithmetic.quotient(plan, *arithmetic.fraction(plan, node.args))


def _kron(plan: Plan, node: Apply) -> Step:
    return plan.steps.fold(node.function.numpy, [plan.of(a) for a in node.args])


def _summation(plan: Plan, node: Apply) -> Step:
    index, low, high, body = node.args
    zero = plan.number(0) if node.is_scalar else plan.make(_ZEROS, *map(plan.size, node.shape))
    return plan.steps.summation(plan.of(index), plan.of(body), (plan.of(low), plan.of(high), zero))


def _trace(plan: Plan, node: Apply) -> Step:
    return chain.trace(plan, node)


def _size(plan: Plan, node: Apply) -> Step:
    return plan.size(node.sizes[0])


_SPECIAL: dict[str, Callable[[Plan, Apply], Step]] = {
    "power": _matrix_power,
    "elementwise_power": _elementwise_power,
    "hadamard": _hadamard,
    "kron": _kron,
    "summation": _summation,
    "tr": _trace,
    "size": _size,
}
"""The operations that a template does not describe well enough."""
