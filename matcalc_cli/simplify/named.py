"""The user's named parts in answers: `r = A*x - b; 2*A'*r`, each used wherever it occurs, and never multiplied out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from matcalc_cli.elaborate import Elaborated, elaborate, elaborated
from matcalc_cli.elaborate.builder import applied, template
from matcalc_cli.elaborate.calls import function_of, operands, stays
from matcalc_cli.elaborate.names import walk
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import MINUS_ONE, add, multiply, ones, substitute, transpose
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, postorder, raw_apply, symbol
from matcalc_cli.expr.normal_forms.coefficients import scale
from matcalc_cli.expr.normal_forms.products import base_and_exponent
from matcalc_cli.expr.selections.stretch import stretched
from matcalc_cli.expr.sign import is_positive
from matcalc_cli.kinds import of_shape
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.tree import Binding, Call, Name, Program, Tree, UnspecifiedCall
from matcalc_cli.later import cache, cached_property
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.parts.lengths import in_unit_lengths
from matcalc_cli.simplify.parts.multiplied import gathered, in_product
from matcalc_cli.simplify.parts.replaced import forms_of, replaced, with_wholes, with_wholes_inside

Definition = tuple[Tree, Tree]
"""A name, and its value as the user wrote it."""
MOST_PARTS = 24
"""Parts that are looked for in each other and in an answer; the answers of a longer program are written without their names."""


class InWords:
    """An expression in terms of named parts: the definitions that it needs, and what it is without them."""

    __slots__ = ("definitions", "node", "spelled_out")

    def __init__(self, node: Node, definitions: Sequence[Definition], spelled_out: Node) -> None:
        self.node = node
        self.definitions = definitions
        self.spelled_out = spelled_out


class NamedParts:
    """The parts of a program that have names, in the order of their definitions."""

    def __init__(self, bindings: Sequence[Binding], elaborated: Elaborated, shorthands: Mapping[Node, Node]) -> None:
        self.bindings = bindings
        self.elaborated = elaborated
        self.shorthands = shorthands
        self.parts = {name: node for name, node in elaborated.parts.items() if is_worth_a_name(node)}
        self.letters = {name: symbol_of(name, part) for name, part in self.parts.items()}

    def used_in(self, node: Node) -> InWords:
        """The expression with the names of parts wherever these occur."""
        node = self._named(node)
        node = self._named(simplify(node), simplify)
        used = [name for name, letter in self.letters.items() if letter in node.symbols]
        moving = self.moving(node)
        centred = [add(step, scale(-1, stretched(mean, step.shape))) for mean in moving for step in mean.children]
        known = [*self.sums, *self.complements, *[total for total in centred if isinstance(total, Sum)]]
        return InWords(gathered(node, known), self.definitions(used), substitute(node, {**self.meant, **moving}))

    @cached_property
    def meant(self) -> Mapping[Node, Node]:
        """The expressions that the shorthands and the names stand for."""
        return {**self.shorthands, **{self.letters[n]: part for n, part in self.parts.items()}}

    def moving(self, node: Node) -> Mapping[Node, Node]:
        """The expression that mean(dx) stands for, in an expression that has dx, of a program that has mean(x)."""
        steps = {s.differential_of: s for s in node.symbols if s.differential_of is not None}
        found: dict[Node, Node] = {}
        for called in self.shorthands if steps else ():
            match called:
                case Apply(function=f, args=(Symbol(name=x),)) if f.average and x in steps:
                    found[raw_apply(f, (steps[x],), (), called.shape)] = applied(f, (steps[x],))
        return found

    def _named(self, node: Node, tidied: Callable[[Node], Node] = lambda found: found) -> Node:
        """One name after another put in for what it means; the expression is `tidied` after each."""
        node = with_wholes(node, self.wholes)
        values = {n: with_wholes_inside(value, self.wholes) for n, value in self.values.items()}
        products = {written: with_wholes(p, self.wholes) for written, p in self.products.items()}
        for letter, part in [*self.meant.items(), *self.moving(node).items()]:
            value = values[letter.name] if isinstance(letter, Symbol) else simplify(part)
            of_this = {written: p for written, p in products.items() if letter in written.symbols}
            found = in_unit_lengths(replaced(node, value, letter, of_this), value, letter, replaced)
            products = {written: replaced(p, value, letter) for written, p in products.items()}
            later = {n: replaced(v, value, letter, of_this) for n, v in values.items() if self.letters[n] is not letter}
            if found is not node or any(later[n] is not values[n] for n in later):
                node = tidied(found)
                values |= {n: simplify(v) for n, v in later.items() if v is not values[n]}
        return node

    @cached_property
    def values(self) -> Mapping[str, Node]:
        """The values of the named parts, by name."""
        return {name: simplify(part) for name, part in self.parts.items()}

    @cached_property
    def wholes(self) -> Mapping[Node, Node]:
        """The names by what each is written for as a whole; none of a program with shorthands, which are put in before names.

        A power is named later, when it has met others, and a product after those of its factors: diag(r)*r of r = A*x is r.^2.
        """
        found: dict[Node, Node] = {}
        products: list[Product] = []
        for name, value in () if self.shorthands else self.values.items():
            written = with_wholes_inside(value, found)
            if isinstance(value, Product):
                products.append(value)
            if base_and_exponent(written)[0] is written and not any([_is_within(p, value) for p in products]):
                found |= forms_of(value, self.letters[name])
        return found

    @cached_property
    def typed(self) -> Elaborated:
        """The program in terms of the names of its parts, where these names tell all of it."""
        if self.letters and self.elaborated.inference:
            try:
                return elaborated(self.elaborated.inference, self.letters)
            except MatcalcError:  # of which they do not tell all
                return self.elaborated
        return self.elaborated

    @cached_property
    def products(self) -> Mapping[Node, Node]:
        """By how they are written what u'*v, which the program has, and u'*u are for sums u and v of columns."""
        columns: dict[Node, Node] = {
            self.letters[n]: v for n, v in self.values.items() if isinstance(v, Sum) and v.cols == 1
        }
        pairs = [(u, u) for u in columns]
        for root in (self.typed.expression, *self.typed.parts.values()) if len(columns) > 1 else ():
            for node in postorder(root):
                if isinstance(node, Product) and node.is_scalar and len(node.factors) == 2:
                    pairs.append((transpose(node.factors[0]), node.factors[1]))
        return {
            multiply(transpose(u), v): simplify(multiply(transpose(columns[u]), columns[v]))
            for u, v in pairs
            if u in columns and v in columns
        }

    @property
    def sums(self) -> Mapping[Sum, Sequence[Node]]:
        """The sums of the program, with the names of parts where these were typed, and without."""
        return {**self.elaborated.typed.sums, **self.named_sums}

    @property
    def solved(self) -> Mapping[Node, bool]:
        """The matrices that the program solves with, by the names of parts and without; none is named for a program that solves nothing."""
        known = self.elaborated.typed.solved
        return {**known, **self.typed.typed.solved} if known else known

    @property
    def turned(self) -> Mapping[Node, bool]:
        """The products of the program that are numbers, with the names of parts and without."""
        return {**self.elaborated.typed.turned, **self.typed.typed.turned}

    @cached_property
    def named_sums(self) -> Mapping[Sum, Sequence[Node]]:
        """The sums of the program that have names of parts and shorthands."""
        found: dict[Sum, Sequence[Node]] = {}
        spelled_out = self.elaborated.typed.sums.values() if self.shorthands and self.letters else ()
        words = map(self.in_words, (*spelled_out, *self.centred))
        for said in (*map(self.with_shorthands, self.typed.typed.sums.values()), *words):
            total = add(*said)
            if isinstance(total, Sum) and {*total.terms} == {*said} and total not in self.elaborated.typed.sums:
                found[total] = said
        return found

    @property
    def centred(self) -> Iterator[Sequence[Node]]:
        """The terms of u - mean(u) for every mean of the program, which has no mean(u) - u; u as it is and term by term."""
        for called, mean in self.shorthands.items():
            if isinstance(called, Apply) and called.function.average:
                (u,) = called.args
                terms = self.elaborated.typed.sums.get(u, u.terms) if isinstance(u, Sum) else ()
                less = scale(-1, stretched(mean, u.shape))
                if scale(-1, add(u, less)) not in self.elaborated.typed.sums:
                    yield from ((u, less), (*terms, less))

    @cached_property
    def complements(self) -> Sequence[Sum]:
        """1 - s of every part s that is the values of a sigmoid: s.*(1 - s) is known, and no part of an answer's normal form."""
        found = [
            add(ones(*letter.shape), multiply(MINUS_ONE, letter))
            for name, letter in self.letters.items()
            if isinstance(value := self.values[name], Apply) and value.function.is_mirrored
        ]
        return [total for total in found if isinstance(total, Sum)]

    def with_shorthands(self, terms: Sequence[Node]) -> Sequence[Node]:
        """The terms of a sum with the shorthands that stay."""
        for called, part in self.shorthands.items():
            terms = [replaced(term, simplify(part), called) for term in terms]
        return terms

    def in_words(self, terms: Sequence[Node]) -> Sequence[Node]:
        """The terms of a sum with names and shorthands: of mean(u.^2) is known what it is without u."""
        return [self._named(simplify(term)) for term in terms]

    def definitions(self, names: Sequence[str]) -> list[Definition]:
        """The definitions of some names, and of those that they need."""
        wanted = set(names)
        found: list[Definition] = []
        for binding in reversed(self.bindings):
            if binding.name.name in wanted:
                found.append((binding.name, binding.value))
                wanted |= names_of(binding.value)
        return found[::-1]


def named_parts(program: Program, elaborated: Elaborated) -> NamedParts | None:
    """The parts that a program names, and the shorthands that it calls and that stay; None without any."""
    roots = program.roots
    shorthands: dict[Node, Node] = {}
    parts = [part for root in roots for part in walk(root) if isinstance(part, Call)]
    indices = {name for part in parts if binds(part) for name in names_of(part.arguments[0])}
    for tree in parts:
        if stays(tree) and indices.isdisjoint(names_of(tree)):  # which mean nothing outside of their sums
            call = shorthand(function_of(tree).stays)
            try:
                argument = elaborate(Program(program.text, [], operands(tree)[0], []), within=elaborated).expression
                value = applied(call, (argument,))
            except MatcalcError:  # of an index that is a part of a name: x_i
                continue
            shorthands[raw_apply(call, (simplify(argument),), (), value.shape)] = value
    found = len(shorthands) + len(program.bindings) <= MOST_PARTS
    # The longer first: mean(u.^2) is what it means as long as u is not written with mean(x).
    longest = dict(sorted(shorthands.items(), key=lambda item: -item[1].cost))
    return NamedParts(program.bindings, elaborated, longest) if found else None


@cache
def shorthand(call: str) -> Function:
    """The function that a template calls."""
    tree = template(call)
    assert isinstance(tree, Call)
    return function_of(tree)


def names_of(tree: Tree) -> set[str]:
    """The names in a tree, those of functions too."""
    called = {part.stem for part in walk(tree) if isinstance(part, UnspecifiedCall)}
    return called | {part.name for part in walk(tree) if isinstance(part, Name)}


def is_worth_a_name(value: Node) -> bool:
    """Whether a part is something to write once: no name, no number, nothing about the index of a sum."""
    plain = isinstance(value, Symbol | Number) or (isinstance(value, Apply) and not value.args)
    return not plain and not any(s.kind == "index" or s.axes for s in value.symbols)


def symbol_of(name: str, value: Node) -> Symbol:
    """The symbol that stands for a part, with the known facts about it."""
    kind = of_shape(value.shape)
    if kind == "scalar" and is_positive(value):
        kind = "positive"
    if kind == "matrix" and value.rows == value.cols and transpose(value) is value:
        kind = "symmetric"
    return symbol(name, value.shape, kind)


def _is_within(part: Product, value: Node) -> bool:
    """Whether a product stands among the factors of a longer one."""
    return isinstance(value, Product) and value is not part and in_product(value, part) is not None
