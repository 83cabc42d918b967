"""Elementwise functions: applied to every entry of a scalar, vector or matrix."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.expr.function import Function

_MATRIX_NAMESAKE = {"exp": "expm", "log": "logm", "sqrt": "sqrtm", "sin": "sinm", "cos": "cosm"} | dict.fromkeys(
    ("tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan"), "not in the language"
)
"""The function of a square matrix that mathematics calls by the same name."""


def _entrywise(
    name: str,
    summary: str,
    differential: str,
    *,
    code: str = "",
    domain: str = "",
    condition: str = "",
    latex: str = "",
    definition: str = "",
    aliases: Sequence[str] = (),
) -> Function:
    """An elementwise function of X; `differential` is its part of df, linear in dX."""
    namesake = _MATRIX_NAMESAKE.get(name)
    return Function(
        name, "X: m,n -> m,n", summary,
        differential={} if definition else {"X": differential}, transposition="commutes", elementwise=True,
        domain={"X": domain} if domain else {}, condition=condition, code=code, latex=latex, definition=definition,
        note=f"{name} of a square matrix is elementwise here; the matrix function is {namesake}" if namesake else "",
        aliases=aliases, example=f"sum({name}(A*x))",
    )  # fmt: skip


ELEMENTWISE = (
    _entrywise("exp", "e to the power of every entry", "exp(X).*dX"),
    _entrywise("log", "the natural logarithm of every entry", "dX./X", domain="positive",
               condition="{0} > 0", aliases=("ln",)),
    _entrywise("sqrt", "the square root of every entry", "", domain="positive",
               condition="{0} > 0", definition="X.^(1/2)"),
    _entrywise("abs", "the absolute value of every entry", "sign(X).*dX", domain="nonzero",
               condition="{0} != 0"),
    _entrywise("sign", "the sign of every entry: -1, 0 or 1", "0*dX", domain="nonzero",
               condition="{0} != 0"),
    _entrywise("sin", "the sine of every entry", "cos(X).*dX"),
    _entrywise("cos", "the cosine of every entry", "-sin(X).*dX"),
    _entrywise("tan", "the tangent of every entry", "(1 + tan(X).^2).*dX"),
    _entrywise("sinh", "the hyperbolic sine of every entry", "cosh(X).*dX"),
    _entrywise("cosh", "the hyperbolic cosine of every entry", "sinh(X).*dX"),
    _entrywise("tanh", "the hyperbolic tangent of every entry", "(1 - tanh(X).^2).*dX"),
    _entrywise("arcsin", "the inverse sine of every entry", "dX./sqrt(1 - X.^2)", domain="unit",
               condition="|{0}| < 1", aliases=("asin",)),
    _entrywise("arccos", "the inverse cosine of every entry", "-dX./sqrt(1 - X.^2)", domain="unit",
               condition="|{0}| < 1", aliases=("acos",)),
    _entrywise("arctan", "the inverse tangent of every entry", "dX./(1 + X.^2)", aliases=("atan",)),
    _entrywise("relu", "the positive part max(x, 0) of every entry", "step(X).*dX", code="(X + abs(X))/2",
               domain="nonzero", condition="{0} != 0"),
    _entrywise("step", "1 where an entry is positive, 1/2 at zero, else 0", "0*dX", code="(1 + sign(X))/2",
               domain="nonzero", condition="{0} != 0", aliases=("heaviside",)),
    _entrywise("sigmoid", "1/(1 + exp(-x)) of every entry", "sigmoid(X).*(1 - sigmoid(X)).*dX", code="exp(-softplus(-X))",
               aliases=("logistic",)),
    _entrywise("softplus", "log(1 + exp(x)) of every entry, without overflow", "sigmoid(X).*dX",
               code="relu(X) + log(1 + exp(-abs(X)))"),
    _entrywise("erf", "the error function of every entry", "2/sqrt(pi)*exp(-X.^2).*dX"),
)  # fmt: skip
