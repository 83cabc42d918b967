"""What a report calls things: a variable with its kind and shape, the gradient's nabla, the symbols of a node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcalc_cli.expr.shape import Dim, Size
from matcalc_cli.render.markup import Piece
from matcalc_cli.render.scripts import lowered

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Node, Symbol

_DIMS_OF_KIND = {"scalar": 0, "integer": 0, "index": 0, "vector": 1, "matrix": 2}


def spelled(symbol: Symbol, *, unicode: bool) -> str:
    """The input's spelling, or the canonical ASCII name."""
    return symbol.spelling if unicode and symbol.spelling else symbol.name


def differentials(node: Node) -> frozenset[str]:
    """The names in the node that are differentials."""
    return frozenset(s.name for s in node.symbols if s.differential_of is not None)


def size_text(size: Size, *, unicode: bool) -> str:
    """A dimension: `n`, `m*n` (in Unicode `mn`), `(n+1)`."""
    text = str(size).replace(" ", "")
    if isinstance(size, Dim) and len(size.terms) > 1:
        return f"({text})"
    return text.replace("*", "") if unicode and not text[0].isdigit() else text


def shape_text(rows: Size, cols: Size, *, unicode: bool) -> str:
    """`n×n` or `n x n`."""
    return ("×" if unicode else " x ").join(size_text(size, unicode=unicode) for size in (rows, cols))


def sizes_of(symbol: Symbol) -> tuple[Size, ...]:
    """The dimensions a declaration of the symbol's kind has: none, the rows, or both."""
    count = _DIMS_OF_KIND.get(symbol.kind, 1)
    return symbol.shape[:count]


def declaration(name: str, kind: str, sizes: tuple[Size, ...]) -> str:
    """`S: symmetric(n)`; without dimensions where one of them is no name or number."""
    writable = all(isinstance(size, int) or size.is_name for size in sizes)
    dims = f"({','.join(map(str, sizes))})" if sizes and writable else ""
    return f"{name}: {kind}{dims}"


def described(symbol: Symbol) -> list[Piece]:
    """`A  matrix m×n`, `x  vector n`, `λ  scalar`, in Unicode."""
    sizes = sizes_of(symbol)
    rows = () if not sizes else (symbol.rows,) if symbol.kind == "vector" else symbol.shape
    shape = " " + "×".join(size_text(size, unicode=True) for size in rows) if rows else ""
    return [("variable", spelled(symbol, unicode=True)), ("shape", f"  {symbol.kind}{shape}")]


def subscripted(letter: str, name: str, *, unicode: bool) -> str:
    """`∇ₓ`, `J_A`: the letter with the name as its index."""
    index = lowered(name) if unicode else None
    return letter + (index or f"_{name}")


def function_letter(names: set[str]) -> str:
    """What to call the expression: f, unless a variable has that name."""
    return next(letter for letter in ("f", "g", "h", "F", "the expression") if letter not in names)
