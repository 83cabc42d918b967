"""NumPy's arrays that are as large as others, moments with a choice of divisor, bounds, solutions by factors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.arrays.axes import LAST_AXIS, kept_axis
from matcalc_cli.notations.calls import triangle
from matcalc_cli.notations.numpy.axes import keeps_shape
from matcalc_cli.notations.words import (
    Captured,
    Words,
    bracketed,
    call,
    count,
    entrywise,
    extent,
    joined,
    number,
    of_a_sample,
    ones_like,
    said,
    squared,
    transposed,
    word,
)
from matcalc_cli.notations.writer import refused

AXES = {"": 0, "None": 0, "0": 1, "-2": 1, "1": 2, "-1": LAST_AXIS}
"""The axis of the language for each of NumPy's, 0 for all entries."""


def along(function: str, name: Token, of: Words, axis: Words, keepdims: Words) -> Words:
    """A function along an axis; what has one axis left is a column."""
    place = AXES.get(said(axis))
    if place is None:
        raise refused("unsupported", "this axis is not read", axis[0].start, axis[-1].end, "-1, -2, 0 and 1 are read")
    if place == 0:
        return call(function, name, [of])
    kept = said(keepdims) == "True"
    settled_later = kept_axis(place) if kept else place
    function = "norm" if function == "norms" and settled_later != place else function  # until its axis is settled
    found = call(function, name, [of, number(name, settled_later)])
    return transposed(found) if place == 1 and not kept and not keeps_shape(function) else found


def length(name: Token, of: Words, axis: Words) -> Words:
    """How many entries there are along an axis."""
    place = AXES[said(axis)]
    if place == 0:
        return count(name, of)
    if place != LAST_AXIS:
        return extent(name, of, place)
    return call("mean", name, [call("sum", name, [ones_like(name, of), number(name, LAST_AXIS)])])


def moment(function: str, default: str) -> Captured:
    """A variance or a deviation, which divides by n, by n - 1 or by what ddof, correction or unbiased say."""

    def write(name: Token, arguments: Sequence[Words], _text: str) -> Words:
        of, axis, ddof, keepdims, unbiased = arguments
        less = {"True": "1", "False": "0"}.get(said(unbiased)) or said(ddof) or default
        found = along(function, name, of, axis, keepdims)
        return found if less == "0" else of_a_sample(function, name, found, length(name, of, axis), less)

    return Captured(write, 1, "x axis ddof keepdims unbiased")


def like(value: str) -> Captured:
    """zeros_like(x), ones_like(x)."""

    def write(name: Token, arguments: Sequence[Words], _text: str) -> Words:
        if value == "0":
            return bracketed([word("number", name, "0"), word("multiply", name), *bracketed(arguments[0])])
        return bracketed(ones_like(name, arguments[0]))

    return Captured(write, 1)


def full_like(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """As many of one number as there are entries."""
    return bracketed(joined("hadamard", name, [arguments[1], ones_like(name, arguments[0])]))


def bounded(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """clip(x, a, b), clamp(x, min=a): from both sides or from one."""
    of, low, high = arguments
    low, high = ([] if said(bound) == "None" else bound for bound in (low, high))
    if low and high:
        return call("clip", name, [of, low, high])
    if not low and not high:
        raise refused("syntax", f"{name.text} needs a bound", name.start, name.end)
    return call("maximum" if low else "minimum", name, [of, low or high])


def by_triangle(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """solve_triangular(L, b, lower=True)."""
    matrix, right, lower, upper = arguments
    is_lower = said(upper) == "False" if upper else said(lower) == "True"
    if not upper and not lower and name.text == "solve_triangular":
        is_lower = False
    return call("solve", name, [call("tril" if is_lower else "triu", name, [matrix]), right])


def by_factor(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """cho_solve((L, True), b), cho_solve(cho_factor(S), b)."""
    factor, right = arguments
    if said(factor[:1]) == FACTORED:
        return call("solve", name, [factor[2:-1], right])
    inside = factor[1:-1]
    places = [i for i, w in enumerate(inside) if w.kind == ","]
    if factor[0].kind != "(" or len(places) != 1 or said(inside[places[0] + 1 :]) not in ("True", "False"):
        hint = "cho_solve((L, True), b) and cho_solve(cho_factor(S), b) are read; np.linalg.solve(S, b) is that"
        raise refused("unsupported", "this factor is not read", name.start, name.end, hint)
    matrix, lower = inside[: places[0]], said(inside[places[0] + 1 :]) == "True"
    return from_factor(name, matrix, right, lower=lower)


def from_factor(name: Token, factor: Words, right: Words, *, lower: bool) -> Words:
    """The solution of A x = b by a Cholesky factor of A, the other triangle of which is not looked at."""
    factor = call("tril" if lower else "triu", name, [factor])
    pair = [factor, transposed(factor)]
    return call("solve", name, [joined("multiply", name, pair if lower else pair[::-1]), right])


def factored(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """cho_factor(S), which is read inside of cho_solve."""
    return call(FACTORED, name, arguments[:1])


def least_squares(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """lstsq(A, b)[0]."""
    return bracketed(joined("multiply", name, [call("pinv", name, [arguments[0]]), arguments[1]]))


def turned(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """A.permute(1, 0), A.transpose(0, 1), swapaxes(A, 0, 1)."""
    of, *axes = arguments
    order = "".join(map(said, axes)).strip("()").replace(",", "")
    if order not in ("", "01", "10", "-1-2", "-2-1", "None"):
        raise refused(
            "unsupported", "these axes are not read", name.start, name.end, "A.T exchanges the two of a matrix"
        )
    kept = order == "01" and (name.text == "permute" or len(axes) == 1)
    return bracketed(of) if kept else transposed(of)


def above_diagonal(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """triu(A), triu(A, 1), tril(A, -1)."""
    of, offset = arguments
    return triangle(name, [of, offset or number(name, 0)]) or []


def filled(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """full(n, c), full((m, n), c)."""
    sizes, value = arguments
    sizes = sizes[1:-1] if sizes[0].kind == "(" else sizes
    return bracketed(joined("hadamard", name, [value, call("ones", name, [sizes])]))


def square(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """x.square()."""
    return bracketed(squared(name, arguments[0]))


def averaged(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """The mean, or with weights that of what counts more and less: average(x, weights=w)."""
    of, axis, weights = arguments
    if not weights:
        return along("mean", name, of, axis, [])
    if said(axis) not in ("", "None"):
        hint = "A.T @ w / np.sum(w) is that of the rows of A, A @ w / np.sum(w) of its columns"
        raise refused("unsupported", "weights are read without an axis", axis[0].start, axis[-1].end, hint)
    sums = [call("sum", name, [words]) for words in (joined("hadamard", name, [of, weights]), weights)]
    return bracketed(joined("divide", name, sums))


def soft(name: Token, arguments: Sequence[Words], _text: str, default: str = "-1") -> Words:
    """log_softmax(x, dim=-1); SciPy's is of all entries where no axis is said."""
    of, axis = arguments
    return entrywise("log", name, along("softmax", name, of, axis or [word("number", name, default)], []))


FACTORED = "factor of"
"""A word that no text has."""
LIKE: dict[str, Captured] = {
    "var": moment("var", "0"), "std": moment("std", "0"), "sample var": moment("var", "1"), "sample std": moment("std", "1"),
    "zeros_like": like("0"), "ones_like": like("1"), "full_like": Captured(full_like, 2),
    **dict.fromkeys(("clip", "clamp"), Captured(bounded, 1, "x min max")), "log_softmax": Captured(soft, 1, "x axis"),
    "log_softmax of scipy": Captured(partial(soft, default="None"), 1, "x axis"),
    "solve_triangular": Captured(by_triangle, 2, "a b lower upper"), "cho_solve": Captured(by_factor, 2), "cho_factor": Captured(factored, 1, "a lower"),
    **dict.fromkeys(("permute", "swapaxes", "transpose"), Captured(turned)), "lstsq": Captured(least_squares, 2, "a b rcond driver"),
    "average": Captured(averaged, 1, "a axis weights"), "full": Captured(filled, 2), "square": Captured(square, 1), **{f"tri{side}": Captured(above_diagonal, 1, "a k") for side in "ul"},
}  # fmt: skip
"""The calls by their names."""
