"""Symmetric matrices by their use in a program: only these have a Cholesky factor, or eigvalsh."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.functions import find
from matcalc_cli.functions.domain import DEFINITE, SYMMETRIC
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.notation import SUMS
from matcalc_cli.language.tree import Call, Declaration, Name, Operation, Program, Tree


def declare_definite(program: Program, declarations: Sequence[Declaration]) -> None:
    """Declare the matrices of which a Cholesky factor is taken, alone or as terms of a sum, unless that is done; with a note."""
    declare_symmetric(program, declarations, needs=(DEFINITE,))


def declare_symmetric(
    program: Program, declarations: Sequence[Declaration], needs: Collection[str] = SYMMETRIC
) -> None:
    """Declare the matrices of which a function is taken that only symmetric ones have; with a note."""
    known = program.known(declarations)
    found: dict[str, tuple[Name, str, str]] = {}
    for root in program.roots:
        for call in walk(root):
            need = needed(call) if isinstance(call, Call) else ""
            for name in terms(call.children[0]) if need in needs else ():
                kind = "spd" if need == DEFINITE else "symmetric"
                if name.name not in known and found.get(name.name, ("", ""))[1] != "spd":
                    found[name.name] = (name, kind, program.text[call.start : call.end].partition("(")[0])
    for name, kind, function in found.values():
        program.declarations += (Declaration(name, kind, [], name.start, name.end),)
        word = DEFINITE if kind == "spd" else kind
        program.notes.append(
            f"{name.spelling} is taken as {word}, as {function} takes it; where {name.spelling}: matrix says otherwise"
        )


def needed(call: Call) -> str:
    """The property of its argument that a function needs and only symmetric matrices have."""
    function = find(call.function)
    return next((need for need in function.domain.values() if need in SYMMETRIC), "") if function else ""


def terms(tree: Tree) -> Iterator[Name]:
    """The matrices by their letters that are terms of a sum, or all of it."""
    if isinstance(tree, Operation) and tree.operator in SUMS:
        for operand in tree.operands:
            yield from terms(operand)
    elif isinstance(tree, Name) and tree.name != "I" and kind_by_convention(tree.name) == "matrix":
        yield tree
