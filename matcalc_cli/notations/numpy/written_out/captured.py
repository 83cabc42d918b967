"""Calls of NumPy and its family that are written out, an argument more than once perhaps: logaddexp(x, y), einsum, where."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.calls import differences
from matcalc_cli.notations.numpy.libraries import NEGATIVE_PART
from matcalc_cli.notations.numpy.written_out.choices import chosen
from matcalc_cli.notations.numpy.written_out.contracted import CONTRACTED
from matcalc_cli.notations.numpy.written_out.einsum import contraction
from matcalc_cli.notations.numpy.written_out.entropies import ENTROPIES
from matcalc_cli.notations.numpy.written_out.labels import LABELLED
from matcalc_cli.notations.numpy.written_out.like import LIKE, along
from matcalc_cli.notations.numpy.written_out.moved import MOVED
from matcalc_cli.notations.numpy.written_out.pairs import OF_PAIRS
from matcalc_cli.notations.numpy.written_out.torch import TORCH
from matcalc_cli.notations.words import (
    Captured,
    Words,
    bracketed,
    call,
    entrywise,
    extent,
    is_named,
    joined,
    said,
    squared,
    transposed,
    word,
)
from matcalc_cli.notations.writer import refused


def softened(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """logaddexp(x, y) is y + softplus(x - y)."""
    if (zero := next((i for i, words in enumerate(arguments) if said(words) in ("0", "0.0")), None)) is not None:
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


def reciprocal(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """1./x."""
    return bracketed([word("number", name, "1"), word("elementwise_divide", name), *bracketed(arguments[0])])


def inverse_root(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """1./sqrt.(x)."""
    root = entrywise("sqrt", name, arguments[0])
    return bracketed([word("number", name, "1"), word("elementwise_divide", name), *root])


def negative(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """-x."""
    return bracketed([word("subtract", name), *bracketed(arguments[0])])


def negative_part(name: Token, arguments: Sequence[Words], text: str) -> Words:
    """max(-x, 0), which is CVXPY's neg(x)."""
    return entrywise("relu", name, negative(name, arguments, text))


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
    of, times = arguments
    if said(times) not in ("", "1"):
        raise refused(
            "unsupported", "differences of higher order are not read", name.start, name.end, "np.diff(np.diff(x))"
        )
    return differences(name, [of]) or []


def condition(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """cond(A) of a square matrix is its largest singular value over the smallest."""
    of = arguments[0]
    return bracketed(
        joined("multiply", name, [call("specnorm", name, [of]), call("specnorm", name, [call("inv", name, [of])])])
    )


def covariance(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """cov(X), whose rows are variables, or its columns with rowvar=False; over n - 1 unless bias or ddof say otherwise."""
    of, other, by_row, bias, ddof = arguments
    if other:
        hint = "np.cov(np.vstack([X, Y])) is that of the rows of both"
        raise refused("unsupported", "the covariance of two arrays is not read", other[0].start, other[-1].end, hint)
    of = bracketed(of) if said(by_row) == "False" else transposed(of)
    middle = along("mean", name, of, [word("number", name, "0")], [word("name", name, "True")])
    centred = bracketed([*of, word("dotted_subtract", name), *middle])
    less = said(ddof) or {"True": "0"}.get(said(bias), "1")
    n = bracketed([*extent(name, of, 1), word("subtract", name), word("number", name, less)])
    return bracketed([*joined("multiply", name, [transposed(centred), centred]), word("divide", name), *n])


CAPTURED: dict[str, Captured] = {
    **TORCH, **LIKE, **OF_PAIRS, **MOVED, **ENTROPIES, **LABELLED, **CONTRACTED,
    "einsum": Captured(sums_of_products), "multi_dot": Captured(chained), "len": Captured(extents, 1), "diff": Captured(differences_of, 1, "a n"),
    "cond": Captured(condition, 1), "cov": Captured(covariance, 1, "m y rowvar bias ddof"),
    "where": Captured(chosen, 3), "logaddexp": Captured(softened, 2), "hypot": Captured(hypotenuse, 2),
    **dict.fromkeys(("xlogy", "rel_entr", "kl_div"), Captured(with_logarithm, 2)), "entr": Captured(with_logarithm, 1),
    **dict.fromkeys(("quad_form", "matrix_frac"), Captured(quadratic, 2)), "quad_over_lin": Captured(over, 2), "tr_inv": Captured(inverse_trace, 1),
    "reciprocal": Captured(reciprocal, 1), "rsqrt": Captured(inverse_root, 1), "inv_pos": Captured(reciprocal, 1),
    **dict.fromkeys(("negative", "neg"), Captured(negative, 1)), NEGATIVE_PART: Captured(negative_part, 1), **dict.fromkeys(("ravel", "flatten"), Captured(by_rows, 1)),
}  # fmt: skip
"""The calls by their names."""
NOT_METHODS = ("where", "kl_div", "ravel", "flatten", "einsum", "diff")
"""The calls whose method is read elsewhere, or has other arguments."""


OF_A_SAMPLE, PYTORCHS = "sample ", ("dim", "keepdim")
"""How PyTorch's variance is called here, and its arguments by which it is known as a method: A.var(dim=0)."""


def written(name: Token, arguments: Sequence[Words], text: str) -> Words:
    """The words of a call. Raises MatcalcError for another number of arguments, and for ones of other names."""
    own = f"{OF_A_SAMPLE}{name.text}" if any(is_named(a) and a[0].text in PYTORCHS for a in arguments) else name.text
    record = CAPTURED.get(own, CAPTURED[name.text])
    if not record.parameters:
        if (record.count and len(arguments) != record.count) or not all(arguments):
            raise refused("syntax", f"{name.text} has {record.count or 'several'} arguments", name.start, name.end)
        return record.write(name, arguments, text)
    return record.write(name, in_order(name, record, arguments), text)


def in_order(name: Token, record: Captured, arguments: Sequence[Words]) -> list[Words]:
    """The arguments in the order of the parameters, those with names too; none where there is none."""
    named = {parameter(a[0].text, record): a for a in arguments if is_named(a)}
    plain = [a for a in arguments if not is_named(a)]
    for keyword, words in named.items():
        if keyword not in record.parameters:
            hint = f"read are {', '.join(record.parameters[record.count :])}"
            raise refused(
                "unsupported", f"the argument {words[0].text} is not read", words[0].start, words[0].end, hint
            )
    given = [*plain, *[named.get(p, [])[2:] for p in record.parameters[len(plain) :]]]
    if len(given) > len(record.parameters) or not all(given[: record.count]):
        raise refused("syntax", f"{name.text} has {record.count} arguments", name.start, name.end)
    return given


def parameter(keyword: str, record: Captured) -> str:
    """The name of a parameter here: PyTorch's dims are axes, or an axis."""
    meant = (ALIASES.get(keyword, keyword), ALIASES.get(keyword.removesuffix("s"), keyword))
    return next((name for name in meant if name in record.parameters), meant[0])


ALIASES = {
    "dim": "axis",
    "dims": "axes",
    "shifts": "shift",
    "diagonal": "k",
    "keepdim": "keepdims",
    "correction": "ddof",
    "a_min": "min",
    "a_max": "max",
}
"""The names of one parameter in several libraries."""
