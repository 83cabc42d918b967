"""The operations as whoever calls them sees them: which module brings one into its normal form is registered here.

Sums are made of products and products of sums, both of transposes: their modules know these four functions, not each
other.
"""

from __future__ import annotations

from matcalc_cli.expr.operations import TRANSPOSE
from matcalc_cli.later import load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.node import Node
    from matcalc_cli.expr.shapes.dimensions import Size

    Maker: TypeAlias = Callable[[tuple[Node, ...]], Node]
    Placing: TypeAlias = Callable[[tuple[Node, ...], tuple[Size, ...]], Node]

NORMAL: dict[Function | str, Maker] = {}
"""How the operations that have a normal form of their own are built, sums and products too; filled by the modules of
this package."""

OF_KIND: dict[type[Function], Callable[[Function, tuple[Node, ...]], Node]] = {}
"""How functions that are made for one program are built: by the class of their records."""

SIZED: dict[Function, Placing] = {}
"""How operations are built whose sizes say what they do: selections and blocks."""


def normal_form(function: Function | str) -> Callable[[Maker], Maker]:
    """Register the decorated function as the maker of `function`."""

    def register(maker: Maker) -> Maker:
        NORMAL[function] = maker
        return maker

    return register


def made_in(module: str, table: dict[Any, Any], *keys: Function | type[Function] | str) -> None:
    """Say which module fills the places of a table for operations that few programs have: it is loaded for the first of them."""
    for key in keys:
        table[key] = _loading(module, table, key)


def _loading(module: str, table: Mapping[Any, Any], key: Function | type[Function] | str) -> Callable[..., Node]:
    def make(*given: Any) -> Any:
        load(f"matcalc_cli.expr.{module}")
        return table[key](*given)

    return make


def transpose(node: Node) -> Node:
    """X'."""
    return node.flipped or NORMAL[TRANSPOSE]((node,))


def add(*terms: Node) -> Node:
    """The sum of terms of one shape."""
    return NORMAL["+"](terms)


def multiply(*factors: Node) -> Node:
    """The product of factors whose shapes chain; 1x1 factors go anywhere."""
    return NORMAL["*"](factors)


def member(family: Node, indices: tuple[Node, ...]) -> Node:
    """x_i of the family x."""
    return NORMAL["member"]((family, *indices))
