"""Expressions made from the registry: every function, with arguments of every shape that it takes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from matcalc_cli.expr.function import Function
from matcalc_cli.expr.shapes.dimensions import Dim, Shape, Size, substitute
from matcalc_cli.expr.shapes.signature import Signature, signatures
from matcalc_cli.functions import FUNCTIONS
from matcalc_cli.functions.matrix import FRECHET_MATRIX
from tests.functions.numerics import DRAWS, Array

SIZES: tuple[tuple[int, ...], ...] = ((3, 4, 5, 6), (4, 3, 6, 5))
"""The values of the dimension names of a case in alphabetical order: all different, m < n and m > n."""

SMALL = (2,)
"""Those of Kronecker forms of derivatives, whose Jacobian has n^6 entries."""

APART = 0.1
"""How far from a kink a function is differentiated numerically."""

SPREAD = 4
"""How much further apart the entries are of which one is the largest."""


class Case:
    """A function applied to names: the text, the parameters in order, and the sizes that it takes."""

    def __init__(
        self, function: Function, text: str, parameters: Mapping[str, tuple[Shape, str]], sizes: Sequence[Size] = (),
        fixed: Mapping[str, float] | None = None,
    ) -> None:  # fmt: skip
        self.function = function
        self.text = text
        self.parameters = dict(parameters)  # name -> shape and domain
        self.sizes = tuple(sizes)
        self.fixed = dict(fixed or {})  # parameters that are numbers in the text

    @property
    def program(self) -> str:
        """The text with every name declared."""
        names = [
            f"{name}: {declared(*p)}"
            for name, p in self.parameters.items()
            if name not in self.fixed and _is_plain(p[0])
        ]
        return f"{self.text} where {', '.join(names)}" if names else self.text

    @property
    def moving(self) -> tuple[str, ...]:
        """The parameters that f can be differentiated by."""
        known = self.parameters if self.function.definition else self.function.differential
        variadic = self.parameters if self.function.variadic else ()
        return tuple(p for p in self.parameters if (p in known or p in variadic) and p not in self.fixed)

    def dimensions(self) -> list[str]:
        sizes = [s for shape, _ in self.parameters.values() for s in shape] + list(self.sizes)
        return sorted({n for s in sizes if isinstance(s, Dim) for n in s.names})

    def settings(self) -> Iterator[dict[str, int]]:
        """The sizes that the case is tried at."""
        names = self.dimensions()
        once = not names or "logm" in self.function.name  # SciPy's logarithm takes milliseconds
        tried = (SMALL,) if self.function in FRECHET_MATRIX.values() else SIZES[:1] if once else SIZES
        for values in tried:
            sizes = dict(zip(names, values, strict=False))
            yield {**sizes, "m": max(sizes["m"], sizes["n"])} if self._is_tall and {*names} >= {"m", "n"} else sizes

    @property
    def _is_tall(self) -> bool:
        """Whether a parameter has at least as many rows as columns."""
        return any(domain == "full column rank" for _, domain in self.parameters.values())

    def draw(self, sizes: Mapping[str, int], rng: np.random.Generator) -> dict[str, Array]:
        """A random value of every parameter, inside the domain that its record gives and away from where pieces meet."""
        values = self._drawn(sizes, rng)
        while self.function.piecewise and self._pieces_meet(list(values.values())):
            values = self._drawn(sizes, rng)
        return values

    def _pieces_meet(self, values: list[Array]) -> bool:
        """Whether two arguments of a comparison entry by entry are nearly equal, or two extreme entries."""
        if self.function.elementwise:
            return any(np.min(np.abs(a - b)) < APART for a, b in itertools.combinations(values, 2))
        lines = [np.sort(line) for a in values for line in (*a, *a.T, a.ravel()) if line.size > 1]
        return any(min(line[1] - line[0], line[-1] - line[-2]) < APART / 2 for line in lines)

    def _drawn(self, sizes: Mapping[str, int], rng: np.random.Generator) -> dict[str, Array]:
        values = {}
        for name, (shape, domain) in self.parameters.items():
            rows, cols = (int(str(substitute(s, sizes))) for s in shape)
            values[name] = np.full((1, 1), self.fixed[name]) if name in self.fixed else DRAWS[domain](rng, rows, cols)
            if self.function.piecewise and not self.function.elementwise:
                values[name] = SPREAD * values[name]
        return values


def _is_plain(shape: Shape) -> bool:
    """Whether a declaration can give the shape; m*n is left to inference."""
    return all(isinstance(s, int) or s.is_name for s in shape)


def declared(shape: Shape, domain: str) -> str:
    """The declaration of a parameter."""
    kinds = {
        "symmetric": "symmetric",
        "nondegenerate symmetric": "symmetric",
        "semidefinite": "symmetric",
        "positive definite": "spd",
        "index": "scalar",
    }
    rows, cols = shape
    if shape == (1, 1):
        return "scalar"
    if domain in kinds:
        return f"{kinds[domain]}({rows})"
    return f"vector({rows})" if cols == 1 else f"matrix({rows},{cols})"


WRITTEN: dict[str, tuple[tuple[str, dict[str, float]], ...]] = {
    "power": (("A^3", {"k": 3}), ("A^-2", {"k": -2}), ("A^-1", {"k": -1})),
    "polygamma": (("polygamma(1, X)", {"k": 1}), ("polygamma(2, X)", {"k": 2})),
    "eigvec": (("eigvec(A, 1)", {"k": 1}),),
    "elementwise_power": (("x.^p", {}), ("x.^3", {"p": 3}), ("x.^(-1/2)", {"p": -0.5})),
}
"""Operations that are written with an operator; in all other cases the text is a call."""
ELSEWHERE = frozenset({"summation", "production", "equal", "unequal", "atmost", "size", "pi", "unit"})
"""What is no function of matrices alone: test_operations, tests/families and tests/codegen/test_selections.py have them."""
NARROW: tuple[dict[str, Size], ...] = ({}, {"n": 1}, {"m": 1}, {"m": 1, "n": 1})
"""Dimension names that are set to 1: rectangular, a column, a row, a scalar."""

OF_SEVERAL: dict[str, tuple[dict[str, Size], ...]] = {
    "qr_q": (NARROW[2],), "qr_r": (NARROW[2],), "std": (NARROW[3],), "vecl": (NARROW[1],), "std_2": (NARROW[1], NARROW[3]), "std_1": (NARROW[2], NARROW[3]),
}  # fmt: skip
"""One number has no spread, and nothing below the diagonal."""


def cases() -> Iterator[Case]:
    """Every function of the registry with every signature, rectangular, as a column, as a row, as a scalar."""
    for function in FUNCTIONS.values():
        if function.name not in ELSEWHERE:
            for signature in signatures(function):
                yield from _of_signature(function, signature)


def _of_signature(function: Function, signature: Signature) -> Iterator[Case]:
    names = {str(s) for shape in signature.shapes for s in shape}
    for narrow in NARROW:
        if narrow in OF_SEVERAL.get(function.name, ()) or (narrow and function.matrices_only):
            continue
        if narrow.keys() <= names and not (narrow and signature.sizes):
            for text, fixed in WRITTEN.get(function.name, ((_call(function, signature), {}),)):
                parameters = {
                    name: (
                        (substitute(shape[0], narrow), substitute(shape[1], narrow)),
                        function.domain.get(name, "real"),
                    )
                    for name, shape in zip(signature.parameters, signature.shapes, strict=True)
                }
                sizes = [substitute(Signature(f"-> {s},1").result[0], narrow) for s in signature.sizes]
                yield Case(function, text, parameters, sizes, fixed)


def _call(function: Function, signature: Signature) -> str:
    if function.called:
        return function.called.replace("_", "{}").format(*signature.parameters)
    name, _, of = function.name.partition("_") if function.variadic else (function.name, "", "")
    return f"{name}({', '.join([*filter(None, [of]), *signature.parameters, *signature.sizes])})"


CASES = tuple(cases())
