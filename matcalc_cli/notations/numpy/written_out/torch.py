"""PyTorch's losses and layers, written out: F.huber_loss(x, y, reduction='sum'), F.linear(X, A, b), F.normalize(A)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.numpy.written_out.like import along, from_factor
from matcalc_cli.notations.words import (
    Captured,
    Words,
    bracketed,
    call,
    entrywise,
    joined,
    said,
    squared,
    transposed,
    word,
)
from matcalc_cli.notations.writer import refused

Entry = Callable[[Token, Words, Words, Words], Words]
"""A loss of every entry by what is predicted, the target and a parameter, which may not be there."""
REDUCTION = re.compile("mean|sum|none")


def loss(entry: Entry, parameter: str = "") -> Captured:
    """A loss that is the mean or the sum of those of the entries."""

    def write(name: Token, arguments: Sequence[Words], _text: str) -> Words:
        x, y, asked, of = (*arguments, [])[:4]
        reduction = said(asked) or "mean"
        if not REDUCTION.fullmatch(reduction):
            raise refused(
                "unsupported", "this reduction is not read", asked[0].start, asked[-1].end, "'mean', 'sum', 'none'"
            )
        found = entry(name, x, y, of)
        return bracketed(found) if reduction == "none" else call(reduction, name, [found])

    return Captured(write, 2, f"input target reduction {parameter}")


def squares(name: Token, x: Words, y: Words, _: Words) -> Words:
    """Squared differences."""
    return squared(name, joined("subtract", name, [x, y]))


def moduli(name: Token, x: Words, y: Words, _: Words) -> Words:
    """Absolute differences."""
    return entrywise("abs", name, joined("subtract", name, [x, y]))


def huber(name: Token, x: Words, y: Words, delta: Words) -> Words:
    """Huber's loss of the differences."""
    return call("huber", name, [joined("subtract", name, [x, y]), delta or [word("number", name, "1")]])


def smooth(name: Token, x: Words, y: Words, beta: Words) -> Words:
    """Huber's loss over its threshold."""
    found = huber(name, x, y, beta)
    return joined("elementwise_divide", name, [found, beta]) if beta else found


def entropy(name: Token, p: Words, y: Words, _: Words) -> Words:
    """-(y log p + (1 - y) log(1 - p))."""
    no, otherwise = (bracketed([word("number", name, "1"), word("subtract", name), *bracketed(w)]) for w in (y, p))
    yes = joined("hadamard", name, [y, entrywise("log", name, p)])
    missed = joined("hadamard", name, [no, entrywise("log", name, otherwise)])
    return [word("subtract", name), *yes, word("subtract", name), *missed]


def entropy_of_logits(name: Token, z: Words, y: Words, _: Words) -> Words:
    """softplus(z) - y z."""
    return [*entrywise("softplus", name, z), word("subtract", name), *joined("hadamard", name, [y, z])]


def linear(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """A layer of a network is X A' + b."""
    x, weight, bias = arguments
    found = joined("multiply", name, [x, transposed(weight)])
    return bracketed([*found, word("add", name), *bracketed(bias)] if bias else found)


def normalized(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """normalize(A, dim=1): each row over its norm."""
    of, axis = arguments
    length = along("norms", name, of, axis or [word("number", name, "1")], [word("name", name, "True")])
    return bracketed(joined("elementwise_divide", name, [of, length]))


def cosine(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """cosine_similarity(x, y, dim=0)."""
    x, y, axis = arguments
    axis = axis or [word("number", name, "1")]
    lengths = [along("norms", name, of, axis, []) for of in (x, y)]
    products = along("sum", name, joined("hadamard", name, [x, y]), axis, [])
    return bracketed(joined("elementwise_divide", name, [products, joined("hadamard", name, lengths)]))


def with_slope(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """leaky_relu(x, a) is relu(x) - a relu(-x)."""
    of, slope = arguments
    if not slope:
        return entrywise("leakyrelu", name, of)
    below = entrywise("relu", name, [word("subtract", name), *bracketed(of)])
    return bracketed([*entrywise("relu", name, of), word("subtract", name), *joined("hadamard", name, [slope, below])])


def added(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """addmm(C, A, B) is C + A B."""
    first, *factors = arguments
    return bracketed([*bracketed(first), word("add", name), *joined("multiply", name, factors)])


def by_lower_factor(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """cholesky_solve(b, L)."""
    right, factor, upper = arguments
    return from_factor(name, factor, right, lower=said(upper) != "True")


TORCH: dict[str, Captured] = {
    "mse_loss": loss(squares), "l1_loss": loss(moduli), "huber_loss": loss(huber, "delta"), "smooth_l1_loss": loss(smooth, "beta"),
    "binary_cross_entropy": loss(entropy), "binary_cross_entropy_with_logits": loss(entropy_of_logits),
    "linear": Captured(linear, 2, "input weight bias"), "cosine_similarity": Captured(cosine, 2, "x1 x2 axis"),
    "unit rows": Captured(normalized, 1, "input axis"), "leaky_relu": Captured(with_slope, 1, "input negative_slope"),
    **dict.fromkeys(("addmm", "addmv"), Captured(added, 3)), "cholesky_solve": Captured(by_lower_factor, 2, "b l upper"),
}  # fmt: skip
"""The calls by their names."""
