"""An orthogonal matrix, which moves along skew-symmetric ones, beside a triangle, a symmetric or a diagonal matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matcalc_cli.equations.factors.parts import (
    SKEW_AND_SYMMETRIC,
    SKEW_AND_TRIANGLE,
    STRICT,
    Factors,
    Part,
    Solve,
    Steps,
    invertible,
    is_diagonal,
    said,
)
from matcalc_cli.equations.operations import operation
from matcalc_cli.equations.structure import is_same
from matcalc_cli.equations.terms import Term, gathered
from matcalc_cli.expr.build import add, is_identity, multiply, scalars_and_rest, transpose, zeros
from matcalc_cli.expr.node import Node, Symbol, number
from matcalc_cli.simplify import simplify
from matcalc_cli.simplify.triangles import is_triangular
from matcalc_cli.validity.condition import Condition

GAPS = "(ones(n,1)*diag(D)' - diag(D)*ones(1,n) + I(n))"


def _skew(one: Part, other: Part) -> tuple[Term, Term] | None:
    """The terms of a skew-symmetric step and of another."""
    a, b = one.only, other.only
    return None if a is None or b is None or one.step.kind != "skew" else (a, b)


def _congruences(turn: Term, other: Term) -> Iterator[tuple[Node, Node, Node]]:
    """P, T and S, so that between P and T the skew-symmetric step W is S*W*S' and the other one has nothing on one side."""
    yield (
        said("B'*inv(C)'*inv(A)", A=turn.left, B=turn.right, C=other.right),
        said("inv(C)", C=other.right),
        said("(B*inv(C))'", B=turn.right, C=other.right),
    )
    yield (
        said("inv(C)", C=other.left),
        said("inv(B)*A'*inv(C)'", A=turn.left, B=turn.right, C=other.left),
        said("inv(C)*A", A=turn.left, C=other.left),
    )


def with_a_triangle(turning: Part, triangle: Part) -> Factors | None:
    """Q*R: a skew-symmetric matrix and a triangle."""
    found, kind = _skew(turning, triangle), triangle.step.kind
    if found is None or kind not in STRICT:
        return None
    turn, other = found
    for before, behind, around in _congruences(turn, other):
        left, right = said("P*A", P=before, A=other.left), said("B*T", B=other.right, T=behind)
        if is_triangular(left, kind) and is_triangular(right, kind):
            solve = _by_triangle(turning, triangle, (around, left, right))
            return Factors((before, behind), invertible(before, behind), SKEW_AND_TRIANGLE, solve)
    return None


def _by_triangle(turning: Part, triangle: Part, made: tuple[Node, Node, Node]) -> Solve:
    around, left, right = made
    skew = "{0} - {0}'".format(STRICT[triangle.step.kind])

    def solve(m: Node, *_: Node) -> Steps:
        w = said(skew, M=m)
        return {
            turning.step: said("inv(S)*W*inv(S)'", S=around, W=w),
            triangle.step: said("inv(A)*(M - W)*inv(B)", A=left, B=right, M=m, W=w),
        }

    return solve


def with_a_symmetric(turning: Part, symmetric: Part) -> Factors | None:
    """U*P: with its own transpose taken away the symmetric one goes out, and Sylvester's equation is left."""
    found = _skew(turning, symmetric)
    if found is None or symmetric.step.kind != "symmetric":
        return None
    turn, other = found
    around = said("inv(A)", A=other.left), said("inv(B)", B=other.right)
    e, f = said("P*A", P=around[0], A=turn.left), said("B*T", B=turn.right, T=around[1])
    ways = [(said(_REST, E=e, F=f, S=s, W=turning.step), s) for s in (e, said("F'", F=f))]
    rest, s = min(ways, key=lambda way: way[0].cost)
    left = operation(rest, turning.step)
    if left is None:
        return None

    def solve(m: Node, *_: Node) -> Steps:
        w = said("inv(S)*Z*inv(S)'", S=s, Z=left(said("M - M'", M=m)))
        return {turning.step: w, symmetric.step: said("M - E*W*F", M=m, E=e, F=f, W=w)}

    return Factors(around, [*invertible(*around), *left.needed], SKEW_AND_SYMMETRIC, solve)


_REST = "E*inv(S)*W*inv(S)'*F + F'*inv(S)*W*inv(S)'*E'"


def around_a_diagonal(turning: Part, diagonal: Part, *, symmetric: bool) -> Factors | None:
    """Q*D*Q': a diagonal matrix, and W*D - D*W, which has nothing on the diagonal."""
    other = diagonal.only
    if other is None or diagonal.step.kind != "diagonal" or turning.step.kind != "skew" or not symmetric:
        return None
    around = said("inv(A)", A=other.left), said("inv(B)", B=other.right)
    inside = [t.between(*around) for t in _straight(turning)]
    gaps = _differences(inside, turning.step)
    if gaps is None or not is_same(transpose(scalars_and_rest(around[0])[1]), scalars_and_rest(around[1])[1]):
        return None
    weights = said(GAPS, D=gaps)

    def solve(m: Node, *_: Node) -> Steps:
        return {turning.step: said("(G.^-1 - I(n)).*M", M=m, G=weights), diagonal.step: said("diag(diag(M))", M=m)}

    return Factors(around, [*invertible(*around), Condition("no zeros", weights)], _OFF_THE_DIAGONAL, solve)


_OFF_THE_DIAGONAL = "a diagonal matrix and what has no diagonal, divided by its differences"


def _straight(part: Part) -> list[Term]:
    """The terms of a skew-symmetric step with W for every W', which is -W."""
    found = [Term(multiply(number(-1), t.left), t.right, turned=False) if t.turned else t for t in part.terms]
    return gathered(found)


def _differences(terms: Sequence[Term], step: Symbol) -> Node | None:
    """The diagonal D of W*D - D*W."""
    found = [(simplify(t.left), simplify(t.right)) for t in terms]
    if len(found) != 2:
        return None
    (_, on_the_right), (on_the_left, _) = sorted(found, key=lambda pair: not is_identity(pair[0]))
    same = is_same(add(on_the_right, on_the_left), zeros(step.shape))
    return on_the_right if same and is_diagonal(on_the_right) else None


def _around(other: Term, one: Term | None, two: Term | None) -> tuple[tuple[Node, Node], Term, Term] | None:
    """The factors that an equation is multiplied by, so that one of its terms is alone, and the two others then."""
    around = said("inv(A)", A=other.left), said("inv(B)", B=other.right)
    return None if one is None or two is None else (around, one.between(*around), two.between(*around))


def both_sides_of_a_diagonal(first: Part, diagonal: Part, second: Part) -> Factors | None:
    """U*D*V': M = W*D + dD - D*Y for skew-symmetric W and Y."""
    other, kind = diagonal.only, diagonal.step.kind
    turning = None if other is None else _around(other, first.only, second.only)
    if turning is None or kind != "diagonal" or not first.step.kind == second.step.kind == "skew":
        return None
    around, w, y = turning
    d = simplify(w.right)
    alone = is_identity(simplify(w.left)) and is_identity(simplify(y.right))
    if not (alone and is_same(y.left, multiply(number(-1), d)) and is_diagonal(d)):
        return None
    weights = said(GAPS, D=said("D^2", D=d))

    def solve(m: Node, *_: Node) -> Steps:
        return {
            first.step: said("(G.^-1 - I(n)).*(M*D + D*M')", M=m, D=d, G=weights),
            second.step: said("(G.^-1 - I(n)).*(D*M + M'*D)", M=m, D=d, G=weights),
            diagonal.step: said("diag(diag(M))", M=m),
        }

    return Factors(around, [*invertible(*around), Condition("no zeros", weights)], _OFF_THE_DIAGONAL, solve)
