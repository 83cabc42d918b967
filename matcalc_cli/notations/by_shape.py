"""Functions whose meaning in another notation depends on the shape of their argument, and what LaTeX's bold says."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from copy import deepcopy
from functools import partial

from matcalc_cli.elaborate.families import stem_of, with_members
from matcalc_cli.elaborate.names import Names, walk
from matcalc_cli.elaborate.shapes.inference import Inference
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape
from matcalc_cli.functions import FUNCTIONS, elsewhere
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.tree import Binding, Call, Declaration, Literal, Name, Operation, Program, Tree
from matcalc_cli.notations.arrays.axes import is_axis
from matcalc_cli.notations.arrays.kinds import ROW, Axes
from matcalc_cli.notations.arrays.vectors import transpose_vectors
from matcalc_cli.notations.latex.tables import BOLD
from matcalc_cli.notations.namesakes import calls
from matcalc_cli.notations.notation import Notation, ShapeOf, open_names

OF_VECTORS = elsewhere("of-vectors")
"""LaTeX and NumPy: what these are of a vector or a scalar."""
OF_MATRICES = elsewhere("matlab-matrix")
"""MATLAB: the largest singular value; the sum of each column."""
OF_COLUMNS = (*elsewhere("matlab-columns"), "cumprod", "median")
"""MATLAB: what is of each column of a matrix, and has no name here."""
OF_TWO_VECTORS = {
    "dot": ("dot of two matrices is a row, the products of their columns", "sum(A(:).*B(:)) is their inner product"),
    "inner": ("inner of two matrices is A @ B.T in NumPy", "A @ B.T is that, np.sum(A * B) the inner product"),
}
"""Functions of two arrays that MATLAB and NumPy have of vectors only, by their names there, and what to write of matrices."""


def settle(
    program: Program, notation: Notation, declarations: Sequence[Declaration], flipped: Collection[str] = ()
) -> None:
    """Give the names and functions of a program the meaning that they have in its notation."""
    program.told = re.search(notation.told, program.text) is not None
    for prepare in notation.before:
        prepare(program, declarations)
    known = list({d.name.name: d for d in (*declarations, *program.declarations)}.values())
    known += of_members(program, known)
    names = Names(program, known, flipped=flipped)  # of the whole program: its indices, dimensions and exponents
    later: list[Callable[[], None]] = []
    for above, root in enumerate(program.roots):
        shape = partial(shape_of, program.text, program.bindings[:above], names)
        for rewrite in notation.at_shapes:
            rewrite(root, program.text, shape)
        for call in reversed(list(calls(root))):
            for rename in notation.at_call:
                naming: Callable[[], None] = partial(renamed, rename, call, program.text, shape, names)
                try:
                    naming()
                except MatcalcError:
                    if not notation.axes:
                        raise
                    later.append(naming)  # once rows are repeated along matrices, the argument may have a shape
    for finish in notation.after:
        finish(program, names)
    if notation.axes:
        transpose_vectors(program, notation.axes, known, flipped)
    for naming in later:
        naming()
    program.notes += dict.fromkeys(note for remarks in notation.remarks for note in remarks(program, known))


def renamed(rename: Callable[[Call, str, ShapeOf], None], call: Call, text: str, shape: ShapeOf, names: Names) -> None:
    """Give a call its meaning; an error about it knows which of its names may be something else."""
    with open_names(call, names):
        rename(call, text, shape)


def of_members(program: Program, known: Sequence[Declaration]) -> list[Declaration]:
    """Declarations of R_j where the family is declared as R_i."""
    try:
        letters = with_members(program, known)[1]
    except MatcalcError:  # which is told when the program is elaborated
        return []
    of = {stem: d for d in known if (stem := stem_of(d.name.name, letters))}
    roots = program.roots if of else ()
    members = {t.name: t for root in roots for t in walk(root) if isinstance(t, Name) and stem_of(t.name, of)}
    told = {d.name.name for d in known}
    pairs = [(t, of[t.name.rpartition("_")[0]]) for name, t in members.items() if name not in told]
    return [Declaration(Name(t.name, t.spelling, d.start, d.end), d.kind, d.dims, d.start, d.end) for t, d in pairs]


def settle_rows(program: Program, names: Names) -> None:
    """NumPy's A[i] is a row of a matrix, which is a column here, and A[:k] the first rows; np.diff(A) is along the last axis."""
    for above, root in enumerate(program.roots):
        shape = partial(shape_of, program.text, program.bindings[:above], names)
        for tree in reversed(list(walk(root))):  # parts first
            if isinstance(tree, Operation) and tree.operator == "index" and len(tree.operands) == 2:
                base, place = tree.operands
                if 1 not in shape(base):
                    is_range = isinstance(place, Operation) and place.operator == "range"
                    typed = ":" in program.text[tree.start : tree.end] or not is_range
                    whole = Operation("all", (), place.end, place.end)
                    places = (place, whole) if typed else (whole, place)
                    rows = Operation("index", (base, *places), tree.start, tree.end)
                    tree.operator, tree.operands = ("index", rows.operands) if is_range else ("transpose", (rows,))


def stretch_sums(program: Program, _declarations: Sequence[Declaration]) -> None:
    """MATLAB's + and -, which repeat rows and columns as dotted operators do."""
    for root in program.roots:
        for tree in walk(root, expressions_only=True):  # x(end-1): what stands in an index has no columns
            if isinstance(tree, Operation) and tree.operator in ("add", "subtract"):
                tree.operator = f"dotted_{tree.operator}"


def divide_by_matrices(root: Tree, _text: str, shape: ShapeOf) -> None:
    """b'/A of a square matrix A is b'*inv(A)."""
    for tree in list(walk(root)):
        if isinstance(tree, Operation) and tree.operator == "divide" and 1 not in shape(tree.operands[1]):
            left, right = tree.operands
            inverse = Call("inv", (right,), right.start, right.end, name=(right.start, right.start))
            tree.operator, tree.operands = "multiply", (left, inverse)


def leave_out_indices(root: Tree, _text: str, shape: ShapeOf) -> None:
    """(x.T*A*x)[0, 0], the one entry of what is 1 x 1, which is a number here."""
    for tree in list(walk(root)):
        if isinstance(tree, Operation) and tree.operator == "index":
            base, *places = tree.operands
            if all(isinstance(place, Literal) and place.numerator == 1 for place in places) and shape(base) == SCALAR:
                tree.operator, tree.operands = "plus", (base,)


def shape_of(text: str, bindings: Sequence[Binding], names: Names, part: Tree) -> Shape:
    """The shape of a part by itself; the whole cannot be read before its functions have their meaning."""
    program = Program(text, bindings, part, [])
    if any(is_axis(tree) for root in program.roots for tree in walk(root)):  # NumPy's axis -1, settled in a copy
        return _of_arrays(program, names)
    try:
        return Inference(program, names).shape(program.body)
    except MatcalcError:
        if "@" not in text:  # (x @ A)[0]: a vector on the left is transposed later
            raise
        return _of_arrays(program, names)


def _of_arrays(program: Program, names: Names) -> Shape:
    """The shape of NumPy's expression, whose axes and products of vectors are settled in a copy."""
    program = deepcopy(program)
    transpose_vectors(program, Axes(along=ROW), [*names.declared.values()], names.flipped)
    return Inference(program, names).shape(program.body)


def check_vectors(call: Call, text: str, shape: ShapeOf) -> None:
    """dot(A, B) of matrices is of their columns in MATLAB, np.inner(A, B) is A @ B.T. Raises MatcalcError for one matrix."""
    called = text[call.name_start : call.name_end].rpartition(".")[2]
    if call.function != "inner" or called not in OF_TWO_VECTORS:
        return
    matrices = [argument for argument in call.arguments if 1 not in shape(argument)]
    if len(matrices) == len(call.arguments):
        of_two_matrices(call, called)
    elif matrices and called == "inner":  # along the last axes: A @ x, whichever of them comes first
        rest = next(argument for argument in call.arguments if argument not in matrices)
        call.function = "transpose"
        product = Operation("multiply", (*matrices, rest), call.start, call.end)
        call.arguments = (Operation("transpose", (product,), call.start, call.end),)
    for argument in call.arguments if call.function == "inner" else ():
        if 1 not in shape(argument):
            message, hint = OF_TWO_VECTORS[called]
            raise MatcalcError("unsupported", message, [Label(argument.start, argument.end)], hint=hint)


def of_two_matrices(call: Call, called: str) -> None:
    """The product of two matrices that is called as that of vectors is."""
    one, other = call.arguments
    if called == "dot":
        call.function = "sum"
        entrywise = Operation("hadamard", (one, other), one.start, other.end)
        call.arguments = (entrywise, Literal(1, 1, call.end, call.end))
    else:
        call.function = "transpose"
        turned = Operation("transpose", (one,), one.start, one.end)
        call.arguments = (Operation("multiply", (other, turned), one.start, other.end),)


def is_moment(name: str) -> bool:
    """Whether a function is one of those along an axis whose divisor is told, as that of a variance is."""
    return f"{name}_1" in FUNCTIONS and name in FUNCTIONS and bool(FUNCTIONS[name].caution)


def matlab(call: Call, text: str, shape: ShapeOf) -> None:
    """norm(A), norm(A,1) and sum(A) of a matrix."""
    if call.function == "norm1":
        column_sums(call, text, shape)
    of_columns = call.function in OF_COLUMNS or is_moment(call.function)
    if len(call.arguments) != 1 or not (of_columns or call.function in OF_MATRICES):
        return
    if 1 in shape(call.arguments[0]):
        return
    if of_columns and f"{call.function}_1" in FUNCTIONS:  # mean(A, 1)
        call.arguments = (*call.arguments, Literal(1, 1, call.end, call.end))
        return
    if of_columns:
        hint = f"{call.function}(A(:)) is that of all entries"
        place = Label(call.name_start, call.name_end)
        raise MatcalcError(
            "unsupported", f"{call.function} of a matrix is of each column in MATLAB", [place], hint=hint
        )
    call.function = OF_MATRICES[call.function]


def norms(call: Call, text: str, shape: ShapeOf) -> None:
    """The 2-norm of a matrix is its largest singular value, of a vector the norm; e^A is expm of a matrix."""
    if call.function == "det" and "det" not in text[call.name_start : call.name_end]:
        bars(call, shape)
    if len(call.arguments) != 1 or call.function not in OF_VECTORS:
        return
    if 1 in shape(call.arguments[0]):
        call.function = OF_VECTORS[call.function]
    elif call.function == "norm1":
        column_sums(call, text, shape)


def norms_of_maps(call: Call, text: str, shape: ShapeOf) -> None:
    """norm(A, 1) and norm(A, Inf) of a matrix, where they are those of the map: the largest column and row sums."""
    said = text[call.name_start : call.name_end].rpartition(".")[2]
    if call.function == "specnorm" and len(call.arguments) == 2:  # CVXPY's norm of an order
        call.function = "norm"
    if said not in ("norm", "matrix_norm") or is_axis(call.arguments[-1]) or 1 in shape(call.arguments[0]):
        return
    if call.function == "norm1":
        call.function, call.arguments = "opnorm", (*call.arguments, Literal(1, 1, call.end, call.end))
    elif call.function == "norm" and len(call.arguments) == 2:
        call.function = "opnorm"


def bars(call: Call, shape: ShapeOf) -> None:
    """|A| is a determinant, |a| of a number its modulus; of a vector it is neither."""
    rows, columns = shape(call.arguments[0])
    if rows == columns == 1:
        call.function = "abs"
    elif 1 in (rows, columns):
        place = Label(call.arguments[0].start, call.arguments[0].end)
        hint = "\\|x\\| is its norm, \\operatorname{abs}(x) has the modulus of each entry"
        raise MatcalcError("shape", "single bars stand around a vector", [place], hint=hint)


def column_sums(call: Call, text: str, shape: ShapeOf) -> None:
    """Refuse the 1-norm of a matrix, unless it is norm1, which is of the entries."""
    if "norm1" not in text[call.name_start : call.name_end] and 1 not in shape(call.arguments[0]):
        place = Label(call.arguments[0].start, call.arguments[0].end)
        hint = r"\operatorname{opnorm}(A, 1) is the largest column sum, \operatorname{norm1}(A) the sum of the moduli of all entries"
        message = "the 1-norm of a matrix is its largest column sum to some, and the sum of all moduli to others"
        raise MatcalcError("unsupported", message, [place], hint=hint)


def declare_bold(program: Program, declarations: Sequence[Declaration]) -> None:
    r"""A bold \beta or a is a vector in print, and a scalar by its letter or its use: declare it, unless that is done."""
    known = program.known(declarations)
    found = [tree for root in program.roots for tree in walk(root) if isinstance(tree, Name) and tree.name not in known]
    bold = {tree.name: tree for tree in found if is_bold(program.text, tree)}
    program.declarations += tuple(Declaration(name, "vector", [], name.start, name.end) for name in bold.values())


def is_bold(text: str, tree: Name) -> bool:
    """Whether a name that may be taken as a scalar is printed bold; with an index it may be an entry."""
    commands = re.findall(r"\\([a-z]+)", text[tree.start : tree.end])
    kind = kind_by_convention(tree.name)
    letter = re.fullmatch(
        rf"\\[a-z]+\s*\{{?\s*{tree.name}\s*\}}?", text[tree.start : tree.end]
    )  # and no n of \mathbf{1}_n
    return not BOLD.isdisjoint(commands) and (kind == "scalar" or (kind == "vector" and letter is not None))
