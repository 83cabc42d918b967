"""Where an expression has a value as it was typed: what each of its operations needs, before anything is simplified."""

from __future__ import annotations

from matcalc_cli.elaborate.builder import Scope, build, template
from matcalc_cli.elaborate.calls import function_of, size_arguments
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, POWER, WHOLE_RANGE
from matcalc_cli.expr.shapes.signature import chosen
from matcalc_cli.functions.real_powers import LOGM, is_real_power
from matcalc_cli.language.notation import DIVISORS, OF_NUMBERS, SUMS
from matcalc_cli.language.tree import Call, Literal, Operation, Tree
from matcalc_cli.later import Later
from matcalc_cli.validity import of_value
from matcalc_cli.validity.condition import WITH_SIGN, Condition
from matcalc_cli.walk import children_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from matcalc_cli.elaborate import indexing, typed_ranges
    from matcalc_cli.elaborate.doubts import over_ranges, own_terms, powers_in_sums, trials, undefined
    from matcalc_cli.elaborate.doubts.over_ranges import Sums
    from matcalc_cli.elaborate.doubts.own_terms import OwnTerms
    from matcalc_cli.expr.function import Function
    from matcalc_cli.expr.node import Node
    from matcalc_cli.expr.shapes.dimensions import Size
    from matcalc_cli.validity.sums import terms
else:
    undefined = Later("matcalc_cli.elaborate.doubts.undefined")
    powers_in_sums = Later("matcalc_cli.elaborate.doubts.powers_in_sums")
    own_terms = Later("matcalc_cli.elaborate.doubts.own_terms")
    over_ranges = Later("matcalc_cli.elaborate.doubts.over_ranges")
    indexing = Later("matcalc_cli.elaborate.indexing")
    typed_ranges = Later("matcalc_cli.elaborate.typed_ranges")
    terms = Later("matcalc_cli.validity.sums.terms")
    trials = Later("matcalc_cli.elaborate.doubts.trials")


ENTRYWISE = {*SUMS, *OF_NUMBERS, "divide", "negate", "plus"}
"""Operators an entry of whose value needs that entry of the operands alone."""


class Domain:
    """The needs of the operations of a program, in the order in which they are built, and where they stand."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._found: list[tuple[Tree, Condition]] = []
        self._own: OwnTerms | None = None
        self._sums: Sums | None = None

    @property
    def conditions(self) -> list[Condition]:
        """The conditions of all operations."""
        return [condition for _, condition in self._found]

    def check(self) -> None:
        """Raise MatcalcError (usage) where operations have values nowhere, log(-x'*x) or log(alpha) + log(-alpha)."""
        if not any(c.predicate in WITH_SIGN for _, c in self._found):
            return
        from matcalc_cli.validity.contradictions import places

        if found := places(self._found):
            said = "this has no value" if len(found) == 1 else "these have no values together"
            summed = self._sums is not None and any(map(self._sums.may_leave_out, found))
            raise MatcalcError(
                "usage", f"{said} whatever the names stand for: all numbers are real",
                [Label(*at) for at in sorted((tree.start, tree.end) for tree in found)], hint="; ".join(["a sign may be wrong", *[undefined.WITHOUT_TERMS] * summed]),
            )  # fmt: skip

    def add(self, tree: Tree, args: Sequence[Node]) -> None:
        """Note what an operation needs; of the entries that are selected of a function of entries only these need it."""
        if isinstance(tree, Operation) and tree.operator == "index":
            self._select(tree, args[0])
        if isinstance(tree, Call) and len(args) >= WHOLE_RANGE and function_of(tree).binds:
            self._leave_out(tree, args)
        self._found += [(tree, condition) for condition in needed(tree, args, self._scope)]

    def _leave_out(self, tree: Call, args: Sequence[Node]) -> None:
        """Of the terms that a sum leaves out, by its condition or by bounds that an index moves, nothing is needed."""
        index, low, high, *condition, body = args
        some = terms.of_its_range(index, low, high, [*condition, *terms.conditions_in(body)])
        within = {id(part) for part in children_first([tree.arguments[-1]])}
        if not condition or some is not None:
            self._own = self._own or own_terms.OwnTerms()
            self._own.within(index, (low, high), some, [(at, c) for at, c in self._found if id(at) in within])
        if any(id(at) in within for at, _ in self._found):
            self._sums = self._sums or over_ranges.Sums()
            relations = [*condition, *terms.conditions_in(body)]
            self._found = self._sums.around(self._found, within, trials.Range(index, (low, high), relations, some))

    def _select(self, tree: Operation, base: Node) -> None:
        within = {id(part) for part in _entrywise(tree.operands[0])}

        def selected(part: Node) -> Node:
            slices = indexing.slices(tree, base.shape, self._scope.index_of)
            return indexing.selected(part, slices, self._scope.index) if part.shape == base.shape else part

        for i, (at, condition) in enumerate(self._found):
            if id(at) in within and condition.node.shape == base.shape:
                self._found[i] = at, condition.of_parts(selected)


def _entrywise(root: Tree) -> Iterator[Tree]:
    """The operations between an expression and what its entries are functions of, entry by entry."""
    stack = [root]
    while stack:
        tree = stack.pop()
        match tree:
            case Operation(operator=operator, operands=parts) if operator in ENTRYWISE:
                stack.extend(parts)
            case Operation(operator="multiply", operands=parts) if any(isinstance(part, Literal) for part in parts):
                stack.extend(parts)
            case Call(arguments=parts) if function_of(tree).elementwise:
                stack.extend(parts)
            case _:
                continue
        yield tree


def _power(base: Node, exponent: Node) -> tuple[Function, tuple[Node, ...]]:
    """The function that decides where a power has a value: of its exponent, or the logarithm of a matrix."""
    return (LOGM, (base,)) if is_real_power(base, exponent) else (POWER, (base, exponent))


def _entries(base: Node, exponent: Node) -> Iterator[Condition]:
    """The needs of x.^p, and of x.^y with an exponent for every entry."""
    if exponent.is_scalar:
        return of_value(ELEMENTWISE_POWER, (base, exponent))
    return iter([Condition("positive", base)])


class Recorder(Scope):
    """The meanings of the names of a shorthand's definition, with notes of what the operations there need."""

    def __init__(self, nodes: dict[str, Node], dims: dict[str, Size]) -> None:
        super().__init__(nodes, dims)
        self.found: list[Condition] = []

    def check(self, tree: Tree, args: Sequence[Node]) -> None:
        """Note what the operation needs."""
        self.found.extend(needed(tree, args, self))


def needed(tree: Tree, args: Sequence[Node], scope: Scope) -> Iterator[Condition]:
    """The needs of an operation of a program, as conditions on its operands."""
    match tree:
        case Operation(operator=operator) if operator in DIVISORS:
            yield Condition("invertible" if operator == "solve" else "no zeros", args[DIVISORS[operator]])
        case Operation(operator="power"):
            yield from of_value(*_power(*args))
        case Operation(operator="elementwise_power"):
            yield from _entries(*args)
        case Operation(operator="index"):
            from matcalc_cli.validity.sums.ranges import of_unit

            for unit in indexing.units(tree, args[0].shape, scope.index_of, scope.index):
                yield from of_unit(unit)
        case Call():
            function = function_of(tree)
            if function.binds:
                yield from typed_ranges.is_not_backward(args)
                yield from powers_in_sums.of_powers(args)
            if function.binds and len(args) == WHOLE_RANGE and not typed_ranges.is_over_nothing(*args[1:3]):
                yield from _in_range(tree, args)
            if not function.definition:
                yield from of_value(function, tuple(args))
                return
            sizes = tuple([scope.size(t) for t in size_arguments(tree, function)])
            signature, dims = chosen(function, [a.shape for a in args], sizes)
            recorder = Recorder(dict(zip(signature.parameters, args, strict=True)), dict(dims))
            build(template(function.definition), recorder)
            yield from _somewhere(tree, recorder.found)


def _somewhere(tree: Call, found: Iterable[Condition]) -> Iterator[Condition]:
    """The needs of a function that is written out in others. Raises MatcalcError at eigvec(A, -1), which has a value nowhere."""
    from matcalc_cli.validity.sums.ranges import is_nowhere

    for condition in found:
        if is_nowhere(condition):
            place = [Label(tree.arguments[-1].start, tree.arguments[-1].end)]
            raise MatcalcError("usage", f"{tree.function} has nothing there", place, hint="indices begin at 1")
        yield condition


def _in_range(tree: Call, args: Sequence[Node]) -> Iterator[Condition]:
    """The selections at the ends of the range of an index. Raises MatcalcError where nothing is there, at c[j] for j = 0."""
    from matcalc_cli.validity.sums.ranges import FROM, is_nowhere, of_range

    for condition in of_range(*args):
        if is_nowhere(condition):
            low = condition.predicate == FROM
            said = "0 or less, and indices begin at 1" if low else "beyond the last one"
            hint = "c[j+1] for a j that begins at 0; members of a family, c_j, may begin anywhere" if low else None
            raise MatcalcError(
                "usage", f"at an end of this range an index is {said}",
                [Label(tree.arguments[0].start, tree.arguments[2].end)], hint=hint or "x[end] is the last entry",
            )  # fmt: skip
        yield condition
