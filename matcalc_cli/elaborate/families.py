"""Families: which names with a subscript are members, `x_i` under a sum over i, and at which indices."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.derived import with_children
from matcalc_cli.language.grammar.ranges import Environment, binds, scoped
from matcalc_cli.language.names import CONSTANTS
from matcalc_cli.language.tree import (
    Binding,
    Call,
    Declaration,
    Literal,
    Member,
    Name,
    Program,
    Tree,
    UnspecifiedCall,
)
from matcalc_cli.language.uses import Subtrees
from matcalc_cli.walk import children_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from typing import TypeAlias

    Letters: TypeAlias = Mapping[str, Sequence[str]]
    """The families of a program by their stems, with letters for the indices of a member."""


def with_members(
    program: Program,
    declarations: Sequence[Declaration],
    known: Letters | None = None,
    subtrees: Subtrees | None = None,
) -> tuple[Program, Letters]:
    """The program with its members as such, and the families, with letters as they are written.

    `known` are those of another program that this one speaks about.
    """
    if not (known or _may_have_members(subtrees or Subtrees(program.roots))):
        return program, {}
    found = _Families(program, declarations, known or {})
    if not found.letters:
        return program, {}
    bindings = [Binding(b.name, found.rewritten(b.value)) for b in program.bindings]
    return program.of(bindings, found.rewritten(program.body)), found.letters


def _may_have_members(subtrees: Subtrees) -> bool:
    """Whether anything is over an index, or has one."""
    return any([isinstance(tree, Member) or binds(tree) for tree in subtrees.inner])


def stem_of(name: str, families: Container[str]) -> str | None:
    """The family that a name with a subscript belongs to."""
    stem, _, subscript = name.rpartition("_")
    return stem if subscript and stem in families else None


class _Families:
    """The families of a program by their stems."""

    def __init__(self, program: Program, declarations: Sequence[Declaration], known: Letters) -> None:
        self.roots = program.roots
        self.declared = {d.name.name: d for d in declarations}
        self.letters = {stem: list(letters) for stem, letters in known.items()}
        trees = [tree for root in self.roots for tree in children_first([root])]
        indices = [t.arguments[0] for t in trees if binds(t) and isinstance(t, Call)]
        self.words = {index.name for index in indices if isinstance(index, Name)}
        for root in self.roots:
            for tree, bound in sorted(scoped(root), key=lambda pair: pair[0].start):
                if isinstance(tree, Member):
                    self._add(tree, tree.stem.name, [_letter(index, bound) for index in tree.indices])
                elif isinstance(tree, UnspecifiedCall):
                    _check_function(tree, bound)
                elif isinstance(tree, Name) and (letters := self._bound_letters(tree, bound)):
                    self._add(tree, tree.name.rpartition("_")[0], letters)
        for root in self.roots if self.letters else ():
            for tree, _ in scoped(root):
                self._check_stem(tree)

    def _bound_letters(self, tree: Name, bound: Environment) -> Sequence[str]:
        """The indices of a name by its subscript if the sums around bind them; none of an ordinary name."""
        stem, _, subscript = tree.name.rpartition("_")
        if not stem or not bound or not subscript:
            return ()
        if subscript in bound:
            return (subscript,)
        bound_ones = [letter for letter in subscript if letter in bound]
        if not bound_ones or (len(subscript) > 1 and tree.name in self.declared and len(bound_ones) < len(subscript)):
            return ()
        if any(not (letter in bound or letter.isdigit()) for letter in subscript):
            raise self._half_bound(tree, bound_ones)
        return tuple(subscript)

    def _half_bound(self, tree: Name, bound: Sequence[str]) -> MatcalcError:
        kind = "matrix(m,n)" if tree.name[0].isupper() else "vector(n)"
        free = [letter for letter in tree.name.rpartition("_")[2] if letter not in bound and not letter.isdigit()]
        return MatcalcError(
            "name", f"of the indices of {tree.spelling} a sum binds {' and '.join(bound)}, and nothing {' and '.join(free)}",
            [Label(tree.start, tree.end)],
            hint=f"a member of a family is {tree.name.rpartition('_')[0]}_({','.join(tree.name.rpartition('_')[2])}), "
            f"a name of its own is declared: where {tree.name}: {kind}",
        )  # fmt: skip

    def _add(self, tree: Name, stem: str, letters: Sequence[str]) -> None:
        letters = [letter if letter[:1].isalpha() else "" for letter in letters]
        known = self.letters.setdefault(stem, list(letters))
        if len(known) == len(letters):
            known[:] = _distinct([old or new for old, new in zip(known, letters, strict=True)])
        if len(known) != len(letters):
            raise MatcalcError(
                "name", f"some members of {stem} have {len(known)} ind{'ex' if len(known) == 1 else 'ices'}, and this one not",
                [Label(tree.start, tree.end)], hint="give one of the families another letter",
            )  # fmt: skip

    def _check_stem(self, tree: Tree) -> None:
        if type(tree) is Name and tree.name in self.letters and tree.name not in CONSTANTS:
            raise MatcalcError(
                "name", f"{tree.spelling} is a family here, and a member of it has an index", [Label(tree.start, tree.end)],
                hint=f"give it another name than {tree.spelling}, or an index",
            )  # fmt: skip

    def rewritten(self, root: Tree) -> Tree:
        """The tree with every `x_...` of a family as a member."""
        done: dict[int, Tree] = {}
        for tree in children_first([root]):
            done[id(tree)] = self._rewritten(tree, [done[id(c)] for c in tree.children])
        return done[id(root)]

    def _rewritten(self, tree: Tree, children: list[Tree]) -> Tree:
        stem = stem_of(tree.name, self.letters) if type(tree) is Name else None
        if stem is not None:
            assert isinstance(tree, Name)
            return self._member(tree, stem)
        return with_children(tree, children)

    def _is_index(self, part: str) -> bool:
        """Whether a part of a subscript may be an index: a letter, or a word that a sum binds."""
        return part.isalpha() and (len(part) == 1 or part in self.words)

    def _member(self, tree: Name, stem: str) -> Tree:
        subscript, count = tree.name.rpartition("_")[2], len(self.letters[stem])
        parts = [subscript] if count == 1 else list(subscript)
        if len(parts) != count or not all(part.isdigit() or self._is_index(part) for part in parts):
            raise MatcalcError(
                "name", f"a member of {stem} has {count} ind{'ex' if count == 1 else 'ices'}, and {tree.spelling} has not",
                [Label(tree.start, tree.end)], hint=f"indices of several letters: {stem}_({','.join(['i', 'j', 'k'][:count])})",
            )  # fmt: skip
        place = (tree.start, tree.end)
        indices = [Literal(int(p), 1, *place) if p.isdigit() else Name(p, p, *place) for p in parts]
        spelled = tree.spelling.rpartition("_")[0]
        return Member(tree.name, tree.spelling, Name(stem, spelled, *place), indices, tree.end)


def _check_function(tree: UnspecifiedCall, bound: Environment) -> None:
    """Refuse f_k(x) under a sum over k: there are no families of functions."""
    stem, _, subscript = tree.stem.rpartition("_")
    if stem and subscript in bound:
        raise MatcalcError(
            "unsupported", f"{tree.stem} is a function, and the sum over {subscript} makes no family of it",
            [Label(tree.name_start, tree.name_end)], hint=f"{subscript} may be its argument: {stem}({subscript}, …) where {stem}: scalar of scalar, …",
        )  # fmt: skip


def _letter(index: Tree, bound: Environment) -> str:
    """The index of a sum that an integer expression has."""
    names = {t.name for t in children_first([index]) if isinstance(t, Name)} & bound
    return names.pop() if len(names) == 1 else ""


def _distinct(letters: Sequence[str]) -> list[str]:
    """The letters, others for those that are none or there already."""
    found: list[str] = []
    for letter in letters:
        free = (other for other in ("i", "j", "k", "l") if other not in (*letters, *found))
        found.append(letter if letter and letter not in found else next(free))
    return found
