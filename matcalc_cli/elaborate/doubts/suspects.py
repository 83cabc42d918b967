"""Expressions that fit by their shapes and are not meant: a number that is transposed, or added to a vector."""

from __future__ import annotations

from matcalc_cli.elaborate.calls import function_of, operands
from matcalc_cli.elaborate.names import walk
from matcalc_cli.elaborate.shapes.inference import Inference
from matcalc_cli.elaborate.shapes.provenance import deciding
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.notation import OF_NUMBERS, POWERS, SUMS
from matcalc_cli.language.tree import Call, Literal, Name, Operation, Tree, UnspecifiedCall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SIGNS = ("negate", "plus")


def misuse(inference: Inference, product: str, *, scalar: bool) -> MatcalcError | None:
    """The error about a reading whose shapes fit, if anything is wrong with it.

    `scalar` asks for an f that is a number; `product` is the sign of products that are none of numbers.
    """
    names = inference.names
    if any(names.open_name(name) for name in names.variables):
        for tree in _trees(inference):
            found = _added(inference, tree) or _of_a_number(inference, tree, product) or _stretched(inference, tree)
            if found:
                return found
    if scalar and inference.shape(inference.program.body) != SCALAR:
        body = inference.program.body
        label = inference.complaints.label(body)
        return _error("the expression is no number", [label], deciding(inference, body))
    return None


def _trees(inference: Inference) -> Iterator[Tree]:
    roots = inference.program.roots
    for root in roots:
        yield from walk(root, expressions_only=True)


def _error(message: str, labels: Sequence[Label], open_names: frozenset[str]) -> MatcalcError:
    error = MatcalcError("shape", message, labels)
    error.open_names = open_names
    return error


def _added(inference: Inference, tree: Tree) -> MatcalcError | None:
    """A name that is taken for a number, added to a vector or a matrix: nobody wrote that for b - t*A."""
    if not inference.names.flipped or not (isinstance(tree, Operation) and tree.operator in SUMS):
        return None
    for number, other in (tree.operands, tree.operands[::-1]):
        if inference.shape(number) == SCALAR != inference.shape(other) and any(
            _is_flipped(inference, term) for term in terms(number)
        ):
            return _error("a number is added to a vector", [], deciding(inference, other) | deciding(inference, number))
    return None


def _is_flipped(inference: Inference, term: Tree) -> bool:
    """Whether a term is made of numbers by name, one of which is none by its letter."""
    names = [tree.variable for tree in walk(term) if isinstance(tree, Name)]
    names += [inference.names.stem(name) for name in names]
    return not inference.names.flipped.isdisjoint(names) and not any(isinstance(tree, Call) for tree in walk(term))


def added_to_numbers(inference: Inference, *, times: bool = False) -> Iterator[str]:
    """Names that are vectors by their letters and are added to numbers made of vectors: c of x'*A*x + c.

    With `times` also those that numbers are multiplied by, n of x'*A*x + n/2*log(2*pi).
    """
    for tree in _trees(inference):
        if isinstance(tree, Operation) and tree.operator in SUMS:
            for number, other in (tree.operands, tree.operands[::-1]):
                other = _vector(inference, other) if times else other
                if inference.shape(number) == SCALAR != inference.shape(other) and isinstance(other, Name):
                    name = inference.names.open_name(other.variable)
                    if name and any(_is_array(inference, part) for part in walk(number, expressions_only=True)):
                        yield name


def _is_array(inference: Inference, tree: Tree) -> bool:
    """Whether a tree is the name of a vector or a matrix; that of a place, s of R[s,n], has no shape."""
    return isinstance(tree, Name) and id(tree) in inference.shapes and inference.shape(tree) != SCALAR


def _vector(inference: Inference, tree: Tree) -> Tree:
    """The vector that a number is multiplied with or divides; else the tree itself."""
    while isinstance(tree, Operation) and tree.operator in ("multiply", "divide", *SIGNS):
        vectors = [part for part in tree.operands if inference.shape(part) != SCALAR]
        if len(vectors) != 1:
            break
        (tree,) = vectors
    return tree


def of_numbers(inference: Inference) -> Iterator[str]:
    """Families of vectors by their letters, of a member of which something is taken that is one of numbers in papers: exp(x_i).

    Nothing is said by exp(x_i'*x_k), which is of a number already.
    """
    for tree in _trees(inference):
        if isinstance(tree, Call) and not isinstance(tree, UnspecifiedCall) and function_of(tree).note:
            arrays = [part for part in tree.arguments if inference.shape(part) != SCALAR]
            names = [part.variable for a in arrays for part in walk(a, expressions_only=True) if isinstance(part, Name)]
            yield from (name for name in names if name in inference.names.families)


def _of_a_number(inference: Inference, tree: Tree, product: str) -> MatcalcError | None:
    """A Greek number where numbers do not stand: theta' , norm(theta), X @ beta in NumPy."""
    match tree:
        case Operation(operator="transpose", operands=(part,)):
            said = "transposed"
        case UnspecifiedCall():
            return None
        case Call(arguments=(part, *more)) if _is_of_one(inference, tree, more):
            said = f"the argument of {tree.function}"
        case Operation(operator="multiply", operands=(left, right)) if product and _is_said(
            product, inference.program.text[left.end : right.start]
        ):
            part, said = left if greek_numbers(inference, left) else right, "multiplied as a matrix"
        case _:
            return None
    numbers = greek_numbers(inference, part)
    if not numbers or not _of_greek_names(inference, part):
        return None
    return _error(f"a number is {said}", [inference.complaints.label(part)], frozenset(numbers))


def _is_of_one(inference: Inference, call: Call, more: Sequence[Tree]) -> bool:
    """Whether a call is of one array, and at most of numbers besides: sum(theta), norm(theta, 1)."""
    names = inference.names.variables
    numbers = all(isinstance(tree, Literal) or (isinstance(tree, Name) and tree.name not in names) for tree in more)
    return bool(numbers and operands(call)) and not function_of(call).elementwise


def _is_said(product: str, between: str) -> bool:
    """Whether a product is one of arrays by its sign, or by the function that is called: np.dot(w, mu), w.dot(mu)."""
    return product in between or "," in between or ".dot" in between


def _of_greek_names(inference: Inference, tree: Tree) -> bool:
    """Whether undeclared Greek names and numbers are all that something is made of, entry by entry."""
    names = [_named(part) for part in _parts(tree) if not isinstance(part, Literal)]
    return all(
        name is not None and (name in inference.names.flipped or _is_greek_number(inference, name)) for name in names
    )


def _stretched(inference: Inference, tree: Tree) -> MatcalcError | None:
    """A column that is stretched along a matrix which is none if its Greek factor is a vector: y.*(X*beta)."""
    if not (isinstance(tree, Operation) and tree.operator in OF_NUMBERS and tree.operator not in POWERS):
        return None
    shapes = [inference.shape(part) for part in tree.operands]
    if SCALAR in shapes or shapes[0] == shapes[1]:
        return None
    # What is added to a column, epsilon in X./sqrt(v + epsilon), leaves its shape as it is.
    inside = {id(part) for part in walk(tree) if isinstance(part, Operation) and part.operator == "multiply"}
    numbers = frozenset(name for name, (at, _) in _standing(inference).items() if id(at) in inside)
    labels = [inference.complaints.label(part) for part in tree.operands]
    return _error("a vector would be stretched along a matrix", labels, numbers) if numbers else None


def of_squares(inference: Inference) -> Iterator[tuple[str, str]]:
    """Greek numbers whose trace or determinant is taken, with the function: rho of tr(rho*log(rho)), which may be a matrix."""
    greek = {name for name in inference.names.variables if _is_greek_number(inference, name)}
    for tree in _trees(inference) if greek else ():
        if isinstance(tree, Call) and not isinstance(tree, UnspecifiedCall) and _is_of_squares(tree):
            number = inference.shape(tree.arguments[0]) == SCALAR
            for part in walk(tree.arguments[0], expressions_only=True) if number else ():
                if isinstance(part, Name) and part.variable in greek:
                    yield part.variable, tree.function


def _is_of_squares(tree: Call) -> bool:
    """Whether a call has one square matrix for its argument, and a number for its value."""
    wanted = signatures(function_of(tree))[0]
    shapes = [(rows, cols) for rows, cols in wanted.shapes if rows == cols != 1]
    return len(operands(tree)) == len(wanted.shapes) == len(shapes) == 1 and wanted.result == SCALAR


def greek_numbers(inference: Inference, tree: Tree) -> list[str]:
    """The parts of an expression, entry by entry, that are scalars by their Greek letter alone: theta of 1 - 2*log(theta)."""
    found = [name for part in _parts(tree) if (name := _named(part)) is not None]
    return [name for name in found if _is_greek_number(inference, name)]


def _is_greek_number(inference: Inference, name: str) -> bool:
    names = inference.names
    return (
        name in names.variables
        and names.open_name(name) == name
        and kind_by_convention(name) == "scalar"
        and name not in names.flipped
    )


def _named(part: Tree) -> str | None:
    return part.variable if isinstance(part, Name) else None


def _parts(tree: Tree) -> list[Tree]:
    """The parts of a tree entry by entry: the terms of sums and dotted products, without numbers before them or functions."""
    found: list[Tree] = []
    stack = [tree]
    while stack:
        match stack.pop():
            case Operation(operator=operator, operands=parts) if operator in (
                *SUMS,
                *SIGNS,
                "hadamard",
                "elementwise_divide",
            ):
                stack.extend(parts)
            case Operation(operator="multiply", operands=(Literal(), part)):
                stack.append(part)
            case Operation(operator="divide" | "elementwise_power", operands=(part, Literal())):
                stack.append(part)
            case Call(arguments=(part,)) as call if _is_elementwise(call):
                stack.append(part)
            case other:
                found.append(other)
    return found


def _is_elementwise(call: Call) -> bool:
    return not isinstance(call, UnspecifiedCall) and bool(operands(call)) and function_of(call).elementwise


def terms(tree: Tree) -> list[Tree]:
    """The terms of a sum, without their signs."""
    found: list[Tree] = []
    stack = [tree]
    while stack:
        part = stack.pop()
        if isinstance(part, Operation) and part.operator in (*SUMS, *SIGNS):
            stack.extend(part.operands)
        else:
            found.append(part)
    return found


def standing(inference: Inference) -> Mapping[str, str]:
    """The Greek numbers that stand where vectors do, and how: last behind a matrix, added to a vector."""
    return {name: how for name, (_, how) in _standing(inference).items()}


def _standing(inference: Inference) -> Mapping[str, tuple[Tree, str]]:
    names = inference.names
    if not any(_is_greek_number(inference, name) for name in names.variables):
        return {}
    trees = list(_trees(inference))
    inner = {id(t.operands[0]) for t in trees if isinstance(t, Operation) and t.operator == "multiply"}
    found: dict[str, tuple[Tree, str]] = {}
    for tree in reversed(trees):
        if isinstance(tree, Operation) and len(tree.operands) == 2:
            beside, how = _beside(inference, tree, last=id(tree) not in inner)
            found.update(dict.fromkeys(beside, (tree, how)))
    return found


def _beside(inference: Inference, tree: Operation, *, last: bool) -> tuple[list[str], str]:
    left, right = tree.operands
    shape = inference.shape(left)
    text = inference.complaints.text
    if tree.operator == "multiply":
        behind = last and isinstance(right, Name) and shape[1] != 1
        return (greek_numbers(inference, right) if behind else [], f"multiplied by {text(left)} from the left")
    if tree.operator in SUMS:
        for vector, number in (tree.operands, tree.operands[::-1]):
            rows, cols = inference.shape(vector)
            if cols == 1 != rows and inference.shape(number) == SCALAR:
                return greek_numbers(inference, number), f"added to the vector {text(vector)}"
    return [], ""
