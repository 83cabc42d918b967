"""Sums whose terms stand in the order in which the user typed them: w'*x + b for b + w'*x, what moves with x before dy; x'*w for w'*x."""

from __future__ import annotations

from matcalc_cli.expr.build import substitute, transpose
from matcalc_cli.expr.node import Node, Product, Sum, postorder, raw_product
from matcalc_cli.expr.normal_forms.coefficients import scale
from matcalc_cli.render.typed_signs import indices, is_of_several, raw_rebuilt, whatever_index

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matcalc_cli.answers.typed import Typed

    Sums = Mapping[Sum, Sequence[Node]]
    Places = dict[frozenset[Node], Mapping[Node, int]]


def in_typed_order(root: Node, sums: Sums, typed: Typed) -> Node:
    """An equal expression, for printers alone, in which the sums of a program, and their negatives, are in its order.

    A differential is in the order of the variables, another sum in that of the terms of the program that it comes from.
    """
    order = list(postorder(root))
    found = [node for node in order if isinstance(node, Sum)]
    places, said = (_places(sums), typed.terms) if found else ({}, ())
    turned: dict[Node, tuple[Node, ...]] = {
        t: terms for t in found if (terms := _in_order(t, places, typed.variables, said)) != t.terms
    }
    if not turned:
        return root
    done: dict[Node, Node] = {}
    for node in order:
        done[node] = raw_rebuilt(node, tuple([done[part] for part in turned.get(node, node.children)]))
    return done[root]


def with_typed_products(root: Node, typed: Typed) -> Node:
    """An equal expression, for printers alone, with x'*w where the program has that, and its normal form is w'*x."""
    order = list(postorder(root))
    words = [node for node in order if isinstance(node, Product) and node.is_scalar and node.factors]
    known = _whatever_indices(typed.turned) if words else {}
    turned = {word for word in words if known.get(whatever_index(raw_product(1, (), word.factors)))}
    done: dict[Node, Node] = {}
    for node in order if turned else ():
        done[node] = raw_rebuilt(node, tuple([done[part] for part in node.children]))
        if node in turned and isinstance(node, Product):
            word = tuple([transpose(factor) for factor in reversed(node.factors)])
            done[node] = raw_product(node.coefficient, tuple([done[part] for part in node.scalars]), word)
    return done.get(root, root)


def _whatever_indices(turned: Mapping[Node, bool]) -> Mapping[Node, bool]:
    return {whatever_index(word): is_turned for word, is_turned in turned.items()}


def _places(typed: Sums) -> Places:
    """By its terms, whatever their indices are called, where each stands in a sum of the program."""
    found: Places = {}
    for total, terms in typed.items():
        names = indices(total)
        named = [substitute(term, names) for term in terms]
        for said in (named, [transpose(term) for term in named]):
            for signed in (said, [scale(-1, term) for term in said]):
                found.setdefault(frozenset(signed), {term: i for i, term in enumerate(signed)})
    return found


def _in_order(total: Sum, places: Places, variables: Sequence[str], said: Sequence[frozenset[str]]) -> tuple[Node, ...]:
    """The terms of a sum in the order of the program, if it is there, or of what moves in them."""
    if is_of_several(total):
        return tuple(sorted(total.terms, key=lambda term: _first_moving(term, variables)))
    names = indices(total)
    named = {term: substitute(term, names) for term in total.terms} if names else {t: t for t in total.terms}
    found = places.get(frozenset(named.values()))
    if not found:
        return tuple(sorted(total.terms, key=lambda term: _origin(term, said)))
    return tuple(sorted(total.terms, key=lambda term: found[named[term]]))


def _origin(term: Node, said: Sequence[frozenset[str]]) -> int:
    """The place of the first term of the program that has all the names of this one."""
    names = {s.differential_of or s.name for s in term.symbols}
    return next((i for i, known in enumerate(said) if names <= known), len(said))


def _first_moving(term: Node, variables: Sequence[str]) -> int:
    """The place of the first variable whose differential is in a term."""
    moving = {s.differential_of for s in term.symbols}
    return next((i for i, name in enumerate(variables) if name in moving), len(variables))
