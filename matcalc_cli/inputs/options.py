"""The inputs of a check that a user fixes: seed, sizes, trials and matrices, read from the words of the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from matcalc_cli.codegen.text.module import dimension_names
from matcalc_cli.inputs.data import data, read_sizes
from matcalc_cli.inputs.fixed import Given

if TYPE_CHECKING:
    from matcalc_cli.expr.node import Node, Symbol


def given(
    expression: Node,
    variables: Sequence[Symbol],
    *,
    seed: int = 0,
    sizes: str = "",
    trials: int = 3,
    at: Sequence[str] = (),
    nonfinite: bool = False,
    progress: Callable[[], None] | None = None,
) -> Given:
    """The inputs that the options of a check fix for one program. Raises MatcalcError (usage, name, file, shape)."""
    known = read_sizes(sizes, dimension_names([expression, *variables])) if sizes else {}
    found = data(at, {v.name: v for v in variables}, known, nonfinite=nonfinite, progress=progress)
    if found.sizes or found.point:
        from matcalc_cli.inputs.indices import check_indices

        check_indices(expression, found.sizes, found.point)
    return Given(seed=seed, sizes=found.sizes, point=found.point, trials=trials, progress=progress)
