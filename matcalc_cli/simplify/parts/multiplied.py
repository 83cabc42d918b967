"""Parts among the terms and factors of longer sums and products, and where they are multiplied out: u'*v for x'*v - m'*v."""

from __future__ import annotations

from matcalc_cli.expr.build import add, apply, identity, is_ones, multiply, rebuild, scalars_and_rest, transpose
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, number, postorder, raw_apply
from matcalc_cli.expr.normal_forms.coefficients import split
from matcalc_cli.expr.number import exact_ratio
from matcalc_cli.expr.operations import DIAG, ELEMENTWISE_POWER, HADAMARD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from matcalc_cli.expr.number import Rational


def gathered(root: Node, sums: Collection[Sum]) -> Node:
    """An equal expression, for printers alone, in which these sums are factors where they are multiplied out: g.*(x - m)."""
    written: dict[Sum, Node] = {total: total for total in sums if total.symbols <= root.symbols}
    for total in [total for total in written if total.cols == 1 and total.rows != 1]:
        if isinstance(spread := on_the_diagonal(total), Sum):
            written[spread] = raw_apply(DIAG, (total,), (), spread.shape)
    done: dict[Node, Node] = {}
    for node in postorder(root) if written else ():
        children = tuple([done[c] for c in node.children])
        found = node if children == node.children else rebuild(node, children)
        for total, factor in written.items() if isinstance(node, Sum) else ():
            if isinstance(found, Sum):
                found = multiplied_out(found, total, factor) or found
        done[node] = found
    return done.get(root, root)


def layouts_of(value: Node, letter: Node) -> list[tuple[Node, Node]]:
    """A part upright, turned and, a sum of columns, on the diagonal, each with what is written for it."""
    found = [(value, letter), (transpose(value), transpose(letter))]
    if isinstance(value, Sum) and value.cols == 1 and value.rows != 1:
        found.append((on_the_diagonal(value), apply(DIAG, (letter,))))
    return found


def on_the_diagonal(total: Sum) -> Node:
    """diag(x) - m*I of the column x - m*ones(n)."""
    return add(*[multiply(number(c), _diagonal(rest)) for c, rest in map(split, total.terms)])


def _diagonal(column: Node) -> Node:
    front, rest = scalars_and_rest(column)
    return multiply(*front, identity(rest.rows) if is_ones(rest) else apply(DIAG, (rest,)))


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
    """Another factor for what is the factor, its transpose, its power, or a Hadamard product with it; None of anything else."""
    if node is factor:
        return other
    if node is transpose(factor):
        return transpose(other)
    if isinstance(node, Apply) and node.head == HADAMARD.name and node.args.count(factor) == 1:
        return apply(HADAMARD, tuple([other if a is factor else a for a in node.args]))
    match node:
        case Apply(function=f, args=(base, Number(value=int(k)))) if (
            f is ELEMENTWISE_POWER and base is factor and k > 1
        ):
            rest = apply(ELEMENTWISE_POWER, (base, number(k - 1)))
            return multiply(rest, other) if node.is_scalar else apply(HADAMARD, (rest, other))
    return None


def in_product(node: Product, part: Product) -> int | None:
    """Where the factors of a product begin in a longer one that has its scalars, too."""
    width = len(part.factors)
    if not {*part.scalars} <= {*node.scalars}:
        return None
    places = range(len(node.factors) - width + 1)
    return next((i for i in places if node.factors[i : i + width] == part.factors), None)
