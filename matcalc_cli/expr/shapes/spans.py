"""How far the indices of the members of a family go in an expression."""

from __future__ import annotations

from matcalc_cli.expr.build import size_number, substitute
from matcalc_cli.expr.function import MEMBER
from matcalc_cli.expr.members import is_size_of, minus, slope, terms_of
from matcalc_cli.expr.node import Apply, Member, Node, Number, Product, Span, Sum, Symbol, number, postorder, symbol
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of
from matcalc_cli.expr.operations import SIZE
from matcalc_cli.expr.shapes.dimensions import Dim, dim, product_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matcalc_cli.expr.shapes.dimensions import Size


def spans(root: Node) -> dict[Symbol, list[Span | None]]:
    """By family, for each of its indices, the range of all its members in an expression.

    None where the ranges of two members cannot be compared, or no sum tells one.
    """
    return {family: [_union(known) for known in own] for family, own in _told(root).items()}


def _told(root: Node) -> dict[Symbol, list[list[Span]]]:
    """By family, for each of its indices, the ranges that its members have."""
    ranges: dict[Symbol, list[list[Span]]] = {}
    for member, bounds in _members(root):
        own = ranges.setdefault(member.family, [[] for _ in member.indices])
        told = [range_of(index, bounds) for index in member.indices]
        for known, span in zip(own, told, strict=True):
            every = told if _is_of_a_triangle(member, bounds) else [span]
            known += [found for found in dict.fromkeys(every) if found is not None and found not in known]
    return ranges


def _members(root: Node) -> list[tuple[Member, dict[Node, Span]]]:
    """Every member with the ranges of the indices that sums around it bind."""
    found: list[tuple[Member, dict[Node, Span]]] = []
    stack: list[tuple[Node, dict[Node, Span]]] = [(root, {})]
    seen: set[tuple[Node, tuple[tuple[Node, Span], ...]]] = set()
    while stack:
        node, bounds = stack.pop()
        if (node, tuple(bounds.items())) in seen:
            continue
        seen.add((node, tuple(bounds.items())))
        if isinstance(node, Member):
            found.append((node, bounds))
        elif isinstance(node, Apply) and node.function.binds:
            index, low, high, *rest = node.args
            stack.extend((part, {**bounds, index: (low, high)}) for part in rest)
        else:
            stack.extend((child, bounds) for child in node.children)
    return found


def _is_of_a_triangle(member: Member, bounds: dict[Node, Span]) -> bool:
    """Whether one index ends or begins where another one is, w_ij with j < i: entries of a square matrix."""
    ends = [end for index in member.indices for end in bounds.get(index, ())]
    return any(index in end.symbols for index in member.indices for end in ends)


def range_of(index: Node, bounds: dict[Node, Span]) -> Span | None:
    """The least and the largest value of an integer expression, from inner indices to outer ones."""
    if isinstance(index, Number):
        return (index, index)
    low = high = index
    for bound, (first, last) in reversed(bounds.items()):
        ends = [_end(end, bound, first, last, sign) for end, sign in ((low, 1), (high, -1))]
        if None in ends:
            return None
        low, high = ends  # type: ignore[assignment]
    free = [s for s in low.symbols | high.symbols if s.kind == "index" or s is index]
    return None if free else (low, high)


def _end(node: Node, bound: Node, first: Node, last: Node, sign: int) -> Node | None:
    """The least (1) or the largest (-1) value of an expression while an index moves from first to last."""
    if bound not in node.symbols:
        return node
    found = slope(node, bound)
    return None if found is None else substitute(node, {bound: first if found[0] == sign else last})


def _union(known: Sequence[Span]) -> Span | None:
    """A range that has all of them; a member at a place that no sum tells of, x_k, is inside of the others' range."""
    low = next((a for a, _ in known if all(_is_at_most(a, b) for b, _ in known)), None)
    high = next((a for _, a in known if all(_is_at_most(b, a) for _, b in known)), None)
    return None if low is None or high is None else (low, high)


def _is_at_most(a: Node, b: Node) -> bool:
    """Whether an integer is at most another, where a number of members is as large as the places that are written.

    Dimensions are positive, p of x_(i+p) has either sign.
    """
    terms = [t for t in terms_of(minus(b, a)) if not isinstance(t, Number)]
    if not terms:
        return coefficient_of(minus(b, a)) >= 0 or b is a
    return all(coefficient_of(t) > 0 and is_size_of(t) for t in terms)


def settled(root: Node, variables: Iterable[Symbol]) -> dict[Node, Node]:
    """The families of an expression with their ranges, and the integers that stand for an index alone with theirs.

    A family among the variables that the expression does not depend on, y in y_i - y_i, has ranges that nobody knows.
    """
    known: dict[Node, Node] = {}
    none: dict[Symbol, list[list[Span]]] = {v: [[]] * v.axes for v in variables if v.axes}
    for family, told in {**none, **_told(root)}.items():
        if not family.ranges:
            ranges = _ranges(root, told, known.values())
            known[family] = _ranging(family, tuple(ranges))
            known.update(_free_indices(root, family, ranges))
    return known


def _ranges(root: Node, told: Sequence[Sequence[Span]], known: Iterable[Node]) -> list[Span | None]:
    """The range of each index of a family; of one that stands nowhere but free, k of w_(i,k), up to a name of its own."""
    found = [_union(ranges) for ranges in told]
    if not any(told) or all(told):
        return found
    symbols = [s for node in (root, *known) for s in node.symbols]
    taken = {s.name for s in symbols} | {name for node in postorder(root, *symbols) for name in _names_of_sizes(node)}
    fresh = (name for name in ("K", "L", "M", "N", *[f"K{i}" for i in range(1, 99)]) if name not in taken)
    ends = [
        span if ranges else (number(1), size_number(dim(next(fresh)))) for span, ranges in zip(found, told, strict=True)
    ]
    return [*ends]


def _names_of_sizes(node: Node) -> set[str]:
    return {name for size in (*node.shape, *getattr(node, "sizes", ())) if isinstance(size, Dim) for name in size.names}


def _ranging(family: Symbol, ranges: tuple[Span | None, ...]) -> Symbol:
    return symbol(
        family.name, family.shape, family.kind, spelling=family.spelling, differential_of=family.differential_of,
        axes=family.axes, ranges=ranges,
    )  # fmt: skip


def _free_indices(root: Node, family: Symbol, ranges: Sequence[Span | None]) -> dict[Node, Node]:
    found: dict[Node, Node] = {}
    for node in postorder(root):
        if isinstance(node, Member) and node.family is family:
            for index, span in zip(node.indices, ranges, strict=True):
                if (
                    isinstance(index, Symbol)
                    and index.kind == "integer"
                    and span
                    and index not in {*span[0].symbols, *span[1].symbols}
                ):
                    found.setdefault(
                        index, symbol(index.name, index.shape, index.kind, spelling=index.spelling, span=span)
                    )
    return found


def array_shape(name: Symbol) -> tuple[Size | None, ...]:
    """The shape of the array that gives a symbol its value: of a family the numbers of members, then a member's own.

    None for a number of members that is no dimension.
    """
    if not name.axes:
        return name.shape
    own = () if name.is_scalar else name.shape[:1] if name.cols == 1 else name.shape
    return (*[None if r is None else _length(r) for r in name.ranges], *own)


def _length(span: Span) -> Size | None:
    low, high = map(size_of, span)
    return None if low is None or high is None else high + 1 + product_of(-1, low)


def size_of(node: Node) -> Size | None:
    """An integer expression of dimensions as a dimension; None of any other."""
    match node:
        case Number(value=int(value)):
            return value
        case Apply(function=function) if function is SIZE:
            return node.sizes[0]
        case Sum(terms=parts):
            sizes = [size_of(part) for part in parts]
            return None if None in sizes else sum(sizes[1:], sizes[0])  # type: ignore[arg-type]
        case Product(coefficient=int(c), scalars=scalars, factors=()):
            size: Size | None = c
            for part in map(size_of, scalars):
                size = None if size is None or part is None else product_of(size, part)
            return size
    return None


def loosened(root: Node) -> Node:
    """The expression with names for the members of families of which no sum and no written index tells.

    2*(x_k - c) alone is about two names, and is read so.
    """
    families: dict[Symbol, list[Member]] = {}
    for node in postorder(root) if root.marks & MEMBER else ():
        if isinstance(node, Member):
            families.setdefault(node.family, []).append(node)
    names: dict[Node, Node] = {}
    for members in families.values():
        if not any(")" in m.name or any(s.kind == "index" for s in m.symbols) for m in members):
            names.update({m: symbol(m.name, m.shape, m.kind, spelling=m.spelling) for m in members})
    return substitute(root, names) if names else root
