"""Lines about one part of a derivation, said of another that differs from it in names alone: the layers of a network."""

from __future__ import annotations

from matcalc_cli.answers.derivation import Line
from matcalc_cli.explain.rules.statements import LETTERS
from matcalc_cli.explain.trees import name_of
from matcalc_cli.expr.alike import named, without_names
from matcalc_cli.language.tree import Name, Tree
from matcalc_cli.render.formats.writer import is_differential
from matcalc_cli.render.writing.fold import fold
from matcalc_cli.render.writing.sharing import copied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Sequence

    from matcalc_cli.answers.derivation import Prose
    from matcalc_cli.expr.node import Node, Symbol


class Said:
    """Lines, and formulas beside them, about an expression with these names."""

    __slots__ = ("formulas", "lines", "symbols")

    def __init__(self, symbols: Sequence[Symbol], lines: Sequence[Line], formulas: Sequence[Tree]) -> None:
        self.symbols = symbols
        self.lines = lines
        self.formulas = formulas

    def of(self, symbols: Sequence[Symbol], left: Tree, claim: Node) -> Said:
        """Lines and formulas with other names in them, about what has that left side and claims that."""
        names = {old.name: name_of(new) for old, new in zip(self.symbols, symbols, strict=True) if old is not new}

        def tree(old: Tree) -> Tree:
            return fold(old, lambda node, parts: _renamed(node, parts, names))

        def prose(old: Prose) -> Prose:
            return [part if isinstance(part, str) else tree(part) for part in old]

        lines = [
            Line(None if line.left is None else left, tree(line.right), prose(line.reason), claim)
            for line in self.lines
        ]
        return Said(symbols, lines, list(map(tree, self.formulas)))


def _renamed(node: Tree, parts: list[Tree], names: dict[str, Name]) -> Tree:
    return names.get(node.name, node) if isinstance(node, Name) and not parts else copied(node, parts)


class Renaming:
    """All that has been said so far; names that are `taken` otherwise, as those of sizes, are never put for others."""

    def __init__(self, taken: Collection[str]) -> None:
        self.taken = taken
        self.known: dict[Hashable, Said] = {}

    def said(self, about: Sequence[Node], left: Tree, claim: Node, say: Callable[[], Said]) -> Said:
        """Lines and formulas about some expressions, from `say`, or from what it has said about others like them."""
        symbols = named(about)
        if any(s.name in self.taken for s in symbols):
            return say()
        key = (without_names(about), tuple(map(_looks, symbols)))
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = say()
            known.symbols = symbols
            return known
        return known.of(symbols, left, claim)


def _looks(symbol: Symbol) -> Hashable:
    """The looks of a name, on which lines depend: how long it is, whether it reads as a differential, and a letter that rules are stated in."""
    name = symbol.name
    return (len(name), is_differential(name), name if name in LETTERS else "")
