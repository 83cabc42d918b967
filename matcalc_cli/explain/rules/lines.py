"""The differential line by line: which named rule is applied to what, before anything is simplified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc_cli.answers.derivation import Prose
from matcalc_cli.differential import differential, moved_with, of_member
from matcalc_cli.elaborate.builder import Scope, template
from matcalc_cli.elaborate.calls import COMMUTING
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
from matcalc_cli.expr.build import is_block, multiply, transpose, zeros
from matcalc_cli.expr.constants import cells_of
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Sum, Symbol, number, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, KRON, POWER, SUMMATION, TRANSPOSE
from matcalc_cli.expr.shapes.signature import chosen
from matcalc_cli.expr.unknown import Unknown
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
    """d of one expression by one rule a node; `rules` are the rules used, the outermost first."""

    def __init__(self, root: Node, directions: Mapping[Symbol, Symbol], scope: Scope, own: Tree | None = None) -> None:
        self.itself = plain(expressed(root)) if own else ""
        self.own = own
        self.directions = directions
        self.scope = scope
        self.trees: dict[Node, Tree] = {v: name_of(d) for v, d in directions.items()}
        self.by_node: dict[Node, list[Prose]] = {}
        self.current = root
        self.moving = moved_with(directions)
        for node in postorder(root):
            if node not in self.trees and node not in self.moving and not node.symbols.isdisjoint(self.moving):
                self.current = node
                self.trees[node] = self._of(node)
        self.tree = self.trees[root]

    @property
    def rules(self) -> list[Prose]:
        """The rules, each once, the outermost first."""
        found = {repr_of(rule): rule for rules in reversed(self.by_node.values()) for rule in rules}
        if FACTOR_BY_FACTOR in found:
            found.pop(PRODUCT_RULE, None)
        return list(found.values())

    def _use(self, rule: Prose) -> None:
        self.by_node.setdefault(self.current, []).append(rule)

    def _of(self, node: Node) -> Tree:
        match node:
            case Member():
                return self._member(node)
            case Sum():
                return self._sum(node)
            case Product():
                return self._product(node)
            case Apply(function=function, args=args) if function in COMMUTING:
                return self._commuting(node, args)
            case Apply() if is_block(node):
                return self._blocks(node)
            case Apply(function=function, args=(base, Number(value=2))) if function is ELEMENTWISE_POWER and is_norm(
                base
            ):
                return self._squared_norm(base.children[0])
            case Apply(function=function) if function in (POWER, ELEMENTWISE_POWER):
                return self._power(node)
            case Apply():
                return self._function(node)
        raise TypeError(f"no differential of {node!r}")

    def _member(self, node: Member) -> Tree:
        """Of the members of a family those move that are differentiated by."""
        moving = of_member(node, dict(self.directions))
        self._use([call("d", expressed(node)), " = ", expressed(moving)])
        return expressed(moving)

    def _sum(self, node: Sum) -> Tree:
        terms: list[Term] = []
        for term in reading_order(node):
            if term in self.trees:
                terms += terms_of(self.trees[term])
        return total(terms)

    def _product(self, node: Product) -> Tree:
        if any(reciprocal_of(s) in self.trees for s in node.scalars):
            quotient = self._quotient(node)
            if quotient is not None:
                return quotient
        parts = [*node.scalars, *node.factors]
        places = [i for i, part in enumerate(parts) if part in self.trees]
        if len(places) > 1:
            self._use(prose(PRODUCT_RULE))
        return total([self._replaced(node, parts, i) for i in places])

    def _replaced(self, node: Product, parts: Sequence[Node], place: int) -> Term:
        trees = [self.trees[p] if i == place else expressed(p) for i, p in enumerate(parts)]
        below = [r for i, s in enumerate(node.scalars) if i != place and (r := _below(s)) is not None]
        above = [t for i, t in enumerate(trees) if i == place or i >= len(node.scalars) or _below(parts[i]) is None]
        c = node.coefficient
        sign, tree = signed((1, product([expressed(number(abs(c.numerator))), *above])))
        divisors = [expressed(number(c.denominator)), *below] if c.denominator != 1 else below
        return (sign if c > 0 else -sign), operation("divide", tree, product(divisors)) if divisors else tree

    def _quotient(self, node: Product) -> Tree | None:
        """d(u/v) = du/v - u dv/v^2."""
        (lower,) = [s for s in node.scalars if reciprocal_of(s) in self.trees][:1]
        rest = [s for s in node.scalars if s is not lower]
        base = reciprocal_of(lower)
        assert base is not None
        assert isinstance(lower, Apply)
        if lower.args[1] is not number(-1) or any(reciprocal_of(s) is not None for s in rest):
            return None
        self._use(prose("quotient rule"))
        self.by_node.pop(lower, None)
        numerator = multiply(number(node.coefficient), *rest, *node.factors)
        v, dv = expressed(base), self.trees[base]
        terms: list[Term] = []
        if not numerator.symbols.isdisjoint(self.moving):
            du = Differential(numerator, self.directions, self.scope).tree
            terms.append((1, operation("divide", du, v)))
        squared = operation("power", v, expressed(number(2)))
        terms.append(signed((-1, operation("divide", product([expressed(numerator), dv]), squared))))
        return total(terms)

    def _commuting(self, node: Apply, args: Sequence[Node]) -> Tree:
        operator = "hadamard" if node.function is HADAMARD else "kron"
        places = [i for i, a in enumerate(args) if a in self.trees]
        if len(places) > 1:
            self._use(prose(PRODUCT_RULES[node.function]))
        terms: list[Term] = []
        for place in places:
            first, *rest = [self.trees[a] if i == place else expressed(a) for i, a in enumerate(args)]
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

    def _squared_norm(self, inner: Node) -> Tree:
        column = inner.cols == 1
        self.by_node = {n: rules for n, rules in self.by_node.items() if not (is_norm(n) and n.children[0] is inner)}
        self._state(formula("norm(X)^2"), formula("2*tr(X'*dX)"), "X", inner)
        x, dx = expressed(inner), self.trees[inner]
        turned = operation("transpose", x)
        two = expressed(number(2))
        return product([two, turned, dx] if column else [two, call("tr", operation("multiply", turned, dx))])

    def _power(self, node: Apply) -> Tree:
        base, exponent = node.args
        if base not in self.trees or exponent in self.trees or not (isinstance(base, Symbol) or is_letter(base)):
            return self._function(node)
        if node.function is POWER and exponent is number(-1):
            self._inverse_rule(base)
        elif node.function is POWER:
            if isinstance(exponent, Number) and exponent.value < 0:
                self._inverse_rule(base)
            self._use(prose(FACTOR_BY_FACTOR))
        else:
            self._use(prose("power rule"))
        return expressed(differential(node, dict(self.directions)))

    def _inverse_rule(self, base: Node) -> None:
        if isinstance(base, Symbol) and KINDS[base.kind].transpose == "X^-1":
            new: dict[str, Tree] = {"X": name_of(base), "dX": self.trees[base]}
            turned, rule = put_in(formula("X'"), new), put_in(formula("-X'*dX*X'"), new)
            self._use([call("d", turned), " = ", rule, ", since ", turned, " is the inverse"])
            return
        self._state(formula("inv(X)"), formula("-inv(X)*dX*inv(X)"), "X", base)

    def _function(self, node: Apply) -> Tree:
        """The rule of the function's record."""
        function = node.function
        if isinstance(function, Unknown):
            self._use(slope_of(node, [i for i, a in enumerate(node.args) if a in self.trees]))
            return expressed(differential(node, dict(self.directions)))
        signature, dims = chosen(function, [a.shape for a in node.args], node.sizes)
        places = [i for i, a in enumerate(node.args) if a in self.trees]
        if function is SUMMATION or all(function.differential.get(signature.parameters[i]) == "linear" for i in places):
            return self._linear(node, places)
        if function.variadic or not all(function.differential.get(signature.parameters[i]) for i in places):
            self._use([f"the rule of {function.title}"])
            return expressed(differential(node, dict(self.directions)))
        values = {p: expressed(a) for p, a in zip(signature.parameters, node.args, strict=True)}
        values |= {name: size_tree(size) for name, size in dims.items()}
        terms: list[Term] = []
        for i in places:
            parameter = signature.parameters[i]
            if function.differential[parameter] == "linear":
                terms += terms_of(self._linear(node, [i]))
                continue
            rule = template(function.differential[parameter])
            names = [formula(p) for p in signature.parameters]
            left = call_of(function.called, names) if function.called else call(function.name, *names)
            self._state(left, rule, parameter, node.args[i])
            if node.is_scalar or not node.args[i].is_scalar:  # of x.^alpha by alpha the operations stay elementwise
                rule = for_shape(rule, node.args[i])
            tree = self._by_name(put_in(rule, {**values, f"d{parameter}": self.trees[node.args[i]]}))
            terms.append(signed((1, self._without_traces(tree))))
        return total(terms)

    def _by_name(self, tree: Tree) -> Tree:
        """The tree with its own name for what is being differentiated: dh = (1 - h^2) du for h = tanh(u)."""
        own = self.own
        if own is None:
            return tree
        return fold(tree, lambda node, parts: own if plain(node) == self.itself else with_children(node, parts))

    def _state(self, left: Tree, right: Tree, parameter: str, argument: Node) -> None:
        self._use(stated(left, right, parameter, argument, self.scope.nodes))

    def _linear(self, node: Apply, places: Sequence[int]) -> Tree:
        if node.function is TRANSPOSE:
            return expressed(transpose(value(self.trees[node.args[0]], self.scope)))
        self._use([linear_map(node.function.name)])
        terms: list[Term] = []
        for place in places:
            written = expressed(node)
            sign, inner = signed((1, self.trees[node.args[place]]))
            trees = [inner if i == place else expressed(a) for i, a in enumerate(node.args)]
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


def _below(scalar: Node) -> Tree | None:
    """What a reciprocal factor puts below the line."""
    below = reciprocal(scalar)
    return None if below is None else expressed(below)


def repr_of(rule: Prose) -> str:
    """A rule as text, to tell it from others."""
    return "".join(piece if isinstance(piece, str) else plain(piece) for piece in rule)
