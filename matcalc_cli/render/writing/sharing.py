"""Large parts that occur more than once, named and printed once: `t1 = A*x - b; 2*A'*t1`."""

from __future__ import annotations

from matcalc_cli.answers.typed import Typed
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.names import canonical
from matcalc_cli.language.tree import Call, Member, Name, Operation, Tree, UnspecifiedCall
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.formats.writer import is_differential
from matcalc_cli.render.writing.express import express
from matcalc_cli.render.writing.fold import post_order
from matcalc_cli.render.writing.mathematics import record_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.answers.derivation import Line
    from matcalc_cli.expr.node import Node
    from matcalc_cli.render.writing.letters import Letters

GIVEN = "given"
"""The operator of `name = value; rest`: an operation of three operands that only printers know."""
_FREE = frozenset({"index", "range", "all", "columns"})
"""Operations that cost nothing to read: an entry is as easy to read as a name."""
_TURNED = frozenset({"transpose", "negate"})
"""Operations that are written before or behind a name."""
LARGE = 6
"""The number of operations from which a part that occurs twice is named."""
SAVED = 8
"""So many operations the name of a smaller part saves."""
LONG = 12
"""In an answer of so many operations, smaller parts are named than in a short one."""
SMALL, SMALL_CALL = 3, 2
"""The numbers of operations from which a part, and a call, is named there."""
LEAST = 11
"""An answer of fewer operations has no part that is named: a part of two, five times, is the smallest beside one around it."""
LEAST_SAVED = 3
"""So many operations each of these names saves, other named parts counted as names."""


def shared(tree: Tree) -> Tree:
    """The tree with its large repeated parts named; the bindings stand in front, each before it is used.

    A part that contains the index of a sum keeps its place, for outside of the sum the index means nothing.
    """
    if _is_short(tree):
        return tree
    tree = _merged(tree)
    order = list(post_order(tree))
    named = _repeated(tree, order)
    if not named:
        return tree
    names = _free_names(order)
    written: dict[int, Tree] = {}
    bindings: list[tuple[Tree, Tree]] = []
    for node in order:
        copy: Tree = copied(node, [written[id(c)] for c in node.children])
        if id(node) in named:
            bindings.append((next(names), copy))
            copy = bindings[-1][0]
        written[id(node)] = copy
    return given(bindings, written[id(tree)])


def _is_short(tree: Tree) -> bool:
    """Whether it has too few operations, each as often as it is written, for any part to be named."""
    count, stack = 0, [tree]
    while stack and count < LEAST:
        node = stack.pop()
        inner = node.children
        count += not _is_block(node) if isinstance(node, Call) else bool(inner)
        stack += inner
    return count < LEAST


def with_functions(tree: Tree, kept: Sequence[tuple[Tree, Tree]]) -> Tree:
    """The tree with the functions that it calls by name in front of it, f(x) = x'*x."""
    if not kept:
        return tree
    called = {node.stem for node in post_order(tree) if isinstance(node, UnspecifiedCall)}
    return given([(h, value) for h, value in kept if isinstance(h, Call) and canonical(h.function) in called], tree)


def unwrapped(tree: Tree) -> tuple[list[tuple[Tree, Tree]], Tree]:
    """The bindings (name, value) in front of a tree, and the rest."""
    bindings: list[tuple[Tree, Tree]] = []
    while isinstance(tree, Operation) and tree.operator == GIVEN:
        name, value, tree = tree.operands
        bindings.append((name, value))
    return bindings, tree


class Said:
    """The named parts that a report has said, of which an answer further on need not say the same again."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def new(self, parts: Sequence[tuple[Tree, Tree]]) -> list[tuple[Tree, Tree]]:
        """The parts of an answer that are not said yet; all of them where a name stood for something else."""
        values = {plain(name): plain(value) for name, value in parts}
        if any(self.values.get(name, value) != value for name, value in values.items()):
            self.values = {}
        found = [(name, value) for name, value in parts if plain(name) not in self.values]
        self.values |= values
        return found


def spread(lines: Iterable[Line]) -> list[Line]:
    """The lines, with the named parts of a right side in lines of their own behind it."""
    from matcalc_cli.answers.derivation import Line

    found: list[Line] = []
    for line in lines:
        parts, body = unwrapped(line.right)
        found.append(line.written(body))
        found += [Line(name, value, ["in the answer above"]) for name, value in parts]
    return found


def _merged(tree: Tree) -> Tree:
    """The tree with equal operations as one: A*B of A*B*x and of A*B*y."""
    found: dict[tuple[object, ...], Tree] = {}
    merged: dict[int, Tree] = {}
    for node in post_order(tree):
        copy = copied(node, [merged[id(c)] for c in node.children])
        if type(copy) is Operation:
            copy = found.setdefault((copy.operator, copy.is_number, *map(id, copy.operands)), copy)
        merged[id(node)] = copy
    return merged[id(tree)]


def _repeated(root: Tree, order: list[Tree]) -> set[int]:
    """The parts to name: those that would be printed more than once, seen from the root."""
    costs = _costs(order)
    indexed = _indexed(order)
    whole, moving = costs[id(root)], _moving(order)
    times = {id(root): 1}
    named: set[int] = set()
    for node in reversed(order):
        count = times[id(node)]
        length = 0 if id(node) in moving else whole
        if _is_worth_a_name(node, count, costs[id(node)], length) and id(node) not in indexed:
            named.add(id(node))
            count = 1
        for child in node.children:
            times[id(child)] = min(SAVED, times.get(id(child), 0) + count)
    within = _costs(order, named)
    return {i for i in named if costs[i] >= LONG or (times[i] - 1) * within[i] >= LEAST_SAVED}


def _is_worth_a_name(node: Tree, times: int, cost: int, whole: int) -> bool:
    """Whether a part is large and repeated, or so often repeated that its name saves much; of u' and -u it is u."""
    if times == 1 or (isinstance(node, Operation) and node.operator in _TURNED):
        return False
    saved = (times - 1) * cost
    smallest = SMALL_CALL if isinstance(node, Call) else SMALL
    return cost >= LARGE or saved >= SAVED or (whole >= LONG and cost >= smallest and saved >= LEAST_SAVED)


def _moving(order: list[Tree]) -> set[int]:
    """The parts with a differential, which is hidden in large parts alone."""
    found: set[int] = set()
    for node in order:
        if (type(node) is Name and is_differential(node.name)) or not found.isdisjoint(map(id, node.children)):
            found.add(id(node))
    return found


def _costs(order: list[Tree], named: Collection[int] = ()) -> dict[int, int]:
    """How many operations each part has, counted no further than LONG, with those that are named inside of it as names."""
    costs: dict[int, int] = {}
    for node in order:
        if isinstance(node, Call) and _is_block(node):
            costs[id(node)] = 0
            continue
        inner = node.children[:1] if isinstance(node, Operation) and node.operator in _FREE else node.children
        own = isinstance(node, Call) or (isinstance(node, Operation) and node.operator not in _FREE)
        costs[id(node)] = min(LONG, own + sum([costs[id(c)] for c in inner if id(c) not in named]))
    return costs


def _is_block(call: Call) -> bool:
    """I(n), ones(m, n): nothing to compute."""
    known = record_of(call)
    return known is not None and known.is_block


def _indexed(order: list[Tree]) -> set[int]:
    """The parts that contain the index of a sum."""
    indices = {
        node.arguments[0].name
        for node in order
        if isinstance(node, Call) and binds(node) and isinstance(node.arguments[0], Name)
    }
    found: set[int] = set()
    for node in order if indices else ():
        if (isinstance(node, Name) and node.name in indices) or any(id(c) in found for c in node.children):
            found.add(id(node))
    return found


def copied(node: Tree, children: list[Tree]) -> Tree:
    """An operation or a call on other operands; the node itself where these are its own."""
    if all(new is old for new, old in zip(children, node.children, strict=True)):
        return node
    if isinstance(node, Call):
        return node.of(children)
    if isinstance(node, Member):
        return Member(node.name, node.spelling, node.stem, children, 0)
    assert isinstance(node, Operation)
    written = Operation(node.operator, children, 0, 0)
    written.is_number = node.is_number
    return written


def _free_names(order: list[Tree]) -> Iterator[Name]:
    taken = {node.name for node in order if isinstance(node, Name)}
    count = 0
    while True:
        count += 1
        if f"t{count}" not in taken:
            yield Name(f"t{count}", f"t{count}", 0, 0)


def written(node: Node, *, expand: bool = False, letters: Letters | None = None) -> Tree:
    """The tree of an expression as answers print it: repeated parts named, unless they are to be written out."""
    tree = express(node, letters=letters)
    return tree if expand else shared(tree)


def of_answer(node: Node, answer: Answer, *, defined: bool = True) -> Tree:
    """The tree of an expression in an answer: what the user named by its name, defined in front unless that is done."""
    said = answer.words(node) if answer.words and not answer.expand else None
    letters = answer.letters.with_mirrors() if isinstance(answer.letters, Typed) else answer.letters
    tree = written(said.node if said else node, expand=answer.expand, letters=letters)
    tree = with_functions(tree, answer.kept)
    return given(said.definitions, tree) if said and defined else tree


def given(definitions: Sequence[tuple[Tree, Tree]], tree: Tree) -> Tree:
    """The tree with definitions in front."""
    for name, value in reversed(definitions):
        tree = Operation(GIVEN, (name, value, tree), 0, 0)
    return tree


def same_text(one: Node, other: Node) -> bool:
    """Whether two expressions are written alike."""
    return plain(shared(express(one))) == plain(shared(express(other)))
