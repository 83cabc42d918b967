"""The state that the steps of one derivation share: the named parts, the meaning of every name, the claims."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from matcalc_cli.answers.answer import Answer
from matcalc_cli.answers.derivation import Line, Prose
from matcalc_cli.answers.typed import Typed
from matcalc_cli.differential import differentials, direction, moved_with
from matcalc_cli.elaborate.builder import Scope, build
from matcalc_cli.explain.parts import Part, as_typed, parts_of
from matcalc_cli.explain.rules.reasons import all_turned, reason_of
from matcalc_cli.explain.trees import expressed, multiplied_out, named, names_in, same, terms_of
from matcalc_cli.expr.build import substitute, zeros
from matcalc_cli.expr.node import Member, Node, Symbol, postorder, symbol
from matcalc_cli.expr.normal_forms.summation import INDEX_NAMES
from matcalc_cli.expr.selections.stretch import broadcast
from matcalc_cli.expr.shapes.dimensions import Dim, Shape, Size, dim
from matcalc_cli.language.notation import SUMS
from matcalc_cli.language.tree import Operation, Tree
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.formats.unspecified import declarations
from matcalc_cli.simplify import simplify


class Context:
    """One expression, taken apart.

    variables   what moves; `moving` has the direction of each, of the parts too
    parts       the named parts, innermost first; `root` is f in terms of them. Where one of the user's would be lost in
                f, which is flat, they are the user's as typed: `steps` has these, and the expression last
    df          the differential of f along all variables, by the engine: what every line is held against
    symbolic    names as symbols, for building a line in terms of the parts
    full        names as what they stand for, for building a line in terms of the variables
    """

    def __init__(
        self, answer: Answer, bound: Mapping[str, Node], letter: str, *, several: bool = False,
        steps: Sequence[tuple[Symbol, Node]] = (),
    ) -> None:  # fmt: skip
        self.answer = answer
        self.several = several or len(answer.derivatives) > 1
        self.letter = letter
        self._shapes: dict[int, Shape] = {}
        self._trees: list[Tree] = []
        self._built: dict[int, Node] = {}
        self.variables = [d.variable for d in answer.derivatives]
        f = answer.expression
        taken = {s.name for n in (f, *bound.values()) for s in n.symbols} | {letter, *dimensions(f), *declarations(f)}
        self.parts, self.root = parts_of(f, self.variables, bound, taken, _typed(answer))
        if any(self._is_lost(s, typed, steps, bound) for s, typed in steps[:-1]) or self._leaks(steps):
            self.parts, self.root = as_typed(steps, self.variables, bound, taken, _typed(answer))
        self.directions = {v: direction(v, [*f.symbols, *[p.symbol for p in self.parts]]) for v in self.variables}
        self.moving = dict(self.directions)
        known = [*f.symbols, *[s for n in bound.values() for s in n.symbols], *[p.symbol for p in self.parts]]
        self.moving.update({p.symbol: direction(p.symbol, known) for p in self.parts})
        self.cotangents: list[Symbol] = []
        everywhere: dict[Symbol, Node] = dict(self.directions)
        self.df, *moved = differentials([f, *[part.value for part in self.parts]], everywhere)
        symbols = [s for n in (f, *self.moving, *self.moving.values()) for s in n.symbols]
        dims: dict[str, Size] = {name: dim(name) for name in dimensions(f)}
        # What stands inside of a sum is built alone too, and then printed: its index keeps its name.
        names = {name: symbol(name, (1, 1), "index") for name in INDEX_NAMES}
        names |= {s.name: s for s in (*symbols, *self.variables) if s.kind != "index"}
        self.symbolic = Scope(names, dims)
        self.full = Scope({**self.symbolic.nodes, **bound}, dims)
        for part, d in zip(self.parts, moved, strict=True):
            self.full.nodes[part.symbol.name] = part.value
            self.full.nodes[self.moving[part.symbol].name] = d

    def _is_lost(
        self, part: Symbol, typed: Node, steps: Sequence[tuple[Symbol, Node]], bound: Mapping[str, Node]
    ) -> bool:
        """Whether a part of the user's that moves is none here, is not used, or goes without the user's parts it was typed with."""
        if not self._moves(bound[part.name]):
            return False
        theirs = {s.name for s, _ in steps[:-1]}
        found: dict[str, set[str]] = {}
        for p in self.parts:  # a part between two of the user's hides none
            inside = {s.name for s in p.definition.symbols}
            found[p.symbol.name] = inside.union(*[found.get(name, set()) for name in inside - theirs])
        used = {s.name for s in self.root.symbols}.union(*found.values())
        moving = {s.name for s, _ in steps[:-1] if s in typed.symbols and self._moves(bound[s.name])}
        return part.name not in used or not moving <= found.get(part.name, set())

    def _leaks(self, steps: Sequence[tuple[Symbol, Node]]) -> bool:
        """Whether f has a variable where the user wrote only parts that are made of it: x'*x for u'*u."""
        theirs = {s.name for s, _ in steps[:-1]}
        moving = moved_with(self.variables)
        found: dict[Symbol, frozenset[Symbol]] = {}
        for p in self.parts:
            if p.symbol.name not in theirs:
                found[p.symbol] = _reached(p.definition, found)
        typed = steps[-1][1].symbols if steps else moving
        return not _reached(self.root, found) & moving <= typed

    def _moves(self, node: Node) -> bool:
        return not node.symbols.isdisjoint(moved_with(self.variables))

    @property
    def dnames(self) -> frozenset[str]:
        """The names of everything that is a differential."""
        return frozenset(d.name for d in self.moving.values())

    def d(self, part: Part) -> Symbol:
        """The direction of a part."""
        return self.moving[part.symbol]

    def variable_of(self, moving: Symbol) -> Symbol:
        """The variable whose direction it is."""
        return next(v for v, d in self.directions.items() if d is moving)

    def moving_in(self, node: Node) -> dict[Symbol, Node]:
        """The directions of what moves in an expression."""
        return {v: d for v, d in self.moving.items() if v in node.symbols or isinstance(v, Member)}

    def built(self, tree: Tree) -> Node:
        """A line in terms of the parts; what lines share is built once."""
        self._trees.append(tree)  # whose parts are known as long as it is there
        return build(tree, self.symbolic, self._built)

    def shape_of(self, tree: Tree) -> Shape:
        """The shape of a line; of a sum by its terms, so that the sums within a sum cost nothing."""
        order: list[Operation] = []
        while id(tree) not in self._shapes and isinstance(tree, Operation) and tree.operator in SUMS:
            order.append(tree)
            tree = tree.operands[0]
        shape = self._shape_of_term(tree)
        for total in reversed(order):
            shape = self._shapes[id(total)] = broadcast(shape, self._shape_of_term(total.operands[1]))
        self._trees += order[:1]
        return shape

    def _shape_of_term(self, tree: Tree) -> Shape:
        known = self._shapes.get(id(tree))
        if known is None:
            known = self._shapes[id(tree)] = self.built(tree).shape
        return known

    def abbreviations(self, tree: Tree) -> list[Symbol]:
        """The parts and cotangents whose names occur in a line."""
        found = names_in(tree)
        return [s for s in (*[p.symbol for p in self.parts], *self.cotangents) if s.name in found]

    def by(self, linear: Node, variable: Symbol) -> Node:
        """The part of a differential that belongs to one variable."""
        others: dict[Node, Node] = {
            d: zeros(d.shape) for v, d in self.moving.items() if v is not variable and d in linear.symbols
        }
        return substitute(linear, others) if others else linear

    @property
    def df_name(self) -> Tree:
        """The name df."""
        return named(f"d{self.letter}")


def _reached(node: Node, through: Mapping[Symbol, frozenset[Symbol]]) -> frozenset[Symbol]:
    """The symbols of an expression and of the parts in it."""
    return node.symbols.union(*[through.get(s, frozenset()) for s in node.symbols])


def scope_of(symbols: Iterable[Symbol], nodes: Iterable[Node] = ()) -> Scope:
    """Names for lines, with the dimensions that these and some expressions have."""
    known: dict[str, Node] = {s.name: s for s in symbols if s.kind != "index"}
    return Scope(known, {n: dim(n) for root in (*known.values(), *nodes) for n in dimensions(root)})


def dimensions(root: Node) -> list[str]:
    """The names of the dimensions in an expression."""
    sizes = [size for n in postorder(root) for size in (*n.shape, *getattr(n, "sizes", ()))]
    return sorted({name for size in sizes if isinstance(size, Dim) for name in size.names})


def _typed(answer: Answer) -> Collection[Node]:
    """The sums that the user wrote."""
    return answer.letters.sums if isinstance(answer.letters, Typed) else ()


def settled(context: Context, tree: Tree, claim: Node) -> list[Line]:
    """From a line as a rule leaves it to its normal form: multiplied out, transposes turned, terms collected."""

    def flat(tree: Tree) -> Tree:
        return multiplied_out(tree, context.dnames, context.shape_of)

    out = flat(tree)
    normal = context.built(out)
    written, short = flat(expressed(normal)), flat(expressed(tidied(normal)))
    steps: list[tuple[Tree, Prose]] = [(out, ["multiply out"])]
    if not anagrams(out, written) or all_turned(out) != all_turned(written):
        steps.append((written, reason_of(out, written)))
    before = steps[-1][0]
    if len(plain(short)) < len(plain(before)) and not anagrams(before, short):
        steps.append((short, reason_of(before, short)))
    lines: list[Line] = []
    for to, reason in steps:
        if not alike(tree, to):
            lines.append(Line(None, to, reason, claim))
            tree = to
    return lines


def tidied(node: Node) -> Node:
    """The node simplified, unless that makes more terms of it."""
    short = simplify(node)
    return node if len(terms_of(expressed(short))) > len(terms_of(expressed(node))) else short


def anagrams(one: Tree, other: Tree) -> bool:
    """Whether the same factors stand in another order."""
    first, second = (sorted(plain(tree).replace("(", "").replace(")", "")) for tree in (one, other))
    return first == second


def alike(one: Tree, other: Tree) -> bool:
    """Whether two lines differ in the order of their terms at most."""
    signed_terms = ([(sign, plain(term)) for sign, term in terms_of(tree)] for tree in (one, other))
    first, second = map(sorted, signed_terms)
    return first == second


def unique(lines: Iterable[Line]) -> list[Line]:
    """The lines without those that repeat the one before."""
    kept: list[Line] = []
    left = ""
    for line in lines:
        here = plain(line.left) if isinstance(line.left, Tree) else left if line.left is None else "answer"
        again = bool(kept) and here == left and here != "answer"
        exactly = line.left is None and line.reason != ("simplified",)
        repeats = again and (same if exactly else anagrams)(kept[-1].right, line.right)
        if not repeats:
            kept.append(line)
        left = here
    return kept
