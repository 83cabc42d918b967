"""Expressions as they are written, before any normal form: to be built, written as text, and valued step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import chain
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from matcalc_cli.check.evaluate import evaluate
from matcalc_cli.check.exact import entrywise
from matcalc_cli.check.exact.arithmetic import matrices
from matcalc_cli.check.exact.arithmetic.field import MINUS, NoValueError, P, ratio
from matcalc_cli.check.exact.arithmetic.matrices import Matrix
from matcalc_cli.check.exact.draw_values import World
from matcalc_cli.check.exact.functions import MEANING
from matcalc_cli.check.exact.rearrangements import CONSTANT
from matcalc_cli.elaborate.builder import OPERATORS, applied
from matcalc_cli.expr.build import add, apply, call, identity, member, multiply, ones, size_number, transpose, zeros
from matcalc_cli.expr.node import Node, Symbol, number, symbol
from matcalc_cli.expr.number import tidy
from matcalc_cli.expr.operations import ATMOST, DIAG, EQUAL, PI, PRODUCTION, SUMMATION, UNEQUAL
from matcalc_cli.expr.selections.stretch import broadcast, stretched
from matcalc_cli.expr.selections.units import columns, columns_after
from matcalc_cli.expr.shapes.dimensions import Shape, Size, minus
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions import find
from matcalc_cli.functions.domain import SYMMETRIC
from tests.oracles import unknown_calls


class Raw:
    """An operation as written: `op` is an operator of the notation, a function's name, or symbol, number, size, pi."""

    __slots__ = ("args", "op", "payload", "shape", "sizes")

    def __init__(
        self, op: str, shape: Shape, args: tuple[Raw, ...] = (), sizes: tuple[Size, ...] = (), payload: Any = None
    ) -> None:
        self.op, self.shape, self.args, self.sizes, self.payload = op, shape, args, sizes, payload

    def __str__(self) -> str:
        return text(self)

    def walk(self) -> Iterator[Raw]:
        """Every part, the whole first."""
        yield self
        for arg in self.args:
            yield from arg.walk()

    def symbols(self) -> dict[str, Symbol]:
        """The symbols by name, in order of appearance; indices of sums are none."""
        found = {r.payload.name: r.payload for r in self.walk() if r.op in ("symbol", "member")}
        found |= {p.name: p for r in self.walk() if r.op == "index" for _, p in r.payload if isinstance(p, Symbol)}
        return {name: s for name, s in found.items() if s.kind != "index"}


def node(raw: Raw) -> Node:
    """The expression in normal form, built from its parts."""
    args = [node(a) for a in raw.args]
    match raw.op:
        case "symbol":
            return raw.payload  # type: ignore[no-any-return]
        case "number":
            return number(tidy(raw.payload))
        case "size":
            return size_number(raw.sizes[0])
        case "pi":
            return call(PI, ())
        case "I":
            return identity(raw.sizes[0])
        case "unknown" | "along":
            return unknown_calls.node(raw, args)
        case "member":
            return member(raw.payload, tuple(args))
        case "part" | "bracket":
            return args[0]
        case "unit":
            return columns(raw.sizes[0], args[0], 1)
        case "summation":
            *head, body = args
            if is_typed_empty(raw):
                return zeros(body.shape)
            return apply(SUMMATION, (*head[:3], multiply(*head[3:], body)))
        case "production":
            *head, body = args
            return apply(PRODUCTION, (*head[:3], multiply(*head[3:]), body))
        case op if op in RELATIONS:
            return RELATIONS[op](*args)
        case "index":
            return _selected(args[0], raw.payload)
        case "diagonal":
            return _diagonal_node(args[0], raw.payload)
        case op if op in CHAINED or op in OPERATORS:
            return (CHAINED.get(op) or OPERATORS[op])(*args)
    function = find(raw.op)
    assert function is not None, raw.op
    return applied(function, tuple(args), raw.sizes)


def _wide_node(a: Node, like: Node) -> Node:
    return multiply(a, ones(*like.shape)) if a.is_scalar and not like.is_scalar else a


def _alike(a: Node, b: Node) -> tuple[Node, Node]:
    shape = broadcast(a.shape, b.shape)
    return stretched(a, shape), stretched(b, shape)


CHAINED: dict[str, Callable[..., Node]] = {
    "add": lambda a, b: add(_wide_node(a, b), _wide_node(b, a)),
    "subtract": lambda a, b: add(_wide_node(a, b), _wide_node(multiply(number(-1), b), a)),
    "dotted_add": lambda a, b: add(*_alike(a, b)),
    "dotted_subtract": lambda a, b: add(*_alike(a, multiply(number(-1), b))),
    "multiply": multiply,
}
"""The operators that matcalc builds many at a time."""

RELATIONS: dict[str, Callable[[Node, Node], Node]] = {
    "==": lambda a, b: apply(EQUAL, (a, b)),
    "!=": lambda a, b: apply(UNEQUAL, (a, b)),
    "<=": lambda a, b: apply(ATMOST, (a, b)),
    "<": lambda a, b: apply(ATMOST, (add(a, number(1)), b)),
    ">=": lambda a, b: apply(ATMOST, (b, a)),
    ">": lambda a, b: apply(ATMOST, (add(b, number(1)), a)),
}
HOLDS = {"==": eq, "!=": ne, "<=": le, "<": lt, ">=": ge, ">": gt}

BINARY = {
    "add": "+", "subtract": "-", "multiply": "*", "hadamard": ".*", "divide": "/", "elementwise_divide": "./",
    "solve": "\\", "kron": "⊗", "dotted_add": ".+", "dotted_subtract": ".-",
}  # fmt: skip


def text(raw: Raw) -> str:
    """The expression in the language, every operation in parentheses."""
    args = [text(a) for a in raw.args]
    match raw.op:
        case "symbol":
            return str(raw.payload.name)
        case "number":
            return str(raw.payload) if raw.payload.denominator == 1 and raw.payload >= 0 else f"({raw.payload})"
        case "size":
            return str(raw.sizes[0])
        case "pi":
            return "pi"
        case "unknown" | "along":
            return unknown_calls.text(raw, args)
        case "negate":
            return f"(-{args[0]})"
        case "transpose":
            return args[0] if args[0] == "1" else f"{args[0]}'"  # 1' is refused
        case "power":
            return f"({args[0]}^{args[1]})"
        case "elementwise_power":
            return f"({args[0]}.^{args[1]})"
        case "part":
            return f"{raw.payload[0]}_{args[1]}"
        case "member":
            simple = len(args) == 1 and args[0].isalpha()
            return f"{raw.payload.name}_{args[0] if simple else f'({chr(44).join(args)})'}"
        case "summation" | "production":
            index, low, high, *condition, body = args
            name = "sum" if raw.op == "summation" else "prod"
            return (
                f"{name}({index} in {low}:{high} if {' and '.join(condition)}, {body})"
                if condition
                else f"{name}({', '.join(args)})"
            )
        case op if op in RELATIONS:
            return f"{args[0]} {op} {args[1]}"
        case "bracket":
            return f"[{args[0]}]"
        case "unit":
            return f"unit({raw.sizes[0]}, {args[0]})"
        case "diagonal":
            return f"diag({args[0]}, {raw.payload})"
        case "index":
            return f"{args[0]}[{','.join(map(place_text, raw.payload))}]"
        case "rows" | "columns":
            return f"[{(', ' if raw.op == 'columns' else '; ').join(args)}]"
        case op if op in BINARY and len(args) == 2:
            return f"({args[0]} {BINARY[op]} {args[1]})"
    if raw.op.startswith("frechet"):  # frechet_expm(A, E) is an answer's frechet(expm, A, E)
        return "{}({})".format(raw.op.partition("_")[0], ", ".join([raw.op.partition("_")[2], *args]))
    if (function := find(raw.op)) is not None and function.called:
        return function.called.replace("_", "{}").format(*args)
    return f"{raw.op}({', '.join([*args, *map(str, raw.sizes)])})"


def program(raw: Raw) -> str:
    """The expression behind the parts that it names, with the declarations of its names."""
    from tests.oracles.indexed import bindings

    return bindings(raw) + text(raw) + declarations(raw)


def declarations(raw: Raw) -> str:
    """The where clause for all names; integer exponents are known by their place."""
    exponents = {r.args[1].payload.name for r in raw.walk() if r.op == "power" and r.args[1].op == "symbol"}
    exponents |= {p.name for r in raw.walk() if r.op == "index" for _, p in r.payload if isinstance(p, Symbol)}
    declared = [
        f"{s.name}{'_' * bool(s.axes)}{'ij'[: s.axes]}: {_kind(s)}"
        for s in raw.symbols().values()
        if s.name not in exponents
    ]
    declared += unknown_calls.declarations(raw)
    return f" where {', '.join(declared)}" if declared else ""


def _kind(symbol: Symbol) -> str:
    sizes = [] if symbol.is_scalar else [*symbol.shape] if symbol.kind in ("matrix", "stiefel") else [symbol.rows]
    return f"{symbol.kind}({','.join(map(str, sizes))})" if sizes else symbol.kind


def value(raw: Raw, world: World) -> Matrix:
    """The value step by step, each operation applied to the values of its parts as they are written."""
    if raw.op in ("summation", "production"):
        return _over_members(raw, world) if _has_members(raw) else _summation(raw, world)
    if raw.op == "bracket":
        return [[int(_holds(raw.args[0], world))]]
    args = [value(a, world) for a in raw.args]
    match raw.op:
        case "symbol":
            return world.values[raw.payload]
        case "unknown" | "along":
            return unknown_calls.value(raw, args, world)
        case "part":
            return args[0]
        case "member":
            return world.families[raw.payload].at(tuple(map(_centered, args)))
        case "number":
            return [[ratio(raw.payload.numerator, raw.payload.denominator)]]
        case "unit":
            return [[int(i + 1 == _centered(args[0]))] for i in range(world.size(raw.sizes[0]))]
        case "diagonal":
            return off_diagonal(args[0], raw.payload)
        case "index":
            return picked(args[0], raw.payload, lambda place: _place(place, world))
        case op if op in STEPS:
            return STEPS[op](world, *args)
        case op if op in CONSTANT:
            return CONSTANT[op](*args, *map(world.size, raw.sizes))  # type: ignore[no-any-return]
        case op if op in MEANING:
            return MEANING[op](world.arithmetic, *args)  # type: ignore[no-any-return]
    return _spelled_out(raw, args, world)


def _spelled_out(raw: Raw, args: list[Matrix], world: World) -> Matrix:
    """A function without an exact meaning of its own: that of the code or the definition in its record."""
    names, node = _in_others(raw.op, tuple([a.shape for a in raw.args]), tuple(raw.sizes))
    values = dict(zip(names, args, strict=True))
    inside = World(world.sizes, values, world.arithmetic.oracles, order=world.ring.order)  # type: ignore[arg-type]
    return evaluate(node, inside)


@cache
def _in_others(op: str, shapes: tuple[Shape, ...], sizes: tuple[Size, ...]) -> tuple[list[Symbol], Node]:
    """A function of names, which stand for arguments of these shapes."""
    function = find(op)
    assert function is not None, op
    domains = [function.domain.get(parameter, "") for parameter in signatures(function)[0].parameters]
    kinds = ["symmetric" if domain in SYMMETRIC else "matrix" for domain in domains]
    names = [symbol(f"argument_{i}", shape, kind) for i, (shape, kind) in enumerate(zip(shapes, kinds, strict=True))]
    return names, applied(function, tuple(names), sizes)


Place = tuple[str, Any]
"""How rows or columns are chosen: ("all", None), ("at", number or index), ("after", index), ("end", how far before it), ("from", number),
("to", number), ("within", (2, 1)): all but the first and the last."""


def picked(a: list[Any], places: tuple[Place, Place], number_of: Callable[[Any], int]) -> list[Any]:
    """Rows and columns of a matrix, as lists of rows, counted from 1."""
    rows, cols = (_chosen(place, extent, number_of) for place, extent in zip(places, (len(a), len(a[0])), strict=True))
    return [[a[i][j] for j in cols] for i in rows]


def _chosen(place: Place, extent: int, number_of: Callable[[Any], int]) -> list[int]:
    kind, which = place
    if kind == "all":
        return list(range(extent))
    k = number_of(which)
    if not 1 <= k + (kind == "end") <= extent:
        raise NoValueError("an index outside the matrix")
    return {
        "at": [k - 1], "after": [k], "end": [extent - 1 - k], "from": list(range(k - 1, extent)), "to": list(range(k)),
        "within": list(range(k - 1, extent - 1)),
    }[kind]  # fmt: skip


def _place(place: Any, world: World) -> int:
    if isinstance(place, Symbol):
        return int(world.values[place][0][0])
    return world.size(place[0] if isinstance(place, tuple) else place)


def off_diagonal(a: Matrix, k: int) -> Matrix:
    """The k-th diagonal of a matrix, or a matrix with a column there."""
    if len(a[0]) > 1:
        return [[row[i + k]] for i, row in enumerate(a) if 0 <= i + k < len(row)]
    size, first = len(a) + abs(k), max(0, -k)
    return [
        [a[i - first][0] if j == i + k and 0 <= i - first < len(a) else 0 for j in range(size)] for i in range(size)
    ]


def _diagonal_node(a: Node, k: int) -> Node:
    size = a.rows + abs(k) if a.cols == 1 else a.rows
    count = minus(size, abs(k))
    rows, cols = columns_after(size, max(0, -k), count), columns_after(size, max(0, k), count)
    if a.cols == 1:
        return multiply(rows, apply(DIAG, (a,)), transpose(cols))
    return apply(DIAG, (multiply(transpose(rows), a, cols),))


def place_text(place: Place) -> str:
    """A place as it is written."""
    kind, which = place
    said = which.name if isinstance(which, Symbol) else which
    return {
        "all": ":", "at": f"{said}", "after": f"{said}+1", "end": f"end-{said}", "from": f"{said}:end", "to": f"1:{said}",
        "within": "2:end-1",
    }[kind]  # fmt: skip


def _selected(base: Node, places: tuple[Place, Place]) -> Node:
    rows, cols = (_columns(size, place) for size, place in zip(base.shape, places, strict=True))
    return multiply(transpose(rows), base, cols)


def _columns(size: Size, place: Place) -> Node:
    kind, which = place
    if kind == "all":
        return identity(size)
    if kind == "at":
        return columns(size, which if isinstance(which, Symbol) else number(which), 1)
    if kind == "after":
        return columns(size, add(which, number(1)), 1)
    if kind == "end":
        return columns_after(size, minus(size, which + 1), 1)
    if kind == "within":
        return columns_after(size, 1, minus(size, 2))
    if kind == "to":
        return columns_after(size, 0, which)
    return columns_after(size, minus(which, 1), minus(size, minus(which, 1)))


def _summation(raw: Raw, world: World) -> Matrix:
    index, low, high, body = raw.args
    a, b = (_centered(value(r, world)) for r in (low, high))
    forward = b >= a - 1 or is_typed_empty(raw)
    sign, indices = (1, range(a, b + 1)) if forward else (MINUS, range(b + 1, a))
    total = matrices.filled(world.size(raw.shape[0]), world.size(raw.shape[1]), 0)
    for j in indices:
        world.values[index.payload] = [[j % P]]
        total = matrices.plus(world.ring, total, value(body, world))
    return matrices.times(world.ring, sign, total)


def is_typed_empty(raw: Raw) -> bool:
    """Whether the bounds of a sum are two numbers in the wrong order: by the manual a sum over nothing."""
    low, high = raw.args[1:3]
    return low.op == high.op == "number" and high.payload < low.payload


def _has_members(raw: Raw) -> bool:
    index = raw.args[0].payload
    return raw.op == "production" or any(
        place.payload is index for r in raw.args[-1].walk() if r.op == "member" for place in r.walk() if place is not r
    )


def _over_members(raw: Raw, world: World) -> Matrix:
    """Member by member, those aside for which the condition does not hold."""
    index, low, high, *condition, body = raw.args
    total: Matrix | None = None
    for j in range(_centered(value(low, world)), _centered(value(high, world)) + 1):
        world.values[index.payload] = [[j % P]]
        if all(_holds(c, world) for c in condition):
            one = value(body, world)
            join = matrices.plus if raw.op == "summation" else matrices.product
            total = one if total is None else join(world.ring, total, one)
    empty = 0 if raw.op == "summation" else 1
    return matrices.filled(world.size(raw.shape[0]), world.size(raw.shape[1]), empty) if total is None else total


def _holds(condition: Raw, world: World) -> bool:
    return HOLDS[condition.op](*[_centered(value(side, world)) for side in condition.args])


def _centered(v: Matrix) -> int:
    return v[0][0] if v[0][0] <= P // 2 else v[0][0] - P


def _wide(a: Matrix, like: Matrix) -> Matrix:
    """A scalar, a row or a column beside a matrix stands in all of it."""
    wide = [row * len(like[0]) if len(row) == 1 else row for row in a]
    return wide * len(like) if len(wide) == 1 else wide


def _entrywise(operation: Callable[..., Matrix]) -> Callable[..., Matrix]:
    return lambda w, a, b: operation(w.ring, _wide(a, b), _wide(b, a))


def _multiply(w: World, a: Matrix, b: Matrix) -> Matrix:
    if len(a) == len(a[0]) == 1:
        return matrices.times(w.ring, a[0][0], b)
    if len(b) == len(b[0]) == 1:
        return matrices.times(w.ring, b[0][0], a)
    return matrices.product(w.ring, a, b)


def _reciprocal(w: World, a: Matrix) -> Matrix:
    return [[w.ring.inverse(x) for x in row] for row in a]


def _power(w: World, a: Matrix, k: Matrix) -> Matrix:
    meaning = MEANING["elementwise_power" if len(a) == 1 else "power"]
    return meaning(w.arithmetic, a, k)  # type: ignore[no-any-return]


def _sum(w: World, a: Matrix) -> int:
    return matrices.total(w.ring, a)


def _rowsum(w: World, a: Matrix) -> Matrix:
    return [[w.ring.reduce(sum(row))] for row in a]


def _plus_transpose(w: World, a: Matrix, sign: int) -> Matrix:
    t = matrices.times(w.ring, ratio(sign, 2), matrices.transposed(a))
    return matrices.plus(w.ring, matrices.times(w.ring, ratio(1, 2), a), t)


def _norm1(w: World, a: Matrix) -> Matrix:
    return [[_sum(w, [[entrywise.ENTRYWISE["abs"](w.arithmetic, x) for x in row] for row in a])]]


def _adj(w: World, a: Matrix) -> Matrix:
    return matrices.times(w.ring, matrices.determinant(w.ring, a), matrices.inverse(w.ring, a))


STEPS: dict[str, Callable[..., Matrix]] = {
    "add": _entrywise(matrices.plus),
    "subtract": _entrywise(matrices.minus),
    "dotted_add": _entrywise(matrices.plus),
    "dotted_subtract": _entrywise(matrices.minus),
    "negate": lambda w, a: matrices.times(w.ring, MINUS, a),
    "multiply": _multiply,
    "hadamard": _entrywise(matrices.hadamard),
    "divide": lambda w, a, b: matrices.times(w.ring, w.ring.inverse(b[0][0]), a),
    "elementwise_divide": lambda w, a, b: _entrywise(matrices.hadamard)(w, a, _reciprocal(w, b)),
    "solve": lambda w, a, b: matrices.solve(w.ring, a, b)[0],
    "power": _power,
    "inv": lambda w, a: matrices.inverse(w.ring, a),
    "adj": _adj,
    "norm1": _norm1,
    "mean": lambda w, a: [[w.ring.multiply(_sum(w, a), ratio(1, len(a) * len(a[0])))]],
    "inner": lambda w, a, b: [[_sum(w, matrices.hadamard(w.ring, a, b))]],
    "rows": lambda _, *parts: [row for part in parts for row in part],
    "columns": lambda _, *parts: [list(chain(*rows)) for rows in zip(*parts, strict=True)],
    "blkdiag": lambda _, a, b: [[*row, *[0] * len(b[0])] for row in a] + [[*[0] * len(a[0]), *row] for row in b],
    "outer": lambda w, a, b: matrices.product(w.ring, a, matrices.transposed(b)),
    "sym": lambda w, a: _plus_transpose(w, a, 1),
    "skew": lambda w, a: _plus_transpose(w, a, -1),
    "rowsum": _rowsum,
    "colsum": lambda w, a: matrices.transposed(_rowsum(w, matrices.transposed(a))),
}
"""The operators and the shorthands, written down once more, apart from their definitions in matcalc."""

ONE_HALF = Fraction(1, 2)
