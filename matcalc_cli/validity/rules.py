"""Simpler conditions for a condition on an expression, by predicate: products taken apart, norms and determinants looked into."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from matcalc_cli.expr.build import add, apply, is_zero, multiply
from matcalc_cli.expr.function import Function
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number
from matcalc_cli.expr.normal_forms.coefficients import content_of, scale, split
from matcalc_cli.expr.normal_forms.powers import is_integer
from matcalc_cli.expr.normal_forms.roots import without_positive_factors
from matcalc_cli.expr.operations import DIAG, ELEMENTWISE_POWER, HADAMARD, KRON, SUM, VEC
from matcalc_cli.kinds import KINDS
from matcalc_cli.validity.condition import Condition, pair
from matcalc_cli.validity.constants import sign as sign_of
from matcalc_cli.validity.records import of_what_rises, said, undoes
from matcalc_cli.validity.shifted import (
    constant_rank,
    each,
    full_rank,
    of_products,
    of_singular_values,
    simple,
    simple_eigenvalues,
)
from matcalc_cli.validity.signs import (
    beyond,
    has_positive_spectrum,
    is_count,
    is_definite,
    is_not_negative,
    is_positive,
    is_semidefinite,
    is_square_of_last,
)
from matcalc_cli.validity.squares import between_ends, cleared, modulus_apart, not_outside, root_of_difference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OF_ENTRIES = "the entries of {0} are not 0"  # of a function: where those of its argument are not
INTEGER = "{0} is an integer"
"""The condition on the exponent of a power of a negative number."""
Found = list[Condition] | None
"""The conditions that a condition comes to, none if it always holds; None for a condition that stays as it is."""


def either_sign(node: Node) -> Node:
    """The one of X and -X that conditions are about that hold for both or for none."""
    return content_of(node)[1] if isinstance(node, Sum) else node


def signed_factors(node: Node) -> tuple[int, list[Node]]:
    """The sign of a product and its factors without a number; a word of matrices is one factor, an outer product two."""
    match node:
        case Product(coefficient=c, scalars=scalars, factors=word):
            return (-1 if c < 0 else 1), [*scalars, *_outer(word)]
        case Apply(function=function, args=args) if function is HADAMARD:
            return 1, [*args]
    return 1, [node]


def _outer(word: Sequence[Node]) -> list[Node]:
    """A word of matrices as the columns and rows that it is the outer product of: A*x and y' of A*x*y'."""
    ends = [i for i, factor in enumerate(word, 1) if factor.cols == 1 or i == len(word)]
    return [multiply(*word[begin:end]) for begin, end in pairwise([0, *ends])]


def _again(sign: int, factors: list[Node], like: Node) -> Node:
    """The product of factors as those of `like` were one."""
    if isinstance(like, Apply):
        return apply(HADAMARD, tuple(factors)) if len(factors) > 1 else factors[0]
    return multiply(number(sign), *factors)


def _positive(node: Node) -> Found:
    if is_positive(node):
        return []
    within, clear = root_of_difference(node), cleared(node)
    if within is not None:
        return each("between", [within])
    if clear is not None:
        return each("positive", [clear])
    sign, factors = signed_factors(node)
    unknown = [f for f in factors if not is_not_negative(f)]
    known = [f for f in factors if is_not_negative(f) and not is_positive(f)]
    if known and (unknown or sign > 0):
        rest = [Condition("positive", _again(sign, unknown, node))] if unknown else []
        return [*each("no zeros", known), *rest]
    kept = [_of_one_sign(f) for f in (*unknown, *known)]
    if _again(sign, kept, node) is not node:
        return [Condition("positive", _again(sign, kept, node))]
    match node:
        case Apply(function=function, args=(base, Number(value=p))) if function is ELEMENTWISE_POWER:
            return each("no zeros" if p % 2 == 0 else "positive", [base])
        case _ if is_not_negative(node):
            return each("no zeros", [node])
    return of_what_rises("positive", node)


def _of_one_sign(factor: Node) -> Node:
    """The base of a negative odd power, which has the sign of the power; any other factor itself."""
    match factor:
        case Apply(function=function, args=(base, Number(value=int() as p))) if (
            function is ELEMENTWISE_POWER and p < 0 and p % 2
        ):
            return base
    return factor


def _not_negative(node: Node) -> Found:
    if is_not_negative(node) or cleared(node) is not None:
        return []
    within = root_of_difference(node)
    if within is not None:
        return each("not outside", [within])
    sign, factors = signed_factors(node)
    found = [_of_one_sign(f) for f in factors if not is_positive(f)]
    below = [f for f in found if f not in factors]
    if below:
        return [Condition("not negative", _again(sign, found, node)), *each("no zeros", below)]
    kept = [f for f in factors if not is_positive(f)]
    if kept and _again(sign, kept, node) is not node:
        return [Condition("not negative", _again(sign, kept, node))]
    match node:
        case Apply(function=function, args=(base, Number())) if function is ELEMENTWISE_POWER:
            return each("not negative", [base])
    return of_what_rises("not negative", node)


def _no_zeros(node: Node) -> Found:
    if is_positive(node) or is_positive(scale(-1, node)):
        return []
    if (factors := signed_factors(node)[1]) != [node]:
        return each("no zeros", factors)
    match node:
        case Sum():
            other = either_sign(node)
            rest = cleared(other)
            apart = modulus_apart(node) if rest is None else [rest]
            if not apart and other is node:  # what rises is as large at a single place
                return of_what_rises("no zeros", node)
            return each("no zeros", apart or [other])
        case Product(factors=word) if node.is_scalar and is_square_of_last(word):
            return each("not zero", word[-1:])
        case Apply(function=function, args=(inner, *_)):
            if function is ELEMENTWISE_POWER:
                return each("no zeros", [inner])
            if function is KRON:
                return each("no zeros", node.args)
            if function is DIAG and isinstance(inner, Symbol) and KINDS[inner.kind].triangles:
                return each("invertible", [inner])
            if function is SUM and is_not_negative(inner):
                return each("not zero", [inner])
            if undoes(function, inner):
                return each("no zeros", inner.children)
            if (where := beyond(function, inner)) is not None:
                return [*said(where, inner.children)]
            return [*said(function.nonzero, (inner,))] if function.nonzero else None
    return None


def _not_zero(node: Node) -> Found:
    if node.is_scalar:
        return each("no zeros", [node])
    match node:
        case Symbol(kind=kind) if KINDS[kind].definite or KINDS[kind].orthonormal:
            return []
        case Product(scalars=scalars, factors=word):
            parts = _outer(word)
            return None if parts == [node] else [*each("no zeros", scalars), *each("not zero", parts)]
        case Sum():
            other = either_sign(node)
            return None if other is node else each("not zero", [other])
        case Apply(function=function, args=(inner,)) if function in (VEC, DIAG):
            return each("not zero", [inner])
        case Apply(function=function, args=(base, _)) if function is ELEMENTWISE_POWER:
            return each("not zero", [base])
        case Apply(function=function, args=(inner,)) if function.nonzero == OF_ENTRIES:
            return each("not zero", [inner])
    return None


def _invertible(node: Node) -> Found:
    if node.is_scalar:
        return each("no zeros", [node])
    if is_definite(node) or (isinstance(node, Symbol) and KINDS[node.kind].orthonormal):
        return []
    match node:
        case Product(scalars=scalars, factors=factors):
            square = all(f.rows == f.cols for f in factors)
            parts = [*factors] if square else [multiply(*factors)]
            return None if parts == [node] else [*each("no zeros", scalars), *each("invertible", parts)]
        case Sum(terms=terms) if all(map(has_positive_spectrum, terms)):
            return []
        case Sum():
            other = either_sign(node)
            shifted = of_products(node)
            return [shifted] if shifted else None if other is node else each("invertible", [other])
        case Apply(function=function, args=args):
            return _invertible_value(function, args)
    return None


def _invertible_value(function: Function, args: tuple[Node, ...]) -> Found:
    if function is DIAG:
        return each("no zeros", args)
    match function.invertible:
        case "always":
            return []
        case "the first argument":
            return each("invertible", args[:1])
        case "all arguments" if all(a.rows == a.cols for a in args):
            return each("invertible", args)
    return None


def _of_a_definite(predicate: str, node: Node) -> Found:
    if node.is_scalar:
        return each("positive", [node])
    return [] if is_definite(node) else _without_positive(predicate, node)


def _rooted(node: Node) -> Found:
    """A semidefinite matrix has a root, and a multiple of it by a number that is not negative."""
    if node.is_scalar:
        return each("not negative", [node])
    if is_semidefinite(node):
        return []
    if isinstance(node, Product) and node.scalars and node.factors and is_semidefinite(multiply(*node.factors)):
        return each("not negative", [multiply(number(node.coefficient), *node.scalars)])
    return _without_positive("rooted", node)


def _without_positive(predicate: str, node: Node) -> Found:
    if isinstance(node, Product) and node.scalars and node.factors and is_definite(multiply(*node.factors)):
        return each("positive", [multiply(number(node.coefficient), *node.scalars)])
    sign, factors = signed_factors(node)
    kept = [f for f in factors if not (f.is_scalar and is_positive(f))]
    other = multiply(number(sign), *kept) if isinstance(node, Product) else node
    return None if other is node else [Condition(predicate, other)]


def _real_power(node: Node) -> Found:
    base, exponent = node.children
    if isinstance(base, Number) and base.value < 0:
        return each(INTEGER, [exponent])
    outside, rest = without_positive_factors(base)
    if outside:
        return each("real power", [pair(rest, exponent)])
    if isinstance(exponent, Sum) and (whole := [t for t in exponent.terms if is_integer(t)]):
        rest = add(*[t for t in exponent.terms if t not in whole])
        return each("real power", [pair(base, rest)])
    if (content_of(exponent) if isinstance(exponent, Sum) else split(exponent))[0] < 0:  # -beta is one where beta is
        return each("real power", [pair(base, scale(-1, exponent))])
    return [] if is_positive(base) or (is_count(exponent) and is_not_negative(base)) else None


def _off_the_cut(node: Node) -> Found:
    above, along = node.children
    known = 0 if is_zero(above) else sign_of(above) if not above.symbols else None
    if is_not_negative(scale(-1, along)):
        return each("no zeros", [above])
    if known or any(map(is_positive, (along, above, scale(-1, above)))):
        return []
    return None if known is None else each("positive", [along])


RULES: dict[str, Callable[[Node], Found]] = {
    "positive": _positive, "not negative": _not_negative, "no zeros": _no_zeros, "not zero": _not_zero,
    "real power": _real_power, "off the cut": _off_the_cut, "between": between_ends, "not outside": not_outside, "invertible": _invertible, "positive stable": partial(_of_a_definite, "positive stable"), "rooted": _rooted,
    "definite": partial(_of_a_definite, "definite"), "full rank": full_rank, "constant rank": constant_rank, "simple": simple_eigenvalues,
    "simple largest": simple("simple largest"), "simple smallest": simple("simple smallest"), "simple singular": of_singular_values("simple singular"),
    "simple largest singular": of_singular_values("simple largest singular"), "off the poles": lambda node: [] if is_positive(node) else None,
    **dict.fromkeys(("independent columns", "independent rows"), lambda a: each("invertible", [a]) if a.rows == a.cols else None),
}  # fmt: skip
"""By predicate, of an expression with names that is no transpose."""
