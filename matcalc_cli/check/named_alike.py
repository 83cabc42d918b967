"""Questions of exact arithmetic up to the names of variables: an answer for A and x holds for B and y of their kinds.

The lines of a batch are often one expression in other names.
"""

from __future__ import annotations

from matcalc_cli.expr.node import Apply, Member, Number, Product, Symbol, postorder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from matcalc_cli.check.exact.joint import Joint
    from matcalc_cli.expr.node import Node


def question(joint: Joint, typed: Node) -> Hashable:
    """All that the verdict on an answer to what was typed depends on; equal for two answers that differ in names alone."""
    variables = {variable: i for i, variable in enumerate(joint.variables)}
    columns = [[(name, variables[v] if v else None) for _, name, v in column] for column in joint.columns]
    hessians = [variables[v] for v, _ in joint.hessians]
    roots = [typed, joint.expression, *joint.variables, *joint.claims]
    return (tuple(map(tuple, columns)), tuple(hessians), without_names(roots))


def without_names(roots: Sequence[Node]) -> Hashable:
    """The expressions with numbers for the names of their variables, in the order in which these appear.

    Members of families, indices and parts of matrices keep their names, and so do dimensions.
    """
    places: dict[Node, int] = {}
    names: dict[str, int] = {}
    found: list[Hashable] = []
    for node in postorder(*roots):
        found.append((_itself(node, names), *[places[child] for child in node.children]))
        places[node] = len(places)
    return (tuple(found), tuple([places[root] for root in roots]))


def _itself(node: Node, names: dict[str, int]) -> Hashable:
    """The facts of a node beside its children."""
    match node:
        case Symbol():
            return _renamed(node, names)
        case Number(value=value):
            return (Number, value)
        case Product(coefficient=coefficient, scalars=scalars):
            return (Product, coefficient, len(scalars))
        case Apply(function=function, sizes=sizes):
            return (Apply, function, sizes, node.shape)
    return (type(node),)


def _renamed(node: Symbol, names: dict[str, int]) -> Hashable:
    """A variable by the number of its name and of that whose differential it is; any other name as it stands."""
    if isinstance(node, Member) or node.kind == "index" or node.axes or node.span or node.place is not None:
        return node
    base = node.differential_of
    numbers = [names.setdefault(name, len(names)) for name in (node.name, *([base] if base else []))]
    return (Symbol, node.kind, node.shape, *numbers)
