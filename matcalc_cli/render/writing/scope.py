"""The `where` clause of a plain answer: declarations for the names whose kind the reader would get wrong."""

from __future__ import annotations

from matcalc_cli.expr.node import Apply, Number, postorder
from matcalc_cli.expr.shapes.dimensions import Dim
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.functions.real_powers import EXPM, base_and_exponent
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.grammar.ranges import RELATIONS, binds, lengths
from matcalc_cli.language.mistakes.misnamed import is_indexed
from matcalc_cli.language.names import CONSTANTS, kind_by_convention
from matcalc_cli.language.notation import POWERS
from matcalc_cli.language.tree import Call, Member, Name, Operation, Tree
from matcalc_cli.render.formats.unspecified import declarations
from matcalc_cli.render.reports.names import declaration, general_index, sizes_of
from matcalc_cli.render.writing.fold import post_order
from matcalc_cli.render.writing.mathematics import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from matcalc_cli.expr.node import Node, Symbol

_NO_SIZES = 1_000_000
Declared = dict[str, "Symbol | None"]
"""The names to declare; None stands for a number that no variable's shape tells of."""


def is_evident(node: Node, known: Collection[str] = ()) -> bool:
    """Whether the text of an answer surely tells the shapes: named dimensions, products, sums and a few functions.

    The text may say less than a declaration did (A*x of a square A), never something else.
    """
    named = all([_has_named_dimensions(s) for s in node.symbols])
    return named and all([_is_evident(n, known) for n in postorder(node) if isinstance(n, Apply)])


def _has_named_dimensions(symbol: Symbol) -> bool:
    return all([isinstance(size, Dim) and size.is_name for size in sizes_of(symbol)])


def _is_evident(node: Apply, known: Collection[str]) -> bool:
    if isinstance(node.function, Unknown) and node.function.stem in known:
        return True
    return node.function.tells_shapes and all([isinstance(a, Number) for a in node.args[1:] if a.is_scalar])


def full_clause(node: Node, tree: Tree, known: Collection[str] = ()) -> str:
    """The where clause that declares every name but `known` functions, where the text alone does not tell shapes."""
    order = list(post_order(tree))
    symbols = sorted(_symbols(node), key=lambda symbol: (symbol.differential_of is not None, symbol.name))
    declared: Declared = {}
    subscripts = set(_subscripts(order))
    for symbol in symbols:
        if symbol.kind != "index" and not (KINDS[symbol.kind].whole and symbol.name in subscripts):
            declared.update(dict.fromkeys([n for n in _names_of(symbol, tree) if n not in declared], symbol))
    sizes = {name for symbol in symbols for size in sizes_of(symbol) for name in getattr(size, "names", ())}
    for number in _numbers(node, order, {*sizes, *_indices(order), *_told_by_place(order)}):
        declared.setdefault(number, None)
    return _clause(node, declared, tree, known)


def _symbols(node: Node) -> set[Symbol]:
    """The names of an expression, those of A for the part A[i,j]."""
    return {s for symbol in node.symbols for s in (symbol.place.symbols if symbol.place is not None else (symbol,))}


def where_clause(node: Node, tree: Tree, known: Collection[str] = ()) -> str:
    """` where S: symmetric(n)` for an answer and its tree, or nothing.

    A name is declared if the convention gives it another kind, unless its place tells: an exponent is a number,
    the n of I(n) a dimension. A dimension that stands only where a number would is declared with a variable
    that has it: ` where x: vector(n)` for `2*x/n`.
    """
    order = list(post_order(tree))
    placed = set(_told_by_place(order))
    real = _real_exponents(node)
    told = placed.union(_subscripts(order)) - real
    symbols = sorted(_symbols(node), key=lambda symbol: (symbol.differential_of is not None, symbol.name))
    declared: Declared = {}
    for symbol in symbols:
        if not (
            (_is_conventional(symbol) and symbol.name not in real)
            or (KINDS[symbol.kind].is_number and not KINDS[symbol.kind].definite and symbol.name in told)
        ):
            declared.update(dict.fromkeys([n for n in _names_of(symbol, tree) if n not in declared], symbol))
    for number in _numbers(node, order, {*_indices(order), *placed}):
        owner = next((symbol for symbol in symbols if number in map(str, sizes_of(symbol))), None)
        declared.setdefault(next(iter(_names_of(owner, tree))) if owner else number, owner)
    return _clause(node, declared, tree, known)


def _numbers(node: Node, order: Sequence[Tree], known: Collection[str]) -> Iterator[str]:
    """The names that are no variables: dimensions where a number would stand, unless what they are is known."""
    told = {*(symbol.name for symbol in _symbols(node)), *known, *CONSTANTS}
    for name in dict.fromkeys([n.name for n in order if type(n) is Name]):
        if name not in told and record(name) is None:  # expm in frechet(expm, A, E)
            yield name


def _indices(order: Sequence[Tree]) -> Iterator[str]:
    """The indices of sums."""
    for node in order:
        match node:
            case Call(arguments=(Name(name=index), *_)) if binds(node):
                yield index


def _told_by_place(order: Sequence[Tree]) -> Iterator[str]:
    """The names in exponents, in sizes, in the bounds of sums over members and in the indices of these."""
    if any([isinstance(node, Member) for node in order]):
        yield from lengths(order[-1:])
    for node in order:
        match node:
            case Member():
                for place in node.indices:
                    yield from _names(place)
            case Operation(operator=operator) if operator in RELATIONS.values():
                for side in node.operands:
                    yield from _names(side)
            case Operation(operator=operator, operands=(_, exponent)) if operator in POWERS:
                yield from _names(exponent)
            case Operation(operator="range", operands=bounds):
                for bound in bounds:
                    yield from _names(bound)
            case Call(function="diag", arguments=(_, offset)):
                yield from _names(offset)
            case Call(function=function, arguments=arguments):
                for size in arguments[_first_size(function) :]:
                    yield from _names(size)


def _subscripts(order: Sequence[Tree]) -> Iterator[str]:
    """The names in the places of entries, which are any integers unless they are dimensions."""
    for node in order:
        match node:
            case Operation(operator="index", operands=(_, *places)):
                for place in places:
                    yield from _names(place)


def _real_exponents(node: Node) -> set[str]:
    """The names in the exponents of matrices that are no integers."""
    found = [base_and_exponent(n) for n in postorder(node)] if node.marks & EXPM.mark else []
    return {symbol.name for pair in found if pair for symbol in pair[1].symbols}


def _first_size(function: str) -> int:
    """At which argument the sizes begin: 0 for `ones`, "(m,n) -> m,n", 1 for `unvec`, "(m,n); x: m*n,1 -> m,n"."""
    found = record(function)
    sizes, _, others = found.signatures[0].partition("->")[0].partition(";") if found else ("", "", "")
    return others.count(":") if sizes.startswith("(") else _NO_SIZES


def _names(tree: Tree) -> Iterator[str]:
    return (node.name for node in post_order(tree) if isinstance(node, Name))


def _is_conventional(symbol: Symbol) -> bool:
    """Whether the name alone says what it stands for; `A_ij` is only believed when it is declared."""
    if is_indexed(symbol.name):
        return False
    return symbol.kind in ("index", kind_by_convention(symbol.name))


def _names_of(symbol: Symbol, tree: Tree) -> list[str]:
    """The names to declare for a symbol: X for dX; for a family one of its members, or all that no sum makes a family of."""
    base = symbol.differential_of or symbol.name
    if not symbol.axes:
        return [base]
    members = {t.name: t for t in post_order(tree) if isinstance(t, Member) and t.stem.name == symbol.name}
    names = [name.removeprefix("d" * (base != symbol.name)) for name in members]
    indices = set(_indices(list(post_order(tree))))
    bound = [t for t in members.values() if ")" in t.name or any(n in indices for i in t.indices for n in _names(i))]
    return [base + general_index(symbol)] if bound else names


def _clause(node: Node, declared: Declared, tree: Tree, known: Collection[str]) -> str:
    whole = _whole(tree) if None in declared.values() else set()
    written = [
        declaration(name, "integer" if name in whole else "scalar", ()) if symbol is None
        else declaration(name, symbol.kind, sizes_of(symbol))
        for name, symbol in declared.items()
    ]  # fmt: skip
    written += [declared for name, declared in declarations(node).items() if name not in known]
    return f" where {', '.join(written)}" if written else ""


def _whole(tree: Tree) -> set[str]:
    """The names where integers stand: in the bounds and conditions of sums."""
    bounds = [
        part for node in post_order(tree) if isinstance(node, Call) and binds(node) for part in node.arguments[1:-1]
    ]
    return {name for part in bounds for name in _names(part)}
