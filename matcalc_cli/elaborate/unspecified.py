"""Functions without a formula: what the declarations of a program say of them, and what their calls mean."""

from __future__ import annotations

from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import apply, multiply, ones, transpose
from matcalc_cli.expr.node import Node, symbol
from matcalc_cli.expr.operations import TRACE
from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape, Size, dim, product_of
from matcalc_cli.expr.unspecified import Formula, Nature, Unknown, unknown
from matcalc_cli.expr.vectorized import unstacked, vec
from matcalc_cli.kinds import KINDS, of_shape
from matcalc_cli.language import limits
from matcalc_cli.language.grammar.derived import DerivedCall
from matcalc_cli.language.grammar.unspecified import ENTRYWISE, INVERSE, SPECTRAL, is_function
from matcalc_cli.language.tree import Declaration, Tree, UnspecifiedCall
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from matcalc_cli.expr import unspecified_forms
    from matcalc_cli.language.tree import Argument
else:
    unspecified_forms = Later("matcalc_cli.expr.unspecified_forms")


def declared_functions(declarations: Sequence[Declaration], declared: Mapping[str, Declaration]) -> dict[str, Unknown]:
    """The records of all functions that are declared, by name. Raises MatcalcError."""
    functions = [d for d in declarations if is_function(d)]
    found = {d.name.name: _declared_function(d, declared) for d in functions if d.kind != INVERSE}
    for declaration in functions:
        if declaration.kind == INVERSE:
            _pair(declaration, found)
    return found


def _pair(declaration: Declaration, found: dict[str, Unknown]) -> None:
    """Record a function and its inverse as such. Raises MatcalcError where there is no such inverse."""
    name, of = declaration.name.name, declaration.of[0].name
    assert of is not None
    function = found.get(of.name)
    problem = _without_inverse(of.spelling, function)
    if problem or function is None:
        hint = f"declare it: {of.spelling}: vector(n) of vector(n)" if function is None else None
        raise MatcalcError("name", problem, [Label(declaration.start, declaration.end)], hint=hint)
    nature = Nature(function.nature.spectral, partner=name)
    found[of.name] = unknown(of.name, function.declared, function.arguments, nature=nature)
    found[name] = unspecified_forms.partner(found[of.name])


def _without_inverse(name: str, function: Unknown | None) -> str:
    """Why a function has no inverse that could be declared; nothing where it has one."""
    if function is None:
        return f"{name} is not declared as a function"
    if function.nature.partner:
        return f"{name} has an inverse already, {function.nature.partner}"
    if function.names or len(function.arguments) > 1:
        return f"{name} has no inverse: it needs one argument, declared by its kind"
    if function.arguments and product_of(*function.declared) != product_of(*function.arguments[0]):
        return f"{name} has no inverse: its value and its argument have different numbers of entries"
    return ""


def _declared_function(declaration: Declaration, declared: Mapping[str, Declaration]) -> Unknown:
    """The record of a declared function. Raises MatcalcError where a dimension is left out."""
    if declaration.kind == ENTRYWISE:
        return unknown(declaration.name.name, SCALAR, ())
    if declaration.kind == SPECTRAL:  # of which size, its argument says
        square = (dim("n"), dim("n"))
        return unknown(declaration.name.name, square, (square,), nature=Nature(spectral=True))
    arguments = tuple([_shape_of(a, declared, declaration) for a in declaration.of])
    named = [a.name.name for a in declaration.of if a.name is not None]
    names = tuple(named) if len(named) == len(declaration.of) else ()
    shape = _shape(declaration.kind, declaration.dims, declaration)
    return unknown(declaration.name.name, shape, arguments, (), names)


def _shape_of(argument: Argument, declared: Mapping[str, Declaration], declaration: Declaration) -> Shape:
    if argument.name is None:
        return _shape(argument.kind, argument.dims, declaration)
    found = declared.get(argument.name.name)
    return _shape(found.kind, found.dims, found) if found else SCALAR


def _shape(kind: str, dims: Sequence[Tree], declaration: Declaration) -> Shape:
    from matcalc_cli.elaborate.shapes.sizes import size_of

    names = dict.fromkeys(size for size in KINDS[kind].shape if size != "1")
    if len(dims) != len(names):
        raise MatcalcError(
            "shape", f"the {kind} in the declaration of {declaration.name.spelling} needs its size",
            [Label(declaration.start, declaration.end)], hint=f"write {kind}({','.join(names)})",
        )  # fmt: skip
    sizes: dict[str, Size] = dict(zip(names, [size_of(d, {}) for d in dims], strict=True))
    rows, cols = (sizes.get(size, 1) for size in KINDS[kind].shape)
    return (rows, cols)


def resolve(trees: Iterable[Tree], functions: Mapping[str, Unknown]) -> dict[str, None]:
    """Say in every call which function without a formula it means, and give their names.

    One that nobody declared is of entries.
    """
    called: dict[str, None] = {}
    for tree in trees:
        if isinstance(tree, DerivedCall):
            tree.record = unknown(tree.stem, SCALAR, ())  # until the shape of its value is known
        elif isinstance(tree, UnspecifiedCall):
            called[tree.stem] = None
            tree.record = _meant(tree, functions.get(tree.stem) or unknown(tree.stem, SCALAR, ()))
    return called


def of_a_definition(tree: DerivedCall, shapes: Sequence[Shape]) -> None:
    """Say in a call which derivative it means of a function of the program; `shapes` has that of its value first."""
    value, *given = shapes
    tree.record = _meant(tree, unknown(tree.stem, value, tuple(given[: tree.count])))


def _with_formula(tree: DerivedCall, value: Node, args: Sequence[Node]) -> Node:
    """The derivative, with directions as arguments, of a function that knows its value; what it is, is found later."""
    function, count = record(tree), tree.count
    directions = args[count:]
    along = _contracted(function, len(directions))
    names = [parameter(tree.names_of.get(i + 1, ""), a) for i, a in enumerate(args[:count])]
    names += [
        parameter(f"{tree.names_of[i + 1]}~{k}", a) for k, (i, a) in enumerate(zip(along, directions, strict=True))
    ]
    nature = Nature(formula=Formula(value, tuple(names), along))
    kept = function.taken[: len(function.taken) - len(along)]
    found = unknown(tree.stem, value.shape, tuple([a.shape for a in args]), kept, nature=nature)
    return _as_row(tree, found, apply(found, tuple(args)))


def is_derived(tree: Tree) -> bool:
    """Whether what a call is has to be found by differentiating: functions of the program, higher derivatives of an inverse."""
    if isinstance(tree, DerivedCall):
        return True
    found = tree.record if isinstance(tree, UnspecifiedCall) else None
    return isinstance(found, Unknown) and found.nature.is_inverse and len(found.taken) > 1 and not found.nature.spectral


def _of_an_inverse(tree: UnspecifiedCall, function: Unknown, args: Sequence[Node]) -> Node:
    """A higher derivative of g, where g undoes f: that of g(y), whose first one is inv(D(f)(g(y)))."""
    plain, point = function.by(), args[0]
    along = function.taken if not function.arguments else _contracted(function, len(args) - 1)
    given = [point, *(args[1:] if function.arguments else [ones(*point.shape)] * len(along))]
    names = tuple([parameter(f"{tree.stem}~{k}", a) for k, a in enumerate(given)])
    assert names[0] is not None
    formula = Formula(apply(plain, (names[0],)), names, along)
    kept = function.taken[: len(function.taken) - len(along)]
    shape = plain.result if plain.arguments else point.shape
    found = unknown(tree.stem, shape, tuple([a.shape for a in given]), kept, nature=Nature(formula=formula))
    return _as_row(tree, found, apply(found, tuple(given)))


def parameter(name: str, argument: Node) -> Node | None:
    """A name of its own for an argument; none for one that is put in as it is."""
    return symbol(name, argument.shape, of_shape(argument.shape)) if name else None


def _meant(tree: UnspecifiedCall, function: Unknown) -> Unknown:
    places = 0 if tree.function.endswith("'") else tree.places
    if function.nature.spectral:
        function = function.primed(tree.primes)
    elif tree.primes:
        places = tree.primes + (places if isinstance(places, int) else len(places))
    if isinstance(places, int):
        if places and len(function.arguments) > 1:
            raise _error(tree, f"{tree.stem} has {len(function.arguments)} arguments", f"{tree.function[:-1]},1)")
        places = (1,) * places
    if any(place > max(1, len(function.arguments)) for place in places) or len(places) > limits.DERIVATIVES:
        count = len(function.arguments)
        raise _error(tree, f"{tree.stem} has {count} argument{'s' * (count != 1)}", "")
    for place in places:
        function = function.derivative(place - 1)
    tree.gradient = tree.gradient or (tree.natural and function.is_gradient and len(places) == 1)
    if tree.gradient and not function.is_gradient:
        hint = f"D({tree.stem})(…) is its derivative"
        raise _error(tree, f"{tree.stem} has no gradient: it is a number, or a function of one, that has", hint)
    return function


def _error(tree: UnspecifiedCall, message: str, hint: str) -> MatcalcError:
    return MatcalcError("name", message, [Label(tree.name_start, tree.name_end)], hint=hint or None)


def shapes_of_arguments(tree: UnspecifiedCall, first: Callable[[], Shape]) -> list[Shape] | None:
    """The shapes that the arguments and the directions behind them have to have; None of a function of entries.

    `first` is the shape of the first argument. Raises MatcalcError where there are too few or too many.
    """
    function = record(tree)
    if function.nature.spectral and tree.arguments:
        rows = first()[0]
        function = tree.record = function.of((rows, rows))
    if not function.arguments:
        if len(tree.arguments) != 1:
            raise _error(tree, f"{tree.stem} is a function of one argument, of its entries", "")
        return None
    count, given = len(function.arguments), len(tree.arguments)
    if not count <= given <= count + len(function.taken):
        wanted = f"{count} argument{'s' * (count > 1)}"
        more = f", and up to {len(function.taken)} directions behind" if function.taken else ""
        raise _error(tree, f"{tree.function} takes {wanted}{more}, and here are {given}", "")
    directions = _contracted(function, given - count)
    return [*function.arguments, *[function.arguments[i] for i in directions]]


def _contracted(function: Unknown, count: int) -> tuple[int, ...]:
    """The arguments whose directions are given: the last ones that the function is differentiated by."""
    return function.taken[len(function.taken) - count :] if count else ()


def shape(tree: UnspecifiedCall) -> Shape:
    """The shape of the value, directions applied."""
    function = record(tree)
    rest = len(tree.arguments) - len(function.arguments)
    kept = function.taken[: len(function.taken) - rest]
    found = function.by(*kept)
    return found.result if tree.gradient or not found.is_gradient or len(kept) != 1 else (1, product_of(*found.result))


def value(tree: UnspecifiedCall, args: Sequence[Node]) -> Node:
    """The node of a call: the function applied, and what it is along the directions."""
    if isinstance(tree, DerivedCall):
        of_a_definition(tree, [a.shape for a in args])
        return _with_formula(tree, args[0], args[1:])
    function = record(tree)
    if function.nature.spectral:
        function = function.of(args[0].shape)
    if is_derived(tree):
        return _of_an_inverse(tree, function, args)
    count = len(function.arguments) or 1
    node = apply(function, tuple(args[:count]))
    for direction in reversed(args[count:]):
        function = function.integral
        node = _along(node, function.result, direction)
    return _as_row(tree, function, node)


def _as_row(tree: UnspecifiedCall, function: Unknown, node: Node) -> Node:
    """The value of a derivative, which is the matrix of a gradient where that is asked for."""
    as_row = function.is_gradient and len(function.taken) == 1 and not tree.gradient
    return transpose(vec(node)) if as_row and node.shape == function.result else node


def _along(node: Node, result: Shape, direction: Node) -> Node:
    if direction.is_scalar:
        return multiply(node, direction)
    if result == SCALAR:
        return apply(TRACE, (multiply(transpose(node), direction),))
    return unstacked(multiply(node, vec(direction)), result)


def record(tree: UnspecifiedCall) -> Unknown:
    """The function that a call means, as `resolve` has found it."""
    assert isinstance(tree.record, Unknown)
    return tree.record


def parameters(declarations: Iterable[Declaration]) -> Iterator[str]:
    """The names that stand for the arguments of functions: t of `A: matrix(n,n) of t`."""
    for declaration in declarations:
        if declaration.kind != INVERSE:
            yield from (a.name.name for a in declaration.of if a.name is not None)


def dimensions(declaration: Declaration) -> Iterator[Tree]:
    """The dimensions that a declaration names, those of the arguments too."""
    yield from declaration.dims
    for argument in declaration.of:
        yield from argument.dims
