"""The Jacobian step by step: identities put in, vec of each term, vec(L dX R) = (R' kron L) vec(dX), the sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matcalc_cli.answers.answer import Derivative
from matcalc_cli.answers.derivation import Heading, Line, Prose
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
from matcalc_cli.explain.words.written_out import put_back
from matcalc_cli.expr.build import ONE, multiply, transpose
from matcalc_cli.expr.function import NOTHING
from matcalc_cli.expr.node import Apply, Node, Product, Sum, Symbol, number
from matcalc_cli.expr.shapes.dimensions import product_of
from matcalc_cli.expr.vectorized import vec
from matcalc_cli.kinds import KINDS
from matcalc_cli.language.tree import Call, Literal, Tree
from matcalc_cli.readings.jacobian import Path, matrix_of, path_of
from matcalc_cli.readings.structure import projected_jacobian
from matcalc_cli.render.formats.text import plain
from matcalc_cli.render.writing.sizes import size_tree
from matcalc_cli.render.writing.sums import reading_order
from matcalc_cli.render.writing.trees import call, operation
from matcalc_cli.simplify import simplify

VEC_RULE = "`vec(L*dX*R)` = `kron(R', L)*vec(dX)`"
ROW_RULE = "`vec(dx')` = `dx`"
LINEAR_RULE = "vec of a linear map is its matrix times vec"


class Word:
    """A term c L dX R or c L dX' R; `path` has its matrix, of which `inner` is what belongs to dX or dX'."""

    __slots__ = ("front", "inner", "left", "path", "right", "turned")

    def __init__(self, path: Path, inner: Path, moving: Symbol) -> None:
        self.path = path
        self.inner = inner
        self.turned = inner.node is not moving
        self.front: Sequence[Node] = ()
        self.left: Sequence[Node] = ()
        self.right: Sequence[Node] = ()
        match path.node:
            case Product(coefficient=c, scalars=scalars, factors=factors):
                place = factors.index(inner.node)
                self.front = [f for f in (number(c), *scalars) if f is not ONE]
                self.left, self.right = factors[:place], factors[place + 1 :]

    def is_open(self, moving: Symbol) -> bool:
        """Whether one of the two sides of dX is free, and not both, and an identity there is more than the number 1."""
        rows, cols = transpose(moving).shape if self.turned else moving.shape
        return bool(self.left) != bool(self.right) and (rows if self.right else cols) != 1


def word_of(path: Path, moving: Symbol) -> Word | None:
    """The term as a word; None if dX stands inside something else."""
    inner = path.rest if path.sides else path
    return Word(path, inner, moving) if inner is not None and inner.node in (moving, transpose(moving)) else None


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
    lines += _bracketed(context, lines[-1].right, moving, claim)
    free = simplify(matrix_of(linear, moving))
    read = bracket_of(lines)
    if KINDS[found.variable.kind].is_structured:
        answer = simplify(projected_jacobian(free, found.variable))
        reason = prose(KINDS[found.variable.kind].reasons.format(found.variable.name))
        lines.append(Line(left, expressed(answer), reason, found.jacobian))
    else:
        where = f"what stands before `{plain(_vec_of(moving))}`"
        reason = prose(where if is_number(read) or alike(expressed(free), read) else f"{where}, simplified")
        lines.append(Line(left, expressed(free), reason, found.jacobian))
    return unique([*lines, *put_back(context, lines[-1].right, found.jacobian)])


def _bracketed(context: Context, tree: Tree, moving: Symbol, claim: Node) -> list[Line]:
    """J vec(dX) with one bracket J, of a sum of such terms; an identity where a term is a multiple of vec(dX)."""
    terms = terms_of(tree)
    if len(terms) < 2:
        return []
    matrices = [(sign, _matrix(context, factors_of(term)[:-1], moving)) for sign, term in terms]
    bracket = operation("multiply", total(matrices), _vec_of(moving))
    return [Line(None, bracket, prose(f"`{plain(_vec_of(moving))}` out of the bracket"), claim)]


def _matrix(context: Context, factors: Sequence[Tree], moving: Symbol) -> Tree:
    """The factors before vec(dX) as a matrix."""
    size = product_of(moving.rows, moving.cols)
    if size != 1 and (not factors or context.shape_of(product(factors)) == (1, 1)):
        factors = [*factors, call("I", size_tree(size))]
    return product(factors)


def bracket_of(lines: Sequence[Line]) -> Tree:
    """The factor before vec(dX) in the last line."""
    sign, tree = signed((1, lines[-1].right))
    factors = factors_of(tree)
    return total([(sign, product(factors[:-1]) if len(factors) > 1 else factors[0])])


def is_number(tree: Tree) -> bool:
    """True of 2 and of vec(dX) itself: what stands before vec(dX) is a multiple of the identity."""
    return isinstance(tree, Literal) or (isinstance(tree, Call) and tree.function == "vec")


def _vec_of(moving: Symbol) -> Tree:
    return name_of(moving) if moving.cols == 1 else call("vec", name_of(moving))


def _kroneckers(context: Context, terms: Sequence[Node], moving: Symbol, claim: Node) -> list[Line]:
    """df with an identity on every free side, vec of each term, and the rule for it."""
    paths = [path_of(term, moving) for term in terms]
    words = [word_of(path, moving) for path in paths]
    pairs = list(zip(terms, words, strict=True))
    lines: list[Line] = []
    if any(word is not None and word.is_open(moving) for word in words):
        several = len(context.variables) > 1
        filled = total([_filled(term, word, moving) for term, word in pairs])
        df = context.by(context.df, context.variable_of(moving))
        reason = prose("put an identity on the free side")
        lines.append(Line(context.df_name if several else None, filled, reason, df))
    left = call("vec", context.df_name)
    why = "vec of both sides, term by term" if len(terms) > 1 else "vec of both sides"
    lines.append(Line(left, total([_vec_term(t, w, moving) for t, w in pairs]), [why], claim))
    matrices = total([_kron_term(path, word, moving) for path, word in zip(paths, words, strict=True)])
    return [*lines, Line(None, matrices, _vec_reason(paths, words, moving), claim)]


def _filled(term: Node, word: Word | None, moving: Symbol) -> Term:
    """c L dX R, with I where one of L and R is missing."""
    if word is None:
        return signed((1, expressed(term)))
    return signed((1, product([*map(expressed, word.front), *_sides(word, moving)])))


def _sides(word: Word, moving: Symbol) -> list[Tree]:
    """L, dX and R."""
    size = transpose(moving) if word.turned else moving
    middle = operation("transpose", name_of(moving)) if word.turned else name_of(moving)
    if not word.is_open(moving):
        return [*map(expressed, word.left), middle, *map(expressed, word.right)]
    left = [expressed(f) for f in word.left] or [_identity(size.rows)]
    right = [expressed(f) for f in word.right] or [_identity(size.cols)]
    return [*left, middle, *right]


def _vec_term(term: Node, word: Word | None, moving: Symbol) -> Term:
    """c vec(L dX R)."""
    if word is not None:
        return signed((1, product([*map(expressed, word.front), call("vec", product(_sides(word, moving)))])))
    front, rest = _constants_out(term, moving)
    return signed((1, product([*map(expressed, front), call("vec", expressed(rest))])))


def _constants_out(term: Node, moving: Symbol) -> tuple[list[Node], Node]:
    """The numbers in front that do not move, and what is left."""
    if not isinstance(term, Product):
        return [], term
    front = multiply(number(term.coefficient), *[s for s in term.scalars if moving not in s.symbols])
    rest = multiply(*[s for s in term.scalars if moving in s.symbols], *term.factors)
    return ([] if front is ONE else [front]), rest


def _identity(size: object) -> Tree:
    return call("I", size_tree(size))  # type: ignore[arg-type]


def _kron_term(path: Path, word: Word | None, moving: Symbol) -> Term:
    """The matrices of a term times vec(dX)."""
    if word is None:
        return signed((1, product([expressed(path.value), _vec_of(moving)])))
    turn = [expressed(word.inner.matrix)] if word.turned and 1 not in moving.shape else []
    front = [expressed(f) for f in word.front]
    return signed((1, product([*front, *_sides_as_matrix(word), *turn, _vec_of(moving)])))


def _sides_as_matrix(word: Word) -> list[Tree]:
    """R' kron L; nothing if both are missing, and no kron with the number 1."""
    if word.path.sides is None or not (word.left or word.right):
        return []
    left, right = word.path.sides
    if left is ONE:
        return [expressed(transpose(right))]
    return [expressed(left)] if right is ONE else [operation("kron", expressed(transpose(right)), expressed(left))]


def _vec_reason(paths: Sequence[Path], words: Sequence[Word | None], moving: Symbol) -> Prose:
    there = [word for word in words if word is not None]
    texts = [VEC_RULE] if any(w.left or w.right for w in there) else []
    texts += [ROW_RULE if 1 in moving.shape else _moved(w.inner)["vec"] for w in there if w.turned]
    for path, word in zip(paths, words, strict=True):
        if word is None:
            texts.append(_moved(path).get("vec", LINEAR_RULE))
    return prose(", ".join(dict.fromkeys(texts)))


def _moved(path: Path) -> Mapping[str, str]:
    """How a differential is brought out of the outermost function of a term."""
    return next((p.node.function.moved for p in path if isinstance(p.node, Apply)), NOTHING)


def _columns(context: Context, terms: Sequence[Node], moving: Symbol, claim: Node) -> list[Line]:
    """df = J dx, of columns: no vec is needed."""
    paths = [path_of(term, moving) for term in terms]
    step = total([signed((1, product([expressed(simplify(path.value)), name_of(moving)]))) for path in paths])
    rules = [rule for path in paths if (rule := _moved(path).get("column"))]
    texts = list(dict.fromkeys(rules)) or [f"move `d{moving.differential_of}` to the end of every term"]
    before = total([term for t in terms for term in terms_of(expressed(t))])
    lines = [Line(context.df_name if len(context.variables) > 1 else None, before, ["simplified"], claim)]
    return lines if same(before, step) else [*lines, Line(None, step, prose(", ".join(texts)), claim)]
