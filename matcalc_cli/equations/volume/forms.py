"""Closed forms of determinants of derivatives."""

from __future__ import annotations

from typing import NamedTuple

from matcalc_cli.expr.node import Node, Symbol


class Closed(NamedTuple):
    """A closed form of the determinant's modulus, why, and the eigenvalues that it names, if it names any."""

    node: Node
    reason: str
    eigenvalues: Symbol | None = None
