"""Calls of other notations that are written out: their arguments are words already, and stand elsewhere, or twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matcalc_cli.expr.operations import ONES, ZEROS
from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.brackets import closing_of, separators
from matcalc_cli.notations.moments import of_julia, of_matlab
from matcalc_cli.notations.words import (
    Words,
    bracketed,
    call,
    count,
    extent,
    joined,
    number,
    ones_along,
    ones_like,
    said,
    squared,
    transposed,
    word,
)
from matcalc_cli.notations.writer import refused

Write = Callable[[Token, Sequence[Words]], Words | None]
"""The words of a call by its name and its arguments; None leaves it as it is."""


def written_out(given: Sequence[Token], calls: Mapping[str, Write]) -> list[Token]:
    """All words, with the calls in a table written out, inner ones first."""
    words = list(given)
    for index in range(len(words) - 2, -1, -1):
        name, bracket = words[index : index + 2]
        if name.kind == "name" and name.text in calls and bracket.kind in ("(", ".("):
            stop = closing_of(words, index + 1)
            commas = [*separators(words, index + 1), stop]
            starts = [index + 2, *[comma + 1 for comma in commas[:-1]]]
            arguments = [words[low:high] for low, high in zip(starts, commas, strict=True)]
            found = calls[name.text](name, arguments) if all(arguments) else None
            if found is not None and words[stop].kind == ")":
                words[index : stop + 1] = found
    return words


def operator(kind: str) -> Write:
    """A function of two arguments that is an operator."""
    return lambda name, arguments: bracketed(joined(kind, name, arguments)) if len(arguments) == 2 else None


def transpose(_name: Token, arguments: Sequence[Words]) -> Words | None:
    """The transpose."""
    return bracketed(transposed(arguments[0]))


def negative(name: Token, arguments: Sequence[Words]) -> Words | None:
    """uminus(A)."""
    return bracketed([word("subtract", name), *bracketed(arguments[0])])


def hypotenuse(name: Token, arguments: Sequence[Words]) -> Words | None:
    """hypot(x, y)."""
    return call("sqrt", name, [joined("add", name, [squared(name, words) for words in arguments])], ".(")


def sum_of_squares(name: Token, arguments: Sequence[Words]) -> Words | None:
    """sumsq(x), sumabs2(x)."""
    return call("sum", name, [squared(name, arguments[0])]) if len(arguments) == 1 else None


def differences(name: Token, arguments: Sequence[Words]) -> Words | None:
    """diff(x) is x[2:end] - x[1:end-1]."""
    if len(arguments) != 1:
        return None
    of = bracketed(arguments[0])
    one, end = word("number", name, "1"), word("name", name, "end")
    mark, opens, closes = word(":", name), word("[", name), word("]", name)
    later = [*of, opens, word("number", name, "2"), mark, end, closes]
    earlier = [*of, opens, one, mark, end, word("subtract", name), one, closes]
    return bracketed([*later, word("subtract", name), *earlier])


def copied(name: Token, arguments: Sequence[Words]) -> Words | None:
    """repmat(A, m, n)."""
    of, *sizes = arguments
    sizes = sizes * 2 if len(sizes) == 1 else sizes
    return call("kron", name, [as_large(name, sizes) or call("ones", name, sizes), of])


def as_large(name: Token, sizes: Sequence[Words]) -> Words | None:
    """ones(size(X,1), n), where a size is that of another array: the product of a column and a row of ones."""
    if not any(map(is_extent, sizes)):
        return None
    columns = [of_ones(name, size) for size in sizes]
    if len(columns) == 1 or said(sizes[1]) == "1":
        return bracketed(columns[0])
    return bracketed(joined("multiply", name, [columns[0], transposed(columns[1])]))


def is_extent(size: Words) -> bool:
    """Whether a size is how many rows, columns or entries there are of something."""
    return len(size) > 3 and size[0].text in ("size", "numel", "length", "rows", "columns") and size[1].kind == "("


def of_ones(name: Token, size: Words) -> Words:
    """A column of as many ones."""
    if not is_extent(size):
        return call("ones", name, [size, [word("number", name, "1")]])
    if size[0].text in ("numel", "length"):
        return bracketed(ones_like(name, call("vec", name, [size[2:-1]])))
    comma = next((i for i in separators(size, 1)), len(size) - 1)
    rows = size[0].text == "rows" or said(size[comma + 1 : -1]) == "1"
    return ones_along(name, size[2:comma], rows=rows)


def triangle(name: Token, arguments: Sequence[Words]) -> Words | None:
    """triu(A, 1), tril(A, -1)."""
    if len(arguments) != 2:
        return None
    of, offset = arguments
    whole = call(name.text, name, [of])
    if said(offset) == "0":
        return whole
    if said(offset) != ("1" if name.text.endswith("u") else "-1"):
        hint = "triu(A), triu(A, 1), tril(A) and tril(A, -1) are read"
        raise refused("unsupported", "this offset is not read", name.start, name.end, hint)
    return bracketed([*whole, word("subtract", name), *call("diag", name, [call("diag", name, [of])])])


def entries(name: Token, arguments: Sequence[Words]) -> Words | None:
    """numel(x), length(x): how many there are."""
    return count(name, arguments[0]) if len(arguments) == 1 else None


def sized(name: Token, arguments: Sequence[Words]) -> Words | None:
    """How many rows or columns there are; both at once are read in ones(size(A)) alone."""
    axis = arguments[1][0].text if len(arguments) == 2 else ""
    return extent(name, arguments[0], int(axis)) if axis in ("1", "2") else None


def like(power: str) -> Write:
    """ones(size(A)), zeros(size(A)): every entry's power 0, or what is left of that."""

    def write(name: Token, arguments: Sequence[Words]) -> Words | None:
        words = arguments[0]
        if (ones := as_large(name, arguments)) and not (len(arguments) == 1 and separators(words, 1) == []):
            return ones if power else bracketed([word("number", name, "0"), word("multiply", name), *ones])
        if [w.text for w in words[:2]] != ["size", "("] or len(arguments) != 1:
            return None
        of = bracketed(words[2:-1])
        ones = [*of, word("elementwise_power", name), word("number", name, "0")]
        return bracketed(ones if power else [word("number", name, "0"), word("multiply", name), *of])

    return write


def opposite_sylvester(name: Token, arguments: Sequence[Words]) -> Words | None:
    """sylvester(A, B, C) where A X + X B + C = 0, as Julia has it."""
    return bracketed([word("subtract", name), *call("sylvester", name, arguments)]) if len(arguments) == 3 else None


def identity_like(name: Token, arguments: Sequence[Words]) -> Words | None:
    """eye(size(A)): the identity, as large as what it stands beside."""
    return [word("name", name, "I")] if [w.text for w in arguments[0][:2]] == ["size", "("] else None


def mean_of(what: str) -> Write:
    """mse(x, y), mae(x, y): the mean of the squares, or of the moduli, of the differences."""

    def write(name: Token, arguments: Sequence[Words]) -> Words | None:
        if len(arguments) != 2:
            return None
        difference = joined("subtract", name, arguments)
        of = squared(name, difference) if what == "square" else call("abs", name, [difference], ".(")
        return call("mean", name, [of])

    return write


def shifted(name: Token, arguments: Sequence[Words]) -> Words | None:
    """circshift(x, 1) of a vector is [x(end); x(1:end-1)]."""
    of, count = (*arguments, [])[:2]
    if len(arguments) != 2 or not said(count).lstrip("-").isdigit() or said(count) in ("0", "-0"):
        return None
    k, back = said(count).lstrip("-"), said(count).startswith("-")
    end, less = word("name", name, "end"), [word("subtract", name)]
    ranges = (
        ([number(name, int(k) + 1), [end]], [number(name, 1), number(name, int(k))])
        if back
        else ([[end, *less, *number(name, int(k) - 1)], [end]], [number(name, 1), [end, *less, *number(name, int(k))]])
    )
    parts = [[*bracketed(of), word("[", name), *low, word(":", name), *high, word("]", name)] for low, high in ranges]
    return [word("[", name), *parts[0], word(";", name), *parts[1], word("]", name)]


def flattened(name: Token, arguments: Sequence[Words]) -> Words:
    """reshape(A, :), which is vec(A). Raises MatcalcError for sizes."""
    if len(arguments) != 2 or said(arguments[1]) != ":":
        hint = "vec(A) and reshape(A, :) stack the columns, A' is the transpose"
        raise refused("unsupported", "this layout is not read", name.start, name.end, hint)
    return call("vec", name, arguments[:1])


def foreign(message: str, hint: str) -> Write:
    """A call that is refused."""

    def write(name: Token, _arguments: Sequence[Words]) -> Words | None:
        raise refused("unsupported", f"{name.text} {message}", name.start, name.end, hint)

    return write


AS_LARGE: dict[str, Write] = {ONES.name: like("0"), ZEROS.name: like(""), **{f"tri{side}": triangle for side in "ul"}}
"""Functions whose value is as large as their argument, and triangles with an offset."""
MATLAB: dict[str, Write] = {
    **{name: operator(kind) for name, kind in {
        "mtimes": "multiply", "times": "hadamard", "plus": "add", "minus": "subtract", "power": "elementwise_power",
        "mpower": "power", "rdivide": "elementwise_divide", "mldivide": "solve", "mrdivide": "divide",
    }.items()},
    **dict.fromkeys(("transpose", "ctranspose"), transpose), "uminus": negative, "hypot": hypotenuse, "sumsq": sum_of_squares,
    "diff": differences, "repmat": copied, "var": of_matlab, "std": of_matlab, "sumsqr": sum_of_squares,
    "circshift": shifted, "flipud": lambda name, a: call("flip", name, a), "fliplr": lambda name, a: transposed(call("flip", name, [transposed(a[0])])), **AS_LARGE,
    "eye": identity_like,
    **dict.fromkeys(("bsxfun", "arrayfun", "cellfun"), foreign("is not read", "write A + x' and A.*x: rows and columns are repeated along a matrix")),
}  # fmt: skip
"""MATLAB's calls; size(A, 1) is rewritten behind them, for ones(size(A)) has it too."""
MATLAB_SIZES: dict[str, Write] = {
    "size": sized,
    "numel": entries,
    "length": entries,
    "rows": lambda name, a: extent(name, a[0], 1),
    "columns": lambda name, a: extent(name, a[0], 2),
}
JULIA: dict[str, Write] = {
    **AS_LARGE, "diff": differences, "hypot": hypotenuse, "transpose": transpose, "var": of_julia, "std": of_julia, "mse": mean_of("square"), "mae": mean_of("abs"),
    "sylvester": opposite_sylvester, "reshape": flattened, "repeat": foreign("is not read", "A .+ x repeats a column along a matrix"),
}  # fmt: skip
JULIA_SIZES: dict[str, Write] = {"length": entries, "size": sized}
