"""An expression as a function of a point, in doubles: the code that matcalc emits for it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from matcalc_cli.check.digits.as_doubles import slow
from matcalc_cli.check.doubles.evaluate import load
from matcalc_cli.check.doubles.unspecified import callables
from matcalc_cli.codegen.text.module import function, parameters, unknown_functions
from matcalc_cli.errors import MatcalcError
from matcalc_cli.kinds import KINDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcalc_cli.expr.node import Node, Symbol
    from matcalc_cli.kinds.kind import Kind

    Array = NDArray[Any]


@lru_cache(maxsize=128)
def loaded(*nodes: Node) -> Callable[..., Any]:
    """The code of some expressions, as a function; a claim is tried at many points of a few of them."""
    return load(function(*nodes))["f"]


def known_sizes(dimensions: Iterable[str], sizes: Mapping[str, int]) -> list[int]:
    """The sizes of dimensions that no matrix tells. Raises MatcalcError where one is not known."""
    for name in dimensions:
        if name not in sizes:
            hint = f"add --sizes {name}=3, or write a number for {name} in EXPR"
            raise MatcalcError("usage", f"the size {name} is not known", hint=hint)
    return [sizes[name] for name in dimensions]


def arguments(symbols: Iterable[Symbol], point: Mapping[str, Array]) -> list[Any]:
    """The values of names as emitted code takes them: numbers as such, integers whole, of a family its array."""
    return [point[s.name] if s.axes else _argument(point[s.name], KINDS[s.kind]) for s in symbols]


def _argument(value: Array, kind: Kind) -> Any:
    if not kind.is_number:
        return value
    return round(value.item()) if kind.whole else value.item()


def together(nodes: Sequence[Node], sizes: Mapping[str, int], point: Mapping[str, Array]) -> list[Array]:
    """The values of several expressions, what they share computed once.

    Raises LinAlgError, ArithmeticError or ValueError where one has none, ModuleNotFoundError without SciPy.
    """
    return Several(nodes, sizes)(point)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warnings of NumPy about infinite values, and SciPy's where an equation is singular or a logarithm inexact."""
    import numpy as np

    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        yield


class Several:
    """The values of expressions at points, what they share computed once; ModuleNotFoundError without SciPy."""

    __slots__ = ("_alone", "_function", "_rest", "_symbols")

    def __init__(self, nodes: Sequence[Node], sizes: Mapping[str, int]) -> None:
        self._alone = len(nodes) == 1
        symbols, dimensions = parameters(*nodes)
        self._symbols = symbols
        self._rest = [*known_sizes(dimensions, sizes), *callables(unknown_functions(nodes), sizes)]
        self._function = loaded(*nodes)

    def __call__(self, point: Mapping[str, Array]) -> list[Array]:
        """The values with two axes, finite or not. Raises LinAlgError, ArithmeticError or ValueError where there is none."""
        import numpy as np

        with _quiet():
            found = self._function(*arguments(self._symbols, point), *self._rest)
        return [np.atleast_2d(np.asarray(value, dtype=float)) for value in ([found] if self._alone else found)]


class Compiled:
    """The values of one expression at points that name the value of every symbol in it."""

    __slots__ = ("_function", "_rest", "_symbols", "calls", "slow")

    def __init__(self, node: Node, sizes: Mapping[str, int]) -> None:
        symbols, dimensions = parameters(node)
        self._symbols = symbols
        self._rest = [*known_sizes(dimensions, sizes), *callables(unknown_functions([node]), sizes)]
        self.slow = False
        try:
            self._function = loaded(node)
        except ModuleNotFoundError:
            self._function = slow(node, symbols, sizes)
            self.slow = True
        self.calls = 0

    def __call__(self, point: Mapping[str, Array]) -> Array | None:
        """The value with two axes; None where it is not finite."""
        import numpy as np

        try:
            array = self.raw(point)
        except (ArithmeticError, ValueError, IndexError):  # LinAlgError is a ValueError
            return None
        return array if bool(np.all(np.isfinite(array))) else None

    def is_at(self, point: Mapping[str, Array]) -> bool:
        """Whether a point says what every name of the expression is."""
        return all(s.name in point for s in self._symbols)

    def raw(self, point: Mapping[str, Array]) -> Array:
        """The value, finite or not. Raises LinAlgError, ArithmeticError or ValueError where there is none."""
        import numpy as np

        self.calls += 1
        values = arguments(self._symbols, point)
        with _quiet():
            array: Array = np.atleast_2d(np.asarray(self._function(*values, *self._rest), dtype=float))
        return array


def both(answers: Iterable[Compiled], point: Mapping[str, Array]) -> tuple[Array, Array] | None:
    """The values of two expressions at a point; None where one of them has none."""
    one, other = (answer(point) for answer in answers)
    return None if one is None or other is None else (one, other)


class Complex(Compiled):
    """The values of an expression at complex numbers too, as far as its code takes them."""

    __slots__ = ()

    def __init__(self, node: Node, sizes: Mapping[str, int]) -> None:
        super().__init__(node, sizes)
        if not self.slow:
            self._function = load(function(node), float=complex)["f"]

    def raw(self, point: Mapping[str, Array]) -> Array:
        """The value. Raises as for real numbers; ValueError where the code takes real numbers only."""
        import numpy as np

        try:
            with np.errstate(all="ignore"):
                value = self._function(*arguments(self._symbols, point), *self._rest)
        except TypeError as error:  # the order of complex numbers
            raise ValueError(str(error)) from error
        array: Array = np.atleast_2d(np.asarray(value, dtype=complex))
        return array
