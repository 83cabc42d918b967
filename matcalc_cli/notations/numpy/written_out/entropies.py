"""Losses by which networks classify, F.cross_entropy(Z, Y), F.kl_div, and their gelu(x, approximate='tanh')."""

from __future__ import annotations

from collections.abc import Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.numpy.written_out.like import length, soft
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
    said,
    word,
)
from matcalc_cli.notations.writer import refused

REDUCTIONS = "'mean' and 'sum' are, and of kl_div 'batchmean'"


def logarithmic(name: Token, arguments: Sequence[Words], text: str) -> Words:
    """cross_entropy(Z, Y) is the mean of -sum(Y log(softmax(Z))) over the rows."""
    of, target, asked = arguments
    return reduced(name, call("inner", name, [target, soft(name, [of, []], text)]), of, asked, sign="-")


def is_matrix(words: Words) -> bool:
    """Whether a text begins as a matrix does that has a row for each sample: Z, X @ W + b."""
    pairs = zip(words, [*words[1:], words[-1]], strict=True)
    first = next((w.text for w, after in pairs if w.kind == "name" and after.kind not in ("(", ".(")), "")
    return first[:1].isupper()


def divergence(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """kl_div(L, Y) has the terms Y (log(Y) - L), where L are logarithms."""
    of, target, asked, logarithm = arguments
    y = entrywise("exp", name, target) if said(logarithm) == "True" else target
    logs = target if said(logarithm) == "True" else entrywise("log", name, target)
    terms = joined("hadamard", name, [y, [*bracketed(logs), word("subtract", name), *bracketed(of)]])
    if said(asked) == "none":
        return bracketed(terms)
    if said(asked) in ("", "mean"):
        return call("mean", name, [terms])
    total = call("sum", name, [terms])
    if said(asked) == "batchmean":  # the first axis is the batch's, that of a vector too
        return bracketed([*total, word("divide", name), *extent(name, of, 1)])
    return reduced(name, total, of, asked)


def reduced(name: Token, total: Words, of: Words, asked: Words, sign: str = "") -> Words:
    """A sum over all rows, or the mean of the rows'."""
    found = bracketed([word("subtract", name), *total] if sign else total)
    if said(asked) == "sum":
        return found
    if said(asked) not in ("", "mean"):
        raise refused("unsupported", "this reduction is not read", asked[0].start, asked[-1].end, REDUCTIONS)
    rows = joined("divide", name, [count(name, of), length(name, of, [word("number", name, "-1")])])
    return bracketed([*found, word("divide", name), *bracketed(rows)])


def gelu(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """x Phi(x), or its approximation by a hyperbolic tangent, which JAX takes where nothing is said."""
    of, approximate = arguments
    by_tanh = {"tanh": True, "none": False, "True": True, "False": False, "": name.text.endswith("jax")}.get(
        said(approximate)
    )
    if by_tanh is None:
        raise refused("unsupported", "this approximation is not read", approximate[0].start, approximate[-1].end)
    if not by_tanh:
        return entrywise("gelu", name, of)
    power = joined("elementwise_power", name, [of, [word("number", name, "3")]])
    cubic = joined("hadamard", name, [[word("number", name, "0.044715")], power])
    inside = [*bracketed(of), word("add", name), *bracketed(cubic)]
    factor = call("sqrt", name, [joined("divide", name, [number(name, 2), [word("name", name, "pi")]])])
    bent = entrywise("tanh", name, joined("hadamard", name, [factor, inside]))
    one = [word("number", name, "1"), word("add", name), *bent]
    half = joined("divide", name, [of, number(name, 2)])
    return bracketed(joined("hadamard", name, [half, one]))


ENTROPIES: dict[str, Captured] = {
    "cross_entropy": Captured(logarithmic, 2, "input target reduction"),
    "kl_div of torch": Captured(divergence, 2, "input target reduction log_target"),
    **dict.fromkeys(("gelu of torch", "gelu of jax"), Captured(gelu, 1, "x approximate")),
}  # fmt: skip
"""The calls by their names."""
