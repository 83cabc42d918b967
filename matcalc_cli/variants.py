"""Other readings of a derivative: in another inner product, along a direction, by free entries, second and mixed."""

from __future__ import annotations

from itertools import combinations

from matcalc_cli.answers.answer import Answer, Derivative, Variant
from matcalc_cli.answers.needed import with_derivatives
from matcalc_cli.differential import differential, direction
from matcalc_cli.elaborate import Elaborated
from matcalc_cli.elaborate.asked import FREE_LETTERS
from matcalc_cli.elaborate.builder import instantiate
from matcalc_cli.errors import MatcalcError
from matcalc_cli.expr.build import add, multiply, substitute, transpose
from matcalc_cli.expr.node import Member, Node, Symbol, postorder, symbol
from matcalc_cli.expr.shapes.dimensions import Shape, product_of
from matcalc_cli.expr.vectorized import vec
from matcalc_cli.kinds import KINDS
from matcalc_cli.program.within import read_beside
from matcalc_cli.readings import rows
from matcalc_cli.readings.derive import free_gradient, second, with_stacked_hessian
from matcalc_cli.readings.jacobian import matrix_of
from matcalc_cli.readings.structure import acceleration, free_entries, projection
from matcalc_cli.simplify import simplify

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def as_variant(answer: Answer, derivatives: Sequence[Derivative] | None = None, **noted: object) -> Answer:
    """The answer with other derivatives, and with a note of how it is changed."""
    found = answer if derivatives is None else with_derivatives(answer, derivatives)
    return found.but(variant=(answer.variant or Variant(answer)).but(**noted))


def in_inner_product(answer: Answer, weight: str, elaborated: Elaborated) -> Answer:
    """Gradients for <x, y> = x'Wy and <X, Y> = tr(X'WY): W^-1 times the plain ones.

    W is a name of the program, a new name of a positive definite matrix, or an expression. Source: MIT 18.063, 5.
    """
    weights: dict[Symbol, Node] = {}
    changed: list[Derivative] = []
    for found in answer.derivatives:
        if found.gradient is None:
            raise MatcalcError("shape", "a gradient is of a scalar expression")
        if KINDS[found.variable.kind].is_structured:
            raise MatcalcError(
                "unsupported", f"--inner is for variables that move freely, not {found.variable.kind} ones"
            )
        rows = found.variable.rows
        w = named_or_read(weight, elaborated, (rows, rows), "spd")
        if w.shape != (rows, rows):
            raise MatcalcError("shape", f"the weight of the inner product must be {rows}x{rows}")
        if transpose(w) is not w:
            raise MatcalcError(
                "unsupported", f"the weight of an inner product is symmetric, and {weight} is not known to be",
                hint="declare it, where W: spd(n), or write one that is its own transpose: A'*A",
            )  # fmt: skip
        changed.append(found.but(gradient=simplify(instantiate("inv(W)*G", {"W": w, "G": found.gradient}, {}))))
        weights[found.variable] = w
    return as_variant(answer, changed, weights=weights)


def named_or_read(text: str, elaborated: Elaborated, shape: Shape, kind: str) -> Node:
    """An expression in the scope of a program, of some shape; a name that the program does not have is a new one.

    In an expression that is to be of a structured kind a new matrix is so too, unless it is a definite one that is symmetric anyhow.
    """
    name = text.strip()
    if name.isidentifier() and name not in elaborated.variables:
        return symbol(name, shape, kind)
    known = {*elaborated.variables}
    found = read_beside(text, elaborated, shape)
    new = [v for name, v in elaborated.variables.items() if name not in known and v.kind == "matrix"]
    structure = KINDS[kind]
    if not (new and structure.is_structured and structure.declarable) or (
        structure.definite and transpose(found) is found
    ):
        return found
    for v in new:
        del elaborated.variables[v.name]
    return read_beside(f"{text} where {', '.join(f'{v.spelling}: {kind}' for v in new)}", elaborated, shape)


def along(answer: Answer, directions: Sequence[str], elaborated: Elaborated) -> Answer:
    """The directional derivative: df where each variable moves along its direction, of the shape of f."""
    moved = directed(answer, directions, elaborated)
    changed: list[Derivative] = []
    for found in answer.derivatives:
        moving = direction(found.variable, answer.expression.symbols)
        changed.append(
            found.but(differential=simplify(substitute(found.differential, {moving: moved[found.variable]})))
        )
    total = simplify(add(*[d.differential for d in changed]))
    return as_variant(answer, changed, directions=moved).but(total=total)


def directed(answer: Answer, texts: Sequence[str], elaborated: Elaborated) -> dict[Symbol, Node]:
    """Along what each variable moves, by the texts of directions. Raises MatcalcError."""
    if len(texts) != len(answer.derivatives):
        raise MatcalcError(
            "usage", "--along wants one direction for each variable", hint="name the variables with --wrt"
        )
    moved: dict[Symbol, Node] = {}
    for text, found in zip(texts, answer.derivatives, strict=True):
        x = found.variable
        v = named_or_read(text, elaborated, x.shape, KINDS[x.kind].tangent)
        if v.shape != found.variable.shape:
            raise MatcalcError("shape", f"the direction {text} does not have the shape of {found.variable.spelling}")
        moved[found.variable] = v
    return moved


def second_differential(answer: Answer, directions: Sequence[str], elaborated: Elaborated) -> Answer:
    """d2f as a quadratic form in the dX; bilinear, in dX and a second direction, where directions are given.

    It is the second derivative along geodesics, so on the orthogonal group it has a term more than along lines.
    """
    variables = [d.variable for d in answer.derivatives]
    first = {v: direction(v, answer.expression.symbols) for v in variables}
    moved = directed(answer, directions, elaborated) if directions else {}
    again: Mapping[Symbol, Node] = moved or first
    df = simplify(differential(answer.expression, first))
    total = add(differential(df, again), *bending(answer.expression, first, again))
    return as_variant(answer, directions=moved, twice=True).but(total=simplify(total))


def bending(f: Node, one: Mapping[Symbol, Node], other: Mapping[Symbol, Node]) -> list[Node]:
    """The part of a second differential of f along two tangents that straight lines do not have; nothing where all moves along lines."""
    bends = {x: bend for x in one if (bend := acceleration(x, one[x], other[x])) is not None}
    return [differential(f, bends)] if bends else []


def with_mixed(answer: Answer) -> Answer:
    """With the mixed Hessians of a scalar f: d2f = vec(dx)' H vec(dy), (entries of x) x (entries of y), x before y."""
    found: list[tuple[Symbol, Symbol, Node]] = []
    for one, other in combinations(answer.derivatives, 2):
        found.append((one.variable, other.variable, _mixed(one, other.variable)))
    return answer.but(mixed=tuple(found))


def _mixed(one: Derivative, variable: Symbol) -> Node:
    assert one.gradient is not None
    moving = direction(variable, one.gradient.symbols)
    change = vec(simplify(differential(one.gradient, {variable: moving})))
    p = projection(variable)
    matrix = matrix_of(change, moving)
    return simplify(matrix if p is None else multiply(matrix, p))


def of_one_member(answer: Answer, elaborated: Elaborated) -> Answer:
    """With a note where a Hessian by a member of a family says nothing of those by two members, which are not 0."""
    taken = {*elaborated.dimensions, *elaborated.variables}
    notes = [_of_two(d.variable, d.gradient, taken) for d in answer.derivatives if isinstance(d.variable, Member)]
    asked = [d.variable.family for d in answer.derivatives if isinstance(d.variable, Member)]
    return answer.but(notes=(*answer.notes, *filter(None, notes))) if len({*asked}) == len(asked) else answer


def _of_two(variable: Member, gradient: Node | None, names: set[str]) -> str:
    members = [part for part in postorder(gradient) if isinstance(part, Member)] if gradient else []
    if all(part is variable or part.family is not variable.family for part in members):
        return ""
    taken = names | {s.name for part in members for index in part.indices for s in index.symbols}
    letters = [letter for letter in FREE_LETTERS if letter not in taken][: len(variable.indices)]
    other = f"{variable.family.spelling}_{''.join(letters)}"
    return f"this is by {variable.spelling} alone; --wrt {variable.spelling} --wrt {other} has the derivatives by two members"


def stacked_hessians(answer: Answer) -> Answer:
    """With the Hessians of the entries of f below each other, where f is no number: d2f_k = vec(dX)' H_k vec(dX)."""
    f, by_free = answer.expression, answer.variant is not None and answer.variant.vech
    changed: list[Derivative] = []
    for found in answer.derivatives:
        changed.append(with_stacked_hessian(f, found, free_entries(found.variable) if by_free else None))
    rows, cols = f.shape
    said = f"f is {rows}x{cols}, no number: what is printed has the Hessians of its entries below each other, in the order of vec(f)"
    of_a_number = [found for found in changed if not found.variable.is_scalar]
    return with_derivatives(answer, changed).but(notes=(*answer.notes, *[said] * bool(of_a_number)))


def _without_free_entries(variable: Symbol) -> str:
    """The advice where no entries are tied, or where they are so by no linear equations."""
    kind = KINDS[variable.kind]
    if kind.orthonormal:
        return f"{variable.spelling} moves {kind.moves}; without --vech the answer is about such directions"
    other = " or ".join([f"{variable.spelling}: {k.name}(n)" for k in KINDS.values() if k.free][:3])
    return f"declare it: where {other}" if variable.cols != 1 else "every entry of a vector is free: leave out --vech"


def by_free_entries(answer: Answer) -> Answer:
    """Derivatives with respect to the free entries of structured variables, for symmetric ones by the duplication matrix D.

    vec(dS) = D vech(dS), so the gradient becomes D' vec(G), the Jacobian J D, the Hessian D' H D.
    Source: Magnus & Neudecker 3.8.
    """
    changed: list[Derivative] = []
    for found in answer.derivatives:
        duplication = free_entries(found.variable)
        if duplication is None:
            raise MatcalcError(
                "unsupported", f"--vech is for variables whose entries are tied, and {found.variable.spelling} is not declared so",
                hint=_without_free_entries(found.variable),
            )  # fmt: skip
        changed.append(_by_free_entries(answer.expression, found, duplication))
    return as_variant(answer, changed, vech=True)


def _by_free_entries(expression: Node, found: Derivative, duplication: Node) -> Derivative:
    """The readings without the projection of the kind, of which the columns of D are fixed points."""
    flipped = transpose(duplication)
    if found.gradient is None:
        free = matrix_of(found.differential, direction(found.variable, expression.symbols))
        return found.but(jacobian=simplify(multiply(free, duplication)))
    slope = free_gradient(expression, found.variable)
    gradient, bent = simplify(multiply(flipped, vec(slope))), None
    if found.hessian is not None:
        bent = simplify(multiply(flipped, second(slope, found.variable), duplication))
    return found.but(gradient=gradient, jacobian=simplify(transpose(gradient)), hessian=bent)


def by_rows(answer: Answer) -> Answer:
    """With Jacobians and Hessians for the vec that stacks rows."""
    shape = answer.expression.shape
    if not orders_all_entries(answer):
        raise MatcalcError(
            "usage", "--vec rows orders all entries, which this answer is not about", hint="leave it out"
        )
    if not answer.expression.is_scalar and any(d.hessian is not None for d in answer.derivatives):
        raise MatcalcError(
            "usage", "--vec rows is not known of Hessians below each other", hint="those of one entry: f[i,j] for f"
        )
    changed = [
        d.but(
            jacobian=rows.by_rows(d.jacobian, shape, d.variable.shape),
            hessian=None if d.hessian is None else rows.by_rows(d.hessian, d.variable.shape, d.variable.shape),
        )
        for d in answer.derivatives
    ]
    return with_derivatives(answer, changed).but(vec="rows")


def orders_all_entries(answer: Answer) -> bool:
    """Whether its Jacobians are by all entries, and not by the free ones or along a direction."""
    return all(d.jacobian.cols == product_of(*d.variable.shape) for d in answer.derivatives)
