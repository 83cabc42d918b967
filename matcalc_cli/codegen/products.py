"""Functions to call instead of forming a Jacobian or a Hessian: the value with its gradients, and products with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from matcalc_cli.answers.answer import Answer
from matcalc_cli.expr.node import Node, Symbol
from matcalc_cli.kinds import KINDS
from matcalc_cli.readings.derive import cotangent, hessian_product, new_symbol

Parts = tuple[str, Sequence[Node], str, Symbol | None]
"""Name, values, summary and further argument of a function."""


def more(answer: Answer, ends: Mapping[Symbol, str]) -> Iterator[Parts]:
    """By name: the values, what to say about them, and the argument besides the variables.

    value_and_gradient  of a scalar f, the gradients of all variables behind the value, what they share computed once
    vjp                 J*[Y] in the shape of the variable, Y in the shape of f
    hvp                 of a scalar f, H vec(V) in the shape of the variable; V in its shape and its subspace
    """
    gradients = [d.gradient for d in answer.derivatives if d.gradient is not None]
    if gradients:
        names = ["gradient" + ends.get(d.variable, "") for d in answer.derivatives]
        summary = "The value, and the gradient." if len(names) == 1 else f"The value, {', '.join(names)}."
        yield "value_and_gradient", [answer.shown, *gradients], summary, None
    for found in answer.derivatives:
        end = ends.get(found.variable, "")
        y = new_symbol(answer, "Y", answer.expression.shape)
        yield f"vjp{end}", [cotangent(answer.expression, found, y)], _VJP.format(y.spelling), y
        if found.gradient is not None:
            kind = KINDS[found.variable.kind].tangent
            v = new_symbol(answer, "V", found.variable.shape, kind)
            yield f"hvp{end}", [hessian_product(answer.expression, found.variable, v)], _HVP.format(v.spelling), v


_VJP = "The adjoint of the differential at {0}: <{0}, df> = <vjp, dX>."
_HVP = "The Hessian times a vector: vec(hvp) = H*vec({0})."
