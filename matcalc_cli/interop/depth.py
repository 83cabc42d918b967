"""SymPy's functions call themselves on parts of parts: an expression can be too deep for them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from matcalc_cli.errors import MatcalcError

P = ParamSpec("P")
T = TypeVar("T")


def sympys_depth(work: Callable[P, T]) -> Callable[P, T]:
    """A function that raises MatcalcError (limit) where SymPy runs out of Python's stack."""

    @functools.wraps(work)
    def bounded(*args: P.args, **options: P.kwargs) -> T:
        try:
            return work(*args, **options)
        except RecursionError:
            raise MatcalcError(
                "limit", "the expression is nested too deep for SymPy", hint="name a part of it, and look at it alone"
            ) from None

    return bounded
