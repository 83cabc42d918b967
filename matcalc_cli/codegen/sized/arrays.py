"""Operations on arrays of known size: formulas of entries, sums in loops, and calls that fill memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.codegen.sized import entries, integers
from matcalc_cli.codegen.sized.entries import Entries, Factors, Text, product
from matcalc_cli.codegen.step import Step
from matcalc_cli.codegen.text.syntax import ATOM, UNARY
from matcalc_cli.errors import MatcalcError

if TYPE_CHECKING:
    from matcalc_cli.codegen.sized.memory import Memory


def number(value: Text) -> Entries:
    """A number as an array of one entry."""
    return Entries(1, 1, lambda _i, _j: value)


def _kron(loops: Memory, _step: Step, values: Sequence[Entries]) -> Entries:
    return entries.kron(*[loops.ready(a) for a in values])


def _sizes(loops: Memory, step: Step) -> list[int]:
    return [int(integers.text(loops, operand)) for operand in step.operands if operand.operation in ("size", "number")]


def _zeros(loops: Memory, step: Step, _: Sequence[Any]) -> Entries:
    sizes = _sizes(loops, step)
    if len(sizes) != 2:
        raise MatcalcError(
            "unsupported", "there is no c code for the members of a family one by one", hint="--target numpy"
        )
    return entries.constant("0.0", *sizes)


def _part(loops: Memory, step: Step, values: Sequence[Entries]) -> Entries:
    """`rows`, `cols` and `part`: the size is known, the place may be computed."""
    (a,) = values
    places = [integers.text(loops, operand) for operand in step.operands[1:]]
    rows, cols = [loops.measured(size) for size in loops.shapes[step]] if step in loops.shapes else (a.rows, a.cols)
    if step.operation == "cols":
        return entries.part(a, "0", places[0], a.rows, _between(places, cols))
    if step.operation == "rows":
        return entries.part(a, places[0], "0", _between(places, rows), a.cols)
    return entries.part(a, places[0], places[2], _between(places, rows), _between(places[2:], cols))


def _between(places: Sequence[str], known: int) -> int:
    return int(places[1]) - int(places[0]) if places[0].isdigit() and places[1].isdigit() else known


def _entry(loops: Memory, step: Step, values: Sequence[Entries]) -> Text:
    i, j = (integers.text(loops, operand) for operand in step.operands[1:])
    return values[0].at(i, j)


def _member(loops: Memory, step: Step, values: Sequence[Entries]) -> Entries | Text:
    """A part of the array of a family, whose members stand one behind the other."""
    family = values[0].pointer
    symbol = loops.symbols[family]
    first = "0"
    for axis, operand in enumerate(step.operands[1:]):
        size = loops.extents(symbol)[axis]
        first = entries.added(entries.times(size, first), integers.text(loops, operand))
    rows, cols = (loops.measured(size) for size in symbol.shape)
    if symbol.is_scalar:
        return f"{family}[{first}]", ATOM
    return entries.in_memory(family, rows, cols, entries.times(rows * cols, first))


def _exchanged(loops: Memory, step: Step, values: Sequence[Entries]) -> Entries:
    return entries.exchanged(values[0], *_sizes(loops, step))


def _power(loops: Memory, step: Step, values: Sequence[Entries]) -> Entries:
    a, exponent = values[0], integers.text(loops, step.operands[1])
    if exponent.startswith("-"):
        a, exponent = _inverse(loops, a), exponent[1:]
    a = loops.stored(a)
    work, found = loops.array(a.rows, a.rows), loops.result(a.rows, a.rows)
    loops.lines.append(f"power_of({a.rows}, {exponent}, {a.pointer}, {work.pointer}, {found.pointer});")
    return found


def _condition(loops: Memory, step: Step, _values: Sequence[Entries]) -> Text:
    return f"(double)({integers.text(loops, step)})", UNARY


def _integer(loops: Memory, step: Step, _values: Sequence[Entries]) -> Text:
    return f"(double){entries.held(integers.text(loops, step))}", UNARY


def _matmul(loops: Memory, a: Entries, b: Entries) -> Entries:
    if a.cols == 1:
        a, b = loops.ready(a), loops.ready(b)
        return Entries(a.rows, b.cols, lambda i, j: product(a.at(i, "0"), b.at("0", j)), is_ready=False)
    a, b = (loops.ready(a) if b.cols > 1 else a), (loops.ready(b) if a.rows > 1 else b)
    k = loops.names.local("k")

    def inner(i: str, j: str) -> Text:
        return loops.summed(
            lambda add: loops.loop(k, a.cols, lambda at: add(product(a.at(i, at), b.at(at, j))[0])),
            loops.names.local("s"),
        )

    if a.rows == b.cols == 1:
        return number(
            loops.summed(lambda add: loops.loop(k, a.cols, lambda at: add(product(a.at("0", at), b.at(at, "0"))[0])))
        )
    return _filled(loops, a.rows, b.cols, inner)


def _filled(loops: Memory, rows: int, cols: int, entry: Callable[[str, str], Text]) -> Entries:
    """New memory with an entry from statements of its own."""
    found = loops.result(rows, cols)

    def fill(i: str, j: str) -> None:
        text, _ = entry(i, j)
        loops.lines.append(f"{found.at(i, j)[0]} = {text};")

    loops.each(rows, cols, fill)
    return found


def _sums(loops: Memory, a: Entries) -> Entries:
    """The sum of every row."""
    j, s = loops.names.local("k"), loops.names.local("s") if a.rows > 1 else ""  # there is no block around one sum
    return _filled(
        loops,
        a.rows,
        1,
        lambda i, _: loops.summed(lambda add: loops.loop(j, a.cols, lambda at: add(a.at(i, at)[0])), s),
    )


def _factor(loops: Memory, a: Entries) -> Factors:
    memory = loops.array(a.rows, a.rows)
    loops.copy(a, memory.pointer)
    exchanges = loops.array(a.rows + 1, 1, "int", "p")
    loops.lines.append(f"lu_factor({a.rows}, {memory.pointer}, {exchanges.pointer});")
    return Factors(memory.pointer, exchanges.pointer, a.rows)


def _solved(loops: Memory, factors: Factors, b: Entries, how: str = "lu_solve") -> Entries:
    found = loops.result(b.rows, b.cols)
    loops.copy(b, found.pointer)
    loops.lines.append(f"{how}({factors.n}, {b.cols}, {factors.name}, {factors.exchanges}, {found.pointer});")
    return found


def _determinant(_loops: Memory, factors: Factors) -> Text:
    return f"lu_det({factors.n}, {factors.name}, {factors.exchanges})", ATOM


def _logarithm(_loops: Memory, factors: Factors) -> Text:
    return f"lu_logdet({factors.n}, {factors.name})", ATOM


def _inverse(loops: Memory, a: Entries) -> Entries:
    return _solved(loops, _factor(loops, a), entries.eye(a.rows))


def _trace(loops: Memory, a: Entries) -> Text:
    return loops.summed(lambda add: loops.loop(loops.names.local("i"), a.rows, lambda i: add(a.at(i, i)[0])))


Rule = Callable[["Memory", Step, Sequence[Any]], Any]


def _laid(rule: Callable[..., Any]) -> Rule:
    """Of what takes neither sizes nor statements."""
    return lambda _loops, _step, values: rule(*values)


def _filled_by(rule: Callable[..., Any]) -> Rule:
    """Of what takes statements."""
    return lambda loops, _step, values: rule(loops, *values)


RULES: dict[str, Rule] = {
    "transpose": _laid(entries.turned),
    "as_array": _laid(number),
    "item": _laid(lambda a: a.at("0", "0")),
    "column": _laid(lambda a: entries.by_rows(a, a.count, 1)),
    "vec": _laid(lambda a: entries.by_columns(a, a.count, 1)),
    "diagonal": _laid(entries.diagonal),
    "diagonal_matrix": _laid(entries.diagonal_matrix),
    "hcat": _laid(lambda *a: entries.beside(a)),
    "vcat": _laid(lambda *a: entries.stacked(a)),
    "family_column": _laid(lambda a: a),
    "kron": _kron,
    "ones": lambda loops, step, _: entries.constant("1.0", *_sizes(loops, step)),
    "zeros": _zeros,
    "I": lambda loops, step, _: entries.eye(*_sizes(loops, step)),
    "rows": _part,
    "cols": _part,
    "part": _part,
    "entry": _entry,
    "reshape": lambda loops, step, values: entries.by_rows(values[0], *_sizes(loops, step)),
    "unvec": lambda loops, step, values: entries.by_columns(values[0], *_sizes(loops, step)),
    "exchange": _exchanged,
    "exchange_within": _exchanged,
    "matrix_power": _power,
    "equal": _condition,
    "unequal": _condition,
    "atmost": _condition,
    "round": _integer,
    "clamp": _integer,
    **{f"member_{shape}_{count}": _member for shape in ("number", "column", "matrix") for count in (1, 2, 3)},
    "sum": _filled_by(
        lambda loops, a: loops.summed(lambda add: loops.each(a.rows, a.cols, lambda i, j: add(a.at(i, j)[0])))
    ),
    "tr": _filled_by(_trace),
    "matmul": _filled_by(_matmul),
    "rowsum": _filled_by(_sums),
    "colsum": _filled_by(lambda loops, a: entries.turned(_sums(loops, entries.turned(a)))),
    "factor": _filled_by(_factor),
    "factor_definite": _filled_by(_factor),
    "solve": _filled_by(lambda loops, a, b: _solved(loops, _factor(loops, a), b)),
    "solve_factored": _filled_by(_solved),
    "solve_transposed_factored": _filled_by(lambda loops, a, b: _solved(loops, a, b, "lu_solve_transposed")),
    "inverse": _filled_by(_inverse),
    "inverse_factored": _filled_by(lambda loops, a: _solved(loops, a, entries.eye(a.n))),
    "det": _filled_by(lambda loops, a: _determinant(loops, _factor(loops, a))),
    "det_factored": _filled_by(_determinant),
    "logdet": _filled_by(lambda loops, a: _logarithm(loops, _factor(loops, a))),
    "logdet_factored": _filled_by(_logarithm),
}
"""By operation: another look at what is there, a formula of entries that the sizes tell, or sums and calls that fill memory."""
