"""Numbers among the arguments of a call, which say which function is meant: norm(x, 1), norm(x, Inf)."""

from __future__ import annotations

from matcalc_cli.language.tree import Literal, Name, Tree

INFINITE = ("Inf", "inf", "infty")
"""How the order of a norm is written that is none."""


def literal_text(argument: Tree) -> str:
    """An integer, or Inf, as an argument that says which function is meant; nothing of others."""
    match argument:
        case Literal(numerator=n, denominator=1):
            return str(n)
        case Name(name=name) if name in INFINITE:
            return INFINITE[0]
    return ""
