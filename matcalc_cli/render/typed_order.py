"""Sums whose terms stand in the order in which the user typed them: w'*x + b for b + w'*x."""

from __future__ import annotations

from matcalc_cli.expr.build import substitute, transpose
from matcalc_cli.expr.node import Node, Sum, postorder, symbol
from matcalc_cli.expr.normal_forms.coefficients import scale
from matcalc_cli.render.typed_signs import raw_rebuilt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Typed = Mapping[Sum, Sequence[Node]]
    Places = dict[frozenset[Node], Mapping[Node, int]]


def in_typed_order(root: Node, typed: Typed) -> Node:
    """An equal expression, for printers alone, in which the sums of a program, and their negatives, are in its order."""
    order = list(postorder(root))
    sums = [node for node in order if isinstance(node, Sum)]
    places = _places(typed) if sums else {}
    turned: dict[Node, tuple[Node, ...]] = {t: terms for t in sums if (terms := _in_order(t, places)) != t.terms}
    if not turned:
        return root
    done: dict[Node, Node] = {}
    for node in order:
        done[node] = raw_rebuilt(node, tuple([done[part] for part in turned.get(node, node.children)]))
    return done[root]


def _places(typed: Typed) -> Places:
    """By its terms, whatever their indices are called, where each stands in a sum of the program."""
    found: Places = {}
    for total, terms in typed.items():
        names = _indices(total)
        named = [substitute(term, names) for term in terms]
        for said in (named, [transpose(term) for term in named]):
            for signed in (said, [scale(-1, term) for term in said]):
                found.setdefault(frozenset(signed), {term: i for i, term in enumerate(signed)})
    return found


def _in_order(total: Sum, places: Places) -> tuple[Node, ...]:
    """The terms of a sum in the order of the program, if it is there."""
    names = _indices(total)
    named = {term: substitute(term, names) for term in total.terms} if names else {t: t for t in total.terms}
    found = places.get(frozenset(named.values()))
    return tuple(sorted(total.terms, key=lambda term: found[named[term]])) if found else total.terms


def _indices(total: Sum) -> dict[Node, Node]:
    """Names for the indices in a sum that say only which is which."""
    found = sorted((s for s in total.symbols if s.kind == "index"), key=lambda s: s.name)
    return {index: symbol(f"#{i}", index.shape, "index") for i, index in enumerate(found)}
