"""Closed forms of determinants of derivatives."""

from __future__ import annotations

from typing import NamedTuple

from matcalc_cli.expr.node import Node, Symbol, number


class Closed(NamedTuple):
    """A closed form of the determinant's modulus, why, and the eigenvalues that it names, if it names any."""

    node: Node
    reason: str
    eigenvalues: Symbol | None = None


NOTHING = Closed(number(0), "singular everywhere: the values lie in fewer dimensions than they have free entries")
"""Of a map such as the softmax, whose values add up to 1."""
