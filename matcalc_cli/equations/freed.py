"""Unknowns of orthonormal columns as free ones: what makes them so, X'*X - I, becomes one of the equations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from matcalc_cli.expr.node import symbol
from matcalc_cli.functions import names
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.grammar.parser import parse
from matcalc_cli.language.names import canonical
from matcalc_cli.language.tree import Declaration, Program, Tree

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Symbol


class Freed:
    """A program whose orthonormal unknowns are declared without that, and the equations that say it instead."""

    def __init__(self, program: Program, var: Sequence[str], unknowns: Sequence[Symbol]) -> None:
        kinds = {x.name: KINDS[x.kind].tangent for x in unknowns}
        self.program = program.of(program.bindings, program.body)
        self.program.declarations = tuple(
            [_other(d, kinds[d.name.name]) if d.name.name in kinds else d for d in program.declarations]
        )
        self.var = [_otherwise(text, kinds) for text in var]
        self.equations: list[Tree] = [parse(text, names()).body for text in map(_constraint, unknowns)]
        self.program.notes = [
            *program.notes,
            *[f"{x.spelling} is {KINDS[x.kind].adjective}: {_constraint(x)} is one of the equations" for x in unknowns],
        ]


def orthonormal(unknowns: Sequence[Symbol]) -> list[Symbol]:
    """The unknowns that move neither in a linear space nor along a group."""
    return [x for x in unknowns if KINDS[x.kind].orthonormal and not KINDS[x.kind].step]


def as_declared(unknowns: Sequence[Symbol], curved: Sequence[Symbol]) -> dict[Symbol, Symbol]:
    """The names of orthonormal columns that free unknowns stand for, by these."""
    kinds = {x.name: x.kind for x in curved}
    return {x: symbol(x.name, x.shape, kinds[x.name], spelling=x.spelling) for x in unknowns if x.name in kinds}


def _constraint(x: Symbol) -> str:
    return f"{x.spelling}'*{x.spelling} - {1 if x.cols == 1 else f'I({x.cols})'}"


def _other(declaration: Declaration, kind: str) -> Declaration:
    return Declaration(declaration.name, kind, declaration.dims, declaration.start, declaration.end)


def _otherwise(text: str, kinds: dict[str, str]) -> str:
    """A declaration of the command line, of another kind if it is of such an unknown."""
    name, colon, rest = text.partition(":")
    kind = kinds.get(canonical(name.strip()))
    return text if kind is None else type(text)(f"{name}{colon}{kind}{rest[rest.find('(') :]}")
