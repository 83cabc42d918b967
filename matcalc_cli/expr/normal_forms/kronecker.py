"""Kronecker products in normal form: flat, scalars in front, identities merged, column kron row as a product."""

from __future__ import annotations

from matcalc_cli.expr.build import identity, is_identity, is_zero, multiply, normal_form, scalars_and_rest, zeros
from matcalc_cli.expr.node import Apply, Node, number, raw_apply
from matcalc_cli.expr.normal_forms.coefficients import primitive
from matcalc_cli.expr.operations import KRON
from matcalc_cli.expr.shapes.dimensions import Size, product_of


@normal_form(KRON)
def kron(args: tuple[Node, ...]) -> Node:
    """A kron B kron ..."""
    rows: Size = 1
    cols: Size = 1
    for arg in args:
        rows, cols = product_of(rows, arg.rows), product_of(cols, arg.cols)
    if any(map(is_zero, args)):
        return zeros((rows, cols))
    front, factors = _flatten(args)
    if not factors:
        return multiply(*front)
    core = factors[0] if len(factors) == 1 else raw_apply(KRON, tuple(factors), (), (rows, cols))
    return multiply(*front, core) if front else core


def _flatten(args: tuple[Node, ...]) -> tuple[list[Node], list[Node]]:
    front: list[Node] = []
    factors: list[Node] = []
    todo = list(reversed(args))
    while todo:
        arg = todo.pop()
        scalars, rest = scalars_and_rest(arg)
        front.extend(scalars)
        if rest.is_scalar:
            front.append(rest)
        elif isinstance(rest, Apply) and rest.function is KRON:
            todo.extend(reversed(rest.args))
        else:
            content, rest = primitive(rest)
            front.extend([] if content == 1 else [number(content)])
            _push(factors, rest)
    return front, factors


def _push(factors: list[Node], factor: Node) -> None:
    """Append, merging I kron I, and x kron y' = y' kron x = x y'."""
    last = factors[-1] if factors else None
    if last is not None and is_identity(last) and is_identity(factor):
        factors[-1] = identity(product_of(last.rows, factor.rows))
    elif last is not None and last.cols == 1 and factor.rows == 1:
        factors[-1] = multiply(last, factor)
    elif last is not None and last.rows == 1 and factor.cols == 1:
        factors[-1] = multiply(factor, last)
    else:
        factors.append(factor)
