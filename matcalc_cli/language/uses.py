"""The names that a program uses: where first, in which letters, and which of them are probably not meant as names."""

from __future__ import annotations

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.mistakes import misnamed
from matcalc_cli.language.names import NAME_OF, SAME_GLYPHS
from matcalc_cli.language.tree import Call, Name, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


class Subtrees:
    """The names in some trees, for each of these, and what has parts: operations, calls, members. In the order of one walk."""

    __slots__ = ("inner", "names")

    def __init__(self, roots: Sequence[Tree]) -> None:
        self.inner: list[Tree] = []
        self.names: list[list[Name]] = []
        for root in roots:
            self.names.append(names := [])
            stack = [root]
            while stack:
                tree = stack.pop()
                if isinstance(tree, Name):
                    names.append(tree)
                if parts := tree.children:
                    self.inner.append(tree)
                    stack += parts
                elif isinstance(tree, Call):
                    self.inner.append(tree)


class Uses:
    """The names of all expressions of a program; `first` has the first use of each, `counts` how many there are."""

    __slots__ = ("_doubtful", "_glyphs", "_indices", "_members", "counts", "first")

    def __init__(self) -> None:
        self.first: dict[str, Name] = {}
        self.counts: dict[str, int] = {}
        self._glyphs: dict[str, str] = {}
        self._indices: set[str] = set()
        self._doubtful: list[Name] = []
        self._members: set[str] = set()

    def add(self, name: Name, before: Token | None) -> None:
        """A name where an expression uses it, behind the word `before`."""
        self.first.setdefault(name.name, name)
        self.counts[name.name] = self.counts.get(name.name, 0) + 1
        imaginary = name.name in misnamed.IMAGINARY and before and before.kind == "number" and before.end == name.start
        if imaginary or misnamed.is_indexed(name.spelling):
            self._doubtful.append(name)
        if not name.spelling.isascii():
            self._check_glyph(name)

    def add_member(self, member: Name) -> None:
        """A member that is written with its indices in brackets."""
        self._members.add(member.name)

    def add_call(self, call: Call) -> None:
        """A call, which may bind an index."""
        if binds(call) and isinstance(call.arguments[0], Name):
            self._indices.add(call.arguments[0].name)

    def check(self, declared: Collection[str]) -> None:
        """Refuse `A_ij` and `1i`, unless a declaration, a binding or a sum's index says that it is a name or a member.

        That of another member of a family, w_ij of w_kk or w_(k,j), says so too.
        """
        stems = {name.rpartition("_")[0] for name in (*declared, *self._members)}
        for name in self._doubtful:
            stem, _, subscript = name.name.rpartition("_")
            told = stem in stems or name.name in {*declared, *self._indices}
            if not told and not {*subscript} & self._indices:
                raise misnamed.doubtful(name)

    def _check_glyph(self, name: Name) -> None:
        """φ and ϕ are one name, so who writes both would get one variable where two were meant."""
        for character in filter(NAME_OF.__contains__, name.spelling):
            letter = SAME_GLYPHS.get(character, character)
            other = self._glyphs.setdefault(NAME_OF[letter], letter)
            if other != letter:
                raise misnamed.two_glyphs(name, letter, other)
