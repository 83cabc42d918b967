"""Functions that take axes or sizes: np.tensordot(A, B, axes=1), F.layer_norm(X, (d,)), np.expand_dims(x, 1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.numpy.written_out.entropies import is_matrix
from matcalc_cli.notations.numpy.written_out.like import along
from matcalc_cli.notations.words import (
    Captured,
    Words,
    bracketed,
    call,
    entrywise,
    first,
    joined,
    number,
    said,
    transposed,
    word,
)
from matcalc_cli.notations.writer import refused

CONTRACTIONS = re.compile(r"[(\[]*(\d)[)\]]*,[(\[]*(\d)[)\]]*")
"""One axis of each, (1, 0), ([1], [0])."""

BOTH = ("([0,1],[0,1])", "((0,1),(0,1))", "[0,1,0,1]", "([0,1],)")
"""Both axes of two matrices."""


def contracted(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """tensordot(A, B, axes=1) is A B, over both axes, as it is alone, their inner product."""
    one, other, axes = arguments
    asked = said(axes).replace(";", ",")  # between the places in a list
    found = CONTRACTIONS.fullmatch(asked)
    if asked in ("", "2") or asked in BOTH:
        return call("inner", name, [one, other])
    if asked == "1":
        found = CONTRACTIONS.fullmatch("1,0")
    if found is None:
        hint = "one axis of each is, axes=(1, 0), and both; np.einsum says which indices are summed"
        raise refused("unsupported", "these axes are not read", name.start, name.end, hint)
    left = transposed(one) if found[1] == "0" and is_matrix(one) else one
    right = transposed(other) if found[2] == "1" else other
    return bracketed(joined("multiply", name, [left, right]))


def layer_norm(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """The layer of that name: each row without its mean, over its deviation."""
    of, shape, weight, bias, eps = arguments
    if re.fullmatch(r"[(\[]\w+(?:,\w+)+,?[)\]]", said(shape)):
        hint = "F.layer_norm(X, (d,)) is along the last axis"
        raise refused("unsupported", "a norm of several axes is not read", shape[0].start, shape[-1].end, hint)
    last, kept = [word("number", name, "-1")], [word("name", name, "True")]
    middle, spread = along("mean", name, of, last, kept), along("var", name, of, last, kept)
    eps = eps or [word("number", name, "1e-5")]
    below = entrywise("sqrt", name, [*spread, word("dotted_add", name), *bracketed(eps)])
    found = joined("elementwise_divide", name, [[*bracketed(of), word("subtract", name), *middle], below])
    found = joined("hadamard", name, [found, weight]) if weight else found
    return bracketed([*found, word("add", name), *bracketed(bias)] if bias else found)


def with_axis(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """expand_dims(x, 1) is a column, expand_dims(x, 0) a row."""
    of, axis = arguments
    if said(axis) not in ("0", "1", "-1"):
        raise refused("unsupported", "this axis is not read", axis[0].start, axis[-1].end, "0, 1 and -1 are")
    column = [*bracketed(of), *first(name)]
    return transposed(column) if said(axis) == "0" else column


def twice_huber(name: Token, arguments: Sequence[Words], _text: str) -> Words:
    """CVXPY's huber(x, M), which is twice the Huber loss of other libraries."""
    of, threshold = arguments
    loss = call("huber", name, [of, threshold or number(name, 1)])
    return bracketed(joined("multiply", name, [number(name, 2), loss]))


CONTRACTED: dict[str, Captured] = {
    "tensordot": Captured(contracted, 2, "a b axes"),
    **dict.fromkeys(("expand_dims", "unsqueeze"), Captured(with_axis, 2, "a axis")),
    "huber of cvxpy": Captured(twice_huber, 1, "x M"),
    "layer_norm": Captured(layer_norm, 2, "input normalized_shape weight bias eps"),
}
"""The calls by their names."""
