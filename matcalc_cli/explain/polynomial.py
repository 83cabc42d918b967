"""f(X + dX) multiplied out, keeping the order of the factors: a polynomial as a list of words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product as choices

from matcalc_cli.explain.parts import is_norm
from matcalc_cli.explain.trees import expressed, factors_of, name_of, product, quotient, same, signed
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number, postorder
from matcalc_cli.expr.operations import (
    DIAG,
    ELEMENTWISE_POWER,
    HADAMARD,
    KRON,
    POWER,
    SUM,
    TRACE,
    TRANSPOSE,
    VEC,
)
from matcalc_cli.language.tree import Literal, Operation, Tree
from matcalc_cli.render.writing.sums import reading_order
from matcalc_cli.render.writing.trees import call, operation

LINEAR = (TRACE, SUM, VEC, DIAG)
MOST_WORDS = 64
"""Longer expansions are no explanation."""


class Word:
    """A product of trees with a number in front, and how many of its factors are differentials."""

    __slots__ = ("coefficient", "degree", "factors", "operator")

    def __init__(self, coefficient: Number, factors: Sequence[Tree], degree: int, operator: str = "multiply") -> None:
        self.coefficient = coefficient
        self.factors = tuple(factors)
        self.degree = degree
        self.operator = operator

    @property
    def term(self) -> tuple[int, Tree]:
        """The word as a signed term, equal neighbours as powers."""
        front = self.coefficient.value
        above = product([expressed(number(front.numerator)), *factors_of(self.tree)])
        return signed((1, above if front.denominator == 1 else quotient(above, expressed(number(front.denominator)))))

    @property
    def tree(self) -> Tree:
        """The word without its number."""
        merged = merge(self.factors) if self.operator == "multiply" else list(self.factors)
        if self.operator == "multiply":
            return product(merged)
        tree = merged[0]
        for factor in merged[1:]:
            tree = operation(self.operator, tree, factor)
        return tree


def merge(factors: Sequence[Tree]) -> list[Tree]:
    """A A as A^2 and A^2 A as A^3."""
    merged: list[tuple[Tree, int]] = []
    for factor in factors:
        base, exponent = _base(factor)
        if merged and same(merged[-1][0], base):
            merged[-1] = (base, merged[-1][1] + exponent)
        else:
            merged.append((base, exponent))
    return [b if k == 1 else operation("power", b, Literal(k, 1, 0, 0)) for b, k in merged]


def _base(tree: Tree) -> tuple[Tree, int]:
    match tree:
        case Operation(operator="power", operands=(base, Literal(denominator=1, numerator=k))) if k > 0:
            return base, k
    return tree, 1


def words_of(root: Node, variable: Symbol, moving: Symbol) -> list[Word] | None:
    """The words of root(X + dX); None if it is no polynomial in X, or too long a one."""
    one = number(1)
    found: dict[Node, list[Word]] = {variable: [Word(one, [name_of(variable)], 0), Word(one, [name_of(moving)], 1)]}
    for node in postorder(root):
        if node in found:
            continue
        if variable not in node.symbols:
            found[node] = [Word(one, [expressed(node)], 0)]
            continue
        if is_norm(node):
            continue  # only its square is a polynomial
        words = _words(node, found)
        if words is None or len(words) > MOST_WORDS:
            return None
        found[node] = words
    return found.get(root)


def _words(node: Node, found: dict[Node, list[Word]]) -> list[Word] | None:
    match node:
        case Apply(function=function, args=(base, Number(value=2))) if function is ELEMENTWISE_POWER and is_norm(base):
            return _squared(found[base.children[0]], column=base.children[0].cols == 1)
        case _ if any(child not in found for child in node.children):
            return None
        case Sum():
            return [word for term in reading_order(node) for word in found[term]]
        case Product(coefficient=c, scalars=scalars, factors=factors):
            return _times(number(c), [*[_as_numbers(found[p]) for p in scalars], *[found[p] for p in factors]])
        case Apply(function=function, args=(base, Number(value=k))) if function in (POWER, ELEMENTWISE_POWER):
            is_power = function is POWER or base.is_scalar
            return _power(found[base], k) if is_power and isinstance(k, int) and 0 < k < 7 else None
        case Apply(function=function, args=args) if function in (HADAMARD, KRON):
            return _joined("hadamard" if function is HADAMARD else "kron", [found[a] for a in args])
        case Apply(function=function, args=(inner,)) if function is TRANSPOSE:
            return [Word(w.coefficient, [operation("transpose", w.tree)], w.degree) for w in found[inner]]
        case Apply(function=function, args=(inner,)) if function in LINEAR:
            return [Word(w.coefficient, [call(function.name, w.tree)], w.degree) for w in found[inner]]
    return None


def _as_numbers(words: list[Word]) -> list[Word]:
    """The words of a number, each in brackets: (x'x) x is not x' x^2."""
    return [Word(w.coefficient, [w.tree], w.degree) if len(w.factors) > 1 else w for w in words]


def _times(front: Number, lists: Sequence[list[Word]]) -> list[Word] | None:
    if _count(lists) > MOST_WORDS:
        return None
    return [_product(front, choice) for choice in choices(*lists)]


def _product(front: Number, words: Sequence[Word]) -> Word:
    value = front.value
    factors: list[Tree] = []
    for word in words:
        value = value * word.coefficient.value
        factors += word.factors if word.operator == "multiply" else [word.tree]
    return Word(number(value), factors, sum(w.degree for w in words))


def _count(lists: Sequence[list[Word]]) -> int:
    count = 1
    for words in lists:
        count *= len(words)
    return count


def _power(words: list[Word], k: int) -> list[Word] | None:
    """(A + dA)^k as (A + dA)^(k-1) A + (A + dA)^(k-1) dA; (A + dA)^2 is written from the left."""
    if len(words) ** k > MOST_WORDS:
        return None
    one = number(1)
    power = words if k == 1 else _times(one, [words, words])
    for _ in range(k - 2):
        assert power is not None
        power = [_product(one, (w, last)) for last in words for w in power]
    return power


def _squared(words: list[Word], *, column: bool) -> list[Word] | None:
    """||u||^2 = u'u, tr(U'U) of a matrix."""
    turned = [Word(w.coefficient, [operation("transpose", w.tree)], w.degree) for w in words]
    found = _times(number(1), [turned, words])
    if found is None or column:
        return found
    return [Word(w.coefficient, [call("tr", w.tree)], w.degree) for w in found]


def _joined(operator: str, lists: Sequence[list[Word]]) -> list[Word] | None:
    if _count(lists) > MOST_WORDS:
        return None
    words: list[Word] = []
    for choice in choices(*lists):
        value = number(1).value
        for word in choice:
            value = value * word.coefficient.value
        words.append(Word(number(value), [w.tree for w in choice], sum(w.degree for w in choice), operator))
    return words
