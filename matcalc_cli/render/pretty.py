"""The tree for a reader, in Unicode or without."""

from __future__ import annotations

from matcalc_cli.language.tree import Tree
from matcalc_cli.render.markup import Piece
from matcalc_cli.render.text import Plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection


def pretty(tree: Tree, unicode: bool = True, differentials: Collection[str] = ()) -> list[Piece]:
    """The tree for a reader: in mathematical notation, or as `plain` where Unicode cannot be shown."""
    if not unicode:
        return Plain(differentials).write(tree)
    from matcalc_cli.render.mathematics import mathematical
    from matcalc_cli.render.unicode import Unicode

    written = mathematical(tree)
    return Unicode(written, differentials).write(written)
