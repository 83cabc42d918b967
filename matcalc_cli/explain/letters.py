"""The letters of indices in a derivation, whose lines know them by name: none may stand for two things.

Sums have canonical letters inside of it, so an index that is free and called so has another name until the end. Then
everything is called as the user called it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from matcalc_cli.answers.answer import Answer
from matcalc_cli.answers.derivation import Derivation, Heading, Line, Section
from matcalc_cli.elaborate import Elaborated
from matcalc_cli.elaborate.asked import FREE_LETTERS
from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.node import Apply, Node, Symbol, postorder, symbol
from matcalc_cli.expr.normal_forms.summation import INDEX_NAMES
from matcalc_cli.expr.shapes.dimensions import Dim
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.names import canonical
from matcalc_cli.language.tree import Member, Name, Tree
from matcalc_cli.render.writing.fold import fold
from matcalc_cli.render.writing.letters import index_names
from matcalc_cli.render.writing.sharing import copied


def apart(elaborated: Elaborated, wrt: Sequence[str]) -> tuple[Sequence[str], dict[str, str]]:
    """Other names for the free indices that are called as sums call theirs; what is asked for, and the names by these."""
    if not any(isinstance(n, Apply) and n.function.binds for n in postorder(elaborated.expression)):
        return wrt, {}
    families = {v.name for v in elaborated.variables.values() if v.axes}
    asked = [letter for name in wrt for letter in _letters(canonical(name), families)]
    free = [v.name for v in elaborated.variables.values() if KINDS[v.kind].whole]
    taken = {
        *elaborated.variables,
        *elaborated.dimensions,
        *INDEX_NAMES,
        *asked,
        *_sizes(elaborated.variables.values()),
    }
    others = (letter for letter in FREE_LETTERS if letter not in taken)
    called = {name: next(others) for name in dict.fromkeys([*free, *asked]) if name in INDEX_NAMES}
    if not called:
        return wrt, {}
    known = elaborated.variables
    moved: dict[Node, Node] = {known[n]: _called(known[n], other) for n, other in called.items() if n in known}
    elaborated.expression = substitute(elaborated.expression, moved)
    elaborated.parts = {name: substitute(part, moved) for name, part in elaborated.parts.items()}
    elaborated.variables = {called.get(name, name): _other(v, moved) for name, v in known.items()}
    return [_renamed(name, called, families) for name in wrt], {other: name for name, other in called.items()}


def _sizes(variables: Iterable[Symbol]) -> set[str]:
    """The names of the sizes of variables, typed or inferred."""
    return {name for v in variables for size in v.shape if isinstance(size, Dim) for name in size.names}


def _called(index: Symbol, name: str) -> Symbol:
    return symbol(name, index.shape, index.kind, span=index.span)


def _other(variable: Symbol, moved: Mapping[Node, Node]) -> Symbol:
    found = moved.get(variable, variable)
    assert isinstance(found, Symbol)
    return found


def _letters(name: str, families: set[str]) -> Sequence[str]:
    stem, _, subscript = name.rpartition("_")
    return list(subscript) if stem in families else ()


def _renamed(name: str, called: Mapping[str, str], families: set[str]) -> str:
    """x_k, dx_k or x_(k+1) with other letters."""
    stem, _, subscript = name.partition("_")
    if not subscript or (stem not in families and stem.removeprefix("d") not in families):
        return called.get(name, name)
    import re  # which takes long to load

    pattern = r"[A-Za-z]\w*" if subscript.startswith("(") or len(subscript) == 1 else r"[A-Za-z]"
    return f"{stem}_{re.sub(pattern, lambda letter: called.get(letter[0], letter[0]), subscript)}"


def as_asked(derivation: Derivation, called: Mapping[str, str], answer: Answer) -> Derivation:
    """The derivation with the letters of the user, who asked for that answer."""
    pairs = zip(derivation.answer.derivatives, answer.derivatives, strict=True)
    variables = {one.variable.name: other.variable for one, other in pairs}
    families = {v.name for v in derivation.answer.variables if v.axes}
    fixed = {s.name for d in answer.derivatives for s in d.variable.symbols if KINDS[s.kind].whole} | {*called.values()}
    names = index_names(answer.expression, answer.letters, fixed)
    derivation.answer = answer.but(notes=derivation.answer.notes)
    bound = {i.name: tree.name for i, tree in names.items() if isinstance(i, Symbol) and isinstance(tree, Name)}
    taken = {*bound.values(), *fixed}  # a letter of a sum that is none of f's is another's, unless that has it now
    others = (n for n in FREE_LETTERS if n not in {*taken, *called, *INDEX_NAMES, *_sizes(answer.variables)})
    clashing = {n: next(others) for n in INDEX_NAMES if n not in bound and n in taken}
    letters = {**clashing, **bound, **called}
    if all(old == new for old, new in letters.items()):
        return derivation

    def tree(old: Tree) -> Tree:
        return fold(old, lambda node, children: _with_letters(node, children, letters, families))

    def line(old: Line) -> Line:
        reason = [tree(part) if isinstance(part, Tree) else part for part in old.reason]
        return Line(left(old.left), tree(old.right), reason, old.claim, seen_by=old.seen_by)

    def left(old: Tree | Heading | None) -> Tree | Heading | None:
        if isinstance(old, Heading):
            return Heading(old.kind, variables.get(old.variable.name, old.variable), several=old.several)
        return None if old is None else tree(old)

    derivation.sections = tuple(
        Section([tree(p) if isinstance(p, Tree) else p for p in s.title], list(map(line, s.lines)), tally=s.tally, scope=s.scope)
        for s in derivation.sections
    )  # fmt: skip
    return derivation


def _with_letters(node: Tree, children: list[Tree], letters: Mapping[str, str], families: set[str]) -> Tree:
    if not isinstance(node, Name):
        return copied(node, children)
    name, spelling = _renamed(node.name, letters, families), _renamed(node.spelling, letters, families)
    if isinstance(node, Member):
        return Member(name, spelling, node.stem, children, 0)
    return node if (name, spelling) == (node.name, node.spelling) else Name(name, spelling, 0, 0)
