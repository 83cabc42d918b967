"""Names of a program that are never used: parts, and declarations of names that do not occur."""

from __future__ import annotations

from matcalc_cli.elaborate.families import stem_of
from matcalc_cli.elaborate.names import Names
from matcalc_cli.language.grammar.lexer import tokens
from matcalc_cli.language.tree import Program

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


UNUSED = "is declared and does not occur"
"""The words about an unused name, behind it."""


def unused(program: Program, names: Names) -> Iterator[str]:
    """A note for each."""
    used = {name.name for found in names.subtrees.names for name in found}
    for binding in program.bindings:
        if binding.name.name not in used:
            yield f"the part {binding.name.spelling} is named and not used"
    called = {call.name for call in program.calls}
    for name, definition in program.definitions.items():
        if name not in called:
            yield f"{definition.head} is defined and not used"
    differentials = {base for name in used if (base := names.base_of_differential(name))}
    used |= names.called.keys()
    used |= {names.functions[name].nature.partner for name in names.called if name in names.functions}
    for declaration in names.declared.values():
        if stem_of(declaration.name.name, names.families):
            continue
        if declaration.name.name not in used | differentials | names.dimensions:
            yield f"{declaration.name.spelling} {UNUSED}"


def unused_besides(notes: Sequence[str], text: str) -> Iterator[str]:
    """The notes without those that a declared name does not occur, where it does in another text about the program."""
    words = {word.text for word in tokens(text)}
    for note in notes:
        name, _, rest = note.partition(" ")
        if rest != UNUSED or name not in words:
            yield note
