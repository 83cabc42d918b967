"""The names in a report: a variable with its kind and shape, the gradient's nabla, the symbols of a node."""

from __future__ import annotations

from matcalc_cli.expr.shapes.dimensions import Dim, Size, is_declarable
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.names import with_letters
from matcalc_cli.later import Later
from matcalc_cli.render.formats.markup import Piece
from matcalc_cli.render.formats.unspecified import declarations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.render.formats import scripts
else:
    scripts = Later("matcalc_cli.render.formats.scripts")


def spelled(symbol: Symbol, *, unicode: bool) -> str:
    """The input's spelling with Greek letters, or the canonical ASCII name; of a family that of a member, x_i."""
    text = symbol.spelling if unicode and symbol.spelling else symbol.name
    return (with_letters(text) if unicode and text.isascii() else text) + general_index(symbol)


def as_typed(symbol: Symbol) -> str:
    """The input's spelling, which a script knows it by: alpha of alpha, α of α; of a family that of a member, x_i."""
    return (symbol.spelling or symbol.name) + general_index(symbol)


def general_index(symbol: Symbol) -> str:
    """The index that a member of a family has; nothing of what is no family."""
    return f"_{'ijkl'[: symbol.axes]}" if symbol.axes else ""


def differentials(answer: Answer) -> frozenset[str]:
    """The names of the variables' differentials, also of those that do not look it (dweights)."""
    return frozenset(f"d{symbol.name}" for symbol in answer.variables)


def size_text(size: Size, *, unicode: bool) -> str:
    """A dimension: `n`, `m*n` (in Unicode `mn`), `(n+1)`."""
    text = str(size).replace(" ", "")
    if unicode:
        text = _with_raised_powers(text)
    if isinstance(size, Dim) and len(size.terms) > 1:
        return f"({text})"
    return text.replace("*", "") if unicode and not text[0].isdigit() else text


def exponent(order: int, *, unicode: bool) -> str:
    """The exponent behind the d of a derivative of an order: `³` or `^3`, nothing of the first."""
    text = f"^{order}" if order > 1 else ""
    return _with_raised_powers(text) if unicode else text


def _with_raised_powers(text: str) -> str:
    """n^2 as n²."""
    first, *others = text.split("^")
    for other in others:
        digits = other[: len(other) - len(other.lstrip("0123456789"))]
        first += (scripts.raised(digits) or f"^{digits}") + other[len(digits) :]
    return first


def shape_text(rows: Size, cols: Size, *, unicode: bool) -> str:
    """`n×n` or `n x n`."""
    return ("×" if unicode else " x ").join(size_text(size, unicode=unicode) for size in (rows, cols))


def sizes_of(symbol: Symbol) -> tuple[Size, ...]:
    """The dimensions a declaration of the symbol's kind has: none, the rows, or both."""
    return symbol.shape[: KINDS[symbol.kind].dims]


def declaration(name: str, kind: str, sizes: tuple[Size, ...]) -> str:
    """`S: symmetric(n)`; without dimensions where one of them is no name, number or product."""
    writable = all(map(is_declarable, sizes))
    dims = f"({','.join(map(str, sizes))})" if sizes and writable else ""
    return f"{name}: {kind}{dims}"


def described(symbol: Symbol) -> list[Piece]:
    """`A  matrix m×n`, `x  vector n`, `λ  scalar`, in Unicode."""
    sizes = sizes_of(symbol)
    rows = () if not sizes else (symbol.rows,) if "1" in KINDS[symbol.kind].shape else symbol.shape
    shape = " " + "×".join(size_text(size, unicode=True) for size in rows) if rows else ""
    return [("variable", spelled(symbol, unicode=True)), ("shape", f"  {symbol.kind}{shape}")]


def subscripted(letter: str, name: str, *, unicode: bool) -> str:
    """`∇ₓ`, `J_A`: the letter with the name as its index."""
    index = scripts.lowered(name) if unicode else None
    return letter + (index or f"_{name}")


def taken_names(answer: Answer) -> set[str]:
    """The names of the variables, of the functions without a formula in an answer, and of those that its program defines."""
    functions = declarations(answer.expression).keys() | answer.program.definitions.keys()
    return {symbol.name for symbol in answer.variables} | functions


def function_letter(names: set[str]) -> str:
    """The letter of the expression: f, unless a variable has that name, or is called df."""
    letters = ("f", "g", "h", "F", "the expression")
    return next(letter for letter in letters if names.isdisjoint((letter, f"d{letter}")))


def shape_description(node: Node, *, unicode: bool) -> str:
    """The kind and shape of a value: `scalar`, `vector n`, `n×p`; in ASCII as in a where clause, `matrix(n,p)`."""
    if node.is_scalar:
        return "scalar"
    column = node.cols == 1
    if unicode:
        return f"vector {size_text(node.rows, unicode=True)}" if column else shape_text(*node.shape, unicode=True)
    return f"vector({node.rows})" if column else f"matrix({node.rows},{node.cols})"


def single_differential(answer: Answer) -> Node | None:
    """df: of the one variable, or the total over several; None where nothing varies."""
    return answer.derivatives[0].differential if len(answer.derivatives) == 1 else answer.total
