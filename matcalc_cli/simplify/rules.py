"""The equations that simplify expressions, as the records of functions say them.

What is true of sums, products, powers, transposes and traces in general is no equation: expressions are built in
that normal form (expr).
"""

from __future__ import annotations

from matcalc_cli.functions import FUNCTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

Equation = tuple[str, str]
"""The head of the left side, and the text."""


def equations(*, elementwise: bool) -> Iterator[Equation]:
    """The equations in the records of elementwise functions, which hold of scalars too, or of the others."""
    for function in FUNCTIONS.values():
        if function.equations and function.elementwise is elementwise:
            yield from [(head, text) for head, texts in function.equations.items() for text in texts]
