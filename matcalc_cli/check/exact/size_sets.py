"""The sizes at which a derivative is compared: all different, in both orders, small first."""

from __future__ import annotations

from itertools import chain, islice, permutations

from matcalc_cli.check.exact.draw import mixed, setting_of
from matcalc_cli.check.exact.room import roomy
from matcalc_cli.expr.node import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SMALLEST = 3
OTHERS = 4
"""How many orders are tried besides ascending, descending and mixed ones."""


def size_sets(
    roots: Sequence[Node], given: Mapping[str, int] | None = None, *, smallest: Sequence[int] = (3, 3, 4, 4, 5)
) -> list[dict[str, int]]:
    """Sizes for every dimension of some expressions, those `given` fixed; `smallest` of each set in turn.

    inv(X'*X) needs a tall X and det(X*X') a wide one, so ascending and descending sizes alternate.
    """
    setting = setting_of(*roots)
    names = setting.names
    if setting.limits:
        return roomy(names, setting.limits, given or {}, len(smallest))
    ascending = tuple(range(len(names)))
    orders = [ascending, ascending[::-1]] * 3
    first = [tuple(least + k for k in order) for least, order in zip(smallest, orders, strict=False)]
    more = chain(mixed(ascending), islice(permutations(ascending), 1, OTHERS + 1))
    others = [tuple(SMALLEST + k for k in order) for order in more]
    sets = [dict(zip(names, values, strict=True)) | dict(given or {}) for values in dict.fromkeys([*first, *others])]
    return [*filter(setting.exist, sets)] or sets
