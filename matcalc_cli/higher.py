"""Derivatives of the third order and later: as forms in the dX or along directions, and by numbers."""

from __future__ import annotations

from matcalc_cli.answers.higher import Higher, is_moving
from matcalc_cli.answers.needed import later, of_derivatives
from matcalc_cli.differential import differential, direction
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import ONE, add, at_place, substitute
from matcalc_cli.readings.structure import acceleration
from matcalc_cli.simplify import simplify
from matcalc_cli.variants import as_variant, bending, directed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matcalc_cli.answers.answer import Answer
    from matcalc_cli.elaborate import Elaborated
    from matcalc_cli.expr.node import Node, Symbol


def higher_differential(answer: Answer, order: int, directions: Sequence[str], elaborated: Elaborated) -> Answer:
    """d3f or a later one as a form in the dX, or where each variable moves along its direction alone."""
    _require_lines(answer, order)
    moved = directed(answer, directions, elaborated) if directions else {}
    _, *found = _differentials(answer, order, moved)
    # Along what moves, the total is a value of the last form, and the forms themselves are verified.
    forms = _differentials(answer, order, {})[1:] if is_moving(moved) else found
    return as_variant(answer, directions=moved, higher=tuple(forms)).but(total=found[-1])


def with_higher(answer: Answer, order: int, directions: Sequence[str], elaborated: Elaborated) -> Answer:
    """With every differential from the second on up to an order, and the derivatives of these orders by numbers."""
    _require_lines(answer, order)
    moved = directed(answer, directions, elaborated) if directions else {}
    if is_moving(moved):
        raise MatcalcError(
            "unsupported", "a report has later derivatives along directions that do not depend on what moves alone",
            hint=f"matcalc differential --order {order} --along has them, or a name for the direction",
        )  # fmt: skip
    forms = _differentials(answer, order, moved)
    numbers = [d.variable for d in answer.derivatives if d.variable.is_scalar]
    rates = {x: list(_rates(answer.expression, x, order)) for x in numbers}
    found = [Higher(k + 1, forms[k], [(x, rates[x][k]) for x in numbers]) for k in range(1, order)]
    answer = answer.but(higher=tuple(found))
    further = [node for _, _, node in later(answer)]
    return answer.but(conditions=lambda: of_derivatives(answer.domain, answer.shown, answer.derivatives, further))


def _require_lines(answer: Answer, order: int) -> None:
    """Refuse variables that move on curves, whose later derivatives nobody has."""
    for x in [d.variable for d in answer.derivatives] if order > 2 else ():
        if acceleration(x, x, x) is not None:
            raise MatcalcError(
                "unsupported", f"{x.spelling} moves on curves, along which no derivatives of order {order} are known",
                hint="--order 2 is the second one along geodesics",
            )  # fmt: skip


def _differentials(answer: Answer, order: int, moved: Mapping[Symbol, Node]) -> list[Node]:
    """df, d2f, ... of an expression, along directions or in the dX; on curves the second is the last one."""
    f, variables = answer.expression, [d.variable for d in answer.derivatives]
    moves = {v: direction(v, f.symbols) for v in variables}  # which stay where directions such as x itself would move
    found = [f]
    for _ in range(order):
        found.append(simplify(differential(found[-1], moves)))
    bends = bending(f, moves, moves)
    if bends and order > 1:
        found[2] = simplify(add(found[2], *bends))
    along: dict[Node, Node] = {moves[v]: to for v, to in moved.items()}
    return [simplify(at_place(substitute(form, along) if along else form)) for form in found[1:]]


def _rates(f: Node, x: Symbol, order: int) -> Iterator[Node]:
    """df/dx, d2f/dx2, ... by a number."""
    moving, found = direction(x, f.symbols), f
    for _ in range(order):
        found = simplify(substitute(differential(found, {x: moving}), {moving: ONE}))
        yield simplify(at_place(found))
