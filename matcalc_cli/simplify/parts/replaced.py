"""A letter put in for a part wherever it occurs: as a whole, in one walk for all parts, and inside longer sums and products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc_cli.expr.build import MINUS_ONE, ONE, add, apply, multiply, ones, rebuild
from matcalc_cli.expr.node import Apply, Node, Product, Sum, number, postorder
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.parts.multiplied import in_product, in_sum, layouts_of, multiplied_out
from matcalc_cli.simplify.parts.powers import by_power

MOST_TIMES = 4
"""So many times a part is looked for, of which one product may have several, y'*y."""
NOTHING: Mapping[Node, Node] = {}
"""The products of a part that nobody asked for."""


def with_wholes(root: Node, wholes: Mapping[Node, Node]) -> Node:
    """The expression with what stands for each of the wholes that it has, the largest first."""
    done: dict[Node, Node] = dict(wholes)
    for node in postorder(root, until=wholes.get) if wholes else ():
        children = tuple([done[c] for c in node.children])
        done[node] = node if children == node.children else rebuild(node, children)
    return done.get(root, root)


def with_wholes_inside(root: Node, wholes: Mapping[Node, Node]) -> Node:
    """The expression, which may be one of the wholes, with what stands for those that its operands have."""
    children = tuple([with_wholes(c, wholes) for c in root.children])
    return root if children == root.children else rebuild(root, children)


def replaced(root: Node, value: Node, letter: Node, products: Mapping[Node, Node] = NOTHING) -> Node:
    """The expression with a letter for a part, its negative, its transpose, its powers, and where it is multiplied out.

    `products` are by how they are written what products of the part are.
    """
    if not value.symbols <= root.symbols:
        return root
    forms, layouts = forms_of(value, letter), layouts_of(value, letter)
    # A power of a number may lack what only its other factors have; so may the terms of a product of two parts.
    anywhere = value.is_scalar or products
    for _ in range(MOST_TIMES):
        done: dict[Node, Node] = {}
        for node in postorder(root, until=None if anywhere else lambda node: not value.symbols <= node.symbols):
            found = forms.get(node) or by_power(node, value, letter) or _inside(node, layouts, done)
            for written, product in products.items() if isinstance(found, Sum) else ():
                if isinstance(product, Sum) and isinstance(found, Sum):
                    found = multiplied_out(found, product, written) or found
            done[node] = found
        if done[root] is root:
            break
        root = done[root]
        if not value.symbols <= root.symbols and not anywhere:
            break
    return root


def forms_of(value: Node, letter: Node) -> dict[Node, Node]:
    """The expressions that are written with the letter as a whole."""
    whole = ONE if value.is_scalar else ones(*value.shape)
    found: dict[Node, Node] = {}
    if isinstance(value, Apply) and value.function.elementwise and len(value.args) == 1:
        mirrored = simplify(apply(value.function, (multiply(MINUS_ONE, value.args[0]),)))
        if simplify(add(value, mirrored)) is whole:  # sigmoid(-z) is 1 - sigmoid(z)
            found[mirrored] = add(whole, multiply(MINUS_ONE, letter))
    for one, written in layouts_of(value, letter):
        found |= {multiply(MINUS_ONE, one): multiply(MINUS_ONE, written), one: written}
    return found


def _inside(node: Node, layouts: Sequence[tuple[Node, Node]], done: Mapping[Node, Node]) -> Node:
    """A part among the terms of a longer sum, or the factors of a longer product; else what the operands have become."""
    for one, written in layouts:
        if isinstance(node, Sum) and isinstance(one, Sum) and (among := in_sum(node, one)):
            scale, rest = among
            return add(multiply(number(scale), written), *[done.get(t, t) for t in rest])
        if isinstance(node, Sum) and isinstance(one, Sum) and (times := multiplied_out(node, one, written)) is not None:
            return times
        if isinstance(node, Product) and isinstance(one, Product) and (place := in_product(node, one)) is not None:
            parts = [done.get(f, f) for f in node.factors]
            parts[place : place + len(one.factors)] = [written]  # a number goes to the others by itself
            scalars = [done.get(s, s) for s in node.scalars if s not in one.scalars]
            return multiply(number(exact_ratio(node.coefficient, one.coefficient)), *scalars, *parts)
    children = tuple([done.get(c, c) for c in node.children])
    return node if children == node.children else rebuild(node, children)
