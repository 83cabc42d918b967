"""The arguments of a module that are functions: their arguments, their values, and the functions that they are derivatives of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from matcalc_cli.expr.shapes.dimensions import SCALAR, Shape, dim

if TYPE_CHECKING:
    from matcalc_cli.expr.unspecified import Unknown


def described(names: Mapping[Unknown, str], *, differentiated: bool = False) -> list[str]:
    """A line for each function, by the names that the arguments have; nothing where there are none.

    With `differentiated` the library of the module finds their derivatives itself.

    grad_phi(m x 1) -> m x 1: d phi = tr(grad_phi' du)
    """
    lines = [f"  {name}{_of(function)}{_meaning(function, name, names)}" for function, name in names.items()]
    by = "; the library differentiates them" if differentiated else ""
    return [f"Functions are called with numbers and arrays with two axes, and give such{by}:", *lines] if lines else []


def _of(function: Unknown) -> str:
    if not function.arguments:
        return " acts on each entry"
    if function.nature.spectral:
        function = function.of((dim("n"), dim("n")))
        return f"({_size(function.arguments[0])}) -> {_size(function.result)} for any n"
    return f"({', '.join(map(_size, function.arguments))}) -> {_size(function.result)}"


def _size(shape: Shape) -> str:
    return "number" if shape == SCALAR else f"{shape[0]} x {shape[1]}"


def _meaning(function: Unknown, name: str, names: Mapping[Unknown, str]) -> str:
    """The words about a derivative, by the function that it is the derivative of."""
    if not function.taken:
        return ""
    last, outer = function.taken[-1], function.integral
    of = names.get(outer, outer.identifier)
    if not function.arguments or function.arguments[last] == SCALAR:
        return f": the derivative of {of}" + "".join(_which(function, last))
    du = f"du{last + 1}" if len(function.arguments) > 1 else "du"
    return f": d {of} = tr({name}' {du})" if function.is_gradient else f": vec(d {of}) = {name} vec({du})"


def _which(function: Unknown, last: int) -> Iterator[str]:
    """The words that tell one argument from the others, where there are several."""
    if len(function.arguments) > 1:
        yield f" by its argument {last + 1}"
