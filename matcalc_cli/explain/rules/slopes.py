"""The words about the derivative of a function without a formula."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.answers.derivation import Prose
from matcalc_cli.explain.trees import expressed, named
from matcalc_cli.expr.build import apply
from matcalc_cli.expr.node import Apply
from matcalc_cli.expr.unspecified import Unknown
from matcalc_cli.expr.unspecified_forms import partner
from matcalc_cli.language.tree import Tree
from matcalc_cli.render.writing.trees import unspecified

ORDINAL = ("first", "second", "third")
"""The words for the arguments in a sentence."""


def slope_of(node: Apply, places: Sequence[int]) -> Prose:
    """`grad(f)(u)` is the gradient of `f`, or, of several arguments, by which."""
    function = node.function
    assert isinstance(function, Unknown)
    if function.nature.is_inverse:
        undone = unspecified(partner(function), [expressed(node)])
        return ["both sides of ", undone, " = ", expressed(node.args[0]), " differentiated"]
    found: list[str | Tree] = []
    for i in places:
        slope = function.derivative(i)
        word = "gradient" if slope.is_gradient else "derivative"
        by = [f" by its {ORDINAL[i]} argument"] if len(function.arguments) > 1 else []
        found += [", "] if found else []
        found += [expressed(apply(slope, node.args)), f" is the {word} of ", _told(function.name), *by]
    return found


def _told(name: str) -> str | Tree:
    """The name of a function as it is in formulas; that of a derivative, D(f), as it is typed."""
    return named(name, name) if name.isidentifier() else name
