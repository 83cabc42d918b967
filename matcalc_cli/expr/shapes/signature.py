"""Signatures of functions: "A: m,n; x: n,1 -> m,1" as data, and the shape of a result."""

from __future__ import annotations

from matcalc_cli.expr.shapes.dimensions import Dim, Shape, Size, dim, minimum, product_of, scaled, substitute
from matcalc_cli.later import cache, lru_cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcalc_cli.expr.function import Function


class Signature:
    """Parameter names and shapes, size parameters, and the result's shape, over the signature's own dimension names.

    The dimension names of a `fixed` one are those of a program, and stand for nothing else.
    """

    __slots__ = ("fixed", "parameters", "result", "shapes", "sizes")

    def __init__(self, text: str) -> None:
        self.fixed = False
        left, _, right = text.partition("->")
        self.sizes: tuple[str, ...] = ()
        pairs: list[tuple[str, Shape]] = []
        for part in filter(None, (p.strip() for p in left.split(";"))):
            if part.startswith("("):
                self.sizes = tuple(n.strip() for n in part.strip("()").split(","))
            else:
                name, _, shape = part.partition(":")
                pairs.append((name.strip(), _shape(shape)))
        self.parameters = tuple(name for name, _ in pairs)
        self.shapes = tuple(shape for _, shape in pairs)
        self.result = _shape(right)

    def match(self, shapes: Sequence[Shape], sizes: Sequence[Size]) -> dict[str, Size] | None:
        """The values of the dimension names for arguments of known shapes, or None if they do not fit."""
        if self.fixed:
            return {} if tuple(shapes) == self.shapes else None
        values: dict[str, Size] = dict(zip(self.sizes, sizes, strict=True))
        for wanted, given in zip(self.shapes, shapes, strict=True):
            for pattern, size in zip(wanted, given, strict=True):
                if isinstance(pattern, Dim) and pattern.is_name:
                    if values.setdefault(str(pattern), size) != size:
                        return None
                elif substitute(pattern, values) != size:
                    return None
        return values


def _shape(text: str) -> Shape:
    rows, _, cols = text.partition(",")
    return (_size(rows), _size(cols))


def _size(text: str) -> Size:
    total: Size = 0
    for term in text.split("+"):
        product, _, divisor = term.strip().partition("/")
        value: Size = 1
        for factor in product.split("*"):
            value = product_of(value, _factor(factor.strip()))
        total = total + scaled(value, 1, int(divisor or 1))
    return total


def _factor(text: str) -> Size:
    """An integer, a name, or m&n for the smaller of two dimensions."""
    if text.lstrip("-").isdigit():
        return int(text)
    one, _, other = text.partition("&")
    return minimum(dim(one), dim(other)) if other else dim(one)


@cache
def signatures(function: Function) -> tuple[Signature, ...]:
    """The parsed signatures of a function."""
    own: Signature | None = getattr(function, "own_signature", None)  # of functions that a program declares
    return (own,) if own else tuple(Signature(text) for text in function.signatures)


@cache
def repeated(function: Function, count: int) -> Signature:
    """The signature of a variadic function with so many parameters: A, E, E2, E3, ..."""
    signature = Signature(function.signatures[0])
    extra = range(len(signature.parameters) + 1, count + 1)
    signature.parameters += tuple([f"{signature.parameters[-1]}{i}" for i in extra])
    signature.shapes += (signature.shapes[-1],) * len(extra)
    signature.parameters, signature.shapes = signature.parameters[:count], signature.shapes[:count]
    return signature


def chosen(function: Function, shapes: Sequence[Shape], sizes: Sequence[Size]) -> tuple[Signature, dict[str, Size]]:
    """The first signature that fits, with the values of its dimension names. Raises TypeError if none does."""
    return _chosen(function, tuple(shapes), tuple(sizes))


@lru_cache(maxsize=4096)
def _chosen(
    function: Function, shapes: tuple[Shape, ...], sizes: tuple[Size, ...]
) -> tuple[Signature, dict[str, Size]]:
    for signature in signatures(function):
        if function.variadic:
            signature = repeated(function, len(shapes))
        values = signature.match(shapes, sizes)
        if values is not None:
            return signature, values
    raise TypeError(f"{function.name} cannot take {shapes} {sizes}")


def result_shape(function: Function, shapes: Sequence[Shape], sizes: Sequence[Size]) -> Shape:
    """The shape of the function's value. Raises TypeError if the arguments do not fit."""
    return _result_shape(function, tuple(shapes), tuple(sizes))


@lru_cache(maxsize=4096)
def _result_shape(function: Function, shapes: tuple[Shape, ...], sizes: tuple[Size, ...]) -> Shape:
    signature, values = _chosen(function, shapes, sizes)
    return (substitute(signature.result[0], values), substitute(signature.result[1], values))
