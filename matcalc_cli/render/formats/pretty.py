"""The tree for a reader, in Unicode or without."""

from __future__ import annotations

from matcalc_cli.language.tree import Tree
from matcalc_cli.render.formats.markup import Piece
from matcalc_cli.render.formats.text import Plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection


def pretty(tree: Tree, unicode: bool = True, differentials: Collection[str] = ()) -> list[Piece]:
    """The tree for a reader: in mathematical notation, or as `plain` where Unicode cannot be shown."""
    if not unicode:
        return Plain(differentials).write(tree)
    from matcalc_cli.render.formats.unicode import Unicode
    from matcalc_cli.render.writing.mathematics import mathematical

    written = mathematical(tree)
    return Unicode(written, differentials).write(written)
