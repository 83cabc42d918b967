"""Functions that their records define by an equation: how they move follows from it, as of every unknown."""

from __future__ import annotations

from functools import cached_property

from matcalc_cli.equations.answering import Question, question
from matcalc_cli.expr.build import substitute
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.expr.shapes.dimensions import Shape
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.expr.unspecified import kind_of
from matcalc_cli.functions.domain import DEFINITE, SYMMETRIC
from matcalc_cli.program.within import read_beside
from matcalc_cli.simplify import simplify


class Defined:
    """A function as one of the unknowns of its equation.

    question  the system, with every parameter of the function as what moves
    values    what the unknowns are: L is chol(S)
    """

    def __init__(self, function: Function) -> None:
        self.function = function
        unknowns = [declaration.partition(":")[0] for declaration in function.unknowns]
        where = ", ".join([*function.unknowns, *declarations(function)])
        text = f"[{'; '.join(function.equation)}]" if len(function.equation) > 1 else function.equation[0]
        wrt = [p.partition(":")[0] for p in declarations(function)]
        self.question: Question = question(f"{text} where {where}", unknowns, wrt, (), "")
        known = zip(self.question.system.unknowns, function.unknowns.values(), strict=True)
        self.values: dict[Symbol, Node] = {x: simplify(read_beside(v, self.question.elaborated)) for x, v in known}

    @cached_property
    def unknown(self) -> Symbol:
        """The one that the function is."""
        texts = zip(self.values, self.function.unknowns.values(), strict=True)
        return next(x for x, text in texts if f"{self.function.name}(" in text)  # eig( is not in eigbasis(A)

    def differential(self, of: Symbol) -> Node:
        """How one of them moves, in terms of the parameters."""
        known: list[tuple[Node, Node]] = [*self.values.items()]
        return simplify(substitute(self.question.solved.moves[of], dict(known)))


def declarations(function: Function) -> list[str]:
    """The parameters of a function as declarations, of the kinds that they have to be of."""
    signature = signatures(function)[0]
    pairs = zip(signature.parameters, signature.shapes, strict=True)
    return [f"{name}: {_kind(shape, function.domain.get(name, ''))}" for name, shape in pairs]


def _kind(shape: Shape, domain: str) -> str:
    if domain in SYMMETRIC:
        return f"{'spd' if domain == DEFINITE else 'symmetric'}({shape[0]})"
    return kind_of(shape)
