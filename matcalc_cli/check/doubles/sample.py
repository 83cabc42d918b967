"""The point where a derivative is checked: sizes all different, matrices general, inside the domain of f."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.doubles.kinds import draw
from matcalc_cli.check.exact.arithmetic.chance import Chance
from matcalc_cli.check.exact.room import indices, limits, roomy
from matcalc_cli.codegen.text.module import dimension_names
from matcalc_cli.expr.node import Apply, Node, Number, Symbol, postorder
from matcalc_cli.expr.operations import ELEMENTWISE_POWER, SUMMATION
from matcalc_cli.expr.shapes.dimensions import Size, size_of, substitute
from matcalc_cli.expr.shapes.signature import signatures
from matcalc_cli.functions.domain import DOMAINS
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from matcalc_cli.kinds.kind import Kind

    Array = NDArray[Any]

Point = dict[str, "Array"]
"""The value of each variable by its name, with two axes, numbers too."""

LARGEST = 2_000_000
"""Entries of the largest matrix in a check."""
LONGEST_SUM = 20_000
"""Terms of the longest sum in a check or an evaluation."""
ATTEMPTS = 60
MOST_SETS = 12
"""So many sets of sizes are looked at where slices need room."""
SCALED = 10
"""Points that are scaled before any that are not."""


def _shifted(x: Array, factor: float, shift: float) -> Array:
    """A square matrix as factor * x + shift * I."""
    import numpy as np

    return factor * x + shift * np.eye(len(x)) if x.shape[0] == x.shape[1] else x


# How a draw is changed to come into the domain of f.
_CHANGES: dict[str, Callable[[Array], Array]] = {
    "normal": lambda x: x,
    "positive": abs,
    "small": lambda x: 0.2 * x,
    "positive small": lambda x: 0.2 * abs(x),
    "large": lambda x: 4 * x,
    "positive large": lambda x: 4 * abs(x),
    "negative": lambda x: -abs(x),
    "definite": lambda x: _shifted(x, 0.4, 1.5),  # eigenvalues with positive real parts
    "near identity": lambda x: _shifted(x, 0.05, 1.0),  # high powers neither vanish nor overflow
}
# From where to below where integers are drawn, which end sums or are exponents, where others than a few are wanted.
_WHOLE = {"positive": (6, 12), "small": (1, 3), "large": (12, 40), "negative": (-3, 1)}


class TooLargeError(Exception):
    """No sizes are small enough for these expressions."""


def sizes_for(
    nodes: Sequence[Node], names: Sequence[str], even: Sequence[str], given: Mapping[str, int], least: int = 3
) -> dict[str, int]:
    """A size for each dimension: all different, `least` or more where memory allows. Raises TooLargeError.

    Those in `even` are even, where a skew-symmetric matrix may be invertible.
    """
    needed = limits(postorder(*nodes))
    if needed:
        found = [sizes for sizes in roomy(names, needed, given, MOST_SETS) if fits(nodes, sizes)]
        found.sort(key=lambda sizes: sum(sizes[name] % 2 for name in even))
        if found:
            return dict(given) | found[0]
        raise TooLargeError
    for smallest, order in ((least, names), (least, names[::-1]), (min(2, least), names)):
        chosen = dict(given)
        for name in order:
            if name not in chosen:
                candidates = range(smallest, smallest + 4 * len(names) + 4)
                chosen[name] = next(k for k in candidates if k not in chosen.values() and not (name in even and k % 2))
        if fits(nodes, chosen):
            return chosen
    raise TooLargeError


def is_summed_over_sizes(nodes: Sequence[Node]) -> bool:
    """Whether a sum ends with a size, which may be so large that a term has no value."""
    return any(
        isinstance(node, Apply) and node.function.binds and not isinstance(node.args[2], Number)
        for node in postorder(*nodes)
    )


def even_sizes(symbols: Sequence[Symbol]) -> list[str]:
    """The dimensions of skew-symmetric matrices, which have no inverse at odd sizes."""
    return dimension_names([s for s in symbols if KINDS[s.kind].transpose == "-X"])


def fits(nodes: Sequence[Node], sizes: Mapping[str, int], largest: int = LARGEST) -> bool:
    """Whether every matrix in these expressions has a whole shape and few enough entries, and no sum is too long."""
    if additions(nodes) > LONGEST_SUM:
        return False
    for node in postorder(*nodes):
        rows, cols = substitute(node.rows, sizes), substitute(node.cols, sizes)
        if not (isinstance(rows, int) and isinstance(cols, int)) or rows * cols > largest:
            return False
        if isinstance(node, Symbol) and not KINDS[node.kind].exists(rows, cols):
            return False
    return True


def additions(nodes: Sequence[Node]) -> int:
    """How often the longest sums in these expressions evaluate their innermost term, where their bounds are numbers."""
    loops: dict[Node, int] = {}
    for node in postorder(*nodes):
        inner = max([loops[child] for child in node.children], default=1)
        match node:
            case Apply(function=function, args=(_, Number(value=low), Number(value=high), _)) if function is SUMMATION:
                inner *= max(1, abs(int(high - low) + 1))
        loops[node] = inner
    return max(loops.values(), default=1)


def shape_of(node: Node, sizes: Mapping[str, int]) -> tuple[int, int]:
    """The shape of an expression whose dimensions all have sizes."""
    return size_of(node.shape, sizes)


def points(expression: Node, variables: Sequence[Symbol], sizes: Mapping[str, int], rng: Generator) -> Iterator[Point]:
    """Random points, the most general first, then such as may lie in a smaller domain."""
    places = _places(expression, variables, sizes, rng)
    parts = [v for v in variables if v.place is not None]
    for point in _points(expression, variables, sizes, rng):
        point |= places
        yield with_parts(parts, sizes, point)


def completed(
    expression: Node, variables: Sequence[Symbol], sizes: Mapping[str, int], rng: Generator, point: Point
) -> Point:  # fmt: skip
    """A point where every matrix has a value, with indices and parts."""
    found = _places(expression, variables, sizes, rng) | point
    return with_parts([v for v in variables if v.place is not None], sizes, found)


def with_parts(parts: Sequence[Symbol], sizes: Mapping[str, int], point: Point) -> Point:
    """A point with the values of A[i,j] and other parts, which those of A tell."""
    if not parts:
        return point
    from matcalc_cli.check.doubles.compiled import together

    nodes = [part.place for part in parts if part.place is not None]
    return point | dict(zip([part.name for part in parts], together(nodes, sizes, point), strict=True))


def _places(expression: Node, variables: Sequence[Symbol], sizes: Mapping[str, int], rng: Generator) -> Point:
    """Values of the indices of what is selected."""
    import numpy as np

    def size(of: Size) -> int:
        value = substitute(of, sizes)
        assert isinstance(value, int)
        return value

    found = indices([expression], size, Chance(int(rng.integers(2**31))))
    return {v.name: np.full((1, 1), float(found[v.name])) for v in variables if v.name in found}


def _points(expression: Node, variables: Sequence[Symbol], sizes: Mapping[str, int], rng: Generator) -> Iterator[Point]:
    wanted = demands(expression)
    plain = {v: wanted.get(v, "normal") for v in variables}
    yield _drawn(plain, sizes, rng)
    uniform = [dict.fromkeys(variables, change) for change in _CHANGES if change != "normal"]
    for changes in uniform:
        yield _drawn(changes | wanted, sizes, rng)
    for _ in range(ATTEMPTS - 1 - len(uniform)):
        mixed = {v: wanted.get(v, rng.choice(list(_CHANGES))) for v in variables}
        yield _drawn(mixed, sizes, rng)


def scaled(point: Point, variables: Sequence[Symbol], scale: float) -> Point:
    """A point whose matrices are so much larger or smaller, where their kind allows it."""
    loose = {v.name for v in variables if KINDS[v.kind].moves_straight}
    return {name: scale * x if name in loose else x for name, x in point.items()}


def demands(expression: Node) -> dict[Symbol, str]:
    """The changes that functions applied to a variable itself ask of its random values, by the variable."""
    found: dict[Symbol, str] = {}
    for node in postorder(expression):
        match node:
            case Apply(function=function, args=(Symbol(), Number(value=int()))) if function is ELEMENTWISE_POWER:
                continue
            case Apply(function=function, args=args) if function.domain:
                for parameter, arg in zip(signatures(function)[0].parameters, args, strict=False):
                    change = DOMAINS[function.domain.get(parameter, "real")].drawn
                    if isinstance(arg, Symbol) and change:
                        found[arg] = change
    return found


def has_a_domain(expression: Node) -> bool:
    """Whether a function or a power in it has no real value at some real numbers."""
    return any(isinstance(node, Apply) and _limited(node) for node in postorder(expression))


def _limited(node: Apply) -> bool:
    match node:
        case Apply(function=function, args=(_, exponent)) if function is ELEMENTWISE_POWER:
            return not (isinstance(exponent, Number) and exponent.value.denominator == 1)
    return any(DOMAINS[name].drawn for name in node.function.domain.values())


def _drawn(changes: Mapping[Symbol, str], sizes: Mapping[str, int], rng: Generator) -> Point:
    return {v.name: _one(v, change, shape_of(v, sizes), rng) for v, change in changes.items()}


def _one(variable: Symbol, change: str, shape: tuple[int, int], rng: Generator) -> Array:
    """A draw of a variable's kind, changed as far as the kind allows."""
    if KINDS[variable.kind].whole and change in _WHOLE:
        return rng.integers(*_WHOLE[change], size=shape).astype(float)
    drawn = draw(variable.kind, rng, *shape)
    return _CHANGES[change](drawn) if _stays(KINDS[variable.kind], change) else drawn


def _stays(kind: Kind, change: str) -> bool:
    """Whether a change leaves a value of the kind what it is."""
    if kind.orthonormal or kind.whole:
        return False
    return change in ("normal", "small", "large") or not (kind.definite or kind.transpose == "-X")
