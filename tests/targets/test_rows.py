"""The rows of `matcalc help julia` and `mathematica` by what runs them here: an interpreter of Julia's trees, and Mathics."""

# ruff: noqa: ARG002 every reader takes the node, its parts and the scope

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import scipy.linalg

from matcalc_cli.pipeline import read
from matcalc_cli.program import Written
from tests.notations.test_rows import WHERE, compared, flat, rows
from tests.targets.reading_julia import DOTTED, PLAIN, Reader, broadcast, either, summed, times, vec

Arrays = Mapping[str, Any]


class Unit:
    """Julia's I, as large as what it stands beside."""

    def __add__(self, other: Any) -> Any:
        return np.eye(len(other)) + other


def quotient(x: Any, y: Any) -> Any:
    """x / y, by a matrix too."""
    return x / y if np.ndim(y) == 0 else np.linalg.solve(y.T, x.T).T


def inner(x: Any, *rest: Any) -> float:
    """dot(x, y), dot(x, A, y)."""
    return float(vec(x) @ vec(rest[0])) if len(rest) == 1 else float(x @ rest[0] @ rest[1])


def of_each(reduce: Callable[[Any], Any]) -> Callable[..., Any]:
    """sum(x), sum(f, x)."""
    return lambda x, *rest, **options: (
        reduce(broadcast(x)(*rest), **options) if callable(x) else reduce(x, *rest, **options)
    )


def symmetric(x: Any, side: str = "U") -> Any:
    half = np.triu(x) if side == "U" else np.tril(x)
    return half + half.T - np.diag(np.diag(x))


def operator_norm(x: Any, order: Any = 2) -> float:
    return float(np.linalg.norm(x, order))


def real(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function of matrices where its value is real, or no numbers."""
    return lambda a: found.real if np.allclose((found := np.asarray(function(a))).imag, 0) else math.nan * a


def spread(of: Callable[..., Any]) -> Callable[..., Any]:
    """Julia's moments, which divide by n - 1 unless they are told otherwise."""
    return lambda x, dims=None, corrected=True: of(x, axis=dims and dims - 1, ddof=int(corrected), keepdims=bool(dims))


MORE: dict[str, Any] = {
    "I": Unit(), "dot": inner, "cross": lambda a, b: np.cross(a, b), "transpose": lambda x: x.T, "adjoint": lambda x: x.T,
    "logdet": lambda x: np.linalg.slogdet(x)[1] if np.linalg.det(x) > 0 else math.nan,
    "log": either(lambda x: math.log(x) if x > 0 else math.nan, real(scipy.linalg.logm)),
    "sqrt": either(lambda x: math.sqrt(x) if x > 0 else math.nan, real(scipy.linalg.sqrtm)),
    "Diagonal": lambda x: np.diag(x if x.ndim == 1 else np.diag(x)), "LowerTriangular": np.tril, "Symmetric": symmetric,
    "cholesky": lambda x: SimpleNamespace(L=np.linalg.cholesky(x), U=np.linalg.cholesky(x).T), "diff": np.diff, "abs2": lambda x: x**2,
    "log1pexp": lambda x: math.log1p(math.exp(x)), "sum": of_each(summed), "length": np.size, "mean": np.mean, "cumsum": np.cumsum,
    "var": spread(np.var), "std": spread(np.std),
    "norm": lambda x, p=2: float(np.linalg.norm(vec(x), p)), "opnorm": operator_norm, "LinearAlgebra": SimpleNamespace(tr=np.trace),
}  # fmt: skip
"""LinearAlgebra's functions that generated code has no use for; logarithms of what is not positive have no real value."""
BY_DOTS = {"+": ".+", "-": ".-", "*": ".*", "/": "./", "^": ".^"}


class Typed(Reader):
    """Julia as people type it."""

    def __init__(self, root: Any) -> None:
        super().__init__(root)
        self.globals.update(MORE)
        self.dots = False

    def read_binary_expression(self, node: Any, left: Any, op: Any, right: Any, *, scope: Any) -> Any:
        symbol = op.text.decode()
        symbol = BY_DOTS[symbol] if self.dots else symbol
        if symbol == "|>":
            return self.value(right, scope)(self.value(left, scope))
        if symbol in ("//", "/"):
            return quotient(self.value(left, scope), self.value(right, scope))
        if symbol == "+":
            a, b = self.value(left, scope), self.value(right, scope)
            return a + b if isinstance(a, Unit) else PLAIN["+"](a, b)
        function = DOTTED.get(symbol) or PLAIN[symbol]
        return function(self.value(left, scope), self.value(right, scope))

    def read_juxtaposition_expression(self, node: Any, *parts: Any, scope: Any) -> Any:
        found = self.value(parts[0], scope)
        for part in parts[1:]:
            found = times(found, self.value(part, scope))
        return found

    def read_macrocall_expression(self, node: Any, *parts: Any, scope: Any) -> Any:
        """@. puts a dot at every operator and call."""
        self.dots = True
        try:
            return self.value(parts[-1].named_children[0], scope)
        finally:
            self.dots = False

    def read_call_expression(self, node: Any, name: Any, arguments: Any, *do: Any, scope: Any) -> Any:
        if self.dots:
            return self.read_broadcast_call_expression(node, name, arguments, scope=scope)
        return super().read_call_expression(node, name, arguments, *do, scope=scope)

    def read_boolean_literal(self, node: Any, *, scope: Any) -> bool:
        return bool(node.text == b"true")

    def read_quote_expression(self, node: Any, *_: Any, scope: Any) -> str:
        return str(node.text.decode()).removeprefix(":")

    def read_vector_expression(self, node: Any, *parts: Any, scope: Any) -> Any:
        return np.concatenate([np.atleast_1d(v) for v in self.values(parts, scope)])

    def read_matrix_expression(self, node: Any, *parts: Any, scope: Any) -> Any:
        found = [[np.asarray(v) for v in self.values(row.named_children, scope)] for row in parts]
        if all(len(row) == 1 and row[0].ndim < 2 for row in found):
            return np.concatenate([np.atleast_1d(row[0]) for row in found])
        return np.vstack([np.hstack(row) for row in found])

    def read_index_expression(self, node: Any, base: Any, places: Any, *, scope: Any) -> Any:
        if places.text == b"[:]":
            return vec(self.value(base, scope))
        return super().read_index_expression(node, base, places, scope=scope)


UNPARSED = "2x'y"
"""What the grammar has not: 2x beside a transpose."""


@pytest.mark.parametrize("text", [text for text, _ in rows("julia") if text != UNPARSED])
def test_the_interpreter_of_julia_computes_that(text: str) -> None:
    tree_sitter = pytest.importorskip("tree_sitter", reason="tree-sitter is not installed")
    grammar = pytest.importorskip("tree_sitter_julia", reason="tree-sitter-julia is not installed")

    def run(at: Arrays) -> Any:
        code = f"f({', '.join(at)}) = {WHERE.sub('', text)}"
        root = tree_sitter.Parser(tree_sitter.Language(grammar.language())).parse(code.encode()).root_node
        assert not root.has_error
        return Typed(root)["f"](*flat(at).values())

    compared("julia", text, run)


@cache
def mathics() -> Any:
    """One session: it takes seconds to begin."""
    session = pytest.importorskip("mathics.session", reason="Mathics is not installed")
    pytest.importorskip("mathics.core.load_builtin").import_and_load_builtins()
    return session.MathicsSession(add_builtin=True)


UNKNOWN = {
    **dict.fromkeys(("Ramp", "Cross", "KroneckerProduct", "CholeskyDecomposition", "ArrayFlatten"), "Mathics has it not"),
    **dict.fromkeys(("Tr[x]", "Tr[A, List]"), "Mathics has traces of square matrices alone"),
    "Norm[A]": "Mathics has the Frobenius norm, where Mathematica documents the largest singular value",
    **dict.fromkeys(("x[[2 ;; n]]", "Subscript[x, 1]"), "it is a name, or has one, which stands for no number here"),
}  # fmt: skip
"""Rows, or what they begin with, that Mathics does not compute, and why."""
COMMAND = re.compile(r"\\\[([A-Z][a-z]+)\]")


def listed(value: Any) -> str:
    """An array as Mathematica types it."""
    if np.ndim(value) == 0:
        return f"({float(value)!r})".replace("e", "*^")
    return "{" + ", ".join(map(listed, value)) + "}"


SLOW = ("MatrixExp", "MatrixLog", "SingularValueList", "PseudoInverse", "MatrixNorm")
"""What Mathics computes by roots of characteristic polynomials, for minutes."""


@pytest.mark.parametrize("text", [text for text, _ in rows("mathematica") if not text.startswith(SLOW)])
def test_mathics_computes_that(text: str) -> None:
    session, code = mathics(), WHERE.sub("", text)
    typed = {word.lower(): f"\\[{word}]" for word in COMMAND.findall(code)}
    if reason := next((why for name, why in UNKNOWN.items() if code == name or code.startswith(f"{name}[")), None):
        pytest.skip(reason)

    def run(at: Arrays) -> Any:
        names = {typed.get(n, n): value for n, value in flat(at).items()}
        sizes = {
            str(d): k
            for n, v in read(Written(text, "mathematica"))[1].variables.items()
            for d, k in zip(v.shape, at[n].shape, strict=True)
        }
        given = ", ".join(
            [
                *[f"{n} = {listed(v)}" for n, v in names.items()],
                *[f"{n} = {k}" for n, k in sizes.items() if n not in names and n.isidentifier()],
            ]
        )
        found = session.evaluate(f"N[With[{{{given}}}, {code}]]").to_python()
        wanted = np.array(found, dtype=complex)
        return wanted.real if np.allclose(wanted.imag, 0) else np.nan * wanted.real

    compared("mathematica", text, run)
