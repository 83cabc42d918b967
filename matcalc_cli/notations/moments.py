"""Variances and deviations of Julia and MATLAB, which divide by n - 1 unless they are told otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from matcalc_cli.language.grammar.lexer import Token
from matcalc_cli.notations.words import Words, call, count, extent, number, of_a_sample, ones_like, said

DIVIDED_BY_N = "corrected=false"


def of_julia(name: Token, arguments: Sequence[Words]) -> Words | None:
    """var(x), std(A, dims=1), std(x; corrected=false): of all entries, or along an axis."""
    parts = [part for argument in arguments for part in _divided(argument)]
    of, *options = parts
    axes = [said(option) for option in options if said(option) in ("1", "2")]
    if {said(option) for option in options} - {DIVIDED_BY_N, "corrected=true", "1", "2"}:
        return None
    found = call(name.text, name, [of, *[number(name, int(axis)) for axis in axes]])
    if DIVIDED_BY_N in map(said, options):
        return found
    return of_a_sample(name.text, name, found, extent(name, of, int(axes[0])) if axes else count(name, of))


def of_matlab(name: Token, arguments: Sequence[Words]) -> Words | None:
    """var(x), std(x, 1): of a vector, or of each column of a matrix."""
    of, weight = (*arguments, [])[:2]
    if said(weight) not in ("", "0", "1") or len(arguments) > 2:
        return None
    found = call(name.text, name, [of])
    n = call("sum", name, [ones_like(name, of)])
    return found if said(weight) == "1" else of_a_sample(name.text, name, found, n)


def _divided(argument: Words) -> list[Words]:
    """The parts between semicolons."""
    return [list(part) for is_mark, part in groupby(argument, lambda w: w.kind == ";") if not is_mark]
