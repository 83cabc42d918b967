"""The differential line by line: which named rule is applied to what, before anything is simplified."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matcalc_cli.answers.derivation import Prose
from matcalc_cli.differential import Part, Step, differential, direction
from matcalc_cli.elaborate.builder import Scope, template
from matcalc_cli.explain.parts import is_letter, is_norm, reciprocal_of
from matcalc_cli.explain.rules.slopes import slope_of
from matcalc_cli.explain.rules.statements import for_shape, linear_map, stated
from matcalc_cli.explain.trees import (
    Term,
    expressed,
    formula,
    name_of,
    product,
    prose,
    put_in,
    signed,
    terms_of,
    total,
    value,
    with_children,
)
from matcalc_cli.expr.build import apply, is_block, multiply, transpose, zeros
from matcalc_cli.expr.constants import cells_of
from matcalc_cli.expr.function import LINEAR, Function
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Sum, Symbol, number, symbol
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, KRON, POWER, SUMMATION, TRANSPOSE
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.functions import OF_A_FUNCTION
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.tree import Call, Tree
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.fold import fold
from matcalc_cli.render.writing.patterns import call_of
from matcalc_cli.render.writing.signs import reciprocal
from matcalc_cli.render.writing.sizes import size_tree
from matcalc_cli.render.writing.sums import reading_order
from matcalc_cli.render.writing.trees import call, operation

PRODUCT_RULE = "product rule"
FACTOR_BY_FACTOR = "product rule, one factor after the other"
PRODUCT_RULES = {HADAMARD: "product rule of `X.*Y`", KRON: "product rule of `kron(X, Y)`"}


class Differential:
    """The steps of a differential written out: a tree for every node, and in `rules` what was used, the outermost first."""

    def __init__(self, root: Node, directions: Mapping[Symbol, Symbol], scope: Scope, own: Tree | None = None) -> None:
        self.itself = plain(expressed(root)) if own else ""
        self.own = own
        self.directions = dict(directions.items())
        self.scope = scope
        steps: list[Step] = []
        self.value = differential(root, self.directions, steps)
        self.trees: dict[Node, Tree] = {v: name_of(d) for v, d in directions.items()}
        self.by_node: dict[Node, list[Prose]] = {}
        for step in steps:
            self.current = step.node
            self.trees[step.node] = self._of(step)
        self.tree = self.trees[root]
        self.is_linear = bool(steps) and steps[-1].is_linear

    @property
    def rules(self) -> list[Prose]:
        """The rules, each once, the outermost first."""
        found = {repr_of(rule): rule for rules in reversed(self.by_node.values()) for rule in rules}
        if FACTOR_BY_FACTOR in found:
            found.pop(PRODUCT_RULE, None)
        return list(found.values())

    def _use(self, rule: Prose) -> None:
        self.by_node.setdefault(self.current, []).append(rule)

    def _of(self, step: Step) -> Tree:
        node = step.node
        match node:
            case Member():
                return self._member(step)
            case Sum():
                return self._sum(node)
            case Product():
                return self._quotient(node, step) or self._product(node, step)
            case Apply(function=function) if function in PRODUCT_RULES:
                return self._commuting(node, step)
            case Apply() if is_block(node):
                return self._blocks(node)
            case Apply(function=function, args=(Apply() as base, Number(value=2))) if (
                function is ELEMENTWISE_POWER and is_norm(base)
            ):
                return self._squared_norm(node, base)
            case Apply(function=Unknown()):
                self._use(slope_of(node, [part.place for part in step.parts]))
                return expressed(step.value)
            case Apply(function=function) if function in (POWER, ELEMENTWISE_POWER) and _is_of_a_name(step):
                return self._power(node, step)
            case Apply():
                return self._function(node, step)
        raise TypeError(f"no differential of {node!r}")

    def _member(self, step: Step) -> Tree:
        """Of the members of a family those move that are differentiated by."""
        self._use([call("d", expressed(step.node)), " = ", expressed(step.value)])
        return expressed(step.value)

    def _sum(self, node: Sum) -> Tree:
        terms: list[Term] = []
        for term in reading_order(node):
            if term in self.trees:
                terms += terms_of(self.trees[term])
        return total(terms)

    def _product(self, node: Product, step: Step) -> Tree:
        if len(step.parts) > 1:
            self._use(prose(PRODUCT_RULE))
        return total([self._replaced(node, part.place) for part in step.parts])

    def _replaced(self, node: Product, place: int, without: int = -1) -> Term:
        """A product with the differential of the part at one place, and without the part at another."""
        above, below = [], []
        for i, part in enumerate(node.children):
            under = _below(part) if i < len(node.scalars) and i != place else None
            if under is not None and i != without:
                below.append(under)
            elif i != without:
                above.append(self.trees[part] if i == place else expressed(part))
        c = node.coefficient
        sign, tree = signed((1, product([expressed(number(abs(c.numerator))), *above])))
        divisors = [expressed(number(c.denominator)), *below] if c.denominator != 1 else below
        return (sign if c > 0 else -sign), operation("divide", tree, product(divisors)) if divisors else tree

    def _quotient(self, node: Product, step: Step) -> Tree | None:
        """d(u/v) = du/v - u dv/v^2: two steps as one rule; None of what is no quotient of which the divisor moves."""
        below = [s for s in node.scalars if reciprocal_of(s) is not None]
        if len(below) != 1 or below[0] not in self.trees:
            return None
        (lower,) = below
        assert isinstance(lower, Apply)
        if lower.args[1] is not number(-1):
            return None
        self._use(prose("quotient rule"))
        self.by_node.pop(lower, None)
        base, gone = lower.args[0], node.scalars.index(lower)
        rest = [s for s in node.scalars if s is not lower]
        v, dv = expressed(base), self.trees[base]
        above = [self._replaced(node, part.place, gone) for part in step.parts if part.place != gone]
        du = [(sign * inner, term) for sign, tree in above for inner, term in terms_of(tree)]
        terms: list[Term] = [(1, operation("divide", total(du), v))] if du else []
        numerator = multiply(number(node.coefficient), *rest, *node.factors)
        squared = operation("power", v, expressed(number(2)))
        terms.append(signed((-1, operation("divide", product([expressed(numerator), dv]), squared))))
        return total(terms)

    def _commuting(self, node: Apply, step: Step) -> Tree:
        operator = "hadamard" if node.function is HADAMARD else "kron"
        if len(step.parts) > 1:
            self._use(prose(PRODUCT_RULES[node.function]))
        terms: list[Term] = []
        for part in step.parts:
            first, *rest = [self.trees[a] if i == part.place else expressed(a) for i, a in enumerate(node.args)]
            for factor in rest:
                first = operation(operator, first, factor)
            terms.append(signed((1, first)))
        return total(terms)

    def _blocks(self, node: Apply) -> Tree:
        """Block by block, zeros for those that do not move."""
        self._use(prose("block by block"))
        trees = {a: self.trees[a] if a in self.trees else expressed(zeros(a.shape)) for a in node.args}
        rows = [[trees[cell] for cell in row] for row in cells_of(node) or []]
        lines = [row[0] if len(row) == 1 else operation("columns", *row) for row in rows]
        return lines[0] if len(lines) == 1 else operation("rows", *lines)

    def _squared_norm(self, node: Apply, norm: Apply) -> Tree:
        """d(norm(X)^2) = 2 tr(X' dX): two steps as one rule."""
        (inner,) = norm.args
        self.by_node.pop(norm, None)
        rule = self._state_of(
            norm.function, inner, lambda x: apply(node.function, (apply(norm.function, (x,)), node.args[1]))
        )
        return put_in(for_shape(rule, inner), {"X": expressed(inner), "dX": self.trees[inner]})

    def _power(self, node: Apply, step: Step) -> Tree:
        """A power of a name, as the differential has it."""
        base, exponent = node.args
        if node.function is not POWER:
            self._use(prose("power rule"))
        else:
            if isinstance(exponent, Number) and exponent.value < 0:
                self._inverse_rule(base)
            if exponent is not number(-1):
                self._use(prose(FACTOR_BY_FACTOR))
        return expressed(step.value)

    def _inverse_rule(self, base: Node) -> None:
        if isinstance(base, Symbol) and KINDS[base.kind].transpose == "X^-1":
            turned = transpose(base)
            moving = expressed(differential(turned, self.directions))
            self._use([call("d", expressed(turned)), " = ", moving, ", since ", expressed(turned), " is the inverse"])
            return
        self._state_of(POWER, base, lambda x: apply(POWER, (x, number(-1))))

    def _state_of(self, function: Function, argument: Node, of: Callable[[Node], Node]) -> Tree:
        """The differential of an expression in a matrix X that a function is of, stated as the rule for an argument."""
        x = symbol("X", signatures(function)[0].shapes[0], "matrix")
        rule = expressed(differential(of(x), {x: direction(x)}))
        self._state(expressed(of(x)), rule, x.name, argument)
        return rule

    def _function(self, node: Apply, step: Step) -> Tree:
        """The rule of the function's record."""
        if step.is_linear:
            return self._linear(node, step.parts)
        if not all(part.rule for part in step.parts):
            self._use([f"the rule of {node.function.title}"])
            return expressed(step.value)
        return total([term for part in step.parts for term in self._terms(node, step, part)])

    def _terms(self, node: Apply, step: Step, part: Part) -> list[Term]:
        """The terms of the record's rule for one argument, with the arguments put in."""
        if part.rule == LINEAR:
            return terms_of(self._linear(node, [part]))
        function, argument, rule = node.function, node.args[part.place], template(part.rule)
        arguments, sizes = step.names
        names = [formula(p) for p in arguments]
        left = call_of(function.called, names) if function.called else call(function.name, *names)
        self._state(left, rule, part.parameter, argument)
        if node.is_scalar or not argument.is_scalar:  # of x.^alpha by alpha the operations stay elementwise
            rule = for_shape(rule, argument)
        values = {p: expressed(a) for p, a in arguments.items()} | {d: size_tree(size) for d, size in sizes.items()}
        tree = self._by_name(put_in(rule, {**values, f"d{part.parameter}": self.trees[argument]}))
        return [signed((1, self._without_traces(tree)))]

    def _by_name(self, tree: Tree) -> Tree:
        """The tree with its own name for what is being differentiated: dh = (1 - h^2) du for h = tanh(u)."""
        own = self.own
        if own is None:
            return tree
        return fold(tree, lambda node, parts: own if plain(node) == self.itself else with_children(node, parts))

    def _state(self, left: Tree, right: Tree, parameter: str, argument: Node) -> None:
        self._use(stated(left, right, parameter, argument, self.scope.nodes))

    def _linear(self, node: Apply, parts: Sequence[Part]) -> Tree:
        if node.function is TRANSPOSE:
            return expressed(transpose(value(self.trees[node.args[0]], self.scope)))
        self._use([linear_map(node.function.name)])
        terms: list[Term] = []
        for part in parts:
            written = expressed(node)
            sign, inner = signed((1, self.trees[node.args[part.place]]))
            trees = [inner if i == part.place else expressed(a) for i, a in enumerate(node.args)]
            if node.function is SUMMATION:  # its conditions are factors of its terms
                terms.append((sign, call("sum", *trees)))
                continue
            around = len(written.children) - len(trees)  # frechet(expm, ...) begins with a name, unvec ends in sizes
            first = around if node.function.name.partition("_")[0] in OF_A_FUNCTION else 0
            children = [*written.children[:first], *trees, *written.children[first + len(trees) :]]
            terms.append((sign, with_children(written, children)))
        return total(terms)

    def _without_traces(self, tree: Tree) -> Tree:
        """No trace of a number."""
        return fold(tree, self._without_trace)

    def _without_trace(self, node: Tree, children: list[Tree]) -> Tree:
        match node:
            case Call(function="tr") if value(children[0], self.scope).is_scalar:
                return children[0]
        return with_children(node, children)


def _is_of_a_name(step: Step) -> bool:
    """Whether the first argument of a function is a name, and moves alone."""
    first = step.node.children[0]
    return [part.place for part in step.parts] == [0] and (isinstance(first, Symbol) or is_letter(first))


def _below(scalar: Node) -> Tree | None:
    """The denominator that a reciprocal factor is."""
    below = reciprocal(scalar)
    return None if below is None else expressed(below)


def repr_of(rule: Prose) -> str:
    """A rule as text, to tell it from others."""
    return "".join(piece if isinstance(piece, str) else plain(piece) for piece in rule)
