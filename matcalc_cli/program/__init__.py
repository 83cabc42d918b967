"""A program as it is given: in the language or another notation, with declarations from outside, some of which give way."""

from __future__ import annotations

from functools import partial

from matcalc_cli.elaborate import Elaborated, elaborate, elaborated, inferred
from matcalc_cli.elaborate.doubts.by_use import read_by_use
from matcalc_cli.elaborate.doubts.unused import unused_besides
from matcalc_cli.elaborate.families import stem_of
from matcalc_cli.elaborate.names import walk
from matcalc_cli.elaborate.shapes.inference import Inference
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.expr.shapes.dimensions import Shape, is_declarable
from matcalc_cli.functions import names
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.grammar.definitions import as_typed, with_calls
from matcalc_cli.language.grammar.parser import parse_declaration
from matcalc_cli.language.grammar.unspecified import given as functions
from matcalc_cli.language.mistakes.glued import GLUED
from matcalc_cli.language.mistakes.misnamed import UnknownFunctionError
from matcalc_cli.language.names import canonical, without_commands
from matcalc_cli.language.tree import Binding, Declaration, Name, Program, Tree
from matcalc_cli.texts import Standing as Standing
from matcalc_cli.texts import Written as Written
from matcalc_cli.texts import equated as equated
from matcalc_cli.texts import parsed
from matcalc_cli.texts import written_like as written_like

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence


def read(text: str, var: Sequence[str] = (), *, scalar: bool = False) -> tuple[Program, Elaborated]:
    """The typed expression of a program, with declarations from outside; `scalar` if it should be one. Raises MatcalcError."""
    given = [_declaration(v) for v in var]
    try:
        inference = inference_of(text, var, scalar=scalar)
        if isinstance(text, Written) and text.guess:
            inference.notes = {text.guess: None, **inference.notes}
        return _whole(inference)
    except UnknownFunctionError as error:
        from matcalc_cli.elaborate.doubts.offered import offered

        offer = offered(canonical(error.name), given, partial(syntax, text), _declaration)
        error.hint = f"{error.hint}; or declare it: where {offer}"
        raise
    except MatcalcError as error:
        with_calls(error)
        raise


def inference_of(text: str, var: Sequence[str] = (), *, scalar: bool = False) -> Inference:
    """The shapes of a program as it is meant: as a number where one is asked for, else as what it can be. Raises MatcalcError."""
    try:
        return _inference_of(text, var, scalar=scalar)
    except MatcalcError as error:
        if not scalar or error.kind != "shape":
            raise
        try:
            found = _inference_of(text, var)
        except MatcalcError:
            raise error from None
        if found.names.flipped:  # else the error says how it would be a number
            return found
        raise


def _inference_of(text: str, var: Sequence[str] = (), *, scalar: bool = False) -> Inference:
    """The shapes of a program in one of these ways. Raises MatcalcError."""
    given = [_declaration(v) for v in var]
    if not isinstance(text, Written):
        program = syntax(text, given)
        return read_by_use(lambda flipped: _inferred(program, var, flipped), scalar=scalar)
    from matcalc_cli.notations import load

    notation = load(text.notation)
    return read_by_use(
        lambda flipped: _inferred(syntax(text, given, flipped), var, flipped),
        product=notation.product, papers=notation.is_paper(text), scalar=scalar,
    )  # fmt: skip


def syntax(text: str, given: Sequence[Declaration], flipped: Collection[str] = ()) -> Program:
    """The syntax tree of a text in its notation, with declarations from outside."""
    if isinstance(text, Written):
        from matcalc_cli.notations import parse_foreign

        return parse_foreign(text, text.notation, given, flipped, equates=text.equates)
    return parsed(text, [d.name.name for d in given], functions(given))


def read_program(program: Program, var: Sequence[str] = (), *, scalar: bool = False) -> tuple[Program, Elaborated]:
    """The typed expression of a program that is parsed already. Raises MatcalcError."""
    inference = read_by_use(lambda flipped: _inferred(program, var, flipped), scalar=scalar)
    return _whole(inference)


def _whole(inference: Inference) -> tuple[Program, Elaborated]:
    """A program as it is typed, and its typed expression."""
    found = elaborated(inference)
    if not found.derived:
        return inference.program, found
    program = inference.program
    bindings = [Binding(b.name, as_typed(b.value)) for b in program.bindings]
    return program.of(bindings, as_typed(program.body)), _derived(found)


def _derived(found: Elaborated) -> Elaborated:
    """A program with the derivatives of its own functions written out, `f(x) = x'*x; grad(f)(u)`."""
    if found.derived:
        from matcalc_cli.readings.formulas import written_out

        return written_out(found)
    return found


def _inferred(program: Program, var: Sequence[str], flipped: Collection[str]) -> Inference:
    """The shapes of a program; the names in `flipped` are not what their letters say. Raises MatcalcError."""
    given = [_declaration(v) for v in var if not isinstance(v, Standing)]
    standing = [_declaration(v) for v in var if isinstance(v, Standing)]
    _check_once(program, given, var)
    explicit = {d.name.name for d in (*program.declarations, *given)} | {b.name.name for b in program.bindings}
    held = {d.name.name: d for d in standing if d.name.name not in explicit}
    used = set(_used(program)) if held else set()
    declarations = [*given, *(d for name, d in held.items() if name in used or f"d{name}" in used)]
    try:
        return inferred(program, declarations, flipped=flipped)
    except MatcalcError as error:
        if error.kind == "shape":  # Ax is one name, which may be why
            glued = [note for note in program.notes if GLUED in note]
            error.hint = "; ".join(filter(None, [*glued[:1], error.hint]))
        raise


def _declaration(text: str) -> Declaration:
    """A declaration from outside; an error in it is about its own text."""
    try:
        return parse_declaration(without_commands(text), names())  # \Sigma: spd(n)
    except MatcalcError as error:
        error.source = str(text)
        if isinstance(text, Standing):
            error.note = "the declaration is a setting; matcalc config shows where it comes from"
        raise


def _check_once(program: Program, given: Sequence[Declaration], var: Sequence[str]) -> None:
    """Refuse what both the program and an option declare, underlined in the option."""
    texts = [str(v) for v in var if not isinstance(v, Standing)]
    bound = {b.name.name: "bound" for b in program.bindings}
    seen = bound | {d.name.name: "declared" for d in program.declarations}
    for declaration, text in zip(given, texts, strict=True):
        name = declaration.name
        if name.name in seen:
            hint = "every name has one value or one declaration"
            error = MatcalcError(
                "name", f"{name.spelling} is already {seen[name.name]}", [Label(name.start, name.end)], hint=hint
            )
            error.source = text
            raise error
        seen[name.name] = "declared"


def _used(program: Program) -> Iterator[str]:
    """The names in the expressions of a program."""
    for root in (*[b.value for b in program.bindings], program.body):
        yield from (tree.name for tree in walk(root) if isinstance(tree, Name))


def read_within(text: str, scope: Elaborated, shapes: Sequence[Shape] = ()) -> Node:
    """The expression of a text about the names, dimensions and parts of another program. Raises MatcalcError.

    A lone I has the first of `shapes` that it can have. What another notation means hangs on the kinds of the names.
    """
    try:
        parsed = _syntax_within(text, scope)
        declarations = [d for d in parsed.declarations if not _repeated(d, scope)]
        parsed.declarations = tuple(declarations)
        found = _derived(_elaborated(parsed, scope, shapes))
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


def read_beside(text: str, scope: Elaborated, shape: Shape | None = None) -> Node:
    """The expression of a text, of some shape, about the names of another program, which gets the new ones. Raises MatcalcError."""
    try:
        parsed = _syntax_within(text, scope)
        scope.variables.update({name: scope.absent[name] for name in _used(parsed) if name in scope.absent})
        parsed.declarations = tuple([d for d in parsed.declarations if not _repeated(d, scope)])
        found = _derived(elaborate(parsed, within=scope, shape=shape))
    except MatcalcError as error:
        error.source = error.source or text
        raise
    scope.variables.update({name: v for name, v in found.variables.items() if name not in scope.variables})
    scope.notes = tuple(dict.fromkeys((*unused_besides(scope.notes, text), *found.notes)))
    scope.domain = (*scope.domain, *found.domain)
    return found.expression


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

    declared = [_declaration(d) for d in _declared(scope)]
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
