"""The Jacobian step by step: identities put in, vec of each term, vec(L dX R) = (R' kron L) vec(dX), the sum."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.answer import Derivative
from matcalc_cli.derivation import Heading, Line, Prose
from matcalc_cli.explain.context import Context, alike, unique
from matcalc_cli.explain.trees import (
    Term,
    expressed,
    factors_of,
    name_of,
    product,
    prose,
    same,
    signed,
    terms_of,
    total,
)
from matcalc_cli.expr.build import identity, multiply, transpose
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number
from matcalc_cli.language.tree import Tree
from matcalc_cli.readings.jacobian import matrix_of
from matcalc_cli.readings.structure import PROJECTIONS, projected_jacobian
from matcalc_cli.readings.vectorized import vec
from matcalc_cli.render.express import call, operation, reading_order
from matcalc_cli.render.sizes import size_tree
from matcalc_cli.render.text import plain
from matcalc_cli.simplify import simplify

VEC_RULE = "`vec(L*dX*R)` = `kron(R', L)*vec(dX)`"
K_RULE = "`vec(dX')` = `commutation(m,n)*vec(dX)`"
OTHER_RULES = {
    "hadamard": "`vec(U.*dX)` = `diag(vec(U))*vec(dX)`",
    "diag": "`diag(dx)` has the entries of `dx` on its diagonal",
    "kron": "vec of `kron(X, Y)` is linear in each factor",
    "transpose": K_RULE,
    "summation": VEC_RULE + " in every term",
}
COLUMN_RULES = {"hadamard": "`u.*dx` = `diag(u)*dx`"}
PROJECTION = {
    "orthogonal": "`Q'*dQ` is skew-symmetric: times the projection on such `dQ`",
}


class Word:
    """A term c L dX R or c L dX' R."""

    __slots__ = ("front", "left", "right", "turned")

    def __init__(self, front: Sequence[Node], left: Sequence[Node], right: Sequence[Node], *, turned: bool) -> None:
        self.front = [f for f in front if f is not number(1)]
        self.left = left
        self.right = right
        self.turned = turned


def word_of(term: Node, moving: Symbol) -> Word | None:
    """The term as a word; None if dX stands inside something else."""
    there = (moving, transpose(moving))
    match term:
        case Symbol() | Apply() if term in there:
            return Word((), (), (), turned=term is not moving)
        case Product(coefficient=c, scalars=scalars, factors=factors):
            places = [i for i, f in enumerate(factors) if f in there]
            if len(places) == 1 and not any(moving in s.symbols for s in scalars):
                i = places[0]
                front = (number(c), *scalars)
                return Word(front, factors[:i], factors[i + 1 :], turned=factors[i] is not moving)
    return None


def vec_lines(
    context: Context, linear: Node, found: Derivative, left: Heading, terms: Sequence[Node] = ()
) -> list[Line]:
    """From df (in terms of the parts) to its Jacobian; `terms` are those of df in their order."""
    moving = context.directions[found.variable]
    linear = simplify(linear)
    terms = terms or (reading_order(linear) if isinstance(linear, Sum) else [linear])
    claim = vec(context.by(context.df, found.variable))
    column = linear.cols == 1 and moving.cols == 1
    lines = _columns(context, terms, moving, claim) if column else _kroneckers(context, terms, moving, claim)
    free = simplify(matrix_of(linear, moving))
    matrices = [factors_of(term)[:-1] for _, term in terms_of(lines[-1].right)]
    if all(matrices) and len(matrices) > 1:
        signs = [sign for sign, _ in terms_of(lines[-1].right)]
        bracket = total([(s, product(m)) for s, m in zip(signs, matrices, strict=True)])
        lines.append(
            Line(
                None,
                operation("multiply", bracket, _vec_of(moving)),
                prose(f"`{plain(_vec_of(moving))}` out of the bracket"),
                claim,
            )
        )
    if found.variable.kind in PROJECTIONS:
        answer = simplify(projected_jacobian(free, found.variable))
        lines.append(
            Line(left, expressed(answer), ["times the projection on the directions of its kind"], found.jacobian)
        )
    else:
        reason = () if alike(expressed(free), bracket_of(lines)) else ("simplified",)
        lines.append(Line(left, expressed(free), reason, found.jacobian))
    from matcalc_cli.explain.reading import put_back

    return unique([*lines, *put_back(context, lines[-1].right, found.jacobian)])


def bracket_of(lines: Sequence[Line]) -> Tree:
    """What stands before vec(dX) in the last line."""
    sign, tree = signed((1, lines[-1].right))
    factors = factors_of(tree)
    return total([(sign, product(factors[:-1]) if len(factors) > 1 else factors[0])])


def _vec_of(moving: Symbol) -> Tree:
    return name_of(moving) if moving.cols == 1 else call("vec", name_of(moving))


def _kroneckers(context: Context, terms: Sequence[Node], moving: Symbol, claim: Node) -> list[Line]:
    words = [word_of(term, moving) for term in terms]
    left = call("vec", context.df_name)
    start = total([_vec_term(t, w, moving) for t, w in zip(terms, words, strict=True)])
    gap = any(w is not None and not (w.left and w.right) for w in words)
    lines = [Line(left, start, prose("put an identity on the free side") if gap else ["vec of each term"], claim)]
    step = total([_kron_term(t, w, moving) for t, w in zip(terms, words, strict=True)])
    return [*lines, Line(None, step, _vec_reason(terms, words), claim)]


def _vec_term(term: Node, word: Word | None, moving: Symbol) -> Term:
    """vec(c L dX R), with I where L or R is missing."""
    if word is None:
        sign, tree = signed((1, expressed(term)))
        return sign, call("vec", tree)
    size = transpose(moving) if word.turned else moving
    left = [expressed(f) for f in word.left] or [_identity(size.rows)]
    right = [expressed(f) for f in word.right] or [_identity(size.cols)]
    middle = name_of(moving)
    middle_tree = operation("transpose", middle) if word.turned else middle
    front = [expressed(f) for f in word.front]
    sign, tree = signed((1, product([*front, *left, middle_tree, *right])))
    return sign, call("vec", tree)


def _identity(size: object) -> Tree:
    return call("I", size_tree(size))  # type: ignore[arg-type]


def _kron_term(term: Node, word: Word | None, moving: Symbol) -> Term:
    if word is None:
        return signed((1, product([expressed(matrix_of(term, moving)), _vec_of(moving)])))
    size = transpose(moving) if word.turned else moving
    left = multiply(*word.left) if word.left else identity(size.rows)
    right = multiply(*word.right) if word.right else identity(size.cols)
    kron = operation("kron", expressed(transpose(right)), expressed(left))
    turn = (
        [call("commutation", size_tree(moving.rows), size_tree(moving.cols))]
        if word.turned and 1 not in moving.shape
        else []
    )
    front = [expressed(f) for f in word.front]
    return signed((1, product([*front, kron, *turn, _vec_of(moving)])))


def _vec_reason(terms: Sequence[Node], words: Sequence[Word | None]) -> Prose:
    texts = [VEC_RULE] if any(words) else []
    texts += [K_RULE] if any(w is not None and w.turned for w in words) else []
    for term, word in zip(terms, words, strict=True):
        if word is None:
            texts.append(OTHER_RULES.get(_head(term), "vec of a linear map is its matrix times vec"))
    return prose(", ".join(dict.fromkeys(texts)))


def _head(term: Node) -> str:
    match term:
        case Apply(function=function):
            return function.name
        case Product(factors=factors):
            return next((_head(f) for f in factors if f.has_differential), "")
    return ""


def _columns(context: Context, terms: Sequence[Node], moving: Symbol, claim: Node) -> list[Line]:
    """df = J dx, of columns: no vec is needed."""
    step = total([signed((1, product([expressed(matrix_of(t, moving)), name_of(moving)]))) for t in terms])
    heads = [COLUMN_RULES[h] for t in terms if (h := _head(t)) in COLUMN_RULES]
    texts = list(dict.fromkeys(heads)) or [f"move `d{moving.differential_of}` to the end of every term"]
    before = total([term for t in terms for term in terms_of(expressed(t))])
    lines = [Line(context.df_name, before, (), claim)]
    return lines if same(before, step) else [*lines, Line(None, step, prose(", ".join(texts)), claim)]
