"""Programs whose own names are kept: functions by name, declared as if they had no formula; parts as they were typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.elaborate.shapes.dimensions import named
from matcalc_cli.elaborate.shapes.inference import Inference
from matcalc_cli.errors import Label, MatcalcError
from matcalc_cli.expr.build import substitute as put_in
from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.expr.shapes.dimensions import Shape, substitute
from matcalc_cli.expr.unspecified import kind_of
from matcalc_cli.kinds import KINDS, of_shape
from matcalc_cli.language.grammar.definitions import names_in
from matcalc_cli.language.names import CONSTANTS
from matcalc_cli.language.tree import Call, Definition, Program, Tree
from matcalc_cli.program import Standing, inference_of, read_program, written_like

if TYPE_CHECKING:
    from matcalc_cli.elaborate import Elaborated


def kept(text: str, names: Sequence[str], var: Sequence[str]) -> tuple[str, list[str]]:
    """A program without the definitions of these functions, and declarations of them. Raises MatcalcError.

    Blanks stand where the definitions stood, so that all else keeps its place.
    """
    inference = inference_of(text, var)
    definitions = [_definition(inference, name) for name in dict.fromkeys(names)]
    declarations = [_declaration(inference, found) for found in definitions]
    rest = str(text)
    for found in definitions:
        blank = "".join(c if c == "\n" else " " for c in rest[found.start : found.end])
        rest = rest[: found.start] + blank + rest[found.end :]
    return written_like(rest, text), declarations


def all_kept(text: str, var: Sequence[str]) -> tuple[str, list[str], list[tuple[Tree, Tree]]]:
    """A program without all the definitions that can be kept, declarations of these functions, and what they are."""
    inference = inference_of(text, var)
    names = [name for name in inference.program.definitions if _is_kept(inference, name)]
    rest, declarations = kept(text, names, var)
    found = [inference.program.definitions[name] for name in names]
    return rest, declarations, [(_head(definition), definition.value) for definition in found]


def _is_kept(inference: Inference, name: str) -> bool:
    try:
        _declaration(inference, _definition(inference, name))
    except MatcalcError:
        return False
    return True


def _head(found: Definition) -> Tree:
    """The function called with its parameters."""
    return Call(found.name.spelling, found.parameters, 0, 0, name=(0, 0))


def _definition(inference: Inference, name: str) -> Definition:
    found = inference.program.definitions.get(name)
    if found is None:
        known = ", ".join(inference.program.definitions) or "none"
        message = f"the program defines no function {name} that could be kept"
        raise MatcalcError("usage", message, hint=f"f(x) = x'*x; f(A*x) defines f; here it defines {known}")
    others = names_in(found.value) - {p.name for p in found.parameters} - set(CONSTANTS)
    if others:
        first = min(others)
        raise MatcalcError(
            "unsupported", f"{found.head} depends on {first} too, and only functions of their arguments can be kept",
            [Label(found.start, found.end)], hint=f"make {first} a parameter",
        )  # fmt: skip
    return found


def _declaration(inference: Inference, found: Definition) -> str:
    """`f: scalar of vector(m), matrix(m,m)`, by the calls."""
    shapes = dict.fromkeys(_shapes(inference, found.name.name))
    if not shapes:
        raise MatcalcError(
            "usage", f"{found.head} is not called, so it cannot be kept", [Label(found.start, found.end)]
        )
    (value, *arguments), *others = shapes
    if others:
        said = " and ".join("(" + ", ".join(map(kind_of, shape[1:])) + ")" for shape in shapes)
        message = f"{found.head} is called with arguments of different shapes, {said}, and cannot be kept"
        raise MatcalcError("unsupported", message, [Label(found.start, found.end)])
    return f"{found.name.name}: {kind_of(value)} of {', '.join(map(kind_of, arguments))}"


def _shapes(inference: Inference, name: str) -> Iterator[tuple[Shape, ...]]:
    """The shapes of the value and of the arguments, for every call."""
    names = named(inference)
    for call in inference.program.calls:
        if call.name == name and all(id(tree) in inference.shapes for tree in (call.value, *call.arguments)):
            shapes = [inference.shapes[id(tree)] for tree in (call.value, *call.arguments)]
            resolved = [tuple(map(inference.unifier.resolve, shape)) for shape in shapes]
            yield tuple((substitute(rows, names), substitute(cols, names)) for rows, cols in resolved)


def typed_steps(program: Program, elaborated: Elaborated, var: Sequence[str]) -> Iterator[tuple[Symbol, Node]]:
    """The parts of a program as they were typed, each in terms of the names before it, and the expression last."""
    said, known = _said(program, var), list[str]()
    declared = [f"{s.name}: {_declared(s)}" for s in elaborated.variables.values() if s.name not in said]
    for name, value in (*[(b.name, b.value) for b in program.bindings], (None, program.body)):
        alone = Program(program.text, [], value, program.declarations)
        alone.definitions = program.definitions
        found = read_program(alone, [*var, *map(Standing, (*declared, *known))])[1].expression
        same: dict[Node, Node] = {s: elaborated.variables.get(s.name, s) for s in found.symbols}
        found = put_in(found, same)  # a dx is the differential of an x that this part may not have
        if name is None:
            yield symbol("f~", found.shape, "scalar" if found.is_scalar else "matrix"), found
            return
        kind = of_shape(found.shape)
        part = symbol(name.name, found.shape, kind, spelling=name.spelling)
        known.append(f"{name.name}: {_declared(part)}")
        yield part, found


def _said(program: Program, var: Sequence[str]) -> set[str]:
    """The names that are declared anyhow."""
    return {d.name.name for d in program.declarations} | {text.partition(":")[0].strip() for text in var}


def _declared(s: Symbol) -> str:
    """`vector(n)`."""
    dims = ",".join(str(size).replace(" ", "") for size in s.shape[: KINDS[s.kind].dims])
    return f"{s.kind}({dims})" if dims else s.kind
