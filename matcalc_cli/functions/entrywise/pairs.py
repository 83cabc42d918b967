"""Functions of two arguments or more, entry by entry, where only one side of a comparison counts."""

from __future__ import annotations

from matcalc_cli.expr.function import Function

_ANY = {"A": "real", "B": "real"}
"""The domain of functions that have a value everywhere, though their condition says where there is a derivative."""
_BROADCAST = ("A: m,n; B: 1,1 -> m,n", "A: 1,1; B: m,n -> m,n", "A: m,n; B: m,n -> m,n")

MAXIMUM = Function(
    "maximum", _BROADCAST, "the larger of two entries at every place",
    differential={"A": "step(A - B).*dA", "B": "step(B - A).*dB"}, transposition="commutes", elementwise=True,
    piecewise=True, domain=_ANY, condition="{0} != {1}", leaves_name_free=True, code="(A + B + abs(A - B))/2",
    several="max", example="sum(maximum(x, y))", equations={"maximum": ("maximum(X, 0) = relu(X)", "maximum(0, X) = relu(X)")},
    elsewhere={"julia": "max", "sympy": "Max"}, spelled={"c": "larger", "numpy jax": "maximum", "array-api": "_maximum({0}, {1})", "matlab": "max", "julia": "max.({0}, {1})"},
)  # fmt: skip
MINIMUM = Function(
    "minimum", _BROADCAST, "the smaller of two entries at every place",
    differential={"A": "step(B - A).*dA", "B": "step(A - B).*dB"}, transposition="commutes", elementwise=True,
    piecewise=True, domain=_ANY, condition="{0} != {1}", leaves_name_free=True, code="(A + B - abs(A - B))/2",
    several="min", example="sum(minimum(x, y))", equations={"minimum": ("minimum(X, 0) = -relu(-X)", "minimum(0, X) = -relu(-X)")},
    elsewhere={"julia": "min", "sympy": "Min"}, spelled={"c": "smaller", "numpy jax": "minimum", "array-api": "-_maximum(-({0}), -({1}))", "matlab": "min", "julia": "min.({0}, {1})"},
)  # fmt: skip
CLIP = Function(
    "clip", "X: m,n; a: 1,1; b: 1,1 -> m,n", "every entry between a and b, else the nearer of them; a < b",
    differential={
        "X": "(sign(X - a) - sign(X - b))/2.*dX", "a": "da*step(a - X)", "b": "db*step(X - b)",
    },
    transposition="commutes", elementwise=True, piecewise=True, condition="{1} < {2}, {0} != {1}, {0} != {2}",
    domain={"a": "below", "b": "above"}, aliases=("clamp",), leaves_name_free=True,
    code="(abs(X - a) - abs(X - b) + a + b)/2", stable_code="minimum(maximum(X, a), b)", example="sum(clip(x, -1, 1))",
    spelled={"numpy jax": "clip", "julia": "clamp.({0}, {1}, {2})"},
)  # fmt: skip
HUBER = Function(
    "huber", "X: m,n; delta: 1,1 -> m,n", "Huber's loss of every entry: x^2/2 up to delta, then linear",
    differential={"X": "clip(X, -delta, delta).*dX", "delta": "ddelta*((abs(X + delta) + abs(X - delta))/2 - delta)"},
    transposition="commutes", elementwise=True, piecewise=True, domain={"delta": "positive"}, condition="{1} > 0",
    leaves_name_free=True, code="((X + delta).*abs(X + delta) - (X - delta).*abs(X - delta))/4 - delta^2/2",
    stable_code="clip(X, -delta, delta).*(X - clip(X, -delta, delta)/2)",
    spelled={"numpy": "_special.huber({1}, {0})"},
    example="sum(huber(A*x - b, delta))", source="Huber 1964",
)  # fmt: skip

ATAN2 = Function(
    "atan2", "Y: m,n; X: m,n -> m,n", "the angle of the point (X, Y) at every place, from -pi to pi",
    differential={"Y": "X./(X.^2 + Y.^2).*dY", "X": "-Y./(X.^2 + Y.^2).*dX"}, transposition="commutes", elementwise=True,
    domain={"Y": "nonzero", "X": "real"}, condition="{0} != 0 or {1} > 0", aliases=("arctan2",), leaves_name_free=True,
    code="2*arctan(Y./(sqrt(X.^2 + Y.^2) + X))", example="sum(atan2(y, x))", source="the differential of arctan, in polar coordinates",
    spelled={"numpy jax": "arctan2", "array-api torch": "atan2", "matlab": "atan2", "julia": "atan.({0}, {1})"},
)  # fmt: skip

PAIRS = (MAXIMUM, MINIMUM, CLIP, HUBER, ATAN2)
