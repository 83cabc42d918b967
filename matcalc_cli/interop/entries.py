"""f, df and the Jacobian entry by entry at a small size, and SymPy's proof that the Kronecker form is right there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sympy
from sympy.matrices.inverse import NonInvertibleMatrixError

from matcalc_cli.answers.answer import Answer, Derivative
from matcalc_cli.answers.entries import Entries, Table
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.node import Node, Symbol, postorder
from matcalc_cli.expr.shapes.dimensions import Dim, shape_text
from matcalc_cli.interop.depth import sympys_depth
from matcalc_cli.interop.functions import Matrix, scalar
from matcalc_cli.interop.sympy import explicit, size_value, symbol_of_number
from matcalc_cli.kinds import KINDS
from matcalc_cli.kinds.kind import Kind

LONG = 22
"""Operations of a quotient that is not simplified in every way."""
MOST_ENTRIES = 36
"""A variable with more entries makes a Jacobian that nobody reads."""


@sympys_depth
def entries(answer: Answer, size: int) -> Entries:
    """The tables of an answer where every dimension is `size`. Raises MatcalcError (limit, unsupported)."""
    try:
        return _entries(answer, size)
    except NonInvertibleMatrixError as error:  # u*u' has an inverse at size 1 only
        raise _no_value(size, "a matrix in it has no inverse") from error
    except ValueError as error:  # the smallest of entries of which one is log(0)
        raise _no_value(size, str(error)) from error


def _no_value(size: int, why: str) -> MatcalcError:
    message = f"where every dimension is {size} the expression has no value: {why}"
    return MatcalcError("unsupported", message, hint="another -n may do")


def _check_shapes(answer: Answer, sizes: Mapping[str, int], size: int) -> None:
    """Refuse a size at which a matrix has no entries, as of x: vector(n - 2) two has none."""
    for node in postorder(answer.shown, *answer.variables):
        if not all(size_value(s, sizes) >= 1 for s in node.shape):
            raise _no_value(size, f"a matrix in it is {shape_text(node.shape, '×')}")


def _entries(answer: Answer, size: int) -> Entries:
    sizes = dict.fromkeys(dimensions([answer.shown, *answer.moving]), size)
    _check_shapes(answer, sizes, size)
    values: dict[Node, Matrix] = {v: matrix_of_symbol(v, sizes) for v in answer.variables}
    for part in answer.moving:
        if part.place is not None:
            if any(KINDS[s.kind].whole for s in part.place.symbols):
                message = f"entries are written out at numbers, and {part.spelling} has an index that stands for any"
                raise MatcalcError("unsupported", message, hint='for example --wrt "x[1]"')
            values[part] = explicit(part.place, values, sizes)
    f = explicit(answer.shown, values, sizes).applyfunc(_short)
    if f.has(sympy.nan, sympy.zoo, sympy.oo):
        raise _no_value(size, "a logarithm or a quotient of 0")
    tables = [table(v.spelling, values[v]) for v in answer.variables if not v.is_scalar]
    tables.append(table("f", f))
    proofs: list[tuple[Symbol, bool]] = []
    for found in answer.derivatives:
        more, proved = _by(found, f, values, sizes)
        tables += more
        proofs.append((found.variable, proved))
    return Entries(answer, size, tables, proofs)


def _short(entry: Any) -> Any:
    """The entry in a short form; a long quotient of polynomials by its factors, for which simplify takes minutes."""
    try:
        return sympy.factor(entry) if _is_long(entry) else sympy.simplify(entry)
    except TypeError:  # "Invalid NaN comparison", of roots of moduli
        return entry


def _is_long(entry: Any) -> bool:
    return bool(entry.is_rational_function()) and sympy.count_ops(entry) > LONG


def _compared(entry: Any, derivative: Any, other: Any, moving: Sequence[Any]) -> tuple[Any, bool]:
    """df of an entry of f in a short form, and whether it is another: of long quotients differential by differential."""
    if not _is_long(derivative):
        return _short(derivative), _short(derivative - other) == 0
    parts = {s: _differential(s) for s in moving if s in entry.free_symbols}
    slopes = {s: sympy.diff(other, moving) for s, moving in parts.items()}
    proved = all(sympy.factor(sympy.diff(entry, s)) - slope == 0 for s, slope in slopes.items())
    proved = proved or all(sympy.cancel(sympy.diff(entry, s) - slope) == 0 for s, slope in slopes.items())
    return sympy.Add(*[slope * parts[s] for s, slope in slopes.items()]), proved


def _by(
    found: Derivative, f: Matrix, values: Mapping[Node, Matrix], sizes: Mapping[str, int]
) -> tuple[list[Table], bool]:
    """df and the Jacobian by one variable; whether SymPy's scalar derivatives prove it."""
    variable = found.variable
    x = values[variable]
    moving = x.applyfunc(_differential)
    free = sorted(x.free_symbols, key=str)
    df = f.applyfunc(lambda e: sum((sympy.diff(e, s) * _differential(s) for s in free), sympy.Integer(0)))
    jacobian = explicit(found.jacobian, values, sizes).applyfunc(_short)
    right = jacobian * sympy.ImmutableMatrix([moving[i, j] for j in range(x.cols) for i in range(x.rows)])
    vec = [(i, j) for j in range(df.cols) for i in range(df.rows)]
    found_at = {at: _compared(f[at], df[at], other, free) for at, other in zip(vec, right, strict=True)}
    short = sympy.ImmutableMatrix(df.rows, df.cols, lambda i, j: found_at[i, j][0])
    proved = all(same for _, same in found_at.values())
    name = f"d{variable.spelling}"
    blocks = (f.rows, x.rows) if f.rows * f.cols > 1 and x.cols > 1 else (0, 0)
    tables = [table(f"df along {name}", short)]
    if found.gradient is not None and not variable.is_scalar:
        gradient = explicit(found.gradient, values, sizes).applyfunc(_short)
        tables.append(table(f"gradient by {variable.spelling}", gradient))
    tables.append(table(f"J by {variable.spelling}", jacobian, blocks))
    known = {v.name: m for v, m in values.items() if isinstance(v, Symbol) and not v.is_scalar} | {"f": f}
    named = _blocks(f"the blocks of J by {variable.spelling}", jacobian, blocks, known) if blocks[0] else None
    return [*tables, *([named] if named else [])], proved


def _differential(entry: Any) -> Any:
    """da_11 for a_11, the same function of the differentials for -a_11, 0 for 0."""
    return entry.subs({s: sympy.Symbol(f"d{s}", real=True) for s in entry.free_symbols}, simultaneous=True)


def dimensions(roots: Sequence[Node]) -> list[str]:
    """Every dimension name below the roots."""
    found = [s for n in postorder(*roots) for s in (*n.shape, *getattr(n, "sizes", ()))]
    return sorted({name for s in found if isinstance(s, Dim) for name in s.names})


def matrix_of_symbol(variable: Symbol, sizes: Mapping[str, int]) -> Matrix:
    """A variable as a matrix of symbols a_11, a_12, ... of its kind."""
    rows, cols = (size_value(s, sizes) for s in variable.shape)
    if rows * cols > MOST_ENTRIES:
        raise MatcalcError("limit", f"{variable.spelling} has {rows * cols} entries at this size", hint="a smaller -n")
    if variable.is_scalar:
        return scalar(symbol_of_number(variable.name, variable.kind))
    kind = KINDS[variable.kind]
    if kind.orthonormal:
        raise MatcalcError("unsupported", f"the entries of {variable.spelling} are not free: it is {kind.adjective}")
    return sympy.ImmutableMatrix(rows, cols, lambda i, j: _tied_entry(variable.name, kind, i, j, cols))


def _tied_entry(name: str, kind: Kind, i: int, j: int, cols: int) -> Any:
    """The symbol at (i, j), from 0, with its sign; 0 where the kind has a zero."""
    place = kind.entry(i, j, cols) if kind.entry else (1, i, j)
    return 0 if place is None else place[0] * _entry(name, place[1] + 1, place[2] + 1, cols)


def _entry(name: str, i: int, j: int, cols: int) -> Any:
    letter = name[0].lower() + name[1:]
    index = f"{i}{j}" if cols > 1 else str(i)
    return sympy.Symbol(f"{letter}_{index}", real=True)


def table(title: str, matrix: Matrix, blocks: tuple[int, int] = (0, 0)) -> Table:
    """A matrix as text and as LaTeX, a denominator that entries have in common in front of it."""
    below = _denominator(matrix)
    inside = matrix if below == 1 else (matrix * below).applyfunc(_short)
    rows = [[_text(inside[i, j]) for j in range(inside.cols)] for i in range(inside.rows)]
    source = [[sympy.latex(inside[i, j]) for j in range(inside.cols)] for i in range(inside.rows)]
    text = f"({_text(below)})" if below.is_Add or below.is_Mul else _text(below)
    factor = ("", "") if below == 1 else (f"1/{text}", sympy.latex(1 / below))
    return Table(title, rows, source, blocks, factor)


def _text(entry: Any) -> str:
    return str(entry).replace("**", "^")


def _denominator(matrix: Matrix) -> Any:
    """The common denominator of a matrix in which every entry but 0 has it; 1 otherwise."""
    below = {sympy.fraction(sympy.together(entry))[1] for entry in matrix if entry != 0}
    return below.pop() if len(below) == 1 and len(matrix) > 1 else sympy.Integer(1)


def _blocks(title: str, jacobian: Matrix, size: tuple[int, int], values: Mapping[str, Matrix]) -> Table | None:
    """The blocks d(column j of f)/d(column l of X) by name, A + a_11 I; None where one has no name."""
    rows, cols = size
    named = [
        [
            _name(jacobian[j * rows : (j + 1) * rows, k * cols : (k + 1) * cols], values)
            for k in range(jacobian.cols // cols)
        ]
        for j in range(jacobian.rows // rows)
    ]
    rows_of_names = [[name for name in row if name is not None] for row in named]
    if any(None in row for row in named):
        return None
    return Table(title, rows_of_names, [[_as_latex(e) for e in row] for row in rows_of_names], (0, 0))


def _as_latex(text: str) -> str:
    indexed = re.sub(r"_(\d+)", r"_{\1}", text)
    return re.sub(r"\^(\d+)", r"^{\1}", indexed).replace("*", " ").replace("'", r"^{\mathsf{T}}")


def _name(block: Matrix, values: Mapping[str, Matrix]) -> str | None:
    """A block as M + c I or c M with M a variable, its transpose, f or 0; None for any other block."""
    turned = {f"{name}'": value.T for name, value in values.items() if name != "f"}
    there = {name: value for name, value in {**values, **turned}.items() if value.shape == block.shape}
    candidates: dict[str, Matrix] = {"": sympy.zeros(*block.shape)}
    candidates |= there | {f"-{name}": -value for name, value in there.items()}
    symbols = tuple(sorted({s for value in values.values() for s in value.free_symbols}, key=str))
    seen = _at_primes(block.as_immutable(), symbols)
    for name, candidate in candidates.items():
        numbers = None if seen is None else _at_primes(candidate.as_immutable(), symbols)
        if seen is not None and numbers is not None and not _is_scalar(seen - numbers):
            continue
        rest = (block - candidate).applyfunc(_short)
        if rest.rows == rest.cols and rest == rest[0, 0] * sympy.eye(rest.rows):
            return _with_identity(name, rest[0, 0])
        if not any(rest):
            return name or "0"
    likely = ((n, v) for n, v in there.items() if not _apart(seen, _at_primes(v.as_immutable(), symbols)))
    return next((text for name, value in likely if (text := _multiple(name, block, value))), None)


@lru_cache(maxsize=64)
def _at_primes(matrix: Matrix, symbols: tuple[Any, ...]) -> Matrix | None:
    """The matrix where the symbols are prime numbers, which shows at once what is not zero; None if that is no number."""
    found = matrix.subs({s: sympy.prime(10 + i) for i, s in enumerate(symbols)}, simultaneous=True)
    return found if all(entry.is_Rational for entry in found) else None


def _is_scalar(numbers: Matrix) -> bool:
    """Whether it is zero, or a multiple of I."""
    return not any(numbers) or (numbers.rows == numbers.cols and numbers == numbers[0, 0] * sympy.eye(numbers.rows))


def _apart(one: Matrix | None, other: Matrix | None) -> bool:
    """Whether two matrices of numbers are surely no multiples of each other."""
    if one is None or other is None or not any(other):
        return False
    place = next(i for i, entry in enumerate(other) if entry)
    return any(one * other[place] - other * one[place])


def _multiple(name: str, block: Matrix, value: Matrix) -> str:
    """c*M where the block is that; empty where it is not."""
    place = next((i for i, entry in enumerate(value) if entry != 0), None)
    if place is None:
        return ""
    factor = _short(block[place] / value[place])
    if any((block - factor * value).applyfunc(_short)):
        return ""
    text = _text(factor)
    return f"({text})*{name}" if factor.is_Add or "/" in text else f"{text}*{name}"


def _with_identity(name: str, factor: Any) -> str:
    if factor == 0:
        return name or "0"
    text = _text(factor)
    multiple = "I" if factor == 1 else f"({text})*I" if factor.is_Add else f"{text}*I"
    return f"{name} + {multiple}" if name else multiple
