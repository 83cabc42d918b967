"""The end of a derivation by an entry or a block of a variable: what it is of the derivative by the whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.answers.answer import Answer
from matcalc_cli.answers.derivation import Heading, Line, Scope, Section
from matcalc_cli.elaborate.builder import Scope as Names
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.expr.shapes.dimensions import dim
from matcalc_cli.kinds import KINDS
from matcalc_cli.render.writing.sharing import written


def wholes(answer: Answer) -> Sequence[str]:
    """The variables that the parts of an answer belong to, and those asked for as a whole."""
    return list(dict.fromkeys(_whole(d.variable).name for d in answer.derivatives))


def _whole(variable: Symbol) -> Symbol:
    if variable.place is None:
        return variable
    return next(s for s in variable.place.symbols if not KINDS[s.kind].whole)


def closing(answer: Answer, scope: Scope) -> Section:
    """The derivatives by the parts, as parts of those before."""
    nodes = {s.name: s for d in answer.derivatives for s in d.differential.symbols if s.kind != "index"}
    sizes = {name: dim(name) for s in nodes.values() for size in s.shape for name in getattr(size, "names", ())}
    names = Names({**scope.nodes, **nodes}, {**sizes, **scope.dims})
    return Section(["the part that is asked for"], list(_lines(answer)), scope=names)


def _lines(answer: Answer) -> Iterator[Line]:
    several = len(answer.derivatives) > 1
    for found in answer.derivatives:
        if found.variable.place is not None:
            node: Node = getattr(found, found.main)
            yield Line(
                Heading(found.main, found.variable, several=several), written(node), [_reason(found.variable)], node
            )


def _reason(variable: Symbol) -> str:
    whole = _whole(variable)
    what = "the entry" if variable.is_scalar else "the block"
    if KINDS[whole.kind].is_structured:
        return f"{what} and what it is tied to: {whole.spelling} is {KINDS[whole.kind].name}"
    return f"{what} of what stands before d{whole.spelling}"
