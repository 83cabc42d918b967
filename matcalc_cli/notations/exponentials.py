"""Exponents that are no numbers: 2**x of an array x, every entry's power, and A^T, where T is a name like any other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcalc_cli.elaborate.names import walk
from matcalc_cli.elaborate.shapes.exponents import exponents
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.names import kind_by_convention
from matcalc_cli.language.tree import Call, Declaration, Literal, Name, Operation, Program, Tree

ALWAYS_VECTORS = "euvwxy"
"""Letters of names that nobody takes for a number."""
TO_THE_T = re.compile(r"\^\s*\(?\s*-?\s*T\b(?!\s*[\[(.])")
SCALARS = frozenset([name for name, kind in KINDS.items() if kind.is_number])


def write_exponentials(program: Program, declarations: Sequence[Declaration]) -> None:
    """Write a power whose exponent has a vector in it as exp(log(2)*x)."""
    kinds = {d.name.name: d.kind for d in (*declarations, *program.declarations)}
    powers = [
        t
        for root in program.roots
        for t in walk(root)
        if isinstance(t, Operation) and t.operator == "elementwise_power"
    ]
    found = [t for t in powers if is_number(t.operands[0], kinds) or has_vector(t.operands[1], kinds)]
    others = {name for tree in powers if tree not in found for name in exponents(tree)}
    for tree in found:
        base, exponent = tree.operands
        if any(kind(name, kinds) != "scalar" for name in names(exponent) if name.name not in others):
            place = tree.start, tree.end
            logarithm = Call("log", (base,), *place, name=place)
            power = Call(
                "exp", (Operation("hadamard", (logarithm, exponent), *place),), *place, name=place, dotted=True
            )
            tree.operator, tree.operands = "multiply", (Literal(1, 1, *place), power)


def has_vector(exponent: Tree, kinds: dict[str, str]) -> bool:
    """Whether an exponent has a name that nobody takes for a number, x ** y, or one that is declared a vector."""
    return any(
        kind(name, kinds) == "vector" and (name.name in kinds or name.name[0] in ALWAYS_VECTORS)
        for name in names(exponent)
    )


def is_number(tree: Tree, kinds: dict[str, str]) -> bool:
    """Whether a tree has no names but those of scalars, and no functions."""
    return all(kind(name, kinds) == "scalar" for name in names(tree)) and not any(
        isinstance(part, Call) for part in walk(tree)
    )


def names(tree: Tree) -> list[Name]:
    """The names in a tree."""
    return [name for name in walk(tree) if isinstance(name, Name)]


def kind(name: Name, kinds: dict[str, str]) -> str:
    """The kind of a name, by its declaration or its letter."""
    said = kinds.get(name.name) or kind_by_convention(name.name)
    return "scalar" if said in SCALARS or name.name == "pi" else said


def note_transposes(program: Program, declarations: Sequence[Declaration]) -> None:
    """Note that ^T is a transpose here, which in programs is written '; an exponent T is declared."""
    if TO_THE_T.search(program.text) and "T" not in program.known(declarations):
        program.notes.append("^T is read as the transpose, which is written ' here; a power has another letter")
