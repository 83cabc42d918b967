"""Calls of NumPy and its family that are written out, an argument more than once perhaps: logaddexp(x, y), einsum, where."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matcalc_cli.language.lexer import Token
from matcalc_cli.notations.calls import differences
from matcalc_cli.notations.numpy_einsum import contraction
from matcalc_cli.notations.words import Words, bracketed, call, entrywise, extent, joined, transposed, word
from matcalc_cli.notations.writer import refused

Written = Callable[[Token, Sequence[Words], str], Words]
"""The words of a call by its name, its arguments and the text that stands in quotes in it."""


def softened(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """logaddexp(x, y) is y + softplus(x - y)."""
    if (zero := next((i for i, words in enumerate(arguments) if _said(words) in ("0", "0.0")), None)) is not None:
        return entrywise("softplus", name, arguments[1 - zero])
    x, y = arguments
    between = entrywise("softplus", name, joined("subtract", name, [x, y]))
    return bracketed(joined("add", name, [y, between]))


def hypotenuse(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """sqrt(x^2 + y^2)."""
    return entrywise("sqrt", name, joined("add", name, [squared(name, words) for words in arguments]))


def with_logarithm(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """xlogy(x, y) is x log(y), rel_entr(x, y) x log(x/y), kl_div with - x + y, entr(x) -x log(x)."""
    x, y = arguments[0], arguments[-1]
    if name.text == "xlogy":
        return bracketed(joined("hadamard", name, [x, entrywise("log", name, y)]))
    if name.text == "entr":
        return bracketed([word("subtract", name), *joined("hadamard", name, [x, entrywise("log", name, x)])])
    ratio = entrywise("log", name, joined("elementwise_divide", name, [x, y]))
    found = joined("hadamard", name, [x, ratio])
    if name.text == "kl_div":
        found = [*found, word("subtract", name), *bracketed(x), word("add", name), *bracketed(y)]
    return bracketed(found)


def quadratic(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """quad_form(x, P) is x'*P*x, matrix_frac(x, P) x'*inv(P)*x."""
    x, matrix = arguments
    between = call("inv", name, [matrix]) if name.text == "matrix_frac" else matrix
    return bracketed(joined("multiply", name, [transposed(x), between, x]))


def over(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """quad_over_lin(x, y) is the sum of squares over y."""
    x, y = arguments
    return bracketed(joined("divide", name, [call("sum", name, [squared(name, x)]), y]))


def mean_square(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """mse_loss(x, y) is the mean of the squared differences, l1_loss of their moduli."""
    difference = joined("subtract", name, arguments)
    of = entrywise("abs", name, difference) if name.text == "l1_loss" else squared(name, difference)
    return call("mean", name, [of])


def chosen(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """where(x > 0, x, 0) is relu(x), where(x > 0, x, -x) abs(x)."""
    if len(arguments) == 3:
        condition, yes, no = map(_said, arguments)
        bare = condition.replace(">=0", ">0").removesuffix(".0")
        if bare == f"{yes}>0" and no in ("0", "0.0"):
            return entrywise("relu", name, arguments[1])
        if bare == f"{yes}>0" and no == f"-{yes}":
            return entrywise("abs", name, arguments[1])
    hint = "np.where(x > 0, x, 0) and np.where(x > 0, x, -x) are read; relu, abs, sign, maximum and clip are functions"
    raise refused("unsupported", "this choice is not read", name.start, name.end, hint)


def reciprocal(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """1./x."""
    return bracketed([word("number", name, "1"), word("elementwise_divide", name), *bracketed(arguments[0])])


def negative(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """-x; CVXPY's neg(x) is the negative part."""
    minus = bracketed([word("subtract", name), *bracketed(arguments[0])])
    return entrywise("relu", name, minus) if name.text == "neg" else minus


def sums_of_products(name: Token, arguments: Sequence[Words], text: str) -> Words:
    """einsum."""
    return contraction(text, arguments, name)


def chained(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """multi_dot([A, B, C])."""
    return bracketed(joined("multiply", name, arguments))


def by_rows(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """ravel(A) stacks the rows."""
    return call("vec", name, [transposed(arguments[0])])


def inverse_trace(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """tr_inv(X)."""
    return call("tr", name, [call("inv", name, arguments)])


def extents(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """len(x): how many rows there are."""
    return extent(name, arguments[0], 1)


def differences_of(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """diff(x) is x[1:] - x[:-1]."""
    return differences(name, arguments) or []


def squared(name: Token, words: Words) -> Words:
    """Every entry's square."""
    return [*bracketed(words), word("elementwise_power", name), word("number", name, "2")]


def _said(words: Words) -> str:
    return "".join(w.text for w in words)


CAPTURED: dict[str, tuple[Written, int]] = {
    "einsum": (sums_of_products, 0), "multi_dot": (chained, 0), "len": (extents, 1), "diff": (differences_of, 1), "logaddexp": (softened, 2), "hypot": (hypotenuse, 2),
    **dict.fromkeys(("xlogy", "rel_entr", "kl_div"), (with_logarithm, 2)), "entr": (with_logarithm, 1),
    **dict.fromkeys(("quad_form", "matrix_frac"), (quadratic, 2)), "quad_over_lin": (over, 2), "tr_inv": (inverse_trace, 1),
    **dict.fromkeys(("mse_loss", "l1_loss"), (mean_square, 2)), "where": (chosen, 3), "reciprocal": (reciprocal, 1), "inv_pos": (reciprocal, 1),
    **dict.fromkeys(("negative", "neg"), (negative, 1)), **dict.fromkeys(("ravel", "flatten"), (by_rows, 1)),
}  # fmt: skip
"""By name: how the call is written, and how many arguments it has, 0 for any number."""


def written(name: Token, arguments: Sequence[Words], text: str) -> Words:
    """The words of a call. Raises MatcalcError for another number of arguments."""
    write, count = CAPTURED[name.text]
    if (count and len(arguments) != count) or not all(arguments):
        raise refused("syntax", f"{name.text} has {count or 'several'} arguments", name.start, name.end)
    return write(name, arguments, text)
