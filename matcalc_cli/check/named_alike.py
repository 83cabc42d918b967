"""Questions of exact arithmetic up to the names of variables: an answer for A and x holds for B and y of their kinds.

The lines of a batch are often one expression in other names.
"""

from __future__ import annotations

from matcalc_cli.expr.alike import without_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable

    from matcalc_cli.check.exact.joint import Joint
    from matcalc_cli.expr.node import Node


def question(joint: Joint, typed: Node) -> Hashable:
    """All that the verdict on an answer to what was typed depends on; equal for two answers that differ in names alone."""
    variables = {variable: i for i, variable in enumerate(joint.variables)}
    columns = [[(name, variables[v] if v else None) for _, name, v in column] for column in joint.columns]
    hessians = [variables[v] for v, _ in joint.hessians]
    roots = [typed, joint.expression, *joint.variables, *joint.claims]
    return (tuple(map(tuple, columns)), tuple(hessians), without_names(roots))
