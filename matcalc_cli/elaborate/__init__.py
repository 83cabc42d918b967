"""From a program's syntax tree to a typed expression: names, shapes, nodes."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import Scope, build, template
from matcalc_cli.elaborate.domain import Domain
from matcalc_cli.elaborate.doubts.conventions import (
    misspelt_letters,
    named_like_functions,
    undeclared_functions,
    unused_kinds,
)
from matcalc_cli.elaborate.doubts.undefined import check_defined
from matcalc_cli.elaborate.doubts.unused import unused
from matcalc_cli.elaborate.families import with_members
from matcalc_cli.elaborate.names import BOUND, Names, is_unknown
from matcalc_cli.elaborate.shapes.dimensions import named
from matcalc_cli.elaborate.shapes.inference import Inference
from matcalc_cli.elaborate.shapes.integers import guessed
from matcalc_cli.elaborate.shapes.partials import with_rows
from matcalc_cli.elaborate.typed import AsTyped
from matcalc_cli.elaborate.unspecified import is_derived
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import call, identity, zeros
from matcalc_cli.expr.build import substitute as substitute_nodes
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.expr.operations import PI
from matcalc_cli.expr.shapes.dimensions import Dim, Shape, Size, dim, substitute
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.names import CONSTANTS
from matcalc_cli.language.tree import Binding, Call, Declaration, Definition, Literal, Name, Program, Tree
from matcalc_cli.language.uses import Subtrees
from matcalc_cli.later import Later
from matcalc_cli.validity.condition import Condition

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from matcalc_cli.elaborate import sizes_by_use, typed_ranges
    from matcalc_cli.elaborate.doubts import absent
    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.shapes import spans
else:
    absent = Later("matcalc_cli.elaborate.doubts.absent")
    sizes_by_use = Later("matcalc_cli.elaborate.sizes_by_use")
    typed_ranges = Later("matcalc_cli.elaborate.typed_ranges")
    spans = Later("matcalc_cli.expr.shapes.spans")


NOTHING: Mapping[str, Node] = {}


class Elaborated:
    """A typed program: the expression, its variables by canonical name, its named parts, what to tell the user.

    `dimensions` are the names that it uses as dimensions, `functions` those without a formula that it declares, `domain`
    what its operations need to have values, `definitions` its own functions, `letters` the indices of a member of each
    family as written, `absent` the variables that it declares and does not have, `indexed` the parts with an index, `derived`
    is whether it has derivatives of its own functions that are still to be found, `typed` are its words, `inference` is where
    its shapes come from.
    """

    __slots__ = (
        "absent", "definitions", "derived", "dimensions", "domain", "expression", "functions", "indexed", "inference",
        "letters", "notes", "parts", "typed", "variables",
    )  # fmt: skip

    def __init__(
        self,
        expression: Node,
        variables: Mapping[str, Symbol],
        notes: Sequence[str],
        parts: Mapping[str, Node],
        dimensions: Collection[str] = (),
        functions: Mapping[str, Unknown] | None = None,
        domain: Sequence[Condition] = (),
        letters: Mapping[str, Sequence[str]] | None = None,
        definitions: Mapping[str, Definition] | None = None,
        absent: Mapping[str, Symbol] | None = None,
        indexed: Sequence[Binding] = (),
        *,
        derived: bool = False,
    ) -> None:
        self.derived = derived
        self.inference: Inference | None = None
        self.typed = AsTyped()
        self.absent = dict(absent or {})
        self.indexed = tuple(indexed)
        self.domain = tuple(domain)
        self.definitions = dict(definitions or {})
        self.functions = dict(functions or {})
        self.dimensions = frozenset(dimensions)
        self.letters = dict(letters or {})
        self.expression = expression
        self.parts = dict(parts)
        self.variables = dict(variables)
        self.notes = tuple(notes)


class _ProgramScope(Scope):
    """Variables, bindings, indices, dimension names, and identities of inferred size."""

    def __init__(self, inference: Inference, names: Names) -> None:
        self.inference = inference
        self.names = names
        self.derived = False
        self.typed = AsTyped()
        self.notes: list[str] = []
        self.renaming = named(inference)
        super().__init__({}, {d: dim(d) for d in names.dimensions if names.is_dimension(d)})
        self.variables = {name: self._symbol(name) for name in names.variables}
        self.nodes.update(self.variables)
        self.domain = Domain(self)

    def resolved(self, shape: Shape) -> Shape:
        """A shape with every unknown named."""
        rows, cols = map(self.inference.unifier.resolve, shape)
        return (substitute(rows, self.renaming), substitute(cols, self.renaming))

    def _symbol(self, name: str) -> Symbol:
        if name in self.names.known:
            return self.names.known[name]
        kind = "integer" if name in self.inference.integers else self.names.kind(name)
        base = self.names.base_of_differential(name)
        kind = KINDS[kind].tangent if base else kind
        shape = self.resolved(self.inference.variables[name])
        if shape == (1, 1) and KINDS[kind].is_rigid:
            raise self._rigid(name, kind)
        return symbol(
            name, shape, kind, spelling=self.names.spellings[name],
            differential_of=base, axes=len(self.names.families.get(name, ())),
        )  # fmt: skip

    def _rigid(self, name: str, kind: str) -> MatcalcError:
        said, spelling = self.names.declared.get(name), self.names.spellings[name]
        return MatcalcError(
            "shape", f"{spelling} is 1×1 and {KINDS[kind].adjective}, so that it does not move",
            [Label(said.start, said.end)] if said else [], hint=f"write the number that it is, or where {spelling}: scalar",
        )  # fmt: skip

    def node(self, tree: Name) -> Node:
        if id(tree) in self.names.indices:
            return symbol(f"{tree.name}#", (1, 1), "index")
        if tree.name in CONSTANTS and tree.name in self.names.families:
            return call(PI) if tree.name == "pi" else super().node(tree)
        if tree.name == "I":
            return identity(self.resolved(self.inference.shapes[id(tree)])[0])
        return super().node(tree)

    def zero(self, tree: Literal) -> Node:
        return zeros(self.resolved(self.inference.shapes[id(tree)]))

    def index_of(self, name: Name) -> str:
        return self.names.index_of(name)

    def index(self, name: str) -> Node:
        return symbol(f"{name.removesuffix(BOUND)}#", (1, 1), "index") if name.endswith(BOUND) else self.variables[name]

    def size(self, tree: Tree) -> Size:
        return self.resolved((super().size(tree), 1))[0]

    def write_sizes(self) -> None:
        """Write the lengths that were found of columns of ones into the program, for those who print it."""
        for ones in self.names.unsized:
            written = [template(str(self.size(a))) if is_unknown(a) else a for a in ones.arguments]
            ones.arguments = tuple(written)

    def over_an_index(self, tree: Call, function: Function, args: Sequence[Node]) -> Node:
        return typed_ranges.over_a_typed_range(tree, function, args, self.notes)

    def built(self, tree: Tree, args: Sequence[Node], node: Node) -> None:
        if args or node.children:
            self.typed.take(tree, args, node)

    def spread(self, tree: Tree, node: Node) -> None:
        self.typed.take_number(tree, node)

    def check(self, tree: Tree, args: Sequence[Node]) -> None:
        if not (args or isinstance(tree, Call)):  # a name or a number
            return
        self.derived = self.derived or is_derived(tree)
        if isinstance(tree, Call) and args:
            tree.take_shape(args[0].shape)
        check_defined(tree, args, self.inference.program)
        self.domain.add(tree, args)


def elaborate(program: Program, within: Elaborated | None = None, shape: Shape | None = None) -> Elaborated:
    """The typed expression of a program. Raises MatcalcError (name, shape, usage, unsupported).

    It may use the variables, dimensions and named parts of the program `within` which it is read; `shape` is the
    shape that it has if that is possible.
    """
    return elaborated(inferred(program, (), within, shape))


def inferred(
    program: Program,
    extra: Sequence[Declaration] = (),
    within: Elaborated | None = None,
    shape: Shape | None = None,
    flipped: Collection[str] = (),
) -> Inference:
    """The shapes of a program, as in `elaborate`; the names in `flipped` are not what their letters say."""
    declarations = [*program.declarations, *extra]
    indexed: Sequence[Binding] = within.indexed if within else ()
    if indexed or any("_" in b.name.name for b in program.bindings):
        from matcalc_cli.elaborate.indexed_parts import expanded

        program, indexed = expanded(program, indexed)
    subtrees = Subtrees(program.roots)
    found, families = with_members(program, declarations, within.letters if within else None, subtrees)
    if found is not program:
        program, subtrees = found, Subtrees(found.roots)
    variables, parts, dimensions = (within.variables, within.parts, within.dimensions) if within else ({}, {}, ())
    if "[" in program.text or program.entries:  # which LaTeX has without square brackets
        declarations += sizes_by_use.sizes_by_use(program, program.known(declarations) | {*variables, *parts})
    functions = within.functions if within else {}

    def attempt() -> Inference:
        names = Names(program, declarations, variables, parts, dimensions, flipped, functions, families, subtrees)
        found = Inference(program, names, parts)
        found.indexed = indexed
        return found

    inference = with_rows(program, attempt)
    if shape is not None:
        known = dict(inference.unifier.bound)
        if not inference.unify(inference.result, shape):
            inference.unifier.bound = known  # without what was looked up on the way
    _check_identities(inference)
    return inference


def elaborated(inference: Inference, letters: Mapping[str, Node] = NOTHING) -> Elaborated:
    """The typed expression of a program whose shapes fit, with `letters` for the parts of these names."""
    program, names = inference.program, inference.names
    scope = _ProgramScope(inference, names)
    scope.nodes.update(inference.parts)
    parts: dict[str, Node] = {}
    for binding in program.bindings:
        parts[binding.name.name] = node = build(binding.value, scope)
        scope.nodes[binding.name.name] = letters.get(binding.name.name, node)
    expression, used = build(program.body, scope), filter(names.is_dimension, names.dimensions)
    scope.domain.check()
    scope.write_sizes()
    notes = [
        *program.notes, *inference.notes, *undeclared_functions(names), *unused_kinds(names), *misspelt_letters(names), *named_like_functions(names, list(parts)),
        *unused(program, names), *guessed(names, inference.integers),
        *dict.fromkeys(scope.notes),
    ]  # fmt: skip
    found = Elaborated(
        expression, scope.variables, notes, parts, list(used), names.functions, scope.domain.conditions, names.families,
        program.definitions, absent.absent(names) if names.declared else {}, inference.indexed, derived=scope.derived,
    )  # fmt: skip
    found.typed, found.inference = scope.typed, inference
    return with_ranges(found)


def with_ranges(found: Elaborated) -> Elaborated:
    """A program whose families know how far their indices go, where its sums tell."""
    known = spans.settled(found.expression, found.variables.values()) if found.letters else {}
    if known:
        found.expression = substitute_nodes(found.expression, known)
        found.parts = {name: substitute_nodes(part, known) for name, part in found.parts.items()}
        found.variables = {name: _settled(v, known) for name, v in found.variables.items()}
        found.typed.settle(lambda node: substitute_nodes(node, known))
    return found


def _check_identities(inference: Inference) -> None:
    """An I whose size no variable shares has no size."""
    if not inference.identities:
        return
    sizes = [size for shape in inference.variables.values() for size in map(inference.unifier.resolve, shape)]
    known = {name for size in sizes if isinstance(size, Dim) for name in size.names}
    for tree in inference.identities:
        size = inference.unifier.resolve(inference.shapes[id(tree)][0])
        if isinstance(size, Dim) and any(n.startswith("?") and n not in known for n in size.names):
            error = inference.complaints.identity(tree)
            error.open_names = frozenset(filter(None, map(inference.names.open_name, inference.names.variables)))
            raise error


def _settled(variable: Symbol, known: Mapping[Node, Node]) -> Symbol:
    found = known.get(variable, variable)
    assert isinstance(found, Symbol)
    return found
