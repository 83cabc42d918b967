"""What to declare where a function is called that nobody knows: of the kinds of its arguments, and of what fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from matcalc_cli.elaborate import elaborated, inferred
from matcalc_cli.elaborate.names import every
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.shape import SCALAR, Shape
from matcalc_cli.expr.unknown import kind_of
from matcalc_cli.language.misnamed import UnknownFunctionError
from matcalc_cli.language.tree import Declaration, Name, Program, Tree, UnspecifiedCall
from matcalc_cli.language.unspecified import KINDS_OF_FUNCTIONS

Parsed = Callable[[Sequence[Declaration]], Program]
"""Parses a text with some declarations from outside."""


def offered(name: str, given: Sequence[Declaration], parsed: Parsed, declaration: Callable[[str], Declaration]) -> str:
    """`f: scalar of vector(n)`: a declaration with which the text has a meaning, or one that may be wrong.

    `given` are the declarations from outside, `declaration` reads one. Raises MatcalcError for what is wrong with the
    declaration that the text has.
    """
    unknown = Declaration(Name(name, name, 0, 0), KINDS_OF_FUNCTIONS[0], [], 0, 0)
    try:
        program = parsed([*given, unknown])
        call, *_ = _calls(name, program)
        shapes = [_shape(program, argument, given) for argument in call.arguments]
    except MatcalcError as error:
        if error.kind == "name" and not isinstance(error, UnknownFunctionError):
            raise
        return f"{name}: scalar of vector(n)"
    of = ", ".join(map(kind_of, shapes))
    values = dict.fromkeys(map(kind_of, [SCALAR, *shapes]))
    fitting = (
        found for found in (f"{name}: {value} of {of}" for value in values) if _fits(found, given, parsed, declaration)
    )
    return next(fitting, f"{name}: scalar of {of}")


def _calls(name: str, program: Program) -> Iterator[UnspecifiedCall]:
    """The calls of a function, not of its derivatives."""
    defined = [d.value for d in program.definitions.values()]
    for root in (*[b.value for b in program.bindings], program.body, *defined):
        for tree in every(root):
            if isinstance(tree, UnspecifiedCall) and tree.stem == name and not tree.places:
                yield tree


def _shape(program: Program, argument: Tree, given: Sequence[Declaration]) -> Shape:
    """The shape of a part of a program."""
    part = Program(program.text, program.bindings, argument, program.declarations)
    return elaborated(inferred(part, given)).expression.shape


def _fits(text: str, given: Sequence[Declaration], parsed: Parsed, declaration: Callable[[str], Declaration]) -> bool:
    """Whether the program has a meaning with one more declaration."""
    declarations = [*given, declaration(text)]
    try:
        inferred(parsed(declarations), declarations)
    except MatcalcError:
        return False
    return True
