"""Texts about the names of another program: claims, losses, entries, parts."""

from __future__ import annotations

from matcalc_cli.elaborate import Elaborated, elaborate, elaborated, inferred
from matcalc_cli.elaborate.doubts.by_use import read_by_use
from matcalc_cli.elaborate.doubts.unused import unused_besides
from matcalc_cli.elaborate.families import stem_of
from matcalc_cli.elaborate.names import walk
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.expr.shapes.dimensions import Shape, is_declarable
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.tree import Declaration, Name, Program, Tree
from matcalc_cli.program import declaration, derived, used
from matcalc_cli.texts import Written, parsed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def read_within(text: str, scope: Elaborated, shapes: Sequence[Shape] = ()) -> Node:
    """The expression of a text about the names, dimensions and parts of another program. Raises MatcalcError.

    A lone I has the first of `shapes` that it can have. What another notation means hangs on the kinds of the names.
    """
    try:
        parsed = _syntax_within(text, scope)
        declarations = [d for d in parsed.declarations if not _repeated(d, scope)]
        parsed.declarations = tuple(declarations)
        found = derived(_elaborated(parsed, scope, shapes))
        for name, variable in found.variables.items():
            of = variable.differential_of
            if name not in scope.variables and of not in scope.variables and not stem_of(of or "", scope.letters):
                raise _stranger(variable.spelling, parsed, scope)
    except MatcalcError as error:
        error.source = error.source or text
        raise
    return found.expression


def tree_within(text: str, scope: Elaborated) -> Tree:
    """The expression of a text about the names of another program as it is written. Raises MatcalcError.

    Its calls know whether they are of numbers, which are written otherwise: a root, a power of e.
    """
    from contextlib import suppress

    found = _syntax_within(text, scope)
    with suppress(MatcalcError):  # a lone I may have its size by what the text is compared with
        elaborate(found, within=scope)
    return found.body


def read_beside(text: str, scope: Elaborated, shape: Shape | None = None, *, scalar: bool = False) -> Node:
    """The expression of a text, of some shape, about the names of another program, which gets the new ones. Raises MatcalcError.

    With `scalar` new names are numbers where that, against their letters, makes the whole a number.
    """
    try:
        parsed = _syntax_within(text, scope)
        scope.variables.update({name: scope.absent[name] for name in used(parsed) if name in scope.absent})
        parsed.declarations = tuple([d for d in parsed.declarations if not _repeated(d, scope)])
        found = derived(_as_number(parsed, scope) if scalar else elaborate(parsed, within=scope, shape=shape))
    except MatcalcError as error:
        error.source = error.source or text
        raise
    scope.variables.update({name: v for name, v in found.variables.items() if name not in scope.variables})
    scope.notes = tuple(dict.fromkeys((*unused_besides(scope.notes, text), *found.notes)))
    scope.domain = (*scope.domain, *found.domain)
    return found.expression


def _as_number(parsed: Program, scope: Elaborated) -> Elaborated:
    """A program read as a number, where some kinds of its new names make it one, else as its letters say."""
    try:
        return elaborated(read_by_use(lambda flipped: inferred(parsed, within=scope, flipped=flipped), scalar=True))
    except MatcalcError:
        return elaborate(parsed, within=scope)


def read_part(text: str, scope: Elaborated) -> tuple[Node, list[Symbol]]:
    """The entry or block of a variable that a text names, and the indices that are new in it. Raises MatcalcError."""
    try:
        found = elaborate(parsed(text, (), {}), within=scope)
        new = [v for name, v in found.variables.items() if name not in scope.variables]
        for variable in new:
            if not KINDS[variable.kind].whole:
                raise _stranger(variable.spelling, parsed(text, (), {}), scope)
    except MatcalcError as error:
        error.source = error.source or text
        raise
    return found.expression, new


def _syntax_within(text: str, scope: Elaborated) -> Program:
    if not isinstance(text, Written):
        functions = {name: f.names for name, f in scope.functions.items()}
        return parsed(text, (), functions, scope.definitions)
    from matcalc_cli.notations import parse_foreign

    declared = [declaration(d) for d in _declared(scope)]
    return parse_foreign(text, text.notation, declared, equates=text.equates, answers=True)


def _declared(scope: Elaborated) -> Iterator[str]:
    """Declarations that say what the names and the parts of a program are, and the differentials of the names."""
    for name, variable in scope.variables.items():
        said = _said(variable.kind, variable.shape)
        letters = f"_{''.join(scope.letters[name])}" if variable.axes else ""  # of a family, any member
        yield from (f"{n}{letters}: {said}" for n in (name, f"d{name}") if n == name or n not in scope.variables)
    yield from (f.declaration for f in scope.functions.values())
    for name, part in scope.parts.items():
        yield f"{name}: {_said('scalar' if part.is_scalar else 'matrix', part.shape)}"


def _said(kind: str, shape: Shape) -> str:
    """`matrix(m,n)`, or `matrix` where a dimension cannot be written; an exponent is a scalar."""
    kind = kind if KINDS[kind].declarable else "scalar"
    dims = ",".join(map(str, shape[: KINDS[kind].dims]))
    return f"{kind}({dims})" if dims and all(map(is_declarable, shape)) else kind


def _elaborated(parsed: Program, scope: Elaborated, shapes: Sequence[Shape]) -> Elaborated:
    try:
        return elaborate(parsed, within=scope)
    except MatcalcError as error:
        for shape in shapes:
            try:
                return elaborate(parsed, within=scope, shape=shape)
            except MatcalcError:
                continue
        raise error from None


def _repeated(declaration: Declaration, scope: Elaborated) -> bool:
    """Whether a declaration says what is known: an answer of matcalc's declares its names."""
    if declaration.name.name in scope.functions:
        return True
    known = scope.variables.get(declaration.name.name)
    if known is None:
        return False
    if known.kind != declaration.kind:
        raise MatcalcError(
            "name", f"{known.spelling} is of kind {declaration.kind} here, and of kind {known.kind} in the expression",
            [Label(declaration.start, declaration.end)], hint="put the declaration behind the expression itself, where it is for both",
        )  # fmt: skip
    return True


def _stranger(name: str, program: Program, scope: Elaborated) -> MatcalcError:
    """The complaint about a name that the other program does not have."""
    from matcalc_cli.language.mistakes.suggest import nearest

    known = [v.spelling for v in scope.variables.values()]
    near = nearest(name, known)
    hint = f"did you mean {near}?" if near else f"its variables are {', '.join(known)}"
    trees = (t for t in walk(program.body) if isinstance(t, Name) and t.spelling == name)
    places = [Label(tree.start, tree.end) for tree in trees][:1]
    return MatcalcError("name", f"the expression has no variable {name}", places, hint=hint)
