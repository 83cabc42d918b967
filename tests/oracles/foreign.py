"""Expressions as they are written, in NumPy, Julia and MATLAB: printers of their own, apart from everything in matcalc."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from matcalc_cli.expr.shapes.dimensions import SCALAR
from matcalc_cli.functions import FUNCTIONS
from tests.oracles.raw import BINARY, Raw, text

WITHOUT_NAMES = ("negate", "transpose", "power", "elementwise_power", "index", "rows", "columns")
"""Operations that are no calls."""
Write = Callable[..., str]
"""From the expression and the texts of its parts."""


def written(raw: Raw, notation: str) -> str:
    """The expression in a notation, every operation in brackets; what the notation has no word for as in the language."""
    if raw.op == "summation":
        return f"sum({', '.join(written(a, notation) for a in raw.args)})"
    args = [written(a, notation) for a in raw.args]
    own = NOTATIONS[notation].get(raw.op)
    if own is not None:
        return own(raw, *args)
    if raw.args and raw.op not in BINARY and raw.op not in WITHOUT_NAMES:
        sizes = [str(s).replace("^", "**") if notation == "numpy" else str(s) for s in raw.sizes]
        return f"{raw.op}({', '.join([*args, *sizes])})"
    return text(Raw(raw.op, raw.shape, tuple(map(_as_is, args)), raw.sizes, raw.payload))


def _as_is(said: str) -> Raw:
    """A part that is written already."""
    return Raw("size", SCALAR, sizes=(said,))  # type: ignore[arg-type]


def infix(symbol: str) -> Write:
    return lambda _, a, b: f"({a} {symbol} {b})"


def called(name: str) -> Write:
    return lambda raw, *args: f"{name}({', '.join([*args, *map(str, raw.sizes)])})"


def _wide(raw: Raw) -> bool:
    """Whether both factors of a product are more than a number."""
    return all(a.shape != SCALAR for a in raw.args)


def _size(raw: Raw, index: int) -> str:
    """A dimension in Python."""
    return str(raw.sizes[index]).replace("^", "**")


def _table(raw: Raw, said: str) -> str:
    """A column with its axis of length 1, where NumPy takes a vector for a row."""
    return f"{said}[:, None]" if raw.shape[1] == 1 != raw.shape[0] else said


ENTRYWISE = [name for name, f in FUNCTIONS.items() if f.elementwise]

NUMPY: dict[str, Write] = {
    "multiply": lambda raw, a, b: f"({a} {'@' if _wide(raw) else '*'} {b})",
    "hadamard": lambda _, *args: f"({' * '.join(args)})",
    "elementwise_divide": infix("/"),
    "elementwise_power": infix("**"),
    "power": lambda raw, a, k: f"({a} ** {k})" if raw.shape == SCALAR else f"np.linalg.matrix_power({a}, {k})",
    "transpose": lambda raw, a: (
        a if a == "1" else f"({a}).T" if raw.args[0].op in ("number", "size", "pi") else f"{a}.T"
    ),
    "solve": called("np.linalg.solve"),
    "kron": lambda raw, *args: f"np.kron({', '.join(map(_table, raw.args, args))})",
    "blkdiag": lambda raw, *args: f"scipy.linalg.block_diag({', '.join(map(_table, raw.args, args))})",
    "tr": lambda _, a: f"{a}.trace()" if a.endswith(")") else f"np.trace({a})",
    "det": called("np.linalg.det"),
    "inv": called("np.linalg.inv"),
    "logdet": lambda _, a: f"np.linalg.slogdet({a})[1]",
    "norm": called("np.linalg.norm"),
    "sum": lambda _, a: f"np.sum({a})",
    "mean": lambda _, a: f"np.mean({a})",
    "diag": called("np.diag"),
    "diagonal": lambda raw, a: f"np.diag({a}, {raw.payload})",
    "tril": called("np.tril"),
    "triu": called("np.triu"),
    "outer": called("np.outer"),
    "inner": called("np.vdot"),
    "I": lambda raw: f"np.eye({_size(raw, 0)})",
    **{
        name: lambda raw, name=name: (  # type: ignore[misc]
            f"np.{name}({_size(raw, 0)})" if raw.shape[1] == 1 else f"np.{name}(({_size(raw, 0)}, {_size(raw, 1)}))"
        )
        for name in ("ones", "zeros")
    },
    "pi": lambda _: "np.pi",
    **{name: called(f"np.{name}") for name in ENTRYWISE},
}
JULIA: dict[str, Write] = {
    "diagonal": lambda raw, a: (
        f"diagm({raw.payload} => {a})" if raw.shape[0] == raw.shape[1] else f"diag({a}, {raw.payload})"
    ),
    "add": lambda raw, a, b: f"({a} {'+' if raw.args[0].shape == raw.args[1].shape else '.+'} {b})",
    "subtract": lambda raw, a, b: f"({a} {'-' if raw.args[0].shape == raw.args[1].shape else '.-'} {b})",
    "solve": infix("\\"),
    "kron": called("kron"),
    "logdet": lambda _, a: f"logabsdet({a})",
    "inner": called("dot"),
    "specnorm": called("opnorm"),
    "max": called("maximum"),
    "min": called("minimum"),
    **{
        name: lambda raw, *args, name=name: f"{name}{'.' * (raw.shape != SCALAR)}({', '.join(args)})"
        for name in ENTRYWISE
    },  # type: ignore[misc]
    "maximum": lambda _, a, b: f"max.({a}, {b})",
    "minimum": lambda _, a, b: f"min.({a}, {b})",
    **{f"{name}m": called(name) for name in ("exp", "log", "sqrt", "sin", "cos")},
}
MATLAB: dict[str, Write] = {
    "diagonal": lambda raw, a: f"diag({a}, {raw.payload})",
    "solve": infix("\\"),
    "kron": called("kron"),
    "transpose": lambda _, a: a if a == "1" else f"{a}.'",
    "tr": called("trace"),
    "norm": lambda _, a: f"norm({a}, 'fro')",
    "norm1": lambda raw, a: f"norm({a}, 1)" if raw.args[0].shape[1] == 1 else f"norm1({a})",
    "specnorm": called("norm"),
    "vec": lambda _, a: f"{a}(:)",
    "sum": lambda _, a: f"sum({a}, 'all')",
    "mean": lambda _, a: f"mean({a}(:))",
    "rowsum": lambda _, a: f"sum({a}, 2)",
    "colsum": lambda _, a: f"sum({a}, 1)",
    "inner": lambda _, a, b: f"trace({a}.'*{b})",
    "I": lambda raw: f"eye({raw.sizes[0]})",
    "ones": lambda raw: f"ones({raw.sizes[0]}, {raw.sizes[1]})",
    "chol": lambda _, a: f"chol({a})'",
    "eigvals": called("eig"),
    "svdvals": called("svd"),
}
NOTATIONS: Mapping[str, Mapping[str, Write]] = {"numpy": NUMPY, "julia": JULIA, "matlab": MATLAB}
"""How each notation writes what it writes differently."""
