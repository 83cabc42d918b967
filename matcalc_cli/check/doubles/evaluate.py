"""The value of expressions at given matrices, by running the code that matcalc emits for them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from matcalc_cli.codegen.text.module import function, parameters

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from matcalc_cli.expr.node import Node


def load(source: str, **instead: object) -> dict[str, Callable[..., Any]]:
    """The definitions of a module of our own code generator, with other things by some names, as complex by float.

    The one place that executes text, and never a user's.
    """
    namespace: dict[str, Any] = {**instead}
    exec(compile(source, "<matcalc>", "exec"), namespace)  # noqa: S102
    return namespace


def evaluate(node: Node, env: Mapping[str, ArrayLike]) -> float | NDArray[Any]:
    """The value of `node`: a float if it is 1x1, else an array with two axes.

    `env` has an array (a vector is n x 1) or a number for each name in it, and an int for each dimension that the
    shapes of the names do not tell. Raises KeyError for a missing name, LinAlgError for a singular matrix.
    """
    import numpy as np

    symbols, dimensions = parameters(node)
    values = [env[s.name] if s.name in env else env[s.spelling] for s in symbols]
    with np.errstate(all="ignore"):
        value: float | NDArray[Any] = load(function(node))["f"](*values, *[env[d] for d in dimensions])
    return value
