"""Parts with an index, `s_i = w'*x_i; ...`: what is written for any i is put in wherever a member s_j of it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.derived import with_children
from matcalc_cli.language.grammar.ranges import binds, scoped
from matcalc_cli.language.tree import Binding, Call, Literal, Member, Name, Program, Tree
from matcalc_cli.walk import children_first


def indexed(program: Program) -> list[Binding]:
    """The parts whose subscript is the index of a sum where they, or others with the same letter, are used."""
    bindings = [b for b in program.bindings if _letters(b.name)]
    if not bindings:
        return []
    stems = {_stem(b.name): len(_letters(b.name)) for b in bindings}
    used: set[str] = set()
    for root in program.roots:
        for tree, bound in scoped(root):
            if isinstance(tree, Name) and (found := _subscript(tree, stems)) is not None:
                used.update([_stem(tree)] * any(_is_bound(index, bound) for index in found))
    # A part that is used for a part with an index has one too.
    return [b for b in bindings if _stem(b.name) in used or any(_uses(c, b) for c in bindings if _stem(c.name) in used)]


def expanded(program: Program, known: Sequence[Binding] = ()) -> tuple[Program, list[Binding]]:
    """The program without such parts, and these; `known` are those of another program that this one speaks about."""
    found = indexed(program)
    if not found and not known:
        return program, []
    parts = _Parts(program.text, {_stem(b.name): b for b in (*known, *found)})
    bindings = [Binding(b.name, parts.written_out(b.value)) for b in program.bindings if b not in found]
    return program.of(bindings, parts.written_out(program.body)), [*known, *found]


def _uses(one: Binding, other: Binding) -> bool:
    stems = {_stem(other.name): len(_letters(other.name))}
    return any(isinstance(t, Name) and _subscript(t, stems) is not None for t in children_first([one.value], _children))


def _children(tree: Tree) -> Sequence[Tree]:
    return tree.children


def _letters(name: Name) -> str:
    """The indices of a part's name: i of s_i, ij of p_ij; nothing of other names."""
    stem, _, subscript = name.name.rpartition("_")
    single = stem and subscript.isalpha() and len(subscript) <= 3 and len({*subscript}) == len(subscript)
    return subscript if single else ""


def _stem(name: Name) -> str:
    return name.stem.name if isinstance(name, Member) else name.name.rpartition("_")[0]


def _subscript(name: Name, stems: Mapping[str, int]) -> Sequence[Tree] | None:
    """The indices of a name by its subscript, of as many as its part has; None of the name of no part."""
    count = stems.get(_stem(name))
    if count is None:
        return None
    if isinstance(name, Member):
        return name.indices if len(name.indices) == count else None
    letters = name.name.rpartition("_")[2]
    parts = [letters] if count == 1 and (letters.isdigit() or len(letters) == 1) else list(letters)
    place = (name.start, name.end)
    trees = [Literal(int(part), 1, *place) if part.isdigit() else Name(part, part, *place) for part in parts]
    return trees if len(parts) == count else None


def _is_bound(index: Tree, bound: frozenset[str]) -> bool:
    return any(isinstance(t, Name) and t.name in bound for t in children_first([index], _children))


class _Parts:
    """The parts of a program by their stems."""

    def __init__(self, text: str, parts: Mapping[str, Binding]) -> None:
        self.text, self.parts = text, parts
        self.counts = {stem: len(_letters(b.name)) for stem, b in parts.items()}
        self._known: dict[tuple[str, ...], Tree] = {}

    def written_out(self, root: Tree) -> Tree:
        """The tree with the values of parts for their members."""
        done: dict[int, Tree] = {}
        for tree in children_first([root], _children):
            done[id(tree)] = self._one(tree, [done[id(c)] for c in tree.children])
        return done[id(root)]

    def _one(self, tree: Tree, children: list[Tree]) -> Tree:
        if not isinstance(tree, Name):
            return with_children(tree, children)
        if type(tree) is Name and tree.name in self.parts:
            part = self.parts[tree.name].name.spelling
            raise MatcalcError(
                "name", f"{tree.spelling} is given by its members {part}", [Label(tree.start, tree.end)],
                hint=f"the sum of all of them is sum(i, 1, n, {tree.spelling}_i)",
            )  # fmt: skip
        indices = _subscript(with_children(tree, children), self.counts)  # type: ignore[arg-type]
        return with_children(tree, children) if indices is None else self._value(_stem(tree), indices)

    def _value(self, stem: str, indices: Sequence[Tree]) -> Tree:
        key = (stem, *map(self._text, indices))
        if key not in self._known:
            binding = self.parts[stem]
            taken = {t.name for i in indices for t in children_first([i], _children) if isinstance(t, Name)}
            letters = _letters(binding.name)
            value = self._apart(binding.value, taken | {*letters})
            self._known[key] = self.written_out(self._put(value, dict(zip(letters, indices, strict=True))))
        return self._known[key]

    def _apart(self, root: Tree, taken: set[str]) -> Tree:
        """The tree with other names for the indices of its own sums where these would catch one."""
        done: dict[int, Tree] = {}
        for tree in children_first([root], _children):
            new = with_children(tree, [done[id(c)] for c in tree.children])
            if isinstance(new, Call) and binds(new) and isinstance(new.arguments[0], Name):
                index = new.arguments[0]
                if index.name in taken:
                    other = Name(index.name * 2, index.name * 2, index.start, index.end)
                    behind = [self._put(part, {index.name: other}) for part in new.arguments[3:]]
                    new = with_children(new, [other, *new.arguments[1:3], *behind])
            done[id(tree)] = new
        return done[id(root)]

    def _put(self, root: Tree, values: Mapping[str, Tree]) -> Tree:
        """The tree with integers for indices, in the subscripts of names too."""
        done: dict[int, Tree] = {}
        for tree in children_first([root], _children):
            children = [done[id(c)] for c in tree.children]
            done[id(tree)] = self._replaced(tree, children, values)
        return done[id(root)]

    def _replaced(self, tree: Tree, children: list[Tree], values: Mapping[str, Tree]) -> Tree:
        if type(tree) is not Name:
            return self._member(tree, children) if isinstance(tree, Member) else with_children(tree, children)
        if tree.name in values:
            return values[tree.name]
        stem, _, subscript = tree.name.rpartition("_")
        if not stem or not any(letter in values for letter in subscript) or not subscript.isalnum():
            return tree
        place = (tree.start, tree.end)
        indices = [
            values.get(c) or (Literal(int(c), 1, *place) if c.isdigit() else Name(c, c, *place)) for c in subscript
        ]
        head = Name(stem, tree.spelling.rpartition("_")[0], *place)
        return self._member(Member(tree.name, tree.spelling, head, indices, tree.end), indices)

    def _member(self, tree: Member, indices: Sequence[Tree]) -> Tree:
        texts = list(map(self._text, indices))
        simple = all(text.isdigit() or len(text) == 1 for text in texts)
        subscript = f"_{''.join(texts)}" if simple else f"_({','.join(texts)})"
        return Member(tree.stem.name + subscript, tree.stem.spelling + subscript, tree.stem, indices, tree.end)

    def _text(self, index: Tree) -> str:
        match index:
            case Name(name=name):
                return name
            case Literal(numerator=n):
                return str(n)
        return self.text[index.start : index.end]
