"""Hadamard products in normal form: commutative, powers of equal factors merged, scalars and numbers in front."""

from __future__ import annotations

from matcalc_cli.expr.build import (
    add,
    apply,
    is_unit,
    is_zero,
    multiply,
    normal_form,
    scalars_and_rest,
    transpose,
    zeros,
)
from matcalc_cli.expr.constants import is_turned_unit
from matcalc_cli.expr.node import Apply, Node, Product, number, raw_apply
from matcalc_cli.expr.normal_forms.coefficients import primitive
from matcalc_cli.expr.normal_forms.join import LONGEST_WORD
from matcalc_cli.expr.normal_forms.products import base_and_exponent
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, HADAMARD, TRANSPOSE
from matcalc_cli.expr.selections.stretch import is_all_ones, repeated, stretched
from matcalc_cli.later import attrgetter, lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

REMEMBERED = 4096
"""Products of which it is remembered how they repeat their parts."""
NEAR = 16
"""About so many nodes below a factor are looked at, the nearest first."""
SMALLEST = 10
"""No cheaper product repeats one that repeats a part."""


@normal_form(HADAMARD)
def hadamard(args: tuple[Node, ...]) -> Node:
    """A.*B.*...; a 1x1 factor is a scalar multiple. Raises TypeError for matrices of different shapes."""
    ordinary = _ordinary(args)
    if ordinary is not None:
        front, powers = ordinary
        if all([len(factors) == 1 for factors in powers.values()]):
            return _side_by_side(front, [factor for (factor,) in powers.values()])
        return hadamard((*front, *[_merged(base, factors) for base, factors in powers.items()]))
    shape = next((a.shape for a in args if not a.is_scalar), (1, 1))
    if shape == (1, 1):
        return multiply(*args)
    if any(not a.is_scalar and a.shape != shape for a in args):
        raise TypeError(f"an elementwise product of {' and '.join(str(a.shape) for a in args)}")
    if any(map(is_zero, args)):
        return zeros(shape)
    single = next((i for i, a in enumerate(args) if is_basis_vector(a)), None)
    if single is not None:
        return _at_one_entry(args[single], [*args[:single], *args[single + 1 :]])
    front, powers = _flatten(args)
    merged = [_merged(base, factors) for base, factors in powers.items()]
    if len(merged) < sum(map(len, powers.values())) or any([scalars_and_rest(m)[0] for m in merged]):
        # (x.*y).^(1/2) twice is x.*y, which may meet an x; (N - 1).^-1 turned is -(N + 1).^-1 for a skew N.
        return hadamard((*front, *merged))
    together = _along_together(merged)
    if together is not None:
        return multiply(*front, together)
    return _side_by_side(front, [m for m in merged if not is_all_ones(m)] or merged[:1])


def _side_by_side(front: list[Node], factors: list[Node]) -> Node:
    """Numbers times the product of factors with which nothing is to be done."""
    kept = sorted(factors, key=_KEY)
    core = kept[0] if len(kept) == 1 else raw_apply(HADAMARD, tuple(kept), (), kept[0].shape)
    return multiply(*front, core) if front else core


_KEY = attrgetter("key")


def _ordinary(args: tuple[Node, ...]) -> tuple[list[Node], dict[Node, list[Node]]] | None:
    """As `_flatten`, of most products: of factors that only powers of the same change; None of others."""
    front: list[Node] = []
    powers: dict[Node, list[Node]] = {}
    rows, cols = args[0].rows, args[0].cols
    for arg in args:
        scalars, rest = scalars_and_rest(arg) if isinstance(arg, Product) else ((), arg)
        if rest.rows != rows or rest.cols != cols:
            return None
        front.extend(scalars)
        for factor in factors_of(rest):
            power = factor.power
            if power is None:
                power = factor.power = _power_of(factor)
            if not power:
                return None
            powers.setdefault(power[0], []).append(factor)
    return front, powers


def factors_of(node: Node) -> tuple[Node, ...]:
    """The factors that a node is in a Hadamard product: a product gives up its brackets, but for a long one.

    What repeats a part that repeats one in turn stays together, sin(r).*r of r = sin(q).*q. Else the sixteenth of such products
    would have seventeen factors, and no two of them a part in common.
    """
    if node.head != HADAMARD.name or len(node.children) > LONGEST_WORD:
        return (node,)
    return node.children if node.cost < SMALLEST else _apart(node)


@lru_cache(maxsize=REMEMBERED)
def _apart(product: Node) -> tuple[Node, ...]:
    """The factors of a product, those that repeat each other as one."""
    parts = product.children
    if _repetition(product) < 2:
        return parts
    near = {part: _near(part) for part in parts}
    together = tuple([p for p in parts if any([p in near[q] or q in near[p] for q in parts])])
    if len(together) == len(parts):
        return (product,)
    return (*_apart(some_of(together)), *[part for part in parts if part not in together])


@lru_cache(maxsize=REMEMBERED)
def _repetition(product: Node) -> int:
    """0 of a product no factor of which is a part of another one, 1 of sin(r).*r, more where r has such a product in it."""
    factors = [factor for factor in product.children if factor.cost]
    return max([_repeated(factors, _near(factor)) for factor in factors], default=0)


def _repeated(factors: Sequence[Node], near: Collection[Node]) -> int:
    """How often factors are repeated by one of them, near which these nodes are."""
    if not any([factor in near for factor in factors]):
        return 0
    return 1 + max([_repetition(node) for node in near if node.head == HADAMARD.name], default=0)


def _near(factor: Node) -> Collection[Node]:
    """The nodes below a factor of a product that are nearest to it; none below abs(r), which only its neighbours make simpler."""
    if isinstance(factor, Apply) and factor.function.piecewise:
        return ()
    found: dict[Node, None] = {}
    level: tuple[Node, ...] = (factor,)
    while level and len(found) < NEAR:
        level = tuple(dict.fromkeys([c for node in level for c in node.children if c not in found]))[:NEAR]
        found |= dict.fromkeys(level)
    return found


def _power_of(factor: Node) -> tuple[Node, ...]:
    """The base that a factor is a power of; nothing of a factor that is changed by its neighbours."""
    if (
        factor.is_scalar
        or is_zero(factor)
        or is_basis_vector(factor)
        or is_all_ones(factor)
        or len(factors_of(factor)) > 1
    ):
        return ()
    base, _ = _base_and_exponent(factor)
    turned = factor.head == TRANSPOSE.name and factor is not base
    return () if turned or repeated(factor) is not None or primitive(factor)[0] != 1 else (base,)


def some_of(factors: tuple[Node, ...]) -> Node:
    """The product of several factors of a Hadamard product in normal form, which is in normal form as it stands."""
    if any([repeated(factor) is not None for factor in factors]):
        return hadamard(factors)  # (x 1').*(1 y') with nothing beside it is x y'
    return raw_apply(HADAMARD, factors, (), factors[0].shape)


def is_basis_vector(node: Node) -> bool:
    """True of unit(n,i) and its transpose."""
    return (is_unit(node) and node.cols == 1) or (is_turned_unit(node) and node.rows == 1)


def _at_one_entry(basis: Node, others: list[Node]) -> Node:
    """e_i.*x = x[i] e_i."""
    turned = is_turned_unit(basis)
    entries = [
        o if o.is_scalar else multiply(o, transpose(basis)) if turned else multiply(transpose(basis), o) for o in others
    ]
    return multiply(*entries, basis)


def _along_together(factors: Sequence[Node]) -> Node | None:
    """(x 1').*(y 1').*A as ((x.*y) 1').*A, and (x 1').*(1 y') as x y'; None where nothing is to be put together."""
    thin = {factor: part for factor in factors if (part := repeated(factor)) is not None}
    columns, rows = ([part for part in thin.values() if (part.cols == 1) is column] for column in (True, False))
    if len(columns) > 1 or len(rows) > 1:
        others = [factor for factor in factors if factor not in thin]
        sides = [stretched(hadamard(tuple(side)), factors[0].shape) for side in (columns, rows) if side]
        return hadamard((*others, *sides))
    return multiply(columns[0], rows[0]) if columns and rows and len(factors) == 2 else None


def _flatten(args: tuple[Node, ...]) -> tuple[list[Node], dict[Node, list[Node]]]:
    """The scalar factors, and the others by what they are powers of."""
    front: list[Node] = []
    powers: dict[Node, list[Node]] = {}
    todo = list(reversed(args))
    while todo:
        arg = todo.pop()
        if arg.is_scalar:
            front.append(arg)
            continue
        scalars, rest = scalars_and_rest(arg)
        front.extend(scalars)
        parts = factors_of(rest)
        if len(parts) > 1:
            todo.extend(reversed(parts))
            continue
        content, rest = primitive(rest)
        front.extend([] if content == 1 else [number(content)])
        powers.setdefault(_base_and_exponent(rest)[0], []).append(rest)
    return front, powers


def _base_and_exponent(node: Node) -> tuple[Node, Node]:
    """x.^p as (x, p) and (x.^p)' as (x', p)."""
    if isinstance(node, Apply) and node.function is TRANSPOSE:
        base, exponent = base_and_exponent(node.args[0])
        return transpose(base), exponent
    return base_and_exponent(node)


def _merged(base: Node, powers: list[Node]) -> Node:
    """The product of powers of one base."""
    first = powers[0]
    if len(powers) == 1 and (first.head != TRANSPOSE.name or first is base):
        return first
    return apply(ELEMENTWISE_POWER, (base, add(*[_base_and_exponent(power)[1] for power in powers])))
