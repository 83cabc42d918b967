"""Powers in normal form: of a square matrix, and of entries."""

from __future__ import annotations

from matcalc_cli.expr.build import (
    ONE,
    apply,
    bare,
    identity,
    is_identity,
    is_ones,
    is_zero,
    multiply,
    normal_form,
    ones,
    transpose,
    upright,
)
from matcalc_cli.expr.constants import cells_of, is_relation
from matcalc_cli.expr.node import Apply, Node, Number, Product, Sum, Symbol, number
from matcalc_cli.expr.normal_forms.coefficients import content_of, negated
from matcalc_cli.expr.normal_forms.elementwise import factors_of
from matcalc_cli.expr.normal_forms.join import LARGEST_MERGED
from matcalc_cli.expr.number import exact_power, rational_power
from matcalc_cli.expr.operations import (
    COMMUTATION,
    DIAG,
    ELEMENTWISE_POWER,
    HADAMARD,
    KRON,
    POWER,
    RELATIONS,
    SIZE,
    TRANSPOSE,
)
from matcalc_cli.kinds import KINDS
from matcalc_cli.later import Later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from matcalc_cli.expr import sign
    from matcalc_cli.expr.normal_forms import grid_powers, roots
else:
    sign = Later("matcalc_cli.expr.sign")
    roots = Later("matcalc_cli.expr.normal_forms.roots")
    grid_powers = Later("matcalc_cli.expr.normal_forms.grid_powers")


def is_integer(node: Node) -> bool:
    """True of an integer number."""
    return isinstance(node, Number) and isinstance(node.value, int)


def _is_even(node: Node) -> bool:
    """True of 2*k for an integer k."""
    match node:
        case Product(coefficient=int(c), scalars=scalars):
            return c % 2 == 0 and all(map(is_whole, scalars))
    return False


@normal_form(POWER)
def matrix_power(args: tuple[Node, ...]) -> Node:
    """A^k; of a scalar the elementwise power."""
    base, exponent = args
    if base.is_scalar:
        return apply(ELEMENTWISE_POWER, args)
    if exponent is ONE:
        return base
    if is_identity(base) or (isinstance(exponent, Number) and exponent.value == 0):
        return identity(base.rows)
    base, turned = _upright(base)
    power = _power_of(base, exponent)
    return transpose(power) if turned else power


def _upright(base: Node) -> tuple[Node, bool]:
    """The base without a transpose; a skew sum stays, whose transpose is only its negative."""
    if isinstance(base, Sum) and transpose(base) is negated(base):
        return base, False
    base, turned = upright(base)
    if isinstance(base, Apply) and base.function is TRANSPOSE:
        return base.args[0], not turned
    return base, turned


def _power_of(base: Node, exponent: Node) -> Node:
    if is_zero(base) and isinstance(exponent, Number) and exponent.value > 0:
        return base
    match base:
        case Product(coefficient=c, scalars=scalars, factors=factors) if c != 1 or scalars:
            front = [apply(ELEMENTWISE_POWER, (s, exponent)) for s in (number(c), *scalars)]
            return multiply(*front, apply(POWER, (multiply(*factors), exponent)))
        case Product(factors=factors) if _negative(exponent) and all(f.rows == f.cols for f in factors):
            inverses = [apply(POWER, (f, number(-1))) for f in reversed(factors)]
            return apply(POWER, (multiply(*inverses), number(-exponent.value)))  # type: ignore[attr-defined]
        case Sum() if is_integer(exponent):
            content, primitive = content_of(base)
            outside = number(exact_power(content, exponent.value))  # type: ignore[attr-defined]
            return multiply(outside, bare(POWER, (primitive, exponent)))
        case Apply(function=function, args=inner):
            return _power_of_function(function.name, base, inner, exponent)
    return bare(POWER, (base, exponent))


def _negative(exponent: Node) -> bool:
    return isinstance(exponent, Number) and exponent.value < 0


def _power_of_function(name: str, base: Apply, inner: tuple[Node, ...], exponent: Node) -> Node:
    if name == "power" and _may_merge_powers(inner[1], exponent):
        return apply(POWER, (inner[0], multiply(inner[1], exponent)))
    if (blocks := _power_of_blocks(base, exponent)) is not None:
        return blocks
    if name == "diag":
        return apply(DIAG, (apply(ELEMENTWISE_POWER, (inner[0], exponent)),))
    if name == "kron" and all(a.rows == a.cols for a in inner):
        return apply(KRON, tuple([apply(POWER, (a, exponent)) for a in inner]))
    if name == "commutation" and exponent == number(-1):
        return bare(COMMUTATION, (), base.sizes[::-1])
    if name == "commutation" and is_integer(exponent) and base.sizes[0] == base.sizes[1]:  # K(n,n)^2 = I
        return base if exponent.value % 2 else identity(base.rows)  # type: ignore[attr-defined]
    return bare(POWER, (base, exponent))


def _power_of_blocks(base: Node, exponent: Node) -> Node | None:
    """blkdiag(A, B)^k and inv([A, B; 0, D]) by their blocks."""
    cells = cells_of(base)
    if cells is None or not (exponent == number(-1) or grid_powers.is_block_diagonal(cells)):
        return None
    return grid_powers.inverted(cells, lambda cell: apply(POWER, (cell, exponent)))


def _may_merge_powers(inner: Node, outer: Node) -> bool:
    """(A^j)^k = A^(jk), unless that makes a large power of small ones."""
    if not (isinstance(inner, Number) and isinstance(outer, Number)):
        return True
    j, k = abs(int(inner.value)), abs(int(outer.value))
    return j * k <= LARGEST_MERGED or min(j, k) == 1


@normal_form(ELEMENTWISE_POWER)
def elementwise_power(args: tuple[Node, ...]) -> Node:
    """x.^p of any shape; p is a scalar."""
    base, exponent = args
    if exponent is ONE:
        return base
    if is_ones(base) or base is ONE or (isinstance(exponent, Number) and exponent.value == 0):
        return ones(*base.shape)
    base, turned = _upright(base)
    power = _entries(base, exponent)
    return transpose(power) if turned else power


def _entries(base: Node, exponent: Node) -> Node:
    match base:
        case Number(value=v) if (
            isinstance(exponent, Number) and (power := rational_power(v, exponent.value)) is not None
        ):
            return number(power)
        case Number(value=-1) if _is_even(exponent):
            return ONE
        case Number(value=v) if v > 0 and isinstance(exponent, Number):
            return roots.root_of_number(v, exponent.value)
        case Product(coefficient=c, scalars=scalars, factors=factors) if is_integer(exponent) and (
            c != 1 or scalars or not factors
        ):
            word = multiply(*factors) if factors else ONE
            parts = (number(c), *scalars, word)
            return multiply(*[apply(ELEMENTWISE_POWER, (p, exponent)) for p in parts])
        case Sum() if is_integer(exponent):
            content, primitive = content_of(base)
            front = exact_power(content, exponent.value)  # type: ignore[attr-defined]
            return multiply(number(front), bare(ELEMENTWISE_POWER, (primitive, exponent)))
        case Product(scalars=scalars, factors=()) if any(map(_is_positive_power, scalars)):
            return _without_positive_powers(base, exponent)
        case Apply(function=function, args=inner):
            return _entries_of_function(function.name, base, inner, exponent)
        case Product() | Sum():
            return roots.split_power(base, exponent) or bare(ELEMENTWISE_POWER, (base, exponent))
    return bare(ELEMENTWISE_POWER, (base, exponent))


def _is_positive_power(node: Node) -> bool:
    return isinstance(node, Apply) and node.function is ELEMENTWISE_POWER and sign.is_positive(node)


def _without_positive_powers(base: Product, exponent: Node) -> Node:
    """sigma*alpha^(1/2) for (sigma^2*alpha)^(1/2), where sigma > 0."""
    powers = [s for s in base.scalars if _is_positive_power(s)]
    rest = multiply(number(base.coefficient), *[s for s in base.scalars if s not in powers])
    return multiply(*[apply(ELEMENTWISE_POWER, (part, exponent)) for part in (*powers, rest)])


def _entries_of_function(name: str, base: Apply, inner: tuple[Node, ...], exponent: Node) -> Node:
    if base.function in RELATIONS and isinstance(exponent, Number) and exponent.value > 0:  # 0^k = 0, 1^k = 1
        return base
    if name == "elementwise_power" and _may_merge(inner[0], inner[1], exponent):
        return apply(ELEMENTWISE_POWER, (inner[0], multiply(inner[1], exponent)))
    if is_integer(exponent) and len(parts := factors_of(base)) > 1:
        return apply(HADAMARD, tuple([_entry_factor(part, exponent) for part in parts]))
    return bare(ELEMENTWISE_POWER, (base, exponent))


def _entry_factor(factor: Node, exponent: Node) -> Node:
    """A factor of a Hadamard product to a power; one that kept its brackets keeps them."""
    is_long = isinstance(factor, Apply) and factor.function is HADAMARD
    return (bare if is_long else apply)(ELEMENTWISE_POWER, (factor, exponent))


def _may_merge(base: Node, inner: Node, outer: Node) -> bool:
    """(x^p)^q = x^(pq) for integer q, and where x cannot be negative: x > 0, or p is a fraction.

    Not (x^2)^(1/2), nor (x^p)^q for a name p, which may stand for 2.
    """
    is_fraction = isinstance(inner, Number) and not is_integer(inner)
    return is_fraction or is_whole(outer) or roots.is_surely_positive(base)


def is_whole(node: Node) -> bool:
    """True of integers, names of integers, and sums of their products."""
    return all(map(_is_whole_term, node.terms if isinstance(node, Sum) else (node,)))


def _is_whole_term(node: Node) -> bool:
    match node:
        case Product(coefficient=c, scalars=scalars, factors=()):
            return isinstance(c, int) and all(map(_is_whole_atom, scalars))
        case Apply(function=function, args=(base, Number(value=int() as p))) if function is ELEMENTWISE_POWER and p > 0:
            return is_whole(base)
    return _is_whole_atom(node)


def _is_whole_atom(node: Node) -> bool:
    return (
        is_integer(node)
        or node.head == SIZE.name
        or is_relation(node)
        or (isinstance(node, Sum) and is_whole(node))
        or (isinstance(node, Symbol) and KINDS[node.kind].whole)
    )
