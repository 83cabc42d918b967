"""Products of arrays with one axis: x @ A @ y in NumPy, x ⋅ y in Julia, where the language asks for a transpose."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from matcalc_cli.elaborate.calls import function_of, operands, size_arguments
from matcalc_cli.elaborate.doubts.conventions import is_by_convention
from matcalc_cli.elaborate.names import Names, walk
from matcalc_cli.elaborate.unspecified import shape as shape_of_value
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.functions import elsewhere
from matcalc_cli.kinds import KINDS, axes_of
from matcalc_cli.language.grammar.ranges import binds
from matcalc_cli.language.grammar.unspecified import is_function
from matcalc_cli.language.notation import SUMS
from matcalc_cli.language.tree import Call, Declaration, Literal, Name, Operation, Program, Tree, UnspecifiedCall
from matcalc_cli.notations.arrays.axes import one_axis, settle_axis
from matcalc_cli.notations.arrays.divisors import SIZE, WIDTH_OF_KERNEL, declare_divisors
from matcalc_cli.notations.arrays.indices import check_new_axis
from matcalc_cli.notations.arrays.kinds import (
    COLUMN,
    KEPT,
    MATRIX,
    NUMBER,
    ROW,
    UNKNOWN,
    Axes,
    as_inner,
    indexed,
    of_sizes,
    operation,
    result,
    transposed,
)  # fmt: skip
from matcalc_cli.walk import children_first

BROADCAST = {
    "add": "dotted_add", "subtract": "dotted_subtract", "hadamard": "hadamard",
    "elementwise_divide": "elementwise_divide",
}  # fmt: skip
"""NumPy's operators that repeat a row along a matrix, and the language's."""
PRODUCTS = {
    (COLUMN, ROW): MATRIX, (ROW, COLUMN): NUMBER, (ROW, MATRIX): ROW, (MATRIX, COLUMN): COLUMN,
    (MATRIX, MATRIX): MATRIX,
}  # fmt: skip
CUPY = "cp is CuPy here, where * works entry by entry; CVXPY's * is the product @"
OUTER = "x @ y.T is the outer product, for a vector is a column here; of arrays with one axis it is the number x @ y"


def transpose_vectors(
    program: Program,
    axes: Axes,
    declarations: Sequence[Declaration],
    flipped: Collection[str] = (),
) -> None:
    """Put in the transposes that the other notation leaves out."""
    names = Names(program, declarations, flipped=flipped)
    known = {d.name.name: declared(d) for d in declarations}
    divisors: list[Tree] = []
    for binding in program.bindings:
        known[binding.name.name] = Products(program, axes, names, known, divisors).of(binding.value)
    Products(program, axes, names, known, divisors).of(program.body)
    declare_divisors(program, names, divisors)


def declared(declaration: Declaration) -> str:
    """The kind of a declared name; a matrix with one row is a row."""
    if is_function(declaration):
        return UNKNOWN
    single = [isinstance(size, Literal) and size.numerator == 1 for size in declaration.dims]
    if KINDS[declaration.kind].is_number:
        return NUMBER
    if declaration.kind == "vector":
        return COLUMN
    return ROW if single[:1] == [True] else COLUMN if single[1:] == [True] else MATRIX


class Products:
    """One expression, its parts looked at from the leaves up."""

    def __init__(
        self,
        program: Program,
        axes: Axes,
        names: Names,
        known: dict[str, str],
        divisors: list[Tree],
    ) -> None:
        self.text = program.text
        self.notes = program.notes
        self.divisors = divisors  # of numbers, in NumPy
        self.axes = axes
        self.names = names
        self.known = known
        self.found: dict[int, str] = {}
        self.root: Tree | None = None

    def of(self, root: Tree) -> str:
        """The kind of the expression, after its products are put right."""
        self.root = root
        for tree in children_first([root]):
            self.found[id(tree)] = self.kind(tree)
        return self.found[id(root)]

    def kind(self, tree: Tree) -> str:
        """The kind of a tree whose parts are known."""
        match tree:
            case Name() if id(tree) in self.names.indices:
                return NUMBER
            case Name():
                return self.known.get(tree.name) or self.by_letter(tree.name)
            case Call():
                return self.call(tree)
            case Operation(operator="multiply"):
                return self.product(tree)
            case Operation(operator="rows" | "columns") if self.axes.along:
                return self.stacked(tree)
            case Operation(operator="index"):
                check_new_axis(self.text, tree, self.found[id(tree.operands[0])])
                return indexed(tree, self.found[id(tree.operands[0])])
            case Operation(operator="transpose"):
                check_new_axis(self.text, tree, self.found[id(tree.operands[0])])
                return operation(tree.operator, [self.found[id(operand)] for operand in tree.operands])
            case Operation(operator="elementwise_divide", operands=(left, right)) if self.divides_number(left, right):
                self.divisors.append(right)
                return NUMBER
            case Operation(operator="elementwise_divide", operands=(left, right)) if self.divides_by_size(tree):
                self.divisors.append(right)
                return self.found[id(left)]
            case Operation(operator=operator) if self.axes.along and operator in BROADCAST:
                self.check_star(tree)
                return self.beside(tree)
            case Operation():
                return operation(tree.operator, [self.found[id(operand)] for operand in tree.operands])
        return NUMBER

    def divides_number(self, left: Tree, right: Tree) -> bool:
        """Whether a number that is no constant is divided by what is a column by its letters."""
        numbers = (self.found[id(left)], self.found[id(right)]) == (NUMBER, COLUMN)
        return bool(self.axes.along) and numbers and any(isinstance(tree, (Name, Call)) for tree in walk(left))

    def divides_by_size(self, tree: Operation) -> bool:
        """Whether something is divided by what is called as sizes are, X.T @ X / n, Q @ K.T / np.sqrt(d_k), and not 1 / n alone."""
        left, right = tree.operands
        if tree is self.root and self.found[id(left)] == NUMBER:
            return False
        pattern = WIDTH_OF_KERNEL if self.found[id(left)] == MATRIX else SIZE
        sized = self.axes.along == ROW and any(p.fullmatch(self.text, right.start, right.end) for p in (SIZE, pattern))
        return bool(sized) and self.found[id(right)] in (COLUMN, MATRIX) and self.found[id(left)] != ROW

    def check_star(self, tree: Operation) -> None:
        """Note `*` between arrays in a program with `cp.` where nothing says which library that is."""
        if tree.operator == "hadamard" and "cp." in self.text:
            left, right = tree.operands
            between = self.text[left.end : right.start]
            if NUMBER not in (self.found[id(left)], self.found[id(right)]) and "*" in between:
                self.note(CUPY)

    def note(self, said: str) -> None:
        """Say something once."""
        self.notes += [said] * (said not in self.notes)

    def call(self, tree: Call) -> str:
        """The kind of a function's value; min stands in sizes only."""
        if isinstance(tree, UnspecifiedCall) and not tree.dotted:
            rows, columns = shape_of_value(tree)
            return of_sizes(rows == 1, columns == 1)
        if tree.function == "min" or binds(tree):
            return NUMBER if tree.function == "min" else self.found[id(tree.arguments[-1])]
        argument = self.found[id(tree.arguments[0])] if tree.arguments else UNKNOWN
        kinds = [self.found[id(argument)] for argument in tree.arguments]
        rows = tree.function in OF_ROWS or (tree.function == "kron" and not {*kinds}.isdisjoint(TWO_AXES))
        if rows and self.axes.along == ROW and COLUMN in kinds:
            return self.along_rows(tree)
        kept = settle_axis(tree, argument)
        function = function_of(tree)
        if self.axes.along and function.called.endswith(", 2)") and argument == COLUMN:
            raise one_axis(tree)
        if self.axes.along and function.called.endswith(", 2)") and argument in (MATRIX, UNKNOWN):
            return KEPT if kept else result(function, [argument], [])
        sizes = [isinstance(size, Literal) and size.numerator == 1 for size in size_arguments(tree, function)]
        if (
            self.axes.along == ROW and len(tree.arguments) == 2 and sizes == [False, True]
        ):  # np.ones((n, 1)) has two axes
            return KEPT
        return result(function, [self.found[id(argument)] for argument in operands(tree)], sizes)

    def by_letter(self, name: str) -> str:
        """The kind of an undeclared name."""
        if name == "I" or self.names.is_dimension(name):
            return MATRIX if name == "I" else NUMBER
        return (NUMBER, COLUMN, MATRIX)[axes_of(self.names.kind(name))]

    def product(self, tree: Operation) -> str:
        """A product, after a vector on its left is transposed where it has to be."""
        left, right = tree.operands
        a, b = self.found[id(left)], self.found[id(right)]
        if NUMBER in (a, b):
            return b if a == NUMBER else a
        if KEPT in (a, b):
            return KEPT if (a, b) == (MATRIX, KEPT) else PRODUCTS.get((without_axis(a), without_axis(b)), UNKNOWN)
        if self.axes.sign and self.axes.sign not in self.text[left.end : right.start]:
            return PRODUCTS.get((a, b), UNKNOWN)
        if self.axes.sign and (a, b) != (COLUMN, COLUMN):  # of arrays of one shape, whatever it is
            as_inner(tree)
            return NUMBER
        if (a, b) == (COLUMN, ROW):
            self.note(OUTER)
        if (a, b) == (COLUMN, COLUMN):
            tree.operands = (transposed(left), right)
            return NUMBER
        if (a, b) == (COLUMN, MATRIX) and self.axes.along:  # has one axis again
            tree.operator = "transpose"
            tree.operands = (Operation("multiply", (transposed(left), right), tree.start, tree.end),)
            return COLUMN
        return PRODUCTS.get((a, b), UNKNOWN)

    def along_rows(self, tree: Call) -> str:
        """NumPy's kron(A, x) and block_diag(x, y), where an array with one axis is a row of a matrix."""
        pairs = [(argument, self.found[id(argument)]) for argument in tree.arguments]
        tree.arguments = tuple([transposed(argument) if kind == COLUMN else argument for argument, kind in pairs])
        return MATRIX

    def note_row(self, number: Tree, matrix: Tree) -> None:
        """Say that a Greek letter beside a matrix may be a row: X - mu."""
        if (
            isinstance(number, Name)
            and number.name in self.names.variables
            and is_by_convention(self.names, number.name)
        ):
            what = " ".join(self.text[matrix.start : matrix.end].split())
            self.note(
                f"{number.spelling} is a number by its letter, and it is added to {what}; where {number.spelling}: vector adds it to every row"
            )

    def stacked(self, tree: Operation) -> str:
        """The kind of a list of arrays: np.vstack([x, y]) has two rows, np.hstack([x, y]) one axis."""
        kinds = [self.found[id(operand)] for operand in tree.operands]
        called = re.match(r"[\w.]*", self.text[tree.start :])
        name = called[0].rpartition(".")[2] if called else ""
        if self.axes.along == ROW and MATRIX in kinds and (name in NEW_AXIS or (tree.operator == "rows" and not name)):
            message = f"{name or 'a list'} of matrices has three axes"
            raise MatcalcError("unsupported", message, [Label(tree.start, tree.end)], hint=PUT_TOGETHER)
        if COLUMN in kinds and name in BY_ROWS and tree.operator == "rows":
            pairs = zip(tree.operands, kinds, strict=True)
            tree.operands = tuple([transposed(operand) if kind == COLUMN else operand for operand, kind in pairs])
            return MATRIX
        if COLUMN in kinds and name in END_TO_END and {*kinds} <= {COLUMN, NUMBER}:
            tree.operator = "rows"
            return COLUMN
        return operation(tree.operator, kinds)

    def beside(self, tree: Operation) -> str:
        """Sums and entrywise products of NumPy: an array with one axis stands along the rows of a matrix."""
        kinds = [self.found[id(operand)] for operand in tree.operands]
        if set(kinds) == {COLUMN, ROW}:
            places = [Label(operand.start, operand.end) for operand in tree.operands]
            hint = "np.outer(x, y) is their outer product; without .T they meet entry by entry"
            raise MatcalcError("shape", "a row and a column meet entry by entry", places, hint=hint)
        if KEPT in kinds and not {COLUMN, ROW}.isdisjoint(kinds):
            tree.operands = tuple(
                [transposed(o) if k == COLUMN else o for o, k in zip(tree.operands, kinds, strict=True)]
            )
            tree.operator = BROADCAST[tree.operator]
            return MATRIX
        if self.axes.along == ROW and set(kinds) == {MATRIX, NUMBER} and tree.operator in SUMS:
            self.note_row(tree.operands[kinds.index(NUMBER)], tree.operands[kinds.index(MATRIX)])
        if MATRIX in kinds and not {COLUMN, ROW, KEPT}.isdisjoint(kinds):
            pairs = zip(tree.operands, kinds, strict=True)
            rows = self.axes.along == ROW
            tree.operands = tuple(
                [transposed(operand) if rows and kind == COLUMN else operand for operand, kind in pairs]
            )
            tree.operator = BROADCAST[tree.operator]
            return MATRIX
        return operation(tree.operator, kinds)


OF_ROWS = elsewhere("numpy-rows").values()
"""Functions that take an array with one axis as a row, whatever stands beside it."""
TWO_AXES = {MATRIX, KEPT, ROW}
BY_ROWS = ("", "vstack", "row_stack", "array", "asarray", "stack", "tensor")
"""The functions that make rows of arrays with one axis; a list without a function does too."""
NEW_AXIS = ("array", "asarray", "stack", "tensor")
"""The functions that give the arrays in a list an axis of their own."""
PUT_TOGETHER = (
    "np.vstack([A, B]) puts them one below the other, np.hstack([A, B]) side by side, np.block([[A, B], [C, D]]) both"
)
END_TO_END = ("hstack", "concatenate", "cat", "block")
"""The functions that put the arrays in a list one behind the other."""


def without_axis(kind: str) -> str:
    """A column of two axes as one of one axis, where that makes no difference."""
    return COLUMN if kind == KEPT else kind
