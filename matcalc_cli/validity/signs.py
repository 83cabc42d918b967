"""The sign of an expression whatever its names stand for: positive, not negative, positive definite."""

from __future__ import annotations

from functools import lru_cache

from matcalc_cli.expr.build import ONE, add, apply, is_identity, is_ones, transpose
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol
from matcalc_cli.expr.normal_forms.coefficients import coefficient_of, split
from matcalc_cli.expr.normal_forms.roots import is_surely_positive
from matcalc_cli.expr.operations import (
    ATMOST,
    DIAG,
    ELEMENTWISE_POWER,
    HADAMARD,
    KRON,
    POWER,
    PRODUCTION,
    SUM,
    TRACE,
    TRANSPOSE,
)
from matcalc_cli.functions.factorizations import CHOL
from matcalc_cli.kinds import KINDS
from matcalc_cli.validity.intervals import NOT_NEGATIVE, POSITIVE, ends_of, interval

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr.function import Function

WHERE = "positive where "
DEEPEST = 12
"""So many operations deep a sign is looked for."""
OF_ENTRIES = (HADAMARD, KRON, TRANSPOSE, SUM)
"""Operations whose value has the sign that all the entries of all their arguments have."""


@lru_cache(maxsize=4096)
def is_positive(node: Node, depth: int = DEEPEST) -> bool:
    """Whether every entry is > 0."""
    if is_surely_positive(node) or is_ones(node):
        return True
    if not depth:
        return False
    match node:
        case Sum(terms=terms):
            signs = all(is_not_negative(t, depth - 1) for t in terms) and any(is_positive(t, depth - 1) for t in terms)
            return signs or interval(node, _sign, depth).is_positive
        case Product(coefficient=c, scalars=scalars, factors=factors):
            return c > 0 and all(is_positive(part, depth - 1) for part in (*scalars, *factors))
        case Apply(function=function, args=(base, exponent)) if function is ELEMENTWISE_POWER:
            below = isinstance(exponent, Number) and exponent.value < 0  # where it has a value, its base is not 0
            return is_positive(base, depth - 1) or (
                below and (_is_even_or_broken(exponent) or is_not_negative(base, depth - 1))
            )
        case Apply(function=function, args=(_, low, high, *_, body)) if function.binds:
            some = function is PRODUCTION or apply(ATMOST, (low, high)) is ONE
            return some and is_positive(body, depth - 1)
        case Apply(function=function, args=args) if function in OF_ENTRIES:
            return all(is_positive(a, depth - 1) for a in args)
        case Apply(function=function, args=(inner,)) if function is DIAG and inner.cols != 1:
            return is_definite(inner, depth - 1) or (isinstance(inner, Apply) and inner.function is CHOL)
        case Apply(function=function, args=(inner, *_)):
            return _has_sign_of(function, inner, depth)
    return False


def _has_sign_of(function: Function, inner: Node, depth: int) -> bool:
    """Whether a function is positive by the sign that its record says of it: "positive where 0 < {0} < 3.14"."""
    sign = function.sign
    if (where := beyond(function, inner)) is not None:
        return not where
    if sign.startswith(WHERE):
        return interval(inner, _sign, depth - 1).is_within(*ends_of(sign.removeprefix(WHERE)))
    return sign == "positive" or (sign == "of a definite argument" and is_definite(inner, depth - 1))


def beyond(function: Function, inner: Node) -> str | None:
    """Where a function that is not negative of an expression is not 0, as a record says of cos of arcsin; None of others."""
    return inner.function.beyond.get(function.name) if isinstance(inner, Apply) else None


def _sign(node: Node, depth: int) -> str:
    return POSITIVE if is_positive(node, depth) else NOT_NEGATIVE if is_not_negative(node, depth) else ""


@lru_cache(maxsize=4096)
def is_not_negative(node: Node, depth: int = DEEPEST) -> bool:
    """Whether no entry is < 0 where there is a value."""
    if is_positive(node, depth) or not depth:
        return is_positive(node, depth)
    match node:
        case Number(value=value):
            return value >= 0
        case Sum(terms=terms):
            return all(is_not_negative(t, depth - 1) for t in terms) or interval(node, _sign, depth).low[0] >= 0
        case Product(coefficient=c, scalars=scalars, factors=factors):
            form = len(factors) > 1 and node.is_scalar and is_form(factors, depth - 1)
            parts = scalars if form else (*scalars, *factors)
            return c > 0 and all(is_not_negative(part, depth - 1) for part in parts)
        case Apply(function=function, args=(base, exponent)) if function is ELEMENTWISE_POWER:
            return _is_even_or_broken(exponent) or is_not_negative(base, depth - 1)
        case Apply(function=function, args=(_, low, high, *_, body)) if function.binds:
            none_or_some = function is PRODUCTION or apply(ATMOST, (low, add(high, ONE))) is ONE
            return none_or_some and is_not_negative(body, depth - 1)
        case Apply(function=function, args=args) if function in OF_ENTRIES:
            return all(is_not_negative(a, depth - 1) for a in args)
        case Apply(function=function, args=(inner, *_)):
            known = function.sign == "not negative" or beyond(function, inner) is not None
            return known or (function is TRACE and is_semidefinite(inner, depth - 1))
    return False


def _is_even_or_broken(exponent: Node) -> bool:
    return isinstance(exponent, Number) and (exponent.value.denominator != 1 or exponent.value % 2 == 0)


def is_definite(node: Node, depth: int = DEEPEST) -> bool:
    """Whether a square matrix is positive definite where it exists."""
    if node.is_scalar:
        return is_positive(node, depth)
    if is_identity(node) or (isinstance(node, Symbol) and KINDS[node.kind].definite):
        return True
    if not depth:
        return False
    match node:
        case Sum(terms=terms):
            return all(is_semidefinite(t, depth - 1) for t in terms) and any(is_definite(t, depth - 1) for t in terms)
        case Product(coefficient=c, scalars=scalars, factors=(only,)):
            return c > 0 and all(is_positive(s, depth - 1) for s in scalars) and is_definite(only, depth - 1)
        case Apply(function=function, args=args) if function is KRON:
            return all(is_definite(a, depth - 1) for a in args)
        case Apply(function=function, args=(inner, *_)):
            if function is DIAG:
                return inner.cols == 1 and is_positive(inner, depth - 1)
            if function.definite == "a symmetric argument":
                return transpose(inner) is inner
            return function.definite == "a definite argument" and is_definite(inner, depth - 1)
    return False


def is_semidefinite(node: Node, depth: int = DEEPEST) -> bool:
    """Whether a square matrix is positive semidefinite where it exists."""
    if is_definite(node, depth):
        return True
    match node:
        case Sum(terms=terms) if depth:
            return all(is_semidefinite(t, depth - 1) for t in terms)
        case Product(coefficient=c, scalars=scalars, factors=factors) if depth:
            signs = coefficient_of(node) > 0 and all(is_not_negative(s, depth - 1) for s in scalars)
            return c > 0 and signs and is_form(factors, depth - 1)
        case Apply(function=function, args=args) if function is KRON and depth:
            return all(is_semidefinite(a, depth - 1) for a in args)
        case Apply(function=function, args=(inner, Number(value=k))) if function is POWER:
            return k % 2 == 0 and transpose(inner) is inner
    return False


def is_form(factors: tuple[Node, ...], depth: int = DEEPEST) -> bool:
    """Whether a product is F' M F with M semidefinite, or F' F."""
    half = len(factors) // 2
    if any(transpose(one) is not other for one, other in zip(factors[:half], factors[::-1], strict=False)):
        return False
    return len(factors) % 2 == 0 or is_semidefinite(factors[half], depth)


def is_square_of_last(word: tuple[Node, ...]) -> bool:
    """x'*x, or x'*S*x with S positive definite."""
    return is_form(word) and (len(word) == 2 or (len(word) == 3 and is_definite(word[1])))


def has_positive_spectrum(node: Node) -> bool:
    """Whether all eigenvalues have positive real parts, as a principal root and its Kronecker products with I have."""
    match node:
        case Apply(function=function, args=args) if function in (KRON, TRANSPOSE):
            return all(map(has_positive_spectrum, args)) and sum(not is_definite(a) for a in args) <= 1
        case Apply(function=function) if function.name == "sqrtm":
            return True
    return is_definite(node)


def is_count(exponent: Node) -> bool:
    """Whether an exponent is made of sizes alone and is not negative, n^2 or (n + n^2)/2."""
    terms = exponent.terms if isinstance(exponent, Sum) else (exponent,)
    return not exponent.symbols and not isinstance(exponent, Number) and all(split(t)[0] > 0 for t in terms)
