"""Shapes by unification: every subtree of a program gets the most general shape that fits."""

from __future__ import annotations

from matcalc_cli.elaborate import offdiagonals, unspecified
from matcalc_cli.elaborate.calls import COMMUTING, function_of, operands, picks, size_arguments
from matcalc_cli.elaborate.families import stem_of
from matcalc_cli.elaborate.names import Names, walk
from matcalc_cli.elaborate.shapes.matrices import match_diagonal, record_cuts
from matcalc_cli.elaborate.shapes.operators import OPERATORS
from matcalc_cli.elaborate.shapes.provenance import open_names
from matcalc_cli.elaborate.shapes.state import State
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Node
from matcalc_cli.expr.operations import COMMUTATION, KRON, SUMMATION
from matcalc_cli.expr.shapes.dimensions import SCALAR, Dim, Shape, Size, shape_text, substitute
from matcalc_cli.expr.shapes.signature import Signature, repeated, signatures
from matcalc_cli.functions import OF_A_FUNCTION
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.grammar.derived import DerivedCall, Parameter
from matcalc_cli.language.tree import (
    Binding,
    Call,
    Literal,
    Member,
    Name,
    Operation,
    Program,
    Tree,
    UnspecifiedCall,
)
from matcalc_cli.walk import children_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matcalc_cli.elaborate.doubts.complaints import Complaints

OF_EVERY_ENTRY = "a scalar added to a square matrix is added to every entry; alpha*I is the other reading"


class Inference(State):
    """The shapes of one program's variables and subtrees, over unknowns until `resolve`."""

    def __init__(self, program: Program, names: Names, parts: Mapping[str, Node] | None = None) -> None:
        super().__init__(program, names, parts or {})
        self.identities: list[Name] = []
        self._pairs: list[Operation] = []
        self._doubtful: list[tuple[Function, Shape]] = []  # functions that matrices have otherwise, and their arguments
        self.indexed: Sequence[Binding] = ()
        for name in names.variables:
            self.variable(name)
        for binding in program.bindings:
            self.bound[binding.name.name] = self.infer(binding.value)
        self.result = self.infer(program.body)
        self.unifier.patient = False
        if self.waiting:
            self._settle_the_rest()
        self._note_functions_of_squares()

    def _settle_the_rest(self) -> None:
        """Decide the products whose factors' shapes are still open. Raises MatcalcError where none fits."""
        from matcalc_cli.elaborate.shapes.factors import settle

        unfit = settle(self)
        if unfit is not None:
            raise self._misfit(unfit)

    def variable(self, name: str) -> Shape:
        """The shape of a variable, made on first sight; dX has the shape of X."""
        if name not in self.variables:
            base = self.names.base_of_differential(name)
            known = self.names.known.get(name)
            base = base and (stem_of(base, self.names.families) or base)
            self.variables[name] = known.shape if known else self.variable(base) if base else self._shape_of_kind(name)
        return self.variables[name]

    def _shape_of_kind(self, name: str) -> Shape:
        declaration = self.names.declared.get(name)
        dims = [self.size(d) for d in declaration.dims] if declaration else []
        kind = KINDS[self.names.kind(name)]
        names = dict.fromkeys(size for size in kind.shape if size != "1")
        sizes = dict(zip(names, dims or [self.unifier.fresh() for _ in names], strict=True))
        rows, cols = (sizes.get(size, 1) for size in kind.shape)
        return (rows, cols)

    def infer(self, root: Tree) -> Shape:
        """The shape of a tree, from the leaves up."""
        for tree in children_first([root], operands, lambda tree: id(tree) in self.shapes):
            self.shapes[id(tree)] = self._fitted(tree)
            if self.cuts or not isinstance(tree, Name | Literal):
                record_cuts(self, tree)
            self.origins.record(tree, self.unifier.bound)
            if self.unifier.open:
                self.waiting.extend((tree, a, b) for a, b in self.unifier.open)
                self.unifier.open.clear()
        return self.shapes[id(root)]

    def _fitted(self, tree: Tree) -> Shape:
        """The shape of a subtree; an error knows which names would have to be something else."""
        try:
            return self._shape(tree)
        except MatcalcError as error:
            error.open_names = open_names(self, tree)
            raise

    def _misfit(self, tree: Tree) -> MatcalcError:
        """The error about a subtree whose sizes, open when it was looked at first, do not fit."""
        try:
            self._fitted(tree)
        except MatcalcError as error:
            found = error
        return found

    def _shape(self, tree: Tree) -> Shape:
        match tree:
            case Literal():
                return SCALAR
            case Member():
                return self._member(tree)
            case Name():
                return self._name(tree)
            case Parameter():
                return self.shape(tree.children[0])
            case Operation(operator=operator):
                return OPERATORS[operator](self, tree)
        assert isinstance(tree, Call)
        return self._call(tree)

    def _name(self, tree: Name) -> Shape:
        if tree.name == "I":
            size = self.unifier.fresh()
            self.identities.append(tree)
            return (size, size)
        if id(tree) in self.names.indices or tree.name == "pi" or self.names.is_dimension(tree.name):
            return SCALAR
        return self.bound.get(tree.name) or self.variable(tree.name)

    def _unspecified(self, tree: UnspecifiedCall) -> Shape:
        """A function without a formula: its arguments have the shapes that it was declared for."""
        if isinstance(tree, DerivedCall):
            unspecified.of_a_definition(tree, [self.shape(part) for part in tree.children])
        wanted = unspecified.shapes_of_arguments(tree, lambda: self.shape(tree.arguments[0]))
        if wanted is None:
            return self.shape(tree.arguments[0])
        for i, (argument, shape) in enumerate(zip(tree.arguments, wanted, strict=True)):
            if not self.unify(shape, self.shape(argument)):
                raise _misshapen(tree, i, shape, self.complaints)
        return unspecified.shape(tree)

    def _call(self, tree: Call) -> Shape:
        if isinstance(tree, UnspecifiedCall):
            return self._unspecified(tree)
        function = function_of(tree)
        if function.binds:
            return self._bound(tree, function)
        if function in COMMUTING and len(tree.arguments) > 1:
            return self._chain(tree, function)
        if offdiagonals.is_one(tree):
            return offdiagonals.shape(self, tree)
        self._check_count(tree, function)
        sizes = [self.size(t) for t in size_arguments(tree, function)]
        if tree.dotted and not function.elementwise:
            raise self.complaints.not_elementwise(tree)
        given = [self.shape(t) for t in operands(tree)]
        if (place := picks(tree)) is not None:
            self._whole(tree.arguments[place], f"the last argument of {function.call} is an integer")
            self._counted(tree.arguments[place])
        if function.matrices_only and 1 in given[0]:
            raise self.complaints.no_matrix(tree, function)
        signature = self._fitting(function, given)
        dims: dict[str, Size] = dict(zip(signature.sizes, sizes, strict=True))
        for i, (pattern, shape) in enumerate(zip(signature.shapes, given, strict=True)):
            if pattern[0] == pattern[1]:
                match_diagonal(self, operands(tree)[i])
            if not self._match(pattern, shape, dims):
                raise self.complaints.argument(tree, i, signature)
        if function.caution and not self.program.told:
            self.notes[function.caution] = None
        if function.note and not tree.dotted:
            self._doubtful.append((function, given[0]))
        return (substitute(signature.result[0], dims), substitute(signature.result[1], dims))

    def _chain(self, tree: Call, function: Function) -> Shape:
        """kron(A, B, C) and hadamard(A, B, C) as A⊗B⊗C and A.*B.*C."""
        operator = "kron" if function is KRON else "hadamard"
        left = tree.arguments[0]
        for right in tree.arguments[1:]:
            pair = Operation(operator, (left, right), tree.start, right.end)
            self._pairs.append(pair)  # held, so that its id stays its own
            self.shapes[id(pair)] = OPERATORS[operator](self, pair)
            left = pair
        return self.shapes[id(left)]

    def _check_count(self, tree: Call, function: Function) -> None:
        if function.called:
            return
        signature = signatures(function)[0]
        wanted = (tree.function in OF_A_FUNCTION) + len(signature.parameters) + len(signature.sizes)
        if function.variadic:
            least = wanted - (tree.function == "frechetmatrix")
            if len(tree.arguments) < least:
                raise self.complaints.count(tree, function, least)
            return
        count = len(tree.arguments) + (
            len(signature.sizes) == 2 and not signature.parameters and len(tree.arguments) == 1
        )
        if count != wanted or (function is COMMUTATION and len(tree.arguments) != wanted):
            raise self.complaints.count(tree, function, wanted)

    def _member(self, tree: Member) -> Shape:
        """The shape of the family's members; what their indices are made of are integers."""
        for index in tree.indices:
            self._whole(index, "the index of a member is an integer")
        return self.variable(tree.stem.name)

    def _bound(self, tree: Call, function: Function) -> Shape:
        for bound in tree.arguments[:-1]:
            self._whole(bound, "the bounds of a sum are scalars")
        shape = self.shape(tree.arguments[-1])
        if function is not SUMMATION and shape != SCALAR:
            raise self.complaints.scalar(tree.arguments[-1], "the factors of a product over an index are scalars")
        return shape

    def _whole(self, tree: Tree, why: str) -> None:
        if self.shape(tree) != SCALAR:
            raise self.complaints.scalar(tree, why)
        for name in walk(tree):
            if isinstance(name, Name) and name.name in self.variables:
                self.integer(name)

    def _counted(self, tree: Tree) -> None:
        from matcalc_cli.elaborate import indexing

        indexing.whole(tree, 1, self.names.index_of)
        if isinstance(tree, Literal) and tree.numerator < 1:
            raise MatcalcError(
                "shape", "this is the number of no column", [Label(tree.start, tree.end)], hint="the first one is 1"
            )

    def _fitting(self, function: Function, given: Sequence[Shape]) -> Signature:
        """The first signature whose dimensions 1 are all there; else the last, which explains what is wrong."""
        candidates = (repeated(function, len(given)),) if function.variadic else signatures(function)
        for signature in candidates:
            pairs = zip(signature.shapes, given, strict=True)
            if all(g == 1 for s, shape in pairs for p, g in zip(s, shape, strict=True) if p == 1):
                return signature
        return candidates[-1]

    def _match(self, pattern: Shape, given: Shape, dims: dict[str, Size]) -> bool:
        for p, size in zip(pattern, given, strict=True):
            if isinstance(p, Dim) and p.is_name and str(p) not in dims:
                dims[str(p)] = size
            elif (p == 1 and size != 1) or not self.unifier.unify(substitute(p, dims), size):
                return False
        return True

    def _note_functions_of_squares(self) -> None:
        """Notes about functions of what is, or may be, a square matrix, and numbers added to it, now that all shapes are known."""
        self.notes |= {function.note: None for function, shape in self._doubtful if self._may_be_square(shape)}
        if any(self._may_be_square(shape, surely=not self.program.entries) for shape in self.stretched):  # in papers
            self.notes[OF_EVERY_ENTRY] = None

    def _may_be_square(self, shape: Shape, *, surely: bool = False) -> bool:
        rows, columns = map(self.unifier.resolve, shape)
        open_ones = not surely and (is_open(rows) or is_open(columns))
        return 1 not in (rows, columns) and (rows == columns or open_ones)


def _misshapen(tree: UnspecifiedCall, position: int, wanted: Shape, complaints: Complaints) -> MatcalcError:
    """The error about an argument of another shape than the function is declared for."""
    argument = tree.arguments[position]
    given = f"{complaints.text(argument)} is {complaints.shape(argument)}"
    of = "a square matrix" if unspecified.record(tree).nature.spectral else f"{shape_text(wanted, '×')} here"
    return MatcalcError(
        "shape", f"{tree.stem} is declared for {of}, and {given}", [complaints.label(argument)],
        note=complaints.reasons(argument),
    )  # fmt: skip


def is_open(size: Size) -> bool:
    """Whether nothing in the program names a dimension."""
    return isinstance(size, Dim) and any(name.startswith("?") for name in size.names)
