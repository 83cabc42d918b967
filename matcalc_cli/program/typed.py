"""The named parts of a program as they were typed, each in terms of those before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.expr.node import Node, Symbol, symbol
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.tree import Program
from matcalc_cli.program import Standing, read_program

if TYPE_CHECKING:
    from matcalc_cli.elaborate import Elaborated


def typed_steps(program: Program, elaborated: Elaborated, var: Sequence[str]) -> Iterator[tuple[Symbol, Node]]:
    """The parts of a program as they were typed, each in terms of the names before it, and the expression last."""
    known: list[str] = []
    for name, value in (*[(b.name, b.value) for b in program.bindings], (None, program.body)):
        declared = [
            f"{s.name}: {_declared(s)}" for s in elaborated.variables.values() if s.name not in _said(program, var)
        ]
        alone = Program(program.text, [], value, program.declarations)
        alone.definitions = program.definitions
        found = read_program(alone, [*var, *map(Standing, (*declared, *known))])[1].expression
        if name is None:
            yield symbol("f~", found.shape, "scalar" if found.is_scalar else "matrix"), found
            return
        kind = "scalar" if found.is_scalar else "vector" if found.cols == 1 else "matrix"
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
