"""The values of an expression where its functions have one: code computes a number for clip(x, 2, 1) too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.compiled import Compiled
from matcalc_cli.expr.node import Apply, Node, postorder
from matcalc_cli.validity import of_value

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]


class Inside(Compiled):
    """An expression that has no value where what its piecewise functions need to be positive is not."""

    __slots__ = ("_positive",)

    def __init__(self, node: Node, sizes: Mapping[str, int], whole: Node | None = None) -> None:
        """An expression; `whole` is that whose functions must have values, where it is another one."""
        super().__init__(node, sizes)
        self._positive = [Compiled(bound, sizes) for bound in dict.fromkeys(_positive(whole or node))]

    @property
    def is_bounded(self) -> bool:
        """Whether the code computes a number where there is no value."""
        return bool(self._positive)

    def __call__(self, point: Mapping[str, Array]) -> Array | None:
        """The value with two axes; None where it is not finite or there is none."""
        bounds = (bound(point) for bound in self._positive)
        return None if any(b is not None and (b <= 0).any() for b in bounds) else super().__call__(point)


def _positive(root: Node) -> Iterator[Node]:
    """The expressions that must be positive for the piecewise functions of an expression to have values, where no sum goes through it."""
    for node in postorder(root):
        if isinstance(node, Apply) and node.function.piecewise:
            for condition in of_value(node.function, node.args):
                symbols = condition.node.symbols
                if condition.predicate == "positive" and symbols and not any(s.kind == "index" for s in symbols):
                    yield condition.node
