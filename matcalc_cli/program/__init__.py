"""A program as it is given: in the language or another notation, with declarations from outside, some of which give way."""

from __future__ import annotations

from matcalc_cli.elaborate import Elaborated, elaborated, inferred
from matcalc_cli.elaborate.doubts.by_use import read_by_use
from matcalc_cli.elaborate.names import walk
from matcalc_cli.elaborate.shapes.inference import Inference
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.functions import names
from matcalc_cli.language.grammar.definitions import as_typed, with_calls
from matcalc_cli.language.grammar.parser import parse_declaration
from matcalc_cli.language.grammar.unspecified import given as functions
from matcalc_cli.language.mistakes.glued import GLUED
from matcalc_cli.language.mistakes.misnamed import UnknownFunctionError
from matcalc_cli.language.names import canonical, without_commands
from matcalc_cli.language.tree import Binding, Declaration, Name, Program
from matcalc_cli.later import partial
from matcalc_cli.texts import Numbered as Numbered
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
    given = [declaration(v) for v in var]
    try:
        inference = inference_of(text, var, scalar=scalar)
        if isinstance(text, Written) and text.guess:
            inference.notes = {text.guess: None, **inference.notes}
        return _whole(inference)
    except UnknownFunctionError as error:
        from matcalc_cli.elaborate.doubts.offered import offered

        offer = offered(canonical(error.name), given, partial(syntax, text), declaration)
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
    given = [declaration(v) for v in var]
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
    return program.of(bindings, as_typed(program.body)), derived(found)


def derived(found: Elaborated) -> Elaborated:
    """A program with the derivatives of its own functions written out, `f(x) = x'*x; grad(f)(u)`."""
    if found.derived:
        from matcalc_cli.readings.formulas import written_out

        return written_out(found)
    return found


def _inferred(program: Program, var: Sequence[str], flipped: Collection[str]) -> Inference:
    """The shapes of a program; the names in `flipped` are not what their letters say. Raises MatcalcError."""
    given = [declaration(v) for v in var if not isinstance(v, Standing)]
    standing = {declaration(v): v.reason for v in var if isinstance(v, Standing)}
    _check_once(program, given, var)
    explicit = {d.name.name for d in (*program.declarations, *given)} | {b.name.name for b in program.bindings}
    held = {d.name.name: d for d in standing if d.name.name not in explicit}
    spelled = set(used(program)) if held else set()
    declarations = [*given, *(d for name, d in held.items() if name in spelled or f"d{name}" in spelled)]
    try:
        inference = inferred(program, declarations, flipped=flipped)
    except MatcalcError as error:
        if error.kind == "shape":  # Ax is one name, which may be why
            glued = [note for note in program.notes if GLUED in note]
            error.hint = "; ".join(filter(None, [*glued[:1], error.hint]))
        raise
    for d in declarations:
        if reason := standing.get(d):
            inference.notes[f"{d.name.spelling} is taken as a {d.kind}: {reason}"] = None
    return inference


def declaration(text: str) -> Declaration:
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


def used(program: Program) -> Iterator[str]:
    """The names in the expressions of a program."""
    for root in program.roots:
        yield from (tree.name for tree in walk(root) if isinstance(tree, Name))
