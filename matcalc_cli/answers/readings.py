"""The readings of a derivative, one record each: the gradient, the Jacobian and their like, what they are and are called."""

from __future__ import annotations

from matcalc_cli.expr.shapes.dimensions import product_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.expr.shapes.dimensions import Shape


class Record:
    """One reading of a derivative; everybody else asks this record.

    name        also the attribute of a `Derivative`, and what emitted code calls its function
    noun        as it stands in a sentence
    command     the command that prints it alone
    shape       of the reading of f by x, None where there is none: the first reading that fits a claim is meant
    summary     what emitted code says of it, {0} the direction
    emitted     where it stands in emitted code; 0 if it is not there
    symbol      the letter before or for f: "∇", "J", "H"; none where it is a quotient of differentials
    vectorized  between stacked columns, so that it depends on what vec stacks
    layout      what its transpose is known as
    order       1 or 2
    main        what a report shows of a derivative is the first of these that it has
    said        what a formula of a derivation that is this reading may be said to be: "first", "second", "differential"
    of_entries  the noun where there is one for every entry of f
    """

    __slots__ = (
        "command",
        "emitted",
        "layout",
        "main",
        "name",
        "noun",
        "of_entries",
        "order",
        "said",
        "shape",
        "summary",
        "symbol",
        "vectorized",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        noun: str,
        *,
        command: str = "",
        shape: Callable[[Node, Symbol], Shape | None] = lambda _, __: None,
        summary: str = "",
        emitted: int = 0,
        symbol: str = "",
        vectorized: bool = False,
        layout: str = "",
        order: int = 1,
        main: bool = False,
        said: Sequence[str] = (),
        of_entries: str = "",
    ) -> None:
        self.name = name
        self.noun = noun
        self.command = command
        self.shape = shape
        self.summary = summary
        self.emitted = emitted
        self.symbol = symbol
        self.vectorized = vectorized
        self.layout = layout
        self.order = order
        self.main = main
        self.said = said
        self.of_entries = of_entries


def _squares(f: Node, x: Symbol) -> Shape | None:
    """The shape of the Hessians of all entries of f, below each other."""
    size = product_of(x.rows, x.cols)
    return None if x.is_scalar else (product_of(product_of(*f.shape), size), size)


_RECORDS = (
    Record("differential", "differential", command="differential", summary="The differential df along {0}.", emitted=1, said=("differential",)),
    Record("derivative", "derivative", shape=lambda f, x: f.shape if x.is_scalar else None, main=True, said=("first",)),
    Record(
        "gradient", "gradient", command="grad", symbol="∇", layout=" (the layout ∂f/∂Xᵀ)",
        shape=lambda f, x: x.shape if f.is_scalar and not x.is_scalar else None,
        summary="The gradient G: df = tr(G'*{0}).", emitted=3, main=True, said=("first",),
    ),
    Record(
        "jacobian", "Jacobian", command="jacobian", symbol="J", vectorized=True, layout=" (the layout of ∂fᵀ/∂x)",
        shape=lambda f, x: (product_of(*f.shape), product_of(*x.shape)),
        summary="The Jacobian J: vec(df) = J*vec({0}).", emitted=2, main=True, said=("first",),
    ),
    Record(
        "hessian", "Hessian", command="hessian", symbol="H", vectorized=True, shape=_squares,
        summary="The Hessian H: d2f = vec({0})'*H*vec({0}).", emitted=4, order=2, said=("second",),
        of_entries="stack of the Hessians of f's entries (in the order of vec(f))",
    ),
)  # fmt: skip

FIRST = tuple([record.name for record in _RECORDS if record.order == 1])
"""The first-order readings."""
MAIN = tuple([record.name for record in _RECORDS if record.main])
"""The first of these that a derivative has is what a report shows of it."""
READINGS: dict[str, Record] = {record.name: record for record in _RECORDS}
"""Every record by its name, in the order in which a claim is tried to be one."""
PRINTED_BY: dict[str, Record] = {record.command: record for record in _RECORDS if record.command}
"""Every record by the command that prints it alone."""
