"""`iterate(EXPR, x, x0, N)`: x <- EXPR, N times from x0; each step is a named part, x_1, x_2, ..."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.language.grammar.definitions import names_in
from matcalc_cli.language.grammar.derived import with_children, with_operands
from matcalc_cli.language.grammar.ranges import binds, is_iteration
from matcalc_cli.language.tree import Binding, Literal, Member, Name, Tree
from matcalc_cli.walk import children_first

MOST = 200
"""So many steps a program may have."""
_USAGE = 'write iterate(tanh(W*x + p), x, x0, 5); matcalc recurrence "x = iterate(tanh(W*x + p), x, x0, N)" is for any number of steps'


def is_bound_in(root: Tree, name: str) -> bool:
    """Whether a name stands in a tree only where an iteration has it for what it moves."""

    def free(tree: Tree) -> Sequence[Tree]:
        own = tree.children[1:2] if is_iteration(tree) else ()
        bound = any(isinstance(x, Name) and x.name == name for x in own)
        return tree.children[2:] if bound else tree.children

    return not any(isinstance(t, Name) and t.name == name for t in children_first([root], free))


def unrolled(bindings: Sequence[Binding], body: Tree, declared: Collection[str]) -> tuple[list[Binding], Tree]:
    """The parts and the expression of a program with the steps of its iterations as parts. Raises MatcalcError.

    In what stands behind x = iterate(f(x), x, x0, 3) x_2 is its second step, unless that is declared.
    """
    every = [*[b.value for b in bindings], body]
    if not any(is_iteration(t) for root in every for t in children_first([root])):
        return list(bindings), body
    taken = {name for root in every for name in names_in(root)} | {b.name.name for b in bindings}
    unroller = _Unroller(taken)
    found: list[Binding] = []
    before = {b.name.name for b in bindings}.union(declared)
    for binding in bindings:
        before |= names_in(binding.value)
        taken -= {*_own_steps(binding)} - before
        value = unroller.expanded(binding.value, found)
        found.append(Binding(binding.name, value))
    return found, unroller.expanded(body, found)


def _own_steps(binding: Binding) -> list[str]:
    """The names of the steps of x = iterate(f(x), x, x0, 3): x_1, x_2, x_3."""
    if not is_iteration(binding.value):
        return []
    _, x, _, count = _arguments(binding.value)
    return [f"{x.name}_{k + 1}" for k in range(min(count, MOST)) if x.name == binding.name.name]


class _Unroller:
    """Gives names to steps."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = taken
        self.steps = 0

    def expanded(self, root: Tree, parts: list[Binding]) -> Tree:
        """The tree without iterations, whose steps are added to the parts."""
        done: dict[int, Tree] = {}
        for tree in children_first([root], _known_before):
            if is_iteration(tree):
                done[id(tree)] = self._last(tree, done, parts)
                continue
            done[id(tree)] = with_children(tree, [done[id(child)] for child in tree.children])
            if binds(tree) and done[id(tree)] is not tree:
                raise MatcalcError(
                    "unsupported", "an iteration cannot stand in a sum or product over an index", [Label(tree.start, tree.end)],
                    hint="name it before: z = iterate(...); sum(i, 1, n, ...)",
                )  # fmt: skip
        return done[id(root)]

    def _last(self, call: Tree, done: Mapping[int, Tree], parts: list[Binding]) -> Tree:
        """The name of the last step, whose predecessors are parts; what stands in the call before the steps is done."""
        step, x, start, count = _arguments(call)
        now = done[id(start)]
        for k in range(count):
            self.steps += 1
            if self.steps > MOST:
                raise MatcalcError(
                    "limit", f"there are more than {MOST} steps", [Label(call.start, call.end)], hint=_USAGE
                )
            value = self.expanded(_put_in(step, {x.name: now}), parts)
            name = self._free(x.name, k + 1)
            parts.append(Binding(Name(name, name, call.start, call.end), value))
            now = Name(name, name, call.start, call.end)
        return now

    def _free(self, stem: str, k: int) -> str:
        """x_1, or x_1_1 where that is taken."""
        name = f"{stem}_{k}"
        while name in self.taken:
            name = f"{stem}{name.removeprefix(stem)}_{k}" if name.count("_") < 3 else f"{name}0"
        self.taken.add(name)
        return name


def _known_before(tree: Tree) -> Sequence[Tree]:
    """The operands that are expanded once; the step of an iteration is for every step by itself."""
    return tree.children[2:3] if is_iteration(tree) else tree.children


def _arguments(call: Tree) -> tuple[Tree, Name, Tree, int]:
    """The step, what it moves, where it begins, how many there are. Raises MatcalcError."""
    place = [Label(call.start, call.end)]
    if len(call.children) != 4:
        raise MatcalcError(
            "syntax", "iterate takes an expression, a name, where it begins, how many steps", place, hint=_USAGE
        )
    step, x, start, count = call.children
    if not isinstance(x, Name) or isinstance(x, Member):
        raise MatcalcError("syntax", "the second argument of iterate is a name", [Label(x.start, x.end)], hint=_USAGE)
    if not isinstance(count, Literal) or count.denominator != 1 or count.numerator < 1:
        raise MatcalcError(
            "unsupported", "the number of steps is a whole number here", [Label(count.start, count.end)], hint=_USAGE
        )
    return step, x, start, count.numerator


def _put_in(root: Tree, values: Mapping[str, Tree]) -> Tree:
    """The tree with names replaced; every step has trees of its own, whose shapes are its own."""
    done: dict[int, Tree] = {}
    for tree in children_first([root]):
        children = [done[id(child)] for child in tree.children]
        if isinstance(tree, Name) and not isinstance(tree, Member) and tree.name in values:
            value = values[tree.name]
            done[id(tree)] = with_operands(value, list(value.children)) if isinstance(value, Name) else value
        else:
            done[id(tree)] = with_operands(tree, children)
    return done[id(root)]
