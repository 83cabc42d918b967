"""Derivatives by an entry or a block of a variable, `--wrt "A[i,j]"`: the part as a variable of its own.

With P'AQ the part, f is differentiated as f(A + P (Z - P'AQ) Q') by a new name Z, which is P'AQ wherever it stands.
Every reading, check and emitted function then knows the part as it knows any variable. What answers print has P'AQ for
Z. An entry of a structured variable moves with the entries that it is tied to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matcalc_cli.differential import direction
from matcalc_cli.elaborate import Elaborated
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import ZERO, add, is_unit, multiply, substitute, transpose
from matcalc_cli.expr.constants import is_turned_unit
from matcalc_cli.expr.node import Apply, Node, Number, Product, Symbol, number, symbol
from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.expr.shapes.dimensions import is_at_most
from matcalc_cli.expr.shapes.positions import as_size
from matcalc_cli.kinds import KINDS, of_shape
from matcalc_cli.language.names import entry_stem
from matcalc_cli.later import Later
from matcalc_cli.readings.structure import projected

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.number import Rational
    from matcalc_cli.kinds import ties as of_kinds
    from matcalc_cli.kinds.kind import Kind
else:
    of_kinds = Later("matcalc_cli.kinds.ties")


GENERIC = 5
"""The size at which the ties of a kind are looked at."""


Reader = Callable[[str, Elaborated], tuple[Node, list[Symbol]]]
"""From a text and a program to the part that it names, and the indices that are new in it."""


def with_parts(elaborated: Elaborated, wrt: Sequence[str], read: Reader) -> tuple[Elaborated, Sequence[str]]:
    """The program in which the parts among `wrt` are variables, and the names to differentiate by."""
    wrt = [_entry_named(text, elaborated) for text in wrt]
    if not any("[" in text for text in wrt):
        return elaborated, wrt
    names: list[str] = []
    changes: dict[Node, Node] = {}
    added: dict[str, Symbol] = {}
    for text in wrt:
        if "[" not in text:
            names.append(text)
            continue
        node, indices = read(text, elaborated)
        whole = _whole(node, text)
        if isinstance(node, Symbol):
            names.append(node.spelling)
            continue
        part = _variable(node, text, whole)
        names.append(part.name)
        added |= {i.name: i for i in indices} | {part.name: part}
        change = motion(whole, node, add(part, multiply(number(-1), node)))
        changes[whole] = add(changes.get(whole, whole), change)
    found = _replaced(elaborated, changes, added)
    _check_apart(found, names)
    return found, names


def _entry_named(text: str, elaborated: Elaborated) -> str:
    """x[1] for x_1, where there is a column x and no x_1."""
    stem = entry_stem(text) if text not in elaborated.variables else ""
    whole = elaborated.variables.get(stem[:1])
    return f"{stem[0]}[{text[2:]}]" if whole is not None and whole.cols == 1 != whole.rows and not whole.axes else text


def _whole(node: Node, text: str) -> Symbol:
    """The variable that a part is of."""
    sign, factors = _word(node)
    inner = [f for f in factors if not (is_unit(f) or is_turned_unit(f))]
    found = inner[0] if len(inner) == 1 else None
    if isinstance(found, Apply) and found.function is TRANSPOSE:
        found = found.args[0]
    if sign in {1, -1} and isinstance(found, Symbol):
        return found
    error = MatcalcError(
        "usage", "this is no entry or block of a variable", [Label(6, 6 + len(text))], hint='--wrt "A[i,j]"'
    )
    error.source = f"--wrt {text}"
    raise error


def _word(node: Node) -> tuple[Rational, tuple[Node, ...]]:
    """The number in front of a product, and its factors."""
    match node:
        case Product(coefficient=c, scalars=(Product(factors=factors),), factors=()):
            return c, factors
        case Product(coefficient=c, scalars=(), factors=factors):
            return c, factors
    return 1, (node,)


def _variable(node: Node, text: str, whole: Symbol) -> Symbol:
    """The part as a name, spelled as it is asked for; a block on the diagonal has the structure of the whole."""
    name = "".join(text.split())
    kind = of_shape(node.shape)
    if kind == "matrix" and KINDS[whole.kind].entry is not None and _is_on_the_diagonal(node):
        kind = whole.kind
    return symbol(name, node.shape, kind, spelling=name, place=node)


def _is_on_the_diagonal(place: Node) -> bool:
    """Whether the rows of a block are its columns."""
    rows, cols, _ = selections(place)
    return rows is not None and rows is cols


def _check_apart(elaborated: Elaborated, names: Sequence[str]) -> None:
    """A variable and a part of it cannot move independently of each other."""
    chosen = {elaborated.variables[n] for n in names if n in elaborated.variables}
    for part in chosen:
        if part.place is not None and not chosen.isdisjoint(part.place.symbols):
            raise MatcalcError(
                "usage", f"{part.spelling} is a part of another variable asked for", hint="ask for one at a time"
            )


def _replaced(elaborated: Elaborated, changes: Mapping[Node, Node], added: Mapping[str, Symbol]) -> Elaborated:
    """The program with the changes of its variables put in, and the names that are new in them."""
    found = Elaborated(
        substitute(elaborated.expression, dict(changes)) if changes else elaborated.expression,
        {**elaborated.variables, **added},
        elaborated.notes,
        {name: substitute(node, dict(changes)) for name, node in elaborated.parts.items()}
        if changes
        else elaborated.parts,
        elaborated.dimensions,
        elaborated.functions,
        elaborated.domain,
        elaborated.letters,
        elaborated.definitions,
        elaborated.absent,
    )
    found.typed, found.inference = elaborated.typed, elaborated.inference
    return found


def motion(whole: Symbol, place: Node, change: Node) -> Node:
    """How a variable changes where its part changes by `change`."""
    rows, cols, turned = selections(place)
    if _word(place)[0] < 0:  # of a skew matrix A[3,1] is -A[1,3]
        change = multiply(number(-1), change)
    if turned:
        rows, cols, change = cols, rows, transpose(change)
    kind = KINDS[whole.kind]
    plain = multiply(*_there(rows), change, *map(transpose, _there(cols)[::-1]))
    if not kind.is_structured:
        return plain
    if kind.entry is None:
        raise MatcalcError(
            "unsupported", f"{whole.spelling} is {kind.adjective}: its entries do not move by themselves",
            hint=f"ask for {whole.spelling}, which moves {kind.moves}; or declare it a {'vector' if whole.cols == 1 else 'matrix'}",
        )  # fmt: skip
    return _tied(whole, rows, cols, change, plain) if place.is_scalar else _of_block(whole, place, plain)


def _of_block(whole: Symbol, place: Node, plain: Node) -> Node:
    """The motion of a matrix with a block: a structured one on the diagonal by itself, one beside it with its mirror image."""
    kind = KINDS[whole.kind]
    rows, cols, _ = selections(place)
    if rows is cols and _is_local(kind):
        return plain
    before = _is_before(rows, cols)
    signs = _generic(kind)
    if before is None or not _is_local(kind):
        raise MatcalcError(
            "unsupported", f"{whole.spelling} is {kind.adjective}: entries of this block are tied or zero, or move with others",
            hint=_free_blocks(whole, kind),
        )  # fmt: skip
    if signs:
        return add(plain, multiply(number(signs), transpose(plain)))
    if kind.entry is not None and kind.entry(*((0, 1) if before else (1, 0)), GENERIC) is None:
        raise MatcalcError("usage", f"{whole.spelling} is {kind.adjective}: this block is zero and does not move")
    return plain


def _free_blocks(whole: Symbol, kind: Kind) -> str:
    name = whole.spelling
    if not _is_local(kind):
        return f"ask for {name} itself; --vech is by its free entries; or declare it a matrix"
    return f"{name}[1:k,1:k] and {name}[k+1:{whole.rows},1:k] are blocks that do not overlap their mirror images; or declare {name} a matrix"


def _is_before(rows: Apply | None, cols: Apply | None) -> bool | None:
    """Whether the rows of a block end before its columns begin, or the other way round; None where neither is known."""
    if rows is None or cols is None:
        return None
    (first, height), (left, width) = ((as_size(unit.args[0]), unit.cols) for unit in (rows, cols))
    if first is None or left is None:
        return None
    if is_at_most(first + height, left):
        return True
    return False if is_at_most(left + width, first) else None


def _is_local(kind: Kind) -> bool:
    """Whether an entry moves with nothing but its mirror image."""
    return all({r, c} == {*t[0][1:]} for t in of_kinds.ties(kind, GENERIC) for _, r, c in t)


def with_directions(node: Node, variables: Sequence[Symbol]) -> Node:
    """A claim in which dA moves as its part does: dA[i,j] is the differential of A[i,j]."""
    moved: dict[Node, Node] = {}
    for part in variables:
        if part.place is not None:
            moving = direction(part)
            for s in node.symbols:
                whole = next((w for w in part.place.symbols if w.name == s.differential_of), None)
                if whole is not None:
                    moved[s] = motion(whole, part.place, moving)
    return substitute(node, moved) if moved else node


def selections(place: Node) -> tuple[Apply | None, Apply | None, bool]:
    """The columns of the identity that select the rows and the columns of a part, and whether it is transposed."""
    _, factors = _word(place)
    rows, cols = factors[0], factors[-1]
    turned = any(isinstance(f, Apply) and f.function is TRANSPOSE and isinstance(f.args[0], Symbol) for f in factors)
    left = rows.children[0] if is_turned_unit(rows) else None
    right = cols if is_unit(cols) else None
    assert left is None or isinstance(left, Apply)
    assert right is None or isinstance(right, Apply)
    return left, right, turned


def _there(unit: Node | None) -> list[Node]:
    return [] if unit is None else [unit]


def _tied(whole: Symbol, rows: Apply | None, cols: Apply | None, change: Node, plain: Node) -> Node:
    """The motion of a matrix with an entry: by its place where that is known, else by what ties the entries off the diagonal."""
    kind = KINDS[whole.kind]
    assert rows is not None and cols is not None and kind.entry is not None
    i, j = rows.args[0], cols.args[0]
    if kind.together:
        alone = all(len(entries) == 1 for entries in of_kinds.ties(kind, GENERIC))
        count = instantiate(kind.together, {"i": i, "j": j}, {"n": whole.rows})
        if count is ZERO:
            raise _does_not_move(kind)
        spread = plain if alone else projected(plain, whole)  # over all that move with it
        return multiply(count, spread)
    if isinstance(i, Number) and isinstance(j, Number):
        place = (int(i.value) - 1, int(j.value) - 1)
        size = rows.rows if isinstance(rows.rows, int) else max(*place, 0) + GENERIC
        tied = next((t for t in of_kinds.ties(kind, size) if any(entry[1:] == place for entry in t)), None)
        if tied is None:
            raise _does_not_move(kind)
        own = next(sign for sign, r, c in tied if (r, c) == place)
        return add(*[_entry(rows, cols, sign * own, change, turned=(r, c) != place) for sign, r, c in tied])
    signs = _generic(kind)
    assert signs is not None  # whatever is tied otherwise says how many move together
    if kind.entry(0, 0, GENERIC) is not None:
        return _by_signs(rows, cols, change, plain, signs)
    apart = instantiate("[i != j]", {"i": i, "j": j}, {})
    if apart is ZERO:
        raise _does_not_move(kind)
    pair = add(plain, _entry(rows, cols, signs, change, turned=True))
    return pair if signs < 0 else multiply(apart, pair)


def _does_not_move(kind: Kind) -> MatcalcError:
    article = "an" if kind.name[0] in "aeiou" else "a"
    return MatcalcError("usage", f"this entry of {article} {kind.name} matrix is zero and does not move")


def _entry(rows: Apply, cols: Apply, sign: int, change: Node, *, turned: bool) -> Node:
    left, right = (cols, rows) if turned else (rows, cols)
    return multiply(number(sign), change, left, transpose(right))


def _generic(kind: Kind) -> int | None:
    """1 where (i, j) and (j, i) are one entry, -1 where they differ by the sign, 0 of a diagonal; None for anything else."""
    tied = [t for t in of_kinds.ties(kind, GENERIC) if any(entry[1:] == (0, 1) for entry in t)]
    if not tied:
        return 0 if not any(r != c for t in of_kinds.ties(kind, GENERIC) for _, r, c in t) else None
    (entries,) = tied
    places = {(r, c): sign for sign, r, c in entries}
    return places[0, 1] * places[1, 0] if places.keys() == {(0, 1), (1, 0)} else None


def _by_signs(rows: Apply, cols: Apply, change: Node, plain: Node, sign: int) -> Node:
    """e_i e_j' + e_j e_i' off the diagonal and e_i e_i' on it, where e_i'e_j tells which: [i = j]."""
    same = multiply(transpose(rows), cols)
    if sign == 0:
        return multiply(same, plain)
    return add(plain, _entry(rows, cols, sign, change, turned=True), multiply(number(-1), same, plain))
