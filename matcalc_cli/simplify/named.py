"""The user's named parts in answers: `r = A*x - b; 2*A'*r`, each used wherever it occurs, and never multiplied out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from operator import attrgetter
from typing import TYPE_CHECKING

from matcalc_cli.elaborate import Elaborated, elaborate
from matcalc_cli.elaborate.builder import applied
from matcalc_cli.elaborate.names import walk
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import MINUS_ONE, ONE, add, apply, multiply, ones, rebuild, substitute, transpose
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number, postorder, raw_apply, symbol
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.normal_forms.powers import is_integer
from matcalc_cli.expr.normal_forms.products import base_and_exponent
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, POWER
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.expr.sign import is_positive
from matcalc_cli.functions import find
from matcalc_cli.kinds import of_shape
from matcalc_cli.language.tree import Binding, Call, Name, Program, Tree, UnspecifiedCall
from matcalc_cli.simplify import simplify

if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational

Definition = tuple[Tree, Tree]
"""A name, and its value as the user wrote it."""
MOST_TIMES = 4
"""So many times a part is looked for, of which one product may have several, y'*y."""
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

    def __init__(self, bindings: Sequence[Binding], parts: Mapping[str, Node], shorthands: Mapping[Node, Node]) -> None:
        self.bindings = bindings
        self.shorthands = shorthands
        self.parts = {name: node for name, node in parts.items() if is_worth_a_name(node)}

    def used_in(self, node: Node) -> InWords:
        """The expression with the names of parts wherever these occur."""
        meant: dict[Node, Node] = {}
        node = self._named(node, meant, lambda found: found)
        node = self._named(simplify(node), meant, simplify)
        used = [s for s in self._letters.values() if s in meant and s in node.symbols]
        return InWords(node, self.definitions([s.name for s in used]), substitute(node, meant))

    def _named(self, node: Node, meant: dict[Node, Node], tidied: Callable[[Node], Node]) -> Node:
        """One name after another put in, which are noted with what they mean; the expression is `tidied` after each."""
        values = {name: simplify(value) for name, value in self.parts.items()}
        named = self._letters
        squares = {name: square_of(value) for name, value in values.items()}
        for letter, part in [*self.shorthands.items(), *[(named[name], part) for name, part in self.parts.items()]]:
            value = values[letter.name] if isinstance(letter, Symbol) else simplify(part)
            square = squares[letter.name] if isinstance(letter, Symbol) else None
            found = replaced(node, value, letter, square)
            squares = {n: s and replaced(s, value, letter) for n, s in squares.items()}
            later = {n: replaced(v, value, letter) for n, v in values.items() if named[n] is not letter}
            if found is not node or any(later[n] is not values[n] for n in later):
                meant[letter] = part
                node = tidied(found)
                values |= {n: simplify(v) for n, v in later.items() if v is not values[n]}
        return node

    @property
    def _letters(self) -> dict[str, Symbol]:
        return {name: symbol_of(name, part) for name, part in self.parts.items()}

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
    roots = (*[b.value for b in program.bindings], program.body)
    shorthands: dict[Node, Node] = {}
    for tree in (part for root in roots for part in walk(root)):
        function = find(tree.function) if isinstance(tree, Call) and len(tree.arguments) == 1 else None
        if function is not None and function.stays:
            with suppress(MatcalcError):  # of the index of a sum, which means nothing outside of it
                argument = elaborate(Program(program.text, [], tree.children[0], []), within=elaborated).expression
                called = raw_apply(function, (simplify(argument),), (), SCALAR)
                shorthands[called] = applied(function, (argument,))
    found = 0 < len(shorthands) + len(program.bindings) <= MOST_PARTS
    return NamedParts(program.bindings, elaborated.parts, shorthands) if found else None


def names_of(tree: Tree) -> set[str]:
    """The names in a tree, those of functions too."""
    called = {part.stem for part in walk(tree) if isinstance(part, UnspecifiedCall)}
    return called | {part.name for part in walk(tree) if isinstance(part, Name)}


def is_worth_a_name(value: Node) -> bool:
    """Whether a part is something to write once: no name, no number, nothing about the index of a sum."""
    plain = isinstance(value, Symbol | Number) or (isinstance(value, Apply) and not value.args)
    return not plain and not any(s.kind == "index" or s.axes for s in value.symbols)


def symbol_of(name: str, value: Node) -> Symbol:
    """What stands for a part, with what is known of it."""
    kind = of_shape(value.shape)
    if kind == "scalar" and is_positive(value):
        kind = "positive"
    if kind == "matrix" and value.rows == value.cols and transpose(value) is value:
        kind = "symmetric"
    return symbol(name, value.shape, kind)


def square_of(value: Node) -> Node | None:
    """u'*u of a sum u of columns, multiplied out; None of anything else."""
    return simplify(multiply(transpose(value), value)) if isinstance(value, Sum) and value.cols == 1 else None


def replaced(root: Node, value: Node, letter: Node, square: Node | None = None) -> Node:
    """The expression with a letter for a part, its negative, its transpose, its powers, and where it is multiplied out.

    `square` is what u'*u is for the part u, where that is known.
    """
    forms = forms_of(value, letter)
    if not any(symbols <= root.symbols for symbols in {form.symbols for form in forms}):
        return root
    for _ in range(MOST_TIMES):
        done: dict[Node, Node] = {}
        for node in postorder(root):
            done[node] = forms.get(node) or by_power(node, value, letter) or inside(node, value, letter, done)
            found = done[node]
            if isinstance(square, Sum) and isinstance(found, Sum):
                done[node] = multiplied_out(found, square, multiply(transpose(letter), letter)) or found
        if done[root] is root:
            break
        root = done[root]
    return root


def forms_of(value: Node, letter: Node) -> dict[Node, Node]:
    """What is written with the letter as a whole."""
    whole = ONE if value.is_scalar else ones(*value.shape)
    found: dict[Node, Node] = {}
    if isinstance(value, Apply) and value.function.elementwise and len(value.args) == 1:
        mirrored = simplify(apply(value.function, (multiply(MINUS_ONE, value.args[0]),)))
        if simplify(add(value, mirrored)) is whole:  # sigmoid(-z) is 1 - sigmoid(z)
            found[mirrored] = add(whole, multiply(MINUS_ONE, letter))
    for one, written in ((value, letter), (transpose(value), transpose(letter))):
        found |= {multiply(MINUS_ONE, one): multiply(MINUS_ONE, written), one: written}
    return found


def by_power(node: Node, value: Node, letter: Node) -> Node | None:
    """A^-2 where the part is A^-1, q^(-3/2) where it is (q/n)^(1/2): the power of the letter that gives it."""
    match node, value:
        case Apply(function=f, args=(base, Number(value=e))), Apply(function=g, args=(same, Number(value=p))) if (
            f is g is POWER
        ):
            times = exact_ratio(e, p)
            return apply(POWER, (letter, number(times))) if base is same and times.denominator == 1 else None
    return scalar_power(node, value, letter) if node.is_scalar and value.is_scalar else None


def scalar_power(node: Node, value: Node, letter: Node) -> Node | None:
    """A power of the largest factor of a part, in terms of the part; all other factors are positive.

    x is no root of x^2, which is abs(x): of a base of either sign the powers of the part are whole.
    """
    base, exponent = base_and_exponent(node)
    product = isinstance(value, Product) and not value.factors
    scalars = value.children if product else (value,)
    powers = dict(map(base_and_exponent, scalars))
    power = powers.get(base)
    if not (isinstance(power, Number) and isinstance(exponent, Number)) or base is not max(
        powers, key=attrgetter("cost")
    ):
        return None
    rest = [s for s in scalars if base_and_exponent(s)[0] is not base]
    rest += [number(value.coefficient)] if isinstance(value, Product) and product else []
    if not all(map(is_positive, rest)):
        return None
    times = exact_ratio(exponent.value, power.value)
    known = is_positive(base) or (isinstance(base, Apply) and base.function.sign in ("positive", "not negative"))
    if not known and times.denominator != 1 and is_integer(exponent) and is_integer(power):
        return None
    pairs = ((letter, times), (multiply(*rest), -times))
    return multiply(*[apply(ELEMENTWISE_POWER, (factor, number(e))) for factor, e in pairs])


def inside(node: Node, value: Node, letter: Node, done: Mapping[Node, Node]) -> Node:
    """A part among the terms of a longer sum, or the factors of a longer product; else what the operands have become."""
    for one, written in ((value, letter), (transpose(value), transpose(letter))):
        if isinstance(node, Sum) and isinstance(one, Sum) and (among := in_sum(node, one)):
            scale, rest = among
            return add(multiply(number(scale), written), *[done[t] for t in rest])
        if isinstance(node, Sum) and isinstance(one, Sum) and (times := multiplied_out(node, one, written)) is not None:
            return times
        if isinstance(node, Product) and isinstance(one, Product) and (place := in_product(node, one)) is not None:
            parts = [done[f] for f in node.factors]
            parts[place : place + len(one.factors)] = [written]  # a number goes to the others by itself
            scalars = [done[s] for s in node.scalars if s not in one.scalars]
            return multiply(number(exact_ratio(node.coefficient, one.coefficient)), *scalars, *parts)
    children = tuple([done[c] for c in node.children])
    return node if children == node.children else rebuild(node, children)


def in_sum(node: Sum, part: Sum) -> tuple[Rational, list[Node]] | None:
    """How often a sum contains all the terms of another, and the terms beside them."""
    given = {rest: coefficient for coefficient, rest in map(split, node.terms)}
    wanted = {rest: coefficient for coefficient, rest in map(split, part.terms)}
    if not wanted.keys() <= given.keys():
        return None
    scales = {exact_ratio(given[rest], c) for rest, c in wanted.items()}
    beside = [t for t in node.terms if split(t)[1] not in wanted]
    return (scales.pop(), beside) if len(scales) == 1 else None


def multiplied_out(node: Sum, part: Sum, written: Node) -> Node | None:
    """u'*v among the terms of a sum that has x'*v - m'*v for u = x - m; None where it has no such terms."""
    given = {rest: coefficient for coefficient, rest in map(split, node.terms)}
    for lead in part.terms:
        for rest in given:
            found = _multiplied_out(given, rest, lead, part, written)
            if found is not None:
                return found
    return None


def _multiplied_out(given: Mapping[Node, Rational], rest: Node, lead: Node, part: Sum, written: Node) -> Node | None:
    """u'*v for x'*v and what follows from it, where x leads the part u; None where a term that follows is missing."""
    first, factor = split(lead)
    replaced = _with_another(rest, factor, written)
    if replaced is None:
        return None
    scale = exact_ratio(given[rest], first)
    used = {rest}
    for c, other in (split(term) for term in part.terms if term is not lead):
        product = _with_another(rest, factor, other)
        assert product is not None
        coefficient, product = split(multiply(number(scale), number(c), product))
        if given.get(product) != coefficient:
            return None
        used.add(product)
    beside = [multiply(number(c), r) for r, c in given.items() if r not in used]
    return add(multiply(number(scale), replaced), *beside)


def _with_another(term: Node, factor: Node, other: Node) -> Node | None:
    """A product with another factor for one of its factors, upright or turned; None where it has not exactly one of it."""
    if term is factor:
        return other
    match term:
        case Product(scalars=scalars, factors=factors):
            found = [_exchanged(f, factor, other) for f in factors]
            if sum(f is not None for f in found) != 1:
                words = [_with_another(s, factor, other) for s in scalars]
                if any(f is not None for f in found) or sum(w is not None for w in words) != 1:
                    return None
                return multiply(*[w or s for w, s in zip(words, scalars, strict=True)], *factors)
            return multiply(*scalars, *[f or old for f, old in zip(found, factors, strict=True)])
    return _exchanged(term, factor, other) if isinstance(term, Apply) else None


def _exchanged(node: Node, factor: Node, other: Node) -> Node | None:
    """Another factor for what is the factor, its transpose, or a Hadamard product with it; None of anything else."""
    if node is factor:
        return other
    if node is transpose(factor):
        return transpose(other)
    if isinstance(node, Apply) and node.head == HADAMARD.name and node.args.count(factor) == 1:
        return apply(HADAMARD, tuple([other if a is factor else a for a in node.args]))
    return None


def in_product(node: Product, part: Product) -> int | None:
    """Where the factors of a product begin in a longer one that has its scalars, too."""
    width = len(part.factors)
    if not {*part.scalars} <= {*node.scalars}:
        return None
    places = range(len(node.factors) - width + 1)
    return next((i for i in places if node.factors[i : i + width] == part.factors), None)
